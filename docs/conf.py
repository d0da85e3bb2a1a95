# The pages of this folder as one static site, by Sphinx: `make docs`. The theme asks nothing of another host, and the search
# works from a disk as well.

project = "Chorograph"
html_title = "Chorograph"
language = "en"
extensions = ["myst_parser"]
exclude_patterns = ["requirements.txt"]
myst_heading_anchors = 4  # as GitHub names them
html_theme = "furo"
html_static_path = ["site.css"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_search_summary = False  # it would read pages by fetch, which a browser refuses from a disk
html_use_index = False
html_domain_indices = False
html_last_updated_fmt = None  # no clock: the same pages give the same site
html_show_copyright = False
highlight_language = "text"  # of a block that names none


def accessible(app, pagename, templatename, context, doctree):
    """What scrolls sideways can be reached with Tab; the headings of the list of pages have a level."""
    body = context.get("body")
    if body:
        body = body.replace("<pre>", '<pre tabindex="0">')
        context["body"] = body.replace('<div class="table-wrapper', '<div tabindex="0" class="table-wrapper')
    tree = context.get("furo_navigation_tree")
    if tree:
        context["furo_navigation_tree"] = tree.replace('role="heading"', 'role="heading" aria-level="2"')


def setup(app):
    app.connect("html-page-context", accessible, priority=900)  # after the theme
    return {"parallel_read_safe": True}

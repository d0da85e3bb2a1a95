"""The pages and pictures of a site, as a parser of HTML that follows the standard reads them.

    pages.py CHOROGRAPH WORKDIR [SECONDS]

The shipped dataset gives the elements and attributes that pages have. A site of a dataset full of markup must have no others, no
error of syntax, no script but the program's own, and no address that a browser would run; the data within pages must be JSON,
pictures and lists must be XML without a document type, and each page's Turtle must be read. With SECONDS, datasets
of random pieces of markup follow for so long; a seed that fails is named, and gives the same dataset again.
"""

import json
import random
import re
import shutil
import sys
import time
from pathlib import Path
from urllib.parse import unquote

import html5lib
import pyoxigraph
from lxml import etree

import ugly
from checking import check, end, run

ROOT = Path(__file__).resolve().parents[2]
# Where a browser would go or what it would run.
ADDRESSES = {"href", "src", "action", "formaction", "data", "poster", "srcset", "background", "cite", "ping"}
# Pieces from which random texts are made.
PIECES = [
    "<", ">", "</", "/>", "&", "&#60;", "&lt", ";", "'", '"', "`", "=", " ", "\t", "\n", "\r\n", "\f", "/", "\\", "]]>", "<![CDATA[",
    "<!--", "-->", "--!>", "<script>", "</script>", "<script/src=x>", "</title>", "</style>", "</textarea>", "<svg onload=x>",
    "<img src=x onerror=y>", "<a href=javascript:z>", "<math><mi>", "<template>", "<plaintext>", "<iframe srcdoc='", "<base href=//e>",
    "<meta http-equiv=refresh>", "<?xml ?>", "<!DOCTYPE x>", "&e;", "javascript:", "data:text/html,", "${x}", "{{x}}", "%3C", "%00", "\\u003c",
    "\u2028", "\u2029", "\u0085", "\u00a0", "\ufeff", "\u202e", "\u2066", "\u0130", "\U0001f600", "\ue000", "\u007f", "\u0000", "\u0008", "\u001b[0m", "\ufffe", "x", "Town A0",
    "onclick=a", "style=b", "..", "../", "//", "#", "?", "|", "@en", ":", ",", "\u05d0", "\u0645", "e\u0301",
]


def elements(path):
    """Each element of a page with its attributes and text, and what the parser found wrong."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    tree = parser.parse(path.read_text(encoding="utf-8"))
    found = [(e.tag.rpartition("}")[2], e.attrib, e.text or "") for e in tree.iter() if isinstance(e.tag, str)]
    comments = [e for e in tree.iter() if not isinstance(e.tag, str) and getattr(e, "tag", None) is not None]
    return found, parser.errors, comments


def shapes_of(site):
    shapes = set()
    for path in site.rglob("*.html"):
        for tag, attributes, _ in elements(path)[0]:
            shapes |= {(tag, str(name)) for name in attributes} | {(tag, "")}
    return shapes


def is_harmless(address):
    folded = re.sub(r"[\x00-\x20]", "", unquote(address)).lower()
    scheme = re.match(r"[a-z][a-z0-9+.-]*:", folded)
    return scheme is None or scheme[0] in ("http:", "https:", "mailto:") or folded.startswith("data:image/")


def page(path, name, allowed):
    found, errors, comments = elements(path)
    check(not errors, f"{name}: is HTML", [e[:2] for e in errors[:3]])
    check(not comments, f"{name}: no comments", comments[:2])
    new = {(tag, str(a)) for tag, attributes, _ in found for a in ["", *attributes] if (tag, str(a)) not in allowed}
    check(not new, f"{name}: no element or attribute of the data", sorted(new)[:5])
    bad = [
        (tag, a, value[:80])
        for tag, attributes, _ in found
        for a, value in attributes.items()
        if str(a).lower().startswith("on") or (str(a).rpartition("}")[2] in ADDRESSES and not is_harmless(value))
    ]
    check(not bad, f"{name}: no address that runs", bad[:3])
    for tag, attributes, text in found:
        if tag == "script" and "json" in attributes.get("type", ""):
            try:
                json.loads(text)
            except ValueError as error:
                check(False, f"{name}: data in the page", str(error))
        elif tag == "script":
            # The page for lost addresses is shown at any of them, so its own start at the root of the host.
            root = r"/([\w-]+/)*" if name.endswith("404.html") else r"(\.\./)*"
            check(re.fullmatch(root + r"(assets|_)/[\w.-]+\.js", attributes.get("src", "")) and not text.strip(), f"{name}: script", attributes)


def site(dist, name, allowed):
    """Checks all pages; how many there are."""
    count = 0
    for path in sorted(p for p in dist.rglob("*") if p.is_file()):
        what = f"{name}: {path.relative_to(dist)}"
        check(dist.resolve() in path.resolve().parents, f"{what} is in the folder")
        if path.suffix == ".html":
            count += 1
            page(path, what, allowed)
        elif path.suffix in (".svg", ".xml", ".rdf"):
            try:
                tree = etree.parse(path, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
                scripts = [e for e in tree.iter() if isinstance(e.tag, str) and e.tag.rpartition("}")[2].lower() in ("script", "foreignobject")]
                wrong = scripts or tree.docinfo.doctype or [a for e in tree.iter() for a in e.attrib if a.rpartition("}")[2].lower().startswith("on")]
                check(not wrong, f"{what}: neither script nor document type", str(wrong))
            except etree.XMLSyntaxError as error:
                check(False, f"{what} is XML", str(error))
        elif path.suffix in (".json", ".jsonld", ".geojson"):
            try:
                json.loads(path.read_text(encoding="utf-8"))
            except ValueError as error:
                check(False, f"{what} is JSON", str(error))
        elif path.suffix == ".ttl" and "rdf12" not in path.name:
            try:
                for _ in pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE):
                    pass
            except SyntaxError as error:
                check(False, f"{what} is Turtle", str(error))
    return count


def published(binary, folder, dist, what):
    built = run(binary, "build", folder)
    check(built.returncode in (0, 1) and "panicked" not in built.stderr, f"{what}: build", built.stderr[-500:])
    done = run(binary, "-d", folder, "publish", "-o", dist)
    # With 1 if something had to be left out, as RDF/XML for want of characters.
    check(done.returncode in (0, 1) and "panicked" not in done.stderr, f"{what}: publish", done.stderr[-500:])
    control = re.search(r"[\x00-\x08\x0b-\x1f\x7f]", built.stderr + built.stdout + done.stderr + done.stdout)
    check(control is None, f"{what}: nothing that moves the cursor of a terminal", repr(control))
    return done.returncode in (0, 1) and dist.is_dir()


def main():
    binary, work = (Path(arg).resolve() for arg in sys.argv[1:3])
    seconds = float(sys.argv[3]) if len(sys.argv) > 3 else 0
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    shutil.copytree(ROOT / "data", work / "shipped", ignore=shutil.ignore_patterns(".chorograph"))
    published(binary, work / "shipped", work / "shipped-site", "shipped")
    ugly.write(work / "tame", [f"Name {chr(65 + n)}" for n in range(len(ugly.NASTY))])
    published(binary, work / "tame", work / "tame-site", "tame")
    allowed = shapes_of(work / "shipped-site") | shapes_of(work / "tame-site")
    check(len(allowed) > 60, "pages have elements", str(len(allowed)))
    ugly.write(work / "ugly")
    published(binary, work / "ugly", work / "ugly-site", "ugly")
    count = site(work / "ugly-site", "ugly", allowed)
    check(count > 200, "the site has pages", str(count))
    started, seed, sites = time.monotonic(), 0, 0
    while time.monotonic() - started < seconds:
        seed += 1
        dice = random.Random(seed)
        nasty = ["".join(dice.choices(PIECES, k=dice.randint(1, 12))) + " x" for _ in range(5)]
        for name in ("random", "random-site"):
            shutil.rmtree(work / name, ignore_errors=True)
        ugly.write(work / "random", nasty)
        if published(binary, work / "random", work / "random-site", f"seed {seed}"):
            sites += 1
            count += site(work / "random-site", f"seed {seed}", allowed)
    if seed:
        print(f"{seed} random datasets, {sites} of them with a site")
    return end(f"pages, {count} of them: ")


if __name__ == "__main__":
    sys.exit(main())

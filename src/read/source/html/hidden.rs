//! What a page contains but does not show: what its author struck out, hid, or wrote for programs.

use scraper::node::Element;
use std::collections::HashSet;

/// Whether an element is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// Like the element around it.
    Inherited,
    /// Not shown, and nothing in it is.
    Never,
    /// Not shown if it is short: a longer text is often moved or faded in by a script.
    Faint,
    /// Not shown, except for descendants that are made visible again.
    Invisible,
    /// Shown, although the element around it is invisible.
    Visible,
}

/// Elements whose words are struck out.
const STRUCK: &[&str] = &["del", "s", "strike"];
/// Classes of words that are there for sorting or for screen readers.
const CLASSES: &[&str] = &[
    "sortkey",
    "sort-key",
    "sr-only",
    "visually-hidden",
    "visuallyhidden",
    "screen-reader-text",
    "screen-reader-only",
    "element-invisible",
    "a11y-hidden",
    "cdk-visually-hidden",
];

/// Whether an element is shown, by its name, attributes and style.
pub(super) fn shown(element: &Element) -> Shown {
    if STRUCK.contains(&element.name()) || element.attr("hidden").is_some() {
        return Shown::Never;
    }
    let classes = element.attr("class").unwrap_or_default();
    if classes.split_ascii_whitespace().any(|c| CLASSES.iter().any(|known| c.eq_ignore_ascii_case(known))) {
        return Shown::Never;
    }
    element.attr("style").map_or(Shown::Inherited, by_style)
}

/// The declarations of a style attribute, in lower case and without `!important`.
pub(super) fn declarations(style: &str) -> impl Iterator<Item = (String, String)> {
    style.split(';').filter_map(|declaration| {
        let (property, value) = declaration.split_once(':')?;
        let value = value.to_ascii_lowercase();
        let value = value.split('!').next().unwrap_or_default().trim().to_owned();
        Some((property.trim().to_ascii_lowercase(), value))
    })
}

fn by_style(style: &str) -> Shown {
    let mut shown = Shown::Inherited;
    let (mut displayed, mut faint) = (true, false);
    for (property, value) in declarations(style) {
        match property.as_str() {
            // The last declaration of a property counts.
            "display" => displayed = value != "none",
            "visibility" => {
                shown = match value.as_str() {
                    "hidden" | "collapse" => Shown::Invisible,
                    "visible" => Shown::Visible,
                    _ => Shown::Inherited,
                }
            }
            "text-decoration" | "text-decoration-line" if value.contains("line-through") => return Shown::Never,
            "opacity" | "font-size" if is_nothing(&value) => faint = true,
            "left" | "right" | "top" | "text-indent" | "margin-left" if is_far_away(&value) => faint = true,
            "clip" if value.replace([' ', ','], "").starts_with("rect(0") || value.starts_with("rect(1px") => {
                faint = true;
            }
            _ => {}
        }
    }
    match shown {
        _ if !displayed => Shown::Never,
        Shown::Inherited if faint => Shown::Faint,
        shown => shown,
    }
}

/// "0", "0.0", "0px", "0%".
fn is_nothing(value: &str) -> bool {
    let number = value.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
    number.parse() == Ok(0.0_f64)
}

/// "-9999px", "-1000em".
fn is_far_away(value: &str) -> bool {
    let number = value.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    number.parse().is_ok_and(|n: f64| n <= -999.0)
}

/// What the style sheets of a page hide, if the selector is a class, an id or the name of an element.
#[derive(Debug, Default)]
pub(super) struct Sheets {
    classes: HashSet<String>,
    ids: HashSet<String>,
    /// Names of elements with a class: `span.key`.
    both: HashSet<(String, String)>,
}

/// Maximum length of the words of an element that a style sheet hides, in bytes: a sort key. A longer text is often
/// shown by a script after the page has loaded.
pub(super) const LONGEST_KEY: usize = 60;

impl Sheets {
    /// Adds the content of a `<style>` element.
    pub(super) fn read(&mut self, css: &str) {
        let css = without_comments(css);
        let mut rest = css.as_str();
        while let Some(open) = rest.find('{') {
            let selectors = rest[..open].rsplit([';', '}']).next().unwrap_or_default().trim();
            let body = &rest[open + 1..];
            if selectors.starts_with('@') {
                // Rules for paper or small screens do not apply to a reader of the page; rules for screens can be
                // nested in a block.
                let skip = if selectors.starts_with("@media") { block_end(body) } else { 0 };
                rest = &body[skip..];
                continue;
            }
            let end = body.find('}').unwrap_or(body.len());
            let displayed = declarations(&body[..end]).filter(|(p, _)| p == "display" || p == "visibility").last();
            let struck = declarations(&body[..end]).any(|(property, value)| match property.as_str() {
                "text-decoration" | "text-decoration-line" => value.contains("line-through"),
                "opacity" => is_nothing(&value),
                _ => false,
            });
            if displayed.is_some() || struck {
                let hides =
                    struck || displayed.is_some_and(|(_, v)| matches!(v.as_str(), "none" | "hidden" | "collapse"));
                for selector in selectors.split(',') {
                    self.rule(selector.trim(), hides);
                }
            }
            rest = body.get(end + 1..).unwrap_or_default();
        }
    }

    fn rule(&mut self, selector: &str, hides: bool) {
        let plain =
            |name: &str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
        let set = if let Some(class) = selector.strip_prefix('.').filter(|c| plain(c)) {
            (&mut self.classes, class)
        } else if let Some(id) = selector.strip_prefix('#').filter(|i| plain(i)) {
            (&mut self.ids, id)
        } else if let Some((name, class)) = selector.split_once('.').filter(|(n, c)| plain(n) && plain(c)) {
            let key = (name.to_ascii_lowercase(), class.to_owned());
            if hides {
                self.both.insert(key)
            } else {
                self.both.remove(&key)
            };
            return;
        } else {
            return;
        };
        if hides {
            set.0.insert(set.1.to_owned())
        } else {
            set.0.remove(set.1)
        };
    }

    /// Whether the style sheets hide an element.
    pub(super) fn hide(&self, element: &Element) -> bool {
        if self.classes.is_empty() && self.ids.is_empty() && self.both.is_empty() {
            return false;
        }
        let classes = element.attr("class").unwrap_or_default();
        element.attr("id").is_some_and(|id| self.ids.contains(id))
            || classes.split_ascii_whitespace().any(|class| {
                self.classes.contains(class)
                    || (!self.both.is_empty() && self.both.contains(&(element.name().to_owned(), class.to_owned())))
            })
    }
}

fn without_comments(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(start) = rest.find("/*") {
        out.push_str(&rest[..start]);
        let Some(end) = rest[start + 2..].find("*/") else { return out };
        rest = &rest[start + 2 + end + 2..];
    }
    out + rest
}

/// The end of the block that begins a text.
fn block_end(css: &str) -> usize {
    let mut depth = 1_usize;
    for (at, c) in css.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => continue,
        }
        if depth == 0 {
            return at + 1;
        }
    }
    css.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use scraper::Html;

    fn first(markup: &str) -> (Html, Shown) {
        let html = Html::parse_fragment(markup);
        let element = html.root_element().child_elements().next().expect("an element");
        let shown = shown(element.value());
        (html, shown)
    }

    #[test]
    fn what_is_not_shown() {
        for (markup, expected) in [
            ("<p>x</p>", Shown::Inherited),
            ("<ins>x</ins>", Shown::Inherited),
            ("<del>x</del>", Shown::Never),
            ("<s>x</s>", Shown::Never),
            ("<strike>x</strike>", Shown::Never),
            ("<p hidden>x</p>", Shown::Never),
            ("<p style='DISPLAY : NONE !important'>x</p>", Shown::Never),
            ("<p style='display:none;display:block'>x</p>", Shown::Inherited),
            ("<p style='color:red; visibility: hidden'>x</p>", Shown::Invisible),
            ("<p style='visibility:visible'>x</p>", Shown::Visible),
            ("<p style='text-decoration: line-through red'>x</p>", Shown::Never),
            ("<p style='opacity:0'>x</p>", Shown::Faint),
            ("<p style='opacity:0.5'>x</p>", Shown::Inherited),
            ("<p style='font-size:0px'>x</p>", Shown::Faint),
            ("<p style='font-size:10px'>x</p>", Shown::Inherited),
            ("<p style='position:absolute;left:-9999px'>x</p>", Shown::Faint),
            ("<p style='margin-left:-10px'>x</p>", Shown::Inherited),
            ("<p style='background:url(display:none)'>x</p>", Shown::Inherited),
            ("<p class='a SortKey'>x</p>", Shown::Never),
            ("<p class='sortkeys'>x</p>", Shown::Inherited),
        ] {
            assert_eq!(first(markup).1, expected, "{markup}");
        }
    }

    #[test]
    fn what_a_style_sheet_hides() {
        let css = "/* .a {display:none} */ .b, #c { display : none } @media print { .d { display: none } .e { x: y } }\
                   @supports (x: y) { span.f {visibility:hidden} } .g {display:none} .g {display:block} .h .i {display:none}\
                   .old { text-decoration: line-through } .faded{opacity:0} .u{text-decoration:underline}";
        let mut sheets = Sheets::default();
        sheets.read(css);
        for (markup, hidden) in [
            ("<p class=a>", false),
            ("<p class='x b'>", true),
            ("<p id=c>", true),
            ("<p class=d>", false),
            ("<p class=e>", false),
            ("<p class=f>", false),
            ("<span class=f>", true),
            ("<p class=g>", false),
            ("<p class=i>", false),
            ("<p class=old>", true),
            ("<p class=faded>", true),
            ("<p class=u>", false),
        ] {
            let (html, _) = first(markup);
            let element = html.root_element().child_elements().next().expect("an element");
            assert_eq!(sheets.hide(element.value()), hidden, "{markup}");
        }
        for broken in ["", "{", "}", "@media", "@media {", "a{", ".a{display:none", "/*"] {
            Sheets::default().read(broken);
        }
    }
}

//! Texts of the vocabulary as HTML, in which every name of the ontology is a link to its explanation.

use super::model::Model;
use crate::base::vocab::{choro, term};
use crate::publish::picture::svg::escape;
use std::fmt::Write;

const SHAPE: &str = "https://w3id.org/chorograph/shape#";

/// The page for which links are written; relative addresses depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Page {
    /// The ontology, in the top folder.
    Ontology,
    /// The terms, in a folder below.
    Terms,
    /// The shapes, in a folder below.
    Shapes,
}

impl Page {
    /// The address of a name of the ontology, relative to this page.
    pub(super) fn address(self, iri: &str) -> Option<String> {
        let (page, local) = [(Self::Ontology, choro::NAMESPACE), (Self::Terms, term::NAMESPACE), (Self::Shapes, SHAPE)]
            .into_iter()
            .find_map(|(page, namespace)| iri.strip_prefix(namespace).map(|local| (page, local)))?;
        let up = if self == Self::Ontology { "" } else { "../" };
        Some(match page {
            page if page == self => format!("#{local}"),
            Self::Ontology => format!("{up}index.html#{local}"),
            Self::Terms => format!("{up}term/index.html#{local}"),
            Self::Shapes => format!("{up}shape/index.html#{local}"),
        })
    }

    /// A name as a link: within these pages, or to its own documentation.
    pub(super) fn link(self, model: &Model, iri: &str) -> String {
        let shown = model.curie(iri);
        match self.address(iri) {
            Some(address) => format!("<a href=\"{}\"><code>{}</code></a>", escape(&address), escape(&shown)),
            None if iri.starts_with("http") => {
                format!("<a class=\"elsewhere\" href=\"{}\"><code>{}</code></a>", escape(iri), escape(&shown))
            }
            None => format!("<code>{}</code>", escape(&shown)),
        }
    }

    /// Names as links, in a row.
    pub(super) fn links(self, model: &Model, iris: &[String]) -> String {
        iris.iter().map(|iri| self.link(model, iri)).collect::<Vec<_>>().join(", ")
    }

    /// Text in which names such as `choro:Claim` and `term:day` are links.
    pub(super) fn prose(self, text: &str) -> String {
        let mut out = String::new();
        for (n, word) in text.split(' ').enumerate() {
            if n > 0 {
                out.push(' ');
            }
            let name = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
            let iri = name
                .strip_prefix("choro:")
                .map(|local| format!("{}{local}", choro::NAMESPACE))
                .or_else(|| name.strip_prefix("term:").map(|local| format!("{}{local}", term::NAMESPACE)));
            let known = |iri: &str| choro::ALL.iter().chain(term::ALL).any(|t| t.as_str() == iri);
            match iri.filter(|iri| known(iri)).and_then(|iri| self.address(&iri)) {
                Some(address) => {
                    let (before, after) = word.split_once(name).unwrap_or(("", ""));
                    let _ = write!(
                        out,
                        "{}<a href=\"{}\"><code>{}</code></a>{}",
                        escape(before),
                        escape(&address),
                        escape(name),
                        escape(after)
                    );
                }
                None => out.push_str(&escape(word)),
            }
        }
        out
    }
}

/// The name after the `#` or the last `/`.
pub(super) fn local(iri: &str) -> &str {
    iri.rsplit(['#', '/']).next().unwrap_or(iri)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_prose_are_links() {
        assert_eq!(
            Page::Terms.prose("see <choro:verbatim>, term:day. choro:Nothing"),
            "see &lt;<a href=\"../index.html#verbatim\"><code>choro:verbatim</code></a>&gt;, \
             <a href=\"#day\"><code>term:day</code></a>. choro:Nothing"
        );
    }
}

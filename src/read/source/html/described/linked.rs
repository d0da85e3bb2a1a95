//! The JSON-LD of a page about its article (schema.org `Article` and its subclasses). Contexts are not resolved: pages
//! use the names of schema.org, and nothing is fetched.

use crate::base::iri::folded_space;
use serde_json::{Map, Value};

/// What was found. For each field, the first article of the page that has it counts.
#[derive(Debug, Default)]
pub(super) struct Linked {
    found: bool,
    pub(super) title: Option<String>,
    pub(super) published: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) publisher: Option<String>,
    pub(super) publisher_url: Option<String>,
    pub(super) url: Option<String>,
    pub(super) language: Option<String>,
}

/// Classes of schema.org that are an article but do not end in the word.
const KINDS: &[&str] = &["BlogPosting", "LiveBlogPosting", "SocialMediaPosting", "Report"];

type Node = Map<String, Value>;

impl Linked {
    /// Adds the content of a `<script type="application/ld+json">`.
    pub(super) fn script(&mut self, text: &str) {
        if self.found {
            return;
        }
        let text = text.trim().trim_start_matches("//<![CDATA[").trim_start_matches("<![CDATA[");
        let text = text.trim_end_matches("//]]>").trim_end_matches("]]>").trim().trim_end_matches(';');
        let Ok(value) = serde_json::from_str::<Value>(text) else { return };
        let mut nodes = Vec::new();
        gather(&value, &mut nodes);
        let Some(article) = nodes.iter().find(|n| is_article(n)) else { return };
        let words = |value: Option<&Value>| value.and_then(|v| name(v, &nodes));
        self.found = true;
        self.title = words(article.get("headline")).or_else(|| words(article.get("name")));
        self.published = article.get("datePublished").and_then(text_of);
        for author in article.get("author").map(each).unwrap_or_default() {
            self.authors.extend(name(author, &nodes));
        }
        let publisher = article.get("publisher").and_then(|p| each(p).into_iter().next());
        self.publisher = words(publisher);
        self.publisher_url = publisher.and_then(|p| resolved(p, &nodes)).and_then(|n| n.get("url")).and_then(text_of);
        let page = article.get("mainEntityOfPage");
        let page = page.and_then(|p| p.as_object().map_or(Some(p), |o| o.get("@id").or(o.get("url"))));
        let urls = [page, article.get("url")];
        self.url = urls.into_iter().flatten().filter_map(text_of).find(|u| u.starts_with("http"));
        self.language = article.get("inLanguage").and_then(|l| each(l).into_iter().next()).and_then(|l| {
            let node = l.as_object();
            node.map_or_else(|| text_of(l), |o| o.get("alternateName").or(o.get("name")).and_then(text_of))
        });
    }
}

/// Collects all nodes of a document: those of arrays and graphs, and those inside others, for their names.
fn gather<'a>(value: &'a Value, nodes: &mut Vec<&'a Node>) {
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        match value {
            Value::Array(values) => open.extend(values.iter().rev()),
            Value::Object(node) => {
                nodes.push(node);
                open.extend(node.values().filter(|v| v.is_array() || v.is_object()));
            }
            _ => {}
        }
    }
}

fn is_article(node: &Node) -> bool {
    let kinds = node.get("@type").map(each).unwrap_or_default();
    let has_content = ["headline", "datePublished", "articleBody"].iter().any(|k| node.contains_key(*k));
    has_content
        && kinds.iter().filter_map(|k| k.as_str()).any(|kind| {
            let kind = kind.rsplit(['/', ':']).next().unwrap_or_default();
            kind.ends_with("Article") || KINDS.contains(&kind)
        })
}

fn each(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(values) => values.iter().collect(),
        value => vec![value],
    }
}

fn text_of(value: &Value) -> Option<String> {
    let value = if let Value::Array(values) = value { values.first()? } else { value };
    let value = value.as_object().and_then(|o| o.get("@value")).unwrap_or(value);
    value.as_str().map(folded_space).filter(|t| !t.is_empty())
}

/// A node, or the one that it refers to.
fn resolved<'a>(value: &'a Value, nodes: &[&'a Node]) -> Option<&'a Node> {
    let node = value.as_object()?;
    let id = node.get("@id").and_then(Value::as_str);
    let full = |n: &&&Node| id.is_some() && n.get("@id").and_then(Value::as_str) == id && n.contains_key("name");
    if node.contains_key("name") { Some(node) } else { nodes.iter().find(full).copied().or(Some(node)) }
}

/// A name: a text, or the name of a node.
fn name(value: &Value, nodes: &[&Node]) -> Option<String> {
    let words = match resolved(value, nodes) {
        Some(node) => text_of(node.get("name").or(node.get("@value"))?)?,
        None => text_of(value)?,
    };
    // Content management systems escape names of agents as markup.
    let words = ["&amp;", "&quot;", "&#39;", "&#039;", "&apos;"]
        .iter()
        .zip(["&", "\"", "'", "'", "'"])
        .fold(words, |words, (entity, c)| if words.contains(entity) { words.replace(entity, c) } else { words });
    Some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let mut linked = Linked::default();
        linked.script(text);
        let show = |o: &Option<String>| o.clone().unwrap_or_default();
        format!(
            "{}|{}|{}|{}|{}|{}",
            show(&linked.title),
            linked.published.as_deref().and_then(crate::read::source::date::edtf).unwrap_or_default(),
            linked.authors.join("+"),
            show(&linked.publisher),
            show(&linked.url),
            show(&linked.language)
        )
    }

    #[test]
    fn shapes_of_json_ld() {
        for (text, expected) in [
            (
                r#"{"@context":"https://schema.org","@type":"NewsArticle","headline":"A &amp; B","datePublished":"2017-12-27T10:00:00+04:00",
                   "author":{"@type":"Person","name":"Ann Orlo"},"publisher":{"@type":"Organization","name":"Vale Post"},
                   "mainEntityOfPage":{"@id":"https://vale.example/a"},"inLanguage":"en"}"#,
                "A & B|2017-12-27|Ann Orlo|Vale Post|https://vale.example/a|en",
            ),
            (
                r##"{"@graph":[{"@type":"WebSite","name":"S"},{"@type":["Article","NewsArticle"],"headline":"H","author":[{"@id":"#a"},"B C"],
                   "publisher":{"@id":"#p"}},{"@id":"#a","@type":"Person","name":"Ann"},{"@id":"#p","name":"Post"}]}"##,
                "H||Ann+B C|Post||",
            ),
            (
                r#"[{"@type":"BreadcrumbList"},{"@type":"ReportageNewsArticle","headline":"H","url":"https://x.example/"}]"#,
                "H||||https://x.example/|",
            ),
            (r#"{"@type":"http://schema.org/BlogPosting","headline":"H"}"#, "H|||||"),
            (r#"{"@type":"Product","name":"H"}"#, "|||||"),
            (r#"{"@type":"NewsArticle","headline":"#, "|||||"),
        ] {
            assert_eq!(read(text), expected);
        }
    }
}

//! Each named query, so that a query editor can offer it: SHACL's `sh:SPARQLExecutable`, as life-science endpoints
//! publish theirs.

use super::{Context, DescribeError, english, written};
use crate::base::vocab::{dcterms, rdf, rdfs, schema, sh, xsd};
use crate::publish::ExportFormat;
use crate::query::{Filled, NamedQuery, Prefixes};
use oxigraph::model::{Literal, NamedNode};

pub(super) fn write(context: &Context<'_>, queries: &[NamedQuery]) -> Result<Vec<u8>, DescribeError> {
    let mut page = context.document(ExportFormat::Turtle);
    let prefixes = context.part("prefixes");
    for (prefix, namespace) in context.prefixes.iter() {
        let node = context.part(&format!("prefix/{prefix}"));
        page.add(&prefixes, sh::DECLARE, node.clone())?;
        page.add(&node, rdf::TYPE, sh::PREFIX_DECLARATION)?;
        page.add(&node, sh::PREFIX_NAME, Literal::from(prefix))?;
        page.add(&node, sh::PREFIX_NAMESPACE, Literal::new_typed_literal(namespace, xsd::ANY_URI))?;
    }
    let endpoint = context.dataset.config.endpoint.as_ref().map(NamedNode::new_unchecked);
    for query in queries {
        // Filled with its defaults: a query that needs a value is not an example.
        let Ok(filled) = query.template.fill(&[], &context.prefixes) else { continue };
        let (class, property) = form(&filled);
        let node = context.part(&format!("query/{}", query.name));
        page.add(&node, rdf::TYPE, sh::EXECUTABLE)?;
        page.add(&node, rdf::TYPE, class)?;
        page.add(&node, rdfs::LABEL, english(query.name.replace('-', " ")))?;
        page.add(&node, rdfs::COMMENT, english(query.summary()))?;
        if let Some(description) = &query.template.header.description {
            page.add(&node, dcterms::DESCRIPTION, english(description.trim()))?;
        }
        page.add(&node, sh::HAS_PREFIXES, prefixes.clone())?;
        page.add(&node, property, Literal::from(with_prefixes(&filled.text, &context.prefixes)))?;
        for keyword in query.name.split('-').filter(|word| word.len() > 2) {
            page.add(&node, schema::KEYWORDS, Literal::from(keyword))?;
        }
        if let Some(endpoint) = &endpoint {
            page.add(&node, schema::TARGET, endpoint.clone())?;
        }
    }
    written(page)
}

/// The class for a form of query, and the property that has its text.
fn form(query: &Filled) -> (oxigraph::model::NamedNodeRef<'static>, oxigraph::model::NamedNodeRef<'static>) {
    let lines = query.text.lines().map(str::trim_start).filter(|line| !line.starts_with('#'));
    let first = lines.flat_map(str::split_whitespace).map(str::to_ascii_uppercase);
    for word in first {
        if word.starts_with("ASK") {
            return (sh::ASK_EXECUTABLE, sh::ASK);
        } else if word.starts_with("CONSTRUCT") || word.starts_with("DESCRIBE") {
            return (sh::CONSTRUCT_EXECUTABLE, sh::CONSTRUCT);
        } else if word.starts_with("SELECT") {
            break;
        }
    }
    (sh::SELECT_EXECUTABLE, sh::SELECT)
}

/// A query that runs anywhere: without its header, and with the prefixes that it uses.
pub(super) fn with_prefixes(text: &str, prefixes: &Prefixes) -> String {
    let body: Vec<&str> = text.lines().filter(|line| !line.starts_with("#+")).collect();
    let body = body.join("\n");
    let body = body.trim();
    let uses = |prefix: &str| {
        body.match_indices(&format!("{prefix}:")).any(|(at, _)| {
            let before = body[..at].chars().next_back();
            before.is_none_or(|c| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':')))
        })
    };
    let mut out = String::new();
    for (prefix, namespace) in prefixes.iter().filter(|(prefix, _)| uses(prefix)) {
        out.push_str(&format!("PREFIX {prefix}: <{namespace}>\n"));
    }
    out.push_str(body);
    out.push('\n');
    out
}

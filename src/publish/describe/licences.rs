//! `licences.tsv`: the licence of each source, one line per graph.

use super::sources::SourceGraph;
use super::{Context, DescribeError};
use oxigraph::model::NamedNode;
use std::fmt::Write;

/// The text for a source without a licence.
pub(super) const NOT_STATED: &str = "not stated";

pub(super) fn write(context: &Context<'_>) -> Result<Vec<u8>, DescribeError> {
    let mut table = String::from("graph\tsource\tlicence\ttitle\tpublisher\turl\tsha256\tstatements\n");
    for (graph, statements) in &context.counts.graphs {
        let Some(source) = SourceGraph::of(context.statements, &NamedNode::new_unchecked(graph))? else { continue };
        let mut licences: Vec<&str> = source.licences.iter().map(NamedNode::as_str).collect();
        if source.lacks_licence {
            licences.push(NOT_STATED);
        }
        let cell = |text: &Option<String>| text.as_deref().unwrap_or_default().replace(['\t', '\n', '\r'], " ");
        let _ = writeln!(
            table,
            "{graph}\t{}\t{}\t{}\t{}\t{}\t{}\t{statements}",
            source.source.as_str(),
            licences.join("; "),
            cell(&source.title),
            cell(&source.publisher),
            source.url.as_ref().map_or("", |url| url.as_str()),
            cell(&source.sha256),
        );
    }
    Ok(table.into_bytes())
}

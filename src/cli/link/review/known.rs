//! Context for a reviewer: the words of the sources about a subject, and the classes and descriptions of the items.

use crate::cli::terminal::single_line;
use chorograph::base::iri::item_number;
use chorograph::dataset::sssom::Mapping;
use chorograph::link::wikidata::INSTANCE_OF;
use chorograph::link::wikidata::index::Index;
use chorograph::query::{self, Answer, Prefixes, Template};
use chorograph::store::access::DatasetView;
use oxigraph::model::Term;

/// The words of claims about an entity, or of its mentions if no claim is about it.
const WORDS: &str = "\
SELECT DISTINCT ?words ?source WHERE {
  { ?claim ?any ?_subject_iri ; choro:verbatim ?words ; choro:anchoredAt/choro:inSource ?document . }
  UNION { ?mention choro:denotes ?_subject_iri ; oa:exact ?words ; choro:inSource ?document . }
  OPTIONAL { ?document dcterms:title ?title . }
  BIND(COALESCE(?title, STR(?document)) AS ?source)
} ORDER BY DESC(STRLEN(?words)) ?source LIMIT 3";
const KIND: &str = "SELECT DISTINCT ?kind { ?_subject_iri choro:kind ?term . BIND(STRAFTER(STR(?term), \"#\") AS ?kind) } ORDER BY ?kind";

/// The sources of this context; each is optional.
pub(super) struct Known {
    pub(super) view: Option<DatasetView>,
    pub(super) prefixes: Prefixes,
    pub(super) index: Option<Index>,
}

impl Known {
    /// The kinds of a subject, and the words of up to three sources, one line each.
    pub(super) fn subject(&self, iri: &str) -> (Vec<String>, Vec<String>) {
        let kinds = self.rows(KIND, iri).into_iter().flatten().collect();
        let words = self.rows(WORDS, iri).into_iter().filter_map(|row| {
            let [words, source] = row.try_into().ok()?;
            Some(format!("“{}” ({})", single_line(&words), single_line(&source)))
        });
        (kinds, words.collect())
    }

    fn rows(&self, text: &str, subject: &str) -> Vec<Vec<String>> {
        let answered = || -> Option<Vec<Vec<String>>> {
            let argument = [("subject".to_owned(), subject.to_owned())];
            let filled = Template::new(text, &self.prefixes).ok()?.fill(&argument, &self.prefixes).ok()?;
            let store = self.view.as_ref()?.store();
            let Answer::Rows(rows) = query::prepare(&filled, &self.prefixes, None).ok()?.run(store).ok()? else {
                return None;
            };
            let value = |term: &Option<Term>| match term {
                Some(Term::Literal(literal)) => literal.value().to_owned(),
                Some(other) => other.to_string(),
                None => String::new(),
            };
            rows.map(|row| row.ok().map(|row| row.values().iter().map(value).collect())).collect()
        };
        answered().unwrap_or_default()
    }

    /// The classes of a candidate and its description; `None` without an index.
    pub(super) fn candidate(&self, mapping: &Mapping) -> Option<[String; 2]> {
        let index = self.index.as_ref()?;
        let found = mapping.object.as_deref().and_then(item_number).and_then(|id| index.item(id));
        let Some(item) = found else { return Some([String::new(), String::new()]) };
        let kinds = item.items(INSTANCE_OF).map(|class| index.label(class).unwrap_or_else(|| format!("Q{class}")));
        Some([kinds.collect::<Vec<_>>().join(", "), item.description.unwrap_or_default()])
    }
}

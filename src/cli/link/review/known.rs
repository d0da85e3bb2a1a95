//! Context for a reviewer: the words of the sources about a subject, and what an index says of the items.

use crate::cli::terminal::single_line;
use chorograph::base::iri::item_number;
use chorograph::dataset::sssom::Mapping;
use chorograph::link::wikidata::INSTANCE_OF;
use chorograph::link::wikidata::index::Index;
use chorograph::link::wikidata::item::NameKind;
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

/// Maximum number of other names of an item that are shown.
const MAX_NAMES: usize = 6;

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

    /// The classes of a candidate, its description and what it is called besides; `None` without an index.
    pub(super) fn candidate(&self, mapping: &Mapping) -> Option<[String; 3]> {
        let index = self.index.as_ref()?;
        let found = mapping.object.as_deref().and_then(item_number).and_then(|id| index.item(id));
        let Some(item) = found else { return Some([const { String::new() }; 3]) };
        let kinds = item.items(INSTANCE_OF).map(|class| index.label(class).unwrap_or_else(|| format!("Q{class}")));
        let kinds = kinds.collect::<Vec<_>>().join(", ");
        let mut names: Vec<&str> = Vec::new();
        // Names of an item are sorted: labels, aliases, short names. That of its people is no name of its own.
        for name in item.names.iter().filter(|name| name.kind != NameKind::Demonym) {
            let is_new = !names.contains(&name.text.as_str()) && name.text != mapping.object_label;
            names.extend(Some(name.text.as_str()).filter(|_| is_new));
        }
        let more = names.len().saturating_sub(MAX_NAMES);
        names.truncate(MAX_NAMES);
        let mut names = names.join(", ");
        if more > 0 {
            names += &format!(" and {more} more");
        }
        Some([kinds, item.description.unwrap_or_default(), names])
    }
}

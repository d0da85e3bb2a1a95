//! Rows as a table for people: as wide as the terminal, IRIs short, numbers to the right.

use super::terminal;
use chorograph::query::Prefixes;
use chorograph::vocab::xsd;
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use oxigraph::model::{Term, Variable};
use oxigraph::sparql::QuerySolution;

/// A table with these headings and cells.
pub(crate) fn of_text(headings: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> Table {
    let mut table = Table::new();
    table.load_preset(presets::UTF8_FULL_CONDENSED).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(terminal::width()).set_header(headings);
    table.add_rows(rows);
    table
}

/// For whom a table is.
pub(crate) struct Reader<'a> {
    /// Under which IRIs are short.
    pub(crate) prefixes: &'a Prefixes,
    /// The language (BCP 47) that goes without saying.
    pub(crate) language: &'a str,
}

/// A table of solutions.
pub(crate) fn of_rows(variables: &[Variable], rows: &[QuerySolution], reader: &Reader<'_>) -> Table {
    let headings: Vec<&str> = variables.iter().map(Variable::as_str).collect();
    let cells = rows.iter().map(|row| {
        let cell = |v: &Variable| row.get(v).map_or_else(String::new, |term| reader.shown(term));
        variables.iter().map(cell).collect()
    });
    let mut table = of_text(&headings, cells);
    for (i, variable) in variables.iter().enumerate() {
        let mut values = rows.iter().filter_map(|row| row.get(variable)).peekable();
        if values.peek().is_some()
            && values.all(is_number)
            && let Some(column) = table.column_mut(i)
        {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

impl Reader<'_> {
    /// A term as this person reads it.
    fn shown(&self, term: &Term) -> String {
        match term {
            Term::NamedNode(iri) => self.prefixes.shorten(iri.as_str()).unwrap_or_else(|| iri.to_string()),
            Term::BlankNode(node) => node.to_string(),
            Term::Literal(literal) => {
                let text = terminal::harmless_lines(literal.value());
                match literal.language().filter(|l| !l.eq_ignore_ascii_case(self.language)) {
                    Some(language) => format!("{text} @{language}"),
                    None => text,
                }
            }
        }
    }
}

fn is_number(term: &Term) -> bool {
    const NUMBERS: [&str; 4] = ["integer", "decimal", "double", "float"];
    let Term::Literal(literal) = term else { return false };
    literal.datatype().as_str().strip_prefix(xsd::NAMESPACE).is_some_and(|name| NUMBERS.contains(&name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::model::{Literal, NamedNode};

    #[test]
    fn terms_are_short_and_harmless() {
        let prefixes = Prefixes::new("https://example.org/d/");
        let reader = Reader { prefixes: &prefixes, language: "en" };
        let shown = |term: Term| reader.shown(&term);
        let iri = |iri| Term::from(NamedNode::new(iri).unwrap());
        assert_eq!(shown(iri("https://example.org/d/place/shusha")), "place:shusha");
        assert_eq!(shown(iri("https://elsewhere.example/x")), "<https://elsewhere.example/x>");
        assert_eq!(shown(Literal::new_language_tagged_literal("Şuşa", "az").unwrap().into()), "Şuşa @az");
        assert_eq!(shown(Literal::new_language_tagged_literal("Shusha", "en").unwrap().into()), "Shusha");
        assert_eq!(shown(Literal::from("a\u{1b}[31mb\tc").into()), "a\u{FFFD}[31mb c");
        assert_eq!(shown(Literal::from(289).into()), "289");
    }
}

//! Tables for the terminal: a table as wide as the terminal, or cards if the table would be too narrow to read. IRIs are
//! shortened, numbers are right-aligned, and lines break at spaces.

mod cards;
mod text;

use super::terminal;
use chorograph::base::vocab::xsd;
use chorograph::query::Prefixes;
pub(crate) use comfy_table::CellAlignment as Alignment;
use comfy_table::{ContentArrangement, presets};
use oxigraph::model::{Term, Variable};
use oxigraph::sparql::QuerySolution;
use std::fmt;

/// Rows with their headings. `Display` writes no line end after the table.
#[derive(Debug)]
pub(crate) struct Table {
    headings: Vec<String>,
    rows: Vec<Vec<Cell>>,
    /// Alignments of the columns that are not left-aligned.
    alignments: Vec<(usize, Alignment)>,
    width: usize,
}

#[derive(Debug)]
struct Cell {
    text: String,
    /// Whether the cell is an IRI, whose middle may be cut out to save space.
    is_iri: bool,
}

/// A table with these headings and cells.
pub(crate) fn of_text(headings: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> Table {
    let cell = |text: String| Cell { is_iri: is_iri(&text), text };
    let cells = |row: Vec<String>| row.into_iter().map(cell).collect();
    Table::new(headings, rows.into_iter().map(cells).collect())
}

/// How terms are written in a table.
pub(crate) struct Reader<'a> {
    /// Prefixes for shortening IRIs.
    pub(crate) prefixes: &'a Prefixes,
    /// The language (BCP 47) whose tag is not shown.
    pub(crate) language: &'a str,
}

/// A table of solutions.
pub(crate) fn of_rows(variables: &[Variable], rows: &[QuerySolution], reader: &Reader<'_>) -> Table {
    let headings: Vec<&str> = variables.iter().map(Variable::as_str).collect();
    let cell = |term: Option<&Term>| Cell {
        text: term.map_or_else(String::new, |term| reader.shown(term)),
        is_iri: matches!(term, Some(Term::NamedNode(_))),
    };
    let cells = rows.iter().map(|row| variables.iter().map(|v| cell(row.get(v))).collect()).collect();
    let mut table = Table::new(&headings, cells);
    for (i, variable) in variables.iter().enumerate() {
        let mut values = rows.iter().filter_map(|row| row.get(variable)).peekable();
        if values.peek().is_some() && values.all(is_number) {
            table.align(i, Alignment::Right);
        }
    }
    table
}

/// Minimum width of a column of running text.
const NARROWEST: usize = 12;
/// Maximum width that a column reserves for a word; a longer IRI is cut, another longer word is broken.
const WIDEST_WORD: usize = 32;
/// Width that a column reserves for an IRI, whose middle can be cut out.
const IRI: usize = 24;
/// Number of columns above which a row may have at most [`TALLEST`] lines.
const FEW: usize = 5;
/// Maximum number of lines of a row in a table of many columns; taller rows leave the other columns mostly empty.
const TALLEST: usize = 4;

impl Table {
    fn new(headings: &[&str], rows: Vec<Vec<Cell>>) -> Self {
        let headings = headings.iter().map(|h| (*h).to_owned()).collect();
        Self { headings, rows, alignments: Vec::new(), width: usize::from(terminal::width()) }
    }

    /// Sets the alignment of a column.
    pub(crate) fn align(&mut self, column: usize, alignment: Alignment) {
        self.alignments.push((column, alignment));
    }

    /// Whether the rows are shown as cards, because a table would be too narrow to read.
    pub(crate) fn is_cards(&self) -> bool {
        self.widths().is_none()
    }

    /// The available width in columns.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    fn cells(&self, column: usize) -> impl Iterator<Item = &Cell> {
        self.rows.iter().filter_map(move |row| row.get(column))
    }

    /// The width of each column; `None` if the table would be too narrow to read.
    fn widths(&self) -> Option<Vec<usize>> {
        let count = self.headings.len();
        // A line and a space on either side of each.
        let room = self.width.checked_sub(3 * count + 1)?;
        let widest = |i: usize| self.cells(i).map(|c| text::width(&c.text)).max().unwrap_or_default();
        let whole: Vec<usize> = (0..count).map(|i| widest(i).max(text::width(&self.headings[i]))).collect();
        let mut widths: Vec<usize> = (0..count)
            .map(|i| {
                let word = self.cells(i).map(Cell::longest_word).max().unwrap_or_default();
                word.max(text::longest_word(&self.headings[i])).max(NARROWEST.min(whole[i]))
            })
            .collect();
        let taken: usize = widths.iter().sum();
        // The remaining width goes to the narrowest columns that can use it, so that short values are not broken.
        for _ in 0..room.checked_sub(taken)? {
            let narrowest = (0..count).filter(|i| widths[*i] < whole[*i]).min_by_key(|i| widths[*i]);
            match narrowest {
                Some(i) => widths[i] += 1,
                None => break,
            }
        }
        let height =
            |row: &Vec<Cell>| row.iter().zip(&widths).map(|(c, w)| c.lines(*w).len()).max().unwrap_or_default();
        (count <= FEW || self.rows.iter().all(|row| height(row) <= TALLEST)).then_some(widths)
    }
}

impl Cell {
    fn longest_word(&self) -> usize {
        text::longest_word(&self.text).min(if self.is_iri { IRI } else { WIDEST_WORD })
    }

    fn lines(&self, width: usize) -> Vec<String> {
        if self.is_iri { vec![text::shortened(&self.text, width)] } else { text::wrap(&self.text, width) }
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(widths) = self.widths() else { return cards::write(self, self.width, f) };
        let mut table = comfy_table::Table::new();
        // Lines are broken here, at word boundaries, and not by the table library.
        table.load_preset(presets::UTF8_FULL_CONDENSED).set_content_arrangement(ContentArrangement::Disabled);
        let headings = self.headings.iter().zip(&widths);
        table.set_header(headings.map(|(h, w)| text::wrap(h, *w).join("\n")));
        for row in &self.rows {
            table.add_row(row.iter().zip(&widths).map(|(cell, width)| cell.lines(*width).join("\n")));
        }
        for (column, alignment) in &self.alignments {
            if let Some(column) = table.column_mut(*column) {
                column.set_cell_alignment(*alignment);
            }
        }
        table.fmt(f)
    }
}

impl Reader<'_> {
    /// A term as text.
    fn shown(&self, term: &Term) -> String {
        match term {
            Term::NamedNode(iri) => self.prefixes.shorten(iri.as_str()).unwrap_or_else(|| iri.to_string()),
            Term::BlankNode(node) => node.to_string(),
            Term::Literal(literal) => {
                let text = terminal::strip_controls(literal.value());
                match literal.language().filter(|l| !l.eq_ignore_ascii_case(self.language)) {
                    Some(language) => format!("{text} @{language}"),
                    None => text,
                }
            }
        }
    }
}

/// Whether a text is an IRI, or its short form.
fn is_iri(text: &str) -> bool {
    !text.contains(char::is_whitespace) && text.contains(':') && text.contains('/')
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

    fn table(width: usize, headings: &[&str], rows: &[&[&str]]) -> Table {
        let rows = rows.iter().map(|row| row.iter().map(|text| (*text).to_owned()).collect());
        Table { width, ..of_text(headings, rows) }
    }

    const LONG: &str = "the extraordinarily comprehensive reconstruction of neighbourhoods";

    #[test]
    fn no_width_breaks_a_word_or_runs_over() {
        let columns: Vec<String> = (0..12).map(|n| format!("column_{n}")).collect();
        let headings: Vec<&str> = columns.iter().map(String::as_str).collect();
        for count in 1..=12 {
            for width in [40, 60, 80, 100, 120, 200] {
                let row: Vec<&str> = (0..count).map(|n| if n % 2 == 0 { LONG } else { "区域的人口" }).collect();
                let shown = table(width, &headings[..count], &[&row, &row]).to_string();
                assert!(shown.lines().all(|line| text::width(line) <= width), "{count} in {width}\n{shown}");
                for word in LONG.split(' ') {
                    assert!(
                        shown.matches(word).count() >= 2 * count.div_ceil(2),
                        "{word}: {count} in {width}\n{shown}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_wide_answer_is_cards() {
        let wide = table(40, &["speaker", "words", "addressee", "kind"], &[&["Lena Holt", LONG, "", "direct"]]);
        assert!(wide.is_cards());
        assert_eq!(
            wide.to_string(),
            "── 1 of 1 ──────────────────────────────\n\
             speaker  Lena Holt\n\
             words    the extraordinarily\n\
            \x20        comprehensive reconstruction of\n\
            \x20        neighbourhoods\n\
             kind     direct\n\
             ────────────────────────────────────────"
        );
        assert!(!table(120, &["speaker", "words"], &[&["Lena Holt", LONG]]).is_cards());
    }

    #[test]
    fn an_iri_without_room_loses_its_middle() {
        let mut table = table(40, &["claim", "words"], &[&["claim:upper-vale/area-0a1b2c3d4e5f60718293", "1,250 km2"]]);
        table.rows[0][0].is_iri = true;
        let shown = table.to_string();
        assert!(shown.contains("claim:upper-") && shown.contains("60718293") && shown.contains('…'), "{shown}");
        assert!(shown.lines().all(|line| text::width(line) <= 40), "{shown}");
    }
}

//! The heads of a table. What the mapping does not say about them is inferred only from rows that can be nothing else.

use crate::base::fold::{comparable, is_same};
use crate::base::iri::folded_space;
use crate::base::text::Position;
use crate::read::grid::{Cell, CellPlace, Nature, Row, TableLabel, column_letters, column_number};
use crate::read::mapping::TableMapping;
use crate::read::table::{Question, Words};
use std::sync::Arc;

/// Number of rows in which heads are looked for.
pub const HEAD_ROWS: usize = 60;
/// Maximum number of rows of heads above each other that are found without a mapping.
const MOST_HEADS: usize = 6;

/// The heads of a table.
#[derive(Debug, Clone, Default)]
pub struct Heads {
    /// The numbers of the rows with heads and tags; the data begins after the last, if there is one.
    pub rows: Vec<usize>,
    /// The number of the first row of data.
    pub first: usize,
    /// The columns.
    pub columns: Vec<Head>,
    /// The filled cells above the heads.
    pub titles: Vec<Words>,
}

/// The head of a column.
#[derive(Debug, Clone, Default)]
pub struct Head {
    /// Its words; empty if it has none.
    pub text: String,
    /// Its cells, from above.
    pub cells: Vec<Words>,
    /// Its HXL tag.
    pub tag: Option<String>,
}

/// Words of a cell.
pub fn words(cell: &Cell) -> Words {
    Words { text: Arc::from(cell.text.as_str()), place: cell.place.clone() }
}

/// Finds the heads of a table in its first rows.
pub fn heads(label: &TableLabel, mapping: &TableMapping, rows: &[Row]) -> Result<Heads, Question> {
    let mut heads = Heads::default();
    let head_rows: Vec<&Row> = match (&mapping.header, &mapping.columns, &label.columns) {
        (Some(said), ..) => rows.iter().filter(|row| said.value.contains(&row.number)).collect(),
        (None, Some(_), _) | (None, None, Some(_)) => Vec::new(),
        (None, None, None) => inferred(rows)?,
    };
    heads.rows = head_rows.iter().map(|row| row.number).collect();
    let mut width = head_rows.iter().map(|row| row.cells.len()).max().unwrap_or_default();
    // A workbook leaves empty cells at the end of a row out, also in the row of heads.
    let is_delimited = rows.iter().flat_map(|row| &row.cells).any(|c| matches!(c.place, CellPlace::Delimited { .. }));
    if !is_delimited && mapping.columns.is_none() {
        let last = |row: &Row| row.cells.iter().rposition(|cell| !cell.text.is_empty()).map_or(0, |last| last + 1);
        width = width.max(rows.iter().map(last).max().unwrap_or_default());
    }
    heads.columns = (0..width).map(|column| head(&head_rows, column)).collect();
    let named = mapping.columns.as_ref().map(|said| &said.value).or(label.columns.as_ref());
    for (n, name) in named.into_iter().flatten().enumerate() {
        if heads.columns.len() <= n {
            heads.columns.push(Head::default());
        }
        heads.columns[n].text = folded_space(name);
    }
    let last = heads.rows.last().copied().unwrap_or_default();
    if let Some(tags) = rows.iter().find(|row| row.number > last && is_filled(row)).filter(|row| is_tags(row)) {
        for (head, cell) in heads.columns.iter_mut().zip(&tags.cells) {
            if cell.text.starts_with('#') {
                head.tag = Some(cell.text.clone());
                head.cells.push(words(cell));
            }
        }
        heads.rows.push(tags.number);
    }
    let first_head = heads.rows.first().copied().unwrap_or_default();
    heads.first = match &mapping.first {
        Some(first) => first.value,
        None => heads.rows.last().map_or(1, |last| last + 1),
    };
    let above =
        rows.iter().take_while(|row| row.number < first_head.max(if named.is_some() { heads.first } else { 0 }));
    heads.titles = above.flat_map(|row| row.cells.iter().filter(|cell| is_own(cell)).map(words)).collect();
    Ok(heads)
}

/// Whether a cell has words of its own, and not those of a cell that spans it.
fn is_own(cell: &Cell) -> bool {
    !cell.text.is_empty() && cell.nature != Nature::Spanned
}

/// The head of a column: the different words of its cells, from above.
fn head(rows: &[&Row], column: usize) -> Head {
    let mut head = Head::default();
    for cell in rows.iter().filter_map(|row| row.cells.get(column)).filter(|cell| !cell.text.is_empty()) {
        let repeats = head.cells.iter().any(|above| above.place == cell.place || *above.text == *cell.text);
        if !repeats {
            if !head.text.is_empty() {
                head.text.push(' ');
            }
            head.text.push_str(&folded_space(&cell.text));
            head.cells.push(words(cell));
        }
    }
    head
}

/// Whether a row has a filled cell.
pub fn is_filled(row: &Row) -> bool {
    row.cells.iter().any(|cell| !cell.text.is_empty())
}

/// Number of cells with words of their own.
pub fn filled(row: &Row) -> usize {
    row.cells.iter().filter(|cell| is_own(cell)).count()
}

/// Whether a row holds HXL tags (<https://hxlstandard.org/standard/1-1final/>): each filled cell is one.
fn is_tags(row: &Row) -> bool {
    let mut cells = row.cells.iter().map(|cell| cell.text.trim()).filter(|text| !text.is_empty()).peekable();
    let is_tag = |text: &str| {
        let mut parts = text.split('+').map(str::trim);
        let name = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        parts.next().and_then(|first| first.strip_prefix('#')).is_some_and(name) && parts.all(name)
    };
    cells.peek().is_some() && cells.all(is_tag)
}

/// The rows of heads, if they can be nothing else: those that the format marks, or the first filled row, if each of its
/// cells is a word and it is as wide as the rows below.
fn inferred(rows: &[Row]) -> Result<Vec<&Row>, Question> {
    let mut filled_rows = rows.iter().filter(|row| is_filled(row)).peekable();
    let is_marked = |row: &&Row| {
        row.cells.iter().all(|c| c.text.is_empty() || c.nature == Nature::Head || c.nature == Nature::Spanned)
    };
    let marked: Vec<&Row> = filled_rows.clone().take_while(is_marked).take(MOST_HEADS).collect();
    if !marked.is_empty() && marked.iter().any(|row| filled(row) > 1 || row.cells.len() == 1) {
        return Ok(marked);
    }
    let Some(first) = filled_rows.next() else { return Ok(Vec::new()) };
    let width = filled_rows.map(filled).max().unwrap_or_default();
    let is_wide = |row: &&Row| filled(row) > 1 && filled(row) + 1 >= width;
    let candidate =
        rows.iter().find(|row| is_head(row) && is_wide(row)).or_else(|| rows.iter().find(is_wide)).unwrap_or(first);
    if is_head(first) && filled(first) + 1 >= width {
        return Ok(vec![first]);
    }
    let answers = vec![format!("header = {}", candidate.number), "columns = [\"name\", …]".to_owned()];
    Err(Question {
        place: first_filled(candidate).map(|cell| cell.place.clone()),
        at: Some(Position { line: candidate.line, column: 1 }),
        head: String::new(),
        value: shown(candidate),
        what: "which rows hold the heads of the columns?".to_owned(),
        answers,
    })
}

fn shown(row: &Row) -> String {
    let filled: Vec<&str> = row.cells.iter().map(|c| c.text.as_str()).filter(|t| !t.is_empty()).take(6).collect();
    filled.join(" | ").chars().take(100).collect()
}

/// Whether a row can be the heads: words and years, no two the same, at most one empty.
fn is_head(row: &Row) -> bool {
    let texts: Vec<&str> = row.cells.iter().map(|cell| cell.text.trim()).filter(|text| !text.is_empty()).collect();
    let is_year = |text: &str| text.len() == 4 && text.parse().is_ok_and(|year: u16| (1500..2100).contains(&year));
    let is_word = |text: &str| text.chars().any(char::is_alphabetic) || text == "№" || text == "#";
    let mut distinct = texts.clone();
    distinct.sort_unstable();
    distinct.dedup();
    let width = row.cells.iter().rposition(|cell| !cell.text.is_empty()).map_or(0, |last| last + 1);
    texts.len() + 1 >= width
        && distinct.len() == texts.len()
        && texts.iter().any(|text| is_word(text))
        && texts.iter().all(|text| is_word(text) || is_year(text))
        && row
            .cells
            .iter()
            .all(|cell| !matches!(cell.nature, Nature::Number | Nature::Date) || is_year(cell.text.trim()))
        && (texts.len() > 1 || row.cells.len() == 1)
}

/// The first filled cell of a row.
pub fn first_filled(row: &Row) -> Option<&Cell> {
    row.cells.iter().find(|cell| !cell.text.is_empty())
}

/// The position of a column, by its head or its letters; a head that two columns have is none.
pub fn position(names: &[String], column: &str) -> Option<usize> {
    let mut found = names.iter().enumerate().filter(|(_, name)| is_same(name, column)).map(|(at, _)| at);
    match (found.next(), found.next()) {
        (Some(at), None) => Some(at),
        (None, _) => column_number(&comparable(column)).map(|number| number - 1).filter(|at| *at < names.len()),
        _ => None,
    }
}

/// How a column is called in messages and mappings: by its head if no other has it, else by its letters.
pub fn called(names: &[String], at: usize) -> String {
    match names.get(at).filter(|name| !name.is_empty()) {
        Some(name) if names.iter().filter(|other| is_same(other, name)).count() == 1 => name.clone(),
        _ => column_letters(at + 1),
    }
}

/// Whether a text has the words of a pattern, where `*` stands for any characters and `?` for one. Case and the width of
/// white space do not matter.
pub fn matches(pattern: &str, text: &str) -> bool {
    let plain = |text: &str| comparable(text).to_lowercase().chars().collect::<Vec<char>>();
    let (pattern, text) = (plain(pattern), plain(text));
    let (mut p, mut t) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        if p < pattern.len() && pattern[p] == '*' {
            star = Some((p, t));
            p += 1;
        } else if p < pattern.len() && (pattern[p] == '?' || pattern[p] == text[t]) {
            p += 1;
            t += 1;
        } else if let Some((star_p, star_t)) = star {
            star = Some((star_p, star_t + 1));
            p = star_p + 1;
            t = star_t + 1;
        } else {
            return false;
        }
    }
    pattern[p..].iter().all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::grid::CellPlace;

    fn rows(lines: &[&str]) -> Vec<Row> {
        let cell = |row, (column, text): (usize, &str)| Cell {
            text: text.to_owned(),
            place: CellPlace::Delimited { row, column: column + 1 },
            nature: Nature::Text,
        };
        let row = |(n, line): (usize, &&str)| Row {
            number: n + 1,
            line: n + 1,
            cells: line.split('|').enumerate().map(|c| cell(n + 1, c)).collect(),
        };
        lines.iter().enumerate().map(row).collect()
    }

    #[test]
    fn patterns() {
        for (pattern, text, is) in [
            ("Total*", "total of all", true),
            ("* economic region", "Lower Dale economic region", true),
            ("??", "01", true),
            ("??", "011", false),
            ("", "", true),
            ("", "x", false),
            ("a*b*c", "a-b-b-c", true),
        ] {
            assert_eq!(matches(pattern, text), is, "{pattern} {text}");
        }
    }

    #[test]
    fn heads_are_found_or_asked() {
        let none = TableMapping::default();
        let found = heads(&TableLabel::default(), &none, &rows(&["name|area", "Dale|5"])).unwrap();
        assert_eq!((found.rows, found.first), (vec![1], 2));
        for table in [&["Areas of districts|", "name|area", "Dale|5"][..], &["Dale|5", "Vale|6"]] {
            assert!(heads(&TableLabel::default(), &none, &rows(table)).is_err(), "{table:?}");
        }
        let tagged =
            heads(&TableLabel::default(), &none, &rows(&["name|area", "#adm2 +name|#meta", "Dale|5"])).unwrap();
        assert_eq!((tagged.first, tagged.columns[0].tag.as_deref()), (3, Some("#adm2 +name")));
    }
}

//! Gold as rows with a header (TSV): `doc`, `type`, `mention`, and perhaps `start` and `end` (code points, half-open) and
//! `item` or `reference` (the entity). The text of a document is beside the file, as `text/DOC.txt`, `texts/DOC.txt`, `DOC.txt` or `DOC`.
//!
//! Rows without offsets are located in the text by their words, ignoring punctuation: the longest first; each row of the same
//! words takes the next occurrence in the order of the text, preferably one that no longer mention covers.

use super::gold::{Gold, GoldDocument, GoldMention, Origin, Target, file, target};
use super::text::{bytes, code_points, no_name, paragraphs};
use crate::base::text::{Position, Problem};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// A table with a header: its rows with their lines.
pub(super) struct Rows {
    head: Vec<String>,
    pub(super) rows: Vec<(usize, Vec<String>)>,
}

impl Rows {
    /// Reads rows separated by tabs. Quotation marks around fields are those of CSV (RFC 4180) if the whole file parses so;
    /// otherwise they are part of the words.
    pub(super) fn read(text: &str) -> Result<Self, csv::Error> {
        let lines = text.lines().filter(|l| !l.trim().is_empty()).count();
        let quoted = Self::parse(text, true);
        match quoted {
            Ok(rows) if rows.rows.len() + 1 == lines => Ok(rows),
            _ => Self::parse(text, false),
        }
    }

    fn parse(text: &str, quoting: bool) -> Result<Self, csv::Error> {
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(b'\t')
            .quoting(quoting)
            .flexible(true)
            .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let head = reader.headers()?.iter().map(|h| h.trim().to_ascii_lowercase()).collect();
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record?;
            let line = record.position().map_or(0, |p| usize::try_from(p.line()).unwrap_or(0));
            rows.push((line, record.iter().map(|f| f.trim().to_owned()).collect()));
        }
        Ok(Self { head, rows })
    }

    /// The column with one of these names.
    pub(super) fn column(&self, names: &[&str]) -> Option<usize> {
        self.head.iter().position(|h| names.contains(&h.as_str()))
    }
}

/// Adds the problem that a table cannot be used.
pub(super) fn no_table(path: &Path, what: String, gold: &mut Gold) {
    let problem = Problem {
        at: Some(Position { line: 1, column: 1 }),
        value: String::new(),
        what,
        rule: "rows are parted by tabs below a header that names doc, type and mention, or text, quote and speaker",
        help: "correct the header".to_owned(),
    };
    gold.wrong(path, problem);
}

/// Reads the text of a document beside the gold.
pub(super) fn text_of(path: &Path, name: &str, gold: &mut Gold) -> Option<(PathBuf, String)> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let places = [format!("text/{name}.txt"), format!("texts/{name}.txt"), format!("{name}.txt"), name.to_owned()];
    let found = places.iter().map(|p| folder.join(p)).find(|p| p.is_file());
    let Some(found) = found else {
        let problem = Problem {
            at: None,
            value: name.to_owned(),
            what: "the text of this document is missing".to_owned(),
            rule: "the text of a document is beside its gold file, as text/NAME.txt or NAME.txt",
            help: "put it there; its rows were left out".to_owned(),
        };
        gold.wrong(path, problem);
        return None;
    };
    let text = file(&found, gold)?;
    Some((found, text))
}

/// Reads a file of gold.
pub(super) fn read(path: &Path, text: &str, gold: &mut Gold) {
    let rows = match Rows::read(text) {
        Ok(rows) => rows,
        Err(error) => return no_table(path, error.to_string(), gold),
    };
    let columns = (
        rows.column(&["doc", "document", "file", "text"]),
        rows.column(&["type", "class", "label"]),
        rows.column(&["mention", "words", "anchor", "name"]),
    );
    let (Some(doc), Some(kind), Some(mention)) = columns else {
        return no_table(path, "the header lacks doc, type or mention".to_owned(), gold);
    };
    let offsets = rows.column(&["start", "begin"]).zip(rows.column(&["end"]));
    let identifier = rows.column(&["item", "reference", "identifier", "qid"]);
    let mut by_document: BTreeMap<&str, Vec<Row<'_>>> = BTreeMap::new();
    let most = doc.max(kind).max(mention).max(offsets.map_or(0, |(s, e)| s.max(e)));
    for (line, fields) in &rows.rows {
        let at = Position { line: *line, column: 1 };
        if fields.len() <= most {
            gold.wrong(path, row_problem(at, &fields.join(" "), "this row lacks fields"));
            continue;
        }
        let offsets = offsets.map(|(s, e)| (fields[s].as_str(), fields[e].as_str()));
        by_document.entry(&fields[doc]).or_default().push(Row {
            kind: &fields[kind],
            mention: &fields[mention],
            identifier: identifier.and_then(|i| fields.get(i)).map(String::as_str).filter(|i| !i.is_empty()),
            offsets,
            at,
        });
    }
    for (name, rows) in by_document {
        let Some((text_path, text)) = text_of(path, name, gold) else { continue };
        let points = code_points(&text);
        let mut mentions = Vec::new();
        let (with, without): (Vec<_>, Vec<_>) = rows.into_iter().partition(|r| r.offsets.is_some());
        for row in with {
            match row.place(&text, &points) {
                Ok(range) => mentions.push(row.found(range)),
                Err(problem) => gold.wrong(path, problem),
            }
        }
        align(&text, &without, |row, place| match place {
            Place::At(range) => mentions.push(row.found(range)),
            Place::Again => {}
            Place::Nowhere => gold.wrong(path, row_problem(row.at, row.mention, "its text has no such words")),
        });
        mentions.sort_by_key(|m| (m.range.start, m.range.end));
        let paragraphs = paragraphs(&text);
        let origin = Origin::of_file(text_path, &text);
        let mut document = GoldDocument::new(name.to_owned(), text, paragraphs, origin);
        document.mentions = Some(mentions);
        gold.documents.push(document);
    }
}

fn row_problem(at: Position, value: &str, what: &str) -> Problem {
    Problem {
        at: Some(at),
        value: value.to_owned(),
        what: what.to_owned(),
        rule: "a row names a mention of its text, verbatim",
        help: "correct the row; it was left out".to_owned(),
    }
}

struct Row<'r> {
    kind: &'r str,
    mention: &'r str,
    identifier: Option<&'r str>,
    offsets: Option<(&'r str, &'r str)>,
    at: Position,
}

impl Row<'_> {
    fn found(&self, range: Range<usize>) -> GoldMention {
        let target = match (target(self.kind), no_name(self.mention)) {
            (Target::OtherType(kind), _) => Target::OtherType(kind),
            (_, Some(reason)) => Target::NoName(reason),
            (target, None) => target,
        };
        GoldMention { range, target, identifier: self.identifier.map(str::to_owned), at: self.at }
    }

    /// Its range by offsets.
    fn place(&self, text: &str, points: &[usize]) -> Result<Range<usize>, Problem> {
        let (start, end) = self.offsets.unwrap_or_default();
        let (Ok(start), Ok(end)) = (start.parse(), end.parse()) else {
            return Err(row_problem(self.at, &format!("{start}-{end}"), "these are no offsets"));
        };
        let range = bytes(points, start, end, self.at)?;
        if &text[range.clone()] == self.mention {
            return Ok(range);
        }
        let what = format!("the text has {:?} at {start}-{end}", &text[range]);
        Err(row_problem(self.at, self.mention, &what))
    }
}

/// The position of the words of a row.
enum Place {
    At(Range<usize>),
    /// All occurrences are taken by rows of the same words.
    Again,
    Nowhere,
}

/// Words of letters and digits, with their ranges.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                words.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    words
}

/// Locates rows in their text.
fn align<'r, 'd>(text: &str, rows: &'r [Row<'d>], mut found: impl FnMut(&'r Row<'d>, Place)) {
    let in_text = words(text);
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    for (n, word) in in_text.iter().enumerate() {
        places.entry(&text[word.clone()]).or_default().push(n);
    }
    let mut groups: HashMap<Vec<&str>, Vec<&'r Row<'d>>> = HashMap::new();
    for row in rows {
        let of_row = words(row.mention).into_iter().map(|w| &row.mention[w]).collect();
        groups.entry(of_row).or_default().push(row);
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by(|(a, _), (b, _)| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    let mut covered = vec![false; in_text.len()];
    for (sought, rows) in groups {
        let starts = sought.first().and_then(|first| places.get(first)).map_or(&[][..], Vec::as_slice);
        let fits = |at: &&usize| {
            sought.iter().enumerate().all(|(i, w)| in_text.get(*at + i).is_some_and(|r| &text[r.clone()] == *w))
        };
        let all: Vec<usize> = starts.iter().filter(fits).copied().collect();
        let (free, taken): (Vec<usize>, Vec<usize>) =
            all.iter().partition(|at| covered[**at..**at + sought.len()].iter().all(|c| !c));
        // One occurrence for each row: uncovered ones first, then in the order of the text.
        let mut chosen: Vec<usize> = free.into_iter().chain(taken).take(rows.len()).collect();
        chosen.sort_unstable();
        for (n, row) in rows.iter().enumerate() {
            match chosen.get(n) {
                Some(&at) => {
                    covered[at..at + sought.len()].fill(true);
                    let range = in_text[at].start..in_text[at + sought.len() - 1].end;
                    found(row, Place::At(with_marks(text, range, row.mention)));
                }
                None if all.is_empty() => found(row, Place::Nowhere),
                None => found(row, Place::Again),
            }
        }
    }
}

/// Extends the range by the punctuation at the ends of the mention, if the text has it, too.
fn with_marks(text: &str, range: Range<usize>, mention: &str) -> Range<usize> {
    let before = &mention[..mention.find(char::is_alphanumeric).unwrap_or(0)];
    let after = &mention[mention
        .rfind(char::is_alphanumeric)
        .map_or(0, |at| at + mention[at..].chars().next().map_or(0, char::len_utf8))..];
    let start = range.start - if text[..range.start].ends_with(before) { before.len() } else { 0 };
    let end = range.end + if text[range.end..].starts_with(after) { after.len() } else { 0 };
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn gold(rows: &str, text: &str) -> Gold {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("text")).unwrap();
        fs::write(folder.path().join("text/a.txt"), text).unwrap();
        let path = folder.path().join("gold.tsv");
        let mut gold = Gold::default();
        read(&path, rows, &mut gold);
        gold
    }

    #[test]
    fn rows_without_offsets_are_found_again() {
        let text =
            "North Bank said that North Bank of Ilo, Peru, and Bank North trust it. Ann Lee Inc. paid \" Dune \" .";
        for (rows, expected) in [
            // The longer mention takes the second occurrence, so the shorter one gets the first.
            ("a\tORG\tNorth Bank\na\tORG\tNorth Bank of Ilo\n", vec![(0, "North Bank"), (21, "North Bank of Ilo")]),
            // More rows than uncovered occurrences: the last lies within the longer mention.
            (
                "a\tORG\tNorth Bank\na\tORG\tNorth Bank\na\tORG\tNorth Bank of Ilo\na\tORG\tNorth Bank\n",
                vec![(0, "North Bank"), (21, "North Bank"), (21, "North Bank of Ilo")],
            ),
            // A comma missing in the gold; punctuation at the ends; fields quoted as in CSV.
            ("a\tLOC\tIlo Peru\na\tORG\tAnn Lee Inc.\n", vec![(35, "Ilo, Peru"), (71, "Ann Lee Inc.")]),
            ("a\tLOC\t\"\"\" Dune \"\"\"\n", vec![(89, "\" Dune \"")]),
            ("a\tLOC\t\" Dune\na\tORG\tit\n", vec![(67, "it"), (89, "\" Dune")]),
        ] {
            let gold = gold(&format!("doc\ttype\tmention\n{rows}"), text);
            assert_eq!(gold.problems, [], "{rows}");
            let mentions = gold.documents[0].mentions.as_ref().unwrap();
            let found: Vec<_> = mentions.iter().map(|m| (m.range.start, &text[m.range.clone()])).collect();
            assert_eq!(found, expected, "{rows}");
        }
    }

    #[test]
    fn rows_with_offsets_are_held_against_the_text() {
        let rows = "document\tstart\tend\ttype\tmention\na\t0\t3\tPERSON\tÅse\na\t9\t12\tGPE\tIlo\na\t8\t11\tGPE\tIlo\n\
                    a\t8\t99\tGPE\tIlo\na\tx\t9\tGPE\tIlo\na\t1\nb\t0\t1\tGPE\tI\na\t4\t7\tPER\thas\n";
        let gold = gold(rows, "Åse has  Ilo.");
        let problems: Vec<_> = gold.problems.iter().map(|(_, p)| (p.at.map(|a| a.line), p.what.as_str())).collect();
        assert_eq!(
            problems,
            [
                (Some(7), "this row lacks fields"),
                (Some(4), "the text has \" Il\" at 8-11"),
                (Some(5), "the text has only 13 code points"),
                (Some(6), "these are no offsets"),
                (None, "the text of this document is missing"),
            ]
        );
        let found: Vec<_> = gold.documents[0].mentions.as_ref().unwrap().iter().map(|m| m.at.line).collect();
        assert_eq!(found, [2, 9, 3]);
        assert_eq!(gold.documents[0].mentions.as_ref().unwrap()[1].target, Target::NoName("nominal"));
    }
}

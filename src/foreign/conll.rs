//! CoNLL: a line for each token, an empty line between sentences. Findings are tags of the last column (`B-PER`, `I-PER`,
//! `O`; also BIOES and BILOU, and the older form in which a first token is `I-`), or in CoNLL-U the tag that stands as
//! `NER=` in the last one. There are no offsets and no text: the tokens are laid along the source.

use super::model::{Fidelity, FindingsFile, ForeignDocument, ForeignFinding, HeldText, Part};
use super::note::{FilePlace, Note};
use std::ops::Range;

const RULE: &str =
    "a line of CoNLL is a token, its columns, and a tag such as B-PER, I-PER or O; CoNLL-U has ten columns";

/// Reads a file.
pub(super) fn read(text: &str, file: &mut FindingsFile) {
    let lines = || text.trim_start_matches('\u{FEFF}').lines().enumerate().map(|(n, line)| (n + 1, line));
    let is_u = lines().any(|(_, line)| !line.starts_with('#') && line.split('\t').count() == 10);
    // The last column in which each token has a tag; behind it may stand what a tool is not sure of.
    let rows: Vec<Vec<&str>> = lines().filter(|(_, line)| is_row(line)).map(|(_, line)| columns(line)).collect();
    let width = rows.iter().map(Vec::len).min().unwrap_or_default();
    let column = (1..width).rev().find(|column| rows.iter().all(|row| Tag::read(row[*column]).is_some()));
    let mut reader = Reader { file, is_u, column, document: Tokens::default(), has_tags: false };
    for (n, line) in lines() {
        reader.line(n, line);
    }
    reader.finish();
    if !reader.has_tags {
        let at = FilePlace::default();
        let help = "export the findings with a column of tags, or in another format";
        reader.file.problems.push(Note::new(&at, "", "the file has tokens and no column of findings", RULE, help));
    }
}

/// The tokens of a document, and its findings.
#[derive(Default)]
struct Tokens {
    text: String,
    /// The code points of the text.
    points: usize,
    /// Whether the next token stands beside the last one.
    is_beside: bool,
    findings: Vec<ForeignFinding>,
    /// Where the words of each stand, in bytes.
    ranges: Vec<Range<usize>>,
    /// The label that is open.
    open: Option<String>,
    /// In CoNLL-U, the last word that the token before stands for.
    until: usize,
}

struct Reader<'f> {
    file: &'f mut FindingsFile,
    is_u: bool,
    /// The column of tags, if all lines have one.
    column: Option<usize>,
    document: Tokens,
    has_tags: bool,
}

impl Reader<'_> {
    fn line(&mut self, n: usize, line: &str) {
        let at = FilePlace::line(n);
        if line.trim().is_empty() {
            (self.document.open, self.document.until) = (None, 0);
            return;
        }
        let columns = columns(line);
        if columns[0] == "-DOCSTART-" {
            self.finish();
            return;
        }
        let read = if self.is_u { self.universal(&columns) } else { plain(&columns, self.column) };
        match read {
            Ok(Some(token)) => self.token(token, at),
            Ok(None) => {}
            // A hash sign is a token if it has a tag.
            Err(_) if line.starts_with('#') => {}
            Err(what) => {
                let value: String = line.chars().take(80).collect();
                self.file.problems.push(Note::new(&at, value, what, RULE, "correct the line; the others are read"));
            }
        }
    }

    /// A line of CoNLL-U. `None` if it is no token of the text.
    fn universal<'a>(&mut self, columns: &[&'a str]) -> Result<Option<Token<'a>>, String> {
        // A token of white space may hold line ends, which break its line; nothing of it is in a span.
        if matches!(columns, [_, ""] | ["", ..]) {
            return Ok(None);
        }
        let [id, form, .., misc] = columns else { return Err("there is one column".to_owned()) };
        if columns.len() != 10 {
            return Err(format!("there are {} columns", columns.len()));
        }
        let number = |text: &str| text.parse::<usize>().map_err(|_| format!("{text:?} is no number of a token"));
        // `3-4` stands in the text for the words 3 and 4; `3.1` does not stand there.
        if let Some((_, last)) = id.split_once('-') {
            self.document.until = number(last)?;
        } else if id.contains('.') || number(id)? <= self.document.until {
            return Ok(None);
        }
        let said = |key: &str| {
            misc.split('|')
                .filter_map(|pair| pair.split_once('='))
                .find(|(k, _)| k.eq_ignore_ascii_case(key))
                .map(|(_, v)| v)
        };
        let is_beside = said("SpaceAfter") == Some("No");
        let tag = match said("NER") {
            Some(written) => Some(Tag::read(written).ok_or_else(|| format!("{written:?} is no tag"))?),
            None => None,
        };
        Ok(Some(Token { form, tag, is_beside }))
    }

    fn token(&mut self, Token { form, tag, is_beside }: Token<'_>, at: FilePlace) {
        self.has_tags |= tag.is_some();
        let document = &mut self.document;
        let was_beside = std::mem::replace(&mut document.is_beside, is_beside);
        if !document.text.is_empty() && !was_beside {
            document.text.push(' ');
            document.points += 1;
        }
        let (byte, start) = (document.text.len(), document.points);
        document.text.push_str(form);
        document.points += form.chars().count();
        let Some(Tag::In { begins, label }) = tag else {
            document.open = None;
            return;
        };
        let goes_on = !begins && document.open.as_deref() == Some(label);
        let last = document.findings.last_mut().and_then(|finding| finding.parts.last_mut());
        match (document.ranges.last_mut(), last) {
            (Some(range), Some(part)) if goes_on => {
                range.end = document.text.len();
                part.offsets = part.offsets.map(|(start, _)| (start, document.points));
            }
            _ => {
                document.open = Some(label.to_owned());
                document.ranges.push(byte..document.text.len());
                document.findings.push(ForeignFinding {
                    label: label.to_owned(),
                    parts: vec![Part::at(start, document.points)],
                    at,
                    ..ForeignFinding::default()
                });
            }
        }
    }

    /// Makes a document of the tokens so far.
    fn finish(&mut self) {
        let mut tokens = std::mem::take(&mut self.document);
        let parts = tokens.findings.iter_mut().flat_map(|finding| &mut finding.parts);
        for (part, range) in parts.zip(tokens.ranges) {
            part.words = tokens.text.get(range).map(str::to_owned);
        }
        if !tokens.text.is_empty() {
            self.file.documents.push(ForeignDocument {
                text: Some(HeldText { text: tokens.text, fidelity: Fidelity::Tokens }),
                findings: tokens.findings,
                ..ForeignDocument::default()
            });
        }
    }
}

/// A token as a line has it.
struct Token<'a> {
    form: &'a str,
    tag: Option<Tag<'a>>,
    is_beside: bool,
}

/// A tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tag<'a> {
    Out,
    In { begins: bool, label: &'a str },
}

impl<'a> Tag<'a> {
    fn read(written: &'a str) -> Option<Self> {
        if matches!(written, "O" | "_") {
            return Some(Self::Out);
        }
        let (position, label) = written.split_once('-')?;
        let begins = match position {
            "B" | "S" | "U" => true,
            "I" | "E" | "L" | "M" => false,
            _ => return None,
        };
        (!label.is_empty()).then_some(Self::In { begins, label })
    }
}

fn columns(line: &str) -> Vec<&str> {
    if line.contains('\t') { line.split('\t').collect() } else { line.split_whitespace().collect() }
}

/// Whether a line is of a token: no comment, no end of a sentence, no beginning of a document.
fn is_row(line: &str) -> bool {
    !line.trim().is_empty()
        && !line.starts_with("-DOCSTART-")
        && (!line.starts_with('#') || columns(line).last().is_some_and(|last| Tag::read(last).is_some()))
}

/// A line with a tag in one of its columns.
fn plain<'a>(columns: &[&'a str], column: Option<usize>) -> Result<Option<Token<'a>>, String> {
    let written = match column {
        Some(column) => columns.get(column),
        None => columns.last().filter(|_| columns.len() > 1),
    };
    let written = written.ok_or("there is no column of tags")?;
    let tag = Tag::read(written).ok_or_else(|| format!("{written:?} is no tag"))?;
    Ok(Some(Token { form: columns[0], tag: Some(tag), is_beside: false }))
}

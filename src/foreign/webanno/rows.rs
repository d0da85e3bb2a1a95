//! Sentences and rows of WebAnno TSV, and the text that they make.

use super::super::model::{FindingsFile, Unit};
use super::super::note::{FilePlace, Note};
use super::header::{Header, Layer};
use super::{RULE, cell};

/// Maximum number of characters that a file may leave out between its sentences.
const MAX_PADDING: usize = 4 << 20;

/// A sentence.
#[derive(Debug, Default)]
pub(super) struct Sentence {
    /// The text of its `#Text` lines.
    pub(super) text: String,
    /// Its first row.
    pub(super) first: usize,
}

/// A token, or a part of one.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) line: usize,
    pub(super) id: String,
    pub(super) begin: usize,
    pub(super) end: usize,
    pub(super) form: String,
    is_java: bool,
    cells: Vec<String>,
}

impl Row {
    /// The columns of a layer.
    pub(super) fn cells(&self, layer: &Layer) -> &[String] {
        let end = layer.at.end.min(self.cells.len());
        self.cells.get(layer.at.start..end).unwrap_or_default()
    }

    /// Whether its token is written so. Writers do not agree on what of it is escaped.
    pub(super) fn is_form(&self, words: &str) -> bool {
        self.form == words || cell::unescaped(&self.form, self.is_java) == words
    }
}

/// Reads all lines from one on.
pub(super) fn read(text: &str, first: usize, header: &Header, file: &mut FindingsFile) -> (Vec<Sentence>, Vec<Row>) {
    let (mut sentences, mut rows): (Vec<Sentence>, Vec<Row>) = (Vec::new(), Vec::new());
    let mut lines: Option<String> = None;
    for (n, line) in text.trim_start_matches('\u{FEFF}').lines().enumerate().skip(first) {
        if let Some(words) = line.strip_prefix("#Text=") {
            let words = cell::unescaped(words, header.is_java);
            lines = Some(lines.map_or(words.clone(), |before| format!("{before}\n{words}")));
        } else if line.trim().is_empty() || line.starts_with('#') {
        } else {
            match row(line, n + 1, header) {
                Ok(row) => {
                    if let Some(text) = lines.take() {
                        sentences.push(Sentence { text, first: rows.len() });
                    }
                    rows.push(row);
                }
                Err(what) => {
                    let value: String = line.chars().take(80).collect();
                    let help = "correct the row; the others are read";
                    file.problems.push(Note::new(&FilePlace::line(n + 1), value, what, RULE, help));
                }
            }
        }
    }
    (sentences, rows)
}

fn row(line: &str, at: usize, header: &Header) -> Result<Row, String> {
    let mut fields = line.split('\t');
    let id = fields.next().unwrap_or_default();
    let span = fields.next().ok_or("there is no tab behind the number of the token")?;
    let form = fields.next().ok_or("there is no tab behind the offsets")?;
    cell::Target::read(id).ok_or("a row begins with the numbers of sentence and token")?;
    let (begin, end) = span.split_once('-').ok_or("the offsets are not two numbers")?;
    let number = |text: &str| text.parse::<usize>().map_err(|_| format!("{text:?} is no offset"));
    let mut cells: Vec<String> = fields.map(str::to_owned).collect();
    // Writers end a row with a tab or without one.
    while cells.len() > header.width && cells.last().is_some_and(String::is_empty) {
        cells.pop();
    }
    if cells.len() > header.width {
        return Err(format!("there are {} columns of features, and the header has {}", cells.len(), header.width));
    }
    Ok(Row {
        line: at,
        id: id.to_owned(),
        begin: number(begin)?,
        end: number(end)?,
        form: form.to_owned(),
        is_java: header.is_java,
        cells,
    })
}

/// The text of all sentences, each where its first token says in a unit, with line ends between.
pub(super) fn laid(sentences: &[Sentence], rows: &[Row], unit: Unit) -> Result<String, Note> {
    let count = |text: &str| match unit {
        Unit::CodePoints => text.chars().count(),
        Unit::Utf16 => text.encode_utf16().count(),
        Unit::Bytes => text.len(),
    };
    let (mut text, mut at, mut padding) = (String::new(), 0, 0);
    for sentence in sentences {
        let first = &rows[sentence.first];
        // The first token is the beginning of the sentence, but for white space in some files.
        let lead = &sentence.text[..sentence.text.len() - sentence.text.trim_start().len()];
        let lead = if first.is_form(lead) { 0 } else { count(lead) };
        let wrong = |what: &str| {
            Err(Note::new(
                &FilePlace::line(first.line),
                format!("{}-{}", first.begin, first.end),
                what,
                "sentences stand in the order of the text, each where its first token begins",
                "correct the offsets, or export the document again",
            ))
        };
        let Some(gap) = first.begin.checked_sub(lead).and_then(|start| start.checked_sub(at)) else {
            return wrong("this sentence begins before the end of the one before it; the file is refused");
        };
        padding += gap;
        if padding > MAX_PADDING {
            return wrong("more than 4 MiB of the text are not in the file; the file is refused");
        }
        text.extend(std::iter::repeat_n('\n', gap));
        text.push_str(&sentence.text);
        at += gap + count(&sentence.text);
    }
    Ok(text)
}

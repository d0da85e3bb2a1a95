//! The reading in columns, as in CoNLL: one token on a line, fields separated by tabs, an empty line after each
//! sentence.
//!
//! The columns are `FORM START END NAME TIME VALUE`: the token, its half-open range in code points of the text, the
//! name and the time that it belongs to as BIO (IOB2: `B-` begins, `I-` continues, `O` is neither), and at the
//! beginning of a time its value in TIMEX3 (`_` if there is none). Names are `PER`, `ORG`, `LOC`, `EVT` (a named
//! event), `NAT` (nationality), `MISC`. Of overlapping names the longest is kept, because columns cannot nest. Comments
//! begin with `# `, as in CoNLL-U: `newdoc id`, `published`, and before their first sentence `headline` and `newpar`.

use super::Annotated;
use super::marks::label;
use crate::extract::lang::en::writing::WRITING;
use crate::extract::tokens::Tokens;
use std::io::{self, Write};
use std::ops::Range;

/// The comment that names the columns; with it the file is self-describing, and can be read back as gold.
pub const COLUMNS: &str = "# columns = FORM START END NAME TIME VALUE";

/// Writes the header for all documents.
pub fn head(out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{COLUMNS}")?;
    writeln!(out, "# tabs between fields; START and END are code points, half-open; NAME and TIME are BIO (IOB2)")?;
    writeln!(out, "# NAME: PER ORG LOC EVT (named event) NAT (nationality) MISC; VALUE: TIMEX3, _ for none")
}

/// Writes an article.
pub fn document(of: &Annotated<'_>, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "# newdoc id = {}", one_line(&of.document.path.display().to_string()))?;
    if let Some(published) = of.published {
        writeln!(out, "# published = {}", published.edtf)?;
    }
    let tokens = Tokens::new(of.text(), of.article, WRITING);
    let names = columns(&tokens, of.findings.mentions.iter().map(|m| &m.tokens));
    let times = columns(&tokens, of.findings.times.iter().map(|t| &t.tokens));
    let mut part = None;
    for sentence in &tokens.sentences {
        if part != Some(sentence.paragraph) {
            writeln!(out, "# {}", if sentence.paragraph.is_none() { "headline" } else { "newpar" })?;
            part = Some(sentence.paragraph);
        }
        for at in sentence.tokens.clone() {
            let name = bio(&names, at, |m| label(of.findings.mentions[m].kind));
            let time = bio(&times, at, |_| "TIME");
            let value = times[at].filter(|(_, first)| *first).and_then(|(t, _)| of.findings.times[t].value.as_deref());
            let span = of.document.span(&tokens.tokens[at].range());
            let (word, value) = (tokens.word(at), value.unwrap_or("_"));
            writeln!(out, "{word}\t{}\t{}\t{name}\t{time}\t{value}", span.start, span.end)?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// For each token, the finding that it belongs to and whether it is its first token.
fn columns<'a>(tokens: &Tokens<'_>, ranges: impl Iterator<Item = &'a Range<usize>>) -> Vec<Option<(usize, bool)>> {
    let mut columns = vec![None; tokens.tokens.len()];
    let mut longest: Vec<(usize, &Range<usize>)> = ranges.enumerate().collect();
    longest.sort_by_key(|(n, r)| (std::cmp::Reverse(r.len()), *n));
    for (n, range) in longest {
        let Some(free) = columns.get_mut(range.clone()) else { continue };
        if free.iter().all(Option::is_none) {
            free.iter_mut().enumerate().for_each(|(i, column)| *column = Some((n, i == 0)));
        }
    }
    columns
}

fn bio(columns: &[Option<(usize, bool)>], at: usize, label: impl Fn(usize) -> &'static str) -> String {
    match columns[at] {
        None => "O".to_owned(),
        Some((finding, first)) => format!("{}-{}", if first { 'B' } else { 'I' }, label(finding)),
    }
}

fn one_line(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}

//! Files that hold many articles: JSON lines and feeds. The file is the unit that is captured, versioned and loaded;
//! each article in it is a source of its own, `file/key`. The key is derived from the article's id, else from its
//! address, else from its words, so that it does not change when other articles are added or removed.
//!
//! Articles are read one by one, so that memory does not grow with their number; to detect duplicate keys, eight bytes
//! of each are kept. An article with an error is reported, and the others are read.

mod feed;
mod lines;

use crate::base::files;
use crate::base::iri::{Minter, digest, folded, folded_space, slug};
use crate::base::text::{Position, Problem, control_characters};
use crate::dataset::JsonlFields;
use crate::dataset::is_language_tag;
use crate::read::source::format::SourceFormat;
use crate::read::source::metadata::Metadata;
use crate::read::source::{MAX_ENTRY, Member, SourceDocument, date, html};
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// The articles of a file, in order; for one with errors, the list of them.
pub struct Articles {
    /// The name of the file in the dataset.
    id: String,
    path: PathBuf,
    sha256: String,
    /// The metadata of the file that applies to each article.
    metadata: Metadata,
    reader: Pieces,
    /// Hashes of the keys so far, to detect duplicates.
    keys: HashSet<u64>,
}

enum Pieces {
    Lines(Box<lines::Lines>),
    Feed(Box<feed::Feed>),
}

/// An article as read from its file.
#[derive(Debug, Default)]
struct Piece {
    /// The line of the file where it begins.
    line: usize,
    id: Option<String>,
    title: Option<String>,
    published: Option<String>,
    url: Option<String>,
    publisher: Option<String>,
    publisher_url: Option<String>,
    language: Option<String>,
    authors: Vec<String>,
    body: Body,
    /// The columns of values that have a more precise position than the line.
    columns: Vec<(&'static str, usize)>,
    /// Whether it is an entry of a feed. Values of an entry that cannot be read are notes, because a user cannot
    /// correct a feed.
    of_feed: bool,
}

/// The text of an article.
#[derive(Debug, Default)]
enum Body {
    #[default]
    None,
    Text(String),
    Html(String),
}

impl Articles {
    /// Opens a file of articles. `path` is the path shown in messages, `bytes` the file with its bytes.
    pub fn open(
        id: &str,
        path: &Path,
        bytes: &Path,
        sha256: &str,
        metadata: &Metadata,
        fields: &JsonlFields,
    ) -> io::Result<Self> {
        let file = BufReader::with_capacity(1 << 16, files::open(bytes)?);
        let lines = |reader: Box<dyn BufRead>| Pieces::Lines(Box::new(lines::Lines::new(reader, fields)));
        let reader = match SourceFormat::of(path) {
            Some(SourceFormat::CompressedLines) => {
                lines(Box::new(BufReader::with_capacity(1 << 16, flate2::bufread::MultiGzDecoder::new(file))))
            }
            Some(SourceFormat::Xml) => Pieces::Feed(Box::new(feed::Feed::new(file)?)),
            _ => lines(Box::new(file)),
        };
        let metadata = Metadata { title: None, url: None, published: None, authors: Vec::new(), ..metadata.clone() };
        Ok(Self {
            id: id.to_owned(),
            path: path.to_owned(),
            sha256: sha256.to_owned(),
            metadata,
            reader,
            keys: HashSet::new(),
        })
    }

    /// The number of code points of the file, decompressed and decoded, that were read so far.
    pub fn code_points(&self) -> usize {
        match &self.reader {
            Pieces::Lines(lines) => lines.code_points(),
            Pieces::Feed(feed) => feed.code_points(),
        }
    }

    /// The encoding of the file; `None` if it is UTF-8.
    pub fn encoding(&self) -> Option<&'static str> {
        match &self.reader {
            Pieces::Lines(_) => None,
            Pieces::Feed(feed) => feed.encoding(),
        }
    }

    fn document(&mut self, piece: Piece) -> Result<SourceDocument, Vec<Problem>> {
        let line = Position { line: piece.line, column: 1 };
        let problem = |at: Position, value: &str, what: &str, rule: &'static str, help: &str| Problem {
            at: Some(at),
            value: short(value),
            what: what.to_owned(),
            rule,
            help: help.to_owned(),
        };
        let at = |field: &str| {
            let column = piece.columns.iter().find(|(f, _)| *f == field).map_or(1, |(_, c)| *c);
            Position { column, ..line }
        };
        let mut problems = Vec::new();
        let mut notes = Vec::new();
        let mut checked = |field: &'static str, value: Option<String>, ok: &dyn Fn(&str) -> bool, rule, help: &str| {
            let value = value.filter(|v| !v.trim().is_empty());
            if value.as_deref().is_none_or(ok) {
                return value;
            }
            let value = value.as_deref().unwrap_or_default();
            if piece.of_feed {
                let what = format!("this {field} of an entry cannot be read");
                notes.push(problem(
                    at(field),
                    value,
                    &what,
                    rule,
                    "the entry is read without it; do nothing, or correct the feed",
                ));
            } else {
                problems.push(problem(at(field), value, &format!("invalid `{field}`"), rule, help));
            }
            None
        };
        let is_address = |u: &str| Minter::is_iri(u) && (u.starts_with("http://") || u.starts_with("https://"));
        let url = checked("url", piece.url, &is_address, URL_RULE, "write the whole address, with https://");
        let dated = if piece.of_feed { date::of_feed } else { date::edtf };
        let published = checked(
            "date",
            piece.published,
            &|d| dated(d).is_some(),
            "a date of publication is a day, month or year, or a timestamp (ISO 8601, RFC 5322)",
            "write it as 2017-12-27, or leave it out",
        );
        let language = checked(
            "language",
            piece.language.map(|l| l.trim().replace('_', "-")),
            &is_language_tag,
            "a language is a BCP 47 tag",
            "write a tag such as en or az-Cyrl",
        );
        let own = Metadata {
            title: piece.title.map(|t| folded_space(&t)).filter(|t| !t.is_empty()),
            publisher: piece.publisher.map(|p| folded_space(&p)).filter(|p| !p.is_empty()),
            publisher_url: piece.publisher_url.filter(|u| is_address(u)),
            url,
            published: published.and_then(|d| dated(&d)),
            language,
            authors: piece.authors,
            ..Metadata::default()
        };
        let (text, found) = match piece.body {
            Body::None => (String::new(), Metadata::default()),
            Body::Text(text) => (text, Metadata::default()),
            Body::Html(markup) => match html::excess(&markup) {
                Some(excess) => {
                    problems.push(problem(
                        line,
                        &markup[excess.at..],
                        excess.what,
                        excess.rule,
                        "leave the article out",
                    ));
                    (String::from("-"), Metadata::default())
                }
                None if is_page(&markup) => {
                    let page = html::read(&markup);
                    notes.extend(page.notes_beside(&own).into_iter().map(|n| Problem { at: Some(line), ..n }));
                    (page.text, page.metadata)
                }
                None => {
                    let (text, unread) = html::fragment(&markup);
                    let text = if piece.of_feed { feed::without_cdata(&text).into_owned() } else { text };
                    notes.extend(unread.into_iter().map(|n| Problem { at: Some(line), ..n }));
                    (text, Metadata::default())
                }
            },
        };
        if text.trim().is_empty() {
            problems.push(problem(
                line,
                own.title.as_deref().or(piece.id.as_deref()).unwrap_or_default(),
                if piece.of_feed { "this entry has no text" } else { "this article has no text" },
                if piece.of_feed {
                    "an entry of a feed has its text in description, content:encoded, content or summary"
                } else {
                    "an article has a text, as plain text or as HTML"
                },
                if piece.of_feed {
                    "take its page as an .html file, or remove the entry from the file"
                } else {
                    "name the field that holds it under [jsonl] in dataset.toml, or leave the article out"
                },
            ));
        }
        for wrong in control_characters(&text).into_iter().take(1) {
            problems.push(Problem { at: Some(at("text")), help: "remove it from the article".to_owned(), ..wrong });
        }
        let metadata = self.metadata.clone().or(own.or(found));
        let key = match (&piece.id, &metadata.url) {
            (Some(id), _) if !id.trim().is_empty() => key(id),
            (_, Some(url)) => key(url),
            _ => digest(&[metadata.title.as_deref().unwrap_or_default(), &text])[..16].to_owned(),
        };
        let mut hasher = DefaultHasher::new();
        key.hash(&mut hasher);
        if !self.keys.insert(hasher.finish()) {
            problems.push(problem(
                at("id"),
                piece.id.as_deref().or(metadata.url.as_deref()).or(metadata.title.as_deref()).unwrap_or(&key),
                "an article before it in this file has the same id",
                "an article of a file has an id, an address or words of its own",
                "remove one of them, or give each an id",
            ));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let text = with_headline(metadata.title.as_deref(), text);
        let member = Member { container: self.id.clone(), line: piece.line };
        Ok(SourceDocument::of_member(
            format!("{}/{key}", self.id),
            self.path.clone(),
            self.sha256.clone(),
            text,
            metadata,
            member,
        )
        .with_notes(notes))
    }
}

impl Iterator for Articles {
    type Item = Result<SourceDocument, Vec<Problem>>;

    fn next(&mut self) -> Option<Self::Item> {
        let piece = match &mut self.reader {
            Pieces::Lines(lines) => lines.next()?,
            Pieces::Feed(feed) => feed.next()?,
        };
        Some(piece.map_err(|wrong| vec![wrong]).and_then(|piece| self.document(piece)))
    }
}

impl std::fmt::Debug for Articles {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Articles").field("id", &self.id).field("path", &self.path).finish_non_exhaustive()
    }
}

const URL_RULE: &str = "an address is an absolute IRI of the web (RFC 3987)";

/// Whether markup is a whole page.
fn is_page(markup: &str) -> bool {
    let mut end = markup.len().min(2_000);
    while !markup.is_char_boundary(end) {
        end -= 1;
    }
    let head = markup[..end].to_ascii_lowercase();
    ["<html", "<!doctype", "<body"].iter().any(|tag| head.contains(tag))
}

/// A text preceded by its headline.
fn with_headline(title: Option<&str>, text: String) -> String {
    let first = text.trim_start().lines().next().unwrap_or_default();
    match title {
        Some(title) if folded(first) != folded(title) => format!("{title}\n\n{text}"),
        _ => text,
    }
}

/// The part of an IRI that identifies an article in its file: its id if that is short and plain, else the readable part
/// of it with a digest.
fn key(id: &str) -> String {
    let id = id.trim();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    // Segments that IRIs below a source already use.
    let ours = ["article", "version", "box", "paragraph", "span", "mention", ".", ".."];
    if id.len() <= 60 && id.chars().all(plain) && !ours.contains(&id) {
        return id.to_owned();
    }
    let readable = id.split_once("://").map_or(id, |(_, rest)| rest);
    format!("{}-{}", slug(readable), &digest(&[id])[..8])
}

fn short(value: &str) -> String {
    let value = folded_space(&value.chars().take(200).collect::<String>());
    match value.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &value[..at]),
        None => value,
    }
}

/// Reads up to and including a line feed, and no more than a document may have. Returns the number of bytes in the
/// line.
fn read_line(reader: &mut dyn BufRead, line: &mut Vec<u8>) -> io::Result<usize> {
    line.clear();
    let mut read = reader.take(MAX_ENTRY as u64 + 1).read_until(b'\n', line)?;
    if read > MAX_ENTRY && line.last() != Some(&b'\n') {
        // Skips the rest of the line.
        loop {
            let buffer = reader.fill_buf()?;
            let (used, done) = match buffer.iter().position(|b| *b == b'\n') {
                Some(at) => (at + 1, true),
                None => (buffer.len(), buffer.is_empty()),
            };
            reader.consume(used);
            read += used;
            if done {
                break;
            }
        }
    }
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_readable_and_keep_ids_apart() {
        assert_eq!(key("a-1"), "a-1");
        assert_eq!(
            key("https://vale.example/2017/A%20b"),
            "vale-example-2017-a-20b-5e5f6f3c".replace("5e5f6f3c", &digest(&["https://vale.example/2017/A%20b"])[..8])
        );
        for (one, other) in [("a b", "a-b"), ("A/b", "a/b"), ("article", "Article"), ("..", "...")] {
            assert_ne!(key(one), key(other));
        }
    }
}

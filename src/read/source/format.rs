//! The formats of files, by the ends of their names.

use std::path::Path;

/// The format of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceFormat {
    /// Plain text.
    Text,
    /// An HTML page.
    Html,
    /// JSON lines, one article a line.
    Lines,
    /// JSON lines, compressed by gzip.
    CompressedLines,
    /// A feed: RSS 2.0, RSS 1.0 (RDF) or Atom.
    Feed,
}

/// The ends of names of documents, with their formats. The first one of a format names captured files.
const ENDINGS: &[(&str, SourceFormat)] = &[
    ("txt", SourceFormat::Text),
    ("html", SourceFormat::Html),
    ("htm", SourceFormat::Html),
    ("xhtml", SourceFormat::Html),
    ("jsonl", SourceFormat::Lines),
    ("ndjson", SourceFormat::Lines),
    ("jsonl.gz", SourceFormat::CompressedLines),
    ("ndjson.gz", SourceFormat::CompressedLines),
    ("xml", SourceFormat::Feed),
    ("rss", SourceFormat::Feed),
    ("atom", SourceFormat::Feed),
];

/// The rule for names, as messages show it.
pub const RULE: &str = "documents end in .txt, .html, .htm, .xhtml, .jsonl, .ndjson, .jsonl.gz, .ndjson.gz, .xml, .rss or .atom, and have names in UTF-8";

impl SourceFormat {
    /// The format of a file, by its name; `None` if it is not that of a document.
    pub fn of(path: &Path) -> Option<Self> {
        ending(path).map(|(_, format)| format)
    }

    /// All formats.
    pub const ALL: [Self; 5] = [Self::Text, Self::Html, Self::Lines, Self::CompressedLines, Self::Feed];

    /// Whether a file holds many articles, each a source of its own.
    pub fn is_container(self) -> bool {
        !matches!(self, Self::Text | Self::Html)
    }

    /// The ending for the name of a captured file.
    pub fn ending(self) -> &'static str {
        ENDINGS.iter().find(|(_, format)| *format == self).map_or("", |(ending, _)| ending)
    }
}

/// The name of a document without the ending of its format.
pub fn stem(name: &str) -> &str {
    match ending(Path::new(name)) {
        Some((ending, _)) => &name[..name.len() - ending.len() - 1],
        None => name,
    }
}

fn ending(path: &Path) -> Option<(&'static str, SourceFormat)> {
    let name = path.file_name()?.to_str()?;
    let ends = |ending: &str| {
        let dot = name.len().checked_sub(ending.len() + 1)?;
        (dot > 0 && name.get(dot..)?.strip_prefix('.')?.eq_ignore_ascii_case(ending)).then_some(())
    };
    ENDINGS.iter().find(|(ending, _)| ends(ending).is_some()).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rule_names_all() {
        assert!(ENDINGS.iter().all(|(ending, _)| RULE.contains(&format!(".{ending}"))));
    }

    #[test]
    fn names_of_documents() {
        for (name, format, stemmed) in [
            ("a.txt", Some(SourceFormat::Text), "a"),
            ("a.b.HTML", Some(SourceFormat::Html), "a.b"),
            ("news.jsonl.gz", Some(SourceFormat::CompressedLines), "news"),
            ("news.ndjson", Some(SourceFormat::Lines), "news"),
            ("a.rss", Some(SourceFormat::Feed), "a"),
            ("a.gz", None, "a.gz"),
            (".txt", None, ".txt"),
            ("txt", None, "txt"),
        ] {
            assert_eq!((SourceFormat::of(Path::new(name)), stem(name)), (format, stemmed), "{name}");
        }
    }
}

//! What a file holds, by the end of its name.

use std::path::Path;

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceFormat {
    /// A text.
    Text,
    /// A page.
    Html,
    /// Articles, one a line, in JSON.
    Lines,
    /// The same, compressed by gzip.
    CompressedLines,
    /// A feed: RSS 2.0, RSS 1.0 (RDF) or Atom.
    Feed,
}

/// How the names of documents end, and what they hold; the first of a format is what a captured file is called by.
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

/// The rule about them, for messages.
pub const RULE: &str = "documents end in .txt, .html, .htm, .xhtml, .jsonl, .ndjson, .jsonl.gz, .ndjson.gz, .xml, .rss or .atom, and have names in UTF-8";

impl SourceFormat {
    /// The format that the name of a file tells.
    pub fn of(path: &Path) -> Option<Self> {
        ending(path).map(|(_, format)| format)
    }

    /// All formats.
    pub const ALL: [Self; 5] = [Self::Text, Self::Html, Self::Lines, Self::CompressedLines, Self::Feed];

    /// Whether a file holds many articles, each a source of its own.
    pub fn is_container(self) -> bool {
        !matches!(self, Self::Text | Self::Html)
    }

    /// How the name of a captured file ends.
    pub fn ending(self) -> &'static str {
        ENDINGS.iter().find(|(_, format)| *format == self).map_or("", |(ending, _)| ending)
    }
}

/// The name of a document without what tells its format.
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

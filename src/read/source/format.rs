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
    /// XML: a feed (RSS 2.0, RSS 1.0 in RDF, Atom), or a text in TEI.
    Xml,
    /// Values between commas, semicolons or tabs.
    Delimited,
    /// A workbook of Excel or LibreOffice.
    Workbook,
    /// A JSON text: rows, GeoJSON, Linked Places Format.
    Json,
    /// Markdown, of which the tables are read.
    Markdown,
    /// Wikitext, of which the tables are read.
    Wikitext,
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
    ("xml", SourceFormat::Xml),
    ("rss", SourceFormat::Xml),
    ("atom", SourceFormat::Xml),
    ("csv", SourceFormat::Delimited),
    ("tsv", SourceFormat::Delimited),
    ("xlsx", SourceFormat::Workbook),
    ("xlsm", SourceFormat::Workbook),
    ("xls", SourceFormat::Workbook),
    ("ods", SourceFormat::Workbook),
    ("json", SourceFormat::Json),
    ("geojson", SourceFormat::Json),
    ("md", SourceFormat::Markdown),
    ("wiki", SourceFormat::Wikitext),
    ("wikitext", SourceFormat::Wikitext),
];

/// The end of the name of a CSVW metadata file, which describes a document beside it.
const CSVW: &str = "-metadata.json";

/// The name of the type system of a CAS as XMI, as tools export it, and the end of its name where it belongs to one file.
const TYPE_SYSTEM: &str = "typesystem.xml";

/// What stands in the name of a file of findings between the document that it is about and its own ending.
const FINDINGS: &str = ".findings.";
/// The end of the name of a file of findings that brat keeps beside its text.
const BRAT: &str = ".ann";

/// The rule for names, as messages show it.
pub const RULE: &str = "documents end in .txt, .html, .htm, .xhtml, .jsonl, .ndjson, .jsonl.gz, .ndjson.gz, .xml, .rss, .atom (texts and articles), .csv, .tsv, .xlsx, .xlsm, .xls, .ods, .json, .geojson, .md, .wiki or .wikitext (tables), and have names in UTF-8";

impl SourceFormat {
    /// The format of a file, by its name; `None` if it is not that of a document.
    pub fn of(path: &Path) -> Option<Self> {
        if is_sidecar(path) {
            return None;
        }
        ending(path).map(|(_, format)| format)
    }

    /// All formats.
    pub const ALL: [Self; 10] = [
        Self::Text,
        Self::Html,
        Self::Lines,
        Self::CompressedLines,
        Self::Xml,
        Self::Delimited,
        Self::Workbook,
        Self::Json,
        Self::Markdown,
        Self::Wikitext,
    ];

    /// Whether a file may hold many articles, each a source of its own. Lines of JSON can be the rows of a table as well,
    /// which their content or the metadata decides, and XML can be one text.
    pub fn is_container(self) -> bool {
        match self {
            Self::Lines | Self::CompressedLines | Self::Xml => true,
            Self::Text | Self::Html => false,
            Self::Delimited | Self::Workbook | Self::Json | Self::Markdown | Self::Wikitext => false,
        }
    }

    /// Whether a file holds tables and nothing else that is read.
    pub fn is_table(self) -> bool {
        match self {
            Self::Delimited | Self::Workbook | Self::Json | Self::Markdown | Self::Wikitext => true,
            Self::Text | Self::Html | Self::Lines | Self::CompressedLines | Self::Xml => false,
        }
    }

    /// Whether a file is a text that is decoded whole, to which ranges refer.
    pub fn is_plain_text(self) -> bool {
        matches!(self, Self::Text | Self::Markdown | Self::Wikitext)
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

/// Whether a file describes a document beside it: CSVW metadata, findings of another tool, or the type system of these.
pub fn is_sidecar(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_ascii_lowercase();
    name.ends_with(CSVW) || findings_of(&name).is_some() || is_type_system(&name)
}

/// Whether a name is that of the type system of findings as XMI: `TypeSystem.xml`, or `article.typesystem.xml` of one file.
pub fn is_type_system(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    lower.strip_suffix(TYPE_SYSTEM).is_some_and(|stem| stem.is_empty() || stem.ends_with('.'))
}

/// The document that a file of findings is about, by its name: `article.txt` or `article` for
/// `article.txt.findings.jsonl` or `article.findings.ann`, and for `article.ann`, as brat names it. `None` if it is no file
/// of findings.
pub fn findings_of(name: &str) -> Option<&str> {
    // Other than its letters, nothing of the infix has a case.
    let lower = name.to_ascii_lowercase();
    let Some(at) = lower.rfind(FINDINGS) else {
        return lower.strip_suffix(BRAT).filter(|name| !name.is_empty()).map(|stem| &name[..stem.len()]);
    };
    (at > 0 && at + FINDINGS.len() < name.len()).then(|| &name[..at])
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
    fn each_format_has_an_ending() {
        assert!(SourceFormat::ALL.iter().all(|format| !format.ending().is_empty()));
        assert!(ENDINGS.iter().all(|(_, format)| SourceFormat::ALL.contains(format)));
    }

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
            ("a.rss", Some(SourceFormat::Xml), "a"),
            ("a.gz", None, "a.gz"),
            (".txt", None, ".txt"),
            ("txt", None, "txt"),
            ("a.csv", Some(SourceFormat::Delimited), "a"),
            ("a.csv-metadata.json", None, "a.csv-metadata"),
            ("a.findings.jsonl", None, "a.findings"),
            ("a.txt.Findings.XML", None, "a.txt.Findings"),
            ("findings.txt", Some(SourceFormat::Text), "findings"),
            ("TypeSystem.xml", None, "TypeSystem"),
            ("a.typesystem.xml", None, "a.typesystem"),
            ("my-typesystem.xml", Some(SourceFormat::Xml), "my-typesystem"),
            (".findings.txt", Some(SourceFormat::Text), ".findings"),
        ] {
            assert_eq!((SourceFormat::of(Path::new(name)), stem(name)), (format, stemmed), "{name}");
        }
    }

    #[test]
    fn files_of_findings_name_their_document() {
        for (name, document) in [
            ("a.findings.jsonl", Some("a")),
            ("a.txt.findings.webanno.tsv", Some("a.txt")),
            ("a.findings.b.findings.ann", Some("a.findings.b")),
            ("a.findings.", None),
            (".findings.ann", None),
            ("findings.ann", Some("findings")),
            ("a.ann", Some("a")),
            (".ann", None),
        ] {
            assert_eq!(findings_of(name), document, "{name}");
        }
    }
}

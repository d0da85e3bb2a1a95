//! The formats, and which of them a file is: by the ending of its name where that says it, else by what it holds.

use super::json::Item;
use super::note::{FilePlace, Note};
use std::fmt;
use std::path::Path;

/// The IRI of NIF's terms.
pub(super) const NIF: &str = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#";

/// A format of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// W3C Web Annotation, in JSON-LD.
    WebAnnotation,
    /// What `chorograph annotate --format jsonl` writes.
    Annotate,
    /// LangExtract, in JSONL.
    LangExtract,
    /// spaCy, `Doc.to_json`.
    Spacy,
    /// spaCy's binary `DocBin`.
    DocBin,
    /// brat standoff.
    Brat,
    /// WebAnno TSV 3.
    Webanno,
    /// UIMA CAS as XMI.
    Xmi,
    /// UIMA CAS as JSON.
    CasJson,
    /// NIF 2, in Turtle.
    Nif,
    /// CoNLL: BIO or CoNLL-U.
    Conll,
    /// doccano, in JSONL.
    Doccano,
    /// Label Studio, in JSON.
    LabelStudio,
    /// Prodigy, in JSONL.
    Prodigy,
    /// GATE, in JSON.
    Gate,
    /// TEI.
    Tei,
    /// STAM, in JSON.
    Stam,
    /// The API of Hypothesis.
    Hypothesis,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 18] = [
        Self::WebAnnotation,
        Self::Annotate,
        Self::LangExtract,
        Self::Spacy,
        Self::DocBin,
        Self::Brat,
        Self::Webanno,
        Self::Xmi,
        Self::CasJson,
        Self::Nif,
        Self::Conll,
        Self::Doccano,
        Self::LabelStudio,
        Self::Prodigy,
        Self::Gate,
        Self::Tei,
        Self::Stam,
        Self::Hypothesis,
    ];

    /// The name by which a user gives it.
    pub fn name(self) -> &'static str {
        match self {
            Self::WebAnnotation => "web-annotation",
            Self::Annotate => "annotate",
            Self::LangExtract => "langextract",
            Self::Spacy => "spacy",
            Self::DocBin => "docbin",
            Self::Brat => "brat",
            Self::Webanno => "webanno-tsv",
            Self::Xmi => "cas-xmi",
            Self::CasJson => "cas-json",
            Self::Nif => "nif",
            Self::Conll => "conll",
            Self::Doccano => "doccano",
            Self::LabelStudio => "label-studio",
            Self::Prodigy => "prodigy",
            Self::Gate => "gate",
            Self::Tei => "tei",
            Self::Stam => "stam",
            Self::Hypothesis => "hypothesis",
        }
    }

    /// The format with a name.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// Whether it is written in JSON.
    pub(super) fn is_json(self) -> bool {
        !matches!(self, Self::Brat | Self::DocBin | Self::Webanno | Self::Xmi | Self::Nif | Self::Conll | Self::Tei)
    }

    /// The format that the name of a file says, if it can be no other.
    pub(super) fn by_name(name: &str) -> Option<Self> {
        let ending = Path::new(name).extension()?.to_str()?.to_ascii_lowercase();
        Some(match ending.as_str() {
            "ann" => Self::Brat,
            "jsonld" => Self::WebAnnotation,
            "xmi" => Self::Xmi,
            "bdocjs" => Self::Gate,
            "spacy" => Self::DocBin,
            "conll" | "conllu" | "bio" | "iob" => Self::Conll,
            "ttl" | "nif" | "nt" | "rdf" => Self::Nif,
            _ => return None,
        })
    }

    /// The format of a text that is no JSON and whose name does not say it.
    pub(super) fn by_text(text: &str) -> Option<Self> {
        let start = text.trim_start_matches('\u{FEFF}').trim_start();
        if start.starts_with('<') {
            return match root(start)?.rsplit(':').next()? {
                "XMI" => Some(Self::Xmi),
                "TEI" | "teiCorpus" => Some(Self::Tei),
                "RDF" => Some(Self::Nif),
                // Turtle may begin with an IRI.
                _ => (start.lines().next()?.split('>').next()?.contains("//")).then_some(Self::Nif),
            };
        }
        let first = start.lines().next().unwrap_or_default();
        if first.starts_with("#FORMAT=WebAnno TSV") {
            return Some(Self::Webanno);
        }
        if first.starts_with("@prefix") || first.starts_with("PREFIX") || first.starts_with("@base") {
            return Some(Self::Nif);
        }
        let is_brat =
            first.starts_with('T') && first.split('\t').nth(1).is_some_and(|span| span.split(' ').count() >= 3);
        is_brat.then_some(Self::Brat).or_else(|| is_conll(start).then_some(Self::Conll))
    }

    /// The formats of JSON that a value may be of. Each is known by members that the others have not.
    pub(super) fn by_json(item: &Item<'_>) -> Vec<Self> {
        let first = item.each().into_iter().next().unwrap_or_else(|| item.clone());
        let has = |key: &str| first.value.get(key).is_some();
        let is = |key: &str, of: &dyn Fn(&serde_json::Value) -> bool| first.value.get(key).is_some_and(of);
        let kind = first.any(&["type", "@type"]).and_then(|kind| kind.text()).unwrap_or_default();
        let is_annotation = |kind: &str| matches!(kind, "Annotation" | "AnnotationPage" | "AnnotationCollection");
        let in_graph =
            || first.all("@graph").first().is_some_and(|item| is_annotation(item.text_of("type").unwrap_or_default()));
        let text = is("text", &serde_json::Value::is_string);
        let is_prodigy = text && (has("answer") || has("_task_hash") || is("spans", &serde_json::Value::is_array));
        let is_linked = ["@context", "@graph", "@id"].iter().any(|key| has(key));
        let known = [
            (Self::WebAnnotation, is_annotation(kind) || in_graph()),
            (Self::Annotate, has("document") && has("finding") && has("position")),
            (Self::LangExtract, has("extractions")),
            (Self::Spacy, text && has("tokens") && !is_prodigy),
            (Self::CasJson, has("%FEATURE_STRUCTURES")),
            (Self::Gate, has("annotation_sets")),
            (Self::LabelStudio, has("data") && (has("annotations") || has("completions") || has("predictions"))),
            (Self::Prodigy, is_prodigy),
            (
                Self::Doccano,
                text && !has("tokens") && !is_prodigy && (has("label") || has("labels") || has("entities")),
            ),
            (Self::Nif, is_linked && item.value.to_string().contains(NIF)),
            (Self::Stam, kind == "AnnotationStore"),
            (Self::Hypothesis, has("rows") && has("total")),
        ];
        known.into_iter().filter(|(_, is)| *is).map(|(format, _)| format).collect()
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::WebAnnotation => "W3C Web Annotation",
            Self::Annotate => "JSON lines of chorograph annotate",
            Self::LangExtract => "LangExtract JSONL",
            Self::Spacy => "spaCy JSON",
            Self::DocBin => "spaCy DocBin",
            Self::Brat => "brat standoff",
            Self::Webanno => "WebAnno TSV",
            Self::Xmi => "UIMA CAS XMI",
            Self::CasJson => "UIMA CAS JSON",
            Self::Nif => "NIF",
            Self::Conll => "CoNLL",
            Self::Doccano => "doccano JSONL",
            Self::LabelStudio => "Label Studio JSON",
            Self::Prodigy => "Prodigy JSONL",
            Self::Gate => "GATE JSON",
            Self::Tei => "TEI",
            Self::Stam => "STAM JSON",
            Self::Hypothesis => "the API of Hypothesis",
        })
    }
}

/// The name of the root of an XML file: the first tag that is no declaration, no comment and no document type.
fn root(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        let tag = rest.split_once('<')?.1;
        let end = match tag.chars().next()? {
            '?' => "?>",
            '!' if tag.starts_with("!--") => "-->",
            '!' => ">",
            _ => return tag.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next(),
        };
        rest = tag.split_once(end)?.1;
    }
}

/// Whether the first line with a token has a tag, or is of CoNLL-U.
fn is_conll(text: &str) -> bool {
    let first = text.lines().find(|line| !line.trim().is_empty() && !line.starts_with("# "));
    first.is_some_and(|line| {
        let columns: Vec<&str> = line.split_whitespace().collect();
        let last = columns.last().copied().unwrap_or_default();
        let is_tag = last == "O" || last.len() > 2 && (last.starts_with("B-") || last.starts_with("I-"));
        line.starts_with("-DOCSTART-")
            || columns.len() > 1 && columns.len() < 6 && is_tag
            || line.split('\t').count() == 10 && line.starts_with(|c: char| c.is_ascii_digit())
    })
}

/// That the format of a file cannot be told.
pub(super) fn unknown(formats: &[Format]) -> Note {
    let names = |formats: &[Format]| formats.iter().map(|format| format.name()).collect::<Vec<_>>().join(", ");
    Note {
        at: FilePlace::default(),
        value: names(formats),
        what: if formats.is_empty() {
            "this is none of the formats of findings that are known".to_owned()
        } else {
            "this may be several formats of findings".to_owned()
        },
        rule: "the format of a file of findings is told by its name, or by what it holds",
        help: format!("give the format: {}", names(if formats.is_empty() { &Format::ALL } else { formats })),
    }
}

/// That a file of a format that is JSON is none.
pub(super) fn no_json(format: Format) -> Note {
    Note {
        at: FilePlace::line(1),
        value: String::new(),
        what: format!("{format} is JSON, and this file does not begin like JSON"),
        rule: "a file of findings in JSON has the syntax of RFC 8259",
        help: "export the findings again, or name the file after its format".to_owned(),
    }
}

/// That a format is not read.
pub(super) fn not_read(format: Format) -> Note {
    Note {
        at: FilePlace::default(),
        value: format.name().to_owned(),
        what: format!("findings in {format} are not read"),
        rule: "the formats that are read are listed in docs/findings.md",
        help: match format {
            Format::DocBin => "write Doc.to_json for each document".to_owned(),
            Format::Stam => "export it from stam as W3C Web Annotation".to_owned(),
            _ => "export the findings in another format, such as W3C Web Annotation".to_owned(),
        },
    }
}

//! All formats over one text, and what a user is told.

use super::format::Format;
use super::mapping::Mapping;
use super::model::{AttributeValue, Unit};
use super::verify::Verified;
use super::{About, Read, read, verify};

mod formats;
mod hostile;
mod markup;
mod random;
mod round_trip;
mod rules;
mod tokens;

/// A text with a sign outside of the BMP, a combining accent, a quotation in two parts, and words that stand twice.
const TEXT: &str = "Mayor Ana Pe\u{301}ros said on 4 June 2020 that the bridge at Ostra would open. “We 🌉 kept our word,” \
                    Pe\u{301}ros told Radio Vell, “and we will again.”\n\nShe will meet Jon Tarn in Ostra in July.\n";

fn read_as(name: &str, content: &str, mapping: &str) -> Read {
    let mapping = Mapping::parse(mapping).unwrap();
    match read(name, content.as_bytes().to_vec(), &mapping) {
        Ok(read) => read,
        Err(problems) => panic!("{name}: {problems:?}"),
    }
}

fn verified(read: &Read) -> Verified {
    verify(&About { text: TEXT, name: "article.txt", sha256: "" }, &read.file)
}

/// Reads and verifies a file that is right.
fn clean(name: &str, content: &str) -> Verified {
    let read = read_as(name, content, "");
    assert!(read.file.problems.is_empty(), "{:?}", read.file.problems);
    let verified = verified(&read);
    assert!(verified.problems.is_empty(), "{:?}", verified.problems);
    verified
}

/// Kinds and words of what was placed; the parts of one finding are joined.
fn words(verified: &Verified) -> Vec<String> {
    let shown = |placed: &super::verify::Placed| {
        for (range, span) in placed.ranges.iter().zip(&placed.spans) {
            let cut: String = TEXT.chars().skip(span.start).take(span.end - span.start).collect();
            assert_eq!(cut, TEXT[range.clone()]);
        }
        format!("{}: {}", placed.finding.kind.unwrap(), placed.words.join(" | "))
    };
    verified.findings.iter().map(shown).collect()
}

/// The attributes of a finding, references with a hash sign.
fn attributes(verified: &Verified, n: usize) -> Vec<String> {
    let shown = |(key, value): &(String, AttributeValue)| match value {
        AttributeValue::Literal(text) => format!("{key}={text}"),
        AttributeValue::Finding(id) => format!("{key}=#{id}"),
    };
    verified.findings[n].finding.attributes.iter().map(shown).collect()
}

/// Where words stand in the text, counted in a unit.
fn at(words: &str, unit: Unit) -> (usize, usize) {
    let byte = TEXT.find(words).unwrap();
    let count = |text: &str| match unit {
        Unit::CodePoints => text.chars().count(),
        Unit::Utf16 => text.encode_utf16().count(),
        Unit::Bytes => text.len(),
    };
    (count(&TEXT[..byte]), count(&TEXT[..byte]) + count(words))
}

fn json(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

#[test]
fn a_format_is_told_by_its_name_or_by_what_it_holds() {
    for (name, content, format) in [
        ("a.txt.findings.json", r#"{"type": "Annotation", "target": "x"}"#, Format::WebAnnotation),
        ("a.json", r#"[{"@type": "Annotation", "target": "x"}]"#, Format::WebAnnotation),
        ("a.jsonld", r#"{"@graph": []}"#, Format::WebAnnotation),
        ("a.findings.jsonl", r#"{"extractions": [], "text": "x"}"#, Format::LangExtract),
        ("a.json", r#"{"text": "x", "ents": [], "tokens": []}"#, Format::Spacy),
        ("a.jsonl", r#"{"text": "x", "tokens": [], "spans": [], "answer": "accept"}"#, Format::Prodigy),
        ("a.jsonl", r#"{"text": "x", "label": []}"#, Format::Doccano),
        ("a.jsonl", r#"{"text": "x", "entities": [], "relations": []}"#, Format::Doccano),
        ("a.json", r#"[{"data": {"text": "x"}, "annotations": []}]"#, Format::LabelStudio),
        ("a.json", r#"{"total": 0, "rows": []}"#, Format::Hypothesis),
        ("a.ann", "T1\tPerson 0 1\tx\n", Format::Brat),
        ("a.findings.txt", "T1\tPerson 0 1\tx\n", Format::Brat),
    ] {
        assert_eq!(read_as(name, content, "").format, format, "{name}: {content}");
    }
    let refused = |name: &str, content: &str| read(name, content.as_bytes().to_vec(), &Mapping::default()).unwrap_err();
    for (name, content, told) in [
        ("a.json", r#"{"title": "x"}"#, "none of the formats"),
        ("a.json", r#"{"extractions": [], "annotation_sets": {}}"#, "may be several formats"),
        ("a.json", r#"{"@type": "AnnotationStore"}"#, "STAM JSON"),
        ("a.spacy", "\0\0", "spaCy DocBin"),
        ("a.txt", "Nothing here.", "none of the formats"),
        ("a.json", "", "none of the formats"),
        ("a.jsonld", "{\"type\": ", "EOF"),
        ("a.jsonld", "Nothing here.", "does not begin like JSON"),
    ] {
        let problems = refused(name, content);
        assert!(problems[0].what.contains(told), "{name}: {problems:?}");
    }
    assert_eq!(refused("a.json", "{\n  \"text\": oops}")[0].at.map(|at| (at.line, at.column)), Some((2, 11)));
}

#[test]
fn a_file_without_findings_says_so() {
    for (name, content) in [("a.jsonld", "[]"), ("a.ann", ""), ("a.jsonl", "{\"extractions\": [], \"text\": \"x\"}")] {
        let read = read_as(name, content, "");
        assert!(read.file.notes.iter().any(|note| note.what.contains("no findings")), "{name}");
    }
}

#[test]
fn what_is_wrong_has_its_place_in_the_file() {
    let lines =
        "{\"extractions\": [], \"text\": \"x\"}\n{\"extractions\": [{\"extraction_class\": \"person\"}]}\n{oops\n";
    let read = read_as("a.jsonl", lines, "");
    let problems = read.problems(&read.file.problems, 9);
    let places: Vec<_> = problems.iter().filter_map(|problem| problem.at.map(|at| (at.line, at.column))).collect();
    assert_eq!(places, [(3, 2), (2, 18)]);
    assert_eq!(read.problems(&read.file.problems, 1).len(), 1);
}

#[test]
fn a_label_without_a_kind_is_left_out_and_counted() {
    let brat =
        "T1\tPolitician 6 16\tAna Pe\u{301}ros\nT2\tMisc 6 16\tAna Pe\u{301}ros\nT3\tMisc 6 9\tAna\nT4\tORG 6 9\tAna\n";
    let read = read_as("a.ann", brat, "[labels]\n\"Politician\" = \"person\"\n\"ORG\" = \"none\"\n");
    assert_eq!(words(&verified(&read)), ["person: Ana Pe\u{301}ros"]);
    let told: Vec<&str> = read.file.notes.iter().map(|note| note.value.as_str()).collect();
    assert_eq!(told, ["Misc"]);
    assert!(read.file.notes[0].what.starts_with("2 findings left out: this label"), "{:?}", read.file.notes);
}

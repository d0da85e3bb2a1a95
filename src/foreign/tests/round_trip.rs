//! What `annotate` writes, read and written again.

use super::super::annotate::rewritten;
use super::*;
use crate::base::capture::Captured;
use crate::base::time::TimeExtent;
use crate::dataset::gazetteer::Gazetteer;
use crate::extract::Extractor;
use crate::extract::annotate::{Annotated, json as annotate_json};
use crate::read::record;
use crate::read::source::SourceDocument;
use crate::read::source::metadata::Metadata;

/// What `annotate` writes of the text.
fn annotated(text: &str) -> String {
    let captured = Captured::of(text.as_bytes().to_vec());
    let document = SourceDocument::new("a".to_owned(), "a.txt".into(), captured, Metadata::default()).unwrap();
    let reading = record::read(&document, "en").unwrap();
    let article = reading.article.unwrap();
    let gazetteer = Gazetteer::default();
    let published = TimeExtent::from_edtf("2020-06-05");
    let findings = Extractor::new(&gazetteer).read_in(Some("en"), &document.text, &article, published.as_ref());
    let of = Annotated {
        document: &document,
        article: &article,
        findings: &findings,
        gazetteer: &gazetteer,
        language: Some("en"),
        published: published.as_ref(),
        scores: &[],
    };
    let mut out = Vec::new();
    annotate_json::lines(&of, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn lines_of_annotate_round_trip() {
    let lines = annotated(TEXT);
    assert_eq!(rewritten(&lines).unwrap(), lines);
    let read = read_as("a.jsonl", &lines, "");
    assert_eq!(read.format, Format::Annotate);
    let verified = super::verified(&read);
    let found = words(&verified);
    for words in [
        "role: Mayor Ana Pe\u{301}ros",
        "time: 4 June 2020",
        "quotation: We 🌉 kept our word, | and we will again.",
        "person: Jon Tarn",
    ] {
        assert!(found.iter().any(|found| found == words), "{words}: {found:?}");
    }
    let quotation = found.iter().position(|found| found.starts_with("quotation: We")).unwrap();
    assert!(
        attributes(&verified, quotation).contains(&"mode=direct".to_owned()),
        "{:?}",
        attributes(&verified, quotation)
    );
    assert!(verified.problems.is_empty(), "{:?}", verified.problems);
    // Members that `annotate` does not write would be lost; a line of no kind is an error.
    let more = lines.replacen("{\"document\"", "{\"more\":1,\"document\"", 1);
    assert_ne!(rewritten(&more).unwrap(), more);
    assert!(
        read_as("a.jsonl", &more, "").file.notes.iter().any(|note| note.what.contains("not as `annotate` writes it"))
    );
    let other = lines.replacen("\"finding\":\"entity\"", "\"finding\":\"thing\"", 1);
    assert_eq!(rewritten(&other).unwrap_err()[0].at.line, Some(1));
}

#[test]
fn all_findings_of_the_shipped_article_are_placed() {
    let text = include_str!("../../../data/sources/article.txt");
    let lines = annotated(text);
    assert_eq!(rewritten(&lines).unwrap(), lines);
    let read = read_as("a.jsonl", &lines, "");
    let found = verify(&About { text, name: "article", sha256: "" }, &read.file);
    assert!(found.problems.is_empty() && found.findings.len() > 50, "{:?}", found.problems);
    assert!(found.findings.iter().all(|placed| !placed.verification.is_realigned()));
    // Only names of no kind have none here.
    let left = read.file.documents[0].findings.len() - found.findings.len();
    assert_eq!(
        left,
        lines
            .lines()
            .filter(|line| line.contains("\"finding\":\"mention\"") && line.contains("\"type\":\"other\""))
            .count()
    );
}

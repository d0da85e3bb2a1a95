//! The rules of verification, in formats where they are short to write.

use super::super::verify::{Basis, MAX_TEXT};
use super::*;

/// Quotations with offsets as W3C annotations: start, words, prefix, suffix.
fn quoted(quotes: &[(Option<usize>, &str, &str, &str)]) -> String {
    let annotation = |(start, words, prefix, suffix): &(Option<usize>, &str, &str, &str)| {
        let position = start.map_or(String::new(), |start| {
            let end = start + words.chars().count();
            format!(r#"{{"type": "TextPositionSelector", "start": {start}, "end": {end}}}, "#)
        });
        format!(
            r#"{{"type": "Annotation", "bodyValue": "place", "target": {{"selector": [{position}{{"type": "TextQuoteSelector", "exact": {}, "prefix": {}, "suffix": {}}}]}}}}"#,
            json(words),
            json(prefix),
            json(suffix)
        )
    };
    format!("[{}]", quotes.iter().map(annotation).collect::<Vec<_>>().join(", "))
}

fn of(quotes: &[(Option<usize>, &str, &str, &str)]) -> Verified {
    verified(&read_as("a.jsonld", &quoted(quotes), ""))
}

fn start(words: &str) -> usize {
    at(words, Unit::CodePoints).0
}

#[test]
fn words_that_stand_twice_are_placed_by_what_stands_around_them_alone() {
    let second = at("Ostra in July", Unit::CodePoints).0;
    let found = of(&[
        (None, "Ostra", "", ""),
        (None, "Ostra", "Tarn in ", ""),
        (None, "Ostra", "", "will"),
        (Some(second), "Ostra", "", ""),
    ]);
    let places: Vec<usize> = found.findings.iter().map(|placed| placed.spans[0].start).collect();
    assert_eq!(places, [second, second]);
    assert_eq!(found.findings[0].verification.basis, Basis::ContextOnce);
    assert_eq!(found.findings[1].verification.basis, Basis::AsStated);
    // Without context it is not known which; with a context that stands nowhere, nothing agrees.
    assert_eq!(found.problems.len(), 2, "{:?}", found.problems);
    assert!(
        found.problems[0].what.contains("it has no offsets, and its words stand in the text 2 times"),
        "{:?}",
        found.problems
    );
}

#[test]
fn spaces_of_a_context_do_not_count() {
    assert_eq!(words(&of(&[(None, "Ostra", "", " would  open")])), ["place: Ostra"]);
}

#[test]
fn offsets_that_contradict_what_stands_around_are_wrong() {
    let first = start("Ostra");
    let found = of(&[(Some(first), "Ostra", "Tarn in ", " in July"), (Some(start("Jon")), "Jon Tarn", "", "")]);
    assert_eq!(found.findings[0].spans[0].start, at("Ostra in July", Unit::CodePoints).0);
    assert_eq!(found.findings[0].verification.basis, Basis::ContextOnce);
    assert!(found.notes.iter().any(|note| note.what.contains("is realigned from")), "{:?}", found.notes);
}

#[test]
fn each_finding_is_realigned_alone_where_nothing_explains_all() {
    let found = of(&[
        (Some(1), "Radio Vell", "", ""),
        (Some(9), "Jon Tarn", "", ""),
        (Some(3), "Ostra", "", ""),
        (Some(2), "Vostra", "", ""),
    ]);
    assert_eq!(words(&found), ["place: Radio Vell", "place: Jon Tarn"]);
    assert!(found.findings.iter().all(|placed| placed.verification.basis == Basis::WordsOnce));
    let told: Vec<&str> = found.problems.iter().map(|note| note.what.as_str()).collect();
    assert!(
        told[0].contains("at 3–8, counted in code points, stands \"or An\", and its words stand in the text 2 times"),
        "{told:?}"
    );
    assert!(told[1].contains("its words do not stand in the text"), "{told:?}");
}

#[test]
fn words_within_other_words_are_not_found() {
    let found = of(&[(Some(0), "Tar", "", ""), (Some(start("Jon")), "Jon", "", "")]);
    assert_eq!(words(&found), ["place: Jon"]);
    assert!(found.problems[0].what.contains("only inside of other words"), "{:?}", found.problems);
}

#[test]
fn one_wrong_finding_does_not_move_the_others() {
    // By bytes, all but the last would agree; as stated, the first does.
    let byte = |words: &str| at(words, Unit::Bytes).0;
    let found = of(&[
        (Some(start("Ana")), "Ana", "", ""),
        (Some(byte("Jon")), "Jon Tarn", "", ""),
        (Some(byte("July")), "June", "", ""),
    ]);
    let bases: Vec<Basis> = found.findings.iter().map(|placed| placed.verification.basis).collect();
    assert_eq!(
        (words(&found), bases),
        (
            vec!["place: Ana".into(), "place: Jon Tarn".into(), "place: June".into()],
            vec![Basis::AsStated, Basis::WordsOnce, Basis::WordsOnce]
        )
    );
}

#[test]
fn words_that_stand_once_within_their_interval_are_found_there() {
    let (from, to) = at("Tarn in Ostra", Unit::CodePoints);
    let file = format!(
        r#"{{"type": "Annotation", "bodyValue": "place", "target": {{"selector": {{"type": "TextPositionSelector", "start": {from}, "end": {to}, "refinedBy": {{"type": "TextQuoteSelector", "exact": "Ostra"}}}}}}}}"#
    );
    let found = clean("a.jsonld", &file);
    assert_eq!(
        (words(&found), found.findings[0].verification.basis),
        (vec!["place: Ostra".into()], Basis::WordsOnceWithin)
    );
}

#[test]
fn a_span_without_words_rests_on_the_others() {
    let file = |by: usize| {
        let position = |words: &str| {
            let (start, end) = at(words, Unit::CodePoints);
            format!(r#"{{"type": "TextPositionSelector", "start": {}, "end": {}}}"#, start + by, end + by)
        };
        format!(
            r#"[{{"type": "Annotation", "bodyValue": "place", "target": {{"selector": {}}}}},
                {{"type": "Annotation", "bodyValue": "place", "target": {{"selector": [{}, {{"type": "TextQuoteSelector", "exact": "Jon Tarn"}}]}}}},
                {{"type": "Annotation", "bodyValue": "place", "target": {{"selector": [{}, {{"type": "TextQuoteSelector", "exact": "July"}}]}}}}]"#,
            position("Radio Vell"),
            position("Jon Tarn"),
            position("July")
        )
    };
    for by in [0, 5] {
        assert_eq!(words(&clean("a.jsonld", &file(by))), ["place: Radio Vell", "place: Jon Tarn", "place: July"]);
    }
    // Nothing explains the offsets of the others, so this one is worth nothing.
    let read = read_as("a.jsonld", &file(0).replacen("\"exact\": \"July\"", "\"exact\": \"June\"", 1), "");
    let found = verified(&read);
    assert_eq!(words(&found), ["place: Jon Tarn", "place: June"]);
    assert!(found.problems[0].what.contains("it has no words"), "{:?}", found.problems);
}

#[test]
fn a_reference_to_what_was_left_out_is_left_out() {
    let file = "T1\tPerson 0 5\tAna Moll\nT2\tQuote 77 80\tkept\nT3\tQuote 0 1\tkept\nR1\tSpeaker Arg1:T2 Arg2:T1\nR2\tSpeaker Arg1:T2 Arg2:T8\n";
    let found = verified(&read_as("a.ann", file, ""));
    assert!(found.findings.iter().all(|placed| placed.finding.attributes.is_empty()));
    assert!(found.notes.iter().any(|note| note.what.contains("the finding T1 was left out")), "{:?}", found.notes);
    assert!(found.problems.iter().any(|note| note.what.contains("there is no finding T8")), "{:?}", found.problems);
}

#[test]
fn of_several_documents_those_of_the_source_are_read() {
    let line = |text: &str, name: &str| {
        format!(
            r#"{{"extractions": [{{"extraction_class": "person", "extraction_text": "Jon Tarn", "char_interval": null}}], "text": {}, "document_id": "{name}"}}"#,
            json(text)
        )
    };
    let file = format!("{}\n{}\n{}\n", line("Jon Tarn left.", "b"), line(TEXT, "a"), line(TEXT, "a"));
    let found = clean("a.jsonl", &file);
    assert_eq!(words(&found), ["person: Jon Tarn", "person: Jon Tarn"]);
    assert!(found.notes.iter().any(|note| note.what.contains("1 document left out: other texts")), "{:?}", found.notes);
    let other = read_as("a.jsonl", &format!("{}\n{}\n", line("Jon.", "b"), line("Tarn.", "c")), "");
    assert!(verified(&other).problems[0].what.contains("2 documents in the file, but none"));
    // By name, where the file holds no text.
    let annotation = |source: &str| {
        format!(
            r#"{{"type": "Annotation", "bodyValue": "person", "target": {{"source": "https://example.org/{source}", "selector": {{"type": "TextQuoteSelector", "exact": "Jon Tarn"}}}}}}"#
        )
    };
    let named = clean("a.jsonld", &format!("[{}, {}]", annotation("article"), annotation("other.html")));
    assert_eq!(words(&named), ["person: Jon Tarn"]);
}

#[test]
fn a_text_that_is_too_long_is_refused() {
    let text = "a ".repeat(MAX_TEXT / 2 + 1);
    let read = read_as("a.ann", "T1\tPerson 0 1\ta\n", "");
    let found = verify(&About { text: &text, name: "a", sha256: "" }, &read.file);
    assert!(found.findings.is_empty() && found.problems[0].what.contains("too long"));
}

#[test]
fn spans_fall_on_the_tokens_of_their_file_or_the_file_is_refused() {
    // Tokens as spaCy makes them, which divides `30km`.
    let text = "Ida 🌉 walked 30km.\n";
    let file = |tokens: &str, start: usize, end: usize, unit: &str| {
        let tokens: Vec<String> = tokens
            .split(' ')
            .map(|token| {
                let (start, end) = token.split_once('-').unwrap();
                format!(r#"{{"start": {start}, "end": {end}}}"#)
            })
            .collect();
        let file = format!(
            r#"{{"text": {}, "ents": [{{"start": {start}, "end": {end}, "label": "DATE"}}], "tokens": [{}]}}"#,
            json(text),
            tokens.join(", ")
        );
        let read = read_as("a.json", &file, unit);
        verify(&About { text, name: "a", sha256: "" }, &read.file)
    };
    let tokens = "0-3 4-5 6-12 13-15 15-17 17-18 18-19";
    let found = file(tokens, 13, 15, "");
    assert_eq!(found.findings[0].words, ["30"]);
    assert_eq!(found.findings[0].verification.basis, Basis::TokenBounds);
    // One UTF-16 unit too far.
    let refused = file(tokens, 14, 16, "");
    assert!(refused.findings.is_empty() && refused.problems[0].what.contains("at tokens of the file"), "{refused:?}");
    assert!(refused.problems[0].help.contains("utf-16"), "{refused:?}");
    assert_eq!(file(tokens, 14, 16, "unit = \"utf-16\"").findings[0].words, ["30"]);
    // Tokens that leave out words are not those of the text, and prove nothing.
    assert!(file("0-3 13-15", 13, 15, "").findings.is_empty());
}

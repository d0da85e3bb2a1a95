//! The same findings in each format.

use super::super::model::{Agent, State};
use super::*;

const FOUND: [&str; 4] = [
    "person: Ana Pe\u{301}ros",
    "role: Mayor Ana Pe\u{301}ros",
    "quotation: We 🌉 kept our word, | and we will again.",
    "time: 4 June 2020",
];

/// The places of what is found, in a unit.
fn places(unit: Unit) -> [(usize, usize); 5] {
    ["Ana Pe\u{301}ros", "Mayor Ana Pe\u{301}ros", "We 🌉 kept our word,", "and we will again.", "4 June 2020"]
        .map(|words| at(words, unit))
}

#[test]
fn web_annotations() {
    let [person, role, first, second, time] = places(Unit::Utf16);
    let target = |(start, end): (usize, usize), words: &str| {
        format!(
            r#"{{"source": "urn:a", "selector": [{{"type": "TextPositionSelector", "start": {start}, "end": {end}}},
                {{"type": "TextQuoteSelector", "exact": {}}}]}}"#,
            json(words)
        )
    };
    let annotation = |id: &str, body: &str, targets: &str| {
        format!(r#"{{"id": "urn:x:/{id}", "type": "Annotation", "body": {body}, "target": {targets}}}"#)
    };
    let label = |label: &str| format!(r#"{{"type": "TextualBody", "purpose": "tagging", "value": "{label}"}}"#);
    let page = format!(
        r#"{{"type": "AnnotationCollection", "first": {{"type": "AnnotationPage", "items": [{}, {}, {}, {}, {}]}}}}"#,
        annotation("1", &format!("[{}]", label("person")), &target(person, "Ana Péros")),
        annotation(
            "2",
            &format!("[{}, {{\"holder\": \"1\", \"title\": \"Mayor\"}}]", label("role")),
            &target(role, "Mayor Ana Péros")
        ),
        annotation(
            "3",
            &format!("[{}, {{\"type\": \"Dataset\", \"urn:set/speaker\": {{\"id\": \"urn:x:/1\"}}}}]", label("quote")),
            &format!("[{}, {}]", target(first, "We 🌉 kept our word,"), target(second, "and we will again."))
        ),
        annotation("4", "\"https://example.org/kinds#Date\"", &target(time, "4 June 2020")),
        annotation("5", "[]", "\"urn:a\""),
    );
    let read = read_as("a.json", &page, "");
    assert!(read.file.notes[0].what.contains("1 annotation of a whole document"));
    let verified = verified(&read);
    assert_eq!(
        (words(&verified).as_slice(), verified.problems.as_slice()),
        (FOUND.map(str::to_owned).as_slice(), [].as_slice())
    );
    assert_eq!(verified.findings[0].verification.reason(), "offsets count UTF-16 units");
    assert_eq!(attributes(&verified, 1), ["holder=#urn:x:/1", "title=Mayor"]);
    assert_eq!(attributes(&verified, 2), ["speaker=#urn:x:/1"]);
}

#[test]
fn who_made_a_web_annotation() {
    let of = |who: &str| {
        let line = format!(
            r#"{{"type": "Annotation", {who}, "bodyValue": "person", "target": {{"selector": {{"type": "TextQuoteSelector", "exact": "Jon Tarn"}}}}}}"#
        );
        clean("a.jsonld", &line).findings[0].finding.by.clone().unwrap()
    };
    assert_eq!(of(r#""creator": {"type": "Person", "name": "Ida Moss"}"#), Agent::Person("Ida Moss".to_owned()));
    let tool = Agent::Tool { name: "Tagger".to_owned(), version: Some("2.1".to_owned()), settings: Vec::new() };
    assert_eq!(of(r#""creator": {"type": "Software", "name": "Tagger", "schema:softwareVersion": "2.1"}"#), tool);
    assert_eq!(of(r#""generator": "urn:tagger""#), Agent::tool("urn:tagger"));
    assert_eq!(of(r#""motivation": "tagging""#), Agent::Unknown);
}

#[test]
fn brat() {
    let [person, role, first, second, time] = places(Unit::Bytes);
    let file = format!(
        "T1\tPerson {} {}\tAna Pe\u{301}ros\nT2\tRole {} {}\tMayor Ana Pe\u{301}ros\n\
         T3\tQuotation {} {};{} {}\tWe 🌉 kept our word, and we will again.\nT4\tTime {} {}\t4 June 2020\n\
         R1\tHolder Arg1:T2 Arg2:T1\nA1\tMode T3 direct\nE1\tQuotation:T3 Speaker:T1\nN1\tReference T1 Wikidata:Q1\tAna\n\
         #1\tAnnotatorNotes T4\tvalue=2020-06-04\n#2\tAnnotatorNotes T1\tthe younger\n",
        person.0, person.1, role.0, role.1, first.0, first.1, second.0, second.1, time.0, time.1
    );
    let verified = clean("a.ann", &file);
    assert_eq!(words(&verified), FOUND);
    assert_eq!(verified.findings[2].verification.reason(), "offsets count bytes of UTF-8");
    assert_eq!(attributes(&verified, 0), ["identity=Wikidata:Q1", "comment=the younger"]);
    assert_eq!(attributes(&verified, 1), ["holder=#T1"]);
    assert_eq!(attributes(&verified, 2), ["speaker=#T1", "mode=direct"]);
    assert_eq!(attributes(&verified, 3), ["value=2020-06-04"]);
}

#[test]
fn two_events_of_one_trigger_are_two_findings() {
    let (start, end) = at("meet", Unit::CodePoints);
    let (from, to) = at("Jon Tarn", Unit::CodePoints);
    let file = format!(
        "E1\tMeeting:T1 Person1:T2\nE2\tMeeting:T1 Person2:T2 Cause:E1\nT1\tMeeting {start} {end}\tmeet\n\
         T2\tPerson {from} {to}\tJon Tarn\nM1\tStanding E2 planned\n"
    );
    let verified = clean("a.ann", &file);
    assert_eq!(words(&verified), ["event: meet", "person: Jon Tarn", "event: meet"]);
    assert_eq!(attributes(&verified, 0), ["person=#T2"]);
    assert_eq!(attributes(&verified, 2), ["person=#T2", "cause=#T1", "factuality=planned"]);
}

#[test]
fn broken_lines_of_brat_are_told_and_the_rest_is_read() {
    let file = "T1\tPlace 56 61\tOstra\nT2\tPlace 61 56\tOstra\nT3\tPlace 80 80\t\nT4 Place 56 61 Ostra\nT1\tPlace 56 61\tOstra\n\
                R1\tSpeaker Arg1:T1 Arg2:T9\nR2\tSpeaker Arg1:T9 Arg2:T1\nT5\tPlace a 61\tOstra\nX1\tx\nA1\tMode\nE1\tMeet:T9\n";
    let read = read_as("a.ann", file, "");
    let lines: Vec<usize> = read.file.problems.iter().filter_map(|note| note.at.line).collect();
    assert_eq!(lines, [4, 8, 9, 11, 7, 10]);
    let verified = verified(&read);
    assert_eq!(words(&verified), ["place: Ostra"]);
    let told: Vec<&str> = verified.problems.iter().map(|note| note.what.as_str()).collect();
    assert_eq!(told.len(), 4, "{told:?}");
    assert!(told[0].contains("61–56 ends before it starts") && told[1].contains("80–80 is empty"), "{told:?}");
    assert!(
        told[2].contains("another finding has the id \"T1\"") && told[3].contains("there is no finding T9"),
        "{told:?}"
    );
}

#[test]
fn langextract() {
    let extraction = |class: &str, words: &str, interval: Option<(usize, usize)>, attributes: &str| {
        let interval = interval.map_or("null".to_owned(), |(s, e)| format!("{{\"start_pos\": {s}, \"end_pos\": {e}}}"));
        format!(
            r#"{{"extraction_class": "{class}", "extraction_text": {}, "char_interval": {interval}, "alignment_status": "match_exact", "attributes": {attributes}}}"#,
            json(words)
        )
    };
    let (person, twice) = (at("Jon Tarn", Unit::CodePoints), at("Ostra", Unit::CodePoints));
    let line = format!(
        "{{\"extractions\": [{}, {}, {}, {}, {}], \"text\": {}, \"document_id\": \"a\"}}",
        extraction("person", "Jon Tarn", Some(person), "{\"of\": [\"x\", 3]}"),
        extraction("place", "Ostra", Some(twice), "null"),
        extraction("place", "Ostra", None, "null"),
        extraction("organisation", "Radio Vell", None, "{}"),
        extraction("person", "Jon Ternd", Some(person), "null"),
        json(TEXT)
    );
    let verified = verified(&read_as("a.jsonl", &line, ""));
    assert_eq!(words(&verified), ["person: Jon Tarn", "place: Ostra", "organisation: Radio Vell"]);
    assert_eq!(attributes(&verified, 0), ["of=x", "of=3", "alignment_status=match_exact"]);
    // The tool found the place by the words, which stand twice.
    let unverified: Vec<bool> =
        verified.findings.iter().map(|placed| placed.verification.is_place_unverified).collect();
    assert_eq!(unverified, [false, true, false]);
    assert_eq!(verified.problems.len(), 2, "{:?}", verified.problems);
    assert!(verified.problems[0].what.contains("stand in the text 2 times"), "{:?}", verified.problems);
    assert!(verified.problems[1].what.contains("do not stand in the text"), "{:?}", verified.problems);
}

#[test]
fn spacy() {
    let [person, role, first, second, time] = places(Unit::CodePoints);
    let span = |(start, end): (usize, usize), label: &str| {
        format!(r#"{{"start": {start}, "end": {end}, "label": "{label}"}}"#)
    };
    let value = |(start, end): (usize, usize), value: &str| {
        format!(r#"{{"start": {start}, "end": {end}, "value": "{value}"}}"#)
    };
    let tokens: Vec<String> = [person, role, first, second, time].iter().map(|t| span(*t, "")).collect();
    let file = |text: &str| {
        format!(
            r#"{{"text": {}, "ents": [{}], "tokens": [{}], "spans": {{"sc": [{}, {}, {}, {}, {}]}},
                "underscore_span": {{"finding": [{}, {}, {}], "speaker": [{}, {}]}}}}"#,
            json(text),
            span(person, "PER"),
            tokens.join(", "),
            span(person, "PER"),
            span(role, "ROLE"),
            span(first, "QUOTE"),
            span(second, "QUOTE"),
            span(time, "DATE"),
            value(person, "p"),
            value(first, "q"),
            value(second, "q"),
            value(first, "p"),
            value(second, "p"),
        )
    };
    let verified = clean("a.json", &file(TEXT));
    assert_eq!(words(&verified), FOUND);
    assert_eq!(
        verified.findings[0].verification.reason(),
        "the file has no words; all its spans begin and end at words"
    );
    assert_eq!(verified.findings[0].finding.by, Some(Agent::tool("spaCy")));
    assert_eq!(attributes(&verified, 2)[0], "speaker=#p");
    // The text of the file is another: one digit.
    let read = read_as("a.json", &file(&TEXT.replace("2020", "2021")), "");
    let other = super::verified(&read);
    assert!(other.findings.is_empty() && other.problems[0].what.contains("differ from line 1, column 36"), "{other:?}");
}

#[test]
fn a_text_in_another_form_carries_its_spans_over() {
    let composed = TEXT.replace("e\u{301}", "é").replace('\n', "\r\n");
    let at = composed.find("Jon Tarn").map(|byte| composed[..byte].chars().count()).unwrap();
    let file =
        format!(r#"{{"text": {}, "label": [[{at}, {}, "PERSON"], [6, 15, "PERSON"]]}}"#, json(&composed), at + 8);
    let verified = clean("a.jsonl", &file);
    assert_eq!(words(&verified), ["person: Jon Tarn", "person: Ana Pe\u{301}ros"]);
    assert!(
        verified.notes[0].what.contains("differs from the source in line ends, the Unicode normal form"),
        "{:?}",
        verified.notes
    );
}

#[test]
fn doccano() {
    let [person, role, first, second, time] = places(Unit::CodePoints);
    let entity = |id: usize, (start, end): (usize, usize), label: &str| {
        format!(r#"{{"id": {id}, "label": "{label}", "start_offset": {start}, "end_offset": {end}}}"#)
    };
    let file = format!(
        r#"{{"id": 7, "text": {}, "entities": [{}, {}, {}, {}, {}], "relations": [
            {{"from_id": 3, "to_id": 4, "type": "continues"}}, {{"from_id": 4, "to_id": 1, "type": "speaker"}}]}}"#,
        json(TEXT),
        entity(1, person, "PER"),
        entity(2, role, "Role"),
        entity(3, first, "Quote"),
        entity(4, second, "Quote"),
        entity(5, time, "Time")
    );
    let verified = clean("a.jsonl", &file.replace('\n', ""));
    assert_eq!(words(&verified), FOUND);
    assert_eq!(attributes(&verified, 2), ["speaker=#1"]);
}

#[test]
fn a_file_without_words_in_a_wrong_unit_is_refused_whole() {
    let spans = ["Radio Vell", "Jon Tarn", "July"].map(|words| at(words, Unit::Utf16));
    let labels: Vec<String> = spans.iter().map(|(start, end)| format!("[{start}, {end}, \"ORG\"]")).collect();
    let file = format!(r#"{{"text": {}, "label": [{}]}}"#, json(TEXT), labels.join(", "));
    let read = read_as("a.jsonl", &file, "");
    let refused = verified(&read);
    assert!(refused.findings.is_empty());
    assert!(refused.problems[0].what.contains("3 of 3 do not begin and end at words"), "{:?}", refused.problems);
    assert!(refused.problems[0].help.contains("utf-16"), "{:?}", refused.problems);
    let given = verified(&read_as("a.jsonl", &file, "unit = \"utf-16\""));
    assert_eq!(words(&given), ["organisation: Radio Vell", "organisation: Jon Tarn", "organisation: July"]);
    assert!(verified(&read_as("a.jsonl", &file, "unit = \"bytes\"")).findings.is_empty());
}

#[test]
fn label_studio() {
    let [person, role, first, second, time] = places(Unit::Utf16);
    let region = |id: &str, (start, end): (usize, usize), words: &str, label: &str| {
        format!(
            r#"{{"id": "{id}", "to_name": "text", "type": "labels", "value": {{"start": {start}, "end": {end}, "text": {}, "labels": ["{label}"]}}}}"#,
            json(words)
        )
    };
    let results = [
        region("a", person, "Ana Pe\u{301}ros", "PER"),
        region("b", role, "Mayor Ana Pe\u{301}ros", "ROLE"),
        region("c", first, "We 🌉 kept our word,", "QUOTE"),
        region("d", second, "and we will again.", "QUOTE"),
        region("e", time, "4 June 2020", "TIME"),
        r#"{"id": "c", "from_name": "mode", "type": "choices", "value": {"choices": ["direct"]}}"#.to_owned(),
        r#"{"type": "relation", "from_id": "c", "to_id": "d", "labels": ["continues"]}"#.to_owned(),
        r#"{"type": "relation", "from_id": "a", "to_id": "b", "direction": "left", "labels": ["holder"]}"#.to_owned(),
    ]
    .join(", ");
    let task = |cancelled: bool| {
        format!(
            r#"[{{"id": 1, "data": {{"text": {}}}, "annotations": [{{"completed_by": {{"email": "ida@example.org"}}, "was_cancelled": {cancelled}, "result": [{results}]}}],
                "predictions": [{{"model_version": "m", "result": [{}]}}]}}]"#,
            json(TEXT),
            region("x", time, "4 June 2020", "TIME")
        )
    };
    let verified = clean("a.json", &task(false));
    assert_eq!(words(&verified), FOUND);
    assert_eq!(verified.findings[0].finding.by, Some(Agent::Person("ida@example.org".to_owned())));
    assert_eq!(verified.findings[0].finding.state, State::Accepted);
    assert_eq!(
        (attributes(&verified, 1), attributes(&verified, 2)),
        (vec!["holder=#a".to_owned()], vec!["mode=direct".to_owned()])
    );
    let cancelled = clean("a.json", &task(true));
    assert!(
        cancelled.findings.is_empty() && cancelled.notes[0].what.contains("4 findings left out: rejected"),
        "{:?}",
        cancelled.notes
    );
}

#[test]
fn prodigy() {
    let (person, quote) = (at("Jon Tarn", Unit::CodePoints), at("Radio Vell", Unit::CodePoints));
    let token = |n: usize, words: &str| {
        let (start, end) = at(words, Unit::CodePoints);
        format!(r#"{{"id": {n}, "text": "{words}", "start": {start}, "end": {end}, "ws": true}}"#)
    };
    let span = |(start, end): (usize, usize), first: usize, label: &str| {
        format!(
            r#"{{"start": {start}, "end": {end}, "token_start": {first}, "token_end": {}, "label": "{label}"}}"#,
            first + 1
        )
    };
    let task = |answer: &str, by: usize| {
        let (person, quote) = ((person.0 + by, person.1 + by), (quote.0 + by, quote.1 + by));
        format!(
            r#"{{"text": {}, "tokens": [{}, {}, {}, {}], "spans": [{}, {}], "relations": [{{"head_span": {}, "child_span": {}, "label": "of"}}], {answer}"_session_id": "ida"}}"#,
            json(TEXT),
            token(0, "Radio"),
            token(1, "Vell"),
            token(2, "Jon"),
            token(3, "Tarn"),
            span(person, 2, "PERSON"),
            span(quote, 0, "ORG"),
            span(person, 2, "PERSON"),
            span(quote, 0, "ORG")
        )
    };
    let accept = "\"answer\": \"accept\", ";
    let verified = clean("a.jsonl", &task(accept, 0));
    assert_eq!(words(&verified), ["person: Jon Tarn", "organisation: Radio Vell"]);
    assert_eq!(attributes(&verified, 0), ["of=#1"]);
    // Offsets that contradict the tokens of their spans.
    let shifted = clean("a.jsonl", &task(accept, 3));
    assert_eq!(words(&shifted), words(&verified));
    assert_eq!(shifted.findings[0].verification.reason(), "offsets count code points, and are 3 too high");
    for answer in ["\"answer\": \"reject\", ", "\"answer\": \"ignore\", ", ""] {
        assert!(clean("a.jsonl", &task(answer, 0)).findings.is_empty(), "{answer}");
    }
}

#[test]
fn hypothesis() {
    let (start, end) = at("Jon Tarn", Unit::Utf16);
    let file = format!(
        r#"{{"total": 2, "rows": [{{"id": "r", "user": "acct:ida@example.org", "tags": ["person", "finding:x"], "text": "?", "target": [{{"source": "urn:a", "selector": [
            {{"type": "RangeSelector"}}, {{"type": "TextPositionSelector", "start": {start}, "end": {end}}}, {{"type": "TextQuoteSelector", "exact": "Jon Tarn"}}]}}]}},
            {{"id": "n", "tags": [], "target": [{{"source": "urn:a"}}]}}]}}"#
    );
    let verified = clean("a.json", &file);
    assert_eq!(
        (words(&verified), attributes(&verified, 0)),
        (vec!["person: Jon Tarn".to_owned()], vec!["finding=x".to_owned(), "comment=?".to_owned()])
    );
}

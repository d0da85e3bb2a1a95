//! Findings of other tools in the reading of an article.

use super::super::beside::{Captured, GivenFindings};
use super::super::select::About;
use crate::base::capture::CaptureError;
use crate::base::text::Problem;
use crate::base::time::TimeExtent;
use crate::dataset::gazetteer::Gazetteer;
use crate::extract::Extractor;
use crate::extract::finding::{Anchor, EntityType, EventKind, Factuality, Findings, SpeechKind};
use crate::read::record::Article;
use std::path::PathBuf;

const TEXT: &str = "Ada Moor met Lena Holt in Valmora on 3 May 2019.\n\n\
    “We agreed on the bridge,” said Ada Moor, the mayor of Valmora. Moor left yesterday.\n";

/// The findings of files, by their names, beside a text.
fn verified(text: &str, files: &[(&str, String)]) -> Result<GivenFindings, Vec<CaptureError>> {
    let folder = tempfile::tempdir().unwrap();
    let paths: Vec<PathBuf> = files
        .iter()
        .map(|(name, content)| {
            let path = folder.path().join(name);
            std::fs::write(&path, content).unwrap();
            path
        })
        .collect();
    Captured::read(&paths).unwrap().verified_about(&About { text, name: "news", sha256: "" }, None)
}

/// The reading of a text with such findings, and what is said of them.
fn read_with(text: &str, extractor: &Extractor, files: &[(&str, String)]) -> (Findings, Vec<Problem>) {
    let given = verified(text, files).unwrap();
    assert_eq!(given.problems, []);
    let mut paragraphs = Vec::new();
    let mut at = 0;
    for part in text.split("\n\n") {
        paragraphs.push(at..at + part.trim_end().len());
        at += part.len() + 2;
    }
    let published = TimeExtent::from_edtf("2019-05-10").unwrap();
    let article = Article { title: None, paragraphs };
    let (findings, left) = extractor.read_given(Some("en"), text, &article, Some(&published), &given.given);
    let notes = given.notes.iter().chain(&given.left_out(&left)).map(|(_, problem)| problem.clone()).collect();
    (findings, notes)
}

fn read(files: &[(&str, String)]) -> (Findings, Vec<Problem>) {
    read_with(TEXT, &Extractor::new(&Gazetteer::default()), files)
}

/// Lines of brat: label and words, where the words stand for the `nth` time from 0.
fn brat(findings: &[(&str, &str, usize)]) -> String {
    let line = |(n, (label, words, nth)): (usize, &(&str, &str, usize))| {
        let byte = TEXT.match_indices(words).nth(*nth).unwrap().0;
        let start = TEXT[..byte].chars().count();
        format!("T{}\t{label} {start} {}\t{words}\n", n + 1, start + words.chars().count())
    };
    findings.iter().enumerate().map(line).collect()
}

const NAMES: [(&str, &str, usize); 5] = [
    ("PER", "Ada Moor", 0),
    ("PER", "Lena Holt", 0),
    ("LOC", "Valmora", 0),
    ("PER", "Ada Moor", 1),
    ("LOC", "Valmora", 1),
];

fn words<'t>(range: &std::ops::Range<usize>, text: &'t str) -> &'t str {
    &text[range.clone()]
}

#[test]
fn names_of_a_tool_are_the_only_names_and_the_rest_is_read_with_them() {
    let (findings, notes) = read(&[("news.findings.ann", brat(&NAMES))]);
    assert_eq!(notes, []);
    let mentions: Vec<_> = findings.mentions.iter().map(|m| (words(&m.range, TEXT), m.kind, m.entity)).collect();
    let (person, place) = (EntityType::Person, EntityType::Place);
    // The last Moor is a name to the program, and not to the tool.
    assert_eq!(
        mentions,
        [
            ("Ada Moor", person, 0),
            ("Lena Holt", person, 1),
            ("Valmora", place, 2),
            ("Ada Moor", person, 0),
            ("Valmora", place, 2)
        ]
    );
    assert_eq!(findings.given.mentions, [0, 1, 2, 3, 4]);
    let [quotation] = findings.quotations.as_slice() else { panic!("{:?}", findings.quotations) };
    assert_eq!(quotation.speaker.as_ref().unwrap().entity, Some(0));
    let meeting = findings.events.iter().find(|event| event.kind == EventKind::Meeting).unwrap();
    assert_eq!(meeting.participants.iter().map(|p| p.entity).collect::<Vec<_>>(), [Some(0), Some(1)]);
    assert_eq!((meeting.place, meeting.factuality), (Some(2), Factuality::Happened));
    assert!(findings.roles.iter().any(|role| role.holder == Some(0) && role.plain == "mayor"), "{:?}", findings.roles);
    assert!(findings.given.quotations.is_empty() && findings.given.times.is_empty());
    assert!(!findings.times.is_empty());
}

#[test]
fn names_are_of_one_entity_by_identity_by_spelling_or_by_the_gazetteer() {
    let mut file = brat(&[("PER", "Ada Moor", 0), ("PER", "Moor", 2), ("LOC", "Valmora", 0), ("LOC", "Valmora", 1)]);
    file.push_str("N1\tReference T1 Wikidata:Q1\tAda Moor\nN2\tReference T2 Wikidata:Q1\tAda Moor\n");
    let (findings, _) = read(&[("news.findings.ann", file.clone())]);
    assert_eq!(findings.mentions.iter().map(|m| m.entity).collect::<Vec<_>>(), [0, 1, 1, 0]);
    let names: Vec<_> = findings.entities.iter().map(|e| (e.name.as_str(), e.mentions.len(), e.known)).collect();
    assert_eq!(names, [("Ada Moor", 2, None), ("Valmora", 2, None)]);
    // Without an identity, a surname alone is another person: nothing is merged by guess.
    let (findings, _) = read(&[("news.findings.ann", brat(&[("PER", "Ada Moor", 0), ("PER", "Moor", 2)]))]);
    assert_eq!(findings.entities.len(), 2);
    let folder = tempfile::tempdir().unwrap();
    let rows = "id,kind,names,wikidata,evidence\nada-moor,person,Ada Moor@en|Moor@en,,\nvalmora,person,Valmora@en,,\n";
    std::fs::write(folder.path().join("names.csv"), rows).unwrap();
    let gazetteer = Gazetteer::read(folder.path()).unwrap();
    let file = brat(&[("PER", "Ada Moor", 0), ("PER", "Moor", 2), ("LOC", "Valmora", 0)]);
    let (findings, _) = read_with(TEXT, &Extractor::new(&gazetteer), &[("news.findings.ann", file)]);
    let known: Vec<_> = findings.entities.iter().map(|e| (e.name.as_str(), e.known.is_some())).collect();
    // The tool says that Valmora is a place; the person of that name is not meant.
    assert_eq!(known, [("Ada Moor", true), ("Valmora", false)]);
}

#[test]
fn names_that_overlap_and_names_in_parts_are_left_out_with_a_note() {
    let mut file = brat(&[("PER", "Ada Moor", 0), ("PER", "Moor met", 0), ("PER", "Lena Holt", 0)]);
    file.push_str("T9\tLOC 0 3;9 12\tAda met\n");
    let (findings, notes) = read(&[("news.findings.ann", file)]);
    assert_eq!(findings.mentions.iter().map(|m| words(&m.range, TEXT)).collect::<Vec<_>>(), ["Lena Holt"]);
    let said: Vec<_> = notes.iter().map(|note| (note.at.unwrap().line, note.value.as_str())).collect();
    assert_eq!(said, [(4, "Ada … met"), (1, "Ada Moor"), (2, "Moor met")]);
    assert!(notes[0].what.contains("in several parts"), "{notes:?}");
    assert!(notes[1].what.contains("overlaps"), "{notes:?}");
}

#[test]
fn a_value_of_a_tool_is_used_and_without_one_our_reading_of_the_same_words() {
    let file = |attributes: &str| {
        format!("{}{attributes}", brat(&[("TIME", "3 May 2019", 0), ("TIME", "yesterday", 0), ("TIME", "May", 0)]))
    };
    let (findings, notes) =
        read(&[("news.findings.ann", brat(&[("TIME", "3 May 2019", 0), ("TIME", "yesterday", 0)]))]);
    assert_eq!(notes, []);
    let edtf = |findings: &Findings| {
        findings.times.iter().map(|t| t.extent.as_ref().map(|e| e.edtf.clone())).collect::<Vec<_>>()
    };
    assert_eq!(edtf(&findings), [Some("2019-05-03".to_owned()), Some("2019-05-09".to_owned())]);
    assert_eq!(findings.times[1].anchor, Anchor::Published);
    let (_, notes) = read(&[("news.findings.ann", file(""))]);
    assert_eq!(notes.len(), 2, "{notes:?}");
    let said = brat(&[("TIME", "3 May 2019", 0), ("TIME", "yesterday", 0)]);
    let said = format!("{said}A1\tvalue T1 1999-05\nA2\tvalue T2 the day before\n");
    let (findings, notes) = read(&[("news.findings.ann", said)]);
    assert_eq!(edtf(&findings), [Some("1999-05".to_owned()), None]);
    assert_eq!((&findings.times[0].anchor, &findings.times[1].anchor), (&Anchor::Given, &Anchor::Missing));
    assert_eq!((notes.len(), notes[0].value.as_str()), (1, "yesterday"));
    // A part of an expression that we read otherwise has no meaning.
    let (findings, _) = read(&[("news.findings.ann", brat(&[("TIME", "May", 0)]))]);
    assert_eq!(edtf(&findings), [None]);
}

#[test]
fn quotations_have_the_speakers_that_the_tool_names() {
    let line = |speaker: &str| {
        let said = "We agreed on the bridge,";
        let start = TEXT[..TEXT.find(said).unwrap()].chars().count();
        let text = serde_json::to_string(TEXT).unwrap();
        format!(
            "{{\"extractions\":[{{\"extraction_class\":\"quote\",\"extraction_text\":\"{said}\",\"char_interval\":\
             {{\"start_pos\":{start},\"end_pos\":{}}},\"alignment_status\":\"match_exact\",\"attributes\":\
             {{\"speaker\":\"{speaker}\"}}}}],\"text\":{text}}}\n",
            start + said.chars().count()
        )
    };
    let (findings, notes) = read(&[("news.findings.jsonl", line("Ada Moor")), ("news.findings.ann", brat(&NAMES))]);
    assert_eq!(notes, []);
    let [quotation] = findings.quotations.as_slice() else { panic!("{:?}", findings.quotations) };
    assert_eq!((quotation.kind, words(&quotation.content[0], TEXT)), (SpeechKind::Direct, "We agreed on the bridge,"));
    let speaker = quotation.speaker.as_ref().unwrap();
    assert_eq!((words(&speaker.range, TEXT), speaker.entity), ("Ada Moor", Some(0)));
    // She is named elsewhere, so it is known who is meant, and not which words say so.
    let speaker = read(&[("news.findings.jsonl", line("Lena Holt"))]).0.quotations[0].speaker.clone().unwrap();
    assert!(speaker.range.is_empty() && speaker.entity.is_some());
    let (findings, notes) = read(&[("news.findings.jsonl", line("Ivo Tarn"))]);
    assert_eq!((findings.quotations[0].speaker.as_ref(), notes.len()), (None, 1));
    assert!(notes[0].what.contains("Ivo Tarn"), "{notes:?}");
    assert_eq!(findings.given.quotations.len(), 1);
    assert!(findings.given.mentions.is_empty() && !findings.mentions.is_empty());
}

#[test]
fn an_event_is_as_factual_as_the_tool_or_its_words_say() {
    let event = |words: &str, attributes: &str| {
        format!("{}{attributes}", brat(&[("PER", "Ada Moor", 0), ("PER", "Lena Holt", 0), ("meeting", words, 0)]))
    };
    let (findings, notes) = read(&[("news.findings.ann", event("met", "A1\tfactuality T3 denied\n"))]);
    assert_eq!(notes, []);
    assert_eq!(findings.events.iter().map(|e| e.factuality).collect::<Vec<_>>(), [Factuality::Denied]);
    // What the file does not say is read from the same word.
    let (findings, _) = read(&[("news.findings.ann", event("met", ""))]);
    assert_eq!(findings.events.iter().map(|e| e.factuality).collect::<Vec<_>>(), [Factuality::Happened]);
    let (findings, notes) = read(&[("news.findings.ann", event("bridge", ""))]);
    assert_eq!((findings.events.len(), notes.len()), (0, 1));
    assert!(notes[0].what.contains("whether the event happened"), "{notes:?}");
}

#[test]
fn two_files_do_not_give_the_same_group() {
    let names = brat(&NAMES);
    let errors =
        verified(TEXT, &[("news.findings.ann", names.clone()), ("news.ann", names)]).expect_err("both give names");
    let [CaptureError::Unreadable { path, problems }] = errors.as_slice() else { panic!("{errors:?}") };
    assert!(path.ends_with("news.ann") && problems[0].value == "names", "{problems:?}");
}

#[test]
fn a_file_of_another_text_cannot_be_used() {
    let errors = verified("Nothing of this stands here.", &[("news.ann", brat(&NAMES))]).unwrap_err();
    let [CaptureError::Unreadable { problems, .. }] = errors.as_slice() else { panic!("{errors:?}") };
    assert_eq!(problems.len(), NAMES.len());
}

#[test]
fn a_mapping_beside_the_findings_is_used() {
    let file = brat(&[("Held", "Ada Moor", 0)]);
    let mapping = "person = \"Ida Moss\"\n[labels]\nHeld = \"person\"\n".to_owned();
    let given = verified(TEXT, &[("news.ann", file), ("news.findings.toml", mapping)]).unwrap();
    assert_eq!(given.given.names.as_ref().map(Vec::len), Some(1));
    assert_eq!(given.origins[0].by, super::super::model::Agent::Person("Ida Moss".to_owned()));
    assert!(verified(TEXT, &[("news.ann", brat(&NAMES)), ("news.findings.toml", "labels = 1".to_owned())]).is_err());
}

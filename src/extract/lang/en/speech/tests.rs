//! What is read from sentences of real forms, and that noise does no harm.

mod speakers;
mod statements;

use crate::dataset::gazetteer::Gazetteer;
use crate::extract::finding::Names;
use crate::extract::finding::{Quotation, SpeechKind};
use crate::extract::gazetteer::KnownNames;
use crate::extract::lang::en::names;
use crate::extract::lang::en::writing::WRITING;
use crate::extract::tokens::Tokens;
use crate::read::record::Article;
use std::ops::Range;
use std::sync::LazyLock;

const KNOWN: &[&str] = &["Richard Roe", "Mara Voss", "Foreign Ministry", "Norland", "Norpress"];

fn article(text: &str) -> Article {
    let mut paragraphs = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim();
        if !words.is_empty() {
            let start = at + line.find(words).unwrap();
            paragraphs.push(start..start + words.len());
        }
        at += line.len();
    }
    Article { title: None, paragraphs }
}

static GAZETTEER: LazyLock<KnownNames> = LazyLock::new(|| KnownNames::new(&gazetteer(), WRITING));

fn gazetteer() -> Gazetteer {
    let folder = tempfile::tempdir().unwrap();
    let rows = "id,kind,names,wikidata,evidence\n\
                roe,person,Richard Roe@en|Roe@en,,\nmara,person,Mara Voss@en|Voss@en,,\n\
                ministry,organisation,Foreign Ministry@en,,\nnorland,country,Norland@en,,\n\
                agency,organisation,Norpress@en,,\n";
    std::fs::write(folder.path().join("g.csv"), rows).unwrap();
    Gazetteer::read(folder.path()).unwrap()
}

fn read(text: &str, article: &Article) -> (Vec<Quotation>, Names) {
    let tokens = Tokens::new(text, article, WRITING);
    let names = names::read(&tokens, &GAZETTEER);
    (super::read(&tokens, &names, &[]), names)
}

/// One line for each quotation: kind, cue, speaker and entity, addressee, medium, content.
fn shown(text: &str, article: &Article) -> Vec<String> {
    let (quotations, names) = read(text, article);
    let cut = |range: &Range<usize>| text[range.clone()].to_owned();
    quotations
        .iter()
        .map(|q| {
            let kind = match q.kind {
                SpeechKind::Direct => "D",
                SpeechKind::Indirect => "I",
                SpeechKind::Mixed => "M",
            };
            let speaker = q.speaker.as_ref().map_or("-".to_owned(), |v| match v.entity {
                Some(e) => {
                    let entity = &names.entities[e];
                    let known = entity.known.map_or(entity.name.as_str(), |k| KNOWN[k]);
                    format!("{}={known}", cut(&v.range))
                }
                None => cut(&v.range),
            });
            let cue = q.cue.as_ref().map_or("-".to_owned(), cut);
            let to = q.addressee.as_ref().map_or(String::new(), |v| format!(" to {}", cut(&v.range)));
            let medium = q.medium.as_ref().map_or(String::new(), |m| format!(" [{}]", cut(m)));
            let content: Vec<String> = q.content.iter().map(cut).collect();
            format!("{kind} {cue} {speaker}{to}{medium}: {}", content.join(" | "))
        })
        .collect()
}

#[test]
fn quotations_and_reports() {
    for (text, expected) in [
        ("“The talks went well,” Richard Roe said.", vec!["D said Richard Roe=Richard Roe: The talks went well,"]),
        (
            "“The talks went well,” said Roe. “We go on.”",
            vec!["D said Roe=Richard Roe: The talks went well, | We go on."],
        ),
        ("“The talks,” Roe said, “went well.”", vec!["D said Roe=Richard Roe: The talks, | went well."]),
        ("“Did they go well?” Roe asked.", vec!["D asked Roe=Richard Roe: Did they go well?"]),
        ("Roe said: “They went well.” Then he left.", vec!["D said Roe=Richard Roe: They went well."]),
        ("\"They went well,\" Roe told reporters.", vec!["D told Roe=Richard Roe to reporters: They went well,"]),
        ("`` They went well , '' said Roe .", vec!["D said Roe=Richard Roe: They went well ,"]),
        ("Roe said that the talks went well.", vec!["I said Roe=Richard Roe: the talks went well"]),
        ("Roe said the talks went well.", vec!["I said Roe=Richard Roe: the talks went well"]),
        ("The talks went well, Roe said on Monday.", vec!["I said Roe=Richard Roe: The talks went well"]),
        (
            "The talks went well, Roe said in an interview with Norpress.",
            vec!["I said Roe=Richard Roe [in an interview with Norpress]: The talks went well"],
        ),
        ("According to Roe, the talks went well.", vec!["I According to Roe=Richard Roe: the talks went well"]),
        ("The talks went well, according to the report.", vec!["I according to the report: The talks went well"]),
        (
            "Roe said it was an “important step” for all.",
            vec!["M said Roe=Richard Roe: it was an | important step | for all"],
        ),
        (
            "Roe told Norpress that the talks went well.",
            vec!["I told Roe=Richard Roe to Norpress: the talks went well"],
        ),
        ("Roe denied knowing of it.", vec!["I denied Roe=Richard Roe: knowing of it"]),
        ("Roe touched upon the summit.", vec!["I touched upon Roe=Richard Roe: the summit"]),
        ("Roe went on to say that all agreed.", vec!["I went on to say Roe=Richard Roe: all agreed"]),
        ("Voss was quoted as saying that all agreed.", vec!["I was quoted as saying Voss=Mara Voss: all agreed"]),
        (
            "Roe said that all agreed and added that work goes on.",
            vec!["I said Roe=Richard Roe: all agreed", "I added Roe=Richard Roe: work goes on"],
        ),
        (
            "Roe said that all agreed, adding that work goes on.",
            vec!["I said Roe=Richard Roe: all agreed", "I adding Roe=Richard Roe: work goes on"],
        ),
        (
            "A spokesman for the ministry said the plan was dead.",
            vec!["I said A spokesman for the ministry: the plan was dead"],
        ),
        ("Police said two men were held.", vec!["I said Police: two men were held"]),
        ("Richard Roe, the deputy minister, said all agreed.", vec!["I said Richard Roe=Richard Roe: all agreed"]),
        (
            "In a statement, the Foreign Ministry said all agreed.",
            vec!["I said Foreign Ministry=Foreign Ministry [In a statement]: all agreed"],
        ),
        ("Roe opposed the plan, calling it “ill-founded”.", vec!["D calling Roe=Richard Roe: ill-founded"]),
        ("Roe did not say that all agreed.", vec![]),
        ("Roe refused to say whether all agreed.", vec![]),
        ("He lives in the said district near the so-called “green line”.", vec![]),
        ("They saw “The Long Night” and went home.", vec![]),
        (
            "NORTON (Norpress) – Mara Voss said she hoped for peace.",
            vec!["I said Mara Voss=Mara Voss: she hoped for peace"],
        ),
    ] {
        assert_eq!(shown(text, &article(text)), expected, "{text}");
    }
}

#[test]
fn speakers_go_on() {
    for (text, expected) in [
        (
            "Deputy minister Richard Roe said that all agreed.\n“It was late,” he added.\n“Nobody slept.”",
            vec![
                "I said Richard Roe=Richard Roe: all agreed",
                "D added he=Richard Roe: It was late,",
                "D - he=Richard Roe: Nobody slept.",
            ],
        ),
        ("Richard Roe met Mara Voss in Norland. “It was late,” she said.", vec!["D said she=Mara Voss: It was late,"]),
        (
            "“It was late. We were tired,” said Voss. “Nobody slept.\n“Then it was day.”\nRoe agreed.",
            vec!["D said Voss=Mara Voss: It was late. We were tired, | Nobody slept. | Then it was day."],
        ),
        (
            "Minister Richard Roe spoke first. The minister said that all agreed.",
            vec!["I said The minister=Richard Roe: all agreed"],
        ),
        (
            "The Foreign Ministry said that all agreed. It added that work goes on.",
            vec!["I said Foreign Ministry=Foreign Ministry: all agreed", "I added It=Foreign Ministry: work goes on"],
        ),
        (
            "A spokesman said that all agreed. “It was late,” he added.",
            vec!["I said A spokesman: all agreed", "D added he: It was late,"],
        ),
    ] {
        assert_eq!(shown(text, &article(text)), expected, "{text}");
    }
}

#[test]
fn headlines() {
    let text = "Norland welcomes talks – deputy FM\nNorland welcomes the talks, Deputy Minister Richard Roe said.";
    let end = text.find('\n').unwrap();
    let article = Article { title: Some(0..end), paragraphs: vec![end + 1..text.len()] };
    let expected = [
        "I - deputy FM=Richard Roe: Norland welcomes talks",
        "I said Richard Roe=Richard Roe: Norland welcomes the talks",
    ];
    assert_eq!(shown(text, &article), expected);
}

/// Pseudo-random small numbers, the same in every run.
struct Chance(u64);

impl Chance {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % below as u64).unwrap()
    }
}

#[test]
fn noise_is_harmless() {
    let soup = [
        "“", "”", "\"", "'", "‘", "’", "``", "''", "«", "»", "„", "(", ")", ",", ".", "!", ":", "–", " ", " ", " ",
        "\n", "said", "Roe", "Richard Roe", "he", "who", "that", "according to", "touched", "upon", "told", "the",
        "minister", "of", "a", "statement", "in", "saying", "and", "'s", "as", "quoted", "was", "by", "called",
        "Norland", "é", "日本", "5", "12\"", "went on to say", "\u{a0}", "…", "not", "It", "-",
    ];
    let mut chance = Chance(7);
    for _ in 0..3000 {
        let mut text = String::new();
        for _ in 0..1 + chance.next(60) {
            text.push_str(soup[chance.next(soup.len())]);
            if chance.next(3) > 0 {
                text.push(' ');
            }
        }
        let mut article = article(&text);
        if chance.next(3) == 0 && article.paragraphs.len() > 1 {
            article.title = Some(article.paragraphs.remove(0));
        }
        let (quotations, names) = read(&text, &article);
        let mut before = 0;
        for q in &quotations {
            assert!(!q.content.is_empty(), "{text}");
            assert!(q.content[0].start >= before, "{text}");
            before = q.content[0].start;
            for (n, range) in q.content.iter().enumerate() {
                assert!(!text[range.clone()].trim().is_empty(), "{text}");
                assert!(n == 0 || q.content[n - 1].end <= range.start, "{text}");
            }
            for range in q.cue.iter().chain(&q.medium) {
                assert!(!text[range.clone()].is_empty(), "{text}");
            }
            for entity_ref in q.speaker.iter().chain(&q.addressee) {
                assert!(!text[entity_ref.range.clone()].is_empty(), "{text}");
                assert!(entity_ref.entity.is_none_or(|e| e < names.entities.len()), "{text}");
            }
        }
    }
}

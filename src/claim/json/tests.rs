//! Claims of a hand-made reading as lines.

use super::{ClaimLines, Labels};
use crate::base::vocab::choro;
use crate::claim::quads::Graph;
use crate::claim::tests::{Made, minter};
use crate::foreign::beside::Origin;
use crate::foreign::model::Agent;
use crate::read::record::Article;
use oxigraph::model::NamedNode;
use serde_json::{Value, json};

fn lines(made: &Made, origins: &[Origin], labels: &Labels) -> Vec<Value> {
    let minter = minter();
    let version = minter.version("made", &made.document.sha256);
    let mut graph = Graph::new(&minter, version.clone());
    let nodes = graph.document(&made.document).given_by(origins);
    let article = Article { title: Some(0..5), paragraphs: vec![29..made.document.text.len()] };
    let iri = graph.article(&nodes, &article, &made.findings, &made.entities());
    graph.article_claims(&nodes, &iri, &made.claims());
    let mut out = Vec::new();
    let mut lines = ClaimLines::new(&minter, labels, ("made", "made"), &version, &made.document.sha256);
    let count = lines.push(&graph.finish(), &mut out);
    let read: Vec<Value> = out.split_inclusive(|b| *b == b'\n').map(|l| serde_json::from_slice(l).unwrap()).collect();
    assert_eq!(read.len(), count);
    read
}

#[test]
fn a_claim_is_an_object_that_stands_alone() {
    let made = Made::new("");
    let all = lines(&made, &[], &Labels::new());
    let said = all.iter().find(|claim| claim["type"] == "speech").unwrap();
    assert_eq!(said["subject"]["label"], "Ana Vell");
    assert_eq!(said["values"]["speechKind"], json!(["directSpeech"]));
    let content = &said["values"]["content"][0];
    assert_eq!(content["words"], "We met in Şirin in May.");
    let characters: Vec<char> = made.document.text.chars().collect();
    let span = content["start"].as_u64().unwrap() as usize..content["end"].as_u64().unwrap() as usize;
    assert_eq!(characters[span].iter().collect::<String>(), "We met in Şirin in May.");
    assert_eq!(said["evidence"][0]["role"], "anchoredAt");
    assert_eq!(said["evidence"][0]["kind"], "text");
    assert_eq!(said["evidence"][0]["words"], said["words"]);
    assert_eq!(said["source"]["id"], "made");
    assert_eq!(said["source"]["restricted"], false);
    assert_eq!(said["tool"]["name"], "chorograph");
    let event = all.iter().find(|claim| claim["type"] == "event").unwrap();
    assert_eq!(event["attribution"]["said_in"], said["id"], "what is said inside leads to the statement");
    assert_eq!(event["attribution"]["asserted_by"], said["subject"]);
    for claim in &all {
        let values = claim["values"].as_object().unwrap();
        assert!(!values.contains_key("verbatim") && !values.contains_key("anchoredAt"), "{values:?}");
    }
}

#[test]
fn members_have_the_order_that_is_documented() {
    let minter = minter();
    let made = Made::new("");
    let mut graph = Graph::new(&minter, minter.version("made", "0"));
    let nodes = graph.document(&made.document);
    let iri = NamedNode::new_unchecked("https://example.org/d/source/made/article");
    graph.article_claims(&nodes, &iri, &made.claims());
    let mut out = Vec::new();
    let (labels, version) = (Labels::new(), graph.name());
    ClaimLines::new(&minter, &labels, ("made", "made"), &version, "0").push(&graph.finish(), &mut out);
    let text = String::from_utf8(out).unwrap();
    for line in text.lines() {
        let mut rest = line;
        for member in ["id", "type", "subject", "values", "words", "evidence", "attribution", "source", "tool"] {
            let at = rest.find(&format!("\"{member}\":")).unwrap_or_else(|| panic!("{member} in {line}"));
            rest = &rest[at + 1..];
        }
    }
}

#[test]
fn another_tool_is_named_and_a_gazetteer_names_entities() {
    let by = Agent::Tool { name: "Tagger".to_owned(), version: Some("2.1".to_owned()), settings: Vec::new() };
    let origin = Origin { by, file: "made.findings.jsonl".to_owned(), realigned: None, score: Some(0.5) };
    let mut made = Made::new("");
    made.findings.given.quotations.insert(0, 0);
    let speaker = lines(&made, &[], &Labels::new())[0]["subject"]["id"].as_str().unwrap().to_owned();
    let labels = Labels::from([(speaker, "Vell, Ana".to_owned())]);
    let said = &lines(&made, &[origin], &labels)[0];
    assert_eq!(said["subject"]["label"], "Vell, Ana");
    assert_eq!(said["tool"]["version"], "2.1");
    assert_eq!(said["tool"]["score"].to_string(), "0.5");
    let score = choro::TOOL_SCORE.as_str().strip_prefix(choro::NAMESPACE).unwrap();
    assert!(said["values"].get(score).is_none(), "the score is the tool's");
}

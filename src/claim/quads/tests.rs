//! A hand-made reading as quads.

use super::Graph;
use crate::base::vocab::{choro, oa, prov, rdf, term};
use crate::claim::tests::{Made, minter};
use crate::foreign::beside::Origin;
use crate::foreign::model::Agent;
use crate::read::record::Article;
use oxigraph::model::{NamedNode, NamedNodeRef, Quad};

fn quads(made: &Made) -> Vec<Quad> {
    quads_given_by(made, &[])
}

fn quads_given_by(made: &Made, origins: &[Origin]) -> Vec<Quad> {
    let minter = minter();
    let mut graph = Graph::new(&minter, NamedNode::new_unchecked("https://example.org/d/g"));
    let nodes = graph.document(&made.document).given_by(origins);
    let article = Article { title: Some(0..5), paragraphs: vec![29..made.document.text.len()] };
    let iri = graph.article(&nodes, &article, &made.findings, &made.entities());
    graph.article_claims(&nodes, &iri, &made.claims());
    graph.finish()
}

fn objects(quads: &[Quad], subject: &str, predicate: NamedNodeRef<'_>) -> Vec<String> {
    let named = format!("<https://example.org/d/source/made/{subject}>");
    let found = quads.iter().filter(|q| q.predicate == predicate && q.subject.to_string() == named);
    let mut objects: Vec<String> = found.map(|q| q.object.to_string()).collect();
    objects.sort();
    objects.dedup();
    objects
}

fn iri(term: NamedNodeRef<'_>) -> Vec<String> {
    vec![term.to_string()]
}

#[test]
fn mentions_have_an_entity_and_a_confidence() {
    let made = Made::new("");
    let quads = quads(&made);
    let mention = |n: usize| {
        let span = made.document.span(&made.findings.mentions[n].range);
        format!("mention/{}-{}", span.start, span.end)
    };
    let ana = mention(0);
    assert_eq!(objects(&quads, &ana, choro::MENTION_KIND), iri(term::PERSON));
    assert_eq!(objects(&quads, &ana, choro::SIGNAL), ["\"capitals\""]);
    assert_eq!(objects(&quads, &ana, choro::CONFIDENCE), ["\"0.88\"^^<http://www.w3.org/2001/XMLSchema#decimal>"]);
    assert_eq!(objects(&quads, &ana, choro::USED_FOR), Vec::<String>::new());
    assert_eq!(objects(&quads, &mention(3), choro::USED_FOR), iri(term::STATE));
    assert_eq!(objects(&quads, &mention(3), choro::DENOTES), objects(&quads, &mention(2), choro::DENOTES));
    assert_eq!(objects(&quads, "entity/lund", rdf::TYPE), iri(choro::PLACE));
    assert_eq!(objects(&quads, "entity/lund", choro::KIND), iri(term::ANY_PLACE));
}

#[test]
fn what_a_tool_read_says_so_and_what_was_read_on_top_of_it_does_not() {
    let mut made = Made::new("");
    let count = made.findings.mentions.len();
    made.findings.given.mentions = (0..count).collect();
    made.findings.given.quotations = (count..count + made.findings.quotations.len()).collect();
    let settings = vec![("model".to_owned(), "news".to_owned())];
    let by = Agent::Tool { name: "Tagger".to_owned(), version: Some("2".to_owned()), settings };
    let file = "made.findings.ann".to_owned();
    let mut origins = vec![Origin { by, file: file.clone(), realigned: None, score: Some(-0.000_25) }; count];
    origins[0].realigned = Some("the words stand in the text once".to_owned());
    let person = Agent::Person("https://orcid.org/0000-0002-1825-0097".to_owned());
    let origin = Origin { by: person, file, realigned: None, score: None };
    origins.resize(count + made.findings.quotations.len(), origin);
    let quads = quads_given_by(&made, &origins);
    let mention = |n: usize| {
        let span = made.document.span(&made.findings.mentions[n].range);
        format!("mention/{}-{}", span.start, span.end)
    };
    let by = objects(&quads, &mention(0), prov::WAS_ATTRIBUTED_TO);
    assert!(by.len() == 1 && by[0].starts_with("<https://example.org/d/agent/tagger-2-"), "{by:?}");
    assert_eq!(objects(&quads, &mention(0), choro::CONFIDENCE), Vec::<String>::new());
    assert_eq!(objects(&quads, &mention(0), choro::REALIGNED), ["\"the words stand in the text once\""]);
    assert_eq!(objects(&quads, &mention(1), choro::REALIGNED), Vec::<String>::new());
    let score = "\"-0.00025\"^^<http://www.w3.org/2001/XMLSchema#decimal>";
    assert_eq!(objects(&quads, &mention(1), choro::TOOL_SCORE), [score]);
    let about = |subject: &str, predicate: NamedNodeRef<'_>| {
        let found = quads.iter().filter(|q| q.subject.to_string() == subject && q.predicate == predicate);
        found.map(|q| q.object.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(about(&by[0], choro::TOOL_SETTING), ["\"model: news\""]);
    assert!(about(&by[0], rdf::TYPE).contains(&prov::SOFTWARE_AGENT.to_string()));
    assert_eq!(about("<https://example.org/d/run>", prov::WAS_ASSOCIATED_WITH).len(), 2);
    let claims = made.claims();
    let person = "<https://orcid.org/0000-0002-1825-0097>";
    assert_eq!(about(&claims.utterances[0].header.iri.to_string(), prov::WAS_ATTRIBUTED_TO), [person]);
    for event in &claims.events {
        assert!(about(&event.header.iri.to_string(), prov::WAS_ATTRIBUTED_TO).is_empty());
    }
}

#[test]
fn an_unresolved_time_is_marked() {
    let made = Made::new("");
    let quads = quads(&made);
    let time = |n: usize| {
        let span = made.document.span(&made.findings.times[n].range);
        format!("time/{}-{}", span.start, span.end)
    };
    assert_eq!(objects(&quads, &time(0), choro::RESOLUTION), iri(term::UNRESOLVED));
    assert_eq!(objects(&quads, &time(0), choro::EXTENT), Vec::<String>::new());
    assert_eq!(objects(&quads, &time(0), oa::EXACT), ["\"May\""]);
    assert_eq!(objects(&quads, &time(1), choro::RESOLUTION), iri(term::FROM_EXPRESSION));
    let anchor = format!("<https://example.org/d/source/made/{}>", time(0));
    assert_eq!(objects(&quads, &time(1), choro::COUNTED_FROM), [anchor]);
}

#[test]
fn an_event_in_quotation_marks_is_attributed_to_the_speaker() {
    let made = Made::new("");
    let claims = made.claims();
    let quads = quads(&made);
    let path = |iri: &NamedNode| minter().key("source", iri.as_str()).unwrap().replace("made/", "");
    let [quoted, unquoted] = [0, 1].map(|n| path(&claims.events[n].header.iri));
    let ana = "<https://example.org/d/source/made/entity/ana-vell>";
    assert_eq!(objects(&quads, &quoted, choro::ASSERTED_BY), [ana]);
    assert_eq!(objects(&quads, &quoted, choro::SAID_IN), [claims.utterances[0].header.iri.to_string()]);
    // The document names no publisher, and none is invented.
    assert_eq!(objects(&quads, &unquoted, choro::ASSERTED_BY), Vec::<String>::new());
    assert!(objects(&quads, "entity/ana-vell", rdf::TYPE).contains(&prov::AGENT.to_string()));
    for claim in [&quoted, &unquoted] {
        assert_eq!(objects(&quads, claim, choro::REPORTED_IN), ["<https://example.org/d/source/made/article>"]);
        assert_eq!(objects(&quads, claim, choro::PARTICIPANT), [ana]);
    }
    assert_eq!(objects(&quads, &quoted, choro::EVENT_PLACE).len(), 1);
    assert_eq!(objects(&quads, &unquoted, choro::EVENT_PLACE), Vec::<String>::new());
}

#[test]
fn every_node_has_a_name_and_a_second_reading_is_the_same() {
    let one = quads(&Made::new(""));
    assert!(one.len() > 150, "{}", one.len());
    assert!(one.iter().all(|q| !q.to_string().contains("_:")));
    assert_eq!(one, quads(&Made::new("")));
}

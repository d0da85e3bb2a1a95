//! Which articles are likely copies of one another, and which sources depend on one another, so that they count as one.
//! Articles that share much of their text make a *copy group*, and none of them is called the original. A source *was
//! derived* from another only if it says so: in its metadata, or by a credit in its text that names the publisher of a
//! likely copy. Sources that are connected in either way make a *copy chain*, in which independent sources are counted
//! once.
//!
//! Only paragraphs of articles are compared. A fact box that many pages carry does not show that the articles beside it
//! are copies; nor does the background paragraph that an agency puts below each of its items, or the footer of a site.

pub mod lsh;
pub mod credit;
pub mod sketch_store;
pub mod minhash;

use crate::base::iri::{Minter, digest};
use crate::base::vocab::{choro, dcterms, oa, prov, rdf, rdfs, xsd};
use crate::claim::quads::Graph;
use crate::dataset::Dataset;
use crate::read::record::Article;
use crate::read::source::SourceDocument;
use crate::read::source::metadata::Metadata;
use crate::store::{StoreError, Writer};
use lsh::{MIN_COMMON, MIN_CONTAINMENT, MIN_SHINGLES, Pair, Samples, Sets};
use minhash::Sketch;
use oxigraph::model::{Literal, NamedNode, Quad};
use serde::{Deserialize, Serialize};
use sketch_store::{Credited, Entry};
use std::collections::{BTreeMap, HashMap, HashSet};

const GROUP_RULE: &str = "likely-copies";
const CHAIN_RULE: &str = "copy-chains";

/// The entry of a document in the sketch store. For an article in a file of articles, `file` is the metadata of the
/// file as a whole, which does not connect the article with the others.
pub fn entry(document: &SourceDocument, article: Option<&Article>, file: Option<&Metadata>, reading: &str) -> Entry {
    let meta = &document.metadata;
    let own =
        |iri: &&String| file.is_none_or(|file| file.url.as_ref() != Some(*iri) && !file.derived_from.contains(*iri));
    let paragraphs = article.map_or(&[][..], |a| &a.paragraphs);
    let credited = |credit: credit::Credit| Credited {
        words: document.words(&credit.range).to_owned(),
        span: document.span(&credit.range),
        name: credit.name,
    };
    Entry {
        id: document.id.clone(),
        file: document.member.as_ref().map_or(&document.id, |member| &member.container).clone(),
        reading: reading.to_owned(),
        publisher: meta.publisher.as_deref().map(credit::comparable).unwrap_or_default(),
        url: meta.url.iter().find(own).cloned().unwrap_or_default(),
        derived_from: meta.derived_from.iter().filter(own).cloned().collect(),
        credits: credit::credits(&document.text, paragraphs).into_iter().map(credited).collect(),
        sketch: Sketch::of(paragraphs.iter().map(|range| &document.text[range.clone()])),
    }
}

/// The entry that ends the entries of a file of articles.
pub fn end(file: &str, reading: &str) -> Entry {
    Entry { id: file.to_owned(), file: file.to_owned(), reading: reading.to_owned(), ..Entry::default() }
}

/// The size of the graph of copies.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Counts {
    /// Number of groups of likely copies.
    pub groups: usize,
    /// Number of chains of sources that are not independent of each other.
    pub chains: usize,
}

/// Brings the graph of copies up to date with what is loaded. `entries` are sorted by id, one for each document.
pub fn update(writer: &mut Writer, dataset: &Dataset, entries: &[Entry]) -> Result<Counts, StoreError> {
    let name = dataset.minter.graph("copies");
    let (mut new, counts) = quads(&dataset.minter, entries);
    let old = writer.quads(None, None, None, &name)?;
    if old.is_empty() {
        if !new.is_empty() {
            writer.add(&mut new)?;
        }
        return Ok(counts);
    }
    let (was, is): (HashSet<Quad>, HashSet<Quad>) = (old.into_iter().collect(), new.into_iter().collect());
    let gone: Vec<Quad> = was.difference(&is).cloned().collect();
    let come: Vec<Quad> = is.difference(&was).cloned().collect();
    if !(gone.is_empty() && come.is_empty()) {
        writer.update(&gone, &come)?;
    }
    Ok(counts)
}

fn quads(minter: &Minter, entries: &[Entry]) -> (Vec<Quad>, Counts) {
    let mut samples = Samples::default();
    for entry in entries {
        samples.push(entry.sketch.sample());
    }
    quads_of_pairs(minter, entries, &samples.pairs())
}

/// The graph of copies of which some entries are left out, as readers of the public part see it: what it shares with the
/// others is compared with all. `entries` are sorted by id, and `samples` are theirs, in the same order; the entries
/// themselves need no sketches.
pub(super) fn quads_without(
    minter: &Minter,
    mut entries: Vec<Entry>,
    samples: Samples,
    is_left_out: &[bool],
) -> Vec<Quad> {
    let mut pairs = samples.pairs();
    drop(samples);
    let mut places = Vec::with_capacity(entries.len());
    let mut next = 0;
    for left_out in is_left_out {
        places.push((!left_out).then_some(next));
        next += usize::from(!left_out);
    }
    let place = |at: usize| places.get(at).copied().flatten();
    pairs.retain_mut(|pair| match (place(pair.a), place(pair.b)) {
        (Some(a), Some(b)) => {
            (pair.a, pair.b) = (a, b);
            true
        }
        _ => false,
    });
    let mut at = 0;
    entries.retain(|_| {
        at += 1;
        place(at - 1).is_some()
    });
    quads_of_pairs(minter, &entries, &pairs).0
}

fn quads_of_pairs(minter: &Minter, entries: &[Entry], pairs: &[Pair]) -> (Vec<Quad>, Counts) {
    let mut graph = Graph::new(minter, minter.graph("copies"));
    let sources: Vec<NamedNode> = entries.iter().map(|e| minter.source(&e.id)).collect();
    let mut groups = Sets::new(entries.len());
    for pair in pairs {
        groups.join(pair.a, pair.b);
    }
    let mut names = BTreeMap::new();
    for members in sets_of_several(&mut groups, entries.len()) {
        let node = minter.copy_group(&key(entries, &members));
        graph.add(&node, rdf::TYPE, choro::COPY_GROUP);
        graph.add(&node, prov::WAS_GENERATED_BY, minter.rule(GROUP_RULE));
        for member in &members {
            graph.add(&node, prov::HAD_MEMBER, minter.article(&entries[*member].id));
        }
        names.insert(members[0], node);
    }
    for pair in pairs {
        let likeness = likeness(&mut graph, minter, entries, pair);
        if let Some(group) = names.get(&groups.first(pair.a)) {
            graph.add(&likeness, dcterms::IS_PART_OF, group.clone());
        }
        for (from, to) in [(pair.a, pair.b), (pair.b, pair.a)] {
            if let Some(credit) = credit_between(&entries[from], &entries[to]) {
                graph.add(&sources[from], prov::WAS_DERIVED_FROM, sources[to].clone());
                let span = minter.span(&entries[from].id, credit.span);
                graph.add(&likeness, choro::ANCHORED_AT, span.clone());
                graph.add(&span, rdf::TYPE, choro::TEXT_SPAN);
                graph.add(&span, choro::IN_SOURCE, sources[from].clone());
                graph.add(&span, oa::EXACT, Literal::new_simple_literal(&credit.words));
                for (place, number) in [(oa::START, credit.span.start), (oa::END, credit.span.end)] {
                    graph.add(&span, place, Literal::new_typed_literal(number.to_string(), xsd::INTEGER));
                }
            }
        }
    }
    let chains = chains(entries, &sources, groups);
    for members in &chains {
        let node = minter.copy_chain(&key(entries, members));
        graph.add(&node, rdf::TYPE, choro::COPY_CHAIN);
        graph.add(&node, prov::WAS_GENERATED_BY, minter.rule(CHAIN_RULE));
        for member in members {
            graph.add(&node, prov::HAD_MEMBER, sources[*member].clone());
        }
    }
    let counts = Counts { groups: names.len(), chains: chains.len() };
    let group_rule = format!(
        "Articles are likely copies when, of the different runs of three words that the shorter one has, {MIN_CONTAINMENT} or more are in the other; articles with fewer than {MIN_SHINGLES} such runs are not compared. What {MIN_COMMON} or more articles that are otherwise unlike have in common does not count, nor an ending that is all that two have in common. Estimated from samples."
    );
    let chain_rule = "Sources are in one chain when one says that it was derived from the other, when both say that they were derived from the same, or when their articles are likely copies.";
    for (rule, label) in [(GROUP_RULE, group_rule.as_str()), (CHAIN_RULE, chain_rule)] {
        let node = minter.rule(rule);
        graph.add(&node, rdf::TYPE, prov::ACTIVITY);
        graph.add(&node, rdfs::LABEL, Literal::new_language_tagged_literal_unchecked(label, "en"));
    }
    (graph.finish(), counts)
}

fn likeness(graph: &mut Graph<'_>, minter: &Minter, entries: &[Entry], pair: &Pair) -> NamedNode {
    let articles = [pair.a, pair.b].map(|at| minter.article(&entries[at].id));
    let node = minter.likeness(&digest(&articles.each_ref().map(NamedNode::as_str)));
    graph.add(&node, rdf::TYPE, choro::LIKENESS);
    for article in articles {
        graph.add(&node, choro::LIKENS, article);
    }
    for (share, value) in
        [(choro::RESEMBLANCE, pair.likeness.resemblance), (choro::CONTAINMENT, pair.likeness.containment)]
    {
        graph.add(&node, share, Literal::new_typed_literal(hundredths(value), xsd::DECIMAL));
    }
    node
}

/// A share with two digits after the point, as the store writes decimals.
fn hundredths(share: f64) -> String {
    let text = format!("{share:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The credit in `from` that names the publisher or address of `to`; `None` if there is none, or both have one publisher.
fn credit_between<'e>(from: &'e Entry, to: &Entry) -> Option<&'e Credited> {
    if from.publisher == to.publisher && !from.publisher.is_empty() {
        return None;
    }
    let address = credit::comparable(&to.url);
    let names = |credit: &&Credited| {
        (!to.publisher.is_empty() && credit.name == to.publisher) || (!address.is_empty() && credit.name == address)
    };
    from.credits.iter().find(names)
}

/// The sources that are connected: by likely copies, by what they say that they were derived from, and by a common
/// origin that both state, whether or not the dataset has it.
fn chains(entries: &[Entry], sources: &[NamedNode], mut groups: Sets) -> Vec<Vec<usize>> {
    let mut things: HashMap<&str, usize> = HashMap::new();
    for (at, (entry, source)) in entries.iter().zip(sources).enumerate() {
        things.insert(source.as_str(), at);
        if !entry.url.is_empty() {
            // Two captures of one address are one source.
            let first = *things.entry(&entry.url).or_insert(at);
            groups.join(first, at);
        }
    }
    for (at, entry) in entries.iter().enumerate() {
        for iri in &entry.derived_from {
            let first = *things.entry(iri).or_insert(at);
            groups.join(first, at);
        }
    }
    sets_of_several(&mut groups, entries.len())
}

/// The sets of two or more members, sorted, with sorted members.
fn sets_of_several(sets: &mut Sets, count: usize) -> Vec<Vec<usize>> {
    let mut found: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in 0..count {
        let first = sets.first(at);
        if first != at {
            found.entry(first).or_insert_with(|| vec![first]).push(at);
        }
    }
    found.into_values().collect()
}

/// The key of a group: a digest of the ids of all its members, none of which is preferred.
fn key(entries: &[Entry], members: &[usize]) -> String {
    digest(&members.iter().map(|at| entries[*at].id.as_str()).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::model::Term;

    fn source(id: &str, words: std::ops::Range<usize>) -> Entry {
        let text: String = words.map(|n| format!("w{n} ")).collect();
        let sketch = Sketch::of(std::iter::once(text.as_str()));
        Entry { id: id.to_owned(), publisher: format!("{id} times"), sketch, ..Entry::default() }
    }

    fn members(quads: &[Quad], class: oxigraph::model::NamedNodeRef<'_>) -> Vec<Vec<String>> {
        let nodes = quads.iter().filter(|q| q.predicate == rdf::TYPE && q.object == Term::from(class));
        let of = |node: &Quad| {
            let members = quads.iter().filter(|q| q.subject == node.subject && q.predicate == prov::HAD_MEMBER);
            members.map(|q| q.object.to_string().replace(['<', '>'], "")[14..].replace("/article", "")).collect()
        };
        nodes.map(of).collect()
    }

    fn derived(quads: &[Quad]) -> usize {
        quads.iter().filter(|q| q.predicate == prov::WAS_DERIVED_FROM).count()
    }

    #[test]
    fn groups_join_alike_articles_and_chains_join_connected_sources() {
        let minter = Minter::new("http://ex.org/").unwrap();
        let mut entries = vec![
            source("a", 0..100),
            source("b", 0..90),
            source("c", 500..600),
            source("d", 700..800),
            source("e", 900..1000),
            source("f", 0..0),
        ];
        entries[2].derived_from = vec!["https://elsewhere.example/".to_owned()];
        entries[3].derived_from = vec!["https://elsewhere.example/".to_owned()];
        entries[5].url = "https://box.example/".to_owned();
        entries[0].derived_from = vec!["https://box.example/".to_owned()];
        let (quads, counts) = quads(&minter, &entries);
        assert_eq!(counts, Counts { groups: 1, chains: 2 });
        let named = |names: &[&str]| names.iter().map(|n| format!("source/{n}")).collect::<Vec<_>>();
        assert_eq!(members(&quads, choro::COPY_GROUP), [named(&["a", "b"])]);
        assert_eq!(members(&quads, choro::COPY_CHAIN), [named(&["a", "b", "f"]), named(&["c", "d"])]);
        assert_eq!(derived(&quads), 0, "nobody said so in the text");
    }

    #[test]
    fn a_credit_makes_a_derivation_of_a_likely_copy_alone() {
        let minter = Minter::new("http://ex.org/").unwrap();
        let credit = Credited {
            words: "(Wire)".to_owned(),
            span: crate::base::iri::Span { start: 1, end: 7 },
            name: "wire".to_owned(),
        };
        let mut entries = vec![source("a", 0..100), source("b", 0..90), source("c", 300..400)];
        entries[0].publisher = "wire".to_owned();
        for (with, expected) in [(1, 1), (2, 0), (0, 0)] {
            let mut entries = entries.clone();
            entries[with].credits = vec![credit.clone()];
            assert_eq!(derived(&quads(&minter, &entries).0), expected, "{with}");
        }
    }
}

//! NIF 2 in any syntax of RDF: a context with its text, and strings of it with `beginIndex`, `endIndex` and `anchorOf`.
//! Offsets count code points, though services written in Java count otherwise; the words decide.
//!
//! A string is a finding if it has a class (`itsrdf:taClassRef`), an identity (`itsrdf:taIdentRef`) or a type outside of NIF.
//! Words, sentences and paragraphs are none. Where `beginIndex` is missing, an address by RFC 5147 (`#char=3,9`) says it.
//! Two mentions of one thing have the same identity and are two findings; only a quotation, which is said once, is one
//! finding in several parts.

mod graph;

use super::format::NIF;
use super::json::Texts;
use super::kind::FindingKind;
use super::mapping::Mapping;
use super::model::{Agent, Fidelity, FindingsFile, ForeignDocument, ForeignFinding, HeldText, Part};
use super::note::{FilePlace, Note};
use crate::base::iri::last_part;
use graph::{Graph, Node};
use std::collections::{BTreeSet, HashMap};

const ITS: &str = "http://www.w3.org/2005/11/its/rdf#";
const TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

const RULE: &str = "a string of NIF has a context, and begins and ends in it";

/// Classes of NIF that say how a string is addressed or what part of a text it is, and not what it means.
const PARTS: [&str; 5] = ["Word", "Sentence", "Paragraph", "Title", "Structure"];

/// Reads a file.
pub(super) fn read(text: &str, texts: &Texts, mapping: &Mapping, file: &mut FindingsFile) -> Result<(), Note> {
    let graph = Graph::read(text, texts, file)?;
    let nif = |name: &str| format!("{NIF}{name}");
    let mut contexts: Vec<&str> = Vec::new();
    let mut documents: HashMap<&str, ForeignDocument> = HashMap::new();
    for (id, node) in graph.nodes() {
        let held = node.literal(&nif("isString"));
        if held.is_some() || node.is_a(&nif("Context")) {
            contexts.push(id);
            let text = held.map(|held| HeldText { text: held.to_owned(), fidelity: Fidelity::Whole });
            let name = node.first(&nif("sourceUrl")).unwrap_or(id.split('#').next().unwrap_or(id)).to_owned();
            documents.insert(id, ForeignDocument { name: Some(name), text, ..ForeignDocument::default() });
        }
    }
    let (mut parts, mut without) = (0, 0);
    for (id, node) in graph.nodes().filter(|(id, _)| !documents.contains_key(id)).collect::<Vec<_>>() {
        let at = graph.place(id);
        let offsets = match offsets(id, node) {
            Ok(offsets) => offsets,
            Err(what) => {
                file.problems.push(Note::new(&at, id, what, RULE, "correct the file; the rest of it is read"));
                continue;
            }
        };
        let words = node.literal(&nif("anchorOf"));
        if offsets.is_none() && words.is_none() {
            continue;
        }
        let Some(label) = label(node, mapping) else {
            let is_part = PARTS.iter().any(|part| node.is_a(&nif(part)));
            *(if is_part { &mut parts } else { &mut without }) += 1;
            continue;
        };
        let context = match (node.first(&nif("referenceContext")), contexts.as_slice()) {
            (Some(context), _) => context,
            (None, [only]) => only,
            (None, _) => {
                let what = "this string names no context, and the file has not one alone";
                file.problems.push(Note::new(&at, id, what, RULE, "correct the file; the rest of it is read"));
                continue;
            }
        };
        let mut part = offsets.map_or_else(Part::default, |(start, end)| Part::at(start, end));
        part.words = words.map(str::to_owned);
        part.prefix = node.literal(&nif("before")).map(str::to_owned);
        part.suffix = node.literal(&nif("after")).map(str::to_owned);
        let mut finding =
            ForeignFinding { id: id.to_owned(), label, parts: vec![part], at, ..ForeignFinding::default() };
        describe(&mut finding, node);
        let unnamed = || ForeignDocument { name: Some(context.to_owned()), ..ForeignDocument::default() };
        documents.entry(context).or_insert_with(unnamed).findings.push(finding);
    }
    for (count, what) in [
        (parts, "strings are words, sentences and the like, and are left out"),
        (without, "strings have neither a class nor an identity, and are left out"),
    ] {
        if count > 0 {
            let rule = "a string of NIF is a finding if it has a class or an identity";
            file.notes.push(Note::new(&FilePlace::default(), "", format!("{count} {what}"), rule, "nothing"));
        }
    }
    let mut documents: Vec<(&str, ForeignDocument)> = documents.into_iter().collect();
    documents.sort_by_key(|(id, _)| *id);
    for (_, mut document) in documents {
        join_quotations(&mut document, mapping);
        document.findings.sort_by_key(|finding| finding.parts.first().and_then(|part| part.offsets));
        file.documents.push(document);
    }
    Ok(())
}

/// The offsets of a string.
fn offsets(id: &str, node: &Node) -> Result<Option<(usize, usize)>, String> {
    let index = |name: &str| match node.literal(&format!("{NIF}{name}")) {
        None => Ok(None),
        Some(value) => value.trim().parse::<usize>().map(Some).map_err(|_| format!("{value:?} is no {name}")),
    };
    match (index("beginIndex")?, index("endIndex")?) {
        (Some(start), Some(end)) => Ok(Some((start, end))),
        (None, None) => Ok(by_address(id)),
        (Some(_), None) => Err("this string has a beginIndex and no endIndex".to_owned()),
        (None, Some(_)) => Err("this string has an endIndex and no beginIndex".to_owned()),
    }
}

/// The offsets of an address by RFC 5147: `#char=3,9`, with checks of the text behind a semicolon.
fn by_address(id: &str) -> Option<(usize, usize)> {
    let (_, range) = id.split_once("#char=")?;
    let (start, end) = range.split(';').next()?.split_once(',')?;
    Some((start.parse().ok()?, end.parse().ok()?))
}

/// The label of a string: its class. `None` if it is no finding.
fn label(node: &Node, mapping: &Mapping) -> Option<String> {
    let classes = node.all(&format!("{ITS}taClassRef"));
    let types = node.all(TYPE).into_iter().filter(|class| !class.starts_with(NIF));
    let classes: Vec<&str> = if classes.is_empty() { types.collect() } else { classes };
    let names: BTreeSet<&str> = classes.into_iter().map(last_part).collect();
    // A tool may give the class and all above it.
    let known: Vec<&str> = names.iter().filter(|name| mapping.kind(name).is_some()).copied().collect();
    let kinds: BTreeSet<Option<FindingKind>> = known.iter().filter_map(|name| mapping.kind(name)).collect();
    match (known.as_slice(), kinds.len()) {
        ([first, ..], 1) => Some((*first).to_owned()),
        // Classes of several kinds do not say which it is.
        _ if !names.is_empty() => Some(names.into_iter().collect::<Vec<_>>().join(", ")),
        _ => node.first(&format!("{ITS}taIdentRef")).map(|_| "Phrase".to_owned()),
    }
}

/// Adds what is said of a string.
fn describe(finding: &mut ForeignFinding, node: &Node) {
    for (predicate, value) in node.statements() {
        let name = last_part(predicate);
        let value = value.text();
        match predicate.strip_prefix(ITS) {
            Some("taIdentRef") => finding.say("identity", value),
            Some("taConfidence") => finding.score = value.parse().ok(),
            Some("taAnnotatorsRef") => {
                // ITS 2.0 writes the kind of data before the tool: `text-analysis|http://…`.
                finding.by = Some(Agent::tool(value.rsplit('|').next().unwrap_or(value)));
            }
            Some("taClassRef") => {}
            Some(_) => finding.say(name, value),
            None if predicate.starts_with(NIF) || predicate == TYPE => {}
            None if node.is_iri(predicate, value) => finding.refer(name, value),
            None => finding.say(name, value),
        }
    }
}

/// Makes one finding of strings that are one quotation: of the same identity, in other words.
fn join_quotations(document: &mut ForeignDocument, mapping: &Mapping) {
    let mut joined: Vec<ForeignFinding> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for mut finding in std::mem::take(&mut document.findings) {
        let identity =
            finding.attributes.iter().find(|(key, _)| key == "identity").map(|(_, value)| format!("{value:?}"));
        let is_quotation = mapping.kind(&finding.label) == Some(Some(FindingKind::Quotation));
        let first = identity.as_ref().and_then(|identity| known.get(identity)).copied();
        match (is_quotation, identity, first) {
            (true, _, Some(first)) if are_parts(&joined[first], &finding) => {
                joined[first].parts.append(&mut finding.parts);
            }
            (true, Some(identity), None) => {
                known.insert(identity, joined.len());
                joined.push(finding);
            }
            _ => joined.push(finding),
        }
    }
    for finding in &mut joined {
        finding.parts.sort_by_key(|part| part.offsets);
    }
    document.findings = joined;
}

/// Whether no words of one are in the other: a quotation that is repeated is no part of itself.
fn are_parts(first: &ForeignFinding, second: &ForeignFinding) -> bool {
    let words = |finding: &ForeignFinding| -> Vec<String> {
        finding.parts.iter().filter_map(|part| part.words.clone()).map(|words| words.to_lowercase()).collect()
    };
    let (first, second) = (words(first), words(second));
    !first.is_empty()
        && !second.is_empty()
        && first.iter().all(|a| second.iter().all(|b| !a.contains(b.as_str()) && !b.contains(a.as_str())))
}

//! The page of a place, person, organisation, event or other named thing: every value with its words and its source
//! beside it, disagreeing claims in one table, spellings by language and source, links, meetings, statements, mentions.

use super::html::{Table, count, counted, definitions, esc, external, lang, quote};
use super::kind::PageKind;
use super::page::Draft;
use super::values::{Show, language_of_label};
use super::{Context, SiteError, pictures, structured};
use crate::base::iri::last_part;
use crate::base::vocab::{choro, dcterms, oa, owl, rdfs, skos, skosxl, sssom, wd};
use crate::claim::types::sections;
use crate::store::{FactReader, Facts};
use oxigraph::model::{NamedNode, Term};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Maximum number of claims, or of mentions, of one kind on a page.
const MAX_CLAIMS: usize = 20_000;
/// Maximum number of claims in the data of a page; the files of the whole dataset have all.
const MAX_DATA: usize = 200;

pub(super) fn page<'a>(
    context: &'a Context<'a>,
    read: &'a FactReader<'a>,
    iri: &NamedNode,
    kind: PageKind,
    facts: &Facts,
) -> Result<Option<Draft<'a>>, SiteError> {
    let Some(mut draft) = Draft::of(context, read, iri, kind, facts)? else { return Ok(None) };
    draft.language = language_of_label(read, facts)?;
    let path = draft.path.clone();
    let show = Show::new(context, read, &path);
    if let Some(kind) = facts.node(choro::KIND) {
        draft.eyebrow = show.label(kind)?;
    }
    let summary = summary(&show, iri, facts)?;
    draft.body += &definitions(&summary);
    if let Some(timeline) = pictures::of_entity(context, read, iri, &path)? {
        draft.section("When, according to sources", &timeline);
    }
    let mut given = claims(&show, &mut draft, iri)?;
    given.truncate(MAX_DATA);
    for claim in &given {
        draft.data(claim, &*read.facts(claim)?);
    }
    let alternate = names(&show, &mut draft, iri, facts)?;
    for form in facts.nodes(choro::NAME) {
        draft.data(form, &*read.facts(form)?);
    }
    links(&show, &mut draft, iri, facts)?;
    draft.structured.push(in_schema_org(&draft, iri, kind, facts, &alternate));
    Ok(Some(draft))
}

/// The summary at the top: kinds, sources, Wikidata item.
fn summary(show: &Show<'_>, iri: &NamedNode, facts: &Facts) -> Result<Vec<(String, String)>, SiteError> {
    let mut pairs = Vec::new();
    let kinds = show.values(facts, choro::KIND)?;
    if !kinds.is_empty() {
        pairs.push(("Kind".to_owned(), kinds));
    }
    // An entity that is not in the gazetteer is named by one source alone.
    if let Some((source, _)) = iri.as_str().rsplit_once("/entity/") {
        pairs.push(("Named by".to_owned(), show.node(&NamedNode::new_unchecked(source))?));
    }
    for (predicate, name) in [(skos::EXACT_MATCH, "In Wikidata"), (skos::CLOSE_MATCH, "Proposed in Wikidata")] {
        let items = show.values(facts, predicate)?;
        if !items.is_empty() {
            pairs.push((name.to_owned(), items));
        }
    }
    Ok(pairs)
}

/// The tables of claims; returns the claims.
fn claims(show: &Show<'_>, draft: &mut Draft<'_>, iri: &NamedNode) -> Result<Vec<NamedNode>, SiteError> {
    let mut all: Vec<NamedNode> = Vec::new();
    let mut disputed: BTreeSet<String> = BTreeSet::new();
    let mut shown_above: BTreeSet<String> = BTreeSet::new();
    for property in [choro::ABOUT_PLACE, choro::ABOUT_PERSON] {
        for disagreement in show.read.subjects(property, iri, MAX_CLAIMS)?.first {
            let facts = show.read.facts(&disagreement)?;
            let involved: Vec<NamedNode> = facts.nodes(choro::INVOLVES).cloned().collect();
            let involved = show.in_order(&involved)?;
            if involved.is_empty() {
                continue;
            }
            disputed.insert(disagreement.as_str().to_owned());
            let id = if disputed.len() == 1 { "disagreement" } else { "disagreement-more" };
            let aspect = facts.node(choro::ASPECT).map(|aspect| show.label(aspect)).transpose()?.unwrap_or_default();
            // Two disagreements with very many claims would continue in the same files, so the second is cut.
            let shown = if disputed.len() > 2 { involved.get(..100).unwrap_or(&involved) } else { &involved };
            if shown.len() == involved.len() {
                shown_above.extend(involved.iter().map(|claim| claim.as_str().to_owned()));
            }
            let mut table = show.claims(id, &format!("Claims that cannot hold together: {aspect}"), shown)?;
            table.note = format!("{}. None of them is preferred.", show.to(&disagreement, "Where claims differ"));
            draft.table(&table);
        }
    }
    for (claim_type, section) in sections() {
        let names = show.read.subjects_by_any(section.properties, iri, MAX_CLAIMS)?;
        let mut of_group = Vec::new();
        for name in &names.first {
            let facts = show.read.facts(name)?;
            if facts.is(claim_type.class) {
                of_group.push(name.clone());
            }
        }
        // Claims that are all in a table above are not repeated.
        if !of_group.iter().all(|claim| shown_above.contains(claim.as_str())) {
            let mut table = show.claims(section.id, section.heading, &show.in_order(&of_group)?)?;
            if names.total > names.first.len() {
                table.total = names.total;
            }
            draft.table(&table);
        }
        all.extend(names.first.into_iter().filter(|name| !disputed.contains(name.as_str())).take(MAX_DATA));
    }
    all.sort_unstable_by(|a, b| a.as_str().cmp(b.as_str()));
    all.dedup();
    Ok(all)
}

/// A spelling: its language, if the gazetteer has it, and how often each source uses it.
#[derive(Default)]
struct Spelling {
    languages: BTreeSet<String>,
    uses: BTreeMap<String, usize>,
}

/// Spellings and mentions; returns the spellings.
fn names(show: &Show<'_>, draft: &mut Draft<'_>, iri: &NamedNode, facts: &Facts) -> Result<Vec<String>, SiteError> {
    let mut spellings: BTreeMap<String, Spelling> = BTreeMap::new();
    for form in facts.nodes(choro::NAME) {
        for value in show.read.facts(form)?.values(skosxl::LITERAL_FORM) {
            if let Term::Literal(literal) = value {
                let spelling = spellings.entry(literal.value().to_owned()).or_default();
                spelling.languages.extend(literal.language().map(str::to_owned));
            }
        }
    }
    let mentions = show.read.subjects(choro::DENOTES, iri, MAX_CLAIMS)?;
    let mut by_source: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for mention in &mentions.first {
        let facts = show.read.facts(mention)?;
        let (Some(source), Some(words)) = (facts.node(choro::IN_SOURCE), facts.text(oa::EXACT)) else { continue };
        let words = crate::base::iri::folded_space(words);
        *spellings.entry(words.clone()).or_default().uses.entry(source.as_str().to_owned()).or_default() += 1;
        *by_source.entry(source.as_str().to_owned()).or_default().entry(words).or_default() += 1;
    }
    in_records(show, iri, &mut spellings)?;
    let mut table = Table::new("spellings", "Spellings", &["Spelling", "Language", "Used by"]);
    for (name, spelling) in &spellings {
        let mut languages = spelling.languages.iter();
        let tag = languages.next().map_or("", String::as_str);
        let mut users = Vec::new();
        for (source, times) in spelling.uses.iter().take(20) {
            let times = if *times > 1 { format!(" ({times} times)") } else { String::new() };
            users.push(show.node(&NamedNode::new_unchecked(source))? + &times);
        }
        if spelling.uses.len() > 20 {
            users.push(format!("{} more", counted(spelling.uses.len() - 20, "source", "sources")));
        }
        let tags = if tag.is_empty() {
            "<span class=\"soft\">as sources have it</span>".to_owned()
        } else {
            let all: Vec<String> = spelling.languages.iter().map(|tag| language_name(tag)).collect();
            all.join(", ")
        };
        let users = if users.is_empty() {
            "<span class=\"soft\">not found in a source here</span>".to_owned()
        } else {
            users.join(", ")
        };
        table.push(vec![format!("<span{}>{}</span>", lang(tag), esc(name)), tags, users]);
    }
    draft.table(&table);
    let mut table = Table::new("mentions", "Mentions", &["Where", "In which words", "How often"]);
    if mentions.total > mentions.first.len() {
        table.note =
            format!("Of {} mentions, {} were gone through.", count(mentions.total), count(mentions.first.len()));
    }
    for (source, words) in &by_source {
        let source = NamedNode::new_unchecked(source);
        let about = show.read.facts(&source)?;
        let language = about.text(dcterms::LANGUAGE).unwrap_or_default();
        let mut place = show.node(&source)?;
        for part in show.read.subjects(dcterms::IS_PART_OF, &source, 2)?.first {
            if show.read.facts(&part)?.is(choro::ARTICLE) {
                place += &format!(", {}", show.to(&part, "its article"));
            }
        }
        let quoted: Vec<String> = words.keys().map(|words| quote(words, language)).collect();
        table.push(vec![place, quoted.join(", "), count(words.values().sum())]);
    }
    draft.table(&table);
    Ok(spellings.into_iter().filter(|(_, s)| !s.languages.is_empty()).map(|(name, _)| name).collect())
}

/// Adds the sources that use a spelling in records, whose names are not mentions: the longest spelling that a record
/// contains.
fn in_records(show: &Show<'_>, iri: &NamedNode, spellings: &mut BTreeMap<String, Spelling>) -> Result<(), SiteError> {
    let mut records = BTreeSet::new();
    for claim in show.read.subjects(choro::ABOUT_PLACE, iri, MAX_CLAIMS)?.first {
        records.extend(show.read.facts(&claim)?.node(choro::FROM_RECORD).map(|record| record.as_str().to_owned()));
    }
    for record in records {
        let facts = show.read.facts(&NamedNode::new_unchecked(record))?;
        let words = crate::base::iri::folded_space(facts.text(choro::VERBATIM).unwrap_or_default());
        let Some(span) = facts.node(choro::ANCHORED_AT) else { continue };
        let Some(source) = show.read.facts(span)?.node(choro::IN_SOURCE).cloned() else { continue };
        let used =
            spellings.iter_mut().filter(|(name, _)| words.contains(name.as_str())).max_by_key(|(name, _)| name.len());
        if let Some((_, spelling)) = used {
            *spelling.uses.entry(source.into_string()).or_default() += 1;
        }
    }
    Ok(())
}

/// The name of a language tag, for those that are frequent in the project.
fn language_name(tag: &str) -> String {
    let (main, rest) = tag.split_once('-').unwrap_or((tag, ""));
    let name = match main {
        "ar" => "Arabic",
        "az" => "Azerbaijani",
        "de" => "German",
        "en" => "English",
        "fa" => "Persian",
        "fr" => "French",
        "hy" => "Armenian",
        "ka" => "Georgian",
        "ru" => "Russian",
        "tr" => "Turkish",
        "uk" => "Ukrainian",
        _ => return format!("<code>{}</code>", esc(tag)),
    };
    let more = match rest {
        "" => "",
        "x-slip" => ", a slip of a source",
        "latn" => ", in Latin letters",
        "cyrl" => ", in Cyrillic letters",
        _ => return format!("{name} <code>{}</code>", esc(tag)),
    };
    format!("{name}{more}")
}

/// The proposed and decided links, with their reviewers.
fn links(show: &Show<'_>, draft: &mut Draft<'_>, iri: &NamedNode, facts: &Facts) -> Result<(), SiteError> {
    let mut table = Table::new("links", "Links with Wikidata", &["Item", "How", "Decided by", "Why"]);
    let mut seen = BTreeSet::new();
    for axiom in show.read.subjects(owl::ANNOTATED_SOURCE, iri, 500)?.first {
        let row = show.read.facts(&axiom)?;
        let Some(target) = row.node(owl::ANNOTATED_TARGET) else { continue };
        let property = row.node(owl::ANNOTATED_PROPERTY).map_or("", |p| last_part(p.as_str()));
        let denied = row.text(sssom::PREDICATE_MODIFIER) == Some("Not");
        let reviewer = show.values(&row, sssom::REVIEWER_ID)? + &show.values(&row, sssom::AUTHOR_ID)?;
        let how = match (denied, property) {
            (_, "exactMatch") if reviewer.is_empty() => "proposed, not decided",
            (true, _) => "rejected: not the same",
            (false, "exactMatch") => "accepted: the same",
            (false, "closeMatch") => "proposed by a machine, not decided",
            (false, "broadMatch") => "accepted: a broader one",
            (false, "narrowMatch") => "accepted: a narrower one",
            _ => "related",
        };
        let mut who = if reviewer.is_empty() { "nobody yet".to_owned() } else { reviewer };
        if let Some(day) = row.text(sssom::REVIEW_DATE) {
            who += &format!(", {}", esc(day));
        }
        let mut why: Vec<String> = Vec::new();
        why.extend(row.text(sssom::CONFIDENCE).map(|c| format!("confidence {}", esc(c))));
        why.extend(row.text(sssom::MATCH_STRING).map(|m| format!("by the name {}", esc(m))));
        why.extend(row.text(sssom::COMMENT).map(esc));
        let label = row.text(sssom::OBJECT_LABEL).map_or_else(String::new, |label| format!(" {}", esc(label)));
        seen.insert(target.as_str().to_owned());
        table.push(vec![item(target) + &label, how.to_owned(), who, why.join("; ")]);
    }
    for target in facts.nodes(skos::EXACT_MATCH).filter(|t| !seen.contains(t.as_str())) {
        let who = "the makers of the gazetteer".to_owned();
        table.push(vec![item(target), "accepted: the same".to_owned(), who, "verified in the gazetteer".to_owned()]);
    }
    draft.table(&table);
    Ok(())
}

fn item(target: &NamedNode) -> String {
    let name = target.as_str().strip_prefix(wd::NAMESPACE).unwrap_or(target.as_str());
    external(target.as_str(), &esc(name))
}

fn in_schema_org(draft: &Draft<'_>, iri: &NamedNode, kind: PageKind, facts: &Facts, alternate: &[String]) -> Value {
    let class = match kind {
        PageKind::Place => "Place",
        PageKind::Person => "Person",
        PageKind::Organisation => "Organization",
        PageKind::NamedEvent => "Event",
        _ => "Thing",
    };
    let same: Vec<&str> = facts.nodes(skos::EXACT_MATCH).map(NamedNode::as_str).collect();
    json!({
        "@context": "https://schema.org/", "@type": class, "@id": iri.as_str(),
        "name": facts.text(rdfs::LABEL).unwrap_or(&draft.title), "alternateName": alternate, "sameAs": same,
        "subjectOf": structured::dataset(draft.context()),
    })
}

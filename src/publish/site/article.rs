//! The page of an article: its text with the findings marked and linked, if its licence lets everybody redistribute it;
//! and in any case its claims.

use super::html::{CLAIM_COLUMNS, Table, WHERE, count, counted, definitions, esc, lang, link};
use super::kind::PageKind;
use super::page::Draft;
use super::path::href;
use super::texts::{place, versions};
use super::values::Show;
use super::{Context, SiteError, structured};
use crate::base::iri::Span;
use crate::base::vocab::{choro, dcterms, foaf, org, prov, schema};
use crate::extract::annotate::marks::{Mark, MarkKind};
use crate::extract::annotate::nesting::{Step, steps};
use crate::store::{FactReader, Facts};
use oxigraph::model::{NamedNode, NamedNodeRef};
use serde_json::json;
use std::cmp::Reverse;
use std::collections::HashSet;
use std::fmt::Write as _;
use std::ops::Range;
use std::rc::Rc;

/// Maximum number of claims on a page.
const MAX_CLAIMS: usize = 20_000;

/// The anchor of a span of text within the page of its article.
pub(super) fn anchor_of(span: Span) -> String {
    format!("cp-{}-{}", span.start, span.end)
}

/// The target of a mark.
struct Target {
    /// The file of the site.
    file: String,
    class: &'static str,
    /// For a claim, its number on the page.
    number: Option<usize>,
    /// The tooltip.
    says: String,
    anchor: String,
}

pub(super) fn page<'a>(
    context: &'a Context<'a>,
    read: &'a FactReader<'a>,
    iri: &NamedNode,
    facts: &Facts,
) -> Result<Option<Draft<'a>>, SiteError> {
    let Some(mut draft) = Draft::of(context, read, iri, PageKind::Article, facts)? else { return Ok(None) };
    let path = draft.path.clone();
    let show = Show::new(context, read, &path);
    let source = facts.node(dcterms::IS_PART_OF).cloned();
    let about = source.as_ref().map(|source| read.facts(source)).transpose()?.unwrap_or_default();
    let language = about.text(dcterms::LANGUAGE).unwrap_or_default().to_owned();
    draft.language = Some(language.clone());
    let mut pairs = Vec::new();
    for (name, values) in [
        ("Attributed to", show.values(facts, prov::WAS_ATTRIBUTED_TO)?),
        ("Author", show.values(facts, dcterms::CREATOR)?),
        ("Published", show.values(&about, dcterms::ISSUED)?),
        ("In", show.values(facts, dcterms::IS_PART_OF)?),
        ("Address", show.values(&about, schema::URL)?),
    ] {
        if !values.is_empty() {
            pairs.push((name.to_owned(), values));
        }
    }
    draft.body += &definitions(&pairs);
    let mut claims = Vec::new();
    for claim in read.subjects(choro::REPORTED_IN, iri, MAX_CLAIMS)?.first {
        let claim_facts = read.facts(&claim)?;
        let span = match claim_facts.node(choro::ANCHORED_AT) {
            Some(node) => place(&*read.facts(node)?).map(|(_, span)| span),
            None => None,
        };
        claims.push((span, claim, claim_facts));
    }
    claims.sort_by(|a, b| (a.0, a.1.as_str()).cmp(&(b.0, b.1.as_str())));
    let mut anchors = HashSet::new();
    match source.as_ref().and_then(|source| context.texts.of(source)) {
        Some(text) => {
            let inner = in_context(&show, source.as_ref(), &text, &claims, &language, &mut anchors)?;
            draft.section("The text, with what was read from it", &inner);
        }
        None => {
            draft.section(
                "The text",
                "<p class=\"note\">The text is not shown, because its licence is not known or does not let everybody pass it on. \
                 The words of its claims stand below.</p>\n",
            );
        }
    }
    let mut table = Table::new("claims", "Claims", CLAIM_COLUMNS);
    for (number, (span, claim, claim_facts)) in claims.iter().enumerate() {
        show.push_claim(&mut table, claim, claim_facts)?;
        let Some(row) = table.rows.last_mut() else { continue };
        if let (Some(first), Some(span)) = (row.first_mut(), span) {
            let id = anchor_of(*span);
            let target = if anchors.insert(id.clone()) { format!(" id=\"{id}\"") } else { String::new() };
            *first = format!("<span class=\"number\"{target}>{}</span> {first}", number + 1);
        }
        if let (Some(place), Some(span)) = (row.get_mut(WHERE), span) {
            *place = format!("code points {} to {}", count(span.start), count(span.end));
        }
    }
    draft.table(&table);
    let version = match &source {
        Some(source) => versions(read, source, &about)?.first().map(|v| v.as_str().to_owned()),
        None => None,
    };
    draft.structured.push(json!({
        "@context": "https://schema.org/", "@type": "NewsArticle", "@id": iri.as_str(), "headline": draft.title,
        "inLanguage": language, "datePublished": about.text(dcterms::ISSUED), "isBasedOn": version,
        "isPartOf": structured::dataset(context),
    }));
    Ok(Some(draft))
}

/// The CSS class of a name, which sets its colour.
fn class_of(facts: &Facts) -> &'static str {
    let classes: [(NamedNodeRef<'_>, &str); 3] =
        [(foaf::PERSON, "person"), (org::ORGANIZATION, "organisation"), (choro::PLACE, "place")];
    classes.iter().find(|(class, _)| facts.is(*class)).map_or("other", |(_, name)| name)
}

type Claims = [(Option<Span>, NamedNode, Rc<Facts>)];

/// The paragraphs with marks.
fn in_context(
    show: &Show<'_>,
    source: Option<&NamedNode>,
    text: &str,
    claims: &Claims,
    language: &str,
    anchors: &mut HashSet<String>,
) -> Result<String, SiteError> {
    let Some(source) = source else { return Ok(String::new()) };
    let mut bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    bytes.push(text.len());
    let range = |span: Span| -> Option<Range<usize>> {
        let (start, end) = (*bytes.get(span.start)?, *bytes.get(span.end)?);
        (start < end).then_some(start..end)
    };
    let (mut found, mut parts) = (Vec::new(), Vec::new());
    for node in show.read.subjects(choro::IN_SOURCE, source, MAX_CLAIMS)?.first {
        let facts = show.read.facts(&node)?;
        let Some((at, span)) = place(&facts).and_then(|(_, span)| Some((range(span)?, span))) else { continue };
        if facts.is(choro::PARAGRAPH) {
            parts.push(at);
        } else if let Some(entity) = facts.node(choro::DENOTES).or(facts.node(choro::EXTENT)) {
            let Some(folder) = show.context.paths.page(entity.as_str()) else { continue };
            let class = if facts.node(choro::EXTENT).is_some() { "time" } else { class_of(&*show.read.facts(entity)?) };
            let (file, says) = (format!("{folder}/index.html"), show.label(entity)?);
            found.push((at, Target { file, class, number: None, says, anchor: anchor_of(span) }));
        }
    }
    for (number, (span, claim, facts)) in claims.iter().enumerate() {
        let Some((span, at)) = span.and_then(|span| Some((span, range(span)?))) else { continue };
        let Some(folder) = show.context.paths.page(claim.as_str()) else { continue };
        let (file, says) = (format!("{folder}/index.html"), show.saying(facts)?);
        found.push((at, Target { file, class: "claim", number: Some(number + 1), says, anchor: anchor_of(span) }));
    }
    found.sort_by_key(|(at, target)| (at.start, Reverse(at.end), target.number.is_none(), target.number));
    parts.sort_by_key(|part| part.start);
    // The text before the first paragraph that was read is the headline.
    let first = parts.first().map_or(text.len(), |part| part.start);
    let mut head: Vec<Range<usize>> = Vec::new();
    for (at, _) in found.iter().filter(|(at, _)| at.end <= first) {
        let start = text[..at.start].rfind('\n').map_or(0, |n| n + 1);
        let end = text[at.start..].find('\n').map_or(first, |n| at.start + n).min(first);
        if head.last().is_none_or(|last| last.end <= start) && start < end {
            head.push(start..end);
        }
    }
    let headlines = head.len();
    let parts: Vec<Range<usize>> = head.into_iter().chain(parts).collect();
    let marks: Vec<Mark> = found
        .iter()
        .enumerate()
        .map(|(number, (range, _))| Mark {
            range: range.clone(),
            kind: MarkKind::Clause,
            number,
            title: String::new(),
            facts: Vec::new(),
        })
        .collect();
    let mut out = format!(
        "<p class=\"legend\">{} marked; names and times lead to their pages, numbers to the claims.</p>\n<div class=\"text\"{}>\n",
        counted(found.len(), "stretch", "stretches"),
        lang(language)
    );
    for (n, steps) in steps(&marks, &parts).iter().enumerate() {
        out += if n < headlines { "<p class=\"headline\">" } else { "<p>" };
        write_steps(show, text, &found, steps, anchors, &mut out);
        out += "</p>\n";
    }
    Ok(out + "</div>\n")
}

/// Writes the steps through a paragraph. Links do not nest: a name within a name is marked, but not linked.
fn write_steps(
    show: &Show<'_>,
    text: &str,
    found: &[(Range<usize>, Target)],
    steps: &[Step],
    anchors: &mut HashSet<String>,
    out: &mut String,
) {
    let mut links = 0;
    let mut open: Vec<bool> = Vec::new();
    let mut due: Vec<usize> = Vec::new();
    for step in steps {
        match step {
            Step::Text(range) => out.push_str(&esc(&text[range.clone()])),
            Step::Open { mark, first } => {
                let target = &found[*mark].1;
                let id =
                    (*first && anchors.insert(target.anchor.clone())).then(|| format!(" id=\"{}\"", target.anchor));
                let id = id.unwrap_or_default();
                let is_link = target.number.is_none() && links == 0;
                if is_link {
                    links += 1;
                    let (to, says) = (href(show.path, &target.file), esc(&target.says));
                    let _ = write!(out, "<a class=\"m {}\"{id} href=\"{to}\" title=\"{says}\">", target.class);
                } else {
                    let _ = write!(out, "<span class=\"m {}\"{id}>", target.class);
                }
                open.push(is_link);
            }
            Step::Close { mark, last } => {
                let was_link = open.pop().unwrap_or_default();
                out.push_str(if was_link { "</a>" } else { "</span>" });
                links -= usize::from(was_link);
                if *last && found[*mark].1.number.is_some() {
                    due.push(*mark);
                }
                if links == 0 {
                    due.sort_by_key(|mark| found[*mark].1.number);
                    for mark in due.drain(..) {
                        let target = &found[mark].1;
                        let number = target.number.unwrap_or_default();
                        let label = format!("claim {number}: {}", target.says);
                        let number = format!("<sup>{number}</sup>");
                        let link = link(show.path, &target.file, &number);
                        let labelled = format!("<a class=\"ref\" aria-label=\"{}\" ", esc(&label));
                        out.push_str(&link.replacen("<a ", &labelled, 1));
                    }
                }
            }
        }
    }
}

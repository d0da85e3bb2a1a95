//! The page of a claim: its content, its words, its attribution, and its position in the source.

use super::article::anchor_of;
use super::html::{counted, definitions, esc, external, lang, quote};
use super::kind::PageKind;
use super::page::Draft;
use super::texts::{around, licence, place, versions};
use super::values::{Show, claim_type, degrees, shortened};
use super::{Context, SiteError, cells, structured};
use crate::base::iri::last_part;
use crate::base::vocab::{choro, dcterms, oa, prov, rdf};
use crate::publish::site::html::CLAIM_COLUMNS;
use crate::read::record::quantity::precise;
use crate::store::{FactReader, Facts};
use oxigraph::model::{NamedNode, NamedNodeRef};
use serde_json::json;
use std::fmt::Write as _;

/// The properties from a claim to where its words stand, and to what says the rest of it.
const EVIDENCE: &[NamedNodeRef<'static>] =
    &[choro::ANCHORED_AT, choro::HEADED_BY, choro::IDENTIFIED_BY, choro::WITHIN_CONTEXT, choro::SUPPLIED_BY];
/// Number of characters that are shown before and after the words.
const AROUND: usize = 240;

pub(super) fn page<'a>(
    context: &'a Context<'a>,
    read: &'a FactReader<'a>,
    iri: &NamedNode,
    facts: &Facts,
) -> Result<Option<Draft<'a>>, SiteError> {
    let Some(mut draft) = Draft::of(context, read, iri, PageKind::Claim, facts)? else { return Ok(None) };
    let path = draft.path.clone();
    let show = Show::new(context, read, &path);
    let words = facts.text(choro::VERBATIM).unwrap_or_default();
    draft.body += &format!(
        "<p class=\"lead\">{}. The dataset itself says only that.</p>\n",
        attributions_are_shown(&show, facts)?
    );
    let inner = in_its_words(&show, facts, words)?;
    draft.section("In the source’s words", &inner);
    let pairs = readings(&show, facts)?;
    draft.section("What was read from them", &definitions(&pairs));
    disagreements(&show, &mut draft, iri)?;
    // The words of a point are those of the gazetteer, from a work that was not captured.
    if facts.node(choro::ANCHORED_AT).is_some() {
        let trace = format!(
            "<p>The words are cut out of the captured bytes again, with their place, by</p>\n\
             <pre><code>chorograph trace {}</code></pre>\n",
            esc(iri.as_str())
        );
        draft.section("How to check this", &trace);
    }
    let claim_type = claim_type(facts);
    let described = claim_type.map_or(&[][..], |claim_type| claim_type.described);
    for node in described.iter().filter_map(|property| facts.node(*property)) {
        draft.data(node, &*read.facts(node)?);
    }
    for property in EVIDENCE.iter().chain(&[choro::REVIEWED_IN]) {
        for place in facts.nodes(*property) {
            draft.data(place, &*read.facts(place)?);
        }
    }
    let by = facts.node(choro::ASSERTED_BY).map(|node| read.label(node)).transpose()?;
    let about: Vec<&str> =
        claim_type.iter().flat_map(|claim_type| facts.nodes(claim_type.subject)).map(NamedNode::as_str).collect();
    draft.structured.push(json!({
        "@context": "https://schema.org/", "@type": "Claim", "@id": iri.as_str(), "name": draft.title, "text": words,
        "author": { "@type": "Organization", "name": by, "@id": facts.node(choro::ASSERTED_BY).map(NamedNode::as_str) },
        "appearance": { "@type": "CreativeWork", "@id": facts.node(choro::REPORTED_IN).map(NamedNode::as_str) },
        "about": about.iter().map(|iri| json!({ "@id": iri })).collect::<Vec<_>>(),
        "isPartOf": structured::dataset(context),
    }));
    Ok(Some(draft))
}

fn attributions_are_shown(show: &Show<'_>, facts: &Facts) -> Result<String, SiteError> {
    let document = match show.values(facts, choro::REPORTED_IN)? {
        document if document.is_empty() => "A document".to_owned(),
        document => document,
    };
    let who = show.values(facts, choro::ASSERTED_BY)?;
    if !who.is_empty() {
        return Ok(format!("{who} says so in {document}"));
    }
    if facts.node(choro::REPORTED_IN).and_then(|work| show.host(work)).is_some() {
        return Ok(format!("{document} says so"));
    }
    Ok(format!("{document} says so; whose it is, is not known"))
}

/// The words with their context, if it may be shown, and their position.
fn in_its_words(show: &Show<'_>, facts: &Facts, words: &str) -> Result<String, SiteError> {
    let mut out = String::new();
    for span in facts.nodes(choro::ANCHORED_AT) {
        let at = show.read.facts(span)?;
        let Some((source, range)) = place(&at) else {
            out += &cells::figure(show, &at, words)?;
            continue;
        };
        let about = show.read.facts(&source)?;
        let language = about.text(dcterms::LANGUAGE).unwrap_or_default();
        let text = show.context.texts.of(&source);
        let _ = write!(out, "<figure class=\"words\">\n<blockquote{}><p>", lang(language));
        match &text {
            Some(text) => {
                let (before, inside, after) = around(text, range, AROUND);
                let _ = write!(out, "{}<mark>{}</mark>{}", esc(&before), esc(&inside), esc(&after));
            }
            None => {
                let _ = write!(out, "<mark>{}</mark>", esc(at.text(oa::EXACT).unwrap_or(words)));
            }
        }
        let _ = write!(
            out,
            "</p></blockquote>\n<figcaption>{}, code points {} to {}",
            show.node(&source)?,
            range.start,
            range.end
        );
        let version = versions(show.read, &source, &about)?;
        if let Some(version) = version.first() {
            let _ = write!(out, " of {}", show.to(version, "the captured version"));
        }
        if text.is_some()
            && let Some(file) = article_file(show, facts)
        {
            let href = super::path::href(show.path, &file);
            let _ = write!(out, "; <a href=\"{href}#{}\">in its article</a>", anchor_of(range));
        }
        out.push_str(".</figcaption>\n</figure>\n");
        if text.is_none() {
            out += match licence(show.read, &source, &about)? {
                None => {
                    "<p class=\"note\">No licence is known for this source, so that only the words of the claim are shown.</p>\n"
                }
                Some(_) => {
                    "<p class=\"note\">The licence of this source does not let everybody pass its text on, so that only the words of the claim are shown.</p>\n"
                }
            };
        }
    }
    if out.is_empty() {
        let _ = writeln!(out, "<p>{}</p>", quote(words, ""));
    }
    out += &cells::basis(show, facts)?;
    if let Some(record) = facts.node(choro::FROM_RECORD) {
        let whole = show.read.facts(record)?;
        let _ = match show.row(&whole)? {
            Some(words) => {
                let words = quote(&words, &show.language(&whole)?);
                writeln!(out, "<p>From the record {}.</p>", show.to(record, &words))
            }
            None => writeln!(out, "<p>From {}.</p>", show.to(record, "this row")),
        };
    }
    Ok(out)
}

/// The file of the article that reports a claim.
fn article_file(show: &Show<'_>, facts: &Facts) -> Option<String> {
    let article = facts.node(choro::REPORTED_IN)?;
    let is_article = show.read.facts(article).ok()?.is(choro::ARTICLE);
    show.context.paths.page(article.as_str()).filter(|_| is_article).map(|folder| format!("{folder}/index.html"))
}

/// All statements of the claim, property by property, in the order of the ontology.
fn readings(show: &Show<'_>, facts: &Facts) -> Result<Vec<(String, String)>, SiteError> {
    let mut shown_apart = [&[choro::VERBATIM, choro::FROM_RECORD], EVIDENCE].concat();
    let mut reviews = reviews(show, facts)?;
    if !reviews.is_empty() {
        shown_apart.extend([choro::REVIEWED_BY, choro::REVIEWED_IN]);
    }
    // Of several reviewers who differ, the decision is not that of each.
    if let [review] = &mut reviews[..] {
        shown_apart.push(choro::DECISION);
        *review = format!("{} {review}", show.values(facts, choro::DECISION)?);
    }
    let mut pairs: Vec<(String, String)> = Vec::new();
    let mut properties: Vec<_> = facts.iter().map(|(p, _)| p).collect();
    properties.dedup();
    let first = claim_type(facts).map_or(&[][..], |claim_type| claim_type.first);
    properties.sort_by_key(|p| {
        (*p != &rdf::TYPE.into_owned(), first.iter().position(|f| *f == p.as_ref()).unwrap_or(first.len()))
    });
    for property in properties {
        if shown_apart.iter().any(|p| *p == property.as_ref()) {
            continue;
        }
        let name = property_name(show, property)?;
        let mut value = match claim_type(facts).filter(|_| *property == rdf::TYPE) {
            Some(claim_type) => show.node(&claim_type.class.into_owned())?,
            // An outline can have thousands of points; the data of the page has all of them.
            None if *property == choro::OUTLINE => esc(&shortened(facts.text(choro::OUTLINE).unwrap_or_default())),
            // The claim that a person replaced is left out of most sites, and then there is nothing to see of it.
            None if *property == prov::WAS_REVISION_OF => with_pages(show, facts.nodes(property.as_ref()))?,
            None => show.values(facts, property.as_ref())?,
        };
        if value.is_empty() {
            continue;
        }
        if let Some(node) = facts.node(property.as_ref()) {
            value += &in_full(&*show.read.facts(node)?);
        }
        if *property == choro::POINT
            && let Some(degrees) = degrees(facts)
        {
            value += &format!(" <span class=\"soft\">({degrees})</span>");
        }
        pairs.push((name, value));
    }
    pairs.push(("read".to_owned(), show.read_by(facts)?));
    let reviewed = if reviews.is_empty() { show.review(facts)? } else { reviews.join("<br>\n") };
    pairs.push(("reviewed".to_owned(), reviewed));
    Ok(pairs)
}

/// Those of some names that have pages, as links.
fn with_pages<'f>(show: &Show<'_>, nodes: impl Iterator<Item = &'f NamedNode>) -> Result<String, SiteError> {
    let nodes = nodes.filter(|node| show.context.paths.page(node.as_str()).is_some());
    let links: Vec<String> = nodes.map(|node| show.node(node)).collect::<Result<_, _>>()?;
    Ok(links.join(", "))
}

/// The reviews of the claim, which have no pages of their own: by whom, on which day, with which remark.
fn reviews(show: &Show<'_>, facts: &Facts) -> Result<Vec<String>, SiteError> {
    let mut reviews = Vec::new();
    for review in facts.nodes(choro::REVIEWED_IN) {
        let review = show.read.facts(review)?;
        let mut parts = Vec::new();
        for (before, property) in [("by", prov::WAS_ASSOCIATED_WITH), ("on", choro::REVIEWED_ON)] {
            let value = show.values(&review, property)?;
            if !value.is_empty() {
                parts.push(format!("{before} {value}"));
            }
        }
        let remark = review.text(choro::REVIEW_COMMENT).map(|remark| format!(": {}", quote(remark, "")));
        reviews.push(parts.join(" ") + &remark.unwrap_or_default());
    }
    Ok(reviews)
}

/// The name of a property, linked to its page.
pub(super) fn property_name(show: &Show<'_>, property: &NamedNode) -> Result<String, SiteError> {
    if *property == rdf::TYPE {
        return Ok("kind".to_owned());
    }
    match show.context.vocabulary.of(property) {
        Some(_) => show.node(property),
        None => Ok(external(property.as_str(), &esc(&spaced(last_part(property.as_str()))))),
    }
}

/// `wasAttributedTo` as `was attributed to`.
fn spaced(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() {
            out.push(' ');
        }
        out.push(if c == '_' { ' ' } else { c.to_ascii_lowercase() });
    }
    out.trim_start().to_owned()
}

/// A time with its bounds, a quantity in square kilometres.
fn in_full(facts: &Facts) -> String {
    if let (Some(edtf), Some(earliest), Some(latest)) =
        (facts.text(choro::EDTF), facts.text(choro::EARLIEST), facts.text(choro::LATEST))
    {
        let days = if earliest == latest { format!("the day {earliest}") } else { format!("{earliest} to {latest}") };
        return format!(" <span class=\"soft\">(EDTF {}: {})</span>", esc(edtf), esc(&days));
    }
    match facts.text(choro::SQUARE_KILOMETRES) {
        Some(km2) => {
            let km2 = precise(km2, facts.text(choro::LEXICAL_FORM).unwrap_or_default());
            format!(" <span class=\"soft\">({} km²)</span>", esc(&km2))
        }
        None => String::new(),
    }
}

/// The disagreements that involve the claim, with the other claims beside it.
pub(super) fn disagreements(show: &Show<'_>, draft: &mut Draft<'_>, claim: &NamedNode) -> Result<(), SiteError> {
    for disagreement in show.read.subjects(choro::INVOLVES, claim, 20)?.first {
        let facts = show.read.facts(&disagreement)?;
        let claims: Vec<NamedNode> = facts.nodes(choro::INVOLVES).cloned().collect();
        let claims = show.in_order(&claims)?;
        let mut table = show.claims("against", "Claims that cannot all hold, this one among them", &claims)?;
        table.columns = CLAIM_COLUMNS;
        table.note = format!(
            "{}: {}. None of them is preferred.",
            show.node(&disagreement)?,
            counted(claims.len(), "claim", "claims")
        );
        draft.table(&table);
    }
    Ok(())
}

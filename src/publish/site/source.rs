//! The pages of documents: a source, its versions, its fact box, a record.

use super::claim::property_name;
use super::html::{Table, count, counted, definitions, esc, external, quote};
use super::kind::PageKind;
use super::page::Draft;
use super::texts::{licence, versions};
use super::values::Show;
use super::{Context, SiteError, cells, structured};
use crate::base::licence::is_open;
use crate::base::vocab::{choro, dcterms, prov, schema};
use crate::store::{FactReader, Facts};
use oxigraph::model::{NamedNode, Term};
use serde_json::json;

/// Maximum number of claims, records or parts on a page.
const MAX_CLAIMS: usize = 20_000;

/// The page of a source.
pub(super) fn source<'a>(
    context: &'a Context<'a>,
    read: &'a FactReader<'a>,
    iri: &NamedNode,
    facts: &Facts,
) -> Result<Option<Draft<'a>>, SiteError> {
    let Some(mut draft) = Draft::of(context, read, iri, PageKind::Source, facts)? else { return Ok(None) };
    draft.language = facts.text(dcterms::LANGUAGE).map(str::to_owned);
    let path = draft.path.clone();
    let show = Show::new(context, read, &path);
    let mut pairs = described(&show, facts)?;
    pairs.push(("Licence".to_owned(), terms(&licence(read, iri, facts)?)));
    for version in versions(read, iri, facts)? {
        let about = read.facts(&version)?;
        pairs.push(("Captured version".to_owned(), show.node(&version)?));
        if let Some(sha256) = about.text(choro::SHA256) {
            pairs.push(("SHA-256".to_owned(), format!("<code class=\"hash\">{}</code>", esc(sha256))));
        }
        if let Some(points) = about.number(choro::CODE_POINTS) {
            pairs.push(("Length".to_owned(), counted(points, "code point", "code points")));
        }
    }
    draft.body += &definitions(&pairs);
    let parts = read.subjects(dcterms::IS_PART_OF, iri, MAX_CLAIMS)?;
    let mut table = Table::new("parts", "What is in it", &["Part", "Kind"]);
    for part in &parts.first {
        let about = read.facts(part)?;
        if context.paths.page(part.as_str()).is_some() {
            table.push(vec![show.node(part)?, PageKind::of(&about).map_or("", PageKind::one).to_owned()]);
        }
    }
    table.total = table.total.max(if parts.total > parts.first.len() { parts.total } else { 0 });
    draft.table(&table);
    let name = draft.title.clone();
    draft.structured.push(json!({
        "@context": "https://schema.org/", "@type": "CreativeWork", "@id": iri.as_str(), "name": name,
        "inLanguage": facts.text(dcterms::LANGUAGE), "datePublished": facts.text(dcterms::ISSUED),
        "license": licence(read, iri, facts)?, "url": facts.node(schema::URL).map(NamedNode::as_str),
        "isPartOf": structured::dataset(context),
    }));
    Ok(Some(draft))
}

/// The metadata of a document, property by property.
fn described(show: &Show<'_>, facts: &Facts) -> Result<Vec<(String, String)>, SiteError> {
    let all = [
        (dcterms::PUBLISHER, "Publisher"),
        (dcterms::CREATOR, "Author"),
        (prov::WAS_ATTRIBUTED_TO, "Attributed to"),
        (dcterms::ISSUED, "Published"),
        (choro::RETRIEVED, "Retrieved"),
        (dcterms::LANGUAGE, "Language"),
        (schema::URL, "Address"),
        (prov::WAS_DERIVED_FROM, "Derived from"),
        (dcterms::IS_PART_OF, "Part of"),
    ];
    let mut pairs = Vec::new();
    for (property, name) in all {
        let value = show.values(facts, property)?;
        if !value.is_empty() {
            pairs.push((name.to_owned(), value));
        }
    }
    Ok(pairs)
}

/// A licence, and its consequence for the site.
fn terms(licence: &Option<String>) -> String {
    match licence {
        None => "not known, so that only the words of claims and mentions are shown".to_owned(),
        Some(licence) if is_open(licence) => external(licence, &esc(licence)),
        Some(licence) => external(licence, &esc(licence)) + "; only the words of claims and mentions are shown",
    }
}

/// The page of a captured version.
pub(super) fn version<'a>(
    context: &'a Context<'a>,
    read: &'a FactReader<'a>,
    iri: &NamedNode,
    facts: &Facts,
) -> Result<Option<Draft<'a>>, SiteError> {
    let Some(mut draft) = Draft::of(context, read, iri, PageKind::Version, facts)? else { return Ok(None) };
    let path = draft.path.clone();
    let show = Show::new(context, read, &path);
    let mut pairs = Vec::new();
    for (property, value) in facts.iter() {
        if let Term::Literal(_) | Term::NamedNode(_) = value {
            pairs.push((property_name(&show, property)?, show.term(value)?));
        }
    }
    draft.lead("A version of a document as it was captured, known by the SHA-256 of its bytes. Its name is also that of the graph that holds what it says.");
    draft.body += &definitions(&pairs);
    Ok(Some(draft))
}

/// The page of a fact box or a table.
pub(super) fn carrier<'a>(
    context: &'a Context<'a>,
    read: &'a FactReader<'a>,
    iri: &NamedNode,
    kind: PageKind,
    facts: &Facts,
) -> Result<Option<Draft<'a>>, SiteError> {
    let Some(mut draft) = Draft::of(context, read, iri, kind, facts)? else { return Ok(None) };
    let path = draft.path.clone();
    let show = Show::new(context, read, &path);
    draft.body += &definitions(&described(&show, facts)?);
    let records = read.subjects(dcterms::IS_PART_OF, iri, MAX_CLAIMS)?;
    let mut table = Table::new("records", "Its records", &["Record", "What is read from it"]);
    let mut in_order = Vec::new();
    for record in records.first {
        let about = read.facts(&record)?;
        let start = match about.node(choro::ANCHORED_AT) {
            Some(span) => cells::order(&*read.facts(span)?),
            None => Vec::new(),
        };
        in_order.push((start, record, about));
    }
    in_order.sort_by(|a, b| (&a.0, a.1.as_str()).cmp(&(&b.0, b.1.as_str())));
    for (_, record, about) in &in_order {
        let words = match show.row(about)? {
            Some(words) => quote(&words, &show.language(about)?),
            None => esc(&show.title(record)?),
        };
        let mut read_from = Vec::new();
        for claim in read.subjects(choro::FROM_RECORD, record, 50)?.first {
            let claim_facts = read.facts(&claim)?;
            let about = show.values(&claim_facts, choro::ABOUT_PLACE)?;
            read_from.push(format!("{about}: {}", show.to(&claim, &esc(&show.saying(&claim_facts)?))));
        }
        table.push(vec![show.to(record, &words), read_from.join("<br>")]);
    }
    table.total = table.total.max(if records.total > table.rows.len() { records.total } else { 0 });
    draft.table(&table);
    Ok(Some(draft))
}

/// The page of a record.
pub(super) fn record<'a>(
    context: &'a Context<'a>,
    read: &'a FactReader<'a>,
    iri: &NamedNode,
    facts: &Facts,
) -> Result<Option<Draft<'a>>, SiteError> {
    let Some(mut draft) = Draft::of(context, read, iri, PageKind::Record, facts)? else { return Ok(None) };
    let path = draft.path.clone();
    let show = Show::new(context, read, &path);
    draft.body += &match show.row(facts)? {
        Some(words) => format!(
            "<figure class=\"words\">\n<blockquote{}><p>{}</p></blockquote>\n</figure>\n",
            super::html::lang(&show.language(facts)?),
            esc(&words)
        ),
        None => "<p class=\"note\">No licence lets everybody pass this row on, so that only the cells of its claims are shown.</p>\n".to_owned(),
    };
    let mut pairs = described(&show, facts)?;
    for span in facts.nodes(choro::ANCHORED_AT) {
        let span = read.facts(span)?;
        if let Some((source, range)) = super::texts::place(&span) {
            let place = format!("{}, code points {} to {}", show.node(&source)?, count(range.start), count(range.end));
            pairs.push(("Place".to_owned(), place));
        } else if let (Some(source), Some(place)) = (span.node(choro::IN_SOURCE), cells::place(&span)) {
            pairs.push(("Place".to_owned(), format!("{}, {place}", show.node(source)?)));
        }
    }
    draft.body += &definitions(&pairs);
    let claims = read.subjects(choro::FROM_RECORD, iri, MAX_CLAIMS)?.first;
    for claim in &claims {
        draft.data(claim, &*read.facts(claim)?);
    }
    let table = show.claims("claims", "Claims read from it", &show.in_order(&claims)?)?;
    draft.table(&table);
    Ok(Some(draft))
}

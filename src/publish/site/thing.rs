//! The pages of everything else that has a name: agents, times, quantities, disagreements, meetings, and computed
//! nodes.

use super::claim::property_name;
use super::html::{Table, definitions};
use super::kind::PageKind;
use super::page::Draft;
use super::values::Show;
use super::{Context, SiteError};
use crate::base::vocab::{choro, dcterms, prov};
use crate::store::{FactReader, Facts};
use oxigraph::model::{NamedNode, NamedNodeRef};

/// Maximum number of names on a page.
const MAX_NAMES: usize = 2_000;
/// Maximum number of claims in the data of a page.
const MAX_DATA: usize = 100;

/// The page of a disagreement: the claims side by side.
pub(super) fn disagreement<'a>(
    context: &'a Context<'a>,
    read: &'a FactReader<'a>,
    iri: &NamedNode,
    facts: &Facts,
) -> Result<Option<Draft<'a>>, SiteError> {
    let Some(mut draft) = Draft::of(context, read, iri, PageKind::Disagreement, facts)? else { return Ok(None) };
    let path = draft.path.clone();
    let show = Show::new(context, read, &path);
    draft.lead("These claims cannot all hold as they stand. Each is shown with its own words; none is preferred, and none is left out.");
    let claims: Vec<NamedNode> = facts.nodes(choro::INVOLVES).cloned().collect();
    let claims = show.in_order(&claims)?;
    for claim in claims.iter().take(MAX_DATA) {
        draft.data(claim, &*read.facts(claim)?);
    }
    draft.table(&show.claims("claims", "Side by side", &claims)?);
    let mut pairs = Vec::new();
    for (property, _) in facts.iter() {
        if *property != choro::INVOLVES && pairs.iter().all(|(p, _)| p != property) {
            let unit = if *property == choro::TOLERANCE { " of the larger" } else { "" };
            pairs.push((property.clone(), show.values(facts, property.as_ref())? + unit));
        }
    }
    let named: Vec<_> =
        pairs.into_iter().map(|(p, v)| Ok((property_name(&show, &p)?, v))).collect::<Result<_, SiteError>>()?;
    draft.section("How it was found", &definitions(&named));
    Ok(Some(draft))
}

/// The properties that refer to a thing, with their heading. The files in which claims and all else go on have
/// different names.
type Inbound = ([&'static str; 2], &'static str, &'static [NamedNodeRef<'static>]);

fn inbound(kind: PageKind) -> &'static [Inbound] {
    match kind {
        PageKind::Agent => &[
            (
                ["document-claims", "documents"],
                "What it published or wrote",
                &[dcterms::PUBLISHER, dcterms::CREATOR, prov::WAS_ATTRIBUTED_TO],
            ),
            (["claims", "other-claims"], "What it says", &[choro::ASSERTED_BY]),
        ],
        PageKind::Time => &[
            (["claims", "other-claims"], "Claims with this time", &[choro::TIME, choro::BOUNDARY_TIME, choro::TENURE]),
            (["source-claims", "sources"], "Documents of this time", &[dcterms::ISSUED]),
        ],
        PageKind::Quantity => &[(["claims", "other-claims"], "Claims with this quantity", &[choro::AREA])],
        PageKind::Meeting => &[(["claims", "other-claims"], "What sources tell of it", &[choro::ABOUT_EVENT])],
        _ => &[(
            ["subject-claims", "subjects"],
            "What refers to it",
            &[prov::WAS_GENERATED_BY, choro::LIKENS, prov::HAD_MEMBER, choro::MEASURE],
        )],
    }
}

/// The page of anything else: its statements, and what refers to it.
pub(super) fn page<'a>(
    context: &'a Context<'a>,
    read: &'a FactReader<'a>,
    iri: &NamedNode,
    kind: PageKind,
    facts: &Facts,
) -> Result<Option<Draft<'a>>, SiteError> {
    let Some(mut draft) = Draft::of(context, read, iri, kind, facts)? else { return Ok(None) };
    let path = draft.path.clone();
    let show = Show::new(context, read, &path);
    let mut properties: Vec<&NamedNode> = facts.iter().map(|(property, _)| property).collect();
    properties.dedup();
    let mut pairs = Vec::new();
    for property in properties {
        // A run has used every version: too many for one line.
        let count = facts.values(property.as_ref()).count();
        let value = if count > 50 {
            format!("{count} values, in the data of this page")
        } else {
            show.values(facts, property.as_ref())?
        };
        pairs.push((property_name(&show, property)?, value));
    }
    draft.body += &definitions(&pairs);
    for ([id, other], heading, predicates) in inbound(kind) {
        let names = read.subjects_by_any(predicates, iri, MAX_NAMES)?;
        let mut claims = Vec::new();
        let mut others = Table::new(other, *heading, &["Name", "Kind"]);
        for name in &names.first {
            let about = read.facts(name)?;
            match PageKind::of(&about) {
                Some(PageKind::Claim) => claims.push(name.clone()),
                Some(kind) => others.push(vec![show.node(name)?, kind.one().to_owned()]),
                None => {}
            }
        }
        let claims = show.in_order(&claims)?;
        for claim in claims.iter().take(MAX_DATA) {
            draft.data(claim, &*read.facts(claim)?);
        }
        let mut table = show.claims(id, heading, &claims)?;
        if names.total > names.first.len() {
            table.total = table.total.max(names.total);
            others.total = others.total.max(names.total);
        }
        if kind == PageKind::Time || kind == PageKind::Quantity || !table.rows.is_empty() {
            add_subjects(&show, &mut table, &claims)?;
        }
        draft.table(&table);
        draft.table(&others);
    }
    Ok(Some(draft))
}

/// Adds the subject of each claim, which the page does not show otherwise.
fn add_subjects(show: &Show<'_>, table: &mut Table, claims: &[NamedNode]) -> Result<(), SiteError> {
    for (row, claim) in table.rows.iter_mut().zip(claims) {
        let about = show.values(&*show.read.facts(claim)?, choro::ABOUT_PLACE)?;
        if let Some(first) = row.first_mut().filter(|_| !about.is_empty()) {
            *first = format!("{about}: {first}");
        }
    }
    Ok(())
}

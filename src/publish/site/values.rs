//! The display of values on pages: names as links to their pages, words of sources as quotations in their language,
//! times and figures in readable form; and each claim as a row of a table, with its words and its source beside it.

use super::html::{CLAIM_COLUMNS, Table, esc, external, lang, link, quote};
use super::{Context, SiteError};
use crate::base::date::in_words;
use crate::base::iri::last_part;
use crate::base::licence::is_open;
use crate::base::vocab::{choro, dcterms, oa, prov, rdf, rdfs, term, wd};
use crate::claim::template::{self, Field};
use crate::claim::types::ClaimType;
use crate::publish::picture::read::well_known_text;
use crate::read::record::quantity::precise;
use crate::store::{FactReader, Facts};
use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Term};

/// Displays values on the page of one file.
pub(super) struct Show<'a> {
    pub(super) context: &'a Context<'a>,
    pub(super) read: &'a FactReader<'a>,
    pub(super) path: &'a str,
}

/// The sort key of claims: the first day, the figure, and the position of the words.
type Order = ((i32, u8, u8), f64, Option<(String, usize)>);

impl<'a> Show<'a> {
    pub(super) fn new(context: &'a Context<'a>, read: &'a FactReader<'a>, path: &'a str) -> Self {
        Self { context, read, path }
    }

    /// A link to the page of a name, if it has one. `inner` is HTML.
    pub(super) fn to(&self, iri: &NamedNode, inner: &str) -> String {
        match self.context.paths.page(iri.as_str()) {
            Some(folder) => link(self.path, &format!("{folder}/index.html"), inner),
            None => inner.to_owned(),
        }
    }

    /// A name: its label, linked to its page.
    pub(super) fn node(&self, node: &NamedNode) -> Result<String, SiteError> {
        if let Some(meaning) = self.context.vocabulary.of(node)
            && let Some(path) = self.context.vocabulary.path(node)
        {
            return Ok(link(self.path, &path, &esc(&meaning.label)));
        }
        if self.context.paths.page(node.as_str()).is_some() {
            return Ok(self.to(node, &esc(&self.title(node)?)));
        }
        if let Some(item) = node.as_str().strip_prefix(wd::NAMESPACE) {
            return Ok(external(node.as_str(), &format!("Wikidata {}", esc(item))));
        }
        let facts = self.read.facts(node)?;
        if let Some(words) = facts.text(oa::EXACT) {
            return Ok(quote(words, &self.language_of(&facts)?));
        }
        let shown = esc(facts.label().unwrap_or(node.as_str()));
        let base = self.context.dataset.minter.base();
        // A name of the dataset without a page, such as a version of the gazetteer: a link would lead nowhere.
        let is_without_page = node.as_str() != base && node.as_str().starts_with(base);
        Ok(if is_without_page { shown } else { external(node.as_str(), &shown) })
    }

    /// Any value.
    pub(super) fn term(&self, term: &Term) -> Result<String, SiteError> {
        Ok(match term {
            Term::NamedNode(node) => self.node(node)?,
            Term::Literal(literal) => literal_html(literal),
            Term::BlankNode(_) => String::new(),
        })
    }

    /// All values of a property, separated by commas.
    pub(super) fn values(&self, facts: &Facts, predicate: NamedNodeRef<'_>) -> Result<String, SiteError> {
        let all: Vec<String> = facts.values(predicate).map(|value| self.term(value)).collect::<Result<_, _>>()?;
        Ok(all.join(", "))
    }

    /// The title of a node on its own page and in lists.
    pub(super) fn title(&self, node: &NamedNode) -> Result<String, SiteError> {
        let facts = self.read.facts(node)?;
        title(self.read, node, &facts)
    }

    /// The language of the source that a span is in.
    pub(super) fn language_of(&self, span: &Facts) -> Result<String, SiteError> {
        let Some(source) = span.node(choro::IN_SOURCE) else { return Ok(String::new()) };
        let facts = self.read.facts(source)?;
        Ok(facts.text(dcterms::LANGUAGE).unwrap_or_default().to_owned())
    }

    /// The language of the words of a claim or record.
    pub(super) fn language(&self, claim: &Facts) -> Result<String, SiteError> {
        match claim.node(choro::ANCHORED_AT) {
            Some(span) => self.language_of(&*self.read.facts(span)?),
            None => Ok(String::new()),
        }
    }

    /// The words of a record; those of a row of a table only if the licence of its source lets everybody pass it on.
    pub(super) fn row(&self, record: &Facts) -> Result<Option<String>, SiteError> {
        let words = || record.text(choro::VERBATIM).map(str::to_owned);
        let Some(carrier) = record.node(dcterms::IS_PART_OF) else { return Ok(words()) };
        let carrier = self.read.facts(carrier)?;
        if !carrier.is(choro::TABLE) {
            return Ok(words());
        }
        let Some(source) = carrier.node(dcterms::IS_PART_OF) else { return Ok(None) };
        let licence = super::texts::licence(self.read, source, &*self.read.facts(source)?)?;
        Ok(licence.filter(|licence| is_open(licence)).and_then(|_| words()))
    }

    /// A claim as a row.
    pub(super) fn claim_row(&self, claim: &NamedNode, facts: &Facts) -> Result<Vec<String>, SiteError> {
        let words = quote(facts.text(choro::VERBATIM).unwrap_or_default(), &self.language(facts)?);
        let said_in = match facts.node(choro::SAID_IN) {
            Some(statement) => format!(", told within {}", self.to(statement, "a statement")),
            None => String::new(),
        };
        Ok(vec![
            self.to(claim, &esc(&self.saying(facts)?)),
            words,
            self.speaker(facts)? + &said_in,
            self.values(facts, choro::REPORTED_IN)?,
            format!("{}, {}", self.read_by(facts)?, self.review(facts)?),
        ])
    }

    /// How a claim was read: by the rules of the program, by another tool, or by a person.
    pub(super) fn read_by(&self, facts: &Facts) -> Result<String, SiteError> {
        let agents = self.values(facts, prov::WAS_ATTRIBUTED_TO)?;
        Ok(match facts.node(choro::ANCHORED_AT) {
            _ if !agents.is_empty() => format!("by {agents}"),
            Some(_) => "by rules".to_owned(),
            None => "in the gazetteer".to_owned(),
        })
    }

    /// Whether a claim was reviewed: what was decided, and by whom.
    pub(super) fn review(&self, facts: &Facts) -> Result<String, SiteError> {
        let decision = self.values(facts, choro::DECISION)?;
        Ok(match self.values(facts, choro::REVIEWED_BY)? {
            _ if decision.is_empty() => "<span class=\"soft\">not reviewed</span>".to_owned(),
            // It is the reading of whoever decided so, who is named already.
            reviewers if reviewers.is_empty() || reviewers == self.values(facts, prov::WAS_ATTRIBUTED_TO)? => decision,
            reviewers => format!("{decision} by {reviewers}"),
        })
    }

    /// The attribution of a claim. A point is a claim of a foreign work, which is shown by its host.
    fn speaker(&self, facts: &Facts) -> Result<String, SiteError> {
        let named = self.values(facts, choro::ASSERTED_BY)?;
        if !named.is_empty() {
            return Ok(named);
        }
        Ok(match facts.node(choro::REPORTED_IN).and_then(|work| self.host(work)) {
            Some(host) => esc(host),
            None => "<span class=\"soft\">not known</span>".to_owned(),
        })
    }

    /// The host of a work that is not part of the dataset.
    pub(super) fn host<'b>(&self, work: &'b NamedNode) -> Option<&'b str> {
        if work.as_str().starts_with(self.context.dataset.minter.base()) {
            return None;
        }
        let (_, rest) = work.as_str().split_once("://")?;
        rest.split(['/', '?', '#']).next()
    }

    /// Claims in an order for comparison: by time, then by area, then by their position in the sources.
    pub(super) fn in_order(&self, claims: &[NamedNode]) -> Result<Vec<NamedNode>, SiteError> {
        let mut keyed = Vec::with_capacity(claims.len());
        for claim in claims {
            let facts = self.read.facts(claim)?;
            keyed.push((self.order(&facts)?, claim));
        }
        keyed.sort_by(|((a, a_km2, a_place), a_iri), ((b, b_km2, b_place), b_iri)| {
            a.cmp(b)
                .then(a_km2.total_cmp(b_km2))
                .then_with(|| (a_place, a_iri.as_str()).cmp(&(b_place, b_iri.as_str())))
        });
        Ok(keyed.into_iter().map(|(_, claim)| claim.clone()).collect())
    }

    fn order(&self, claim: &Facts) -> Result<Order, SiteError> {
        let described = claim_type(claim).and_then(|claim_type| claim_type.described.first());
        let described =
            described.and_then(|property| claim.node(*property)).map(|node| self.read.facts(node)).transpose()?;
        let of = |property| described.as_deref().and_then(|facts| facts.text(property));
        let day = of(choro::EARLIEST).and_then(|day| {
            let mut parts = day.rsplitn(3, '-');
            let (date, month, year) = (parts.next()?, parts.next()?, parts.next()?);
            Some((year.parse().ok()?, month.parse().ok()?, date.parse().ok()?))
        });
        let stated = || claim_type(claim).and_then(|claim_type| claim.text(claim_type.value));
        let figure = of(choro::SQUARE_KILOMETRES).or_else(stated).and_then(|figure| figure.parse().ok());
        let place = match claim.node(choro::ANCHORED_AT) {
            Some(span) => super::texts::place(&*self.read.facts(span)?),
            None => None,
        };
        let place = place.map(|(source, span)| (source.into_string(), span.start));
        Ok((day.unwrap_or((i32::MIN, 0, 0)), figure.unwrap_or_default(), place))
    }

    /// Claims as a table.
    pub(super) fn claims(&self, id: &'static str, heading: &str, claims: &[NamedNode]) -> Result<Table, SiteError> {
        let mut table = Table::new(id, heading, CLAIM_COLUMNS);
        for claim in claims {
            self.push_claim(&mut table, claim, &*self.read.facts(claim)?)?;
        }
        Ok(table)
    }

    /// Adds a claim to a table of claims.
    pub(super) fn push_claim(&self, table: &mut Table, claim: &NamedNode, facts: &Facts) -> Result<(), SiteError> {
        if is_reviewed(facts) {
            table.reviewed.insert(table.rows.len());
        }
        table.push(self.claim_row(claim, facts)?);
        Ok(())
    }

    /// A label without a link.
    pub(super) fn label(&self, node: &NamedNode) -> Result<String, SiteError> {
        Ok(match self.context.vocabulary.of(node) {
            Some(meaning) => meaning.label.clone(),
            None => readable(&self.read.label(node)?),
        })
    }

    /// What a claim says about its subject, in a few words.
    pub(super) fn saying(&self, facts: &Facts) -> Result<String, SiteError> {
        let says = claim_type(facts).map_or(&[][..], |claim_type| claim_type.says);
        let field = |field: Field| {
            let shown = facts.nodes(field.property.as_ref()).filter(|node| !is_left_out(&field, node));
            let shown: Vec<&NamedNode> = shown.collect();
            in_form(self.read, facts, &field, &shown, &|node| self.label(node))
        };
        let mut phrases = template::fill_all(says, field)?;
        phrases.retain(|phrase| !phrase.trim_matches([',', ' ']).is_empty());
        Ok(if phrases.is_empty() { "claim".to_owned() } else { phrases.join("; ") })
    }
}

/// Whether a person accepted, replaced or added a claim.
pub(super) fn is_reviewed(facts: &Facts) -> bool {
    facts.node(choro::DECISION).is_some_and(|decision| *decision != term::REJECTED)
}

/// The type of a claim; `None` for anything else.
pub(super) fn claim_type(facts: &Facts) -> Option<&'static ClaimType> {
    ClaimType::of(facts.values(rdf::TYPE))
}

fn is_left_out(field: &Field, node: &NamedNode) -> bool {
    field.except.is_some_and(|except| node.as_str().strip_prefix(term::NAMESPACE) == Some(except))
}

/// The values of a property of a claim in the form that a template requires: words of the text in their order, else
/// labels, else the literal.
fn in_form(
    read: &FactReader<'_>,
    claim: &Facts,
    field: &Field,
    nodes: &[&NamedNode],
    label: &dyn Fn(&NamedNode) -> Result<String, SiteError>,
) -> Result<String, SiteError> {
    match field.form {
        Some("degrees") => return Ok(degrees(claim).unwrap_or_default()),
        Some("km2") => return in_square_kilometres(read, nodes),
        _ => {}
    }
    let mut labels = Vec::with_capacity(nodes.len());
    let mut words = Vec::new();
    for node in nodes {
        if node.as_str().starts_with(term::NAMESPACE) {
            labels.push(label(node)?);
            continue;
        }
        let span = read.facts(node)?;
        match span.text(oa::EXACT) {
            Some(exact) => words.push((span.number(oa::START), span.number(oa::END), exact.to_owned())),
            None => labels.push(label(node)?),
        }
    }
    let text = if !words.is_empty() {
        in_text_order(words)
    } else if nodes.is_empty() {
        claim.text(field.property.as_ref()).unwrap_or_default().to_owned()
    } else {
        labels.join(", ")
    };
    Ok(match field.form {
        Some("short") => shortened(&text),
        Some("quoted") => shortened(text.trim_matches(['"', '“', '”', ' '])),
        _ => text,
    })
}

/// A figure in square kilometres; empty if the source gives it so.
fn in_square_kilometres(read: &FactReader<'_>, nodes: &[&NamedNode]) -> Result<String, SiteError> {
    let Some(quantity) = nodes.first() else { return Ok(String::new()) };
    let facts = read.facts(quantity)?;
    let lexical = facts.text(choro::LEXICAL_FORM).unwrap_or_default();
    let Some(km2) = facts.text(choro::SQUARE_KILOMETRES) else { return Ok(String::new()) };
    let km2 = precise(km2, lexical);
    Ok(if lexical.split_whitespace().next() == Some(km2.as_str()) { String::new() } else { km2 })
}

/// Joins parts of a text, in their order.
fn in_text_order(mut parts: Vec<(Option<usize>, Option<usize>, String)>) -> String {
    parts.sort();
    let mut whole = String::new();
    let mut before = None;
    for (start, end, words) in parts {
        let is_next = before.zip(start).is_some_and(|(before, start)| start <= before + MARKS);
        whole += match whole.is_empty() {
            true => "",
            false if is_next => " ",
            false => " … ",
        };
        whole += &words;
        before = end;
    }
    whole
}

/// The title of a node on its own page and in lists.
pub(super) fn title(read: &FactReader<'_>, node: &NamedNode, facts: &Facts) -> Result<String, SiteError> {
    let label = |predicate| -> Result<String, SiteError> {
        let first = facts.node(predicate).map(|n| read.label(n)).transpose()?;
        Ok(first.map_or_else(String::new, |label| readable(&label)))
    };
    let title = if let Some(claim_type) = claim_type(facts) {
        let field = |field: Field| {
            // A title has one value of each property, except of quoted words, which can be in parts.
            let all: Vec<&NamedNode> = facts.nodes(field.property.as_ref()).collect();
            let some = if field.property == choro::CONTENT { &all[..] } else { all.get(..1).unwrap_or_default() };
            in_form(read, facts, &field, some, &|node| Ok(readable(&read.label(node)?)))
        };
        claim_type.title.fill(field)?.unwrap_or_else(|| claim_type.name.to_owned())
    } else if facts.is(choro::EVENT) {
        let label = facts.label().unwrap_or_default();
        // source/SOURCE/event/1-summit
        match node.as_str().rsplit_once("/event/") {
            Some((source, event)) => {
                let source = NamedNode::new_unchecked(source);
                let told_in = self::title(read, &source, &*read.facts(&source)?)?;
                format!("{label}, no. {} in {told_in}", event.split('-').next().unwrap_or_default())
            }
            None => label.to_owned(),
        }
    } else if let (true, Some(source)) = (is_untitled(facts), facts.node(dcterms::IS_PART_OF)) {
        let what = match facts {
            facts if facts.is(choro::ARTICLE) => "Article",
            facts if facts.is(choro::TABLE) => "Table",
            _ => "Fact box",
        };
        format!("{what} in {}", read.label(source)?)
    } else if let (true, Some(table)) = (facts.is(choro::RECORD), table_of(read, facts)?) {
        // Its words can be a whole row, which not every licence lets everybody pass on.
        let first = facts.node(choro::ANCHORED_AT).map(|cell| read.label(cell)).transpose()?.unwrap_or_default();
        format!("{}, a row of {}", shortened(&first), self::title(read, table, &*read.facts(table)?)?)
    } else if facts.is(choro::DISAGREEMENT) {
        let about = label(choro::ABOUT_PLACE)? + &label(choro::ABOUT_PERSON)?;
        let aspect = facts.node(choro::ASPECT).map_or("", |a| last_part(a.as_str()));
        format!("{about}: differing claims about the {}", aspect.trim_start_matches("aspect").to_lowercase())
    } else if let Some(source) = facts.node(prov::SPECIALIZATION_OF) {
        let hash = facts.text(choro::SHA256).map_or_else(|| last_part(node.as_str()), |h| h.get(..12).unwrap_or(h));
        format!("{}, version {hash}", read.label(source)?)
    } else {
        facts.label().map_or_else(|| last_part(node.as_str()).to_owned(), |label| shortened(&readable(label)))
    };
    Ok(title.trim_start_matches([':', ' ']).to_owned())
}

/// The table in which a record is a row.
fn table_of<'f>(read: &FactReader<'_>, record: &'f Facts) -> Result<Option<&'f NamedNode>, SiteError> {
    let Some(carrier) = record.node(dcterms::IS_PART_OF) else { return Ok(None) };
    Ok(read.facts(carrier)?.is(choro::TABLE).then_some(carrier))
}

/// Whether it is an article, a table or a fact box without its own title.
fn is_untitled(facts: &Facts) -> bool {
    [choro::ARTICLE, choro::FACT_BOX, choro::TABLE].into_iter().any(|class| facts.is(class)) && facts.label().is_none()
}

/// Maximum number of characters between parts of a quotation that have only quotation marks between them.
const MARKS: usize = 3;

/// The point of a claim in readable form.
pub(super) fn degrees(facts: &Facts) -> Option<String> {
    let (longitude, latitude) = well_known_text(facts.text(choro::POINT)?)?;
    Some(format!("latitude {latitude}°, longitude {longitude}°"))
}

/// A text shortened for a heading; it is cut between words, unless a word itself is too long.
pub(super) fn shortened(text: &str) -> String {
    let Some((most, _)) = text.char_indices().nth(100) else { return text.to_owned() };
    let whole = text[..most].rfind(' ').filter(|at| at * 2 > most).unwrap_or(most);
    format!("{}…", text[..whole].trim_end_matches([' ', ',', ';', ':']))
}

fn literal_html(literal: &Literal) -> String {
    let text = esc(literal.value());
    match literal.language() {
        Some(language) => format!("<span{}>{text}</span>", lang(language)),
        // A date is not broken at its hyphens.
        None if text.len() == 10 && text.contains('-') && text.bytes().all(|b| b.is_ascii_digit() || b == b'-') => {
            format!("<span class=\"date\">{text}</span>")
        }
        None => text,
    }
}

/// The language of the label, for the `lang` attribute.
pub(super) fn language_of_label(read: &FactReader<'_>, facts: &Facts) -> Result<Option<String>, SiteError> {
    let Some(label) = facts.text(rdfs::LABEL) else { return Ok(None) };
    for form in facts.nodes(choro::NAME) {
        for value in read.facts(form)?.values(crate::base::vocab::skosxl::LITERAL_FORM) {
            if let Term::Literal(literal) = value
                && literal.value() == label
            {
                return Ok(literal.language().map(str::to_owned));
            }
        }
    }
    Ok(None)
}

/// An EDTF time in readable form; anything else as it is.
pub(super) fn readable(text: &str) -> String {
    in_words(text).unwrap_or_else(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_between_words() {
        assert_eq!(shortened("short"), "short");
        assert_eq!(shortened(&"word, ".repeat(30)), format!("{}word…", "word, ".repeat(15)));
        assert_eq!(shortened(&"ş".repeat(200)), format!("{}…", "ş".repeat(100)));
    }
}

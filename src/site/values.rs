//! Values as a page shows them: names as links to their pages, words of sources as quotations in their language, times and
//! figures as people read them; and each claim as a row of a table, with its words and its source beside it.

use super::html::{Table, esc, external, lang, link, quote};
use super::read::{Facts, Reader};
use super::{Context, SiteError};
use crate::iri::last_part;
use crate::picture::read::well_known_text;
use crate::time::month_name;
use crate::vocab::{choro, dcterms, oa, rdfs, term, wd};
use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Term};

/// Shows values on the page of one file.
pub(super) struct Show<'a> {
    pub(super) context: &'a Context<'a>,
    pub(super) read: &'a Reader<'a>,
    pub(super) path: &'a str,
}

/// The columns of a table of claims.
pub(super) const CLAIM_COLUMNS: &[&str] = &["What is claimed", "In which words", "Who says so", "Where"];

impl<'a> Show<'a> {
    pub(super) fn new(context: &'a Context<'a>, read: &'a Reader<'a>, path: &'a str) -> Self {
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
        Ok(match facts.label() {
            Some(label) => external(node.as_str(), &esc(&label)),
            None => external(node.as_str(), &esc(node.as_str())),
        })
    }

    /// Any value.
    pub(super) fn term(&self, term: &Term) -> Result<String, SiteError> {
        Ok(match term {
            Term::NamedNode(node) => self.node(node)?,
            Term::Literal(literal) => literal_html(literal),
            Term::BlankNode(_) => String::new(),
        })
    }

    /// All values of a property, parted by commas.
    pub(super) fn values(&self, facts: &Facts, predicate: NamedNodeRef<'_>) -> Result<String, SiteError> {
        let all: Vec<String> = facts.values(predicate).map(|value| self.term(value)).collect::<Result<_, _>>()?;
        Ok(all.join(", "))
    }

    /// What a name is called on its own page and in lists.
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
        ])
    }

    /// Who makes a claim. Where nobody is named, the host of what it was read in.
    fn speaker(&self, facts: &Facts) -> Result<String, SiteError> {
        let named = self.values(facts, choro::ASSERTED_BY)?;
        if !named.is_empty() {
            return Ok(named);
        }
        let address = facts.node(choro::REPORTED_IN).and_then(|node| node.as_str().split_once("://"));
        let host = address.map_or("", |(_, rest)| rest.split(['/', '?', '#']).next().unwrap_or_default());
        Ok(esc(host))
    }

    /// Claims as a table. Those that are not wanted are left out.
    pub(super) fn claims(
        &self,
        id: &'static str,
        heading: &str,
        claims: &[NamedNode],
        wanted: &dyn Fn(&Facts) -> bool,
    ) -> Result<Table, SiteError> {
        let mut table = Table::new(id, heading, CLAIM_COLUMNS);
        for claim in claims {
            let facts = self.read.facts(claim)?;
            if wanted(&facts) {
                table.push(self.claim_row(claim, &facts)?);
            }
        }
        Ok(table)
    }

    fn labels(&self, facts: &Facts, predicate: NamedNodeRef<'_>) -> Result<Vec<String>, SiteError> {
        facts.nodes(predicate).map(|node| self.label(node)).collect()
    }

    /// A label without a link.
    pub(super) fn label(&self, node: &NamedNode) -> Result<String, SiteError> {
        Ok(match self.context.vocabulary.of(node) {
            Some(meaning) => meaning.label.clone(),
            None => readable(&self.read.label(node)?),
        })
    }

    /// What a claim says of its subject, in a few words.
    pub(super) fn saying(&self, facts: &Facts) -> Result<String, SiteError> {
        let of = |predicate| -> Result<String, SiteError> { Ok(self.labels(facts, predicate)?.join(", ")) };
        let mut parts = Vec::new();
        if facts.is(choro::CONTROL_CHANGE_CLAIM) {
            parts.push(of(choro::CHANGE_TYPE)?);
            parts.push(of(choro::TIME)?);
        } else if facts.is(choro::AREA_CLAIM) {
            let lexical = of(choro::AREA)?;
            let km2 = match facts.node(choro::AREA) {
                Some(area) => self.read.facts(area)?.text(choro::SQUARE_KILOMETRES).map(str::to_owned),
                None => None,
            };
            // What the source gives in another unit or with marks is given in square kilometres too.
            match km2.filter(|km2| lexical.split_whitespace().next() != Some(km2)) {
                Some(km2) => parts.push(format!("area {lexical} ({km2} km²)")),
                None => parts.push(format!("area {lexical}")),
            }
            if facts.nodes(choro::AREA_KIND).any(|kind| *kind != term::AREA_UNSPECIFIED) {
                parts.push(of(choro::AREA_KIND)?);
            }
        } else if facts.is(choro::COORDINATE_CLAIM) {
            parts.push(degrees(facts).unwrap_or_else(|| "a point".to_owned()));
        } else if facts.is(choro::UTTERANCE_CLAIM) {
            parts.push(format!("{} said", of(choro::SPEAKER)?).trim_start().to_owned());
            parts.push(of(choro::SPEECH_KIND)?);
            let addressee = of(choro::ADDRESSEE)?;
            if !addressee.is_empty() {
                parts.push(format!("to {addressee}"));
            }
        } else if facts.is(choro::ROLE_CLAIM) {
            let of_whom = of(choro::ROLE_OF)?;
            let title = facts.text(choro::ROLE_TITLE).unwrap_or("role").to_owned();
            let holder = of(choro::HOLDER)?;
            let whole = if of_whom.is_empty() { title } else { format!("{title} ({of_whom})") };
            parts.push(if holder.is_empty() { whole } else { format!("{holder}: {whole}") });
            parts.push(of(choro::TENURE)?);
        } else if facts.is(choro::EVENT_CLAIM) {
            parts.push(format!("{}, {}", of(choro::EVENT_KIND)?, of(choro::STANDING)?));
            parts.push(of(choro::EVENT_PLACE)?);
            parts.push(of(choro::TIME)?);
        }
        parts.retain(|part| !part.trim_matches([',', ' ']).is_empty());
        Ok(if parts.is_empty() { "claim".to_owned() } else { parts.join("; ") })
    }
}

/// What a name is called on its own page and in lists.
pub(super) fn title(read: &Reader<'_>, node: &NamedNode, facts: &Facts) -> Result<String, SiteError> {
    let label = |predicate| -> Result<String, SiteError> {
        let first = facts.node(predicate).map(|n| read.label(n)).transpose()?;
        Ok(first.map_or_else(String::new, |label| readable(&label)))
    };
    let title = if facts.is(choro::CONTROL_CHANGE_CLAIM) {
        format!("{}: change of control, {}", label(choro::ABOUT_PLACE)?, label(choro::TIME)?)
    } else if facts.is(choro::AREA_CLAIM) {
        format!("{}: area, {}", label(choro::ABOUT_PLACE)?, label(choro::AREA)?)
    } else if facts.is(choro::COORDINATE_CLAIM) {
        format!("{}: where it is", label(choro::ABOUT_PLACE)?)
    } else if facts.is(choro::UTTERANCE_CLAIM) {
        let speaker = label(choro::SPEAKER)?;
        let speaker = if speaker.is_empty() { "Somebody".to_owned() } else { speaker };
        format!("{speaker}: “{}”", shortened(facts.text(choro::VERBATIM).unwrap_or_default()))
    } else if facts.is(choro::ROLE_CLAIM) {
        format!("{}: {}", label(choro::HOLDER)?, facts.text(choro::ROLE_TITLE).unwrap_or("role"))
    } else if facts.is(choro::EVENT_CLAIM) {
        format!("Told of an event: “{}”", shortened(facts.text(choro::VERBATIM).unwrap_or_default()))
    } else if facts.is(choro::EVENT) {
        format!("{}, event {}", facts.label().unwrap_or_default(), last_part(node.as_str()))
    } else if facts.is(choro::DISAGREEMENT) {
        let about = label(choro::ABOUT_PLACE)? + &label(choro::ABOUT_PERSON)?;
        let aspect = facts.node(choro::ASPECT).map_or("", |a| last_part(a.as_str()));
        format!("{about}: differing claims about the {}", aspect.trim_start_matches("aspect").to_lowercase())
    } else if let Some(source) = facts.node(crate::vocab::prov::SPECIALIZATION_OF) {
        let hash = facts.text(choro::SHA256).map_or_else(|| last_part(node.as_str()), |h| h.get(..12).unwrap_or(h));
        format!("{}, version {hash}", read.label(source)?)
    } else {
        facts.label().map_or_else(|| last_part(node.as_str()).to_owned(), |label| shortened(&readable(&label)))
    };
    Ok(title.trim_start_matches([':', ' ']).to_owned())
}

/// The point of a claim as people write it.
fn degrees(facts: &Facts) -> Option<String> {
    let (longitude, latitude) = well_known_text(facts.text(choro::POINT)?)?;
    Some(format!("latitude {latitude}°, longitude {longitude}°"))
}

/// A text of some words, not too long for a heading.
pub(super) fn shortened(text: &str) -> String {
    match text.char_indices().nth(100) {
        Some((at, _)) => format!("{}…", text[..at].trim_end()),
        None => text.to_owned(),
    }
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

/// The name that a spelling has in its own language, to be said in it.
pub(super) fn language_of_label(read: &Reader<'_>, facts: &Facts) -> Result<Option<String>, SiteError> {
    let Some(label) = facts.text(rdfs::LABEL) else { return Ok(None) };
    for form in facts.nodes(choro::NAME) {
        for value in read.facts(form)?.values(crate::vocab::skosxl::LITERAL_FORM) {
            if let Term::Literal(literal) = value
                && literal.value() == label
            {
                return Ok(literal.language().map(str::to_owned));
            }
        }
    }
    Ok(None)
}

/// A date in EDTF as people read it; anything else as it is.
pub(super) fn readable(text: &str) -> String {
    if let Some((from, to)) = text.split_once('/')
        && let (Some(from), Some(to)) = (date(from), date(to))
    {
        return format!("{from} – {to}");
    }
    date(text).unwrap_or_else(|| text.to_owned())
}

fn date(text: &str) -> Option<String> {
    let numbers = |text: &str, len: usize| text.len() == len && text.bytes().all(|b| b.is_ascii_digit());
    let mut parts = text.split('-');
    let year = parts.next().filter(|year| numbers(year, 4))?;
    let Some(month) = parts.next() else { return Some(year.to_owned()) };
    let month = month.parse().ok().filter(|m| numbers(month, 2) && (1..=12).contains(m)).map(month_name)?;
    let Some(day) = parts.next() else { return Some(format!("{month} {year}")) };
    let day: u8 = day.parse().ok().filter(|d| numbers(day, 2) && (1..=31).contains(d))?;
    parts.next().is_none().then(|| format!("{day} {month} {year}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_with_their_precision_and_nothing_else_is_a_date() {
        for (edtf, expected) in [
            ("1993-07-23", "23 July 1993"),
            ("2017-10", "October 2017"),
            ("1988", "1988"),
            ("1988/1992", "1988 – 1992"),
            ("1992-05-08/1992-05-09", "8 May 1992 – 9 May 1992"),
            ("1992?", "1992?"),
            ("1992-21", "1992-21"),
            ("1992-13-01", "1992-13-01"),
            ("289 km2", "289 km2"),
            ("a/b", "a/b"),
        ] {
            assert_eq!(readable(edtf), expected);
        }
    }
}

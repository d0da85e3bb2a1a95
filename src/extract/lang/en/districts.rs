//! What prose says of a place as a unit: its area, its population, when it was founded or abolished, who took it and
//! when, what kind of unit it is and of which it is part.
//!
//! A sentence is written as a line of symbols ([`rendered`]): names, times, areas and numbers stand as marks, all other
//! words as they are. Patterns over this line ([`patterns`]) are sentences of one clause that states the fact plainly.
//! What is denied, asked, wished, feared or conditional is left out, and so is a figure of which the sentence gives only
//! a bound.

mod patterns;
mod rendered;

use crate::extract::finding::Names;
use crate::extract::finding::{EntityRef, EntityType, PlaceStatement, Quotation, Said, TimeMention};
use crate::extract::tokens::Tokens;
use crate::read::record::district::AreaKind;
use crate::read::record::quantity::{NumberStyle, Quantity, read_number};
use patterns::{CONTROL, STATES, Sort};
use regex::Captures;
use rendered::{Rendered, Symbol};
use std::ops::Range;

/// The input of the functions that read statements about places.
struct Context<'a, 't> {
    tokens: &'a Tokens<'t>,
    names: &'a Names,
    times: &'a [TimeMention],
}

/// Sentences of more tokens are lists or tables.
const LONGEST: usize = 120;

/// Everything that an article says of places as units, in order.
pub(in crate::extract) fn read(
    tokens: &Tokens<'_>,
    names: &Names,
    times: &[TimeMention],
    quotations: &[Quotation],
) -> Vec<PlaceStatement> {
    let cx = Context { tokens, names, times };
    let mut all: Vec<PlaceStatement> = Vec::new();
    for (_, sentence) in tokens.english() {
        if sentence.tokens.len() > LONGEST || !has_cue(tokens, &sentence.tokens) {
            continue;
        }
        let Some(line) = Rendered::new(&cx, &sentence.tokens) else { continue };
        let mut reader = SentenceReader { cx: &cx, line: &line, paragraph: sentence.paragraph, found: Vec::new() };
        reader.read();
        all.append(&mut reader.found);
    }
    all.sort_by_key(|s| (s.range.start, s.range.end));
    all.dedup_by(|a, b| a.place == b.place && a.said == b.said);
    for statement in &mut all {
        // What stands in the words of a quotation is said by its speaker.
        let within =
            |q: &Quotation| q.content.iter().any(|r| r.start <= statement.range.start && statement.range.end <= r.end);
        let around = quotations.iter().enumerate().filter(|(_, q)| within(q));
        statement.quotation =
            around.min_by_key(|(_, q)| q.content.iter().map(Range::len).sum::<usize>()).map(|(n, _)| n);
    }
    all
}

/// Whether a sentence has a word without which no pattern matches.
fn has_cue(tokens: &Tokens<'_>, sentence: &Range<usize>) -> bool {
    sentence.clone().any(|at| {
        let word = tokens.word(at);
        word.len() > 1 && patterns::CUES.contains(word.to_ascii_lowercase().as_str())
    })
}

struct SentenceReader<'a, 't> {
    cx: &'a Context<'a, 't>,
    line: &'a Rendered,
    paragraph: Option<usize>,
    found: Vec<PlaceStatement>,
}

impl SentenceReader<'_, '_> {
    fn read(&mut self) {
        for pattern in STATES.iter() {
            let mut from = 0;
            while let Some(captures) = pattern.regex.captures_at(&self.line.text, from) {
                let Some(whole) = captures.get(0) else { break };
                from = whole.end().max(from + 1);
                let is_figure = matches!(pattern.sort, Sort::Area | Sort::Population);
                if self.is_plain(whole.start())
                    && self.is_whole(whole.end(), is_figure)
                    && (pattern.anywhere || self.is_subject(whole.start()))
                {
                    self.state(pattern.sort, &captures);
                }
            }
        }
        for pattern in CONTROL.iter() {
            let mut from = 0;
            while let Some(captures) = pattern.captures_at(&self.line.text, from) {
                let Some(whole) = captures.get(0) else { break };
                from = whole.end().max(from + 1);
                if self.is_plain(whole.start()) && self.is_whole(whole.end(), false) && self.is_subject(whole.start()) {
                    self.control(&captures);
                }
            }
        }
    }

    /// Whether a clause begins at a word, and nothing before it in its sentence takes away that it is stated.
    fn is_plain(&self, at: usize) -> bool {
        let before = &self.line.text[..at];
        (before.is_empty() || before.ends_with(' '))
            && !patterns::NOT_PLAIN.is_match(before)
            && !self.line.text.contains('?')
    }

    /// Whether a clause ends where its words end: what follows neither changes it nor makes its figure one of something
    /// else.
    fn is_whole(&self, end: usize, is_figure: bool) -> bool {
        let after = &self.line.text[end..];
        !patterns::GOES_ON.is_match(after) && (!is_figure || patterns::FIGURE_END.is_match(after))
    }

    /// Whether the words at the beginning of a clause are its subject, and no part of a longer phrase.
    fn is_subject(&self, at: usize) -> bool {
        !patterns::IN_PHRASE.is_match(&self.line.text[..at])
    }

    fn state(&mut self, sort: Sort, captures: &Captures<'_>) {
        let Some(place) = self.symbol(captures, "place").and_then(Symbol::place) else { return };
        match sort {
            Sort::Area => self.area(place, captures),
            Sort::Population => self.population(place, captures),
            Sort::Founded | Sort::Abolished => {
                let Some(time) = self.time(captures) else { return };
                let said = if sort == Sort::Founded { Said::Established } else { Said::Abolished };
                self.add(captures, place, said, Some(time));
            }
            Sort::Kind => {
                let kind = self.range_of(captures, "kind");
                let parent = self.symbol(captures, "parent").and_then(Symbol::place);
                if let Some(words) = kind.clone() {
                    self.add(captures, place, Said::Kind { words }, None);
                }
                if let Some(parent) = parent.filter(|p| self.entity(*p) != self.entity(place)) {
                    let kind = self.range_of(captures, "parentkind");
                    self.add(captures, place, Said::PartOf { parent, kind }, None);
                }
            }
        }
    }

    fn entity(&self, mention: usize) -> usize {
        self.cx.names.mentions[mention].entity
    }

    fn area(&mut self, place: usize, captures: &Captures<'_>) {
        let kind = if captures.name("part").is_some() {
            AreaKind::ControlledPart
        } else if captures.name("whole").is_some() {
            AreaKind::WholeUnit
        } else {
            AreaKind::Unspecified
        };
        let Some(Symbol::Area(found)) = self.symbol(captures, "area") else { return };
        let found = found.clone();
        let text = self.cx.tokens.text;
        let style = NumberStyle { format: None, english: true };
        let Ok(value) = read_number(&text[found.number.clone()], style) else { return };
        if value.is_zero() {
            return;
        }
        let lexical = crate::base::iri::folded_space(&text[found.range.clone()]);
        let quantity = Quantity { value, unit: found.unit, lexical };
        if quantity.square_kilometres().scaled().is_none() {
            return;
        }
        let time = self.time(captures);
        self.add(captures, place, Said::Area { quantity, kind }, time);
    }

    fn population(&mut self, place: usize, captures: &Captures<'_>) {
        let Some(Symbol::Number(token)) = self.symbol(captures, "number") else { return };
        let text = self.cx.tokens.text;
        let range = self.cx.tokens.tokens[*token].range();
        let Ok(value) = read_number(&text[range.clone()], NumberStyle { format: None, english: true }) else { return };
        let (mut value, mut end) = (value, range.end);
        if let Some(multiple) = self.range_of(captures, "multiple") {
            let by = if text[multiple.clone()].eq_ignore_ascii_case("million") { 1_000_000 } else { 1_000 };
            value = value.times(crate::read::record::quantity::Decimal::new(by, 0));
            end = multiple.end;
        }
        let start = self.range_of(captures, "hedge").map_or(range.start, |hedge| hedge.start);
        if value.is_zero() || value.scaled().is_none() {
            return;
        }
        let time = self.time(captures);
        self.add(captures, place, Said::Population { value, lexical: start..end }, time);
    }

    fn control(&mut self, captures: &Captures<'_>) {
        let Some(time) = self.time(captures) else { return };
        let gained = self.party(captures, "gains");
        let lost = self.party(captures, "loses");
        let Some(places) = captures.name("places") else { return };
        for symbol in self.line.symbols_in(places.range()) {
            let Some(place) = symbol.place() else { continue };
            let of_place =
                |party: &Option<EntityRef>| party.as_ref().and_then(|p| p.entity) == Some(self.entity(place));
            if of_place(&gained) || of_place(&lost) {
                continue;
            }
            let said = Said::Control { gained: gained.clone(), lost: lost.clone() };
            self.add(captures, place, said, Some(time));
        }
    }

    /// Who takes or gives up a place: the words, and the entity if they are its name.
    fn party(&self, captures: &Captures<'_>, group: &str) -> Option<EntityRef> {
        let range = self.range_of(captures, group)?;
        let found = captures.name(group)?;
        let entity = self.line.symbols_in(found.range()).find_map(|symbol| match symbol {
            Symbol::Name(mention) | Symbol::Place(mention) => Some(*mention),
            _ => None,
        });
        let mention = entity.map(|m| &self.cx.names.mentions[m]);
        // "Norwegian forces" are not Norway, nor is "the Union's army" the union.
        let whole = mention.filter(|m| {
            m.range.end == range.end
                && m.kind != EntityType::Nationality
                && patterns::is_article(&self.cx.tokens.text[range.start..m.range.start])
        });
        Some(EntityRef { range, entity: whole.map(|m| m.entity) })
    }

    /// The time of a clause, if its value is known.
    fn time(&self, captures: &Captures<'_>) -> Option<usize> {
        let of = |group| match self.symbol(captures, group) {
            Some(Symbol::Time(time)) => Some(*time),
            _ => None,
        };
        let time = of("time").or_else(|| of("before")).or_else(|| {
            // "On 8 May 1992, …" opens the sentence.
            let end = captures.get(0)?.end();
            if !patterns::CLAUSE_END.is_match(&self.line.text[end..]) {
                return None;
            }
            let opening = patterns::OPENING.captures(&self.line.text)?;
            match self.symbol(&opening, "time") {
                Some(Symbol::Time(time)) => Some(*time),
                _ => None,
            }
        })?;
        let mention = &self.cx.times[time];
        mention.extent.is_some().then_some(time)
    }

    fn symbol(&self, captures: &Captures<'_>, group: &str) -> Option<&Symbol> {
        self.line.symbols_in(captures.name(group)?.range()).next()
    }

    /// The bytes of the text that a group covers.
    fn range_of(&self, captures: &Captures<'_>, group: &str) -> Option<Range<usize>> {
        let found = captures.name(group)?;
        self.line.bytes(self.cx, found.range())
    }

    fn add(&mut self, captures: &Captures<'_>, place: usize, said: Said, time: Option<usize>) {
        let Some(range) = captures.get(0).and_then(|whole| self.line.bytes(self.cx, whole.range())) else { return };
        // A time that opens the sentence belongs to the words that are evidence.
        let range = match time.map(|t| &self.cx.times[t].range) {
            Some(at) => range.start.min(at.start)..range.end.max(at.end),
            None => range,
        };
        let kind_beside = self.kind_beside(place);
        let paragraph = self.paragraph;
        self.found.push(PlaceStatement { place, kind_beside, said, time, range, paragraph, quotation: None });
    }

    /// The kind of unit that stands beside a name: "the Sorl district", "the town of Sorl".
    fn kind_beside(&self, place: usize) -> Option<Range<usize>> {
        let mention = &self.cx.names.mentions[place];
        let tokens = self.cx.tokens;
        let is_kind = |at: usize| {
            tokens
                .tokens
                .get(at)
                .is_some_and(|_| patterns::KINDS.contains(&tokens.word(at).to_ascii_lowercase().as_str()))
        };
        let last = mention.tokens.end.saturating_sub(1);
        let inside = mention.tokens.len() > 1 && is_kind(last);
        let after = mention.tokens.end;
        let before = mention.tokens.start.checked_sub(2);
        let at = if inside {
            last
        } else if is_kind(after) {
            after
        } else {
            before.filter(|b| is_kind(*b) && tokens.is(b + 1, "of"))?
        };
        Some(tokens.tokens[at].range())
    }
}

#[cfg(test)]
mod tests;

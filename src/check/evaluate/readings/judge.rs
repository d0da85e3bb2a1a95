//! Whether findings are those that a reading expects.

use super::{Count, Expected, ExpectedEvent, ExpectedPlace, ExpectedStatement, Reading};
use crate::check::evaluate::speech::{name_words, same_person};
use crate::extract::annotate::marks::{event_kind, factuality, speech_kind};
use crate::extract::finding::{EntityRef, Event, Findings, PlaceStatement, Quotation, Said, interval};
use crate::read::record::quantity::Decimal;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

type Counts = BTreeMap<&'static str, Count>;

/// What does not hold of a reading. Adds to the counts.
pub(super) fn judge(reading: &Reading, findings: &Findings, counts: &mut Counts) -> Vec<String> {
    let mut judge =
        Judge { text: &reading.text, findings, counts, complete: reading.expect.complete, misses: Vec::new() };
    judge.events(&reading.expect);
    judge.statements(&reading.expect);
    judge.roles(&reading.expect);
    judge.times(&reading.expect);
    judge.place_statements(&reading.expect);
    judge.names(&reading.expect);
    judge.misses
}

struct Judge<'a> {
    text: &'a str,
    findings: &'a Findings,
    counts: &'a mut Counts,
    complete: bool,
    misses: Vec<String>,
}

/// All tellings of one event.
struct Told<'a> {
    kind: &'static str,
    tellings: Vec<&'a Event>,
}

impl Judge<'_> {
    fn count(&mut self, field: &'static str, right: bool) {
        let complete = self.complete;
        let count = self.counts.entry(field).or_default();
        count.gold += 1;
        count.right += usize::from(right);
        count.right_of_found += usize::from(right && complete);
    }

    fn found(&mut self, field: &'static str, found: usize) {
        if self.complete {
            self.counts.entry(field).or_default().found += found;
        }
    }

    fn check(&mut self, field: &'static str, right: bool, what: impl FnOnce() -> String) {
        self.count(field, right);
        if !right {
            self.misses.push(what());
        }
    }

    fn words(&self, range: &Range<usize>) -> String {
        self.text[range.clone()].to_owned()
    }

    /// The names of what words refer to: the entity's, and the words themselves.
    fn names_of(&self, reference: &EntityRef) -> Vec<String> {
        let entity = reference.entity.map(|e| self.findings.entities[e].name.clone());
        entity.into_iter().chain([self.words(&reference.range)]).collect()
    }

    fn told(&self) -> Vec<Told<'_>> {
        let mut told: BTreeMap<usize, Told<'_>> = BTreeMap::new();
        for event in &self.findings.events {
            let kind = event_kind(event.kind);
            told.entry(event.event).or_insert(Told { kind, tellings: Vec::new() }).tellings.push(event);
        }
        told.into_values().collect()
    }

    fn participants(&self, told: &Told<'_>) -> Vec<Vec<String>> {
        let mut seen = BTreeSet::new();
        let all = told.tellings.iter().flat_map(|e| &e.participants);
        let new = all
            .filter(|p| seen.insert(p.entity.map_or_else(|| simple(&self.text[p.range.clone()]), |e| e.to_string())));
        new.map(|p| self.names_of(p)).collect()
    }

    fn places(&self, told: &Told<'_>) -> Vec<String> {
        let mentions = told.tellings.iter().filter_map(|e| e.place).map(|m| &self.findings.mentions[m]);
        mentions.map(|m| self.findings.entities[m.entity].name.clone()).collect()
    }

    fn times_of(&self, told: &Told<'_>) -> Vec<String> {
        let times = &self.findings.times;
        let extent = |n: usize| {
            interval(times, &times[n]).map(|(_, extent)| extent).or_else(|| times[n].extent.clone()).map(|e| e.edtf)
        };
        told.tellings
            .iter()
            .filter_map(|e| e.time)
            .map(|n| extent(n).unwrap_or_else(|| "no value".to_owned()))
            .collect()
    }

    /// What of an expected event is right: factuality, participants, place, time. `None`: not compared.
    fn compare(&self, expected: &ExpectedEvent, told: &Told<'_>) -> [Option<bool>; 4] {
        let standing = expected
            .standing
            .as_ref()
            .map(|standing| told.tellings.iter().all(|e| standing.split('|').any(|s| s == factuality(e.factuality))));
        let participants = expected.participants.as_ref().map(|names| {
            let found = self.participants(told);
            let fits = |name: &str| found.iter().any(|f| is_one(name, f));
            names.iter().all(|n| n.starts_with('?') || fits(n))
                && found.iter().all(|f| names.iter().any(|n| is_one(n.trim_start_matches('?'), f)))
        });
        let one = |expected: &Option<String>, found: Vec<String>, same: fn(&str, &str) -> bool| match expected {
            None => found.is_empty(),
            Some(value) => !found.is_empty() && found.iter().all(|f| value.split('|').any(|v| same(v, f))),
        };
        let place = expected.place.as_ref().map(|place| one(place, self.places(told), same_person));
        let time = expected.time.as_ref().map(|time| one(time, self.times_of(told), |a, b| a == b));
        [standing, participants, place, time]
    }

    fn events(&mut self, expect: &Expected) {
        for (kind, count) in &expect.events_count {
            let found = self.told().iter().filter(|t| t.kind == kind).count();
            if found != *count {
                self.misses.push(format!("{count} events of kind {kind}, found {found}"));
            }
        }
        let mut taken: BTreeSet<usize> = BTreeSet::new();
        let total = self.told().len();
        for expected in &expect.events {
            let (best, shown) = {
                let told = self.told();
                let free = told.iter().enumerate().filter(|(n, t)| t.kind == expected.kind && !taken.contains(n));
                let rated = free.map(|(n, t)| (n, self.compare(expected, t)));
                let right = |parts: &[Option<bool>; 4]| parts.iter().filter(|p| **p == Some(true)).count();
                // The first of those that fit best.
                let best = rated.reduce(|a, b| if right(&b.1) > right(&a.1) { b } else { a });
                (best, best.map(|(n, _)| self.shown(&told[n])).unwrap_or_default())
            };
            let is_found = best.is_some();
            self.check("events", is_found, || format!("event {}: not found", expected.kind));
            taken.extend(best.map(|(n, _)| n));
            let parts = best.map_or([None; 4], |(_, parts)| parts);
            let stated = [
                ("factuality", expected.standing.clone()),
                ("participants", expected.participants.as_ref().map(|p| p.join("; "))),
                ("place", expected.place.clone().map(|p| p.unwrap_or_else(|| "none".to_owned()))),
                ("time", expected.time.clone().map(|t| t.unwrap_or_else(|| "none".to_owned()))),
            ];
            for ((field, value), part) in stated.into_iter().zip(parts) {
                let Some(value) = value else { continue };
                let right = part == Some(true);
                self.count(field, right);
                if is_found && !right {
                    self.misses.push(format!("event {}: {field} {value}, found {shown}", expected.kind));
                }
            }
            let whole = is_found && parts.iter().all(|p| *p != Some(false));
            self.count("events without a fault", whole);
        }
        self.found("events", total);
        if self.complete && total > expect.events.len() {
            self.misses.push(format!("{} events that the text does not have", total - taken.len()));
        }
        for name in &expect.not_participant {
            let found = self.findings.events.iter().flat_map(|e| &e.participants);
            let is_there = found.clone().any(|p| self.names_of(p).iter().any(|n| simple(n) == simple(name)));
            if is_there {
                self.misses.push(format!("participant {name}, which must not be read"));
            }
        }
    }

    fn shown(&self, told: &Told<'_>) -> String {
        let standings: BTreeSet<_> = told.tellings.iter().map(|e| factuality(e.factuality)).collect();
        let participants: Vec<_> = self.participants(told).into_iter().map(|p| p[0].clone()).collect();
        let all =
            |set: Vec<String>| set.into_iter().collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(" and ");
        format!(
            "{}; participants {}; place {}; time {}",
            standings.into_iter().collect::<Vec<_>>().join(" and "),
            participants.join("; "),
            all(self.places(told)),
            all(self.times_of(told)),
        )
    }

    fn statements(&mut self, expect: &Expected) {
        let quotations = &self.findings.quotations;
        self.found("statements", quotations.len());
        if let Some(count) = expect.statements_count
            && quotations.len() != count
        {
            self.misses.push(format!("{count} statements, found {}", quotations.len()));
        }
        if expect.complete && quotations.len() > expect.statements.len() {
            let more = quotations.len() - expect.statements.len();
            self.misses.push(format!("{more} statements that the text does not have"));
        }
        for expected in &expect.statements {
            let best = quotations.iter().map(|q| (self.shared(expected, q), q)).max_by(|a, b| a.0.total_cmp(&b.0));
            let found = best.filter(|(share, _)| *share >= 0.9).map(|(_, q)| q);
            let near = best.map(|(_, q)| self.content(q)).unwrap_or_default();
            self.check("statements", found.is_some(), || {
                format!("statement {:?}: not found, nearest {near:?}", expected.content)
            });
            let Some(quotation) = found else {
                if expected.speaker.is_some() {
                    self.count("speakers", false);
                }
                continue;
            };
            if let Some(speaker) = &expected.speaker {
                let voice = quotation.speaker.as_ref().map(|s| self.names_of(s)).unwrap_or_default();
                self.check("speakers", is_one(speaker, &voice), || {
                    format!("statement {:?}: speaker {speaker}, found {}", expected.content, voice.join(" / "))
                });
            }
            if let Some(kind) = &expected.kind
                && kind != speech_kind(quotation.kind)
            {
                let found = speech_kind(quotation.kind);
                self.misses.push(format!("statement {:?}: kind {kind}, found {found}", expected.content));
            }
            if let Some(addressee) = &expected.addressee {
                let to = quotation.addressee.as_ref().map(|a| self.names_of(a)).unwrap_or_default();
                if !is_one(addressee, &to) {
                    let to = to.join(" / ");
                    self.misses.push(format!("statement {:?}: addressee {addressee}, found {to}", expected.content));
                }
            }
        }
        for name in &expect.not_speaker {
            let mut speakers = quotations.iter().filter_map(|q| q.speaker.as_ref());
            if speakers.any(|s| self.names_of(s).iter().any(|n| simple(n) == simple(name))) {
                self.misses.push(format!("speaker {name}, which must not be read"));
            }
        }
    }

    fn content(&self, quotation: &Quotation) -> String {
        quotation.content.iter().map(|r| self.words(r)).collect::<Vec<_>>().join(" ")
    }

    /// The share of characters that an expected statement and a quotation have in common, of the longer of both.
    fn shared(&self, expected: &ExpectedStatement, quotation: &Quotation) -> f64 {
        let Some(start) = self.text.find(&expected.content) else { return 0.0 };
        let own = start..start + expected.content.len();
        let both: usize =
            quotation.content.iter().map(|r| r.end.min(own.end).saturating_sub(r.start.max(own.start))).sum();
        let whole = quotation.content.iter().map(Range::len).sum::<usize>().max(own.len());
        both as f64 / whole as f64
    }

    fn has_role(&self, person: &str, title: &str) -> bool {
        self.findings.roles.iter().any(|role| {
            let holder = role.holder.map(|h| self.findings.entities[h].name.as_str());
            let titles = [self.words(&role.title), role.plain.clone()];
            holder.is_some_and(|h| person.split('|').any(|p| same_person(p, h)))
                && titles.iter().any(|t| title.split('|').any(|wanted| same_title(wanted, t)))
        })
    }

    fn roles(&mut self, expect: &Expected) {
        let held = self.findings.roles.iter().filter(|r| r.holder.is_some());
        let held: BTreeSet<_> = held.map(|r| (r.holder, r.plain.clone())).collect();
        self.found("roles", held.len());
        for role in &expect.roles {
            let right = self.has_role(&role.person, &role.title);
            self.check("roles", right, || {
                let shown: Vec<_> = self
                    .findings
                    .roles
                    .iter()
                    .map(|r| {
                        let holder = r.holder.map_or("nobody", |h| self.findings.entities[h].name.as_str());
                        format!("{holder}: {}", &self.text[r.title.clone()])
                    })
                    .collect();
                format!("role {} of {}, found {}", role.title, role.person, shown.join("; "))
            });
        }
        for role in &expect.not_roles {
            if self.has_role(&role.person, &role.title) {
                self.misses.push(format!("role {} of {}, which must not be read", role.title, role.person));
            }
        }
    }

    fn times(&mut self, expect: &Expected) {
        for time in &expect.times {
            let times = &self.findings.times;
            let single = times.iter().map(|t| (t.range.clone(), t.extent.clone()));
            let whole = times.iter().filter_map(|t| interval(times, t)).map(|(range, extent)| (range, Some(extent)));
            let found: Vec<_> =
                single.chain(whole).filter(|(r, _)| self.text[r.clone()].contains(&time.words)).collect();
            let edtf = |e: &Option<crate::base::time::TimeExtent>| e.as_ref().map(|e| e.edtf.clone());
            let right = found.iter().any(|(_, e)| edtf(e).as_deref() == Some(&time.edtf));
            let shown: Vec<_> = found.iter().map(|(_, e)| edtf(e).unwrap_or_else(|| "no value".to_owned())).collect();
            self.check("times", right, || format!("time {:?}: {}, found {}", time.words, time.edtf, shown.join(", ")));
        }
    }

    /// Whether something that is said of a place is what is expected.
    fn is_said(&self, expected: &ExpectedPlace, said: &PlaceStatement) -> bool {
        let mention = |m: usize| {
            let mention = &self.findings.mentions[m];
            [self.findings.entities[mention.entity].name.clone(), self.words(&mention.range)]
        };
        let party = |expected: &Option<String>, party: &Option<EntityRef>| match (expected, party) {
            (None, None) => true,
            (Some(expected), Some(party)) => is_one(expected, &self.names_of(party)),
            _ => false,
        };
        let number = |value: &Decimal| expected.value.as_ref().is_none_or(|v| *v == value.to_string());
        let (what, right) = match &said.said {
            Said::Area { quantity, .. } => ("area", number(&quantity.square_kilometres())),
            Said::Population { value, .. } => ("population", number(value)),
            Said::Established => ("founded", true),
            Said::Abolished => ("abolished", true),
            Said::Control { gained, lost } => {
                ("control", party(&expected.gained, gained) && party(&expected.lost, lost))
            }
            Said::Kind { words } => {
                let words = [self.words(words)];
                ("kind", expected.value.as_ref().is_none_or(|v| is_one(v, &words)))
            }
            Said::PartOf { parent, .. } => {
                ("part of", expected.value.as_ref().is_none_or(|v| is_one(v, &mention(*parent))))
            }
        };
        let time = said.time.and_then(|t| self.findings.times[t].extent.as_ref()).map(|e| e.edtf.as_str());
        what == expected.what
            && right
            && is_one(&expected.place, &mention(said.place))
            && (expected.time.is_none() || expected.time.as_deref() == time)
    }

    fn place_statements(&mut self, expect: &Expected) {
        let places = &self.findings.places;
        self.found("places", places.len());
        for expected in &expect.places {
            let right = places.iter().any(|said| self.is_said(expected, said));
            let shown = || places.iter().map(|p| self.words(&p.range)).collect::<Vec<_>>().join("; ");
            let shown = if right { String::new() } else { shown() };
            let value = expected.value.clone().unwrap_or_default();
            self.check("places", right, || format!("{}: {} {value}, found {shown}", expected.place, expected.what));
        }
        if expect.complete && places.len() > expect.places.len() {
            let more = places.len() - expect.places.len();
            self.misses.push(format!("{more} statements about places that the text does not have"));
        }
    }

    fn names(&mut self, expect: &Expected) {
        for name in &expect.not_names {
            if self.findings.mentions.iter().any(|m| simple(&self.text[m.range.clone()]) == simple(name)) {
                self.misses.push(format!("name {name}, which must not be read"));
            }
        }
    }
}

fn simple(name: &str) -> String {
    name_words(name).join(" ")
}

/// Whether two titles are the same: the same words, a plural or not, in any order ("Chief of Peru's General Staff").
fn same_title(wanted: &str, found: &str) -> bool {
    let words = |title: &str| -> BTreeSet<String> {
        let all = name_words(title).into_iter();
        all.filter(|w| !["of", "for"].contains(&w.as_str()))
            .map(|w| w.strip_suffix('s').unwrap_or(&w).to_owned())
            .collect()
    };
    let (wanted, found) = (words(wanted), words(found));
    !wanted.is_empty() && (wanted.is_subset(&found) || (!found.is_empty() && found.is_subset(&wanted)))
}

/// Whether one of the alternatives `a|b` is one of the names of something.
fn is_one(alternatives: &str, names: &[String]) -> bool {
    alternatives.split('|').any(|a| names.iter().any(|n| same_person(a, n)))
}

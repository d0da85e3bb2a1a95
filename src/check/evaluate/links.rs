//! Evaluates linking against gold: mentions that people linked with items.
//!
//! * **Given the spans** (D2KB of GERBIL, Röder et al. 2018): each gold mention is linked as `link propose` would. A link that
//!   is *sure* is accepted without a person; a part of a longer name of the text has the candidates of that name, and is not accepted.
//!   Precision: accepted links that are the gold's item / accepted links; a link where the gold says that there is no item is wrong. Coverage:
//!   accepted links / mentions with an item.
//! * **End to end** (A2KB): the text is read as `build` reads it, and the mentions found are linked. Strong: span and item are the
//!   gold's; weak: spans overlap. Articles before names and possessives after them are ignored on both sides.
//! * **Calibration**: first candidates by their probability, and how many of them are right; the Brier score (Brier 1950).
//!
//! Mentions that the gold does not identify, and mentions whose item is not in the index, are counted separately: for the latter,
//! the right answer is "no match".

use crate::base::iri::item_number;
use crate::base::text::Position;
use crate::check::evaluate::gold::{GoldDocument, GoldMention, Target};
use crate::check::evaluate::{overlap, trimmed};
use crate::extract::finding::{Entity, EntityType, Findings, Mention};
use crate::link::{Candidate, Decision, Doubt, EntityKind, Linker, Naming, Subject};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::PathBuf;

/// Number of bins for probabilities.
pub const PARTS: usize = 10;
/// Maximum number of candidates in which the right item is searched.
const CANDIDATES: usize = 20;

/// Words that separate the name of a phrase from another name after them.
const PARTING: &[&str] = &["and", "at", "by", "for", "from", "in", "of", "with"];

/// The gold link of a mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Item(u32),
    NoItem,
    NotInIndex,
}

/// Counts for precision and recall.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Number of answers in the gold.
    pub gold: usize,
    /// Number of given answers.
    pub given: usize,
    /// Number of right given answers.
    pub right: usize,
}

impl Tally {
    /// Precision: right / given.
    pub fn precision(&self) -> Option<f64> {
        share(self.right, self.given)
    }

    /// Recall: right / gold.
    pub fn recall(&self) -> Option<f64> {
        share(self.right, self.gold)
    }

    /// F1: the harmonic mean of precision and recall.
    pub fn f1(&self) -> Option<f64> {
        share(2 * self.right, self.given + self.gold)
    }
}

/// A part as share of a whole; `None` if the whole is 0.
pub fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// A link that is wrong or missing.
#[derive(Debug, Clone, PartialEq)]
pub struct Mistake {
    /// The gold file.
    pub path: PathBuf,
    /// The position in the file.
    pub at: Position,
    /// The words of the mention.
    pub words: String,
    /// The item of the gold; `None` if the gold says that there is none.
    pub gold: Option<u32>,
    /// The first candidate: item, label, probability; `None` if there is no candidate.
    pub found: Option<(u32, String, f64)>,
    /// The decision of the linker.
    pub decision: Decision,
    /// Why a person must decide, whatever the probability.
    pub doubts: Vec<Doubt>,
}

/// A bin of first candidates of similar probability.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Part {
    /// Number of candidates.
    pub count: usize,
    /// Number of right candidates.
    pub right: usize,
    /// The sum of their probabilities.
    pub sum: f64,
}

/// The scores of some documents.
#[derive(Debug, Default)]
pub struct Scores {
    /// Number of documents.
    pub documents: usize,
    /// Mentions whose item is in the index.
    pub linkable: usize,
    /// Of those, the number with it among their candidates.
    pub among: usize,
    /// Of those, the number with it as the first candidate.
    pub first: usize,
    /// Links accepted without a person, given the spans.
    pub accepted: Tally,
    /// Mentions without an item according to the gold.
    pub without_item: usize,
    /// Mentions whose item is not in the index.
    pub not_in_index: usize,
    /// Mentions that the gold does not identify.
    pub not_said: usize,
    /// End to end, with equal spans.
    pub strong: Tally,
    /// End to end, with overlapping spans.
    pub weak: Tally,
    /// First candidates by probability.
    pub parts: [Part; PARTS],
    /// The sum of squared differences between probability and truth.
    pub squares: f64,
    /// Probabilities of first candidates, and whether they are right.
    pub firsts: Vec<(f64, bool)>,
    /// Wrong and missing links.
    pub mistakes: Vec<Mistake>,
}

impl Scores {
    /// Links and scores the gold mentions of a document and the mentions found in it.
    pub fn score(&mut self, document: &GoldDocument, findings: &Findings, linker: &Linker<'_>) {
        self.documents += 1;
        let Some(gold) = &document.mentions else { return };
        let entities = Linked::new(findings, linker);
        let mut asked: Vec<(Range<usize>, u32)> = Vec::new();
        let mut known: BTreeMap<(String, EntityKind), Vec<Candidate>> = BTreeMap::new();
        for mention in gold {
            let Some(answer) = answer(mention, linker) else {
                self.not_said += 1;
                continue;
            };
            match answer {
                Answer::Item(item) => asked.push((trimmed(&document.text, &mention.range), item)),
                Answer::NoItem => self.without_item += 1,
                Answer::NotInIndex => self.not_in_index += 1,
            }
            let candidates = entities.of(document, mention, findings, linker, &mut known);
            self.one(document, mention, answer, &candidates, linker);
        }
        let found: Vec<(Range<usize>, u32)> = findings
            .mentions
            .iter()
            .filter_map(|m| Some((trimmed(&document.text, &m.range), entities.sure(m.entity, linker)?)))
            .collect();
        // A finding where the gold has no information is neither right nor wrong.
        let silent: Vec<&GoldMention> = gold.iter().filter(|m| m.identifier.is_none()).collect();
        let spoken_of = |range: &Range<usize>| !silent.iter().any(|m| overlap(&m.range, range));
        let found: Vec<_> = found.into_iter().filter(|(range, _)| spoken_of(range)).collect();
        let pairs = |same: &dyn Fn(&Range<usize>, &Range<usize>) -> bool| {
            let mut used = vec![false; found.len()];
            let mut right = 0;
            for (range, item) in &asked {
                let place = (0..found.len()).find(|n| !used[*n] && found[*n].1 == *item && same(&found[*n].0, range));
                if let Some(n) = place {
                    used[n] = true;
                    right += 1;
                }
            }
            right
        };
        let (strong, weak) = (pairs(&|a, b| a == b), pairs(&overlap));
        for (tally, right) in [(&mut self.strong, strong), (&mut self.weak, weak)] {
            tally.gold += asked.len();
            tally.given += found.len();
            tally.right += right;
        }
    }

    fn one(
        &mut self,
        document: &GoldDocument,
        mention: &GoldMention,
        answer: Answer,
        candidates: &[Candidate],
        linker: &Linker<'_>,
    ) {
        let decision = linker.decide(candidates);
        let first = candidates.first();
        let wanted = if let Answer::Item(item) = answer { Some(item) } else { None };
        let right = wanted.is_some() && first.map(|c| c.item) == wanted;
        if let Some(item) = wanted {
            self.linkable += 1;
            self.accepted.gold += 1;
            self.among += usize::from(candidates.iter().any(|c| c.item == item));
            self.first += usize::from(right);
        }
        if decision == Decision::Sure {
            self.accepted.given += 1;
            self.accepted.right += usize::from(right);
        }
        if let Some(first) = first {
            let part = &mut self.parts[((first.probability * PARTS as f64) as usize).min(PARTS - 1)];
            part.count += 1;
            part.right += usize::from(right);
            part.sum += first.probability;
            self.squares += (first.probability - f64::from(right)).powi(2);
            self.firsts.push((first.probability, right));
        }
        if (wanted.is_some() || decision == Decision::Sure) && !(right && decision == Decision::Sure) {
            self.mistakes.push(Mistake {
                path: document.origin.path.clone(),
                at: mention.at,
                words: document.text[mention.range.clone()].split_whitespace().collect::<Vec<_>>().join(" "),
                gold: wanted,
                found: first.map(|c| (c.item, c.label.clone(), c.probability)),
                decision,
                doubts: first.map_or_else(Vec::new, |c| c.doubts.clone()),
            });
        }
    }

    /// Mean squared difference between probability and truth; 0 is perfect.
    pub fn brier(&self) -> Option<f64> {
        (!self.firsts.is_empty()).then(|| self.squares / self.firsts.len() as f64)
    }

    /// The largest coverage of linkable mentions at a threshold with at least this precision, and the threshold; `None` if no
    /// threshold reaches it.
    pub fn coverage_at(&self, precision: f64) -> Option<(f64, f64)> {
        let mut firsts = self.firsts.clone();
        firsts.sort_by(|a, b| b.0.total_cmp(&a.0));
        let (mut right, mut best) = (0, None);
        for (n, (probability, is_right)) in firsts.iter().enumerate() {
            right += usize::from(*is_right);
            let last_of_its_like = firsts.get(n + 1).is_none_or(|next| next.0 < *probability);
            if last_of_its_like && right as f64 >= precision * (n + 1) as f64 {
                best = share(n + 1, self.linkable).map(|coverage| (coverage, *probability));
            }
        }
        best
    }
}

/// The gold link of a mention; `None` if the gold does not identify it.
fn answer(mention: &GoldMention, linker: &Linker<'_>) -> Option<Answer> {
    if matches!(mention.target, Target::NoName(_)) {
        return None;
    }
    let identifier = mention.identifier.as_deref()?;
    Some(match item_number(identifier) {
        Some(item) if linker.index().item(item).is_some() => Answer::Item(item),
        Some(_) => Answer::NotInIndex,
        None => Answer::NoItem,
    })
}

/// The entities of a document, linked in two rounds like those of a store.
struct Linked {
    candidates: Vec<Vec<Candidate>>,
    beside: BTreeSet<u32>,
}

impl Linked {
    fn new(findings: &Findings, linker: &Linker<'_>) -> Self {
        let mut linked = Self { candidates: Vec::new(), beside: BTreeSet::new() };
        let all = |linked: &Self| -> Vec<Vec<Candidate>> {
            let one = |e: &Entity| match kind(e.kind) {
                Some(kind) => linker.candidates(&linked.subject(&e.name, kind, naming(e, findings)), CANDIDATES),
                None => Vec::new(),
            };
            findings.entities.iter().map(one).collect()
        };
        let first = all(&linked);
        let sure = first.iter().filter(|c| linker.decide(c) == Decision::Sure).filter_map(|c| c.first());
        linked.beside = sure.map(|c| c.item).collect();
        linked.candidates = all(&linked);
        linked
    }

    fn subject(&self, name: &str, kind: EntityKind, named: Option<Naming>) -> Subject {
        Subject { names: vec![name.to_owned()], kind, beside: self.beside.clone(), named, ..Subject::default() }
    }

    fn sure(&self, entity: usize, linker: &Linker<'_>) -> Option<u32> {
        let candidates = self.candidates.get(entity)?;
        (linker.decide(candidates) == Decision::Sure).then(|| candidates.first().map(|c| c.item)).flatten()
    }

    /// The candidates of a gold mention: those of the entity found at its position, or of its words.
    fn of<'a>(
        &'a self,
        document: &GoldDocument,
        mention: &GoldMention,
        findings: &Findings,
        linker: &Linker<'_>,
        known: &'a mut BTreeMap<(String, EntityKind), Vec<Candidate>>,
    ) -> Cow<'a, [Candidate]> {
        let range = trimmed(&document.text, &mention.range);
        let same = findings.mentions.iter().find(|m| trimmed(&document.text, &m.range) == range);
        // The span may include a title. Words after a comma or a preposition belong to another name.
        let titled = |m: &&Mention| {
            let before = document.text.get(range.start..m.range.start).unwrap_or_default();
            let parted = before.contains(',') || before.split_whitespace().any(|w| PARTING.contains(&w));
            m.range.start >= range.start && m.range.end == range.end && !parted
        };
        // A part of a longer name is linked as that name.
        let mut longer = findings.mentions.iter().filter(|m| m.range.start <= range.start && range.end <= m.range.end);
        let found = same.or_else(|| findings.mentions.iter().find(titled)).or_else(|| longer.next());
        let whole = found.map(|m| trimmed(&document.text, &m.range));
        let is_part = |whole: &Range<usize>| whole.start < range.start || range.end < whole.end;
        let part = whole.filter(is_part).map(|whole| Doubt::PartInText(document.text[whole].to_owned()));
        let with = |mut candidates: Vec<Candidate>| {
            candidates.iter_mut().take(1).for_each(|c| c.doubts.extend(part.clone()));
            candidates
        };
        if let Some(found) = found
            && findings.entities.get(found.entity).is_some_and(|e| kind(e.kind).is_some())
            && let Some(candidates) = self.candidates.get(found.entity)
        {
            return if part.is_some() { Cow::Owned(with(candidates.clone())) } else { Cow::Borrowed(candidates) };
        }
        let kind = match mention.target {
            Target::Type(of) => kind(of).unwrap_or_default(),
            _ => EntityKind::Any,
        };
        let words = document.text[range].to_owned();
        let subject = self.subject(&words, kind, None);
        let candidates = known.entry((words, kind)).or_insert_with(|| linker.candidates(&subject, CANDIDATES));
        if part.is_some() { Cow::Owned(with(candidates.clone())) } else { Cow::Borrowed(candidates) }
    }
}

/// How the text names an entity.
fn naming(entity: &Entity, findings: &Findings) -> Option<Naming> {
    let mentions = entity.mentions.iter().filter_map(|m| findings.mentions.get(*m));
    mentions.map(|m| Naming::new(m.paragraph.is_some(), |signal| m.signals.any(signal))).reduce(Naming::or)
}

/// The kind of item to search for an entity; `None` if it has no items.
fn kind(of: EntityType) -> Option<EntityKind> {
    match of {
        EntityType::Person => Some(EntityKind::Person),
        EntityType::Organisation => Some(EntityKind::Organisation),
        EntityType::Place => Some(EntityKind::Place),
        EntityType::Event => Some(EntityKind::Event),
        EntityType::Nationality | EntityType::Other => None,
    }
}

//! Scores the findings in a gold document against its annotations.

use super::gold::{GoldDocument, GoldMention, Target};
use super::matching::{Labelled, Reach, exact, relaxed};
use super::mistakes::{self, ErrorKind, Mistake, Task, context};
use super::speech::{is_quoted, same_person, spoken};
use super::text::trimmed;
use crate::base::text::Position;
use crate::extract::finding::{EntityType, Findings, Quotation};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;
use std::path::Path;

/// Options of the comparison.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    /// Compare names including the articles before and the possessives after them.
    pub strict: bool,
    /// The gold is incomplete: ignore findings where the gold has nothing.
    pub partial: bool,
}

/// Counts of one type.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Spans in the gold.
    pub gold: usize,
    /// Spans found.
    pub found: usize,
    /// Same span and type.
    pub exact: usize,
    /// Overlapping span and same type.
    pub relaxed: usize,
    /// Relaxed matches with a value in the gold.
    pub valued: usize,
    /// Relaxed matches with the same value.
    pub value_right: usize,
    /// Gold spans with a speaker.
    pub speakers: usize,
    /// Gold spans with a speaker that were matched relaxed.
    pub speakers_matched: usize,
    /// Gold spans with a speaker that were matched with the same speaker.
    pub speakers_right: usize,
}

impl Tally {
    /// Adds other counts.
    pub fn add(&mut self, other: &Self) {
        self.gold += other.gold;
        self.found += other.found;
        self.exact += other.exact;
        self.relaxed += other.relaxed;
        self.valued += other.valued;
        self.value_right += other.value_right;
        self.speakers += other.speakers;
        self.speakers_matched += other.speakers_matched;
        self.speakers_right += other.speakers_right;
    }
}

/// The scores of some documents.
#[derive(Debug, Default)]
pub struct Scores {
    /// Number of documents.
    pub documents: usize,
    /// Counts, by task and type.
    pub tallies: BTreeMap<(Task, &'static str), Tally>,
    /// Mentions left out of the totals, with their number.
    pub left_out: BTreeMap<String, usize>,
    /// Mistakes, in the order of documents.
    pub mistakes: Vec<Mistake>,
}

/// The label of names if the gold has no types.
pub const ANY: &str = "name";
/// The label of times.
pub const TIME: &str = "time";

fn label(kind: EntityType) -> Option<&'static str> {
    match kind {
        EntityType::Person => Some("person"),
        EntityType::Organisation => Some("organisation"),
        EntityType::Place => Some("place"),
        EntityType::Event | EntityType::Nationality | EntityType::Other => None,
    }
}

impl Scores {
    /// Scores the findings in a document. `gold_path` is the file in which mistakes against the gold are reported.
    pub fn score(&mut self, document: &GoldDocument, gold_path: &Path, findings: &Findings, options: Options) {
        self.documents += 1;
        let mut scorer = Scorer { scores: self, document, gold_path };
        if let Some(mentions) = &document.mentions {
            scorer.names(mentions, findings, options);
        }
        if document.times.is_some() {
            scorer.times(findings, options);
        }
        if document.quotations.is_some() {
            scorer.quotations(findings, options);
        }
    }

    fn leave_out(&mut self, what: &str, count: usize) {
        if count > 0 {
            *self.left_out.entry(what.to_owned()).or_default() += count;
        }
    }
}

struct Scorer<'a> {
    scores: &'a mut Scores,
    document: &'a GoldDocument,
    gold_path: &'a Path,
}

impl Scorer<'_> {
    fn names(&mut self, mentions: &[GoldMention], findings: &Findings, options: Options) {
        let text = &self.document.text;
        let cut = |range: &Range<usize>| if options.strict { range.clone() } else { trimmed(text, range) };
        let untyped = mentions.iter().any(|m| m.target == Target::Any);
        let mut gold: Vec<(Labelled, Position)> = Vec::new();
        let mut without_name: Vec<Range<usize>> = Vec::new();
        let mut other: HashMap<(usize, usize), &str> = HashMap::new();
        for mention in mentions {
            let range = cut(&mention.range);
            match &mention.target {
                Target::Type(kind) => {
                    gold.extend(label(*kind).map(|label| (Labelled { range, label }, mention.at)));
                }
                Target::Any => gold.push((Labelled { range, label: ANY }, mention.at)),
                Target::OtherType(kind) => {
                    self.scores.leave_out(&format!("gold names of type {kind}, at which we do not aim"), 1);
                    other.insert((range.start, range.end), kind);
                }
                Target::NoName(reason) => {
                    self.scores.leave_out(&format!("{reason} mentions of the gold, which are no names"), 1);
                    without_name.push(mention.range.clone());
                }
            }
        }
        if untyped {
            gold.iter_mut().for_each(|(g, _)| g.label = ANY);
        }
        gold.sort_by_key(|(g, _)| (g.range.start, g.range.end));
        let (gold, at): (Vec<_>, Vec<_>) = gold.into_iter().unzip();
        let labelled = |m: &crate::extract::finding::Mention| {
            let label = label(m.kind)?;
            Some(Labelled { range: cut(&m.range), label: if untyped { ANY } else { label } })
        };
        let mut found: Vec<Labelled> = findings.mentions.iter().filter_map(labelled).collect();
        found.sort_by_key(|f| (f.range.start, f.range.end));
        // A finding within "the company's chairman Ann Lee" is neither right nor wrong: the gold does not annotate it.
        let asked: HashSet<usize> = relaxed(&gold, &found).into_iter().map(|(_, f)| f).collect();
        let reach = Reach::new(&without_name);
        let before = found.len();
        let mut n = 0;
        found.retain(|f| {
            n += 1;
            asked.contains(&(n - 1)) || !reach.holds(&f.range)
        });
        self.scores.leave_out("found names within mentions that are no names", before - found.len());
        let marked: Vec<_> = mentions.iter().map(|m| m.range.clone()).collect();
        self.leave_out_unmarked(options, &marked, &mut found, |f| &f.range);
        self.compare(Task::Names, &gold, &at, &found, &other);
    }

    fn times(&mut self, findings: &Findings, options: Options) {
        let all = self.document.times.as_deref().unwrap_or_default();
        let nested = all.iter().filter(|t| t.nested).count();
        self.scores.leave_out("gold times within other times", nested);
        let mut times: Vec<_> = all.iter().filter(|t| !t.nested).collect();
        times.sort_by_key(|t| (t.range.start, t.range.end));
        let gold: Vec<_> = times.iter().map(|t| Labelled { range: t.range.clone(), label: TIME }).collect();
        let at: Vec<_> = times.iter().map(|t| t.at).collect();
        let mut found_times: Vec<_> = findings.times.iter().collect();
        found_times.sort_by_key(|t| (t.range.start, t.range.end));
        let marked: Vec<_> = all.iter().map(|t| t.range.clone()).collect();
        self.leave_out_unmarked(options, &marked, &mut found_times, |t| &t.range);
        let found: Vec<_> = found_times.iter().map(|t| Labelled { range: t.range.clone(), label: TIME }).collect();
        let pairs = self.compare(Task::Times, &gold, &at, &found, &HashMap::new());
        for (g, f) in pairs {
            let Some(value) = &times[g].value else { continue };
            let given = found_times[f].value.as_deref().unwrap_or_default();
            let right = value.eq_ignore_ascii_case(given);
            let tally = self.scores.tallies.entry((Task::Times, TIME)).or_default();
            tally.valued += 1;
            tally.value_right += usize::from(right);
            if !right {
                let given = if given.is_empty() { "no value" } else { given };
                self.mistake(
                    Task::Times,
                    ErrorKind::WrongValue,
                    Ok(at[g]),
                    value.clone(),
                    given.to_owned(),
                    &gold[g].range,
                );
            }
        }
    }

    fn quotations(&mut self, findings: &Findings, options: Options) {
        let text = &self.document.text;
        let mut quotations: Vec<_> = self.document.quotations.iter().flatten().collect();
        quotations.sort_by_key(|q| (q.range.start, q.range.end));
        let sort = |range: &Range<usize>| if is_quoted(text, range) { "quoted" } else { "reported" };
        let spoken = |range: &Range<usize>| Labelled { range: spoken(text, range), label: sort(range) };
        let gold: Vec<_> = quotations.iter().map(|q| spoken(&q.range)).collect();
        let at: Vec<_> = quotations.iter().map(|q| q.at).collect();
        let parts = findings.quotations.iter().flat_map(|q| q.content.iter().map(move |range| (q, range)));
        let mut found: Vec<(Labelled, &Quotation)> = parts.map(|(q, range)| (spoken(range), q)).collect();
        found.sort_by_key(|(f, _)| (f.range.start, f.range.end));
        let sorts: HashSet<&str> = gold.iter().map(|g| g.label).collect();
        let before = found.len();
        found.retain(|(f, _)| sorts.contains(f.label));
        self.scores
            .leave_out("found quotations of a sort that the gold of their document has none of", before - found.len());
        let marked: Vec<_> = quotations.iter().map(|q| q.range.clone()).collect();
        self.leave_out_unmarked(options, &marked, &mut found, |(f, _)| &f.range);
        let (found, of): (Vec<_>, Vec<_>) = found.into_iter().unzip();
        let pairs: HashMap<usize, usize> =
            self.compare(Task::Quotations, &gold, &at, &found, &HashMap::new()).into_iter().collect();
        for (n, quotation) in quotations.iter().enumerate() {
            let Some(speaker) = &quotation.speaker else { continue };
            let pair = pairs.get(&n).map(|f| of[*f]);
            let voice = pair.and_then(|q| q.speaker.as_ref());
            let words = voice.map(|v| text[v.range.clone()].to_owned());
            let name = voice.and_then(|v| v.entity).map(|e| findings.entities[e].name.clone());
            let right = [&name, &words].iter().any(|given| given.as_deref().is_some_and(|g| same_person(g, speaker)));
            let tally = self.scores.tallies.entry((Task::Quotations, gold[n].label)).or_default();
            tally.speakers += 1;
            tally.speakers_matched += usize::from(pair.is_some());
            tally.speakers_right += usize::from(right);
            if pair.is_some() && !right {
                let given = name.or(words).unwrap_or_else(|| "nobody".to_owned());
                let range = gold[n].range.clone();
                self.mistake(Task::Quotations, ErrorKind::WrongSpeaker, Ok(at[n]), speaker.clone(), given, &range);
            }
        }
    }

    /// Removes findings where incomplete gold has nothing.
    fn leave_out_unmarked<T>(
        &mut self,
        options: Options,
        marked: &[Range<usize>],
        found: &mut Vec<T>,
        range: impl Fn(&T) -> &Range<usize>,
    ) {
        if options.partial {
            let before = found.len();
            let reach = Reach::new(marked);
            found.retain(|f| reach.touches(range(f)));
            self.scores.leave_out("found spans where the gold, which is partial, has nothing", before - found.len());
        }
    }

    /// Counts, collects the mistakes, and returns the relaxed pairs.
    fn compare(
        &mut self,
        task: Task,
        gold: &[Labelled],
        at: &[Position],
        found: &[Labelled],
        other: &HashMap<(usize, usize), &str>,
    ) -> Vec<(usize, usize)> {
        let same = exact(gold, found);
        let pairs = relaxed(gold, found);
        for g in gold {
            self.scores.tallies.entry((task, g.label)).or_default().gold += 1;
        }
        for f in found {
            self.scores.tallies.entry((task, f.label)).or_default().found += 1;
        }
        for (g, _) in &same {
            self.scores.tallies.entry((task, gold[*g].label)).or_default().exact += 1;
        }
        for (g, _) in &pairs {
            self.scores.tallies.entry((task, gold[*g].label)).or_default().relaxed += 1;
        }
        let mistakes = mistakes::of_spans(&self.document.text, (gold, at), found, (&same, &pairs), other);
        for (kind, at, gold, found, range) in mistakes {
            self.mistake(task, kind, at, gold, found, &range);
        }
        pairs
    }

    /// Adds a mistake at a position in the gold file, or at a byte of the text.
    fn mistake(
        &mut self,
        task: Task,
        kind: ErrorKind,
        at: Result<Position, usize>,
        gold: String,
        found: String,
        range: &Range<usize>,
    ) {
        let (path, at) = match at {
            Ok(at) => (self.gold_path.to_owned(), at),
            Err(byte) => (self.document.origin.path.clone(), self.document.position(byte)),
        };
        let context = context(&self.document.text, range);
        self.scores.mistakes.push(Mistake { task, kind, path, at, gold, found, context });
    }
}

//! Scores as rows of figures, for a table, CSV and JSON. Shares are between 0 and 1; a share of nothing is empty.

use super::matching::share;
use super::mistakes::{ErrorKind, Mistake};
use super::readings::{Miss, ReadingReport};
use super::score::{Options, Scores, Tally};
use crate::check::evaluate::mistakes::Task;
use serde::Serialize;
use std::io::{self, Write};

/// A row: a type, or all types of a task together (the micro average).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line {
    /// `names`, `times` or `quotations`.
    pub task: &'static str,
    /// The type, or `all`.
    #[serde(rename = "type")]
    pub label: &'static str,
    /// Spans in the gold.
    pub gold: usize,
    /// Spans found.
    pub found: usize,
    /// Same span and type.
    pub exact: Measure,
    /// Overlapping span, same type.
    pub relaxed: Measure,
    /// Values, for times.
    pub value: Option<Values>,
    /// Speakers, for quotations.
    pub speaker: Option<Speakers>,
}

/// Precision, recall and F1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Measure {
    /// Number of right spans.
    pub right: usize,
    /// Precision: right / found.
    pub precision: Option<f64>,
    /// Recall: right / gold.
    pub recall: Option<f64>,
    /// F1: the harmonic mean of precision and recall.
    pub f1: Option<f64>,
}

/// Values of times that were matched relaxed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Values {
    /// Matched times with a value in the gold.
    pub matched: usize,
    /// Times with the same value.
    pub right: usize,
    /// Accuracy: right / matched.
    pub accuracy: Option<f64>,
    /// F1 of times whose value is right.
    pub f1: Option<f64>,
}

/// Speakers of quotations.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Speakers {
    /// Gold spans with a speaker.
    pub gold: usize,
    /// Of those, matched relaxed.
    pub matched: usize,
    /// Spans with the same speaker.
    pub right: usize,
    /// Accuracy: right / matched.
    pub accuracy: Option<f64>,
    /// Recall: right / gold.
    pub recall: Option<f64>,
}

/// A report of all scores.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// Number of documents.
    pub documents: usize,
    /// Whether names are compared including articles and possessives.
    pub strict: bool,
    /// Whether the gold is incomplete.
    pub partial: bool,
    /// The rows of figures.
    pub scores: Vec<Line>,
    /// Mentions left out, with their number.
    pub left_out: Vec<LeftOut>,
    /// The scores of readings, if there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub readings: Option<ReadingReport>,
}

/// A kind of mention that is left out of the totals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// The kind.
    pub what: String,
    /// Its number.
    pub count: usize,
}

impl Measure {
    pub(super) fn new(right: usize, found: usize, gold: usize) -> Self {
        Self { right, precision: share(right, found), recall: share(right, gold), f1: share(2 * right, found + gold) }
    }
}

impl Line {
    fn new(task: Task, label: &'static str, t: &Tally) -> Self {
        let value = (task == Task::Times).then(|| Values {
            matched: t.valued,
            right: t.value_right,
            accuracy: share(t.value_right, t.valued),
            // Times without a gold value are right if their span is right.
            f1: share(2 * (t.value_right + t.relaxed - t.valued), t.found + t.gold),
        });
        let speaker = (task == Task::Quotations).then(|| Speakers {
            gold: t.speakers,
            matched: t.speakers_matched,
            right: t.speakers_right,
            accuracy: share(t.speakers_right, t.speakers_matched),
            recall: share(t.speakers_right, t.speakers),
        });
        Self {
            task: task.name(),
            label,
            gold: t.gold,
            found: t.found,
            exact: Measure::new(t.exact, t.found, t.gold),
            relaxed: Measure::new(t.relaxed, t.found, t.gold),
            value,
            speaker,
        }
    }
}

impl Task {
    /// The name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Names => "names",
            Self::Times => "times",
            Self::Quotations => "quotations",
        }
    }
}

impl ErrorKind {
    /// The name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Missed => "missed",
            Self::Spurious => "spurious",
            Self::WrongType => "wrong type",
            Self::WrongSpan => "wrong span",
            Self::WrongValue => "wrong value",
            Self::WrongSpeaker => "wrong speaker",
        }
    }
}

impl Report {
    /// The figures of some scores. Tasks with several types have a row for all of them.
    pub fn new(scores: &Scores, options: Options) -> Self {
        let mut lines = Vec::new();
        for task in [Task::Names, Task::Times, Task::Quotations] {
            let of_task: Vec<_> = scores.tallies.iter().filter(|((t, _), _)| *t == task).collect();
            lines.extend(of_task.iter().map(|((_, label), tally)| Line::new(task, label, tally)));
            if of_task.len() > 1 {
                let mut all = Tally::default();
                of_task.iter().for_each(|(_, tally)| all.add(tally));
                lines.push(Line::new(task, "all", &all));
            }
        }
        let left_out = scores.left_out.iter().map(|(what, count)| LeftOut { what: what.clone(), count: *count });
        Self {
            documents: scores.documents,
            strict: options.strict,
            partial: options.partial,
            scores: lines,
            left_out: left_out.collect(),
            readings: None,
        }
    }

    /// Writes the figures and, if asked for, the mistakes as one JSON object.
    pub fn json(&self, mistakes: Option<(&[Mistake], &[Miss])>, out: &mut impl Write) -> io::Result<()> {
        #[derive(Serialize)]
        struct Whole<'a> {
            #[serde(flatten)]
            report: &'a Report,
            #[serde(skip_serializing_if = "Option::is_none")]
            errors: Option<Vec<MistakeValue<'a>>>,
            #[serde(skip_serializing_if = "Option::is_none")]
            misses: Option<&'a [Miss]>,
        }
        let errors = mistakes.map(|(all, _)| all.iter().map(MistakeValue::of).collect());
        let misses = mistakes.map(|(_, misses)| misses).filter(|misses| !misses.is_empty());
        serde_json::to_writer_pretty(&mut *out, &Whole { report: self, errors, misses })?;
        out.write_all(b"\n")
    }

    /// Writes the figures as CSV (RFC 4180).
    pub fn csv(&self, out: &mut impl Write) -> io::Result<()> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(HEAD)?;
        for line in &self.scores {
            writer.write_record(line.fields())?;
        }
        for line in self.readings.iter().flat_map(|r| &r.fields) {
            let mut fields = vec![String::new(); HEAD.len()];
            let figure = |f: Option<f64>| f.map(|f| format!("{f:.4}")).unwrap_or_default();
            let start =
                ["readings", line.field, &line.gold.to_string(), "", &line.right.to_string()].map(str::to_owned);
            fields[..5].clone_from_slice(&start);
            (fields[5], fields[6]) = (figure(line.precision), figure(line.recall));
            writer.write_record(fields)?;
        }
        writer.flush()
    }
}

/// Writes mistakes as CSV (RFC 4180).
pub fn csv_of_mistakes(mistakes: &[Mistake], misses: &[Miss], out: &mut impl Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(["task", "error", "file", "line", "column", "gold", "found", "context"])?;
    for mistake in mistakes {
        let value = MistakeValue::of(mistake);
        let (line, column) = (value.line.to_string(), value.column.to_string());
        let fields = [value.task, value.error, &value.file, &line, &column, value.gold, value.found, value.context];
        writer.write_record(fields)?;
    }
    for miss in misses {
        let (file, line) = (miss.path.display().to_string(), miss.line.to_string());
        writer.write_record(["readings", "not as expected", &file, &line, "1", &miss.kind, &miss.what, ""])?;
    }
    writer.flush()
}

#[derive(Serialize)]
struct MistakeValue<'a> {
    task: &'static str,
    error: &'static str,
    file: String,
    line: usize,
    column: usize,
    gold: &'a str,
    found: &'a str,
    context: &'a str,
}

impl<'a> MistakeValue<'a> {
    fn of(mistake: &'a Mistake) -> Self {
        Self {
            task: mistake.task.name(),
            error: mistake.kind.name(),
            file: mistake.path.display().to_string(),
            line: mistake.at.line,
            column: mistake.at.column,
            gold: &mistake.gold,
            found: &mistake.found,
            context: &mistake.context,
        }
    }
}

const HEAD: [&str; 19] = [
    "task",
    "type",
    "gold",
    "found",
    "exact_right",
    "exact_precision",
    "exact_recall",
    "exact_f1",
    "relaxed_right",
    "relaxed_precision",
    "relaxed_recall",
    "relaxed_f1",
    "value_matched",
    "value_right",
    "value_accuracy",
    "value_f1",
    "speaker_gold",
    "speaker_right",
    "speaker_recall",
];

impl Line {
    fn fields(&self) -> Vec<String> {
        let figure = |f: Option<f64>| f.map(|f| format!("{f:.4}")).unwrap_or_default();
        let mut fields =
            vec![self.task.to_owned(), self.label.to_owned(), self.gold.to_string(), self.found.to_string()];
        for m in [self.exact, self.relaxed] {
            fields.push(m.right.to_string());
            fields.extend([m.precision, m.recall, m.f1].map(figure));
        }
        let v = self.value;
        fields.push(v.map(|v| v.matched.to_string()).unwrap_or_default());
        fields.push(v.map(|v| v.right.to_string()).unwrap_or_default());
        fields.extend([v.and_then(|v| v.accuracy), v.and_then(|v| v.f1)].map(figure));
        let s = self.speaker;
        fields.push(s.map(|s| s.gold.to_string()).unwrap_or_default());
        fields.push(s.map(|s| s.right.to_string()).unwrap_or_default());
        fields.push(figure(s.and_then(|s| s.recall)));
        fields
    }
}

//! The comparison as JSON and CSV. Shares are between 0 and 1; a share of nothing is empty.

use super::{Comparison, Difference};
use serde::Serialize;
use std::io::{self, Write};

/// What was compared with what, and the result.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FindingsReport {
    /// The file of the source.
    pub source: String,
    /// The file of the findings.
    pub findings: String,
    /// Who made the findings, as far as the file says.
    pub by: Vec<String>,
    /// The result.
    #[serde(flatten)]
    pub comparison: Comparison,
    /// Number of findings of the file that could not be read or verified.
    pub not_verified: usize,
    /// Number of verified findings that the reading cannot hold, wholly or in part: names that overlap, events of other
    /// kinds, speakers that are not in the text.
    pub not_held: usize,
}

impl FindingsReport {
    /// Writes the figures and, if asked for, the differences as one JSON object.
    pub fn json(&self, with_differences: bool, out: &mut impl Write) -> io::Result<()> {
        #[derive(Serialize)]
        struct Whole<'a> {
            #[serde(flatten)]
            report: &'a FindingsReport,
            #[serde(skip_serializing_if = "Option::is_none")]
            differences: Option<&'a [Difference]>,
        }
        let differences = with_differences.then_some(self.comparison.differences.as_slice());
        serde_json::to_writer_pretty(&mut *out, &Whole { report: self, differences })?;
        out.write_all(b"\n")
    }

    /// Writes the figures as CSV (RFC 4180), a row for each kind and each aspect of it.
    pub fn csv(&self, out: &mut impl Write) -> io::Result<()> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record([
            "gold_side",
            "group",
            "kind",
            "aspect",
            "gold",
            "found",
            "right",
            "precision",
            "recall",
            "f1",
            "relaxed_right",
            "relaxed_precision",
            "relaxed_recall",
            "relaxed_f1",
        ])?;
        let side = self.comparison.gold.name();
        let share = |share: Option<f64>| share.map_or_else(String::new, |share| share.to_string());
        for of in &self.comparison.scores {
            let mut row = [side, of.group, of.kind, ""].map(str::to_owned).to_vec();
            row.extend([of.gold, of.found].map(|n| n.to_string()));
            for measure in [of.exact, of.relaxed] {
                row.push(measure.right.to_string());
                row.extend([measure.precision, measure.recall, measure.f1].map(share));
            }
            writer.write_record(row)?;
            for aspect in &of.aspects {
                let mut row = [side, of.group, of.kind, aspect.aspect].map(str::to_owned).to_vec();
                row.extend([aspect.gold.to_string(), String::new(), aspect.right.to_string()]);
                row.extend([String::new(), share(aspect.accuracy)]);
                row.resize(14, String::new());
                writer.write_record(row)?;
            }
        }
        writer.flush()
    }

    /// Writes the differences as CSV (RFC 4180).
    pub fn csv_of_differences(&self, out: &mut impl Write) -> io::Result<()> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(["difference", "file", "line", "column", "findings", "rules", "context"])?;
        for d in &self.comparison.differences {
            let (line, column) = (d.line.to_string(), d.column.to_string());
            writer.write_record([&d.what, &self.source, &line, &column, &d.findings, &d.rules, &d.context])?;
        }
        writer.flush()
    }
}

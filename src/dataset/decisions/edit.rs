//! A file of decisions as a person left it, to change some rows and keep all else: columns that mean nothing here, and rows
//! with mistakes.

use super::{COLUMNS, ClaimDecision, table};
use crate::base::text::Problem;
use std::collections::BTreeSet;

/// A file of decisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionFile {
    /// The names of its columns.
    columns: Vec<String>,
    lines: Vec<DecisionLine>,
    problems: Vec<Problem>,
}

/// A line of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
struct DecisionLine {
    /// Its cells as they are written.
    cells: Vec<String>,
    /// The decision; `None` if the line has a mistake.
    decision: Option<ClaimDecision>,
}

impl DecisionFile {
    /// Reads a file. An error means that its columns cannot be told.
    pub fn read(text: &str) -> Result<Self, Problem> {
        let (columns, lines) = table::lines(text)?;
        let mut problems = Vec::new();
        let lines = lines
            .into_iter()
            .map(|(cells, read)| DecisionLine { cells, decision: read.map_err(|problem| problems.push(problem)).ok() });
        let lines = lines.collect();
        Ok(Self { columns, lines, problems })
    }

    /// The decisions in it.
    pub fn rows(&self) -> impl Iterator<Item = &ClaimDecision> {
        self.lines.iter().filter_map(|line| line.decision.as_ref())
    }

    /// What is wrong with the other lines.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// The sources that lines with a mistake name.
    pub fn sources_of_mistakes(&self) -> impl Iterator<Item = &str> {
        let column = self.columns.iter().position(|name| name == COLUMNS[0]);
        let with_mistakes = self.lines.iter().filter(|line| line.decision.is_none());
        with_mistakes.filter_map(move |line| line.cells.get(column?).map(|source| source.trim()))
    }

    /// Takes out the decisions for which `is_kept` is false.
    pub fn retain(&mut self, mut is_kept: impl FnMut(&ClaimDecision) -> bool) {
        self.lines.retain(|line| line.decision.as_ref().is_none_or(&mut is_kept));
    }

    /// Adds a decision, if the file does not have it.
    pub fn insert(&mut self, decision: ClaimDecision) {
        if self.rows().any(|row| *row == decision) {
            return;
        }
        let cells = table::cells(&decision);
        let mut line = DecisionLine { cells: Vec::new(), decision: Some(decision) };
        for (name, cell) in COLUMNS.into_iter().zip(cells) {
            self.put(&mut line, name, cell);
        }
        self.lines.push(line);
    }

    /// Writes the new id of a source, and of the articles in it, into the lines that are about it; returns the identities of the
    /// decisions that were changed. `is_there` says of a source that it has its name still: a file in a folder `old` is another.
    pub fn rename(&mut self, old: &str, new: &str, is_there: impl Fn(&str) -> bool) -> BTreeSet<String> {
        let renamed = |source: &str| {
            let rest = source.strip_prefix(old).filter(|rest| rest.is_empty() || rest.starts_with('/'))?;
            (!is_there(source)).then(|| format!("{new}{rest}"))
        };
        let mut changed = BTreeSet::new();
        let column = self.columns.iter().position(|name| name == COLUMNS[0]);
        for line in &mut self.lines {
            // Lines with a mistake as well: they are about the same source.
            let Some(cell) = column.and_then(|at| line.cells.get_mut(at)) else { continue };
            let Some(now) = renamed(cell.trim()) else { continue };
            if let Some(decision) = &mut line.decision {
                decision.source.clone_from(&now);
                changed.insert(decision.identity());
            }
            *cell = now;
        }
        let mut seen = BTreeSet::new();
        self.lines.retain(|line| line.decision.is_none() || seen.insert(line.cells.clone()));
        changed
    }

    /// Moves the decisions for which `is_moved` is true to another file, with all their cells.
    pub fn move_to(&mut self, other: &mut Self, mut is_moved: impl FnMut(&ClaimDecision) -> bool) {
        let lines = std::mem::take(&mut self.lines);
        let (moved, kept) = lines.into_iter().partition(|line| line.decision.as_ref().is_some_and(&mut is_moved));
        self.lines = kept;
        for line in moved {
            let mut there = DecisionLine { cells: Vec::new(), decision: line.decision };
            for (name, cell) in self.columns.iter().zip(line.cells) {
                other.put(&mut there, name, cell);
            }
            if !other.lines.contains(&there) {
                other.lines.push(there);
            }
        }
    }

    /// Puts a cell into a line, in the column of its name. The column is made if the cell says something.
    fn put(&mut self, line: &mut DecisionLine, name: &str, cell: String) {
        let at = match self.columns.iter().position(|column| column == name) {
            Some(at) => at,
            None if cell.trim().is_empty() => return,
            None => {
                self.columns.push(name.to_owned());
                self.columns.len() - 1
            }
        };
        if line.cells.len() <= at {
            line.cells.resize(at + 1, String::new());
        }
        line.cells[at] = cell;
    }

    /// Whether the file that is written is read as it is: marks in values may look as if a spreadsheet had put them there.
    pub fn is_read_back(&self, written: &str) -> bool {
        let may_look_quoted = written.contains("\"\"") || written.starts_with('"');
        !may_look_quoted || Self::read(written).is_ok_and(|read| read.rows().eq(self.sorted()))
    }

    /// The decisions in the order in which they are written.
    fn sorted(&self) -> impl Iterator<Item = &ClaimDecision> {
        let mut rows: Vec<&ClaimDecision> = self.rows().collect();
        rows.sort();
        rows.into_iter()
    }

    /// The text of the file: decisions in order, then lines with mistakes as they stood.
    pub fn write(&self) -> String {
        let mut lines: Vec<&DecisionLine> = self.lines.iter().collect();
        lines.sort_by(|a, b| (a.decision.is_none(), &a.decision).cmp(&(b.decision.is_none(), &b.decision)));
        let mut out = self.columns.join("\t");
        out.push('\n');
        for line in lines {
            out.push_str(&line.cells.join("\t"));
            // A cell for each column, so that the same decisions give the same bytes.
            let missing = self.columns.len().saturating_sub(line.cells.len());
            out.extend(std::iter::repeat_n('\t', if line.decision.is_some() { missing } else { 0 }));
            out.push('\n');
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::decisions::write;

    const HEAD: &str = "source\tclaim\twords\tdecision\treviewer\tday";

    #[test]
    fn a_file_of_ours_is_written_as_it_was() {
        let file = DecisionFile::read(&format!("{HEAD}\nvale\trole\tmayor\trejected\tAna\t2026-11-24\n")).unwrap();
        let rows: Vec<ClaimDecision> = file.rows().cloned().collect();
        let mut ours = DecisionFile::read("").unwrap();
        rows.iter().for_each(|row| ours.insert(row.clone()));
        rows.iter().for_each(|row| ours.insert(row.clone()));
        assert_eq!(ours.write(), write(&rows));
        assert_eq!(DecisionFile::read(&ours.write()).unwrap(), ours);
    }

    #[test]
    fn what_means_nothing_here_is_kept() {
        let text = format!(
            "{HEAD}\tmine\nvale\trole\tmayor\trejected\tAna\t2026-11-24\tlook again\nvale\trole\tmayor\tmaybe\tAna\t2026-11-24\t?\n"
        );
        let mut file = DecisionFile::read(&text).unwrap();
        assert_eq!((file.rows().count(), file.problems().len()), (1, 1));
        assert_eq!(file.sources_of_mistakes().collect::<Vec<_>>(), ["vale"]);
        assert_eq!(file.write(), text);
        let new = ClaimDecision { comment: "so it is".to_owned(), ..file.rows().next().unwrap().clone() };
        file.insert(new);
        let lines = file.write();
        let lines: Vec<&str> = lines.lines().collect();
        assert_eq!(lines[0], format!("{HEAD}\tmine\tcomment"));
        assert_eq!(lines[1], "vale\trole\tmayor\trejected\tAna\t2026-11-24\tlook again\t");
        assert_eq!(lines[2], "vale\trole\tmayor\trejected\tAna\t2026-11-24\t\tso it is");
        assert!(lines[3].contains("maybe") && lines.len() == 4);

        let mut other = DecisionFile::read("").unwrap();
        file.move_to(&mut other, |row| row.comment.is_empty());
        assert_eq!((file.rows().count(), other.rows().count()), (1, 1));
        assert!(other.write().ends_with("\tlook again\n"), "{}", other.write());
        file.retain(|_| false);
        assert_eq!((file.rows().count(), file.write().lines().count()), (0, 2), "the line with a mistake stays");
        assert!(DecisionFile::read("a\tb\n").is_err());
    }
}

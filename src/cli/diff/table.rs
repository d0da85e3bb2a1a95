//! Changes as text: first a summary, then section by section and source by source.

use crate::cli::table::{self, Alignment, Table};
use chorograph::check::diff::report::summary;
use chorograph::check::diff::{Change, Changes, DiffError, Field, Named, Section, What};
use std::io::{self, Write};

/// Writes a table for each source, and for each other section.
pub(super) fn write(changes: &mut Changes, most: usize, moved: bool, out: &mut impl Write) -> Result<(), DiffError> {
    if changes.is_empty() {
        writeln!(out, "No differences.")?;
        return Ok(());
    }
    for section in Section::ALL {
        let counts = summary(changes, section);
        writeln!(out, "{section:<14} {}", if counts.is_empty() { "unchanged" } else { &counts })?;
    }
    let mut group = Group { most, ..Group::default() };
    while let Some(change) = changes.next()? {
        if change.change == What::Moved && !moved {
            continue;
        }
        if group.of.as_ref() != Some(&(change.section, change.source.clone())) {
            group.close(out)?;
            group = Group { of: Some((change.section, change.source.clone())), most, ..Group::default() };
        }
        group.add(&change);
    }
    group.close(out)?;
    Ok(())
}

/// The changes of one table.
#[derive(Default)]
struct Group {
    of: Option<(Section, Option<Named>)>,
    rows: Vec<Vec<String>>,
    more: usize,
    most: usize,
}

impl Group {
    fn add(&mut self, change: &Change) {
        if self.rows.len() >= self.most {
            self.more += 1;
            return;
        }
        let label = if change.subject.label.is_empty() { &change.subject.id } else { &change.subject.label };
        let sign = sign(change.change);
        self.rows.push(if change.section == Section::Claims {
            let of = |name: &str| change.fields.iter().find(|f| f.name == name);
            let rest =
                change.fields.iter().filter(|f| !["value", "words", "position", "voice"].contains(&f.name.as_str()));
            let rest = rest.chain(of("voice").filter(|f| f.old.is_some() && f.new.is_some()));
            let rest = rest.chain(of("position").filter(|_| change.change == What::Moved));
            let mut value = vec![of("value").map(shown).unwrap_or_default()];
            value.extend(rest.map(|f| format!("{}: {}", f.name, shown(f))));
            vec![sign, clean(label), change.kind.clone(), value.join("\n"), of("words").map(shown).unwrap_or_default()]
        } else {
            let fields: Vec<String> = change.fields.iter().map(|f| format!("{}: {}", f.name, shown(f))).collect();
            let name = if change.subject.label.is_empty() { String::new() } else { clean(&change.subject.label) };
            vec![sign, clean(&change.subject.id), name, change.kind.clone(), fields.join("\n")]
        });
    }

    fn close(&self, out: &mut impl Write) -> io::Result<()> {
        let Some((section, source)) = self.of.as_ref().filter(|_| !self.rows.is_empty()) else { return Ok(()) };
        match source {
            Some(Named { id, label }) if label.is_empty() => writeln!(out, "\n{section} of {}", clean(id))?,
            Some(Named { id, label }) => writeln!(out, "\n{section} of {} ({})", clean(label), clean(id))?,
            None => writeln!(out, "\n{section}")?,
        }
        let headings: [&str; 5] = match section {
            Section::Claims => ["", "about", "what", "value", "words"],
            _ => ["", "name", "label", "kind", "what"],
        };
        // Empty columns are left out.
        let used: Vec<usize> = (0..headings.len()).filter(|n| self.rows.iter().any(|r| !r[*n].is_empty())).collect();
        let head: Vec<&str> = used.iter().map(|n| headings[*n]).collect();
        let rows = self.rows.iter().map(|row| used.iter().map(|n| row[*n].clone()).collect());
        let mut table: Table = table::of_text(&head, rows);
        table.align(0, Alignment::Center);
        writeln!(out, "{table}")?;
        if self.more > 0 {
            writeln!(out, "  {} more not shown; use --rows to show more", self.more)?;
        }
        Ok(())
    }
}

fn sign(what: What) -> String {
    match what {
        What::Added => "+",
        What::Withdrawn => "−",
        What::Changed => "~",
        What::Renamed => "=",
        What::Merged => "⊂",
        What::Moved => "↕",
    }
    .to_owned()
}

/// Both sides of a field, or the one that exists.
fn shown(field: &Field) -> String {
    match (&field.old, &field.new) {
        (Some(old), Some(new)) if old == new => clean(new),
        (Some(old), Some(new)) => format!("{} → {}", side(old), side(new)),
        (Some(value), None) | (None, Some(value)) => clean(value),
        (None, None) => String::new(),
    }
}

fn side(text: &str) -> String {
    if text.is_empty() { "none".to_owned() } else { clean(text) }
}

/// Replaces control characters.
fn clean(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c == '\n' || c == '\t' {
                ' '
            } else if c.is_control() {
                '\u{FFFD}'
            } else {
                c
            }
        })
        .collect()
}

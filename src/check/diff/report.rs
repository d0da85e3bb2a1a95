//! Reports of changes: JSON and TSV for programs, Markdown for release notes. All are written change by change.

use super::{Change, Changes, DiffError, Field, Section, What};
use std::io::{self, Write};

/// Writes `{"summary": …, "changes": […]}`.
pub fn json(mut changes: Changes, mut out: impl Write) -> Result<(), DiffError> {
    let mut summary = serde_json::Map::new();
    for section in Section::ALL {
        let counts = What::ALL.iter().filter(|what| changes.count(section, **what) > 0);
        let counts: serde_json::Map<_, _> =
            counts.map(|what| (what.to_string(), changes.count(section, *what).into())).collect();
        summary.insert(section.to_string(), counts.into());
    }
    write!(out, "{{\n\"summary\": {},\n\"changes\": [", serde_json::Value::from(summary))?;
    let mut comma = "";
    while let Some(change) = changes.next()? {
        write!(out, "{comma}\n{}", serde_json::to_string(&change)?)?;
        comma = ",";
    }
    writeln!(out, "\n]}}")?;
    Ok(())
}

/// Writes a line for each field of each change.
pub fn tsv(mut changes: Changes, mut out: impl Write) -> Result<(), DiffError> {
    writeln!(out, "section\tchange\tsource\tsubject\tlabel\tkind\tfield\told\tnew")?;
    while let Some(change) = changes.next()? {
        for field in &change.fields {
            let (section, what) = (change.section.to_string(), change.change.to_string());
            let cells = [
                section.as_str(),
                &what,
                change.source.as_ref().map_or("", |s| &s.id),
                &change.subject.id,
                &change.subject.label,
                &change.kind,
                &field.name,
                field.old.as_deref().unwrap_or_default(),
                field.new.as_deref().unwrap_or_default(),
            ];
            writeln!(out, "{}", cells.map(cell).join("\t"))?;
        }
    }
    Ok(())
}

/// A cell of TSV, with the escapes of SPARQL TSV results.
fn cell(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\t', "\\t").replace('\n', "\\n").replace('\r', "\\r")
}

/// Writes Markdown for a changelog. Moved claims are counted but not listed.
pub fn markdown(mut changes: Changes, mut out: impl Write) -> Result<(), DiffError> {
    if changes.is_empty() {
        writeln!(out, "No changes.")?;
        return Ok(());
    }
    for section in Section::ALL {
        let counts = summary(&changes, section);
        if !counts.is_empty() {
            writeln!(out, "- {}: {counts}", capitalised(&section.to_string()))?;
        }
    }
    let mut last: (Option<Section>, Option<String>) = (None, None);
    while let Some(change) = changes.next()? {
        if change.change == What::Moved {
            continue;
        }
        if last.0 != Some(change.section) {
            writeln!(out, "\n## {}", capitalised(&change.section.to_string()))?;
            last = (Some(change.section), None);
            if change.source.is_none() {
                writeln!(out)?;
            }
        }
        let source = change.source.as_ref().map(|s| s.id.clone());
        if let Some(named) = change.source.as_ref().filter(|_| last.1 != source) {
            let title = if named.label.is_empty() { &named.id } else { &named.label };
            writeln!(out, "\n### {}\n\n`{}`\n", escaped(title), named.id)?;
            last.1 = source;
        }
        line(&change, &mut out)?;
    }
    Ok(())
}

/// The number of changes of a section, as text; empty if there are none.
pub fn summary(changes: &Changes, section: Section) -> String {
    let counts = What::ALL.iter().map(|what| (changes.count(section, *what), what)).filter(|(count, _)| *count > 0);
    counts.map(|(count, what)| format!("{count} {what}")).collect::<Vec<_>>().join(", ")
}

fn line(change: &Change, out: &mut impl Write) -> io::Result<()> {
    let subject = &change.subject;
    let name = match (&*subject.label, &*subject.id) {
        ("", "") => String::new(),
        ("", id) => format!("**{}**", escaped(id)),
        (label, _) if change.section == Section::Claims => format!("**{}**", escaped(label)),
        (label, id) => format!("**{}** (`{id}`)", escaped(label)),
    };
    let kind = if change.kind.is_empty() { String::new() } else { escaped(&change.kind) };
    let head: Vec<String> = [name, kind].into_iter().filter(|part| !part.is_empty()).collect();
    write!(out, "- {} {}", change.change, head.join(", "))?;
    let mut fields: Vec<String> = Vec::new();
    for field in &change.fields {
        fields.extend(of_field(change, field));
    }
    writeln!(out, "{}{}", if fields.is_empty() { "" } else { ": " }, fields.join("; "))
}

/// A field as Markdown; `None` if it is not shown.
fn of_field(change: &Change, field: &Field) -> Option<String> {
    let is_claim = change.section == Section::Claims;
    // Positions are left out of a changelog.
    if is_claim && (field.name == "position" || (field.name == "voice" && change.change != What::Changed)) {
        return None;
    }
    let quoted = |text: &str| {
        let text = if text.is_empty() { "none".to_owned() } else { escaped(text) };
        if field.name == "words" { format!("\u{201c}{text}\u{201d}") } else { text }
    };
    let value = match (&field.old, &field.new) {
        (Some(old), Some(new)) if old == new => quoted(old),
        (Some(old), Some(new)) => format!("{} → {}", quoted(old), quoted(new)),
        (None, Some(value)) if change.change == What::Added => quoted(value),
        (Some(value), None) if change.change == What::Withdrawn => quoted(value),
        (None, Some(new)) => format!("+ {}", quoted(new)),
        (Some(old), None) => format!("− {}", quoted(old)),
        (None, None) => return None,
    };
    Some(if is_claim && ["value", "words"].contains(&field.name.as_str()) {
        value
    } else {
        format!("{} {value}", field.name)
    })
}

/// Escapes text for Markdown.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' => {
                out.push('\\');
                out.push(c);
            }
            '&' => out.push_str("&amp;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

//! Changes for programs and for release notes: JSON, TSV and Markdown. All are written change by change.

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

/// A cell of TSV, with the escapes of SPARQL's.
fn cell(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\t', "\\t").replace('\n', "\\n").replace('\r', "\\r")
}

/// Writes a part of a changelog. Claims that were only moved are counted and not listed.
pub fn markdown(mut changes: Changes, mut out: impl Write) -> Result<(), DiffError> {
    if changes.is_empty() {
        writeln!(out, "No changes.")?;
        return Ok(());
    }
    for section in Section::ALL {
        let told = summary(&changes, section);
        if !told.is_empty() {
            writeln!(out, "- {}: {told}", capitalised(&section.to_string()))?;
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

/// How many changes of a section there are, in words; empty if none.
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
    let mut told: Vec<String> = Vec::new();
    for field in &change.fields {
        told.extend(of_field(change, field));
    }
    writeln!(out, "{}{}", if told.is_empty() { "" } else { ": " }, told.join("; "))
}

/// A field in words; nothing if there is nothing to tell.
fn of_field(change: &Change, field: &Field) -> Option<String> {
    let is_claim = change.section == Section::Claims;
    // The place is of no interest in a changelog.
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

/// Text that Markdown takes as text.
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

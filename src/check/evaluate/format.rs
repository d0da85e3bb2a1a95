//! The formats of gold, and their detection.

use super::gold::{Gold, file};
use super::{columns, inline, nif, quotes, reading_lines, rows};
use crate::base::text::Problem;
use std::path::Path;

/// A format of gold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GoldFormat {
    /// NIF 2.0 as Turtle, or another RDF format by the extension of the file.
    Nif,
    /// TIMEX2 or TIMEX3 within the text (SGML, XML, TimeML).
    Inline,
    /// A token on each line with BIO tags (CoNLL).
    Columns,
    /// Mentions as rows with a header (TSV), beside their texts.
    Rows,
    /// Quotations as JSON lines or rows with a header (TSV), beside their texts.
    Quotations,
    /// Texts with the events, roles and statements to be read from them, as JSON lines: see [`super::readings`].
    Readings,
}

/// Reads a gold file. Its format is detected by its name and content unless it is given.
pub fn read(path: &Path, format: Option<GoldFormat>) -> Gold {
    let mut gold = Gold::default();
    let Some(text) = file(path, &mut gold) else { return gold };
    let Some(format) = format.or_else(|| detect(path, &text)) else {
        let problem = Problem {
            at: None,
            value: text.lines().find(|l| !l.trim().is_empty()).unwrap_or_default().chars().take(60).collect(),
            what: "cannot detect the format of this gold file".to_owned(),
            rule: "gold is NIF (.ttl), TIMEX2 or TimeML (.sgm, .xml, .tml), CoNLL columns, TSV with a header, or JSON lines",
            help: "set the format with --gold-format".to_owned(),
        };
        gold.wrong(path, problem);
        return gold;
    };
    match format {
        GoldFormat::Nif => nif::read(path, &text, &mut gold),
        GoldFormat::Inline => inline::read(path, &text, &mut gold),
        GoldFormat::Columns => columns::read(path, &text, &mut gold),
        GoldFormat::Rows => rows::read(path, &text, &mut gold),
        GoldFormat::Quotations => quotes::read(path, &text, &mut gold),
        GoldFormat::Readings => reading_lines::read(path, &text, &mut gold),
    }
    gold
}

/// Detects the format of gold by the name of its file, or by its content if the name is ambiguous.
fn detect(path: &Path, text: &str) -> Option<GoldFormat> {
    let extension = path.extension().map(|e| e.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    let start = text.trim_start_matches('\u{feff}').trim_start();
    match extension.as_str() {
        "ttl" | "nif" | "nt" | "n3" | "rdf" => return Some(GoldFormat::Nif),
        "tml" | "sgm" | "sgml" => return Some(GoldFormat::Inline),
        "jsonl" | "ndjson" if reading_lines::is_readings(start) => return Some(GoldFormat::Readings),
        "jsonl" | "ndjson" => return Some(GoldFormat::Quotations),
        "conll" | "conllu" | "bio" | "iob" | "iob2" => return Some(GoldFormat::Columns),
        _ => {}
    }
    if text.contains("<TIMEX2") || text.contains("<TIMEX3") {
        return Some(GoldFormat::Inline);
    }
    if start.starts_with("@prefix") || start.starts_with("PREFIX") {
        return Some(GoldFormat::Nif);
    }
    if start.starts_with('{') {
        return Some(GoldFormat::Quotations);
    }
    let head: Vec<String> = start.lines().next()?.split('\t').map(|h| h.trim().to_ascii_lowercase()).collect();
    let has = |names: &[&str]| head.len() > 1 && head.iter().any(|h| names.contains(&h.as_str()));
    if has(&["quote", "speaker"]) {
        return Some(GoldFormat::Quotations);
    }
    if has(&["mention", "type"]) {
        return Some(GoldFormat::Rows);
    }
    let mut lines = start.lines().filter(|l| !l.trim().is_empty() && !l.starts_with("# ")).take(20).peekable();
    lines.peek()?;
    lines.all(columns::is_tagged).then_some(GoldFormat::Columns)
}

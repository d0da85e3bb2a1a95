//! WebAnno TSV 3: a row for each token, with a column for each feature of each layer. Offsets count code units of UTF-16.
//!
//! An annotation of several tokens, or one that shares a token, has a number, by which its rows are one annotation; where a
//! token between them is not of it, it is interrupted. The text is that of the `#Text` lines, each where its first token
//! says; what stands between sentences is not in the file. Relations stand in the row of their target; slots are pairs
//! of a role and a token.
//! (INCEpTION user guide, "WebAnno TSV 3.3 File format".)

mod cell;
mod header;
mod rows;

use super::layer::{is_grammar, label, role, short};
use super::mapping::Mapping;
use super::model::{Fidelity, FindingsFile, ForeignDocument, ForeignFinding, HeldText, Part, Unit};
use super::note::{FilePlace, Note};
use super::offsets::Offsets;
use super::relation::{Relation, relate};
use cell::Target;
use header::{Column, Header, Layer, LayerKind};
use rows::{Row, Sentence};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

const RULE: &str = "a row of WebAnno TSV 3 is sentence-token, begin-end, the token, and a column for each feature";

/// Reads a file.
pub(super) fn read(text: &str, mapping: &Mapping, file: &mut FindingsFile) -> Result<(), Note> {
    let (header, first) = Header::read(text)?;
    let (sentences, rows) = rows::read(text, first, &header, file);
    let units = match mapping.unit {
        Some(unit) => vec![unit],
        None => vec![Unit::Utf16, Unit::CodePoints, Unit::Bytes],
    };
    // The unit is that of the format, unless only another cuts out the tokens.
    let ground = |unit: &Unit| Ground::new(&sentences, &rows, *unit);
    let fits = |ground: &Ground| ground.wrong == 0;
    let chosen = units.iter().find_map(|unit| ground(unit).ok().filter(fits));
    let ground = match chosen {
        Some(ground) => ground,
        None => ground(&units[0])?,
    };
    let document = ForeignDocument {
        text: Some(HeldText { text: ground.text.clone(), fidelity: Fidelity::Layout }),
        unit: ground.unit,
        ..ForeignDocument::default()
    };
    let mut reader = Reader {
        header: &header,
        rows: &rows,
        ground: &ground,
        mapping,
        file,
        annotations: Vec::new(),
        numbered: HashMap::new(),
        on: HashMap::new(),
        slots: Vec::new(),
    };
    reader.run(document);
    Ok(())
}

/// The text of the sentences, in which the offsets of a unit count, and the bytes of the rows in it.
struct Ground {
    text: String,
    unit: Unit,
    /// `None` for a row whose offsets do not cut out its token.
    ranges: Vec<Option<Range<usize>>>,
    wrong: usize,
}

impl Ground {
    fn new(sentences: &[Sentence], rows: &[Row], unit: Unit) -> Result<Self, Note> {
        let text = rows::laid(sentences, rows, unit)?;
        let offsets = Offsets::new(&text);
        let range = |row: &Row| {
            let range = offsets.byte(unit, row.begin)?..offsets.byte(unit, row.end)?;
            text.get(range.clone()).filter(|words| row.is_form(words))?;
            Some(range)
        };
        let ranges: Vec<Option<Range<usize>>> = rows.iter().map(range).collect();
        let wrong = ranges.iter().filter(|range| range.is_none()).count();
        drop(offsets);
        Ok(Self { text, unit, ranges, wrong })
    }
}

/// An annotation that is being put together.
struct Annotation<'a> {
    layer: &'a Layer,
    number: Option<usize>,
    rows: Vec<usize>,
    features: Vec<(&'a str, String)>,
}

/// What stands in the slots of a feature.
struct Links<'a> {
    feature: &'a str,
    /// The type of what may stand there.
    kind: &'a str,
    roles: Vec<Option<String>>,
    targets: Vec<Target>,
}

/// A reference that is resolved when all annotations are known.
struct Slot<'a> {
    of: usize,
    role: String,
    target: Target,
    kind: &'a str,
    row: usize,
}

struct Reader<'a> {
    header: &'a Header,
    rows: &'a [Row],
    ground: &'a Ground,
    mapping: &'a Mapping,
    file: &'a mut FindingsFile,
    annotations: Vec<Annotation<'a>>,
    /// Annotations by their layer and number.
    numbered: HashMap<(&'a str, usize), usize>,
    /// Annotations by the token or part of a token that they are on.
    on: HashMap<&'a str, Vec<usize>>,
    slots: Vec<Slot<'a>>,
}

impl<'a> Reader<'a> {
    fn run(&mut self, mut document: ForeignDocument) {
        let (header, rows) = (self.header, self.rows);
        let mut left: BTreeMap<&str, usize> = BTreeMap::new();
        for (n, row) in rows.iter().enumerate() {
            for layer in &header.layers {
                if row.cells(layer).iter().all(|cell| cell == "_" || cell.is_empty()) {
                } else if is_grammar(&layer.name) || layer.kind == LayerKind::Chain {
                    *left.entry(&layer.name).or_default() += 1;
                } else if layer.kind == LayerKind::Span {
                    self.spans(n, row, layer);
                }
            }
        }
        self.file.notes.extend(left.into_iter().map(|(layer, count)| {
            Note::new(
                &FilePlace::default(),
                layer,
                format!("this layer is of grammar or of chains; {count} tokens of it are left out"),
                "layers of segmentation, grammar and chains are no findings",
                "nothing",
            )
        }));
        for n in 0..self.annotations.len() {
            match self.finding(n) {
                Ok(finding) => document.findings.push(finding),
                Err(note) => self.file.problems.push(note),
            }
        }
        let mut relations = Vec::new();
        for slot in std::mem::take(&mut self.slots) {
            let at = FilePlace::line(rows[slot.row].line);
            match self.resolve(&slot.target, slot.kind) {
                Ok(to) => relations.push(Relation { from: self.id(slot.of), to: self.id(to), label: slot.role, at }),
                Err(what) => self.file.problems.push(Note::new(&at, slot.role, what, RULE, "correct the row")),
            }
        }
        for layer in header.layers.iter().filter(|l| l.kind == LayerKind::Relation && !is_grammar(&l.name)) {
            for (n, row) in rows.iter().enumerate() {
                self.relations(n, row, layer, &mut relations);
            }
        }
        relate(&mut document, &relations, &mut self.file.problems);
        self.file.documents.push(document);
    }

    /// The annotations of a layer on a token.
    fn spans(&mut self, n: usize, row: &'a Row, layer: &'a Layer) {
        let cells = row.cells(layer);
        let columns: Vec<Vec<&str>> = cells.iter().map(|cell| cell::split(cell, '|')).collect();
        let height = columns.iter().map(Vec::len).max().unwrap_or_default();
        for i in 0..height {
            let mut number = None;
            let mut features: Vec<(&'a str, String)> = Vec::new();
            let mut roles: Vec<Option<String>> = Vec::new();
            let mut slots: Vec<Links<'a>> = Vec::new();
            let mut is_there = false;
            let mut slot_feature: &'a str = "";
            for (column, entries) in layer.columns.iter().zip(&columns) {
                let Some(entry) = entries.get(i).copied().filter(|entry| *entry != "_" && !entry.is_empty()) else {
                    continue;
                };
                is_there = true;
                match column {
                    Column::Feature(name) => {
                        let (value, id) = cell::numbered(entry);
                        number = number.or(id);
                        features.extend(cell::value(value).map(|value| (name.as_str(), value)));
                    }
                    Column::Role(feature) => {
                        let (value, id) = cell::numbered(entry);
                        number = number.or(id);
                        roles = cell::split(value, ';').into_iter().map(cell::value).collect();
                        slot_feature = feature;
                    }
                    Column::Target(kind) => {
                        let targets = cell::split(entry, ';').into_iter().filter_map(Target::read).collect();
                        slots.push(Links { feature: slot_feature, kind, roles: std::mem::take(&mut roles), targets });
                    }
                    Column::Base(_) => {}
                }
            }
            if !is_there {
                continue;
            }
            let key = number.map(|number| (layer.name.as_str(), number));
            let known = key.and_then(|key| self.numbered.get(&key).copied());
            let at = known.unwrap_or_else(|| {
                self.annotations.push(Annotation { layer, number, rows: Vec::new(), features });
                self.annotations.len() - 1
            });
            if let Some(key) = key {
                self.numbered.insert(key, at);
            }
            self.annotations[at].rows.push(n);
            self.on.entry(&row.id).or_default().push(at);
            if known.is_none() {
                for Links { feature, kind, roles, targets } in slots {
                    let role = |n: usize| roles.get(n).cloned().flatten().unwrap_or_else(|| feature.to_owned());
                    let slots = targets.into_iter().enumerate();
                    self.slots.extend(slots.map(|(i, target)| Slot { of: at, role: role(i), target, kind, row: n }));
                }
            }
        }
    }

    /// The id of an annotation.
    fn id(&self, n: usize) -> String {
        let Annotation { layer, number, rows, .. } = &self.annotations[n];
        let first = &self.rows[rows[0]].id;
        match number {
            Some(number) => format!("{}[{number}]", short(&layer.name)),
            None => format!("{} {first}", short(&layer.name)),
        }
    }

    fn finding(&self, n: usize) -> Result<ForeignFinding, Note> {
        let Annotation { layer, rows, features, .. } = &self.annotations[n];
        let at = FilePlace::line(self.rows[rows[0]].line);
        let feature = |key: &str| features.iter().find(|(name, _)| *name == key).map(|(_, value)| value.as_str());
        let tag = label(&layer.name, feature, self.mapping);
        let mut finding = ForeignFinding { id: self.id(n), at, ..ForeignFinding::default() };
        tag.map_or(short(&layer.name), |(_, value)| value).clone_into(&mut finding.label);
        for (name, value) in features.iter().filter(|(name, _)| tag.is_none_or(|(key, _)| key != *name)) {
            finding.say(if *name == "identifier" { "identity" } else { name }, value.as_str());
        }
        let mut parts: Vec<(Range<usize>, (usize, usize))> = Vec::new();
        for row in rows {
            let Row { line, begin, end, form, .. } = &self.rows[*row];
            let Some(range) = self.ground.ranges[*row].clone() else {
                return Err(Note::new(
                    &FilePlace::line(*line),
                    form,
                    format!("{begin}–{end} does not cut this token out of its #Text, so {} is left out", finding.label),
                    "the offsets of a token cut it out of the text of its sentence",
                    "correct the offsets, or export the document again",
                ));
            };
            match parts.last_mut() {
                Some((last, offsets)) if self.is_one(last, &range) => {
                    (last.end, offsets.1) = (last.end.max(range.end), offsets.1.max(*end));
                }
                _ => parts.push((range, (*begin, *end))),
            }
        }
        let part = |(range, (start, end)): (Range<usize>, _)| Part::at(start, end).with_words(&self.ground.text[range]);
        finding.parts = parts.into_iter().map(part).collect();
        Ok(finding)
    }

    /// Whether nothing but white space stands between two tokens.
    fn is_one(&self, last: &Range<usize>, next: &Range<usize>) -> bool {
        last.start <= next.start
            && self.ground.text.get(last.end..next.start).is_none_or(|between| between.trim().is_empty())
    }

    fn relations(&mut self, n: usize, row: &'a Row, layer: &'a Layer, relations: &mut Vec<Relation>) {
        let cells = row.cells(layer);
        let Some(Column::Base(base)) = layer.columns.last() else { return };
        let Some(sources) = cells.get(layer.columns.len() - 1).filter(|cell| *cell != "_" && !cell.is_empty()) else {
            return;
        };
        let columns: Vec<Vec<&str>> = cells.iter().map(|cell| cell::split(cell, '|')).collect();
        for (i, source) in cell::split(sources, '|').into_iter().enumerate() {
            let at = FilePlace::line(row.line);
            let features: Vec<(&str, String)> = layer
                .columns
                .iter()
                .zip(&columns)
                .filter_map(|(column, entries)| match column {
                    Column::Feature(name) => Some((name.as_str(), cell::value(cell::numbered(entries.get(i)?).0)?)),
                    _ => None,
                })
                .collect();
            let feature = |key: &str| features.iter().find(|(name, _)| *name == key).map(|(_, value)| value.as_str());
            let label = role(&layer.name, feature).to_owned();
            let ends = Target::read(source).ok_or_else(|| format!("{source:?} is no token")).and_then(|source| {
                let target = Target { unit: row.id.clone(), number: source.second, second: None };
                Ok((self.resolve(&source, base)?, self.resolve(&target, base)?))
            });
            match ends {
                Ok((from, to)) => relations.push(Relation { from: self.id(from), to: self.id(to), label, at }),
                Err(what) => {
                    let help = "correct the row; the findings are read without the relation";
                    self.file.problems.push(Note::new(&FilePlace::line(self.rows[n].line), label, what, RULE, help));
                }
            }
        }
    }

    /// The one annotation that a reference means.
    fn resolve(&self, target: &Target, kind: &str) -> Result<usize, String> {
        let is_typed = kind != "uima.tcas.Annotation";
        let on = self.on.get(target.unit.as_str()).map(Vec::as_slice).unwrap_or_default();
        let is_meant = |n: &&usize| {
            let annotation = &self.annotations[**n];
            (!is_typed || annotation.layer.name == kind)
                && target.number.is_none_or(|number| annotation.number == Some(number))
        };
        let meant: Vec<usize> = on.iter().filter(is_meant).copied().collect();
        match meant.as_slice() {
            [only] => Ok(*only),
            [] => Err(format!("{} points to no annotation of {}", target.unit, short(kind))),
            several => Err(format!("{} may point to {} annotations of {}", target.unit, several.len(), short(kind))),
        }
    }
}

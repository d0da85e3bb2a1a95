//! TEI P5: a text with mark-up. Names, dates, roles and quotations that are marked in the text are findings, and so are
//! spans of a `spanGrp` between two places of the text. There are no offsets: the mark-up stands in the text itself.
//!
//! The text is what stands in `text`, a space for each stretch of white space, and a line for each paragraph, heading and
//! the like ([`lay_out`]). White space of TEI means nothing, so the text is laid along the source without it. Of a document
//! that is the source itself, what is left out of the source is left out here.

mod entries;
mod meaning;

use super::kind::FindingKind;
use super::mapping::Mapping;
use super::model::{Fidelity, FindingsFile, ForeignDocument, ForeignFinding, HeldText, Part};
use super::note::{FilePlace, Note, counted};
use super::relation::{Relation, relate};
use super::xml::{Element, Piece, parse, wrong};
use crate::base::text::CodePointIndex;
use crate::read::source::tei::{Mark, TeiPart, TeiText, lay_out};
use entries::Entries;
use meaning::Meaning;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// Maximum size of the text, in bytes: that of a source with findings.
const MAX_TEXT: usize = 4 << 20;

/// Reads a file, whose text is this part of it.
pub(super) fn read(text: &str, part: TeiPart, mapping: &Mapping, file: &mut FindingsFile) -> Result<(), Note> {
    let pieces = parse(text)?;
    if let Some(Piece::Start(root)) = pieces.first()
        && !matches!(root.name.as_str(), "TEI" | "teiCorpus")
    {
        let what = format!("this is the XML of a <{}>, which is no format of findings", root.name);
        return Err(wrong(Some(root.at), what));
    }
    let entries = Entries::read(&pieces);
    for document in documents(&pieces) {
        let laid = lay_out(document, part);
        if laid.text.len() > MAX_TEXT {
            let what = format!("the text of {} bytes is too long for its findings to be read", laid.text.len());
            file.problems.push(wrong(None, what));
            continue;
        }
        let work = Work::read(document, &laid, part, mapping, file);
        work.finish(&laid, part, &entries, file);
    }
    Ok(())
}

/// The pieces of each document of a file.
fn documents(pieces: &[Piece]) -> Vec<&[Piece]> {
    let (mut found, mut depth) = (Vec::new(), 0);
    let mut begun: Option<(usize, usize)> = None;
    for (n, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Start(element) => {
                if begun.is_none() && element.name == "TEI" {
                    begun = Some((n, depth));
                }
                depth += 1;
            }
            Piece::Words(..) => {}
            Piece::End => {
                depth -= 1;
                if let Some((from, _)) = begun.take_if(|(_, of)| *of == depth) {
                    found.push(&pieces[from..=n]);
                }
            }
        }
    }
    found
}

/// A finding of the text, or a span beside it.
struct Marked {
    finding: ForeignFinding,
    element: String,
    mark: Ends,
    /// Pointers of its attributes: the name here, and where they point.
    pointers: Vec<(String, String)>,
    /// The findings that it is joined to: whether it goes on, and where.
    joins: Vec<(bool, String)>,
}

/// Where a finding stands.
enum Ends {
    /// In the text.
    Mark(Mark),
    /// Between two places of the text, by pointers.
    Between(String, String),
}

/// A TEI document that is being read.
#[derive(Default)]
struct Work {
    /// The elements of the text that have an id.
    marks: HashMap<String, Mark>,
    found: Vec<Marked>,
    title: Option<String>,
    /// Whether the document is the source itself.
    is_own: bool,
    /// Number of names within other names.
    inner_names: usize,
}

impl Work {
    fn read(pieces: &[Piece], laid: &TeiText, part: TeiPart, mapping: &Mapping, file: &mut FindingsFile) -> Self {
        let mut work = Self { is_own: part == TeiPart::Body, ..Self::default() };
        // What is open, with its finding.
        let mut open: Vec<(&Element, Option<usize>)> = Vec::new();
        let mut title = String::new();
        for (n, piece) in pieces.iter().enumerate() {
            match piece {
                Piece::Start(element) => {
                    let found = match laid.marks[n] {
                        Some(mark) => work.start(element, mark, &open, n, mapping),
                        None => None,
                    };
                    if element.name == "span" {
                        let group = open.last().map(|(parent, _)| *parent).filter(|parent| parent.name == "spanGrp");
                        match meaning::span(element, group) {
                            Ok(Some(span)) => work.found.push(span),
                            Ok(None) => {}
                            Err(note) => file.problems.push(note),
                        }
                    }
                    open.push((element, found));
                }
                Piece::Words(words, _) => {
                    if let [.., (statement, _), (of, _)] = open.as_slice()
                        && (statement.name.as_str(), of.name.as_str()) == ("titleStmt", "title")
                        && work.title.is_none()
                    {
                        title.push_str(words);
                    }
                }
                Piece::End => {
                    let ended = open.pop();
                    if ended.is_some_and(|(element, _)| element.name == "title") && !title.trim().is_empty() {
                        work.title = Some(title.trim().to_owned());
                        title.clear();
                    }
                }
            }
        }
        if work.is_own {
            // An element without words is a value of the encoder's alone.
            work.found.retain(|marked| match marked.mark {
                Ends::Mark(mark) => mark.start.is_some_and(|start| start < mark.end),
                Ends::Between(..) => true,
            });
        }
        work
    }

    /// An element of the text, the one of this number. Returns its finding.
    fn start(
        &mut self,
        element: &Element,
        mark: Mark,
        open: &[(&Element, Option<usize>)],
        n: usize,
        mapping: &Mapping,
    ) -> Option<usize> {
        if let Some(id) = element.get("xml:id") {
            self.marks.insert(id.to_owned(), mark);
        }
        let mut marked = Meaning::of(element, mapping)?.marked(element, mark);
        // In a source itself, a name within a name is a part of it, whatever it names by itself. In a file beside a source all
        // are findings.
        let is_name = |label: &str| mapping.kind(label).flatten().is_some_and(FindingKind::is_name);
        let mut around = open.iter().filter_map(|(_, found)| Some(&self.found[(*found)?]));
        if self.is_own && is_name(&marked.finding.label) && around.any(|outer| is_name(&outer.finding.label)) {
            self.inner_names += 1;
            return None;
        }
        // TEI has the role within the name of its holder.
        let holder = open.iter().rev().find_map(|(_, found)| *found);
        if let Some(holder) = holder.filter(|n| element.name == "roleName" && self.found[*n].element == "persName") {
            let holder = &mut self.found[holder];
            if holder.finding.id.is_empty() {
                holder.finding.id = format!("persName-{n}");
            }
            let id = holder.finding.id.clone();
            if !marked.pointers.iter().any(|(name, _)| name == "holder") {
                marked.finding.refer("holder", id);
            }
        }
        self.found.push(marked);
        Some(self.found.len() - 1)
    }

    /// Makes a document of what was read.
    fn finish(self, laid: &TeiText, part: TeiPart, entries: &Entries, file: &mut FindingsFile) {
        let Self { marks, found, title, inner_names, .. } = self;
        let text = laid.text.as_str();
        let places = Places { index: CodePointIndex::new(text), text, of: &marks };
        let mut document = ForeignDocument { name: title, ..ForeignDocument::default() };
        document.by = entries.maker().unwrap_or_default();
        let ids: HashSet<String> = found.iter().map(|marked| marked.finding.id.clone()).collect();
        let mut relations = Vec::new();
        for marked in found {
            let at = marked.finding.at.clone();
            let mut resolved = Resolved { entries, places: &places, ids: &ids, problems: &mut file.problems };
            match resolved.finding(marked, &mut relations) {
                Ok(finding) => document.findings.push(finding),
                Err(what) => file.problems.push(Note { at, ..wrong(None, what) }),
            }
        }
        relate(&mut document, &relations, &mut file.problems);
        for finding in &mut document.findings {
            // What is said of each part is said once of the whole.
            let mut known = HashSet::new();
            finding.attributes.retain(|attribute| known.insert(attribute.clone()));
        }
        if inner_names > 0 {
            file.notes.push(Note::new(
                &FilePlace::default(),
                "",
                format!("{} left out, which stand within other names", counted(inner_names, "name")),
                "a name within a name is a part of it",
                "nothing, or leave the outer one out by a mapping: [labels] \"orgName\" = \"none\"",
            ));
        }
        // Of the source itself it is said when its text is taken.
        for (name, count) in laid.other_readings.iter().filter(|_| part == TeiPart::Text) {
            file.notes.push(Note::new(
                &FilePlace::default(),
                name,
                format!("{count} readings in this element are left out, beside another one of the same place"),
                "of several readings that of the source is taken: sic, orig, abbr, lem",
                "nothing, if the source is the text that was edited",
            ));
        }
        let fidelity = if part == TeiPart::Body { Fidelity::Whole } else { Fidelity::Layout };
        document.text = Some(HeldText { text: laid.text.clone(), fidelity });
        file.documents.push(document);
    }
}

/// Resolves the pointers of findings.
struct Resolved<'a> {
    entries: &'a Entries,
    places: &'a Places<'a>,
    /// The ids of findings.
    ids: &'a HashSet<String>,
    problems: &'a mut Vec<Note>,
}

impl Resolved<'_> {
    fn finding(&mut self, marked: Marked, relations: &mut Vec<Relation>) -> Result<ForeignFinding, String> {
        let Self { places, ids, .. } = *self;
        let Marked { mut finding, mark, pointers, joins, .. } = marked;
        let range = match &mark {
            Ends::Mark(mark) => range(*mark),
            Ends::Between(from, to) => places.between(from, to)?,
        };
        finding.parts = vec![places.part(range)];
        for (name, to) in pointers {
            let id = to.trim_start_matches('#');
            let is_local = to.starts_with('#');
            if name == "by" {
                finding.by = self.entries.agent(id).filter(|_| is_local);
                continue;
            }
            if is_local && ids.contains(id) {
                finding.refer(&name, id);
            } else if let Some(entry) = self.entries.name(id).filter(|_| is_local && name != "identity") {
                finding.say(&name, entry);
            } else if let Some(identity) = self.entries.identity(id).filter(|_| is_local && name == "identity") {
                finding.say(&name, identity);
            } else if let Some(words) = places.words(id).filter(|_| is_local) {
                finding.say(&name, words);
            } else if !is_local {
                finding.say(&name, to);
            } else if name == "identity" {
                // An id of a list of names that the file does not hold.
                finding.say("ref", to);
            } else {
                let what = format!("{name:?} points to {to}, which is not in the file");
                self.problems.push(Note { at: finding.at.clone(), ..wrong(None, what) });
            }
        }
        for (goes_on, to) in joins {
            let to = to.trim_start_matches('#').to_owned();
            let (from, to) = if goes_on { (finding.id.clone(), to) } else { (to, finding.id.clone()) };
            relations.push(Relation { from, to, label: "continues".to_owned(), at: finding.at.clone() });
        }
        Ok(finding)
    }
}

/// Places of a text that was laid out.
struct Places<'a> {
    text: &'a str,
    index: CodePointIndex,
    of: &'a HashMap<String, Mark>,
}

/// What stands within an element. Bytes; empty if nothing does.
fn range(Mark { start, end }: Mark) -> Range<usize> {
    start.filter(|start| *start < end).unwrap_or(end)..end
}

impl Places<'_> {
    /// The words of an element with an id, if they can be a name.
    fn words(&self, id: &str) -> Option<&str> {
        self.text.get(range(*self.of.get(id)?)).filter(|words| words.len() <= entries::MAX_NAME)
    }

    fn between(&self, from: &str, to: &str) -> Result<Range<usize>, String> {
        let mark = |pointer: &str| {
            let id = pointer.strip_prefix('#').and_then(|id| self.of.get(id));
            id.copied().ok_or_else(|| format!("{pointer:?} is no element of the text with an id"))
        };
        let (from, to) = (mark(from)?, mark(to)?);
        Ok(from.start.unwrap_or(from.end)..to.end)
    }

    fn part(&self, range: Range<usize>) -> Part {
        let point = |byte| self.index.code_point(self.text, byte);
        let part = Part::at(point(range.start), point(range.end));
        match self.text.get(range) {
            Some(words) if !words.is_empty() => part.with_words(words),
            _ => part,
        }
    }
}

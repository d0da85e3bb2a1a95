//! TEI P5: a text with mark-up. Names, dates, roles and quotations that are marked in the text are findings, and so are
//! spans of a `spanGrp` between two places of the text. There are no offsets: the mark-up stands in the text itself.
//!
//! The text is what stands in `text`, a space for each stretch of white space, and a line for each paragraph, heading and
//! the like. White space of TEI means nothing, so the text is laid along the source without it. Of a `choice` the wording of
//! the source is taken (`sic`, `orig`, `abbr`), of an `app` the `lem`.

mod entries;
mod layout;
mod meaning;

use super::mapping::Mapping;
use super::model::{Fidelity, FindingsFile, ForeignDocument, ForeignFinding, HeldText, Part};
use super::note::{FilePlace, Note};
use super::relation::{Relation, relate};
use super::xml::{Element, Piece, parse, wrong};
use crate::base::text::CodePointIndex;
use entries::Entries;
use layout::{Layout, Mark};
use meaning::Meaning;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

/// Maximum size of the text, in bytes: that of a source with findings.
const MAX_TEXT: usize = 4 << 20;

/// Reads a file.
pub(super) fn read(text: &str, mapping: &Mapping, file: &mut FindingsFile) -> Result<(), Note> {
    let pieces = parse(text)?;
    if let Some(Piece::Start(root)) = pieces.first()
        && !matches!(root.name.as_str(), "TEI" | "teiCorpus")
    {
        return Err(wrong(&root.at, format!("this is the XML of a <{}>, which is no format of findings", root.name)));
    }
    let entries = Entries::read(&pieces);
    let mut reader = Reader { mapping, entries: &entries, file, work: None };
    let mut open: Vec<&Element> = Vec::new();
    for piece in &pieces {
        match piece {
            Piece::Start(element) => {
                if element.name == "TEI" {
                    reader.finish();
                    reader.work = Some(Work::default());
                }
                reader.start(element, &open);
                open.push(element);
            }
            Piece::Words(words) => reader.words(words, &open),
            Piece::End => {
                open.pop();
                reader.end(open.len());
            }
        }
    }
    reader.finish();
    Ok(())
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
    Mark(usize),
    /// Between two places of the text, by pointers.
    Between(String, String),
}

/// A TEI document that is being read.
#[derive(Default)]
struct Work {
    layout: Layout,
    /// The depth at which the text was opened.
    text: Option<usize>,
    /// The depth at which what is left out was opened.
    skipped: Option<usize>,
    /// What is open: the depth, its mark, and the finding that it is.
    open: Vec<(usize, usize, Option<usize>)>,
    marks: HashMap<String, usize>,
    found: Vec<Marked>,
    /// Which of several readings of a place were left out, and how many.
    left: BTreeMap<String, usize>,
    title: Option<String>,
}

struct Reader<'a> {
    mapping: &'a Mapping,
    entries: &'a Entries,
    file: &'a mut FindingsFile,
    work: Option<Work>,
}

impl Reader<'_> {
    fn start(&mut self, element: &Element, open: &[&Element]) {
        let Some(work) = &mut self.work else { return };
        let depth = open.len();
        let parent = open.last().copied();
        if element.name == "text" && work.text.is_none() && parent.is_some_and(|parent| parent.name == "TEI") {
            work.text = Some(depth);
        }
        if element.name == "span" {
            let group = parent.filter(|parent| parent.name == "spanGrp");
            match meaning::span(element, group) {
                Ok(Some(span)) => work.found.push(span),
                Ok(None) => {}
                Err(note) => self.file.problems.push(note),
            }
        }
        if work.text.is_none() || work.skipped.is_some() {
            return;
        }
        if layout::is_beside_text(&element.name) {
            work.skipped = Some(depth);
            return;
        }
        if layout::is_other_reading(&element.name, parent) {
            work.skipped = Some(depth);
            *work.left.entry(element.name.clone()).or_default() += 1;
            return;
        }
        work.layout.start(element);
        let id = element.get("xml:id").map(str::to_owned);
        let meaning = Meaning::of(element, self.mapping);
        if id.is_none() && meaning.is_none() {
            return;
        }
        let mark = work.layout.mark();
        if let Some(id) = id {
            work.marks.insert(id, mark);
        }
        let found = meaning.map(|meaning| {
            let mut marked = meaning.marked(element, mark);
            // TEI has the role within the name of its holder.
            let holder = work.open.iter().rev().find_map(|(.., found)| *found);
            if let Some(holder) = holder.filter(|n| element.name == "roleName" && work.found[*n].element == "persName")
            {
                let holder = &mut work.found[holder];
                if holder.finding.id.is_empty() {
                    holder.finding.id = format!("persName-{mark}");
                }
                let id = holder.finding.id.clone();
                if !marked.pointers.iter().any(|(name, _)| name == "holder") {
                    marked.finding.refer("holder", id);
                }
            }
            work.found.push(marked);
            work.found.len() - 1
        });
        work.open.push((depth, mark, found));
    }

    fn words(&mut self, words: &str, open: &[&Element]) {
        let Some(work) = &mut self.work else { return };
        if work.text.is_some() && work.skipped.is_none() {
            work.layout.words(words);
        } else if let [.., statement, title] = open
            && (statement.name.as_str(), title.name.as_str()) == ("titleStmt", "title")
            && work.title.is_none()
        {
            work.title = Some(words.trim().to_owned());
        }
    }

    /// The element at a depth ends.
    fn end(&mut self, depth: usize) {
        let Some(work) = &mut self.work else { return };
        if work.skipped == Some(depth) {
            work.skipped = None;
            return;
        }
        if work.text.is_none() || work.skipped.is_some() {
            return;
        }
        while let Some((_, mark, _)) = work.open.pop_if(|(of, ..)| *of >= depth) {
            work.layout.close(mark);
        }
        work.layout.end();
        if work.text == Some(depth) {
            work.text = None;
        }
    }

    /// Makes a document of what was read.
    fn finish(&mut self) {
        let Some(mut work) = self.work.take() else { return };
        let (text, marks) = std::mem::take(&mut work.layout).finish();
        if text.len() > MAX_TEXT {
            let what = format!("the text of {} bytes is too long for its findings to be read", text.len());
            self.file.problems.push(wrong(&FilePlace::default(), what));
            return;
        }
        let places = Places { index: CodePointIndex::new(&text), text: &text, marks: &marks, of: &work.marks };
        let mut document = ForeignDocument { name: work.title.take(), ..ForeignDocument::default() };
        if let Some(tool) = self.entries.only_tool() {
            document.by = tool;
        }
        let ids: HashSet<String> = work.found.iter().map(|marked| marked.finding.id.clone()).collect();
        let mut relations = Vec::new();
        for marked in std::mem::take(&mut work.found) {
            let at = marked.finding.at.clone();
            match self.finding(marked, &places, &ids, &mut relations) {
                Ok(finding) => document.findings.push(finding),
                Err(what) => self.file.problems.push(wrong(&at, what)),
            }
        }
        relate(&mut document, &relations, &mut self.file.problems);
        for finding in &mut document.findings {
            // What is said of each part is said once of the whole.
            let mut known = HashSet::new();
            finding.attributes.retain(|attribute| known.insert(attribute.clone()));
        }
        for (name, count) in &work.left {
            self.file.notes.push(Note::new(
                &FilePlace::default(),
                name,
                format!("{count} readings in this element are left out, beside another one of the same place"),
                "of several readings that of the source is taken: sic, orig, abbr, lem",
                "nothing, if the source is the text that was edited",
            ));
        }
        document.text = Some(HeldText { text, fidelity: Fidelity::Layout });
        self.file.documents.push(document);
    }

    fn finding(
        &mut self,
        marked: Marked,
        places: &Places<'_>,
        ids: &HashSet<String>,
        relations: &mut Vec<Relation>,
    ) -> Result<ForeignFinding, String> {
        let Marked { mut finding, mark, pointers, joins, .. } = marked;
        let range = match &mark {
            Ends::Mark(mark) => places.range(*mark),
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
                self.file.problems.push(wrong(&finding.at, what));
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
    marks: &'a [Mark],
    of: &'a HashMap<String, usize>,
}

impl Places<'_> {
    /// What stands within an element. Bytes; empty if nothing does.
    fn range(&self, mark: usize) -> Range<usize> {
        let Mark { start, end } = self.marks[mark];
        start.filter(|start| *start < end).unwrap_or(end)..end
    }

    /// The words of an element with an id, if they can be a name.
    fn words(&self, id: &str) -> Option<&str> {
        let range = self.range(*self.of.get(id)?);
        self.text.get(range).filter(|words| words.len() <= entries::MAX_NAME)
    }

    fn between(&self, from: &str, to: &str) -> Result<Range<usize>, String> {
        let mark = |pointer: &str| {
            let id = pointer.strip_prefix('#').and_then(|id| self.of.get(id));
            id.copied().ok_or_else(|| format!("{pointer:?} is no element of the text with an id"))
        };
        let (from, to) = (self.marks[mark(from)?], self.marks[mark(to)?]);
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

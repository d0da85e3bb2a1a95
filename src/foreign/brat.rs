//! brat standoff: a line for each annotation, beside a text in a file of its own. Text-bound annotations (T) are findings;
//! relations (R), events (E), attributes (A, M), normalisations (N) and notes (#) say more of them.
//!
//! Offsets count code points. The words of an interrupted span are joined by a space, and a line end within a span is
//! written as one.

use super::model::{FindingsFile, ForeignDocument, ForeignFinding, Part};
use super::note::{FilePlace, Note};
use std::collections::{HashMap, HashSet};

const RULE: &str = "a line of brat standoff is an id, a tab, what it says, and for spans a tab and the words";

/// Reads annotations.
pub(super) fn read(text: &str, file: &mut FindingsFile) {
    let (ids, triggers) = (HashMap::new(), HashSet::new());
    let mut reader = Reader { file, document: ForeignDocument::default(), ids, triggers };
    let lines: Vec<(FilePlace, &str)> = text
        .trim_start_matches('\u{FEFF}')
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(n, line)| (FilePlace::line(n + 1), line))
        .collect();
    // What is said of a span may stand before it, and an event may have events for arguments.
    for kinds in ["T", "E", "E+", "RAMN#*"] {
        for (at, line) in &lines {
            let kind = line.chars().next().unwrap_or_default();
            let is_known = "TERAMN#*".contains(kind);
            if kinds.contains(kind) || kinds == "T" && !is_known {
                let problem = reader.line(kind, kinds == "E+", line, at).err();
                let notes =
                    problem.map(|what| Note::new(at, *line, what, RULE, "correct the line; the others are read"));
                reader.file.problems.extend(notes);
            }
        }
    }
    let document = reader.document;
    file.documents.push(document);
}

struct Reader<'f> {
    file: &'f mut FindingsFile,
    document: ForeignDocument,
    /// The finding of each id: of an event, that of its trigger.
    ids: HashMap<String, usize>,
    /// The findings that are events.
    triggers: HashSet<usize>,
}

impl Reader<'_> {
    fn line(&mut self, kind: char, are_arguments: bool, line: &str, at: &FilePlace) -> Result<(), String> {
        let mut fields = line.split('\t');
        let id = fields.next().unwrap_or_default();
        let what = fields.next().ok_or("there is no tab behind the id")?;
        let words = fields.next();
        match kind {
            'T' => self.span(id, what, words.ok_or("there is no tab before the words")?, at),
            'E' if are_arguments => self.arguments(id, what),
            'E' => self.event(id, what),
            'R' => self.relation(what),
            'A' | 'M' => self.attribute(what),
            'N' => self.normalisation(what),
            '#' => self.note(what, words.unwrap_or_default()),
            '*' => self.equivalence(what),
            _ => Err("lines of brat begin with T, E, R, A, M, N, # or *".to_owned()),
        }
    }

    fn span(&mut self, id: &str, what: &str, words: &str, at: &FilePlace) -> Result<(), String> {
        let (label, spans) = what.split_once(' ').ok_or("there are no offsets behind the label")?;
        let number = |text: &str| text.parse::<usize>().map_err(|_| format!("{text:?} is no offset"));
        let mut parts = Vec::new();
        for span in spans.split(';') {
            let (start, end) = span.trim().split_once(' ').ok_or("a span has no end")?;
            parts.push(Part::at(number(start)?, number(end.trim())?));
        }
        let mut finding =
            ForeignFinding { id: id.to_owned(), label: label.to_owned(), at: at.clone(), ..ForeignFinding::default() };
        if let [only] = parts.as_mut_slice() {
            only.words = Some(words.to_owned());
        } else {
            finding.joined = Some(words.to_owned());
        }
        finding.parts = parts;
        // The first of two with the same id is the one that is meant by it.
        self.ids.entry(id.to_owned()).or_insert(self.document.findings.len());
        self.document.findings.push(finding);
        Ok(())
    }

    /// An event is its trigger. A second one with the same trigger is a finding of its own.
    fn event(&mut self, id: &str, what: &str) -> Result<(), String> {
        let (_, trigger) =
            what.split(' ').next().and_then(|first| first.split_once(':')).ok_or("an event has no trigger")?;
        let mut at = self.find(trigger)?;
        if !self.triggers.insert(at) {
            let second = ForeignFinding { id: id.to_owned(), ..self.document.findings[at].clone() };
            at = self.document.findings.len();
            self.document.findings.push(second);
        }
        self.ids.entry(id.to_owned()).or_insert(at);
        Ok(())
    }

    fn arguments(&mut self, id: &str, what: &str) -> Result<(), String> {
        // An event without a trigger was reported.
        let Some(&at) = self.ids.get(id) else { return Ok(()) };
        for argument in what.split(' ').skip(1).filter(|argument| !argument.is_empty()) {
            let (role, of) = argument.split_once(':').ok_or("an argument has no colon")?;
            // Several arguments of a role are numbered.
            let role = role.trim_end_matches(|c: char| c.is_ascii_digit());
            let of = self.id_of(of);
            self.document.findings[at].refer(role, of);
        }
        Ok(())
    }

    fn relation(&mut self, what: &str) -> Result<(), String> {
        let mut fields = what.split(' ').filter(|field| !field.is_empty());
        let name = fields.next().unwrap_or_default();
        let mut argument = || fields.next()?.split_once(':').map(|(_, of)| of);
        let (Some(from), Some(to)) = (argument(), argument()) else {
            return Err("a relation has not two arguments".to_owned());
        };
        let (at, to) = (self.find(from)?, self.id_of(to));
        self.document.findings[at].refer(name, to);
        Ok(())
    }

    fn attribute(&mut self, what: &str) -> Result<(), String> {
        let mut fields = what.splitn(3, ' ');
        let (Some(name), Some(of)) = (fields.next(), fields.next()) else {
            return Err("an attribute has no target".to_owned());
        };
        let at = self.find(of)?;
        self.document.findings[at].say(name, fields.next().unwrap_or("true"));
        Ok(())
    }

    fn normalisation(&mut self, what: &str) -> Result<(), String> {
        let mut fields = what.split(' ').skip(1);
        let (Some(of), Some(identity)) = (fields.next(), fields.next()) else {
            return Err("a normalisation has no target".to_owned());
        };
        let at = self.find(of)?;
        self.document.findings[at].say("identity", identity);
        Ok(())
    }

    /// A note of the form `name=value` is an attribute.
    fn note(&mut self, what: &str, words: &str) -> Result<(), String> {
        let of = what.split(' ').nth(1).ok_or("a note has no target")?;
        // A note may be about a relation or an attribute, of which nothing is kept but what it says.
        if !of.starts_with(['T', 'E']) {
            return Ok(());
        }
        let at = self.find(of)?;
        let finding = &mut self.document.findings[at];
        match words.split_once('=') {
            Some((name, value))
                if !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "_-".contains(c)) =>
            {
                finding.say(name, value);
            }
            _ => finding.say("comment", words),
        }
        Ok(())
    }

    fn equivalence(&mut self, what: &str) -> Result<(), String> {
        let mut ids = what.split(' ').skip(1);
        let at = self.find(ids.next().unwrap_or_default())?;
        for id in ids {
            let id = self.id_of(id);
            self.document.findings[at].refer("same-as", id);
        }
        Ok(())
    }

    fn find(&self, id: &str) -> Result<usize, String> {
        self.ids.get(id).copied().ok_or_else(|| format!("there is no {id:?}"))
    }

    /// The id of the finding that an id means.
    fn id_of(&self, id: &str) -> String {
        self.ids.get(id).map_or_else(|| id.to_owned(), |at| self.document.findings[*at].id.clone())
    }
}

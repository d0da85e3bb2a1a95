//! What stands beside the text and is pointed to: persons, places and organisations of lists, those who made the mark-up, and
//! the programs that did.

use super::super::model::Agent;
use super::super::xml::Piece;
use std::collections::{BTreeSet, HashMap, HashSet};

/// Maximum length of a name, in bytes.
pub(super) const MAX_NAME: usize = 400;

/// Entries by their ids.
#[derive(Debug, Default)]
pub(super) struct Entries {
    names: HashMap<String, String>,
    identities: HashMap<String, String>,
    /// Programs with their ids.
    tools: Vec<(Option<String>, Agent)>,
    /// The ids of those who made the edition.
    people: HashSet<String>,
    /// Those whose responsibility is the mark-up.
    encoders: BTreeSet<String>,
}

/// What the description of a responsibility begins with, in lower case, if it is the mark-up.
const ENCODING: [&str; 6] = ["encod", "mark", "annotat", "tagg", "tei ", "xml "];

/// An element that is open.
struct Open<'a> {
    name: &'a str,
    /// The id of the entry that it is in.
    entry: Option<&'a str>,
    words: String,
}

/// What a statement of responsibility says.
#[derive(Default)]
struct Statement {
    is_encoding: bool,
    names: Vec<String>,
}

impl Entries {
    pub(super) fn read(pieces: &[Piece]) -> Self {
        let mut entries = Self::default();
        let mut open: Vec<Open<'_>> = Vec::new();
        let mut statement = Statement::default();
        for piece in pieces {
            match piece {
                Piece::Start(element) => {
                    let is_entry = matches!(
                        element.name.as_str(),
                        "person" | "personGrp" | "org" | "place" | "event" | "respStmt" | "editor" | "author"
                    );
                    let own = element.get("xml:id").filter(|_| is_entry);
                    let within = own.or_else(|| open.last().and_then(|open| open.entry));
                    if let (Some(id), Some(same)) = (own, element.get("sameAs").or_else(|| element.get("ref"))) {
                        entries.identities.insert(id.to_owned(), same.to_owned());
                    }
                    if let Some(id) =
                        own.filter(|_| matches!(element.name.as_str(), "respStmt" | "editor" | "author" | "person"))
                    {
                        entries.people.insert(id.to_owned());
                    }
                    if element.name == "application"
                        && let Some(name) = element.get("ident")
                    {
                        let version = element.get("version").map(str::to_owned);
                        let tool = Agent::Tool { name: name.to_owned(), version, settings: Vec::new() };
                        entries.tools.push((element.get("xml:id").map(str::to_owned), tool));
                    }
                    if element.name == "respStmt" {
                        statement = Statement::default();
                    }
                    if matches!(element.name.as_str(), "surname" | "forename" | "nameLink" | "genName") {
                        open.iter_mut().for_each(|open| open.words.push(' '));
                    }
                    open.push(Open { name: &element.name, entry: within, words: String::new() });
                }
                Piece::Words(more, _) => {
                    for open in open.iter_mut().rev().take(5).filter(|open| open.words.len() <= MAX_NAME) {
                        open.words.push_str(more);
                    }
                }
                Piece::End => {
                    let Some(Open { name, entry, words }) = open.pop() else { continue };
                    let value = words.split_whitespace().collect::<Vec<_>>().join(" ");
                    if open.last().is_some_and(|open| open.name == "respStmt") {
                        statement.take(name, &value);
                    }
                    if name == "respStmt" {
                        entries.encoders.extend(std::mem::take(&mut statement).encoders());
                    }
                    let Some(id) = entry else { continue };
                    let is_name =
                        matches!(name, "persName" | "orgName" | "placeName" | "name" | "label" | "editor" | "author");
                    // The first name is the one that an entry is called by.
                    if is_name && !value.is_empty() && value.len() <= MAX_NAME {
                        entries.names.entry(id.to_owned()).or_insert(value);
                    } else if name == "idno" && value.contains("://") {
                        entries.identities.entry(id.to_owned()).or_insert(value);
                    }
                }
            }
        }
        entries
    }

    pub(super) fn name(&self, id: &str) -> Option<&str> {
        self.names.get(id).map(String::as_str)
    }

    pub(super) fn identity(&self, id: &str) -> Option<&str> {
        self.identities.get(id).map(String::as_str)
    }

    /// The program or the person with an id.
    pub(super) fn agent(&self, id: &str) -> Option<Agent> {
        let tool = self.tools.iter().find(|(of, _)| of.as_deref() == Some(id)).map(|(_, tool)| tool.clone());
        tool.or_else(|| self.people.get(id).and_then(|id| self.name(id)).map(|name| Agent::Person(name.to_owned())))
    }

    /// Who made the mark-up: the one person who is responsible for it, else the one program of the file.
    pub(super) fn maker(&self) -> Option<Agent> {
        let mut encoders = self.encoders.iter();
        match (encoders.next(), encoders.next(), self.tools.as_slice()) {
            (Some(only), None, _) => Some(Agent::Person(only.clone())),
            (None, _, [(_, only)]) => Some(only.clone()),
            _ => None,
        }
    }
}

impl Statement {
    fn take(&mut self, name: &str, value: &str) {
        match name {
            "resp" => {
                let value = value.to_lowercase();
                self.is_encoding |= value
                    .split([',', ';', '/'])
                    .flat_map(|part| part.split(" and "))
                    .any(|part| ENCODING.iter().any(|word| part.trim_start().starts_with(word)));
            }
            "name" | "persName" if !value.is_empty() => self.names.push(value.to_owned()),
            _ => {}
        }
    }

    fn encoders(self) -> Vec<String> {
        if self.is_encoding { self.names } else { Vec::new() }
    }
}

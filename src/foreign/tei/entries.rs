//! What stands beside the text and is pointed to: persons, places and organisations of lists, those who made the mark-up, and
//! the programs that did.

use super::super::model::Agent;
use super::super::xml::Piece;
use std::collections::{HashMap, HashSet};

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
}

impl Entries {
    pub(super) fn read(pieces: &[Piece]) -> Self {
        let mut entries = Self::default();
        // For each open element: its name, and the id of the entry that it is in.
        let mut open: Vec<(&str, Option<&str>)> = Vec::new();
        let mut words = String::new();
        for piece in pieces {
            match piece {
                Piece::Start(element) => {
                    let is_entry = matches!(
                        element.name.as_str(),
                        "person" | "personGrp" | "org" | "place" | "event" | "respStmt" | "editor" | "author"
                    );
                    let own = element.get("xml:id").filter(|_| is_entry);
                    let within = own.or_else(|| open.last().and_then(|(_, id)| *id));
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
                    open.push((&element.name, within));
                    words.clear();
                }
                Piece::Words(more) => words.push_str(more),
                Piece::End => {
                    let Some((name, Some(id))) = open.pop() else { continue };
                    let value = words.split_whitespace().collect::<Vec<_>>().join(" ");
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

    /// The program that made the mark-up, if the file names one and no other.
    pub(super) fn only_tool(&self) -> Option<Agent> {
        match self.tools.as_slice() {
            [(_, only)] => Some(only.clone()),
            _ => None,
        }
    }
}

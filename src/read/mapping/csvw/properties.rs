//! Properties of the objects of a CSVW file. A value that CSVW does not allow is left out with a note, as the
//! Recommendation asks for; what would change how a table is read is an error.

use super::json::{Json, Node};
use crate::base::text::{MAX_PROBLEMS, Position, Problem};
use crate::dataset::is_language_tag;
use crate::read::mapping::lines::Lines;
use crate::read::mapping::{MappingLine, Said};

/// Properties that columns inherit.
pub(super) const INHERITED: &[&str] = &[
    "aboutUrl", "datatype", "default", "lang", "null", "ordered", "propertyUrl", "required", "separator",
    "textDirection", "valueUrl",
];
/// Maximum length of a value that a message shows, in code points.
const MAX_SHOWN: usize = 80;

/// The text of a file, and what was found wrong in it.
pub(super) struct Reader<'a> {
    lines: Lines<'a>,
    pub(super) errors: Vec<Problem>,
    pub(super) notes: Vec<Problem>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { lines: Lines::new(text), errors: Vec::new(), notes: Vec::new() }
    }

    pub(super) fn line(&self, node: &Node) -> MappingLine {
        MappingLine { is_csvw: true, ..self.lines.line(node.at) }
    }

    pub(super) fn said<T>(&self, value: T, node: &Node) -> Said<T> {
        Said { value, line: self.line(node) }
    }

    fn problem(&self, node: &Node, what: String, help: &str) -> Problem {
        let MappingLine { number: line, column, .. } = self.line(node);
        let value = match &node.value {
            Json::String(text) | Json::Number(text) => text.chars().take(MAX_SHOWN).collect(),
            _ => String::new(),
        };
        let rule = "a CSVW file follows the Metadata Vocabulary for Tabular Data (W3C)";
        Problem { at: Some(Position { line, column }), value, what, rule, help: help.to_owned() }
    }

    /// Reports an error.
    pub(super) fn error(&mut self, node: &Node, what: impl Into<String>) {
        if self.errors.len() < MAX_PROBLEMS {
            let problem = self.problem(node, what.into(), "correct the CSVW file, or rename it so that it is not read");
            self.errors.push(problem);
        }
    }

    /// Reports something that is left out.
    pub(super) fn note(&mut self, node: &Node, what: impl Into<String>) {
        if self.notes.len() < MAX_PROBLEMS {
            let problem = self.problem(node, what.into(), "it is left out; correct the CSVW file if it matters");
            self.notes.push(problem);
        }
    }

    /// Checks the names of the members of an object, its `@id` and `@type`, and its common properties.
    pub(super) fn members(&mut self, node: &Node, kind: &str, names: &[&str], inherits: bool) {
        for (name, value) in node.object().unwrap_or_default() {
            match name.as_str() {
                "@id" => self.id(value),
                "@type" if value.text() != Some(kind) => self.error(value, format!("`@type` is \"{kind}\" here")),
                "@type" => {}
                name if names.contains(&name) || (inherits && INHERITED.contains(&name)) => {}
                name if name.contains(':') => check(self, value),
                name => self.note(value, format!("`{name}` is no property here")),
            }
        }
    }

    /// Checks an `@id`.
    pub(super) fn id(&mut self, value: &Node) {
        match value.text() {
            Some(id) if id.starts_with("_:") => self.error(value, "an `@id` is no blank node"),
            Some(_) => {}
            None => self.note(value, "an `@id` is a text"),
        }
    }

    /// The value of a member, if it is right; otherwise there is a note.
    pub(super) fn get<T>(
        &mut self,
        node: &Node,
        name: &str,
        read: impl FnOnce(&Node) -> Option<T>,
        rule: &str,
    ) -> Option<Said<T>> {
        let value = node.member(name)?;
        let Some(read) = read(value) else {
            self.note(value, format!("invalid `{name}`: {rule}"));
            return None;
        };
        Some(self.said(read, value))
    }

    /// Texts of a list, or one text. Values that are no texts are left out with a note.
    pub(super) fn texts(&mut self, name: &str, value: &Node) -> Option<Vec<String>> {
        if let Some(text) = value.text() {
            return Some(vec![text.to_owned()]);
        }
        let Some(values) = value.array() else {
            self.note(value, format!("invalid `{name}`: it is a text or a list of texts"));
            return None;
        };
        for other in values.iter().filter(|value| value.text().is_none()) {
            self.note(other, format!("invalid `{name}`: it is a text or a list of texts"));
        }
        Some(values.iter().filter_map(|value| value.text().map(str::to_owned)).collect())
    }

    /// The objects of a list; anything else in it is left out with a note.
    pub(super) fn objects<'n>(&mut self, name: &str, values: &'n [Node]) -> Vec<&'n Node> {
        for other in values.iter().filter(|value| value.object().is_none()) {
            self.note(other, format!("`{name}` is a list of objects"));
        }
        values.iter().filter(|value| value.object().is_some()).collect()
    }
}

/// A language tag as BCP 47 has them: the first part is a language.
pub(super) fn is_tag(tag: &str) -> bool {
    is_language_tag(tag) && tag.split('-').next().is_some_and(|first| first.len() > 1 || matches!(first, "x" | "i"))
}

/// Terms that `@type` may name without a prefix.
const TERMS: &[&str] = &[
    "Cell", "Column", "Datatype", "Dialect", "Direction", "ForeignKey", "NumericFormat", "Row", "Schema", "Table",
    "TableGroup", "TableReference", "Transformation", "Template", "UriTemplate",
];

/// Checks a value of a common property. The depth of a text is limited when it is parsed.
fn check(reader: &mut Reader<'_>, node: &Node) {
    for inner in node.array().unwrap_or_default() {
        check(reader, inner);
    }
    let Some(members) = node.object() else { return };
    let is_value = node.member("@value").is_some();
    for (name, value) in members {
        match name.as_str() {
            "@value" => {}
            "@language" if !is_value => reader.error(value, "`@language` stands beside `@value`"),
            "@language" if !value.text().is_some_and(is_tag) => reader.error(value, "`@language` is a BCP 47 tag"),
            "@language" if node.member("@type").is_some() => {
                reader.error(value, "a value has a language or a type, not both");
            }
            "@language" => {}
            "@type" => {
                let types = value.array().unwrap_or(std::slice::from_ref(value));
                if !types.iter().all(|t| t.text().is_some_and(is_type)) {
                    reader.error(value, "`@type` is a term of CSVW, a name with a prefix, or an IRI");
                }
            }
            "@id" if is_value => reader.error(value, "`@id` does not stand beside `@value`"),
            "@id" => reader.id(value),
            name if name.starts_with('@') => reader.error(value, format!("`{name}` is not allowed here")),
            _ if is_value => reader.error(value, "beside `@value` only `@language` and `@type` are allowed"),
            _ => check(reader, value),
        }
    }
}

fn is_type(text: &str) -> bool {
    !text.starts_with("_:") && !text.contains(' ') && (TERMS.contains(&text) || text.contains(':'))
}

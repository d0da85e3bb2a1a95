//! Parses shapes from a graph. Properties in the namespace of SHACL that affect validation and are not supported are recorded as
//! not checked.

use super::constraint::{Constraint, NodeKind, Sign};
use super::graph::Graph;
use super::{Path, Shape, Shapes, Target};
use crate::base::vocab::{owl, rdfs};
use crate::check::{Level, Rule};
use oxigraph::model::{Literal, NamedNode, Term};
use regex::RegexBuilder;
use std::collections::{BTreeMap, BTreeSet};

const SH: &str = "http://www.w3.org/ns/shacl#";

/// Properties of SHACL that are read together with others, or that do not affect validation.
const WITHOUT_EFFECT: &[&str] = &[
    "path",
    "message",
    "severity",
    "name",
    "description",
    "order",
    "group",
    "defaultValue",
    "flags",
    "ignoredProperties",
    "deactivated",
    "targetClass",
    "targetNode",
    "targetSubjectsOf",
    "targetObjectsOf",
    "declare",
    "prefixes",
    "suggestedShapesGraph",
    "shapesGraph",
    "entailment",
];

struct Parser<'a> {
    graph: &'a Graph,
    shapes: &'a mut Shapes,
    /// The index of the first shape of this file. Files do not use the shapes of other files.
    first: usize,
}

/// Adds the shapes of a Turtle text.
pub(super) fn parse(shapes: &mut Shapes, text: &str) -> Result<(), String> {
    let graph = Graph::read(text)?;
    let first = shapes.shapes.len();
    let mut parser = Parser { graph: &graph, shapes, first };
    for subject in graph.subjects() {
        let is_shape = graph.is_of(&subject, &sh("NodeShape")) || graph.is_of(&subject, &sh("PropertyShape"));
        let has_target = graph.of(&subject).iter().any(|(p, _)| p.as_str().starts_with(&sh("target")));
        if is_shape || has_target {
            parser.shape(&subject)?;
        }
    }
    Ok(())
}

fn sh(name: &str) -> String {
    format!("{SH}{name}")
}

impl Parser<'_> {
    /// The index of a shape; parses the shape if it is new.
    fn shape(&mut self, id: &Term) -> Result<usize, String> {
        if let Some(n) = self.shapes.shapes[self.first..].iter().position(|s| s.id == *id) {
            return Ok(self.first + n);
        }
        let n = self.shapes.shapes.len();
        let rule = self.rule(id);
        // The index is stored before the shape is parsed, because shapes may be recursive.
        self.shapes.shapes.push(Shape {
            id: id.clone(),
            rule,
            targets: Vec::new(),
            path: None,
            constraints: Vec::new(),
        });
        if matches!(self.graph.value(id, &sh("deactivated")), Some(Term::Literal(l)) if l.value() == "true") {
            return Ok(n);
        }
        let path = self.graph.value(id, &sh("path")).map(|p| self.path(p)).transpose()?;
        let mut targets = BTreeMap::new();
        let mut constraints = Vec::new();
        for (property, value) in self.graph.of(id).to_vec() {
            if let Some(target) = target(&property, &value) {
                targets.insert(target.key(), target);
            } else if let Some(name) = property.as_str().strip_prefix(SH) {
                match self.constraint(id, name, &value)? {
                    Some(more) => constraints.extend(more),
                    None if WITHOUT_EFFECT.contains(&name) => {}
                    None => self.shapes.unchecked.push((super::plain(id), format!("sh:{name}"))),
                }
            }
        }
        // A shape that is also a class targets its instances.
        let is_class = self.graph.is_of(id, rdfs::CLASS.as_str()) || self.graph.is_of(id, owl::CLASS.as_str());
        if let (true, Term::NamedNode(class)) = (is_class, id) {
            let target = Target::Class(class.clone());
            targets.insert(target.key(), target);
        }
        let shape = &mut self.shapes.shapes[n];
        (shape.path, shape.targets, shape.constraints) = (path, targets.into_values().collect(), constraints);
        Ok(n)
    }

    fn rule(&self, id: &Term) -> Rule {
        let name = match id {
            Term::NamedNode(node) => self.graph.shorten(node.as_str()).unwrap_or_else(|| node.as_str().to_owned()),
            // Names of blank nodes differ in each run, so name these shapes by their path.
            other => {
                format!("shape of {}", self.graph.value(other, &sh("path")).map_or_else(String::new, |p| self.short(p)))
            }
        };
        let level = match self.graph.value(id, &sh("severity")) {
            Some(Term::NamedNode(s)) if s.as_str() == sh("Warning") => Level::Warning,
            Some(Term::NamedNode(s)) if s.as_str() == sh("Info") => Level::Info,
            _ => Level::Error,
        };
        let messages =
            self.graph.of(id).iter().filter(|(p, _)| p.as_str() == sh("message")).filter_map(|(_, v)| literal(v));
        let message = messages.min_by_key(|l| l.language().is_some_and(|tag| !tag.starts_with("en")));
        let message =
            message.map_or_else(|| "The data do not conform to the shape.".to_owned(), |l| l.value().to_owned());
        let (problem, solution) = match message.split_once(": ") {
            Some((problem, solution)) => (format!("{problem}."), capitalised(solution)),
            None => (message, "Compare the data with the shape.".to_owned()),
        };
        Rule { name, level, problem, solution }
    }

    fn short(&self, term: &Term) -> String {
        match term {
            Term::NamedNode(node) => self.graph.shorten(node.as_str()).unwrap_or_else(|| node.to_string()),
            _ => "a path".to_owned(),
        }
    }

    fn path(&self, term: &Term) -> Result<Path, String> {
        if let Term::NamedNode(node) = term {
            return Ok(Path::Property(node.clone()));
        }
        let all = |members: Vec<Term>| members.iter().map(|m| self.path(m)).collect::<Result<Vec<_>, _>>();
        if let Some(members) = self.graph.list(term).filter(|m| !m.is_empty()) {
            return Ok(Path::Sequence(all(members)?));
        }
        let of = |name: &str| self.graph.value(term, &sh(name));
        if let Some(inner) = of("inversePath") {
            return Ok(Path::Inverse(Box::new(self.path(inner)?)));
        }
        if let Some(head) = of("alternativePath") {
            let members = self.graph.list(head).ok_or("sh:alternativePath needs a list")?;
            return Ok(Path::Alternative(all(members)?));
        }
        for (name, none, many) in
            [("zeroOrMorePath", true, true), ("oneOrMorePath", false, true), ("zeroOrOnePath", true, false)]
        {
            if let Some(inner) = of(name) {
                return Ok(Path::Repeated { path: Box::new(self.path(inner)?), none, many });
            }
        }
        Err("a value of sh:path is not a property path".to_owned())
    }

    /// The constraints of one value of a SHACL property; `None` if the property is not supported.
    fn constraint(&mut self, id: &Term, name: &str, value: &Term) -> Result<Option<Vec<Constraint>>, String> {
        let wrong = |what: &str| format!("{}: sh:{name} needs {what}", super::plain(id));
        let iri = || match value {
            Term::NamedNode(node) => Ok(node.clone()),
            _ => Err(wrong("an IRI")),
        };
        let number =
            || literal(value).and_then(|l| l.value().parse::<u64>().ok()).ok_or_else(|| wrong("a whole number"));
        let bound = |sign| {
            let bound = literal(value).cloned().ok_or_else(|| wrong("a literal"))?;
            Ok::<_, String>(Constraint::Bound { bound, sign })
        };
        let members = || self.graph.list(value).ok_or_else(|| wrong("a list"));
        let is_true = matches!(value, Term::Literal(l) if l.value() == "true");
        let one = match name {
            "property" => Constraint::Property(self.shape(value)?),
            "node" => Constraint::Node(self.shape(value)?),
            "not" => Constraint::Not(self.shape(value)?),
            "and" | "or" | "xone" => {
                let shapes = members()?.iter().map(|m| self.shape(m)).collect::<Result<Vec<_>, _>>()?;
                match name {
                    "and" => Constraint::And(shapes),
                    "or" => Constraint::Or(shapes),
                    _ => Constraint::OnlyOne(shapes),
                }
            }
            "class" => Constraint::Class(iri()?),
            "datatype" => Constraint::Datatype(iri()?),
            "nodeKind" => Constraint::NodeKind(node_kind(&iri()?).ok_or_else(|| wrong("a kind of nodes"))?),
            "minCount" => Constraint::MinCount(number()?),
            "maxCount" => Constraint::MaxCount(number()?),
            "minLength" => Constraint::MinLength(number()?),
            "maxLength" => Constraint::MaxLength(number()?),
            "minExclusive" => bound(Sign::Above)?,
            "minInclusive" => bound(Sign::AtLeast)?,
            "maxExclusive" => bound(Sign::Below)?,
            "maxInclusive" => bound(Sign::AtMost)?,
            "pattern" => {
                let flags = self.graph.value(id, &sh("flags")).and_then(literal).map_or("", Literal::value);
                let text = literal(value).ok_or_else(|| wrong("a string"))?.value();
                let pattern = RegexBuilder::new(text)
                    .case_insensitive(flags.contains('i'))
                    .multi_line(flags.contains('m'))
                    .dot_matches_new_line(flags.contains('s'))
                    .ignore_whitespace(flags.contains('x'))
                    .build();
                Constraint::Pattern(pattern.map_err(|e| wrong(&format!("a regular expression: {e}")))?)
            }
            "languageIn" => {
                Constraint::LanguageIn(members()?.iter().filter_map(literal).map(|l| l.value().to_owned()).collect())
            }
            "uniqueLang" if is_true => Constraint::UniqueLanguage,
            "equals" => Constraint::Equals(iri()?),
            "disjoint" => Constraint::Disjoint(iri()?),
            "lessThan" => Constraint::LessThan { property: iri()?, or_equal: false },
            "lessThanOrEquals" => Constraint::LessThan { property: iri()?, or_equal: true },
            "hasValue" => Constraint::HasValue(value.clone()),
            "in" => Constraint::In(members()?),
            "closed" if is_true => Constraint::Closed(self.allowed(id)),
            "uniqueLang" | "closed" => return Ok(Some(Vec::new())),
            _ => return Ok(None),
        };
        Ok(Some(vec![one]))
    }

    /// The properties that a closed shape allows: those of its property shapes, and `sh:ignoredProperties`.
    fn allowed(&self, id: &Term) -> BTreeSet<NamedNode> {
        let of =
            |name: &'static str| self.graph.of(id).iter().filter(move |(p, _)| p.as_str() == sh(name)).map(|(_, v)| v);
        let paths = of("property").filter_map(|shape| self.graph.value(shape, &sh("path")).cloned());
        let named = of("ignoredProperties").filter_map(|head| self.graph.list(head)).flatten();
        let iri = |term| if let Term::NamedNode(node) = term { Some(node) } else { None };
        paths.chain(named).filter_map(iri).collect()
    }
}

fn target(property: &NamedNode, value: &Term) -> Option<Target> {
    let name = property.as_str().strip_prefix(SH)?;
    match (name, value) {
        ("targetNode", _) => Some(Target::Node(value.clone())),
        ("targetClass", Term::NamedNode(class)) => Some(Target::Class(class.clone())),
        ("targetSubjectsOf", Term::NamedNode(property)) => Some(Target::SubjectsOf(property.clone())),
        ("targetObjectsOf", Term::NamedNode(property)) => Some(Target::ObjectsOf(property.clone())),
        _ => None,
    }
}

fn node_kind(iri: &NamedNode) -> Option<NodeKind> {
    let (iri, blank, literal) = match iri.as_str().strip_prefix(SH)? {
        "IRI" => (true, false, false),
        "BlankNode" => (false, true, false),
        "Literal" => (false, false, true),
        "BlankNodeOrIRI" => (true, true, false),
        "BlankNodeOrLiteral" => (false, true, true),
        "IRIOrLiteral" => (true, false, true),
        _ => return None,
    };
    Some(NodeKind { iri, blank, literal })
}

fn literal(term: &Term) -> Option<&Literal> {
    if let Term::Literal(literal) = term { Some(literal) } else { None }
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

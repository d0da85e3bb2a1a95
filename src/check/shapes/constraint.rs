//! The constraints of SHACL Core (Recommendation of 2017-07-20, section 4) on the values of one focus node.

use super::compare::{is_well_formed, less};
use super::{Broken, Run};
use crate::base::vocab::rdf;
use crate::store::{FactError, Facts};
use oxigraph::model::{Literal, NamedNode, Term};
use regex::Regex;
use std::collections::BTreeSet;

/// A constraint on values. Numbers are indexes of shapes.
#[derive(Debug)]
pub(super) enum Constraint {
    Property(usize),
    Class(NamedNode),
    Datatype(NamedNode),
    NodeKind(NodeKind),
    MinCount(u64),
    MaxCount(u64),
    Bound { bound: Literal, sign: Sign },
    MinLength(u64),
    MaxLength(u64),
    Pattern(Regex),
    LanguageIn(Vec<String>),
    UniqueLanguage,
    Equals(NamedNode),
    Disjoint(NamedNode),
    LessThan { property: NamedNode, or_equal: bool },
    Node(usize),
    Not(usize),
    And(Vec<usize>),
    Or(Vec<usize>),
    OnlyOne(Vec<usize>),
    Closed(BTreeSet<NamedNode>),
    HasValue(Term),
    In(Vec<Term>),
}

/// The kinds of nodes that a constraint allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NodeKind {
    pub(super) iri: bool,
    pub(super) blank: bool,
    pub(super) literal: bool,
}

/// The comparison of a value with a bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    Above,
    AtLeast,
    Below,
    AtMost,
}

impl Run<'_> {
    pub(super) fn constraint(
        &mut self,
        constraint: &Constraint,
        shape: usize,
        (focus, node): (&Term, &Facts),
        values: &[Term],
        depth: usize,
        broken: &mut Vec<Broken>,
    ) -> Result<(), FactError> {
        let mut add = |value: Option<&Term>, message: String| {
            broken.push(Broken { shape, focus: focus.clone(), value: value.cloned(), message });
        };
        match constraint {
            Constraint::Property(other) => {
                for value in values {
                    let node = self.nodes.node(value)?;
                    self.shape_at(*other, value, &node, depth, broken)?;
                }
            }
            Constraint::Class(class) => {
                for value in values {
                    if !self.nodes.is_of(value, class)? {
                        add(Some(value), format!("not of the class {}", self.short(class)));
                    }
                }
            }
            Constraint::Node(other) => {
                for value in values {
                    if !self.conforms(*other, value, depth + 1)? {
                        add(Some(value), format!("does not conform to {}", self.name(*other)));
                    }
                }
            }
            Constraint::Not(other) => {
                for value in values {
                    if self.conforms(*other, value, depth + 1)? {
                        add(Some(value), format!("conforms to {}, which it must not", self.name(*other)));
                    }
                }
            }
            Constraint::And(shapes) | Constraint::Or(shapes) | Constraint::OnlyOne(shapes) => {
                for value in values {
                    let mut conforming = 0;
                    for other in shapes {
                        conforming += usize::from(self.conforms(*other, value, depth + 1)?);
                    }
                    let (holds, asked) = match constraint {
                        Constraint::And(_) => (conforming == shapes.len(), "all"),
                        Constraint::Or(_) => (conforming > 0, "at least one"),
                        _ => (conforming == 1, "exactly one"),
                    };
                    if !holds {
                        add(
                            Some(value),
                            format!("conforms to {conforming} of {} shapes, not to {asked}", shapes.len()),
                        );
                    }
                }
            }
            Constraint::MinCount(least) => {
                if (values.len() as u64) < *least {
                    add(None, format!("{}, at least {least} needed", counted(values.len())));
                }
            }
            Constraint::MaxCount(most) => {
                if values.len() as u64 > *most {
                    add(None, format!("{}, at most {most} allowed", counted(values.len())));
                }
            }
            Constraint::HasValue(asked) => {
                if !values.contains(asked) {
                    add(None, format!("does not have the value {asked}"));
                }
            }
            Constraint::UniqueLanguage => {
                let tags = || values.iter().filter_map(language);
                for tag in tags().collect::<BTreeSet<_>>() {
                    if tags().filter(|t| *t == tag).count() > 1 {
                        add(None, format!("several values in the language {tag}"));
                    }
                }
            }
            Constraint::Equals(property) => {
                let others: Vec<&Term> = node.values(property.as_ref()).collect();
                let only_here = values.iter().filter(|v| !others.contains(v));
                for value in only_here.chain(others.iter().copied().filter(|v| !values.contains(v))) {
                    add(Some(value), format!("not also a value of {}, or of it alone", self.short(property)));
                }
            }
            Constraint::Disjoint(property) => {
                for value in values.iter().filter(|v| node.values(property.as_ref()).any(|other| other == *v)) {
                    add(Some(value), format!("also a value of {}", self.short(property)));
                }
            }
            Constraint::LessThan { property, or_equal } => {
                for value in values {
                    for other in node.values(property.as_ref()).filter(|other| !less(value, other, *or_equal)) {
                        add(Some(value), format!("not less than {} of {}", super::plain(other), self.short(property)));
                    }
                }
            }
            Constraint::Closed(allowed) => {
                for value in values {
                    let node = self.nodes.node(value)?;
                    for (property, object) in node.iter().filter(|(p, _)| !allowed.contains(*p)) {
                        add(Some(object), format!("{} is not allowed", self.short(property)));
                    }
                }
            }
            single => {
                for value in values {
                    if let Some(message) = self.value(single, value) {
                        add(Some(value), message);
                    }
                }
            }
        }
        Ok(())
    }

    /// What is wrong with a single value; `None` if it conforms.
    fn value(&self, constraint: &Constraint, value: &Term) -> Option<String> {
        match constraint {
            Constraint::Datatype(datatype) => {
                let fits = matches!(value, Term::Literal(l) if l.datatype() == datatype.as_ref() && is_well_formed(l));
                (!fits).then(|| format!("not {}", self.short(datatype)))
            }
            Constraint::NodeKind(kind) => {
                let fits = match value {
                    Term::NamedNode(_) => kind.iri,
                    Term::BlankNode(_) => kind.blank,
                    Term::Literal(_) => kind.literal,
                };
                let kinds = [(kind.iri, "an IRI"), (kind.blank, "a blank node"), (kind.literal, "a literal")];
                let asked: Vec<&str> = kinds.into_iter().filter(|k| k.0).map(|k| k.1).collect();
                (!fits).then(|| format!("not {}", asked.join(" or ")))
            }
            Constraint::Bound { bound, sign } => {
                let bound_term = Term::from(bound.clone());
                let (fits, asked) = match sign {
                    Sign::Above => (less(&bound_term, value, false), "above"),
                    Sign::AtLeast => (less(&bound_term, value, true), "at least"),
                    Sign::Below => (less(value, &bound_term, false), "below"),
                    Sign::AtMost => (less(value, &bound_term, true), "at most"),
                };
                (!fits).then(|| format!("not {asked} {}", bound.value()))
            }
            Constraint::MinLength(_) | Constraint::MaxLength(_) | Constraint::Pattern(_) => {
                let text = match value {
                    Term::NamedNode(node) => Some(node.as_str()),
                    Term::Literal(literal) => Some(literal.value()),
                    Term::BlankNode(_) => None,
                };
                let length = text.map(|t| t.chars().count() as u64);
                match constraint {
                    Constraint::MinLength(least) => {
                        (length.is_none_or(|l| l < *least)).then(|| format!("shorter than {least}"))
                    }
                    Constraint::MaxLength(most) => {
                        (length.is_none_or(|l| l > *most)).then(|| format!("longer than {most}"))
                    }
                    Constraint::Pattern(pattern) => (!text.is_some_and(|t| pattern.is_match(t)))
                        .then(|| format!("not of the form {}", shortened(pattern.as_str()))),
                    _ => None,
                }
            }
            Constraint::LanguageIn(ranges) => {
                let fits = language(value).is_some_and(|tag| ranges.iter().any(|range| in_range(&tag, range)));
                (!fits).then(|| format!("not in one of the languages {}", ranges.join(", ")))
            }
            Constraint::In(allowed) => (!allowed.contains(value)).then(|| format!("none of {} values", allowed.len())),
            _ => None,
        }
    }

    fn short(&self, iri: &NamedNode) -> String {
        self.prefixes.shorten(iri.as_str()).unwrap_or_else(|| iri.to_string())
    }

    fn name(&self, shape: usize) -> &str {
        &self.shapes[shape].rule.name
    }
}

fn counted(n: usize) -> String {
    match n {
        0 => "no value".to_owned(),
        1 => "1 value".to_owned(),
        n => format!("{n} values"),
    }
}

/// A pattern, cut to a length for messages.
fn shortened(pattern: &str) -> String {
    if pattern.chars().count() <= 60 {
        return pattern.to_owned();
    }
    format!("{}…", pattern.chars().take(59).collect::<String>())
}

fn language(value: &Term) -> Option<String> {
    match value {
        Term::Literal(literal) if literal.datatype() == rdf::LANG_STRING => literal.language().map(str::to_lowercase),
        _ => None,
    }
}

/// Basic filtering of RFC 4647, as SPARQL's `langMatches` does it.
fn in_range(tag: &str, range: &str) -> bool {
    let range = range.to_lowercase();
    range == "*" || tag == range || tag.strip_prefix(&range).is_some_and(|rest| rest.starts_with('-'))
}

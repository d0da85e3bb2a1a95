//! A query with parameters, and the query that results when they have values.
//!
//! A value replaces its variable among the *tokens* of the text, in the syntax of RDF terms. So it reaches sub-SELECTs,
//! which a substitution of bindings does not, and it stays one term, whatever it contains.

use super::header::{Header, HeaderError};
use super::known::Given;
use super::parameters::{Parameter, variable};
use super::prefixes::{Prefixes, did_you_mean, nearest};
use super::text::unmarked;
use super::tokens::{Token, tokens};
use super::values::{self, ValueError};
use crate::base::vocab::xsd;
use oxigraph::model::{Term, TermRef};

/// A query with parameters, as written.
#[derive(Debug, Clone)]
pub struct Template {
    /// The metadata of the query.
    pub header: Header,
    /// The parameters, in the order in which the text first uses them.
    pub parameters: Vec<Parameter>,
    text: String,
    slots: Vec<Slot>,
}

/// A query in which every parameter has its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// The SPARQL text.
    pub text: String,
    /// The IRIs among the values.
    pub iris: Vec<Given>,
    original: String,
    // The position of each value in the text, and of its variable in the original.
    moved: Vec<(ByteRange, ByteRange)>,
}

/// A range of bytes: start and end.
type ByteRange = (usize, usize);

/// A variable that stands for a parameter.
#[derive(Debug, Clone)]
struct Slot {
    token: Token,
    parameter: usize,
    place: Place,
}

/// The position of a variable, if a term cannot simply replace it there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Term,
    /// After SELECT, where only variables and `(… AS ?x)` are allowed.
    Projection,
    /// After GROUP BY and ORDER BY, where constants need brackets.
    Condition,
    /// After LIMIT and OFFSET, where only digits are allowed.
    Count,
}

/// Why a text is not a valid template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// The header cannot be read.
    #[error(transparent)]
    Header(#[from] HeaderError),
    /// The variables of one parameter have different types.
    #[error("the parameter {name} has the type {first} in one place and {second} in another")]
    Conflict {
        /// The parameter.
        name: String,
        /// The type at its first occurrence.
        first: String,
        /// The other type.
        second: String,
    },
    /// The header names a parameter that the text does not have.
    #[error("the header gives {field} for {name}, which is not a parameter of the query")]
    NoSuchParameter {
        /// `defaults` or `enumerate`.
        field: &'static str,
        /// The name in the header.
        name: String,
    },
}

/// Why a template cannot be filled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ArgumentError {
    /// A value is not valid for its parameter.
    #[error(transparent)]
    Value(#[from] ValueError),
    /// A required parameter has no value.
    #[error("no value for {}; the query takes {takes}", .names.join(", "))]
    Missing {
        /// The parameters without a value.
        names: Vec<String>,
        /// All parameters of the query, for the message.
        takes: String,
    },
    /// A value is given for a parameter that the query does not have.
    #[error("the query has no parameter {name:?}{}; it takes {takes}", did_you_mean(.nearest.as_deref()))]
    Unknown {
        /// The name, as given.
        name: String,
        /// The parameter with the most similar spelling; `None` if none is near.
        nearest: Option<String>,
        /// All parameters of the query, for the message.
        takes: String,
    },
    /// This parameter is given two values.
    #[error("two values for {0}")]
    Twice(String),
}

impl Template {
    /// The query as written, with its header.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Parses a query with its header and parameters.
    pub fn new(text: &str, prefixes: &Prefixes) -> Result<Self, TemplateError> {
        let text = unmarked(text);
        let header = Header::of(text)?;
        let all = tokens(text);
        let mut parameters: Vec<Parameter> = Vec::new();
        let mut slots = Vec::new();
        for (token, place) in all.iter().zip(places(text, &all)) {
            let Some(parameter) = variable(token, text).and_then(|v| Parameter::of_variable(v, prefixes)) else {
                continue;
            };
            let index = if let Some(i) = parameters.iter().position(|p| p.name == parameter.name) {
                let known = &mut parameters[i];
                if known.kind != parameter.kind {
                    return Err(TemplateError::Conflict {
                        name: parameter.name,
                        first: known.kind.to_string(),
                        second: parameter.kind.to_string(),
                    });
                }
                known.optional &= parameter.optional;
                i
            } else {
                parameters.push(parameter);
                parameters.len() - 1
            };
            slots.push(Slot { token: *token, parameter: index, place });
        }
        let missing = |field, name: &str| TemplateError::NoSuchParameter { field, name: name.to_owned() };
        for (name, value) in &header.defaults {
            let parameter = by_name(&mut parameters, name).ok_or_else(|| missing("defaults", name))?;
            parameter.default = Some(value.clone());
        }
        for (name, choices) in &header.enumerate {
            let parameter = by_name(&mut parameters, name).ok_or_else(|| missing("enumerate", name))?;
            parameter.choices.clone_from(choices);
        }
        Ok(Self { header, parameters, text: text.to_owned(), slots })
    }

    /// Fills the query with values, each a pair of name and typed text. Parameters without a value take their defaults.
    pub fn fill(&self, arguments: &[(String, String)], prefixes: &Prefixes) -> Result<Filled, ArgumentError> {
        let mut given: Vec<Option<&str>> = vec![None; self.parameters.len()];
        for (name, value) in arguments {
            let Some(i) = self.parameters.iter().position(|p| same_name(&p.name, name)) else {
                let names = self.parameters.iter().map(|p| p.name.as_str());
                return Err(ArgumentError::Unknown {
                    name: name.clone(),
                    nearest: nearest(name, names).map(str::to_owned),
                    takes: self.takes(),
                });
            };
            if given[i].replace(value).is_some() {
                return Err(ArgumentError::Twice(self.parameters[i].name.clone()));
            }
        }
        let mut terms: Vec<Option<Term>> = Vec::new();
        let mut iris = Vec::new();
        let mut names = Vec::new();
        for (parameter, given) in self.parameters.iter().zip(given) {
            let value = given.or(parameter.default.as_deref());
            if value.is_none() && parameter.is_required() {
                names.push(parameter.name.clone());
            }
            let term = value.map(|v| values::term(parameter, v, prefixes)).transpose()?;
            if let (Some(Term::NamedNode(iri)), Some(value)) = (&term, value) {
                let (name, value, is_default) = (parameter.name.clone(), value.to_owned(), given.is_none());
                iris.push(Given { name, value, iri: iri.as_str().to_owned(), is_default });
            }
            terms.push(term);
        }
        if !names.is_empty() {
            return Err(ArgumentError::Missing { names, takes: self.takes() });
        }
        self.substitute(&terms, iris)
    }

    fn substitute(&self, terms: &[Option<Term>], iris: Vec<Given>) -> Result<Filled, ArgumentError> {
        let mut text = String::with_capacity(self.text.len() + 64 * self.slots.len());
        let mut moved = Vec::new();
        let mut copied = 0;
        for slot in &self.slots {
            let Some(term) = &terms[slot.parameter] else { continue };
            let parameter = &self.parameters[slot.parameter];
            text.push_str(&self.text[copied..slot.token.start]);
            // Spaces keep a term from joining with the tokens beside it.
            text.push(' ');
            let start = text.len();
            text.push_str(&match slot.place {
                Place::Term => term.to_string(),
                Place::Projection => format!("({term} AS ?{})", parameter.name),
                Place::Condition => format!("({term})"),
                Place::Count => count(parameter, term)?,
            });
            moved.push(((start, text.len()), (slot.token.start, slot.token.end)));
            text.push(' ');
            copied = slot.token.end;
        }
        text.push_str(&self.text[copied..]);
        Ok(Filled { text, iris, original: self.text.clone(), moved })
    }

    fn takes(&self) -> String {
        let all: Vec<String> = self.parameters.iter().map(ToString::to_string).collect();
        if all.is_empty() { "none".to_owned() } else { all.join(", ") }
    }
}

impl Filled {
    /// A query without parameters: its variables are left as they are.
    pub fn plain(text: &str) -> Self {
        let text = unmarked(text).to_owned();
        Self { original: text.clone(), text, iris: Vec::new(), moved: Vec::new() }
    }

    /// The same, with the IRIs that its parameters were given, if the values were put in before.
    pub fn with_iris(self, iris: Vec<Given>) -> Self {
        Self { iris, ..self }
    }

    /// The kind of answer.
    pub fn kind(&self) -> super::AnswerKind {
        super::kind(&self.original)
    }

    /// The text before the values were put in, as its author knows it.
    pub fn original(&self) -> &str {
        &self.original
    }

    /// The range of the original from which bytes of the filled text come.
    pub fn origin(&self, start: usize, end: usize) -> ByteRange {
        let mut shift: isize = 0;
        for ((new_start, new_end), (old_start, old_end)) in &self.moved {
            // The space on either side belongs to the value.
            if start > *new_end {
                shift = old_end.cast_signed() - (new_end + 1).cast_signed();
            } else if start + 1 >= *new_start {
                return (*old_start, *old_end);
            } else {
                break;
            }
        }
        let back = |at: usize| at.saturating_add_signed(shift).min(self.original.len());
        (back(start), back(end))
    }
}

fn same_name(a: &str, b: &str) -> bool {
    a.replace('-', "_") == b.replace('-', "_")
}

fn by_name<'a>(parameters: &'a mut [Parameter], name: &str) -> Option<&'a mut Parameter> {
    parameters.iter_mut().find(|p| same_name(&p.name, name))
}

fn count(parameter: &Parameter, term: &Term) -> Result<String, ArgumentError> {
    let value = match term.as_ref() {
        TermRef::Literal(l) if l.datatype() == xsd::INTEGER => l.value().parse::<u64>().ok(),
        _ => None,
    };
    value.map(|v| v.to_string()).ok_or_else(|| {
        ArgumentError::Value(ValueError {
            name: parameter.name.clone(),
            value: match term {
                Term::Literal(l) => l.value().to_owned(),
                other => other.to_string(),
            },
            rule: "LIMIT and OFFSET count rows".to_owned(),
            help: "a whole number from 0".to_owned(),
        })
    })
}

/// For each token, the place that it is in.
fn places(text: &str, tokens: &[Token]) -> Vec<Place> {
    let mut clause = Place::Term;
    let mut depth = 0_usize;
    tokens
        .iter()
        .map(|token| {
            let written = token.of(text);
            let is = |keywords: &[&str]| keywords.iter().any(|k| token.is(text, k));
            match written {
                "(" => depth += 1,
                ")" => depth = depth.saturating_sub(1),
                "{" | "}" => (clause, depth) = (Place::Term, 0),
                _ if is(&["SELECT"]) => (clause, depth) = (Place::Projection, 0),
                _ if is(&["BY"]) => (clause, depth) = (Place::Condition, 0),
                _ if is(&["LIMIT", "OFFSET"]) => (clause, depth) = (Place::Count, 0),
                _ if is(&["WHERE", "FROM", "HAVING", "ORDER", "VALUES"]) => clause = Place::Term,
                _ => {}
            }
            if depth == 0 { clause } else { Place::Term }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prefixes() -> Prefixes {
        Prefixes::new("https://example.org/d/")
    }

    fn fill(text: &str, arguments: &[(&str, &str)]) -> Result<Filled, ArgumentError> {
        let arguments: Vec<_> = arguments.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        Template::new(text, &prefixes()).unwrap().fill(&arguments, &prefixes())
    }

    fn filled(text: &str, arguments: &[(&str, &str)]) -> String {
        fill(text, arguments).unwrap().text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn values_go_where_variables_stand_and_nowhere_else() {
        let text = "# ?_place_iri\nSELECT ?x { { SELECT ?x { ?x <p?_place_iri> ?_place_iri ; <q> '?_place_iri' } } }";
        assert_eq!(
            filled(text, &[("place", "place:shusha")]),
            "# ?_place_iri SELECT ?x { { SELECT ?x { ?x <p?_place_iri> <https://example.org/d/place/shusha> ; <q> '?_place_iri' } } }"
        );
    }

    #[test]
    fn a_value_cannot_become_anything_but_a_term() {
        let attack = "x\" } ; DROP ALL # \\u0022 \n ' ''' \"\"\"";
        let text = filled("SELECT * { ?s ?p ?_x }", &[("x", attack)]);
        let parsed = oxigraph::sparql::SparqlEvaluator::new().parse_query(&text);
        assert!(parsed.is_ok(), "{text}");
        let strings: Vec<_> = tokens(&text).iter().map(|t| t.kind).collect();
        assert_eq!(strings.len(), 7, "{text}");
        for iri in ["http://x/> } #", "http://x/\\u003e", "http://x/\n", "place:<x>"] {
            assert!(matches!(fill("ASK { ?s ?p ?_x_iri }", &[("x", iri)]), Err(ArgumentError::Value(_))), "{iri}");
        }
    }

    #[test]
    fn clauses_that_take_no_term_are_written_so_that_they_do() {
        assert_eq!(
            filled(
                "SELECT ?_x (STR(?_x) AS ?y) { ?s ?p ?_x } GROUP BY ?_x ORDER BY ?_x DESC(?_x) LIMIT ?_n_integer",
                &[("x", "v"), ("n", "007")]
            ),
            "SELECT (\"v\" AS ?x) (STR( \"v\" ) AS ?y) { ?s ?p \"v\" } GROUP BY (\"v\") ORDER BY (\"v\") DESC( \"v\" ) LIMIT 7"
        );
        let error = fill("SELECT * {} LIMIT ?_n_integer", &[("n", "-1")]).unwrap_err();
        assert_eq!(error.to_string(), "n=-1: LIMIT and OFFSET count rows");
    }

    #[test]
    fn terms_do_not_grow_together_with_their_neighbours() {
        assert_eq!(
            filled("ASK { FILTER(?x<?_a_iri) FILTER(?_b_en-1) }", &[("a", "urn:a"), ("b", "c")]),
            "ASK { FILTER(?x< <urn:a> ) FILTER( \"c\"@en -1) }"
        );
    }

    #[test]
    fn arguments_are_checked_by_name() {
        let text = "#+ defaults:\n#+   - from: 1990-01-01\nSELECT * { ?_place_iri ?p ?_from_xsd_date , ?__other }";
        assert_eq!(
            fill(text, &[]).unwrap_err().to_string(),
            "no value for place; the query takes place (IRI), from=1990-01-01 (date), [other] (string)"
        );
        assert_eq!(
            fill(text, &[("plase", "x")]).unwrap_err().to_string(),
            "the query has no parameter \"plase\"; did you mean \"place\"?; it takes place (IRI), from=1990-01-01 (date), [other] (string)"
        );
        assert_eq!(
            fill(text, &[("place", "place:a"), ("place", "place:b")]),
            Err(ArgumentError::Twice("place".to_owned()))
        );
        assert!(filled(text, &[("place", "place:a")]).ends_with(
            "<https://example.org/d/place/a> ?p \"1990-01-01\"^^<http://www.w3.org/2001/XMLSchema#date> , ?__other }"
        ));
    }

    #[test]
    fn a_header_may_name_existing_parameters_only() {
        let error = |text| Template::new(text, &prefixes()).unwrap_err().to_string();
        assert_eq!(
            error("#+ defaults:\n#+   - fro: 1990\nASK { ?s ?p ?_from }"),
            "the header gives defaults for fro, which is not a parameter of the query"
        );
        assert_eq!(
            error("ASK { ?_x ?p ?_x_iri }"),
            "the parameter x has the type string in one place and IRI in another"
        );
    }

    #[test]
    fn other_values_than_the_choices_are_errors() {
        let text = "#+ enumerate:\n#+   - aspect: [area, time]\nASK { ?s ?p ?__aspect }";
        assert_eq!(
            fill(text, &[("aspect", "date")]).unwrap_err().to_string(),
            "aspect=date: it is not one of the values that the query takes"
        );
        assert!(filled(text, &[("aspect", "area")]).ends_with("ASK { ?s ?p \"area\" }"));
    }

    #[test]
    fn positions_lead_back_to_the_original() {
        let text = "ASK { ?s ?p ?_x . ?t ?q ?_x } bad";
        let filled = fill(text, &[("x", "a long value")]).unwrap();
        let bad = filled.text.find("bad").unwrap();
        let t = filled.text.find("?t").unwrap();
        let value = filled.text.find("long").unwrap();
        let part = |(start, end)| &text[start..end];
        assert_eq!(part(filled.origin(bad, bad + 3)), "bad");
        assert_eq!(part(filled.origin(t, t + 2)), "?t");
        assert_eq!(part(filled.origin(value, value + 1)), "?_x");
        assert_eq!(part(filled.origin(0, 3)), "ASK");
    }
}

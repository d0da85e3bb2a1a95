//! Turtle and TriG for people and for version control, from statements in order: one predicate per line, several
//! objects one per line, a blank line between subjects.

use super::PublishError;
use super::curie::Used;
use super::turtle::{DEFAULT_GRAPH, ELSEWHERE, Layout, OURS, REIFIES, text};
use crate::base::escape::push_iri;
use crate::base::sort::Sorted;
use std::io::{self, Write};

/// Writes sorted records as a document and returns the number of statements.
pub(super) fn write(
    mut records: Sorted,
    layout: &Layout,
    used: &Used,
    out: &mut impl Write,
) -> Result<u64, PublishError> {
    let mut page = Page {
        layout,
        out,
        graph: vec![DEFAULT_GRAPH],
        subject: Vec::new(),
        predicate: Vec::new(),
        object: Vec::new(),
        several: false,
        section: Vec::new(),
    };
    page.prologue(used).map_err(PublishError::Write)?;
    let mut count = 0;
    while let Some(record) = records.next()? {
        let mut texts = record.splitn(4, |b| *b == 0);
        let mut text = || texts.next().unwrap_or_default();
        page.statement([text(), text(), text(), text()]).map_err(PublishError::Write)?;
        count += 1;
    }
    page.end_graph().map_err(PublishError::Write)?;
    Ok(count)
}

/// The document as it is written. The last object is held back, because only the next record shows how it ends.
struct Page<'a, W> {
    layout: &'a Layout,
    out: &'a mut W,
    graph: Vec<u8>,
    subject: Vec<u8>,
    predicate: Vec<u8>,
    object: Vec<u8>,
    several: bool,
    section: Vec<u8>,
}

impl<W: Write> Page<'_, W> {
    fn prologue(&mut self, used: &Used) -> io::Result<()> {
        for (prefix, namespace) in self.layout.prefixes.of(used) {
            let mut iri = Vec::new();
            push_iri(namespace, &mut iri);
            writeln!(self.out, "@prefix {prefix}: <{}> .", text(&iri))?;
        }
        Ok(())
    }

    fn statement(&mut self, [graph, subject, predicate, object]: [&[u8]; 4]) -> io::Result<()> {
        if graph != self.graph {
            self.end_graph()?;
            self.begin_graph(graph)?;
        }
        let is_reified = predicate.first() == Some(&REIFIES);
        if subject != self.subject {
            self.end_object(b" .\n")?;
            if is_reified {
                return self.begin_reifier(subject, object);
            }
            self.begin_subject(subject)?;
            self.node(subject)?;
            self.begin_predicate(predicate, predicate == A)?;
        } else if predicate != self.predicate {
            self.end_object(b" ;")?;
            self.begin_predicate(predicate, false)?;
        } else {
            self.several = true;
            self.end_object(b",")?;
        }
        self.object.clear();
        if is_reified {
            self.object.extend_from_slice(&[b"<<( ", object, b" )>>"].concat());
        } else {
            self.object.extend_from_slice(object);
        }
        Ok(())
    }

    /// A claim with the triple that it reifies and that is not asserted: `<< place hasArea quantity ~ claim >>` (RDF
    /// 1.2 Turtle, reified triple). The statements about the claim follow.
    fn begin_reifier(&mut self, claim: &[u8], triple: &[u8]) -> io::Result<()> {
        self.begin_subject(claim)?;
        self.predicate.clear();
        self.out.write_all(b"<< ")?;
        self.out.write_all(triple)?;
        self.out.write_all(b" ~ ")?;
        self.node(claim)?;
        self.out.write_all(b" >>")
    }

    fn begin_graph(&mut self, graph: &[u8]) -> io::Result<()> {
        self.graph = graph.to_vec();
        self.out.write_all(b"\n")?;
        self.node(graph)?;
        self.out.write_all(b" {\n")
    }

    fn end_graph(&mut self) -> io::Result<()> {
        self.end_object(b" .\n")?;
        self.subject.clear();
        if self.is_in_graph() { self.out.write_all(b"}\n") } else { Ok(()) }
    }

    fn begin_subject(&mut self, subject: &[u8]) -> io::Result<()> {
        if !(self.is_in_graph() && self.subject.is_empty()) {
            self.out.write_all(b"\n")?;
        }
        let section = section(subject);
        if !self.layout.with_graphs && !section.is_empty() && section != self.section {
            writeln!(self.out, "# {}\n", text(section))?;
            self.section = section.to_vec();
        }
        replace(&mut self.subject, subject);
        self.indent(0)
    }

    fn begin_predicate(&mut self, predicate: &[u8], same_line: bool) -> io::Result<()> {
        if same_line {
            self.out.write_all(b" ")?;
        } else {
            self.out.write_all(b"\n")?;
            self.indent(1)?;
        }
        self.out.write_all(predicate.get(1..).unwrap_or_default())?;
        replace(&mut self.predicate, predicate);
        self.several = false;
        Ok(())
    }

    fn end_object(&mut self, end: &[u8]) -> io::Result<()> {
        if self.object.is_empty() {
            return Ok(());
        }
        // Types are few and short.
        if self.several && self.predicate != A {
            self.out.write_all(b"\n")?;
            self.indent(2)?;
        } else {
            self.out.write_all(b" ")?;
        }
        self.out.write_all(&self.object)?;
        self.object.clear();
        self.out.write_all(end)
    }

    fn is_in_graph(&self) -> bool {
        self.graph != [DEFAULT_GRAPH]
    }

    fn indent(&mut self, steps: usize) -> io::Result<()> {
        let steps = steps + usize::from(self.is_in_graph());
        (0..steps).try_for_each(|_| self.out.write_all(b"    "))
    }

    fn node(&mut self, key: &[u8]) -> io::Result<()> {
        let (mut iri, mut name) = (String::new(), Vec::new());
        self.layout.iri(key, &mut iri);
        self.layout.prefixes.push(&iri, &mut Used::default(), &mut name);
        self.out.write_all(&name)
    }
}

/// `rdf:type` with its rank.
const A: &[u8] = b"0a";

fn replace(old: &mut Vec<u8>, new: &[u8]) {
    old.clear();
    old.extend_from_slice(new);
}

/// The section of a subject: the folder of its IRI.
fn section(subject: &[u8]) -> &[u8] {
    match subject.split_first() {
        Some((&OURS, rest)) => rest.split(|b| *b == b'/').next().unwrap_or_default(),
        Some((&ELSEWHERE, _)) => b"elsewhere",
        _ => b"",
    }
}

//! SPARQL 1.1 Query Results CSV (and RFC 4180), in place of Oxigraph's writer, which does not quote an IRI with a comma
//! and writes a row of one empty value as an empty line, which readers pass over.

use oxigraph::model::{Term, Variable};
use oxigraph::sparql::QuerySolution;
use std::io::{self, Write};

/// Writes the names of the columns.
pub(super) fn head(variables: &[Variable], out: &mut impl Write) -> io::Result<()> {
    let names: Vec<&str> = variables.iter().map(Variable::as_str).collect();
    write!(out, "{}\r\n", names.join(","))
}

/// Writes a row; an unbound variable is empty.
pub(super) fn row(row: &QuerySolution, out: &mut impl Write) -> io::Result<()> {
    let values = row.values();
    for (at, value) in values.iter().enumerate() {
        if at > 0 {
            out.write_all(b",")?;
        }
        match value {
            Some(Term::NamedNode(node)) => field(node.as_str(), values.len() == 1, out)?,
            Some(Term::Literal(literal)) => field(literal.value(), values.len() == 1, out)?,
            Some(node @ Term::BlankNode(_)) => write!(out, "{node}")?,
            None => field("", values.len() == 1, out)?,
        }
    }
    out.write_all(b"\r\n")
}

fn field(text: &str, is_alone: bool, out: &mut impl Write) -> io::Result<()> {
    if text.contains(['"', ',', '\n', '\r']) || (text.is_empty() && is_alone) {
        write!(out, "\"{}\"", text.replace('"', "\"\""))
    } else {
        out.write_all(text.as_bytes())
    }
}

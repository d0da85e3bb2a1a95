//! SPARQL Query Results XML and RDF/XML, in place of Oxigraph's writers. Those write a carriage return as it is, which
//! a reader turns into a line feed (XML 1.0, 2.11), control characters that no XML parser accepts, and elements without
//! a name.

use super::AnswerError;
use crate::base::names::{is_xml_name, split_xml_name};
use crate::base::vocab::{rdf, xsd};
use crate::query::prefixes::Prefixes;
use oxigraph::model::{Literal, NamedNode, NamedOrBlankNode, Term, Triple, Variable};
use oxigraph::sparql::QuerySolution;
use std::collections::BTreeMap;
use std::io::Write;

type Written = Result<(), AnswerError>;

/// Writes a yes or no.
pub(super) fn boolean(value: bool, out: &mut impl Write) -> Written {
    Ok(write!(
        out,
        "<?xml version=\"1.0\"?><sparql xmlns=\"http://www.w3.org/2005/sparql-results#\"><head></head>\
         <boolean>{value}</boolean></sparql>"
    )?)
}

/// Writes what comes before the rows.
pub(super) fn head(variables: &[Variable], out: &mut impl Write) -> Written {
    out.write_all(b"<?xml version=\"1.0\"?><sparql xmlns=\"http://www.w3.org/2005/sparql-results#\"><head>")?;
    for variable in variables {
        write!(out, "<variable name=\"{}\"/>", variable.as_str())?;
    }
    Ok(out.write_all(b"</head><results>")?)
}

/// Writes a row; an unbound variable is left out.
pub(super) fn row(row: &QuerySolution, out: &mut impl Write) -> Written {
    out.write_all(b"<result>")?;
    for (variable, term) in row {
        write!(out, "<binding name=\"{}\">", variable.as_str())?;
        match term {
            Term::NamedNode(node) => write!(out, "<uri>{}</uri>", escaped(node.as_str())?)?,
            Term::BlankNode(node) => write!(out, "<bnode>{}</bnode>", node.as_str())?,
            Term::Literal(literal) => {
                write!(out, "<literal{}>", kind(literal, "datatype")?)?;
                write!(out, "{}</literal>", escaped(literal.value())?)?;
            }
        }
        out.write_all(b"</binding>")?;
    }
    Ok(out.write_all(b"</result>")?)
}

/// Writes what comes after the rows.
pub(super) fn foot(out: &mut impl Write) -> Written {
    Ok(out.write_all(b"</results></sparql>")?)
}

/// Writes triples; the triples of one subject come one after another.
pub(super) fn graph<'a>(
    triples: impl Iterator<Item = &'a Triple> + Clone,
    prefixes: &Prefixes,
    out: &mut impl Write,
) -> Written {
    let mut declared = BTreeMap::from([("rdf", rdf::NAMESPACE)]);
    for triple in triples.clone() {
        if let Some((prefix, namespace)) = prefixes.longest(triple.predicate.as_str())
            && is_xml_name(&triple.predicate.as_str()[namespace.len()..])
        {
            declared.insert(prefix, namespace);
        }
    }
    out.write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rdf:RDF")?;
    for (prefix, namespace) in declared {
        write!(out, " xmlns:{prefix}=\"{}\"", escaped(namespace)?)?;
    }
    out.write_all(b">\n")?;
    let mut subject: Option<&NamedOrBlankNode> = None;
    for triple in triples {
        if subject != Some(&triple.subject) {
            if subject.is_some() {
                out.write_all(b"  </rdf:Description>\n")?;
            }
            match &triple.subject {
                NamedOrBlankNode::NamedNode(n) => {
                    writeln!(out, "  <rdf:Description rdf:about=\"{}\">", escaped(n.as_str())?)?;
                }
                // The name of a blank node may begin with a digit, that of an XML node may not.
                NamedOrBlankNode::BlankNode(b) => writeln!(out, "  <rdf:Description rdf:nodeID=\"b{}\">", b.as_str())?,
            }
            subject = Some(&triple.subject);
        }
        let (element, declaration) = element(&triple.predicate, prefixes)?;
        write!(out, "    <{element}{declaration}")?;
        match &triple.object {
            Term::NamedNode(node) => writeln!(out, " rdf:resource=\"{}\"/>", escaped(node.as_str())?)?,
            Term::BlankNode(node) => writeln!(out, " rdf:nodeID=\"b{}\"/>", node.as_str())?,
            Term::Literal(literal) => {
                let (kind, text) = (kind(literal, "rdf:datatype")?, escaped(literal.value())?);
                writeln!(out, "{kind}>{text}</{element}>")?;
            }
        }
    }
    if subject.is_some() {
        out.write_all(b"  </rdf:Description>\n")?;
    }
    Ok(out.write_all(b"</rdf:RDF>\n")?)
}

/// The element of a property, and the namespace that it declares if no known prefix fits.
fn element(predicate: &NamedNode, prefixes: &Prefixes) -> Result<(String, String), AnswerError> {
    let iri = predicate.as_str();
    if let Some((prefix, namespace)) = prefixes.longest(iri)
        && is_xml_name(&iri[namespace.len()..])
    {
        return Ok((format!("{prefix}:{}", &iri[namespace.len()..]), String::new()));
    }
    let (namespace, name) = split_xml_name(iri).ok_or_else(|| AnswerError::NoElement(iri.to_owned()))?;
    Ok((format!("ns:{name}"), format!(" xmlns:ns=\"{}\"", escaped(namespace)?)))
}

/// The attribute that gives the language or datatype of a literal.
fn kind(literal: &Literal, datatype: &str) -> Result<String, AnswerError> {
    match literal.language() {
        Some(language) => Ok(format!(" xml:lang=\"{language}\"")),
        None if literal.datatype() == xsd::STRING => Ok(String::new()),
        None => Ok(format!(" {datatype}=\"{}\"", escaped(literal.datatype().as_str())?)),
    }
}

/// A text for an element or an attribute. White space other than a space within the text is a character reference, so
/// that no reader changes it.
fn escaped(text: &str) -> Result<String, AnswerError> {
    let mut out = String::with_capacity(text.len());
    let last = text.chars().count().saturating_sub(1);
    for (at, c) in text.chars().enumerate() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' => out.push_str("&#9;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            ' ' if at == 0 || at == last => out.push_str("&#32;"),
            // XML 1.0 allows these nowhere, not even as a character reference.
            '\0'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => return Err(AnswerError::NotInXml(c)),
            c => out.push(c),
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back_as_they_were() {
        assert_eq!(
            escaped(" a\r\nb\t<c> & \"d\" ").unwrap(),
            "&#32;a&#13;&#10;b&#9;&lt;c&gt; &amp; &quot;d&quot;&#32;"
        );
        for c in ['\0', '\u{1}', '\u{1F}', '\u{FFFE}', '\u{FFFF}'] {
            assert!(matches!(escaped(&format!("a{c}")), Err(AnswerError::NotInXml(found)) if found == c));
        }
        assert_eq!(escaped("\u{85}\u{FFFD}é").unwrap(), "\u{85}\u{FFFD}é");
    }

    #[test]
    fn a_property_is_an_element() {
        let prefixes = Prefixes::new("https://example.org/d/");
        let of = |iri: &str| element(&NamedNode::new_unchecked(iri), &prefixes);
        assert_eq!(of("http://purl.org/dc/terms/title").unwrap(), ("dcterms:title".to_owned(), String::new()));
        let other = of("http://x.example/p#1st-name").unwrap();
        assert_eq!(other, ("ns:st-name".to_owned(), " xmlns:ns=\"http://x.example/p#1\"".to_owned()));
        for iri in ["http://x.example/1", "http://x.example/a/", "urn:1"] {
            assert!(matches!(of(iri), Err(AnswerError::NoElement(_))), "{iri}");
        }
    }
}

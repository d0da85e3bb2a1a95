//! The reading in the NLP Interchange Format (NIF 2.0 Core), as Turtle.
//!
//! The document's text is a `nif:Context`; headline and paragraphs are `nif:Title` and `nif:Paragraph`, and each name
//! and time is a `nif:Phrase` with `nif:anchorOf`, `nif:beginIndex` and `nif:endIndex` (code points, half-open), its
//! class in `itsrdf:taClassRef` and the entity that it names in `itsrdf:taIdentRef` (ITS 2.0): the Wikidata item that
//! the gazetteer gives, else the entity of the dataset, else one of the document, `#entity=3`. A time has its TIMEX3
//! value in `rdf:value` and its EDTF in `choro:edtf`. The address of a document is that of its page if it is known,
//! else the hash of its bytes.

use super::Annotated;
use crate::base::iri::{Minter, Span};
use crate::base::vocab::{choro, dbo, dcterms, itsrdf, nif, owl_time, rdf, wd, xsd};
use crate::extract::finding::EntityType;
use oxigraph::model::Literal;
use std::io::{self, Write};
use std::ops::Range;

/// Writes the prefixes, once for all documents.
pub fn head(out: &mut impl Write) -> io::Result<()> {
    let prefixes = [
        (choro::PREFIX, choro::NAMESPACE),
        (dbo::PREFIX, dbo::NAMESPACE),
        (dcterms::PREFIX, dcterms::NAMESPACE),
        (itsrdf::PREFIX, itsrdf::NAMESPACE),
        (nif::PREFIX, nif::NAMESPACE),
        (owl_time::PREFIX, owl_time::NAMESPACE),
        (rdf::PREFIX, rdf::NAMESPACE),
        (xsd::PREFIX, xsd::NAMESPACE),
    ];
    prefixes.iter().try_for_each(|(prefix, namespace)| writeln!(out, "@prefix {prefix}: <{namespace}> ."))
}

/// Writes an article. With `minter`, entities of the gazetteer get their IRIs in the dataset.
pub fn document(of: &Annotated<'_>, minter: Option<&Minter>, out: &mut impl Write) -> io::Result<()> {
    let base = base(of);
    let whole = Span { start: 0, end: of.document.code_points() };
    let context = local(whole);
    writeln!(out, "\n@base <{base}> .\n\n{context} a nif:Context, nif:OffsetBasedString ;")?;
    if let Some(published) = of.published {
        writeln!(out, "    dcterms:issued {} ;", Literal::from(published.edtf.as_str()))?;
    }
    offsets(whole, out)?;
    writeln!(out, "    nif:isString {} .", Literal::from(of.text()))?;
    let writer = Phrases { of, context };
    for (paragraph, range) in of.parts() {
        let class = if paragraph.is_none() { "nif:Title" } else { "nif:Paragraph" };
        writer.begin(&range, &format!("{class}, nif:OffsetBasedString"), out)?;
        writeln!(out, "    nif:referenceContext {} .", writer.context)?;
    }
    for (n, mention) in of.findings.mentions.iter().enumerate() {
        writer.begin(&mention.range, "nif:Phrase, nif:OffsetBasedString", out)?;
        if let Some(class) = class(mention.kind) {
            writeln!(out, "    itsrdf:taClassRef {class} ;")?;
        }
        let entity = writer.entity(mention.entity, minter);
        // A tool may score in another measure than NIF does.
        if let Some(confidence) = of.confidence(n).filter(|confidence| (0.0..=1.0).contains(confidence)) {
            writeln!(out, "    itsrdf:taConfidence \"{confidence:.2}\"^^xsd:decimal ;")?;
        }
        writeln!(out, "    itsrdf:taIdentRef {entity} ;")?;
        writer.anchor(&mention.range, out)?;
    }
    for time in &of.findings.times {
        writer.begin(&time.range, "nif:Phrase, nif:OffsetBasedString", out)?;
        writeln!(out, "    itsrdf:taClassRef time:TemporalEntity ;")?;
        if let Some(value) = &time.value {
            writeln!(out, "    rdf:value {} ;", Literal::from(value.as_str()))?;
        }
        if let Some(extent) = &time.extent {
            writeln!(out, "    choro:edtf {} ;", Literal::from(extent.edtf.as_str()))?;
        }
        writer.anchor(&time.range, out)?;
    }
    Ok(())
}

/// The class of a named entity.
fn class(kind: EntityType) -> Option<&'static str> {
    match kind {
        EntityType::Person => Some("dbo:Person"),
        EntityType::Organisation => Some("dbo:Organisation"),
        EntityType::Place => Some("dbo:Place"),
        EntityType::Event => Some("dbo:Event"),
        EntityType::Nationality => Some("dbo:EthnicGroup"),
        EntityType::Other => None,
    }
}

/// The address of a range of the text, relative to that of its document (RFC 5147).
fn local(span: Span) -> String {
    format!("<#char={},{}>", span.start, span.end)
}

/// The address of a document, without a fragment.
fn base(of: &Annotated<'_>) -> String {
    let url = of.document.metadata.url.as_deref().filter(|url| Minter::is_iri(url));
    match url {
        Some(url) => url.split('#').next().unwrap_or(url).to_owned(),
        None => format!("hash://sha256/{}", of.document.sha256),
    }
}

fn offsets(span: Span, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "    nif:beginIndex \"{}\"^^xsd:nonNegativeInteger ;", span.start)?;
    writeln!(out, "    nif:endIndex \"{}\"^^xsd:nonNegativeInteger ;", span.end)
}

struct Phrases<'a> {
    of: &'a Annotated<'a>,
    context: String,
}

impl Phrases<'_> {
    fn begin(&self, range: &Range<usize>, class: &str, out: &mut impl Write) -> io::Result<()> {
        let span = self.of.document.span(range);
        writeln!(out, "\n{} a {class} ;", local(span))?;
        offsets(span, out)
    }

    fn anchor(&self, range: &Range<usize>, out: &mut impl Write) -> io::Result<()> {
        writeln!(out, "    nif:anchorOf {} ;", Literal::from(&self.of.text()[range.clone()]))?;
        writeln!(out, "    nif:referenceContext {} .", self.context)
    }

    fn entity(&self, entity: usize, minter: Option<&Minter>) -> String {
        let known = self.of.known(entity);
        let item = known.and_then(|k| k.wikidata.as_ref());
        match (item, known.zip(minter)) {
            (Some(item), _) => format!("<{}{item}>", wd::NAMESPACE),
            (None, Some((known, minter))) => known.iri(minter).to_string(),
            (None, None) => format!("<#entity={entity}>"),
        }
    }
}

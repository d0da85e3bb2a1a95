//! Every IRI that the project mints is made here, from RFC 6570 templates over the base IRI of the dataset. The
//! templates encode their values, so that the result is an IRI (RFC 3987) whatever a source contains.

use iri_string::spec::IriSpec;
use iri_string::template::UriTemplateStr;
use iri_string::template::context::{Context, ListVisitor, Visitor};
use iri_string::types::{IriAbsoluteStr, IriStr};
use oxigraph::model::NamedNode;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use unicode_normalization::UnicodeNormalization;

/// Why a base IRI is not accepted.
#[derive(Debug, thiserror::Error)]
pub enum MinterError {
    /// Not an absolute IRI without fragment.
    #[error("{0:?} is not an absolute IRI without a fragment (RFC 3987, section 2.2)")]
    NotAbsolute(String),
    /// Names cannot be appended to it.
    #[error("{0:?} does not end in \"/\", so nothing can be named below it")]
    NotAFolder(String),
}

/// Makes the IRIs of one dataset.
#[derive(Debug, Clone)]
pub struct Minter {
    base: String,
}

/// A half-open range of Unicode code points in the text of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// Offset of the first code point.
    pub start: usize,
    /// Offset after the last code point.
    pub end: usize,
}

/// The variables of a template. `id` is a path and goes into `{/id*}`; all others are single segments.
struct Vars<'a>(&'a [(&'a str, &'a str)]);

impl Context for Vars<'_> {
    fn visit<V: Visitor>(&self, visitor: V) -> V::Result {
        let name = visitor.var_name().as_str();
        match self.0.iter().find(|(n, _)| *n == name) {
            Some(("id", path)) => visitor.visit_list().visit_items_and_finish(path.split('/')),
            Some((_, value)) => visitor.visit_string(value),
            None => visitor.visit_undefined(),
        }
    }
}

impl Minter {
    /// A minter below a base IRI, which must be absolute and end in `/`.
    pub fn new(base: &str) -> Result<Self, MinterError> {
        if IriAbsoluteStr::new(base).is_err() {
            return Err(MinterError::NotAbsolute(base.to_owned()));
        }
        if !base.ends_with('/') {
            return Err(MinterError::NotAFolder(base.to_owned()));
        }
        Ok(Self { base: base.to_owned() })
    }

    /// Whether a text is an absolute IRI, perhaps with a fragment.
    pub fn is_iri(text: &str) -> bool {
        IriStr::new(text).is_ok()
    }

    /// The base IRI.
    pub fn base(&self) -> &str {
        &self.base
    }

    fn expand(&self, template: &str, vars: &[(&str, &str)]) -> NamedNode {
        let mut iri = self.base.clone();
        let template = UriTemplateStr::new(template).expect("templates are written in this file");
        let vars = Vars(vars);
        let path = template.expand::<IriSpec, _>(&vars).expect("templates use the variable types of this file");
        for (n, segment) in path.to_string().split('/').enumerate() {
            if n > 0 {
                iri.push('/');
            }
            for c in segment.chars() {
                if is_unseen(c) {
                    percent_encode(c.encode_utf8(&mut [0; 4]), &[], &mut iri);
                } else {
                    iri.push(c);
                }
            }
            // Readers resolve these against the path (RFC 3986, section 5.2.4), percent-encoded too.
            if matches!(segment, "." | "..") {
                iri.push('~');
                iri.push_str(short(&digest(&[segment]), 8));
            }
        }
        NamedNode::new_unchecked(iri)
    }

    /// The dataset.
    pub fn dataset(&self) -> NamedNode {
        NamedNode::new_unchecked(self.base.clone())
    }

    /// A document, whichever version of it is loaded.
    pub fn source(&self, id: &str) -> NamedNode {
        self.expand("source{/id*}", &[("id", id)])
    }

    /// One captured version of a document: also the name of the graph that holds what it says.
    pub fn version(&self, id: &str, sha256: &str) -> NamedNode {
        self.expand("source{/id*}/version/{hash}", &[("id", id), ("hash", short(sha256, 16))])
    }

    /// The article of a document.
    pub fn article(&self, id: &str) -> NamedNode {
        self.expand("source{/id*}/article", &[("id", id)])
    }

    /// A paragraph of a document, counted from 1.
    pub fn paragraph(&self, id: &str, position: usize) -> NamedNode {
        self.expand("source{/id*}/paragraph/{n}", &[("id", id), ("n", &position.to_string())])
    }

    /// A stretch of a document's text.
    pub fn span(&self, id: &str, span: Span) -> NamedNode {
        self.expand("source{/id*}/span/{range}", &[("id", id), ("range", &range(span))])
    }

    /// A mention in a document's text.
    pub fn mention(&self, id: &str, span: Span) -> NamedNode {
        self.expand("source{/id*}/mention/{range}", &[("id", id), ("range", &range(span))])
    }

    /// An expression of time in a document's text.
    pub fn time_mention(&self, id: &str, span: Span) -> NamedNode {
        self.expand("source{/id*}/time/{range}", &[("id", id), ("range", &range(span))])
    }

    /// A person or thing that only this document names.
    pub fn local_entity(&self, id: &str, slug: &str) -> NamedNode {
        self.expand("source{/id*}/entity/{slug}", &[("id", id), ("slug", slug)])
    }

    /// An event that a document reports: its number, counted from 1, and its kind.
    pub fn event(&self, id: &str, number: usize, kind: &str) -> NamedNode {
        self.expand("source{/id*}/event/{name}", &[("id", id), ("name", &format!("{number}-{kind}"))])
    }

    /// A claim of an article, by its kind and its own words, so that its name does not change when other parts of the
    /// text do. `nth` distinguishes claims with the same words, counted from 0.
    pub fn article_claim(&self, id: &str, kind: &str, words: &str, nth: usize) -> NamedNode {
        let nth = nth.to_string();
        let hash = digest(&[kind, &folded_space(words), &nth]);
        self.expand("source{/id*}/claim/{name}", &[("id", id), ("name", &format!("{kind}-{}", short(&hash, 12)))])
    }

    /// A claim in place of another, or beside those that were read, as a person states it: `stated` are its fields.
    pub fn revision(&self, of: &NamedNode, stated: &str) -> NamedNode {
        NamedNode::new_unchecked(format!("{}-{}", of.as_str(), short(&digest(&[of.as_str(), stated]), 8)))
    }

    /// What one person decided about a claim.
    pub fn review(&self, claim: &NamedNode, by: &[&str]) -> NamedNode {
        NamedNode::new_unchecked(format!("{}/review-{}", claim.as_str(), short(&digest(by), 8)))
    }

    /// An event that only a person found, by its kind and words.
    pub fn added_event(&self, id: &str, kind: &str, words: &str) -> NamedNode {
        let name = format!("{kind}-{}", short(&digest(&[kind, &folded_space(words)]), 12));
        self.expand("source{/id*}/event/{name}", &[("id", id), ("name", &name)])
    }

    /// A fact box: of a site where the publisher and the title are known, so that it is one box however many pages show
    /// it; otherwise the `number`th box of its document.
    pub fn fact_box(&self, publisher: Option<&str>, title: Option<&str>, id: &str, number: usize) -> NamedNode {
        match (publisher, title) {
            (Some(publisher), Some(title)) => {
                self.expand("box/{publisher}/{title}", &[("publisher", &slug(publisher)), ("title", &slug(title))])
            }
            _ if number == 1 => self.expand("source{/id*}/box", &[("id", id)]),
            _ => self.expand("source{/id*}/box/{n}", &[("id", id), ("n", &number.to_string())]),
        }
    }

    /// A table of a source, by its number, counted from 1.
    pub fn table(&self, id: &str, number: usize) -> NamedNode {
        self.expand("source{/id*}/table/{n}", &[("id", id), ("n", &number.to_string())])
    }

    /// A cell of a source, by its place there: a readable path such as `4-3`, `2017/B7`, `features/3/geometry`.
    pub fn cell(&self, source: &NamedNode, place: &str) -> NamedNode {
        let mut iri = String::with_capacity(source.as_str().len() + place.len() + 6);
        iri.push_str(source.as_str());
        iri.push_str("/cell/");
        for (n, segment) in place.split('/').enumerate() {
            if n > 0 {
                iri.push('/');
            }
            percent_encode(segment, b"-~.!@$&()*+,;=:", &mut iri);
            if matches!(segment, "." | "..") {
                iri.push('~');
            }
        }
        NamedNode::new_unchecked(iri)
    }

    /// A line of the metadata file beside a source, by its number and words.
    pub fn mapping_line(&self, id: &str, number: usize, words: &str) -> NamedNode {
        let name = format!("{number}-{}", short(&digest(&[words]), 8));
        self.expand("source{/id*}/mapping/{name}", &[("id", id), ("name", &name)])
    }

    /// What figures count or measure, by its name.
    pub fn measure(&self, name: &str) -> NamedNode {
        self.expand("measure/{name}", &[("name", &slug(name))])
    }

    /// The `nth` claim of a record about a place, by the digest of the record. A claim that has its value from the same
    /// cell as the `nth` is the `part`th of that cell. Both count from 0.
    pub fn row_claim(&self, place: &str, aspect: &str, record: &str, (nth, part): (usize, usize)) -> NamedNode {
        let mut name = format!("{aspect}-{}-{}", short(record, 12), nth + 1);
        if part > 0 {
            name.push_str(&format!("-{}", part + 1));
        }
        self.expand("claim/{place}/{name}", &[("place", place), ("name", &name)])
    }

    /// A record, by the box and its own words.
    pub fn record(&self, fact_box: &NamedNode, verbatim: &str) -> NamedNode {
        let hash = digest(&[fact_box.as_str(), &folded_space(verbatim)]);
        self.expand("record/{hash}", &[("hash", short(&hash, 16))])
    }

    /// A claim of a record about a place.
    pub fn claim(&self, record: &NamedNode, place: &str, aspect: &str) -> NamedNode {
        let hash = digest(&[record.as_str(), aspect]);
        let name = format!("{aspect}-{}", short(&hash, 12));
        self.expand("claim/{place}/{name}", &[("place", place), ("name", &name)])
    }

    /// A claim of a place's location, by the source of the point and its words.
    pub fn point_claim(&self, place: &str, source: &str, words: &str) -> NamedNode {
        let name = format!("point-{}", short(&digest(&[source, &folded_space(words)]), 12));
        self.expand("claim/{place}/{name}", &[("place", place), ("name", &name)])
    }

    /// A work that is known only by the words of a citation.
    pub fn work(&self, citation: &str) -> NamedNode {
        self.expand("work/{name}", &[("name", &slug(citation))])
    }

    /// An entity of the gazetteer, or a place that only sources name; `folder` distinguishes the kinds.
    pub fn entity(&self, folder: &str, id: &str) -> NamedNode {
        self.expand("{folder}/{name}", &[("folder", folder), ("name", id)])
    }

    /// One spelling of an entity's name.
    pub fn name_form(&self, folder: &str, id: &str, language: &str, name: &str) -> NamedNode {
        let vars = [("folder", folder), ("entity", id), ("lang", language), ("name", name)];
        self.expand("{folder}/{entity}/name/{lang}/{name}", &vars)
    }

    /// A publisher or author, by name.
    pub fn agent(&self, name: &str) -> NamedNode {
        self.expand("agent/{name}", &[("name", &slug(name))])
    }

    /// A time, by its EDTF form.
    pub fn time(&self, edtf: &str) -> NamedNode {
        // A slash would make two segments of an interval, and points alone at an end are lost on the way to a file.
        let edtf = edtf.replace("..", "open").replace('/', "..");
        self.expand("time/{edtf}", &[("edtf", &edtf)])
    }

    /// A quantity, by its lexical form.
    pub fn quantity(&self, lexical: &str) -> NamedNode {
        self.expand("quantity/{lexical}", &[("lexical", &folded_space(lexical).replace(' ', "-"))])
    }

    /// A version of a gazetteer file: also the name of its graph.
    pub fn gazetteer_version(&self, file: &str, sha256: &str) -> NamedNode {
        let vars = [("file", file), ("hash", short(sha256, 16))];
        self.expand("gazetteer/{file}/version/{hash}", &vars)
    }

    /// The common beginning of the graph names of all gazetteer files.
    pub fn gazetteer_folder(&self) -> String {
        format!("{}gazetteer/", self.base)
    }

    /// A computed disagreement.
    pub fn disagreement(&self, place: &str, aspect: &str) -> NamedNode {
        self.expand("disagreement/{place}/{aspect}", &[("place", place), ("aspect", aspect)])
    }

    /// A computed disagreement about an entity that the gazetteer or one source knows.
    pub fn disagreement_of(&self, subject: &NamedNode, aspect: &str) -> NamedNode {
        let path = subject.as_str().strip_prefix(&self.base).unwrap_or(subject.as_str());
        // The path of an IRI that we minted is encoded already.
        NamedNode::new_unchecked(format!("{}disagreement/{path}/{aspect}", self.base))
    }

    /// A computed group of likely copies, by the digest of its members.
    pub fn copy_group(&self, digest: &str) -> NamedNode {
        self.expand("copy-group/{hash}", &[("hash", short(digest, 16))])
    }

    /// A computed chain of sources that are not independent, by the digest of its members.
    pub fn copy_chain(&self, digest: &str) -> NamedNode {
        self.expand("copy-chain/{hash}", &[("hash", short(digest, 16))])
    }

    /// The likeness of two articles, by the digest of both.
    pub fn likeness(&self, digest: &str) -> NamedNode {
        self.expand("likeness/{hash}", &[("hash", short(digest, 16))])
    }

    /// The rule by which disagreements or copies were found.
    pub fn rule(&self, name: &str) -> NamedNode {
        self.expand("rule/{name}", &[("name", name)])
    }

    /// A graph that belongs to no source.
    pub fn graph(&self, name: &str) -> NamedNode {
        self.expand("graph/{name}", &[("name", name)])
    }

    /// The run that produced the dataset.
    pub fn run(&self) -> NamedNode {
        self.expand("run", &[])
    }

    /// A resource in the description of the dataset, by its path there.
    pub fn description(&self, path: &str) -> NamedNode {
        self.expand("description{/id*}", &[("id", path)])
    }

    /// A file beside the dataset, by its path there.
    pub fn file(&self, path: &str) -> NamedNode {
        let mut iri = self.expand("{/id*}", &[("id", path)]).into_string();
        // The base ends in the slash with which the template begins.
        iri.remove(self.base.len());
        NamedNode::new_unchecked(iri)
    }

    /// The part after `folder/` of an IRI that we minted: the readable key of an entity.
    pub fn key<'a>(&self, folder: &str, iri: &'a str) -> Option<&'a str> {
        iri.strip_prefix(&self.base)?.strip_prefix(folder)?.strip_prefix('/')
    }
}

/// Whether a character is invisible: spaces, ends of lines, and marks of direction or joining. RFC 3987 forbids some of
/// them (section 4.1); at others, which it allows, some readers break lines.
fn is_unseen(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

/// The first `n` characters of a hexadecimal digest.
fn short(hash: &str, n: usize) -> &str {
    hash.get(..n).unwrap_or(hash)
}

fn range(span: Span) -> String {
    format!("{}-{}", span.start, span.end)
}

/// SHA-256 of the parts, each ended by a NUL, in hexadecimal.
pub fn digest(parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
        hasher.update([0]);
    }
    hex(&hasher.finalize())
}

/// The part after the last `#` or `/` of an IRI, ignoring those at its end.
pub fn last_part(iri: &str) -> &str {
    let iri = iri.trim_end_matches(['/', '#']);
    iri.rsplit(['#', '/']).next().unwrap_or(iri)
}

/// What the claims of one cell of a row have in common in their IRIs: that of the first of them. Of another claim, its
/// own IRI.
pub fn cell_of_claim(claim: &str) -> &str {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let is_digest = |text: &str| text.len() == 12 && text.bytes().all(|b| b.is_ascii_hexdigit());
    let mut parts = last_part(claim).rsplitn(4, '-');
    let (Some(part), Some(nth), Some(record), Some(_)) = (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return claim;
    };
    let is_part = is_number(part) && is_number(nth) && is_digest(record);
    if is_part { &claim[..claim.len() - part.len() - 1] } else { claim }
}

/// The part of the IRI of a claim that names the article which makes it; `None` for claims of records and rows.
pub fn article_of_claim(claim: &str) -> Option<&str> {
    let (source, _) = claim.rsplit_once("/claim/")?;
    source.contains("/source/").then_some(source)
}

/// Whether an IRI that was minted is of a paragraph of a document.
pub fn is_paragraph(iri: &str) -> bool {
    iri.rsplit_once("/paragraph/").is_some_and(|(source, _)| source.contains("/source/"))
}

/// Decodes percent-encoding (RFC 3986, section 2.1). `None` if an escape is broken, or if the result is not UTF-8.
pub fn percent_decoded(text: &str) -> Option<String> {
    let (bytes, broken) = octets(text);
    if broken { None } else { String::from_utf8(bytes).ok() }
}

/// Decodes percent-encoding into octets; a broken escape stays as it is.
pub fn percent_decoded_leniently(text: &str) -> Vec<u8> {
    octets(text).0
}

/// The octet of the escape at the beginning of a text.
pub fn escaped_octet(text: &[u8]) -> Option<u8> {
    let digit = |at: usize| text.get(at).and_then(|b| char::from(*b).to_digit(16));
    if text.first() != Some(&b'%') {
        return None;
    }
    u8::try_from(digit(1)? * 16 + digit(2)?).ok()
}

/// The decoded octets, and whether an escape was broken.
fn octets(text: &str) -> (Vec<u8>, bool) {
    let mut rest = text.as_bytes();
    let (mut out, mut broken) = (Vec::with_capacity(rest.len()), false);
    while let Some(first) = rest.first() {
        let escaped = escaped_octet(rest);
        broken |= *first == b'%' && escaped.is_none();
        out.push(escaped.unwrap_or(*first));
        rest = &rest[if escaped.is_some() { 3 } else { 1 }..];
    }
    (out, broken)
}

/// Appends a text, percent-encoding all but unreserved characters (RFC 3986, section 2.3) and the octets in `kept`.
pub fn percent_encode(text: &str, kept: &[u8], out: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) || kept.contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
}

/// The number of a Wikidata item, given as `Q42` or as an IRI.
pub fn item_number(text: &str) -> Option<u32> {
    let text = text.rsplit('/').next().unwrap_or(text);
    let digits = text.strip_prefix('Q')?;
    let plain = !digits.is_empty() && !digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten()
}

/// Bytes in lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut s, b| {
        let _ = write!(s, "{b:02x}");
        s
    })
}

/// A text in which every run of white space, no-break spaces included, is replaced by one space.
pub fn folded_space(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// A text in the form used for comparison: NFKC, without case, white space folded. It is never shown and never stored.
///
/// Case is folded through capitals, because ß, ς and ı share theirs with other letters (SS, Σ, I). A dot above i or j
/// is dropped: a capital İ leaves it behind, and Lithuanian writes it below an accent, so `İMİŞLİ` and `İmişli` are
/// equal.
pub fn folded(text: &str) -> String {
    if text.is_ascii() {
        return folded_space(text).to_ascii_lowercase();
    }
    let small = text.nfkc().collect::<String>().to_uppercase().to_lowercase();
    let mut plain = String::with_capacity(small.len());
    for c in small.chars() {
        match c {
            '\u{307}' if plain.ends_with(['i', 'j', 'į']) => {}
            'ς' => plain.push('σ'),
            // This remains of a capital ẞ.
            'ß' => plain.push_str("ss"),
            _ => plain.push(c),
        }
    }
    folded_space(&plain.nfkc().collect::<String>())
}

/// Whether a text can be a readable key: small letters and digits joined by single hyphens, as [`slug`] makes them, and
/// the letters that it replaces (`ı`, `ß`).
pub fn is_slug(text: &str) -> bool {
    let small = || text.nfkc().collect::<String>().to_lowercase() == text;
    text.chars().count() <= LONGEST_SLUG
        && text.split('-').all(|part| !part.is_empty() && part.chars().all(char::is_alphanumeric))
        && small()
}

/// Maximum length of a readable key, in characters.
const LONGEST_SLUG: usize = 60;

/// A readable key: the letters and digits of a folded text, joined by hyphens. The key of a text without any is its
/// digest.
pub fn slug(text: &str) -> String {
    let folded = folded(text);
    let mut out = String::with_capacity(folded.len());
    for c in folded.chars() {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    let out = out.trim_end_matches('-');
    if out.is_empty() {
        return short(&digest(&[text]), 12).to_owned();
    }
    // A long title would make an unreadable name; the digest distinguishes two that begin alike.
    if out.chars().count() > LONGEST_SLUG {
        let head: String = out.chars().take(48).collect();
        return format!("{}-{}", head.trim_end_matches('-'), short(&digest(&[out]), 8));
    }
    out.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_encoding_is_undone_or_refused() {
        for (text, expected) in [
            ("a%20b", Some("a b")),
            ("%C5%9Fu%c5%9fa", Some("şuşa")),
            ("%", None),
            ("%+1", None),
            ("%ff", None),
            ("é", Some("é")),
        ] {
            assert_eq!(percent_decoded(text).as_deref(), expected, "{text}");
        }
        for (text, expected) in [("%+1%41%", "%+1A%"), ("%C5%9F%4", "ş%4"), ("%%20", "% "), ("", "")] {
            assert_eq!(percent_decoded_leniently(text), expected.as_bytes(), "{text}");
        }
        let mut out = String::new();
        percent_encode("ş/a b~", b"/", &mut out);
        assert_eq!(out, "%C5%9F/a%20b~");
    }

    #[test]
    fn the_last_part_of_an_iri_is_never_empty_for_a_slash() {
        for (iri, expected) in
            [("https://e.org/a#b", "b"), ("https://e.org/a/", "a"), ("https://e.org/v#", "v"), ("urn:x", "urn:x")]
        {
            assert_eq!(last_part(iri), expected);
        }
    }

    #[test]
    fn whatever_a_source_contains_the_result_is_an_iri() {
        let minter = Minter::new("https://example.org/d/").unwrap();
        for nasty in ["a b", "<script>", "\"", "Şuşa", "%", "..", "a/../b", "\u{202e}x", "{}", "\\", "100%", "?q#f"] {
            for iri in [
                minter.source(nasty),
                minter.entity("place", &slug(nasty)),
                minter.quantity(nasty),
                minter.name_form("place", "x", "en", nasty),
            ] {
                assert!(NamedNode::new(iri.as_str()).is_ok(), "{iri}");
            }
        }
        // Readers that resolve names leave them as they are.
        for dots in [".", "..", "a/../b"] {
            let iri = minter.source(dots).into_string();
            let base = iri_string::types::IriAbsoluteStr::new("https://example.org/").unwrap();
            let read = iri_string::types::IriReferenceStr::new(&iri).unwrap().resolve_against(base);
            assert_eq!(read.to_string(), iri);
        }
        // RFC 3987, section 4.1, and what readers of N-Triples take for the end of a line.
        for (unseen, expected) in [
            ("a\u{202e}b", "source/a%E2%80%AEb"),
            ("a\u{2028}b", "source/a%E2%80%A8b"),
            ("a\u{a0}b", "source/a%C2%A0b"),
            ("a\u{feff}b", "source/a%EF%BB%BFb"),
            ("Şuşa/ağ", "source/Şuşa/ağ"),
        ] {
            assert_eq!(minter.source(unseen).as_str(), format!("https://example.org/d/{expected}"));
        }
    }

    #[test]
    fn a_base_must_be_absolute_and_a_folder() {
        assert!(matches!(Minter::new("data/"), Err(MinterError::NotAbsolute(_))));
        assert!(matches!(Minter::new("https://example.org/#"), Err(MinterError::NotAbsolute(_))));
        assert!(matches!(Minter::new("https://example.org/x"), Err(MinterError::NotAFolder(_))));
    }

    #[test]
    fn a_slug_keeps_letters_of_every_script() {
        assert_eq!(slug("Ağdam rayonu"), "ağdam-rayonu");
        assert_eq!(slug("Nagorno\u{a0}-  Karabakh"), "nagorno-karabakh");
        assert_eq!(slug("!!!").len(), 12);
    }

    #[test]
    fn names_that_differ_in_case_alone_are_one() {
        for (a, b) in [
            ("İMİŞLİ", "İmişli"),
            ("İMİŞLİ", "imişli"),
            ("I\u{307}mişli", "İmişli"),
            ("QUBADLI", "Qubadlı"),
            ("DİYARBAKIR", "Diyarbakır"),
            ("DIYARBAKIR", "Diyarbakır"),
            ("GROSSENHAIN", "Großenhain"),
            ("GROẞENHAIN", "Großenhain"),
            ("ΠΑΤΡΑΣ", "Πατρας"),
            ("ΠΑΤΡΑΣ", "πατρασ"),
            ("J\u{307}\u{301}onava", "j\u{301}onava"),
            ("\u{12e}\u{307}vas", "įvas"),
            ("ԵՐԵՒԱՆ", "Երևան"),
            ("ﬁzuli", "FIZULI"),
        ] {
            assert_eq!(folded(a), folded(b), "{a} {b}");
            assert_eq!(slug(a), slug(b), "{a} {b}");
        }
        for (a, b) in [("Şuşa", "Susa"), ("Ağdam", "Agdam"), ("Kəlbəcər", "Kelbecer"), ("Żary", "Zary"), ("Ėda", "Eda")]
        {
            assert_ne!(folded(a), folded(b), "{a} {b}");
        }
        assert_eq!(slug("İMİŞLİ"), "imişli");
    }

    #[test]
    fn a_key_that_somebody_typed_may_have_letters_that_a_slug_folds() {
        for id in ["shusha", "nagorno-karabakh", "qubadlı", "großenhain", "şuşa-2", "шуша"] {
            assert!(is_slug(id), "{id}");
        }
        for id in ["", "-", "a-", "-a", "a--b", "Shusha", "a b", "i\u{307}mişli", "ﬁ", &"x".repeat(61)] {
            assert!(!is_slug(id), "{id}");
        }
    }
}

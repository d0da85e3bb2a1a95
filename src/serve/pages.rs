//! Pages generated from the store, if no site was published: the files that `publish` would write, made by the same code.
//!
//! An IRI of the dataset, `/place/aghdam`, names a thing. Data is returned at this address; a page, whose links are relative to
//! its folder, is at `/place/aghdam/`. The files of a page have addresses, too: `/place/aghdam/index.ttl`.

use super::form;
use super::formats::{self, Form};
use super::http_error::HttpError;
use super::job::Head;
use crate::base::iri::percent_decoded;
use crate::base::media;
use crate::publish::site::{Live, SiteError};
use crate::query::{Answer, AnswerError, Prefixes, ResultFormat};
use oxigraph::model::{NamedNode, Triple};
use oxigraph::sparql::QueryTripleIter;

/// A file, or a redirect to one.
pub(super) struct PageLookup {
    pub(super) head: Head,
    pub(super) body: Vec<u8>,
    pub(super) rows: u64,
}

impl PageLookup {
    fn file(content_type: &str, body: Vec<u8>, rows: u64) -> Self {
        Self { head: Head { content_type: content_type.to_owned(), location: None }, body, rows }
    }
}

/// Finds the file for an IRI of the dataset; `None` if it has no page.
pub(super) fn find(
    live: &mut Live,
    iri: &str,
    prefixes: &Prefixes,
    accept: Option<&str>,
) -> Result<Option<PageLookup>, HttpError> {
    let Some(path) = iri.strip_prefix(prefixes.base()) else { return Ok(None) };
    // Links between pages contain the IRI, encoded once more where it is not a plain file name.
    let decoded = percent_decoded(path).unwrap_or_default();
    let mut paths = vec![path];
    if decoded != path {
        paths.push(&decoded);
    }
    for path in &paths {
        if let Some(found) = thing(live, path, prefixes, accept)? {
            return Ok(Some(found));
        }
    }
    let file = if decoded.is_empty() || decoded.ends_with('/') { format!("{decoded}index.html") } else { decoded };
    let hidden = file.split('/').any(|segment| segment.starts_with('.'));
    let Some(body) = (if hidden { None } else { live.other(&file).map_err(failed)? }) else { return Ok(None) };
    let content_type = media::of_name(&file).map_or(media::UNKNOWN, |media| media.content_type);
    Ok(Some(PageLookup::file(content_type, body, 0)))
}

fn thing(live: &Live, path: &str, prefixes: &Prefixes, accept: Option<&str>) -> Result<Option<PageLookup>, HttpError> {
    let node = |path: &str| NamedNode::new(format!("{}{path}", prefixes.base())).ok();
    // A file of a page.
    if let Some((folder, name)) = path.rsplit_once('/')
        && let Some(media) = media::of_name(name)
        && let Some(iri) = node(folder)
        && let Some(thing) = live.thing(&iri).map_err(failed)?
        && let Some(body) = thing.file(name)
    {
        return Ok(Some(PageLookup::file(media.content_type, body.to_vec(), 0)));
    }
    let (name, is_folder) = path.strip_suffix('/').map_or((path, false), |name| (name, true));
    let Some(iri) = node(name).filter(|_| !name.is_empty()) else { return Ok(None) };
    let Some(thing) = live.thing(&iri).map_err(failed)? else { return Ok(None) };
    let (form, content_type) = formats::of_resource(accept).map_err(|offers| HttpError::not_acceptable(&offers))?;
    let named = match form {
        Form::Page if !is_folder => {
            let location = Some(form::encode_iri_path(&format!("/{name}/")));
            let head = Head { content_type: "text/plain; charset=utf-8".to_owned(), location };
            return Ok(Some(PageLookup { head, body: b"elsewhere\n".to_vec(), rows: 0 }));
        }
        Form::Page => Some("index.html"),
        Form::Data(ResultFormat::Turtle) => Some("index.ttl"),
        Form::Data(ResultFormat::JsonLd) => Some("index.jsonld"),
        Form::Data(_) => None,
    };
    let rows = thing.data.len() as u64;
    if let Some(name) = named {
        return Ok(thing.file(name).map(|body| PageLookup::file(content_type, body.to_vec(), rows)));
    }
    let Form::Data(format) = form else { return Ok(None) };
    let mut body = Vec::new();
    let mut triples: Vec<Triple> = thing.data.into_iter().map(|(s, p, o)| Triple::new(s, p, o)).collect();
    triples.sort_by_cached_key(ToString::to_string);
    triples.dedup();
    let answer = Answer::Graph(QueryTripleIter::new(triples.into_iter().map(Ok::<_, _>)));
    answer.write(format, prefixes, &mut body).map_err(|e: AnswerError| HttpError::new(500, e.to_string()))?;
    Ok(Some(PageLookup::file(content_type, body, rows)))
}

fn failed(_: SiteError) -> HttpError {
    HttpError::new(500, "the page cannot be generated")
}

//! The map and the timeline, each on its own page, and the timeline of an entity on its page.

use super::html::count;
use super::page::Draft;
use super::path::href;
use super::{Context, SiteError};
use crate::base::vocab::choro;
use crate::publish::picture::{map, read, timeline};
use crate::store::{FactError, FactReader, Statements};
use oxigraph::model::NamedNode;

pub(super) const MAP: &str = "map/index.html";
pub(super) const TIMELINE: &str = "timeline/index.html";

/// Maximum number of claims on the timeline of the whole dataset; more are not legible.
const MAX_TIMES: usize = 400;
/// Maximum number of claims on the timeline of one entity.
const MAX_OF_ONE: usize = 100;

/// The pictures that a dataset allows.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Has {
    pub(super) map: bool,
    pub(super) timeline: bool,
}

impl Has {
    pub(super) fn of(statements: &Statements) -> Result<Self, FactError> {
        let timeline = statements.any(None, Some(choro::TIME), None)?;
        Ok(Self { map: read::has_places(statements)?, timeline })
    }

    /// Their pages, with the text of links to them.
    pub(super) fn pages(self) -> Vec<(String, String)> {
        let all = [(self.map, MAP, "Map"), (self.timeline, TIMELINE, "Timeline")];
        all.into_iter().filter(|(has, ..)| *has).map(|(_, path, title)| (path.to_owned(), title.to_owned())).collect()
    }
}

/// The pages of the map and of the timeline.
pub(super) fn pages<'a>(
    context: &'a Context<'a>,
    facts: &FactReader<'_>,
    draft: &mut dyn FnMut(Draft<'a>) -> Result<(), SiteError>,
) -> Result<(), SiteError> {
    if context.pictures.map {
        let places = read::places(facts, &addresses(context, MAP))?;
        if let Some(picture) = map::draw("map", "Where places are said to be", &places) {
            let mut page = Draft::new(context, MAP, "Map");
            page.lead(
                "Each point is where a source puts a place. The map draws nothing that no source says: no border, and places \
                 without a point are not on it.",
            );
            page.section("Where places are said to be", &picture.html("Map"));
            draft(page)?;
        }
    }
    if context.pictures.timeline {
        let times = read::times(facts, &addresses(context, TIMELINE), MAX_TIMES)?;
        if let Some(picture) = timeline::draw("timeline", "When, according to sources", &times.rows, &times.unplaced) {
            let mut page = Draft::new(context, TIMELINE, "Timeline");
            page.lead("What sources date, as exactly as they do: the wider a bar, the less is known.");
            if times.left_out > 0 {
                let left = count(times.left_out);
                page.body +=
                    &format!("<p>{left} more claims have a time; they are on the pages of what they are about.</p>\n");
            }
            page.section("When, according to sources", &picture.html("Timeline"));
            draft(page)?;
        }
    }
    Ok(())
}

/// The map for the front page.
pub(super) fn of_home(context: &Context<'_>, facts: &FactReader<'_>) -> Result<Option<String>, SiteError> {
    if !context.pictures.map {
        return Ok(None);
    }
    let places = read::places(facts, &addresses(context, "index.html"))?;
    Ok(map::draw("map", "Where places are said to be", &places).map(|picture| picture.folded("Map")))
}

/// The timeline of claims about an entity, if there are two times to compare.
pub(super) fn of_entity(
    context: &Context<'_>,
    facts: &FactReader<'_>,
    iri: &NamedNode,
    path: &str,
) -> Result<Option<String>, SiteError> {
    let times = read::times_of(facts, iri, &addresses(context, path), MAX_OF_ONE)?;
    if times.rows.iter().map(|row| row.bars.len()).sum::<usize>() < 2 {
        return Ok(None);
    }
    let picture = timeline::draw("timeline", "When, according to sources", &times.rows, &times.unplaced);
    Ok(picture.map(|picture| picture.folded("Timeline")))
}

/// The addresses of pages of IRIs, relative to a page.
fn addresses<'a>(context: &'a Context<'a>, path: &'a str) -> impl Fn(&NamedNode) -> Option<String> + 'a {
    move |iri| context.paths.page(iri.as_str()).map(|folder| href(path, &format!("{folder}/index.html")))
}

//! Decisions of people: the parts that they touch are made again from their sources, with the decisions.

use super::files::Folder;
use super::list::Part;
use super::{CombineError, at};
use crate::claim::review::Outcome;
use crate::dataset::Dataset;
use crate::dataset::decisions::{self, DecisionsByFile};
use crate::read::source::folder::Listing;
use crate::store::convert::{ConvertError, File, Form, Names, Options, Output, convert};
use crate::store::load::decided::{Applied, FileDecisions};
use crate::store::load::{Event, outcomes};
use crate::store::parts::{Kind, PartWriter};
use std::io;

impl Output for PartWriter {
    fn lines(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.quads(bytes)
    }

    fn compared(&mut self, bytes: &[u8]) -> io::Result<()> {
        PartWriter::compared(self, bytes)
    }
}

/// Applies the decisions on the source of a part; returns whether there are any.
#[expect(clippy::too_many_arguments, reason = "all of them come from the one caller")]
pub(super) fn apply(
    part: &mut Part,
    dataset: &Dataset,
    names: &Names,
    decisions: &DecisionsByFile,
    sources: &Listing,
    jobs: usize,
    folder: &Folder,
    notify: &mut dyn FnMut(Event<'_>),
) -> Result<bool, CombineError> {
    let id = &part.sidecar.source;
    let decisions = decisions.of_file(id, &part.sidecar.sha256, part.sidecar.holds == Kind::Articles);
    if decisions.rows().is_empty() {
        return Ok(false);
    }
    let refused = |why: &str| CombineError::Refused(vec![format!("{}: {why}", part.below.display())]);
    let Some(path) = sources.documents.get(id) else {
        return Err(refused("people decided about claims of its source, which is not in sources/ to be read again"));
    };
    let target = folder.scratch().join(format!("{}.nq.gz", part.sidecar.quads.sha256));
    let mut writer = PartWriter::new(&target).map_err(at(&target))?;
    let options = Options { form: Form::NQuads, is_compressed: true, jobs, decisions: &decisions };
    // What is wrong with the source was reported when it was converted.
    let mut quiet = |event: Event<'_>| {
        if let Event::Unreadable(..) = event {
            notify(event);
        }
    };
    let converted = convert(dataset, names, File { id, path, bytes: path }, options, &mut writer, &mut quiet)
        .map_err(|source: ConvertError| CombineError::Convert { source_id: id.clone(), source })?;
    let Some(converted) = converted.filter(|converted| converted.sidecar.sha256 == part.sidecar.sha256) else {
        return Err(refused("its source has changed since, and people decided about its claims; convert it again"));
    };
    let mut applied = Applied::default();
    for (decision, outcome) in converted.decided {
        applied.decided(&[decision], Outcome { decision: 0, ..outcome });
    }
    let (decided, _) = applied.finish(&FileDecisions(decisions));
    let file = dataset.root.join(decisions::FILE);
    outcomes::notes(&decided).for_each(|note| notify(Event::Note(&file, &note)));
    let sidecar = writer.finish(converted.sidecar, converted.quads, converted.compared).map_err(at(&target))?;
    part.compared = target.with_file_name(&sidecar.compared.name);
    part.quads = target;
    part.below = crate::store::parts::beside(&part.below, ".nq.gz");
    part.sidecar = sidecar;
    Ok(true)
}

//! What became of the decisions of people: kept with the reading, and told in each build.

use crate::base::text::Problem;
use crate::claim::review::Misfit;
use crate::dataset::decisions::DecisionsByFile;
use crate::store::load::decided::{Applied, FileDecisions};
use crate::store::load::run::Run;
use crate::store::load::state::{self, Decided, Loaded};
use crate::store::load::{BuildError, Event, at};
use oxigraph::io::{RdfFormat, RdfSerializer};
use oxigraph::model::Quad;
use std::fs;
use std::io::Write;
use std::path::Path;

impl Run<'_> {
    /// Keeps what became of the decisions on a file, and reports it.
    pub(super) fn decided(
        &mut self,
        applied: Applied,
        decisions: &FileDecisions,
        loaded: &mut Loaded,
        notify: &mut dyn FnMut(Event<'_>),
    ) -> Result<(), BuildError> {
        let (decided, quads) = applied.finish(decisions);
        loaded.decided = decided;
        if loaded.decided.left_out > 0 {
            let path = state::left_out(&self.dataset.work(), &loaded.reading());
            write(&path, &quads).map_err(at(&path))?;
        }
        self.report_decided(&loaded.decided, notify);
        Ok(())
    }

    /// Reports what became of the decisions on a file that is as it was before.
    pub(super) fn decided_before(&mut self, id: &str, notify: &mut dyn FnMut(Event<'_>)) {
        self.parts.forget(id);
        if let Some(decided) = self.state.documents.get(id).map(|loaded| loaded.decided.clone()) {
            self.report_decided(&decided, notify);
        }
    }

    /// Reports decisions on sources that are not there, and counts those that have a mistake.
    pub(super) fn decided_on_nothing(&mut self, notify: &mut dyn FnMut(Event<'_>)) {
        self.report.decision_mistakes = self.decisions.mistakes;
        let files = self.state.documents.iter().map(|(id, loaded)| (id.as_str(), loaded.sha256.as_str()));
        let (notes, count) = on_nothing(&self.decisions.decisions, files);
        notes.iter().for_each(|note| notify(Event::Note(&self.decisions.path, note)));
        self.report.misfits += count;
    }

    fn report_decided(&mut self, decided: &Decided, notify: &mut dyn FnMut(Event<'_>)) {
        self.report.decisions += decided.used;
        self.report.left_out += decided.left_out;
        self.report.misfits += decided.to_look_at;
        for note in notes(decided) {
            notify(Event::Note(&self.decisions.path, &note));
        }
    }
}

/// The notes on decisions that could not be used, or not without a doubt.
pub(in crate::store) fn notes(decided: &Decided) -> impl Iterator<Item = Problem> {
    decided.misfits.iter().map(|misfit| {
        let what = format!(
            "{} ({} on a claim of type {}, source {})",
            misfit.why, misfit.decision, misfit.claim, misfit.source
        );
        unused(&misfit.words, what, &misfit.rule)
    })
}

/// The notes on decisions of which no source has the id, or none the bytes; `files` are the ids and digests of all sources.
/// The number is that of decisions on sources that are not there.
pub(in crate::store) fn on_nothing<'a>(
    decisions: &'a DecisionsByFile,
    files: impl Iterator<Item = (&'a str, &'a str)> + Clone,
) -> (Vec<Problem>, usize) {
    let mut notes: Vec<Problem> =
        decisions.renamed(files.clone()).into_iter().map(|(source, id)| renamed(source, id)).collect();
    let mut count = 0;
    for (source, decided) in decisions.gone(files.map(|(_, digest)| digest)) {
        notes.push(gone(source, decided));
        count += decided;
    }
    (notes, count)
}

fn write(path: &Path, quads: &[Quad]) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    let mut out = RdfSerializer::from_format(RdfFormat::NQuads).for_writer(std::io::BufWriter::new(&mut file));
    for quad in quads {
        out.serialize_quad(quad)?;
    }
    out.finish()?.flush()?;
    file.persist(path)?;
    Ok(())
}

fn renamed(source: &str, id: &str) -> Problem {
    Problem {
        at: None,
        value: source.to_owned(),
        what: format!("this source is called {id} now; the decisions on it were found by the bytes of the file"),
        rule: "a decision is on the source with its id, or else on the file with its digest",
        help: format!(
            "run `chorograph review move {source:?} {id:?}` before the file changes: then nothing but the old id would be left"
        ),
    }
}

fn gone(source: &str, count: usize) -> Problem {
    let decisions = if count == 1 { "1 decision is".to_owned() } else { format!("{count} decisions are") };
    Problem {
        at: None,
        value: source.to_owned(),
        what: format!("no source has this id or these bytes, and {decisions} on it"),
        rule: "a decision is on the source with its id, or else on the file with its digest",
        help: format!(
            "if the source has another name now, run `chorograph review move {source:?} NEW`; the decisions stay in their file"
        ),
    }
}

fn unused(value: &str, what: String, rule: &str) -> Problem {
    Problem {
        at: None,
        value: value.to_owned(),
        what,
        rule: Misfit::RULES.into_iter().find(|known| *known == rule).unwrap_or(Misfit::RULES[0]),
        help: "look at it again with review; the decision stays in its file".to_owned(),
    }
}

//! The decisions of people on claims: which file they are about, and what became of them.

use crate::base::iri::digest;
use crate::base::text::Problem;
use crate::claim::review::{Misfit, Outcome};
use crate::dataset::Dataset;
use crate::dataset::decisions::{self, ClaimDecision, Decisions, DecisionsByFile, Verdict};
use crate::read::source::folder::Listing;
use crate::store::load::run::Run;
use crate::store::load::state::{self, Decided, Loaded, MisfitDecision};
use crate::store::load::{BuildError, Event, at};
use oxigraph::io::{RdfFormat, RdfSerializer};
use oxigraph::model::Quad;
use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// All decisions of a dataset.
#[derive(Debug, Default)]
pub(super) struct DatasetDecisions {
    decisions: DecisionsByFile,
    path: PathBuf,
    /// Number of rows that are not used because they have a mistake.
    mistakes: usize,
}

/// The decisions on one file.
#[derive(Debug, Default)]
pub(super) struct FileDecisions(Decisions);

/// What becomes of the decisions on one file while it is read.
#[derive(Debug, Default)]
pub(super) struct Applied {
    decided: Decided,
    quads: Vec<Quad>,
    /// The decisions of which it is known what became of them.
    settled: BTreeSet<ClaimDecision>,
}

impl DatasetDecisions {
    /// Reads the decisions of a dataset, and reports the rows that have a mistake and those on sources that are not there.
    pub(super) fn read(
        dataset: &Dataset,
        listing: &Listing,
        notify: &mut dyn FnMut(Event<'_>),
    ) -> Result<Self, BuildError> {
        let path = dataset.root.join(decisions::FILE);
        let (decisions, problems) = Decisions::of_dataset(dataset).map_err(at(&path))?;
        for (path, problem) in &problems {
            notify(Event::Problem(path, problem));
        }
        let decisions = DecisionsByFile::new(decisions, |id| listing.documents.contains_key(id));
        Ok(Self { decisions, path, mistakes: problems.len() })
    }

    /// The decisions on a file; `holds_articles` if it holds several.
    pub(super) fn of_file(&self, id: &str, sha256: &str, holds_articles: bool) -> FileDecisions {
        FileDecisions(self.decisions.of_file(id, sha256, holds_articles))
    }
}

impl FileDecisions {
    /// All of them.
    pub(super) fn rows(&self) -> &[ClaimDecision] {
        self.0.rows()
    }

    /// Those on a document of the file.
    pub(super) fn of(&self, id: &str) -> &[ClaimDecision] {
        self.0.of(id)
    }

    /// The digest of all that a reading depends on, with the decisions.
    pub(super) fn context(&self, context: String) -> String {
        if self.rows().is_empty() { context } else { digest(&[&context, &decisions::write(self.rows())]) }
    }
}

impl Applied {
    /// Adds claims that are left out.
    pub(super) fn left_out(&mut self, claims: usize, mut quads: Vec<Quad>) {
        self.decided.left_out += claims;
        self.quads.append(&mut quads);
    }

    /// Adds what became of a decision.
    pub(super) fn decided(&mut self, decisions: &[ClaimDecision], outcome: Outcome) {
        let Some(decision) = decisions.get(outcome.decision) else { return };
        self.settled.insert(decision.clone());
        let rejects = decision.verdict == Verdict::Rejected;
        let is_used = outcome.misfit.as_ref().is_none_or(|misfit| misfit.is_used(rejects));
        self.decided.used += usize::from(is_used);
        if let Some(misfit) = outcome.misfit {
            self.misfit(decision, &misfit);
        }
    }

    fn misfit(&mut self, decision: &ClaimDecision, misfit: &Misfit) {
        self.decided.misfits.push(MisfitDecision {
            source: decision.source.clone(),
            claim: decision.claim.clone(),
            words: decision.words.clone(),
            decision: format!("{} by {} on {}", decision.verdict.name(), decision.reviewer, decision.day),
            why: misfit.message(),
        });
    }

    /// What became of all decisions on a file; an article of it, or all its prose, may be gone.
    fn finish(mut self, decisions: &FileDecisions) -> (Decided, Vec<Quad>) {
        for decision in decisions.rows().iter().filter(|row| !self.settled.contains(row)).collect::<Vec<_>>() {
            self.misfit(decision, &Misfit::Gone);
        }
        (self.decided, self.quads)
    }
}

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

    /// Reports what became of the decisions on a file that is read as before.
    pub(super) fn decided_before(&mut self, id: &str, notify: &mut dyn FnMut(Event<'_>)) {
        if let Some(decided) = self.state.documents.get(id).map(|loaded| loaded.decided.clone()) {
            self.report_decided(&decided, notify);
        }
    }

    /// Reports decisions on sources that are not there, and counts those that have a mistake.
    pub(super) fn decided_on_nothing(&mut self, notify: &mut dyn FnMut(Event<'_>)) {
        self.report.decision_mistakes = self.decisions.mistakes;
        let digests = self.state.documents.values().map(|loaded| loaded.sha256.as_str());
        let by_source = self.decisions.decisions.gone(digests);
        for (source, count) in by_source {
            let what = format!("no source has this id or these bytes, and {count} of the decisions are on it");
            notify(Event::Note(&self.decisions.path, &unused(source, what)));
            self.report.misfits += count;
        }
    }

    fn report_decided(&mut self, decided: &Decided, notify: &mut dyn FnMut(Event<'_>)) {
        self.report.decisions += decided.used;
        self.report.left_out += decided.left_out;
        self.report.misfits += decided.misfits.len();
        for misfit in &decided.misfits {
            let what = format!(
                "{} ({} on a claim of type {}, source {})",
                misfit.why, misfit.decision, misfit.claim, misfit.source
            );
            notify(Event::Note(&self.decisions.path, &unused(&misfit.words, what)));
        }
    }
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

fn unused(value: &str, what: String) -> Problem {
    Problem {
        at: None,
        value: value.to_owned(),
        what,
        rule: "a decision is used where its words stand in the same surroundings, or once and long enough to be the same",
        help: "look at it again with review; the decision stays in its file".to_owned(),
    }
}

//! The decisions of people on claims: which file they are about, and what becomes of them while it is read.

use crate::base::iri::digest;
use crate::claim::review::{Misfit, Outcome};
use crate::dataset::Dataset;
use crate::dataset::decisions::{self, ClaimDecision, Decisions, DecisionsByFile};
use crate::read::source::folder::Listing;
use crate::store::load::state::{Decided, MisfitDecision};
use crate::store::load::{BuildError, Event, at};
use oxigraph::model::Quad;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// All decisions of a dataset.
#[derive(Debug, Default)]
pub(super) struct DatasetDecisions {
    pub(super) decisions: DecisionsByFile,
    pub(super) path: PathBuf,
    /// Number of rows that are not used because they have a mistake.
    pub(super) mistakes: usize,
}

/// The decisions on one file.
#[derive(Debug, Default)]
pub(in crate::store) struct FileDecisions(pub(in crate::store) Decisions);

/// What becomes of the decisions on one file while it is read.
#[derive(Debug, Default)]
pub(in crate::store) struct Applied {
    decided: Decided,
    quads: Vec<Quad>,
    /// The rows of which it is known what became of them.
    settled: BTreeSet<ClaimDecision>,
    /// Decisions that were used, and those that could not be used or not without a doubt. A decision with several fields has
    /// several rows.
    used: BTreeSet<String>,
    misfits: BTreeSet<String>,
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
    pub(in crate::store) fn decided(&mut self, decisions: &[ClaimDecision], outcome: Outcome) {
        let Some(decision) = decisions.get(outcome.decision) else { return };
        self.settled.insert(decision.clone());
        let is_used = outcome.misfit.as_ref().is_none_or(|misfit| misfit.is_used(decision.verdict));
        if is_used {
            self.used.insert(decision.identity());
        }
        if let Some(misfit) = outcome.misfit {
            self.misfit(decision, &misfit);
        }
    }

    fn misfit(&mut self, decision: &ClaimDecision, misfit: &Misfit) {
        self.misfits.insert(decision.identity());
        let misfit = MisfitDecision {
            source: decision.source.clone(),
            claim: decision.claim.clone(),
            words: decision.words.clone(),
            decision: format!("{} by {} on {}", decision.verdict.name(), decision.reviewer, decision.day),
            why: misfit.message(),
            rule: misfit.rule().to_owned(),
        };
        // The rows of one decision often share one reason.
        if !self.decided.misfits.contains(&misfit) {
            self.decided.misfits.push(misfit);
        }
    }

    /// What became of all decisions on a file; an article of it, or all its prose, may be gone.
    pub(in crate::store) fn finish(mut self, decisions: &FileDecisions) -> (Decided, Vec<Quad>) {
        for decision in decisions.rows().iter().filter(|row| !self.settled.contains(row)).collect::<Vec<_>>() {
            self.misfit(decision, &Misfit::Gone);
        }
        self.decided.used = self.used.len();
        self.decided.to_look_at = self.misfits.len();
        (self.decided, self.quads)
    }
}

//! Which file of a dataset a decision is about: that with its id, or, if there is none, the one with the bytes in which the
//! words stood.

use super::{ClaimDecision, Decisions};
use std::collections::{BTreeMap, BTreeSet};

/// Minimum length of the beginning of a SHA-256 by which a file is found again under another name.
const TELLING_DIGEST: usize = 16;

/// Decisions by the files that they are about.
#[derive(Debug, Default)]
pub struct DecisionsByFile {
    decisions: Decisions,
    /// The decisions on files that are not in the folder under this name, by the digest of the file; empty if they give none.
    moved: BTreeMap<String, Vec<ClaimDecision>>,
}

impl DecisionsByFile {
    /// Finds the files of decisions. `is_file` says whether the folder has a file with an id.
    pub fn new(decisions: Decisions, is_file: impl Fn(&str) -> bool) -> Self {
        // An article in a file of several has an id below that of the file.
        let has_file = |source: &str| {
            let files = source.match_indices('/').map(|(slash, _)| &source[..slash]).chain([source]);
            files.into_iter().any(&is_file)
        };
        let mut moved: BTreeMap<String, Vec<ClaimDecision>> = BTreeMap::new();
        for row in decisions.rows().iter().filter(|row| !has_file(&row.source)) {
            let digest = row.digest.get(..TELLING_DIGEST).unwrap_or_default();
            moved.entry(digest.to_owned()).or_default().push(row.clone());
        }
        Self { decisions, moved }
    }

    /// All decisions.
    pub fn all(&self) -> &Decisions {
        &self.decisions
    }

    /// Sources that are not there, neither by their ids nor by the digests of files, with the number of decisions on them.
    pub fn gone<'a>(&self, digests: impl Iterator<Item = &'a str>) -> BTreeMap<&str, usize> {
        let here: BTreeSet<&str> = digests.filter_map(|digest| digest.get(..TELLING_DIGEST)).collect();
        let mut gone: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for row in self.moved.iter().filter(|(digest, _)| !here.contains(digest.as_str())).flat_map(|(_, rows)| rows) {
            gone.entry(row.source.as_str()).or_default().insert(row.identity());
        }
        gone.into_iter().map(|(source, decisions)| (source, decisions.len())).collect()
    }

    /// Sources that are there under another name, found by the digests of files: their old ids with the new ones.
    pub fn renamed<'a>(&'a self, files: impl Iterator<Item = (&'a str, &'a str)>) -> BTreeMap<&'a str, &'a str> {
        let mut renamed = BTreeMap::new();
        for (id, digest) in files {
            let rows = digest.get(..TELLING_DIGEST).and_then(|digest| self.moved.get(digest));
            renamed.extend(rows.into_iter().flatten().map(|row| (row.source.as_str(), id)));
        }
        renamed
    }

    /// The decisions on a file; `holds_articles` if it holds several.
    pub fn of_file(&self, id: &str, sha256: &str, holds_articles: bool) -> Decisions {
        let mut rows: Vec<ClaimDecision> = self.decisions.of_file(id).cloned().collect();
        let moved = sha256.get(..TELLING_DIGEST).and_then(|digest| self.moved.get(digest));
        rows.extend(moved.into_iter().flatten().cloned().map(|row| {
            let article = row.source.rsplit('/').next().unwrap_or_default();
            let source = if holds_articles { format!("{id}/{article}") } else { id.to_owned() };
            ClaimDecision { source, ..row }
        }));
        Decisions::new(rows)
    }
}

//! The CSVW file beside a file of delimited values, if there is one.

use crate::base::files;
use crate::base::iri::digest;
use crate::base::text::Problem;
use crate::read::mapping::csvw::{Beside, beside};
use crate::read::source::format::SourceFormat;
use crate::read::table::{CellProblem, ProblemFile};
use std::path::Path;

/// What was found beside a file.
#[derive(Debug, Default)]
pub struct Csvw {
    /// What it says.
    pub beside: Option<Beside>,
    /// The digest of its text; empty if there is none.
    pub digest: String,
    /// What may be of interest.
    pub notes: Vec<CellProblem>,
}

impl Csvw {
    /// The CSVW file beside a file; errors in it are those of the file.
    pub fn of(path: &Path) -> Result<Self, Vec<CellProblem>> {
        if SourceFormat::of(path) != Some(SourceFormat::Delimited) {
            return Ok(Self::default());
        }
        let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
        // A folder that cannot be listed is reported where its documents are.
        let mut siblings = files::entries(folder).ok().flatten().unwrap_or_default();
        if path.parent() == Some(Path::new("")) {
            siblings.iter_mut().for_each(|sibling| *sibling = sibling.file_name().unwrap_or_default().into());
        }
        let mut texts = Vec::new();
        let mut read = |path: &Path| {
            let text = files::read_to_string(path).ok()?;
            texts.push(text.clone());
            Some(text)
        };
        let of = |problem: Problem| CellProblem { file: ProblemFile::Csvw, place: None, head: String::new(), problem };
        let (beside, notes) = beside(path, &siblings, &mut read)
            .map_err(|(_, problems)| problems.into_iter().map(of).collect::<Vec<_>>())?;
        let mut notes: Vec<CellProblem> = notes.into_iter().map(|(_, note)| of(note)).collect();
        notes.extend(beside.iter().flat_map(|beside| beside.file.notes.iter().cloned().map(of)));
        let parts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let digest = if beside.is_some() { digest(&parts) } else { String::new() };
        Ok(Self { beside, digest, notes })
    }
}

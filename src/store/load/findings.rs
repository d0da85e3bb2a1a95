//! Reports what became of the files of findings beside a source.

use crate::base::text::Problem;
use crate::extract::given::Left;
use crate::foreign::beside::GivenFindings;
use crate::read::source::folder::{self, Listing};
use crate::store::load::Event;
use std::io;
use std::path::{Path, PathBuf};

/// Reports what is wrong with findings, and what of them was left out.
pub(in crate::store) fn report(findings: &GivenFindings, left: &[Left], notify: &mut dyn FnMut(Event<'_>)) {
    for (path, problem) in &findings.problems {
        notify(Event::Problem(path, problem));
    }
    for (path, note) in findings.notes.iter().chain(&findings.left_out(left)) {
        notify(Event::Note(path, note));
    }
}

/// Reports the files of findings beside a file that is no single text; returns how many there are.
pub(super) fn report_unused(listing: &Listing, id: &str, notify: &mut dyn FnMut(Event<'_>)) -> usize {
    let paths = listing.findings.get(id).map_or(&[][..], Vec::as_slice);
    for path in paths {
        notify(Event::Problem(path, &unused(id)));
    }
    paths.len()
}

/// The errors for the files of findings beside a file that is no single text.
pub(in crate::store) fn unused_beside(path: &Path, id: &str) -> io::Result<Vec<(PathBuf, Problem)>> {
    Ok(folder::findings_beside(path)?.into_iter().map(|path| (path, unused(id))).collect())
}

fn unused(id: &str) -> Problem {
    Problem {
        at: None,
        value: id.to_owned(),
        what: "these findings are not used: their source holds several articles, or tables".to_owned(),
        rule: "files of findings are read beside a text or a page",
        help: "save the article as a text of its own, or remove this file".to_owned(),
    }
}

//! A file of findings of another tool that is added with its document.

use chorograph::base::capture::{self, CaptureError};
use chorograph::base::text::Problem;
use chorograph::dataset::Dataset;
use chorograph::extract::document::fields;
use chorograph::foreign::beside::{self, Captured};
use chorograph::read::source::format;
use chorograph::read::source::metadata::Metadata;
use chorograph::read::table::holds::{Holds, holds};
use chorograph::store::load;
use std::path::{Path, PathBuf};

/// Whether a file of findings can be used for a document at all; single findings are left to the build.
pub(super) fn check(
    findings: &Path,
    file: &Path,
    metadata: Metadata,
    dataset: &Dataset,
) -> Result<(), Vec<CaptureError>> {
    let captured =
        Captured::read(&beside::with_mapping(vec![findings.to_owned()], file)).map_err(|error| vec![error])?;
    let fields = fields(&metadata, dataset);
    if !matches!(holds(file, file, &metadata, &fields), Ok(Holds::Document)) {
        let problem = Problem {
            at: None,
            value: file.display().to_string(),
            what: "this document holds several articles, or tables".to_owned(),
            rule: "findings are read beside a text or a page",
            help: "save the article as a text of its own".to_owned(),
        };
        return Err(vec![CaptureError::Unreadable { path: findings.to_owned(), problems: vec![problem] }]);
    }
    let bytes = capture::capture(file).map_err(|error| vec![error])?;
    let (document, _) = load::read("", file, bytes, metadata, dataset).map_err(|error| vec![error])?;
    captured.verified(&document).map(drop)
}

/// The files that are kept beside a document for a file of findings, each with where it is kept: the file, its type system,
/// and what a person says of it beside the document that is added.
pub(super) fn files(file: &Path, document: &Path, findings: &Path) -> Vec<(PathBuf, PathBuf)> {
    let target = beside(document, findings);
    let types = beside::type_system(findings).map(|types| (types, target.with_extension("typesystem.xml")));
    let mut all = beside::with_mapping(vec![findings.to_owned()], file);
    let mapping = all.split_off(1).into_iter().map(|path| {
        let name = path.file_name().unwrap_or_default().to_owned();
        (path, document.with_file_name(name))
    });
    [(findings.to_owned(), target)].into_iter().chain(types).chain(mapping).collect()
}

/// Where a file of findings is kept beside its document: under the document's name, with the rest of its own.
fn beside(document: &Path, findings: &Path) -> PathBuf {
    let document_name = document.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let name = findings.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let ending = match format::findings_of(&name) {
        // `article.findings.spacy.json` keeps all after `.findings.`.
        Some(of) if !name[of.len()..].starts_with(".ann") => name[of.len() + ".findings.".len()..].to_owned(),
        _ => name.rsplit_once('.').map_or_else(|| name.clone(), |(_, ending)| ending.to_owned()),
    };
    document.with_file_name(format!("{}.findings.{ending}", format::stem(&document_name)))
}

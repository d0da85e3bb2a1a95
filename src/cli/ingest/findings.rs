//! A file of findings of another tool that is added with its document.

use chorograph::base::capture::{self, CaptureError};
use chorograph::base::text::Problem;
use chorograph::dataset::Dataset;
use chorograph::foreign::About;
use chorograph::foreign::beside::Captured;
use chorograph::read::source::format;
use chorograph::read::source::metadata::Metadata;
use chorograph::store::load;
use std::path::{Path, PathBuf};

/// Whether a file of findings can be used for a document at all; single findings are left to the build.
pub(super) fn check(
    findings: &Path,
    file: &Path,
    metadata: Metadata,
    dataset: &Dataset,
) -> Result<(), Vec<CaptureError>> {
    let captured = Captured::read(&[findings.to_owned()]).map_err(|error| vec![error])?;
    if format::SourceFormat::of(file).is_none_or(|format| format.is_container() || format.is_table()) {
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
    captured.verified(&About::of(&document)).map(drop)
}

/// Where a file of findings is kept beside its document: under the document's name, with the rest of its own.
pub(super) fn beside(document: &Path, findings: &Path) -> PathBuf {
    let document_name = document.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let name = findings.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let ending = match format::findings_of(&name) {
        // `article.findings.spacy.json` keeps all after `.findings.`.
        Some(of) if !name[of.len()..].starts_with(".ann") => name[of.len() + ".findings.".len()..].to_owned(),
        _ => name.rsplit_once('.').map_or_else(|| name.clone(), |(_, ending)| ending.to_owned()),
    };
    document.with_file_name(format!("{}.findings.{ending}", format::stem(&document_name)))
}

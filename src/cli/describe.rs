//! `chorograph describe`

use super::terminal::{self, Output};
use super::{Context, Failure, Status, open, shared_view};
use chorograph::publish::describe::{self, File, Options};
use indicatif::HumanCount;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Write descriptions of the dataset and the files in a folder, for catalogues, repositories and citation
///
/// Write beside the existing files: dcat.ttl and dcat.jsonld (DCAT 3, conforming to DCAT-AP), void.ttl and .well-known/void
/// (statistics), prov.ttl, licences.tsv (a line for each source), sparql-examples.ttl, schema.jsonld (for search
/// engines), croissant.json, CITATION.cff, .zenodo.json, ro-crate-metadata.json, and SHA256SUMS of all files.
///
/// These fields of dataset.toml are used: version, issued, modified, keywords, themes, contact, doi, identifier, orcid, endpoint. The
/// same data, settings and files give the same bytes.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  chorograph export -o dist
  chorograph export -o dist --format nq
  chorograph export --tables -o dist/tables
  chorograph describe -o dist
  (cd dist && sha256sum -c SHA256SUMS)")]
pub(crate) struct Args {
    /// The folder with the files; the descriptions are written into it.
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// Include sources whose metadata has `redistribute = false` in the counts; for private use.
    #[arg(long)]
    include_restricted: bool,
}

pub(crate) fn run(args: &Args, context: &Context) -> Result<Status, Failure> {
    let dataset = open(context)?;
    let view = shared_view(&dataset, args.include_restricted)?;
    let folder = &args.output;
    fs::create_dir_all(folder)
        .map_err(|e| io::Error::new(e.kind(), format!("cannot make the folder {}: {e}", folder.display())))?;
    let mut names = Vec::new();
    list(folder, "", &mut names)?;
    if !view.holds_restricted() && is_same_folder(folder, &dataset.root) {
        // The names of restricted documents must not appear in the descriptions.
        let is_theirs = |name: &str, key: &String| {
            let rest = name.strip_prefix("sources/").and_then(|name| name.strip_prefix(key.as_str()));
            rest.is_some_and(|rest| rest.starts_with('.'))
        };
        names.retain(|name| !view.restricted().iter().any(|key| is_theirs(name, key)));
    }
    let files = names.iter().map(|name| File::read(folder, name)).collect::<io::Result<Vec<_>>>()?;
    let bar = terminal::spinner(terminal::STATEMENTS_READ);
    let work = dataset.work();
    let progress = |more| bar.inc(more);
    let options = Options { scratch: &work, progress: &progress };
    let report = describe::write(view.statements(), &dataset, &files, &options, &mut |name, bytes| {
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        let mut out = Output::open(Some(&path))?;
        out.write_all(bytes)?;
        out.finish()
    });
    bar.finish_and_clear();
    let report = report?;
    for missing in &report.missing {
        terminal::eprint(&format!("note: dataset.toml has no {missing}\n"));
    }
    terminal::eprint(&format!(
        "{} documents on {} files and {} statements, version {}; SHA-256 of the canonical form (RDFC-1.0): {}\n",
        report.documents.len(),
        files.iter().filter(|file| !describe::DOCUMENTS.contains(&file.name.as_str())).count(),
        HumanCount(report.counts.quads),
        report.version,
        report.counts.digest
    ));
    Ok(Status::Done)
}

fn is_same_folder(a: &Path, b: &Path) -> bool {
    a.canonicalize().ok().zip(b.canonicalize().ok()).is_some_and(|(a, b)| a == b)
}

/// The files below a folder, without those of version control, of the store and temporary ones, with `/` in their paths.
fn list(folder: &Path, below: &str, names: &mut Vec<String>) -> io::Result<()> {
    let failed = |path: &Path, e: &io::Error| io::Error::new(e.kind(), format!("cannot read {}: {e}", path.display()));
    for entry in fs::read_dir(folder).map_err(|e| failed(folder, &e))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{below}{name}");
        if fs::metadata(entry.path()).map_err(|e| failed(&entry.path(), &e))?.is_dir() {
            if name != ".git" && name != ".chorograph" {
                list(&entry.path(), &format!("{path}/"), names)?;
            }
        } else if !name.starts_with(".chorograph-") {
            names.push(path);
        }
    }
    Ok(())
}

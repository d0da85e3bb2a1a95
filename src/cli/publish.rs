//! `chorograph publish`

mod files;

use super::failure::{FailureKind, cannot};
use super::{Context, Failure, Status, shared_claims, shown, terminal};
use chorograph::dataset::Dataset;
use chorograph::publish::ontology::{self, EMBEDDED};
use chorograph::publish::site::{self, Extra, Marker, Page};
use files::Files;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};
use tempfile::TempDir;

/// Write a static site of the dataset, with the files of the dataset beside it
///
/// The site has a page for each place, person, organisation, event, claim, source, article, record, disagreement, query and
/// term: plain HTML that any static host serves and that opens from a disk, with the data of each page beside it in Turtle and
/// JSON-LD. The page of BASE place/shusha is DIR/place/shusha/index.html, so IRIs resolve if you host the folder at the base IRI.
///
/// Beside the pages are the dataset in all formats of RDF, its places as Linked Places and GeoJSON, a CSV table for each named query,
/// the documentation of the ontology, DCAT, VoID, PROV, citation and digests (see `chorograph describe --help`). A source whose
/// metadata says `redistribute = false` is left out of all of it.
///
/// A page shows the words of a claim in their context only if the licence of the source lets everybody redistribute its text;
/// otherwise it shows only the words of the claim, and says so.
///
/// The same dataset gives the same bytes. The folder appears under its name only when it is complete.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  chorograph publish -o site
  chorograph publish -o site --url https://example.github.io/data/   with rules of redirection for w3id.org")]
pub(crate) struct Args {
    /// Write the site to this folder. An existing folder is replaced only if this command made it.
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// Set the address of the site [default: the base IRI].
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// Replace the folder even if another program made it.
    #[arg(long)]
    force: bool,
    /// Answer queries, on their pages and as tables, if the dataset has at most this many claims; with more, some are slow.
    #[arg(long, value_name = "N", default_value_t = 50_000)]
    answer_up_to: usize,
    /// Write only the files: the dataset in its formats, its tables, its description and the documentation of the ontology.
    #[arg(long)]
    no_pages: bool,
    /// Also write each claim as a nanopublication (nanopubs.trig).
    #[arg(long)]
    nanopub: bool,
    /// Also write Turtle in which each claim is the reifier of its statement (dataset-rdf12.ttl, RDF 1.2).
    #[arg(long)]
    rdf12: bool,
    /// Also write the statements of claims as plain triples, each in the graph of its source (dataset-plain.trig).
    #[arg(long)]
    plain: bool,
    /// Include sources whose metadata has `redistribute = false`; for private use.
    #[arg(long)]
    include_restricted: bool,
    #[command(flatten)]
    claims: shown::Args,
}

pub(crate) fn run(args: &Args, context: &Context) -> Result<Status, Failure> {
    let url = args.url.as_deref().map(address).transpose()?;
    let dataset = Dataset::open(&context.dataset)?;
    let view = shared_claims(&dataset, args.include_restricted, args.claims.shown())?;
    let (statements, work) = (view.statements(), dataset.work());
    let target = Target::new(&args.output, args.force, &Marker::of(statements, &dataset.minter, url.as_deref())?)?;
    let mut files = Files::new(statements, &dataset, target.folder());
    files.dataset()?;
    files.more(args)?;
    let version = files.description()?;
    documentation(target.folder())?;
    let (downloads, mut failed) = files.into_parts();
    if args.no_pages {
        target.finish()?;
        terminal::eprint(&format!(
            "{} files in {}\n",
            indicatif::HumanCount(downloads.len() as u64),
            args.output.display()
        ));
        return Ok(if failed { Status::Failed } else { Status::Done });
    }
    let bar = terminal::progress(0, "publishing");
    let options = site::Options {
        downloads,
        extras: vec![Extra::ontology()],
        url,
        version,
        scratch: &work,
        answer_up_to: args.answer_up_to,
    };
    let sink = |page: Page| write(target.folder(), &page);
    let result = site::write(statements, &dataset, &options, &sink, &|more, total| {
        bar.set_length(total as u64);
        bar.inc(more as u64);
    });
    bar.finish_and_clear();
    let summary = result?;
    for failure in &summary.failures {
        terminal::eprint(&format!("warning: {failure}\n"));
        failed = true;
    }
    if summary.renamed > 0 {
        let n = summary.renamed;
        terminal::eprint(&format!(
            "note: {n} names differ from another only in case; the addresses of their pages end in a digest\n"
        ));
    }
    target.finish()?;
    let pages = indicatif::HumanCount(summary.pages);
    let files = indicatif::HumanCount(summary.files);
    terminal::eprint(&format!("{pages} pages in {}, {files} files\n", args.output.display()));
    Ok(if failed { Status::Failed } else { Status::Done })
}

/// Checks an address of the web and ends it in a slash.
fn address(url: &str) -> Result<String, Failure> {
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    if !is_web || !chorograph::base::iri::Minter::is_iri(url) {
        let error = format!("{url} is not an address of the web");
        return Err(Failure::new(FailureKind::CannotRun, error)
            .hint("give the full address, such as https://example.org/data/"));
    }
    Ok(if url.ends_with('/') { url.to_owned() } else { format!("{url}/") })
}

/// A temporary folder beside the requested one, which it replaces when it is complete.
struct Target {
    temporary: TempDir,
    folder: PathBuf,
    target: PathBuf,
}

impl Target {
    fn new(output: &Path, force: bool, marker: &Marker) -> Result<Self, Failure> {
        let shown = output.display();
        let there = fs::symlink_metadata(output).is_ok();
        // Through a link, the folder that it leads to.
        let target = if there { fs::canonicalize(output).map_err(cannot("use", output))? } else { output.to_owned() };
        if there && !target.is_dir() {
            return Err(Failure::new(FailureKind::CannotRun, format!("{shown} is there, and is no folder")));
        }
        let is_empty = || Ok::<_, Failure>(fs::read_dir(&target).map_err(cannot("read", &target))?.next().is_none());
        if there && !force && !target.join(Marker::FILE).is_file() && !is_empty()? {
            return Err(Failure::new(
                FailureKind::CannotRun,
                format!("{shown} is there, and was not made by chorograph publish"),
            )
            .hint("name another folder, or give --force to replace all that is in it"));
        }
        let parent = target.parent().filter(|p| *p != Path::new("")).unwrap_or(Path::new("."));
        if there && target.file_name().is_none() {
            return Err(Failure::new(FailureKind::CannotRun, format!("{shown} cannot be replaced")));
        }
        fs::create_dir_all(parent)
            .map_err(|e| io::Error::new(e.kind(), format!("cannot make the folder {}: {e}", parent.display())))?;
        let temporary = tempfile::Builder::new().prefix(".chorograph-site-").tempdir_in(parent)?;
        let folder = temporary.path().join("site");
        fs::create_dir(&folder)?;
        fs::write(folder.join(Marker::FILE), marker.text())?;
        Ok(Self { temporary, folder, target })
    }

    fn folder(&self) -> &Path {
        &self.folder
    }

    /// Moves the complete folder to its name and deletes the old one.
    fn finish(self) -> io::Result<()> {
        if self.target.exists() {
            let old = self.temporary.path().join("old");
            fs::rename(&self.target, &old)?;
            if let Err(error) = fs::rename(&self.folder, &self.target) {
                fs::rename(&old, &self.target)?;
                return Err(error);
            }
        } else {
            fs::rename(&self.folder, &self.target)?;
        }
        self.temporary.close()
    }
}

/// Writes a file of the site. A path that leads outside the folder is an error.
fn write(folder: &Path, page: &Page) -> io::Result<()> {
    let path = Path::new(&page.path);
    if !path.components().all(|c| matches!(c, Component::Normal(_))) {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "the path leaves the folder"));
    }
    let file = folder.join(path);
    let create = || File::options().write(true).create_new(true).open(&file);
    let opened = match create() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(file.parent().unwrap_or(folder))?;
            create()
        }
        opened => opened,
    };
    opened?.write_all(&page.bytes)
}

/// Writes the pages of the ontology.
fn documentation(folder: &Path) -> Result<(), Failure> {
    let files = ontology::files(&EMBEDDED).map_err(|e| Failure::new(FailureKind::CannotRun, e))?;
    for file in files {
        let page = Page { path: format!("ontology/{}", file.path), bytes: file.text.into_bytes() };
        write(folder, &page)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_written_outside_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join("site");
        fs::create_dir(&inside).unwrap();
        for path in ["../x", "/tmp/chorograph-x", "a/../../x", "a/./../x", "./../x"] {
            let page = Page { path: path.to_owned(), bytes: Vec::new() };
            assert!(write(&inside, &page).is_err(), "{path}");
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        let page = Page { path: "a/b/index.html".to_owned(), bytes: b"x".to_vec() };
        write(&inside, &page).unwrap();
        // Two pages of one name are a defect and must not overwrite each other.
        assert!(write(&inside, &page).is_err());
    }
}

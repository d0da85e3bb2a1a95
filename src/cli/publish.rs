//! `chorograph publish`

use super::failure::Kind;
use super::{Context, Failure, Status, terminal};
use chorograph::dataset::Dataset;
use chorograph::iri::hex;
use chorograph::publish::{self, Format, PublishError};
use chorograph::site::{self, Download, Page};
use chorograph::store::View;
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Component, Path, PathBuf};
use tempfile::TempDir;

/// By which a folder is known as one that may be replaced.
const MARKER: &str = ".chorograph-site";
/// What the folder gets beside the dataset, so that it explains itself.
const COMPANIONS: [(&str, &str, &str); 3] = [
    ("ontology.ttl", "the ontology, Turtle", include_str!("../../ontology/chorograph.ttl")),
    ("terms.ttl", "the controlled terms, Turtle", include_str!("../../ontology/terms.ttl")),
    ("shapes.ttl", "SHACL shapes, Turtle", include_str!("../../ontology/shapes.ttl")),
];

/// Make a site of the dataset, with the files of the dataset beside it
///
/// A page for each place, person, organisation, event, claim, source, article, record, disagreement, query and term: plain HTML
/// that any static host serves and that opens from a disk, with the data of each page beside it in Turtle and JSON-LD. The page of
/// BASE place/shusha is DIR/place/shusha/index.html, so that IRIs resolve where the folder is put at the base IRI.
///
/// Words of a source are shown where they stand only if the licence of the source lets everybody pass its text on; else a page
/// has the words of the claim alone, and says so.
///
/// The same dataset gives the same bytes. The folder appears under its name when it is whole.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  chorograph publish -o site
  chorograph publish -o site --url https://example.github.io/data/   with rules of redirection for w3id.org")]
pub(crate) struct Args {
    /// The folder to write. One that is there is replaced only if this command made it.
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// Where the site will be found, if that is not the base IRI.
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// Replace the folder whoever made it.
    #[arg(long)]
    force: bool,
    /// Answer queries on their pages if the dataset has at most this many claims; some queries take long on more.
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    answer_up_to: usize,
}

pub(crate) fn run(args: &Args, context: &Context) -> Result<Status, Failure> {
    let url = args.url.as_deref().map(address).transpose()?;
    let dataset = Dataset::open(&context.dataset)?;
    let view = View::open(&dataset.work())?;
    let target = Target::new(&args.output, args.force)?;
    let (downloads, mut failed) = exports(&dataset, &view, target.folder())?;
    let bar = terminal::progress(0, "publishing");
    let options = site::Options {
        downloads,
        extras: Vec::new(),
        pictures: None,
        url,
        scratch: &dataset.work(),
        answer_up_to: args.answer_up_to,
    };
    let sink = |page: Page| write(target.folder(), &page);
    let result = site::write(view.store(), &dataset, &options, &sink, &|more, total| {
        bar.set_length(total as u64);
        bar.inc(more as u64);
    });
    bar.finish_and_clear();
    let summary = result?;
    for failure in &summary.failures {
        terminal::complain(&format!("warning: {failure}\n"));
        failed = true;
    }
    if summary.renamed > 0 {
        let n = summary.renamed;
        terminal::complain(&format!(
            "note: {n} names differ from another in case alone; their pages have a digest at the end of the address\n"
        ));
    }
    target.finish()?;
    let pages = indicatif::HumanCount(summary.pages);
    let files = indicatif::HumanCount(summary.files);
    terminal::complain(&format!("{pages} pages in {}, {files} files\n", args.output.display()));
    Ok(if failed { Status::Failed } else { Status::Done })
}

/// An address to which paths can be added.
fn address(url: &str) -> Result<String, Failure> {
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    if !is_web || !chorograph::iri::Minter::is_iri(url) {
        let error = format!("{url} is not an address of the web");
        return Err(Failure::new(Kind::CannotRun, error).hint("give it whole, such as https://example.org/data/"));
    }
    Ok(if url.ends_with('/') { url.to_owned() } else { format!("{url}/") })
}

/// A folder beside the one that was asked for, whose name it takes when it is whole.
struct Target {
    temporary: TempDir,
    folder: PathBuf,
    target: PathBuf,
}

impl Target {
    fn new(output: &Path, force: bool) -> Result<Self, Failure> {
        let shown = output.display();
        let there = fs::symlink_metadata(output).is_ok();
        // Through a link, the folder that it leads to.
        let target = if there { fs::canonicalize(output)? } else { output.to_owned() };
        if there && !target.is_dir() {
            return Err(Failure::new(Kind::CannotRun, format!("{shown} is there, and is no folder")));
        }
        let is_empty = || Ok::<_, io::Error>(fs::read_dir(&target)?.next().is_none());
        if there && !force && !target.join(MARKER).is_file() && !is_empty()? {
            return Err(Failure::new(
                Kind::CannotRun,
                format!("{shown} is there, and was not made by chorograph publish"),
            )
            .hint("name another folder, or give --force to replace all that is in it"));
        }
        let parent = target.parent().filter(|p| *p != Path::new("")).unwrap_or(Path::new("."));
        if there && target.file_name().is_none() {
            return Err(Failure::new(Kind::CannotRun, format!("{shown} cannot be replaced")));
        }
        fs::create_dir_all(parent)
            .map_err(|e| io::Error::new(e.kind(), format!("cannot make the folder {}: {e}", parent.display())))?;
        let temporary = tempfile::Builder::new().prefix(".chorograph-site-").tempdir_in(parent)?;
        let folder = temporary.path().join("site");
        fs::create_dir(&folder)?;
        fs::write(folder.join(MARKER), "Made by chorograph publish, which may replace this folder.\n")?;
        Ok(Self { temporary, folder, target })
    }

    fn folder(&self) -> &Path {
        &self.folder
    }

    /// Everything is written: the folder takes its name, and what was there goes.
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

/// Writes a file of the site, and nothing outside its folder whatever its path.
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

/// Writes the dataset in every format. One that cannot say what the dataset says is told and left out.
fn exports(dataset: &Dataset, view: &View, folder: &Path) -> Result<(Vec<Download>, bool), Failure> {
    let (mut downloads, mut failed) = (Vec::new(), false);
    for format in Format::ALL {
        let name = format!("dataset.{}", format.extension());
        let path = folder.join(&name);
        let mut out = BufWriter::with_capacity(1 << 18, File::create_new(&path)?);
        let bar = terminal::progress(0, &format!("writing {name}"));
        let result =
            publish::write(view.store(), &dataset.minter, format, &dataset.work(), &mut out, &|more| bar.inc(more));
        bar.finish_and_clear();
        match result {
            Err(error @ (PublishError::NoElement(_) | PublishError::NotInXml { .. })) => {
                terminal::complain(&format!("warning: {name} is left out: {error}\n"));
                failed = true;
                drop(out);
                fs::remove_file(&path)?;
                continue;
            }
            result => result?,
        };
        out.flush()?;
        downloads.push(download(&path, name, format!("{format}{}", graphs(format)), media_type(format))?);
    }
    for (name, title, text) in COMPANIONS {
        let path = folder.join(name);
        fs::write(&path, text)?;
        downloads.push(download(&path, name.to_owned(), title.to_owned(), "text/turtle")?);
    }
    Ok((downloads, failed))
}

fn graphs(format: Format) -> &'static str {
    if format.has_graphs() { ", source by source" } else { "" }
}

fn media_type(format: Format) -> &'static str {
    match format {
        Format::Turtle => "text/turtle",
        Format::TriG => "application/trig",
        Format::NTriples => "application/n-triples",
        Format::NQuads => "application/n-quads",
        Format::RdfXml => "application/rdf+xml",
        Format::JsonLd => "application/ld+json",
    }
}

fn download(path: &Path, name: String, title: String, media_type: &'static str) -> io::Result<Download> {
    let mut file = File::open(path)?;
    let (mut hasher, mut buffer, mut size) = (Sha256::new(), vec![0; 1 << 16], 0);
    loop {
        match file.read(&mut buffer)? {
            0 => break,
            n => {
                size += n as u64;
                hasher.update(&buffer[..n]);
            }
        }
    }
    Ok(Download { name, title, media_type, size, sha256: hex(&hasher.finalize()) })
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
        // Two pages of one name would be a mistake of ours, and are never silently one.
        assert!(write(&inside, &page).is_err());
    }
}

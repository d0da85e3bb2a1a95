use crate::cli::failure::{Failure, FailureKind, cannot};
use crate::cli::{Status, terminal};
use chorograph::base::files;
use chorograph::dataset::CONFIG_FILE;
use std::fs;
use std::io;
use std::path::PathBuf;

/// Create a new dataset folder
///
/// The folder contains `dataset.toml` and `metadata-example.toml` with every field explained, an empty `sources/` and an
/// empty gazetteer, and can be built. Existing files are not overwritten.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  chorograph init my-data && chorograph build my-data")]
pub(crate) struct Args {
    /// The folder to create; it may exist.
    dir: PathBuf,
}

const FILES: &[(&str, &str)] = &[
    (CONFIG_FILE, include_str!("init/dataset.toml")),
    ("metadata-example.toml", include_str!("init/metadata-example.toml")),
    ("gazetteer/names.csv", "id,kind,names,wikidata,evidence\n"),
    (".gitignore", ".chorograph/\nclaims.review.restricted.tsv\n"),
];

pub(crate) fn run(args: &Args) -> Result<Status, Failure> {
    let config = args.dir.join(CONFIG_FILE);
    if files::is_there(&config).map_err(cannot("look for", &config))? {
        let error = format!("{} is already a dataset folder", args.dir.display());
        return Err(Failure::new(FailureKind::CannotRun, error)
            .hint("build it with `chorograph build`, or choose another folder"));
    }
    for (name, text) in FILES {
        let path = args.dir.join(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(cannot("make", folder))?;
        }
        match fs::File::create_new(&path) {
            Ok(mut file) => io::Write::write_all(&mut file, text.as_bytes()).map_err(cannot("write", &path))?,
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {}
            Err(e) => return Err(cannot("write", &path)(e)),
        }
    }
    let sources = args.dir.join("sources");
    fs::create_dir_all(&sources).map_err(cannot("make", &sources))?;
    terminal::eprint(&format!(
        "created {0}; put documents into {1}, then run: chorograph build {0}\n",
        args.dir.display(),
        sources.display()
    ));
    Ok(Status::Done)
}

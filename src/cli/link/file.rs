//! `links.sssom.tsv` in a dataset folder.

use crate::cli::failure::{Failure, Kind};
use crate::cli::terminal::{self, Output};
use chorograph::dataset::Dataset;
use chorograph::link::review::merge;
use chorograph::link::sssom::{self, Mapping, MappingSet};
use std::fs;
use std::io;

/// Puts new proposals into the file, beside what a person has decided.
pub(super) fn update(dataset: &Dataset, proposed: Vec<Mapping>) -> Result<(), Failure> {
    let path = dataset.links();
    let old = match fs::read_to_string(&path) {
        Ok(text) => {
            let (set, problems) = sssom::read(&text);
            for problem in &problems {
                terminal::problem("error", &path, problem);
            }
            if !problems.is_empty() {
                // Writing would lose the rows that could not be read.
                return Err(Failure::new(Kind::Input, format!("{} is left as it is", path.display()))
                    .hint("correct it, then propose again"));
            }
            set
        }
        Err(e) if e.kind() == io::ErrorKind::NotFound => MappingSet {
            id: format!("{}links", dataset.minter.base()),
            title: format!("{}: links with Wikidata", dataset.config.title),
            licence: dataset.config.licence.clone(),
            creators: Vec::new(),
            base: dataset.minter.base().to_owned(),
            ..MappingSet::default()
        },
        Err(e) => return Err(e.into()),
    };
    let mut set = merge(old, proposed);
    set.tool = "chorograph".to_owned();
    set.tool_version = env!("CARGO_PKG_VERSION").to_owned();
    let mut out = Output::open(Some(&path))?;
    sssom::write(&set, &mut out)?;
    Ok(out.finish()?)
}

//! The file by which a folder is known as a site that was published: where it belongs, and the sources that it is made of, so that
//! whoever serves it later can see whether all of them may still be passed on.

use super::SiteError;
use crate::base::iri::Minter;
use crate::base::vocab::prov;
use crate::store::Statements;
use oxigraph::model::Term;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const HEAD: &str = "Made by chorograph publish, which may replace this folder.";

/// What a site says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marker {
    /// The base IRI of the dataset.
    pub base: String,
    /// The address at which the site will be found.
    pub address: String,
    /// The keys of its sources.
    sources: BTreeSet<String>,
}

impl Marker {
    /// Its name in the folder of the site.
    pub const FILE: &str = ".chorograph-site";

    /// What a site will be made of, for an address that is not the base IRI.
    pub fn of(statements: &Statements, minter: &Minter, address: Option<&str>) -> Result<Self, SiteError> {
        let mut sources = BTreeSet::new();
        for quad in statements.matching(None, Some(prov::SPECIALIZATION_OF), None) {
            if let Term::NamedNode(source) = quad?.object {
                sources.insert(minter.key("source", source.as_str()).unwrap_or(source.as_str()).to_owned());
            }
        }
        let address = address.unwrap_or_else(|| minter.base());
        Ok(Self { base: minter.base().to_owned(), address: address.to_owned(), sources })
    }

    /// Reads that of a folder; none if the folder has none, or one of a time when it did not name its sources.
    pub fn read(folder: &Path) -> Option<Self> {
        let text = fs::read_to_string(folder.join(Self::FILE)).ok()?;
        let mut marker = Self::default();
        for line in text.lines().skip(1) {
            match line.split_once(' ')? {
                ("base", base) => marker.base = base.to_owned(),
                ("address", address) => marker.address = address.to_owned(),
                ("source", source) => drop(marker.sources.insert(source.to_owned())),
                _ => return None,
            }
        }
        (!marker.base.is_empty()).then_some(marker)
    }

    /// As it is written.
    pub fn text(&self) -> String {
        let mut text = format!("{HEAD}\nbase {}\naddress {}\n", self.base, self.address);
        for source in &self.sources {
            text.push_str(&format!("source {source}\n"));
        }
        text
    }

    /// Whether one of some sources is among them.
    pub fn names_any(&self, sources: &[String]) -> bool {
        sources.iter().any(|source| self.sources.contains(source))
    }
}

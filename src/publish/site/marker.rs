//! The file that marks a folder as a published site: it has the address of the site and its sources, so that a server
//! can later check that all of them may still be redistributed.

use super::SiteError;
use crate::base::iri::Minter;
use crate::base::vocab::prov;
use crate::store::Statements;
use oxigraph::model::Term;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const HEAD: &str = "Made by chorograph publish, which may replace this folder.";

/// The content of the marker file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marker {
    /// The base IRI of the dataset.
    pub base: String,
    /// The address of the site.
    pub address: String,
    /// The keys of its sources.
    sources: BTreeSet<String>,
}

impl Marker {
    /// Its name in the folder of the site.
    pub const FILE: &str = ".chorograph-site";

    /// The marker of a site with this content; `address` is set if it is not the base IRI.
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

    /// Reads the marker of a folder; `None` if there is none, or if it is of an older form without sources.
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

    /// The text of the file.
    pub fn text(&self) -> String {
        let mut text = format!("{HEAD}\nbase {}\naddress {}\n", self.base, self.address);
        for source in &self.sources {
            text.push_str(&format!("source {source}\n"));
        }
        text
    }

    /// Whether it names any of these sources.
    pub fn names_any(&self, sources: &[String]) -> bool {
        sources.iter().any(|source| self.sources.contains(source))
    }
}

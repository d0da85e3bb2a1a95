//! Loads the review file of links as a source: into a graph of its own, as a whole or not at all.

use crate::base::files;
use crate::base::iri::digest;
use crate::claim::quads::mappings;
use crate::dataset::sssom;
use crate::store::load::run::Run;
use crate::store::load::{BuildError, Event, at};
use std::io;

impl Run<'_> {
    /// Brings the graph of links up to date with `links.sssom.tsv`. If the file has a mistake, the store keeps the
    /// graph of its earlier version.
    pub(super) fn links(&mut self, notify: &mut dyn FnMut(Event<'_>)) -> Result<(), BuildError> {
        let path = self.dataset.links();
        let text = match files::read_to_string(&path) {
            Ok(text) => Some(text),
            Err(e) if files::is_missing(&path, &e) => None,
            Err(e) if e.kind() == io::ErrorKind::InvalidData => {
                notify(Event::Unreadable(&path, &e));
                self.report.failed += 1;
                return Ok(());
            }
            Err(e) => return Err(at(&path)(e)),
        };
        let name = self.dataset.minter.graph("links");
        let Some(text) = text else {
            self.state.links = None;
            self.state.former.clear();
            self.writer.remove_graphs(&[name])?;
            return Ok(());
        };
        let sha256 = digest(&[&text, &self.dataset.config.base, env!("CARGO_PKG_VERSION")]);
        if self.state.links.as_deref() == Some(&sha256) && self.writer.has_graph(&name)? {
            return Ok(self.moved(&text, notify)?);
        }
        let problems = sssom::validate(&text);
        for problem in &problems {
            notify(Event::Problem(&path, problem));
        }
        if !problems.is_empty() {
            self.report.failed += 1;
            return Ok(());
        }
        for remark in sssom::remarks(&text) {
            notify(Event::Note(&path, &remark));
        }
        let (set, _) = sssom::read(&text);
        self.writer.remove_graphs(&[name])?;
        self.writer.add(&mut mappings::quads(&self.dataset.minter, &set))?;
        self.state.links = Some(sha256);
        Ok(self.moved(&text, notify)?)
    }
}

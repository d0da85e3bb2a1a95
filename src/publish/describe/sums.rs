//! `SHA256SUMS`, which `sha256sum -c` reads.

use super::File;
use crate::base::iri::hex;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Digests by file name, sorted.
pub(super) struct Sums(BTreeMap<String, String>);

impl Sums {
    pub(super) fn of(files: &[File]) -> Self {
        Self(files.iter().map(|file| (file.name.clone(), file.sha256.clone())).collect())
    }

    pub(super) fn add(&mut self, name: &str, bytes: &[u8]) {
        self.0.insert(name.to_owned(), hex(&Sha256::digest(bytes)));
    }

    /// One line per file. A name with a backslash or a line break is escaped as in GNU coreutils.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for (name, digest) in &self.0 {
            let escaped = name.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r");
            if escaped != *name {
                text.push('\\');
            }
            text.push_str(&format!("{digest}  {escaped}\n"));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_order_and_escaped() {
        let mut sums = Sums(BTreeMap::new());
        sums.add("b", b"");
        sums.add("a\\\n", b"");
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(sums.text(), format!("\\{empty}  a\\\\\\n\n{empty}  b\n"));
    }
}

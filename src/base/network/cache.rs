//! Answers on disk, by request, so that an interrupted run repeats no request. A file is written under a temporary name
//! and renamed when it is complete. The reader of an answer checks a cached one exactly as a new one.

use super::{Reply, Request};
use crate::base::iri::digest;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// A folder of answers.
#[derive(Debug, Clone)]
pub struct Cache {
    folder: PathBuf,
    refresh: bool,
}

/// The first line of a file of the cache; a new file format gets another number.
const MAGIC: &str = "chorograph-answer-1";

impl Cache {
    /// A cache in a folder, which is created when the first answer is stored. With `refresh`, no stored answer is read,
    /// and new answers replace them.
    pub fn new(folder: &Path, refresh: bool) -> Self {
        Self { folder: folder.to_owned(), refresh }
    }

    fn path(&self, request: &Request) -> PathBuf {
        let (kind, body) = request.body.as_ref().map_or(("", ""), |(kind, body)| (*kind, body.as_str()));
        let name = digest(&[&request.url, request.accept, kind, body]);
        // Some file systems are slow with a hundred thousand files in a folder.
        self.folder.join(name.get(..2).unwrap_or("00")).join(name)
    }

    /// The stored answer to a request; `None` if there is no complete one.
    pub(super) fn get(&self, request: &Request) -> Option<Reply> {
        if self.refresh {
            return None;
        }
        let mut bytes = Vec::new();
        fs::File::open(self.path(request)).ok()?.read_to_end(&mut bytes).ok()?;
        let end = memchr::memchr(b'\n', &bytes)?;
        let mut head = std::str::from_utf8(bytes.get(..end)?).ok()?.splitn(3, ' ');
        let body = bytes.get(end + 1..)?;
        let whole = head.next()? == MAGIC && head.next()?.parse() == Ok(body.len());
        let content_type = head.next()?.to_owned();
        whole.then(|| Reply { status: 200, content_type, retry_after: None, body: body.to_vec() })
    }

    /// Stores an answer.
    pub(super) fn put(&self, request: &Request, reply: &Reply) -> io::Result<()> {
        let path = self.path(request);
        let folder = path.parent().unwrap_or(&self.folder);
        fs::create_dir_all(folder)?;
        let mut file = tempfile::Builder::new().prefix(".answer-").tempfile_in(folder)?;
        let kind = reply.content_type.replace(|c: char| c.is_control(), " ");
        writeln!(file, "{MAGIC} {} {kind}", reply.body.len())?;
        file.write_all(&reply.body)?;
        file.persist(&path).map(drop).map_err(|e| e.error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_cached_by_request_and_only_complete_ones_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::new(&folder.path().join("c"), false);
        let request = Request::form("http://a/", "x/y", &[("q", "1")]);
        let body = b"one\ntwo".to_vec();
        let reply = Reply { status: 200, content_type: "x/y; z=1".to_owned(), retry_after: None, body };
        assert_eq!(cache.get(&request), None);
        cache.put(&request, &reply).unwrap();
        assert_eq!(cache.get(&request), Some(reply.clone()));
        for other in [
            Request::form("http://a/", "x/y", &[("q", "2")]),
            Request::form("http://b/", "x/y", &[("q", "1")]),
            Request::get("http://a/", "x/y", &[("q", "1")]),
        ] {
            assert_eq!(cache.get(&other), None);
        }
        assert_eq!(Cache::new(&folder.path().join("c"), true).get(&request), None);
        let path = cache.path(&request);
        let whole = fs::read(&path).unwrap();
        for cut in 0..whole.len() {
            fs::write(&path, &whole[..cut]).unwrap();
            assert_eq!(cache.get(&request), None, "{cut}");
        }
    }
}

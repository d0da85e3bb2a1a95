//! The published site: finds the file for the path of a request.
//!
//! An IRI of the dataset, `/place/aghdam`, names a thing; its description is `/place/aghdam/`, which is one of the files
//! `place/aghdam/index.*`, chosen by the Accept header. So the first redirects to the second with 303 (See Other).

use super::accept;
use super::form;
use super::http_error::HttpError;
use crate::base::iri::percent_decoded;
use crate::base::media;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// A file of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its path on disk.
    pub path: PathBuf,
    /// Its media type.
    pub content_type: &'static str,
    /// Its own address, if it was chosen by content negotiation.
    pub location: Option<String>,
}

/// The result for a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileLookup {
    /// A file.
    File(File),
    /// A redirect to another path, not yet encoded.
    Elsewhere(String),
    /// Not found.
    Nothing,
}

/// The forms of a description, the preferred first.
const INDEX: &[(&str, &str)] = &[
    ("text/html", "index.html"),
    ("text/turtle", "index.ttl"),
    ("application/ld+json", "index.jsonld"),
    ("application/n-triples", "index.nt"),
    ("application/rdf+xml", "index.rdf"),
    ("application/trig", "index.trig"),
    ("application/n-quads", "index.nq"),
];

/// Finds the file for the path of a request. The path of `folder` must not contain symbolic links.
pub fn find(root: &Path, path: &str, accepted: Option<&str>) -> Result<FileLookup, HttpError> {
    let bad = || HttpError::new(400, "the path is not percent-encoded UTF-8");
    let path = percent_decoded(path).ok_or_else(bad)?;
    let Some(below) = path.strip_prefix('/') else { return Err(bad()) };
    let (below, is_folder) = match below.strip_suffix('/') {
        Some(folder) => (folder, true),
        None => (below, below.is_empty()),
    };
    let mut target = root.to_owned();
    for segment in below.split('/').filter(|_| !below.is_empty()) {
        // Refuse `..`, hidden files, and characters that other systems treat as path separators.
        let is_name = !segment.is_empty()
            && !segment.starts_with('.')
            && !segment.contains(|c: char| c.is_control() || matches!(c, '\\' | '\0'));
        if !is_name {
            return Ok(FileLookup::Nothing);
        }
        target.push(segment);
    }
    // A symbolic link must not lead out of the folder.
    let Ok(target) = target.canonicalize() else { return Ok(FileLookup::Nothing) };
    if !target.starts_with(root) {
        return Ok(FileLookup::Nothing);
    }
    if target.is_file() && !is_folder {
        let content_type = content_type(target.file_name().unwrap_or_default());
        return Ok(FileLookup::File(File { content_type, path: target, location: None }));
    }
    if !target.is_dir() {
        return Ok(FileLookup::Nothing);
    }
    let is_inside = |name: &str| target.join(name).canonicalize().is_ok_and(|f| f.is_file() && f.starts_with(root));
    let forms: Vec<_> = INDEX.iter().filter(|(_, name)| is_inside(name)).collect();
    if forms.is_empty() {
        return Ok(FileLookup::Nothing);
    }
    if !is_folder {
        return Ok(FileLookup::Elsewhere(format!("/{below}/")));
    }
    let offers: Vec<&str> = forms.iter().map(|(media, _)| *media).collect();
    let chosen = accept::choose(accepted, &offers).ok_or_else(|| HttpError::not_acceptable(&offers))?;
    let Some((_, name)) = forms.iter().find(|(media, _)| *media == chosen) else { return Ok(FileLookup::Nothing) };
    let Ok(file) = target.join(name).canonicalize() else { return Ok(FileLookup::Nothing) };
    if !file.starts_with(root) {
        return Ok(FileLookup::Nothing);
    }
    let location = form::encode_path(&if below.is_empty() { format!("/{name}") } else { format!("/{below}/{name}") });
    Ok(FileLookup::File(File { path: file, content_type: content_type(name.as_ref()), location: Some(location) }))
}

fn content_type(name: &OsStr) -> &'static str {
    name.to_str().and_then(media::of_name).map_or(media::UNKNOWN, |media| media.content_type)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn site() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap().join("site");
        fs::create_dir_all(root.join("place/şuşa")).unwrap();
        fs::create_dir_all(root.join("empty")).unwrap();
        for file in ["index.html", "place/şuşa/index.html", "place/şuşa/index.ttl", "style.css", ".htaccess"] {
            fs::write(root.join(file), file).unwrap();
        }
        fs::write(root.parent().unwrap().join("secret"), "secret").unwrap();
        (folder, root)
    }

    #[test]
    fn a_thing_sends_on_to_its_description() {
        let (_folder, root) = site();
        let get = |path, accept| find(&root, path, accept);
        assert_eq!(get("/place/%C5%9Fu%C5%9Fa", None), Ok(FileLookup::Elsewhere("/place/şuşa/".to_owned())));
        for (accept, media, name) in [
            (None, "text/html; charset=utf-8", "index.html"),
            (Some("text/turtle"), "text/turtle; charset=utf-8", "index.ttl"),
        ] {
            let Ok(FileLookup::File(file)) = get("/place/%C5%9Fu%C5%9Fa/", accept) else { panic!() };
            assert_eq!((file.content_type, file.path), (media, root.join("place/şuşa").join(name)));
            assert_eq!(file.location, Some(format!("/place/%C5%9Fu%C5%9Fa/{name}")));
        }
        assert_eq!(get("/place/%C5%9Fu%C5%9Fa/", Some("image/png")).unwrap_err().status, 406);
        let Ok(FileLookup::File(file)) = get("/style.css", Some("image/png")) else { panic!() };
        assert_eq!((file.content_type, file.location), ("text/css; charset=utf-8", None));
        assert!(matches!(get("/", None), Ok(FileLookup::File(_))));
    }

    #[test]
    fn nothing_leads_out_of_the_folder() {
        let (_folder, root) = site();
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(root.parent().unwrap(), root.join("out")).unwrap();
            std::os::unix::fs::symlink(root.join("../secret"), root.join("empty/index.html")).unwrap();
        }
        for path in [
            "/../secret",
            "/%2e%2e/secret",
            "/%2e%2e%2fsecret",
            "/..%2fsecret",
            "/place/../../secret",
            "/place/%2E%2E/%2E%2E/secret",
            "/..\\secret",
            "/%5c..%5csecret",
            "/out/secret",
            "/empty/",
            "/empty",
            "//secret",
            "//etc/passwd",
            "/./index.html",
            "/.htaccess",
            "/style.css/",
            "/style.css%00.html",
            "/index.html%0d%0aX:y",
            "/nothing",
        ] {
            assert_eq!(find(&root, path, None), Ok(FileLookup::Nothing), "{path}");
        }
        for path in ["/%", "/%ff", "place", ""] {
            assert_eq!(find(&root, path, None).unwrap_err().status, 400, "{path}");
        }
    }
}

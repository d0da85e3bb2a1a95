//! Which CSVW file is for a CSV file: `X.csv-metadata.json`, else `csv-metadata.json`, else any `*-metadata.json` in its
//! folder, the first that names the file by `url`.

use super::file::{CsvwFile, CsvwTable};
use crate::base::text::Problem;
use std::path::{Component, Path, PathBuf};

/// The end of the names of CSVW files.
pub const ENDING: &str = "-metadata.json";

/// The CSVW file of a CSV file.
#[derive(Debug, Clone)]
pub struct Beside {
    /// Its path.
    pub path: PathBuf,
    /// What it says.
    pub file: CsvwFile,
    /// The table that is the CSV file, by position from 0.
    pub table: usize,
}

/// What was looked for: the file, if there is one, and notes by the path of the file that they are about.
pub type Search = (Option<Beside>, Vec<(PathBuf, Problem)>);

/// Finds the CSVW file of a CSV file among the files of its folder. `read` gives the text of a file; a file that it
/// cannot read is none. An error in a file that is for this CSV by its name is an error; other files with errors are
/// for other tables, as far as can be known.
pub fn beside(
    csv: &Path,
    folder: &[PathBuf],
    read: &mut dyn FnMut(&Path) -> Option<String>,
) -> Result<Search, (PathBuf, Vec<Problem>)> {
    let mut notes = Vec::new();
    let name = csv.file_name().unwrap_or_default().to_string_lossy();
    let own = csv.with_file_name(format!("{name}{ENDING}"));
    let common = csv.with_file_name("csv-metadata.json");
    let mut others: Vec<&PathBuf> = folder
        .iter()
        .filter(|path| **path != own && **path != common && path.to_string_lossy().ends_with(ENDING))
        .collect();
    others.sort();
    for path in [&own, &common].into_iter().chain(others) {
        if !folder.contains(path) {
            continue;
        }
        let Some(text) = read(path) else { continue };
        let is_own = *path == own;
        let file = match CsvwFile::parse(&text) {
            Ok(file) => file,
            Err(problems) if is_own => return Err((path.clone(), problems)),
            Err(_) => continue,
        };
        if let Some(table) = file.table_of(path, csv) {
            return Ok((Some(Beside { path: path.clone(), file, table }), notes));
        }
        if is_own || *path == common {
            let problem = Problem {
                at: None,
                value: name.clone().into_owned(),
                what: "no table of this CSVW file has the address of the CSV file".to_owned(),
                rule: "a CSVW file names by `url` the files that it is for",
                help: "correct `url`; until then the CSVW file is not followed".to_owned(),
            };
            notes.push((path.clone(), problem));
        }
    }
    Ok((None, notes))
}

impl CsvwFile {
    /// The table that is a CSV file, by position from 0. `at` is the path of this CSVW file.
    pub fn table_of(&self, at: &Path, csv: &Path) -> Option<usize> {
        self.tables.iter().position(|table| self.path_of(at, table).is_some_and(|path| path == plain(csv)))
    }

    /// The path of a table, from that of this CSVW file. An address on the web is taken to be a file of this name beside
    /// the CSVW file; `None` if it has no name.
    pub fn path_of(&self, at: &Path, table: &CsvwTable) -> Option<PathBuf> {
        let url = table.url.split(['?', '#']).next().unwrap_or_default();
        if let Some((_, rest)) = url.split_once("://") {
            let name = rest.split_once('/').map(|(_, path)| path)?.rsplit('/').next()?;
            return (!name.is_empty()).then(|| plain(&at.with_file_name(decoded(name))));
        }
        let base = self.base.as_deref().filter(|base| !base.contains("://")).unwrap_or_default();
        let folder =
            at.parent().unwrap_or(Path::new("")).join(decoded(base.rsplit_once('/').map_or("", |(folder, _)| folder)));
        (!url.is_empty()).then(|| plain(&folder.join(decoded(url))))
    }
}

/// A path without `.` and `..`.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if plain.file_name().is_some() => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}

/// A text without percent-encoding.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let pair = after.get(..2).and_then(|pair| std::str::from_utf8(pair).ok());
        let code = pair.filter(|_| *first == b'%').and_then(|pair| u8::from_str_radix(pair, 16).ok());
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

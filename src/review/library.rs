//! The sources of a dataset, read as the build reads them, and read again when they change on disk.

use super::error::{ReviewError, at};
use super::tables::{self, TableRow, TableRows};
use crate::base::capture::{self, CaptureError, capture};
use crate::base::files;
use crate::base::iri::folded_space;
use crate::base::text::Problem;
use crate::claim::convert::TableSourceFile;
use crate::claim::reading::ArticleReading;
use crate::claim::{RecordClaims, claims};
use crate::dataset::Dataset;
use crate::dataset::decisions::DecisionsByFile;
use crate::dataset::gazetteer::Gazetteer;
use crate::extract::Extractor;
use crate::extract::document::{fields, read, read_article};
use crate::extract::given::Given;
use crate::extract::language;
use crate::foreign::beside::{Captured, type_system};
use crate::read::grid::open::TableFormat;
use crate::read::record::Reading;
use crate::read::source::SourceDocument;
use crate::read::source::beside::read_metadata;
use crate::read::source::container::Articles;
use crate::read::source::folder::{self, Listing};
use crate::read::source::metadata::{self, Metadata};
use crate::read::source::stray::Names;
use crate::read::table::CellProblem;
use crate::read::table::columns::Languages;
use crate::read::table::csvw::Csvw;
use crate::read::table::document::TableDocument;
use crate::read::table::holds::{Holds, holds};
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Maximum number of problems of one file that are kept.
const MAX_PROBLEMS: usize = 20;
/// Length of the beginning of a SHA-256 that a decision keeps.
pub(super) const DIGEST: usize = 16;
/// Number of quads after which a large table is asked whether enough of it was read.
const BATCH: usize = 10_000;

/// The sources of a dataset.
#[derive(Debug)]
pub(super) struct Library {
    pub(super) dataset: Dataset,
    pub(super) gazetteer: Gazetteer,
    extractor: Extractor,
    listing: Listing,
    /// The ids of files that metadata without a document may belong to, and may restrict.
    by_stray: BTreeSet<String>,
}

/// A source as it is read, before any decision.
#[derive(Debug)]
pub(super) struct ReviewDocument {
    pub(super) document: SourceDocument,
    pub(super) article: Option<ArticleReading>,
    pub(super) records: Vec<RecordClaims>,
    /// The rows of tables. The text of the document is made of them then.
    pub(super) rows: Vec<TableRow>,
    /// Whether it has claims that are not shown.
    pub(super) is_cut: bool,
    /// What is not shown of it, and why; empty if all is.
    pub(super) note: String,
    /// The headline or, without one, the id.
    pub(super) title: String,
    /// The sentences of the article, as byte ranges, in order.
    pub(super) sentences: Vec<Range<usize>>,
}

/// A file of sources.
#[derive(Debug, Clone)]
pub(super) struct SourceFile {
    /// Changes when the file or its metadata does.
    pub(super) stamp: Stamp,
    /// SHA-256 of its bytes.
    pub(super) sha256: String,
    /// Whether it holds several articles.
    pub(super) holds_articles: bool,
    /// What is not shown of it, and why.
    pub(super) note: String,
    /// What is wrong with it.
    pub(super) problems: Vec<(PathBuf, Problem)>,
}

/// The length and the time of the last change of a file, of its metadata, of the last changed of its files of findings, and of
/// the CSVW files beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp([Option<(u64, SystemTime)>; 5]);

impl Stamp {
    fn of(path: &Path, findings: &[PathBuf]) -> Self {
        let of = |path: &Path| fs::metadata(path).ok().and_then(|m| Some((m.len(), m.modified().ok()?)));
        let types = findings.iter().filter_map(|path| type_system(path));
        let findings = findings.iter().cloned().chain(types).filter_map(|path| of(&path));
        let findings = findings.reduce(|(one, first), (other, last)| (one.wrapping_add(other), first.max(last)));
        let mut own = path.as_os_str().to_owned();
        own.push("-metadata.json");
        let csvw = [Path::new(&own), &path.with_file_name("csv-metadata.json")].map(of);
        Self([of(path), of(&metadata::path_for(path)), findings, csvw[0], csvw[1]])
    }
}

impl Library {
    pub(super) fn open(dataset: Dataset) -> Result<Self, ReviewError> {
        let gazetteer = Gazetteer::read(&dataset.gazetteer())?;
        let extractor = Extractor::new(&gazetteer);
        let mut library =
            Self { dataset, gazetteer, extractor, listing: Listing::default(), by_stray: BTreeSet::new() };
        library.list()?;
        Ok(library)
    }

    /// Lists the files again.
    pub(super) fn list(&mut self) -> Result<(), ReviewError> {
        let sources = self.dataset.sources();
        self.listing = folder::list(&sources).map_err(at(&sources))?;
        self.by_stray.clear();
        let ids = self.listing.documents.keys().chain(self.listing.clashes.keys());
        let names = Names::of(ids.map(String::as_str));
        for stray in &self.listing.strays {
            let mut meant: Vec<&str> = names.meant_by(stray);
            if meant.is_empty() && stray.may_restrict() {
                // Its document may have been renamed: it may be any near it that has no metadata.
                let bare = |file: &Path| !files::is_there(&metadata::path_for(file)).unwrap_or(true);
                let near = self.listing.documents.iter().filter(|(id, file)| stray.is_near(id) && bare(file));
                meant.extend(near.map(|(id, _)| id.as_str()));
            }
            self.by_stray.extend(meant.into_iter().map(str::to_owned));
        }
        Ok(())
    }

    /// The ids of the files, in order.
    pub(super) fn files(&self) -> Vec<String> {
        self.listing.documents.keys().cloned().collect()
    }

    /// Whether there is a file with an id.
    pub(super) fn has_file(&self, id: &str) -> bool {
        self.listing.documents.contains_key(id)
    }

    /// The id of the file of a source: its own, or that of the file of articles that holds it.
    pub(super) fn file_of(&self, source: &str) -> Option<String> {
        let files = source.match_indices('/').map(|(slash, _)| &source[..slash]).chain([source]);
        files.rev().find(|id| self.has_file(id)).map(str::to_owned)
    }

    /// Whether decisions on a file are kept out of version control. A mistake in its metadata does not lift a restriction.
    pub(super) fn is_restricted(&self, file: &str) -> bool {
        let said = |path: &PathBuf| read_metadata(path).map_or(true, |read| read.metadata.redistribute == Some(false));
        self.by_stray.contains(file) || self.listing.file(file).is_some_and(said) || self.listing.hides(file)
    }

    /// Whether a file was changed since it was read.
    pub(super) fn stamp(&self, file: &str) -> Option<Stamp> {
        self.listing.documents.get(file).map(|path| Stamp::of(path, self.findings(file)))
    }

    /// The files of findings beside a file.
    fn findings(&self, file: &str) -> &[PathBuf] {
        self.listing.findings.get(file).map_or(&[], Vec::as_slice)
    }

    /// Reads a file, and passes on each source in it, or only those that are wanted.
    pub(super) fn read(
        &self,
        id: &str,
        wanted: Option<&BTreeSet<String>>,
        decisions: &DecisionsByFile,
        pass_on: &mut dyn FnMut(ReviewDocument),
    ) -> Option<SourceFile> {
        let path = self.listing.documents.get(id)?;
        let mut file = SourceFile {
            stamp: Stamp::of(path, self.findings(id)),
            sha256: String::new(),
            holds_articles: false,
            note: String::new(),
            problems: Vec::new(),
        };
        if let Err(error) = self.read_into((id, path), wanted, decisions, &mut file, pass_on) {
            file.problems.extend(problems(error));
            file.note = "it cannot be read; `chorograph build` says why".to_owned();
        }
        file.problems.truncate(MAX_PROBLEMS);
        Some(file)
    }

    fn read_into(
        &self,
        (id, path): (&str, &Path),
        wanted: Option<&BTreeSet<String>>,
        decisions: &DecisionsByFile,
        file: &mut SourceFile,
        pass_on: &mut dyn FnMut(ReviewDocument),
    ) -> Result<(), CaptureError> {
        let metadata = read_metadata(path)?.metadata;
        let fields = fields(&metadata, &self.dataset);
        let holds = holds(path, path, &metadata, &fields)
            .map_err(|problem| CaptureError::Unreadable { path: path.to_owned(), problems: vec![problem] })?;
        match holds {
            Holds::Document => {
                let captured = capture(path)?;
                file.sha256.clone_from(&captured.sha256);
                let (document, reading) = read(id, path, captured, metadata, &self.dataset)?;
                let given = given(Captured::read(self.findings(id))?, &document, file)?;
                pass_on(self.document(document, &reading, &given));
            }
            Holds::Articles => {
                file.holds_articles = true;
                let mut pass_on = |document: SourceDocument, reading| {
                    pass_on(self.document(document, &reading, &Given::default()));
                };
                let is_wanted = |document: &SourceDocument| wanted.is_none_or(|wanted| wanted.contains(&document.id));
                self.articles((id, path), &metadata, file, &is_wanted, &mut pass_on)?;
            }
            Holds::Tables(format) => {
                if let Some(document) = self.tables((id, path), format, metadata, decisions, file)? {
                    pass_on(document);
                }
            }
        }
        Ok(())
    }

    fn articles(
        &self,
        (id, path): (&str, &Path),
        metadata: &Metadata,
        file: &mut SourceFile,
        is_wanted: &dyn Fn(&SourceDocument) -> bool,
        pass_on: &mut dyn FnMut(SourceDocument, Reading),
    ) -> Result<(), CaptureError> {
        let io_error = |source| CaptureError::Io { path: path.to_owned(), source };
        file.sha256 = files::open(path).and_then(|bytes| capture::digest(bytes, &mut io::sink())).map_err(io_error)?;
        let fields = fields(metadata, &self.dataset);
        let articles = Articles::open(id, path, path, &file.sha256, metadata, &fields).map_err(io_error)?;
        for article in articles {
            if article.as_ref().is_ok_and(|document| !is_wanted(document)) {
                continue;
            }
            let read = article.and_then(|document| {
                let reading = read_article(&document, &self.dataset)?;
                Ok((document, reading))
            });
            match read {
                Ok((document, reading)) => pass_on(document, reading),
                Err(problems) if file.problems.len() < MAX_PROBLEMS => {
                    file.problems.extend(problems.into_iter().map(|problem| (path.to_owned(), problem)));
                }
                Err(_) => {}
            }
        }
        Ok(())
    }

    /// Reads the tables of a file as the build does; those that it leaves out are left out here, too.
    fn tables(
        &self,
        (id, path): (&str, &Path),
        format: TableFormat,
        metadata: Metadata,
        decisions: &DecisionsByFile,
        file: &mut SourceFile,
    ) -> Result<Option<ReviewDocument>, CaptureError> {
        let io_error = |source| CaptureError::Io { path: path.to_owned(), source };
        let unreadable = |problems: Vec<CellProblem>| CaptureError::Unreadable {
            path: path.to_owned(),
            problems: problems.into_iter().map(|problem| problem.problem).collect(),
        };
        file.sha256 = files::open(path).and_then(|bytes| capture::digest(bytes, &mut io::sink())).map_err(io_error)?;
        let csvw = Csvw::of(path).map_err(unreadable)?;
        let metadata = match &csvw.beside {
            Some(beside) => metadata.or(Metadata::of_csvw(&beside.file.about)),
            None => metadata,
        };
        let document = TableDocument::open(format, path, path, &metadata.tables, csvw.beside.as_ref());
        let document = document.map_err(unreadable)?;
        let languages = Languages::of(&metadata, &self.dataset);
        let work = self.dataset.work();
        fs::create_dir_all(&work).map_err(io_error)?;
        let (mut planned, mut left_out) = (Vec::new(), 0);
        for plan in document.plans(&languages, &work) {
            match plan {
                Ok(table) if table.plan.errors.is_empty() && table.plan.questions.is_empty() => planned.push(table),
                _ => left_out += 1,
            }
        }
        let note = match left_out {
            0 => String::new(),
            1 => "a table of this file is not read; `chorograph build` says why".to_owned(),
            several => format!("{several} tables of this file are not read; `chorograph build` says why"),
        };
        if planned.is_empty() {
            file.note = note;
            return Ok(None);
        }
        let of_file = decisions.of_file(id, &file.sha256, false);
        let tables = TableSourceFile {
            id,
            sha256: &file.sha256,
            metadata: &metadata,
            gazetteer: &self.gazetteer,
            minter: &self.dataset.minter,
            decisions: of_file.rows(),
            batch: BATCH,
            is_self_contained: false,
        };
        let TableRows { text, rows, is_cut } = tables::rows(&tables, &document, &planned);
        let cut = "not all claims of this file are shown: it has too many, or their words are too long";
        let notes = [note.as_str(), if is_cut { cut } else { "" }];
        let note = notes.into_iter().filter(|note| !note.is_empty()).collect::<Vec<_>>().join("; ");
        let title = folded_space(metadata.title.as_deref().unwrap_or(id));
        let document = SourceDocument::of_rows(id.to_owned(), path.to_owned(), file.sha256.clone(), text, metadata);
        let (article, records, sentences) = (None, Vec::new(), Vec::new());
        Ok(Some(ReviewDocument { document, article, records, rows, is_cut, note, title, sentences }))
    }

    fn document(&self, document: SourceDocument, reading: &Reading, given: &Given) -> ReviewDocument {
        let mut records = Vec::new();
        for (n, fact_box) in reading.boxes.iter().enumerate() {
            let title = fact_box.title.as_ref().map(|range| document.words(range));
            let publisher = document.metadata.publisher.as_deref();
            let iri = self.dataset.minter.fact_box(publisher, title, &document.id, n + 1);
            records.extend(claims(&document, fact_box, &iri, &self.gazetteer, &self.dataset.minter));
        }
        let article = reading.article.as_ref();
        let headline = article.and_then(|article| article.title.as_ref()).map(|range| document.words(range));
        let title = document.metadata.title.as_deref().or(headline).unwrap_or(&document.id);
        let stated = document.metadata.language.as_deref().unwrap_or(self.dataset.language());
        let sentences = article.map_or_else(Vec::new, |article| {
            let tokens = language::tokens(&document.text, article, Some(stated));
            let range = |range: &Range<usize>| {
                let inside = tokens.tokens.get(range.clone())?;
                Some(inside.first()?.start as usize..inside.last()?.end as usize)
            };
            tokens.sentences.iter().filter_map(|sentence| range(&sentence.tokens)).collect()
        });
        let title = folded_space(title);
        let read =
            |article| ArticleReading::new(&document, article, &self.dataset, &self.gazetteer, &self.extractor, given);
        let article = article.map(read);
        let (rows, is_cut, note) = (Vec::new(), false, String::new());
        ReviewDocument { document, article, records, rows, is_cut, note, title, sentences }
    }

    /// Problems with the listing of the files.
    pub(super) fn problems(&self) -> Vec<(PathBuf, Problem)> {
        let problem = |what: String, help: &str| Problem {
            at: None,
            value: String::new(),
            what,
            rule: "every document below sources/ is read",
            help: help.to_owned(),
        };
        let clashes = self.listing.clashes.values().flatten();
        let clash = || problem("another document has the same name".to_owned(), "rename one of them");
        let lost = self.listing.lost.iter().map(|(path, e)| (path, e));
        let unread = self.listing.unreadable.iter().map(|(_, path, e)| (path, e)).chain(lost);
        let unread = unread
            .map(|(path, e)| (path.clone(), problem(format!("this cannot be read: {e}"), "check its permissions")));
        let strays = self.listing.strays.iter().map(|stray| (stray.path.clone(), stray.problem(&[])));
        clashes.map(|path| (path.clone(), clash())).chain(unread).chain(strays).collect()
    }
}

/// What files of findings give to the reading of a document.
fn given(findings: Captured, document: &SourceDocument, file: &mut SourceFile) -> Result<Given, CaptureError> {
    match findings.verified(document) {
        Ok(given) => {
            file.problems.extend(given.problems);
            Ok(given.given)
        }
        Err(errors) => {
            let mut errors = errors.into_iter();
            let first = errors.next();
            file.problems.extend(errors.flat_map(problems));
            first.map_or_else(|| Ok(Given::default()), Err)
        }
    }
}

fn problems(error: CaptureError) -> Vec<(PathBuf, Problem)> {
    match error {
        CaptureError::Unreadable { path, problems } => {
            problems.into_iter().map(|problem| (path.clone(), problem)).collect()
        }
        CaptureError::Io { path, source } => {
            let problem = Problem {
                at: None,
                value: String::new(),
                what: format!("this file cannot be read: {source}"),
                rule: "every document below sources/ is read",
                help: "check its permissions".to_owned(),
            };
            vec![(path, problem)]
        }
    }
}

/// Finds the file of a decision: by the id of its source, or by the beginning of the digest of its bytes.
#[derive(Debug)]
pub(super) struct RestrictedSources<'l> {
    library: &'l Library,
    /// The ids of files by the beginning of their digest.
    by_digest: HashMap<String, String>,
    /// What was found out, by the ids of files.
    known: RefCell<HashMap<String, bool>>,
}

impl<'l> RestrictedSources<'l> {
    pub(super) fn new(library: &'l Library, by_digest: HashMap<String, String>) -> Self {
        Self { library, by_digest, known: RefCell::default() }
    }

    /// Whether a source is restricted.
    pub(super) fn has(&self, source: &str, digest: &str) -> bool {
        let moved = || self.by_digest.get(digest.get(..DIGEST)?).cloned();
        let Some(file) = self.library.file_of(source).or_else(moved) else {
            return self.library.listing.hides(source);
        };
        let mut known = self.known.borrow_mut();
        *known.entry(file).or_insert_with_key(|file| self.library.is_restricted(file))
    }
}

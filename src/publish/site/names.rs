//! The search for names in any spelling: lists from A to Z that need no script, and small files that the script of the
//! site searches.
//!
//! A name is found by its words in two forms: in its own writing system without diacritical marks, which is the form
//! that the script in the page makes of typed text ([`plain`]); and in Latin letters ([`crate::base::fold::key`]), so
//! that a spelling in one writing system is found by typing another. Files are split by the first two letters of a
//! word, or by three if there are many.

use super::html::{count, counted, esc, lang, link};
use super::kind::PageKind;
use super::page::{Draft, ROWS, pager};
use super::path::encode;
use super::{Context, Page, SiteError};
use crate::base::fold::key;
use crate::base::sort::{Sorted, Sorter};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Maximum number of entries in a file that can be split further.
const MAX_IN_SHARD: usize = 500;
/// Maximum number of entries in a file that cannot be split; further ones are in the lists only.
const MAX_IN_ALL: usize = 5000;
/// Maximum number of words of a name by which it is found.
const MAX_WORDS: usize = 12;

/// A name for the search.
pub(super) struct Name<'a> {
    pub(super) spelling: &'a str,
    pub(super) language: &'a str,
    /// The title of the named thing on its page.
    pub(super) title: &'a str,
    pub(super) iri: &'a str,
    pub(super) kind: PageKind,
}

/// Collects names.
pub(super) struct Collector {
    list: Sorter,
    search: Sorter,
    letters: BTreeMap<String, usize>,
    shards: BTreeMap<String, usize>,
}

/// A name without marks and capitals, in its own writing system, with single spaces between words. The script of the
/// site does the same.
pub(super) fn plain(name: &str) -> String {
    let mut out = String::new();
    let mut due = false;
    for c in name.nfkd().flat_map(char::to_lowercase) {
        let c = match c {
            'ı' => 'i',
            'ə' => 'a',
            'ʼ' | '’' | '‘' | '\'' | 'ь' | 'ъ' => continue,
            c if is_combining_mark(c) => continue,
            c => c,
        };
        if c.is_alphanumeric() {
            if due && !out.is_empty() {
                out.push(' ');
            }
            due = false;
            out.push(c);
        } else {
            due = true;
        }
    }
    out
}

fn first(word: &str, n: usize) -> String {
    word.chars().take(n).collect()
}

/// The letter under which a name is listed.
fn letter(key: &str) -> String {
    match key.chars().next() {
        Some(c) if c.is_ascii_lowercase() => c.to_string(),
        _ => "other".to_owned(),
    }
}

impl Collector {
    pub(super) fn new(scratch: &Path) -> Self {
        let sorter = || Sorter::new(scratch);
        Self { list: sorter(), search: sorter(), letters: BTreeMap::new(), shards: BTreeMap::new() }
    }

    pub(super) fn add(&mut self, name: &Name<'_>) -> Result<(), SiteError> {
        let clean = |text: &str| text.replace('\0', "\u{fffd}");
        let (latin, own) = (key(name.spelling), plain(name.spelling));
        let rest = format!(
            "{}\0{}\0{}\0{}\0{:02}",
            clean(name.spelling),
            clean(name.language),
            clean(name.title),
            name.iri,
            name.kind as usize
        );
        let letter = letter(&latin);
        self.list.push(format!("{letter}\0{latin}\0{rest}").as_bytes()).map_err(SiteError::Sort)?;
        *self.letters.entry(letter).or_default() += 1;
        let forms = [latin, own];
        let words: BTreeSet<&str> = forms.iter().flat_map(|form| form.split(' ').take(MAX_WORDS)).collect();
        for word in words.into_iter().filter(|word| !word.is_empty()) {
            let shard = first(word, 3);
            *self.shards.entry(shard.clone()).or_default() += 1;
            // Three letters first, so that the words of a file are consecutive.
            let record = format!("{shard}\0{}\0{}\0{rest}", forms[0], forms[1]);
            self.search.push(record.as_bytes()).map_err(SiteError::Sort)?;
        }
        Ok(())
    }

    /// Writes the lists and the files.
    pub(super) fn finish(
        self,
        context: &Context<'_>,
        emit: &mut dyn FnMut(Page) -> Result<(), SiteError>,
    ) -> Result<(), SiteError> {
        let Self { list, search, letters, shards } = self;
        lists(context, Sorter::finish(vec![list]).map_err(SiteError::Sort)?, &letters, emit)?;
        files(context, Sorter::finish(vec![search]).map_err(SiteError::Sort)?, &shards, emit)
    }
}

fn texts(record: &[u8]) -> impl Iterator<Item = &str> {
    record.split(|b| *b == 0).map(|part| std::str::from_utf8(part).unwrap_or_default())
}

fn letter_file(letter: &str) -> String {
    format!("names/{letter}/index.html")
}

/// The pages from A to Z.
fn lists(
    context: &Context<'_>,
    mut records: Sorted,
    letters: &BTreeMap<String, usize>,
    emit: &mut dyn FnMut(Page) -> Result<(), SiteError>,
) -> Result<(), SiteError> {
    let mut front = Draft::new(context, "names/index.html", "Names");
    let total: usize = letters.values().sum();
    front.lead(&format!(
        "{} of places, people, organisations and other named things, in the spellings of the gazetteer and of the sources, \
         sorted as they sound in Latin letters.",
        counted(total, "name", "names")
    ));
    front.body += SEARCH;
    let mut items = String::new();
    for (letter, n) in letters {
        let shown = letter.to_uppercase();
        let shown = if letter == "other" { "Digits and other signs" } else { shown.as_str() };
        let to = link("names/index.html", &letter_file(letter), shown);
        items += &format!("<li>{to} <span class=\"soft\">{}</span></li>\n", count(*n));
    }
    front.section("From A to Z", &format!("<ul class=\"letters\">\n{items}</ul>\n"));
    for page in front.finish()? {
        emit(page)?;
    }
    let mut next = next_name(&mut records)?;
    for (letter, n) in letters {
        let pages = n.div_ceil(ROWS).max(1);
        let file = |page: usize| match page {
            0 => letter_file(letter),
            page => format!("names/{letter}/index-{}.html", page + 1),
        };
        for page in 0..pages {
            let path = file(page);
            let shown = if letter == "other" { "other signs".to_owned() } else { letter.to_uppercase() };
            let title =
                if page == 0 { format!("Names: {shown}") } else { format!("Names: {shown}, page {}", page + 1) };
            let mut draft = Draft::new(context, &path, &title);
            draft.trail.push(("names/index.html".to_owned(), "Names".to_owned()));
            draft.body += "<ul class=\"names\">\n";
            for _ in 0..ROWS {
                let Some((at, name)) = next.take_if(|(at, _)| at == letter) else { break };
                debug_assert_eq!(&at, letter);
                draft.body += &name_item(context, &path, &name);
                next = next_name(&mut records)?;
            }
            draft.body += "</ul>\n";
            draft.body += &pager(&path, &title, &file, page, pages);
            for page in draft.finish()? {
                emit(page)?;
            }
        }
    }
    Ok(())
}

/// The parts of a record after its sort keys: spelling, language, title, IRI, kind.
type Parts = Vec<String>;

fn next_name(records: &mut Sorted) -> Result<Option<(String, Parts)>, SiteError> {
    let Some(record) = records.next().map_err(SiteError::Sort)? else { return Ok(None) };
    let mut all = texts(record);
    let letter = all.next().unwrap_or_default().to_owned();
    Ok(Some((letter, all.skip(1).map(str::to_owned).collect())))
}

fn name_item(context: &Context<'_>, path: &str, name: &[String]) -> String {
    let part = |n: usize| name.get(n).map_or("", String::as_str);
    let shown = format!("<span{}>{}</span>", lang(part(1)), esc(part(0)));
    let Some(folder) = context.paths.page(part(3)) else { return String::new() };
    let kind = part(4).parse().ok().and_then(|n: usize| PageKind::ALL.get(n)).map_or("", |kind| kind.one());
    let other = if part(2) == part(0) { String::new() } else { format!(": {}", esc(part(2))) };
    format!(
        "<li>{} <span class=\"soft\">{kind}{other}</span></li>\n",
        link(path, &format!("{folder}/index.html"), &shown)
    )
}

/// The files for the script.
fn files(
    context: &Context<'_>,
    mut records: Sorted,
    counts: &BTreeMap<String, usize>,
    emit: &mut dyn FnMut(Page) -> Result<(), SiteError>,
) -> Result<(), SiteError> {
    let mut by_two: BTreeMap<String, usize> = BTreeMap::new();
    for (three, n) in counts {
        *by_two.entry(first(three, 2)).or_default() += n;
    }
    let shard_of = |three: &str| {
        let two = first(three, 2);
        if by_two.get(&two).is_some_and(|n| *n <= MAX_IN_SHARD) { two } else { three.to_owned() }
    };
    let mut known: Vec<String> = Vec::new();
    let mut entries: Vec<serde_json::Value> = Vec::new();
    let write =
        |name: &str, entries: &mut Vec<serde_json::Value>, emit: &mut dyn FnMut(Page) -> Result<(), SiteError>| {
            let bytes = serde_json::to_vec(&std::mem::take(entries)).unwrap_or_default();
            emit(Page { path: shard_file(name), bytes })
        };
    let mut seen: BTreeSet<u64> = BTreeSet::new();
    loop {
        let record = records.next().map_err(SiteError::Sort)?;
        let shard = record.map(|record| shard_of(texts(record).next().unwrap_or_default()));
        if let Some(last) = known.last().filter(|last| Some(*last) != shard.as_ref())
            && !entries.is_empty()
        {
            write(last, &mut entries, emit)?;
            seen.clear();
        }
        let (Some(record), Some(shard)) = (record, shard) else { break };
        let parts: Vec<&str> = texts(record).skip(1).collect();
        if known.last() != Some(&shard) {
            known.push(shard);
        }
        let [latin, own, spelling, language, title, iri, kind] = parts.as_slice() else { continue };
        let Some(folder) = context.paths.page(iri) else { continue };
        // Several words of a name may have the same beginning.
        let once = crate::base::iri::digest(&[spelling, language, iri]);
        if entries.len() >= MAX_IN_ALL || !seen.insert(u64::from_str_radix(&once[..16], 16).unwrap_or_default()) {
            continue;
        }
        let mut to = String::new();
        encode(&format!("{folder}/index.html"), &mut to);
        let kind = kind.parse().ok().and_then(|n: usize| PageKind::ALL.get(n)).map_or("", |kind| kind.one());
        let title = if title == spelling { "" } else { title };
        let own = if own == latin { "" } else { own };
        entries.push(json!([latin, own, spelling, language, title, kind, to]));
    }
    let list: BTreeMap<&str, String> =
        known.iter().map(|name| (name.as_str(), shard_file(name).trim_start_matches("search/").to_owned())).collect();
    emit(Page { path: "search/index.json".to_owned(), bytes: serde_json::to_vec(&list).unwrap_or_default() })
}

/// The file of a shard: its letters by number, which every file system allows.
fn shard_file(name: &str) -> String {
    let codes: Vec<String> = name.chars().map(|c| format!("{:x}", u32::from(c))).collect();
    format!("search/{}.json", codes.join("-"))
}

/// The place where the script puts its field.
pub(super) const SEARCH: &str = "<section class=\"search\" hidden>\n<h2 id=\"search-heading\">Search</h2>\n<form role=\"search\" \
    aria-labelledby=\"search-heading\">\n<label for=\"search\">A name, in any spelling or script</label>\n\
    <input id=\"search\" type=\"search\" autocomplete=\"off\" spellcheck=\"false\">\n</form>\n\
    <p id=\"search-status\" role=\"status\"></p>\n<ul id=\"search-results\" class=\"names\"></ul>\n</section>\n\
    <noscript><p class=\"note\">Without scripts, use the lists from A to Z.</p></noscript>\n";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain_letters_in_their_own_script() {
        for (name, expected) in [
            ("Ağdam rayonu", "agdam rayonu"),
            ("Füzuli", "fuzuli"),
            ("Кельбаджар", "келбаджар"),
            ("Նախիջևան", "նախիջեւան"),
            ("Nagorno-Karabakh", "nagorno karabakh"),
            ("Qubadlı", "qubadli"),
            ("  --  ", ""),
        ] {
            assert_eq!(plain(name), expected);
        }
    }

    #[test]
    fn a_shard_has_a_plain_file_name() {
        assert_eq!(shard_file("ag"), "search/61-67.json");
        assert_eq!(shard_file("Ր/.."), "search/550-2f-2e-2e.json");
    }
}

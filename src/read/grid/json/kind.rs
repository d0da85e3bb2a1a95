//! What a file of JSON holds: rows, features, places of Linked Places Format, or articles. Its begin decides.

use super::cursor::excerpt;
use super::geometry;
use super::inside::{Inside, get, string_of};
use super::limits::{KIND_PREFIX, KIND_SAMPLE};
use super::scan::{Raw, Scanner, Shape};
use crate::base::text::{Position, Problem};
use crate::dataset::JsonlFields;
use std::borrow::Cow;

/// The ends of names of JSON files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JsonEnding {
    /// `.json`
    Json,
    /// `.geojson`
    GeoJson,
    /// `.jsonl`, `.ndjson`, also with `.gz`
    Lines,
}

/// What a file of JSON holds. The first line of this table that fits decides; "objects" are the first hundred elements
/// or lines within the first 256 KiB.
///
/// | file | begins with | kind |
/// | --- | --- | --- |
/// | any | features (`"type": "Feature"`, `"FeatureCollection"`), and `@context` names Linked Places, or a feature has `names`, `types`, `links`, `relations` or `when` beside `@id` and `properties.title` | Linked Places Format |
/// | any | features, or the mark RS of a text sequence | features |
/// | any | a geometry alone, TopoJSON | error |
/// | `.geojson` | anything else | error |
/// | any | objects without a text (`text`, `body`, `content`, …, `html`; or as `[jsonl]` says), arrays | rows |
/// | any | objects with a text that `[jsonl]` names | articles |
/// | any | objects with a text, beside members of tables (`area`, `population`, `latitude`, …) | articles if most texts are prose and at least two of title, date, address, publisher, authors are given; otherwise an error that asks for `kind` |
/// | any | objects with a text, which is prose in most or has a title, date, address, publisher or authors beside it, or nothing else | articles |
/// | any | objects with short texts beside other members | error that asks for `kind` |
/// | any | anything else | error |
///
/// A text is prose if it has at least 80 characters or 12 words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JsonKind {
    /// Rows of tables.
    Rows,
    /// Features of GeoJSON.
    Features,
    /// Places of Linked Places Format.
    LinkedPlaces,
    /// Articles.
    Articles,
    /// None of these, or several; what is wrong and what to do.
    Unknown(Box<Problem>),
}

/// Minimum length of prose, in characters.
const PROSE_CHARACTERS: usize = 80;
/// Minimum number of words of prose.
const PROSE_WORDS: usize = 12;
/// Maximum depth at which elements are looked for.
const DEPTH: usize = 4;

/// Members with the text of an article, and those with what is said of one.
const TEXT: &[&str] = &[
    "text", "body", "content", "article", "maintext", "article_text", "articleBody", "full_text", "html",
    "content_html", "body_html", "raw_html",
];
const ABOUT: &[&[&str]] = &[
    &["title", "headline"],
    &[
        "date", "published", "date_published", "datePublished", "published_at", "publish_date", "date_publish",
        "pubDate",
    ],
    &["url", "link", "canonical_url"],
    &["publisher", "source", "site", "outlet", "publication"],
    &["authors", "author", "byline"],
];
const BESIDE: &[&str] = &["language", "lang", "id", "_id", "guid", "uuid"];
/// Members of tables; also with something after `_`.
const OF_TABLES: &[&str] =
    &["area", "population", "households", "latitude", "longitude", "lat", "lon", "lng", "geometry", "coordinates"];
/// Members of features that only Linked Places Format has.
const OF_PLACES: &[&str] = &["names", "types", "links", "relations", "when", "descriptions", "depictions"];

/// The kind of a file by its begin, which may be cut anywhere after 256 KiB; compressed files are to be unpacked.
/// `fields` are the members that `[jsonl]` gives for articles.
pub fn kind_of(begin: &[u8], ending: JsonEnding, fields: &JsonlFields) -> JsonKind {
    let text = text_of(begin);
    let is_sequence = text.starts_with('\u{1E}');
    let sample = Sample::of(text, ending == JsonEnding::Lines || is_sequence);
    if sample.has_features() || is_sequence {
        return if sample.is_linked_places() { JsonKind::LinkedPlaces } else { JsonKind::Features };
    }
    if let Some(name) = sample.root_type().filter(|name| geometry::is_type(name) || name == "Topology") {
        let what = if name == "Topology" { "this is TopoJSON" } else { "this is a geometry without a feature" };
        return unknown(text, what, "give GeoJSON with features that have properties");
    }
    if ending == JsonEnding::GeoJson {
        return unknown(text, "this file has no features", "name it .json if it is none of GeoJSON");
    }
    if sample.objects.is_empty() {
        return if sample.has_arrays {
            JsonKind::Rows
        } else {
            unknown(text, "this file does not begin with rows, features or articles", "correct the JSON")
        };
    }
    sample.articles_or_rows(text, fields)
}

/// Whether a JSON text begins as one of Linked Places Format.
pub fn is_linked_places(begin: &str) -> bool {
    let text = text_of(begin.as_bytes());
    let is_lines = text.starts_with('\u{1E}');
    [is_lines, true].iter().any(|lines| {
        let sample = Sample::of(text, *lines);
        sample.has_features() && sample.is_linked_places()
    })
}

/// The begin as far as it is a text.
fn text_of(begin: &[u8]) -> &str {
    let begin = begin.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(begin);
    let begin = &begin[..begin.len().min(KIND_PREFIX)];
    match std::str::from_utf8(begin) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&begin[..error.valid_up_to()]).unwrap_or_default(),
    }
}

fn unknown(text: &str, what: &str, help: &str) -> JsonKind {
    JsonKind::Unknown(Box::new(Problem {
        at: Some(Position { line: 1, column: 1 }),
        value: excerpt(text),
        what: what.to_owned(),
        rule: "a file of JSON holds rows, features, places of Linked Places Format, or articles",
        help: help.to_owned(),
    }))
}

/// An object as far as the begin has it: names, and values that are whole.
type Object<'t> = Vec<(Cow<'t, str>, usize, Option<Raw>)>;

#[derive(Debug, Default)]
struct Sample<'t> {
    text: &'t str,
    root: Object<'t>,
    objects: Vec<Object<'t>>,
    has_arrays: bool,
}

impl<'t> Sample<'t> {
    fn of(text: &'t str, is_lines: bool) -> Self {
        let mut sample = Self { text, ..Self::default() };
        if is_lines {
            let mark = if text.starts_with('\u{1E}') { '\u{1E}' } else { '\n' };
            let mut at = 0;
            for line in text.split_inclusive(mark).take(KIND_SAMPLE) {
                let mut scanner = Scanner::new(text, at);
                scanner.space();
                match scanner.peek() {
                    Some(b'{') => sample.objects.push(members(text, scanner.at)),
                    Some(b'[') => sample.has_arrays = true,
                    _ => {}
                }
                at += line.len();
            }
            return sample;
        }
        let mut scanner = Scanner::new(text, 0);
        scanner.space();
        if scanner.peek() == Some(b'{') {
            sample.root = members(text, scanner.at);
        }
        sample.look(scanner.at, DEPTH);
        if sample.objects.is_empty() && !sample.has_arrays && !sample.root.is_empty() {
            let rows = sample.root.iter().filter(|(_, at, _)| text[*at..].starts_with('{'));
            sample.objects = rows.take(KIND_SAMPLE).map(|(_, at, _)| members(text, *at)).collect();
            if sample.objects.is_empty() {
                sample.objects.push(sample.root.clone());
            }
        }
        sample
    }

    /// Collects the elements of arrays in the value at a byte.
    fn look(&mut self, at: usize, depth: usize) {
        let Some(depth) = depth.checked_sub(1) else { return };
        let text = self.text;
        match text.as_bytes().get(at) {
            Some(b'{') => {
                for (_, at, _) in members(text, at) {
                    self.look(at, depth);
                }
            }
            Some(b'[') => {
                let mut inside = Inside::new(text, Raw { at, end: text.len(), shape: Shape::Array });
                while self.objects.len() < KIND_SAMPLE && matches!(inside.step(), Some(Ok(()))) {
                    match inside.scanner.peek() {
                        Some(b'{') => self.objects.push(members(text, inside.scanner.at)),
                        Some(b'[') => self.has_arrays = true,
                        _ => {}
                    }
                    if inside.scanner.value(&mut ()).is_err() {
                        break;
                    }
                }
            }
            _ => {}
        }
    }

    fn string(&self, object: &Object<'t>, name: &str) -> Option<Cow<'t, str>> {
        let value = object.iter().find(|(known, ..)| known == name)?.2?;
        string_of(self.text, value)
    }

    fn root_type(&self) -> Option<Cow<'t, str>> {
        self.string(&self.root, "type")
    }

    fn has_features(&self) -> bool {
        let is_feature = |object: &Object<'t>| self.string(object, "type").as_deref() == Some("Feature");
        matches!(self.root_type().as_deref(), Some("FeatureCollection" | "Feature"))
            || (self.root.is_empty() || has(&self.root, "features")) && self.objects.iter().any(is_feature)
    }

    fn is_linked_places(&self) -> bool {
        let features = self.objects.iter().chain([&self.root]);
        let names_context = |object: &Object<'t>| {
            let context = object.iter().find(|(name, ..)| name == "@context").and_then(|(.., value)| *value);
            context.is_some_and(|raw| {
                let text = raw.of(self.text).to_ascii_lowercase();
                text.contains("linkedplaces") || text.contains("linked-places") || text.contains("linkedpasts")
            })
        };
        features.clone().any(names_context)
            || features.clone().any(|object| {
                let properties = object.iter().find(|(name, ..)| name == "properties").and_then(|(.., value)| *value);
                let has_title = properties.is_some_and(|p| get(self.text, p, "title").is_some());
                has(object, "@id") && has_title && OF_PLACES.iter().any(|name| has(object, name))
            })
    }

    fn articles_or_rows(&self, text: &str, fields: &JsonlFields) -> JsonKind {
        let given = fields.given();
        let of = |field: &str| given.iter().find(|(known, _)| *known == field).and_then(|(_, name)| *name);
        let own: Vec<&str> = ["text", "html"].iter().filter_map(|field| of(field)).collect();
        let first_step = |name: &str| name.split('.').next().unwrap_or_default().to_owned();
        if own.iter().any(|name| self.objects.iter().any(|o| has(o, name) || has(o, &first_step(name)))) {
            return JsonKind::Articles;
        }
        // A configured name replaces those that are tried.
        let names: &[&str] = if own.is_empty() { TEXT } else { &[] };
        let texts = self.objects.iter().filter_map(|object| {
            let name = names.iter().find(|name| has(object, name))?;
            Some((object, self.string(object, name).unwrap_or_default()))
        });
        let texts: Vec<_> = texts.collect();
        if texts.is_empty() {
            return JsonKind::Rows;
        }
        let most = |count: usize| count * 2 >= texts.len();
        let is_prose = most(texts.iter().filter(|(_, text)| prose(text)).count());
        let fields = [of("title"), of("date"), of("url"), of("publisher"), of("authors")];
        let about = ABOUT.iter().zip(fields).filter(|(names, own)| {
            most(
                texts
                    .iter()
                    .filter(|(o, _)| own.map_or_else(|| names.iter().any(|n| has(o, n)), |n| has(o, n)))
                    .count(),
            )
        });
        let about = about.count();
        let members = || texts.iter().flat_map(|(object, _)| object.iter().map(|(name, ..)| &**name));
        let is_known = |name: &str| {
            TEXT.contains(&name) || BESIDE.contains(&name) || ABOUT.iter().any(|names| names.contains(&name))
        };
        let of_table = members().find(|name| {
            let name = name.to_ascii_lowercase();
            OF_TABLES.iter().any(|word| name == *word || name.strip_prefix(word).is_some_and(|r| r.starts_with('_')))
        });
        let is_articles = match of_table {
            Some(_) => is_prose && about >= 2,
            None => is_prose || about >= 1 || members().all(is_known),
        };
        if is_articles {
            return JsonKind::Articles;
        }
        let other = of_table.or_else(|| members().find(|name| !is_known(name))).unwrap_or_default();
        let what = format!("this may be a table or articles: its objects have a text beside {other:?}");
        unknown(text, &what, "say `kind = \"table\"` or `kind = \"articles\"` in the metadata file beside it")
    }
}

fn has(object: &Object<'_>, name: &str) -> bool {
    object.iter().any(|(known, ..)| known == name)
}

fn prose(text: &str) -> bool {
    text.chars().nth(PROSE_CHARACTERS - 1).is_some() || text.split_whitespace().nth(PROSE_WORDS - 1).is_some()
}

/// The members of an object that may be cut.
fn members(text: &str, at: usize) -> Object<'_> {
    let mut inside = Inside::new(text, Raw { at, end: text.len(), shape: Shape::Object });
    let mut found = Object::new();
    while matches!(inside.step(), Some(Ok(()))) {
        let Ok(name) = inside.name_here() else { break };
        inside.scanner.space();
        let begin = inside.scanner.at;
        let value = inside.scanner.value(&mut ()).ok();
        if value.is_none() && begin == text.len() {
            break;
        }
        found.push((name, begin, value));
        if value.is_none() {
            break;
        }
    }
    found
}

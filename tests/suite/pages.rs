//! Parts of pages and feeds that are not their text, or that occur twice; what cannot be read in them; and that no page
//! takes time or memory by the square of its size.

use super::support::{BASE, Workdir, repository};
use chorograph::base::capture::{CaptureError, Captured};
use chorograph::base::vocab::dcterms;
use chorograph::dataset::JsonlFields;
use chorograph::read::record;
use chorograph::read::source::container::Articles;
use chorograph::read::source::metadata::Metadata;
use chorograph::read::source::{SourceDocument, html};
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

fn page(markup: &[u8]) -> Result<SourceDocument, CaptureError> {
    let captured = Captured { bytes: markup.to_vec(), sha256: String::new() };
    SourceDocument::new("x".to_owned(), "x.html".into(), captured, Metadata::default())
}

fn feed(name: &str) -> Vec<u8> {
    fs::read(repository("tests/feeds").join(name)).unwrap()
}

/// The output of a build on a source, and the publication dates of its articles.
fn issued(name: &str, bytes: impl AsRef<[u8]>) -> (String, Vec<String>) {
    let workdir = Workdir::new();
    workdir.write(&format!("sources/{name}"), bytes);
    let ran = workdir.run(&["build"]);
    let facts = workdir.facts();
    let issued = facts.0.iter().filter(|q| q.predicate == dcterms::ISSUED).map(|q| {
        let subject = q.subject.to_string();
        let subject = subject.trim_matches(['<', '>']).trim_start_matches(BASE).trim_start_matches("source/");
        format!("{subject} {}", facts.object(&format!("{BASE}source/{subject}"), dcterms::ISSUED).unwrap_or_default())
    });
    let mut issued: Vec<String> = issued.collect();
    issued.sort();
    issued.dedup();
    (ran.stderr, issued)
}

const PROSE: &str = "The ministers of both sides met in Eastmere on Tuesday and spoke of the road to Orlo for an hour, and agreed to meet again.";

#[test]
fn dates_of_a_feed_are_read_or_reported() {
    let (told, issued) = issued("dates.rss", feed("dates.rss"));
    assert_eq!(
        issued,
        [
            "dates/g1 2018-01-01",
            "dates/g2 2022-06-02",
            "dates/g3 2005-04-02",
            "dates/g4 2018-01-01",
            "dates/g5 2019-08-15",
            "dates/g7 2018-01-02",
            "dates/g8 2018-01-01",
        ]
    );
    let rule = "  rule: a date of publication is a day, month or year, or a timestamp (ISO 8601, RFC 5322)\n  \
                help: the entry is read without it; do nothing, or correct the feed\n";
    let note = |line: usize, words: &str| {
        format!("note: [DIR]/sources/dates.rss:{line}:1: \"{words}\": this date of an entry cannot be read\n{rule}")
    };
    assert_eq!(told, note(7, "Thu, 32 Foo 2018 99:00:00 GMT") + &note(10, "01/02/2018"));
}

#[test]
fn markup_that_a_feed_escaped_twice_is_read() {
    let workdir = Workdir::new();
    workdir.write("sources/f.rss", feed("escaped-cdata.rss"));
    let ran = workdir.run(&["build"]);
    assert!(!ran.stderr.contains("[jsonl]") && !ran.stderr.contains("no text"), "{}", ran.stderr);
    let facts = workdir.facts();
    let text = facts.0.iter().map(|q| q.object.to_string()).find(|o| o.contains("the water of the upper river"));
    assert!(text.is_some(), "the text of the first entry is read");
    assert!(!facts.0.iter().any(|q| q.object.to_string().contains("CDATA")));
    let empty = "<rss><channel><item><title>A</title></item></channel></rss>";
    let (told, _) = issued("e.rss", empty);
    assert_eq!(
        told,
        "error: [DIR]/sources/e.rss:1:1: \"A\": this entry has no text\n  \
         rule: an entry of a feed has its text in description, content:encoded, content or summary\n  \
         help: take its page as an .html file, or remove the entry from the file\n"
    );
}

#[test]
fn dates_of_a_page_that_differ_are_reported() {
    let with =
        |metas: &str| format!("<html><head><title>T</title>{metas}</head><body><h1>T</h1><p>{PROSE}</p></body></html>");
    let meta = |name: &str, date: &str| format!("<meta name=\"{name}\" content=\"{date}\">");
    let (told, published) =
        issued("x.html", with(&(meta("dc.date", "2023-01-02") + &meta("citation_publication_date", "2023/12"))));
    assert_eq!(
        told,
        "note: [DIR]/sources/x.html: \"2023/12 (citation_publication_date), 2023-01-02 (dc.date)\": \
         this page gives two dates of publication\n  rule: a page has one date of publication\n  \
         help: write published = \"YYYY-MM-DD\" in its .meta.toml\n"
    );
    assert_eq!(published, ["x 2023"], "what both say");
    let (told, published) =
        issued("x.html", with(&(meta("dc.date", "2023-12-05") + &meta("citation_publication_date", "2023/12"))));
    assert_eq!((told.as_str(), published), ("", vec!["x 2023-12-05".to_owned()]));
    let (told, published) =
        issued("x.html", with(&(meta("article:published_time", "2023-12-05T10:00Z") + &meta("date", "2024-03-01"))));
    assert!(told.contains("\"2023-12-05T10:00Z (article:published_time), 2024-03-01 (date)\""), "{told}");
    assert_eq!(published, ["x 2023-12-05"], "what is stated to be the date of publication");
    let (told, published) = issued("x.html", with(&meta("pubdate", "05/12/2023")));
    assert!(told.contains("\"05/12/2023 (pubdate)\": this date of publication cannot be read"), "{told}");
    assert!(published.is_empty());
    // The metadata beside the page decides.
    let workdir = Workdir::new();
    workdir.write("sources/x.html", with(&(meta("dc.date", "2023-01-02") + &meta("date", "2022-12"))));
    workdir.write("sources/x.meta.toml", "published = \"2023-01-02\"\n");
    assert_eq!(workdir.build().stderr, "");
}

#[test]
fn raised_words_join_no_number_and_no_name() {
    let text = |markup: &str| page(format!("<p>{markup}</p>").as_bytes()).unwrap().text;
    for (markup, read) in [
        ("289 km<sup>2</sup> on the 8<sup>th</sup>", "289 km2 on the 8th"),
        ("about 10<sup>6</sup> people", "about 10⁶ people"),
        ("250<sup>9</sup> km<sup>2</sup>", "250 km2"),
        ("250<sup>9</sup>&nbsp;km²", "250\u{a0}km²"),
        ("In 1992<sup>3</sup> the council<sup>4,5</sup> met.<sup>6</sup> It", "In 1992 the council met. It"),
        (
            "the council<sup id=c><a href=\"#cite_note-1\"><span>[</span>1<span>]</span></a></sup> met",
            "the council met",
        ),
        ("the council<a href=\"#fn:1\" class=footnote>1</a> met", "the council met"),
        ("see <a href=\"#part2\">2</a> below", "see 2 below"),
        ("7<sup>1</sup>/<sub>2</sub> km", "7¹/₂ km"),
        ("7<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math> km", "7¹⁄₂ km"),
        ("CO<sub>2</sub> and x<sup>2</sup>", "CO2 and x²"),
        ("<math><msup><mi>km</mi><mn>2</mn></msup></math>", "km2"),
        ("<b>Alpha</b><sup>1</sup><del>old</del>, <ins>new</ins>", "Alpha, new"),
    ] {
        assert_eq!(text(markup), read, "{markup}");
    }
}

/// What may be a power or a figure with a footnote mark is an error at its position.
#[test]
fn an_ambiguous_footnote_mark_is_an_error() {
    for (figure, value) in [
        ("10<sup>3</sup> km2", "10"),
        ("7<sup>1</sup>/<sub>2</sub> km2", "7"),
        ("250⁹ m", "250"),
        ("250<sup>new</sup> km2", "raised letters"),
        ("11 km2 (<b>Beta</b><sup>new</sup>)", "raised letters"),
    ] {
        let workdir = Workdir::new();
        let list = format!(
            "<h3>Figures</h3><ul>\n<li>Alpha: 1991, territory {figure}</li>\n<li>Beta: 1992, territory 11 km2</li></ul>"
        );
        workdir.write("sources/x.html", list);
        let ran = workdir.run(&["build"]);
        assert_eq!(ran.code, Some(1), "{figure}: {}", ran.stderr);
        assert!(
            ran.stderr.starts_with("error: [DIR]/sources/x.html:2:") && ran.stderr.contains(value),
            "{}",
            ran.stderr
        );
        assert!(workdir.facts().0.iter().all(|q| !q.object.to_string().contains("Alpha")));
    }
}

#[test]
fn markup_beyond_the_limits_is_an_error() {
    let attributes: String = (0..100_000).map(|n| format!(" a{n}=\"1\"\n")).collect();
    for (markup, what) in [
        (format!("<p>x</p><p{attributes}>"), "this tag has too many attributes"),
        ("<p><br>".repeat(600_000), "this page has too many tags"),
        (format!("<p>{}{}", fonts(3_000), "<p>x".repeat(10_000)), "too many formatting elements are open here"),
    ] {
        let Err(CaptureError::Unreadable { problems, .. }) = page(markup.as_bytes()) else { panic!("{what}") };
        assert_eq!((problems.len(), problems[0].what.as_str()), (1, what));
    }
    // Cells that would fill a million positions are reported as not repeated.
    let row = format!("<tr>{}</tr>", "<td rowspan=65534>a</td>".repeat(900));
    let bomb = page(format!("<table>{row}{}</table>", "<tr><td>x</td></tr>".repeat(5_000)).as_bytes()).unwrap();
    assert_eq!(bomb.notes.len(), 1);
    assert!(bomb.notes[0].what.contains("span too many rows"), "{:?}", bomb.notes);
}

fn fonts(n: usize) -> String {
    (0..n).map(|n| format!("<font color={n}>")).collect()
}

/// Repeats one thing: four times the length may take little more than four times the time.
#[test]
fn no_page_takes_time_by_its_square() {
    let again = |before: &str, again: &str, after: &str, n: usize| {
        format!("<h1>T</h1><p>{PROSE}</p>{before}{}{after}", again.repeat(n / again.len()))
    };
    let shapes: &[(&str, &str, &str)] = &[
        ("<p>", "word<sup>1</sup> ", ""),
        ("<p>", "word<sup><a href=\"#fn1\">1</a></sup> ", ""),
        ("<p>", "<del>1</del>a ", ""),
        ("<p>", "<i style=\"display:none\">1</i>a ", ""),
        ("", "<table><tr><td>a<td>b</table>", ""),
        ("<table>", "<tr><td rowspan=9>a</td><td>b</td></tr>", "</table>"),
        ("<table>", "<tr><td colspan=1000>a</td><td>b</td></tr>", "</table>"),
        ("<table>", "<tr><td><p>a</p><p>b</p></td><td>c</td></tr>", "</table>"),
        ("<figure>", "<h2>a</h2>", "</figure>"),
        ("", "<h2>a</h2>", ""),
        ("<ul>", "<li>a</li>", "</ul>"),
        ("", "<span rel=author>a</span>", ""),
        ("", "<i itemprop=datePublished>2001</i>", ""),
        ("", "<!-- a -->", ""),
        ("", "<!--", ""),
        ("", "<style>.a{display:none}</style>", ""),
        ("", "< ", ""),
        ("", "</p>", ""),
    ];
    let time = |markup: &str| {
        let once = || {
            let start = Instant::now();
            assert!(page(markup.as_bytes()).is_ok());
            start.elapsed()
        };
        once().min(once())
    };
    let mut slow = Vec::new();
    for (before, shape, after) in shapes {
        let (one, four) = (time(&again(before, shape, after, 1 << 15)), time(&again(before, shape, after, 1 << 17)));
        if four > one * 10 + Duration::from_millis(100) {
            slow.push(format!("{before}{shape}: {one:?} and {four:?}"));
        }
    }
    assert!(slow.is_empty(), "{slow:#?}");
}

/// A seeded generator: the same numbers in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n.max(1)
    }
}

const PIECES: &[&str] = &[
    "<",
    ">",
    "\"",
    "'",
    "&",
    "&amp;",
    "&#0;",
    "&nbsp;",
    "</",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?",
    "<sup>",
    "</sup>",
    "<sub>9</sub>",
    "<sup>⁹</sup>",
    "<del>",
    "</del>",
    "<table>",
    "</table>",
    "<tr>",
    "<td rowspan=0>",
    "<td colspan=9 rowspan=3>",
    "</td>",
    "<th>",
    "<li>",
    "<script>",
    "<style>.a{display:none",
    "<math><mfrac><mn>1",
    "<msup>",
    "<p style=\"visibility:",
    "<a href=\"#fn1\">",
    "<template>",
    "<svg>",
    "<select>",
    "<item>",
    "</item>",
    "<entry>",
    "<pubDate>99 Foo 18",
    "<content type=\"xhtml\">",
    "{",
    "}",
    "\\",
    "\\u",
    "\n",
    "\r",
    "\0",
    "\u{feff}",
    "İ",
    "\u{301}",
    "😀",
    "²",
    "¹⁄₂",
    "10⁶ km2",
    "1992-05-08T24:00",
    "\u{202e}",
];

fn mutated(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=random.below(6) {
        let at = random.below(bytes.len());
        let end = (at + random.below(40)).min(bytes.len());
        match random.below(6) {
            0 => drop(bytes.drain(at..end)),
            1 => bytes[at] = random.below(256) as u8,
            2 => bytes.truncate(at.max(1)),
            3 => {
                let piece = bytes[at..end].to_vec();
                let to = random.below(bytes.len());
                drop(bytes.splice(to..to, piece));
            }
            _ => {
                let piece = PIECES[random.below(PIECES.len())].bytes();
                drop(bytes.splice(at..at, piece));
            }
        }
        if bytes.is_empty() {
            bytes.push(b'<');
        }
    }
    bytes
}

/// A reading whose positions all lie in the text.
fn check(document: &SourceDocument) {
    let inside = |range: &std::ops::Range<usize>| assert!(document.text.get(range.clone()).is_some(), "{range:?}");
    let Ok(reading) = record::read(document, "en") else { return };
    for fact_box in &reading.boxes {
        fact_box.title.iter().for_each(inside);
        for record in &fact_box.records {
            inside(&record.range);
            inside(&record.name);
            record.time.iter().for_each(|(range, _)| inside(range));
            record.area.iter().for_each(|area| inside(&area.range));
        }
    }
    for article in reading.article.iter() {
        article.title.iter().chain(&article.paragraphs).for_each(inside);
    }
}

#[test]
fn files_that_were_damaged_are_read_or_refused() {
    let folder = Workdir::new();
    let mut sources: Vec<(String, Vec<u8>)> = Vec::new();
    for below in ["tests/pages", "tests/cases", "tests/feeds"] {
        for entry in fs::read_dir(repository(below)).unwrap() {
            let path = entry.unwrap().path();
            let ending = path.extension().unwrap().to_str().unwrap().to_owned();
            if ["html", "rss"].contains(&ending.as_str()) {
                sources.push((ending, fs::read(path).unwrap()));
            }
        }
    }
    let line =
        format!("{{\"id\":\"a\",\"title\":\"T\",\"date\":\"2017-12-27\",\"html\":\"<p>{PROSE}<sup>1</sup></p>\"}}\n");
    sources.push(("jsonl".to_owned(), line.repeat(3).into_bytes()));
    sources.sort();
    let rounds = std::env::var("CHOROGRAPH_FUZZ").ok().and_then(|n| n.parse().ok()).unwrap_or(40);
    let mut random = Random(7);
    for (ending, bytes) in &sources {
        for _ in 0..rounds {
            let bytes = mutated(bytes, &mut random);
            if ending == "html" {
                if let Ok(document) = page(&bytes) {
                    check(&document);
                    let again = page(&bytes).unwrap();
                    assert_eq!(document.text, again.text, "the same markup gives the same text");
                }
                continue;
            }
            let name = format!("sources/x.{ending}");
            folder.write(&name, &bytes);
            let path = folder.path(&name);
            let open = |path: &Path| Articles::open("x", path, path, "", &Metadata::default(), &JsonlFields::default());
            open(&path).unwrap().flatten().for_each(|document| check(&document));
        }
    }
}

#[test]
fn a_page_is_refused_at_the_place_that_is_too_much() {
    let markup = format!("<p>é</p>\n<p {}>", "a ".repeat(300));
    assert_eq!(html::excess(&markup).map(|e| e.at), Some(10));
    let Err(CaptureError::Unreadable { problems, .. }) = page(markup.as_bytes()) else { panic!("it was read") };
    assert_eq!(problems[0].at.map(|at| (at.line, at.column)), Some((2, 1)));
}

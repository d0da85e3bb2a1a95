//! Random texts. Whatever an article contains, reading it ends without a panic, in a time that grows no faster than its
//! length, and all findings have valid ranges.
//!
//! `CHOROGRAPH_FUZZ` sets the number of inputs (default 2,000; a million take minutes).

#![allow(clippy::print_stderr, reason = "a failing input is told as it is cut down")]

use chorograph::base::time::TimeExtent;
use chorograph::dataset::gazetteer::Gazetteer;
use chorograph::extract::Extractor;
use chorograph::extract::finding::{Anchor, EntityRef, Findings};
use chorograph::extract::lang::en::writing::WRITING;
use chorograph::extract::tokens::Tokens;
use chorograph::read::record::Article;
use std::fs;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

/// Splitmix64: small, seeded, and the same everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % n as u64) as usize
    }

    fn one<'a>(&mut self, of: &'a [String]) -> &'a str {
        &of[self.below(of.len())]
    }
}

/// Characters that cause trouble between words.
const ODD: &[&str] = &[
    "“",
    "”",
    "\"",
    "'",
    "’",
    "‘",
    "«",
    "»",
    "„",
    "(",
    ")",
    "[",
    "]",
    "—",
    "–",
    "-",
    "--",
    ".",
    ",",
    ";",
    ":",
    "!",
    "?",
    "…",
    "...",
    "/",
    "\\",
    "%",
    "$",
    "€",
    "&",
    "&amp;",
    "<b>",
    "</p",
    "<!--",
    "]]>",
    "<",
    ">",
    "\u{0}",
    "\u{7f}",
    "\u{a0}",
    "\u{202f}",
    "\u{2009}",
    "\u{200b}",
    "\u{200d}",
    "\u{200e}",
    "\u{202e}",
    "\u{2066}",
    "\u{feff}",
    "\u{ad}",
    "\u{301}",
    "e\u{301}",
    "İ",
    "ı",
    "ß",
    "ẞ",
    "ﬁ",
    "Ǆ",
    "ǅ",
    "ŉ",
    "Ω",
    "K",
    "𝕺𝖗𝖑𝖔",
    "😀",
    "👩‍👩‍👧",
    "🇦🇿",
    "中国",
    "ไทย",
    "عربي",
    "עברית",
    "Москва",
    "İstanbul",
    "٣",
    "Ⅳ",
    "½",
    "²",
    "1",
    "0",
    "00",
    "12",
    "31",
    "32",
    "1990",
    "2017",
    "9999",
    "99999999999999999999",
    "1,000",
    "1.5",
    "3rd",
    "1st",
    "32nd",
    "1990s",
    "’90s",
    "'90",
    "1988-1992",
    "2017-12-27",
    "27/12/2017",
    "12.30",
    "10:45",
    "25:99",
    "5pm",
    "a.m.",
    "p.m.",
    "U.S.",
    "J.",
    "A.B.C.",
    "Mr.",
    "Jr.",
    "St.",
    "O'Brien",
    "O’",
    "'s",
    "’s",
    "s'",
    "X",
    "Mc",
    "MacD",
    "OSCEMinsk",
    "OSCEobservation",
    "NATOled",
    "aB",
    "ABc",
    "Ab-Cd",
    "ab-",
    "-ab",
    "de",
    "van der",
    "al-",
    "bin",
    "d'",
    "\n",
    "\t",
    "\r\n",
    "\u{2028}",
    "\u{85}",
    "\u{b}",
];

/// Phrases that several parts of the reading depend on at once.
const PHRASES: &[&str] = &[
    "he said",
    "she said that",
    "said the minister",
    "according to",
    "told Interfax in an interview",
    "as reported by",
    "Russian Deputy Prime Minister Grigory Karasin",
    "the deputy foreign minister",
    "President of the Republic",
    "met in Geneva",
    "is to meet with",
    "did not meet",
    "talks between",
    "on the sidelines of",
    "under the auspices of",
    "January next year",
    "on Tuesday",
    "three days earlier",
    "the same month",
    "two weeks ago",
    "last",
    "next",
    "this",
    "the early 1990s",
    "the 1 of",
    "the 31 of February",
    "in the spring of 1992",
    "from 1988 to",
    "between May and",
    "Moscow welcomes",
    "the U.S. and",
    "the OSCE Minsk Group",
    "(the Group)",
    "co-chairs of the",
    "foreign ministers of",
    "“We agreed,” he said.",
    "“It is not",
    "he added: “",
    "’ he asked",
    "signed an agreement",
    "held a telephone call",
];

/// The words of all classes of the lexicon.
fn lexicon() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/extract/lang/en/lexicon");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let texts: Vec<String> = files.iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    let lines = texts.iter().flat_map(|t| t.lines()).map(|l| l.split('#').next().unwrap_or_default());
    let words: Vec<String> =
        lines.filter(|l| !l.starts_with('[')).flat_map(str::split_whitespace).map(str::to_owned).collect();
    assert!(words.len() > 100, "{}", words.len());
    words
}

fn gazetteer() -> Gazetteer {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("names.csv"),
        "id,kind,names,wikidata,evidence\nmoscow,city,Moscow@en|Москва@ru|İstanbul@tr,,\n\
         osce,organisation,OSCE@en|OSCE Minsk Group@en,,\nkarasin,person,Grigory Karasin@en,,\nus,country,U.S.@en|the US@en,,\n",
    )
    .unwrap();
    Gazetteer::read(folder.path()).unwrap()
}

/// A text in pieces, so that a failing one can be cut down.
fn pieces(random: &mut Random, words: &[String]) -> Vec<String> {
    // Inputs differ in what they are full of.
    let taste = [random.below(12), random.below(12), random.below(5), random.below(4)];
    let total = taste.iter().sum::<usize>() + 1;
    let length = [3, 12, 40, 120][random.below(4)];
    let glue = random.below(6);
    let mut pieces = Vec::new();
    for _ in 0..1 + random.below(length) {
        let mut at = random.below(total);
        let kind = taste.iter().position(|t| {
            if at < *t {
                true
            } else {
                at -= t;
                false
            }
        });
        let mut piece = match kind {
            Some(0) => random.one(words).to_owned(),
            Some(1) => ODD[random.below(ODD.len())].to_owned(),
            Some(2) => PHRASES[random.below(PHRASES.len())].to_owned(),
            Some(3) => char::from_u32(random.below(0x11_0000) as u32).unwrap_or('\u{fffd}').to_string(),
            _ => "\n\n".to_owned(),
        };
        match random.below(8) {
            0 => piece = piece.to_uppercase(),
            1 | 2 => {
                let first: String = piece.chars().take(1).flat_map(char::to_uppercase).collect();
                piece = first + &piece.chars().skip(1).collect::<String>();
            }
            _ => {}
        }
        if random.below(6) >= glue {
            piece.push(' ');
        }
        pieces.push(piece);
    }
    pieces
}

/// The lines of a text as paragraphs; sometimes the first is the headline.
fn article(text: &str, title: bool) -> Article {
    let mut paragraphs: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    for line in text.split('\n') {
        let start = at + (line.len() - line.trim_start().len());
        if !line.trim().is_empty() {
            paragraphs.push(start..start + line.trim().len());
        }
        at += line.len() + 1;
    }
    let title = (title && !paragraphs.is_empty()).then(|| paragraphs.remove(0));
    Article { title, paragraphs }
}

/// Everything that must hold for the findings.
fn check(text: &str, article: &Article, gazetteer: &Gazetteer, found: &Findings) {
    let chars: Vec<char> = text.chars().collect();
    let mut points = vec![usize::MAX; text.len() + 1];
    text.char_indices().enumerate().for_each(|(n, (at, _))| points[at] = n);
    points[text.len()] = chars.len();
    let inside = |range: &Range<usize>, what: &str| {
        assert!(range.start < range.end && range.end <= text.len(), "{what}: {range:?}");
        let (start, end) = (points[range.start], points[range.end]);
        assert!(start != usize::MAX && end != usize::MAX, "{what}: {range:?} cuts a character");
        let cut: String = chars[start..end].iter().collect();
        assert_eq!(cut, text[range.clone()], "{what}");
        assert_eq!(cut.trim(), cut, "{what} has space at an end");
    };
    let part = |paragraph: Option<usize>, range: &Range<usize>, what: &str| {
        inside(range, what);
        let whole = match paragraph {
            None => article.title.clone(),
            Some(n) => article.paragraphs.get(n.wrapping_sub(1)).cloned(),
        };
        let whole = whole.unwrap_or_else(|| panic!("{what}: no paragraph {paragraph:?}"));
        assert!(whole.start <= range.start && range.end <= whole.end, "{what}: {range:?} is not in {whole:?}");
    };
    let tokens = Tokens::new(text, article, WRITING);
    let covered = |at: &Range<usize>, range: &Range<usize>, what: &str| {
        assert!(at.start < at.end && at.end <= tokens.tokens.len(), "{what}: tokens {at:?}");
        let whole = tokens.range(at);
        assert!(whole.start <= range.start && range.end <= whole.end, "{what}: {range:?} is not in tokens {whole:?}");
    };
    let rising = |starts: Vec<usize>, what: &str| assert!(starts.is_sorted(), "{what} out of order: {starts:?}");
    let voice = |voice: &EntityRef, what: &str| {
        inside(&voice.range, what);
        assert!(voice.entity.is_none_or(|e| e < found.entities.len()), "{what}: {voice:?}");
    };

    rising(found.mentions.iter().map(|m| m.range.start).collect(), "mentions");
    for (n, mention) in found.mentions.iter().enumerate() {
        part(mention.paragraph, &mention.range, "mention");
        covered(&mention.tokens, &mention.range, "mention");
        assert!(found.entities[mention.entity].mentions.contains(&n), "mention {n} is not its entity's");
        assert!((0.0..=1.0).contains(&mention.confidence), "{mention:?}");
    }
    for (n, entity) in found.entities.iter().enumerate() {
        assert!(!entity.name.trim().is_empty() && !entity.mentions.is_empty(), "{entity:?}");
        assert!(entity.known.is_none_or(|k| k < gazetteer.entities.len()), "{entity:?}");
        assert!(entity.mentions.iter().all(|m| found.mentions[*m].entity == n), "{entity:?}");
    }
    rising(found.times.iter().map(|t| t.range.start).collect(), "times");
    for (n, time) in found.times.iter().enumerate() {
        part(time.paragraph, &time.range, "time");
        covered(&time.tokens, &time.range, "time");
        assert!(time.value.as_ref().is_none_or(|v| !v.is_empty()), "{time:?}");
        if let Some(extent) = &time.extent {
            assert!(extent.earliest <= extent.latest, "{time:?}");
            assert_eq!(TimeExtent::from_edtf(&extent.edtf).as_ref(), Some(extent), "{time:?}");
        }
        // A chain of anchors must end.
        let mut at = n;
        for step in 0.. {
            let Anchor::Expression(next) = found.times[at].anchor else { break };
            assert!(next < found.times.len() && step < found.times.len(), "{time:?} has no end");
            at = next;
        }
    }
    rising(found.roles.iter().map(|r| r.range.start).collect(), "roles");
    for role in &found.roles {
        part(role.paragraph, &role.range, "role");
        inside(&role.title, "title");
        assert!(role.range.start <= role.title.start && role.title.end <= role.range.end, "{role:?}");
        assert!(role.holder.is_none_or(|h| h < found.entities.len()), "{role:?}");
        assert!(role.of.is_none_or(|m| m < found.mentions.len()) && !role.plain.is_empty(), "{role:?}");
    }
    rising(found.quotations.iter().filter_map(|q| Some(q.content.first()?.start)).collect(), "quotations");
    for quotation in &found.quotations {
        assert!(!quotation.content.is_empty(), "{quotation:?}");
        assert!(quotation.content.windows(2).all(|w| w[0].end <= w[1].start), "{quotation:?}");
        quotation.content.iter().for_each(|range| inside(range, "quotation"));
        part(quotation.paragraph, &quotation.content[0], "quotation");
        quotation.cue.iter().for_each(|range| inside(range, "cue"));
        quotation.medium.iter().for_each(|range| inside(range, "medium"));
        quotation.speaker.iter().for_each(|v| voice(v, "speaker"));
        quotation.addressee.iter().for_each(|v| voice(v, "addressee"));
    }
    rising(found.events.iter().map(|e| e.range.start.min(e.trigger.start)).collect(), "events");
    let events = found.events.iter().map(|e| e.event + 1).max().unwrap_or_default();
    for event in &found.events {
        part(event.paragraph, &event.range, "event");
        part(event.paragraph, &event.trigger, "trigger");
        event.participants.iter().for_each(|v| voice(v, "participant"));
        event.occasion.iter().for_each(|v| voice(v, "occasion"));
        event.auspices.iter().for_each(|v| voice(v, "auspices"));
        assert!(event.place.is_none_or(|m| m < found.mentions.len()), "{event:?}");
        assert!(event.time.is_none_or(|t| t < found.times.len()), "{event:?}");
        assert!(event.quotation.is_none_or(|q| q < found.quotations.len()), "{event:?}");
        assert!(found.events.iter().any(|e| e.event < events), "{event:?}");
    }
    assert!((0..events).all(|n| found.events.iter().any(|e| e.event == n)), "a number of an event is left out");
}

struct Reader {
    gazetteer: Gazetteer,
    extractor: Extractor,
    published: TimeExtent,
}

impl Reader {
    fn new() -> Self {
        let gazetteer = gazetteer();
        let extractor = Extractor::new(&gazetteer);
        Self { gazetteer, extractor, published: TimeExtent::from_edtf("2017-12-27").unwrap() }
    }

    fn read(&self, pieces: &[String], number: usize) {
        let text: String = pieces.concat();
        let article = article(&text, number.is_multiple_of(3));
        let published = (!number.is_multiple_of(4)).then_some(&self.published);
        let found = self.extractor.read(&text, &article, published);
        check(&text, &article, &self.gazetteer, &found);
    }

    fn fails(&self, pieces: &[String], number: usize) -> bool {
        catch_unwind(AssertUnwindSafe(|| self.read(pieces, number))).is_err()
    }

    /// Removes the pieces that are not needed for a failure.
    fn smallest(&self, mut pieces: Vec<String>, number: usize) -> Vec<String> {
        let mut size = pieces.len();
        while size > 0 {
            let mut at = 0;
            while at < pieces.len() {
                let mut fewer = pieces.clone();
                fewer.drain(at..(at + size).min(pieces.len()));
                if self.fails(&fewer, number) {
                    pieces = fewer;
                } else {
                    at += size;
                }
            }
            size /= 2;
        }
        pieces
    }
}

/// The number of inputs, and whether it was set.
fn asked() -> (usize, bool) {
    let asked = std::env::var("CHOROGRAPH_FUZZ").ok().and_then(|n| n.parse().ok());
    (asked.unwrap_or(2_000), asked.is_some())
}

#[test]
fn whatever_is_read_lies_in_the_text() {
    let reader = Reader::new();
    let words = lexicon();
    let (inputs, _) = asked();
    for number in 0..inputs {
        let pieces = pieces(&mut Random(number as u64), &words);
        if reader.fails(&pieces, number) {
            let pieces = reader.smallest(pieces, number);
            eprintln!("input {number}, cut down to {:?}", pieces.concat());
            reader.read(&pieces, number);
            panic!("input {number} fails only now and then");
        }
    }
}

/// Repeats one thing on a line: four times the length may take little more than four times the time.
#[test]
fn no_line_is_too_long() {
    const AGAIN: &[&str] = &[
        "“",
        "”",
        "\"",
        "' ",
        "‘",
        "’",
        "’s ",
        "«",
        "“a ",
        "\"a\" ",
        "(",
        ")",
        "[",
        "( ",
        "(A) ",
        ".",
        ". ",
        "… ",
        "! ",
        ", ",
        "- ",
        "-",
        "a-",
        "A",
        "A ",
        "A.",
        "A. ",
        "a",
        "é",
        "\u{301}",
        "😀",
        "\u{202e}",
        "\u{a0}",
        "中",
        "İ",
        "1",
        "1 ",
        "1,",
        "1.",
        "1990 ",
        "1990-",
        "1/",
        "1:",
        "May ",
        "may ",
        "Monday ",
        "next year ",
        "days earlier ",
        "three ",
        "said ",
        "he said ",
        "“He said ",
        "said “a” ",
        "said. ",
        "met ",
        "met with ",
        "talks ",
        "talks between ",
        "meeting in ",
        "minister ",
        "Minister ",
        "Minister of ",
        "President X ",
        "President X, ",
        "the minister of the ",
        "the 1 of ",
        "the ",
        "The ",
        "of ",
        "and ",
        "A and ",
        "he ",
        "Mr. ",
        "Abc ",
        "Abc, ",
        "Abc Def. ",
        "Abc (AB) ",
        "OSCEMinsk ",
        "U.S. ",
        "Moscow ",
        "Moscow welcomes ",
        "OSCE ",
        "according to ",
        "in an interview with ",
        "on the sidelines of ",
        "January next year ",
        "from 1988 to ",
        "between ",
        "foreign minister Abc Def said. ",
        "O'",
        "Mc",
    ];
    let reader = Reader::new();
    let (_, long) = asked();
    let short = if long { 1 << 20 } else { 1 << 16 };
    let time = |again: &str, length: usize| -> Duration {
        let text = again.repeat(length / again.len());
        let article = Article { title: None, paragraphs: vec![0..text.trim_end().len()] };
        let once = || {
            let start = Instant::now();
            let found = reader.extractor.read(&text, &article, Some(&reader.published));
            (start.elapsed(), found.mentions.len())
        };
        once().0.min(once().0)
    };
    let mut slow = Vec::new();
    for again in AGAIN {
        let (one, four) = (time(again, short), time(again, 4 * short));
        if long {
            eprintln!("{again:?}: {:.1} MB/s", (4 * short) as f64 / four.as_secs_f64() / 1e6);
        }
        if four > one * 8 + Duration::from_millis(60) {
            slow.push(format!("{again:?}: {one:?} and {four:?}"));
        }
    }
    assert!(slow.is_empty(), "{slow:#?}");
}

//! Finds the records and the prose of a document.
//!
//! A fact box begins where a piece between separators (`;`, a new line, a list item) reads as a record that gives an
//! area and has a mark after its name. It extends over the lines that have the shape of a record; within it a broken
//! record is an error, outside it prose never is one.

mod heads;
mod table;

use crate::read::record::district::{self, DistrictRecord, Fault, PieceReading, RULE_MEANING};
use crate::read::record::quantity::NumberStyle;
use crate::read::record::{Article, FactBox, prose, words};
use crate::read::source::metadata::DocumentKind;
use heads::Heads;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// The parts of a document.
#[derive(Debug, Default)]
pub struct Layout {
    /// Fact boxes, in order.
    pub boxes: Vec<FactBox>,
    /// The prose.
    pub article: Option<Article>,
    /// Errors within the boxes.
    pub faults: Vec<Fault>,
    /// Notes about what was left out.
    pub notes: Vec<Fault>,
    /// The number of records left out because they have nothing but a date that is not a change of control.
    pub unclaimed: usize,
}

/// Maximum length of a record, in bytes; a longer piece is prose.
const LONGEST_RECORD: usize = 400;
/// Maximum length of a piece that is examined, in bytes, with room for what is trimmed.
const LONGEST_PIECE: usize = 4 * LONGEST_RECORD;
/// Maximum number of lines below a box that may say what its dates are of.
const LINES_BELOW: usize = 2;

/// Finds the parts of a text. `title` is the title of the document in its metadata.
pub fn read(text: &str, kind: DocumentKind, title: Option<&str>, style: NumberStyle) -> Layout {
    let lines = lines(text);
    let mut layout = Layout::default();
    let mut over = heads::of_document(title);
    // Lines that belong to a box, including its heading.
    let mut used = vec![false; lines.len()];
    if kind != DocumentKind::Article {
        let mut at = 0;
        while at < lines.len() {
            let pieces = pieces(text, &lines, at, style);
            let begins = match kind {
                DocumentKind::FactBox => pieces.iter().any(|p| {
                    let heads = !p.has_figure && heads::columns(text, &lines[at]).is_some();
                    p.found.record.is_some() || (p.found.area_named && !heads)
                }),
                _ => pieces.iter().any(Piece::begins) || broken_record(text, &lines, at, &pieces, style),
            };
            at = if begins {
                fact_box(text, &lines, at, kind, &mut over, style, &mut used, &mut layout)
            } else {
                at + 1
            };
        }
    }
    let prose: Vec<_> = (0..lines.len()).filter(|i| !used[*i]).collect();
    if kind != DocumentKind::FactBox {
        layout.article = prose::article(text, &lines, &prose, kind, layout.boxes.is_empty());
    }
    if layout.article.is_none() && !layout.boxes.is_empty() {
        for i in prose.into_iter().filter(|i| !lines[*i].is_empty()) {
            layout.notes.push(note(lines[i].clone(), "this line is neither a record nor prose and was left out"));
        }
    }
    layout
}

fn note(range: Range<usize>, what: &str) -> Fault {
    Fault {
        range,
        what: what.to_owned(),
        rule: "a fact box holds records of the form `name: date, territory N km2`",
        help: "if it is not a record, do nothing".to_owned(),
    }
}

/// The lines of a text, trimmed of white space.
fn lines(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    text.split_inclusive('\n')
        .map(|line| {
            let range = start..start + line.len();
            start = range.end;
            trimmed(text, range)
        })
        .collect()
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let words = &text[range.clone()];
    let start = range.start + (words.len() - words.trim_start_matches(is_blank).len());
    let end = start + words.trim_matches(is_blank).len();
    start..end
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}')
}

/// A piece between separators.
struct Piece {
    range: Range<usize>,
    found: PieceReading,
    words: usize,
    /// Whether it contains a digit; heads of columns do not.
    has_figure: bool,
}

#[cfg(test)]
thread_local! {
    static READ: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

impl Piece {
    fn new(text: &str, range: Range<usize>, style: NumberStyle) -> Self {
        // Longer text is not a record, and the cost of reading must not grow with the square of a line's length.
        #[cfg(test)]
        READ.set(READ.get() + if range.len() > LONGEST_PIECE { 0 } else { range.len() });
        let found = if range.len() > LONGEST_PIECE {
            PieceReading::default()
        } else {
            district::read(text, range.clone(), style)
        };
        let words = found.unread.iter().map(|r| text[r.clone()].split_whitespace().count()).sum();
        let has_figure = text[range.clone()].contains(|c: char| c.is_ascii_digit());
        Self { range, found, words, has_figure }
    }

    /// Whether a box can begin here.
    fn begins(&self) -> bool {
        self.has_record_shape() && self.words <= 3 && self.found.area_named && self.found.marked && self.has_figure
    }

    /// Whether it has the shape of a record, valid or not.
    fn has_record_shape(&self) -> bool {
        let tried = |f: &Fault| [district::RULE_AREA, district::RULE_DATE].contains(&f.rule);
        let speaks = self.found.record.is_some() || self.found.area_named || self.found.faults.iter().any(tried);
        // A complete record with a colon may continue with something else.
        let whole =
            self.found.marked && self.found.record.as_ref().is_some_and(|r| r.time.is_some() && r.area.is_some());
        let most = if whole { 15 } else { 3 };
        self.range.len() <= LONGEST_RECORD && self.words <= most && speaks
    }
}

impl Piece {
    /// Whether it gives an area with a figure, valid or not.
    fn gives_area(&self) -> bool {
        self.found.area_named && self.has_figure
    }

    /// Whether it is a date with a name and a colon; anything less may be a dateline or a headline.
    fn gives_date(&self, text: &str) -> bool {
        let colon = text[self.range.clone()].contains([':', '\t', '|']);
        colon && self.words == 0 && self.found.marked && self.found.record.is_some()
    }
}

/// Whether the last piece of a line and the first of the next are a record together and not separately.
fn broken_record(text: &str, lines: &[Range<usize>], at: usize, here: &[Piece], style: NumberStyle) -> bool {
    let (Some(last), Some(next)) = (here.last(), lines.get(at + 1).filter(|l| !l.is_empty())) else { return false };
    if last.range.end != lines[at].end
        || last.found.record.is_some()
        || !last.found.marked
        || last.range.len() > LONGEST_RECORD
    {
        return false;
    }
    let end = text[next.clone()].find(';').map_or(next.end, |n| next.start + n);
    let joined = Piece::new(text, without_stop(text, last.range.start..end), style);
    joined.begins() && joined.words == 0 && joined.found.record.is_some()
}

/// The pieces of a line.
fn pieces(text: &str, lines: &[Range<usize>], at: usize, style: NumberStyle) -> Vec<Piece> {
    let line = lines[at].clone();
    if line.is_empty() || line.len() > crate::base::capture::MAX_LINE || table::is_head(text, lines, at) {
        return Vec::new();
    }
    let mut start = line.start;
    let ends = text[line.clone()].match_indices(';').map(|(i, _)| line.start + i).chain([line.end]);
    let pieces: Vec<Piece> = ends
        .filter_map(|end| {
            let range = unbulleted(text, trimmed(text, start..end));
            start = (end + 1).min(line.end);
            (!range.is_empty()).then_some(range)
        })
        .map(|range| Piece::new(text, without_stop(text, range), style))
        .collect();
    // A line may use the separator of records between the parts of one record.
    if pieces.len() > 1 && !pieces.iter().all(|p| p.found.record.is_some()) {
        let whole = Piece::new(text, without_stop(text, unbulleted(text, line)), style);
        let complete = whole.found.record.as_ref().is_some_and(|r| r.time.is_some() && r.area.is_some());
        if complete && whole.words == 0 {
            return vec![whole];
        }
    }
    pieces
}

/// Beginnings of items in a numbered list: `1.`, `2)`, `(3)`, `b)`, `№ 4.`
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:\(?\d{1,3}\)|\d{1,3}\.|\(?[A-Za-z]\)|(?:№|No\.?)\s*\d{1,3}[.):]?)\s+")
        .expect("the pattern is a constant")
});

/// A piece without the mark of a list item.
fn unbulleted(text: &str, range: Range<usize>) -> Range<usize> {
    let words = &text[range.clone()];
    let rest = words.trim_start_matches(['-', '*', '•', '·', '–', '—', '▪', '◦', '‣', '▸', '■', '●']);
    let rest = if rest.len() < words.len() && rest.starts_with(is_blank) { rest } else { words };
    let rest = NUMBERED.find(rest).map_or(rest, |mark| &rest[mark.end()..]);
    trimmed(text, range.end - rest.len()..range.end)
}

/// A piece without the full stop that ends a list.
fn without_stop(text: &str, range: Range<usize>) -> Range<usize> {
    let words = text[range.clone()].trim_end_matches('.');
    trimmed(text, range.start..range.start + words.len())
}

/// Reads the box that begins in line `from`; returns the line after it.
#[expect(clippy::too_many_arguments, reason = "what a box is read from, and what it is added to")]
fn fact_box(
    text: &str,
    lines: &[Range<usize>],
    from: usize,
    kind: DocumentKind,
    over: &mut Option<heads::Other>,
    style: NumberStyle,
    used: &mut [bool],
    layout: &mut Layout,
) -> usize {
    // Lines above that have the shape of a record but could not begin a box, such as a record without an area.
    let mut first = from;
    while first > 0 && !used[first - 1] {
        let above = pieces(text, lines, first - 1, style);
        let one_of_them = above.iter().all(|p| p.has_record_shape() && (p.gives_area() || p.gives_date(text)));
        if above.is_empty() || !one_of_them {
            break;
        }
        first -= 1;
    }
    let mut all = Vec::new();
    let mut next = first;
    while next < lines.len() {
        let heads = table::is_head(text, lines, next);
        if lines[next].is_empty() || heads {
            // One blank line may separate items, and the heads of the columns may be repeated.
            let after = lines.get(next + 1).is_some_and(|l| !l.is_empty());
            if !after || !pieces(text, lines, next + 1, style).iter().any(Piece::has_record_shape) {
                break;
            }
            used[next] |= heads;
            next += 1;
            continue;
        }
        let mut here = pieces(text, lines, next, style);
        // A line that is not readable is an error if the list continues after it.
        let listed = || {
            let marked = here.iter().all(|p| p.found.marked && p.words <= 3);
            marked && lines.get(next + 1).is_some() && pieces(text, lines, next + 1, style).iter().any(Piece::begins)
        };
        let goes_on =
            here.iter().any(|p| p.has_record_shape() && (p.found.area_named || p.gives_date(text) || here.len() > 1));
        if next > from && kind != DocumentKind::FactBox && !goes_on && !listed() {
            break;
        }
        join_continued(text, &mut all, &mut here, style);
        all.append(&mut here);
        used[next] = true;
        next += 1;
    }
    let mut heads = Heads::above(text, lines, first, used, over);
    let top = table::head(text, lines, first, used, layout);
    let mut title = heading(text, lines, top, used);
    let below = lines[next..].iter().filter(|line| !line.is_empty()).take(LINES_BELOW);
    for line in all.iter().map(|piece| &piece.range).chain(below) {
        heads.add_note(text, line);
    }
    let mut records: Vec<DistrictRecord> = Vec::new();
    for mut piece in all {
        if title.is_none() && records.is_empty() {
            title = inline_heading(text, &mut piece, style);
            heads.add(text, title.as_ref());
        }
        take(text, piece, &mut heads, &mut records, layout);
    }
    layout.notes.extend(heads.note());
    if !records.is_empty() {
        layout.boxes.push(FactBox { title, records });
    }
    next
}

/// Joins a record that is broken over two lines: the first part has a name and lacks what the second part gives, which
/// has no name.
fn join_continued(text: &str, before: &mut Vec<Piece>, here: &mut [Piece], style: NumberStyle) {
    let (Some(last), Some(first)) = (before.last(), here.first()) else { return };
    let ended = text[last.range.end..first.range.start].contains(';');
    if ended || first.found.record.is_some() || (first.found.marked && text[first.range.clone()].contains(':')) {
        return;
    }
    let joined = Piece::new(text, last.range.start..first.range.end, style);
    if joined.found.record.is_some() && joined.words == 0 {
        before.pop();
        here[0] = joined;
    }
}

fn take(text: &str, piece: Piece, heads: &mut Heads, records: &mut Vec<DistrictRecord>, layout: &mut Layout) {
    let summed = |r: &Range<usize>| words::is_summed(&text[r.clone()]);
    let name = piece.found.record.as_ref().map(|r| &r.name);
    if words::is_total(&text[piece.range.clone()]) || piece.found.unread.iter().chain(name).any(summed) {
        layout.notes.push(note(piece.range, "a sum over records is not a record and was left out"));
    } else if words::is_remark(&text[piece.range.clone()]) {
        layout.notes.push(note(piece.range, "a remark about the records is not a record and was left out"));
    } else if let Some(fault) = piece.found.record.as_ref().and_then(|record| heads.refuse(text, record)) {
        layout.faults.push(fault);
    } else if let Some(mut record) = piece.found.record {
        let unclaimed = piece.found.unclaimed.or_else(|| heads.of_column(text, &record, piece.found.says_control));
        let stopped = unclaimed.is_some() || (record.time.is_some() && !piece.found.says_control && heads.stop());
        for unread in piece.found.unread {
            let named = unclaimed.as_ref().is_some_and(|f| f.range.start < unread.end && unread.start < f.range.end);
            if !named {
                layout
                    .notes
                    .push(note(unread, "these words of a record were not read; they are kept in its verbatim line"));
            }
        }
        layout.notes.extend(unclaimed);
        if stopped {
            record.time = None;
        }
        record.says_control |= heads.says_control || heads.column_says_control(text, &record);
        if record.time.is_some() || record.area.is_some() {
            records.push(record);
        } else {
            layout.unclaimed += 1;
        }
    } else if piece.found.area_named
        || piece.words <= 3
        || piece.found.faults.iter().any(|f| f.rule == district::RULE_DATE)
    {
        layout.faults.extend(piece.found.faults);
    } else {
        layout.notes.push(note(piece.range, "this is not a record and was left out"));
    }
}

/// The line above a box, if it reads as a heading.
fn heading(text: &str, lines: &[Range<usize>], first: usize, used: &mut [bool]) -> Option<Range<usize>> {
    let at = (first.saturating_sub(2)..first).rev().find(|i| !lines[*i].is_empty())?;
    let words = text[lines[at].clone()].trim_end_matches([':', ' ']);
    if used[at]
        || !words.chars().any(char::is_alphabetic)
        || words.starts_with(':')
        || words.len() > prose::LONGEST_HEADING
        || words.ends_with(['.', '!', '”', '"', ';', ','])
    {
        return None;
    }
    used[at] = true;
    Some(lines[at].start..lines[at].start + words.len())
}

/// A heading in the line of the first record: "Figures: Shusha: may 08, 1992, territory 289 km2".
fn inline_heading(text: &str, piece: &mut Piece, style: NumberStyle) -> Option<Range<usize>> {
    let words = &text[piece.range.clone()];
    let mut colons = words.match_indices(':').map(|(at, _)| at);
    let (first, second) = (colons.next()?, colons.next()?);
    let start = trimmed(text, piece.range.start + first + 1..piece.range.end);
    let between = &words[first + 1..second];
    let rest = Piece::new(text, start, style);
    let named = rest.found.record.is_some() && between.chars().any(char::is_alphabetic);
    if !named || words[..first].chars().any(|c| c.is_ascii_digit()) {
        return None;
    }
    let title = trimmed(text, piece.range.start..piece.range.start + first);
    *piece = rest;
    Some(title)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: NumberStyle = NumberStyle { format: None, english: true };

    fn show(text: &str) -> String {
        let layout = read(text, DocumentKind::Auto, None, ENGLISH);
        let mut out = String::new();
        for b in &layout.boxes {
            out += &format!("[{}]", b.title.clone().map_or("", |t| &text[t]));
            for r in &b.records {
                let time = r.time.as_ref().map_or("", |(_, t)| &t.edtf);
                let area = r.area.as_ref().map_or("", |a| &a.quantity.lexical);
                out += &format!(" {}|{time}|{area}", &text[r.name.clone()]);
            }
        }
        for f in &layout.faults {
            out += &format!(" !{}: {}", &text[f.range.clone()], f.what);
        }
        out
    }

    #[test]
    fn boxes_in_forms_that_occur_in_sources() {
        for (text, read) in [
            (
                "Figures\nAkna: may 08, 1992, territory 289 km2; Bor-Kala: 1988-1992, territory 4400 km2.",
                "[Figures] Akna|1992-05-08|289 km2 Bor-Kala|1988/1992|4400 km2",
            ),
            ("Akna: territory 289 km2, 8 May 1992\nBor: 1993, 5 ha", "[] Akna|1992-05-08|289 km2 Bor|1993|5 ha"),
            (
                "Heading:\n\n- Akna – 289 km² (8 May 1992)\n- Bor – 4,400 sq km (1993)\n",
                "[Heading] Akna|1992-05-08|289 km² Bor|1993|4,400 sq km",
            ),
            (
                "1. Akna (1992-05-08): area 289 sq. km\n\n2. Bor (1993-04): area 1 840 km2",
                "[] Akna|1992-05-08|289 sq. km Bor|1993-04|1 840 km2",
            ),
            ("H\nAkna: may 08, 1992; Bor: territory 5 km2", "[H] Akna|1992-05-08| Bor||5 km2"),
            (
                "Akna: may 08,\n1992, territory 289 km2;\nBor: 1993, territory 5 km2",
                "[] Akna|1992-05-08|289 km2 Bor|1993|5 km2",
            ),
            ("In Figures: Akna: may 08, 1992, territory 289 km2", "[In Figures] Akna|1992-05-08|289 km2"),
            ("Akna: 1992, 289 km2\nTotal: 289 km2", "[] Akna|1992|289 km2"),
            ("Akna\tmay 08, 1992\t289 km2", "[] Akna|1992-05-08|289 km2"),
            ("Date\tDistrict\tArea\n1992\tAkna\t289 km2", "[] Akna|1992|289 km2"),
            ("Forest Vale: 1992, 289 km2", "[] Forest Vale|1992|289 km2"),
            ("Akna\tmay 08, 1992\t289\tkm2", "[] Akna|1992-05-08|289 km2"),
            ("Akna\t1992\t289 km2\nMean\t1992\t289 km2\nRemaining districts\t1992\t9 km2", "[] Akna|1992|289 km2"),
            ("Akna; 1992-05-08; 289 km2\nBor; 1993; 5 ha", "[] Akna|1992-05-08|289 km2 Bor|1993|5 ha"),
            ("Akna: 1992, 289 km2\n\nSource: Committee on Land Area, 2016.", "[] Akna|1992|289 km2"),
            ("Akna: 289 km2 (112 sq mi), 1992", "[] Akna|1992|289 km2"),
            ("May 8, 1992: Shusha, territory 289 km2", "[] Shusha|1992-05-08|289 km2"),
            (
                "Nagorno\u{a0}Karabakh: may\u{a0}08, 1992, territory 289\u{a0}km2",
                "[] Nagorno\u{a0}Karabakh|1992-05-08|289 km2",
            ),
            ("Territory of Shusha: 289 km2, May 8, 1992", "[] Shusha|1992-05-08|289 km2"),
            ("Shusha: occupied on May 8, 1992, total area 289 km2", "[] Shusha|1992-05-08|289 km2"),
        ] {
            assert_eq!(show(text), read, "{text}");
        }
    }

    #[test]
    fn broken_records_are_reported() {
        for (text, read) in [
            ("Akna: may 08, 1992, territory km2", "no number follows"),
            ("Akna: may 08, 1992, territory", "no number follows"),
            ("Akna: february 30, 1992, territory 289 km2", "February 1992 has 29 days"),
            ("Akna: may 32, 1992, territory 289 km2", "May 1992 has 31 days"),
            ("Akna: may 08, 1992, territory 289", "a number without a unit"),
            ("Akna: may 08, 1992, territory 289 kmq", "the unit \"kmq\" is not known"),
            ("Akna: may 08, 1992, territory 289 km2, 290 km2", "a second area"),
            ("Akna: may 08, 1992, may 09, 1992, territory 289 km2", "a second date"),
            ("Akna: may 08, 1992, territory 1.234 km2", "this number may be 1234 or 1.234"),
            (": may 08, 1992, territory 289 km2; Bor: 1992, 5 km2", "no name"),
            ("Akna: before may 08, 1992, territory 289 km2", "changes what the record says"),
            ("Akna: 1993-1992, territory 289 km2", "ends before it begins"),
            ("Akna: 05/08/1992, territory 289 km2", "may be 1992-08-05 or 1992-05-08"),
            ("Akna: may 08, territory 289 km2", "names no year"),
            ("Akna: may 08, 1992, territory 0 km2", "an area of zero"),
            ("Akna\t1993\tkm2\nBor\t1993\t10 km2", "may be a year"),
            ("Akna: 1992, territory half of 10 km2", "the word \"half\""),
            ("Akna: 1992, territory at most 10 km2", "most\""),
            ("Akna: 1992, territory 10 km2 under mines", "the word \"mines\""),
            ("Akna: 1992, minefields 10 km2", "the word \"minefields\""),
            ("Akna: 1992, forest area 10 km2", "the word \"forest\""),
            ("Akna: 1992, territory 10 km2 lost", "the word \"lost\""),
            ("District\tCaptured\tForest area\nAkna\t1992\t10 km2", "not the area of the district"),
            ("Captured by\tDistrict\tCaptured\tArea\nNorland\tAkna\t1992\t10 km2", "names the district"),
            ("Date\tRegion\tDistrict\tArea\n1992\tNorland\tAkna\t10 km2", "names the district"),
            ("Akna: May 1992 – ?, territory 10 km2", "a dash right after this date"),
        ] {
            let found = show(text);
            assert!(found.contains(read), "{text}: {found}");
        }
    }

    /// The total number of bytes read as records for a text, repeated readings included.
    fn bytes_read(text: &str, kind: DocumentKind) -> usize {
        READ.set(0);
        read(text, kind, None, ENGLISH);
        READ.get()
    }

    /// Reading four times the text costs four times as much; it would cost sixteen times as much if a line or a box
    /// were read repeatedly. The cost of a piece is bounded, because a long one is not examined.
    #[test]
    fn reading_grows_with_the_text() {
        for (kind, part) in [
            (DocumentKind::Auto, "12345, "),
            (DocumentKind::FactBox, "12345, "),
            (DocumentKind::FactBox, "10 km2, "),
            (DocumentKind::FactBox, "a: "),
            (DocumentKind::FactBox, "x ("),
            (DocumentKind::FactBox, "9"),
            (DocumentKind::FactBox, "1992–"),
            (DocumentKind::FactBox, "founded 1926; "),
            (DocumentKind::Auto, "Vale: founded 1926, 10 km2\n"),
            (DocumentKind::Auto, "Vale: 8 May 1992,\n"),
            (DocumentKind::FactBox, "Vale:\n"),
            (DocumentKind::FactBox, "the\n"),
        ] {
            let [small, large] = [1 << 13, 1 << 15].map(|len: usize| bytes_read(&part.repeat(len / part.len()), kind));
            assert!(large <= 5 * small + 8 * LONGEST_PIECE, "{part:?}: {small} bytes, then {large}");
        }
        assert_eq!(bytes_read(&"12345, ".repeat(1 << 12), DocumentKind::FactBox), 0);
    }

    #[test]
    fn prose_is_not_a_box() {
        let text = "A headline – deputy FM\n\nA headline – deputy FM\n\n\nThe summit was held in Geneva in October 2017, he said: \
                    the parties agreed to go on in January 2018.\n\nThe area of the district is 1,840 km2, and it was taken in 1992 after long fighting, he said.";
        let layout = read(text, DocumentKind::Auto, None, ENGLISH);
        assert_eq!(layout.boxes, []);
        assert!(layout.faults.is_empty() && layout.notes.is_empty());
        let article = layout.article.unwrap();
        assert_eq!(article.title, Some(0.."A headline – deputy FM".len()));
        assert_eq!(article.paragraphs.len(), 2);
        let page = format!("Figures\nAkna: may 08, 1992, territory 289 km2; Bor: 1993, 5 km2.\n\n{text}");
        let layout = read(&page, DocumentKind::Auto, None, ENGLISH);
        assert_eq!((layout.boxes.len(), layout.boxes[0].records.len()), (1, 2));
        assert_eq!(layout.faults, []);
        assert_eq!(layout.article.map(|a| a.paragraphs.len()), Some(2));
    }
}

//! Gold in columns (CoNLL-2003 and similar): a token on each line, first its form, last its tag, `O`, `B-TYPE` or `I-TYPE` (IOB1
//! and IOB2; `E`, `S`, `L` and `U` of IOBES and BILOU are understood), an empty line after each sentence, `-DOCSTART-` before
//! each document. Two to four columns, separated by tabs or spaces. The text is joined from the tokens with usual spacing.
//!
//! The output of `chorograph annotate --format conll` is recognised by a comment, and is read with its offsets, paragraphs,
//! times and values.

use super::gold::{Gold, GoldDocument, GoldMention, GoldTime, Origin, target};
use super::text::Joined;
use crate::base::text::{Position, Problem};
use crate::base::time::TimeExtent;
use crate::extract::annotate::conll::COLUMNS;
use std::ops::Range;
use std::path::Path;

/// Whether a line ends in a tag.
pub(super) fn is_tagged(line: &str) -> bool {
    let fields = fields(line);
    (2..=6).contains(&fields.len()) && fields.iter().skip(1).any(|f| Tag::read(f).is_some())
}

fn fields(line: &str) -> Vec<&str> {
    let line = line.trim_end_matches(['\r', '\n']);
    if line.contains('\t') { line.split('\t').map(str::trim).collect() } else { line.split_whitespace().collect() }
}

/// A tag: begin, inside or outside, and its type.
enum Tag<'t> {
    Outside,
    Begin(&'t str),
    Inside(&'t str),
}

impl<'t> Tag<'t> {
    fn read(field: &'t str) -> Option<Self> {
        if field == "O" {
            return Some(Self::Outside);
        }
        let (place, kind) = field.split_once(['-', '_'])?;
        match place {
            _ if kind.is_empty() => None,
            "B" | "S" | "U" => Some(Self::Begin(kind)),
            "I" | "E" | "L" => Some(Self::Inside(kind)),
            _ => None,
        }
    }
}

/// Builds spans from tags.
#[derive(Default)]
struct Chunks {
    done: Vec<(Range<usize>, String, Position, Option<String>)>,
    open: bool,
}

impl Chunks {
    fn add(&mut self, tag: &Tag<'_>, range: &Range<usize>, at: Position, value: Option<&str>) {
        let goes_on = |kind: &str, done: &[(Range<usize>, String, Position, Option<String>)]| {
            done.last().is_some_and(|(_, k, ..)| k == kind)
        };
        match tag {
            Tag::Outside => self.open = false,
            Tag::Inside(kind) if self.open && goes_on(kind, &self.done) => {
                if let Some(last) = self.done.last_mut() {
                    last.0.end = range.end;
                }
            }
            Tag::Begin(kind) | Tag::Inside(kind) => {
                self.done.push((range.clone(), (*kind).to_owned(), at, value.map(str::to_owned)));
                self.open = true;
            }
        }
    }
}

/// A document while it is read.
#[derive(Default)]
struct Draft {
    name: Option<String>,
    joined: Joined,
    text: String,
    points: usize,
    paragraphs: Vec<Range<usize>>,
    title: Option<Range<usize>>,
    headline: bool,
    new_part: bool,
    published: Option<TimeExtent>,
    names: Chunks,
    times: Chunks,
    anchors: Vec<(usize, Position)>,
    in_sentence: bool,
}

/// Reads a file of gold.
pub(super) fn read(path: &Path, lines: &str, gold: &mut Gold) {
    let ours = lines.lines().take(3).any(|l| l == COLUMNS);
    let stem = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut draft = Draft::default();
    let mut number = 0;
    let mut width = None;
    let mut wrong = 0_usize;
    for (n, line) in lines.lines().enumerate() {
        let at = Position { line: n + 1, column: 1 };
        let line = line.trim_start_matches('\u{feff}');
        if line.trim().is_empty() {
            draft.end_sentence();
            continue;
        }
        if let Some(comment) = line.strip_prefix("# ").filter(|_| ours || !is_tagged(line)) {
            if let Some(id) = comment.strip_prefix("newdoc id = ") {
                std::mem::take(&mut draft).finish(path, &stem, &mut number, ours, gold);
                draft.name = Some(id.to_owned());
            } else if let Some(date) = comment.strip_prefix("published = ") {
                draft.published = TimeExtent::from_edtf(date);
            } else if ours && (comment == "headline" || comment == "newpar") {
                (draft.headline, draft.new_part) = (comment == "headline", true);
            }
            continue;
        }
        if line.starts_with("-DOCSTART-") {
            std::mem::take(&mut draft).finish(path, &stem, &mut number, ours, gold);
            continue;
        }
        let fields = fields(line);
        let expected = *width.get_or_insert(fields.len());
        let most = if ours { 6..=6 } else { 2..=4 };
        let read = if fields.len() != expected || !most.contains(&fields.len()) {
            Err((
                line,
                format!("this line has {} columns", fields.len()),
                "a line has the columns of the first one, 2 to 4",
            ))
        } else if ours {
            draft.own_token(&fields, at)
        } else {
            draft.token(&fields, at)
        };
        if let Err((value, what, rule)) = read {
            wrong += 1;
            if wrong <= 20 {
                let column = 1 + line.find(value).map_or(0, |b| line[..b].chars().count());
                let problem = Problem {
                    at: Some(Position { column, ..at }),
                    value: value.to_owned(),
                    what,
                    rule,
                    help: "correct the line; it was left out".to_owned(),
                };
                gold.wrong(path, problem);
            }
        }
    }
    draft.finish(path, &stem, &mut number, ours, gold);
}

type Fault<'l> = (&'l str, String, &'static str);

fn tag<'l>(field: &'l str) -> Result<Tag<'l>, Fault<'l>> {
    Tag::read(field).ok_or_else(|| (field, "not a tag".to_owned(), "a tag is O, B-TYPE or I-TYPE"))
}

impl Draft {
    /// Adds a token of foreign gold: each sentence becomes a line.
    fn token<'l>(&mut self, fields: &[&'l str], at: Position) -> Result<(), Fault<'l>> {
        let tag = tag(fields[fields.len() - 1])?;
        if !self.in_sentence && !self.joined.text.is_empty() {
            self.joined.text.push('\n');
        }
        let range = self.joined.push(fields[0], !self.in_sentence);
        match (self.in_sentence, self.paragraphs.last_mut()) {
            (true, Some(paragraph)) => paragraph.end = range.end,
            _ => self.paragraphs.push(range.clone()),
        }
        self.in_sentence = true;
        self.anchors.push((range.start, at));
        self.names.add(&tag, &range, at, None);
        Ok(())
    }

    /// Adds a token in the format of `annotate`, with its offsets.
    fn own_token<'l>(&mut self, fields: &[&'l str], at: Position) -> Result<(), Fault<'l>> {
        let (name, time) = (tag(fields[3])?, tag(fields[4])?);
        let number = |field: &'l str| {
            field.parse::<usize>().map_err(|_| (field, "not an offset".to_owned(), "START and END are numbers"))
        };
        let (start, end) = (number(fields[1])?, number(fields[2])?);
        let length = fields[0].chars().count();
        if start < self.points || end != start + length || start - self.points > MOST_BETWEEN {
            let what = format!("{start}-{end} is not a valid position for this token");
            return Err((fields[1], what, "tokens follow each other, and END is START and the length of FORM"));
        }
        let gap = if self.new_part { "\n" } else { " " };
        self.text.extend(std::iter::repeat_n(gap, start - self.points));
        let range = self.text.len()..self.text.len() + fields[0].len();
        self.text.push_str(fields[0]);
        self.points = end;
        match (self.headline, self.paragraphs.last_mut()) {
            (true, _) => self.title.get_or_insert(range.clone()).end = range.end,
            (false, Some(last)) if !self.new_part => last.end = range.end,
            (false, _) => self.paragraphs.push(range.clone()),
        }
        self.new_part = false;
        self.anchors.push((range.start, at));
        self.names.add(&name, &range, at, None);
        self.times.add(&time, &range, at, Some(fields[5]).filter(|v| *v != "_"));
        Ok(())
    }

    fn end_sentence(&mut self) {
        self.in_sentence = false;
        (self.names.open, self.times.open) = (false, false);
    }

    fn finish(self, path: &Path, stem: &str, number: &mut usize, ours: bool, gold: &mut Gold) {
        let text = if ours { self.text } else { self.joined.text };
        if self.paragraphs.is_empty() && self.title.is_none() {
            return;
        }
        *number += 1;
        let name = self.name.unwrap_or_else(|| format!("{stem}#{number}"));
        let mention = |(range, kind, at, _): (Range<usize>, String, Position, Option<String>)| GoldMention {
            target: target(&kind),
            identifier: None,
            range,
            at,
        };
        let time = |(range, _, at, value): (Range<usize>, String, Position, Option<String>)| GoldTime {
            range,
            value,
            nested: false,
            at,
        };
        let origin = Origin { path: path.to_owned(), anchors: self.anchors };
        let mut document = GoldDocument::new(name, text, self.paragraphs, origin);
        document.title = self.title;
        document.published = self.published;
        document.mentions = Some(self.names.done.into_iter().map(mention).collect());
        document.times = ours.then(|| self.times.done.into_iter().map(time).collect());
        gold.documents.push(document);
    }
}

/// Maximum number of code points between two tokens; more is an error in the offsets.
const MOST_BETWEEN: usize = 1 << 24;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::evaluate::gold::Target;
    use crate::extract::finding::EntityType;

    fn gold(lines: &str) -> Gold {
        let mut gold = Gold::default();
        read(Path::new("x.conll"), lines, &mut gold);
        gold
    }

    #[test]
    fn iob1_and_iob2_are_read() {
        for (lines, text, expected) in [
            (
                "Ann NNP B-NP I-PER\nLee NNP I-NP I-PER\n, , O O\nIlo NNP I-NP I-LOC\nPera NNP B-NP B-LOC\n\nShe PRP B-NP O\n",
                "Ann Lee, Ilo Pera\nShe",
                vec![("Ann Lee", "PER"), ("Ilo", "LOC"), ("Pera", "LOC")],
            ),
            (
                "North\tB-ORG\nBank\tI-ORG\n's\tO\nAnn\tB-PER\n",
                "North Bank's Ann",
                vec![("North Bank", "ORG"), ("Ann", "PER")],
            ),
            (
                "-DOCSTART- O\n\na S-MISC\nb B-ORG\nc E-ORG\n\nd I-ORG\n",
                "a b c\nd",
                vec![("a", "MISC"), ("b c", "ORG"), ("d", "ORG")],
            ),
            ("# O\nof\tO\n", "#", vec![]),
        ] {
            let gold = gold(lines);
            let Some(document) = gold.documents.first() else { panic!("{lines}") };
            let found: Vec<_> = document
                .mentions
                .iter()
                .flatten()
                .map(|m| {
                    let kind = match &m.target {
                        Target::Type(EntityType::Person) => "PER",
                        Target::Type(EntityType::Organisation) => "ORG",
                        Target::Type(_) => "LOC",
                        Target::OtherType(kind) => kind.as_str(),
                        _ => "?",
                    };
                    (&document.text[m.range.clone()], kind)
                })
                .collect();
            assert_eq!(found, expected, "{lines}");
            assert!(document.text.starts_with(text), "{:?}", document.text);
        }
    }

    #[test]
    fn a_wrong_line_is_reported_and_the_rest_is_read() {
        let gold = gold("Ann X B-PER\nLee X PERSON\nsaid O\nso X O\n");
        let problems: Vec<_> =
            gold.problems.iter().map(|(_, p)| (p.at.unwrap().line, p.at.unwrap().column, p.what.as_str())).collect();
        assert_eq!(problems, [(2, 7, "not a tag"), (3, 1, "this line has 2 columns")]);
        assert_eq!(gold.documents[0].text, "Ann so");
    }

    #[test]
    fn our_own_columns_keep_the_text() {
        let lines = format!(
            "{COLUMNS}\n# newdoc id = a.txt\n# published = 2001-02\n# headline\nAnn\t0\t3\tB-PER\tO\t_\n\n# newpar\n\
             In\t5\t7\tO\tO\t_\nMay\t8\t11\tO\tB-TIME\t2001-05\n\nNo\t12\t14\tO\tO\t_\n.\t14\t15\tO\tO\t_\n"
        );
        let gold = gold(&lines);
        assert_eq!(gold.problems, []);
        let document = &gold.documents[0];
        assert_eq!((document.name.as_str(), document.text.as_str()), ("a.txt", "Ann\n\nIn May No."));
        assert_eq!((document.title.clone(), document.paragraphs.clone()), (Some(0..3), vec![5..15]));
        let time = &document.times.as_ref().unwrap()[0];
        assert_eq!((time.range.clone(), time.value.as_deref(), time.at.line), (8..11, Some("2001-05"), 9));
        assert_eq!(document.published.as_ref().unwrap().edtf, "2001-02");
    }
}

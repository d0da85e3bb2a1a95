//! Detects which parts of an article are in English. There are rules for no other language, and by those for English
//! "Сегодня" and "Der" would be organisations: in other parts only the names of the gazetteer are looked for.
//!
//! The evidence of the text takes precedence over a stated language, because pages in many languages all state the same
//! one. The evidence is the script, and the share of lower-case words that are ordinary English ones: nine of ten in
//! English prose, and hardly more than three of ten in languages that share words with it. Names and short quotations
//! in another language do not change the language of a paragraph. A part that is too short for evidence has the
//! language of the rest of the article, else the stated one, else English.

use super::lang::en::lexicon::{classes, ordinary};
use super::lexicon::Classes;
use super::script::{is_latin, is_mark, script};
use super::tokens::{Letters, Token, TokenKind, Tokens};
use crate::base::text::Problem;
use crate::read::record::Article;
use crate::read::source::SourceDocument;
use std::ops::Range;

/// For each part of an article, whether it is in a language other than English.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Languages {
    title: bool,
    paragraphs: Vec<bool>,
}

/// Maximum number of words of a part that are examined.
const LOOKED_AT: usize = 120;
/// Minimum number of lower-case words that are evidence of a language.
const FEWEST: usize = 3;
/// The same for a single part of an article that is English as a whole.
const FEWEST_OF_PART: usize = 7;

impl Languages {
    /// Detects the languages of an article, whose language may be stated as a BCP 47 tag.
    pub fn of(text: &str, article: &Article, stated: Option<&str>) -> Self {
        let counts: Vec<Count> = article.paragraphs.iter().map(|range| Count::of(&text[range.clone()])).collect();
        let title = article.title.as_ref().map(|range| Count::of(&text[range.clone()])).unwrap_or_default();
        let whole = counts.iter().fold(title, |sum, count| sum.and(*count));
        let other = match whole.verdict(FEWEST) {
            Verdict::English => false,
            Verdict::Other => true,
            // "Okoro traf Marlow." has no English word.
            Verdict::Open => stated.is_some_and(|tag| !is_english(tag)) || whole.small > 0 && whole.english == 0,
        };
        let part = |count: &Count| match count.verdict(if other { FEWEST } else { FEWEST_OF_PART }) {
            Verdict::English => false,
            Verdict::Other => true,
            Verdict::Open => other,
        };
        Self { title: part(&title), paragraphs: counts.iter().map(part).collect() }
    }

    /// Whether a paragraph, counted from 1, or the headline is in another language.
    pub fn is_other(&self, paragraph: Option<usize>) -> bool {
        paragraph.map_or(self.title, |n| self.paragraphs.get(n.wrapping_sub(1)).copied().unwrap_or_default())
    }
}

impl Tokens<'_> {
    /// Marks the sentences that are in another language: because of their paragraph, or because most of their letters
    /// are of another script.
    pub fn set_languages(&mut self, languages: &Languages) {
        let Self { text, tokens, sentences, foreign, .. } = self;
        for sentence in sentences {
            let words = || tokens[sentence.tokens.clone()].iter().filter(|t| t.kind == TokenKind::Word);
            let other = |t: &&Token| !text[t.range()].starts_with(is_latin);
            sentence.other_language =
                languages.is_other(sentence.paragraph) || words().filter(other).count() * 2 > words().count();
            if !sentence.other_language {
                add_foreign(text, tokens, sentence.tokens.clone(), foreign);
            }
        }
    }
}

/// Whether a tag is one of English: "en", "en-GB".
pub fn is_english(tag: &str) -> bool {
    tag.split(['-', '_']).next().is_some_and(|language| language.eq_ignore_ascii_case("en"))
}

/// The note about an article that is not in English, or not in the stated language. `default` is the language of a
/// document that states none.
pub fn note(document: &SourceDocument, article: &Article, default: &str) -> Option<Problem> {
    let text = &document.text;
    let own = document.metadata.language.as_deref();
    let languages = Languages::of(text, article, own.or(Some(default)));
    let mut others = article.paragraphs.iter().zip(&languages.paragraphs).filter(|(_, other)| **other);
    let count = others.clone().count();
    let first = others.next().map(|(range, _)| range.clone());
    let at = first.as_ref().or(article.paragraphs.first()).map(|range| document.position(range));
    let stated = own.unwrap_or(default);
    let Some(range) = first else {
        let own = own.filter(|tag| !is_english(tag) && !article.paragraphs.is_empty())?;
        return Some(Problem {
            at,
            value: own.to_owned(),
            what: "this text is in English, and was read as English".to_owned(),
            rule: "the language of a text is what its words show; where they are too few, what is stated",
            help: "correct `language`".to_owned(),
        });
    };
    let shows = Count::of(&text[range.clone()]);
    let how = match (shows.verdict(FEWEST), shows.script) {
        (Verdict::Other, Some(script)) if shows.other > shows.latin => format!("it is written in {script} letters"),
        (Verdict::Other, _) => "few of its words are English".to_owned(),
        _ if is_english(stated) => "none of its words are English".to_owned(),
        _ => format!("its language is {stated}"),
    };
    let whole = count == article.paragraphs.len();
    let what = if whole {
        format!("this text is not in English ({how})")
    } else {
        format!("{count} of {} paragraphs are not in English (of the first: {how})", article.paragraphs.len())
    };
    Some(Problem {
        at,
        value: shortened(&text[range]),
        what: format!("{what}: only names of the gazetteer are read in it"),
        rule: "times, quotations, roles, events and other names are read in English only",
        help: "add the names that matter to the gazetteer as this language writes them".to_owned(),
    })
}

/// The beginning of a text, on one line.
fn shortened(text: &str) -> String {
    let line = crate::base::iri::folded_space(text);
    match line.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    English,
    Other,
    /// Not enough evidence.
    Open,
}

/// The counts for a text.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    /// Latin letters.
    latin: usize,
    /// Letters of other scripts.
    other: usize,
    /// The first of these scripts.
    script: Option<&'static str>,
    /// Lower-case Latin words of at least two letters.
    small: usize,
    /// English words among them.
    english: usize,
    /// English words that are also words of another language.
    shared: usize,
    /// Shared words that are likely in a few words of another language.
    foreign: usize,
}

impl Count {
    /// Counts a text; quoted words are counted only if there are no others.
    fn of(text: &str) -> Self {
        let mut own = Self::default();
        let mut all = Self::default();
        let mut open = None;
        for part in text.split_inclusive(['“', '”', '"', '«', '»', '„']) {
            let mark = part.chars().next_back().filter(|c| matches!(c, '“' | '”' | '"' | '«' | '»' | '„'));
            let count = Self::plain(part);
            all = all.and(count);
            if open.is_none() {
                own = own.and(count);
            }
            open = match (open, mark) {
                (open, None) => open,
                (None, Some('”')) => None,
                (None, mark) => mark,
                (Some(_), Some(_)) => None,
            };
            if all.latin + all.other > 5 * LOOKED_AT {
                break;
            }
        }
        if own.small + own.other > 0 { own } else { all }
    }

    fn plain(text: &str) -> Self {
        let mut count = Self::default();
        // Addresses are not words.
        let plain = text.split_whitespace().filter(|w| !w.contains(['@', '/', '_', '#']) && !w.contains("www."));
        let words = plain.flat_map(|w| w.split(|c: char| !c.is_alphabetic() && !is_mark(c))).filter(|w| !w.is_empty());
        for word in words.take(LOOKED_AT) {
            let mut letters = 0;
            let mut small = true;
            for c in word.chars().take(40).filter(|c| c.is_alphabetic()) {
                match script(c) {
                    None => {
                        count.latin += 1;
                        letters += 1;
                        small &= c.is_lowercase();
                    }
                    Some(script) => {
                        count.other += 1;
                        count.script = count.script.or(Some(script));
                        small = false;
                    }
                }
            }
            if small && letters > 1 {
                count.small += 1;
                let is_english = is_word(word);
                count.english += usize::from(is_english);
                count.shared += usize::from(is_english && SHARED.contains(&word));
                count.foreign += usize::from(is_english && FOREIGN.contains(&word));
            }
        }
        count
    }

    fn and(self, other: Self) -> Self {
        Self {
            latin: self.latin + other.latin,
            other: self.other + other.other,
            script: self.script.or(other.script),
            small: self.small + other.small,
            english: self.english + other.english,
            shared: self.shared + other.shared,
            foreign: self.foreign + other.foreign,
        }
    }

    fn verdict(&self, fewest: usize) -> Verdict {
        if self.other > self.latin {
            return Verdict::Other;
        }
        // "Hans war in Berlin. Er traf den Kanzler.": no word is only English, and some are not English.
        if self.small + 1 >= fewest && self.english == self.foreign && self.small > self.english {
            return Verdict::Other;
        }
        if self.small < fewest {
            return Verdict::Open;
        }
        // Among few words, fewer may be English.
        let other =
            if self.small < FEWEST_OF_PART { self.english * 3 <= self.small } else { self.english * 2 < self.small };
        match () {
            () if self.english * 4 >= self.small * 3 => Verdict::English,
            () if other => Verdict::Other,
            // "traf am Montag den Botschafter in Wien": shared words decide nothing.
            () => {
                let (small, english) = (self.small - self.shared, self.english - self.shared);
                if small >= FEWEST && english * 3 <= small { Verdict::Other } else { Verdict::Open }
            }
        }
    }
}

/// Classes of names, which are no evidence of a language.
const NAMES: Classes =
    Classes(Classes::MALE.0 | Classes::FEMALE.0 | Classes::SURNAME.0 | Classes::COUNTRY.0 | Classes::HONORIFIC.0);

/// English words that are common words of another language written in Latin letters.
#[rustfmt::skip]
const SHARED: &[&str] = &[
    "am", "an", "as", "bin", "de", "den", "die", "do", "had", "hat", "he", "in", "is", "man", "me", "met", "minister", "no", "of", "on", "or", "over", "per",
    "sin", "so", "son", "want", "war", "was", "we", "will",
];

/// Shared words that are frequent in the other language and weak evidence of English; "was" and "he" are stronger.
#[rustfmt::skip]
const FOREIGN: &[&str] = &[
    "am", "an", "bin", "de", "den", "die", "hat", "in", "man", "met", "minister", "per", "sin", "so", "son", "war",
];

/// Whether a lower-case word is English.
fn is_word(word: &str) -> bool {
    classes(word).any(Classes(!NAMES.0)) || ordinary(word)
}

/// Minimum number of consecutive words that are not English for a stretch in another language within an English
/// sentence.
const FOREIGN_RUN: usize = 3;

/// Adds the stretches of a sentence that are in another language, as in `said: “Wir haben noch die Quelle”`: between
/// quotation marks or English words, with at least three lower-case words that are not English.
fn add_foreign(text: &str, tokens: &[Token], sentence: Range<usize>, found: &mut Vec<Range<usize>>) {
    let mut start = sentence.start;
    let mut count = 0;
    let mut last = start;
    for at in sentence.start..=sentence.end {
        let token = tokens.get(at).filter(|_| at < sentence.end);
        let word = token.map_or("", |t| &text[t.range()]);
        let ends = match token {
            None => true,
            Some(t) if t.kind == TokenKind::Mark => matches!(word, "“" | "”" | "\"" | "«" | "»" | "„" | "(" | ")"),
            Some(t) if t.kind == TokenKind::Word && t.letters == Letters::Small && word.len() > 1 => {
                let english = t.classes.any(Classes(!NAMES.0)) || ordinary(word);
                // "Maria de la Cruz", "Ludwig van der Berg"
                let particle = PARTICLES.contains(&word)
                    && tokens.get(at + 1).is_some_and(|n| n.is_capital() || PARTICLES.contains(&&text[n.range()]));
                if !english && !particle {
                    count += 1;
                    last = at + 1;
                }
                // "die", "war" and "in" are words of other languages, too.
                english && (word.len() > 4 || ENGLISH.contains(&word))
            }
            Some(_) => false,
        };
        if ends {
            if count >= FOREIGN_RUN {
                found.push(start..last);
            }
            (start, count) = (at + 1, 0);
        }
    }
}

/// Small words in names of persons.
#[rustfmt::skip]
const PARTICLES: &[&str] = &["de", "la", "del", "della", "di", "da", "dos", "von", "van", "der", "den", "bin", "ibn", "al", "el", "ter"];

/// Short words that hardly any other language has.
#[rustfmt::skip]
const ENGLISH: &[&str] = &[
    "the", "and", "that", "with", "from", "his", "they", "said", "says", "this", "have", "been", "were", "who", "which",
    "for", "by", "it", "he", "she", "its", "not", "but", "will", "would", "than", "then", "when", "what",
];

#[cfg(test)]
mod tests {
    use super::*;

    /// The article of a text whose lines are paragraphs.
    fn other(text: &str, stated: Option<&str>) -> Vec<bool> {
        let mut at = 0;
        let mut paragraphs = Vec::new();
        for line in text.split('\n') {
            paragraphs.push(at..at + line.len());
            at += line.len() + 1;
        }
        Languages::of(text, &Article { title: None, paragraphs }, stated).paragraphs
    }

    #[test]
    fn english_is_detected_by_its_words() {
        for text in [
            "The mayor of Osh said on Monday that the bridge over the river was open again.",
            "Talks between Nazarbayev, Aliyev, Pashinyan and Ter-Petrosyan broke off in Zürich after three days.",
            "He wrote “Сегодня министр встретился с послом” on the wall before the guards of the palace came back.",
            "The paper Frankfurter Allgemeine Zeitung called it “ein Skandal ohne Beispiel in der Geschichte”, and its editor agreed with that view of the matter.",
            "Coup d'état fears grew in Ouagadougou as the junta's spokesman, Capt. Sidsore Kader Ouedraogo, spoke.",
            "Rescuers found twelve people alive under the rubble.",
        ] {
            for stated in [None, Some("en"), Some("en-GB"), Some("az")] {
                assert_eq!(other(text, stated), [false], "{text} {stated:?}");
            }
        }
    }

    #[test]
    fn other_languages_are_detected_by_script_and_words() {
        for text in [
            "Сегодня министр встретился с послом. По его словам, нельзя терять время.",
            "Der Minister traf gestern in Wien den Botschafter und sagte, dass die Gespräche weitergehen werden.",
            "Der Minister traf am Montag den Botschafter in Wien. Er sagte, die Gespräche würden fortgesetzt.",
            "Der Minister traf am Montag den Botschafter.",
            "Hans war in Berlin. Er traf den Kanzler.",
            "Der Hund war in Rom und in Bonn.",
            "De minister sprak maandag met Jan de Vries in Den Haag.",
            "Ich bin ein Berliner.",
            "NATO-Gipfel in Madrid beginnt",
            "Le ministre a rencontré hier l'ambassadeur à Vienne et a dit que les pourparlers allaient continuer.",
            "El ministro se reunió ayer en Viena con el embajador y dijo que las conversaciones continuarán.",
            "Il ministro ha incontrato ieri a Vienna l'ambasciatore e ha detto che i colloqui continueranno.",
            "O ministro reuniu-se ontem em Viena com o embaixador e disse que as conversações vão continuar.",
            "De minister heeft gisteren in Wenen de ambassadeur ontmoet en zei dat de gesprekken doorgaan.",
            "Nazir dünən Vyanada səfirlə görüşüb və danışıqların davam edəcəyini deyib.",
            "Bakan dün Viyana'da büyükelçiyle görüştü ve görüşmelerin devam edeceğini söyledi.",
            "Minister spotkał się wczoraj w Wiedniu z ambasadorem i powiedział, że rozmowy będą kontynuowane.",
            "Ministrul s-a întâlnit ieri la Viena cu ambasadorul și a spus că discuțiile vor continua.",
            "Ministern träffade i går ambassadören i Wien och sade att samtalen kommer att fortsätta.",
            "Ministri tapasi eilen suurlähettilään Wienissä ja sanoi, että neuvottelut jatkuvat.",
            "Menteri bertemu dengan duta besar di Wina kemarin dan mengatakan bahwa pembicaraan akan dilanjutkan.",
            "Vazir kecha Vyanada elchi bilan uchrashdi va muzokaralar davom etishini aytdi.",
            "Նախարարը երեկ Վիեննայում հանդիպել է դեսպանի հետ։",
            "მინისტრი გუშინ ვენაში ელჩს შეხვდა.",
            "التقى الوزير أمس في فيينا بالسفير وقال إن المحادثات ستستمر.",
            "部长昨天在维也纳会见了大使。",
        ] {
            for stated in [None, Some("en")] {
                assert_eq!(other(text, stated), [true], "{text} {stated:?}");
            }
        }
    }

    #[test]
    fn a_text_without_evidence_has_the_stated_language() {
        for (text, stated, expected) in [
            ("Okoro met Marlow.", None, false),
            ("Okoro met Marlow in Ambo.", None, false),
            ("Minister Okoro was in Ambo.", None, false),
            ("Okoro was unhurt.", None, false),
            ("Okoro met Marlow.", Some("en"), false),
            ("“Wir haben noch die Quelle, und das Wasser ist gut,” said Okoro.", None, false),
            ("Der Minister traf Okoro.", None, true),
            ("Okoro traf Marlow.", Some("de-AT"), true),
            ("1992", Some("ru"), true),
            ("", None, false),
        ] {
            assert_eq!(other(text, stated), [expected], "{text} {stated:?}");
        }
    }

    #[test]
    fn each_paragraph_for_itself() {
        let text = "The minister met the ambassador in Vienna yesterday and spoke of the talks.\n\
                    Министр встретился с послом в Вене.\n\
                    Okoro, Marlow, Ambo\n\
                    Der Minister sagte gestern in Wien, dass die Gespräche bald weitergehen sollen.";
        assert_eq!(other(text, None), [false, true, false, true]);
        let text = "Министр встретился с послом в Вене и сказал, что переговоры продолжатся завтра.\nOkoro, Marlow";
        assert_eq!(other(text, Some("en")), [true, true]);
    }
}

//! Detects the language of each part of an article.
//!
//! Whether a part is English is decided by its words (`lang/en/evidence`), which take precedence over a stated language,
//! because pages in many languages all state the same one. Of what is not English, the stated language holds, unless the
//! words surely are of another: then theirs. A part that is too short for evidence has the language of the rest of the
//! article, else the stated one, else English.

use super::code::{Code, Languages};
use super::lang::en::evidence::{Count, FEWEST, FEWEST_OF_PART, Verdict, foreign};
use super::lang::{self, extent_of_reading};
use super::script::{is_latin, script};
use super::tokens::{Token, TokenKind, Tokens};
use crate::base::text::Problem;
use crate::read::record::Article;
use crate::read::source::SourceDocument;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Maximum number of bytes of a text that its language is detected from.
const LOOKED_AT: usize = 3000;
/// Minimum number of words whose language is taken as detected although the detection is not sure.
const FEWEST_WORDS: usize = 8;

/// Detects the languages of an article, whose language may be stated as a BCP 47 tag.
pub fn languages(text: &str, article: &Article, stated: Option<&str>) -> Languages {
    let stated = stated.map(Code::of).filter(|code| *code != Code::UNKNOWN);
    let counts: Vec<Count> = article.paragraphs.iter().map(|range| Count::of(&text[range.clone()])).collect();
    let title = article.title.as_ref().map(|range| Count::of(&text[range.clone()])).unwrap_or_default();
    let whole = counts.iter().fold(title, |sum, count| sum.and(*count));
    let is_other = match whole.verdict(FEWEST) {
        Verdict::English => false,
        Verdict::Other => true,
        // "Okoro traf Marlow." has no English word.
        Verdict::Open => stated.is_some_and(|code| code != Code::ENGLISH) || whole.small > 0 && whole.english == 0,
    };
    let parts = || article.title.iter().zip([&title]).chain(article.paragraphs.iter().zip(&counts));
    let is_in_english = |count: &Count| match count.verdict(if is_other { FEWEST } else { FEWEST_OF_PART }) {
        Verdict::English => true,
        Verdict::Other => false,
        Verdict::Open => !is_other,
    };
    let others: Vec<&str> =
        parts().filter(|(_, count)| !is_in_english(count)).map(|(range, _)| &text[range.clone()]).collect();
    if others.is_empty() {
        return Languages { title: Code::ENGLISH, paragraphs: vec![Code::ENGLISH; counts.len()] };
    }
    let stated = stated.filter(|code| *code != Code::ENGLISH);
    let sure: Vec<Option<Code>> = match others.as_slice() {
        [_] => vec![None],
        _ => others.iter().map(|text| guess(text).filter(|guess| guess.sure).map(|guess| guess.code)).collect(),
    };
    // The language of most of the text, as far as its parts are surely in one.
    let mut lengths: BTreeMap<Code, usize> = BTreeMap::new();
    for (text, code) in others.iter().zip(&sure) {
        if let Some(code) = code {
            *lengths.entry(*code).or_default() += text.len();
        }
    }
    let longest = lengths.iter().max_by_key(|(_, length)| **length).map(|(code, _)| *code);
    let main = longest.unwrap_or_else(|| language_of(&beginning(&others), stated));
    let mut codes = others.iter().zip(sure).map(|(text, sure)| match sure {
        Some(code) => code,
        None if may_be(text, main) => main,
        None => Code::UNKNOWN,
    });
    let mut of = |count: &Count| if is_in_english(count) { Code::ENGLISH } else { codes.next().unwrap_or(main) };
    Languages {
        title: article.title.as_ref().map_or(Code::ENGLISH, |_| of(&title)),
        paragraphs: counts.iter().map(of).collect(),
    }
}

/// The beginnings of some texts, as one.
fn beginning<'t>(texts: &[&'t str]) -> Cow<'t, str> {
    if let [text] = texts {
        return Cow::Borrowed(cut(text));
    }
    let mut all = String::new();
    for text in texts {
        if all.len() > LOOKED_AT {
            break;
        }
        all.push_str(cut(text));
        all.push('\n');
    }
    Cow::Owned(all)
}

fn cut(text: &str) -> &str {
    let mut end = text.len().min(LOOKED_AT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// The language of a text that is not English.
fn language_of(text: &str, stated: Option<Code>) -> Code {
    match (guess(text), stated) {
        (Some(Guess { code, sure: true }), _) | (Some(Guess { code, .. }), None) => code,
        (_, Some(stated)) if may_be(text, stated) => stated,
        _ => Code::UNKNOWN,
    }
}

/// What a text shows of its language.
struct Guess {
    code: Code,
    sure: bool,
}

/// The language that a text seems to be in.
fn guess(text: &str) -> Option<Guess> {
    let text = cut(text);
    // These languages are none of those that are detected.
    if text.contains(IN_NO_KNOWN_LANGUAGE) {
        return None;
    }
    if lang::ru::evidence::is_russian(text) {
        return Some(Guess { code: Code::of("ru"), sure: true });
    }
    let found = whatlang::detect(text)?;
    let code = CODES.iter().find(|(long, _)| *long == found.lang().code()).map(|(_, short)| Code::of(short))?;
    // Its words are not English, or it would not be asked.
    if code == Code::ENGLISH || !may_be(text, code) {
        return None;
    }
    let sure = found.is_reliable();
    (sure || text.split_whitespace().nth(FEWEST_WORDS - 1).is_some()).then_some(Guess { code, sure })
}

/// Minimum number of letters among which a language must have its own.
const FEWEST_LETTERS: usize = 40;

/// Letters of Kazakh, Kyrgyz, Tatar, Tajik and their neighbours.
const IN_NO_KNOWN_LANGUAGE: [char; 13] = ['ә', 'ғ', 'қ', 'ң', 'ө', 'ұ', 'ү', 'һ', 'җ', 'ӣ', 'ӯ', 'ҳ', 'ҷ'];

/// Whether a text may be in a language by its letters.
fn may_be(text: &str, code: Code) -> bool {
    let mut own = 0_usize;
    let mut others = 0_usize;
    let scripts = SCRIPTS.iter().find(|(of, _)| *of == code.as_str()).map_or(&[] as &[&str], |(_, scripts)| *scripts);
    for c in cut(text).chars().filter(|c| c.is_alphabetic()) {
        let fits = match script(c) {
            None => scripts.is_empty() || scripts.contains(&"Latin"),
            Some(script) => scripts.contains(&script),
        };
        if fits {
            own += 1;
        } else {
            others += 1;
        }
    }
    let has = |letters: &[char]| text.contains(letters);
    own >= others
        && match code.as_str() {
            "ru" => !has(&['і', 'ї', 'є', 'ґ', 'ў', 'ј', 'љ', 'њ', 'ћ', 'ђ']),
            // Hardly a line of these is without one of their letters.
            "uk" | "be" => own < FEWEST_LETTERS || has(&['і', 'ї', 'є', 'ґ', 'ў', 'І', 'Ї', 'Є', 'Ў']),
            _ => true,
        }
}

/// The scripts of languages that are written in another than the Latin one.
#[rustfmt::skip]
const SCRIPTS: &[(&str, &[&str])] = &[
    ("ru", &["Cyrillic"]), ("uk", &["Cyrillic"]), ("be", &["Cyrillic"]), ("bg", &["Cyrillic"]), ("mk", &["Cyrillic"]),
    ("sr", &["Cyrillic", "Latin"]), ("kk", &["Cyrillic", "Latin"]), ("ky", &["Cyrillic"]), ("tg", &["Cyrillic"]),
    ("mn", &["Cyrillic"]), ("tt", &["Cyrillic"]), ("ba", &["Cyrillic"]), ("ce", &["Cyrillic"]), ("os", &["Cyrillic"]),
    ("ab", &["Cyrillic"]), ("uz", &["Latin", "Cyrillic"]), ("az", &["Latin", "Cyrillic", "Arabic"]),
    ("tk", &["Latin", "Cyrillic"]), ("el", &["Greek"]), ("hy", &["Armenian"]), ("ka", &["Georgian"]),
    ("he", &["Hebrew"]), ("yi", &["Hebrew"]), ("ar", &["Arabic"]), ("fa", &["Arabic"]), ("ur", &["Arabic"]),
    ("ps", &["Arabic"]), ("ku", &["Latin", "Arabic"]), ("hi", &["Devanagari"]), ("mr", &["Devanagari"]),
    ("ne", &["Devanagari"]), ("th", &["Thai"]), ("ko", &["Korean"]), ("ja", &["Japanese", "Chinese"]),
    ("zh", &["Chinese"]),
];

/// The codes of the languages that are detected: those of ISO 639-3 with those of language tags.
#[rustfmt::skip]
const CODES: &[(&str, &str)] = &[
    ("ara", "ar"), ("aze", "az"), ("bel", "be"), ("bul", "bg"), ("cat", "ca"), ("ces", "cs"), ("cmn", "zh"),
    ("dan", "da"), ("deu", "de"), ("ell", "el"), ("eng", "en"), ("est", "et"), ("fin", "fi"), ("fra", "fr"),
    ("heb", "he"), ("hin", "hi"), ("hrv", "hr"), ("hun", "hu"), ("hye", "hy"), ("ind", "id"), ("ita", "it"),
    ("jpn", "ja"), ("kat", "ka"), ("kor", "ko"), ("lat", "la"), ("lav", "lv"), ("lit", "lt"), ("mar", "mr"),
    ("mkd", "mk"), ("nep", "ne"), ("nld", "nl"), ("nob", "nb"), ("pes", "fa"), ("pol", "pl"), ("por", "pt"),
    ("ron", "ro"), ("rus", "ru"), ("slk", "sk"), ("slv", "sl"), ("spa", "es"), ("srp", "sr"), ("swe", "sv"),
    ("tha", "th"), ("tuk", "tk"), ("tur", "tr"), ("ukr", "uk"), ("urd", "ur"), ("uzb", "uz"), ("vie", "vi"),
    ("yid", "yi"),
];

/// The names of languages, for notes.
#[rustfmt::skip]
const NAMES: &[(&str, &str)] = &[
    ("ar", "Arabic"), ("az", "Azerbaijani"), ("be", "Belarusian"), ("bg", "Bulgarian"), ("ca", "Catalan"),
    ("cs", "Czech"), ("da", "Danish"), ("de", "German"), ("el", "Greek"), ("en", "English"), ("es", "Spanish"),
    ("et", "Estonian"), ("fa", "Persian"), ("fi", "Finnish"), ("fr", "French"), ("he", "Hebrew"), ("hi", "Hindi"),
    ("hr", "Croatian"), ("hu", "Hungarian"), ("hy", "Armenian"), ("id", "Indonesian"), ("it", "Italian"),
    ("ja", "Japanese"), ("ka", "Georgian"), ("kk", "Kazakh"), ("ko", "Korean"), ("ky", "Kyrgyz"), ("lt", "Lithuanian"),
    ("lv", "Latvian"), ("mk", "Macedonian"), ("nb", "Norwegian"), ("nl", "Dutch"), ("pl", "Polish"),
    ("pt", "Portuguese"), ("ro", "Romanian"), ("ru", "Russian"), ("sk", "Slovak"), ("sl", "Slovene"), ("sr", "Serbian"),
    ("sv", "Swedish"), ("tg", "Tajik"), ("th", "Thai"), ("tk", "Turkmen"), ("tr", "Turkish"), ("uk", "Ukrainian"),
    ("ur", "Urdu"), ("uz", "Uzbek"), ("vi", "Vietnamese"), ("zh", "Chinese"),
];

/// The name of a language in English: "Russian", or its code.
fn name(code: Code) -> String {
    match NAMES.iter().find(|(of, _)| *of == code.as_str()) {
        Some((_, name)) => (*name).to_owned(),
        None if code == Code::UNKNOWN => "a language that is not known".to_owned(),
        None => format!("the language {:?}", code.as_str()),
    }
}

/// Reads an article into tokens, each part in its language, which may be stated as a BCP 47 tag.
pub fn tokens<'t>(text: &'t str, article: &Article, stated: Option<&str>) -> Tokens<'t> {
    let languages = languages(text, article, stated);
    let mut tokens = lang::tokens(text, article, &languages);
    tokens.set_languages();
    tokens
}

impl Tokens<'_> {
    /// Sets the language of sentences that are in another than their paragraph, because most of their letters are of
    /// another script, and marks what is in another language within English sentences.
    fn set_languages(&mut self) {
        let Self { text, tokens, sentences, foreign: found, .. } = self;
        for sentence in sentences {
            let words = || tokens[sentence.tokens.clone()].iter().filter(|t| t.kind == TokenKind::Word);
            let is_other = |t: &&Token| !text[t.range()].starts_with(is_latin);
            let others = words().filter(is_other).count();
            let count = words().count();
            let range = || {
                let all = &tokens[sentence.tokens.clone()];
                let (first, last) = (all.first(), all.last());
                first.map_or(0, |t| t.start as usize)..last.map_or(0, |t| t.end as usize)
            };
            if sentence.language == Code::ENGLISH {
                if others * 2 > count {
                    sentence.language = language_of(&text[range()], None);
                } else {
                    foreign(text, tokens, sentence.tokens.clone(), found);
                }
            } else if others * 2 < count && !may_be(&text[range()], sentence.language) {
                // An English sentence in a paragraph of another script.
                let is_english = Count::of(&text[range()]).verdict(FEWEST) == Verdict::English;
                sentence.language = if is_english { Code::ENGLISH } else { Code::UNKNOWN };
            }
        }
    }
}

/// The note about an article that is not in English, or not in the stated language: what is read in it, and what is not.
/// `default` is the language of a document that states none.
pub fn note(document: &SourceDocument, article: &Article, default: &str) -> Option<Problem> {
    let text = &document.text;
    let own = document.metadata.language.as_deref().filter(|tag| Code::of(tag) != Code::UNKNOWN);
    let languages = languages(text, article, own.or(Some(default)));
    let mut found: Vec<(Code, usize, &std::ops::Range<usize>)> = Vec::new();
    for (range, code) in article.paragraphs.iter().zip(&languages.paragraphs) {
        match found.iter_mut().find(|(of, ..)| of == code) {
            Some((_, count, _)) => *count += 1,
            None => found.push((*code, 1, range)),
        }
    }
    let is_stated = |code: Code| own.is_none_or(|own| Code::of(own) == code);
    let others: Vec<_> = found.iter().filter(|(code, ..)| *code != Code::ENGLISH).collect();
    let Some((_, _, first)) = others.first() else {
        let own = own.filter(|tag| Code::of(tag) != Code::ENGLISH && !article.paragraphs.is_empty())?;
        return Some(Problem {
            at: article.paragraphs.first().map(|range| document.position(range)),
            value: own.to_owned(),
            what: "this text is in English, and was read as English".to_owned(),
            rule: RULE,
            help: "correct `language`".to_owned(),
        });
    };
    let all = article.paragraphs.len();
    let parts: Vec<String> = others
        .iter()
        .map(|(code, count, _)| {
            let (read, left) = extent_of_reading(*code);
            let subject = match (*count == all, all) {
                (true, _) => "this text is".to_owned(),
                (false, _) if *count == 1 => format!("1 of {all} paragraphs is"),
                (false, _) => format!("{count} of {all} paragraphs are"),
            };
            format!("{subject} in {}: {read} are read in it, not {left}", name(*code))
        })
        .collect();
    let differs = match own {
        Some(own) if !found.iter().any(|(code, ..)| is_stated(*code)) => {
            format!("; its `language` is {own:?}, which its words are not in")
        }
        _ => String::new(),
    };
    let help = if differs.is_empty() {
        "add the names that matter to the gazetteer as this language writes them".to_owned()
    } else {
        "correct `language`".to_owned()
    };
    Some(Problem {
        at: Some(document.position(first)),
        value: shortened(&text[(*first).clone()]),
        what: format!("{}{differs}", parts.join("; ")),
        rule: RULE,
        help,
    })
}

const RULE: &str = "each part of a text is read by the rules of the language that its words show; where they are too few, of the \
                    stated one";

/// The beginning of a text, on one line.
fn shortened(text: &str) -> String {
    let line = crate::base::iri::folded_space(text);
    match line.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}

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
        let found = languages(text, &Article { title: None, paragraphs }, stated);
        found.paragraphs.iter().map(|code| *code != Code::ENGLISH).collect()
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

//! Word lists for reading records: words that announce an area, words without meaning here, words that change the
//! meaning, and words by which a line of a list is not a record.

use crate::base::date::{Form, english};
use crate::read::record::quantity::NUMBER;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// Words that announce an area, and say what it is of.
pub(super) static AREA_WORDS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:(?P<whole>total|whole|entire|full|overall)\s+|(?P<part>controlled|occupied|captured|seized|held)\s+(?:part\s+)?)?(?:territory|(?:land\s+|surface\s+)?area|surface|size)\b(?:\s*(?:of|is|was|:|=))?",
    )
});
/// Words before a figure or date that make it approximate.
pub(super) static HEDGE_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:\b(?:about|approximately|approx\.?|circa|ca\.?|c\.|around|nearly|almost|roughly|some)|~|≈)\s*$")
        .expect("the pattern is a constant")
});
/// Words directly after a figure that make it approximate.
pub(super) static HEDGE_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s*(?:\(\s?(?:approx\.?|approximately|circa|ca\.|c\.|about)\s?\)|(?:approx|approximately|circa|ca)\b\.?)",
    )
});
/// Whether the words around a figure make it approximate or doubtful, as in "about 289 km2" and "289 km2?". White space
/// must be folded.
pub fn is_approximate(words: &str, figure: &str) -> bool {
    let words = crate::base::iri::folded_space(words);
    let (before, after) =
        words.find(figure).map_or((words.as_str(), ""), |at| (&words[..at], &words[at + figure.len()..]));
    words.contains('?') || HEDGE_BEFORE.is_match(before) || HEDGE_AFTER.is_match(after)
}

/// Objects in a district that have an area of their own, and parts that are deducted from one.
const NOT_WHOLE: &str = "forest(?:s|ed)?|woods|woodlands?|lakes?|water|minefields?|mines|mined|arable|burn(?:ed|t)|flooded|destroyed|farmland|cropland";
static NOT_OF_DISTRICT: LazyLock<Regex> = LazyLock::new(|| pattern(&format!(r"\b(?:{NOT_WHOLE}|lost|losses)\b")));
/// Words directly before and after an area that make it the area of something else.
static BEFORE_AREA: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?:^|[,:;(\t|]|territory|area|size)\s*(?P<word>half|minus|less|plus|(?:at\s+)?(?:most|least)|part|(?-i:{NOT_WHOLE}))(?:\s+(?:of|the|is|than|area|land))*\s*$"
    ))
});
static AFTER_AREA: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(r"^\s+(?:(?:of|under|is|are|was|were)\s+)*(?P<word>(?-i:{NOT_WHOLE})|lost\s*(?:$|[,;.)]))"))
});

/// The word by which the head of a column says that the areas below it are not those of districts.
pub(super) fn not_of_district(head: &str) -> Option<&str> {
    NOT_OF_DISTRICT.find(head).map(|word| word.as_str())
}

/// The word directly before or after an area that makes it the area of something else.
pub(super) fn around_area(text: &str, area: &Range<usize>) -> Option<Range<usize>> {
    let before = || Some(BEFORE_AREA.captures(&text[..area.start])?.name("word")?.range());
    let after = || {
        let word = AFTER_AREA.captures(&text[area.end..])?.name("word")?;
        Some(area.end + word.start()..area.end + word.end())
    };
    before().or_else(after)
}

/// The year of the boundaries that a figure refers to.
pub(super) static BOUNDARY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:within|in|of)?\s*(?:the|its)?\s*\b(?:(?P<before>\d{4})\s+(?:boundaries|borders|limits)|(?:boundaries|borders|limits)\s+(?:of|in|as of)\s+(?P<after>\d{4}))",
    )
});
/// Words that change what a record says, in any position; ignoring them would misquote the source.
pub(super) static CHANGES_MEANING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:(?:more|less|fewer|greater|other|rather) than|at (?:least|most)|not|never|no|nor|neither|denied|denies|than|or|either|between|except|without|unless|perhaps|possibly|probably|maybe|presumably|supposedly|apparently|reportedly|allegedly|alleged|disputed|unconfirmed|uncertain|doubtful|contested|old style|julian|hijri|hijra|hegira|anno hegirae|anno mundi|jalali|shamsi|minguo|(?:half|most|thirds?|quarters?) of|per ?cent|percentage|approx(?:imately)?|circa|up)\b|[<>≤≥±+×]|\bAH\b|\bA\.H\b|\bO\.S\b",
    )
});

/// Words that change the date beside them: which part of it, from or until when, whether at all, and in which calendar.
pub(super) static BESIDE: LazyLock<Regex> = LazyLock::new(|| {
    let parts = "early|mid|middle|late|beginning|start(?:s|ed|ing)?|begun|began|end(?:s|ed|ing)?|turn|half|quarter|third|spring|\
                 summer|autumn|winter|season|easter|christmas|ramadan|decades?|century|centuries|pre|post|ante|prior|\
                 earlier|later|latest|earliest|onwards?|present|now|today|towards?|throughout|up to";
    let doubts = "partly|partially|largely|mostly|nearly|almost|attempt(?:s|ed)?|failed|unsuccessful(?:ly)?|repulsed|\
                  plans?|planned|expected|due|scheduled|proposed|projected|feared|threatened|besieged|attacked|will|would|\
                  could|might|should|to be|if|likely|unlikely|claim(?:s|ed)?|rumou?red";
    let calendars = "hebrew|jewish|buddhist|coptic|ethiopian|persian|iranian|islamic|muslim|lunar|solar|saka|vikram|\
                     calendar|era|(?-i:AH|AP|SH|AM|BE|OS|A.H|A.P|S.H|A.M|B.E|O.S)";
    // Directly before the date: "by 1992", "after the year 1992", "the fall of 1992".
    let before =
        r"(?:to|by|before|after|until|till|through|past|over|fall|fall of)(?:\s+(?:the|year|years|month|of))*\s*$";
    let after = r"^\s*(?:to|until|till|through|before|after)\b";
    pattern(&format!(r"\b(?:{parts}|{doubts}|{calendars})\b|\b{before}|{after}"))
});

/// Words that change the meaning of the date or figure directly after them.
pub(super) static BOUNDS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b(?:before|after|by|over|under|above|below|beyond|until|till)$"));

/// A number.
pub(super) static BARE_NUMBER: LazyLock<Regex> = LazyLock::new(|| pattern(NUMBER));
/// A number at the beginning, and the word in the place of its unit.
pub(super) static NUMBER_AND_WORD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(r"^(?P<number>{NUMBER})\s*(?P<unit>\p{{L}}[\p{{L}}\d²^./]*(?:\s+(?:km|mi|m)\w*)?)"))
});

/// Words around the three parts that have no meaning by themselves.
const FILLER: &str = "a an and annexed as at captured ceded changed conquered control date district fell from had hands has held in is \
     its liberated liberation lost occupation occupied of on overrun passed period recaptured recovered regained \
     reoccupied retaken retook seized since surrendered taken the to transferred under was went were when whole \
     with n/a year years during came size";
/// First words of a line with the sum of a list.
static TOTAL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:the\s+)?(?:in\s+)?(?:(?:(?:grand\s+|sub-?)?totals?|altogether|together|overall|combined|in all|both)\b[\s\w]*(?:[:,=(–—-]|$)|all\s*[:,=(]|all\s+(?:districts|regions|territories|of)\b|sum\s*[:,=(]|sum\s+of\b|(?:sum|mean|average|median|remaining|remainder|rest|others?)\s*(?:[:,=(\t|–—]|$)|(?:mean|average|median|remaining|rest\s+of(?:\s+the)?|other)\s+(?:districts|regions|territories|areas?)\b)",
    )
});
/// Words in a name, or beside one, that make it a sum over others.
static SUMMED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b(?:sub-?totals?|totals?|altogether|together|combined|in all)\b|^all$"));

/// Whether a character is a dash or a hyphen.
pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// Whether these words, a name or the unread words beside it, denote a sum.
pub fn is_summed(words: &str) -> bool {
    SUMMED.is_match(words)
}

fn pattern(text: &str) -> Regex {
    Regex::new(&format!("(?i){text}")).expect("the pattern is a constant")
}

/// First words of a remark about a list.
static REMARK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:sources?|notes?|nb|n\.b\.|see|see also|photo|image|map|author|published|(?:last )?updated|accessed|retrieved|references?|copyright|date|data|by)\s*[:–—-]",
    )
});

/// Beginning of a line that says what the dates of a list are of.
static DATES_NOTED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\W*(?:(?:notes?|nb|n\.b\.)\s*[:–—-]\s*)?(?:(?:all|the|these)\s+)*(?:dates?|years?)\b"));

/// Whether a line says what the dates of a list are of: "Note: the dates are those of foundation".
pub(super) fn is_about_dates(line: &str) -> bool {
    DATES_NOTED.is_match(line)
}

/// Whether a piece of a list is a remark about the list: "Source: …".
pub(super) fn is_remark(piece: &str) -> bool {
    REMARK.is_match(piece)
}

/// Whether a piece of a list gives the sum of the others, and so is not a district.
pub(super) fn is_total(piece: &str) -> bool {
    TOTAL.is_match(piece)
}

/// A range without the white space, dots and filler words at its ends.
pub(super) fn trim(text: &str, mut range: Range<usize>) -> Range<usize> {
    let edge = |c: char| c.is_whitespace() || matches!(c, '.' | '"' | '“' | '”' | '–' | '—' | '-' | '*' | '•');
    loop {
        let words = &text[range.clone()];
        let trimmed = words.trim_start_matches(edge);
        range.start += words.len() - trimmed.len();
        range.end = range.start + trimmed.trim_end_matches(edge).len();
        let words = &text[range.clone()];
        let first = words.split_whitespace().next().unwrap_or_default();
        let last = words.split_whitespace().next_back().unwrap_or_default();
        // A name may begin with a capitalised word of this list, "The Hague", but not consist of it.
        let filler = |w: &str| {
            FILLER.split(' ').any(|f| f == w.to_lowercase())
                || english().weekdays.get(w).is_some_and(|word| word.form == Form::Name)
        };
        if words.is_empty() || !(filler(first) || filler(last)) {
            return range;
        }
        let single = first.len() == words.len();
        if filler(last) && (single || last.chars().all(char::is_lowercase)) {
            range.end -= last.len();
        } else if filler(first)
            && (single
                || first.chars().next().is_some_and(char::is_lowercase)
                || matches!(first, "In" | "On" | "Since" | "From" | "During"))
        {
            range.start += first.len();
        } else {
            return range;
        }
    }
}

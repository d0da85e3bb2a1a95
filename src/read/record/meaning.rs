//! What the date of a record is the date of. Words beside it, a label, the head of its column or a heading can say that it
//! is a change of control. A date of which nothing says anything is a dated record; a date of something else, or with an
//! unknown word beside it, is left out.

use crate::base::date::{Form, english};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// What words say about the date beside them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Nothing.
    Silent,
    /// It is a change of control.
    Control,
    /// It is something else, according to the word there.
    Other(Range<usize>),
    /// The word there is unknown.
    Unknown(Range<usize>),
}

/// Words for a change of control, whatever is beside them.
const CONTROL: &str = r"(?:re|de-?)?captur(?:e[ds]?|ing)|(?:re|de-?)?occup(?:ied|ation|ying|ies|y)|(?:re)?seiz(?:ed?|ure|es|ing)|liberat(?:ed|ion|ing)|(?:re)?conquer(?:ed|s)?|conquest|annex(?:ed|ation)|surrender(?:ed|s)?|overran|overrun|retaken|retook|retaking|regained|recaptures?|deoccupied|under(?:\s+[\w’'-]+){0,3}\s+control|(?:loss|change|lost|gained|took|takes|seized|establish(?:ed)?)\s+(?:of\s+)?control|chang(?:ed?|es|ing)\s+(?:of\s+)?hands|handed\s+over|hand-?over|ceded|cession";
/// Words for a change of control only if nothing else is beside them: photographs are taken and refugees return, too.
const CONTROL_ALONE: &str = r"tak(?:en?|es|ing)|took|los[ts]|loses?|loss|losses|fell|falls?|fallen|held|pass(?:ed|es)?|control(?:led|s)?|transfer(?:red|s)?|recover(?:ed|y)|return(?:ed|s)?|freed|reclaimed|invaded|won|gained|changes?\s+of\s+control|changes?|changed";

/// Words that deny a change of control, or leave it open, beside a word for one.
const DENIED: &str = r"not|never|no|nor|neither|without|(?:un|non-?)(?:captured|occupied|conquered|taken|seized|liberated)|attempt(?:s|ed|ing)?|tried|fail(?:s|ed|ures?|ing)?|unsuccessful(?:ly)?|avert(?:s|ed|ing)?|avoid(?:s|ed|ing|ance)?|escap(?:es?|ed|ing)|evad(?:es?|ed|ing)|prevent(?:s|ed|ing|ion)?|repel(?:s|led)?|repuls(?:es?|ed)|thwart(?:s|ed)?|foil(?:s|ed)?|withst(?:ood|ands?)|resist(?:s|ed|ing)?|reject(?:s|ed|ion)?|refus(?:es?|ed|ing|al)|demand(?:s|ed|ing)?|threat(?:s|en|ens|ened|ening)?|fear(?:s|ed|ing)?|danger|risk|plan(?:s|ned|ning)?|propos(?:als?|ed)|intended|scheduled|expected|saved|spared|near|near-\w+|nearly|almost|narrowly|barely|hardly|partly|partially|alleged(?:ly)?|reported(?:ly)?|supposed(?:ly)?|purported(?:ly)?|claimed|rumou?red|denied|denies|false(?:ly)?|fictional|imagined|hypothetical|possible|possibly|probably|potential(?:ly)?|likely|would|could|might|should|hoped";
/// Events to which a heading can assign the dates below it.
const EVENTS: &str = r"floods?|floodings?|flooded|earthquakes?|visits?|bombed|bombings?|bombardments?|shelled|shelling|(?:peace\s+)?treaties|(?:national|nature)\s+parks?|wildfires?|droughts?|storms?|hurricanes?|landslides?|eruptions?|epidemics?|famines?|festivals?|protests?|massacres?|ceasefires?|monuments?|museums?|railways?";
/// Words in lower case that may accompany a change of control: by whom, of what, in what way.
const BESIDE_CONTROL: &str = "army armies force forces troops troop militia militias rebel rebels government enemy soldiers partisans partisan guerrillas \
     fighters separatist separatists insurgents insurgent side sides unit units division divisions brigade brigades battalion \
     battalions regiment regiments guard guards corps navy fleet military paramilitary paramilitaries invaders allies allied \
     coalition opposition empire state states federal national royal imperial regular joint combined armed foreign local \
     self-defence self-defense people's northern southern eastern western north south east west district districts town city \
     village capital centre center settlement settlements territory entire full back over under into out off upon through \
     after treaty agreement truce accord war wars offensive operation battle battles siege fighting fights fight assault \
     campaign invasion attack raid heavy fierce bloody short brief long start started begin began begun beginning end ended \
     month time times place their his her them they he she who whom which all both or de facto once twice third being been \
     be are left new last second status rule power powers authority authorities";

/// Words that make a date that of something else, in a record as in a heading.
const OTHER: &str = r"(?:re-?|un)?found(?:ed|ing|ations?|ers?)|(?:re-?)?establish(?:ed|ment|ments|ing)?|estab|estd?|(?:re-?)?creat(?:ed|ions?|ing)|constituted|(?:re-?)?form(?:ed|ations?|ing)|charter(?:ed|s)?|(?:dis-?)?incorporat(?:ed|ions?|ing)|abolish(?:ed|ment|ing)?|abolition|dissol(?:ved|utions?|ving)|disband(?:ed|ment)?|merge[drs]?|mergers?|(?:re-?)?unified|unification|divided|separated|detached|renam(?:ed?|ing|ings)|born|births?|died|deaths?|(?:re-?)?built|buildings?|construct(?:ed|ion|ing)|(?:re-?|by-?)?elect(?:ed|ions?)|appoint(?:ed|ments?)|mention(?:ed|s)?|attested|documented|chronicles?|independen(?:t|ce)|proclaim(?:ed)?|proclamation|registered|registration|inscribed|inscription|inception|origins?|originated|administrative\s+(?:reform|status)|municipal(?:ity)?\s+status|city\s+status|town\s+status|status\s+(?:since|from|granted)|granted|inaugurat(?:ed|ion)|consecrated|anniversary|anniversaries|jubilee|accession|admission|inspect(?:ed|ions?)";
/// The same, but in records only: in a headline these words can refer to anything.
const OTHER_IN_RECORD: &str = r"opened|opening|closed|closure|completed|completion|declared|named|settled|destroyed|destruction|demolished|reorgani[sz](?:ed|ation)|joined|joins|accession|acceded|admitted|admission|baptised|burn(?:ed|t)|flood(?:ed|s)?|earthquake|visited|visit|mapped|measured|measurement|updated?|published|printed|accessed|retrieved|listed|designated|recorded|started|launched|signed|mayor|governor|head|area\s+(?:in|of|as)|data|source|discovered|explored|excavated|colonized|colonised|populated|inhabited";
/// Words that make a date that of a figure.
const FIGURE: &str = r"census(?:es)?|population|inhabitants|residents|people|households|estimates?|estimated|surveys?|surveyed|as\s+(?:of|at|per|on)|statistics|statistical";

/// Words beside a date that do not say what it is of.
const SILENT: &str = "a an and as at between by date dates dated day days during early for from had has have \
     in into is it its of on period since that the then this to two was were when where while whole with within year years \
     n/a na came come morning afternoon evening night noon midnight dawn dusk first second again finally also size area territory surface \
     land datum data fecha data дата tarih tarix jahr année ano año год года году г гг il rok \
     gregorian n.s ns local time time";

/// Whether a word in lower case is one of these, or a weekday.
fn is_silent(word: &str) -> bool {
    SILENT.split_whitespace().any(|silent| silent == word)
        || english().weekdays.get(word).is_some_and(|day| day.form != Form::Plural)
}

static CONTROL_WORDS: LazyLock<Regex> = LazyLock::new(|| pattern(CONTROL));
static CONTROL_WORDS_ALONE: LazyLock<Regex> = LazyLock::new(|| pattern(CONTROL_ALONE));
static OTHER_WORDS: LazyLock<Regex> = LazyLock::new(|| pattern(&format!("{OTHER}|{OTHER_IN_RECORD}|{FIGURE}")));
static DENIALS: LazyLock<Regex> = LazyLock::new(|| pattern(DENIED));
static EVENTS_IN_HEADING: LazyLock<Regex> = LazyLock::new(|| pattern(EVENTS));
/// A change of control that a heading denies.
static DENIED_CONTROL: LazyLock<Regex> = LazyLock::new(|| {
    let control = format!("{CONTROL}|taken|lost|controlled|held|fallen|invaded|freed");
    pattern(&format!(
        r"(?P<before>{DENIED})(?:\s+[\w’'-]+){{0,2}}\s+(?:{control})|(?:{control})\s+(?:\w+\s+)?(?P<after>{DENIED})"
    ))
});
/// Words for a change of control in a heading, beside those that are so everywhere.
static CONTROL_IN_HEADING: LazyLock<Regex> =
    LazyLock::new(|| pattern("taken|lost|fallen|freed|controlled|held|falls? of|loss(?:es)? of|control (?:of|over)"));
static OTHER_IN_HEADING: LazyLock<Regex> = LazyLock::new(|| pattern(OTHER));
static FIGURES: LazyLock<Regex> = LazyLock::new(|| pattern(FIGURE));
/// What a heading says that its dates are of.
static DATE_OF: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:dates?|year|day)\s+(?:of|when)\s+(?:(?:the|its|their|last|first)\s+)*(?P<what>[\w’'-]+)")
});
/// Words that label a date and are not the name of a district by themselves.
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    whole(
        r"(?:(?:year|date)\s+of\s+)?(?:founded|foundation|established|establishment|created|creation|formed|abolished|renamed|built|elected|inhabitants|population|census|captured|occupied|liberated|year|date)",
    )
});

fn pattern(words: &str) -> Regex {
    Regex::new(&format!(r"(?i)\b(?:{words})\b")).expect("the pattern is a constant")
}

fn whole(words: &str) -> Regex {
    Regex::new(&format!(r"(?i)^(?:{words})$")).expect("the pattern is a constant")
}

/// What the words beside a date say, including a label and the head of a column.
pub(super) fn of_words(text: &str) -> Meaning {
    if let Some(word) = OTHER_WORDS.find(text) {
        return Meaning::Other(word.range());
    }
    if CONTROL_WORDS.is_match(text) {
        return words(text).find(|word| !goes_with_control(text, word)).map_or(Meaning::Control, Meaning::Unknown);
    }
    let alone: Vec<Range<usize>> = CONTROL_WORDS_ALONE.find_iter(text).map(|m| m.range()).collect();
    let known = |word: &Range<usize>| {
        let small = text[word.clone()].to_lowercase();
        is_silent(&small) || alone.iter().any(|a| a.start <= word.start && word.end <= a.end)
    };
    match words(text).find(|word| !known(word)) {
        Some(word) => Meaning::Unknown(word),
        None if alone.is_empty() => Meaning::Silent,
        None => Meaning::Control,
    }
}

/// Whether a word may accompany a change of control: a name, an adverb or a known word.
fn goes_with_control(text: &str, word: &Range<usize>) -> bool {
    let written = &text[word.clone()];
    if DENIALS.find(written).is_some_and(|m| m.len() == written.len()) {
        return false;
    }
    let small = written.to_lowercase();
    let bare = small.strip_prefix("re-").or_else(|| small.strip_prefix("de-")).unwrap_or(&small);
    let listed = |list: &str| list.split_whitespace().any(|w| w == small);
    let inside = |pattern: &Regex| pattern.find_iter(text).any(|m| m.start() <= word.start && word.end <= m.end());
    written.starts_with(char::is_uppercase)
        || small.ends_with("ly")
        || is_silent(&small)
        || listed(BESIDE_CONTROL)
        || is_known(bare)
        || inside(&CONTROL_WORDS)
        || inside(&CONTROL_WORDS_ALONE)
}

/// The word by which other words of a record deny a change of control.
pub(super) fn denied(text: &str) -> Option<Range<usize>> {
    let denied = DENIED_CONTROL.captures(text)?;
    denied.name("before").or_else(|| denied.name("after")).map(|word| word.range())
}

/// The word by which a short heading directly above dates assigns them to an event.
pub(super) fn of_event(text: &str) -> Option<Range<usize>> {
    let free = words(text).count() <= 6 && !CONTROL_WORDS.is_match(text) && !CONTROL_WORDS_ALONE.is_match(text);
    EVENTS_IN_HEADING.find(text).filter(|_| free).map(|word| word.range())
}

/// The word by which other words of a record say that its date is not a change of control.
pub(super) fn other(text: &str) -> Option<Range<usize>> {
    OTHER_WORDS.find(text).map(|word| word.range())
}

/// Whether a heading says that the dates below it are changes of control.
pub(super) fn says_control(text: &str) -> bool {
    (CONTROL_WORDS.is_match(text) || CONTROL_IN_HEADING.is_match(text)) && of_heading(text).is_none()
}

/// The word by which a heading says that the dates below it are not changes of control. "The occupied districts: area
/// and population" describes figures beside the dates; a "date of" something unknown is not accepted.
pub(super) fn of_heading(text: &str) -> Option<Range<usize>> {
    let control = || CONTROL_WORDS.is_match(text);
    let figure = || FIGURES.find(text).filter(|_| !control());
    let strange = || {
        let of = DATE_OF.captures(text)?.name("what")?;
        matches!(of_words(of.as_str()), Meaning::Unknown(_) | Meaning::Other(_)).then_some(of)
    };
    OTHER_IN_HEADING.find(text).or_else(figure).or_else(strange).map(|word| word.range()).or_else(|| denied(text))
}

/// Whether a word is one that says what a date is of.
pub(super) fn is_known(word: &str) -> bool {
    let all = |pattern: &Regex| pattern.find(word).is_some_and(|m| m.len() == word.len());
    all(&OTHER_WORDS) || all(&CONTROL_WORDS) || all(&CONTROL_WORDS_ALONE)
}

/// Whether the text in the place of a name is the label of a date: "Founded: 1926".
pub(super) fn is_label(name: &str) -> bool {
    LABEL.is_match(name)
}

/// The words of a text: its runs of letters.
pub(super) fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(char::is_alphabetic)?;
        let part = |c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’' | '.' | '/' | '-'));
        let end = text[start..].find(part).map_or(text.len(), |n| start + n);
        at = end;
        Some(start..start + text[start..end].trim_end_matches(['.', '/', '-', '\'', '’']).len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meaning(text: &str) -> String {
        match of_words(text) {
            Meaning::Silent => "silent".to_owned(),
            Meaning::Control => "control".to_owned(),
            Meaning::Other(word) => format!("other {}", &text[word]),
            Meaning::Unknown(word) => format!("unknown {}", &text[word]),
        }
    }

    #[test]
    fn words_beside_a_date_define_its_meaning() {
        for (text, expected) in [
            ("", "silent"),
            ("in the year", "silent"),
            ("on Friday,", "silent"),
            ("date", "silent"),
            ("occupied on", "control"),
            ("fell on", "control"),
            ("came under Vale control in", "control"),
            ("district since", "unknown district"),
            ("(N.S.)", "silent"),
            ("passed under control in", "control"),
            ("recaptured by the army in", "control"),
            ("liberated", "control"),
            ("taken", "control"),
            ("changed hands", "control"),
            ("founded", "other founded"),
            ("was established in", "other established"),
            ("est.", "other est"),
            ("first mentioned in", "other mentioned"),
            ("elections held in", "other elections"),
            ("as of", "other as of"),
            ("population", "other population"),
            ("re-established", "other re-established"),
            ("gegründet", "unknown gegründet"),
            ("photo taken", "unknown photo"),
            ("capture averted", "unknown averted"),
            ("avoided capture", "unknown avoided"),
            ("threat of capture", "unknown threat"),
            ("near-capture", "unknown near-capture"),
            ("seizure of drugs", "unknown drugs"),
            ("occupied by refugees", "unknown refugees"),
            ("captured on film", "unknown film"),
            ("Attempt to capture", "unknown Attempt"),
            ("Capture Averted", "unknown Averted"),
            ("Not captured until", "unknown Not"),
            ("re-occupied by Vale troops", "control"),
            ("briefly captured by the northern army", "control"),
            ("Date of capture", "control"),
            ("refugees returned", "unknown refugees"),
            ("г.", "silent"),
            ("v. Chr.", "unknown v"),
        ] {
            assert_eq!(meaning(text), expected, "{text}");
        }
    }

    #[test]
    fn a_heading_defines_the_meaning_of_its_dates() {
        for (text, word) in [
            ("Foundation of districts", "Foundation"),
            ("YEAR OF ESTABLISHMENT", "ESTABLISHMENT"),
            ("When the districts were created", "created"),
            ("Census of 1926", "Census"),
            ("Population of the districts", "Population"),
            ("Founding dates of the occupied districts", "Founding"),
            ("Districts by date of first mention", "mention"),
            ("Districts as of 2016", "as of"),
            ("Year of last flood", "flood"),
            ("Dates of the harvest festival", "harvest"),
            ("Districts never occupied", "never"),
            ("Districts that were not captured", "not"),
            ("Planned liberation of districts", "Planned"),
            ("Attempts to capture the districts", "Attempts"),
        ] {
            assert_eq!(of_heading(text).map(|w| &text[w]), Some(word), "{text}");
        }
        for (text, word) in [
            ("Floods", Some("Floods")),
            ("Earthquakes of the Vale", Some("Earthquakes")),
            ("Bombed districts", Some("Bombed")),
            ("Peace treaties", Some("Peace treaties")),
            ("National parks", Some("National parks")),
            ("Districts of the Vale", None),
            ("Districts captured after the floods", None),
        ] {
            assert_eq!(of_event(text).map(|w| &text[w]), word, "{text}");
        }
        for text in [
            "The Occupation in Figures",
            "Figures of the valley",
            "The occupied districts: area and population",
            "Districts of the Vale",
            "Districts by date",
            "Chronology",
            "Ministers: talks resume in 2018",
            "Losses of the valley",
            "Districts by date of capture",
            "Date of the change of control",
            "Dates of occupation of the districts",
        ] {
            assert_eq!(of_heading(text), None, "{text}");
        }
    }
}

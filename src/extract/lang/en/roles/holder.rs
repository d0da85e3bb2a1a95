//! Whose a role is: the person whose name stands beside it ("Minister Ann Lee", "Ann Lee, the minister,", "the
//! minister, Ann Lee,"), or whom a verb gives it or takes it from ("Ann Lee was appointed minister").

use super::Context;
use super::before::{governed, name_before};
use super::phrase::{Definite, Phrase};
use crate::extract::finding::{EntityType, Tenure};
use crate::extract::lexicon::Classes;
use crate::extract::tokens::{Letters, TokenKind};
use std::ops::Range;

/// The holder of the roles of a group.
#[derive(Debug, Clone)]
pub(super) struct Held {
    /// The person, if the phrase names one.
    pub(super) entity: Option<usize>,
    /// The tokens of the whole.
    pub(super) whole: Range<usize>,
    /// Whether the name stands before the roles, so that more roles may follow: "Ann Lee, head of the bank, …".
    pub(super) is_before: bool,
    /// Whether all words up to the name belong to it: "Representative of the Chairperson Ann Lee".
    pub(super) is_whole: bool,
    /// What a verb says about the time of the role.
    pub(super) tenure: Option<Tenure>,
}

/// The holder of the roles of a group. `last` is the apposition that the sentence has just read, its person and its end.
pub(super) fn holder(
    cx: &Context<'_, '_>,
    sentence: &Range<usize>,
    group: &[Phrase],
    last: Option<(usize, usize)>,
) -> Held {
    let first = &group[0];
    let whole = first.whole.start..group[group.len() - 1].whole.end;
    let held = |entity: usize, whole: Range<usize>, is_before: bool| Held {
        entity: Some(entity),
        whole,
        is_before,
        is_whole: false,
        tenure: None,
    };
    let none = Held { entity: None, whole: whole.clone(), is_before: false, is_whole: false, tenure: None };
    if group.iter().any(|p| p.plural) {
        return none;
    }
    // "Deputy Prime Minister Grigory Karasin"
    let others = whole.start > sentence.start && is_of_another(cx, sentence, whole.start - 1);
    if whole.end < sentence.end
        && let Some((mention, end)) = cx.addressed_at(whole.end, sentence)
    {
        // "assistant to the secretary and director Ann Lee"
        if group.len() > 1 && others {
            return none;
        }
        let addressed = cx.names.mentions[mention].tokens.start > whole.end;
        let held = held(cx.names.mentions[mention].entity, whole.start..end, false);
        return Held { is_whole: addressed, ..held };
    }
    // "Personal Representative of the Chairperson Ann Lee": a title without an article stands before a name.
    if let Some((mention, end)) = represented(cx, sentence, first, whole.end).filter(|_| group.len() == 1) {
        return Held { is_whole: true, ..held(cx.names.mentions[mention].entity, whole.start..end, false) };
    }
    // "Representative of the Chairman for the Sorl conflict Ann Lee"
    if (!first.of.is_empty() || first.has_tail)
        && group.len() == 1
        && !others
        && let Some((mention, end)) = past_scope(cx, sentence, whole.end)
    {
        return Held { is_whole: true, ..held(cx.names.mentions[mention].entity, whole.start..end, false) };
    }
    let is = |at: usize, mark: &str| sentence.contains(&at) && cx.tokens.is(at, mark);
    let before = whole.start.checked_sub(1).filter(|b| *b > sentence.start);
    if let Some(before) = before {
        // "Grigory Karasin, Russia's deputy foreign minister," and "Ann Lee, 55, head of the bank,"
        let age = is(before, ",")
            && before >= sentence.start + 3
            && cx.tokens.tokens[before - 1].kind == TokenKind::Number
            && is(before - 2, ",");
        let name_end = if age { before - 2 } else { before };
        let opens = is(before, ",") || is(before, "(") || is(before, "—") || is(before, "–");
        let end = past_person(cx, sentence, whole.end).unwrap_or(whole.end);
        let closed = opens && cx.closes(end, sentence);
        if closed
            && let Some((mention, start)) = cx.person_before(name_end).filter(|(_, s)| *s >= sentence.start)
            && !lists(cx, sentence, start, end)
        {
            if is(end, ",") && is_between(cx, sentence, first, end) {
                return none;
            }
            return held(cx.names.mentions[mention].entity, start..end, true);
        }
        // "Ann Lee, deputy head of the bank, chief of its fund, said"
        if let Some((entity, end)) = last
            && closed
            && is(before, ",")
            && end == before
            && first.definite != Definite::Indefinite
            && !goes_on(cx, sentence, whole.end)
        {
            return held(entity, whole, true);
        }
        // "Ann Lee is the head of the bank", "Ann Lee, who was mayor of Ham, …"
        if is_copula(cx, before)
            && let Some((mention, start)) = name_before(cx, sentence, before)
            && !governed(cx, sentence, start)
        {
            return held(cx.names.mentions[mention].entity, start..whole.end, true);
        }
        // "was elected president": the verb is read as a word of the role.
        let verb = if is(whole.start, "elected") { whole.start } else { before };
        if let Some((mention, start, tenure)) = super::tenure::given(cx, sentence, verb) {
            let entity = cx.names.mentions[mention].entity;
            return Held { tenure: Some(tenure), ..held(entity, start..whole.end, true) };
        }
    }
    // "the deputy foreign minister, Grigory Karasin, said"
    let last = &group[group.len() - 1];
    let told = first.definite != Definite::None || !first.of.is_empty() || !last.of.is_empty() || last.has_tail;
    let cased = is_title_case(cx, sentence, first);
    // "According to Prime Minister, Ann Lee in Chile is absent."
    let fronted = whole.start > sentence.start && whole.start <= sentence.start + 2;
    let titled = cased && !fronted && first.definite == Definite::None;
    if (told || titled)
        && !others
        && is(whole.end, ",")
        && let name = past_titles(cx, sentence, past_nationality(cx, whole.end + 1))
        && let Some((mention, end)) = cx.person_at(name).filter(|(_, e)| *e <= sentence.end)
        && cx.names.mentions[mention].tokens.start == name
        && cx.names.mentions[mention].kind == EntityType::Person
        && is_apposed(cx, sentence, end, told, (cased && end - name > 1, titled))
    {
        return held(cx.names.mentions[mention].entity, whole.start..end, false);
    }
    none
}

/// Whether a role between commas has a name on both sides, so that it may be of either: "Ann Lee, the mayor, Bo Ray and
/// others"; not "Ann Lee, the mayor, Bo Ray, the judge," nor "Ann Lee, envoy of the new president, Bo Ray,".
fn is_between(cx: &Context<'_, '_>, sentence: &Range<usize>, phrase: &Phrase, comma: usize) -> bool {
    let name = past_titles(cx, sentence, comma + 1);
    let Some((mention, end)) = cx.person_at(name) else { return false };
    let office = |at: usize| sentence.contains(&at) && cx.tokens.tokens[at].classes.any(super::HEAD);
    let starts = |at: usize| sentence.contains(&at) && cx.tokens.tokens[at].classes.any(super::ANY);
    let next = end + 1 + usize::from(["the", "a", "an"].iter().any(|w| cx.tokens.is(end + 1, w)));
    let paired = end < sentence.end && cx.tokens.is(end, ",") && starts(next);
    let nested = phrase.has_tail && office(comma - 1);
    cx.names.mentions[mention].tokens.start == name && !paired && !nested
}

/// Whether the words of a title have capitals, as before a name: "Foreign Secretary, Ann Lee,", not "as President,".
fn is_title_case(cx: &Context<'_, '_>, sentence: &Range<usize>, phrase: &Phrase) -> bool {
    let capital = |at: usize| cx.tokens.tokens[at].letters == Letters::Capital;
    let title = &phrase.title;
    let as_before = phrase.whole.start > sentence.start && cx.tokens.is(phrase.whole.start - 1, "as");
    !title.is_empty() && capital(title.start) && capital(title.end - 1) && !as_before
}

/// Whether a name that ends at a token is in apposition to the role before it. `told`: the role has an article or says of
/// what it is; `cased`: it is written as a title, and the name is a full one; `titled`: also without an article.
fn is_apposed(
    cx: &Context<'_, '_>,
    sentence: &Range<usize>,
    end: usize,
    told: bool,
    (cased, titled): (bool, bool),
) -> bool {
    let titled = titled && cased;
    let is = |at: usize, word: &str| sentence.contains(&at) && cx.tokens.is(at, word);
    // "and the chairman of …": another person with a role, where the name before it is complete.
    let role = |at: usize| {
        let at = at + usize::from(is(at, "the"));
        // "and Chile's foreign minister"
        let owner = cx.at.get(at).map(|m| &cx.names.mentions[m]).filter(|m| m.kind != EntityType::Person);
        let at = owner.map_or(at, |m| m.tokens.end);
        let at = at + usize::from(sentence.contains(&at) && cx.tokens.tokens[at].kind == TokenKind::Possessive);
        sentence.contains(&at)
            && cx.tokens.tokens[at].classes.any(super::ANY)
            && cx.at.get(at).is_none_or(|m| cx.names.mentions[m].kind != EntityType::Person)
    };
    let joined = |at: usize| is(at, "and") || is(at, "or");
    if is(end, ",") && joined(end + 1) {
        return told && role(end + 2);
    }
    if is(end, ",") && cx.person_at(end + 1).is_some() {
        return false;
    }
    if cx.closes(end, sentence) {
        return told || titled;
    }
    // "Prime Minister, Ann Lee and held talks", "Foreign Minister, Ann Lee and Home Secretary, Bo Ray"
    let verb = Classes::ACTS.and(Classes::EVENT_HOLD).and(Classes::EVENT_VERB);
    if joined(end) && cased && role(end + 1) {
        return true;
    }
    let goes_on = joined(end)
        && sentence.contains(&(end + 1))
        && (cx.at.get(end + 1).is_none() && cx.tokens.tokens[end + 1].classes.any(verb));
    const AFTER: &[&str] = &["in", "at", "on", "during", "here", "today", "along", "for", "to"];
    titled && (goes_on || AFTER.iter().any(|w| is(end, w)))
}

/// The token after a nationality: "the chairman, Chilean Ann Lee,".
fn past_nationality(cx: &Context<'_, '_>, at: usize) -> usize {
    let nationality = cx.at.get(at).map(|m| &cx.names.mentions[m]).filter(|m| m.kind == EntityType::Nationality);
    nationality.filter(|m| m.tokens.start == at).map_or(at, |m| m.tokens.end)
}

/// The person after words that say for what someone is responsible: "for the Sorl conflict Ann Lee".
fn past_scope(cx: &Context<'_, '_>, sentence: &Range<usize>, at: usize) -> Option<(usize, usize)> {
    let is = |at: usize, word: &str| sentence.contains(&at) && cx.tokens.is(at, word);
    if !(is(at, "for") || is(at, "on")) {
        return None;
    }
    let first = at + 1 + usize::from(is(at + 1, "the"));
    let scope = &cx.names.mentions[cx.at.get(first)?];
    if scope.tokens.start != first || scope.kind == EntityType::Person {
        return None;
    }
    let noun =
        ["conflict", "region", "issue", "affairs", "process", "settlement"].iter().any(|w| is(scope.tokens.end, w));
    let name = scope.tokens.end + usize::from(noun);
    cx.person_at(name).filter(|(m, e)| cx.names.mentions[*m].tokens.start == name && *e <= sentence.end)
}

/// "Personal Representative of the Group Chairperson Ann Lee": the name, if the first title stands without an article and
/// the second, to whom it belongs, has one.
fn represented(cx: &Context<'_, '_>, sentence: &Range<usize>, first: &Phrase, end: usize) -> Option<(usize, usize)> {
    let head = first.title.end.checked_sub(1)?;
    let bare = cx.tokens.tokens[first.title.start].letters == Letters::Capital
        && cx.tokens.tokens[head].letters == Letters::Capital
        && ["representative", "envoy"].iter().any(|w| cx.tokens.is(head, w));
    if !bare || !cx.tokens.is(first.title.end, "of") || !cx.tokens.is(first.title.end + 1, "the") {
        return None;
    }
    // The words of the second title.
    let mut at = end;
    if at == first.title.end {
        at += 2;
    }
    let from = at;
    while at < sentence.end.min(from + 6)
        && cx.tokens.tokens[at].letters == Letters::Capital
        && cx.tokens.tokens[at].classes.any(super::ANY)
        && cx.at.get(at).is_none_or(|m| cx.names.mentions[m].kind != EntityType::Person)
    {
        at += 1;
    }
    if at == from {
        return None;
    }
    // "to Chile, Ann Lee,"
    let scoped = ["to", "for", "in"].iter().any(|word| sentence.contains(&at) && cx.tokens.is(at, word));
    let scope = cx.at.get(at + 1 + usize::from(cx.tokens.is(at + 1, "the"))).filter(|_| scoped);
    if let Some(scope) = scope.map(|m| &cx.names.mentions[m]).filter(|m| m.kind == EntityType::Place) {
        at = scope.tokens.end;
    }
    let comma = at < sentence.end && cx.tokens.is(at, ",");
    let name = at + usize::from(comma);
    let (mention, end) = cx.person_at(name).filter(|(m, _)| cx.names.mentions[*m].tokens.start == name)?;
    let closed = comma && is_apposed(cx, sentence, end, true, (true, false));
    (closed || !comma && first.definite == Definite::None).then_some((mention, end))
}

/// The end of another person's name that a role belongs to: "Ann Lee, an adviser *to President Bo Ray*, said".
fn past_person(cx: &Context<'_, '_>, sentence: &Range<usize>, from: usize) -> Option<usize> {
    let link = ["to", "of", "for"].iter().any(|word| sentence.contains(&from) && cx.tokens.is(from, word));
    let first = from + 1 + usize::from(cx.tokens.is(from + 1, "the"));
    if !link || first >= sentence.end {
        return None;
    }
    let owner = cx.at.get(first).filter(|m| {
        matches!(cx.names.mentions[*m].kind, EntityType::Nationality | EntityType::Place | EntityType::Organisation)
    });
    let title = owner.map_or(first, |m| cx.names.mentions[m].tokens.end);
    let name = past_titles(cx, sentence, title);
    let (_, end) =
        cx.person_at(name).filter(|(m, e)| cx.names.mentions[*m].tokens.start == name && *e <= sentence.end)?;
    Some(end)
}

/// The token after titles with capitals: "the commander, General Ann Lee,".
fn past_titles(cx: &Context<'_, '_>, sentence: &Range<usize>, from: usize) -> usize {
    let title = |at: usize| {
        let token = &cx.tokens.tokens[at];
        token.is_capital()
            && cx.at.get(at).is_none()
            && (token.classes.any(super::ANY.and(Classes::HONORIFIC)) || cx.tokens.is(at, "phd"))
    };
    (from..sentence.end.min(from + 4)).find(|at| !title(*at)).unwrap_or(from)
}

/// Whether a role at the end of "the wife of", "a letter to" is governed by a noun for a person, so that it is unknown
/// whose name follows: "the wife of the mayor, Rosa Nazar".
fn is_of_another(cx: &Context<'_, '_>, sentence: &Range<usize>, link: usize) -> bool {
    const NEAR: &[&str] = &[
        "wife", "husband", "son", "daughter", "brother", "sister", "father", "mother", "friend", "ally", "rival",
        "cousin", "nephew", "niece", "relative", "driver", "bodyguard", "predecessor", "successor", "opponent",
        "widow", "uncle", "grandson", "assistant", "aide", "deputy", "secretary", "adviser", "advisor", "asst.",
        "asst",
    ];
    matches!(cx.tokens.word(link), "of" | "for" | "to")
        && link > sentence.start
        && (cx.tokens.tokens[link - 1].classes.any(Classes::SPEAKER) || NEAR.iter().any(|w| cx.tokens.is(link - 1, w)))
}

/// Whether "X, the mayor, …" is a list of people rather than an apposition: it continues with "and".
fn lists(cx: &Context<'_, '_>, sentence: &Range<usize>, name: usize, end: usize) -> bool {
    // "Ann Lee, the mayor, and Bob Ray" is both; a list has a comma before its first name as well.
    goes_on(cx, sentence, end) && name > sentence.start && cx.tokens.is(name - 1, ",")
}

/// Whether ", and" follows.
fn goes_on(cx: &Context<'_, '_>, sentence: &Range<usize>, end: usize) -> bool {
    let comma = end < sentence.end && cx.tokens.is(end, ",");
    comma && end + 1 < sentence.end && (cx.tokens.is(end + 1, "and") || cx.tokens.is(end + 1, "or"))
}

/// "is", "was", "became" and the like, after which a noun is a role.
fn is_copula(cx: &Context<'_, '_>, token: usize) -> bool {
    matches!(cx.tokens.word(token), "is" | "was" | "became" | "remains")
}

//! The words of a role: `[Russian] [Deputy Prime Minister]`, `[foreign ministers] of [Azerbaijan] and [Armenia]`.

use super::complement::complement;
use super::title::{is_no_office, noun_follows, past_rank, run, short_holds};
use super::{ANY, Context, HEAD};
use crate::extract::finding::EntityType;
use crate::extract::lexicon::Classes;
use crate::extract::tokens::{Letters, TokenKind};
use std::ops::Range;

/// Maximum number of words in a title, and of names in a list.
const MOST: usize = 12;

/// How a phrase begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Definite {
    /// With "the", "this", "his", "Russia's".
    The,
    /// With "his", "their": another person's, so it may mean a new person.
    Owned,
    /// "a", "another".
    Indefinite,
    /// With none of these.
    None,
}

/// The words of a role, in tokens.
#[derive(Debug)]
pub(super) struct Phrase {
    /// The role alone.
    pub(super) title: Range<usize>,
    /// The role with its article and the country or organisation.
    pub(super) whole: Range<usize>,
    /// The mentions of the countries or organisations.
    pub(super) of: Vec<usize>,
    /// A word before the country that belongs to the title: "former US President".
    pub(super) status: Option<usize>,
    /// How it begins.
    pub(super) definite: Definite,
    /// Whether the noun is a general one.
    pub(super) general: bool,
    /// Whether it speaks of several people.
    pub(super) plural: bool,
    /// Whether words after the noun say of what: "of the union", "to the region".
    pub(super) has_tail: bool,
}

/// The role that begins at a token, and those joined to it by "and" ("chairman and chief executive"), with the token
/// after them; empty if there is no role.
///
/// `whole` also reads noun phrases that complete a title, "head of the district administration", whose end is not certain.
pub(super) fn group(cx: &Context<'_, '_>, sentence: &Range<usize>, from: usize, whole: bool) -> (Vec<Phrase>, usize) {
    let (first, mut end) = phrase(cx, sentence, from, true, whole);
    let Some(first) = first else { return (Vec::new(), end) };
    let mut group = vec![first];
    while group.len() < 4 {
        let last = &group[group.len() - 1];
        let and = last.whole.end;
        let joined = !last.plural
            && and + 1 < sentence.end
            && (cx.tokens.is(and, "and") || cx.tokens.is(and, "&"))
            && cx.tokens.tokens[and + 1].classes.any(ANY)
            && cx.at.get(and + 1).is_none_or(|m| cx.names.mentions[m].kind == EntityType::Other);
        if !joined {
            break;
        }
        let (Some(next), to) = phrase(cx, sentence, and + 1, false, whole) else { break };
        if next.plural {
            break;
        }
        end = to;
        group.push(next);
    }
    if group.len() > 1 {
        let of = group.iter().find(|p| !p.of.is_empty()).map(|p| p.of.clone()).unwrap_or_default();
        for phrase in group.iter_mut().filter(|p| p.of.is_empty()) {
            phrase.of.clone_from(&of);
        }
    }
    (group, end)
}

/// One role that begins at a token, and the token after it.
fn phrase(
    cx: &Context<'_, '_>,
    sentence: &Range<usize>,
    from: usize,
    alone: bool,
    completed: bool,
) -> (Option<Phrase>, usize) {
    let (head, end) = run(cx, sentence, from);
    let Some(head) = head else { return (None, end.max(from + 1)) };
    if is_no_office(cx, sentence, from, head) {
        return (None, end);
    }
    let mut title = from..past_rank(cx, sentence, head + 1);
    let classes = cx.tokens.tokens[head].classes;
    let mut of = Vec::new();
    let mut whole = title.clone();
    // Words before it belong only to the first role of a group.
    let many = is_plural(cx, head);
    let (definite, status) =
        if alone { before(cx, sentence, &title, &mut whole, &mut of, many) } else { (Definite::None, None) };
    let has_tail = after(cx, sentence, &mut title, &mut whole, &mut of, (many, completed));
    let short = classes.any(Classes::ROLE_SHORT);
    // "Director General"
    let ranked = head > from && cx.tokens.is(head, "general");
    let noun = if ranked { classes.and(cx.tokens.tokens[head - 1].classes) } else { classes };
    let strong = noun.any(Classes::ROLE_NOUN.and(Classes::ROLE_GENERAL));
    let named = whole.end < sentence.end && cx.addressed_at(whole.end, sentence).is_some();
    let weak_holds = !of.is_empty() || has_tail || named || !alone;
    let holds = if short { short_holds(cx, sentence, head, &of, named, title.len() > 1) } else { strong || weak_holds };
    // "the general", "a chief" and "the head" alone are too vague.
    let titled = named && title_case(cx, head);
    let alone_is_weak = !(strong || short || has_tail || titled) && title.len() == 1 && of.is_empty();
    if !holds || alone_is_weak {
        return (None, end);
    }
    let general = classes.any(Classes::ROLE_GENERAL);
    (Some(Phrase { title, whole, of, status, definite, general, plural: many, has_tail }), end)
}

fn title_case(cx: &Context<'_, '_>, token: usize) -> bool {
    cx.tokens.tokens[token].is_capital()
}

fn is_plural(cx: &Context<'_, '_>, head: usize) -> bool {
    cx.tokens.tokens[head].classes.any(Classes::ROLE_PLURAL)
}

/// The words before a title: the owner, and an article. Returns how the phrase begins, and "former" and the like.
fn before(
    cx: &Context<'_, '_>,
    sentence: &Range<usize>,
    title: &Range<usize>,
    whole: &mut Range<usize>,
    of: &mut Vec<usize>,
    many: bool,
) -> (Definite, Option<usize>) {
    let mut status = None;
    let mut start = title.start;
    let mut definite = Definite::None;
    if let Some((mention, from, possessive)) = owner(cx, sentence, start) {
        start = from;
        of.push(mention);
        if possessive {
            definite = Definite::The;
        }
        // "the Azerbaijani and Armenian foreign ministers"
        while many && of.len() < MOST && start > sentence.start + 1 {
            let link = start - 1;
            if !(cx.tokens.is(link, "and") || cx.tokens.is(link, ",")) {
                break;
            }
            let kind = cx.names.mentions[of[0]].kind;
            let Some((more, from, _)) = owner(cx, sentence, link).filter(|(m, ..)| cx.names.mentions[*m].kind == kind)
            else {
                break;
            };
            of.push(more);
            start = from;
        }
        of.reverse();
        // "US State Department spokesman": the country belongs to the phrase.
        if of.len() == 1
            && let Some((_, from, _)) = owner(cx, sentence, start)
        {
            start = from;
        }
    }
    let states = ["former", "ex", "then", "late", "acting", "interim", "incoming", "outgoing", "new", "deputy"];
    if !of.is_empty() && start > sentence.start && states.iter().any(|w| cx.tokens.is(start - 1, w)) {
        start -= 1;
        status = Some(start);
        // "Chile's Deputy Harbour Council Secretary"
        if cx.tokens.is(start, "deputy")
            && let Some((_, from, _)) = owner(cx, sentence, start)
        {
            start = from;
        }
    }
    if start > sentence.start {
        // "their respective home secretaries"
        let word = start - 1 - usize::from(cx.tokens.is(start - 1, "respective") && start > sentence.start + 1);
        if ["the", "this", "both", "these"].iter().any(|w| cx.tokens.is(word, w)) {
            definite = Definite::The;
            start = word;
        } else if ["his", "her", "its", "their", "our", "my", "your"].iter().any(|w| cx.tokens.is(word, w)) {
            definite = Definite::Owned;
            start = word;
        } else if ["a", "an", "another", "one", "some"].iter().any(|w| cx.tokens.is(word, w)) {
            definite = Definite::Indefinite;
            start = word;
        } else if definite == Definite::None && of.is_empty() && word_before_is_adjective(cx, sentence, word) {
            definite = Definite::Indefinite;
        }
    }
    whole.start = start;
    (definite, status)
}

/// Whether an adjective before a title changes it: "an unnamed official".
fn word_before_is_adjective(cx: &Context<'_, '_>, sentence: &Range<usize>, word: usize) -> bool {
    let token = &cx.tokens.tokens[word];
    word >= sentence.start
        && token.kind == TokenKind::Word
        && !token.classes.any(Classes::FUNCTION)
        && token.letters == Letters::Small
}

/// The country or organisation that ends before a token, with its first token and whether it is possessive.
fn owner(cx: &Context<'_, '_>, sentence: &Range<usize>, end: usize) -> Option<(usize, usize, bool)> {
    let last = end.checked_sub(1).filter(|l| *l >= sentence.start)?;
    let possessive = cx.tokens.tokens[last].kind == TokenKind::Possessive;
    let at = match (possessive, cx.at.get(last)) {
        (true, None) => last.checked_sub(1).filter(|l| *l >= sentence.start)?,
        _ => last,
    };
    let n = cx.at.get(at)?;
    let mention = &cx.names.mentions[n];
    let fits = match mention.kind {
        EntityType::Place | EntityType::Organisation | EntityType::Nationality => true,
        // An unknown name before a title is an office or a company; a run of capitals that contains a title is neither.
        EntityType::Other => mention.tokens.clone().all(|t| !cx.tokens.tokens[t].classes.any(ANY)),
        _ => false,
    };
    // "pro-government", and "North" before a word that was read as the whole name.
    let part = cx.tokens.tokens[mention.tokens.start].letters == Letters::Small
        || mention.tokens.start.checked_sub(1).is_some_and(|b| {
            b >= sentence.start
                && cx.tokens.tokens[b].letters == Letters::Capital
                && ["north", "south", "east", "west", "northern", "southern", "eastern", "western"]
                    .iter()
                    .any(|w| cx.tokens.is(b, w))
        });
    let fits = fits && !part;
    let ends = mention.tokens.end == end || (possessive && mention.tokens.end == at + 1);
    (fits && ends && mention.tokens.start >= sentence.start).then_some((n, mention.tokens.start, possessive))
}

/// The words after a title: "of foreign affairs", "of Azerbaijan and Armenia", "for the ministry". Returns whether
/// there are any.
fn after(
    cx: &Context<'_, '_>,
    sentence: &Range<usize>,
    title: &mut Range<usize>,
    whole: &mut Range<usize>,
    of: &mut Vec<usize>,
    (many, completed): (bool, bool),
) -> bool {
    let mut found = false;
    for _ in 0..4 {
        let link = whole.end;
        if link + 1 >= sentence.end {
            break;
        }
        let is = |word: &str| cx.tokens.is(link, word);
        let (of_or_for, to, at) = (is("of") || is("for"), is("to"), is("at") || is("with") || is("from"));
        // "Representative of Chile in the Sorl district Ivo Tal"
        let inside = completed && found && (is("in") || is("on"));
        if !(of_or_for || to || at || inside) {
            break;
        }
        let mut next = link + 1;
        let owned = ["its", "his", "her", "their"].iter().any(|w| cx.tokens.is(next, w));
        if owned || ["the"].iter().any(|w| cx.tokens.is(next, w)) {
            next += 1;
        }
        // "head of the district administration, Ivo Tal,": a noun phrase that ends where it can be seen.
        let whole_noun =
            if completed && (of_or_for || to || inside) { complement(cx, sentence, link + 1) } else { None };
        // "minister of foreign affairs": part of the title.
        let from = next;
        while of_or_for && !owned && next < sentence.end.min(from + MOST) && !is_name(cx, next) {
            let token = &cx.tokens.tokens[next];
            let joins = next > from
                && cx.tokens.is(next, "and")
                && cx.tokens.tokens.get(next + 1).is_some_and(|t| t.classes.any(Classes::ROLE_PART));
            let part = token.classes.any(Classes::ROLE_PART) && !token.classes.any(Classes::ROLE_PLURAL);
            if !(joins || (part && !is_status(cx, next))) {
                break;
            }
            next += 1;
        }
        if let Some(noun) = whole_noun.filter(|noun| !noun.is_name && noun.end >= next) {
            whole.end = noun.end;
            title.end = noun.end;
            of.extend(noun.of.filter(|_| of.is_empty()));
            found = true;
            past_brackets(cx, sentence, whole);
            if to {
                break;
            }
            continue;
        }
        if inside || is("with") {
            // "in Chile, Ann Lee", "for dialogue with Chile Ann Lee"
            let place =
                cx.at.get(next).map(|m| &cx.names.mentions[m]).filter(|m| {
                    m.tokens.start == next && matches!(m.kind, EntityType::Place | EntityType::Organisation)
                });
            if let Some(place) = place.filter(|_| completed && found)
                && (cx.tokens.is(place.tokens.end, ",") && place.tokens.end < sentence.end
                    || cx.addressed_at(place.tokens.end, sentence).is_some())
            {
                whole.end = place.tokens.end;
            }
            break;
        }
        if next > from {
            // "head of the party leaders" begins another role.
            if next < sentence.end && cx.tokens.tokens[next].classes.any(HEAD) {
                break;
            }
            title.end = next;
            whole.end = next;
            found = true;
            continue;
        }
        let Some(n) = cx.at.get(next).filter(|n| cx.names.mentions[*n].tokens.start == next) else { break };
        let kind = cx.names.mentions[n].kind;
        let fits = match kind {
            EntityType::Place | EntityType::Organisation | EntityType::Other => of_or_for || to,
            EntityType::Nationality | EntityType::Person | EntityType::Event => false,
        } || (at && kind == EntityType::Organisation && cx.tokens.is(link, "at"))
            // "the negotiators from Chile and Peru"
            || (many && kind == EntityType::Place && cx.tokens.is(link, "from"));
        let end = cx.names.mentions[n].tokens.end;
        if !fits || end > sentence.end {
            break;
        }
        // "of Russia's foreign ministry": the country is not the owner.
        if end < sentence.end && cx.tokens.tokens[end].kind == TokenKind::Possessive {
            break;
        }
        if noun_follows(cx, sentence, end) {
            break;
        }
        found = true;
        whole.end = end;
        if to {
            break;
        }
        if of.is_empty() {
            of.push(n);
            past_other_name(cx, sentence, whole);
            while many && of.len() < MOST {
                let Some(more) = listed(cx, sentence, whole.end, kind) else { break };
                of.push(more);
                whole.end = cx.names.mentions[more].tokens.end;
                past_other_name(cx, sentence, whole);
            }
        } else if completed && !many {
            // "of the Harbour Union for Chile and Peru, Ann Lee"
            let mut end = whole.end;
            for _ in 0..MOST {
                let Some(more) = listed(cx, sentence, end, kind) else { break };
                end = cx.names.mentions[more].tokens.end;
            }
            if cx.tokens.is(end, ",") && end < sentence.end {
                whole.end = end;
            }
        }
        past_brackets(cx, sentence, whole);
        if !completed || many {
            break;
        }
    }
    found
}

/// Takes the other name of a place: "of the Sorl Region/West Ulmen".
fn past_other_name(cx: &Context<'_, '_>, sentence: &Range<usize>, whole: &mut Range<usize>) {
    if whole.end + 1 < sentence.end
        && cx.tokens.is(whole.end, "/")
        && let Some(other) = cx.at.get(whole.end + 1)
    {
        whole.end = cx.names.mentions[other].tokens.end;
    }
}

/// Takes the abbreviation after a name: "of the Harbour Union (HU)".
fn past_brackets(cx: &Context<'_, '_>, sentence: &Range<usize>, whole: &mut Range<usize>) {
    let at = whole.end;
    if at + 2 < sentence.end
        && cx.tokens.is(at, "(")
        && matches!(cx.tokens.tokens[at + 1].letters, Letters::Capitals | Letters::Capital)
        && cx.tokens.word(at + 1).bytes().filter(u8::is_ascii_uppercase).count() > 1
        && cx.tokens.is(at + 2, ")")
    {
        whole.end += 3;
    }
}

/// Words of time and rank, which are never in the name of a department.
fn is_status(cx: &Context<'_, '_>, token: usize) -> bool {
    const STATUS: &[&str] = &[
        "new", "newly", "former", "late", "first", "second", "top", "current", "senior", "junior", "then", "acting",
        "elected", "ex", "retired", "outgoing", "incoming", "special", "rear", "lead", "longtime", "interim",
    ];
    STATUS.iter().any(|w| cx.tokens.is(token, w))
}

fn is_name(cx: &Context<'_, '_>, token: usize) -> bool {
    cx.at.get(token).is_some_and(|m| cx.names.mentions[m].kind != EntityType::Other)
}

/// The next name of a list: "and Armenia", ", Germany", ", and Italy".
fn listed(cx: &Context<'_, '_>, sentence: &Range<usize>, at: usize, kind: EntityType) -> Option<usize> {
    let mut at = at;
    let from = at;
    if cx.tokens.is(at, ",") {
        at += 1;
    }
    if cx.tokens.is(at, "and") {
        at += 1;
    }
    if at == from || at >= sentence.end {
        return None;
    }
    if cx.tokens.is(at, "the") {
        at += 1;
    }
    let n = cx.at.get(at)?;
    let mention = &cx.names.mentions[n];
    let own = mention.tokens.end < sentence.end && cx.tokens.tokens[mention.tokens.end].kind == TokenKind::Possessive;
    (mention.kind == kind && mention.tokens.start == at && mention.tokens.end <= sentence.end && !own).then_some(n)
}

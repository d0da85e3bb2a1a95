//! Roles: "Russian Deputy Prime Minister Grigory Karasin", "Grigory Karasin, Russia's deputy foreign minister,", "the
//! Russian diplomat". Each occurrence is a finding of its own, so that differing roles can be compared. [`phrase`]
//! reads the words, [`plain`] makes them comparable, [`resolve`] finds the holder of a role without a name.

pub mod country;
pub mod phrase;
pub mod plain;
pub mod resolve;
pub(super) mod given;

use super::finding::{EntityType, Role};
use super::names::Names;
use super::tokens::{TokenKind, Tokens};
use phrase::{Definite, Phrase};
use resolve::Persons;
use std::ops::Range;

/// For each token, the mention that it belongs to.
#[derive(Debug)]
pub struct MentionAt(Vec<u32>);

impl MentionAt {
    /// Indexes all tokens.
    pub fn new(tokens: &Tokens<'_>, names: &Names) -> Self {
        let mut at = vec![0; tokens.tokens.len()];
        for (n, mention) in names.mentions.iter().enumerate() {
            let range = mention.tokens.start.min(at.len())..mention.tokens.end.min(at.len());
            if range.start < range.end {
                at[range].fill(u32::try_from(n + 1).unwrap_or(0));
            }
        }
        Self(at)
    }

    /// The mention of a token.
    pub fn get(&self, token: usize) -> Option<usize> {
        self.0.get(token).and_then(|n| (*n as usize).checked_sub(1))
    }
}

/// The input of the functions that read roles.
pub(super) struct Context<'a, 't> {
    pub(super) tokens: &'a Tokens<'t>,
    pub(super) names: &'a Names,
    pub(super) at: &'a MentionAt,
}

impl Context<'_, '_> {
    /// The person whose name begins at a token, or continues there after a title that belongs to it; with the end of
    /// the name.
    fn person_at(&self, token: usize) -> Option<(usize, usize)> {
        let n = self.at.get(token)?;
        let mention = &self.names.mentions[n];
        let is_person = match mention.kind {
            // "Undersecretary" alone is not a name.
            EntityType::Person => {
                mention.tokens.len() > 1 || !self.tokens.tokens[token].classes.any(super::lexicon::Classes::ROLE_NOUN)
            }
            // A name in the place of a person's, and written like one.
            EntityType::Other => {
                mention.tokens.start == token
                    && (2..=4).contains(&mention.tokens.len())
                    && mention.tokens.clone().all(|t| {
                        let t = &self.tokens.tokens[t];
                        t.kind == TokenKind::Word && t.is_capital() && !t.classes.any(phrase::ANY)
                    })
            }
            _ => false,
        };
        is_person.then_some((n, mention.tokens.end))
    }

    /// The person whose name ends before a token.
    fn person_before(&self, token: usize) -> Option<(usize, usize)> {
        let n = self.at.get(token.checked_sub(1)?)?;
        let mention = &self.names.mentions[n];
        (mention.kind == EntityType::Person && mention.tokens.end == token).then_some((n, mention.tokens.start))
    }

    /// Whether a stretch of the text ends before a token, so that an apposition may end there.
    fn closes(&self, token: usize, sentence: &Range<usize>) -> bool {
        token >= sentence.end
            || (self.tokens.tokens[token].kind == TokenKind::Mark
                && matches!(self.tokens.word(token), "," | "." | ";" | ")" | "”" | "\"" | "—" | "–" | ":" | "?" | "!"))
    }
}

/// All roles in an article, in order. A phrase that means a person by role alone ("the Russian diplomat") is resolved
/// here.
pub fn read(tokens: &Tokens<'_>, names: &mut Names) -> Vec<Role> {
    let at = MentionAt::new(tokens, names);
    let mut roles = Vec::new();
    let mut persons = Persons::default();
    let mut headline = Vec::new();
    let mut seen = 0;
    for (_, sentence) in tokens.english() {
        let cx = Context { tokens, names, at: &at };
        let mut next = sentence.tokens.start;
        while next < sentence.tokens.end {
            if !tokens.tokens[next].classes.any(phrase::ANY) {
                next += 1;
                continue;
            }
            let from = next;
            let (group, end) = phrase::group(&cx, &sentence.tokens, from);
            next = end.max(from + 1);
            if group.is_empty() {
                continue;
            }
            persons.named_before(names, &mut seen, from);
            let (holder, whole) = holder(&cx, &sentence.tokens, &group);
            let past = group.iter().map(|p| p.whole.end).max().unwrap_or(next);
            next = next.max(past);
            for phrase in &group {
                let first = roles.len();
                push(&cx, phrase, holder, &whole, sentence.paragraph, &mut roles);
                for role in &mut roles[first..] {
                    if holder.is_none() && !role.plural && alone(&cx, &sentence.tokens, phrase, sentence.paragraph) {
                        role.holder = persons.meant(&cx, role, from, sentence.tokens.start);
                        if role.holder.is_none() && sentence.paragraph.is_none() {
                            headline.push(first);
                        }
                    }
                    persons.called(&cx, role, from);
                }
            }
        }
    }
    let cx = Context { tokens, names, at: &at };
    for role in headline {
        let holder = persons.meant_by_headline(&cx, &roles[role]);
        roles[role].holder = holder;
    }
    roles
}

/// Whether a phrase without a name means a known person: "the Russian diplomat", "deputy FM" in a headline.
fn alone(cx: &Context<'_, '_>, sentence: &Range<usize>, phrase: &Phrase, paragraph: Option<usize>) -> bool {
    match phrase.definite {
        Definite::The => true,
        Definite::Indefinite | Definite::Owned => false,
        // Headlines omit the article.
        Definite::None => {
            let end = phrase.title.end;
            paragraph.is_none() && (end >= sentence.end || cx.at.get(end).is_none())
        }
    }
}

/// The holder of the roles of a group, if the phrase names one, and the tokens of the whole.
fn holder(cx: &Context<'_, '_>, sentence: &Range<usize>, group: &[Phrase]) -> (Option<usize>, Range<usize>) {
    let first = &group[0];
    let last = &group[group.len() - 1];
    let whole = first.whole.start..last.whole.end;
    if group.iter().any(|p| p.plural) {
        return (None, whole);
    }
    // "Deputy Prime Minister Grigory Karasin"
    if whole.end < sentence.end
        && let Some((mention, end)) = cx.person_at(whole.end)
    {
        return (Some(cx.names.mentions[mention].entity), whole.start..end);
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
        if opens
            && let Some((mention, start)) = cx.person_before(name_end).filter(|(_, s)| *s >= sentence.start)
            && cx.closes(whole.end, sentence)
            && !lists(cx, sentence, start, whole.end)
        {
            return (Some(cx.names.mentions[mention].entity), start..whole.end);
        }
        // "Ann Lee is the head of the bank", "Ann Lee, who was mayor of Ham, …"
        if is_copula(cx, before) {
            let mut end = before;
            if end > sentence.start + 1 && is(end - 1, "who") {
                end -= 1;
                if is(end - 1, ",") {
                    end -= 1;
                }
            }
            if let Some((mention, start)) = cx.person_before(end).filter(|(_, s)| *s >= sentence.start)
                && !governed(cx, sentence, start)
            {
                return (Some(cx.names.mentions[mention].entity), start..whole.end);
            }
        }
    }
    // "the deputy foreign minister, Grigory Karasin, said"
    let others = before.is_some_and(|b| {
        // "the wife of the mayor, Rosa Nazar": it is unknown whose name that is.
        let speaker = super::lexicon::Classes::SPEAKER;
        matches!(cx.tokens.word(b), "of" | "for" | "to") && cx.tokens.tokens[b - 1].classes.any(speaker)
    });
    let told = first.definite != Definite::None || !first.of.is_empty() || !last.of.is_empty();
    if told
        && !others
        && is(whole.end, ",")
        && let Some((mention, end)) = cx.person_at(whole.end + 1).filter(|(_, e)| *e <= sentence.end)
        && cx.names.mentions[mention].tokens.start == whole.end + 1
        && cx.names.mentions[mention].kind == EntityType::Person
        && cx.closes(end, sentence)
        && !(is(end, ",") && (is(end + 1, "and") || is(end + 1, "or") || cx.person_at(end + 1).is_some()))
    {
        return (Some(cx.names.mentions[mention].entity), whole.start..end);
    }
    (None, whole)
}

/// Whether "X, the mayor, …" is a list of people rather than an apposition: it continues with "and".
fn lists(cx: &Context<'_, '_>, sentence: &Range<usize>, name: usize, end: usize) -> bool {
    let comma = end < sentence.end && cx.tokens.is(end, ",");
    let and = comma && end + 1 < sentence.end && (cx.tokens.is(end + 1, "and") || cx.tokens.is(end + 1, "or"));
    // "Ann Lee, the mayor, and Bob Ray" is both; a list has a comma before its first name as well.
    and && name > sentence.start && cx.tokens.is(name - 1, ",")
}

/// "is", "was", "became" and the like, after which a noun is a role.
fn is_copula(cx: &Context<'_, '_>, token: usize) -> bool {
    matches!(cx.tokens.word(token), "is" | "was" | "became" | "remains")
}

/// Whether a name follows a preposition or "and", so that a verb after it does not refer to it alone.
fn governed(cx: &Context<'_, '_>, sentence: &Range<usize>, name: usize) -> bool {
    name > sentence.start && {
        let before = name - 1;
        cx.tokens.tokens[before].classes.any(super::lexicon::Classes::EVENT_LINK)
            || cx.tokens.is(before, "and")
            || cx.tokens.is(before, "or")
            || cx.tokens.tokens[before].kind == TokenKind::Possessive
    }
}

fn push(
    cx: &Context<'_, '_>,
    phrase: &Phrase,
    holder: Option<usize>,
    whole: &Range<usize>,
    paragraph: Option<usize>,
    roles: &mut Vec<Role>,
) {
    let title = cx.tokens.range(&phrase.title);
    let (plain, tenure) = plain::plain(cx.tokens, phrase.status, &phrase.title);
    let range = cx.tokens.range(whole);
    let one = |of: Option<usize>| Role {
        title: title.clone(),
        range: range.clone(),
        holder,
        of,
        paragraph,
        plain: plain.clone(),
        general: phrase.general,
        plural: phrase.plural,
        tenure,
    };
    match (phrase.plural, phrase.of.as_slice()) {
        (true, [_, _, ..]) => roles.extend(phrase.of.iter().map(|of| one(Some(*of)))),
        (_, of) => roles.push(one(of.first().copied())),
    }
}

#[cfg(test)]
pub(super) mod tests;

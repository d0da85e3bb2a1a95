//! The noun phrase after "of" or "for" in a role: "head of *the Sorl district administration*", "spokesman for *the
//! Kenyan army's northern command*". No word says where such a phrase ends, so it is read only up to a mark, a
//! preposition or the name of a person, and not across a verb.

use super::Context;
use crate::extract::finding::EntityType;
use crate::extract::lexicon::Classes;
use crate::extract::tokens::{Letters, TokenKind};
use std::ops::Range;

/// Maximum number of tokens in the phrase.
const MOST: usize = 12;

/// A noun phrase that completes a role.
#[derive(Debug)]
pub(super) struct Complement {
    /// The token after its last one.
    pub(super) end: usize,
    /// The mention that it consists of or that ends it, otherwise the one that possesses its noun.
    pub(super) of: Option<usize>,
    /// Whether it is a mention and no more, perhaps with an article.
    pub(super) is_name: bool,
}

/// Verbs that their form does not show to be such.
const VERBS: &[&str] = &[
    "left", "went", "came", "took", "fell", "won", "lost", "began", "saw", "met", "held", "told", "said", "gave",
    "made", "got", "sent", "led", "rose", "spoke", "wrote", "brought", "paid", "found", "kept", "put", "set", "stood",
    "thought", "knew", "became", "ran", "drew", "hit", "let", "meant", "read", "sat", "sold", "shot", "flew", "grew",
    "chose", "broke", "felt", "heard", "fled", "died", "lies", "lives", "needs", "seems", "takes", "makes", "gives",
    "goes", "comes", "thinks", "knows", "leaves", "thanks", "greets", "meets", "visits", "leads", "heads",
];

/// Words that may end a noun phrase: "ministry", "district", "department".
const BODY: Classes = Classes::ORG.and(Classes::ORG_NOUN).and(Classes::PLACE).and(Classes::SPEAKING_BODY);

/// The noun phrase that begins at a token, after "of" or "for".
pub(super) fn complement(cx: &Context<'_, '_>, sentence: &Range<usize>, from: usize) -> Option<Complement> {
    let first = from + usize::from(is_determiner(cx, from));
    let stop = sentence.end.min(from + MOST);
    let mut at = first;
    // The last mention, and whether it is possessive.
    let mut of = None;
    let mut owner = None;
    let mut single = false;
    let mut body = false;
    while at < stop {
        if let Some(n) = cx.at.get(at) {
            let mention = &cx.names.mentions[n];
            if mention.kind == EntityType::Person || mention.kind == EntityType::Event {
                break;
            }
            single = at == first;
            at = mention.tokens.end.max(at + 1);
            of = Some(n);
            body = true;
            if mention.tokens.len() > 1 && cx.tokens.tokens[at - 1].kind == TokenKind::Possessive {
                owner = of.take();
            }
            continue;
        }
        // "European and Eurasian Affairs"
        let joins = at > first && (cx.tokens.is(at, "and") || cx.tokens.is(at, "&")) && at + 1 < stop;
        // "of Chile and Peru" are two owners.
        let owners = of.is_some_and(|m: usize| cx.names.mentions[m].kind != EntityType::Nationality);
        if joins && !owners && cx.tokens.tokens[at - 1].is_capital() && is_plain_capital(cx, at + 1) {
            at += 1;
            continue;
        }
        let token = &cx.tokens.tokens[at];
        match token.kind {
            TokenKind::Possessive if at > first => owner = of.take().or(owner),
            TokenKind::Word if is_noun_like(cx, at) => {
                body = token.is_capital() || token.classes.any(BODY);
                // "of the Harbour Union Chairman-in-Office"
                owner = if token.classes.any(super::HEAD) { of.take().or(owner) } else { owner };
                // "of the Sorl state"
                let unit = token.letters == Letters::Small && token.classes.any(Classes::PLACE);
                of = of.filter(|m: &usize| unit && cx.names.mentions[*m].kind == EntityType::Place);
            }
            _ => break,
        }
        single = false;
        at += 1;
    }
    let ends = at > first && at <= sentence.end && cx.tokens.tokens[at - 1].kind != TokenKind::Possessive;
    if !ends || !may_end(cx, sentence, at, body) {
        return None;
    }
    Some(Complement { end: at, of: of.or(owner), is_name: single && of.is_some() })
}

fn is_determiner(cx: &Context<'_, '_>, at: usize) -> bool {
    ["the", "a", "an", "its", "his", "her", "their", "this", "that"].iter().any(|w| cx.tokens.is(at, w))
}

/// Whether a word has a capital and is no role, so that "and" before it joins two nouns of a name.
fn is_plain_capital(cx: &Context<'_, '_>, at: usize) -> bool {
    let token = &cx.tokens.tokens[at];
    let person = cx.at.get(at).is_some_and(|m| cx.names.mentions[m].kind == EntityType::Person);
    token.is_capital() && !person && !token.classes.any(super::HEAD)
}

/// Whether a word may be a noun or an adjective in the phrase.
fn is_noun_like(cx: &Context<'_, '_>, at: usize) -> bool {
    let token = &cx.tokens.tokens[at];
    if token.classes.any(Classes::FUNCTION.and(Classes::NUMERAL).and(Classes::CALENDAR)) {
        return false;
    }
    if token.letters != Letters::Small {
        return true;
    }
    let word = cx.tokens.word(at);
    let known = BODY.and(Classes::ROLE_PART);
    let verb = Classes::ACTS.and(Classes::SAY).and(Classes::EVENT_VERB).and(Classes::EVENT_HOLD);
    token.classes.any(known)
        || !(token.classes.any(verb)
            || word.ends_with("ed")
            || word.ends_with("ly")
            || word.ends_with("ing")
            || VERBS.contains(&word))
}

/// Whether what stands at a token shows that the phrase ends before it.
fn may_end(cx: &Context<'_, '_>, sentence: &Range<usize>, at: usize, body: bool) -> bool {
    if at >= sentence.end || cx.closes(at, sentence) {
        return true;
    }
    let and = cx.tokens.is(at, "and") && at + 1 < sentence.end && cx.tokens.tokens[at + 1].classes.any(super::ANY);
    // "the head of the party thanks Ivo Tal": a name after a word that may be a verb says nothing.
    // "representative of Grand Ayatollah Ali Lee": a title before the name belongs to it.
    let title = super::HEAD.and(Classes::HONORIFIC).and(Classes::ROLE);
    let named = body
        && !cx.tokens.tokens[at - 1].classes.any(title)
        && cx.person_at(at).is_some_and(|(m, _)| cx.names.mentions[m].tokens.start == at);
    and || named
        || (body && (cx.tokens.is(at, "of") || cx.tokens.is(at, "for")))
        || cx.tokens.is(at, "-") && cx.tokens.tokens[at].spaced
        || cx.tokens.is(at, "(")
        // "for dialogue with Chile"
        || cx.tokens.is(at, "with") && cx.at.get(at + 1).is_some()
}

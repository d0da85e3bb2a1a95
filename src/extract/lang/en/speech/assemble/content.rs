//! The content of a quotation: where it begins and ends, and which of its words are in quotes.

use super::Assembly;
use crate::extract::lang::en::speech::cue::{After, Cue, FINITE};
use crate::extract::lexicon::Classes;
use crate::extract::tokens::TokenKind;
use std::ops::Range;

impl Assembly<'_, '_, '_> {
    /// Splits a part at the marks of its quotes, and removes stops at its ends.
    pub(super) fn pieces(
        &self,
        part: &Range<usize>,
        content: &mut Vec<Range<usize>>,
        quoted: &mut usize,
        plain: &mut usize,
    ) {
        let reader = self.reader;
        let mut at = part.start;
        let from = reader.quotes.partition_point(|q| q.tokens.end <= part.start);
        let add = |range: Range<usize>, content: &mut Vec<Range<usize>>, plain: &mut usize| {
            if let Some(range) = self.bare_part(range) {
                content.push(reader.tokens.range(&range));
                *plain += 1;
            }
        };
        for quote in &reader.quotes[from..] {
            if quote.tokens.start >= part.end {
                break;
            }
            if quote.tokens.start > part.start && self.is_scare_quote(&quote.tokens, &quote.inner) {
                continue;
            }
            if quote.tokens.start > at {
                add(at..quote.tokens.start, content, plain);
            }
            content.push(reader.tokens.range(&quote.inner));
            *quoted += 1;
            at = quote.tokens.end;
        }
        if at < part.end {
            add(at..part.end, content, plain);
        }
    }

    /// A part without the stops at its ends; `None` if nothing else is left but "and".
    fn bare_part(&self, range: Range<usize>) -> Option<Range<usize>> {
        let reader = self.reader;
        let (mut start, mut end) = (range.start, range.end);
        let stop = |t: usize| {
            reader.tokens.tokens[t].kind == TokenKind::Mark
                && [",", ".", ":", ";", "!", "?", "…", "–", "—", "-"].iter().any(|w| reader.tokens.is(t, w))
        };
        while start < end && stop(start) {
            start += 1;
        }
        while start < end && stop(end - 1) {
            end -= 1;
        }
        let words = (start..end).filter(|t| reader.tokens.tokens[*t].kind != TokenKind::Mark);
        let joins = |t: usize| ["and", "or", "but", "that"].iter().any(|w| reader.tokens.is(t, w));
        let mut any = false;
        for t in words.take(3) {
            any |= !joins(t);
        }
        any.then_some(start..end)
    }

    /// Words in quotes that are a name and not speech: "so-called “green line”", titles.
    pub(super) fn is_scare_quote(&self, tokens: &Range<usize>, inner: &Range<usize>) -> bool {
        let reader = self.reader;
        let before = tokens.start.checked_sub(1);
        let named = [
            "so-called", "dubbed", "nicknamed", "named", "titled", "entitled", "codenamed", "termed", "called",
            "known", "term", "nickname", "word", "phrase", "film", "book", "song", "album", "single", "movie",
            "titled", "as", "project", "slogan", "model", "name",
        ];
        let called = before.is_some_and(|b| named.iter().any(|w| reader.tokens.is(b, w)));
        let active = before.is_some_and(|b| {
            reader.tokens.is(b, "as")
                || reader.tokens.is(b, "called")
                || reader.tokens.is(b, "termed")
                || reader.tokens.is(b, "dubbed")
        });
        if called && !active {
            return true;
        }
        // "the “point” release", "or “bumper”": a word that is mentioned, not said.
        let next = reader.tokens.tokens.get(tokens.end);
        let attribute = next.is_some_and(|t| {
            t.kind == TokenKind::Word && !t.classes.any(Classes::FUNCTION.and(Classes::PREPOSITION).and(Classes::SAY))
        }) && before.is_some_and(|b| reader.is_determiner(b) || reader.tokens.is(b, "first"));
        let alias = before.is_some_and(|b| reader.tokens.is(b, "or"));
        if inner.len() <= 2 && (attribute || alias) && reader.tokens.tokens[inner.start].kind == TokenKind::Word {
            return true;
        }
        let mut words = 0;
        let mut capitals = 0;
        for t in inner.clone().take(12) {
            let token = &reader.tokens.tokens[t];
            if token.kind == TokenKind::Word && !token.classes.any(Classes::FUNCTION.and(Classes::PREPOSITION)) {
                words += 1;
                capitals += usize::from(token.is_capital());
            }
        }
        let stopped = reader.is_terminal(inner.end - 1) || reader.tokens.is(inner.end - 1, ",");
        inner.len() < 10 && words > 0 && words == capitals && !(stopped && inner.len() < 4) && (words > 1 || !stopped)
            || called && self.known_as(tokens.start)
    }

    fn known_as(&self, at: usize) -> bool {
        at >= 2 && self.reader.tokens.is(at - 1, "as") && self.reader.tokens.is(at - 2, "known")
    }

    /// The end of a part without the commas and dashes before an attribution.
    pub(super) fn trimmed(&self, from: usize, end: usize) -> usize {
        let reader = self.reader;
        let mut end = end;
        while end > from
            && !reader.inside(end - 1)
            && [",", "-", "–", "—", ";"].iter().any(|w| reader.tokens.is(end - 1, w))
        {
            end -= 1;
        }
        end
    }

    /// The index after the last of consecutive quotes from `at` on, including "and" and commas between them.
    pub(super) fn quotes_from(&self, at: usize, limit: usize) -> usize {
        let reader = self.reader;
        let mut n = reader.quotes.partition_point(|q| q.tokens.end <= at);
        let mut end = at;
        while let Some(q) = reader.quotes.get(n).filter(|q| q.tokens.start < limit) {
            let between = end.max(at)..q.tokens.start;
            let joined = between.len() <= 3
                && between.clone().all(|t| {
                    reader.tokens.tokens[t].kind == TokenKind::Mark
                        || ["and", "or", "but"].iter().any(|w| reader.tokens.is(t, w))
                });
            if end > at && !joined {
                break;
            }
            end = q.tokens.end;
            n += 1;
        }
        end
    }

    /// The latest end of the content of a cue: where another speaker begins, or the same one continues.
    pub(super) fn limit(&self, later: &[Cue], end: usize, cue: &Cue) -> usize {
        let reader = self.reader;
        let content = match cue.after {
            After::Content(at) | After::Comma(at) => at,
            After::Nothing | After::Other | After::SentenceBefore => return end,
        };
        // "Although he said he hoped so, nobody came."
        let under = ["although", "though", "while", "as", "when", "after", "because", "since", "whereas"];
        let first = cue.clause.start.checked_sub(1).filter(|b| under.iter().any(|w| reader.tokens.is(*b, w)));
        let leads = first.is_some_and(|b| reader.tokens.tokens[b].is_capital());
        let end = if leads {
            let comma = (content + 1..end.min(content + 60)).find(|t| reader.tokens.is(*t, ",") && !reader.inside(*t));
            comma.unwrap_or(end)
        } else {
            end
        };
        let end = self.end_of_relative(cue, content, end).unwrap_or(end);
        let end = self.remark(content, end).unwrap_or(end);
        for next in later.iter().take(LOOK_AHEAD) {
            let start = next.clause.start;
            if start <= content {
                continue;
            }
            let before = start - 1;
            let joins = |t: usize| ["and", "but", "while", "as", "whereas"].iter().any(|w| reader.tokens.is(t, w));
            let comma = |t: usize| [",", ";", "–", "—"].iter().any(|w| reader.tokens.is(t, w));
            let own = next.speaker.is_some()
                && (reader.tokens.is(before, ";")
                    || reader.tokens.is(start, "with") && comma(before)
                    || joins(before)
                        && before > content
                        && (comma(before - 1) || self.quoted_comma(before) || !reader.tokens.is(before, "and")));
            // "…, but said nothing about it" is said by the narrator.
            let turns = next.joined && self.reader.tokens.is(start, "but") && comma(before) && next.speaker.is_none();
            if turns {
                return self.trimmed(content, start);
            }
            let goes_on = next.joined
                && next.after != After::Nothing
                && (self.is_narrators(content, cue, next)
                    || comma(before) && next.classes.any(Classes::SAYING)
                    || next.medium.is_some() && next.classes.any(Classes::SAYING)
                    || ["added", "also"]
                        .iter()
                        .any(|w| next.verb.clone().chain(start..next.verb.start).any(|t| reader.tokens.is(t, w)))
                    || joins(start) && matches!(next.after, After::Content(at) if reader.tokens.is(at - 1, "that")));
            let quotes = next.speaker.is_some() && matches!(next.after, After::Content(at) if self.in_quote(at));
            if quotes && !own && start > content + 2 {
                let lowest = (content + 1).max(start.saturating_sub(10));
                let parts = (lowest..start)
                    .rev()
                    .find(|t| comma(*t) || reader.tokens.is(*t, "and") || reader.tokens.is(*t, "but"));
                if let Some(at) = parts {
                    return self.trimmed(content, at);
                }
            }
            if own {
                return self.trimmed(content, if joins(before) { before } else { start });
            }
            if goes_on {
                return self.trimmed(content, start);
            }
        }
        end
    }

    /// Whether a quotation that ends with a comma stands before a token: "“…,” and he".
    fn quoted_comma(&self, at: usize) -> bool {
        self.ends_quote(at) && at >= 2 && self.reader.tokens.is(at - 2, ",")
    }

    /// The end of a relative clause between commas: "Holt, who has said that it rains, left".
    fn end_of_relative(&self, cue: &Cue, content: usize, end: usize) -> Option<usize> {
        let reader = self.reader;
        let who = (cue.clause.start..cue.verb.start).find(|t| reader.tokens.is(*t, "who"))?;
        let close = cue.verb.start - who <= 3 && who > 0 && reader.tokens.is(who - 1, ",");
        (content + 1..end.min(content + 60)).find(|t| close && reader.tokens.is(*t, ",") && !reader.inside(*t))
    }

    /// Where the narrator's own remark about the content begins: ", a claim that Lorvik denied", ", which Lorvik denied",
    /// "but gave no details".
    fn remark(&self, content: usize, end: usize) -> Option<usize> {
        let reader = self.reader;
        let is = |t: usize, words: &[&str]| t < end && words.iter().any(|w| reader.tokens.is(t, w));
        (content + 1..end.min(content + 80)).filter(|t| !reader.inside(*t)).find_map(|t| {
            let comma = is(t, &[","]);
            let noun = comma && t + 2 < end && self.opens_remark(t + 1);
            let refuted = comma
                && is(t + 1, &["which"])
                && (t + 2..end.min(t + 7)).take_while(|t| !reader.is_break(*t)).any(|t| is(t, REFUTES));
            let joins = is(t, &["and", "but", "without"]);
            let silent = joins && self.is_silent(t, end);
            let start = if silent && is(t - 1, &[","]) { t - 1 } else { t };
            (noun || refuted || silent || comma && is(t + 1, &["adding"]) && is(t + 2, &["no", "few"])).then_some(start)
        })
    }

    /// Whether words after ", Karasin said in Osh," tell of him or of the place: "the regional capital", "who had come".
    pub(super) fn is_aside(&self, cue: &Cue, part: Range<usize>) -> bool {
        let reader = self.reader;
        let is = |words: &[&str]| words.iter().any(|w| reader.tokens.is(part.start, w));
        let about = cue.inverted && is(&["who", "whose"]) || is(&["citing", "quoting"]);
        let finite = part.clone().any(|t| FINITE.iter().any(|w| reader.tokens.is(t, w)) || reader.inside(t));
        about || reader.is_determiner(part.start) && !finite && part.len() < 8
    }

    /// "a claim (that Lorvik denied)"
    pub(super) fn opens_remark(&self, at: usize) -> bool {
        let is = |t: usize, words: &[&str]| words.iter().any(|w| self.reader.tokens.is(t, w));
        is(at, &["a", "an"]) && is(at + 1, REMARKS)
    }

    /// Whether a conjunction or "without" begins words that say what the speaker did not tell.
    fn is_silent(&self, joins: usize, end: usize) -> bool {
        let is = |t: usize, words: &[&str]| t < end && words.iter().any(|w| self.reader.tokens.is(t, w));
        let verb = joins + 1;
        if is(joins, &["without"]) {
            return is(
                verb,
                &["giving", "providing", "offering", "elaborating", "specifying", "naming", "saying", "identifying"],
            );
        }
        let denied = is(verb, &["did"]) && is(verb + 1, &["not", "n't"]) || is(verb, &["didn't"]);
        let told = if is(verb + 1, &["not", "n't"]) { verb + 2 } else { verb + 1 };
        denied && is(told, TELLS)
            || is(verb, &["declined", "refused"]) && is(verb + 1, &["to"]) && is(verb + 2, TELLS)
            || is(verb, &["gave", "provided", "offered", "presented", "gives", "provides", "offers"])
                && is(verb + 1, &["no", "few", "little"])
            || is(verb, &["said"]) && is(verb + 1, &["nothing", "little"])
    }

    /// Whether a verb of saying after "and" is the narrator's: what is said before it has a finite verb that the past tense
    /// cannot continue ("the talks will resume and praised"), or none at all.
    fn is_narrators(&self, content: usize, cue: &Cue, next: &Cue) -> bool {
        let reader = self.reader;
        let between = content..next.clause.start;
        let past = reader.tokens.word(next.verb.start).ends_with("ed");
        let clause = |t: usize| ["that", "who", "which"].iter().any(|w| reader.tokens.is(t, w));
        let plain = !between.clone().any(|t| reader.inside(t) || clause(t));
        if !past || !plain || !reader.tokens.is(next.clause.start, "and") {
            return false;
        }
        match between.clone().find(|t| FINITE.iter().any(|w| reader.tokens.is(*t, w))) {
            Some(finite) => OPEN.iter().any(|w| reader.tokens.is(finite, w)),
            // "welcomed the decision and called on the parties": the object has no verb that another could follow.
            None => {
                let object = cue.classes.any(Classes::SAY_OBJECT) && !cue.classes.any(Classes::SAY_BARE);
                object && cue.verb.len() == 1 && !reader.tokens.is(content - 1, "that")
            }
        }
    }

    /// Whether words before "…, Karasin said" may be content, unlike "In Vienna" and "As a result".
    pub(super) fn is_said(&self, range: &Range<usize>) -> bool {
        let reader = self.reader;
        if range.is_empty() || reader.inside(range.start) {
            return true;
        }
        let first = &reader.tokens.tokens[range.start];
        let leads = ["as", "when", "while", "although", "though", "if", "asked", "speaking"];
        let adverbial = first.classes.any(Classes::PREPOSITION.and(Classes::SPEECH_ADVERB))
            || leads.iter().any(|w| reader.tokens.is(range.start, w))
            || reader.tokens.word(range.start).ends_with("ly,");
        let near = range.clone().take(60);
        let finite = near.clone().any(|t| FINITE.iter().any(|w| reader.tokens.is(t, w)));
        let comma = near.clone().any(|t| reader.tokens.is(t, ","));
        !adverbial
            || (finite && comma)
            || range.clone().take(60).any(|t| reader.inside(t))
            || (range.len() > 12 && comma)
    }
}

/// Nouns by which a narrator refers to an utterance.
const REMARKS: &[&str] = &[
    "claim", "charge", "allegation", "accusation", "statement", "version", "assertion", "view", "idea", "notion",
    "suggestion",
];
/// Verbs by which somebody contradicts.
const REFUTES: &[&str] = &["denied", "denies", "rejected", "rejects", "disputed", "disputes", "dismissed", "refuted"];
/// Verbs of giving information.
#[rustfmt::skip]
const TELLS: &[&str] = &[
    "say", "give", "provide", "elaborate", "specify", "name", "comment", "disclose", "explain", "identify", "offer",
    "mention", "reveal",
];
/// Finite verbs that a past tense cannot continue.
const OPEN: &[&str] =
    &["is", "are", "will", "would", "can", "could", "may", "might", "must", "should", "won't", "can't", "'re"];
/// Maximum number of later cues that are examined for the end of the content of one.
const LOOK_AHEAD: usize = 12;

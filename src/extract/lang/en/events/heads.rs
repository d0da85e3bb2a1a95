//! Words that govern an event, and their effect on it: "denied", "postponed", "hopes to", "reports that".

use super::Context;
use crate::extract::lexicon::Classes;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The effect of a word on the event that it governs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Head {
    /// It did not happen or will not: "denied", "refused to".
    Deny,
    /// It was planned and is cancelled.
    Cancel,
    /// It is postponed.
    Postpone,
    /// It is wished for, offered, called for, feared or believed.
    Possible,
    /// It is to happen: "plans to", "is due to".
    Plan,
    /// It will happen if the agreement holds: "agreed to", "decided to". If that is negated, the event stays open.
    Agree,
    /// Others report it: "reports that", "rumours of".
    Hearsay,
    /// It is stated: the clause decides, unless nobody states it.
    Say,
    /// It is true: "it is the case that".
    Truth,
    /// The verb decides: "managed to", "continued to".
    Carry,
}

/// Words in their base forms, their effect on an event, and whether a clause with "that" may follow them.
const WORDS: &[(Head, bool, &[&str])] = &[
    (
        Head::Deny,
        true,
        &[
            "deny", "denial", "refute", "refutation", "rebut", "rebuttal", "reject", "rejection", "dismiss",
            "dismissal", "disprove", "dispute", "contest", "debunk", "pretend", "false", "untrue", "impossible",
            "incorrect", "inaccurate", "wrong", "contradict",
        ],
    ),
    (
        Head::Deny,
        false,
        &[
            "refuse", "refusal", "decline", "fail", "failure", "avoid", "omit", "neglect", "forget", "forgot",
            "forgotten", "prevent", "prohibit", "forbid", "forbade", "forbidden", "bar", "ban", "block", "preclude",
            "unable", "unwilling", "inability", "unwillingness", "reluctant", "refrain", "abstain", "deter",
            "dissuade", "discourage", "stop", "halt", "veto", "oppose", "resist", "preempt", "pre-empt", "foil",
            "thwart",
        ],
    ),
    (
        Head::Cancel,
        false,
        &["cancel", "cancellation", "cancelation", "scrap", "axe", "abort", "abandon", "drop", "ditch"],
    ),
    (Head::Postpone, false, &["postpone", "postponement", "delay", "defer", "deferral", "reschedule", "shelve"]),
    (
        Head::Possible,
        true,
        &[
            "hope", "wish", "desire", "propose", "proposal", "suggest", "urge", "ask", "request", "demand", "appeal",
            "insist", "insistence", "recommend", "recommendation", "advise", "suspect", "suspicion", "believe",
            "belief", "think", "thought", "doubt", "assume", "assumption", "guess", "imagine", "fear", "worry",
            "wonder", "question", "expect", "speculate", "speculation", "possible", "possibility", "likely",
            "likelihood", "unlikely", "probable", "chance", "prospect", "idea", "notion", "condition", "prefer",
            "pray", "dream", "theory", "suppose", "unclear", "uncertain", "doubtful", "conceivable", "plausible",
            "estimate", "reckon", "estimation", "feel", "felt", "sense", "predict", "prediction", "forecast",
            "anticipate",
        ],
    ),
    (
        Head::Possible,
        false,
        &[
            "want", "offer", "invite", "invitation", "beg", "plead", "implore", "prepare", "preparation", "consider",
            "contemplate", "mull", "weigh", "ponder", "seek", "sought", "try", "tried", "tries", "attempt", "like",
            "love", "favour", "favor", "encourage", "lobby", "allow", "permit", "enable", "let", "persuade",
            "convince", "authorise", "authorize", "permission", "debate", "threaten", "threat", "aim", "need", "ready",
            "readiness", "willing", "willingness", "prepared", "eager", "eagerness", "keen", "open", "potential",
            "await", "bid", "effort", "opportunity", "appear", "seem", "scope", "urgent", "important", "time", "vital",
            "necessary", "essential", "free", "interest", "interested", "talk", "reason", "struggle", "ambition",
            "right", "plea", "pressure", "ambitious", "desirous", "determined", "option", "envisage", "explore",
            "mooted", "moot", "float", "broach", "order", "instruct", "command", "tell", "told", "advocate", "dare",
            "hopeful", "call",
        ],
    ),
    (
        Head::Agree,
        true,
        &["agree", "agreement", "promise", "pledge", "vow", "decide", "decision", "resolve", "arrange", "commit"],
    ),
    (Head::Plan, true, &["plan"]),
    (
        Head::Plan,
        false,
        &[
            "schedule", "arrangement", "commitment", "undertake", "undertook", "undertaken", "intend", "intention",
            "intent", "due", "set", "slated", "bound", "going", "about", "mean", "meant", "ahead", "opt", "chose",
            "choose", "chosen",
        ],
    ),
    (
        Head::Hearsay,
        true,
        &[
            "report", "claim", "rumour", "rumor", "allegation", "allege", "accusation", "assertion", "suggestion",
            "gossip", "story", "insinuation", "charge", "evidence", "proof", "sign", "indication", "hint", "word",
            "confirmation", "record", "mention", "news", "talk", "accuse",
        ],
    ),
    (
        Head::Say,
        true,
        &[
            "say", "said", "announce", "announcement", "confirm", "note", "add", "know", "knew", "known", "admit",
            "acknowledge", "recall", "remember", "reveal", "disclose", "tell", "told", "state", "statement", "write",
            "wrote", "written", "stress", "regret", "learn", "hear", "heard", "see", "saw", "seen", "show", "shown",
            "declare", "assert", "explain", "mention", "recount", "testify", "maintain", "argue", "concede",
            "conclude", "indicate", "find", "found", "discover", "emphasise", "emphasize", "underline", "respond",
            "reply", "read", "insinuate", "remark", "warn", "notice", "observe", "prove", "verify", "clear", "certain",
            "sure", "aware", "unaware", "forget", "publish", "swear", "swore", "reiterate", "point",
        ],
    ),
    (Head::Truth, true, &["true", "case", "fact", "truth", "correct", "happen"]),
    (
        Head::Carry,
        false,
        &[
            "manage", "get", "got", "continue", "begin", "began", "begun", "start", "go", "went", "proceed", "use",
            "happen", "able", "come", "came", "succeed", "help", "move", "hasten", "hurry", "rush", "return",
        ],
    ),
];

/// The forms of a word: "cancel", "cancels", "cancelled".
fn forms_of(base: &str) -> Vec<String> {
    let last = base.as_bytes().last().copied().unwrap_or_default();
    let before = base.as_bytes().get(base.len().wrapping_sub(2)).copied().unwrap_or_default();
    let vowel = |b: u8| matches!(b, b'a' | b'e' | b'i' | b'o' | b'u');
    let (stem, endings): (&str, &[&str]) = match last {
        b'e' => (&base[..base.len() - 1], &["es", "ed", "ing"]),
        b'y' if !vowel(before) => (&base[..base.len() - 1], &["ies", "ied", "ying"]),
        _ => (base, &["s", "es", "ed", "ing"]),
    };
    let mut forms = vec![base.to_owned()];
    forms.extend(endings.iter().map(|ending| format!("{stem}{ending}")));
    if !vowel(last) && stem == base {
        let doubled = char::from(last);
        forms.extend(["ed", "ing"].iter().map(|ending| format!("{stem}{doubled}{ending}")));
    }
    forms
}

/// Whether a word is a form of another: "cancelled", "denies".
fn is_form(word: &str, base: &str) -> bool {
    forms_of(base).iter().any(|form| form == word)
}

/// The effect of a word form on an event, alone and with a clause with "that".
#[derive(Debug, Clone, Copy, Default)]
struct Heads {
    any: Option<Head>,
    clause: Option<Head>,
}

/// All forms of the words, in lower case.
static FORMS: LazyLock<HashMap<String, Heads>> = LazyLock::new(|| {
    let mut forms: HashMap<String, Heads> = HashMap::new();
    for (head, that, words) in WORDS {
        for form in words.iter().flat_map(|base| forms_of(base)) {
            let heads = forms.entry(form).or_default();
            heads.any = heads.any.or(Some(*head));
            if *that {
                heads.clause = heads.clause.or(Some(*head));
            }
        }
    }
    forms
});

/// The effect of a word on an event; `clause` if a clause with "that" follows it.
fn of_word(word: &str, clause: bool) -> Option<Head> {
    let mut small = [0_u8; 16];
    let small = small.get_mut(..word.len())?;
    small.copy_from_slice(word.as_bytes());
    small.make_ascii_lowercase();
    let heads = FORMS.get(std::str::from_utf8(small).ok()?)?;
    if clause { heads.clause } else { heads.any }
}

/// A governing word that ends at a token: where it begins, and its effect on the event. "called off" and "ruled out"
/// are two words, of which this is the second.
pub(super) fn governing(cx: &Context<'_, '_>, at: usize, from: usize, clause: bool) -> Option<(usize, Head)> {
    if cx.units.at(at).is_some() {
        return None;
    }
    let word = cx.tokens.tokens.get(at).map(|_| cx.tokens.word(at))?;
    if at > from && cx.units.at(at - 1).is_none() {
        let before = cx.tokens.word(at - 1);
        let form = |bases: &[&str]| bases.iter().any(|base| is_form(&before.to_ascii_lowercase(), base));
        let head = match word {
            "out" if form(&["rule"]) => Some(Head::Deny),
            "down" if form(&["turn"]) => Some(Head::Deny),
            "off" if form(&["call"]) => Some(Head::Cancel),
            "off" if form(&["put", "hold", "held"]) => Some(Head::Postpone),
            "back" if form(&["put", "push", "set", "move"]) => Some(Head::Postpone),
            "on" | "upon" | "for" if form(&["call", "press", "push"]) => Some(Head::Possible),
            "out" if form(&["carry"]) => Some(Head::Carry),
            "on" if form(&["go", "went"]) => Some(Head::Carry),
            "on" if form(&["plan"]) => Some(Head::Plan),
            _ => None,
        };
        if let Some(head) = head {
            return Some((at - 1, head));
        }
    }
    let say = Classes::SAY.and(Classes::SAY_BARE).and(Classes::SAY_BASE).and(Classes::SAY_TELL);
    let head = of_word(word, clause).or_else(|| (clause && cx.any(at, say)).then_some(Head::Say))?;
    Some((at, head))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_words() {
        for (word, base) in [
            ("denied", "deny"),
            ("cancelled", "cancel"),
            ("refusing", "refuse"),
            ("planned", "plan"),
            ("calls", "call"),
        ] {
            assert!(is_form(word, base), "{word}");
        }
        for (word, base) in
            [("barely", "bar"), ("likely", "like"), ("opener", "open"), ("planet", "plan"), ("de", "deny")]
        {
            assert!(!is_form(word, base), "{word}");
        }
        assert_eq!(of_word("Denied", true), Some(Head::Deny));
        assert_eq!(of_word("refused", true), None);
        assert_eq!(of_word("hopes", false), Some(Head::Possible));
    }
}

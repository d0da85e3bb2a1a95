mod factuality;
mod news;

use super::*;
use crate::extract::finding::EntityRef;
use crate::extract::lang::en::roles::{self, tests::Marked};
use crate::extract::lang::en::writing::WRITING;

/// The events as `number kind factuality | participants | place | time | occasion | auspices`.
fn shown(marked: &str) -> Vec<String> {
    let marked = Marked::new(marked);
    let article = marked.article();
    let tokens = Tokens::new(&marked.text, &article, WRITING);
    let mut names = marked.names(&tokens);
    let times = marked.times(&tokens);
    let roles = roles::read(&tokens, &mut names);
    let events = read(&tokens, &names, &times, &roles, &[], None);
    let words = |v: &EntityRef| marked.text[v.range.clone()].to_owned();
    events
        .iter()
        .map(|e| {
            assert_eq!(e.participants.len(), e.participant_roles.len());
            assert!(
                e.range.start <= e.trigger.start && e.trigger.end <= e.range.end,
                "{:?} in {:?}",
                e.trigger,
                e.range
            );
            let list = |v: &[EntityRef]| v.iter().map(words).collect::<Vec<_>>().join(", ");
            let mut parts = vec![format!("{} {:?} {:?}", e.event, e.kind, e.factuality), list(&e.participants)];
            parts.push(e.place.map(|m| marked.text[names.mentions[m].range.clone()].to_owned()).unwrap_or_default());
            parts.push(e.time.map(|t| marked.text[times[t].range.clone()].to_owned()).unwrap_or_default());
            parts.push(e.occasion.as_ref().map(words).unwrap_or_default());
            parts.push(list(&e.auspices));
            while parts.last().is_some_and(String::is_empty) {
                parts.pop();
            }
            parts.join(" | ")
        })
        .collect()
}

fn check(table: &[(&str, &[&str])]) {
    let wrong: Vec<_> = table.iter().map(|(t, e)| (t, shown(t), e)).filter(|(_, f, e)| f != *e).collect();
    assert!(wrong.is_empty(), "(text, found, expected): {wrong:#?}");
}

#[test]
fn nouns() {
    check(&[
        (
            "He recalled the Chilean-Peruvian summit on the border, which was held in {L:Lima} in {T2016-05:May 2016} with the \
             assistance of the {O:Border Group} co-chairs.",
            &["0 Summit Happened | Chilean, Peruvian | Lima | May 2016 |  | the Border Group co-chairs"],
        ),
        (
            "In {T2016-05:May 2016}, after a long break, the Chilean-Peruvian summit on the border was held in {L:Lima}.",
            &["0 Summit Happened | Chilean, Peruvian | Lima | May 2016"],
        ),
        (
            "The co-chairs held separate consultations in {T2016-06:June 2016} with the foreign ministers of {L:Chile} and {L:Peru}.",
            &[
                "0 Consultations Happened | The co-chairs, foreign ministers of Chile, foreign ministers of Chile and Peru |  | June 2016",
            ],
        ),
        (
            "He spoke of the ministerial meeting organized on the sidelines of the {O:Harbour Council} in {L:Oslo}.",
            &["0 Meeting Happened |  | Oslo |  | Harbour Council"],
        ),
        (
            "{P:Ann Lee} held talks with {P:Bo Ray} in {L:Oslo} on {T2016-06-07:Tuesday}.",
            &["0 Talks Happened | Ann Lee, Bo Ray | Oslo | Tuesday"],
        ),
        (
            "A meeting between {L:Iran} and {L:Iraq} took place in {L:Basra}.",
            &["0 Meeting Happened | Iran, Iraq | Basra"],
        ),
        ("{P:Ann Lee}'s meeting with {P:Bo Ray} lasted an hour.", &["0 Meeting Happened | Ann Lee, Bo Ray"]),
        ("He left after the {L:Vienna} summit.", &["0 Summit Happened |  | Vienna"]),
        ("He left after the {L:Syria} summit.", &[]),
        ("The US-brokered talks in {L:Oslo} ended.", &["0 Talks Happened |  | Oslo |  |  | US"]),
        ("Talks mediated by {L:Norway} were held in {L:Oslo}.", &["0 Talks Happened |  | Oslo |  |  | Norway"]),
        ("{P:Ann Lee} paid a visit to {L:Chad}.", &["0 Visit Happened | Ann Lee | Chad"]),
        ("a phone call between {P:Ann Lee} and {P:Bo Ray}", &["0 Call Happened | Ann Lee, Bo Ray"]),
        ("the signing of the treaty in {L:Oslo}", &["0 Signing Happened |  | Oslo"]),
        (
            "An emergency session of the {O:Harbour Council} will be held on {T2016-06-07:Tuesday}.",
            &["0 Conference Planned | Harbour Council |  | Tuesday"],
        ),
        (
            "{P:Ann Lee}, {P:Bo Ray} and {P:Cy Fox} attended the summit in {L:Oslo}.",
            &["0 Summit Happened | Ann Lee, Bo Ray, Cy Fox | Oslo"],
        ),
        ("He took part in talks in {L:Oslo}.", &["0 Talks Happened |  | Oslo"]),
        (
            "The sides held a meeting under the auspices of the {O:UN}.",
            &["0 Meeting Happened | The sides |  |  |  | UN"],
        ),
        ("{T2016-06-07:Tuesday}'s meeting with the parties ended.", &["0 Meeting Happened | the parties |  | Tuesday"]),
    ]);
}

#[test]
fn verbs() {
    check(&[
        (
            "{P:Ann Lee} met {P:Bo Ray} in {L:Oslo} on {T2016-06-07:Tuesday}.",
            &["0 Meeting Happened | Ann Lee, Bo Ray | Oslo | Tuesday"],
        ),
        (
            "On {T2016-06-07:Tuesday}, {N:Dutch} Prime Minister {P:Jan Vos} met with {N:Irish} President {P:Jo Hill}.",
            &["0 Meeting Happened | Dutch Prime Minister Jan Vos, Irish President Jo Hill |  | Tuesday"],
        ),
        (
            "{P:Ann Lee} on {T2016-06-07:Tuesday} met {P:Bo Ray}.",
            &["0 Meeting Happened | Ann Lee, Bo Ray |  | Tuesday"],
        ),
        ("{P:Ann Lee} will meet {P:Bo Ray}.", &["0 Meeting Planned | Ann Lee, Bo Ray"]),
        ("{P:Ann Lee} did not meet {P:Bo Ray}.", &["0 Meeting Denied | Ann Lee, Bo Ray"]),
        ("{P:Ann Lee} refused to meet {P:Bo Ray}.", &["0 Meeting Denied | Ann Lee, Bo Ray"]),
        ("{P:Ann Lee} could meet {P:Bo Ray}.", &["0 Meeting Possible | Ann Lee, Bo Ray"]),
        ("{P:Ann Lee} agreed to meet {P:Bo Ray} in {L:Oslo}.", &["0 Meeting Planned | Ann Lee, Bo Ray | Oslo"]),
        ("{P:Ann Lee} visited {L:Oslo} in {T2016-06:June}.", &["0 Visit Happened | Ann Lee | Oslo | June"]),
        ("{L:Iran} and {L:Iraq} signed an agreement in {L:Basra}.", &["0 Signing Happened | Iran, Iraq | Basra"]),
        ("{P:Ann Lee}, {L:Russia}'s envoy, met {P:Bo Ray}.", &["0 Meeting Happened | Ann Lee, Russia's envoy, Bo Ray"]),
        (
            "The {N:Chilean} and {N:Peruvian} presidents met in {L:Lima}.",
            &["0 Meeting Happened | Chilean and Peruvian presidents, Peruvian presidents | Lima"],
        ),
        (
            "{P:Ann Lee} received {N:Irish} President {P:Jo Hill} in {L:Oslo}.",
            &["0 Meeting Happened | Ann Lee, Irish President Jo Hill | Oslo"],
        ),
        (
            "{P:Ann Lee} spoke by phone with {P:Bo Ray} on {T2016-06-07:Tuesday}.",
            &["0 Call Happened | Ann Lee, Bo Ray |  | Tuesday"],
        ),
        ("{P:Ann Lee} met {L:Chad}'s {P:Bo Ray}.", &["0 Meeting Happened | Ann Lee, Bo Ray"]),
        ("{P:Ann Lee} received a letter in {L:Oslo}.", &[]),
        (
            "A conference of {T1861:1861} met in {L:Oslo}.",
            &["0 Conference Happened |  |  | 1861", "1 Meeting Happened |  | Oslo"],
        ),
        (
            "The {N:Serbian} and {N:Kosovan} delegations met in {L:Oslo}.",
            &["0 Meeting Happened | The Serbian and Kosovan delegations | Oslo"],
        ),
        // Not a meeting, or without participants.
        ("{O:Harbour Foods} met the deadline.", &[]),
        ("The plan met with criticism in {L:Oslo}.", &[]),
        ("The advance met with little success in {T2016-06:June}.", &[]),
        ("Demands were met by {O:Harbour Foods}.", &[]),
        ("{P:Ann Lee} signed the bill in {L:Oslo}.", &[]),
        ("A man from {L:Chad} met {P:Bo Ray}.", &["0 Meeting Happened | Bo Ray"]),
        ("{P:Ann Lee} met {P:Bo Ray} to discuss the war in {L:Chad}.", &["0 Meeting Happened | Ann Lee, Bo Ray"]),
        ("{P:Ann Lee} met {P:Bo Ray} and {P:Cy Fox} left.", &["0 Meeting Happened | Ann Lee, Bo Ray"]),
    ]);
}

#[test]
fn factuality() {
    check(&[
        ("The upcoming meeting in {L:Oslo} is welcome.", &["0 Meeting Planned |  | Oslo"]),
        ("No meeting took place in {L:Oslo}.", &["0 Meeting Denied |  | Oslo"]),
        ("The summit in {L:Oslo} was cancelled.", &["0 Summit Cancelled |  | Oslo"]),
        (
            "The summit, which had been scheduled for {T2016-06-07:June 7} in {L:Oslo}, was cancelled.",
            &["0 Summit Cancelled |  | Oslo | June 7"],
        ),
        ("{L:Chad} ruled out talks with {L:Niger} in {L:Oslo}.", &["0 Talks Denied | Niger | Oslo"]),
        ("Officials denied that any meeting had taken place in {L:Oslo}.", &["0 Meeting Denied |  | Oslo"]),
        ("{L:Chad} boycotted the {L:Oslo} meeting.", &["0 Meeting Happened |  | Oslo"]),
        ("The two sides have never signed any agreement.", &["0 Signing Denied | The two sides"]),
        ("The summit in {L:Oslo} has been postponed.", &["0 Summit Postponed |  | Oslo"]),
        ("She called for a meeting in {L:Oslo}.", &["0 Meeting Possible |  | Oslo"]),
        ("The meeting is scheduled for {T2016-06-07:June 7} in {L:Oslo}.", &["0 Meeting Planned |  | Oslo | June 7"]),
        ("Talks in {L:Oslo} could be held in {T2016-06:June}.", &["0 Talks Possible |  | Oslo | June"]),
        ("They backed a meeting in {T:January next year}.", &["0 Meeting Planned |  |  | January next year"]),
        ("Ahead of the summit in {L:Oslo} he left.", &["0 Summit Planned |  | Oslo"]),
        ("{P:Ann Lee} urged {L:Iran} and {L:Iraq} to hold talks.", &["0 Talks Possible | Iran, Iraq"]),
        ("{P:Ann Lee} proposed talks with {P:Bo Ray} in {L:Oslo}.", &["0 Talks Possible | Bo Ray | Oslo"]),
    ]);
}

#[test]
fn no_events() {
    check(&[
        ("The negotiation process between {L:Iran} and {L:Iraq} is slow.", &[]),
        ("Peace talks between {L:Iran} and {L:Iraq} have stalled.", &[]),
        ("She spoke at a news conference in {L:Oslo}.", &[]),
        ("During the summit the parties agreed to go on.", &[]),
        ("The joint statement of the heads of delegation in {L:Oslo} said so.", &[]),
        ("{S:Moscow} welcomes talks.", &[]),
    ]);
}

#[test]
fn one_event_mentioned_twice() {
    check(&[
        (
            "He recalled the Chilean-Peruvian summit, which was held in {L:Lima} in {T2016-05:May 2016}.\n\
             In {T2016-05:May 2016} the Chilean-Peruvian summit was held in {L:Lima}.",
            &[
                "0 Summit Happened | Chilean, Peruvian | Lima | May 2016",
                "0 Summit Happened | Chilean, Peruvian | Lima | May 2016",
            ],
        ),
        (
            "{S:Moscow} welcomes the upcoming ministerial meeting in {L:Moscow}.\n\
             It hopes for an effective outcome of the ministerial meeting in {T:January next year}.",
            &["0 Meeting Planned |  | Moscow", "0 Meeting Planned |  |  | January next year"],
        ),
        (
            "{P:Ann Lee} met {P:Bo Ray} in {L:Oslo}. {P:Ann Lee} met {P:Bo Ray} in {L:Bergen}.",
            &["0 Meeting Happened | Ann Lee, Bo Ray | Oslo", "1 Meeting Happened | Ann Lee, Bo Ray | Bergen"],
        ),
        (
            "He spoke of the ministerial meeting in {L:Oslo}. The {N:Chilean} and {N:Peruvian} ministers discussed the key issues.",
            &[
                "0 Meeting Happened |  | Oslo",
                "0 Meeting Happened | Chilean and Peruvian ministers, Peruvian ministers",
            ],
        ),
        ("The {N:Chilean} and {N:Peruvian} ministers discussed the key issues.", &[]),
    ]);
}

/// Reads a text with all parts before, and checks that every range covers words.
fn sound(text: &str) {
    let article = crate::read::record::Article { title: None, paragraphs: vec![0..text.len()] };
    let tokens = Tokens::new(text, &article, WRITING);
    let gazetteer = crate::dataset::gazetteer::Gazetteer::default();
    let mut names = crate::extract::lang::en::names::read(
        &tokens,
        &crate::extract::gazetteer::KnownNames::new(&gazetteer, WRITING),
    );
    let times = crate::extract::lang::en::times::read(&tokens, None);
    let roles = roles::read(&tokens, &mut names);
    let events = read(&tokens, &names, &times, &roles, &[], None);
    let cut =
        |range: &Range<usize>| assert!(text.get(range.clone()).is_some_and(|w| !w.is_empty()), "{range:?} of {text}");
    for role in &roles {
        cut(&role.title);
        cut(&role.range);
        assert!(role.of.is_none_or(|m| m < names.mentions.len()));
        assert!(role.holder.is_none_or(|e| e < names.entities.len()));
    }
    let mut seen = 0;
    for event in &events {
        cut(&event.trigger);
        cut(&event.range);
        event.participants.iter().chain(&event.auspices).chain(&event.occasion).for_each(|v| cut(&v.range));
        assert_eq!(event.participants.len(), event.participant_roles.len());
        assert!(event.participant_roles.iter().flatten().all(|r| *r < roles.len()));
        assert!(event.event <= seen, "numbers count from 0 without a gap");
        seen = seen.max(event.event + 1);
    }
}

#[test]
fn any_soup_of_words_is_read() {
    const WORDS: &[&str] = &[
        "met",
        "meeting",
        "summit",
        "talks",
        "the",
        "The",
        "of",
        "in",
        "and",
        ",",
        ".",
        "\u{201c}",
        "\u{201d}",
        "Ann",
        "Lee",
        "minister",
        "Deputy",
        "deputy",
        "foreign",
        "FM",
        "CEO",
        "OSCE",
        "Armenian-Azerbaijani",
        "held",
        "was",
        "not",
        "will",
        "with",
        "'s",
        "’s",
        "on",
        "Tuesday",
        "2017",
        "October",
        "between",
        "co-chairs",
        "visit",
        "visited",
        "signed",
        "agreement",
        "\u{a0}",
        "–",
        "é",
        "Žižek",
        "(",
        ")",
        "who",
        "to",
        "by",
        "hosted",
        "president",
        "-",
        "’",
        "Gen.",
        "chief",
        "general",
        "sidelines",
        "assistance",
        "under",
        "parties",
        "US-brokered",
        "discussed",
        "phone",
        "call",
        "that",
        "?",
        "next",
        "week",
        "first",
        "of the",
        "İstanbul",
        "ﬁ",
        "head",
    ];
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = move |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed % below as u64).unwrap()
    };
    for _ in 0..4000 {
        let mut text = String::new();
        for _ in 0..random(60) + 1 {
            text.push_str(WORDS[random(WORDS.len())]);
            if random(8) > 0 {
                text.push(' ');
            }
        }
        sound(&text);
    }
}

#[test]
fn long_lines_take_no_longer_than_their_length() {
    for phrase in [
        "met ",
        "minister ",
        "the minister ",
        "meeting ",
        "Ann Lee, the minister and ",
        "Minister Ann Lee said the diplomat ",
        "talks in ",
        "foreign ministers of Chile, ",
        "met Ann Lee, ",
        "a meeting with Ann and Bo in ",
        "talks due to be held ",
        "denied reports that Ann met Bo and ",
        "did not meet or hold talks and ",
        "is to ",
        "Deputy ",
    ] {
        let text = phrase.repeat((1 << 20) / phrase.len());
        let begin = std::time::Instant::now();
        sound(&text);
        let took = begin.elapsed();
        assert!(took.as_secs() < 20, "{phrase:?} took {took:?}");
    }
}

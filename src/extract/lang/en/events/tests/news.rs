//! Sentences as news agencies and ministries write them, with invented people and places.

use super::*;

#[test]
fn calls_visits_and_receptions() {
    check(&[
        (
            "{P:Ann Lee} and {P:Bo Ray} spoke by phone on {T2016-06-07:Tuesday}.",
            &["0 Call Happened | Ann Lee, Bo Ray |  | Tuesday"],
        ),
        ("{P:Ann Lee} spoke today with {P:Bo Ray}.", &["0 Call Happened | Ann Lee, Bo Ray"]),
        ("{P:Ann Lee} spoke with {P:Bo Ray} in {L:Oslo}.", &["0 Meeting Happened | Ann Lee, Bo Ray | Oslo"]),
        ("{P:Ann Lee} made a telephone call to {P:Bo Ray}.", &["0 Call Happened | Ann Lee, Bo Ray"]),
        (
            "{P:Ann Lee} arrived in {L:Oslo} on {T2016-06-07:Tuesday} for a long visit.",
            &["0 Visit Happened | Ann Lee | Oslo | Tuesday"],
        ),
        ("{P:Ann Lee} is on an official visit to {L:Oslo}.", &["0 Visit Happened | Ann Lee | Oslo"]),
        ("The co-chairs will visit the region in {T2016-06:June}.", &["0 Visit Planned | The co-chairs |  | June"]),
        ("The envoys were received by {P:Ann Lee} in {L:Oslo}.", &["0 Meeting Happened | The envoys, Ann Lee | Oslo"]),
        (
            "{P:Ann Lee} welcomes President {P:Bo Ray} in {L:Oslo}.",
            &["0 Meeting Happened | Ann Lee, President Bo Ray | Oslo"],
        ),
        (
            "{P:Ann Lee} was discussing the harvest with {P:Bo Ray} in {L:Oslo}.",
            &["0 Meeting Happened | Ann Lee, Bo Ray | Oslo"],
        ),
        (
            "{P:Ann Lee} met {P:Bo Ray} on {T2016-06-07:Tuesday} and with {P:Cy Fox} on {T2016-06-08:Wednesday}.",
            &[
                "0 Meeting Happened | Ann Lee, Bo Ray |  | Tuesday",
                "1 Meeting Happened | Ann Lee, Cy Fox |  | Wednesday",
            ],
        ),
        (
            "{P:Ann Lee} met {P:Bo Ray} in {L:Oslo} and {P:Cy Fox} in {L:Bergen}.",
            &["0 Meeting Happened | Ann Lee, Bo Ray | Oslo", "1 Meeting Happened | Ann Lee, Cy Fox | Bergen"],
        ),
        // Nobody meets anybody.
        ("{P:Ann Lee} welcomed {P:Bo Ray}'s decision.", &[]),
        ("{P:Ann Lee} received her degree in {L:Oslo}.", &[]),
        ("{P:Ann Lee} spoke with pride about {L:Oslo}.", &[]),
        ("{P:Ann Lee} spoke to reporters in {L:Oslo}.", &[]),
        ("{P:Ann Lee} arrived in {L:Oslo} on {T2016-06-07:Tuesday}.", &[]),
        ("The court convened a jury.", &[]),
    ]);
}

#[test]
fn named_conferences_and_sessions() {
    check(&[
        (
            "The {O:Harbour Ministerial Council} was held in {L:Oslo} on {T2016-06-07:June 7}.",
            &["0 Conference Happened |  | Oslo | June 7"],
        ),
        (
            "The {E:Conference on River Safety} will take place on {T2016-06-07:June 7} in {L:Oslo}.",
            &["0 Conference Planned |  | Oslo | June 7"],
        ),
        (
            "A {O:Harbour Council} session chaired by {P:Ann Lee} was convened on {T2016-06-07:Tuesday}.",
            &["0 Conference Happened | Ann Lee |  | Tuesday"],
        ),
        (
            "{L:Geneva} hosted the fourth round of the {O:Harbour Talks} in {T2016-06:June}.",
            &["0 Talks Happened |  | Geneva | June"],
        ),
        (
            "{P:Ann Lee} recalled {T2016-05:May 2016}, when a summit met in {L:Lima}.",
            &["0 Summit Happened |  | Lima | May 2016"],
        ),
        ("The {O:Harbour Ministerial Council} has twelve members.", &[]),
        ("The {O:Harbour Council} was held responsible.", &[]),
    ]);
}

#[test]
fn what_stands_beside_a_name() {
    check(&[
        (
            "The co-chairs ({P:Ann Lee} of {L:Chad}, {P:Bo Ray} of {L:Niger} and {P:Cy Fox} of {L:Mali}) met {P:Di Orr}.",
            &["0 Meeting Happened | Ann Lee, Bo Ray, Cy Fox, Di Orr"],
        ),
        (
            "{P:Di Orr} met the co-chairs - {P:Ann Lee}, {P:Bo Ray} and {P:Cy Fox}, as well as {P:Ed Low}, in {L:Oslo}.",
            &["0 Meeting Happened | Di Orr, Ann Lee, Bo Ray, Cy Fox, Ed Low | Oslo"],
        ),
        (
            "{P:Di Orr} met with {P:Ann Lee} ({L:Chad}), {P:Bo Ray} ({L:Niger}) and envoy {P:Cy Fox} in {L:Oslo}.",
            &["0 Meeting Happened | Di Orr, Ann Lee, Bo Ray, envoy Cy Fox | Oslo"],
        ),
        (
            "The ministers of {L:Chad} and {L:Niger}, {P:Ann Lee} and {P:Bo Ray}, met in {L:Oslo}.",
            &["0 Meeting Happened | Ann Lee, Bo Ray | Oslo"],
        ),
        (
            "The leaders of both countries met in {L:Oslo}.",
            &["0 Meeting Happened | The leaders of both countries | Oslo"],
        ),
        ("The ministers from the {O:Harbour Group} met in {L:Oslo}.", &["0 Meeting Happened | The ministers | Oslo"]),
        (
            "The meeting of {L:Chad}'s President {P:Ann Lee} and {L:Niger}'s President {P:Bo Ray} will be held in {L:Oslo}.",
            &["0 Meeting Planned | Chad's President Ann Lee, Niger's President Bo Ray | Oslo"],
        ),
        (
            "{L:Chad} is ready to host a meeting of {P:Ann Lee} and {P:Bo Ray}, {P:Cy Fox}, the ministry's spokeswoman, said.",
            &["0 Meeting Possible | Ann Lee, Bo Ray |  |  |  | Chad"],
        ),
        (
            "Under the auspices of the {O:Union}, {P:Ann Lee} and {P:Bo Ray} held talks in {L:Oslo}.",
            &["0 Talks Happened | Ann Lee, Bo Ray | Oslo"],
        ),
    ]);
}

#[test]
fn places_and_times_before_the_event() {
    check(&[
        (
            "{P:Ann Lee} left. In {L:Oslo} on {T2016-06-07:June 7}, she met {P:Bo Ray}.",
            &["0 Meeting Happened | she, Bo Ray | Oslo | June 7"],
        ),
        (
            "On {T2016-06-07:June 7}, a meeting took place in {L:Oslo} between {P:Ann Lee} and {P:Bo Ray}.",
            &["0 Meeting Happened | Ann Lee, Bo Ray | Oslo | June 7"],
        ),
        (
            "The plan was shown on {T2016-06-07:Tuesday} at a meeting of {P:Ann Lee} and {P:Bo Ray}.",
            &["0 Meeting Happened | Ann Lee, Bo Ray |  | Tuesday"],
        ),
        (
            "{P:Ann Lee} and {P:Bo Ray} last met in the Norwegian city of {L:Oslo} in {T2016-06:June}.",
            &["0 Meeting Happened | Ann Lee, Bo Ray | Oslo | June"],
        ),
        (
            "{P:Ann Lee} and {P:Bo Ray} met for the last time in {T2016-06:June}.",
            &["0 Meeting Happened | Ann Lee, Bo Ray |  | June"],
        ),
        // Whom a pronoun means must be clear.
        ("{P:Ann Lee} and {P:Cy Fox} left. In {L:Oslo}, she met {P:Bo Ray}.", &["0 Meeting Happened | Bo Ray | Oslo"]),
        (
            "{P:Ann Lee} and {P:Cy Fox} left. They met {P:Bo Ray} in {L:Oslo}.",
            &["0 Meeting Happened | They, They, Bo Ray | Oslo"],
        ),
    ]);
}

#[test]
fn the_same_event_again() {
    check(&[
        (
            "{P:Ann Lee} and {P:Bo Ray} signed a treaty in {L:Oslo}. {P:Ann Lee} and {P:Bo Ray} signed the treaty at last.",
            &["0 Signing Happened | Ann Lee, Bo Ray | Oslo", "0 Signing Happened | Ann Lee, Bo Ray"],
        ),
        (
            "The ministers of {L:Chile} and {L:Peru} will hold a summit in {L:Oslo}.\n\
             The summit of the {N:Chilean} and {N:Peruvian} ministers was announced in {T2016-05:May}.",
            &[
                "0 Summit Planned | ministers of Chile, ministers of Chile and Peru | Oslo",
                "0 Summit Planned | Chilean and Peruvian ministers, Peruvian ministers",
            ],
        ),
        (
            "{P:Ann Lee} met {P:Bo Ray} on {T2016-06-07:Tuesday}. {P:Bo Ray} met {P:Cy Fox} on {T2016-06-07:Tuesday}.",
            &["0 Meeting Happened | Ann Lee, Bo Ray |  | Tuesday", "1 Meeting Happened | Bo Ray, Cy Fox |  | Tuesday"],
        ),
        (
            "{P:Ann Lee} met {P:Bo Ray}. {P:Ann Lee} met {P:Bo Ray} again.",
            &["0 Meeting Happened | Ann Lee, Bo Ray", "1 Meeting Happened | Ann Lee, Bo Ray"],
        ),
    ]);
}

#[test]
fn subjects_and_places_of_wire_reports() {
    check(&[
        (
            "{P:Ann Lee} and {P:Bo Ray}, leaders of {L:Chile} and {L:Peru}, respectively, met in {L:Oslo}.",
            &["0 Meeting Happened | Ann Lee, Bo Ray | Oslo"],
        ),
        (
            "{P:Ann Lee}, unlike {P:Bo Ray}, met {P:Cy Fox} in {L:Oslo}.",
            &["0 Meeting Happened | Ann Lee, Cy Fox | Oslo"],
        ),
        ("{P:Ann Lee} left for {L:Bergen} after meeting {P:Bo Ray}.", &["0 Meeting Happened | Ann Lee, Bo Ray"]),
        ("After meeting {P:Bo Ray}, {P:Ann Lee} left.", &["0 Meeting Happened | Ann Lee, Bo Ray"]),
        ("{P:Ann Lee} was in {L:Oslo}, where she met {P:Bo Ray}.", &["0 Meeting Happened | she, Bo Ray | Oslo"]),
        (
            "{P:Ann Lee} visited {L:Ham} district on {T2016-06-06:Monday}.",
            &["0 Visit Happened | Ann Lee | Ham | Monday"],
        ),
        (
            "{P:Ann Lee} called on {P:Bo Ray} in {L:Oslo} on {T2016-06-06:Monday}.",
            &["0 Meeting Happened | Ann Lee, Bo Ray | Oslo | Monday"],
        ),
        ("{P:Ann Lee} called on {P:Bo Ray} to go.", &[]),
        ("{P:Ann Lee} and {P:Bo Ray} met in person in {L:Oslo}.", &["0 Meeting Happened | Ann Lee, Bo Ray | Oslo"]),
        ("The dialogue between {P:Ann Lee} and {P:Bo Ray} was postponed.", &["0 Talks Postponed | Ann Lee, Bo Ray"]),
    ]);
}

#[test]
fn what_is_only_talked_about_has_not_happened() {
    check(&[
        ("The sides discussed the visit of {P:Ann Lee} to {L:Oslo}.", &[]),
        ("The sides discussed holding a meeting of {P:Ann Lee} and {P:Bo Ray} in {L:Oslo}.", &[]),
        ("The sides exchanged views on organising a visit of {P:Ann Lee} to {L:Oslo}.", &[]),
        ("They talked about arranging talks between {P:Ann Lee} and {P:Bo Ray} in {L:Oslo}.", &[]),
        ("{P:Ann Lee} and {P:Bo Ray} discussed organization of a summit in {L:Oslo}.", &[]),
        ("{P:Cy Fox} instead of {P:Ann Lee} met {P:Bo Ray} in {L:Oslo}.", &["0 Meeting Happened | Bo Ray | Oslo"]),
        (
            "Work began to finalise the schedule for the visit of {P:Ann Lee} to {L:Oslo}.",
            &["0 Visit Planned | Ann Lee | Oslo"],
        ),
        ("Preparations are ongoing for the visit of {P:Ann Lee} to {L:Oslo}.", &["0 Visit Possible | Ann Lee | Oslo"]),
        (
            "{P:Ann Lee} is expected to meet {P:Bo Ray} for a third round of talks in {L:Oslo}.",
            &["0 Meeting Planned | Ann Lee, Bo Ray", "1 Talks Planned |  | Oslo"],
        ),
        ("It is a myth that {P:Ann Lee} met {P:Bo Ray}.", &["0 Meeting Denied | Ann Lee, Bo Ray"]),
        ("{P:Ann Lee} meets {P:Bo Ray} in a novel.", &[]),
    ]);
}

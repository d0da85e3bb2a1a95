//! The factuality of an event, by what governs it. The sentences are invented for this table.

use super::*;

/// Each event as `Kind Factuality`, in order.
fn factualities(marked: &str) -> Vec<String> {
    shown(marked)
        .iter()
        .map(|line| {
            let head = line.split(" | ").next().unwrap_or_default();
            head.split_once(' ').map(|(_, rest)| rest.trim_end_matches(" |").to_owned()).unwrap_or_default()
        })
        .collect()
}

fn check_factuality(table: &[(&str, &[&str])]) {
    let wrong: Vec<_> = table.iter().map(|(t, e)| (t, factualities(t), e)).filter(|(_, f, e)| f != *e).collect();
    assert!(wrong.is_empty(), "{} wrong (text, found, expected): {wrong:#?}", wrong.len());
}

#[test]
fn denials() {
    check_factuality(&[
        ("{P:Ann Lee} denied meeting {P:Bo Ray} in {L:Oslo}.", &["Meeting Denied"]),
        ("{P:Ann Lee} denied that she met {P:Bo Ray}.", &["Meeting Denied"]),
        ("{P:Ann Lee} denied she had met {P:Bo Ray} in {L:Oslo}.", &["Meeting Denied"]),
        ("{P:Ann Lee} denied having met {P:Bo Ray}.", &["Meeting Denied"]),
        ("{P:Ann Lee} denies ever having met {P:Bo Ray}.", &["Meeting Denied"]),
        ("The ministry denied that {P:Ann Lee} would meet {P:Bo Ray}.", &["Meeting Denied"]),
        ("The ministry rejected reports that {P:Ann Lee} met {P:Bo Ray}.", &["Meeting Denied"]),
        ("The ministry denied reports of a meeting between {P:Ann Lee} and {P:Bo Ray}.", &["Meeting Denied"]),
        ("Her office dismissed claims that {P:Ann Lee} had visited {L:Oslo}.", &["Visit Denied"]),
        ("There is no truth in reports that {P:Ann Lee} met {P:Bo Ray}.", &["Meeting Denied"]),
        ("It is not true that {P:Ann Lee} met {P:Bo Ray}.", &["Meeting Denied"]),
        ("It is not the case that {P:Ann Lee} met {P:Bo Ray}.", &["Meeting Denied"]),
        ("It is false that {P:Ann Lee} met {P:Bo Ray} in {L:Oslo}.", &["Meeting Denied"]),
        ("It is untrue that {P:Ann Lee} signed the treaty.", &["Signing Denied"]),
        ("{P:Ann Lee} refused to hold talks with {P:Bo Ray}.", &["Talks Denied"]),
        ("{P:Ann Lee} failed to meet {P:Bo Ray}.", &["Meeting Denied"]),
        ("{P:Ann Lee} was unable to meet {P:Bo Ray}.", &["Meeting Denied"]),
        ("{P:Ann Lee} has yet to meet {P:Bo Ray}.", &["Meeting Denied"]),
        ("{P:Ann Lee} left {L:Oslo} without meeting {P:Bo Ray}.", &["Meeting Denied"]),
        ("Instead of meeting {P:Bo Ray}, {P:Ann Lee} went home.", &["Meeting Denied"]),
        ("The court barred {P:Ann Lee} from meeting {P:Bo Ray}.", &["Meeting Denied"]),
        ("{P:Ann Lee} avoided meeting {P:Bo Ray}.", &["Meeting Denied"]),
        ("{P:Ann Lee} decided not to meet {P:Bo Ray}.", &["Meeting Denied"]),
        ("At no time did {P:Ann Lee} meet {P:Bo Ray}.", &["Meeting Denied"]),
        ("{P:Ann Lee} met neither {P:Bo Ray} nor {P:Cy Fox}.", &["Meeting Denied"]),
        ("The claim that {P:Ann Lee} met {P:Bo Ray} is untrue.", &["Meeting Denied"]),
        ("{P:Ann Lee} has no plans to meet {P:Bo Ray}.", &["Meeting Denied"]),
        ("{P:Ann Lee}'s refusal to meet {P:Bo Ray} caused anger.", &["Meeting Denied"]),
        ("Nobody met {P:Bo Ray} in {L:Oslo}.", &["Meeting Denied"]),
        ("None of the ministers met {P:Bo Ray} in {L:Oslo}.", &["Meeting Denied"]),
        ("Neither {P:Ann Lee} nor {P:Bo Ray} visited {L:Oslo}.", &["Visit Denied"]),
        ("{P:Ann Lee} stayed at home, nor did {P:Bo Ray} meet {P:Cy Fox}.", &["Meeting Denied"]),
        ("{P:Ann Lee} didn't meet {P:Bo Ray}.", &["Meeting Denied"]),
        ("{P:Ann Lee} won't meet {P:Bo Ray}.", &["Meeting Denied"]),
        ("The summit in {L:Oslo} never took place.", &["Summit Denied"]),
        ("The summit in {L:Oslo} did not take place.", &["Summit Denied"]),
        ("The talks in {L:Oslo} failed to take place.", &["Talks Denied"]),
        ("{L:Chad} ruled out a meeting with {P:Bo Ray}.", &["Meeting Denied"]),
        ("{P:Ann Lee} turned down a meeting with {P:Bo Ray}.", &["Meeting Denied"]),
        ("{P:Ann Lee} was to have met {P:Bo Ray} in {L:Oslo}.", &["Meeting Denied"]),
    ]);
}

#[test]
fn one_event_is_denied_not_two() {
    check(&[
        ("{P:Ann Lee} denied meeting {P:Bo Ray} in {L:Oslo}.", &["0 Meeting Denied | Ann Lee, Bo Ray | Oslo"]),
        ("{P:Ann Lee} denied that she met {P:Bo Ray}.", &["0 Meeting Denied | she, Bo Ray"]),
        (
            "{P:Okoro} did not meet {P:Marlow} or hold talks with {P:Ambo} in {L:Geneva} on {T2023-05-15:Monday}.",
            &["0 Meeting Denied | Okoro, Marlow", "1 Talks Denied | Okoro, Ambo | Geneva | Monday"],
        ),
    ]);
}

#[test]
fn negation_reaches_over_or() {
    check_factuality(&[
        (
            "{P:Ann Lee} did not meet {P:Bo Ray} or hold talks with {P:Cy Fox} in {L:Oslo}.",
            &["Meeting Denied", "Talks Denied"],
        ),
        ("{P:Ann Lee} refused to meet {P:Bo Ray} or visit {L:Oslo}.", &["Meeting Denied", "Visit Denied"]),
        ("{P:Ann Lee} has never met {P:Bo Ray} or visited {L:Oslo}.", &["Meeting Denied", "Visit Denied"]),
        ("{P:Ann Lee} neither met {P:Bo Ray} nor visited {L:Oslo}.", &["Meeting Denied", "Visit Denied"]),
        (
            "{P:Ann Lee} denied meeting {P:Bo Ray} or holding talks with {P:Cy Fox}.",
            &["Meeting Denied", "Talks Denied"],
        ),
        ("{P:Ann Lee} will meet {P:Bo Ray} and hold talks with {P:Cy Fox}.", &["Meeting Planned", "Talks Planned"]),
        ("{P:Ann Lee} wants to meet {P:Bo Ray} and visit {L:Oslo}.", &["Meeting Possible", "Visit Possible"]),
        ("{P:Ann Lee} did not meet {P:Bo Ray} but held talks with {P:Cy Fox}.", &["Meeting Denied", "Talks Happened"]),
        ("{P:Ann Lee} met {P:Bo Ray} and held talks with {P:Cy Fox}.", &["Meeting Happened", "Talks Happened"]),
    ]);
}

#[test]
fn an_event_that_nobody_states_is_left_out() {
    check_factuality(&[
        ("There were no reports that {P:Ann Lee} met {P:Bo Ray} in {L:Oslo}.", &[]),
        ("Nobody said that {P:Ann Lee} met {P:Bo Ray}.", &[]),
        ("{P:Ann Lee} declined to confirm that she met {P:Bo Ray}.", &[]),
        ("{P:Ann Lee} wrongly said that she had met {P:Bo Ray}.", &[]),
        ("No official has confirmed that {P:Ann Lee} met {P:Bo Ray}.", &[]),
        ("The ministry did not say that {P:Ann Lee} met {P:Bo Ray}.", &[]),
        ("There is no evidence that {P:Ann Lee} visited {L:Oslo}.", &[]),
        ("{P:Ann Lee} did not attend the summit in {L:Oslo}.", &[]),
        ("{P:Ann Lee} did not meet {P:Bo Ray} until {T1995:1995}.", &[]),
        ("{P:Ann Lee} or {P:Bo Ray} met {P:Cy Fox}.", &[]),
    ]);
}

#[test]
fn counterfactuals_and_conditions() {
    check_factuality(&[
        ("Had {P:Okoro} met {P:Marlow} in {L:Geneva}, the war would have ended.", &["Meeting Denied"]),
        ("If {P:Ann Lee} had met {P:Bo Ray}, the war would have ended.", &["Meeting Denied"]),
        ("The war would have ended if {P:Ann Lee} had visited {L:Oslo}.", &["Visit Denied"]),
        ("{P:Ann Lee} would have met {P:Bo Ray}, had he come.", &["Meeting Denied"]),
        ("If {P:Ann Lee} meets {P:Bo Ray}, the war may end.", &["Meeting Possible"]),
        ("Should {P:Ann Lee} meet {P:Bo Ray}, the war may end.", &["Meeting Possible"]),
        ("Unless {P:Ann Lee} meets {P:Bo Ray}, nothing will change.", &["Meeting Possible"]),
        ("It is unclear whether {P:Ann Lee} met {P:Bo Ray}.", &["Meeting Possible"]),
        ("He asked if {P:Ann Lee} had met {P:Bo Ray}.", &["Meeting Possible"]),
        ("Did {P:Ann Lee} meet {P:Bo Ray}?", &["Meeting Possible"]),
        ("Has {P:Ann Lee} ever visited {L:Oslo}?", &["Visit Possible"]),
        ("Will {P:Ann Lee} meet {P:Bo Ray}?", &["Meeting Possible"]),
    ]);
}

#[test]
fn put_off_and_given_up() {
    check_factuality(&[
        ("Talks planned for {T2023-04-06:6 April} in {L:Osh} had been postponed.", &["Talks Postponed"]),
        ("The summit in {L:Oslo} was called off.", &["Summit Cancelled"]),
        ("The summit in {L:Oslo} has been put off until {T2016-06-07:June 7}.", &["Summit Postponed"]),
        ("{P:Ann Lee} cancelled a visit to {L:Oslo}.", &["Visit Cancelled"]),
        ("{P:Ann Lee} called off her visit to {L:Oslo}.", &["Visit Cancelled"]),
        ("{P:Ann Lee} postponed talks with {P:Bo Ray}.", &["Talks Postponed"]),
        ("The cancellation of the summit in {L:Oslo} surprised nobody.", &["Summit Cancelled"]),
        ("{P:Ann Lee} has decided to postpone the summit in {L:Oslo}.", &["Summit Postponed"]),
        ("{P:Ann Lee} may cancel the summit in {L:Oslo}.", &["Summit Possible"]),
        ("The cancelled visit to {L:Oslo} was a blow.", &["Visit Cancelled"]),
        ("Visit to {L:Oslo} postponed until {T2016-06-07:June 7}", &["Visit Postponed"]),
        ("The ministry did not cancel the summit in {L:Oslo}.", &[]),
        ("{P:Ann Lee} abandoned plans to visit {L:Oslo}.", &["Visit Cancelled"]),
        ("Plans for a summit in {L:Oslo} were shelved.", &["Summit Postponed"]),
        ("The summit in {L:Oslo} was due to begin but was called off.", &["Summit Cancelled"]),
        ("{P:Ann Lee}'s visit to {L:Oslo} stands cancelled.", &["Visit Cancelled"]),
        ("{L:Chad} called off the minister-level talks in {L:Oslo}.", &["Talks Cancelled"]),
        ("A summit of {P:Ann Lee} and {P:Bo Ray} planned for {T2016-06:June} collapsed.", &["Summit Cancelled"]),
        ("{P:Ann Lee} was to meet {P:Bo Ray}, but the meeting was cancelled.", &["Meeting Cancelled"]),
        ("The meeting announced yesterday between {P:Ann Lee} and {P:Bo Ray} was called off.", &["Meeting Cancelled"]),
    ]);
    check(&[
        (
            "The talks in {L:Oslo} have been postponed until {T2016-06-07:June 7}.",
            &["0 Talks Postponed |  | Oslo | June 7"],
        ),
        (
            "Talks planned for {T2016-06-01:June 1} in {L:Oslo} have been postponed until {T2016-06-07:June 7}.",
            &["0 Talks Postponed |  | Oslo"],
        ),
    ]);
}

#[test]
fn what_is_only_possible() {
    check_factuality(&[
        ("{P:Ann Lee} hopes to meet {P:Bo Ray}.", &["Meeting Possible"]),
        ("{P:Ann Lee} wished to meet {P:Bo Ray}.", &["Meeting Possible"]),
        ("{P:Ann Lee} offered to meet {P:Bo Ray}.", &["Meeting Possible"]),
        ("{P:Ann Lee} is prepared to meet {P:Bo Ray}.", &["Meeting Possible"]),
        ("{P:Ann Lee} called for a summit in {L:Oslo}.", &["Summit Possible"]),
        ("{P:Ann Lee} tried to meet {P:Bo Ray}.", &["Meeting Possible"]),
        ("{P:Ann Lee} invited {P:Bo Ray} to visit {L:Oslo}.", &["Visit Possible"]),
        ("{P:Ann Lee} invited {P:Bo Ray} to talks in {L:Oslo}.", &["Talks Possible"]),
        ("{P:Ann Lee} proposed that {L:Iran} and {L:Iraq} hold talks.", &["Talks Possible"]),
        ("Analysts expect {P:Ann Lee} to meet {P:Bo Ray}.", &["Meeting Possible"]),
        ("{P:Ann Lee} allegedly met {P:Bo Ray} in {L:Oslo}.", &["Meeting Possible"]),
        ("{P:Ann Lee} is believed to have met {P:Bo Ray}.", &["Meeting Possible"]),
        ("Rumours that {P:Ann Lee} met {P:Bo Ray} were everywhere.", &["Meeting Possible"]),
        ("{P:Ann Lee} was accused of meeting {P:Bo Ray}.", &["Meeting Possible"]),
        ("{P:Ann Lee} did not rule out talks with {P:Bo Ray} in {L:Oslo}.", &["Talks Possible"]),
        ("{P:Ann Lee} might meet {P:Bo Ray}.", &["Meeting Possible"]),
        ("It was rumoured that {P:Ann Lee} had met {P:Bo Ray}.", &["Meeting Possible"]),
        ("According to rumours, {P:Ann Lee} met {P:Bo Ray}.", &["Meeting Possible"]),
        ("{P:Ann Lee} called for the convening of a summit in {L:Oslo}.", &["Summit Possible"]),
        ("The envoys are trying to arrange a summit in {L:Oslo}.", &["Summit Possible"]),
        ("They reaffirmed their readiness to organize a meeting in {L:Oslo}.", &["Meeting Possible"]),
        ("{P:Ann Lee} would welcome a meeting with {P:Bo Ray}.", &["Meeting Possible"]),
        ("{P:Ann Lee} would visit {L:Oslo} if invited.", &["Visit Possible"]),
        ("They expressed their readiness to host such a meeting.", &["Meeting Possible"]),
        ("Diplomats are working to set up a summit in {L:Oslo}.", &["Summit Planned"]),
        ("Preparations for a summit in {L:Oslo} are under way.", &["Summit Possible"]),
    ]);
}

#[test]
fn what_is_planned() {
    check_factuality(&[
        ("{P:Ann Lee} plans to meet {P:Bo Ray}.", &["Meeting Planned"]),
        ("{P:Ann Lee} agreed to meet {P:Bo Ray}.", &["Meeting Planned"]),
        ("{P:Ann Lee} was to meet {P:Bo Ray} in {L:Oslo}.", &["Meeting Planned"]),
        ("{P:Ann Lee} is expected to meet {P:Bo Ray}.", &["Meeting Planned"]),
        ("{P:Ann Lee} said she would meet {P:Bo Ray}.", &["Meeting Planned"]),
        ("{P:Ann Lee} is due to visit {L:Oslo}.", &["Visit Planned"]),
        ("{P:Ann Lee} promised to visit {L:Oslo}.", &["Visit Planned"]),
        ("Talks are to be held in {L:Oslo}.", &["Talks Planned"]),
        ("The summit in {L:Oslo} was announced in {T2016-06:June}.", &["Summit Planned"]),
        ("{P:Ann Lee} will join the meeting with {P:Bo Ray}.", &["Meeting Planned"]),
    ]);
}

#[test]
fn past_events_stay_past() {
    check_factuality(&[
        ("{P:Ann Lee} confirmed that she met {P:Bo Ray}.", &["Meeting Happened"]),
        ("{P:Ann Lee} admitted meeting {P:Bo Ray}.", &["Meeting Happened"]),
        ("{P:Ann Lee} managed to meet {P:Bo Ray}.", &["Meeting Happened"]),
        ("{P:Ann Lee} was able to meet {P:Bo Ray}.", &["Meeting Happened"]),
        ("{P:Ann Lee} not only met {P:Bo Ray} but visited {L:Oslo}.", &["Meeting Happened", "Visit Happened"]),
        ("{P:Ann Lee}, who refused to resign, met {P:Bo Ray}.", &["Meeting Happened"]),
        ("{P:Ann Lee}, who had denied the report, met {P:Bo Ray} in {L:Oslo}.", &["Meeting Happened"]),
        ("{P:Ann Lee} is known to have met {P:Bo Ray}.", &["Meeting Happened"]),
        ("After denying the report, {P:Ann Lee} met {P:Bo Ray}.", &["Meeting Happened"]),
        ("{P:Ann Lee} claimed that she met {P:Bo Ray}.", &["Meeting Happened"]),
        ("The summit in {L:Oslo} took place despite fears.", &["Summit Happened"]),
    ]);
}

#[test]
fn retracted_fictional_and_impossible_events() {
    check_factuality(&[
        ("Correction: an earlier version of this article said that {P:Ann Lee} met {P:Bo Ray} in {L:Oslo}.", &[]),
        ("An earlier version of this article misstated that {P:Ann Lee} met {P:Bo Ray}.", &[]),
        ("In the novel, {P:Ann Lee} met {P:Bo Ray} in {L:Oslo}.", &[]),
        ("{P:Ann Lee} met her end in {L:Oslo}.", &[]),
        ("{P:Ann Lee} said a meeting with {P:Bo Ray} was out of the question.", &["Meeting Denied"]),
        ("It was not possible to hold a meeting in {L:Oslo}.", &["Meeting Denied"]),
        ("There will be no meeting between {P:Ann Lee} and {P:Bo Ray}.", &["Meeting Denied"]),
        ("{P:Ann Lee} said a summit with {P:Bo Ray} was unthinkable.", &[]),
    ]);
}

#[test]
fn excluded_people_are_not_participants() {
    check(&[
        ("{P:Ann Lee} met everyone except {P:Bo Ray} in {L:Oslo}.", &["0 Meeting Happened | Ann Lee | Oslo"]),
        ("{P:Ann Lee} visited {L:Oslo} without {P:Bo Ray}.", &["0 Visit Happened | Ann Lee | Oslo"]),
        ("{P:Ann Lee} visited {L:Oslo} without seeing {P:Bo Ray}.", &["0 Visit Happened | Ann Lee | Oslo"]),
        ("The actor who played {P:Ann Lee} met {P:Bo Ray} in {L:Oslo}.", &["0 Meeting Happened | Bo Ray | Oslo"]),
        ("A man posing as {P:Ann Lee} met {P:Bo Ray} in {L:Oslo}.", &["0 Meeting Happened | Bo Ray | Oslo"]),
    ]);
}

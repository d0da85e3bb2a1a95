//! Roles as wire reports of ministries and border districts write them.

use super::shown;

#[test]
fn roles_in_regional_wire_reports() {
    for (text, expected) in [
        // A title before a comma.
        ("Foreign Secretary, Dr. {P:Ann Lee}, is in {L:Peru}.", &["foreign secretary = Ann Lee"][..]),
        (
            "He called on President, {P:Bo Ray} and Prime Minister, {P:Ann Lee} and held talks with Home Minister, {P:Jo Hill}.",
            &["president = Bo Ray", "prime minister = Ann Lee", "home minister = Jo Hill"],
        ),
        (
            "He met Director General, Ambassador {P:Ann Lee}, of the {O:Harbour Union}.",
            &["director general (Harbour Union) = Ann Lee", "ambassador (Harbour Union) = Ann Lee"],
        ),
        (
            "{N:Kenyan} minister of finance, {P:Jo Hill}, and the chairman of the {O:Bank}, {N:Peruvian} {P:Bo Ray}.",
            &["finance minister (Kenyan) = Jo Hill", "chairman (Bank) = Bo Ray"],
        ),
        (
            "The High Representative of the {O:Harbour Union} for {L:Chile} and {L:Peru}, {P:Bo Ray} and the Envoy of the {O:League}, {P:Jo Hill}.",
            &["high representative (Harbour Union) = Bo Ray", "envoy (League) = Jo Hill"],
        ),
        // Forms of address between the title and the name.
        ("The ambassador Dr {P:Ann Lee} left.", &["ambassador = Ann Lee"]),
        ("Prime Minister Sheikh {P:Ann Lee} left.", &["prime minister = Ann Lee"]),
        // Titles of several words.
        (
            "The Ambassador Extraordinary and Plenipotentiary of {L:Chile} to {L:Kenya} {P:Bo Ray} left.",
            &["ambassador (Chile) = Bo Ray"],
        ),
        (
            "{L:Chile}'s Deputy {O:Harbour Council} Secretary {P:Bo Ray} left.",
            &["deputy secretary (Harbour Council) = Bo Ray"],
        ),
        ("The presidential administration chief {P:Bo Ray} left.", &["presidential administration chief = Bo Ray"]),
        ("The district magistrate {P:Bo Ray} left.", &["district magistrate = Bo Ray"]),
        (
            "Head of the {L:Lorvik} team for dialogue with {L:Chile} {P:Bo Ray} left.",
            &["head of the lorvik team for dialogue = Bo Ray"],
        ),
        ("The {O:EU} facilitator for the dialogue, {P:Bo Ray}, left.", &["facilitator for the dialogue (EU) = Bo Ray"]),
        (
            "{P:Bo Ray}, {N:Peruvian} foreign ministry spokesman, told reporters.",
            &["foreign ministry spokesman (Peruvian) = Bo Ray"],
        ),
        (
            "Personal Representative of the {O:Union} Chairman-in-Office for the {L:Sorl} conflict {P:Bo Ray} left.",
            &["personal representative of the union chairman-in-office (Union) = Bo Ray"],
        ),
        (
            "Minister-designate {P:Bo Ray} met Governor-General {P:Jo Hill}.",
            &["coming minister = Bo Ray", "governor-general = Jo Hill"],
        ),
        ("The {N:Kenyan} FMs met.", &["*foreign minister (Kenyan)"]),
        // No roles, or of nobody.
        ("Official delegations left for his first official trip.", &[]),
        ("They will head to {L:Peru} for talks at the expert level.", &[]),
        ("Member states of the {O:Union} met.", &[]),
        ("An official familiar with it spoke.", &["~official"]),
        ("The president, Okoro said, was absent.", &["president"]),
        ("As Prime Minister, {P:Bo Ray} opened the port.", &["prime minister"]),
        ("According to Prime Minister, {P:Bo Ray} in {L:Peru} was absent.", &["prime minister"]),
        ("He met President, {P:Bo Ray} and {P:Ann Lee}.", &["president"]),
        ("{P:Ann Lee}, the mayor, {P:Bo Ray} and others left.", &["mayor"]),
        (
            "{P:Ann Lee}, the mayor, {P:Bo Ray}, the judge of {L:Sorl}, left.",
            &["mayor = Ann Lee", "judge (Sorl) = Bo Ray"],
        ),
    ] {
        assert_eq!(shown(text), expected, "{text}");
    }
}

#[test]
fn roles_each_with_its_country() {
    let ministers = &["minister (Chile) = Bo Ray", "minister (Peru) = Ann Lee"][..];
    for (text, expected) in [
        ("Ministers of {L:Chile} {P:Bo Ray} and {L:Peru} {P:Ann Lee} met.", ministers),
        ("The ministers of {L:Chile} ({P:Bo Ray}) and {L:Peru} ({P:Ann Lee}) met.", ministers),
        ("The ministers of {L:Chile}, {P:Bo Ray}, and of {L:Peru}, {P:Ann Lee}, met.", ministers),
        (
            "{P:Bo Ray} and {P:Ann Lee}, harbour-backed ministers of {L:Chile} and {L:Peru}, respectively, met.",
            ministers,
        ),
        (
            "Ministers of {L:Chile} {P:Bo Ray}, {L:Peru} {P:Ann Lee} and {L:Kenya} {P:Jo Hill} met.",
            &["minister (Chile) = Bo Ray", "minister (Peru) = Ann Lee", "minister (Kenya) = Jo Hill"],
        ),
        (
            "Envoys {P:Bo Ray} ({L:Chile}), {P:Ann Lee} ({L:Peru}), as well as mediator {P:Jo Hill} met.",
            &["envoy (Chile) = Bo Ray", "envoy (Peru) = Ann Lee", "mediator = Jo Hill"],
        ),
        (
            "Led by their respective home secretaries, {P:Bo Ray} and {P:Ann Lee}.",
            &["home secretary = Bo Ray", "home secretary = Ann Lee"],
        ),
        ("The ministers of {L:Chile} and {L:Peru} — {P:Bo Ray} and {P:Ann Lee} respectively – met.", ministers),
        // The turns do not fit, or nothing says that there are turns.
        (
            "{P:Bo Ray}, ministers of {L:Chile} and {L:Peru}, respectively, met.",
            &["*minister (Chile)", "*minister (Peru)"],
        ),
        ("The ministers of {L:Chile} {P:Bo Ray} left.", &["*minister (Chile)"]),
    ] {
        assert_eq!(shown(text), expected, "{text}");
    }
}

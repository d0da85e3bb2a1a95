//! What the data, the site and the messages of a build say of decisions.

use super::*;

#[test]
fn the_original_of_a_replaced_claim_says_so_and_a_decision_of_several_fields_is_one() {
    let workdir = dataset();
    let values = fields(&[("speaker", "Lena Holt"), ("addressee", "Ada Moor")]);
    decide(&workdir, "news", "speech", "We agreed", Decided::Replaced(values));
    decide(&workdir, "table", "figure", "5120", Decided::Replaced(fields(&[("figure", "5.12"), ("time", "2011")])));
    let ran = workdir.build();
    assert!(ran.stdout.contains("2 decisions on claims used, 2 claims left out"), "{}{}", ran.stdout, ran.stderr);
    let marked: Vec<String> =
        quads(&workdir, &["--with-rejected"]).into_iter().filter(|l| is_marked_rejected(l)).collect();
    assert_eq!(marked.len(), 2, "{marked:#?}");
    let reviewed = |more: &[&str]| {
        let ran = workdir.run(&[&["query", "statements", "--format", "csv"], more].concat());
        let mut ends: Vec<String> =
            ran.stdout.lines().skip(1).map(|l| l.rsplit(',').next().unwrap().to_owned()).collect();
        ends.sort();
        ends
    };
    assert_eq!(reviewed(&[]), ["replaced"]);
    assert_eq!(reviewed(&["--with-rejected"]), ["rejected", "replaced"]);
    // Whoever replaced a claim has not read it as the program did.
    let view = DatasetView::showing(&workdir.dataset(), true, Shown::WithRejected).unwrap();
    let facts = Facts::of(&view);
    for claim in facts.subjects(choro::DECISION, term::REJECTED.as_str()) {
        assert_eq!(facts.objects(&claim, prov::WAS_ATTRIBUTED_TO), [""; 0], "{claim}");
    }
}

#[test]
fn why_a_decision_is_not_used_is_said_with_its_own_rule() {
    let workdir = dataset();
    let no_surroundings =
        ClaimDecision { before: String::new(), after: String::new(), ..on_cell("", "", "5120", Verdict::Rejected) };
    let elsewhere = on_cell("Upper Vale", "Area", "77124", Verdict::Rejected);
    let no_claim = ClaimDecision { words: "9".to_owned(), ..elsewhere.clone() };
    let no_type = ClaimDecision { claim: "rumour".to_owned(), ..elsewhere.clone() };
    append(&workdir, [no_surroundings, elsewhere, no_claim, no_type]);
    let ran = workdir.build();
    assert!(ran.stdout.contains("0 decisions on claims used, 4 to look at again"), "{}", ran.stdout);
    for (what, rule) in [
        ("before and after are empty", "in the same surroundings"),
        ("these words stand in other surroundings now", "in the same surroundings"),
        ("no claim of this type has these words any more", "while a claim of its type has its words"),
        ("there is no such type of claim", "decisions are made on types of claims that are read"),
    ] {
        assert!(ran.stderr.contains(what) && ran.stderr.contains(rule), "{what}: {}", ran.stderr);
    }
}

#[test]
fn tables_of_claims_say_how_they_were_read_and_whether_they_were_reviewed() {
    let workdir = dataset();
    decide(&workdir, "table", "figure", "5120", Decided::Accepted);
    decide(&workdir, "news", "speech", "We agreed", Decided::Replaced(fields(&[("speaker", "Lena Holt")])));
    workdir.build();
    let site = workdir.path("site");
    let ran = workdir.run(&["publish", "-o", site.to_str().unwrap()]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let page = |name: &str| fs::read_to_string(site.join(name)).unwrap();
    let place = page("place/upper-vale/index.html");
    assert_eq!(place.matches("<p class=\"only-reviewed\">").count(), 1);
    assert_eq!(place.matches("<tr class=\"reviewed\">").count(), 1);
    let who = "<a href=\"../../agent/ana-vell/index.html\">Ana Vell</a>";
    assert!(place.contains(">by rules, <a"), "{place}");
    assert!(place.contains(&format!(">accepted</a> by {who}</td></tr>")), "{place}");
    assert!(place.contains("by rules, <span class=\"soft\">not reviewed</span></td></tr>"), "{place}");
    let person = page("person/lena-holt/index.html");
    assert!(person.contains(&format!("by {who}, <a")) && person.contains(">replaced</a></td></tr>"), "{person}");
    // Where nothing is reviewed, there is nothing to choose.
    assert!(!page("place/lower-marsh/index.html").contains("only-reviewed"));
    let list = page("claim/index.html");
    assert!(list.contains("<li class=\"reviewed\">") && list.contains("only-reviewed"), "{list}");
}

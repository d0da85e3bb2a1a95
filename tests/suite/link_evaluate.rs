//! Tests the scores of linking against gold: links accepted without review, right ones among them, and links found end to end.
//! The items and the news are fictional.

use super::support::Workdir;

/// An item with a class and a number of sitelinks.
fn item(id: u32, label: &str, class: u32, sitelinks: usize) -> String {
    let links: Vec<String> =
        (0..sitelinks).map(|n| format!("\"s{n}\":{{\"site\":\"s{n}\",\"title\":\"t\"}}")).collect();
    format!(
        "{{\"type\":\"item\",\"id\":\"Q{id}\",\"labels\":{{\"en\":{{\"language\":\"en\",\"value\":\"{label}\"}}}},\"claims\":{{\"P31\":[{{\"mainsnak\":\
         {{\"snaktype\":\"value\",\"datavalue\":{{\"value\":{{\"id\":\"Q{class}\"}},\"type\":\"wikibase-entityid\"}}}},\"rank\":\"normal\"}}]}},\
         \"sitelinks\":{{{}}}}}",
        links.join(",")
    )
}

/// A person with a less known namesake, a family name, and a city and a film with one name.
fn dump() -> String {
    let items = [
        item(901, "human", 909, 0),
        item(902, "city", 909, 0),
        item(903, "film", 909, 0),
        item(904, "family name", 909, 0),
        item(1001, "Mary Velden", 901, 60),
        item(1002, "Mary Velden", 901, 0),
        item(1003, "Velden", 904, 5),
        item(1004, "Farport", 902, 80),
        item(1005, "Farport", 903, 2),
    ];
    format!("[\n{}\n]\n", items.join(",\n"))
}

const GOLD: &str = "doc\ttype\tmention\titem\n\
     news\tPER\tMary Velden\tQ1001\n\
     news\tLOC\tFarport\tQ1004\n\
     news\tPER\tJohn Someone\tnone\n\
     news\tPER\tElsewhere Man\tQ7777\n";

#[test]
fn accepted_links_are_scored_given_the_spans_and_end_to_end() {
    let workdir = Workdir::new();
    workdir.write("dump.json", dump());
    workdir.write("gold.tsv", GOLD);
    workdir.write(
        "text/news.txt",
        "Foreign Minister Mary Velden met John Someone in Farport on Monday. \"We agreed,\" Mary Velden said. Elsewhere Man did not speak.\n",
    );
    let path = |name: &str| workdir.path(name).display().to_string();
    let (dump, index, gold) = (path("dump.json"), path("x.wd"), path("gold.tsv"));
    let ran = workdir.run(&["wikidata", "index", &dump, "-o", &index]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let ran = workdir.run(&["link", "evaluate", &index, &gold, "--errors"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let output: String = ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    for expected in [
        "2 mentions with an item of the index",
        "1 mentions with no item",
        "1 mentions whose item the index lacks",
        "its item is the first ┆ 2 of 2 (100.0)",
        "accepted, right (precision) ┆ 2 of 2 (100.0)",
        "(coverage) ┆ 2 of 2 (100.0)",
    ] {
        assert!(output.contains(expected), "{expected}: {}", ran.stdout);
    }
    // Mary Velden is named twice, and the gold marks her once.
    assert!(output.contains("strong: span and item ┆ 2 ┆ 3 ┆ 2 ┆ 66.7 ┆ 100.0 ┆ 80.0"), "{}", ran.stdout);

    // If the gold has another item, the accepted link is wrong and is listed.
    workdir.write("gold.tsv", GOLD.replace("Q1004", "Q1005"));
    let ran = workdir.run(&["link", "evaluate", &index, &gold, "--errors"]);
    let output: String = ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(output.contains("accepted, right (precision) ┆ 1 of 2 (50.0)"), "{}", ran.stdout);
    assert!(output.contains("Farport: Q1005; accepted: Q1004 (Farport)"), "{}", ran.stdout);
}

/// Links the gold with an index of some items; returns the table and the list of mistakes, with white space collapsed.
fn evaluated(workdir: &Workdir, items: &[String], text: &str, gold: &str) -> String {
    let path = |name: &str| workdir.path(name).display().to_string();
    workdir.write("dump.json", format!("[\n{}\n]\n", items.join(",\n")));
    workdir.write("text/news.txt", text);
    workdir.write("gold.tsv", format!("doc\ttype\tmention\titem\n{gold}"));
    let ran = workdir.run(&["wikidata", "index", &path("dump.json"), "-o", &path("x.wd")]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let ran = workdir.run(&["link", "evaluate", &path("x.wd"), &path("gold.tsv"), "--errors"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn without_sitelinks_the_item_made_early_is_the_known_one() {
    let (city, film) = (item(902, "city", 909, 0), item(903, "film", 909, 0));
    let items = [city, film, item(105, "Farport", 902, 0), item(80_000_001, "Farport", 902, 0)];
    let text = "They met in Farport on Monday.\n";
    let workdir = Workdir::new();
    let known = evaluated(&workdir, &items, text, "news\tLOC\tFarport\tQ105\n");
    assert!(known.contains("accepted, right (precision) ┆ 1 of 1 (100.0)"), "{known}");
    // If sitelinks are known, an item without any counts as little known, even if it was created early.
    let items = [&items[..], &[item(1001, "Elsewhere", 902, 3)]].concat();
    let unknown = evaluated(&workdir, &items, text, "news\tLOC\tFarport\tQ105\n");
    assert!(unknown.contains("accepted, right (precision) ┆ 0 of 0"), "{unknown}");
}

#[test]
fn a_team_is_not_the_place_of_its_name() {
    let text = "Latvia captain Olga Petrenko left.\n";
    let gold = "news\tORG\tLatvia\tQ1002\n";
    let classes = [item(902, "city", 909, 0), item(905, "football team", 909, 0)];
    let workdir = Workdir::new();
    for (of, first) in [([902, 905], "1 of 1"), ([777, 777], "0 of 1")] {
        let items = [item(1001, "Latvia", of[0], 90), item(1002, "Latvia", of[1], 30)];
        let output = evaluated(&workdir, &[&classes[..], &items[..]].concat(), text, gold);
        assert!(output.contains(&format!("its item is the first ┆ {first}")), "{output}");
        // Which team of the place, only a person can tell.
        assert!(output.contains("accepted, right (precision) ┆ 0 of 0"), "{output}");
    }
}

#[test]
fn a_part_of_a_longer_name_has_the_candidates_of_that_name_and_is_not_accepted() {
    let items =
        [item(905, "agency", 909, 0), item(1001, "Tarsk", 909, 80), item(1002, "Ministry of Fish of Tarsk", 905, 1)];
    let text = "The Ministry of Fish of Tarsk agreed.\n";
    let workdir = Workdir::new();
    let output = evaluated(&workdir, &items, text, "news\tORG\tMinistry\tQ1002\n");
    assert!(output.contains("its item is the first ┆ 1 of 1"), "{output}");
    assert!(output.contains("accepted, right (precision) ┆ 0 of 0"), "{output}");
    assert!(output.contains("a part of the longer name Ministry of Fish of Tarsk in the text"), "{output}");
    let output = evaluated(&workdir, &items, text, "news\tORG\tMinistry of Fish of Tarsk\tQ1002\n");
    assert!(output.contains("accepted, right (precision) ┆ 1 of 1"), "{output}");
}

#[test]
fn a_company_with_and_without_its_legal_form() {
    let items = [
        item(905, "company", 909, 0),
        item(906, "fruit", 909, 0),
        item(1001, "Tarsk Inc.", 905, 20),
        item(1002, "tarsk", 906, 60),
        item(1003, "Velden", 905, 20),
    ];
    let text = "The company Tarsk sued Velden PLC on Monday.\n";
    let gold = "news\tORG\tTarsk\tQ1001\nnews\tORG\tVelden PLC\tQ1003\n";
    let output = evaluated(&Workdir::new(), &items, text, gold);
    assert!(output.contains("accepted, right (precision) ┆ 2 of 2"), "{output}");
}

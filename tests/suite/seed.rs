//! Tests a page with a fact box and an article in one text file. The original page is used if it lies beside the checkout; the
//! project's own page of the same structure is always used.

use super::support::{Facts, Workdir, repository};
use chorograph::base::vocab::{choro, dcterms, oa, prov, qudt, rdfs, term, unit};
use std::fs;

/// Expected records: key of the gazetteer, name, EDTF, first and last day, precision, and km2.
const RECORDS: [(&str, &str, &str, &str, &str, &str); 9] = [
    ("nagorno-karabakh", "1988/1992", "1988-01-01", "1992-12-31", "interval", "4400"),
    ("shusha", "1992-05-08", "1992-05-08", "1992-05-08", "day", "289"),
    ("lachin", "1992-05-18", "1992-05-18", "1992-05-18", "day", "1840"),
    ("kalbajar", "1993-04-02", "1993-04-02", "1993-04-02", "day", "3054"),
    ("aghdam", "1993-07-23", "1993-07-23", "1993-07-23", "day", "1150"),
    ("fizuli", "1993-08-23", "1993-08-23", "1993-08-23", "day", "1390"),
    ("jabrayil", "1993-08-23", "1993-08-23", "1993-08-23", "day", "1050"),
    ("gubadli", "1993-08-31", "1993-08-31", "1993-08-31", "day", "802"),
    ("zangilan", "1993-10-29", "1993-10-29", "1993-10-29", "day", "707"),
];

const METADATA: &str = "publisher = \"Virtual Karabakh\"\nlanguage = \"en\"\n";

/// The original page, if present, and the project's own page.
fn pages() -> Vec<String> {
    let mut pages = Vec::new();
    let own = fs::read_to_string(repository("data/sources/fact-box.txt")).unwrap();
    let article = fs::read_to_string(repository("data/sources/article.txt")).unwrap();
    pages.push(format!("{}\n\n{article}", own.trim_end()));
    for entry in fs::read_dir(repository("../shared/seeds")).into_iter().flatten().flatten() {
        if entry.path().extension().is_some_and(|e| e == "txt") {
            pages.push(fs::read_to_string(entry.path()).unwrap());
        }
    }
    pages
}

/// Builds a page with the gazetteer of the repository and no other source.
fn built(page: &str) -> (Workdir, Facts) {
    let workdir = Workdir::of_data();
    for name in ["article.txt", "article.meta.toml", "fact-box.txt", "fact-box.meta.toml"] {
        workdir.remove(&format!("sources/{name}"));
    }
    workdir.write("sources/page.txt", page);
    workdir.write("sources/page.meta.toml", METADATA);
    let ran = workdir.build();
    assert_eq!(ran.stderr, "");
    let facts = workdir.facts();
    (workdir, facts)
}

#[test]
fn nine_changes_of_control_and_nine_areas() {
    for page in pages() {
        let (workdir, facts) = built(&page);
        let base = workdir.dataset().config.base;
        let source = facts.source(&base, "page");
        let place = |key: &str| format!("{base}place/{key}");
        let text: Vec<char> = page.chars().collect();
        assert_eq!(source.of_class(choro::CONTROL_CHANGE_CLAIM).len(), 9);
        assert_eq!(source.of_class(choro::AREA_CLAIM).len(), 9);
        assert_eq!(source.of_class(choro::RECORD).len(), 9);
        for (key, edtf, earliest, latest, precision, km2) in RECORDS {
            let about = source.subjects(choro::ABOUT_PLACE, &place(key));
            assert_eq!(about.len(), 2, "{key}");
            let (area, control) = (&about[0], &about[1]);
            let time = source.object(control, choro::TIME).unwrap();
            let said = [choro::EDTF, choro::EARLIEST, choro::LATEST, choro::DATE_PRECISION]
                .map(|p| source.object(&time, p).unwrap());
            assert_eq!(said, [edtf, earliest, latest, &format!("{}{precision}", term::NAMESPACE)], "{key}");
            assert_eq!(source.object(control, choro::CHANGE_TYPE).unwrap(), term::CONTROL_CHANGE.as_str());
            let quantity = source.object(area, choro::AREA).unwrap();
            let said = [qudt::NUMERIC_VALUE, choro::SQUARE_KILOMETRES, choro::LEXICAL_FORM, qudt::HAS_UNIT]
                .map(|p| source.object(&quantity, p).unwrap());
            assert_eq!(said, [km2, km2, &format!("{km2} km2"), unit::KILO_M2.as_str()], "{key}");
            assert_eq!(source.object(area, choro::AREA_KIND).unwrap(), term::AREA_UNSPECIFIED.as_str());
            assert_eq!(source.object(area, choro::VERBATIM).unwrap(), format!("territory {km2} km2"));
            for claim in [area, control] {
                let span = source.object(claim, choro::ANCHORED_AT).unwrap();
                let at = [oa::START, oa::END].map(|p| source.object(&span, p).unwrap().parse::<usize>().unwrap());
                let words: String = text[at[0]..at[1]].iter().collect();
                assert_eq!(source.object(claim, choro::VERBATIM).unwrap(), words);
                // The words are on the line of their record, which begins with the name.
                let record = source.object(claim, choro::FROM_RECORD).unwrap();
                let line = source.object(&record, choro::VERBATIM).unwrap();
                let label = facts.object(&place(key), rdfs::LABEL).unwrap();
                assert!(line.starts_with(&format!("{label}: ")) && line.contains(&words), "{line}: {words}");
            }
        }
    }
}

#[test]
fn nothing_is_invented() {
    for page in pages() {
        let (_, facts) = built(&page);
        // The sum of the nine, and of the eight without the first.
        let sums = ["15682", "11282"];
        for quad in &facts.0 {
            assert!(
                ![choro::GAINING_PARTY.as_str(), choro::LOSING_PARTY.as_str()].contains(&quad.predicate.as_str()),
                "{quad}"
            );
            let object = quad.object.to_string();
            assert!(!sums.iter().any(|sum| object.starts_with(&format!("\"{sum}"))), "{quad}");
            assert!(!quad.to_string().contains("sameAs"), "{quad}");
            assert!(!quad.to_string().contains("_:"), "{quad}");
        }
        // The article gives one man different roles; the box contradicts nothing.
        let [disagreement] = &facts.of_class(choro::DISAGREEMENT)[..] else {
            panic!("{:?}", facts.of_class(choro::DISAGREEMENT))
        };
        assert_eq!(facts.object(disagreement, choro::ASPECT).unwrap(), term::ASPECT_ROLE.as_str());
    }
}

#[test]
fn the_box_and_the_article_are_two_voices() {
    for page in pages() {
        let (workdir, facts) = built(&page);
        let base = workdir.dataset().config.base;
        let boxes = facts.of_class(choro::FACT_BOX);
        let articles = facts.of_class(choro::ARTICLE);
        assert_eq!(boxes, [format!("{base}box/virtual-karabakh/the-occupation-in-figures")]);
        assert_eq!(articles, [format!("{base}source/page/article")]);
        assert_eq!(facts.object(&boxes[0], dcterms::TITLE).unwrap(), "The Occupation in Figures");
        let agent = format!("{base}agent/virtual-karabakh");
        for part in [&boxes[0], &articles[0]] {
            assert_eq!(facts.object(part, prov::WAS_ATTRIBUTED_TO).unwrap(), agent);
            assert_eq!(facts.object(part, dcterms::IS_PART_OF).unwrap(), format!("{base}source/page"));
        }
        for claim in facts.of_class(choro::CONTROL_CHANGE_CLAIM).iter().chain(&facts.of_class(choro::AREA_CLAIM)) {
            assert_eq!(facts.object(claim, choro::REPORTED_IN).unwrap(), boxes[0]);
            assert_eq!(facts.object(claim, choro::ASSERTED_BY).unwrap(), agent);
        }
    }
}

#[test]
fn the_headline_is_one_and_names_are_found() {
    for page in pages() {
        let (workdir, facts) = built(&page);
        let base = workdir.dataset().config.base;
        let article = format!("{base}source/page/article");
        let title = facts.object(&article, dcterms::TITLE).unwrap();
        assert!(title.ends_with("deputy FM"), "{title}");
        assert_eq!(page.matches(&title).count(), 2, "the page prints it twice");
        let text: Vec<char> = page.chars().collect();
        let paragraphs = facts.of_class(choro::PARAGRAPH);
        for paragraph in &paragraphs {
            let at = [oa::START, oa::END].map(|p| facts.object(paragraph, p).unwrap().parse::<usize>().unwrap());
            let words: String = text[at[0]..at[1]].iter().collect();
            assert_ne!(words, title);
            assert!(!words.contains("territory 289 km2"), "{words}");
        }
        let positions: std::collections::BTreeSet<usize> =
            paragraphs.iter().map(|p| facts.object(p, choro::POSITION).unwrap().parse().unwrap()).collect();
        assert!(positions.into_iter().eq(1..=paragraphs.len()) && paragraphs.len() >= 8, "{}", paragraphs.len());
        for entity in [
            "person/grigory-karasin",
            "organisation/interfax",
            "organisation/osce-minsk-group",
            "place/vienna",
            "place/geneva",
            "place/moscow",
            "place/armenian-ssr",
            "place/azerbaijani-ssr",
            "organisation/osce-observation-mission",
            "organisation/osce-ministerial-council",
            "place/contact-line",
            "place/united-states",
            "place/france",
            "place/yerevan",
            "place/baku",
            "event/nagorno-karabakh-conflict",
        ] {
            let mentions = facts.subjects(choro::DENOTES, &format!("{base}{entity}"));
            assert!(!mentions.is_empty(), "{entity}");
            for mention in mentions {
                let whole = facts.object(&mention, dcterms::IS_PART_OF).unwrap();
                assert!(whole == article || whole.starts_with(&format!("{base}source/page/paragraph/")), "{whole}");
            }
        }
        // The box is not prose: its names are records, not mentions.
        assert_eq!(facts.subjects(choro::DENOTES, &format!("{base}place/zangilan")), Vec::<String>::new());
    }
}

//! Articles that are not in English, and very short ones: no rules of another language are applied, and nothing is left
//! out without a note.

use super::support::Workdir;
use chorograph::base::vocab::{choro, oa};

const NAMES: &str = "id,kind,names,wikidata,evidence\nvena,city,Вена@ru|Wien@de|Vienna@en,,\nokoro,person,Okoro@en,,\n";
const RUSSIAN: &str =
    "Сегодня министр встретился с послом. Вена ждёт. Он добавил: «Переговоры продолжатся в мае 2023 года».";

/// The words of all mentions, and the number of claims from prose.
fn found(workdir: &Workdir) -> (Vec<String>, usize) {
    let facts = workdir.facts();
    let mut words: Vec<String> =
        facts.of_class(choro::MENTION).iter().filter_map(|m| facts.object(m, oa::EXACT)).collect();
    words.sort();
    let claims = [choro::UTTERANCE_CLAIM, choro::ROLE_CLAIM, choro::EVENT_CLAIM, choro::TIME_MENTION];
    (words, claims.iter().map(|class| facts.of_class(*class).len()).sum())
}

fn notes(stderr: &str) -> Vec<&str> {
    stderr.lines().filter(|l| l.starts_with("note: ")).collect()
}

#[test]
fn of_another_language_what_is_safe_is_read_and_a_note_reports_it() {
    const ITS_LANGUAGE: &str = "which its words are not in";
    for (name, text, meta, language, expected) in [
        ("a.txt", RUSSIAN, "language = \"ru\"", "Russian: names, dates, quotations and roles are read", 3),
        ("a.txt", RUSSIAN, "", "Russian: names, dates, quotations and roles are read", 3),
        ("a.txt", RUSSIAN, "language = \"en\"", ITS_LANGUAGE, 3),
        (
            "a.txt",
            "Der Minister traf gestern in Wien den Botschafter. Er sagte, dass die Gespräche im Mai weitergehen werden.",
            "",
            "German: names of the gazetteer",
            0,
        ),
        ("a.txt", "Okoro traf Marlow.", "language = \"de\"\nkind = \"article\"", "German: names of the gazetteer", 0),
        (
            "a.html",
            "<html lang=\"fr\"><title>Wien</title><body><article><h1>Wien</h1><p>Der Minister traf gestern in Wien den \
             Botschafter und sagte, dass die Gespräche im Mai 2020 weitergehen werden.</p></article></body></html>",
            "",
            ITS_LANGUAGE,
            1,
        ),
    ] {
        let workdir = Workdir::new();
        workdir.write("gazetteer/names.csv", NAMES);
        workdir.write(&format!("sources/{name}"), text);
        workdir.write("sources/a.meta.toml", meta);
        let ran = workdir.build();
        let notes = notes(&ran.stderr);
        assert_eq!(notes.len(), 1, "{text}: {}", ran.stderr);
        assert!(notes[0].contains("this text is in ") && notes[0].contains(language), "{text}: {}", notes[0]);
        let (words, claims) = found(&workdir);
        assert!(
            !words.is_empty() && words.iter().all(|w| ["Вена", "Wien", "Okoro"].contains(&w.as_str())),
            "{words:?}"
        );
        assert_eq!(claims, expected, "{text}");
    }
}

#[test]
fn english_stays_english() {
    let text =
        "Okoro met Marlow in Geneva on Monday. “Сегодня хорошо,” said Okoro, who had come from Wien with his son.";
    for meta in ["", "language = \"en-GB\""] {
        let workdir = Workdir::new();
        workdir.write("gazetteer/names.csv", NAMES);
        workdir.write("sources/a.txt", text);
        workdir.write("sources/a.meta.toml", meta);
        assert_eq!(workdir.build().stderr, "");
        let (words, claims) = found(&workdir);
        assert!(words.contains(&"Geneva".to_owned()) && !words.iter().any(|w| w.contains("Сегодня")), "{words:?}");
        assert!(claims > 1);
    }
    // A page may state one language for a whole site.
    let workdir = Workdir::new();
    workdir.write("sources/a.txt", text);
    workdir.write("sources/a.meta.toml", "language = \"ru\"");
    let ran = workdir.build();
    assert!(notes(&ran.stderr)[0].contains("\"ru\": this text is in English"), "{}", ran.stderr);
    assert!(found(&workdir).1 > 1);
}

#[test]
fn a_paragraph_in_another_language_is_read_for_itself() {
    let workdir = Workdir::new();
    workdir.write("gazetteer/names.csv", NAMES);
    let english = "Okoro met Marlow in Geneva on Monday, before the rain came down on the dry fields.";
    workdir.write("sources/a.txt", format!("{english}\n\n{RUSSIAN}\n"));
    let ran = workdir.build();
    assert!(notes(&ran.stderr)[0].contains("a.txt:3:1: ") && ran.stderr.contains("1 of 2 paragraphs is in Russian"));
    let (words, claims) = found(&workdir);
    assert_eq!(words, ["Geneva", "Marlow", "Okoro", "Вена"]);
    assert_eq!(claims, 5, "a meeting and its Monday; today, words of someone and their month");
}

#[test]
fn short_articles_are_read() {
    for (text, meta) in [
        ("Okoro met Marlow in Geneva.", ""),
        ("Okoro met Marlow in Geneva.", "kind = \"article\""),
        ("Okoro met Marlow", "kind = \"article\""),
        ("Geneva talks\n\nOkoro met Marlow.", ""),
        ("Okoro\n\nOkoro\n", "kind = \"article\""),
    ] {
        let workdir = Workdir::new();
        workdir.write("sources/a.txt", text);
        workdir.write("sources/a.meta.toml", meta);
        assert_eq!(workdir.build().stderr, "", "{text}");
        assert_eq!(workdir.facts().of_class(choro::ARTICLE).len(), 1, "{text}");
        assert!(found(&workdir).0.iter().any(|w| w == "Okoro"), "{text}");
    }
    let workdir = Workdir::new();
    workdir.write(
        "sources/a.jsonl",
        "{\"id\":\"1\",\"text\":\"Okoro met Marlow in Geneva.\"}\n{\"id\":\"2\",\"text\":\"Okoro, Marlow\"}\n",
    );
    workdir.write(
        "sources/b.rss",
        "<rss version=\"2.0\"><channel><title>Post</title><item><title>Talks</title><guid>https://p.example/1</guid>\
         <description>Okoro met Marlow.</description></item></channel></rss>",
    );
    let ran = workdir.run(&["build"]);
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.stderr.contains("its longest line has 2 words, and prose has 12 or is a sentence with its full stop")
            && ran.stderr.contains("if it is an article, write kind = \"article\" in its .meta.toml"),
        "{}",
        ran.stderr
    );
    assert_eq!(workdir.facts().of_class(choro::ARTICLE).len(), 2);
}

#[test]
fn a_remark_beside_a_fact_box_is_not_an_article() {
    let workdir = Workdir::new();
    workdir
        .write("sources/a.txt", "Akna: 1992, territory 289 km2; Bor: 1993, territory 5 km2\n\nAll figures are old.\n");
    let ran = workdir.build();
    assert!(ran.stderr.contains("this line is neither a record nor prose and was left out"), "{}", ran.stderr);
    assert_eq!(workdir.facts().of_class(choro::ARTICLE).len(), 0);
}

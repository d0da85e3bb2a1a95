//! Articles in several languages, read as a whole.

use crate::dataset::gazetteer::Gazetteer;
use crate::extract::Extractor;
use crate::extract::code::Code;
use crate::extract::finding::{EntityType, Findings, SpeechKind};
use crate::extract::language;
use crate::read::record::Article;

fn article(text: &str) -> Article {
    let mut paragraphs = Vec::new();
    let mut at = 0;
    for line in text.split('\n') {
        paragraphs.push(at..at + line.len());
        at += line.len() + 1;
    }
    Article { title: None, paragraphs }
}

fn read(text: &str, stated: Option<&str>) -> Findings {
    let published = crate::base::time::TimeExtent::from_edtf("2021-06-10");
    Extractor::new(&Gazetteer::default()).read_in(stated, text, &article(text), published.as_ref())
}

/// Names, times and quotations in one line.
fn shown(text: &str, stated: Option<&str>) -> String {
    let found = read(text, stated);
    let mut all: Vec<String> = found.mentions.iter().map(|m| text[m.range.clone()].to_owned()).collect();
    let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "?".to_owned());
    all.extend(found.times.iter().map(|t| format!("{}={}", &text[t.range.clone()], value(&t.value))));
    all.extend(found.quotations.iter().map(|q| {
        let speaker = q.speaker.as_ref().map_or("-", |s| &text[s.range.clone()]);
        format!("[{speaker}: {}]", &text[q.content[0].clone()])
    }));
    assert!(found.events.is_empty() && found.roles.is_empty() && found.places.is_empty(), "{text}");
    all.join("; ")
}

#[test]
fn of_a_language_without_rules_only_what_is_safe_is_read() {
    for (text, stated, expected) in [
        (
            "Der Minister traf am 15. Mai 2020 in Wien den Botschafter. „Wir sprechen im Juni weiter“, sagte Hans Holt in Russland.",
            None,
            "Wien; Russland; 15. Mai 2020=2020-05-15; [-: Wir sprechen im Juni weiter]",
        ),
        (
            "Le ministre a rencontré l’ambassadeur à Vienne le 1er mai 2020 et a dit : « Nous allons continuer. »",
            None,
            "Vienne; 1er mai 2020=2020-05-01; [-: Nous allons continuer.]",
        ),
        (
            "Міністр зустрівся з послом 15 травня 2020 року. Азербайджан чекає. «Перемовини триватимуть», — сказав Олег Гора.",
            None,
            "Азербайджан; 15 травня 2020 року=2020-05-15; [-: Перемовини триватимуть]",
        ),
        (
            "Nazir 15 may 2020-ci ildə səfirlə görüşüb. Azərbaycan danışıqları davam etdirməyə hazırdır, o bildirib.",
            None,
            "Azərbaycan; 15 may 2020-ci ildə=2020-05-15",
        ),
        ("التقى الوزير السفير يوم 15.05.2020 وقال إن المحادثات مستمرة في تركيا.", None, "تركيا; 15.05.2020=2020-05-15"),
        ("部长昨天在维也纳会见了大使。他说谈判将继续。", None, ""),
    ] {
        assert_eq!(shown(text, stated), expected, "{text}");
    }
}

#[test]
fn languages_of_which_nothing_is_known_are_read_once() {
    let text = "Il ministro ha incontrato ieri l'ambasciatore e ha detto che i colloqui continueranno il 15.05.2020.\n\
                El ministro se reunió ayer con el embajador y dijo que las conversaciones continuarán el 16.05.2020.\n\
                Министр кеше елордада көрші елдің елшісімен кездесіп, келіссөздердің барысын талқылады, 17.05.2020.";
    let languages = language::languages(text, &article(text), None);
    assert_eq!(languages.paragraphs, ["it", "es", "und"].map(Code::of));
    let expected = "15.05.2020=2020-05-15; 16.05.2020=2020-05-16; 17.05.2020=2020-05-17";
    assert_eq!(shown(text, None), expected);
}

#[test]
fn a_name_of_a_place_is_not_read_in_a_longer_name_or_in_another_case() {
    for (text, expected) in [
        // A case that the list does not have, a surname, a part of a name.
        ("Делегація прибула до Азербайджану вчора, повідомили у міністерстві закордонних справ країни.", ""),
        ("Директор Олег Баку зустрівся з послом та обговорив з ним перебіг перемовин.", ""),
    ] {
        assert_eq!(shown(text, Some("uk")), expected, "{text}");
    }
}

#[test]
fn each_paragraph_has_its_language() {
    let english = "The minister met the ambassador in Vienna on Monday, and spoke of the talks with him.";
    let russian = "Министр встретился с послом и сказал, что переговоры продолжатся.";
    let ukrainian = "Міністр зустрівся з послом сусідньої країни та обговорив з ним перебіг перемовин у столиці.";
    let german = "Der Minister traf gestern in der Hauptstadt den Botschafter des Nachbarlandes und sprach mit ihm.";
    let kazakh = "Министр кеше елордада көрші елдің елшісімен кездесіп, келіссөздердің барысын талқылады.";
    for (text, stated, expected) in [
        (english, None, "en"),
        (english, Some("ru"), "en"),
        (russian, None, "ru"),
        (russian, Some("en"), "ru"),
        (russian, Some("de"), "ru"),
        (ukrainian, None, "uk"),
        (ukrainian, Some("ru"), "uk"),
        (german, None, "de"),
        (german, Some("fr"), "de"),
        (kazakh, None, "und"),
        (kazakh, Some("kk"), "kk"),
        // Too short for evidence: the stated language, or the rest of the article.
        ("Okoro traf Marlow.", Some("de"), "de"),
        ("Ош, Баткен", Some("ru"), "ru"),
        ("Ош, Баткен", None, "und"),
        // A table of names.
        ("Имя Фамилия Город Страна Иван Орлов Баку Азербайджан Анна Лунина Москва Россия", None, "ru"),
    ] {
        let languages = language::languages(text, &article(text), stated);
        assert_eq!(languages.paragraphs, [Code::of(expected)], "{text} {stated:?}");
    }
    let text = format!("{russian}\n{english}\n{ukrainian}\nДа.\n{russian}");
    let languages = language::languages(&text, &article(&text), None);
    assert_eq!(languages.paragraphs, ["ru", "en", "uk", "ru", "ru"].map(Code::of));
}

#[test]
fn a_quotation_in_another_language_is_read_where_it_stands() {
    let text = "“Сегодня хорошо,” said Petra Holt in Vienna on Monday, and the guards let her go at last.";
    let found = read(text, None);
    assert_eq!(found.quotations.len(), 1);
    let speaker = found.quotations[0].speaker.as_ref().map(|speaker| &text[speaker.range.clone()]);
    assert_eq!(speaker, Some("Petra Holt"));
    let text = "Министр Иван Орлов сказал на встрече с послом, что переговоры продолжатся.\n\
                The ambassador, Petra Holt, said in Vienna that the talks would go on and that she was glad of it.";
    let found = read(text, Some("ru"));
    let persons = found.entities.iter().filter(|entity| entity.kind == EntityType::Person);
    let names: Vec<&str> = persons.map(|entity| entity.name.as_str()).collect();
    assert_eq!(names, ["Иван Орлов", "Petra Holt"]);
    let speakers: Vec<Option<usize>> =
        found.quotations.iter().map(|q| q.speaker.as_ref().and_then(|speaker| speaker.entity)).collect();
    assert_eq!(speakers, [Some(0), Some(1)], "{:?}", found.quotations);
    assert!(found.quotations.iter().all(|q| q.kind == SpeechKind::Indirect));
    assert!(found.mentions.windows(2).all(|pair| pair[0].range.start < pair[1].range.start));
}

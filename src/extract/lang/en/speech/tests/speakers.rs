//! The right speaker or none, by sentences of each form. No gazetteer is used.

use super::article;
use crate::dataset::gazetteer::Gazetteer;
use crate::extract::Extractor;
use crate::extract::given::Given;
use std::sync::LazyLock;

pub(super) static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(|| Extractor::new(&Gazetteer::default()));

/// For each quotation in turn, the entity of the speaker, `-` for none.
pub(super) fn speakers(text: &str) -> Vec<String> {
    let found = EXTRACTOR.read(text, &article(text), None);
    let name = |entity: Option<usize>| entity.map_or("-".to_owned(), |e| found.entities[e].name.clone());
    found.quotations.iter().map(|q| name(q.speaker.as_ref().and_then(|v| v.entity))).collect()
}

/// Checks what follows a sentence in which another speaks.
fn after_another(sentences: &[(&str, &str)]) {
    for (text, expected) in sentences {
        let text = format!("Ivo Marr said that the wells had run dry. {text}");
        let found = speakers(&text);
        assert_eq!(found.first().map(String::as_str), Some("Ivo Marr"), "{text}");
        assert_eq!(found[1..].join("; "), *expected, "{text}");
    }
}

fn each(sentences: &[(&str, &str)]) {
    for (text, expected) in sentences {
        assert_eq!(speakers(text).join("; "), *expected, "{text}");
    }
}

#[test]
fn a_speaker_behind_the_verb() {
    after_another(&[
        ("“We have the spring,” said Lena Holt calmly.", "Lena Holt"),
        ("“We have the spring,” said Lena Holt to reporters.", "Lena Holt"),
        ("“We have the spring,” said Lena Holt calmly to reporters.", "Lena Holt"),
        ("“We have the spring,” said Lena Holt, the mayor of Osh, on Monday.", "Lena Holt"),
        ("“We have the spring,” said the mayor of Osh, Lena Holt, on Monday.", "Lena Holt"),
        ("“We have the spring,” said Mayor Lena Holt in a low voice.", "Lena Holt"),
        ("“We have the spring,” added Lena Holt with a smile.", "Lena Holt"),
        ("“We have the spring,” told reporters Lena Holt.", "Lena Holt"),
        ("“We have the spring,” said a smiling Lena Holt.", "Lena Holt"),
        ("“We have the spring,” smiled Lena Holt.", "Lena Holt"),
        ("“We have the spring,” replied Lena Holt angrily when asked.", "Lena Holt"),
        ("“We have the spring,” said Lena Holt two days later.", "Lena Holt"),
        ("“We have the spring,” said Lena Holt of the Water Board.", "Lena Holt"),
        ("“We have the spring,” insisted Holt's deputy, Karl Bauer.", "Karl Bauer"),
        ("“We have the spring,” said Lena Holt, chairwoman and chief engineer of the board.", "Lena Holt"),
        ("“We have the spring.” – Lena Holt.", "Lena Holt"),
        ("The spring, said Lena Holt calmly, was still there.", "Lena Holt"),
        ("“We have the spring,” quietly said Lena Holt.", "Lena Holt"),
    ]);
}

#[test]
fn the_object_of_a_question_is_not_the_speaker() {
    each(&[
        ("Asked about Lena Holt, the minister said: “She is a friend.”", "-"),
        ("After talks with Lena Holt, the minister said that it rained.", "-"),
        ("Praising Lena Holt, the mayor said that it rained.", "-"),
        ("After he met Lena Holt, the minister said that it rained.", "-"),
        ("When she saw Lena Holt, the minister said that it rained.", "-"),
        ("A woman who met Lena Holt said the plan was a sham.", "-"),
        ("The man who shot Lena Holt said he was sorry.", "-"),
        ("A man posing as Lena Holt said the plan was a sham.", ""),
        ("Lena Holt, the mayor, said that it rained.", "Lena Holt"),
        ("Lena Holt, the mayor of Osh, said: “It rains.”", "Lena Holt"),
    ]);
}

#[test]
fn neither_of_two_has_said_it() {
    assert_eq!(speakers("Neither Lena Holt nor Karl Bauer said the plan was a sham."), [""; 0]);
    assert_eq!(speakers("Neither the mayor nor her deputy said that it rained."), [""; 0]);
}

#[test]
fn denied_asked_and_imagined_speech_is_not_a_quotation() {
    for text in [
        "It is not true that Lena Holt said the plan was a sham.",
        "It is false that Lena Holt said the plan was a sham.",
        "Nobody believes that Lena Holt said the plan was a sham.",
        "I doubt that Lena Holt said the plan was a sham.",
        "Rumours that Lena Holt said the plan was a sham are false.",
        "The report that Lena Holt said the plan was a sham was denied.",
        "Imagine Lena Holt said the plan was a sham.",
        "Did Lena Holt say the plan was a sham?",
        "Why did Lena Holt say the plan was a sham?",
        "Has Lena Holt said the plan was a sham?",
        "Had Lena Holt said that the plan was a sham, Karl Bauer would have left.",
        "Either Lena Holt or Karl Bauer said the plan was a sham.",
        "Lena Holt never said: “The plan is a sham.”",
        "Lena Holt did not say “the plan is a sham”.",
        "Lena Holt didn't say “the plan is a sham”.",
        "“The plan is a sham,” Lena Holt did not say.",
        "Lena Holt was misquoted as saying “the plan is a sham”.",
        "It is not true that Lena Holt said “the plan is a sham”.",
    ] {
        assert_eq!(speakers(text), [""; 0], "{text}");
    }
    each(&[
        ("There is no doubt that Lena Holt said the plan was a sham.", "Lena Holt"),
        ("It is true that Lena Holt said the plan was a sham.", "Lena Holt"),
        ("It was not until Monday that Lena Holt said the plan was a sham.", "Lena Holt"),
        ("Only then did Lena Holt say that the plan was a sham.", "Lena Holt"),
        ("Lena Holt did not smile. She said: “The plan is a sham.”", "Lena Holt"),
    ]);
}

#[test]
fn no_speaker_rather_than_the_previous_one() {
    after_another(&[
        ("“We have the spring,” said the shopkeeper calmly.", "-"),
        ("“We have the spring,” said Lena Holt and Karl Bauer.", "-"),
        ("“We have the spring,” said, smiling, Lena Holt.", "-"),
        ("Lena Holt held up a sign that read “We still have the spring”.", "-"),
        ("Lena Holt was greeted with cries of “We still have the spring”.", "-"),
        ("Karl Bauer turned to Lena Holt: “We still have the spring.”", "-"),
        ("The mayor shook her head. “We have the spring.”", "-"),
        ("Lena Holt met Karl Bauer. “We have the spring.”", "-"),
        ("The mayor said that they had the spring.", "-"),
        ("An engineer said that they had the spring.", "-"),
        ("The water board met Karl Bauer. It said that they had the spring.", "-"),
    ]);
}

#[test]
fn words_that_go_on() {
    after_another(&[
        ("“We dug them in May.”", "Ivo Marr"),
        ("“We dug them in May,” he said. “Nobody came.”", "Ivo Marr"),
        ("Lena Holt shook her head. “We have the spring.”", "Lena Holt"),
    ]);
    each(&[
        ("“Have the wells run dry?” Ivo Marr asked. “They have.”", "Ivo Marr; -"),
        ("“Have the wells run dry?” Ivo Marr asked.\n“They have.”", "Ivo Marr; -"),
        ("“The wells are dry,” Ivo Marr said.\n“Nobody came.”", "Ivo Marr; Ivo Marr"),
        ("“The wells are dry,” Ivo Marr said.\nLena Holt met Karl Bauer.\n“Nobody came.”", "Ivo Marr; -"),
        ("Ivo Marr said that the wells were dry, but Lena Holt shook her head. “Nobody came.”", "Ivo Marr; -"),
    ]);
}

#[test]
fn a_speaker_in_apposition() {
    let opened = "Deputy minister Arman Sadik opened the session. ";
    for (text, expected) in [
        (
            "The head of the other delegation, Foreign Minister Rustam Nazar, called the talks “a first step”.",
            "Rustam Nazar",
        ),
        ("The leader of the visiting group, President Rustam Nazar, said the talks went well.", "Rustam Nazar"),
        ("His counterpart, Rustam Nazar, said the talks went well.", "Rustam Nazar"),
        ("Norland's chief negotiator, the lawyer Rustam Nazar, said the talks went well.", "Rustam Nazar"),
        ("Rustam Nazar, the foreign minister, who had come on Monday, said the talks went well.", "Rustam Nazar"),
        ("“It went well,” said the head of the other delegation, Foreign Minister Rustam Nazar.", "Rustam Nazar"),
        // It is unknown whose wife, and which of the two, is named.
        ("The wife of the mayor, Rosa Nazar, said the talks went well.", "-"),
        ("The head of the other delegation said the talks went well.", "-"),
        ("The other minister said the talks went well.", "-"),
    ] {
        let text = format!("{opened}{text}");
        assert_eq!(speakers(&text).join("; "), expected, "{text}");
    }
}

#[test]
fn two_of_one_surname() {
    let met = "Mayor Anvar Rahim and the lawyer Dilshod Rahim met on Monday. ";
    for (text, expected) in [
        ("Mayor Rahim said the lawyer was playing with fire.", "Anvar Rahim"),
        ("The lawyer said the mayor was playing with fire.", "Dilshod Rahim"),
        ("“It went well,” said the lawyer Rahim.", "Dilshod Rahim"),
        ("Dilshod Rahim said it went well.", "Dilshod Rahim"),
        ("Rahim said it went well.", "-"),
        ("“It went well,” said Rahim.", "-"),
        ("Mr Rahim said it went well.", "-"),
        ("He said it went well.", "-"),
    ] {
        let text = format!("{met}{text}");
        assert_eq!(speakers(&text).join("; "), expected, "{text}");
    }
    each(&[
        ("Paul Marr met Maria Marr. Mrs Marr said it went well.", "Maria Marr"),
        ("Paul Marr met Maria Marr. Marr said it went well.", "-"),
        ("Paul Marr left. Mrs Marr said it went well.", "-"),
    ]);
}

#[test]
fn pronouns() {
    each(&[
        ("Karl Bauer met Ivo Marr on Monday. He said it went well.", "-"),
        ("Karl Bauer met with Ivo Marr on Monday. He said it went well.", "-"),
        ("Karl Bauer met Maria Marr on Monday. She said it went well.", "Maria Marr"),
        ("Karl Bauer arrived on Monday. He said it went well.", "Karl Bauer"),
        ("Karl Bauer said that Ivo Marr was late. He added that nobody came.", "Karl Bauer; Karl Bauer"),
        ("Karl Bauer said that it rained. Ivo Marr left. He said nobody came.", "Karl Bauer; -"),
        ("Karl Bauer said that it rained. The official said nobody came.", "Karl Bauer; Karl Bauer"),
        ("Karl Bauer met Ivo Marr. The official said nobody came.", "-"),
        ("Karl Bauer said that it rained. The mayor said nobody came.", "Karl Bauer; -"),
        ("Karl Bauer said that it rained. He said nobody came.", "Karl Bauer; Karl Bauer"),
        ("Karl Bauer said that it rained. Maria Marr left. He said nobody came.", "Karl Bauer; Karl Bauer"),
    ]);
}

#[test]
fn a_headline_belongs_to_the_speaker_with_the_whole_title() {
    let text = "Norland welcomes talks – deputy FM\n\
                Deputy Mayor Richard Roe said that it rained.\nDeputy Minister Karl Bauer said that it was late.";
    let end = text.find('\n').unwrap();
    let paragraphs = article(text).paragraphs.split_off(1);
    let article = crate::read::record::Article { title: Some(0..end), paragraphs };
    let found = EXTRACTOR.read(text, &article, None);
    let speaker = found.quotations[0].speaker.as_ref().and_then(|v| v.entity);
    assert_eq!(speaker.map(|e| found.entities[e].name.as_str()), Some("Karl Bauer"));
}

#[test]
fn of_many_names_before_a_verb_the_last_is_not_the_speaker() {
    each(&[
        ("A source close to the Harbour Union told reporters that it rained.", "-"),
        ("An official familiar with the Harbour Union said that it rained.", "-"),
        ("The leaders of Kenya, Peru and Iceland said that it rained.", "-"),
        ("Kenya and Iceland said that it rained.", "-"),
        ("Boeing and Airbus said that it rained.", "-"),
        ("Karl Bauer, Lena Holt and Ivo Marr said that it rained.", "-"),
        ("The mayor, Lena Holt, and the lawyer, Karl Bauer, said that it rained.", "-"),
        ("Karl Bauer on Thursday said that it rained.", "Karl Bauer"),
        ("The Harbour Union said that Boeing and Airbus met. It said that it rained.", "Harbour Union; Harbour Union"),
    ]);
}

#[test]
fn remarks_of_the_narrator_are_not_content() {
    for (text, expected) in [
        ("Karl Bauer said that they had two villages, a claim Lena Holt denied.", vec!["they had two villages"]),
        ("Karl Bauer said that it rained, but said nothing about the wells.", vec!["it rained"]),
        ("Lena Holt welcomes President Karl Bauer in Geneva today.", vec![]),
        ("The leaders signed a “joint declaration of peace and friendship” on 9 May.", vec![]),
        ("Lena Holt thanked Karl Bauer.", vec![]),
        ("Министр сказал: “The talks will go on,” said Lena Holt in Vienna on Monday.", vec!["The talks will go on,"]),
    ] {
        let found = EXTRACTOR.read(text, &article(text), None);
        let said: Vec<&str> = found.quotations.iter().map(|q| &text[q.content[0].clone()]).collect();
        assert_eq!(said.first(), expected.first(), "{text}: {said:?}");
    }
}

#[test]
fn a_name_that_nobody_gave_is_named_without_the_words_before_it() {
    for (text, words) in [
        ("During the talks Moss said the road would follow.", "Moss"),
        ("In a statement after the talks Lou Moss announced that she would visit Ostra.", "Lou Moss"),
        ("The mayor Moss said the road would follow.", "The mayor Moss"),
        ("“We agree,” said the talks Moss.", "Moss"),
        ("The local Gazetteer said the road would follow.", "Gazetteer"),
        ("The Gazetteer said the road would follow.", "The Gazetteer"),
        ("The visiting minister said the road would follow.", "The visiting minister"),
    ] {
        let given = Given { names: Some(Vec::new()), ..Given::default() };
        let found = EXTRACTOR.read_given(Some("en"), text, &article(text), None, &given).0;
        let speaker = found.quotations.first().and_then(|q| q.speaker.as_ref()).map(|v| &text[v.range.clone()]);
        assert_eq!(speaker, Some(words), "{text}");
    }
}

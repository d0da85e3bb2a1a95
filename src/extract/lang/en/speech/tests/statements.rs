//! Statements of the forms of wire reports and political news: speaker and content. No gazetteer is used.

use super::article;
use super::speakers::EXTRACTOR;

/// For each quotation in turn, who says it, in the words of the text, and what.
fn said(text: &str) -> Vec<String> {
    let found = EXTRACTOR.read(text, &article(text), None);
    let of = |q: &crate::extract::finding::Quotation| {
        let speaker = q.speaker.as_ref().map_or("-", |s| &text[s.range.clone()]);
        let content: Vec<&str> = q.content.iter().map(|c| &text[c.clone()]).collect();
        format!("{speaker}: {}", content.join(" | "))
    };
    found.quotations.iter().map(of).collect()
}

fn each(sentences: &[(&str, &[&str])]) {
    for (text, expected) in sentences {
        assert_eq!(said(text), *expected, "{text}");
    }
}

#[test]
fn the_sentence_before_is_what_is_reported() {
    const CLOSED: &[&str] = &["Karl Bauer: The road to Osk is closed"];
    for report in [
        "This was stated by Governor Karl Bauer.",
        "That was announced on Tuesday by Karl Bauer.",
        "The news was confirmed by Premier Karl Bauer.",
        "Premier Karl Bauer told about this in an interview.",
        "Karl Bauer, the mayor, told reporters about it on Thursday.",
        "Governor Karl Bauer said this at a briefing.",
        "Governor Karl Bauer reported this on Facebook.",
        "Colonel Karl Bauer spoke about this at a briefing.",
        "Governor Karl Bauer reported.",
        "This is according to Karl Bauer.",
    ] {
        let text = format!("The road to Osk is closed. {report}");
        assert_eq!(said(&text), CLOSED, "{text}");
    }
    each(&[
        (
            "The road is closed. The press service of the cabinet reported.",
            &["The press service of the cabinet: The road is closed"],
        ),
        ("The road is closed.\nThis was reported by the ministry.", &["the ministry: The road is closed"]),
        ("It was reported by the ministry that the road is closed.", &["the ministry: the road is closed"]),
        // What is denied, asked or not told is not said, nor is a question.
        ("The road is closed. Karl Bauer denied this.", &[]),
        ("The road is closed. Karl Bauer was not told about this.", &[]),
        ("The road is closed. Karl Bauer declined to speak about this.", &[]),
        ("The road is closed. Karl Bauer asked about this.", &[]),
        ("Is the road closed? This was reported by the ministry.", &[]),
        ("It rains. The road is closed.\nThis was reported by the ministry.", &[]),
    ]);
}

#[test]
fn statements_within_statements() {
    each(&[
        (
            "The dam holds, Karl Bauer said on Monday, Harbour News reports.",
            &["Harbour News: The dam holds, Karl Bauer said on Monday", "Karl Bauer: The dam holds"],
        ),
        (
            "Karl Bauer said the dam holds, according to Harbour News.",
            &["Harbour News: Karl Bauer said the dam holds", "Karl Bauer: the dam holds"],
        ),
        (
            "Karl Bauer said Lena Holt had warned that the dam breaks.",
            &["Karl Bauer: Lena Holt had warned that the dam breaks", "Lena Holt: the dam breaks"],
        ),
        (
            "A spokesman for Karl Bauer said he told Lena Holt and Ivo Marr that the dam holds.",
            &["A spokesman for Karl Bauer: he told Lena Holt and Ivo Marr that the dam holds", "he: the dam holds"],
        ),
        (
            "Karl Bauer denied that he told Lena Holt that the dam holds.",
            &["Karl Bauer: he told Lena Holt that the dam holds"],
        ),
        (
            "According to Karl Bauer, each side agreed to do more about tension “on the line of troops”.",
            &["Karl Bauer: each side agreed to do more about tension | on the line of troops"],
        ),
        ("Norland welcomes the talks, Karl Bauer said.", &["Karl Bauer: Norland welcomes the talks"]),
    ]);
    let found = super::speakers::speakers("A spokesman for Karl Bauer said he told Lena Holt that the dam holds.");
    assert_eq!(found, ["-", "Karl Bauer"]);
}

#[test]
fn words_between_subject_and_verb() {
    each(&[
        ("Karl Bauer on May 5 said that it rained.", &["Karl Bauer: it rained"]),
        ("Karl Bauer earlier this week said that it rained.", &["Karl Bauer: it rained"]),
        ("Karl Bauer in turn stressed that it rained.", &["Karl Bauer: it rained"]),
        ("It rained, Karl Bauer noted earlier.", &["Karl Bauer: It rained"]),
        ("As the mayor reported, it rained.", &["the mayor: it rained"]),
        ("As reported by Karl Bauer, it rained.", &["Karl Bauer: it rained"]),
        ("Karl Bauer made it clear that it rained.", &["Karl Bauer: it rained"]),
        ("Karl Bauer expressed confidence that it would rain.", &["Karl Bauer: it would rain"]),
        ("Answering the question about losses Karl Bauer said that it rained.", &["Karl Bauer: it rained"]),
        ("The minister Karl Bauer who accompanied him told reporters that it rained.", &["Karl Bauer: it rained"]),
        ("The engineer Karl Bauer who built the bridge noted that it rained.", &["Karl Bauer: it rained"]),
        ("The man who the mayor said was ill left.", &[]),
        ("A woman wearing a mask said that it rained.", &["A woman: it rained"]),
        ("According to the ministry's spokesman, Karl Bauer, it rained.", &["Karl Bauer: it rained"]),
        ("“It rained,” said Holt press secretary Karl Bauer.", &["Karl Bauer: It rained,"]),
        ("It rained, the army's spokesman, Karl Bauer, said.", &["Karl Bauer: It rained"]),
        ("It rained, said Karl Bauer, who had come from Osk.", &["Karl Bauer: It rained"]),
        ("It rained, Harbour News reports, citing Karl Bauer.", &["Harbour News: It rained"]),
        ("Few people say that it rained.", &[]),
        ("Karl Bauer on Monday evening said that it rained.", &["Karl Bauer: it rained"]),
        ("It rained, Karl Bauer stressed at a briefing.", &["Karl Bauer: It rained"]),
        ("It rained, as Karl Bauer noted earlier.", &["Karl Bauer: It rained"]),
        ("A poll of diplomats showed that it rained.", &["A poll of diplomats: it rained"]),
        ("A photo showed that it rained.", &[]),
        ("Half of Republicans said that it rained.", &["Half of Republicans: it rained"]),
        (
            "“It rained,” said a source close to the Harbour Union.",
            &["a source close to the Harbour Union: It rained,"],
        ),
        ("The declaration, signed in Osh, noted that presidents had met.", &["The declaration: presidents had met"]),
    ]);
}

#[test]
fn what_the_narrator_adds() {
    for rest in [
        ", a statement Lena Holt rejected.",
        ", which Lena Holt denied.",
        ", but gave no evidence.",
        ", but did not say where.",
        " and offered no details.",
        ", without giving details.",
        ", adding no details.",
    ] {
        let text = format!("Karl Bauer said that it had rained{rest}");
        assert_eq!(said(&text), ["Karl Bauer: it had rained"], "{text}");
    }
    each(&[
        ("Karl Bauer said the talks will resume and thanked the mediators.", &["Karl Bauer: the talks will resume"]),
        (
            "Karl Bauer welcomed the decision and urged the parties to meet.",
            &["Karl Bauer: the decision", "Karl Bauer: the parties to meet"],
        ),
        ("Karl Bauer, who has said that it rains, met voters in Osk.", &["Karl Bauer: it rains"]),
        (
            "Karl Bauer said the army had stopped and praised the mediators.",
            &["Karl Bauer: the army had stopped and praised the mediators"],
        ),
    ]);
}

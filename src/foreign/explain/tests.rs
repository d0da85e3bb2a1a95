use super::*;

const TEXT: &str = "Zoe\u{301} met\nIvo 🙂 in Orel.\n\nIvo told Ann: \"Orel, 🙂 Orel!\"\n";

/// Words with offsets, as a tool would count them in some form of the text.
fn parts<'a>(form: &str, unit: Unit, words: &[&'a str]) -> Vec<Anchored<'a>> {
    let mut from = 0;
    let count = |text: &str| match unit {
        Unit::CodePoints => text.chars().count(),
        Unit::Utf16 => text.encode_utf16().count(),
        Unit::Bytes => text.len(),
    };
    let mut parts = Vec::new();
    for words in words {
        let spelt: String = if form.contains(words) { (*words).to_owned() } else { words.nfc().collect() };
        let at = from + form[from..].find(spelt.as_str()).unwrap();
        from = at + spelt.len();
        let start = count(&form[..at]);
        let offsets = (start, start + count(&spelt));
        parts.push(Anchored { offsets, words: [Some(words); 3], prefix: None, suffix: None });
    }
    parts
}

fn explained(parts: &[Anchored<'_>]) -> Option<(Explanation, Vec<&'static str>)> {
    match explain(TEXT, Unit::CodePoints, &[], parts, &mut SearchText::new(TEXT)) {
        Found::One(explanation, ranges) => {
            let spans = parts.iter().map(|part| Some(part.offsets));
            let cut: Option<Vec<_>> = cut_all(TEXT, &explanation, &[], spans).into_iter().collect();
            assert_eq!(cut.as_ref(), Some(&ranges), "{explanation}");
            Some((explanation, ranges.into_iter().map(|range| &TEXT[range]).collect()))
        }
        _ => None,
    }
}

const WORDS: [&str; 4] = ["Zoe\u{301}", "Ivo", "Ann", "Orel"];

#[test]
fn each_unit_and_form_is_found() {
    let with_mark = format!("\u{FEFF}{TEXT}");
    let with_cr = TEXT.replace('\n', "\r\n");
    let composed: String = TEXT.nfc().collect();
    for (form, unit, words) in [
        (TEXT, Unit::Bytes, "offsets count bytes of UTF-8"),
        (TEXT, Unit::Utf16, "offsets count UTF-16 units"),
        (
            with_mark.as_str(),
            Unit::CodePoints,
            "offsets count code points, and a byte order mark that is in only one of the texts",
        ),
        (
            with_cr.as_str(),
            Unit::CodePoints,
            "offsets count code points, with other line ends (CR LF or LF) than the text has",
        ),
        (composed.as_str(), Unit::CodePoints, "offsets count code points, in the composed form of the text (NFC)"),
        (composed.as_str(), Unit::Utf16, "offsets count UTF-16 units, in the composed form of the text (NFC)"),
    ] {
        let (explanation, found) = explained(&parts(form, unit, &WORDS)).expect(words);
        assert_eq!((explanation.to_string().as_str(), found.as_slice()), (words, WORDS.as_slice()));
    }
}

#[test]
fn one_shift_is_found_and_several_are_not() {
    let shifted = |words: &[&'static str], by: usize| {
        let mut parts = parts(TEXT, Unit::CodePoints, words);
        for part in &mut parts {
            part.offsets = (part.offsets.0 + by, part.offsets.1 + by);
        }
        parts
    };
    let (explanation, found) = explained(&shifted(&WORDS, 9)).unwrap();
    assert_eq!((explanation.shift, found.as_slice()), (9, WORDS.as_slice()));
    assert_eq!(explanation.to_string(), "offsets count code points, and are 9 too high");
    // `Orel` stands three times: a single one fits every shift.
    assert_eq!(explained(&shifted(&["Orel"], 2)), None);
    // Two that do not agree on a shift.
    let mut parts = shifted(&WORDS, 9);
    parts[2].offsets = (parts[2].offsets.0 + 1, parts[2].offsets.1 + 1);
    assert_eq!(explained(&parts), None);
}

#[test]
fn every_part_must_fit() {
    let mut parts = parts(TEXT, Unit::Bytes, &WORDS);
    parts[1].words = [Some("Ann"); 3];
    assert_eq!(explained(&parts), None);
}

#[test]
fn words_around_tell_places_apart() {
    let mut parts = parts(TEXT, Unit::Utf16, &["Ivo", "Ann", "Orel"]);
    parts[2].suffix = Some(", 🙂");
    assert_eq!(explained(&parts).map(|(explanation, _)| explanation.unit), Some(Unit::Utf16));
    parts[2].suffix = Some("!");
    assert_eq!(explained(&parts), None);
}

#[test]
fn tokens_are_counted() {
    // Zoé met Ivo 🙂 in Orel . Ivo told Ann : " Orel , 🙂 Orel ! "
    let part = |offsets, words| Anchored { offsets, words: [Some(words); 3], prefix: None, suffix: None };
    let (explanation, found) =
        explained(&[part((0, 1), "Zoe\u{301}"), part((7, 9), "Ivo told"), part((12, 13), "Orel")]).unwrap();
    assert_eq!(
        (explanation.to_string().as_str(), found),
        ("offsets count words and signs", vec!["Zoe\u{301}", "Ivo told", "Orel"])
    );
    let (explanation, _) = explained(&[part((6, 7), "Ivo told"), part((0, 1), "Zoe\u{301} met")]).unwrap();
    assert_eq!(explanation.to_string(), "offsets count tokens between spaces, the last one included");
    let of_file = [0..5, 6..9];
    let parts = [part((0, 2), "Zoe\u{301} met"), part((1, 2), "met")];
    match explain(TEXT, Unit::CodePoints, &of_file, &parts, &mut SearchText::new(TEXT)) {
        Found::One(explanation, _) => assert_eq!(explanation.to_string(), "offsets count tokens of the file"),
        found => panic!("{found:?}"),
    }
}

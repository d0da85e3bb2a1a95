//! Characters of names that XML 1.0 (fifth edition), Turtle and SPARQL have in common.

/// Whether a name may begin with this character: `PN_CHARS_BASE` of Turtle and SPARQL, `NameStartChar` of XML without
/// `:` and `_`.
pub(crate) fn is_letter(c: char) -> bool {
    matches!(c,
        'A'..='Z' | 'a'..='z' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}'
        | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}'
        | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}'
        | '\u{10000}'..='\u{EFFFF}')
}

/// `PN_CHARS` of Turtle and SPARQL.
pub(crate) fn is_name_char(c: char) -> bool {
    is_letter(c) || matches!(c, '_' | '-' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

/// Whether a text is a name of XML without a colon (`NCName`).
pub(crate) fn is_xml_name(text: &str) -> bool {
    text.starts_with(is_xml_start) && text.chars().all(is_xml_char)
}

/// Splits an IRI before the longest XML name at its end.
pub(crate) fn split_xml_name(iri: &str) -> Option<(&str, &str)> {
    let rest = iri.char_indices().rev().take_while(|(_, c)| is_xml_char(*c));
    let cut = rest.filter(|(_, c)| is_xml_start(*c)).last()?.0;
    (cut > 0).then(|| iri.split_at(cut))
}

fn is_xml_start(c: char) -> bool {
    is_letter(c) || c == '_'
}

fn is_xml_char(c: char) -> bool {
    is_name_char(c) || c == '.'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_iri_is_cut_before_its_longest_name() {
        for (iri, expected) in [
            ("https://e.org/n#place", Some(("https://e.org/n#", "place"))),
            ("https://e.org/a.b-c", Some(("https://e.org/", "a.b-c"))),
            ("https://e.org/n/12a", Some(("https://e.org/n/12", "a"))),
            ("https://e.org/n/-şu", Some(("https://e.org/n/-", "şu"))),
            ("urn:x", Some(("urn:", "x"))),
            ("https://e.org/n/12", None),
            ("https://e.org/n/", None),
            ("https://e.org/a%20", None),
        ] {
            assert_eq!(split_xml_name(iri), expected, "{iri}");
            assert!(expected.is_none_or(|(_, name)| is_xml_name(name)), "{iri}");
        }
        assert!(!is_xml_name("") && !is_xml_name("1a") && !is_xml_name("a:b"));
    }
}

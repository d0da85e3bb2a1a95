use super::*;

fn show(text: &str, rules: NumberRules) -> String {
    match number(text, &rules) {
        Ok(n) => {
            let mut out = n.value.to_string();
            out.push_str(if n.is_approximate { " about" } else { "" });
            out.push_str(if n.is_percent { " percent" } else { "" });
            out.push_str(if n.is_exponent { " exponent" } else { "" });
            out.push_str(&n.note.map_or(String::new(), |note| format!(" note {note}")));
            out
        }
        Err(e) if e.fault == Fault::Ambiguous => e.what,
        Err(e) => format!("{:?}", e.fault),
    }
}

#[test]
fn numbers_as_cells_have_them() {
    for (text, expected) in [
        ("289", "289"),
        (" 1509515 ", "1509515"),
        ("1 234", "1234"),
        ("1\u{a0}234\u{202f}567,5", "1234567.5"),
        ("1'234.5", "1234.5"),
        ("1’234", "1234"),
        ("12.345,60", "12345.6"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("1361,4", "1361.4"),
        ("489,0", "489"),
        ("0.250", "0.25"),
        ("0,250", "0.25"),
        (".5", "0.5"),
        ("1234.567", "1234.567"),
        ("१५०७", "1507"),
        ("१०४३.१", "1043.1"),
        ("١٬٢٣٤٫٥", "1234.5"),
        ("১২৩", "123"),
        ("−5", "-5"),
        ("-5,5", "-5.5"),
        ("+5", "5"),
        ("5 %", "5 percent"),
        ("12,5%", "12.5 percent"),
        ("1.2E+05", "120000 exponent"),
        ("1,25e-3", "0.00125 exponent"),
        ("1 234*", "1234 note *"),
        ("1234¹", "1234 note ¹"),
        ("12[3]", "12 note [3]"),
        ("~1500", "1500 about"),
        ("ca. 1 500", "1500 about"),
        ("около 1500", "1500 about"),
        ("10977.0", "10977"),
        ("000", "0"),
        ("1,090", "this can be 1090 or 1.09"),
        ("1.234", "this can be 1234 or 1.234"),
        ("10²", "this can be 10 with the note ² or a power of ten"),
        ("", "Empty"),
        ("\u{a0}", "Empty"),
        ("n/a", "NotOne"),
        ("…", "NotOne"),
        ("-", "NotOne"),
        ("<5", "NotRead"),
        ("≥ 10", "NotRead"),
        ("100-200", "NotRead"),
        ("100–200", "NotRead"),
        ("1/2", "NotRead"),
        ("(5)", "NotRead"),
        ("–5", "NotRead"),
        ("5‰", "NotRead"),
        ("12 34", "NotOne"),
        ("12,34,567", "NotOne"),
        ("1 234.567 8", "NotOne"),
        ("1 234,567.8", "NotOne"),
        ("1.", "NotOne"),
        ("1..2", "NotOne"),
        ("1२", "NotOne"),
        ("12 km", "NotOne"),
        ("this is a lake", "NotOne"),
        ("- 5", "NotOne"),
        ("--5", "NotOne"),
        ("1E400", "NotOne"),
        ("1234567890123456789", "NotOne"),
    ] {
        assert_eq!(show(text, NumberRules::default()), expected, "{text}");
    }
}

#[test]
fn a_rule_decides_and_contradicts() {
    let (comma, point) = (Some(','), Some('.'));
    for (text, decimal, english, expected) in [
        ("1,090", comma, false, "1.09"),
        ("1,090", point, false, "1090"),
        ("1,090", None, true, "1090"),
        ("1.234", None, true, "this can be 1234 or 1.234"),
        ("1.234", comma, false, "1234"),
        ("1.234", point, true, "1.234"),
        ("1.234,5", comma, false, "1234.5"),
        ("1.234,5", point, false, "AgainstRule"),
        ("1234.5", comma, false, "AgainstRule"),
        ("12,5", point, true, "AgainstRule"),
        ("1 234,5", comma, false, "1234.5"),
        ("289", comma, false, "289"),
    ] {
        assert_eq!(show(text, NumberRules { decimal, english }), expected, "{text} {decimal:?}");
    }
    let error = number("1,090", &NumberRules::default()).unwrap_err();
    assert_eq!(error.readings, ["1090", "1.09"]);
}

#[test]
fn a_range_says_what_to_write_of_the_whole_cell() {
    for cell in ["10–12", "~10–12", "10–12*"] {
        let error = number(cell, &NumberRules::default()).unwrap_err();
        assert!(error.help.ends_with(&format!("null = [{cell:?}]")), "{}", error.help);
    }
}

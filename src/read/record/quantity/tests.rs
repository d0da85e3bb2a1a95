use super::*;

const ENGLISH: NumberStyle = NumberStyle { format: None, english: true };
const OTHER: NumberStyle = NumberStyle { format: None, english: false };

fn read(text: &str) -> String {
    read_number(text, ENGLISH).map_or_else(|e| format!("{e:?}"), |d| d.to_string())
}

#[test]
fn numbers_as_written() {
    for (text, value) in [
        ("289", "289"),
        ("4,400", "4400"),
        ("4 400", "4400"),
        ("1\u{a0}840,5", "1840.5"),
        ("12.345,60", "12345.6"),
        ("12,345.60", "12345.6"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("0.250", "0.25"),
        ("289,5", "289.5"),
        ("1234.567", "1234.567"),
        ("1’840", "1840"),
        ("007", "7"),
        ("0.0", "0"),
        ("12,34,567", "Malformed"),
        ("1.234,567,8", "Malformed"),
        ("1234567890123456789", "TooLong"),
    ] {
        assert_eq!(read(text), value, "{text}");
    }
}

#[test]
fn a_number_with_two_readings_names_both() {
    let both = NumberError::Ambiguous { thousands: Decimal::new(1234, 0), decimal: Decimal::new(1234, 3) };
    assert_eq!(read_number("1.234", ENGLISH), Err(both.clone()));
    assert_eq!(read_number("1,234", OTHER), Err(both));
    let german = NumberStyle { format: Some(NumberFormat::PointThousands), english: false };
    assert_eq!(read_number("1.234", german), Ok(Decimal::new(1234, 0)));
    assert_eq!(read_number("1,234", german), Ok(Decimal::new(1234, 3)));
}

#[test]
fn a_converted_figure_is_as_precise_as_its_source() {
    for (km2, lexical, expected) in [
        ("2569.268205453312", "992 square miles", "2570"),
        ("2589.988110336", "1,000 sq mi", "2590"),
        ("258.9988110336", "100 sq. miles", "259"),
        ("2.589988110336", "1 square mile", "3"),
        ("0.0040468564224", "1 acre", "0.004"),
        ("4.9979218442624", "1,235 acres", "4.998"),
        ("25.89988110336", "10.0 sq mi", "25.9"),
        ("1253.68", "125,368 ha", "1253.68"),
        ("0.001936", "1,936 square meters", "0.001936"),
        ("289", "289 km2", "289"),
        ("289", "", "289"),
        ("0", "0 acres", "0"),
        ("1165.37573376", "1024 кв. верст", "1165"),
        ("1.13806224", "1 кв. верста", "1"),
        ("13656.74688", "12.0 тыс. кв. верст", "13700"),
        ("10925.397504", "1000 тыс. десятин", "10930"),
        ("12500", "12.5 тыс. кв. км", "12500"),
        ("0.5", "500 dönüm", "0.5"),
    ] {
        assert_eq!(precise(km2, lexical), expected, "{lexical}");
    }
}

#[test]
fn units_convert_exactly() {
    let area = |text: &str| {
        let found = find_areas(text);
        assert_eq!(found.len(), 1, "{text}");
        let q = Quantity {
            value: read_number(&text[found[0].number.clone()], ENGLISH).unwrap(),
            unit: found[0].unit,
            lexical: String::new(),
        };
        q.square_kilometres().to_string()
    };
    for (text, km2) in [
        ("289 km2", "289"),
        ("289km²", "289"),
        ("289 sq. km", "289"),
        ("289 square kilometres.", "289"),
        ("125,368 ha", "1253.68"),
        ("1,936 square meters", "0.001936"),
        ("100 sq mi", "258.9988110336"),
        ("1 square mile", "2.589988110336"),
        ("640 acres", "2.589988110336"),
        ("in 1992 289 KM2", "289"),
    ] {
        assert_eq!(area(text), km2, "{text}");
    }
    assert!(find_areas("289 kmq, 5 hands, 7 m").is_empty());
}

#[test]
fn numbers_below_zero_have_their_sign_first() {
    for text in ["-0.839506", "-0.5", "-12.25", "-3", "0.25"] {
        assert_eq!(Decimal::parse(text).unwrap().to_string(), text);
    }
}

use super::*;

fn show(head: &str) -> String {
    match unit_in_head(head) {
        Ok(Some(found)) => {
            let unit = found.unit.map_or("no unit".to_owned(), |unit| format!("{unit:?}"));
            format!("{} | {unit} | {} | {}", found.words, found.factor, found.lexical)
        }
        Ok(None) => "nothing".to_owned(),
        Err(error) => format!("{:?}", error.fault),
    }
}

#[test]
fn units_in_heads() {
    for (head, expected) in [
        ("Area, km²", "Area | SquareKilometre | 1 | km²"),
        ("Area (sq km)", "Area | SquareKilometre | 1 | sq km"),
        ("Area (km²) 2019", "Area 2019 | SquareKilometre | 1 | km²"),
        ("Fläche in km²", "Fläche | SquareKilometre | 1 | km²"),
        ("Fläche in km2 1)", "Fläche | SquareKilometre | 1 | km2"),
        ("Площадь (кв. км)", "Площадь | SquareKilometre | 1 | кв. км"),
        ("Площа, га", "Площа | Hectare | 1 | га"),
        ("area_sq_km", "area | SquareKilometre | 1 | sq_km"),
        ("fodder_sown_area_ha", "fodder sown area | Hectare | 1 | ha"),
        ("2.2. Land in ownership and (or) use, ha ", "2.2. Land in ownership and (or) use | Hectare | 1 | ha"),
        ("Ərazisi, kv. km", "Ərazisi | SquareKilometre | 1 | kv. km"),
        ("Пространство, кв. верст", "Пространство | SquareVerst | 1 | кв. верст"),
        ("Area, sq. versts", "Area | SquareVerst | 1 | sq. versts"),
        ("Length, versts", "Ambiguous"),
        ("десятин", " | Desyatina | 1 | десятин"),
        ("Area in 1 000 km²", "Area | SquareKilometre | 1000 | 1 000 km²"),
        ("Area, 1,000 ha", "Area | Hectare | 1000 | 1,000 ha"),
        ("Area, thsd. ha", "Area | Hectare | 1000 | thsd. ha"),
        ("Площадь, тыс. га", "Площадь | Hectare | 1000 | тыс. га"),
        ("Площа (тис. кв. км)", "Площа | SquareKilometre | 1000 | тис. кв. км"),
        ("Sahə, min hektar", "Sahə | Hectare | 1000 | min hektar"),
        ("Population, '000", "Population | no unit | 1000 | '000"),
        ("Population (thousands)", "Population | no unit | 1000 | thousands"),
        ("Население, тыс.", "Население | no unit | 1000 | тыс."),
        ("Area, ha, thousand", "Ambiguous"),
        ("Thousand people, km²", "NotRead"),
        ("Area, km² (ha)", "Ambiguous"),
        ("Area, dönüm", "Ambiguous"),
        ("Name", "nothing"),
        ("Population", "nothing"),
        ("Omaha", "nothing"),
        ("Time, min", "nothing"),
        ("", "nothing"),
        ("()", "nothing"),
        ("Area", "nothing"),
    ] {
        let expected = expected.strip_prefix(" | ").map_or(expected.to_owned(), |rest| format!(" | {rest}"));
        assert_eq!(show(head), expected, "{head}");
    }
}

#[test]
fn numbers_with_units() {
    let rules = NumberRules::default();
    for (cell, expected) in [
        ("1150,0 km²", "1150 SquareKilometre"),
        ("1150,0 km2", "1150 SquareKilometre"),
        ("29 кв. км", "29 SquareKilometre"),
        ("931 ha*", "931 Hectare note *"),
        ("1,5 тыс. га", "1500 Hectare"),
        ("ca. 5 ha", "5 Hectare about"),
        ("931", "931 -"),
        ("12[a]", "12 - note [a]"),
        ("12 (a)", "12 - note (a)"),
        ("12 km² (1)", "12 SquareKilometre note (1)"),
        ("12* km²", "12 SquareKilometre note *"),
        ("12 km2 (4.6 sq mi)", "NotRead"),
        ("12 km² / 1200 ha", "NotRead"),
        ("10–12 km²", "NotRead"),
        ("1.2E+05 ha", "120000 Hectare"),
        ("1,090 km²", "Ambiguous"),
        ("5 miles", "NotOne"),
        ("km²", "NotOne"),
        ("n/a", "NotOne"),
        ("5 dunam", "Ambiguous"),
        ("", "Empty"),
    ] {
        let shown = match number_with_unit(cell, &rules) {
            Ok(NumberWithUnit { number, unit }) => {
                let unit = unit.map_or("-".to_owned(), |unit| format!("{unit:?}"));
                let about = if number.is_approximate { " about" } else { "" };
                let note = number.note.map_or(String::new(), |note| format!(" note {note}"));
                format!("{} {unit}{about}{note}", number.value)
            }
            Err(error) => format!("{:?}", error.fault),
        };
        assert_eq!(shown, expected, "{cell}");
    }
}

#[test]
fn historical_units_are_exact() {
    for (words, km2) in [
        ("square versts", "1.13806224"),
        ("десятин", "0.010925397504"),
        ("decare", "0.001"),
        ("acres", "0.0040468564224"),
        ("thousand ha", "10"),
    ] {
        let (unit, factor) = unit(words).unwrap();
        assert_eq!(unit.square_kilometres().times(factor).to_string(), km2, "{words}");
    }
    assert!(unit("furlong").is_err() && unit("").is_err());
}

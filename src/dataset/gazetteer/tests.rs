//! Tests for the place that a name means.

use super::*;
use std::fs;

fn gazetteer(rows: &str) -> Gazetteer {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.csv"), format!("id,kind,names,wikidata,evidence\n{rows}")).unwrap();
    Gazetteer::read(folder.path()).unwrap()
}

#[test]
fn capitals_of_every_language_mean_the_same_place() {
    let gazetteer = gazetteer("imishli,district,İmişli@az,,\nqubadlı,district,Qubadlı@az,,\ngh,town,Großenhain@de,,\n");
    for (name, key) in [
        ("İMİŞLİ", "imishli"),
        ("imişli", "imishli"),
        ("I\u{307}mişli", "imishli"),
        ("QUBADLI", "qubadlı"),
        ("GROSSENHAIN", "gh"),
    ] {
        assert_eq!((gazetteer.place(name).key.as_str(), gazetteer.place(name).known), (key, true), "{name}");
    }
    assert_eq!(gazetteer.place("Imisli").key, "imisli");
}

#[test]
fn a_name_means_the_only_district_or_else_the_only_place() {
    let rows = "a,district,Vale@en,,\na-town,town,Vale@en,,\nb,town,Mere@en|Mere@de,,\nc,town,Orlo@en,,\nd,city,ORLO@en,,\n\
            e,district,Kala@en,,\nf,region,Kala@en,,\ng,person,Holt@en,,\norlo,town,Far Orlo@en,,\n";
    let gazetteer = gazetteer(rows);
    for (name, key, known) in [
        ("vale", "a", true),
        ("Mere", "b", true),
        ("Orlo", "orlo-as-named", false),
        ("Kala", "kala", false),
        ("Holt", "holt", false),
    ] {
        assert_eq!(gazetteer.place(name), PlaceName { key: key.into(), name: name.into(), known }, "{name}");
    }
}

/// Four times as many rows and names take four times as long; comparing each name with each row would take sixteen
/// times.
#[test]
fn time_grows_with_rows_and_names() {
    let seconds = |count: usize| {
        let rows: String = (0..count).map(|n| format!("p-{n},town,Place {n}@en|Vale@en,,\n")).collect();
        let gazetteer = gazetteer(&rows);
        let one = || {
            let start = std::time::Instant::now();
            for n in 0..count {
                std::hint::black_box((gazetteer.place(&format!("Unknown {n}")), gazetteer.place("Vale")));
            }
            start.elapsed().as_secs_f64()
        };
        (0..3).map(|_| one()).fold(f64::INFINITY, f64::min)
    };
    let (small, large) = (seconds(4_000), seconds(16_000));
    // Comparing each name with each row takes longer than half a second, however fast the machine.
    assert!(large < 0.5 || large < 10.0 * small, "{small} s, then {large} s");
}

#[test]
fn a_country_is_one_place_under_all_its_names_and_a_district_of_its_name_is_not() {
    let gazetteer = gazetteer("kg,country,Kyrgyz Republic@en,,\nmali,person,Mali Vell@en,,\nosh,district,Osh@en,,\n");
    let row = |name, parent, kind| gazetteer.place_in(&PlaceContext { name, parent, kind, distinguished_by: None }).key;
    assert_eq!(gazetteer.place("Kyrgyzstan").key, "kg");
    assert_eq!(gazetteer.place("U.S.").key, "united-states");
    assert_eq!(row("USA", None, Some("Country")), "united-states");
    assert_eq!(row("Mali", None, None), "mali");
    assert_eq!(row("Mali", Some("Vale"), None), "mali-as-named");
    assert_eq!(row("Mali", None, Some("district")), "mali-as-named");
    // A district has the name of the city: nothing says which of the two a text means.
    let osh = places::meant("Osh").unwrap();
    assert_eq!(gazetteer.built_in(&osh), None);
    assert_eq!(Gazetteer::default().built_in(&osh), Some(BuiltInNode::Key("osh-city".into())));
}

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

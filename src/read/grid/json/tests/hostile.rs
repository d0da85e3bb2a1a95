//! Texts that are not JSON, and those that are made to cost much.

use super::*;
use std::time::Instant;

#[test]
fn what_is_not_json_is_a_problem_with_its_place() {
    for (text, place, what) in [
        ("", (1, 1), "the text ends before the value does"),
        ("[{\"a\": 1},\n ", (2, 2), "the text ends before the value does"),
        ("[{\"ä\": 1,}]", (1, 10), "after a comma comes another member, not }"),
        ("[{\"a\": 1},]", (1, 11), "here should be a value"),
        ("[{\"a\": 1} {\"a\": 2}]", (1, 11), "here should be a comma or ]"),
        ("[{\"a\" 1}]", (1, 7), "here should be a colon after the name"),
        ("[{a: 1}]", (1, 3), "here should be a name in quotation marks"),
        ("[{'a': 1}]", (1, 3), "strings and names stand in double quotation marks"),
        ("[\n// c\n{\"a\": 1}]", (2, 1), "JSON has no comments"),
        ("[{\"a\": NaN}]", (1, 8), "this is not a value of JSON"),
        ("[{\"a\": -Infinity}]", (1, 8), "this is not a number of JSON"),
        ("[{\"a\": 01}]", (1, 8), "this is not a number of JSON"),
        ("[{\"a\": 1.}]", (1, 8), "this is not a number of JSON"),
        ("[{\"a\": 1,5}]", (1, 10), "here should be a name in quotation marks"),
        ("[{\"a\": \"x\ny\"}]", (1, 10), "the control character U+000A cannot stand in a string"),
        ("[{\"a\": \"\\x\"}]", (1, 9), "JSON has no such escape"),
        ("[{\"a\": \"\\ud83c\"}]", (1, 9), "this is the first half of a character without its second"),
        ("[{\"a\": \"\\udff0\"}]", (1, 9), "this is the second half of a character alone"),
        ("[{\"a\": \"\\u12\"}]", (1, 9), "after \\u come four hexadecimal digits"),
        ("[{\"a\": \"x}]", (1, 8), "this string has no end"),
        ("[{\"a\": True}]", (1, 8), "here should be a value"),
        ("[{\"a\": 1}]\n[{\"a\": 1}]", (2, 1), "another value begins after the end of the first"),
        ("[{\"a\": 1}] ]", (1, 12), "something follows after the end of the value"),
        ("{\"a\": [{\"b\": 1}], \"a\": 2}", (1, 19), "the member \"a\" is given twice"),
        ("<html>", (1, 1), "here should be a value"),
    ] {
        let problems = refused(text);
        assert_eq!((at(&problems[0]), &*problems[0].what), (place, what), "{text}");
    }
    let problems = JsonTables::open(b"[{\"a\": \"\xFF\"}]".to_vec(), "vale.json", false).unwrap_err();
    assert_eq!(at(&problems[0]), (1, 9));
    let utf16 = JsonTables::open(b"\xFF\xFE[\0]\0".to_vec(), "vale.json", false).unwrap_err();
    assert_eq!(at(&utf16[0]), (1, 1));
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_text() {
    assert_eq!(rows(&open("\u{FEFF}[{\"a\": 1}]")).len(), 1);
}

#[test]
fn depth_has_a_limit() {
    let deep = |depth: usize| format!("[{{\"a\": {}{}}}]", "[".repeat(depth), "]".repeat(depth));
    assert_eq!(rows(&open(&deep(MAX_JSON_DEPTH - 2))).len(), 1);
    let problems = refused(&deep(MAX_JSON_DEPTH - 1));
    assert_eq!(problems[0].what, "more than 128 arrays and objects are in each other here");
    assert_eq!(refused(&"[".repeat(1_000_000)).len(), 1);
    assert_eq!(refused(&"{\"a\":".repeat(1_000_000)).len(), 1);
    let objects = format!("{}{}", "{\"a\":".repeat(100), format_args!("1{}", "}".repeat(100)));
    assert_eq!(refused(&objects)[0].what, "this JSON has no table");
}

#[test]
fn widths_have_limits() {
    let many: Vec<String> = (0..17_000).map(|n| format!("\"c{n}\":1")).collect();
    assert!(refused(&format!("[{{{}}}]", many.join(",")))[0].what.contains("more than 16384 columns"));
    let sparse: Vec<String> = (0..2_000).map(|n| format!("{{\"c{n}\":1}}")).collect();
    assert!(refused(&format!("[{}]", sparse.join(",")))[0].what.contains("less than 1 of 100 cells"));
    let wide = format!("[[{}],[1]]", vec!["1"; 17_000].join(","));
    let (rows, problems) = read(&open(&wide), 0);
    assert_eq!((rows.len(), problems.len()), (1, 1));
    let tables: Vec<String> = (0..1_001).map(|n| format!("\"c{n}\":[{{}}]")).collect();
    assert_eq!(refused(&format!("{{{}}}", tables.join(",")))[0].what, "the file has more than 1000 tables");
    let long = format!("[{{\"a\": \"{}\", \"b\": 1}}]", "x".repeat(2 << 20));
    let (rows, problems) = read(&open(&long), 0);
    assert_eq!((texts(&rows[0]), problems.len()), (vec!["", "1"], 1));
}

#[test]
fn time_is_linear() {
    let text = |count: usize| {
        let row = |n: usize| match n % 4 {
            0 => format!("{{\"name\":\"Vale\",\"area\":{n},\"area\":2}}"),
            1 => "7".to_owned(),
            _ => format!("{{\"name\":\"Vale {n}\",\"area\":{n}.0,\"in\":{{\"x\":[1,2],\"y\":\"\\u0000\"}}}}"),
        };
        format!("[{}]", (0..count).map(row).collect::<Vec<_>>().join(","))
    };
    let keyed = |count: usize| {
        format!("{{{}}}", (0..count).map(|n| format!("\"k{n}\":{{\"a\":{n}}}")).collect::<Vec<_>>().join(","))
    };
    let seconds = |text: &str| {
        let start = Instant::now();
        read(&open(text), 0);
        start.elapsed().as_secs_f64()
    };
    for make in [&text as &dyn Fn(usize) -> String, &keyed] {
        let (one, four) = (make(10_000), make(40_000));
        let best = |text: &str| (0..3).map(|_| seconds(text)).fold(f64::MAX, f64::min);
        let (one, four) = (best(&one), best(&four));
        assert!(four < one * 10.0, "{one} {four}");
    }
}

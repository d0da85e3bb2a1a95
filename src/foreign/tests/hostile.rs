//! Files that no tool wrote: nothing panics, nothing hangs, and whatever is placed cuts its words.

use super::super::words::same;
use super::*;
use std::time::{Duration, Instant};

/// A generator of numbers that are the same in each run (xorshift).
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(limit.max(1)).unwrap()).unwrap()
    }
}

fn samples() -> Vec<(&'static str, String)> {
    let text = json(TEXT);
    vec![
        ("a.ann", "T1\tPerson 6 16\tAna Pe\u{301}ros\nT2\tQuote 75 94;116 134\tWe 🌉 kept our word, and we will again.\nR1\tSpeaker Arg1:T2 Arg2:T1\nE1\tQuote:T2 Who:T1\n#1\tNote T1\tvalue=3\n".to_owned()),
        ("a.jsonl", format!("{{\"extractions\": [{{\"extraction_class\": \"person\", \"extraction_text\": \"Jon Tarn\", \"char_interval\": {{\"start_pos\": 151, \"end_pos\": 159}}, \"attributes\": {{\"of\": [\"x\"]}}}}], \"text\": {text}}}\n")),
        ("a.json", format!("{{\"text\": {text}, \"ents\": [{{\"start\": 6, \"end\": 16, \"label\": \"PER\"}}], \"tokens\": [{{\"start\": 6, \"end\": 16}}], \"underscore_span\": {{\"finding\": [{{\"start\": 6, \"end\": 16, \"value\": \"p\"}}]}}}}")),
        ("a.jsonl", format!("{{\"text\": {text}, \"entities\": [{{\"id\": 1, \"label\": \"PER\", \"start_offset\": 6, \"end_offset\": 16}}], \"relations\": [{{\"from_id\": 1, \"to_id\": 1, \"type\": \"continues\"}}]}}")),
        ("a.json", format!("[{{\"data\": {{\"text\": {text}}}, \"annotations\": [{{\"result\": [{{\"id\": \"a\", \"type\": \"labels\", \"value\": {{\"start\": 6, \"end\": 9, \"text\": \"Ana\", \"labels\": [\"PER\"]}}}}]}}]}}]")),
        ("a.jsonl", format!("{{\"text\": {text}, \"spans\": [{{\"start\": 6, \"end\": 9, \"label\": \"PER\", \"token_start\": 0, \"token_end\": 0}}], \"tokens\": [{{\"text\": \"Ana\"}}], \"answer\": \"accept\"}}")),
        ("a.jsonld", "{\"type\": \"AnnotationPage\", \"items\": [{\"id\": \"u\", \"type\": \"Annotation\", \"body\": [{\"purpose\": \"tagging\", \"value\": \"person\"}], \"target\": {\"source\": \"s\", \"selector\": [{\"type\": \"TextPositionSelector\", \"start\": 6, \"end\": 9, \"refinedBy\": {\"type\": \"TextQuoteSelector\", \"exact\": \"Ana\"}}]}}]}".to_owned()),
        ("a.jsonl", "{\"document\":\"a.txt\",\"finding\":\"time\",\"position\":0,\"start\":24,\"end\":35,\"words\":\"4 June 2020\",\"kind\":\"date\",\"value\":\"2020-06-04\",\"modifier\":null,\"edtf\":null,\"earliest\":null,\"latest\":null,\"anchor\":\"explicit\",\"anchor_time\":null,\"until\":null,\"paragraph\":1}\n".to_owned()),
        ("a.xmi", format!("<xmi:XMI xmlns:xmi=\"http://www.omg.org/XMI\" xmlns:cas=\"http:///uima/cas.ecore\" xmlns:x=\"http:///x.ecore\"><x:Person xmi:id=\"2\" sofa=\"1\" begin=\"6\" end=\"9\" speaker=\"2\"/><cas:FSArray xmi:id=\"3\" elements=\"2 3\"/><cas:Sofa xmi:id=\"1\" sofaString=\"{}\"/></xmi:XMI>", TEXT.replace('\n', "&#10;"))),
        ("a.json", format!("{{\"%FEATURE_STRUCTURES\": [{{\"%ID\": 1, \"%TYPE\": \"uima.cas.Sofa\", \"sofaString\": {text}}}, {{\"%ID\": 2, \"%TYPE\": \"x.Person\", \"@sofa\": 1, \"begin\": 6, \"end\": 9, \"@speaker\": [2, 2]}}]}}")),
        ("a.xml", format!("<TEI><text><body><p>Mayor <persName xml:id=\"a\" next=\"#a\">Ana</persName>{}</p></body></text><standOff><span from=\"#a\" to=\"#a\" type=\"person\"/></standOff></TEI>", &TEXT[9..])),
        ("a.tsv", format!("#FORMAT=WebAnno TSV 3.3\n#T_SP=x.Person|ROLE_x.Person:r_x.L|x.Person\n#T_RL=x.R|role|BT_x.Person\n\n\n#Text={}\n1-1\t0-5\tMayor\t_\t_\t_\t_\n1-2\t6-9\tAna\t*[1]\t1-2[1]\tof\t1-2[1_1]\n#Text=\n#Text={}\n", TEXT.lines().next().unwrap(), TEXT.lines().last().unwrap())),
        ("a.ttl", format!("@prefix n: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> .\n<urn:d> n:isString {text} .\n<urn:d#char=6,9> a <urn:k#Person> ; n:anchorOf \"Ana\" ; n:beginIndex 6 ; n:endIndex 9 ; n:referenceContext <urn:d> .\n")),
        ("a.bdocjs", format!("{{\"text\": {text}, \"annotation_sets\": {{\"\": {{\"annotations\": [{{\"type\": \"Person\", \"start\": 6, \"end\": 9, \"id\": 0, \"features\": {{\"of\": 1}}}}]}}}}, \"offset_type\": \"p\"}}")),
        ("a.bio", TEXT.split_whitespace().map(|word| format!("{word} {}\n", if word == "Jon" { "B-PER" } else if word == "Tarn" { "I-PER" } else { "O" })).collect()),
    ]
}

/// A sample with some of its characters exchanged for others that mean something in a format.
fn mutated(sample: &str, random: &mut Random) -> String {
    const PIECES: [&str; 30] = [
        "\"",
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\t",
        "\n",
        " ",
        ";",
        "-1",
        "0",
        "9",
        "18446744073709551615",
        "1e9",
        "null",
        "\u{301}",
        "🌉",
        "\u{FEFF}",
        "\r",
        "T1",
        "\"start\"",
        "#",
        "<",
        ">",
        "/>",
        "&#1",
        "\\",
        "|",
    ];
    let mut chars: Vec<char> = sample.chars().collect();
    for _ in 0..=random.below(4) {
        let at = random.below(chars.len());
        let until = (at + random.below(6)).min(chars.len());
        let piece = PIECES[random.below(PIECES.len())];
        chars.splice(at..until, piece.chars());
    }
    chars.into_iter().collect()
}

/// Reads and verifies; what is placed must be what it says.
fn survive(name: &str, content: String) -> usize {
    let Ok(read) = read(name, content.into_bytes(), &Mapping::default()) else { return 0 };
    let found = verified(&read);
    for placed in &found.findings {
        let finding = &placed.finding;
        assert!(!placed.ranges.is_empty() && placed.ranges.len() == finding.parts.len());
        assert!(placed.words.iter().zip(&placed.ranges).all(|(words, range)| *words == TEXT[range.clone()]));
        if let [only] = finding.parts.as_slice()
            && let Some(words) = &only.words
        {
            assert!(same(&placed.words[0], words), "{placed:?}");
        }
    }
    read.problems(&found.problems, 100);
    read.problems(&found.notes, 100);
    read.problems(&read.file.problems, 100);
    found.findings.len()
}

#[test]
fn mutated_files_are_read_without_panic() {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut placed = 0;
    for (name, sample) in samples() {
        assert!(survive(name, sample.clone()) > 0, "{name}: {sample}");
        for _ in 0..400 {
            placed += survive(name, mutated(&sample, &mut random));
        }
    }
    // Many a mutation harms nothing; if none were read, the test would test nothing.
    assert!(placed > 200, "{placed}");
}

#[test]
fn deep_and_endless_values_are_errors() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(survive("a.jsonld", deep), 0);
    let nested =
        format!("{}{}", "{\"type\":\"AnnotationPage\",\"items\":".repeat(60), "[]".to_owned() + &"}".repeat(60));
    assert_eq!(survive("a.jsonld", nested), 0);
    let selector = format!(
        "{}null{}",
        "{\"type\":\"TextPositionSelector\",\"start\":1,\"end\":2,\"refinedBy\":".repeat(50),
        "}".repeat(50)
    );
    assert_eq!(survive("a.jsonld", format!("{{\"type\":\"Annotation\",\"target\":{{\"selector\":{selector}}}}}")), 0);
    assert_eq!(survive("a.ann", format!("T1\tPerson {}\tx\n", "0 1;".repeat(50_000))), 0);
}

/// Ten thousand findings of a long text whose offsets are in a wrong unit, and as many that nothing explains.
#[test]
fn many_findings_are_verified_in_time() {
    let names: Vec<String> = (0..5000).map(|n| format!("Näme{n}x 🌉 spoke.")).collect();
    let text = names.join("\n");
    let file = |wrong: usize| {
        let mut out = String::new();
        let mut at = 0;
        for (n, line) in names.iter().enumerate() {
            let words = line.split(' ').next().unwrap_or_default();
            let start = at + wrong * (n % 7);
            out.push_str(&format!("T{n}\tPerson {start} {}\t{words}\n", start + words.len()));
            at += line.len() + 1;
        }
        out
    };
    for wrong in [0, 1] {
        let started = Instant::now();
        let read = read_as("a.ann", &file(wrong), "");
        let found = verify(&About { text: &text, name: "a", sha256: "" }, &read.file);
        assert_eq!(found.findings.len(), 5000, "{:?}", found.problems.first());
        assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
    }
}

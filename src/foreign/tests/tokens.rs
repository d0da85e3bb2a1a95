//! The same findings in rows of tokens, in RDF, and in GATE's JSON.

use super::super::words::is_letter;
use super::*;

const FOUND: [&str; 4] = [
    "person: Ana Pe\u{301}ros",
    "role: Mayor Ana Pe\u{301}ros",
    "quotation: We 🌉 kept our word, | and we will again.",
    "time: 4 June 2020",
];

/// Where the parts of each are: kind, and the words of its parts.
const PARTS: [(&str, &[&str]); 4] = [
    ("Person", &["Ana Pe\u{301}ros"]),
    ("Role", &["Mayor Ana Pe\u{301}ros"]),
    ("Quotation", &["We 🌉 kept our word,", "and we will again."]),
    ("Time", &["4 June 2020"]),
];

fn sorted(mut words: Vec<String>) -> Vec<String> {
    words.sort();
    words
}

fn found() -> Vec<String> {
    sorted(FOUND.map(str::to_owned).to_vec())
}

/// Words and signs of the text, as bytes.
fn tokens(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut tokens: Vec<std::ops::Range<usize>> = Vec::new();
    let mut before = ' ';
    for (at, c) in text.char_indices().filter(|(_, c)| *c != '\n') {
        let end = at + c.len_utf8();
        match tokens.last_mut() {
            Some(last) if last.end == at && is_letter(c) && is_letter(before) => last.end = end,
            _ if !c.is_whitespace() => tokens.push(at..end),
            _ => {}
        }
        before = c;
    }
    tokens
}

/// Rows of the text with the cells of a layer; `count` counts offsets.
fn tsv(header: &str, count: impl Fn(&str) -> usize, cells: impl Fn(usize, &str) -> String) -> String {
    let mut out = format!("#FORMAT=WebAnno TSV 3.3\n{header}\n\n\n");
    let mut base = 0;
    for (s, line) in TEXT.lines().enumerate().filter(|(_, line)| !line.is_empty()) {
        out.push_str(&format!("#Text={line}\n"));
        let from = TEXT[base..].find(line).unwrap() + base;
        base = from + line.len();
        for (t, token) in tokens(line).into_iter().enumerate() {
            let (start, end) = (count(&TEXT[..from + token.start]), count(&TEXT[..from + token.end]));
            let cells = cells(from + token.start, &format!("{}-{}", s + 1, t + 1));
            out.push_str(&format!("{}-{}\t{start}-{end}\t{}\t{cells}\t\n", s + 1, t + 1, &line[token]));
        }
        out.push('\n');
    }
    out
}

/// The findings at a byte of the text.
fn at_byte(byte: usize) -> Vec<usize> {
    let covers = |words: &&str| {
        let start = TEXT.find(*words).unwrap();
        (start..start + words.len()).contains(&byte)
    };
    (0..PARTS.len()).filter(|n| PARTS[*n].1.iter().any(&covers)).collect()
}

fn utf16(text: &str) -> usize {
    text.encode_utf16().count()
}

#[test]
fn webanno_rows_are_findings_by_their_numbers() {
    let header = "#T_SP=webanno.custom.Finding|kind|note\n#T_RL=webanno.custom.Rel|role|BT_webanno.custom.Finding";
    let file = tsv(header, utf16, |byte, id| {
        let of = at_byte(byte);
        let cell = |value: &dyn Fn(usize) -> String| {
            let cells: Vec<String> = of.iter().map(|n| format!("{}[{}]", value(*n), n + 1)).collect();
            if cells.is_empty() { "_".to_owned() } else { cells.join("|") }
        };
        let kinds = cell(&|n| PARTS[n].0.to_uppercase());
        let notes = cell(&|n| if n == 0 { r"a\|b\_c".to_owned() } else { "*".to_owned() });
        // The relations stand in the row of their target: the first token of the person.
        let relation = if id == "1-2" { "speaker|holder\t1-18[3_1]|1-1[2_1]" } else { "_\t_" };
        format!("{kinds}\t{notes}\t{relation}")
    });
    let verified = clean("a.tsv", &file);
    assert_eq!(sorted(words(&verified)), found());
    let reasons: Vec<String> = verified.findings.iter().map(|placed| placed.verification.reason()).collect();
    assert!(reasons.iter().all(|reason| reason == "the offsets cut out the words"), "{reasons:?}");
    let of = |kind: &str| verified.findings.iter().position(|p| p.finding.kind.unwrap().name() == kind).unwrap();
    assert_eq!(attributes(&verified, of("person")), ["note=a|b_c"]);
    assert_eq!(attributes(&verified, of("role")), ["holder=#Finding[1]"]);
    assert_eq!(attributes(&verified, of("quotation")), ["speaker=#Finding[1]"]);
    // Counted in code points, as no writer should: all tokens agree with that.
    let points = tsv(
        "#T_SP=webanno.custom.Person|",
        |text| text.chars().count(),
        |byte, _| {
            if at_byte(byte).contains(&0) { "*[1]".to_owned() } else { "_".to_owned() }
        },
    );
    assert_eq!(words(&clean("a.tsv", &points)), ["person: Ana Pe\u{301}ros"]);
}

#[test]
fn webanno_has_slots_parts_of_tokens_and_layers_of_grammar() {
    let file = "#FORMAT=WebAnno TSV 3.2\n#T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value\n\
                #T_SP=webanno.custom.Meeting|ROLE_webanno.custom.Meeting:who_is_webanno.custom.Link|uima.tcas.Annotation\n\
                #T_SP=de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS|PosValue\n\n\n\
                #Text=She will meet\n#Text=Jon Tarn\n1-1\t0-3\tShe\t_\t_\t_\t_\tPRP\n1-2\t4-8\twill\t_\t_\t_\t_\tMD\n\
                1-3\t9-13\tmeet\t_\t_\tparticipant;*\t1-4[1];1-5.1\tVB\n1-4\t14-17\tJon\t*[1]\tPER[1]\t_\t_\t_\n\
                1-5\t18-22\tTarn\t*[1]\tPER[1]\t_\t_\t_\n1-5.1\t18-21\tTar\thttps://example.org/t\tPLACE\t_\t_\t_\n\n\
                #Text=in Ostra in July.\n2-1\t23-25\tin\t_\t_\t_\t_\t_\n2-2\t26-31\tOstry\t_\tLOC\t_\t_\t_\n2-3\t32\n";
    let text = "She will meet Jon Tarn in Ostra in July.";
    let read = read_as("a.findings", file, "");
    let told =
        |notes: &[super::super::note::Note]| notes.iter().map(|n| (n.at.line, n.value.clone())).collect::<Vec<_>>();
    assert_eq!(told(&read.file.problems), [(Some(19), "2-3\t32".to_owned()), (Some(18), "Ostry".to_owned())]);
    assert!(read.file.notes[0].value.ends_with("POS"), "{:?}", read.file.notes);
    let verified = verify(&About { text, name: "a", sha256: "" }, &read.file);
    let shown: Vec<(&str, &str)> =
        verified.findings.iter().map(|p| (p.finding.label.as_str(), p.words[0].as_str())).collect();
    assert_eq!(shown, [("Meeting", "meet"), ("PER", "Jon Tarn"), ("PLACE", "Tar")]);
    assert_eq!(attributes(&verified, 0), ["participant=#NamedEntity[1]", "who_is=#NamedEntity 1-5.1"]);
    assert_eq!(attributes(&verified, 2), ["identity=https://example.org/t"]);
}

#[test]
fn a_webanno_file_whose_sentences_are_out_of_order_is_refused() {
    let file = "#FORMAT=WebAnno TSV 3.3\n#T_SP=x.Person|\n\n\n#Text=Jon\n1-1\t9-12\tJon\t*\t\n\n#Text=Tarn\n2-1\t0-4\tTarn\t_\t\n";
    let refused = |file: &str| read("a.tsv", file.as_bytes().to_vec(), &Mapping::default()).unwrap_err();
    let problems = refused(file);
    assert!(problems[0].what.contains("before the end of the one before"), "{problems:?}");
    assert_eq!(problems[0].at.map(|at| at.line), Some(9));
    assert!(refused(&file.replace("9-12", "99999999-100000002"))[0].what.contains("4 MiB"));
    assert!(refused("#FORMAT=WebAnno TSV 2\n")[0].what.contains("no file of WebAnno TSV 3"));
}

/// NIF in Turtle.
fn nif() -> String {
    let mut out = "@prefix nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> .\n\
                   @prefix itsrdf: <http://www.w3.org/2005/11/its/rdf#> .\n"
        .to_owned();
    out.push_str(&format!("<urn:d#char=0,9> a nif:Context ; nif:isString {} .\n", json(TEXT)));
    for (kind, parts) in PARTS {
        for words in parts {
            let (start, end) = at(words, Unit::CodePoints);
            let index =
                if kind == "Time" { String::new() } else { format!("nif:beginIndex {start} ; nif:endIndex {end} ; ") };
            out.push_str(&format!(
                "<urn:d#char={start},{end}> a nif:Phrase ; nif:anchorOf {} ; {index}nif:referenceContext <urn:d#char=0,9> ; \
                 itsrdf:taClassRef <urn:kinds/{kind}> , <urn:kinds/Thing> ; itsrdf:taIdentRef <urn:i/{kind}> ; \
                 itsrdf:taConfidence 0.5 ; itsrdf:taAnnotatorsRef <urn:tool> .\n",
                json(words)
            ));
        }
    }
    out + "<urn:d#char=0,5> a nif:Word ; nif:anchorOf \"Mayor\" ; nif:beginIndex 0 ; nif:endIndex 5 .\n"
}

#[test]
fn nif_in_turtle() {
    let read = read_as("a.ttl", &nif(), "");
    assert!(read.file.problems.is_empty(), "{:?}", read.file.problems);
    assert!(read.file.notes[0].what.starts_with("1 strings are words"), "{:?}", read.file.notes);
    let verified = verified(&read);
    assert!(verified.problems.is_empty(), "{:?}", verified.problems);
    assert_eq!(sorted(words(&verified)), found());
    let first = &verified.findings[0].finding;
    assert_eq!((first.label.as_str(), first.score, first.at.line), ("Role", Some(0.5), Some(5)));
    assert_eq!(first.by, Some(super::super::model::Agent::tool("urn:tool")));
    assert_eq!(attributes(&verified, 0), ["identity=urn:i/Role"]);
    // Another unit, as Java counts.
    let at_end = at("and we will again.", Unit::CodePoints);
    let wrong = nif().replace(
        &format!("nif:beginIndex {} ; nif:endIndex {}", at_end.0, at_end.1),
        &format!("nif:beginIndex {} ; nif:endIndex {}", at_end.0 + 1, at_end.1 + 1),
    );
    let read =
        read_as("a.ttl", &wrong.replace("beginIndex 74 ; nif:endIndex 95", "beginIndex 74 ; nif:endIndex 96"), "");
    let moved = super::verified(&read);
    assert_eq!(sorted(words(&moved)), found(), "{:?}", moved.problems);
}

#[test]
fn nif_in_other_syntaxes() {
    let (start, end) = at("Jon Tarn", Unit::CodePoints);
    let xml = format!(
        "<?xml version=\"1.0\"?>\n<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns:nif=\"{0}\" \
         xmlns:its=\"http://www.w3.org/2005/11/its/rdf#\">\n<nif:Context rdf:about=\"#c\"/>\n<nif:Phrase rdf:about=\"#p\"><nif:anchorOf>\
         Jon Tarn</nif:anchorOf><nif:beginIndex>{start}</nif:beginIndex><nif:endIndex>{end}</nif:endIndex>\
         <its:taClassRef rdf:resource=\"urn:k#Person\"/></nif:Phrase></rdf:RDF>",
        super::super::format::NIF
    );
    let json_ld = format!(
        r#"{{"@context": {{"nif": "{0}", "its": "http://www.w3.org/2005/11/its/rdf#"}}, "@graph": [
            {{"@id": "urn:c", "@type": "nif:Context"}},
            {{"@id": "urn:p", "@type": "nif:Phrase", "nif:anchorOf": "Jon Tarn", "nif:beginIndex": {start}, "nif:endIndex": {end},
              "nif:referenceContext": {{"@id": "urn:c"}}, "its:taClassRef": {{"@id": "urn:k#Person"}}}}]}}"#,
        super::super::format::NIF
    );
    let triples = format!(
        "<urn:d#char={start},{end}> <{0}anchorOf> \"Jon Tarn\" .\n<urn:d#char={start},{end}> \
         <http://www.w3.org/2005/11/its/rdf#taClassRef> <urn:k#Person> .\n<urn:d> <{0}isString> {1} .\n",
        super::super::format::NIF,
        json(TEXT)
    );
    for (name, content) in
        [("a.rdf", &xml), ("a.xml", &xml), ("a.jsonld", &json_ld), ("a.json", &json_ld), ("a.nt", &triples)]
    {
        assert_eq!(words(&clean(name, content)), ["person: Jon Tarn"], "{name}");
    }
    let doctype = xml.replace("<rdf:RDF", "<!DOCTYPE rdf:RDF [<!ENTITY x \"y\">]>\n<rdf:RDF");
    let problems = read("a.rdf", doctype.into_bytes(), &Mapping::default()).unwrap_err();
    assert!(problems[0].what.contains("DOCTYPE") && problems[0].at.map(|at| at.line) == Some(2), "{problems:?}");
    let broken = read_as("a.ttl", &nif().replace("0.5", "0.5.5"), "");
    assert!(broken.file.problems.iter().all(|note| note.at.line.is_some()), "{:?}", broken.file.problems);
    assert!(!broken.file.problems.is_empty());
}

#[test]
fn a_mention_is_no_part_of_another_and_a_repeated_quotation_none_of_itself() {
    let strings = [("Ostra", 0, "Place"), ("Pe\u{301}ros", 0, "Person"), ("Ana Pe\u{301}ros", 0, "Person")];
    let mut file =
        format!("@prefix n: <{}> .\n@prefix i: <http://www.w3.org/2005/11/its/rdf#> .\n", super::super::format::NIF);
    file.push_str(&format!("<urn:c> n:isString {} .\n", json(TEXT)));
    for (words, _, kind) in strings {
        let (start, end) = at(words, Unit::CodePoints);
        file.push_str(&format!(
            "<urn:{start}-{end}> n:anchorOf {} ; n:beginIndex {start} ; n:endIndex {end} ; i:taClassRef <urn:k/{kind}> ; i:taIdentRef <urn:i/{kind}> .\n",
            json(words)
        ));
    }
    let (first, last) = (TEXT.find("Ostra").unwrap(), TEXT.rfind("Ostra").unwrap());
    let point = |byte: usize| TEXT[..byte].chars().count();
    for (n, byte) in [first, last].into_iter().enumerate() {
        let start = point(byte);
        file.push_str(&format!(
            "<urn:q{n}> n:anchorOf \"Ostra\" ; n:beginIndex {start} ; n:endIndex {} ; i:taClassRef <urn:k/Quote> ; i:taIdentRef <urn:q> .\n",
            start + 5
        ));
    }
    let verified = clean("a.ttl", &file);
    let all =
        ["person: Ana Pe\u{301}ros", "person: Pe\u{301}ros", "place: Ostra", "quotation: Ostra", "quotation: Ostra"];
    assert_eq!(sorted(words(&verified)), all);
}

#[test]
fn gate_says_what_its_offsets_count() {
    let file = |unit: Unit, declared: &str| {
        let mut annotations = vec!["{\"type\": \"Token\", \"start\": 0, \"end\": 2, \"id\": 90}".to_owned()];
        for (n, (kind, parts)) in PARTS.iter().enumerate() {
            for (m, words) in parts.iter().enumerate() {
                let (start, end) = at(words, unit);
                annotations.push(format!(
                    r#"{{"type": "{kind}", "start": {start}, "end": {end}, "id": {}, "features": {{"finding": "f{n}", "part": {m}, "speaker": "f0"}}}}"#,
                    n * 10 + m
                ));
            }
        }
        format!(
            r#"{{"text": {}, "annotation_sets": {{"A": {{"annotations": [{}]}}}}, "offset_type": "{declared}"}}"#,
            json(TEXT),
            annotations.join(", ")
        )
    };
    for (unit, declared) in [(Unit::CodePoints, "p"), (Unit::Utf16, "j")] {
        let read = read_as("a.bdocjs", &file(unit, declared), "");
        assert!(read.file.notes[0].what.starts_with("1 annotations are tokens"), "{:?}", read.file.notes);
        let verified = verified(&read);
        assert_eq!(words(&verified), FOUND, "{:?}", verified.problems);
        assert_eq!(attributes(&verified, 2), ["speaker=#f0"]);
    }
    let refused = verified(&read_as("a.bdocjs", &file(Unit::Utf16, "p"), ""));
    assert!(refused.findings.is_empty() && refused.problems[0].what.contains("the file is refused"), "{refused:?}");
    let unknown = read_as("a.bdocjs", &file(Unit::Utf16, "b"), "");
    assert!(unknown.file.problems[0].what.contains("neither `j` nor `p`"), "{:?}", unknown.file.problems);
}

/// Lines of tokens; names begin with `begin`, in a column of several.
fn conll(begin: &str, form: impl Fn(&str) -> String) -> String {
    let mut out = "-DOCSTART- -X- O O\n\n".to_owned();
    for token in tokens(TEXT) {
        let of = at_byte(token.start);
        let names: Vec<&(&str, &[&str])> = of.iter().filter(|n| [0, 3].contains(*n)).map(|n| &PARTS[*n]).collect();
        let is_first = |words: &str| TEXT.find(words) == Some(token.start);
        let tag = names.first().map_or("O".to_owned(), |(kind, words)| {
            format!("{}-{}", if is_first(words[0]) { begin } else { "I" }, kind.to_uppercase())
        });
        out.push_str(&format!("{} X B-NP {tag}\n", form(&TEXT[token])));
    }
    out
}

#[test]
fn conll_is_laid_along_the_text() {
    let names = ["person: Ana Pe\u{301}ros", "time: 4 June 2020"];
    for (name, begin) in [("a.bio", "B"), ("a.conll", "I"), ("a.txt", "B")] {
        assert_eq!(words(&clean(name, &conll(begin, str::to_owned))), names, "{name}");
    }
    let penn = |form: &str| form.replace('“', "``").replace('”', "''");
    let verified = clean("a.bio", &conll("B", penn));
    assert_eq!(words(&verified), names);
    assert!(verified.findings[0].verification.reason().contains("quotation marks"), "{:?}", verified.findings[0]);
    let lost = super::verified(&read_as("a.bio", &conll("B", str::to_owned).replace("bridge X B-NP O\n", ""), ""));
    assert!(lost.findings.is_empty() && lost.problems[0].what.contains("is not the text"), "{lost:?}");
}

#[test]
fn the_schemes_of_tags_and_conll_u() {
    let line = |n: usize, form: &str, misc: &str| format!("{n}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{misc}\n");
    let file = "# text = She'll meet Jon Tarn.\n1-2\tShe'll\t_\t_\t_\t_\t_\t_\t_\t_\n".to_owned()
        + &line(1, "She", "_")
        + &line(2, "will", "_")
        + &line(3, "meet", "NER=S-MEETING")
        + "3.1\tout\t_\t_\t_\t_\t_\t_\t_\t_\n"
        + &line(4, "Jon", "ner=B-PER")
        + &line(5, "Tarn", "SpaceAfter=No|NER=E-PER")
        + &line(6, ".", "NER=Q-X")
        + "7\tx\n";
    let read = read_as("a.conllu", &file, "");
    let lines: Vec<Option<usize>> = read.file.problems.iter().map(|note| note.at.line).collect();
    assert_eq!(lines, [Some(9), Some(10)], "{:?}", read.file.problems);
    let verified = verify(&About { text: "She'll meet\nJon Tarn", name: "a", sha256: "" }, &read.file);
    let shown: Vec<&str> = verified.findings.iter().map(|placed| placed.words[0].as_str()).collect();
    assert_eq!(shown, ["meet", "Jon Tarn"], "{:?}", verified.problems);
    let bare = read_as("a.conllu", &line(1, "She", "_"), "");
    assert!(bare.file.problems[0].what.contains("no column of findings"), "{:?}", bare.file.problems);
}

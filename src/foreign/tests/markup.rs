//! The same findings as mark-up: TEI, and a CAS as XMI.

use super::super::read_typed;
use super::*;

const FOUND: [&str; 4] = [
    "person: Ana Pe\u{301}ros",
    "role: Mayor Ana Pe\u{301}ros",
    "quotation: We 🌉 kept our word, | and we will again.",
    "time: 4 June 2020",
];

fn sorted(mut words: Vec<String>) -> Vec<String> {
    words.sort();
    words
}

fn found() -> Vec<String> {
    sorted(FOUND.map(str::to_owned).to_vec())
}

fn tei(head: &str, first: &str, second: &str, after: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><teiHeader><fileDesc><titleStmt><title>T</title>\
         </titleStmt></fileDesc>{head}</teiHeader>\n<text><body>\n <p>{first}</p>\n <p>{second}</p>\n</body></text>{after}</TEI>"
    )
}

const SECOND: &str = "She will meet Jon Tarn in Ostra in July.";

#[test]
fn tei_marks_findings_in_the_text() {
    let first = "<roleName xml:id=\"r\" corresp=\"#a\">Mayor <persName xml:id=\"a\" ref=\"#p1\">Ana\n   Péros</persName></roleName> said \
                 on <date when=\"2020-06-04\">4 June 2020</date> that the bridge at Ostra would open. “<said who=\"#a\" \
                 direct=\"true\" xml:id=\"q1\" next=\"#q2\">We 🌉 kept our word,</said>” Péros told Radio Vell, “<said \
                 xml:id=\"q2\" prev=\"#q1\" who=\"#a\" direct=\"true\">and we will again.</said>”";
    let head = "<encodingDesc><appInfo><application ident=\"marker\" version=\"3\"><label>M</label></application></appInfo>\
                </encodingDesc><profileDesc><particDesc><listPerson><person xml:id=\"p1\"><persName>Ana of Ostra</persName>\
                <idno>https://example.org/ana</idno></person></listPerson></particDesc></profileDesc>";
    let verified = clean("a.xml", &tei(head, first, SECOND, ""));
    assert_eq!(sorted(words(&verified)), found());
    assert_eq!(
        verified.findings[0].verification.reason(),
        "the offsets cut out the words; the text in the file differs in the Unicode normal form"
    );
    let of = |kind: &str| verified.findings.iter().position(|p| p.finding.kind.unwrap().name() == kind).unwrap();
    assert_eq!(attributes(&verified, of("role")), ["holder=#a"]);
    assert_eq!(attributes(&verified, of("person")), ["identity=https://example.org/ana"]);
    assert_eq!(attributes(&verified, of("quotation")), ["mode=direct", "speaker=#a"]);
    assert_eq!(attributes(&verified, of("time")), ["value=2020-06-04"]);
    let tool = super::super::model::Agent::Tool {
        name: "marker".to_owned(),
        version: Some("3".to_owned()),
        settings: Vec::new(),
    };
    assert_eq!(verified.findings[0].finding.by, Some(tool));
}

#[test]
fn tei_has_spans_beside_the_text_and_names_in_lists() {
    let first =
        TEXT.lines().next().unwrap().replace("at Ostra", "at <anchor xml:id=\"s\"/> Ostra<anchor xml:id=\"e\"/>");
    let first = first.replace("“We", "“<q who=\"#p\">We").replace("word,”", "word,</q>”");
    let second = "She will meet <persName><roleName>Jon</roleName> Tarn</persName> in <choice><orig>Ostra</orig><reg>Ostria</reg>\
                  </choice> in July<lb break=\"no\"/>.";
    let after = "<standOff><listPerson><person xml:id=\"p\"><persName>Péros</persName></person></listPerson>\
                 <spanGrp type=\"place\"><span from=\"#s\" to=\"#e\" cert=\"low\"/><span from=\"#s\" to=\"#x\"/></spanGrp></standOff>";
    let read = read_as("a.findings.xml", &tei("", &first, second, after), "");
    let problems = read.problems(&read.file.problems, 9);
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].what.contains("\"#x\" is no element") && problems[0].at.is_some(), "{problems:?}");
    assert!(read.file.notes.iter().any(|note| note.value == "reg"), "{:?}", read.file.notes);
    let verified = verified(&read);
    assert!(verified.problems.is_empty(), "{:?}", verified.problems);
    let all = ["person: Jon Tarn", "place: Ostra", "quotation: We 🌉 kept our word,", "role: Jon"];
    assert_eq!(sorted(words(&verified)), all);
    let of = |kind: &str| verified.findings.iter().position(|p| p.finding.kind.unwrap().name() == kind).unwrap();
    assert_eq!(attributes(&verified, of("quotation")), ["speaker=Péros"]);
    assert_eq!(attributes(&verified, of("place")), ["cert=low"]);
    let person = &verified.findings[of("person")].finding.id;
    assert_eq!(attributes(&verified, of("role")), [format!("holder=#{person}")]);
}

#[test]
fn tei_of_another_text_is_refused() {
    let first = TEXT.lines().next().unwrap().replace("2020", "<date>2021</date>");
    let verified = verified(&read_as("a.xml", &tei("", &first, SECOND, ""), ""));
    assert!(verified.findings.is_empty(), "{verified:?}");
    assert!(verified.problems[0].what.contains("differ from line 1, column 36"), "{:?}", verified.problems);
    for (content, what, line) in [
        ("<!DOCTYPE TEI [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\n<TEI><text>&x;</text></TEI>", "DOCTYPE", 1),
        ("<TEI>\n<text><rs><date></rs></date></text></TEI>", "cannot be read", 2),
        ("<TEI/>\n<TEI/>", "second element", 2),
    ] {
        let problems = read("a.xml", content.as_bytes().to_vec(), &Mapping::default()).unwrap_err();
        assert!(problems[0].what.contains(what), "{problems:?}");
        assert_eq!(problems[0].at.map(|at| at.line), Some(line), "{problems:?}");
    }
}

/// XMI with the given elements, which have offsets in UTF-16 units.
fn xmi(elements: &str) -> String {
    let text = TEXT.replace('\n', "&#10;");
    format!(
        "<?xml version=\"1.0\"?>\n<xmi:XMI xmlns:xmi=\"http://www.omg.org/XMI\" xmlns:cas=\"http:///uima/cas.ecore\" \
         xmlns:custom=\"http:///webanno/custom.ecore\" xmlns:tcas=\"http:///uima/tcas.ecore\" \
         xmlns:s=\"http:///de/tudarmstadt/ukp/dkpro/core/api/segmentation/type.ecore\" \
         xmlns:ner=\"http:///de/tudarmstadt/ukp/dkpro/core/api/ner/type.ecore\">\n{elements}\n\
         <cas:Sofa xmi:id=\"1\" sofaNum=\"1\" sofaID=\"_InitialView\" sofaString=\"{text}\"/>\n</xmi:XMI>"
    )
}

fn spanned(words: &str) -> String {
    let (start, end) = at(words, Unit::Utf16);
    format!("sofa=\"1\" begin=\"{start}\" end=\"{end}\"")
}

fn elements() -> String {
    let hull = (at("We 🌉 kept our word,", Unit::Utf16).0, at("and we will again.", Unit::Utf16).1);
    format!(
        "<s:Token xmi:id=\"2\" sofa=\"1\" begin=\"0\" end=\"3\"/>\n\
         <ner:NamedEntity xmi:id=\"3\" {} value=\"PER\" identifier=\"https://example.org/ana\"/>\n\
         <custom:Finding xmi:id=\"4\" {} kind=\"Role\" holders=\"5\"/>\n<custom:Link xmi:id=\"5\" role=\"holder\" target=\"3\"/>\n\
         <tcas:Annotation xmi:id=\"6\" {}/><tcas:Annotation xmi:id=\"7\" {}/>\n\
         <custom:Quote xmi:id=\"8\" sofa=\"1\" begin=\"{}\" end=\"{}\" parts=\"6 7\" utterer=\"3\"/>\n\
         <ner:NamedEntity xmi:id=\"9\" {} value=\"DATE\"/>\n\
         <custom:Said xmi:id=\"10\" sofa=\"1\" begin=\"0\" end=\"1\" Governor=\"8\" Dependent=\"3\" role=\"speaker\"/>",
        spanned("Ana Pe\u{301}ros"),
        spanned("Mayor Ana Pe\u{301}ros"),
        spanned("We 🌉 kept our word,"),
        spanned("and we will again."),
        hull.0,
        hull.1,
        spanned("4 June 2020")
    )
}

const TYPES: &str = "<typeSystemDescription><types><typeDescription><name>webanno.custom.Quote</name><supertypeName>\
                     webanno.custom.Base</supertypeName></typeDescription><typeDescription><name>webanno.custom.Base</name>\
                     <supertypeName>uima.tcas.Annotation</supertypeName><features><featureDescription><name>utterer</name>\
                     <rangeTypeName>uima.tcas.Annotation</rangeTypeName></featureDescription></features></typeDescription>\
                     <typeDescription><name>webanno.custom.Finding</name><features><featureDescription><name>holders</name>\
                     <rangeTypeName>uima.cas.FSArray</rangeTypeName></featureDescription></features></typeDescription>\
                     </types></typeSystemDescription>";

#[test]
fn a_cas_in_xmi_is_read_with_its_type_system() {
    let file = xmi(&elements());
    let read = read_typed("a.xmi", file.into_bytes(), Some(TYPES), &Mapping::default()).unwrap();
    assert!(read.file.problems.is_empty(), "{:?}", read.file.problems);
    assert!(read.file.notes[0].what.starts_with("1 annotations are tokens"), "{:?}", read.file.notes);
    let verified = verified(&read);
    assert!(verified.problems.is_empty(), "{:?}", verified.problems);
    assert_eq!(words(&verified), FOUND);
    assert_eq!(attributes(&verified, 0), ["identity=https://example.org/ana"]);
    assert_eq!(attributes(&verified, 1), ["holder=#3"]);
    assert_eq!(attributes(&verified, 2), ["utterer=#3", "speaker=#3"]);
    assert_eq!(verified.findings[2].finding.at.line, Some(8));
}

#[test]
fn without_a_type_system_what_may_be_a_reference_is_told() {
    let read = read_as("a.xmi", &xmi(&elements()), "");
    let told: Vec<&str> = read.file.notes.iter().map(|note| note.value.as_str()).collect();
    assert_eq!(told, ["holders", "utterer", ""]);
    let verified = verified(&read);
    assert_eq!(words(&verified), FOUND);
    assert_eq!(attributes(&verified, 2), ["utterer=3", "speaker=#3"]);
}

#[test]
fn a_cas_that_counts_otherwise_is_refused() {
    let (start, end) = at("Radio Vell", Unit::CodePoints);
    let element = format!(
        "<ner:NamedEntity xmi:id=\"3\" sofa=\"1\" begin=\"{start}\" end=\"{end}\" value=\"ORG\"/>\n<ner:NamedEntity xmi:id=\"4\" sofa=\"1\" begin=\"x\" end=\"9\"/>"
    );
    let read = read_as("a.xmi", &xmi(&element), "");
    assert!(read.file.problems[0].what.contains("not two whole numbers"), "{:?}", read.file.problems);
    let refused = verified(&read);
    assert!(refused.findings.is_empty() && refused.problems[0].what.contains("the file is refused"), "{refused:?}");
    let given = read_as("a.xmi", &xmi(&element), "unit = \"code-points\"");
    assert_eq!(words(&verified(&given)), ["organisation: Radio Vell"]);
}

#[test]
fn a_cas_in_json_says_what_is_a_reference() {
    let place = |words: &str| {
        let (start, end) = at(words, Unit::Utf16);
        format!("\"@sofa\": 1, \"begin\": {start}, \"end\": {end}")
    };
    let hull = (at("We 🌉 kept our word,", Unit::Utf16).0, at("and we will again.", Unit::Utf16).1);
    let file = format!(
        r#"{{"%TYPES": {{}}, "%FEATURE_STRUCTURES": [
            {{"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaString": {}}},
            {{"%ID": 2, "%TYPE": "x.Person", {}}},
            {{"%ID": 3, "%TYPE": "x.Role", {}, "@holder": 2, "rank": 2}},
            {{"%ID": 4, "%TYPE": "uima.tcas.Annotation", {}}},
            {{"%ID": 5, "%TYPE": "uima.tcas.Annotation", {}}},
            {{"%ID": 6, "%TYPE": "uima.cas.FSArray", "%ELEMENTS": [4, 5]}},
            {{"%ID": 7, "%TYPE": "x.Quotation", "@sofa": 1, "begin": {}, "end": {}, "@parts": 6, "@speaker": 2, "@other": 1}},
            {{"%ID": 8, "%TYPE": "x.Time", {}}}]}}"#,
        json(TEXT),
        place("Ana Pe\u{301}ros"),
        place("Mayor Ana Pe\u{301}ros"),
        place("We 🌉 kept our word,"),
        place("and we will again."),
        hull.0,
        hull.1,
        place("4 June 2020")
    );
    let read = read_as("a.json", &file, "");
    assert_eq!(read.file.notes[0].value, "other", "{:?}", read.file.notes);
    let verified = verified(&read);
    assert_eq!(words(&verified), FOUND);
    assert_eq!(attributes(&verified, 1), ["holder=#2", "rank=2"]);
    assert_eq!(attributes(&verified, 2), ["speaker=#2"]);
}

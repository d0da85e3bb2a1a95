//! Findings of other tools in a dataset: they take the place of the program's reading, the data says whose they are, and a
//! change of theirs is a change of their source.

use super::support::Workdir;
use chorograph::base::vocab::{choro, prov, schema};
use oxigraph::model::NamedNodeRef;

const NEWS: &str = "Prime Minister Ada Moor met Lena Holt in Valmora on 3 May 2019. \"We agreed on the bridge,\" said Ada Moor.\n\nThe talks went on for two days.\n";
const META: &str = "publisher = \"One\"\nlanguage = \"en\"\nkind = \"article\"\npublished = \"2019-05-10\"\n";

/// Names in brat's format; the second is said to begin at `start`.
fn names(start: usize) -> String {
    let at = |words: &str| NEWS.find(words).unwrap();
    format!(
        "T1\tPER {} {}\tAda Moor\nT2\tPER {start} {}\tLena Holt\nT3\tLOC {} {}\tValmora\n",
        at("Ada Moor"),
        at("Ada Moor") + 8,
        start + 9,
        at("Valmora"),
        at("Valmora") + 7,
    )
}

const TAGGER: &str = "[tool]\nname = \"Tagger\"\nversion = \"2.1\"\nsettings = { model = \"news\" }\n";

fn dataset() -> Workdir {
    let workdir = Workdir::new();
    workdir.write("sources/news.txt", NEWS);
    workdir.write("sources/news.meta.toml", META);
    workdir.write("sources/news.findings.ann", names(NEWS.find("Lena Holt").unwrap()));
    workdir.write("sources/news.findings.toml", TAGGER);
    workdir
}

/// All statements with a property, as text.
fn all(workdir: &Workdir, property: NamedNodeRef<'_>) -> Vec<String> {
    let predicate = property.to_string();
    let lines = workdir.export();
    lines.lines().filter(|line| line.contains(&format!(" {predicate} "))).map(str::to_owned).collect()
}

#[test]
fn names_of_a_tool_are_the_names_and_say_so() {
    let workdir = dataset();
    workdir.build();
    let attributed = all(&workdir, prov::WAS_ATTRIBUTED_TO);
    let by_tool: Vec<&String> = attributed.iter().filter(|line| line.contains("/agent/tagger-2")).collect();
    // Three mentions; what the program reads on top of them is its own.
    assert_eq!(by_tool.len(), 3, "{attributed:#?}");
    assert!(all(&workdir, choro::CONFIDENCE).is_empty());
    assert!(all(&workdir, choro::REALIGNED).is_empty());
    assert!(all(&workdir, choro::TOOL_SETTING).iter().any(|line| line.contains("\"model: news\"")));
    assert!(all(&workdir, prov::WAS_ASSOCIATED_WITH).iter().any(|line| line.contains("/agent/tagger-2")));
    assert!(all(&workdir, schema::SOFTWARE_VERSION).iter().any(|line| line.contains("\"2.1\"")));
    assert!(!all(&workdir, choro::PARTICIPANT).is_empty());
    let checked = workdir.run(&["check"]);
    assert_eq!(checked.code, Some(0), "{checked:?}");
}

#[test]
fn changed_findings_are_read_again_and_removed_ones_are_gone() {
    let workdir = dataset();
    workdir.build();
    let before = workdir.export();
    let again = workdir.build();
    assert!(again.stdout.contains("1 unchanged"), "{again:?}");
    // Words that stand once are found where they stand, and the data says why.
    workdir.write("sources/news.findings.ann", names(3));
    let built = workdir.build();
    assert!(built.stderr.contains("news.findings.ann:2"), "{built:?}");
    let realigned = all(&workdir, choro::REALIGNED);
    assert!(realigned.iter().any(|line| line.contains("the words stand in the text once")), "{realigned:#?}");
    assert_eq!(workdir.export(), workdir.built_anew().export());
    workdir.write("sources/news.findings.ann", names(NEWS.find("Lena Holt").unwrap()));
    workdir.build();
    assert_eq!(workdir.export(), before);
    workdir.remove("sources/news.findings.ann");
    workdir.remove("sources/news.findings.toml");
    workdir.build();
    assert!(!all(&workdir, choro::CONFIDENCE).is_empty());
    assert!(!workdir.export().contains("agent/tagger"));
}

#[test]
fn a_finding_that_cannot_be_placed_is_an_error_and_the_rest_goes_on() {
    let workdir = dataset();
    let findings = format!("{}T4\tLOC 5 9\tBorn\n", names(NEWS.find("Lena Holt").unwrap()));
    workdir.write("sources/news.findings.ann", findings);
    for _ in 0..2 {
        let built = workdir.run(&["build"]);
        assert!(built.code == Some(1) && built.stderr.contains("news.findings.ann:4"), "{built:?}");
        assert!(built.stdout.contains("1 finding of another tool with an error"), "{built:?}");
    }
    assert!(workdir.export().contains("Lena Holt"));
}

#[test]
fn two_files_with_names_are_an_error_and_what_was_built_stays() {
    let workdir = dataset();
    workdir.build();
    let before = workdir.export();
    workdir.write("sources/news.ann", names(NEWS.find("Lena Holt").unwrap()));
    let built = workdir.run(&["build"]);
    assert!(built.code == Some(1) && built.stderr.contains("gives names too"), "{built:?}");
    assert_eq!(workdir.export(), before);
}

#[test]
fn findings_of_a_restricted_source_are_not_public() {
    let workdir = dataset();
    workdir.write("sources/news.meta.toml", format!("{META}redistribute = false\n"));
    workdir.build();
    let public = workdir.export();
    assert!(!public.contains("tagger") && !public.contains("Tagger"), "{public}");
}

#[test]
fn ingest_puts_findings_beside_the_document() {
    let workdir = Workdir::new();
    workdir.write("in/news.txt", NEWS);
    workdir.write("in/news.meta.toml", META);
    workdir.write("in/tagged.ann", names(NEWS.find("Lena Holt").unwrap()));
    workdir.write("in/other.ann", "T1\tPER 0 4\tIvos\n");
    let (news, tagged, other) =
        (workdir.path("in/news.txt"), workdir.path("in/tagged.ann"), workdir.path("in/other.ann"));
    let refused = workdir.run(&["ingest", news.to_str().unwrap(), "--findings", other.to_str().unwrap()]);
    assert!(refused.code == Some(1) && !workdir.path("sources/news.txt").exists(), "{refused:?}");
    let added = workdir.run(&["ingest", news.to_str().unwrap(), "--findings", tagged.to_str().unwrap()]);
    assert_eq!(added.code, Some(0), "{added:?}");
    assert!(workdir.path("sources/news.findings.ann").exists());
    assert!(all(&workdir, choro::CONFIDENCE).is_empty());
}

/// An article in TEI, whose encoder marked names, a quotation and a date.
const TEI: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<TEI xmlns=\"http://www.tei-c.org/ns/1.0\" xml:lang=\"en\">
  <teiHeader>
    <fileDesc>
      <titleStmt>
        <title>Bridge agreed</title>
        <respStmt xml:id=\"enc\"><resp>Encoded by</resp><name>Ida Moss</name></respStmt>
      </titleStmt>
      <publicationStmt><publisher>One</publisher><date when=\"2019-05-10\"/></publicationStmt>
      <sourceDesc><p>Born digital.</p></sourceDesc>
    </fileDesc>
  </teiHeader>
  <text>
    <body>
      <head>Bridge agreed</head>
      <p>Prime Minister <persName xml:id=\"moor\" ref=\"https://example.org/moor\">Ada
        Moor</persName> met <persName>Lena Holt</persName> in <placeName>Valmora</placeName> on
        <date when=\"2019-05-03\">3 May</date>. “<said who=\"#moor\" direct=\"true\">We agreed on the bridge &amp; the
        road,</said>” said <persName ref=\"https://example.org/moor\">Ada Moor</persName>.</p>
      <p>The talks went on for two days.<note>Three, by another report.</note></p>
    </body>
  </text>
</TEI>
";

#[test]
fn a_tei_file_is_a_source_and_its_mark_up_is_findings() {
    let workdir = Workdir::new();
    workdir.write("sources/news.xml", TEI);
    let built = workdir.build();
    assert!(built.stderr.contains("news.xml:20:41") && built.stderr.contains("note"), "{built:?}");
    let export = workdir.export();
    for stated in ["\"Bridge agreed\"", "\"2019-05-10\"", "\"We agreed on the bridge & the road,\"", "\"2019-05-03\"^^"]
    {
        assert!(export.contains(stated), "{stated}: {export}");
    }
    assert!(!export.contains("Three, by another report"));
    // Names, times and the quotation are of the encoder; the meeting is read by the rules.
    let attributed = all(&workdir, prov::WAS_ATTRIBUTED_TO);
    assert!(attributed.iter().filter(|line| line.contains("/agent/ida-moss")).count() >= 6, "{attributed:#?}");
    assert!(all(&workdir, choro::CONFIDENCE).is_empty());
    assert!(!all(&workdir, choro::PARTICIPANT).is_empty());
    assert!(all(&workdir, choro::REALIGNED).is_empty());
    // The evidence of every claim leads back to the file.
    let traced = workdir.run(&["trace"]);
    assert_eq!(traced.code, Some(0), "{traced:?}");
    let checked = workdir.run(&["check"]);
    assert_eq!(checked.code, Some(0), "{checked:?}");
    assert!(workdir.build().stdout.contains("1 unchanged"));
    assert_eq!(export, workdir.built_anew().export());
}

#[test]
fn what_stands_beside_a_tei_source_comes_before_its_header_and_its_mark_up() {
    let workdir = Workdir::new();
    workdir.write("sources/news.xml", TEI);
    workdir.write("sources/news.meta.toml", "title = \"Another title\"\npublished = \"2019-06-01\"\n");
    workdir.write("sources/news.findings.toml", TAGGER);
    let text = "Bridge agreed\n\nPrime Minister Ada Moor met Lena Holt in Valmora";
    let at = text.find("Lena Holt").unwrap();
    workdir.write("sources/news.findings.ann", format!("T1\tPER {at} {}\tLena Holt\n", at + 9));
    let built = workdir.build();
    assert!(built.stderr.contains("the mark-up of these is not used"), "{built:?}");
    let export = workdir.export();
    assert!(export.contains("\"Another title\"") && export.contains("\"2019-06-01\""), "{export}");
    let attributed = all(&workdir, prov::WAS_ATTRIBUTED_TO);
    assert_eq!(attributed.iter().filter(|line| line.contains("/agent/tagger-2")).count(), 1, "{attributed:#?}");
    assert!(attributed.iter().any(|line| line.contains("/agent/ida-moss")), "{attributed:#?}");
}

#[test]
fn tei_that_cannot_be_read_is_an_error_with_its_line() {
    let workdir = Workdir::new();
    for (text, error) in [
        (TEI.replace("<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<!DOCTYPE TEI>"), "news.xml:1:1"),
        (TEI.replace("</persName> met", " met"), "news.xml:19:89"),
        (TEI.replace(" xmlns=\"http://www.tei-c.org/ns/1.0\"", ""), "or TEI in the namespace"),
    ] {
        workdir.write("sources/news.xml", text);
        let built = workdir.run(&["build"]);
        assert!(built.code == Some(1) && built.stderr.contains(error), "{error}: {built:?}");
    }
}

/// A CAS as XMI with a name and a quotation, whose speaker is in a feature that only its type system explains.
fn cas() -> (String, &'static str) {
    let place = |words: &str| {
        let at = NEWS.find(words).unwrap();
        format!("begin=\"{at}\" end=\"{}\"", at + words.len())
    };
    let xmi = format!(
        "<xmi:XMI xmlns:xmi=\"http://www.omg.org/XMI\" xmlns:cas=\"http:///uima/cas.ecore\" \
         xmlns:my=\"http:///my.ecore\">\n<my:Person xmi:id=\"2\" sofa=\"1\" {}/>\n<my:Quotation xmi:id=\"3\" sofa=\"1\" \
         {} utterer=\"2\"/>\n<cas:Sofa xmi:id=\"1\" sofaNum=\"1\" sofaID=\"_InitialView\" sofaString=\"{}\"/>\n</xmi:XMI>",
        place("Ada Moor"),
        place("We agreed on the bridge"),
        NEWS.replace('"', "&quot;").replace('\n', "&#10;"),
    );
    let types = "<typeSystemDescription><types><typeDescription><name>my.Quotation</name><supertypeName>uima.tcas.Annotation\
                 </supertypeName><features><featureDescription><name>utterer</name><rangeTypeName>my.Person</rangeTypeName>\
                 </featureDescription></features></typeDescription></types></typeSystemDescription>";
    (xmi, types)
}

#[test]
fn the_type_system_beside_xmi_is_found() {
    const MAPPING: &str = "[attributes]\nutterer = \"speaker\"\n";
    let workdir = Workdir::new();
    let (xmi, types) = cas();
    workdir.write("sources/news.txt", NEWS);
    workdir.write("sources/news.meta.toml", META);
    workdir.write("sources/news.findings.xmi", &xmi);
    workdir.write("sources/news.findings.toml", MAPPING);
    let without = workdir.build();
    assert!(without.stderr.contains("utterer") && without.stderr.contains("TypeSystem.xml"), "{without:?}");
    for name in ["TypeSystem.xml", "news.typesystem.xml", "news.findings.typesystem.xml"] {
        workdir.write(&format!("sources/{name}"), types);
        let built = workdir.build();
        assert!(built.stdout.contains("1 source read") && built.stderr.is_empty(), "{name}: {built:?}");
        assert!(!all(&workdir, choro::SPEAKER).is_empty(), "{name}");
        workdir.remove(&format!("sources/{name}"));
        assert!(workdir.build().stderr.contains("TypeSystem.xml"));
    }
    // A type system of nothing is noted, and is no feed.
    workdir.remove("sources/news.findings.xmi");
    workdir.write("sources/TypeSystem.xml", types);
    assert!(workdir.build().stderr.contains("this type system is of no file of findings here"));

    let other = Workdir::new();
    other.write("in/news.txt", NEWS);
    other.write("in/news.meta.toml", META);
    other.write("in/news.findings.toml", MAPPING);
    other.write("out/tagged.xmi", &xmi);
    other.write("out/TypeSystem.xml", types);
    let (news, tagged) = (other.path("in/news.txt"), other.path("out/tagged.xmi"));
    let added = other.run(&["ingest", news.to_str().unwrap(), "--findings", tagged.to_str().unwrap()]);
    assert_eq!(added.code, Some(0), "{added:?}");
    assert!(other.path("sources/news.findings.typesystem.xml").exists());
    assert!(!all(&other, choro::SPEAKER).is_empty());
    let shown = other.run(&["annotate", news.to_str().unwrap(), "--findings", tagged.to_str().unwrap()]);
    assert!(shown.code == Some(0) && shown.stderr.is_empty(), "{shown:?}");
}

#[test]
fn annotate_uses_the_findings_beside_a_document_as_a_build_does() {
    let workdir = dataset();
    workdir.write("sources/news.findings.ann", "T1\tPER 6 14\tMinister\n");
    let news = workdir.path("sources/news.txt");
    let run = |args: &[&str]| workdir.run(&[&["annotate", news.to_str().unwrap(), "--format", "jsonl"], args].concat());
    let shown = run(&[]);
    assert!(
        shown.code == Some(0)
            && shown.stderr.contains("news.findings.ann")
            && shown.stderr.contains("as a build would")
    );
    let mentions: Vec<&str> = shown.stdout.lines().filter(|line| line.contains("\"mention\"")).collect();
    assert!(mentions.len() == 1 && mentions[0].contains("\"Minister\""), "{mentions:?}");
    // A name that was given has the score of the tool, or none.
    assert!(mentions[0].contains("\"confidence\":null"), "{mentions:?}");
    workdir.write("in/scored.jsonl", shown.stdout.replace("\"confidence\":null", "\"confidence\":0.123456789012345"));
    let scored = workdir.path("in/scored.jsonl");
    let again = run(&["--findings", scored.to_str().unwrap()]);
    assert!(again.stdout.contains("\"confidence\":0.123456789012"), "{again:?}");
    workdir.write("in/again.jsonl", &again.stdout);
    let third = run(&["--findings", workdir.path("in/again.jsonl").to_str().unwrap()]);
    assert_eq!(third.stdout, again.stdout);
}

#[test]
fn the_rules_are_compared_with_findings() {
    let workdir = dataset();
    // A name that the rules do not have, one of theirs left out, one of another kind, and one that is nowhere.
    let at = |words: &str| (NEWS.find(words).unwrap(), NEWS.find(words).unwrap() + words.len());
    let line = |n: usize, kind: &str, words: &str| format!("T{n}\t{kind} {} {}\t{words}\n", at(words).0, at(words).1);
    let file = [
        line(1, "PER", "Ada Moor"),
        line(2, "ORG", "Valmora"),
        line(3, "PER", "bridge"),
        "T4\tPER 1 4\tIvo\n".to_owned(),
    ];
    workdir.write("sources/news.findings.ann", file.concat());
    let findings = workdir.path("sources/news.findings.ann");
    let run = |args: &[&str]| workdir.run(&[&["evaluate", "--findings", findings.to_str().unwrap()], args].concat());
    let table = run(&["--errors"]);
    assert_eq!(table.code, Some(1), "{table:?}");
    for said in [
        "gold:   the findings in [DIR]/sources/news.findings.ann by Tagger 2.1",
        "scored: what the rules of the program read",
        "1 finding of the file could not be verified, and is not compared",
        "not compared, because the file has none: times, roles, quotations, events",
        "news.txt:1:42: other kind: findings organisation \"Valmora\", rules place \"Valmora\"",
        "only by rules: person \"Lena Holt\"",
        "only in findings: person \"bridge\"",
    ] {
        assert!(table.stdout.contains(said), "{said}: {}", table.stdout);
    }
    let value = |args: &[&str]| {
        serde_json::from_str::<serde_json::Value>(&run(&[args, &["--format", "json"]].concat()).stdout).unwrap()
    };
    let (theirs, ours) = (value(&[]), value(&["--gold-side", "rules"]));
    let all = |value: &serde_json::Value| {
        let scores = value["scores"].as_array().unwrap();
        scores.iter().find(|score| score["kind"] == "all").unwrap()["exact"].clone()
    };
    // The sides change places.
    assert_eq!(theirs["gold_side"], "findings");
    assert_eq!(all(&theirs)["precision"], all(&ours)["recall"]);
    assert_eq!(all(&theirs)["recall"], all(&ours)["precision"]);
    assert_eq!(all(&theirs)["f1"], all(&ours)["f1"]);
    assert_eq!(theirs["not_verified"], 1);
    let by_id = run(&["--source", "news", "--format", "csv"]);
    assert!(by_id.stdout.contains("\nfindings,names,person,,"), "{by_id:?}");
    let nowhere = run(&["--source", "nowhere"]);
    assert!(nowhere.code == Some(2) && nowhere.stderr.contains("no source nowhere"), "{nowhere:?}");
}

#[test]
fn speakers_and_values_are_compared_where_the_gold_has_them() {
    let workdir = Workdir::new();
    workdir.write(
        "sources/news.xml",
        TEI.replace("who=\"#moor\"", "who=\"#holt\"").replace("<persName>Lena", "<persName xml:id=\"holt\">Lena"),
    );
    let source = workdir.path("sources/news.xml");
    let compared = workdir.run(&["evaluate", "--errors", "--findings", source.to_str().unwrap()]);
    assert_eq!(compared.code, Some(0), "{compared:?}");
    assert!(compared.stdout.contains("by Ida Moss"), "{compared:?}");
    assert!(compared.stdout.contains("other speaker: findings Lena Holt, rules Ada Moor"), "{compared:?}");
    assert!(compared.stdout.contains("speaker 0/1") && compared.stdout.contains("value 1/1"), "{compared:?}");
    // A value that the encoder does not give is the reading of the rules, and no agreement.
    workdir.write("sources/news.xml", TEI.replace("<date when=\"2019-05-03\">", "<date>"));
    let compared = workdir.run(&["evaluate", "--findings", source.to_str().unwrap()]);
    assert!(compared.stdout.contains("times time") && !compared.stdout.contains("value 1/1"), "{compared:?}");
}

use super::*;

fn tei(header: &str, text: &str) -> String {
    format!(
        "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><teiHeader><fileDesc>{header}</fileDesc></teiHeader>\n{text}</TEI>"
    )
}

fn document(header: &str, text: &str) -> TeiDocument {
    super::read(&tei(header, text), &Metadata::default()).unwrap()
}

#[test]
fn the_text_is_the_body_without_what_only_says_something_about_it() {
    let document = document(
        "",
        "<text><front><p>Contents</p></front><body><head>Bridge\n  agreed</head><p>Ada <persName>Moor</persName><note>A \
         note.</note> met\nher.</p><p>It <del>was</del> is<lb/>so<pb break=\"no\"/>me <choice><sic>wurd</sic><corr>word\
         </corr></choice>.</p><list><item>one</item><item>two</item></list></body><back><p>End</p></back></text>",
    );
    assert_eq!(document.text, "Bridge agreed\n\nAda Moor met her.\n\nIt is some wurd.\n\none\ntwo");
    let left: Vec<&str> = document.notes.iter().map(|note| note.value.as_str()).collect();
    assert_eq!(left, ["corr", "del", "note"]);
}

#[test]
fn a_byte_of_the_text_leads_to_its_byte_in_the_file() {
    let text = tei("", "<text><body><p>Žana &amp; <hi>Lou</hi>\n   met <![CDATA[<Ivo>]]> &#x17D;.</p></body></text>");
    let read = super::read(&text, &Metadata::default()).unwrap();
    assert_eq!(read.text, "Žana & Lou met <Ivo> Ž.");
    for (at, c) in read.text.char_indices().filter(|(_, c)| !c.is_whitespace()) {
        let before = read.places.partition_point(|(from, _)| *from <= at) - 1;
        let (from, place) = read.places[before];
        let there = &text[place + at - from..];
        assert!(
            there.starts_with(c) || c == '&' && there.starts_with("&amp;") || there.starts_with("&#x17D;"),
            "{c}: {there}"
        );
    }
}

#[test]
fn a_header_describes_a_file_or_what_it_was_made_of() {
    let file = "<titleStmt><title>Bridge agreed</title><author><persName><forename>Ida</forename><surname>Moss</surname>\
                </persName><email>ida@example.org</email></author></titleStmt><publicationStmt><publisher>The Vale Post\
                </publisher><date when=\"2019-05-10T08:00:00+02:00\">Friday</date><availability><licence \
                target=\"https://example.org/open\"/></availability></publicationStmt>";
    let body = "<text xml:lang=\"en\"><body><p>It rained.</p></body></text>";
    let own = document(&format!("{file}<sourceDesc><p>Born digital.</p></sourceDesc>"), body);
    let Metadata { title, authors, publisher, published, language, licence, .. } = own.metadata;
    assert_eq!(title.as_deref(), Some("Bridge agreed"));
    assert_eq!(authors, ["Ida Moss"]);
    assert_eq!(publisher.as_deref(), Some("The Vale Post"));
    assert_eq!(published.as_deref(), Some("2019-05-10"));
    assert_eq!((language.as_deref(), licence.as_deref()), (Some("en"), Some("https://example.org/open")));
    assert!(own.notes.is_empty(), "{:?}", own.notes);

    let source = "<sourceDesc><bibl><title level=\"a\">A bridge</title> in <title level=\"j\">Vale News</title>, <date>3 May \
                  1994</date> <ref target=\"https://news.example/1\">online</ref></bibl></sourceDesc>";
    let edition = document(&format!("{file}{source}"), body).metadata;
    assert_eq!(edition.title.as_deref(), Some("A bridge"));
    assert_eq!(edition.publisher.as_deref(), Some("Vale News"));
    assert_eq!(edition.published.as_deref(), Some("1994-05-03"));
    assert_eq!(edition.url.as_deref(), Some("https://news.example/1"));
    assert_eq!(edition.authors, ["Ida Moss"]);
}

#[test]
fn the_date_of_an_edition_is_not_that_of_its_source() {
    let file = "<titleStmt><title>T</title></titleStmt><publicationStmt><date when=\"2020\"/></publicationStmt>";
    let body = "<text><body><p>It rained.</p></body></text>";
    for (source, told) in [
        ("<bibl>Vale News</bibl>", "the date of the edition"),
        ("<bibl><date when=\"1994\"/><date when=\"1995\"/></bibl>", "several dates"),
        ("<bibl><date>in spring</date></bibl>", "cannot be read"),
        ("<bibl><date when=\"1994\"/></bibl><bibl><date when=\"1995\"/></bibl>", "the date of the edition"),
    ] {
        let header = format!("{file}<sourceDesc>{source}</sourceDesc>");
        let read = document(&header, body);
        assert_eq!(read.metadata.published, None, "{source}");
        assert!(matches!(read.notes.as_slice(), [note] if note.what.contains(told)), "{source}: {:?}", read.notes);
        let beside = Metadata { published: Some("1994".to_owned()), ..Metadata::default() };
        assert!(super::read(&tei(&header, body), &beside).unwrap().notes.is_empty());
    }
}

#[test]
fn what_is_no_single_text_is_an_error_with_its_place() {
    let read = |text: &str| super::read(text, &Metadata::default()).unwrap_err();
    let space = "xmlns=\"http://www.tei-c.org/ns/1.0\"";
    for (text, what) in [
        (format!("<teiCorpus {space}><TEI/></teiCorpus>"), "a corpus"),
        (format!("<TEI {space}><text><group><text><body><p>x</p></body></text></group></text></TEI>"), "no text/body"),
        (format!("<TEI {space}><text><body><p> <note>x</note></p></body></text></TEI>"), "no words"),
        (format!("<!DOCTYPE TEI>\n<TEI {space}/>"), "DOCTYPE"),
        (format!("<TEI {space}><text><body><p>&nbsp;</p></body></text></TEI>"), "&nbsp;"),
    ] {
        let problems = read(&text);
        assert!(problems[0].what.contains(what) && problems[0].at.is_some(), "{text}: {problems:?}");
    }
    let bell = format!("<TEI {space}><text><body><p>a&#7;b</p></body></text></TEI>");
    assert!(!read(&bell).is_empty());
}

#[test]
fn a_file_is_tei_by_its_root_and_its_namespace() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.xml");
    let is = |bytes: &[u8]| {
        std::fs::write(&path, bytes).unwrap();
        is_tei(&path)
    };
    let text = "<?xml version=\"1.0\"?>\n<!-- <rss> --><?x y?><t:TEI xmlns:t=\"http://www.tei-c.org/ns/1.0\">";
    assert!(is(text.as_bytes()) && is(format!("\u{FEFF}{text}").as_bytes()));
    let utf16: Vec<u8> = format!("\u{FEFF}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(is(&utf16));
    assert!(is(b"<!DOCTYPE TEI><TEI xmlns='http://www.tei-c.org/ns/1.0'/>"));
    assert!(!is(b"<TEI>") && !is(b"<rss xmlns='http://www.tei-c.org/ns/1.0'>") && !is(b"<") && !is(b""));
}

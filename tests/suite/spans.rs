//! Every span in the store, cut from the captured bytes, equals the verbatim words of the claim.

use super::support::{BASE, Facts, Workdir, repository};
use chorograph::base::capture::capture;
use chorograph::base::vocab::{choro, oa};
use chorograph::query::trace;
use chorograph::read::source::{SourceDocument, folder, metadata::Metadata};
use std::fs;

/// Compares every claim, record and mention of a built dataset with its file; returns their number.
fn proven(workdir: &Workdir) -> usize {
    let dataset = workdir.dataset();
    let facts = workdir.facts();
    let traces = trace::all(&workdir.view(), &dataset).unwrap();
    for trace in &traces {
        let subject = trace.subject.as_str();
        assert!(!trace.anchors.is_empty() || trace.cited.is_some(), "{subject} is not anchored");
        for anchor in &trace.anchors {
            let cut = anchor.cut.as_ref().unwrap_or_else(|| panic!("{subject}: no captured source"));
            assert_eq!(cut.words, anchor.words, "{subject}");
            assert!(!cut.words.is_empty() && cut.words.trim() == cut.words, "{subject}: {:?}", cut.words);
            if let Some(verbatim) = facts.object(subject, choro::VERBATIM) {
                assert_eq!(verbatim, anchor.words, "{subject}");
            }
        }
    }
    // The same from the original file in the folder, without the program's own cutting.
    for (id, path) in folder::list(&dataset.sources()).unwrap().documents {
        let source = dataset.minter.source(&id);
        let document = SourceDocument::new(id, path.clone(), capture(&path).unwrap(), Metadata::default()).unwrap();
        let text: Vec<char> = document.text.chars().collect();
        let spans = facts.subjects(choro::IN_SOURCE, source.as_str());
        assert!(!spans.is_empty(), "{source}");
        for span in spans {
            assert_exact(&facts, &span, &text);
        }
        if !chorograph::read::source::is_html(&path) {
            assert_eq!(document.text.as_bytes(), fs::read(&path).unwrap(), "{source}: the text is the file");
        }
    }
    traces.len()
}

fn assert_exact(facts: &Facts, span: &str, text: &[char]) {
    let number = |p| facts.object(span, p).unwrap().parse::<usize>().unwrap();
    let (start, end) = (number(oa::START), number(oa::END));
    assert!(start < end && end <= text.len(), "{span}");
    let words: String = text[start..end].iter().collect();
    // Paragraphs are not repeated in the store.
    if let Some(exact) = facts.object(span, oa::EXACT) {
        assert_eq!(exact, words, "{span}");
    }
    assert!(span.ends_with(&format!("{start}-{end}")) || span.contains("/paragraph/"), "{span}");
}

#[test]
fn the_dataset_that_ships() {
    let workdir = Workdir::of_data();
    workdir.build();
    let facts = workdir.facts();
    let counts = [choro::RECORD, choro::CONTROL_CHANGE_CLAIM, choro::AREA_CLAIM].map(|c| facts.of_class(c).len());
    assert_eq!(counts, [9, 9, 9]);
    let read = [choro::MENTION, choro::TIME_MENTION, choro::UTTERANCE_CLAIM, choro::ROLE_CLAIM, choro::EVENT_CLAIM];
    let read = read.map(|c| facts.of_class(c).len());
    assert!(!read.contains(&0), "{read:?}");
    let points = facts.of_class(choro::COORDINATE_CLAIM).len();
    assert_eq!(proven(&workdir), 27 + points + read.iter().sum::<usize>());
}

#[test]
fn all_forms_that_occur_in_sources() {
    let workdir = Workdir::new();
    workdir.write("gazetteer/names.csv", "id,kind,names,wikidata,evidence\nvalley,region,the valley@en,,\n");
    for entry in fs::read_dir(repository("tests/cases")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let id = name.split('.').next().unwrap();
        let expected = fs::read_to_string(repository(&format!("tests/cases/{id}.expected"))).unwrap();
        if !name.ends_with(".expected") && expected != "!\n" {
            workdir.write(&format!("sources/{name}"), fs::read(&path).unwrap());
        }
    }
    workdir.build();
    assert!(proven(&workdir) > 300);
}

/// No offset shifts where bytes, UTF-16 units, lines and the visible text are all counted differently.
#[test]
fn texts_whose_offsets_are_easily_miscounted() {
    let workdir = Workdir::new();
    workdir.write(
        "gazetteer/names.csv",
        "id,kind,names,wikidata,evidence\nvalley,region,the Long Valley@en,,\nbrod,town,Верхний Брод@ru|𝕺rlo@und,,\n",
    );
    let prose = "The ministers of the Long\u{a0}Valley 𝕺rlo met “in Верхний Брод” again, 𝄞 and spoke of the roads, the water and the schools.";
    let lines = "𝕺 figures\nŞuşa\u{a0}– 8\u{a0}May 1992 – 289\u{202f}km²\nE\u{301}astmere: 18 May 1992, territory 1\u{a0}840 km2";
    workdir.write("sources/plain.txt", format!("{lines}\n\nHeadline\n\n{prose}\n"));
    workdir.write("sources/crlf.txt", format!("{lines}\n\nHeadline\n\n{prose}\n").replace('\n', "\r\n"));
    workdir.write("sources/bom.txt", format!("\u{feff}{lines}\n\nHeadline\n\n{prose}\n"));
    workdir
        .write("sources/bom-crlf-no-end.txt", format!("\u{feff}{lines}\n\nHeadline\n\n{prose}").replace('\n', "\r\n"));
    workdir.write("sources/bom-record-first.txt", format!("\u{feff}{}", lines.split_once('\n').unwrap().1));
    workdir.write(
        "sources/page.html",
        format!(
            "\u{feff}<!DOCTYPE html>\r\n<html lang=en><head><title>T &amp; U</title></head><body><nav>x 1992</nav>\r\n\
             <h2>&Sopf; figures &amp; more</h2>\r\n<table><tr><th>&#350;u&#x15F;a</th><td>8&nbsp;May\r\n1992</td><td>289&nbsp;km<sup>2</sup></td></tr>\r\n\
             <tr><td>E&#769;astmere</td><td>18   May 1992<td>1&#160;840 km&sup2;</table>\r\n\
             <ol><li>Bor&ndash;Kala: 1993,<br>territory 5 km2<li>Saint <i>Or</i>lo: 1988&ndash;1992, 6&thinsp;km2</ol>\r\n\
             <h1>Headline &lt;b&gt;</h1><p>{}</p><pre>  {prose}\r\n</pre></body></html>",
            prose.replace('\u{a0}', "&nbsp;").replace('“', "&ldquo;")
        ),
    );
    workdir.build();
    let facts = workdir.facts();
    assert_eq!(facts.of_class(choro::SOURCE).len(), 6);
    assert!(facts.of_class(choro::RECORD).len() >= 13, "{:?}", facts.of_class(choro::RECORD));
    // Three names of the gazetteer in each paragraph of five texts, and twice in the page's two.
    let known = ["place/valley", "place/brod"];
    let known = known.iter().flat_map(|e| facts.subjects(choro::DENOTES, &format!("{BASE}{e}")));
    assert_eq!(known.count(), 3 * 6);
    proven(&workdir);
}

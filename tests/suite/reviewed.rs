//! What people decided about claims: it is in everything that the program gives out, it outlasts changes of sources, and nothing
//! rejected is left anywhere.

mod random;
mod shown;

use super::serve::Served;
use super::support::{BASE, Facts, Workdir, repository};
use chorograph::base::vocab::{choro, prov, term};
use chorograph::dataset::decisions::{self, ClaimDecision, Decided, Decisions, Verdict};
use chorograph::review::{Card, Reviewer, Session};
use chorograph::store::access::{DatasetView, Shown};
use oxigraph::model::NamedNodeRef;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const NAMES: &str = "id,kind,names,wikidata,evidence\nupper-vale,district,Upper Vale@en,,\nada-moor,person,Ada Moor@en|Moor@en,,\nlena-holt,person,Lena Holt@en,,\n";
const BOX: &str = "Figures\nUpper Vale: 8 May 1992, territory 289 km2; Lower Marsh: 7 November 1971, territory 77,123 km2; Far Fen: 1994, 12 km2\n";
const OTHER: &str = "Numbers\nUpper Vale: 8 May 1992, territory 400 km2; Lower Marsh: 1993, 1840 km2\n";
const NEWS: &str = "Moor meets Holt\n\nPrime Minister Ada Moor met Lena Holt in Upper Vale on 3 May 2019. \"We agreed on the bridge,\" said Ada Moor. The talks went on for two days and will be continued in June.\n\nLater Ivo Tarn visited Far Fen on 9 May 2019. The mayor of Far Fen, Mara Olt, thanked him.\n";
const TABLE: &str = "District,Population\nUpper Vale,5120\nFar Fen,77124\n";

/// What only rejected claims say, in the form that the program gives it; the sources write it otherwise.
const CANARIES: [&str; 3] = ["77123", "1971-11-07", "-visit"];

fn dataset() -> Workdir {
    let workdir = Workdir::new();
    workdir.write("gazetteer/names.csv", NAMES);
    for (id, text, meta) in [
        ("box", BOX, "publisher = \"One\"\nlanguage = \"en\"\ndate-means = \"control\"\n"),
        ("other", OTHER, "publisher = \"Two\"\nlanguage = \"en\"\ndate-means = \"control\"\n"),
        ("news", NEWS, "publisher = \"One\"\nlanguage = \"en\"\nkind = \"article\"\npublished = \"2019-05-10\"\n"),
    ] {
        workdir.write(&format!("sources/{id}.txt"), text);
        workdir.write(&format!("sources/{id}.meta.toml"), meta);
    }
    workdir.write("sources/table.csv", TABLE);
    workdir.write(
        "sources/table.meta.toml",
        "publisher = \"Three\"\nlanguage = \"en\"\n[[table]]\ndate = \"2010\"\n[table.column]\nDistrict = \"name\"\nPopulation = { role = \"figure\", measure = \"population\" }\n",
    );
    workdir
}

fn ana() -> Reviewer {
    Reviewer { name: "Ana Vell".to_owned(), day: "2026-11-24".to_owned() }
}

/// The only card of a type in whose words, or sentence, these stand.
fn card(session: &mut Session, source: &str, claim: &str, words: &str) -> Card {
    let cards = session.source(source).unwrap().cards;
    let found: Vec<&Card> = cards.iter().filter(|c| c.claim_type == claim && c.words.contains(words)).collect();
    match found.as_slice() {
        [only] => (*only).clone(),
        _ => panic!("{} cards of {claim} with {words:?} in {cards:#?}", found.len()),
    }
}

fn decide(workdir: &Workdir, source: &str, claim: &str, words: &str, decided: Decided) -> Card {
    let mut session = Session::open(workdir.dataset()).unwrap();
    let card = card(&mut session, source, claim, words);
    session.decide(&ana(), source, &card.key, &card.seen, decided, "").unwrap()
}

fn fields(values: &[(&str, &str)]) -> Vec<(String, String)> {
    values.iter().map(|(field, value)| ((*field).to_owned(), (*value).to_owned())).collect()
}

/// A decision on a cell: its row by name, its column by head.
fn on_cell(row: &str, head: &str, words: &str, verdict: Verdict) -> ClaimDecision {
    ClaimDecision {
        source: "table".to_owned(),
        claim: "figure".to_owned(),
        words: words.to_owned(),
        before: row.to_owned(),
        after: head.to_owned(),
        reading: String::new(),
        verdict,
        field: String::new(),
        value: String::new(),
        reviewer: "Ana Vell".to_owned(),
        day: "2026-11-24".to_owned(),
        comment: String::new(),
        digest: String::new(),
    }
}

fn append(workdir: &Workdir, rows: impl IntoIterator<Item = ClaimDecision>) {
    let path = workdir.path(decisions::FILE);
    let mut all = decisions::read(&fs::read_to_string(&path).unwrap_or_default()).0;
    all.extend(rows);
    fs::write(path, decisions::write(Decisions::new(all).rows())).unwrap();
}

/// The same dataset with what the canaries are in rejected.
fn rejected() -> Workdir {
    let workdir = dataset();
    for (source, claim, words) in [
        ("box", "area", "77,123"),
        ("box", "change of control", "7 November 1971"),
        ("news", "event", "visited Far Fen"),
    ] {
        decide(&workdir, source, claim, words, Decided::Rejected);
    }
    append(&workdir, [on_cell("Far Fen", "Population", "77124", Verdict::Rejected)]);
    workdir
}

/// The same with a claim that is replaced, one that is accepted, and one that is added.
pub(crate) fn decided() -> Workdir {
    let workdir = rejected();
    decide(&workdir, "box", "area", "289 km2", Decided::Accepted);
    decide(&workdir, "news", "speech", "We agreed", Decided::Replaced(fields(&[("speaker", "Lena Holt")])));
    let mut session = Session::open(workdir.dataset()).unwrap();
    let words = "The mayor of Far Fen, Mara Olt, thanked him";
    let start = NEWS.find(words).unwrap();
    let added = fields(&[("eventKind", "talks"), ("standing", "happened"), ("participant", "Mara Olt")]);
    session.add(&ana(), "news", (start, start + words.len()), "event", added, "as told").unwrap();
    workdir
}

fn quads(workdir: &Workdir, args: &[&str]) -> BTreeSet<String> {
    let ran = workdir.run(&[&["export", "--format", "nq"], args].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    ran.stdout.lines().map(str::to_owned).collect()
}

fn is_marked_rejected(line: &str) -> bool {
    line.contains(&format!("{} {}", choro::DECISION, term::REJECTED))
}

/// All that the program gives out of a dataset, by what it is.
fn outputs(workdir: &Workdir) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    let mut commands: Vec<Vec<String>> = Vec::new();
    for format in ["ttl", "nt", "nq", "trig", "rdf", "jsonld", "lpf", "geojson", "nanopub", "quickstatements"] {
        commands.push(["export", "--format", format].map(str::to_owned).to_vec());
    }
    for more in ["--rdf12", "--plain"] {
        commands.push(["export", "--format", "trig", more].map(str::to_owned).to_vec());
    }
    for args in [&["trace"][..], &["query", "SELECT * { GRAPH ?g { ?s ?p ?o } }", "--format", "csv"]] {
        commands.push(args.iter().map(|arg| (*arg).to_owned()).collect());
    }
    for args in commands {
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let ran = workdir.run(&args);
        assert!(ran.code.is_some_and(|code| code < 2), "{args:?}: {}", ran.stderr);
        all.push((args.join(" "), ran.stdout.into_bytes()));
    }
    for args in
        [&["export", "--tables", "-o"][..], &["describe", "-o"], &["publish", "--nanopub", "--rdf12", "--plain", "-o"]]
    {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("out").display().to_string();
        let ran = workdir.run(&[args, &[&target]].concat());
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        files(Path::new(&target), args[0], &mut all);
    }
    all
}

fn files(folder: &Path, what: &str, all: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        // The name of a file is given out, too.
        let name = format!("{what}: {}", path.display());
        if path.is_dir() {
            files(&path, what, all);
        } else {
            all.push((name, fs::read(&path).unwrap()));
        }
    }
}

fn canary(what: &str, bytes: &[u8]) -> Option<String> {
    let text = format!("{what}\n{}", String::from_utf8_lossy(bytes));
    CANARIES.iter().find(|canary| text.contains(**canary)).map(|canary| (*canary).to_owned())
}

#[test]
fn nothing_rejected_is_in_anything_that_is_given_out() {
    let (without, with) = (dataset(), rejected());
    assert_eq!(without.build().code, Some(0));
    let ran = with.build();
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stdout.contains("4 decisions on claims used, 4 claims left out"), "{}", ran.stdout);
    let found: BTreeSet<String> = outputs(&without).iter().filter_map(|(what, bytes)| canary(what, bytes)).collect();
    for canary in CANARIES {
        assert!(found.contains(canary), "{canary} is in nothing, so it cannot show a leak");
    }
    let all = outputs(&with);
    assert!(all.len() > 150, "{}", all.len());
    for (what, bytes) in &all {
        if let Some(canary) = canary(what, bytes) {
            panic!("{what} has {canary}");
        }
    }
    // What is left out is left out with its nodes, and nothing else is.
    let (before, after) = (quads(&without, &[]), quads(&with, &[]));
    let new: Vec<&String> =
        after.difference(&before).filter(|line| !line.contains("/graph/run>") && !line.contains("/run")).collect();
    assert_eq!(new, Vec::<&String>::new());
    let gone: Vec<&String> = before.difference(&after).collect();
    let claims = gone.iter().filter(|line| line.contains(choro::CLAIM.as_str())).count();
    assert_eq!(claims, 4, "{gone:#?}");
    let ran = with.run(&["query", "SELECT (COUNT(?c) AS ?n) { ?c choro:figure 77124 }", "--format", "csv"]);
    assert_eq!(ran.stdout, "n\r\n0\r\n");
    let served = Served::of(with, &[]);
    for target in [
        "/api/districts.csv",
        "/api/changes-of-control.csv",
        "/api/meetings.csv",
        "/api/place.csv?place=place%2Flower-marsh",
        "/place/lower-marsh",
        "/place/lower-marsh/index.ttl",
        "/time/1971-11-07",
        "/quantity/77123-km2",
    ] {
        let got = served.get(target, "*/*");
        assert!(got.status == 404 || canary("", got.body.as_bytes()).is_none(), "{target}: {}", got.body);
    }
    assert!(canary("", served.query("SELECT * { ?s ?p ?o }").body.as_bytes()).is_none());
}

#[test]
fn what_was_rejected_is_shown_and_marked_only_on_request() {
    let workdir = rejected();
    workdir.build();
    let (standing, all) = (quads(&workdir, &[]), quads(&workdir, &["--with-rejected"]));
    assert!(standing.is_subset(&all));
    let marked = all.iter().filter(|line| is_marked_rejected(line)).count();
    assert_eq!(marked, 4);
    let ran = workdir.run(&["query", "reviews", "--with-rejected", "--param", "decision=rejected", "--format", "csv"]);
    assert_eq!(ran.stdout.lines().count(), 5, "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stdout.contains("Ana Vell,2026-11-24"), "{}", ran.stdout);
    assert_eq!(workdir.run(&["query", "reviews", "--format", "csv"]).stdout.lines().count(), 1);
    let ran = workdir.run(&["trace", "--with-rejected", "place/lower-marsh"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stdout.contains("77,123 km2"), "{}", ran.stdout);
    // A rejected claim is in no disagreement.
    let disagreements = |quads: &BTreeSet<String>| {
        quads.iter().filter(|line| line.contains("/disagreement/")).cloned().collect::<Vec<_>>()
    };
    assert_eq!(disagreements(&standing), disagreements(&all));
}

#[test]
fn no_page_links_to_a_review_or_to_a_claim_that_is_left_out() {
    let workdir = rejected();
    decide(&workdir, "news", "speech", "We agreed", Decided::Replaced(fields(&[("speaker", "Lena Holt")])));
    workdir.build();
    for shown in [None, Some("--reviewed"), Some("--with-rejected")] {
        let folder = tempfile::tempdir().unwrap();
        let site = folder.path().join("site");
        let mut args = vec!["publish", "-o", site.to_str().unwrap()];
        args.extend(shown);
        let ran = workdir.run(&args);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        let ran = workdir.run(&["check", "--site", site.to_str().unwrap()]);
        assert!(ran.stdout.contains("rules hold") && !ran.stdout.contains("dead-link"), "{shown:?} {}", ran.stdout);
        let mut pages = Vec::new();
        files(&site, "site", &mut pages);
        let says = ">replaced</a> by <a href=\"../../../../agent/ana-vell/index.html\">Ana Vell</a> on ";
        let is_said = |(_, bytes): &(String, Vec<u8>)| String::from_utf8_lossy(bytes).contains(says);
        assert_eq!(pages.iter().filter(|page| is_said(page)).count(), 1, "{shown:?}");
    }
}

#[test]
fn a_disagreement_ends_when_one_of_its_claims_is_rejected() {
    let workdir = dataset();
    workdir.build();
    let about = |workdir: &Workdir| {
        let query = "ASK { ?d a choro:Disagreement ; choro:aboutPlace place:upper-vale }";
        workdir.run(&["query", query, "--format", "csv"]).stdout.trim().to_owned()
    };
    assert_eq!(about(&workdir), "true");
    decide(&workdir, "other", "area", "400 km2", Decided::Rejected);
    workdir.build();
    assert_eq!(about(&workdir), "false");
    let mut session = Session::open(workdir.dataset()).unwrap();
    let rejected = card(&mut session, "other", "area", "400 km2");
    session.decide(&ana(), "other", &rejected.key, &rejected.seen, Decided::Open, "").unwrap();
    workdir.build();
    assert_eq!(about(&workdir), "true");
}

#[test]
fn accepted_replaced_and_added_claims_say_whose_reading_they_are() {
    let workdir = dataset();
    workdir.build();
    decide(&workdir, "box", "area", "289 km2", Decided::Accepted);
    let speech =
        decide(&workdir, "news", "speech", "We agreed", Decided::Replaced(fields(&[("speaker", "Lena Holt")])));
    let mut session = Session::open(workdir.dataset()).unwrap();
    let words = "The mayor of Far Fen, Mara Olt, thanked him";
    let start = NEWS.find(words).unwrap();
    let added = fields(&[("eventKind", "talks"), ("standing", "happened"), ("participant", "Mara Olt")]);
    session.add(&ana(), "news", (start, start + words.len()), "event", added, "as told").unwrap();
    drop(session);
    let ran = workdir.build();
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let facts = workdir.facts();
    let of = |decision: NamedNodeRef<'_>| facts.subjects(choro::DECISION, decision.as_str());
    let (accepted, replaced, added) = (of(term::ACCEPTED), of(term::REPLACED), of(term::ADDED));
    assert_eq!((accepted.len(), replaced.len(), added.len()), (1, 1, 1));
    let iris = |node: &String, property| facts.objects(node, property);
    // What was accepted is the program's reading still; what was replaced or added is the reader's.
    assert!(iris(&accepted[0], prov::WAS_ATTRIBUTED_TO).is_empty());
    for node in [&replaced[0], &added[0]] {
        assert_eq!(iris(node, prov::WAS_ATTRIBUTED_TO), iris(node, choro::REVIEWED_BY));
        assert!(
            iris(node, prov::WAS_ATTRIBUTED_TO)[0].contains("ana-vell"),
            "{:?}",
            iris(node, prov::WAS_ATTRIBUTED_TO)
        );
    }
    assert_eq!(iris(&replaced[0], choro::SPEAKER), [format!("{BASE}person/lena-holt")]);
    assert_eq!(iris(&replaced[0], prov::WAS_REVISION_OF).len(), 1);
    assert!(
        iris(&replaced[0], choro::READ_AS)[0].contains("speaker: Ada Moor"),
        "{:?}",
        iris(&replaced[0], choro::READ_AS)
    );
    assert!(speech.english.contains("Lena Holt"), "{}", speech.english);
    let review = &iris(&added[0], choro::REVIEWED_IN)[0];
    assert_eq!(iris(review, choro::REVIEW_COMMENT), ["as told"]);
    // Their words are proven as those of any other claim, and no shape is broken.
    assert_eq!(workdir.run(&["trace"]).code, Some(0));
    let ran = workdir.run(&["check"]);
    assert!(!ran.stdout.contains("shape:") && !ran.stderr.contains("error"), "{}{}", ran.stdout, ran.stderr);
    // Only what was reviewed, and nothing that rests on the rest.
    let reviewed = quads(&workdir, &["--reviewed"]);
    let claims = reviewed.iter().filter(|line| line.contains(&format!("type> {}", choro::CLAIM))).count();
    assert_eq!(claims, 3);
    let ran = workdir.run(&["query", "statements", "--reviewed", "--columns", "speaker,reviewed", "--format", "csv"]);
    assert_eq!(ran.stdout, "speaker,reviewed\r\nLena Holt,replaced\r\n");
    let ran = workdir.run(&["query", "disagreements", "--reviewed", "--format", "csv"]);
    assert_eq!(ran.stdout.lines().count(), 1, "{}", ran.stdout);
}

#[test]
fn decisions_outlast_a_rename_a_rebuild_and_other_words_around() {
    let workdir = rejected();
    workdir.build();
    let canaries =
        |workdir: &Workdir| quads(workdir, &[]).iter().filter(|q| canary("", q.as_bytes()).is_some()).count();
    assert_eq!(canaries(&workdir), 0);
    for file in ["txt", "meta.toml"] {
        fs::rename(workdir.path(&format!("sources/box.{file}")), workdir.path(&format!("sources/figures.{file}")))
            .unwrap();
    }
    let ran = workdir.run(&["build", "--prune"]);
    assert_eq!((ran.code, canaries(&workdir)), (Some(0), 0), "{}", ran.stderr);
    // A new version of the article begins with other paragraphs.
    workdir.write("sources/news.txt", NEWS.replace("\n\nPrime", "\n\nRain fell over the vale all night.\n\nPrime"));
    let ran = workdir.build();
    assert_eq!((ran.code, canaries(&workdir)), (Some(0), 0), "{}", ran.stderr);
    fs::remove_dir_all(workdir.path(".chorograph")).unwrap();
    workdir.build();
    assert_eq!(canaries(&workdir), 0);
}

#[test]
fn a_decision_whose_claim_is_gone_is_reported_in_each_build_and_kept() {
    let workdir = rejected();
    workdir.build();
    let file = fs::read(workdir.path(decisions::FILE)).unwrap();
    workdir.write("sources/news.txt", NEWS.replace("visited Far Fen on 9 May 2019", "slept"));
    workdir.write("sources/table.csv", TABLE.replace("77124", "77125"));
    for _ in 0..2 {
        let ran = workdir.build();
        assert!(ran.stdout.contains("2 to look at again"), "{}", ran.stdout);
        assert_eq!(ran.stderr.matches("no claim of this type has these words any more").count(), 2, "{}", ran.stderr);
    }
    workdir.write("sources/news.txt", NEWS);
    workdir.write("sources/table.csv", TABLE);
    let ran = workdir.build();
    assert!(ran.stdout.contains("4 decisions on claims used, 4 claims left out"), "{}", ran.stdout);
    assert_eq!(fs::read(workdir.path(decisions::FILE)).unwrap(), file);
    // So is one on a source that is not there.
    append(&workdir, [ClaimDecision { source: "nowhere".to_owned(), ..on_cell("a", "b", "c", Verdict::Rejected) }]);
    for _ in 0..2 {
        let ran = workdir.build();
        assert!(ran.stderr.contains("nowhere") && ran.stdout.contains("1 to look at again"), "{ran:?}");
    }
}

#[test]
fn a_row_with_a_mistake_is_told_with_its_line_and_the_others_are_used() {
    let workdir = rejected();
    let text = fs::read_to_string(workdir.path(decisions::FILE)).unwrap();
    let wrong = text.lines().nth(1).unwrap().replace("rejected", "refused");
    workdir.write(decisions::FILE, format!("{text}{wrong}\n"));
    let ran = workdir.run(&["build"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(
        ran.stderr.contains("claims.review.tsv:6:1") && ran.stderr.contains("this is not a decision"),
        "{}",
        ran.stderr
    );
    assert!(ran.stdout.contains("4 decisions on claims used"), "{}", ran.stdout);
}

#[test]
fn decisions_on_restricted_sources_are_kept_apart_and_stay_private() {
    let workdir = dataset();
    let meta = fs::read_to_string(workdir.path("sources/box.meta.toml")).unwrap();
    workdir.write("sources/box.meta.toml", format!("{meta}redistribute = false\n"));
    decide(&workdir, "box", "area", "77,123", Decided::Rejected);
    decide(&workdir, "other", "area", "400 km2", Decided::Rejected);
    let of = |file: &str| decisions::read(&fs::read_to_string(workdir.path(file)).unwrap()).0.len();
    assert_eq!((of(decisions::FILE), of(decisions::RESTRICTED_FILE)), (1, 1));
    workdir.build();
    let public = quads(&workdir, &["--with-rejected"]);
    assert_eq!(public.iter().filter(|line| is_marked_rejected(line)).count(), 1);
    let whole = quads(&workdir, &["--with-rejected", "--include-restricted"]);
    assert_eq!(whole.iter().filter(|line| is_marked_rejected(line)).count(), 2);
}

/// The sources of which decisions are recorded.
fn recorded() -> Workdir {
    let workdir = Workdir::of_data();
    let kept = |name: &str| [".txt", ".html", ".meta.toml"].iter().any(|ending| name.ends_with(ending));
    for (folder, under) in [
        ("tests/annotate", "read"),
        ("tests/cases", "cases"),
        ("tests/wire/sources", "wire"),
        ("tests/gaps/sources", "gaps"),
    ] {
        for entry in fs::read_dir(repository(folder)).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            if kept(&name) {
                workdir.write(&format!("sources/{under}/{name}"), fs::read(entry.path()).unwrap());
            }
        }
    }
    workdir
}

/// Decisions that were recorded once (`tests/reviewed`): whoever changes how sources are read sees here what becomes of them. None
/// may be used for another claim; those whose claim is read otherwise, or no longer, are listed in `orphans.txt`.
#[test]
fn recorded_decisions_are_used_for_the_claims_on_which_they_were_made() {
    let workdir = recorded();
    let text = fs::read_to_string(repository("tests/reviewed/claims.review.tsv")).unwrap();
    workdir.write(decisions::FILE, &text);
    let (rows, problems) = decisions::read(&text);
    assert!(rows.len() > 200 && problems.is_empty(), "{} {problems:?}", rows.len());
    // Some of the cases are meant not to be read.
    let ran = workdir.run(&["build"]);
    let orphans: Vec<&str> = ran.stderr.lines().filter(|line| line.contains(decisions::FILE)).collect();
    let listed = fs::read_to_string(repository("tests/reviewed/orphans.txt")).unwrap();
    assert_eq!(orphans, listed.lines().collect::<Vec<_>>());
    let dataset = workdir.dataset();
    let facts = Facts::of(&DatasetView::showing(&dataset, true, Shown::WithRejected).unwrap());
    let folded = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let claims: BTreeSet<_> = rows
        .iter()
        .map(|row| (row.verdict, &row.source, &row.claim, &row.words, &row.before, &row.after, &row.reading))
        .collect();
    let mut used = 0;
    for (verdict, decision) in [
        (Verdict::Accepted, term::ACCEPTED),
        (Verdict::Rejected, term::REJECTED),
        (Verdict::Replaced, term::REPLACED),
        (Verdict::Added, term::ADDED),
    ] {
        let mut marked = facts.subjects(choro::DECISION, decision.as_str());
        if verdict == Verdict::Rejected {
            // The original of a claim that was replaced is rejected by whoever replaced it.
            marked.retain(|claim| {
                let reviews = facts.objects(claim, choro::REVIEWED_IN);
                reviews.iter().any(|review| facts.objects(review, choro::DECIDED) == [decision.as_str()])
            });
        }
        let of_verdict = claims.iter().filter(|claim| claim.0 == verdict).count();
        assert!(marked.len() <= of_verdict && !marked.is_empty(), "{decision}: {} of {of_verdict}", marked.len());
        used += marked.len();
        for claim in marked {
            let words = folded(&facts.object(&claim, choro::VERBATIM).unwrap());
            let reviewers = facts.objects(&claim, choro::REVIEWED_BY);
            let agent = |name: &str| if name.contains(':') { name.to_owned() } else { "agent/ana-vell".to_owned() };
            let is_by =
                |row: &ClaimDecision| reviewers.iter().all(|reviewer| reviewer.ends_with(&agent(&row.reviewer)));
            let is_made = |row: &ClaimDecision| row.verdict == verdict && folded(&row.words) == words && is_by(row);
            assert!(rows.iter().any(is_made), "{claim} is marked {decision}, and nobody decided so");
        }
    }
    assert_eq!(used + orphans.len(), claims.len());
}

//! A review of small datasets on disk.

use super::{Card, Filter, ReviewError, Reviewer, Session, SourceReview, Status};
use crate::dataset::Dataset;
use crate::dataset::decisions::{Decided, FILE, RESTRICTED_FILE};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const TEXT: &str = "Mayor opens the road\n\n\
    Lena Holt, mayor of Valmora, met Ivo Hart in Valmora on 3 May 2019.\n\n\
    “The road to Brin is open,” she said. “Nobody loses,” Hart said after the meeting.\n\n\
    Officials said that the ferry would follow.\n";

const TOML: &str = "title = \"Vale\"\ndescription = \"The vale.\"\nbase = \"https://example.org/vale/\"\n\
    licence = \"https://creativecommons.org/publicdomain/zero/1.0/\"\ncreator = \"Ann Orlo\"\n\
    publisher = \"The Vale Archive\"\nlanguages = [\"en\"]\n";

fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("dataset.toml"), TOML).unwrap();
    fs::create_dir(folder.path().join("sources")).unwrap();
    write(&folder, "vale.txt", TEXT);
    write(&folder, "vale.meta.toml", "published = \"2019-05-06\"\npublisher = \"The Vale Post\"\n");
    folder
}

fn write(folder: &TempDir, name: &str, text: &str) {
    fs::write(folder.path().join("sources").join(name), text).unwrap();
}

fn session(folder: &TempDir) -> Session {
    Session::open(Dataset::open(folder.path()).unwrap()).unwrap()
}

fn by(name: &str) -> Reviewer {
    Reviewer { name: name.to_owned(), day: "2026-11-24".to_owned() }
}

fn text(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap_or_default()
}

fn find<'r>(review: &'r SourceReview, words: &str) -> &'r Card {
    review.cards.iter().find(|card| card.words.contains(words)).unwrap()
}

fn values(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    fields.iter().map(|(field, value)| ((*field).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn show() {
    let folder = folder();
    let mut session = session(&folder);
    println!("{:#?}", session.sources().unwrap());
    let review = session.source("vale").unwrap();
    for card in &review.cards {
        println!("{} {} [{}] {}\n   {} {:?}\n   {}", card.key, card.claim_type, card.reading, card.english, card.rank, card.doubts, card.sentence);
    }
    println!("{:?}", review.marks);
}

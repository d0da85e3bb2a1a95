//! Tables of sentences and the names in them.

use super::NameReader;
use crate::extract::tokens::Tokens;
use crate::gazetteer::Gazetteer;
use std::fs;

#[test]
fn names_are_found_whole_and_longest_first() {
    let folder = tempfile::tempdir().unwrap();
    let rows = "id,kind,names,wikidata,evidence\n\
                osce,organisation,OSCE@en,,\nminsk-group,organisation,OSCE Minsk Group@en|OSCEMinsk Group@en-x-slip,,\n\
                us,country,US@en,,\na,town,Dual@en,,\nb,city,Dual@en,,\n";
    fs::write(folder.path().join("g.csv"), rows).unwrap();
    let gazetteer = Gazetteer::read(folder.path()).unwrap();
    let text = "The OSCE\u{a0}Minsk  Group and the OSCEMinsk Group met us, not the US; OSCEs, Dual.";
    let names = NameReader::new(&gazetteer).read(&Tokens::of(text));
    let known = names.mentions.into_iter().filter(|m| names.entities[m.entity].known.is_some());
    let found: Vec<&str> = known.map(|m| &text[m.range]).collect();
    assert_eq!(found, ["OSCE\u{a0}Minsk  Group", "OSCEMinsk Group", "US"]);
}

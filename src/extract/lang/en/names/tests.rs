//! Tables of sentences and the names in them.

use crate::dataset::gazetteer::Gazetteer;
use crate::extract::finding::Names;
use crate::extract::finding::{EntityType, Gender, Signals};
use crate::extract::gazetteer::KnownNames;
use crate::extract::lang::en::writing::WRITING;
use crate::extract::tokens::Tokens;
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
    let names = super::read(&Tokens::of(text, WRITING), &KnownNames::new(&gazetteer, &[WRITING]));
    let known = names.mentions.into_iter().filter(|m| names.entities[m.entity].known.is_some());
    let found: Vec<&str> = known.map(|m| &text[m.range]).collect();
    assert_eq!(found, ["OSCE\u{a0}Minsk  Group", "OSCEMinsk Group", "US"]);
}

#[test]
fn names_in_capitals_of_another_language_match_the_gazetteer() {
    let folder = tempfile::tempdir().unwrap();
    let rows = "id,kind,names,wikidata,evidence\nimishli,town,İmişli@az,,\nqubadli,town,Qubadlı@az,,\ngh,town,Großenhain@de,,\n";
    fs::write(folder.path().join("g.csv"), rows).unwrap();
    let gazetteer = Gazetteer::read(folder.path()).unwrap();
    let text = "SHELLING WAS REPORTED IN İMİŞLİ, NEAR QUBADLI AND IN GROSSENHAIN ON TUESDAY.";
    let names = super::read(&Tokens::of(text, WRITING), &KnownNames::new(&gazetteer, &[WRITING]));
    let known = names.mentions.into_iter().filter(|m| names.entities[m.entity].known.is_some());
    let found: Vec<&str> = known.map(|m| &text[m.range]).collect();
    assert_eq!(found, ["İMİŞLİ", "QUBADLI", "GROSSENHAIN"]);
}

/// The mentions of a text without a gazetteer: "Karen Smith/PER".
fn read(text: &str) -> (Names, Vec<String>) {
    let names = super::read(&Tokens::of(text, WRITING), &KnownNames::default());
    let shown = |kind| match kind {
        EntityType::Person => "PER",
        EntityType::Organisation => "ORG",
        EntityType::Place => "LOC",
        EntityType::Event => "EVT",
        EntityType::Nationality => "NAT",
        EntityType::Other => "OTH",
    };
    let mentions = names.mentions.iter().map(|m| format!("{}/{}", &text[m.range.clone()], shown(m.kind))).collect();
    (names, mentions)
}

#[test]
fn names_and_their_types() {
    for (text, expected) in [
        (
            "Analyst Petra Novak of Westmark Holdings Inc. spoke in Prague.",
            "Petra Novak/PER Westmark Holdings Inc./ORG Prague/LOC",
        ),
        ("On Monday the mayor of Tarsk, Olga Petrenko, left.", "Tarsk/LOC Olga Petrenko/PER"),
        // Places by the word after them, and by a point of the compass.
        ("The Sorl district and the Ulmen region were shelled.", "Sorl/LOC Ulmen/LOC"),
        ("North Sorl and South Ulmen signed.", "North Sorl/LOC South Ulmen/LOC"),
        // The holder of an office after the body or place.
        ("Chairman of the Lorvik City Council Olev Kask left.", "Lorvik City Council/ORG Olev Kask/PER"),
        ("The head of Sorl region of Ulmen Oblast Olev Kask left.", "Sorl/LOC Ulmen Oblast/LOC Olev Kask/PER"),
        (
            "The Chairman of the State Committee for National Security Olev Kask left.",
            "State Committee for National Security/ORG Olev Kask/PER",
        ),
        (
            "Ministers of Kenya and Chile Wanja Otieno and Rosa Iturri met.",
            "Kenya/LOC Chile/LOC Wanja Otieno/PER Rosa Iturri/PER",
        ),
        // Parts of titles are no names.
        ("The Personal Representative of the chair and the Presidential Envoy left.", ""),
        // Names with small words, apostrophes, prefixes.
        ("Maria de la Cruz met Ludwig van der Berg.", "Maria de la Cruz/PER Ludwig van der Berg/PER"),
        ("John F. Doe met Al-Sayid and O'Brien.", "John F. Doe/PER Al-Sayid/PER O'Brien/PER"),
        ("Deputy minister Olev Kask and Jan Holub resigned.", "Olev Kask/PER Jan Holub/PER"),
        // Bodies with "and".
        (
            "The Ministry of Labour and Social Protection of Population said so.",
            "Ministry of Labour and Social Protection of Population/ORG",
        ),
        // Months and days in capitals.
        ("VALMORA, JULY 6. The bridge was opened.", "VALMORA/LOC"),
        ("They travelled to Valmora 12 and 13 December.", "Valmora/LOC"),
        ("Italian Foreign Minister Marco Belli met Gen. Ann Lowe.", "Italian/NAT Marco Belli/PER Ann Lowe/PER"),
        (
            "The Ministry of Foreign Affairs and the Bank of Elbonia agreed.",
            "Ministry of Foreign Affairs/ORG Bank of Elbonia/ORG",
        ),
        ("The Armenian-Azerbaijani border lies near the Aras River.", "Armenian-Azerbaijani/NAT Aras River/LOC"),
        ("The spokesman's car is in London's Euston Station.", "London/LOC Euston Station/LOC"),
        ("He left the U.S. Air Force for the Battle of Kars.", "U.S. Air Force/ORG Battle of Kars/EVT"),
        ("It cost US$ 40 in May, said CEO Tom Reed.", "Tom Reed/PER"),
        ("Theresa May and Ludwig van Hoeven spoke.", "Theresa May/PER Ludwig van Hoeven/PER"),
        ("The Zurich-based company Halvard sells cars.", "Zurich/LOC Halvard/ORG"),
        ("PARIS, 3 March 2021 (Reuters) - The dam will go.", "PARIS/LOC Reuters/ORG"),
        ("Jobs were lost. Shares fell. Officials complained.", ""),
        ("Markets in Ghent , Belgium , fell , said `` Karen Moss '' .", "Ghent/LOC Belgium/LOC Karen Moss/PER"),
        ("It went to Gold Inc. Anna Stone said so.", "Gold Inc./ORG Anna Stone/PER"),
        ("He met Karl Bauer Jr. Anna Stone was there.", "Karl Bauer Jr./PER Anna Stone/PER"),
        ("Secretary of the Air Force James Holt agreed.", "Air Force/ORG James Holt/PER"),
        ("She bought an iPhone 4 and a Windows 7 computer.", "iPhone 4/OTH Windows 7/OTH"),
    ] {
        let (_, found) = read(text);
        assert_eq!(found.join(" "), expected, "{text}");
    }
}

#[test]
fn names_in_regional_wire_reports() {
    for (text, expected) in [
        // A known place and a person, after the office.
        ("Chilean Ambassador to Kenya Ovrel Tasmin said so.", "Chilean/NAT Kenya/LOC Ovrel Tasmin/PER"),
        ("Head of the team for dialogue with Chile Ovrel Tasmin left.", "Chile/LOC Ovrel Tasmin/PER"),
        ("The Sultan of Oman Hatem bin Tasmin left.", "Oman/LOC Hatem bin Tasmin/PER"),
        ("The OSCE Chair-in-Office Ovrel Tasmin left.", "OSCE/ORG Ovrel Tasmin/PER"),
        // Words of titles are no names.
        (
            "The Ambassador Extraordinary and Plenipotentiary of Chile to Kenya Ovrel Tasmin left.",
            "Chile/LOC Kenya/LOC Ovrel Tasmin/PER",
        ),
        ("The District Magistrate of Sorl and the Commissioners left the Eastern Provincial headquarters.", "Sorl/LOC"),
        ("His Highness the Amir of Kuwait left.", "Kuwait/LOC"),
        ("Interior CS Ovrel Tasmin met Deputy County Commissioner Ivo Tal.", "Ovrel Tasmin/PER Ivo Tal/PER"),
        ("The Chilean FMs met the PM, MPs and the MFA.", "Chilean/NAT MFA/ORG"),
        ("Foreign secretaries of Kenya and Chile met.", "Kenya/LOC Chile/LOC"),
        // Bodies and events whose names have small words.
        ("The Federal Water and Fisheries Commission met.", "Federal Water and Fisheries Commission/ORG"),
        (
            "The International Forum on Water and Energy in South America opened.",
            "International Forum on Water and Energy in South America/EVT",
        ),
        ("The Council of Interior Ministers met.", "Council of Interior Ministers/ORG"),
        (
            "The Consultative Meeting of the Heads of State of West Africa met.",
            "Consultative Meeting of the Heads of State of West Africa/EVT",
        ),
        ("The Association/Community of Norse-majority towns met.", "Association/Community/ORG"),
        ("The African Union for Mali met.", "African Union/ORG Mali/LOC"),
        ("The President of the Harbour Commission left.", "Harbour Commission/ORG"),
        ("The Chile-Peru Dialogue went on.", "Chile-Peru Dialogue/EVT"),
        // Adjectives of regions.
        (
            "West African and Central Asian leaders met in the Western Balkans.",
            "West African/NAT Central Asian/NAT Western Balkans/LOC",
        ),
        // The press.
        ("He told The Daily Trumpet and The Standard so.", "Daily Trumpet/ORG Standard/ORG"),
        ("SorlNews.net and Harbour.am wrote so.", "SorlNews.net/ORG Harbour.am/ORG"),
        ("It ended in July-August.", ""),
        // Places by what is said of them.
        ("The districts of Sorl and Ulmen were flooded.", "Sorl/LOC Ulmen/LOC"),
        ("They met at Kobara in Kenya and at Tamuk in Sorl County.", "Kobara/LOC Kenya/LOC Tamuk/LOC Sorl County/LOC"),
        ("Sorl Governor Ovrel Tasmin left.", "Sorl/LOC Ovrel Tasmin/PER"),
        ("A row about Tasmin’s visit goes on.", "Tasmin/PER"),
        // Forms of address and initials.
        ("Dr. A.K. Rahman Tasmin and H.E. Ovrel Kask left.", "A.K. Rahman Tasmin/PER Ovrel Kask/PER"),
        ("Mawlavi Yaqoob Tasmin met Rtr. Ovrel Kask.", "Yaqoob Tasmin/PER Ovrel Kask/PER"),
        ("IGP Ovrel Tasmin met Jamal El Sheikh.", "Ovrel Tasmin/PER Jamal El Sheikh/PER"),
        ("Sorl Deputy Governor Ovrel Tasmin left for African Affairs.", "Sorl/LOC Ovrel Tasmin/PER African/NAT"),
        ("The envoy of Chile, Deep Kumar Tasmin, left.", "Chile/LOC Deep Kumar Tasmin/PER"),
    ] {
        assert_eq!(read(text).1.join(" "), expected, "{text}");
    }
}

#[test]
fn one_entity_for_each_person_or_body() {
    for (text, words, entity) in [
        ("Anna Moss spoke. Later Moss left, and Mrs Moss's car too.", "Moss", "Anna Moss"),
        ("George W. Hart and Laura Penn met. George Hart won.", "George Hart", "George W. Hart"),
        ("The European Rail Agency (ERA) met. ERA agreed.", "ERA", "European Rail Agency"),
        ("Westmark Corp. fell. Shares of Westmark fell.", "Westmark", "Westmark Corp."),
    ] {
        let (names, _) = read(text);
        let last = names.mentions.iter().rfind(|m| &text[m.range.clone()] == words).expect(text);
        assert_eq!(names.entities[last.entity].name, entity, "{text}");
    }
}

#[test]
fn two_people_of_one_surname_stay_apart() {
    let text = "Paul Hart met Maria Hart. He thanked Hart. Paul left.";
    let (names, _) = read(text);
    let of = |n: usize| names.mentions[n].entity;
    assert_ne!(of(0), of(1));
    assert!(names.mentions[2].confidence < 0.5, "nobody can tell which Hart");
    assert_eq!(of(3), of(0));
    assert_eq!(names.entities[of(0)].gender, Some(Gender::Male));
    assert_eq!(names.entities[of(1)].gender, Some(Gender::Female));
}

#[test]
fn places_that_stand_for_states() {
    for (text, expected) in [
        ("Moscow welcomes the meeting in Moscow.", vec![true, false]),
        ("They support the efforts of Yerevan and Baku.", vec![true, true]),
        ("They met in Vienna and Geneva.", vec![false, false]),
        ("Relations between Ankara and Tbilisi improved.", vec![true, true]),
        ("Washington has said so. He flew to Paris.", vec![true, false]),
        ("Stuttgart said nothing.", vec![false]),
    ] {
        let (names, _) = read(text);
        let places: Vec<bool> = names.mentions.iter().map(|m| m.stands_for_state).collect();
        assert_eq!(places, expected, "{text}");
    }
}

#[test]
fn a_team_with_the_name_of_a_place() {
    for (text, expected) in [
        ("Latvia captain Olga Petrenko left.", "Latvia/ORG Olga Petrenko/PER"),
        ("The goals of Seattle's striker came late.", "Seattle/ORG"),
        ("On Tuesday Chicago beat the visitors.", "Chicago/ORG"),
        ("The captain left Chicago, and the coach lives in Latvia.", "Chicago/LOC Latvia/LOC"),
    ] {
        let (_, found) = read(text);
        assert_eq!(found.join(" "), expected, "{text}");
    }
    assert!(super::is_place("Latvia") && !super::is_place("Latvian Railways") && !super::is_place(""));
}

#[test]
fn headlines_in_title_case_have_only_names_that_are_known() {
    let text = "Minister Praises Harvest In Latvia After Storm Damage\n";
    let (_, found) = read(text);
    assert_eq!(found, ["Latvia/LOC"]);
}

#[test]
fn signals_have_words() {
    let (names, _) = read("Minister Ilse Brandt left for Riga.");
    assert!(names.mentions[0].signals.any(Signals::TITLE));
    assert_eq!(names.mentions[1].signals.names(), ["capitals", "known name"]);
}

#[test]
fn names_are_not_cut_at_initials() {
    for (text, expected) in [
        ("The deputy head of the F.A.O. Martin T. Holm arrived.", "F.A.O./ORG Martin T. Holm/PER"),
        (
            "The FAO Martin Holm and the I.M.F. J. R. Karlsen met.",
            "FAO/ORG Martin Holm/PER I.M.F./ORG J. R. Karlsen/PER",
        ),
        ("The W.T.C.U. Rustam Nazar agreed.", "W.T.C.U./ORG Rustam Nazar/PER"),
        ("Later J. R. R. Tolkien met U.N. envoy A. B. Carter.", "J. R. R. Tolkien/PER U.N./ORG A. B. Carter/PER"),
        ("They read J.R.R. Tolkien and Dr. K. Singh.", "J.R.R. Tolkien/PER K. Singh/PER"),
        ("They bought No. 5 and Nos. 7 and 8.", ""),
        ("They chose plan B. Holt left.", "Holt/PER"),
        ("He was in the U.S. Okoro met Marlow in Geneva.", "U.S./LOC Okoro/ORG Marlow/PER Geneva/LOC"),
        ("The USS John F. Kennedy sank.", "USS John F. Kennedy/ORG"),
    ] {
        let (_, found) = read(text);
        assert_eq!(found.join(" "), expected, "{text}");
    }
}

#[test]
fn capitals_that_are_no_name() {
    for (text, expected) in [
        ("The notice says: Water is scarce.", ""),
        ("He wrote: “Peace is near.” “War,” he said, “Will end.”", ""),
        ("Surely Bauer knew. Thankfully Holt waited.", "Bauer/PER Holt/PER"),
        ("Wells dried up. Banks closed. Farmers left.", ""),
        ("It rains. P.S. All Rights Reserved.", ""),
        ("He read “Сегодня в Москве” aloud.", ""),
    ] {
        let (_, found) = read(text);
        assert_eq!(found.join(" "), expected, "{text}");
    }
}

#[test]
fn a_headline_in_title_case_adds_no_names() {
    let text = "There Is No Water Left, Farmers Say\nFarmers in Lorvik say that there is no water left.";
    let end = text.find('\n').unwrap();
    let article = crate::read::record::Article { title: Some(0..end), paragraphs: vec![end + 1..text.len()] };
    let names = super::read(&Tokens::new(text, &article, WRITING), &KnownNames::default());
    let found: Vec<&str> = names.mentions.iter().map(|m| &text[m.range.clone()]).collect();
    assert_eq!(found, ["Lorvik"]);
}

#[test]
fn initials_are_of_one_person_only() {
    for (text, words, entity) in [
        ("Grigory Lund spoke. G. Lund left.", "G. Lund", "Grigory Lund"),
        ("Anna Lund met Arne Lund. A. Lund left.", "A. Lund", "A. Lund"),
        ("A. Lund left. Anna Lund met Arne Lund.", "Arne Lund", "Arne Lund"),
        ("Martin T. Lund met Martin B. Lund in Geneva.", "Martin B. Lund", "Martin B. Lund"),
        ("Martin T. Lund left. Martin Lund came back.", "Martin Lund", "Martin T. Lund"),
    ] {
        let (names, _) = read(text);
        let last = names.mentions.iter().rfind(|m| &text[m.range.clone()] == words).expect(text);
        assert_eq!(names.entities[last.entity].name, entity, "{text}");
    }
}

#[test]
fn a_shared_surname_without_a_title_is_unresolved() {
    let text =
        "Mayor Anvar Rahim and the lawyer Dilshod Rahim met. Mayor Rahim left. The lawyer Rahim stayed. Rahim wrote.";
    let (names, _) = read(text);
    let found: Vec<(&str, bool)> = names
        .mentions
        .iter()
        .map(|m| (names.entities[m.entity].name.as_str(), m.signals.any(Signals::AMBIGUOUS)))
        .collect();
    let expected = [
        ("Anvar Rahim", false),
        ("Dilshod Rahim", false),
        ("Anvar Rahim", false),
        ("Dilshod Rahim", false),
        ("Rahim", true),
    ];
    assert_eq!(found, expected);
}

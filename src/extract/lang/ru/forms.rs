//! Case endings: the forms of a name that is known, and the nominative of one that is not.

/// The sex of a first name, by which its surname is declined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sex {
    Male,
    Female,
}

/// A case, or several that look the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    Nominative,
    /// Also the accusative of men.
    Genitive,
    Dative,
    /// Of women.
    Accusative,
    Instrumental,
    Prepositional,
    /// The word is the same in all cases.
    Any,
}

/// A first name in a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Given {
    pub(super) name: &'static str,
    pub(super) sex: Sex,
    pub(super) case: Case,
}

fn cut(word: &str, ending: &str) -> Option<String> {
    word.strip_suffix(ending).map(str::to_owned)
}

fn is_hard(last: char) -> bool {
    "бвгджзклмнпрстфхцчшщ".contains(last)
}

/// The vowel that stands for "ы" after some consonants.
fn plural_vowel(stem: &str) -> &'static str {
    if stem.ends_with(['г', 'к', 'х', 'ж', 'ш', 'щ', 'ч']) { "и" } else { "ы" }
}

fn o_or_e(stem: &str) -> &'static str {
    if stem.ends_with(['ж', 'ш', 'щ', 'ч', 'ц']) { "е" } else { "о" }
}

/// The forms of a first name with their cases.
pub(super) fn given_forms(name: &str, sex: Sex) -> Vec<(String, Case)> {
    use Case::{Accusative, Any, Dative, Genitive, Instrumental, Nominative, Prepositional};
    let all = |stem: &str, endings: [(&str, Case); 4]| {
        let mut forms = vec![(name.to_owned(), Nominative)];
        forms.extend(endings.into_iter().map(|(ending, case)| (format!("{stem}{ending}"), case)));
        forms
    };
    let masculine = |stem: &str| {
        let instrumental = format!("{}м", o_or_e(stem));
        all(stem, [("а", Genitive), ("у", Dative), (&instrumental, Instrumental), ("е", Prepositional)])
    };
    match (name, sex) {
        ("Павел", _) => return masculine("Павл"),
        ("Лев", _) => return masculine("Льв"),
        ("Пётр" | "Петр", _) => return masculine("Петр"),
        _ => {}
    }
    let last = name.chars().next_back().unwrap_or(' ');
    if let Some(stem) = cut(name, "а") {
        let (genitive, instrumental) = (plural_vowel(&stem), format!("{}й", o_or_e(&stem)));
        return all(&stem, [(genitive, Genitive), ("е", Dative), ("у", Accusative), (&instrumental, Instrumental)]);
    }
    if let Some(stem) = cut(name, "я") {
        let dative = if stem.ends_with('и') { "и" } else { "е" };
        return all(&stem, [("и", Genitive), (dative, Dative), ("ю", Accusative), ("ей", Instrumental)]);
    }
    match sex {
        Sex::Male if is_hard(last) => masculine(name),
        Sex::Male if last == 'й' || last == 'ь' => {
            let stem = &name[..name.len() - last.len_utf8()];
            let prepositional = if stem.ends_with('и') { "и" } else { "е" };
            all(stem, [("я", Genitive), ("ю", Dative), ("ем", Instrumental), (prepositional, Prepositional)])
        }
        Sex::Female if name == "Любовь" => {
            all("Любов", [("и", Genitive), ("и", Dative), ("ью", Instrumental), ("и", Prepositional)])
        }
        _ => vec![(name.to_owned(), Any)],
    }
}

/// The other forms of the name of a place of one word, as far as its ending says them.
pub(super) fn place_forms(name: &str) -> Vec<String> {
    if name.contains(' ') {
        return Vec::new();
    }
    let with = |stem: &str, endings: &[&str]| endings.iter().map(|ending| format!("{stem}{ending}")).collect();
    if let Some(stem) = cut(name, "ия") {
        return with(&stem, &["ии", "ию", "ией"]);
    }
    if let Some(stem) = cut(name, "а") {
        let ends = format!("{}й", o_or_e(&stem));
        return with(&stem, &[plural_vowel(&stem), "е", "у", &ends]);
    }
    let last = name.chars().next_back().unwrap_or(' ');
    // A vowel that comes and goes ("Египет"), or a plural.
    if name.ends_with("ец") || name.ends_with("ок") || name.ends_with("ет") || name.ends_with("ень") {
        return Vec::new();
    }
    if is_hard(last) {
        let ends = format!("{}м", o_or_e(name));
        return with(name, &["а", "у", &ends, "е"]);
    }
    if let Some(stem) = cut(name, "й").filter(|stem| !stem.ends_with('ы') && !stem.ends_with('и')) {
        return with(&stem, &["я", "ю", "ем", "е"]);
    }
    Vec::new()
}

/// The nominative of a surname in a case, if its ending says it.
pub(super) fn surname_in_nominative(word: &str, sex: Sex, case: Case) -> Option<String> {
    let replaced = |ending: &str, by: &str| cut(word, ending).map(|stem| format!("{stem}{by}"));
    let is_vowel = word.ends_with(['о', 'е', 'э', 'и', 'у', 'ю', 'ы']);
    let adjective = |endings: &[&str], by: &str| {
        endings.iter().find_map(|ending| {
            ["ск", "цк"].iter().find_map(|stem| replaced(&format!("{stem}{ending}"), &format!("{stem}{by}")))
        })
    };
    let possessive = |ending: &str, by: &str| {
        ["ов", "ев", "ёв", "ин", "ын"]
            .iter()
            .find_map(|stem| replaced(&format!("{stem}{ending}"), &format!("{stem}{by}")))
    };
    let own = || Some(word.to_owned());
    match (sex, case) {
        (_, Case::Nominative) => own(),
        (Sex::Male, Case::Genitive) => adjective(&["ого"], "ий")
            .or_else(|| possessive("а", ""))
            .or_else(|| cut(word, "а").filter(|stem| stem.ends_with(is_hard)))
            .or_else(|| own().filter(|_| word.ends_with(['о', 'э']))),
        (Sex::Male, Case::Dative) => adjective(&["ому"], "ий")
            .or_else(|| possessive("у", ""))
            .or_else(|| own().filter(|_| word.ends_with(['о', 'э']))),
        (Sex::Male, Case::Instrumental) => adjective(&["им"], "ий")
            .or_else(|| possessive("ым", ""))
            .or_else(|| cut(word, "ом").filter(|stem| stem.ends_with(is_hard)))
            .or_else(|| own().filter(|_| is_vowel)),
        (Sex::Male, Case::Prepositional) => adjective(&["ом"], "ий")
            .or_else(|| possessive("е", ""))
            .or_else(|| own().filter(|_| word.ends_with(['о', 'э']))),
        (Sex::Female, Case::Genitive | Case::Dative | Case::Instrumental | Case::Prepositional) => {
            adjective(&["ой"], "ая")
                .or_else(|| possessive("ой", "а"))
                .or_else(|| own().filter(|_| word.ends_with(is_hard)))
        }
        (Sex::Female, Case::Accusative) => adjective(&["ую"], "ая")
            .or_else(|| possessive("у", "а"))
            .or_else(|| own().filter(|_| word.ends_with(is_hard))),
        _ => None,
    }
}

/// Whether a surname in the nominative may be that of a man or a woman.
pub(super) fn fits_nominative(surname: &str, sex: Sex) -> bool {
    let is_of_woman = ["ова", "ева", "ёва", "ина", "ына", "ская", "цкая"].iter().any(|end| surname.ends_with(end));
    let is_of_man = ["ов", "ев", "ёв", "ин", "ын", "ский", "цкий"].iter().any(|end| surname.ends_with(end));
    let declined =
        ["ого", "ому", "ыми", "овым", "евым", "иным", "овой", "евой", "иной"].iter().any(|end| surname.ends_with(end));
    !declined && if sex == Sex::Male { !is_of_woman } else { !is_of_man }
}

/// All nominatives that a surname in any case may have.
pub(super) fn surnames(word: &str) -> Vec<String> {
    let mut all = vec![word.to_owned()];
    let mut add = |ending: &str, by: &str| all.extend(cut(word, ending).map(|stem| format!("{stem}{by}")));
    for stem in ["ск", "цк"] {
        for ending in ["ого", "ому", "им", "ом"] {
            add(&format!("{stem}{ending}"), &format!("{stem}ий"));
        }
        for ending in ["ой", "ую"] {
            add(&format!("{stem}{ending}"), &format!("{stem}ая"));
        }
    }
    for stem in ["ов", "ев", "ёв", "ин", "ын"] {
        for ending in ["а", "у", "ым", "е"] {
            add(&format!("{stem}{ending}"), stem);
        }
        for ending in ["ой", "у"] {
            add(&format!("{stem}{ending}"), &format!("{stem}а"));
        }
    }
    for ending in ["а", "у", "ом", "ем", "е"] {
        if cut(word, ending).is_some_and(|stem| stem.ends_with(is_hard)) {
            add(ending, "");
        }
    }
    for ending in ["я", "ю", "ем"] {
        add(ending, "й");
        add(ending, "ь");
    }
    for ending in ["ы", "и", "е", "у", "ой"] {
        add(ending, "а");
    }
    all.retain(|surname| surname.chars().count() > 2);
    all
}

/// The nominative of an adjective in "-ский" with a noun: "Товузского района" is "Товузский район".
pub(super) fn unit_in_nominative(adjective: &str, noun: &str) -> Option<String> {
    const MASCULINE: &[(&str, &[&str])] = &[
        ("район", &["район", "района", "району", "районом", "районе"]),
        ("округ", &["округ", "округа", "округу", "округом", "округе"]),
        ("край", &["край", "края", "краю", "краем", "крае"]),
    ];
    const FEMININE: &[(&str, &[&str])] = &[("область", &["область", "области", "областью"])];
    let of = |nouns: &[(&'static str, &[&str])]| {
        nouns.iter().find(|(_, forms)| forms.contains(&noun)).map(|(noun, _)| *noun)
    };
    let stem = |endings: &[&str]| {
        endings.iter().find_map(|ending| {
            ["ск", "цк"]
                .iter()
                .find_map(|middle| cut(adjective, &format!("{middle}{ending}")).map(|stem| format!("{stem}{middle}")))
        })
    };
    if let Some(noun) = of(MASCULINE) {
        return stem(&["ий", "ого", "ому", "им", "ом"]).map(|stem| format!("{stem}ий {noun}"));
    }
    let noun = of(FEMININE)?;
    stem(&["ая", "ой", "ую"]).map(|stem| format!("{stem}ая {noun}"))
}

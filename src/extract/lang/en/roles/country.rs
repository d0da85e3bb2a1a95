//! Whether "Russian" and "Russia" mean one country. Used only to resolve a role without a name.

/// Names of peoples and countries that are not derived from each other.
const IRREGULAR: &[(&str, &[&str])] = &[
    ("french", &["france"]),
    ("dutch", &["netherlands", "holland"]),
    ("british", &["britain", "united kingdom", "uk", "u.k.", "great britain", "england"]),
    ("american", &["us", "u.s.", "usa", "united states", "america", "united states of america"]),
    ("us", &["u.s.", "usa", "united states", "america", "united states of america"]),
    ("uk", &["u.k.", "united kingdom", "britain", "great britain"]),
    ("spanish", &["spain"]),
    ("greek", &["greece"]),
    ("polish", &["poland"]),
    ("danish", &["denmark"]),
    ("swiss", &["switzerland"]),
    ("irish", &["ireland"]),
    ("scottish", &["scotland"]),
    ("welsh", &["wales"]),
    ("norwegian", &["norway"]),
    ("czech", &["czech republic", "czechia"]),
    ("portuguese", &["portugal"]),
    ("filipino", &["philippines"]),
    ("philippine", &["philippines"]),
    ("german", &["germany"]),
    ("emirati", &["united arab emirates", "uae"]),
    ("peruvian", &["peru"]),
    ("cypriot", &["cyprus"]),
    ("maltese", &["malta"]),
    ("congolese", &["congo", "democratic republic of the congo"]),
];

/// Endings of names of peoples.
const PEOPLE: &[&str] = &["n", "an", "ian", "ean", "ish", "ese", "i", "ic", "er", "lander"];
/// Endings that names of countries may have instead.
const COUNTRY: &[&str] = &["", "a", "e", "y", "ey", "en", "stan", "land", "ia", "o", "os", "s", "ea"];

/// Whether two names mean one country.
pub fn same_country(one: &str, other: &str) -> bool {
    let (one, other) = (one.to_lowercase(), other.to_lowercase());
    one == other || is_people_of(&one, &other) || is_people_of(&other, &one)
}

/// Whether a people belongs to a country, both in lower case.
fn is_people_of(people: &str, country: &str) -> bool {
    if IRREGULAR.iter().any(|(p, c)| *p == people && c.contains(&country)) {
        return true;
    }
    PEOPLE
        .iter()
        .filter_map(|end| people.strip_suffix(end))
        .filter(|stem| stem.len() >= 3)
        .any(|stem| country.strip_prefix(stem).is_some_and(|rest| COUNTRY.contains(&rest)))
}

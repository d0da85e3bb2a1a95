//! What the head of a column says that it holds, where that is certain: an exact word of `heads.txt`, or an HXL tag.

use crate::base::fold::comparable;
use crate::base::iri::folded_space;
use crate::read::mapping::Role;
use std::collections::HashMap;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// What a head says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// What the column holds; the detail is the scheme of a code, the measure of a figure, the meaning of a date.
    Role(Role, &'static str),
    /// The name of a unit of this kind: the row's own, or one that it is part of.
    Unit(&'static str),
}

static HEADS: LazyLock<HashMap<String, Meaning>> = LazyLock::new(|| {
    let mut heads = HashMap::new();
    for line in include_str!("heads.txt").lines().filter(|line| !line.starts_with('#')) {
        let Some((what, list)) = line.split_once(':') else { continue };
        let (role, detail) = what.split_once(' ').unwrap_or((what, ""));
        let meaning = match Role::of(role) {
            Some(role) => Meaning::Role(role, detail),
            None => Meaning::Unit(detail),
        };
        for head in list.split('|') {
            heads.entry(normalised(head)).or_insert(meaning);
        }
    }
    heads
});

/// The meaning of a head, without its unit; `None` if it is not certain.
pub fn meaning(head: &str) -> Option<Meaning> {
    HEADS.get(&normalised(head)).copied()
}

/// The meaning of the name of a language form, such as `name_en`, `Placename@ota`, `name:uk`, and the language.
pub fn name_in_language(head: &str) -> Option<String> {
    let (name, tag) = head.rsplit_once(['@', ':', '_'])?;
    let is_tag = (2..=3).contains(&tag.len()) && tag.bytes().all(|b| b.is_ascii_lowercase());
    let is_name = matches!(meaning(name), Some(Meaning::Role(Role::Name | Role::OtherName, _)));
    (is_tag && is_name).then(|| tag.to_owned())
}

/// A head made comparable: small letters, spaces for marks, words of `camelCase` apart.
fn normalised(head: &str) -> String {
    let mut plain = String::with_capacity(head.len());
    let mut after_small = false;
    for c in comparable(head).nfkc() {
        if c.is_uppercase() && after_small {
            plain.push(' ');
        }
        after_small = c.is_lowercase();
        match c {
            '_' | '-' | '.' | ':' | '*' | '†' => plain.push(' '),
            c => plain.extend(c.to_lowercase()),
        }
    }
    folded_space(&plain)
}

/// What an HXL tag says: role, detail and language. Of several levels, the lowest is the row's own, which the caller
/// finds out by [`Tag::level`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// What the column holds.
    pub role: Role,
    /// The scheme of a code, the measure of a figure.
    pub detail: String,
    /// The level of the unit: 0 for a country, 1 to 5; `None` if the tag is not of a unit.
    pub level: Option<usize>,
    /// The language of a name.
    pub language: Option<String>,
}

/// The meaning of an HXL tag (<https://hxlstandard.org/standard/1-1final/dictionary/>); `None` if it is not about a place
/// or its figures.
pub fn tag(text: &str) -> Option<Tag> {
    let mut parts = text.trim().split('+').map(str::trim);
    let name = parts.next()?.strip_prefix('#')?.to_lowercase();
    let attributes: Vec<String> = parts.map(str::to_lowercase).collect();
    let has = |attribute: &str| attributes.iter().any(|a| a == attribute);
    let language = attributes.iter().find_map(|a| a.strip_prefix("i_")).map(str::to_owned);
    let vocabulary = attributes.iter().find_map(|a| a.strip_prefix("v_")).unwrap_or_default().to_owned();
    let level = match name.as_str() {
        "country" => Some(0),
        "loc" => Some(6),
        _ => name.strip_prefix("adm").and_then(|n| n.parse().ok()).filter(|n| (1..=5).contains(n)),
    };
    let (role, detail) = match name.as_str() {
        _ if level.is_some() && has("code") => (Role::Code, scheme(&name, &vocabulary)),
        _ if level.is_some() && has("alt") => (Role::OtherName, String::new()),
        _ if level.is_some() && has("type") => (Role::Kind, String::new()),
        _ if level.is_some() && (has("name") || attributes.iter().all(|a| a.starts_with("i_"))) => {
            (Role::Name, String::new())
        }
        "geo" if has("lat") => (Role::Latitude, String::new()),
        "geo" if has("lon") => (Role::Longitude, String::new()),
        "population" if attributes.is_empty() || has("total") => (Role::Figure, "population".to_owned()),
        "date" if has("start") => (Role::From, String::new()),
        "date" if has("end") => (Role::To, String::new()),
        _ => return None,
    };
    Some(Tag { role, detail, level, language })
}

/// The scheme of codes with a vocabulary of HXL.
fn scheme(name: &str, vocabulary: &str) -> String {
    match vocabulary {
        "" => name,
        "iso2" => "ISO 3166-1 alpha-2",
        "iso3" => "ISO 3166-1 alpha-3",
        "m49" => "UN M49",
        "pcode" => "PIN-code",
        other => other,
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_mean_one_thing() {
        for (head, expected) in [
            ("Name", Some(Meaning::Role(Role::Name, ""))),
            ("NAME_OF_PLACE", Some(Meaning::Role(Role::Name, ""))),
            ("StartDate", Some(Meaning::Role(Role::From, ""))),
            ("Year established", Some(Meaning::Role(Role::Date, "established"))),
            ("geoname_id", Some(Meaning::Role(Role::Code, "GeoNames"))),
            ("Oblast", Some(Meaning::Unit("region"))),
            ("fodder sown area", None),
            ("land in use", None),
        ] {
            assert_eq!(meaning(head), expected, "{head}");
        }
        assert_eq!(name_in_language("name_en").as_deref(), Some("en"));
        assert_eq!(name_in_language("Placename@ota").as_deref(), Some("ota"));
        assert_eq!(name_in_language("area_km"), None);
    }

    #[test]
    fn no_head_is_listed_twice() {
        let mut seen = HashMap::new();
        for line in include_str!("heads.txt").lines().filter(|line| !line.starts_with('#')) {
            let Some((what, list)) = line.split_once(':') else { continue };
            for head in list.split('|') {
                let before = seen.insert(normalised(head), what);
                assert!(before.is_none(), "{head}: {what} and {before:?}");
            }
        }
    }

    #[test]
    fn tags_of_hxl() {
        let name = tag("#country +name +preferred").unwrap();
        assert_eq!((name.role, name.level), (Role::Name, Some(0)));
        assert_eq!(tag("#adm2+name+i_uk").unwrap().language.as_deref(), Some("uk"));
        assert_eq!(tag("#country +code +v_iso2").unwrap().detail, "ISO 3166-1 alpha-2");
        assert_eq!(tag("#geo+lat").unwrap().role, Role::Latitude);
        assert!(tag("#meta +id").is_none());
    }
}

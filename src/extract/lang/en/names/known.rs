//! Names that news treats as known: countries and their people, capitals and large cities, states and regions,
//! international bodies, news agencies, wars. The gazetteer of a dataset takes precedence.

use crate::extract::finding::EntityType;
use crate::extract::lang::en::writing::WRITING;
use crate::extract::tokens::Tokens;
use crate::extract::trie::Trie;
use std::sync::LazyLock;

/// The type of a known name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum KnownKind {
    /// A state.
    Country,
    /// The seat of a government.
    Capital,
    /// Another city.
    City,
    /// A state, province or the like of a country.
    State,
    /// Any other place.
    Region,
    /// People or things by their origin or membership.
    Nationality,
    /// A body, company or agency.
    Organisation,
    /// A war, a contest, a holiday.
    Event,
    /// A product or a work.
    Other,
    /// An abbreviation that is not a name: CEO, GDP.
    Nothing,
}

impl KnownKind {
    const ALL: &[(&str, Self)] = &[
        ("country", Self::Country),
        ("capital", Self::Capital),
        ("city", Self::City),
        ("state", Self::State),
        ("region", Self::Region),
        ("nationality", Self::Nationality),
        ("organisation", Self::Organisation),
        ("event", Self::Event),
        ("other", Self::Other),
        ("nothing", Self::Nothing),
    ];

    /// The type of the entity.
    pub(super) fn kind(self) -> EntityType {
        match self {
            Self::Country | Self::Capital | Self::City | Self::State | Self::Region => EntityType::Place,
            Self::Nationality => EntityType::Nationality,
            Self::Organisation => EntityType::Organisation,
            Self::Event => EntityType::Event,
            Self::Other | Self::Nothing => EntityType::Other,
        }
    }

    /// Whether it is a place.
    pub(super) fn is_place(self) -> bool {
        self.kind() == EntityType::Place
    }
}

const LISTS: &[&str] = &[include_str!("../lexicon/names-known.txt"), include_str!("../lexicon/names-cities.txt")];

static NAMES: LazyLock<Trie> = LazyLock::new(|| {
    let mut names = Trie::default();
    for list in LISTS {
        let mut kind = 0;
        for line in list.lines().filter(|l| !l.starts_with('#')) {
            if let Some(head) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
                kind = KnownKind::ALL.iter().position(|(name, _)| *name == head).expect("a list has a known head");
                continue;
            }
            for name in line.split(';').map(str::trim).filter(|n| !n.is_empty()) {
                names.add(name, WRITING, kind);
            }
        }
    }
    names
});

/// The longest known name that begins at a token, and its type.
pub(super) fn longest(tokens: &Tokens<'_>, from: usize, end: usize, loud: bool) -> Option<(usize, KnownKind)> {
    let (end, kind) = NAMES.longest(tokens, from, end, loud)?;
    Some((end, KnownKind::ALL[kind].1))
}

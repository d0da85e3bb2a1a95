//! Detects renamed sources and entries.

use super::What;
use super::entry::{Alone, Entry, Pairs};
use std::collections::{BTreeMap, BTreeSet};

/// Sources with the same digest are renamed, if no other source has this digest.
pub(super) fn sources(withdrawn: &Alone, added: &Alone, _: &Alone) -> Pairs {
    let by_version = |entries: &Alone| {
        let mut names: BTreeMap<BTreeSet<String>, Vec<String>> = BTreeMap::new();
        for (name, entry) in entries {
            if let Some(version) = entry.fields.get("version") {
                names.entry(version.clone()).or_default().push(name.clone());
            }
        }
        names
    };
    let mut after = by_version(added);
    let mut pairs = Pairs::new();
    for (version, old) in by_version(withdrawn) {
        if let (Some(new), [old]) = (after.remove(&version), old.as_slice())
            && let [new] = new.as_slice()
        {
            pairs.push((old.clone(), new.clone(), What::Renamed));
        }
    }
    pairs
}

/// An entry is renamed if a new entry of its kind has its item or most of its names. It is merged if an existing entry has
/// gained its item or most of its names.
pub(super) fn entities(withdrawn: &Alone, added: &Alone, gained: &Alone) -> Pairs {
    let mut pairs = Pairs::new();
    let mut taken: BTreeSet<&String> = BTreeSet::new();
    for (candidates, what) in [(added, What::Renamed), (gained, What::Merged)] {
        let mut having: BTreeMap<&String, Vec<usize>> = BTreeMap::new();
        for (n, (_, entry)) in candidates.iter().enumerate() {
            for mark in marks(entry) {
                having.entry(mark).or_default().push(n);
            }
        }
        for (old, entry) in withdrawn {
            if pairs.iter().any(|(name, _, _)| name == old) {
                continue;
            }
            let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
            for mark in marks(entry) {
                for n in having.get(mark).into_iter().flatten() {
                    *shared.entry(*n).or_default() += 1;
                }
            }
            let needed = marks(entry).count().div_ceil(2);
            let fits = |n: &usize, shared: usize| {
                let (name, candidate) = &candidates[*n];
                let same_item = entry.fields.get("item").is_some_and(|item| candidate.fields.get("item") == Some(item));
                candidate.kind == entry.kind
                    && (same_item || shared >= needed)
                    && (what == What::Merged || !taken.contains(name))
            };
            let best = shared
                .into_iter()
                .filter(|(n, shared)| fits(n, *shared))
                .max_by_key(|(n, s)| (*s, std::cmp::Reverse(*n)));
            if let Some((n, _)) = best {
                let (new, _) = &candidates[n];
                if what == What::Renamed {
                    taken.insert(new);
                }
                pairs.push((old.clone(), new.clone(), what));
            }
        }
    }
    pairs
}

/// The item and the names of an entry.
fn marks(entry: &Entry) -> impl Iterator<Item = &String> {
    ["names", "item"].into_iter().filter_map(|field| entry.fields.get(field)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(name: &str, kind: &str, fields: &[(&str, &[&str])]) -> (String, Entry) {
        let fields =
            fields.iter().map(|(f, values)| ((*f).to_owned(), values.iter().map(|v| (*v).to_owned()).collect()));
        (name.to_owned(), Entry { label: name.to_owned(), kind: kind.to_owned(), fields: fields.collect() })
    }

    fn shown(pairs: &Pairs) -> Vec<String> {
        pairs.iter().map(|(old, new, what)| format!("{old} {what} {new}")).collect()
    }

    #[test]
    fn a_file_that_was_renamed_is_the_same_source() {
        let of = |name: &str, version: &str| entry(name, "", &[("version", &[version])]);
        let pairs = sources(
            &vec![of("a", "1"), of("b", "2"), of("c", "3")],
            &vec![of("x", "1"), of("y", "3"), of("z", "3")],
            &vec![],
        );
        assert_eq!(shown(&pairs), ["a renamed x"]);
    }

    #[test]
    fn an_entry_is_known_by_its_item_or_most_of_its_names() {
        let gone = vec![
            entry("agdam", "district", &[("names", &["Agdam@en", "Aghdam@en"])]),
            entry("susa", "district", &[("names", &["Susa@en"]), ("item", &["Q901"])]),
            entry("lone", "district", &[("names", &["Lone@en"])]),
        ];
        let added = vec![
            entry("aghdam", "district", &[("names", &["Aghdam@en", "Ağdam@az"])]),
            entry("aghdam-town", "town", &[("names", &["Agdam@en", "Aghdam@en"])]),
        ];
        let gained = vec![entry("shusha", "district", &[("names", &["Susa@en"])])];
        assert_eq!(shown(&entities(&gone, &added, &gained)), ["agdam renamed aghdam", "susa merged shusha"]);
    }
}

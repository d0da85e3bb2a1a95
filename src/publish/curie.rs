//! Writes IRIs as prefixed names, and records which prefixes a file must declare.

use crate::base::names::{is_letter, is_name_char};
use std::collections::HashMap;

/// The prefixes that a file may use.
#[derive(Debug)]
pub(super) struct Prefixes {
    // Sorted by name.
    names: Vec<(&'static str, String)>,
    by_namespace: HashMap<String, usize>,
}

/// Flags of the prefixes that were used.
#[derive(Debug, Clone, Default)]
pub(super) struct Used(Vec<bool>);

impl Used {
    pub(super) fn add(&mut self, other: &Self) {
        for (i, _) in other.0.iter().enumerate().filter(|(_, used)| **used) {
            self.mark(i);
        }
    }

    pub(super) fn mark(&mut self, i: usize) {
        if self.0.len() <= i {
            self.0.resize(i + 1, false);
        }
        self.0[i] = true;
    }
}

impl Prefixes {
    pub(super) fn new(mut names: Vec<(&'static str, String)>) -> Self {
        names.sort_unstable();
        // If two prefixes have one namespace, the first by name is used, whatever the hash order.
        let by_namespace = names.iter().enumerate().rev().map(|(i, (_, namespace))| (namespace.clone(), i)).collect();
        Self { names, by_namespace }
    }

    /// Appends an IRI, already escaped, as `prefix:name`, or as `<…>` where the short form would need a backslash, so
    /// that a reader can search for it and paste it.
    pub(super) fn push(&self, iri: &str, used: &mut Used, out: &mut Vec<u8>) {
        // A name has neither `/` nor `#`, so the namespace can only end at the last of them.
        let cut = iri.rfind(['/', '#']).map_or(0, |i| i + 1);
        let (namespace, local) = iri.split_at(cut);
        match self.by_namespace.get(namespace) {
            Some(&i) if is_local_name(local) => {
                used.mark(i);
                out.extend_from_slice(self.names[i].0.as_bytes());
                out.push(b':');
                out.extend_from_slice(local.as_bytes());
            }
            _ => {
                out.push(b'<');
                out.extend_from_slice(iri.as_bytes());
                out.push(b'>');
            }
        }
    }

    /// Whether a prefix has this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.names.iter().any(|(prefix, _)| *prefix == name)
    }

    /// An IRI below a prefix: the index and name of the prefix, and the rest, which is not empty.
    pub(super) fn compact<'a>(&self, iri: &'a str) -> Option<(usize, &'static str, &'a str)> {
        let (namespace, local) = iri.split_at(iri.rfind(['/', '#']).map_or(0, |i| i + 1));
        let (i, prefix) = self.name_of(namespace)?;
        (!local.is_empty() && is_local_name(local)).then_some((i, prefix, local))
    }

    /// Index and name of the prefix of a namespace.
    pub(super) fn name_of(&self, namespace: &str) -> Option<(usize, &'static str)> {
        self.by_namespace.get(namespace).map(|&i| (i, self.names[i].0))
    }

    /// Name and namespace of the prefixes that were used, sorted by name.
    pub(super) fn of(&self, used: &Used) -> impl Iterator<Item = (&'static str, &str)> {
        let used = used.0.clone();
        let is_used = move |i: usize| used.get(i).copied().unwrap_or(false);
        let names = self.names.iter().enumerate();
        names.filter(move |(i, _)| is_used(*i)).map(|(_, (name, namespace))| (*name, namespace.as_str()))
    }
}

/// Whether a text is a local name of Turtle (`PN_LOCAL`, or empty) without backslash escapes.
fn is_local_name(text: &str) -> bool {
    if text.ends_with('.') {
        return false;
    }
    let mut chars = text.chars();
    let mut first = true;
    while let Some(c) = chars.next() {
        let fits = match c {
            'A'..='Z' | 'a'..='z' | '0'..='9' | '_' | ':' => true,
            '-' | '.' => !first,
            '%' => {
                let mut is_digit = || chars.next().is_some_and(|c| c.is_ascii_hexdigit());
                is_digit() && is_digit()
            }
            c => is_letter(c) || (!first && is_name_char(c)),
        };
        if !fits {
            return false;
        }
        first = false;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_prefixed_only_where_it_needs_no_backslash() {
        let names = vec![("place", "https://e.org/place/".to_owned()), ("d", "https://e.org/".to_owned())];
        let prefixes = Prefixes::new(names);
        for (iri, expected) in [
            ("https://e.org/place/shusha", "place:shusha"),
            ("https://e.org/place/Şuşa-2", "place:Şuşa-2"),
            ("https://e.org/place/1991..1994", "place:1991..1994"),
            ("https://e.org/place/a%20b", "place:a%20b"),
            ("https://e.org/place/a%2", "<https://e.org/place/a%2>"),
            ("https://e.org/place/a.", "<https://e.org/place/a.>"),
            ("https://e.org/place/-a", "<https://e.org/place/-a>"),
            ("https://e.org/place/a~b", "<https://e.org/place/a~b>"),
            ("https://e.org/place/km²", "<https://e.org/place/km²>"),
            ("https://e.org/place/shusha/name", "<https://e.org/place/shusha/name>"),
            (r"https://e.org/place/\u202E", r"<https://e.org/place/\u202E>"),
            ("https://e.org/", "d:"),
            ("https://e.org/place", "d:place"),
            ("https://e.org/run#x", "<https://e.org/run#x>"),
            ("https://e.org", "<https://e.org>"),
            ("urn:x", "<urn:x>"),
        ] {
            let mut out = Vec::new();
            prefixes.push(iri, &mut Used::default(), &mut out);
            assert_eq!(String::from_utf8(out).unwrap(), expected);
        }
    }

    #[test]
    fn only_used_prefixes_are_declared_in_order() {
        let all = ["c", "a", "b"].map(|name| (name, format!("x:{name}#"))).to_vec();
        let prefixes = Prefixes::new(all);
        let (mut one, mut other) = (Used::default(), Used::default());
        prefixes.push("x:c#", &mut one, &mut Vec::new());
        prefixes.push("x:a#x", &mut other, &mut Vec::new());
        one.add(&other);
        assert_eq!(prefixes.of(&one).collect::<Vec<_>>(), [("a", "x:a#"), ("c", "x:c#")]);
    }
}

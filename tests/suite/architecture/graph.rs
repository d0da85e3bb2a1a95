//! The graph of uses between modules, read from the text of the sources: `use` trees and paths, resolved through re-exports.

use super::Source;
use std::collections::{BTreeMap, BTreeSet};

/// Modules by path, such as `base::iri`, each with the modules that it uses. Tests are left out.
pub(super) struct Graph(BTreeMap<String, BTreeSet<String>>);

impl Graph {
    pub(super) fn of(sources: &[Source]) -> Self {
        let sources: Vec<&Source> = sources.iter().filter(|s| s.is_module()).collect();
        let modules: BTreeSet<String> = sources.iter().map(|s| s.parts().join("::")).collect();
        let exports: BTreeMap<String, Vec<String>> = sources.iter().flat_map(|s| exports(s)).collect();
        let resolved = |path: Vec<String>| longest(&followed(path, &exports, &modules), |p| modules.contains(p));
        let uses = |source: &Source| {
            let own = source.parts();
            let paths = paths(source.without_tests(), &own).into_iter().filter_map(resolved);
            paths.filter(|used| *used != own.join("::")).collect()
        };
        Self(sources.iter().map(|s| (s.parts().join("::"), uses(s))).collect())
    }

    pub(super) fn uses(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().flat_map(|(module, used)| used.iter().map(move |u| (module.as_str(), u.as_str())))
    }

    /// Modules that use each other, directly or through others. A module and its children may.
    pub(super) fn rings(&self) -> BTreeSet<Vec<String>> {
        let within = |a: &str, b: &str| a.strip_prefix(b).is_some_and(|rest| rest.starts_with("::"));
        let beside = |a: &str| {
            let used = self.0.get(a).into_iter().flatten();
            used.filter(|b| !within(a, b) && !within(b, a)).cloned().collect::<Vec<_>>()
        };
        let next: BTreeMap<&String, Vec<String>> = self.0.keys().map(|m| (m, beside(m))).collect();
        let reached = |from: &String| {
            let mut seen = BTreeSet::new();
            let mut open = next[from].clone();
            while let Some(module) = open.pop() {
                if seen.insert(module.clone()) {
                    open.extend(next[&module].iter().cloned());
                }
            }
            seen
        };
        let all: BTreeMap<&String, BTreeSet<String>> = self.0.keys().map(|m| (m, reached(m))).collect();
        let ring = |m: &&String| all[*m].iter().filter(|o| all[*o].contains(*m)).cloned().collect::<Vec<_>>();
        self.0.keys().filter(|m| all[*m].contains(*m)).map(|m| ring(&m)).collect()
    }
}

/// The full paths of all uses from `crate`, the name of the library, `super` or `self`. `own` is the module of the text.
pub(super) fn paths(code: &str, own: &[String]) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for root in ["crate::", "chorograph::", "super::", "self::"] {
        for (at, _) in code.match_indices(root) {
            if code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':') {
                continue;
            }
            let mut base = if root.starts_with('c') { Vec::new() } else { own.to_vec() };
            let mut rest = &code[at + root.len()..];
            if root == "super::" {
                base.pop();
                while let Some(further) = rest.strip_prefix("super::") {
                    base.pop();
                    rest = further;
                }
            }
            leaves(rest, &base, &mut found);
        }
    }
    found
}

/// Expands `a::b` or `{a, b::{c, d}}` into paths.
pub(super) fn leaves(text: &str, prefix: &[String], found: &mut Vec<Vec<String>>) {
    let text = text.trim_start();
    if let Some(group) = text.strip_prefix('{') {
        let (mut depth, mut start) = (0, 0);
        for (at, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth > 0 => depth -= 1,
                ',' | '}' if depth == 0 => {
                    leaves(&group[start..at], prefix, found);
                    start = at + 1;
                    if c == '}' {
                        return;
                    }
                }
                _ => {}
            }
        }
        return;
    }
    let name: String = text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    let mut path = prefix.to_vec();
    if name.is_empty() || name == "self" {
        found.extend((name == "self" || text.starts_with('*')).then_some(path));
        return;
    }
    let rest = &text[name.len()..];
    path.push(name);
    match rest.strip_prefix("::") {
        Some(rest) if rest.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | '{' | '*')) => {
            leaves(rest, &path, found);
        }
        _ => found.push(path),
    }
}

/// The re-exports of a module: exported path and original path.
fn exports(source: &Source) -> Vec<(String, Vec<String>)> {
    let own = source.parts();
    let mut found = Vec::new();
    let code = source.without_tests();
    for (at, _) in
        code.match_indices("use ").filter(|(at, _)| code[..*at].ends_with(") ") || code[..*at].ends_with("pub "))
    {
        let tree = code[at + "use ".len()..].split(';').next().unwrap_or_default();
        let rooted = ["crate::", "super::", "self::"].iter().any(|root| tree.starts_with(root));
        let full = if rooted { paths(tree, &own) } else { paths(&format!("self::{tree}"), &own) };
        for path in full {
            let name = path.last().cloned().unwrap_or_default();
            found.push((format!("{}::{name}", own.join("::")), path));
        }
    }
    found
}

/// Resolves the re-exports in a path.
fn followed(mut path: Vec<String>, exports: &BTreeMap<String, Vec<String>>, modules: &BTreeSet<String>) -> Vec<String> {
    // A name can be re-exported several times; the limit stops cycles.
    for _ in 0..8 {
        let Some(name) = longest(&path, |p| exports.contains_key(p) && !modules.contains(p)) else { break };
        let mut full = exports[&name].clone();
        full.extend_from_slice(&path[name.split("::").count()..]);
        path = full;
    }
    path
}

/// The longest prefix of a path that is known.
fn longest(path: &[String], is_known: impl Fn(&str) -> bool) -> Option<String> {
    (1..=path.len()).rev().map(|n| path[..n].join("::")).find(|p| is_known(p))
}

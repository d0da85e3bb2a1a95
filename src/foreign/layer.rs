//! Layers of UIMA projects (DKPro, WebAnno, INCEpTION): which are grammar, and which of their features is the label.

use super::mapping::Mapping;

/// Layers of DKPro that no finding is in.
const GRAMMAR: [&str; 5] = ["segmentation", "lexmorph", "syntax", "metadata", "transform"];

/// Features that carry the label of an annotation; the first that it has.
const TAGS: [&str; 7] = ["kind", "label", "class", "category", "type", "tag", "value"];

/// The name of a type without its package.
pub(super) fn short(kind: &str) -> &str {
    kind.rsplit('.').next().unwrap_or_default()
}

/// Whether a layer is of tokens, sentences or grammar.
pub(super) fn is_grammar(kind: &str) -> bool {
    let of_dkpro = kind.strip_prefix("de.tudarmstadt.ukp.dkpro.core.api.");
    let is_layer = of_dkpro.and_then(|rest| rest.split('.').next()).is_some_and(|layer| GRAMMAR.contains(&layer));
    is_layer || kind == "uima.tcas.DocumentAnnotation"
}

/// The feature of an annotation that carries its label, and the label; `None` if its layer is the label.
pub(super) fn label<'s>(
    kind: &str,
    feature: impl Fn(&str) -> Option<&'s str>,
    mapping: &Mapping,
) -> Option<(&'static str, &'s str)> {
    let is_named_entity = short(kind) == "NamedEntity";
    if !is_named_entity && mapping.kind(short(kind)).is_some() {
        return None;
    }
    let keys: &[&'static str] = if is_named_entity { &["value"] } else { &TAGS };
    keys.iter().find_map(|key| Some((*key, feature(key)?)))
}

/// The label of a relation.
pub(super) fn role<'s>(kind: &'s str, feature: impl Fn(&str) -> Option<&'s str>) -> &'s str {
    ["role"].iter().chain(&TAGS).find_map(|key| feature(key)).unwrap_or(short(kind))
}

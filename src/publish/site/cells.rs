//! The cells of a table that a claim rests on, each with its place, and the lines of its metadata that say the rest.

use super::SiteError;
use super::html::{definitions, esc, lang, quote};
use super::texts::versions;
use super::values::{Show, shortened};
use crate::base::iri::Span;
use crate::base::vocab::{choro, dcterms, oa};
use crate::read::grid::{CellPlace, column_letters};
use crate::store::Facts;
use oxigraph::model::NamedNodeRef;
use std::fmt::Write as _;

/// From a claim to the cells that it rests on beside its value, as a page calls them.
const BESIDE: [(NamedNodeRef<'static>, &str); 3] = [
    (choro::HEADED_BY, "Head of the column"),
    (choro::IDENTIFIED_BY, "Name in the row"),
    (choro::WITHIN_CONTEXT, "Also rests on"),
];

/// The words of a cell, and which cell it is. `words` are those of its claim.
pub(super) fn figure(show: &Show<'_>, cell: &Facts, words: &str) -> Result<String, SiteError> {
    let Some(source) = cell.node(choro::IN_SOURCE) else { return Ok(String::new()) };
    let about = show.read.facts(source)?;
    let language = about.text(dcterms::LANGUAGE).unwrap_or_default();
    let words = esc(&shortened(cell.text(oa::EXACT).unwrap_or(words)));
    let mut place = place(cell).unwrap_or_else(|| "a cell".to_owned());
    if let Some(version) = versions(show.read, source, &about)?.first() {
        let _ = write!(place, " of {}", show.to(version, "the captured version"));
    }
    Ok(format!(
        "<figure class=\"words\">\n<blockquote{}><p><mark>{words}</mark></p></blockquote>\n<figcaption>{}, {place}.</figcaption>\n</figure>\n",
        lang(language),
        show.node(source)?
    ))
}

/// What a claim of a table rests on beside its value; empty if that is nothing.
pub(super) fn basis(show: &Show<'_>, claim: &Facts) -> Result<String, SiteError> {
    let mut pairs = Vec::new();
    for (property, name) in BESIDE {
        for cell in claim.nodes(property) {
            let cell = show.read.facts(cell)?;
            let words = quote(&shortened(cell.text(oa::EXACT).unwrap_or_default()), &show.language_of(&cell)?);
            let place = place(&cell).map(|place| format!(", {place}")).unwrap_or_default();
            pairs.push((name.to_owned(), words + &place));
        }
    }
    for line in claim.nodes(choro::SUPPLIED_BY) {
        let line = show.read.facts(line)?;
        let mut keys: Vec<String> = line.literals(choro::SUPPLIES).map(|key| esc(key.value())).collect();
        keys.sort();
        let number = line.number(choro::LINE_NUMBER).map(|number| format!(", line {number}")).unwrap_or_default();
        let value = format!(
            "<code>{}</code>{number} of the metadata beside the table: {}",
            esc(&shortened(line.text(oa::EXACT).unwrap_or_default())),
            keys.join(", ")
        );
        pairs.push(("Not in the table".to_owned(), value));
    }
    Ok(if pairs.is_empty() { String::new() } else { definitions(&pairs) })
}

/// The place of a cell or span, as a person looks for it, in HTML; `None` if it is not known.
pub(super) fn place(cell: &Facts) -> Option<String> {
    let code = |text: &str| format!("<code>{}</code>", esc(text));
    if let Some((_, Span { start, end })) = super::texts::place(cell) {
        return Some(format!("code points {start} to {end}"));
    }
    let place = cell.cell_place()?;
    Some(match &place {
        CellPlace::Sheet { sheet, row, column } => {
            format!("cell {}{row} of the sheet “{}”", column_letters(*column), esc(sheet))
        }
        CellPlace::Pointer(pointer) if pointer.is_empty() => "the whole".to_owned(),
        CellPlace::Pointer(pointer) => code(pointer),
        CellPlace::LinePointer { line, pointer } => format!("line {line}, {}", code(pointer)),
        CellPlace::Delimited { .. } | CellPlace::Page { .. } | CellPlace::Text(_) => {
            let fragment = place.fragment().map(|fragment| format!(" ({})", code(&fragment))).unwrap_or_default();
            format!("{place}{fragment}")
        }
    })
}

/// A key by which the places of a table are in the order of its rows.
pub(super) fn order(cell: &Facts) -> Vec<usize> {
    if let Some((_, span)) = super::texts::place(cell) {
        return vec![span.start];
    }
    match cell.cell_place() {
        Some(CellPlace::Delimited { row, column } | CellPlace::Sheet { row, column, .. }) => vec![row, column],
        Some(CellPlace::Page { table, row, column }) => vec![table, row, column],
        Some(CellPlace::LinePointer { line, .. }) => vec![line],
        Some(CellPlace::Pointer(pointer)) => pointer.split('/').filter_map(|part| part.parse().ok()).collect(),
        Some(CellPlace::Text(range)) => vec![range.start],
        None => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::FactReader;
    use crate::store::facts::statements_of;
    use oxigraph::model::NamedNode;

    #[test]
    fn places_are_as_a_person_looks_for_them() {
        let statements = statements_of(
            r#"PREFIX x: <x:> PREFIX choro: <https://w3id.org/chorograph/ontology#>
            PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
            x:g {
                x:row a choro:TableCell ; rdf:value "cell=4,3" .
                x:sheet a choro:TableCell ; choro:sheet "<2017>" ; choro:cellReference "B7" .
                x:json a choro:TableCell ; rdf:value "/rows/12/name" .
                x:line a choro:TableCell ; choro:lineNumber 3 ; rdf:value "/name" .
                x:page a choro:TableCell ; rdf:value "table=1;cell=0,1" .
                x:none a choro:TableCell .
            }"#,
        );
        let reader = FactReader::new(&statements);
        for (name, expected, key) in [
            ("row", Some("row 4, column 3 (<code>cell=4,3</code>)"), vec![4, 3]),
            ("sheet", Some("cell B7 of the sheet “&lt;2017&gt;”"), vec![7, 2]),
            ("json", Some("<code>/rows/12/name</code>"), vec![12]),
            ("line", Some("line 3, <code>/name</code>"), vec![3]),
            ("page", Some("caption of table 1 (<code>table=1;cell=0,1</code>)"), vec![1, 0, 1]),
            ("none", None, vec![]),
        ] {
            let cell = reader.facts(&NamedNode::new_unchecked(format!("x:{name}"))).unwrap();
            assert_eq!(place(&cell).as_deref(), expected, "{name}");
            assert_eq!(order(&cell), key, "{name}");
        }
    }
}

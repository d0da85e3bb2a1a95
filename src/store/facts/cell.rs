//! The place of a cell of a table, as its node says it.

use super::Facts;
use crate::base::vocab::{choro, rdf};
use crate::read::grid::CellPlace;

impl Facts {
    /// The place of a cell in its file; `None` if this is no cell, or one whose place is a range of a text.
    pub fn cell_place(&self) -> Option<CellPlace> {
        if !self.is(choro::TABLE_CELL) {
            return None;
        }
        if let (Some(sheet), Some(reference)) = (self.text(choro::SHEET), self.text(choro::CELL_REFERENCE)) {
            return CellPlace::of_reference(sheet, reference);
        }
        let value = self.text(rdf::VALUE)?;
        if let Some(line) = self.number(choro::LINE_NUMBER) {
            return Some(CellPlace::LinePointer { line, pointer: value.into() });
        }
        // A JSON Pointer is empty or begins with a slash, and no fragment does (RFC 6901, section 3).
        if value.is_empty() || value.starts_with('/') {
            return Some(CellPlace::Pointer(value.into()));
        }
        CellPlace::of_fragment(value)
    }
}

#[cfg(test)]
mod tests {
    use crate::read::grid::CellPlace;
    use crate::store::FactReader;
    use crate::store::facts::statements_of;
    use oxigraph::model::NamedNode;

    #[test]
    fn places_are_read() {
        let statements = statements_of(
            r#"PREFIX x: <x:> PREFIX choro: <https://w3id.org/chorograph/ontology#>
            PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
            x:g {
                x:row a choro:TableCell ; rdf:value "cell=4,3" .
                x:sheet a choro:TableCell ; choro:sheet "2017" ; choro:cellReference "B7" .
                x:json a choro:TableCell ; rdf:value "/rows/0/name" .
                x:line a choro:TableCell ; choro:lineNumber 3 ; rdf:value "" .
                x:page a choro:TableCell ; rdf:value "table=1;cell=2,3" .
                x:text a choro:TableCell ; rdf:value "4-9" .
                x:span a choro:TextSpan ; rdf:value "cell=4,3" .
            }"#,
        );
        let reader = FactReader::new(&statements);
        let place = |name: &str| reader.facts(&NamedNode::new_unchecked(format!("x:{name}"))).unwrap().cell_place();
        assert_eq!(place("row"), Some(CellPlace::Delimited { row: 4, column: 3 }));
        assert_eq!(place("sheet"), Some(CellPlace::Sheet { sheet: "2017".into(), row: 7, column: 2 }));
        assert_eq!(place("json"), Some(CellPlace::Pointer("/rows/0/name".into())));
        assert_eq!(place("line"), Some(CellPlace::LinePointer { line: 3, pointer: "".into() }));
        assert_eq!(place("page"), Some(CellPlace::Page { table: 1, row: 2, column: 3 }));
        assert_eq!((place("text"), place("span")), (None, None));
    }
}

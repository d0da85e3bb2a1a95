//! What a row says its place is part of: units in its columns, the groups that it is in, codes of other rows.

use super::RowReader;
use crate::read::mapping::Role;
use crate::read::table::cell::{self};
use crate::read::table::identity;
use crate::read::table::layout::words;
use crate::read::table::place::{RowParent, RowPlace, value};
use crate::read::table::terms;
use crate::read::table::{Fact, ParentWords};

impl RowReader<'_> {
    /// The codes of levels.
    pub(super) fn levels(&mut self) {
        let has_names = self.plan.columns.with(Role::Name).next().is_some();
        let own = self
            .plan
            .columns
            .levels
            .iter()
            .rev()
            .find_map(|at| Some((*at, value(&self.plan.columns, &self.walked.row, *at, Role::Code)?)));
        if let (true, Some((at, cell))) = (has_names, own) {
            let column = &self.plan.columns.all[at];
            let scheme = column
                .scheme
                .clone()
                .or_else(|| self.plan.columns.levels.iter().find_map(|at| self.plan.columns.all[*at].scheme.clone()));
            let (scheme, code) = cell::identifier(&cell.text, scheme.as_deref(), &column.called);
            let cell = words(cell);
            self.state(at, Fact::Identifier { scheme, code }, cell, None);
        }
    }

    pub(super) fn parents(&mut self, place: &RowPlace) {
        for RowParent { column, name, cell } in &place.parents {
            let at = column.unwrap_or(place.column);
            let of = &self.plan.columns.all[at];
            let kind = column.and_then(|_| of.kind.clone().or_else(|| terms::unit_word(&of.head)));
            let is_shared = self.plan.identities.shared.contains(&identity::digest(name));
            if is_shared || *name == place.name {
                // Several places of the table have this name, and nothing tells which is meant.
                if is_shared && column.is_some() {
                    self.wrong(
                        at,
                        format!("several places of this table are called {name:?}"),
                        "a parent is one place",
                        "name it by its code: role = \"parent-code\"".to_owned(),
                    );
                }
                continue;
            }
            let fact = Fact::PartOf(ParentWords { name: name.clone(), kind, distinguished_by: None });
            self.state(at, fact, cell.clone(), None);
        }
        if let Some(parent) = &self.plan.constants.parent {
            let words = ParentWords { name: parent.text.clone(), kind: None, distinguished_by: None };
            self.constant(place, "parent", Fact::PartOf(words), parent);
        }
        if let Some((at, code)) = &place.parent_code {
            match self.plan.places.name(&code.text) {
                Some(name) => {
                    let is_shared = self.plan.identities.shared.contains(&identity::digest(name));
                    let parent = ParentWords {
                        name: name.clone(),
                        kind: None,
                        distinguished_by: is_shared.then(|| code.text.clone()),
                    };
                    self.state(*at, Fact::PartOf(parent), code.clone(), None);
                }
                None => self.wrong(
                    *at,
                    "no row has this code".to_owned(),
                    "the code of a parent is that of another row",
                    "add the row, or use role = \"parent\" for names".to_owned(),
                ),
            }
        }
    }
}

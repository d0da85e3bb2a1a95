//! A draft of the mapping of a table, with the open questions as comments.

use crate::read::mapping::Role;
use crate::read::table::columns::entry;
use crate::read::table::document::PlannedTable;
use std::fmt::Write;

/// The entry of a table.
pub fn entry_of(table: &PlannedTable<'_>) -> String {
    let plan = &table.plan;
    let mut draft = String::from("[[table]]\n");
    // Writing to a string does not fail.
    let _ = match &plan.label.sheet {
        Some(sheet) => writeln!(draft, "sheet = {sheet:?}"),
        None if plan.label.number > 1 => writeln!(draft, "number = {}", plan.label.number),
        None => Ok(()),
    };
    if !plan.heads.rows.is_empty() {
        let _ = writeln!(draft, "header = {:?}", plan.heads.rows);
    }
    for question in &plan.questions {
        let at = if question.head.is_empty() { String::new() } else { format!("{}: ", question.head) };
        let _ = writeln!(draft, "# {at}{} ({})", one_line(&question.what), one_line(&question.value));
        for answer in &question.answers {
            let _ = writeln!(draft, "#   {}", one_line(answer));
        }
    }
    let is_spell_of_status = plan.columns.spell_of_status().is_some();
    for column in &plan.columns.all {
        let line = match column.role {
            // Said by a mapping, the spell would be that of all that a row says.
            Some(role @ (Role::From | Role::To)) if is_spell_of_status => {
                format!("# {}", entry(&column.called, &format!("{:?}", role.name())))
            }
            Some(role) => entry(&column.called, &format!("{:?}", role.name())),
            None => format!("# {}", entry(&column.called, "\"ignore\"")),
        };
        let _ = writeln!(draft, "{}", one_line(&line));
    }
    draft
}

fn one_line(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}

//! A draft of the mapping of a table, with the open questions as comments.

use crate::read::mapping::Role;
use crate::read::table::columns::entry;
use crate::read::table::document::PlannedTable;
use std::fmt::Write;

/// The entry of a table. With a line for each question uncommented it is a mapping by which the table is read as it is
/// without one: what it says of a column is no more than what the head says, and of what is asked it says nothing.
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
    let answers = || plan.questions.iter().flat_map(|question| &question.answers);
    for column in &plan.columns.all {
        // The entry of a column that is asked about would answer the question, and stand beside the answer.
        let is_asked = answers().any(|answer| answer.contains(&entry(&column.called, "")));
        let is_open = match column.role {
            // Said by a mapping, the spell would be that of all that a row says.
            Some(Role::From | Role::To) => is_spell_of_status || is_asked,
            Some(_) => is_asked,
            None => true,
        };
        let said = column.as_said().unwrap_or_else(|| "\"ignore\"".to_owned());
        let mark = if is_open { "# " } else { "" };
        let _ = writeln!(draft, "{mark}{}", one_line(&entry(&column.called, &said)));
    }
    draft
}

fn one_line(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}

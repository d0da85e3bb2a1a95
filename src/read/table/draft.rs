//! A draft of the mapping of a table, with the open questions as comments.

use crate::read::mapping::Role;
use crate::read::table::Question;
use crate::read::table::column::{Column, Why};
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
    // Of a row of tags the format says what it is; as a head it would be part of the names of columns.
    let has_tags = plan.columns.all.iter().any(|column| matches!(column.why, Why::Tag(_)));
    if !plan.heads.rows.is_empty() && !has_tags {
        let _ = writeln!(draft, "header = {:?}", plan.heads.rows);
    }
    let is_asked_twice = |column: &Column| {
        let is_about =
            |question: &&Question| question.answers.iter().any(|answer| answer.contains(&entry(&column.called, "")));
        plan.questions.iter().filter(is_about).nth(1).is_some()
    };
    if plan.columns.all.iter().any(is_asked_twice) {
        let _ = writeln!(draft, "# A column has one entry: join the keys of several answers about it.");
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
            // The format says more of its columns than their roles.
            _ if matches!(column.why, Why::Tag(_) | Why::Format(_)) => true,
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

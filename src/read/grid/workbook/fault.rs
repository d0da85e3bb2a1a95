//! Problems of workbooks.

use crate::base::text::Problem;

const RULE: &str = "a workbook is an unencrypted XLSX, XLSM, XLS (Excel 97 and later) or ODS file within the limits";

/// A problem with the file as a whole or with a part of it.
pub(super) fn fault(value: impl Into<String>, what: impl Into<String>, help: &str) -> Problem {
    Problem { at: None, value: value.into(), what: what.into(), rule: RULE, help: help.to_owned() }
}

/// A part of the file is not as its format says.
pub(super) fn damaged(part: &str, what: impl Into<String>) -> Problem {
    fault(
        part,
        what,
        "the file is damaged or was not fully copied: get it again, or open it in a spreadsheet program and save it again",
    )
}

/// The file is larger than a limit.
pub(super) fn too_large(value: impl Into<String>, what: impl Into<String>) -> Problem {
    fault(value, what, "split the workbook, or save the sheets that are needed as CSV")
}

/// The file is protected by a password.
pub(super) fn encrypted() -> Problem {
    fault("", "this workbook is encrypted: it opens with a password only", "save it without a password")
}

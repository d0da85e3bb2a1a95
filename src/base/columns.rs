//! Columns of tables by their letters, and how many tables and columns a file may have.

/// Maximum number of columns of a table: that of a workbook (16,384).
pub const MAX_COLUMNS: usize = 16_384;
/// Maximum number of tables in a file.
pub const MAX_TABLES: usize = 1_000;

/// Letters of a column from 1: `A`, `Z`, `AA`.
pub fn column_letters(column: usize) -> String {
    let mut rest = column;
    let mut letters = Vec::new();
    while rest > 0 {
        rest -= 1;
        letters.push(b'A' + u8::try_from(rest % 26).unwrap_or_default());
        rest /= 26;
    }
    letters.iter().rev().map(|letter| char::from(*letter)).collect()
}

/// The column with these letters, from 1; `None` if they are not letters of a column.
pub fn column_number(letters: &str) -> Option<usize> {
    if letters.is_empty() || letters.len() > 3 || !letters.bytes().all(|b| b.is_ascii_uppercase()) {
        return None;
    }
    Some(letters.bytes().fold(0, |number, letter| number * 26 + usize::from(letter - b'A') + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        for (number, letters) in [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA"), (16_384, "XFD")] {
            assert_eq!(column_letters(number), letters);
            assert_eq!(column_number(letters), Some(number));
        }
        for not in ["", "a", "A1", "AAAA", "Ä"] {
            assert_eq!(column_number(not), None, "{not}");
        }
    }
}

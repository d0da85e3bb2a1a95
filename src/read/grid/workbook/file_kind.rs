//! What a file really is, by its first bytes. Many a file named .xlsx is a page or a text that a website gave that name.

/// Number of bytes at the beginning of a file that are looked at.
pub(super) const LOOKED_AT: usize = 1 << 14;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FileKind {
    /// A ZIP archive: XLSX, ODS and others.
    Zip,
    /// A compound file: XLS, encrypted XLSX and others.
    Compound,
    /// Something else: its name, and what to do about it.
    Other(&'static str, &'static str),
}

impl FileKind {
    pub(super) fn of(head: &[u8]) -> Self {
        let again = "get the workbook itself";
        let resave = "open it in a spreadsheet program and save it as .xlsx";
        if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
            return Self::Zip;
        }
        if head.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
            return Self::Compound;
        }
        if matches!(head, [0x09, 0x00 | 0x02 | 0x04 | 0x08, ..]) && head.get(3) == Some(&0) {
            return Self::Other("a workbook of Excel 2 to 4 or 5 without a container", resave);
        }
        for (mark, name) in [
            (b"%PDF".as_slice(), "a PDF"),
            (b"\x1F\x8B", "a gzip archive"),
            (b"Rar!", "a RAR archive"),
            (b"7z\xBC\xAF", "a 7z archive"),
            (b"{\\rtf", "an RTF text"),
            (b"\x89PNG", "a PNG picture"),
            (b"\xFF\xD8\xFF", "a JPEG picture"),
        ] {
            if head.starts_with(mark) {
                return Self::Other(name, again);
            }
        }
        if head.is_empty() {
            return Self::Other("an empty file", again);
        }
        let utf16 = head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF]);
        let text: String =
            head.iter().filter(|b| **b != 0).map(|b| char::from(*b)).collect::<String>().to_ascii_lowercase();
        let text = text.trim_start_matches(|c: char| {
            c.is_whitespace() || matches!(c, '\u{ef}' | '\u{bb}' | '\u{bf}' | '\u{ff}' | '\u{fe}')
        });
        if text.starts_with('<') {
            return if text.contains("urn:schemas-microsoft-com:office:spreadsheet") {
                Self::Other("an XML spreadsheet of Excel 2003", resave)
            } else if text.contains("urn:oasis:names:tc:opendocument") {
                Self::Other("a flat OpenDocument file (.fods)", "open it in a spreadsheet program and save it as .ods")
            } else if ["<!doctype html", "<html", "<table", "<head", "<body", "<meta", "<div"]
                .iter()
                .any(|tag| text.contains(tag))
            {
                Self::Other("an HTML page", "name it .html if it has the table; otherwise get the workbook itself")
            } else {
                Self::Other("an XML file", again)
            };
        }
        if text.starts_with("mime-version:") {
            return Self::Other("a saved web page (MHTML)", resave);
        }
        if text.starts_with(['{', '[']) && !head.contains(&0) {
            return Self::Other("a JSON text", "name it .json");
        }
        let binary =
            head.iter().filter(|b| **b == 0 || (**b < 0x20 && !matches!(**b, b'\t' | b'\n' | b'\r' | 0x0C))).count();
        if binary == 0 || utf16 {
            return if text.lines().next().is_some_and(|line| line.contains([',', ';', '\t', '|'])) {
                Self::Other("a text of delimited values (CSV)", "name it .csv or .tsv")
            } else {
                Self::Other("a text", again)
            };
        }
        Self::Other("no workbook", again)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_their_content() {
        for (head, name) in [
            (b"<html><table>".as_slice(), "an HTML page"),
            (b"\xEF\xBB\xBF\r\n<!DOCTYPE html>", "an HTML page"),
            (
                b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">",
                "an XML spreadsheet of Excel 2003",
            ),
            (b"name;area\nA;1\n", "a text of delimited values (CSV)"),
            (b"\xFF\xFEa\0\t\0b\0", "a text of delimited values (CSV)"),
            (b"{\"a\": 1}", "a JSON text"),
            (b"%PDF-1.4", "a PDF"),
            (b"", "an empty file"),
            (b"\x01\x02\x03\x04", "no workbook"),
        ] {
            assert!(matches!(FileKind::of(head), FileKind::Other(found, _) if found == name), "{name}");
        }
    }
}

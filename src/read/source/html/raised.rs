//! The meaning of raised and lowered words of a page in a plain text: the exponent of a unit, the ending of an ordinal,
//! a power, a part of a fraction, or the mark of a footnote, which is not part of the text.
//!
//! `250<sup>9</sup> km<sup>2</sup>` is 250 km2 with a footnote and never 2509 km2. What may be a power stays raised
//! (`10⁶`), so that no digit joins a number; the reader of records decides, or reports that it is ambiguous.

/// The meaning of raised words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    /// The mark of a note, which is not part of the text.
    Mark,
    /// Words of the text, in the form that they get.
    Words(String),
}

/// Raised or lowered words with the text around them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Raised<'a> {
    /// The words before, on the same line.
    pub(super) before: &'a str,
    /// The words themselves.
    pub(super) words: &'a str,
    /// The words after, on the same line.
    pub(super) after: &'a str,
    /// Whether the markup says that they refer to a note.
    pub(super) refers: bool,
    /// Whether they are lowered instead of raised.
    pub(super) lowered: bool,
}

/// Units whose exponent is written in plain digits: "km2".
const UNITS: &[&str] = &["km", "m", "cm", "mm", "dm", "mi", "ft", "yd", "км", "м", "см"];
/// Beginnings of units of area.
const AREAS: &[&str] = &["km", "sq", "ha", "hectare", "acre", "m2", "m²", "mi2", "mi²", "mile", "кв", "км", "га"];
/// Endings of ordinals and of other words with a figure, after a figure.
const AFTER_FIGURES: &[&str] = &[
    "st", "nd", "rd", "th", "e", "er", "re", "ère", "ème", "eme", "nde", "de", "d", "te", "ste", "ter", "o", "a", "os",
    "as", "º", "ª", "й", "я", "е", "го", "ый", "ая", "h", "hr", "hrs", "min", "m", "s", "am", "pm", "km", "uhr",
];
/// Words that name a note.
const NOTES: &[&str] = &["n", "nb", "note", "notes", "fn", "ref", "citation", "cit"];
/// Signs that mark notes.
const SIGNS: &str = "*∗†‡§¶‖※#↑↓↩⁂";
/// Maximum length of a mark, in characters.
const LONGEST_MARK: usize = 24;

impl Raised<'_> {
    /// The meaning of the words.
    pub(super) fn meaning(self) -> Meaning {
        let words = self.words.trim();
        if words.is_empty() {
            return Meaning::Words(self.words.to_owned());
        }
        let short = words.chars().count() <= LONGEST_MARK;
        if self.refers && short || bracketed(words) && words.len() <= 80 || words.chars().all(|c| SIGNS.contains(c)) {
            return Meaning::Mark;
        }
        // "1)", as some pages number notes.
        let numbered = words
            .strip_suffix(')')
            .is_some_and(|n| n.len() <= 3 && !n.is_empty() && n.chars().all(char::is_alphanumeric));
        if numbered && !self.before.trim_end().is_empty() {
            return Meaning::Mark;
        }
        if let Some(sign) = ["TM", "SM", "R"].iter().position(|s| *s == words).filter(|_| !self.lowered) {
            return Meaning::Words(["™", "℠", "®"][sign].to_owned());
        }
        let figures = words.trim_start_matches(['-', '−', '+']);
        if !figures.is_empty() && figures.chars().all(|c| c.is_ascii_digit()) {
            return self.figures(words);
        }
        if is_list(words) && self.before.ends_with(|c: char| !c.is_whitespace()) {
            return self.list(words);
        }
        self.letters(words)
    }

    /// The letters directly before the words.
    fn letters_before(&self) -> &str {
        let start = self.before.trim_end_matches(char::is_alphabetic).len();
        &self.before[start..]
    }

    /// The number directly before the words, with its marks.
    fn number_before(&self) -> &str {
        let start = self.before.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',')).len();
        self.before[start..].trim_start_matches(['.', ','])
    }

    /// Whether a unit of area comes next.
    fn before_area(&self) -> bool {
        let after = self.after.trim_start_matches(|c: char| c.is_whitespace() || c == '-').to_lowercase();
        AREAS.iter().any(|unit| {
            after
                .strip_prefix(unit)
                .is_some_and(|rest| unit.len() > 3 || *unit == "sq" || !rest.starts_with(char::is_alphabetic))
        })
    }

    fn figures(self, words: &str) -> Meaning {
        let form = if self.lowered { lowered(words) } else { raised(words) };
        let letters = self.letters_before();
        if !letters.is_empty() {
            if UNITS.contains(&letters.to_lowercase().as_str()) && !self.lowered {
                let exponent = matches!(words, "2" | "3" | "4");
                let per = words.starts_with(['-', '−']);
                return match (exponent, per) {
                    (true, _) => Meaning::Words(words.to_owned()),
                    (_, true) => Meaning::Words(form),
                    _ => Meaning::Mark,
                };
            }
            return if self.lowered && is_formula(letters) {
                Meaning::Words(words.to_owned())
            } else if is_symbol(letters) {
                Meaning::Words(form)
            } else {
                Meaning::Mark
            };
        }
        let Some(last) = self.before.chars().next_back() else { return Meaning::Words(form) };
        if last.is_ascii_digit() {
            let number = self.number_before();
            // After an exponent: "km2" with a note.
            let unit = &self.before[..self.before.len() - number.len()];
            if UNITS.iter().any(|u| unit.to_lowercase().ends_with(u)) {
                return Meaning::Mark;
            }
            let fraction = self
                .after
                .strip_prefix(['/', '⁄'])
                .is_some_and(|d| d.trim_start().starts_with(|c: char| c.is_ascii_digit()));
            let year = number.len() == 4 && number.starts_with(['1', '2']);
            // Powers are usually of ten or two.
            let plain = !fraction && !matches!(number, "10" | "2") && !words.starts_with(['-', '−', '+']);
            return if plain && (year || number.contains(['.', ',']) || self.before_area()) {
                Meaning::Mark
            } else {
                Meaning::Words(form)
            };
        }
        // The lower part of a fraction, the exponent of a bracket, or a word of its own.
        let stays = matches!(last, '/' | '⁄') || last.is_whitespace() || (last == ')' && words == "2");
        if stays { Meaning::Words(form) } else { Meaning::Mark }
    }

    /// "1, 2", "3–5", "2,b".
    fn list(self, words: &str) -> Meaning {
        let unit = UNITS.contains(&self.letters_before().to_lowercase().as_str());
        match words.chars().next().filter(|c| unit && matches!(c, '2' | '3')) {
            Some(exponent) => Meaning::Words(exponent.to_string()),
            None if matches!(self.number_before(), "10" | "2") => Meaning::Words(raised(words)),
            None => Meaning::Mark,
        }
    }

    fn letters(self, words: &str) -> Meaning {
        let plain = || Meaning::Words(self.words.to_owned());
        let lower = words.to_lowercase();
        let roman = words.len() <= 4 && words.chars().all(|c| matches!(c, 'i' | 'v' | 'x'));
        let single = roman || words.chars().count() == 1 && words.chars().all(char::is_alphabetic);
        let letters = self.letters_before();
        if self.lowered || self.before.trim_end().is_empty() {
            return plain();
        }
        if self.before.ends_with(|c: char| c.is_ascii_digit()) {
            let known = AFTER_FIGURES.contains(&lower.as_str());
            return if single && (self.before_area() || !known) {
                Meaning::Mark
            } else if known || !words.chars().all(char::is_alphabetic) && !words.contains(char::is_alphanumeric) {
                plain()
            } else {
                Meaning::Words(raised(words))
            };
        }
        let word = lower.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace() || c == '.');
        if !letters.is_empty() {
            // "Mme", "No", "XXe": letters that are raised after one or two, or after a Roman number.
            let abbreviated = letters.chars().count() <= 2 || letters.chars().all(|c| "IVXLCDM".contains(c));
            return if abbreviated {
                plain()
            } else if single || NOTES.contains(&word) {
                Meaning::Mark
            } else {
                Meaning::Words(raised(words))
            };
        }
        if self.before.ends_with(char::is_whitespace) {
            let ordinal = self.before.trim_end().ends_with(|c: char| c.is_ascii_digit());
            return if ordinal && AFTER_FIGURES.contains(&lower.as_str()) || words.chars().count() > LONGEST_MARK {
                plain()
            } else {
                Meaning::Words(raised(words))
            };
        }
        if single || NOTES.contains(&word) { Meaning::Mark } else { plain() }
    }
}

/// Whether words have the form of a mark, for elements that are raised only because of what they refer to.
pub(super) fn is_mark(words: &str) -> bool {
    let words = words.trim();
    let figures = words.len() <= 3 && words.chars().all(|c| c.is_ascii_digit());
    let letter = words.chars().count() == 1 && words.chars().all(char::is_alphabetic);
    !words.is_empty()
        && (figures || letter || bracketed(words) && words.len() <= 16 || words.chars().all(|c| SIGNS.contains(c)))
}

/// Whether words are in brackets.
pub(super) fn bracketed(words: &str) -> bool {
    let words = words.trim();
    words.starts_with('[') && words.ends_with(']') || words.starts_with('(') && words.ends_with(')')
}

/// Whether words are figures or single letters with commas or dashes between.
fn is_list(words: &str) -> bool {
    let parts: Vec<&str> = words.split([',', ';', '–', '-', ' ']).map(str::trim).filter(|p| !p.is_empty()).collect();
    let part = |p: &&str| p.len() <= 3 && p.chars().all(|c| c.is_ascii_digit()) || p.chars().count() == 1;
    parts.len() > 1 && parts.iter().all(part)
}

/// Whether letters are a symbol, such as the x and R of formulas, and not a word or name.
fn is_symbol(letters: &str) -> bool {
    letters.chars().count() == 1 || letters.chars().count() == 2 && letters.chars().all(char::is_lowercase)
}

/// Whether letters can be part of a chemical formula: H, Fe, CaCO.
fn is_formula(letters: &str) -> bool {
    letters.chars().count() <= 2 || letters.chars().skip(1).any(char::is_uppercase)
}

const PLAIN: &str = "0123456789+-−()abcdefghijklmnoprstuvwxyz";
const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ";
const LOWERED: &str = "₀₁₂₃₄₅₆₇₈₉₊₋₋₍₎";

/// Words in raised characters; characters without a raised form are not changed.
fn raised(words: &str) -> String {
    in_characters(&words.to_lowercase(), RAISED)
}

/// Figures in lowered characters.
pub(super) fn lowered(words: &str) -> String {
    in_characters(words, LOWERED)
}

fn in_characters(words: &str, row: &str) -> String {
    let form = |c: char| PLAIN.chars().position(|p| p == c).and_then(|n| row.chars().nth(n)).unwrap_or(c);
    words.chars().filter(|c| !c.is_whitespace()).map(form).collect()
}

/// A fraction whose parts do not join a number next to it.
pub(super) fn fraction(above: &str, below: &str) -> String {
    format!("{}⁄{}", raised(above), lowered(below))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_raised() {
        for (before, words, after, expected) in [
            // Units and ordinals.
            ("289 km", "2", ";", "2"),
            ("289 km", "2", " in 1992", "2"),
            ("5 m", "3", "", "3"),
            ("the 8", "th", " of May", "th"),
            ("le 1", "er", " mai", "er"),
            ("XX", "e", " siècle", "e"),
            ("N", "o", " 5", "o"),
            ("M", "me", " Dupont", "me"),
            ("39", "o", "30", "o"),
            ("Brand", "TM", "", "™"),
            // Powers and fractions.
            ("1.5×10", "6", " km2", "⁶"),
            ("10", "3", " km2", "³"),
            ("2", "10", "", "¹⁰"),
            ("10", "−3", " m", "⁻³"),
            ("x", "2", " + y", "²"),
            ("7", "1", "/2 km2", "¹"),
            ("at 18", "30", " on", "³⁰"),
            ("(a+b)", "2", "", "²"),
            // Marks of notes.
            ("Alpha", "1", ": 1991", "!"),
            ("1,250", "3", " km2", "!"),
            ("250", "9", " km2", "!"),
            ("250", "12", " sq. km", "!"),
            ("250", "9", " hectares", "!"),
            ("8 May 1992", "3", ",", "!"),
            ("250", "a", " km2", "!"),
            ("250", "b", ", in 1992", "!"),
            ("Alpha", "a", ": 1991", "!"),
            ("Alpha", "1,2", "", "!"),
            ("1992", "3–5", "", "!"),
            ("250 km2", "9", "", "!"),
            ("250 km²", "9", "", "!"),
            ("250 km", "9", "", "!"),
            ("Alpha", "[1]", "", "!"),
            ("Alpha", "[citation needed]", "", "!"),
            ("250", "(b)", " km2", "!"),
            ("250", "*", " km2", "!"),
            ("said.", "4", " Then", "!"),
            ("Alpha", "note 1", "", "!"),
            ("250", "1)", " km2", "!"),
            ("250", "iv", " km2", "!"),
            ("Alpha", "ii", "", "!"),
            // Ambiguous.
            ("Alpha", "new", ": 1991", "ⁿᵉʷ"),
            ("250", "new", " km2", "ⁿᵉʷ"),
            ("10", "2,3", " km2", "²,³"),
        ] {
            let raised = Raised { before, words, after, refers: false, lowered: false };
            let meaning = match raised.meaning() {
                Meaning::Mark => "!".to_owned(),
                Meaning::Words(words) => words,
            };
            assert_eq!(meaning, expected, "{before}^{words}{after}");
        }
        let refers = Raised { before: "250 km", words: "2", after: "", refers: true, lowered: false };
        assert_eq!(refers.meaning(), Meaning::Mark);
    }

    #[test]
    fn what_is_lowered() {
        for (before, words, expected) in [
            ("CO", "2", "2"),
            ("CaCO", "3", "3"),
            ("Alpha", "1", "!"),
            ("250", "9", "₉"),
            ("T", "max", "max"),
            ("⁄", "2", "₂"),
        ] {
            let meaning = match (Raised { before, words, after: "", refers: false, lowered: true }).meaning() {
                Meaning::Mark => "!".to_owned(),
                Meaning::Words(words) => words,
            };
            assert_eq!(meaning, expected, "{before}_{words}");
        }
    }
}

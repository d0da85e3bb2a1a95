//! The words of a date of publication, and how the parts of a date may follow one another among them: directly,
//! whatever the separator.

use crate::base::date::english;
use crate::base::date::parts::{FigureForm, Gap};
use crate::base::date::tokens::{DateToken, DateTokenKind, TokenText};

/// The tokens: words, or figures and marks.
pub(super) struct Fields(pub(super) Vec<DateToken>);

impl Fields {
    /// Words separated by spaces, commas and hyphens, which are ignored.
    pub(super) fn apart(text: &str) -> Self {
        let words = text.split([' ', ',', '\u{a0}', '-']).filter(|word| !word.is_empty());
        Self(words.map(|word| token(text, word, kind(word))).collect())
    }

    /// Figures joined by slashes or hyphens.
    pub(super) fn joined(text: &str) -> Self {
        let (mark, joint) = if text.contains('/') { ('/', DateTokenKind::Slash) } else { ('-', DateTokenKind::Hyphen) };
        let parts = text.split_inclusive(mark).flat_map(|part| {
            let figure = part.strip_suffix(mark).unwrap_or(part);
            let mark = (figure.len() < part.len()).then(|| token(text, &part[figure.len()..], joint));
            std::iter::once(token(text, figure, kind(figure))).chain(mark)
        });
        Self(parts.collect())
    }
}

fn token(text: &str, word: &str, kind: DateTokenKind) -> DateToken {
    let start = word.as_ptr() as usize - text.as_ptr() as usize;
    DateToken { kind, range: start..start + word.len(), tight: true }
}

/// One or two digits.
pub(super) fn is_short(word: &str) -> bool {
    (1..=2).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit())
}

fn kind(word: &str) -> DateTokenKind {
    if is_short(word) {
        return word.parse().map_or(DateTokenKind::Other, DateTokenKind::Small);
    }
    if word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit()) {
        return word.parse().map_or(DateTokenKind::Other, DateTokenKind::Year);
    }
    // Only dates are looked for here, so the first letters of a month are enough.
    let word = word.trim_end_matches('.');
    let letters = word.bytes().all(|b| b.is_ascii_alphabetic());
    english().month_by_stem(word).filter(|_| letters).map_or(DateTokenKind::Other, DateTokenKind::Month)
}

impl TokenText for Fields {
    fn tokens(&self) -> &[DateToken] {
        &self.0
    }

    fn past(&self, at: usize, gap: Gap) -> Option<usize> {
        let year_last =
            matches!(gap, Gap::DayMonth | Gap::DayMonthYear | Gap::MonthDay | Gap::MonthDayYear | Gap::MonthYear);
        year_last.then_some(at)
    }

    fn takes(&self, form: FigureForm) -> bool {
        // In a date that ends with its year, the day or the month may come first.
        matches!(form, FigureForm::YearMonthDay(_) | FigureForm::YearMonth(_))
    }
}

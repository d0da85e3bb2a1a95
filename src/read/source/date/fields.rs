//! The words of a date of publication, and how the parts of a date may stand among them: one after another, whatever
//! separates them.

use crate::base::date::english;
use crate::base::date::parts::{FigureForm, Gap};
use crate::base::date::tokens::{Kind, Token, TokenText};

/// The words, or figures and marks.
pub(super) struct Fields(pub(super) Vec<Token>);

impl Fields {
    /// Words between spaces, commas and hyphens, which say nothing.
    pub(super) fn apart(text: &str) -> Self {
        let words = text.split([' ', ',', '\u{a0}', '-']).filter(|word| !word.is_empty());
        Self(words.map(|word| token(text, word, kind(word))).collect())
    }

    /// Figures with slashes or hyphens between them.
    pub(super) fn joined(text: &str) -> Self {
        let (mark, joint) = if text.contains('/') { ('/', Kind::Slash) } else { ('-', Kind::Hyphen) };
        let parts = text.split_inclusive(mark).flat_map(|part| {
            let figure = part.strip_suffix(mark).unwrap_or(part);
            let mark = (figure.len() < part.len()).then(|| token(text, &part[figure.len()..], joint));
            std::iter::once(token(text, figure, kind(figure))).chain(mark)
        });
        Self(parts.collect())
    }
}

fn token(text: &str, word: &str, kind: Kind) -> Token {
    let start = word.as_ptr() as usize - text.as_ptr() as usize;
    Token { kind, range: start..start + word.len(), tight: true }
}

/// One or two digits.
pub(super) fn is_short(word: &str) -> bool {
    (1..=2).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit())
}

fn kind(word: &str) -> Kind {
    if is_short(word) {
        return word.parse().map_or(Kind::Other, Kind::Small);
    }
    if word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit()) {
        return word.parse().map_or(Kind::Other, Kind::Year);
    }
    // Nothing else than a date is looked for, so that the first letters of a month are enough.
    let word = word.trim_end_matches('.');
    let letters = word.bytes().all(|b| b.is_ascii_alphabetic());
    english().month_by_stem(word).filter(|_| letters).map_or(Kind::Other, Kind::Month)
}

impl TokenText for Fields {
    fn tokens(&self) -> &[Token] {
        &self.0
    }

    fn past(&self, at: usize, gap: Gap) -> Option<usize> {
        let year_last =
            matches!(gap, Gap::DayMonth | Gap::DayMonthYear | Gap::MonthDay | Gap::MonthDayYear | Gap::MonthYear);
        year_last.then_some(at)
    }

    fn takes(&self, form: FigureForm) -> bool {
        // A date whose year stands last may name the day or the month first.
        matches!(form, FigureForm::YearMonthDay(_) | FigureForm::YearMonth(_))
    }
}

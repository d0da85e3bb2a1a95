use super::date::head::date_in_head;
use super::date::{Calendar, DateOrder, DateRules, date};
use super::number::column::ColumnNumbers;
use super::number::{NumberRules, number};
use super::point::{PointOrder, latitude, longitude, point};
use super::unit::{number_with_unit, unit_in_head};

/// A generator of numbers that is the same in each run (xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % most as u64).unwrap()
    }
}

const PIECES: &[&str] = &[
    "0", "1", "2", "9", "12", "31", "99", "1990", "2022", "२", "٣", "9999", "-", "–", "—", "−", ".", ",", "/", "_",
    " ", "\u{a0}", "'", "’", "٫", "٬", "~", "?", "%", "(", ")", "[", "]", "*", "¹", "²", "…", "...", ":", ";", "+",
    "E", "e", "T", "Q", "X", "XX", "V", "I", "Х", "s", "c.", "ca", "около", "в", "в.", "до н. э.", "b.e.ə", "əsr",
    "век", "yy", "May", "мая", "İyun", "KASIM", "January", "to", "from", "с", "по", "until", "before", "km²", "km2",
    "ha", "тыс. га", "'000", "dönüm", "sq", "кв. верст", "N", "E", "S", "W", "с. ш.", "°", "′", "″", "\"", "POINT(",
    "geo:", "İ", "ß", "\u{307}", "\u{200f}", "🇺🇦", "\n", "\t", "年", "ǅ",
];

#[test]
fn no_text_panics() {
    let mut numbers = Numbers(0x5eed_1234_5678_9abc);
    let all: Vec<String> = ["en", "az", "ru", "uk", "tr", "de", "fr", "xx"].map(str::to_owned).to_vec();
    let rules = [
        DateRules::default(),
        DateRules { languages: all.clone(), year: Some(2022), ..DateRules::default() },
        DateRules { languages: all, order: Some(DateOrder::MonthDayYear), calendar: Calendar::Julian, year: None },
        DateRules { calendar: Calendar::Buddhist, order: Some(DateOrder::Year), ..DateRules::default() },
    ];
    let styles = [None, Some('.'), Some(',')].map(|decimal| NumberRules { decimal, english: false });
    let mut column = ColumnNumbers::new(true);
    for round in 0..3_000 {
        let text: String = (0..numbers.below(8)).map(|_| PIECES[numbers.below(PIECES.len())]).collect();
        let dates = &rules[round % rules.len()];
        let style = &styles[round % styles.len()];
        if let Ok(time) = date(&text, dates) {
            assert!(time.earliest <= time.latest, "{text}");
            assert!(crate::base::time::TimeExtent::from_edtf(&time.edtf).is_some(), "{text}: {}", time.edtf);
        }
        let _ = (number(&text, style), number_with_unit(&text, style), unit_in_head(&text), super::null::null(&text));
        let _ = (latitude(&text), longitude(&text), point(&text, None), point(&text, Some(PointOrder::LatitudeFirst)));
        for found in date_in_head(&text, dates) {
            assert!(text.get(found.range).is_some(), "{text}");
        }
        column.add(round, &text);
    }
    assert_eq!(column.numbers + column.ambiguous + column.others, 3_000);
}

#[test]
fn long_texts_are_refused_at_once() {
    for piece in ["1", "1,", "May ", "1-", "°", "(", "km² ", "~", "?"] {
        let text = piece.repeat(100_000);
        assert!(number(&text, &NumberRules::default()).is_err() && date(&text, &DateRules::default()).is_err());
        assert!(point(&text, None).is_err() && number_with_unit(&text, &NumberRules::default()).is_err());
        assert!(
            unit_in_head(&text).is_ok_and(|unit| unit.is_none())
                && date_in_head(&text, &DateRules::default()).is_empty()
        );
    }
}

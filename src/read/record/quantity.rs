//! Areas as sources write them: a number with the marks of some language, and a unit. Numbers are exact decimals.

use crate::base::vocab::{term, unit};
use crate::read::source::metadata::NumberFormat;
use oxigraph::model::NamedNodeRef;
use regex::Regex;
use std::fmt;
use std::ops::Range;
use std::sync::LazyLock;

/// An exact decimal number: `units` times ten to the power of `-scale`.
///
/// That of oxsdatatypes has 18 digits after the point and therefore no product for 1.234567 acres in square kilometres, nor
/// does it round to significant figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decimal {
    units: i128,
    scale: u32,
}

/// A unit of area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AreaUnit {
    /// km²
    SquareKilometre,
    /// ha
    Hectare,
    /// m²
    SquareMetre,
    /// International square mile, 2.589988110336 km².
    SquareMile,
    /// International acre, 1/640 of a square mile.
    Acre,
    /// Decare, 1000 m²: the metric dunam of Turkey, the stremma of Greece.
    Decare,
    /// Square verst of the Russian Empire. A verst is 500 sazhens of 3 arshins, an arshin is 0.711200 m (Regulation on
    /// measures and weights of 4 June 1899), so a verst is 1066.8 m.
    SquareVerst,
    /// Desyatina of the Russian Empire, the "treasury" one of 2400 square sazhens (the same regulation).
    Desyatina,
}

/// A number with a unit, and the words that give it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    /// The number.
    pub value: Decimal,
    /// Its unit.
    pub unit: AreaUnit,
    /// Number and unit as written.
    pub lexical: String,
}

/// Why a number cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NumberError {
    /// The mark may separate thousands or decimals.
    Ambiguous {
        /// The number if the mark separates thousands.
        thousands: Decimal,
        /// The number if the mark separates decimals.
        decimal: Decimal,
    },
    /// The groups of digits are not those of a number.
    Malformed,
    /// The number has more digits than can be kept exactly.
    TooLong,
}

/// How to read ambiguous numbers.
#[derive(Debug, Clone, Copy)]
pub struct NumberStyle {
    /// The format that the metadata of the document gives.
    pub format: Option<NumberFormat>,
    /// Whether the text is English, where `4,400` is four thousand four hundred.
    pub english: bool,
}

/// Maximum number of digits: multiplied by the factor of any unit, the result stays exact in `xsd:decimal` as Oxigraph
/// stores it (18 digits after the point, 19 before).
const MAX_DIGITS: usize = 18;

impl Decimal {
    /// A decimal in lowest terms.
    pub fn new(mut units: i128, mut scale: u32) -> Self {
        while scale > 0 && units % 10 == 0 {
            units /= 10;
            scale -= 1;
        }
        Self { units, scale }
    }

    /// Parses an `xsd:decimal` or an integer.
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let units = format!("{whole}{fraction}").parse().ok()?;
        Some(Self::new(units, u32::try_from(fraction.len()).ok()?))
    }

    /// The exact product.
    pub fn times(self, other: Self) -> Self {
        Self::new(self.units * other.units, self.scale + other.scale)
    }

    /// The number in units of 10^-18, for comparison; `None` if it is too large.
    pub fn scaled(self) -> Option<i128> {
        self.units.checked_mul(10_i128.checked_pow(18_u32.checked_sub(self.scale)?)?)
    }

    /// The nearest number with this number of significant figures; the number itself if it has no more.
    fn rounded(self, figures: u32) -> Self {
        let digits = self.units.unsigned_abs().checked_ilog10().map_or(0, |n| n + 1);
        let Some(cut) = digits.checked_sub(figures.max(1)).filter(|cut| *cut > 0) else { return self };
        let unit = 10_i128.pow(cut);
        let kept = (self.units + self.units.signum() * unit / 2) / unit;
        if cut <= self.scale {
            Self::new(kept, self.scale - cut)
        } else {
            Self::new(kept * 10_i128.pow(cut - self.scale), 0)
        }
    }

    /// Whether it is below zero.
    pub fn is_negative(self) -> bool {
        self.units < 0
    }

    /// Whether it is zero.
    pub fn is_zero(self) -> bool {
        self.units == 0
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.scale == 0 {
            return write!(f, "{}", self.units);
        }
        let digits = format!("{:0width$}", self.units.unsigned_abs(), width = self.scale as usize + 1);
        let (whole, fraction) = digits.split_at(digits.len() - self.scale as usize);
        write!(f, "{}{whole}.{fraction}", if self.units < 0 { "-" } else { "" })
    }
}

impl AreaUnit {
    /// The unit in QUDT, or a term of our own for what QUDT lacks.
    pub fn iri(self) -> NamedNodeRef<'static> {
        match self {
            Self::SquareKilometre => unit::KILO_M2,
            Self::Hectare => unit::HA,
            Self::SquareMetre => unit::M2,
            Self::SquareMile => unit::MI2,
            Self::Acre => unit::AC,
            Self::Decare => unit::DECA_ARE,
            Self::SquareVerst => term::SQUARE_VERST,
            Self::Desyatina => term::DESYATINA,
        }
    }

    /// One unit in square kilometres, exact (NIST SP 811, appendix B, and the definitions above).
    pub fn square_kilometres(self) -> Decimal {
        match self {
            Self::SquareKilometre => Decimal::new(1, 0),
            Self::Hectare => Decimal::new(1, 2),
            Self::SquareMetre => Decimal::new(1, 6),
            Self::SquareMile => Decimal::new(2_589_988_110_336, 12),
            Self::Acre => Decimal::new(40_468_564_224, 13),
            Self::Decare => Decimal::new(1, 3),
            // 1.0668² and 2400 · 2.1336² / 10⁶.
            Self::SquareVerst => Decimal::new(113_806_224, 8),
            Self::Desyatina => Decimal::new(10_925_397_504, 12),
        }
    }

    /// The unit with this name or sign, as sources and Wikidata's labels write it.
    pub fn from_words(words: &str) -> Option<Self> {
        let plain: String = words
            .to_lowercase()
            .chars()
            .filter(|c| !matches!(c, '.' | '^') && !c.is_whitespace())
            .map(|c| if c == '²' { '2' } else { c })
            .collect();
        NAMES.iter().find(|(_, names)| names.split(' ').any(|name| name == plain)).map(|(unit, _)| *unit)
    }
}

/// Names of units in lower case, without spaces and full stops.
const NAMES: &[(AreaUnit, &str)] = &[
    (
        AreaUnit::SquareKilometre,
        "km2 kms2 sqkm sqkms kmsq squarekm squarekilometre squarekilometres squarekilometer squarekilometers \
         sqkilometres sqkilometers квкм км2 кмкв квкілометрів квкилометров квадратныхкилометров квадратныекилометры \
         квадратнихкілометрів kvkm kvadratkilometr kilometrekare qkm quadratkilometer quadratkilometern \
         kilomètrecarré kilomètrescarrés",
    ),
    (AreaUnit::Hectare, "ha hectare hectares га гектар гектара гектары гектаров гектари гектарів hektar hektaren"),
    (
        AreaUnit::SquareMetre,
        "m2 sqm squarem squaremetre squaremetres squaremeter squaremeters sqmetres sqmeters м2 квм мкв kvm metrekare \
         kvadratmetr quadratmeter quadratmetern mètrescarrés",
    ),
    (AreaUnit::SquareMile, "mi2 sqmi sqmile sqmiles squaremile squaremiles"),
    (AreaUnit::Acre, "acre acres акр акра акров акрів"),
    (AreaUnit::Decare, "decare decares dekar daa декар декара дка"),
    (
        AreaUnit::SquareVerst,
        "squareverst squareversts sqverst sqversts квверст кввёрст квверста квверсты квадратныхверст квадратнихверст",
    ),
    (
        AreaUnit::Desyatina,
        "desyatina desyatinas dessiatina dessiatinas dessiatin dessiatins десятина десятины десятин десятини",
    ),
];

impl Quantity {
    /// The value in square kilometres, exact.
    pub fn square_kilometres(&self) -> Decimal {
        self.value.times(self.unit.square_kilometres())
    }
}

/// An area in square kilometres, as precise as the words that give it: a figure in square miles, acres or square versts
/// has no more significant figures after conversion than before. Metric figures are only shifted by powers of ten, by
/// which they are recognised: their digits stay.
pub fn precise(km2: &str, lexical: &str) -> String {
    let found = find_areas(lexical).into_iter().next().map(|area| area.number);
    let Some(number) = found.or_else(|| Some(FIGURE.find(lexical)?.range())) else { return km2.to_owned() };
    let Some(exact) = Decimal::parse(km2) else { return km2.to_owned() };
    let digits =
        |text: &str| -> String { text.chars().filter(char::is_ascii_digit).skip_while(|c| *c == '0').collect() };
    let (ours, theirs) = (digits(km2), digits(&lexical[number]));
    if ours.trim_end_matches('0') == theirs.trim_end_matches('0') {
        return km2.to_owned();
    }
    exact.rounded(u32::try_from(theirs.len()).unwrap_or(u32::MAX)).to_string()
}

/// A number with a unit in a text, not yet parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundArea {
    /// The range of number and unit.
    pub range: Range<usize>,
    /// The range of the number.
    pub number: Range<usize>,
    /// The unit.
    pub unit: AreaUnit,
}

/// A number: digits, or groups of three separated by spaces or apostrophes, with points and commas inside.
pub const NUMBER: &str = r"(?:\d{1,3}(?:[ \u{a0}\u{2009}\u{202f}'’]\d{3})+(?:[.,]\d+)?|\d(?:[\d.,]*\d)?)";

static FIGURE: LazyLock<Regex> = LazyLock::new(|| Regex::new(NUMBER).expect("the pattern is a constant"));

static AREA: LazyLock<Regex> = LazyLock::new(|| {
    let unit = r"(?:km\s?\^?[2²]|kms2|sq(?:uare|\.)?\s*(?:kms?|kilomet(?:er|re)s?|mi(?:les?)?|met(?:er|re)s?|m)|hectares?|ha|mi\s?\^?[2²]|m\^?[2²]|acres?|кв\.?\s*км|км\s?[2²])";
    Regex::new(&format!(r"(?i)(?:^|[^\d.,\p{{L}}])({NUMBER})[\s\u{{a0}}-]*({unit})(?:$|[^\p{{L}}\d²])"))
        .expect("the pattern is a constant")
});

/// All areas in a text.
pub fn find_areas(text: &str) -> Vec<FoundArea> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(captures) = AREA.captures_at(text, from) {
        let (Some(number), Some(words)) = (captures.get(1), captures.get(2)) else { break };
        from = words.end();
        if let Some(unit) = AreaUnit::from_words(words.as_str()) {
            found.push(FoundArea { range: number.start()..words.end(), number: number.range(), unit });
        }
    }
    found
}

/// Reads a number as written.
pub fn read_number(text: &str, style: NumberStyle) -> Result<Decimal, NumberError> {
    let grouped = text.chars().any(is_space_mark);
    let plain: String = text.chars().filter(|c| !is_space_mark(*c)).collect();
    let digits = plain.bytes().filter(u8::is_ascii_digit).count();
    if digits > MAX_DIGITS {
        return Err(NumberError::TooLong);
    }
    let marks: Vec<(usize, char)> = plain.char_indices().filter(|(_, c)| matches!(c, '.' | ',')).collect();
    let Some(&(last_at, last)) = marks.last() else {
        return decimal(&plain, None);
    };
    let others = &marks[..marks.len() - 1];
    if others.iter().any(|(_, c)| *c == last) {
        // A mark that occurs twice separates thousands, and no other mark may follow.
        return if others.iter().all(|(_, c)| *c == last) && !grouped {
            thousands(&plain, last)
        } else {
            Err(NumberError::Malformed)
        };
    }
    if let Some(&(_, other)) = others.first() {
        if grouped {
            return Err(NumberError::Malformed);
        }
        thousands(&plain[..last_at], other)?;
        return decimal(&plain, Some(last_at));
    }
    let (whole, fraction) = (&plain[..last_at], &plain[last_at + 1..]);
    if grouped || fraction.len() != 3 || whole.len() > 3 || whole.starts_with('0') {
        return decimal(&plain, Some(last_at));
    }
    let as_thousands = thousands(&plain, last)?;
    let as_decimal = decimal(&plain, Some(last_at))?;
    match (style.format, last) {
        (Some(NumberFormat::CommaThousands), ',') | (Some(NumberFormat::PointThousands), '.') => Ok(as_thousands),
        (Some(_), _) => Ok(as_decimal),
        (None, ',') if style.english => Ok(as_thousands),
        (None, _) => Err(NumberError::Ambiguous { thousands: as_thousands, decimal: as_decimal }),
    }
}

fn is_space_mark(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '\'' | '’')
}

/// The digits of a number whose groups of three are separated by `mark`.
fn thousands(text: &str, mark: char) -> Result<Decimal, NumberError> {
    let mut groups = text.split(mark);
    let first = groups.next().is_some_and(|g| (1..=3).contains(&g.len()));
    if first && groups.all(|g| g.len() == 3) { decimal(text, None) } else { Err(NumberError::Malformed) }
}

/// The digits of a number; those after the byte `point` are the fraction.
fn decimal(text: &str, point: Option<usize>) -> Result<Decimal, NumberError> {
    let digits = |s: &str| s.chars().filter(char::is_ascii_digit).collect::<String>();
    let fraction = point.map_or(String::new(), |at| digits(&text[at + 1..]));
    let whole = digits(&text[..point.unwrap_or(text.len())]);
    let units = format!("{whole}{fraction}").parse().map_err(|_| NumberError::Malformed)?;
    Ok(Decimal::new(units, fraction.len() as u32))
}

#[cfg(test)]
mod tests;

//! Encodes items as bytes of an index, and decodes them. Numbers are LEB128; decoding arbitrary bytes returns `None` at
//! worst.

use super::item::{Fact, Item, Name, NameKind, Value};

/// Appends a number.
pub(super) fn put_number(out: &mut Vec<u8>, mut n: u64) {
    while n >= 0x80 {
        out.push(n.to_le_bytes()[0] | 0x80);
        n >>= 7;
    }
    out.push(n.to_le_bytes()[0]);
}

fn put_text(out: &mut Vec<u8>, text: &str) {
    put_number(out, text.len() as u64);
    out.extend_from_slice(text.as_bytes());
}

/// Reads numbers and texts from the front of some bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct RecordReader<'a>(pub(super) &'a [u8]);

impl<'a> RecordReader<'a> {
    pub(super) fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    pub(super) fn number(&mut self) -> Option<u64> {
        let mut n = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            n |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(n);
            }
        }
        None
    }

    pub(super) fn small(&mut self) -> Option<u32> {
        u32::try_from(self.number()?).ok()
    }

    fn text(&mut self) -> Option<&'a str> {
        let len = usize::try_from(self.number()?).ok()?;
        let (text, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        std::str::from_utf8(text).ok()
    }

    fn float(&mut self) -> Option<f64> {
        let (bytes, rest) = self.0.split_first_chunk::<8>()?;
        self.0 = rest;
        Some(f64::from_le_bytes(*bytes))
    }
}

/// Encodes an item, without its number.
pub(super) fn encode(item: &Item, out: &mut Vec<u8>) {
    put_number(out, u64::from(item.sitelinks));
    put_number(out, u64::from(item.statements));
    put_text(out, item.description.as_deref().unwrap_or_default());
    put_number(out, item.names.len() as u64);
    for name in &item.names {
        out.push(name.kind as u8);
        out.push(name.language);
        put_text(out, &name.text);
    }
    put_number(out, item.facts.len() as u64);
    for fact in &item.facts {
        put_number(out, u64::from(fact.property) << 1 | u64::from(fact.preferred));
        match &fact.value {
            Value::Item(id) => {
                out.push(0);
                put_number(out, u64::from(*id));
            }
            Value::Text(text) => {
                out.push(1);
                put_text(out, text);
            }
            Value::Quantity(amount, unit) => {
                out.push(2);
                put_text(out, amount);
                put_number(out, u64::from(*unit));
            }
            Value::Time(time, precision) => {
                out.push(3);
                put_text(out, time);
                out.push(*precision);
            }
            Value::Coordinates(latitude, longitude) => {
                out.push(4);
                out.extend_from_slice(&latitude.to_le_bytes());
                out.extend_from_slice(&longitude.to_le_bytes());
            }
        }
    }
}

/// Decodes an item.
pub(super) fn decode(id: u32, bytes: &[u8]) -> Option<Item> {
    let mut r = RecordReader(bytes);
    let (sitelinks, statements) = (r.small()?, r.small()?);
    let description = Some(r.text()?.to_owned()).filter(|d| !d.is_empty());
    let mut names = Vec::new();
    for _ in 0..r.number()? {
        let kind = NameKind::from_number(r.byte()?);
        let language = r.byte()?;
        names.push(Name { text: r.text()?.to_owned(), language, kind });
    }
    let mut facts = Vec::new();
    for _ in 0..r.number()? {
        let property = r.small()?;
        let value = match r.byte()? {
            0 => Value::Item(r.small()?),
            1 => Value::Text(r.text()?.to_owned()),
            2 => Value::Quantity(r.text()?.to_owned(), r.small()?),
            3 => Value::Time(r.text()?.to_owned(), r.byte()?),
            4 => Value::Coordinates(r.float()?, r.float()?),
            _ => return None,
        };
        facts.push(Fact { property: property >> 1, value, preferred: property & 1 == 1 });
    }
    Some(Item { id, names, description, sitelinks, statements, facts })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_comes_back() {
        let item = Item {
            id: 42,
            names: vec![Name { text: "Ağdam".into(), language: 3, kind: NameKind::Alias }],
            description: Some("a place".into()),
            sitelinks: 300,
            statements: 70_000,
            facts: vec![
                Fact { property: 31, value: Value::Item(4_000_000_000), preferred: true },
                Fact { property: 625, value: Value::Coordinates(-1.5, 40.25), preferred: false },
                Fact { property: 2046, value: Value::Quantity("+1150".into(), 7), preferred: false },
                Fact { property: 571, value: Value::Time("+1930-00-00T00:00:00Z".into(), 9), preferred: false },
                Fact { property: 300, value: Value::Text("XX-YY".into()), preferred: false },
            ],
        };
        let mut bytes = Vec::new();
        encode(&item, &mut bytes);
        assert_eq!(decode(42, &bytes), Some(item));
        for end in 0..bytes.len() {
            assert_eq!(decode(42, &bytes[..end]), None, "{end}");
        }
    }
}

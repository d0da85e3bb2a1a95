//! Content negotiation by `Accept` (RFC 9110, section 12.5.1).

/// Chooses among offers, which are media types without parameters, the preferred first. `None` if the client accepts none of
/// them. Without a header, the client accepts all.
pub fn choose<'a>(accept: Option<&str>, offers: &[&'a str]) -> Option<&'a str> {
    let Some(accept) = accept.filter(|a| !a.trim().is_empty()) else { return offers.first().copied() };
    let ranges: Vec<Range<'_>> = accept.split(',').filter_map(Range::of).collect();
    let mut best: Option<(u16, &str)> = None;
    for offer in offers {
        let quality = quality(&ranges, offer);
        if quality > best.map_or(0, |(q, _)| q) {
            best = Some((quality, offer));
        }
    }
    best.map(|(_, offer)| offer)
}

/// `text/*;q=0.5`
struct Range<'a> {
    kind: &'a str,
    subkind: &'a str,
    /// The weight, in thousandths.
    quality: u16,
}

impl<'a> Range<'a> {
    fn of(text: &'a str) -> Option<Self> {
        let mut parts = text.split(';');
        let (kind, subkind) = parts.next()?.trim().split_once('/')?;
        let weight = parts.find_map(|p| {
            let (name, value) = p.split_once('=')?;
            name.trim().eq_ignore_ascii_case("q").then_some(value.trim())
        });
        let quality = match weight {
            None => 1000,
            Some(weight) => thousandths(weight)?,
        };
        Some(Self { kind, subkind, quality })
    }

    /// How specifically the range matches a media type: 0 if it does not match.
    fn closeness(&self, kind: &str, subkind: &str) -> u8 {
        if self.kind.eq_ignore_ascii_case(kind) && self.subkind.eq_ignore_ascii_case(subkind) {
            3
        } else if self.kind.eq_ignore_ascii_case(kind) && self.subkind == "*" {
            2
        } else {
            u8::from(self.kind == "*" && self.subkind == "*")
        }
    }
}

fn thousandths(weight: &str) -> Option<u16> {
    let value: f32 = weight.parse().ok()?;
    // Between 0 and 1000, so nothing is lost.
    (0.0..=1.0).contains(&value).then_some((value * 1000.0).round() as u16)
}

/// The weight of the most specific range that matches.
fn quality(ranges: &[Range<'_>], offer: &str) -> u16 {
    let Some((kind, subkind)) = offer.split_once('/') else { return 0 };
    let closest = ranges.iter().map(|r| (r.closeness(kind, subkind), r.quality)).filter(|(c, _)| *c > 0);
    closest.max().map_or(0, |(_, quality)| quality)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_of_what_there_is() {
        let offers = ["text/html", "text/turtle", "application/ld+json"];
        for (accept, chosen) in [
            (None, Some("text/html")),
            (Some(""), Some("text/html")),
            (Some("*/*"), Some("text/html")),
            (Some("text/turtle"), Some("text/turtle")),
            (Some("Text/Turtle ; charset=utf-8"), Some("text/turtle")),
            (Some("application/ld+json;q=0.9, text/turtle;q=0.8"), Some("application/ld+json")),
            (Some("text/*;q=0.3, text/html;q=0, application/*;q=0.2"), Some("text/turtle")),
            (Some("application/ld+json; q=0.5, */*; q=0.1"), Some("application/ld+json")),
            (Some("text/html;q=0.5,text/turtle;q=0.5"), Some("text/html")),
            (Some("image/png"), None),
            (Some("text/html;q=0"), None),
            (Some("text/html;q=2, nonsense, ;;, text/turtle;q=x"), None),
            (Some("*/*;q=0.001"), Some("text/html")),
        ] {
            assert_eq!(choose(accept, &offers), chosen, "{accept:?}");
        }
    }
}

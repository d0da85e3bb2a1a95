//! How a reviewer is written: by ORCID, by IRI or by name.

use crate::base::iri::Minter;

/// The IRI of a person, from an ORCID with its check digit (ISO 7064, 11-2) or an IRI.
pub fn person(text: &str) -> Result<String, String> {
    if let Some(orcid) = orcid(text) {
        return orcid;
    }
    if is_web(text) && Minter::is_iri(text) && !text.starts_with("https://orcid.org/") {
        return Ok(text.to_owned());
    }
    Err("give an ORCID such as 0000-0002-1825-0097, or an IRI that begins with https://".to_owned())
}

/// A person as [`person`], or by name.
pub fn person_or_name(text: &str) -> Result<String, String> {
    let text = text.trim();
    if is_web(text) || text.starts_with("orcid:") || orcid(text).is_some() {
        return person(text);
    }
    if text.is_empty() || text.contains(char::is_control) {
        return Err("give an ORCID such as 0000-0002-1825-0097, an IRI that begins with https://, or a name".to_owned());
    }
    Ok(text.to_owned())
}

/// What has the form of an ORCID; an error if its check digit is wrong.
fn orcid(text: &str) -> Option<Result<String, String>> {
    let orcid = text.strip_prefix("https://orcid.org/").or_else(|| text.strip_prefix("orcid:")).unwrap_or(text);
    let is_grouped = orcid.len() == 19 && orcid.bytes().enumerate().all(|(n, b)| (b == b'-') == (n % 5 == 4));
    let digits: Vec<u32> = orcid.chars().filter_map(|c| if c == 'X' { Some(10) } else { c.to_digit(10) }).collect();
    if !is_grouped || digits.len() != 16 || digits[..15].iter().any(|d| *d > 9) {
        return None;
    }
    let total = digits[..15].iter().fold(0, |total, digit| (total + digit) * 2);
    Some(if (12 - total % 11) % 11 == digits[15] {
        Ok(format!("https://orcid.org/{orcid}"))
    } else {
        Err("the check digit of this ORCID is wrong".to_owned())
    })
}

fn is_web(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_has_an_orcid_an_iri_or_a_name() {
        let orcid = "https://orcid.org/0000-0002-1825-0097";
        for written in ["0000-0002-1825-0097", "orcid:0000-0002-1825-0097", orcid] {
            assert_eq!((person(written), person_or_name(written)), (Ok(orcid.to_owned()), Ok(orcid.to_owned())));
        }
        let iri = "https://people.example/me";
        assert_eq!((person(iri).as_deref(), person_or_name(iri).as_deref()), (Ok(iri), Ok(iri)));
        assert_eq!(person_or_name(" Ana Vell ").as_deref(), Ok("Ana Vell"));
        assert!(person("Ana Vell").is_err());
        for wrong in ["0000-0002-1825-0098", "orcid:12", "https://orcid.org/12", "http://a b", "", "a\tb"] {
            assert!(person(wrong).is_err() && person_or_name(wrong).is_err(), "{wrong}");
        }
    }
}

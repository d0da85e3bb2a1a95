//! Licences, by their IRIs.

/// Beginnings of the IRIs of licences that let everybody redistribute a text (Open Definition 2.1, conformant
/// licences).
const OPEN: [&str; 15] = [
    "creativecommons.org/licenses/by/",
    "creativecommons.org/licenses/by-sa/",
    "creativecommons.org/publicdomain/",
    "www.gnu.org/licenses/fdl",
    "www.gnu.org/copyleft/fdl",
    "opendatacommons.org/licenses/",
    "www.opendatacommons.org/licenses/",
    "www.nationalarchives.gov.uk/doc/open-government-licence/",
    "nationalarchives.gov.uk/doc/open-government-licence/",
    "artlibre.org/licence/lal",
    "spdx.org/licenses/CC0-",
    "spdx.org/licenses/CC-BY-1",
    "spdx.org/licenses/CC-BY-2",
    "spdx.org/licenses/CC-BY-3",
    "spdx.org/licenses/CC-BY-4",
];

/// Whether a licence lets everybody redistribute a text.
pub fn is_open(licence: &str) -> bool {
    let rest = licence.strip_prefix("https://").or_else(|| licence.strip_prefix("http://"));
    rest.is_some_and(|rest| OPEN.iter().any(|open| rest.starts_with(open)))
        || rest.is_some_and(|rest| rest.starts_with("spdx.org/licenses/CC-BY-SA-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_licence_that_says_so_is_open() {
        for (licence, expected) in [
            ("https://creativecommons.org/licenses/by/4.0/", true),
            ("http://creativecommons.org/licenses/by-sa/3.0/", true),
            ("https://creativecommons.org/publicdomain/zero/1.0/", true),
            ("https://creativecommons.org/licenses/by-nd/4.0/", false),
            ("https://creativecommons.org/licenses/by-nc/4.0/", false),
            ("https://spdx.org/licenses/CC-BY-4.0", true),
            ("https://spdx.org/licenses/CC-BY-NC-4.0", false),
            ("https://example.org/?creativecommons.org/licenses/by/", false),
            ("", false),
        ] {
            assert_eq!(is_open(licence), expected, "{licence}");
        }
    }
}

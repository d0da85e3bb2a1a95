//! A pattern: a text with `*` for any letters, compared without regard to case.

/// A pattern, in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern {
    /// The parts between the stars.
    parts: Vec<String>,
}

impl Pattern {
    pub(super) fn new(wanted: &str, starred: bool) -> Self {
        let wanted = wanted.trim().to_lowercase();
        let parts = if starred { wanted.split('*').map(str::to_owned).collect() } else { vec![wanted] };
        Self { parts }
    }

    /// The beginning of every text that matches.
    pub(super) fn beginning(&self) -> &str {
        self.parts.first().map_or("", String::as_str)
    }

    /// Whether a text matches. Each part is matched at its first occurrence, which is always right; there is no
    /// backtracking.
    pub(super) fn fits(&self, text: &str) -> bool {
        let text = text.trim().to_lowercase();
        let Some((first, others)) = self.parts.split_first() else { return false };
        let Some(mut rest) = text.strip_prefix(first.as_str()) else { return false };
        let Some((last, middle)) = others.split_last() else { return rest.is_empty() };
        for part in middle {
            match rest.find(part.as_str()) {
                Some(at) => rest = &rest[at + part.len()..],
                None => return false,
            }
        }
        rest.ends_with(last.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_stand_for_anything() {
        for (wanted, text, exact, starred) in [
            ("Upper Vale", "upper vale", true, true),
            ("upper*", "Upper Vale", false, true),
            ("*vale", "Upper Vale", false, true),
            ("u*p*v*e", "Upper Vale", false, true),
            ("u*x*e", "Upper Vale", false, false),
            ("a*a", "a", false, false),
            ("*", "", false, true),
            ("**", "x", false, true),
            ("", "x", false, false),
            ("Şu*", "şuşa", false, true),
            ("100%*", "100%*", true, true),
        ] {
            assert_eq!(Pattern::new(wanted, false).fits(text), exact, "{wanted} {text}");
            assert_eq!(Pattern::new(wanted, true).fits(text), starred, "{wanted} {text}");
        }
        let stars = format!("{}b", "a*".repeat(150));
        assert!(!Pattern::new(&stars, true).fits(&"a".repeat(100_000)));
    }
}

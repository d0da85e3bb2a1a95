//! The header of a query: lines that begin with `#+` and hold YAML, in the form that grlc reads, so that the same file
//! serves both.
//!
//! ```text
//! #+ summary: Changes of control in a period
//! #+ description: One row for each claim …
//! #+ defaults:
//! #+   - from: 1992-01-01
//! #+ enumerate:
//! #+   - aspect: [area, time]
//! ```

use serde::Deserialize;
use std::collections::BTreeMap;

/// The metadata of a query, from its header.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    /// One line.
    pub summary: Option<String>,
    /// What the query asks and why, for people.
    pub description: Option<String>,
    /// The default values of parameters.
    pub defaults: BTreeMap<String, String>,
    /// The only values that a parameter takes.
    pub enumerate: BTreeMap<String, Vec<String>>,
    /// For a rule: what is wrong where the query has rows.
    pub problem: Option<String>,
    /// For a rule: what to do about it.
    pub solution: Option<String>,
    /// For a rule: its severity.
    pub level: Option<String>,
}

/// Why a header cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: the header is not the YAML that grlc has: {reason}")]
pub struct HeaderError {
    /// Line in the query, counted from 1.
    pub line: u64,
    /// What is wrong.
    pub reason: String,
}

/// The fields of the YAML. Those that only a server uses (`endpoint`, `method`, `tags`, …) are ignored.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Written {
    summary: Option<String>,
    description: Option<String>,
    defaults: Vec<BTreeMap<String, String>>,
    enumerate: Vec<BTreeMap<String, Vec<String>>>,
    problem: Option<String>,
    solution: Option<String>,
    level: Option<String>,
}

impl Header {
    /// Reads the header of a query. A query without one has an empty header.
    pub fn of(query: &str) -> Result<Self, HeaderError> {
        let yaml: String = query.lines().map(|line| format!("{}\n", decoration(line).unwrap_or_default())).collect();
        if yaml.trim().is_empty() {
            return Ok(Self::default());
        }
        let written: Written = serde_saphyr::from_str(&yaml).map_err(|e| HeaderError {
            line: e.location().map_or(1, |l| l.line()),
            reason: e.without_snippet().to_string(),
        })?;
        let folded = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
        Ok(Self {
            summary: written.summary.map(folded),
            description: written.description.map(|d| d.trim().to_owned()),
            defaults: written.defaults.into_iter().flatten().collect(),
            enumerate: written.enumerate.into_iter().flatten().collect(),
            problem: written.problem.map(folded),
            solution: written.solution.map(folded),
            level: written.level.map(folded),
        })
    }
}

/// The text after `#+` and one space.
fn decoration(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("#+")?;
    Some(rest.strip_prefix(' ').unwrap_or(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_read_as_grlc_reads_it() {
        let header = Header::of(concat!("#+ summary: Changes of\n#+   control: no\n", "SELECT * {}"));
        assert!(header.is_err(), "{header:?}");

        let header = Header::of(concat!(
            "#+ summary: Changes of control\n#+ endpoint: https://example.org/sparql\n#+ tags:\n#+   - x\n",
            "#+ description: >\n#+   Two lines\n#+   of text.\n#+ defaults:\n#+   - from: 1992-01-01\n#+   - limit: 10\n",
            "#+   - tolerance: 0.010\n#+   - all: true\n#+ enumerate:\n#+   - aspect: [area, time]\n",
            "# summary: not this\nSELECT * {}"
        ))
        .unwrap();
        assert_eq!(header.summary.as_deref(), Some("Changes of control"));
        assert_eq!(header.description.as_deref(), Some("Two lines of text."));
        let defaults: Vec<_> = header.defaults.iter().map(|(k, v)| format!("{k}={v}")).collect();
        assert_eq!(defaults, ["all=true", "from=1992-01-01", "limit=10", "tolerance=0.010"]);
        assert_eq!(header.enumerate["aspect"], ["area", "time"]);
    }

    #[test]
    fn a_query_without_a_header_has_an_empty_one() {
        assert_eq!(Header::of("# a comment\nASK {}").unwrap(), Header::default());
    }

    #[test]
    fn an_error_names_the_line() {
        let error = Header::of("#+ summary: x\n#+ defaults: 5\nASK {}").unwrap_err();
        assert_eq!(error.line, 2, "{error}");
    }
}

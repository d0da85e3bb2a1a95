//! Roles made comparable: lower case, singular, abbreviations written out; and whether two of them contradict each
//! other.

use crate::extract::finding::{Role, Tenure};
use crate::extract::tokens::Tokens;
use std::ops::Range;

/// Words of a title and their plain forms.
const WRITTEN_OUT: &[(&str, &str)] = &[
    ("fm", "foreign minister"),
    ("fms", "foreign minister"),
    ("pm", "prime minister"),
    ("pms", "prime minister"),
    ("prime-minister", "prime minister"),
    ("dpm", "deputy prime minister"),
    ("mp", "member of parliament"),
    ("mps", "member of parliament"),
    ("mep", "member of the european parliament"),
    ("meps", "member of the european parliament"),
    ("ceo", "chief executive officer"),
    ("ceos", "chief executive officer"),
    ("cfo", "chief financial officer"),
    ("coo", "chief operating officer"),
    ("cto", "chief technology officer"),
    ("vp", "vice president"),
    ("secgen", "secretary general"),
    ("sg", "secretary general"),
    ("secretary-general", "secretary general"),
    ("secretaries-general", "secretary general"),
    ("director-general", "director general"),
    ("vice-president", "vice president"),
    ("vice-presidents", "vice president"),
    ("vice-chairman", "vice chairman"),
    ("vice-premier", "vice premier"),
    ("vice-chancellor", "vice chancellor"),
    ("under-secretary", "undersecretary"),
    ("then-president", "president"),
    ("ex-president", "president"),
    ("ex-minister", "minister"),
    ("ex-premier", "premier"),
    ("president-elect", "president"),
    ("minister-designate", "minister"),
    ("cochairs", "co-chair"),
    ("co-chairmen", "co-chairman"),
    ("cofounder", "co-founder"),
    ("sen", "senator"),
    ("gov", "governor"),
    ("gen", "general"),
    ("rep", "representative"),
    ("col", "colonel"),
    ("capt", "captain"),
    ("lt", "lieutenant"),
    ("prof", "professor"),
    ("adm", "admiral"),
    ("sgt", "sergeant"),
    ("maj", "major"),
    ("defense", "defence"),
    ("labor", "labour"),
    ("adviser", "adviser"),
    ("advisor", "adviser"),
    ("advisors", "adviser"),
    ("attaché", "attache"),
    ("secretaries", "secretary"),
    ("deputies", "deputy"),
    ("chairmen", "chairman"),
    ("spokesmen", "spokesman"),
    ("spokespeople", "spokesperson"),
];

/// Whole titles that mean the same as another.
const SAME: &[(&str, &str)] = &[
    ("minister of foreign affairs", "foreign minister"),
    ("minister for foreign affairs", "foreign minister"),
    ("foreign affairs minister", "foreign minister"),
    ("minister of defence", "defence minister"),
    ("minister for defence", "defence minister"),
    ("minister of finance", "finance minister"),
    ("minister of the interior", "interior minister"),
    ("minister of interior", "interior minister"),
    ("minister of internal affairs", "interior minister"),
    ("internal affairs minister", "interior minister"),
    ("minister of justice", "justice minister"),
    ("minister of health", "health minister"),
    ("minister of education", "education minister"),
    ("minister of energy", "energy minister"),
    ("minister of culture", "culture minister"),
    ("minister of transport", "transport minister"),
];

/// The plain form of a title, and the tenure of the role.
pub(in crate::extract) fn plain(tokens: &Tokens<'_>, status: Option<usize>, title: &Range<usize>) -> (String, Tenure) {
    let mut tenure = Tenure::Present;
    let mut out = String::new();
    for at in status.into_iter().chain(title.clone()) {
        let word = tokens.word(at).to_lowercase();
        let word = word.trim_end_matches('.');
        // "ambassador extraordinary and plenipotentiary"
        if word == "extraordinary" && !out.is_empty() {
            break;
        }
        match word {
            "former" | "ex" | "then" | "late" | "one-time" | "onetime" | "retired" => tenure = Tenure::Former,
            "incoming" | "elect" => tenure = Tenure::Coming,
            "current" | "new" | "newly" | "elected" | "newly-elected" | "longtime" | "outgoing" => {}
            "designate" => tenure = Tenure::Coming,
            _ => {
                if word.starts_with("ex-") || word.starts_with("then-") {
                    tenure = Tenure::Former;
                }
                if word.ends_with("-elect") || word.ends_with("-designate") {
                    tenure = Tenure::Coming;
                }
                if !out.is_empty() {
                    out.push(' ');
                }
                match WRITTEN_OUT.iter().find(|(short, _)| *short == word) {
                    Some((_, long)) => out.push_str(long),
                    None if is_plural(tokens, at) => out.push_str(word.strip_suffix('s').unwrap_or(word)),
                    None => out.push_str(word),
                }
            }
        }
    }
    // A title with "of" equals its shorter form, also after a rank.
    for (long, short) in SAME {
        if let Some(rank) = out.strip_suffix(long)
            && (rank.is_empty() || rank.ends_with(' '))
        {
            out = format!("{rank}{short}");
            break;
        }
    }
    if out == "chief executive" {
        out.push_str(" officer");
    }
    (out, tenure)
}

fn is_plural(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.tokens[at].classes.any(crate::extract::lexicon::Classes::ROLE_PLURAL)
}

/// Words that make a title a different office.
const RANKS: &[&str] = &["deputy", "vice", "assistant", "prime", "associate", "under", "acting", "first", "co-chair"];

/// The relation of two roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// They are unrelated.
    None,
    /// Two offices of one kind: "deputy foreign minister", "deputy prime minister".
    Related,
    /// One is less specific than the other: "minister", "foreign minister".
    Compatible,
    /// They are the same.
    Same,
}

/// The relation of two plain titles. Neither may be a general one.
pub fn likeness(one: &str, other: &str) -> Likeness {
    if one == other {
        return Likeness::Same;
    }
    if last(one) != last(other) {
        return Likeness::None;
    }
    let rank = |title: &str| RANKS.iter().position(|r| title.split(' ').any(|w| w == *r));
    let within = |a: &str, b: &str| a.split(' ').all(|w| b.split(' ').any(|x| x == w));
    match (rank(one), rank(other)) {
        (a, b) if a == b && (within(one, other) || within(other, one)) => Likeness::Compatible,
        (Some(a), Some(b)) if a == b => Likeness::Related,
        _ => Likeness::None,
    }
}

/// The noun of a title, before any "of".
fn last(title: &str) -> &str {
    let noun = title.split(" of ").next().unwrap_or(title);
    noun.rsplit(' ').next().unwrap_or(noun)
}

/// Whether two roles of one person cannot both be right at one time: two offices of one kind, neither a general word. A
/// former role contradicts nothing, nor does one of another named country or organisation.
pub fn contradicts(one: &Role, other: &Role) -> bool {
    let special = !one.general && !other.general && !one.plural && !other.plural;
    let present = one.tenure == Tenure::Present && other.tenure == Tenure::Present;
    special
        && present
        && last(&one.plain) == last(&other.plain)
        && !matches!(likeness(&one.plain, &other.plain), Likeness::Same | Likeness::Compatible)
        // "minister" names only the kind of office.
        && one.plain.contains(' ')
        && other.plain.contains(' ')
}

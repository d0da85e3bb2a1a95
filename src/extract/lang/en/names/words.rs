//! Words of titles that are no names by themselves.

/// Words after a title that belong to it.
pub(super) const AFTER_TITLES: &[&str] = &["extraordinary", "plenipotentiary"];
/// Offices that head the body named after them.
pub(super) const GOVERNS: &[&str] =
    &["president", "head", "chairman", "chairwoman", "chairperson", "chair", "director", "chief", "commander"];
/// Offices in letters, after their subject.
pub(super) const SHORT_OFFICES: &[&str] = &["CS", "PS", "DC", "CM"];

/// Ranks of the police in letters.
pub(super) const POLICE: &[&str] = &["IG", "IGP", "DIG", "AIG", "SSP", "DSP", "DPO"];

/// Words before a title that belong to it.
#[rustfmt::skip]
pub(super) const BEFORE_TITLES: &[&str] = &[
    "deputy", "prime", "foreign", "vice", "chief", "executive", "operating", "financial", "technology", "senior",
    "first", "former", "acting", "interim", "managing", "defence", "defense", "interior", "finance", "health", "home",
    "attorney", "lieutenant", "major", "rear", "assistant", "associate", "permanent", "special", "national",
    "security", "economy", "justice", "education", "transport", "trade", "energy", "environment", "agriculture",
    "culture", "labour", "labor", "information", "marketing", "research", "press", "general", "second", "crown",
    "grand", "co", "joint", "shadow", "majority", "minority", "house", "senate", "police", "army", "staff", "supreme",
    "high", "lord", "state", "head", "creative", "design", "software", "medical", "legal", "external", "affairs",
    "personal", "presidential", "plenipotentiary", "parliamentary", "honorary", "ex", "principal", "world", "global", "non-executive", "outgoing", "lead", "political",
    "designated", "provincial", "regional", "union", "cabinet", "relations",
];

/// Words for directions, which qualify the word after them.
#[rustfmt::skip]
pub(super) const DIRECTIONS: &[&str] = &["central", "eastern", "western", "northern", "southern", "northeastern", "northwestern", "southeastern", "southwestern", "royal"];

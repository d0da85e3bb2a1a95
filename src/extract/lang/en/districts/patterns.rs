//! The clauses that state something of a place. Groups: `place`, `places` (a list), `area`, `number`, `multiple`,
//! `hedge`, `whole`, `part`, `kind`, `parent`, `parentkind`, `time`, `before` (a time before the verb), `gains`, `loses`.

use regex::Regex;
use std::collections::HashSet;
use std::sync::LazyLock;

/// What a clause states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Area,
    Population,
    Founded,
    Abolished,
    Kind,
}

/// A clause that states something of one place.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) sort: Sort,
    /// Whether the name may be part of a longer phrase: "the mayor of Sorl, a town in Vell".
    pub(super) anywhere: bool,
    pub(super) regex: Regex,
}

/// Words for kinds of units.
pub(super) const KINDS: &[&str] = &[
    "district", "region", "province", "town", "city", "village", "municipality", "county", "settlement", "oblast",
    "rayon", "raion", "canton", "governorate", "prefecture", "commune", "township", "hamlet", "borough", "department",
    "voivodeship", "subdistrict", "parish", "enclave", "exclave", "island", "suburb",
];

/// Words without one of which no pattern matches.
pub(super) static CUES: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let verbs = [
        "area", "territory", "covers", "covered", "occupies", "spans", "measures", "km2", "km²", "kilometres",
        "kilometers", "hectares", "ha", "population", "inhabitants", "people", "residents", "founded", "established",
        "formed", "created", "abolished", "dissolved", "captured", "occupied", "seized", "taken", "took", "recaptured",
        "retaken", "retook", "liberated", "overrun", "conquered", "fell", "control", "handed", "returned", "ceded",
        "transferred", "withdrew", "lost", "capture", "occupation", "seizure", "fall", "liberation", "recapture",
        "takeover", "surrendered", "pulled", "retreated",
    ];
    verbs.into_iter().chain(KINDS.iter().copied()).collect()
});

/// Words after which a clause is not stated: denied, asked, wished, feared, conditional, hearsay.
pub(super) static NOT_PLAIN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:if|whether|unless|had|should|until|not|never|no|nor|nobody|without|den(?:y|ies|ied|ying)|refuted?|rejected|reject|dismissed|dismiss|false|untrue|rumou?rs?|alleged(?:ly)?|reportedly|supposedly|possibly|perhaps|may|might|could|would|hop(?:e|es|ed|ing)|want(?:s|ed)?|wish(?:es|ed)?|plan(?:s|ned)?|fear(?:s|ed)?|threaten(?:s|ed)?|demand(?:s|ed)?|expect(?:s|ed)?|attempt(?:s|ed)?|tr(?:y|ies|ied)|fail(?:s|ed)?|scheduled|due|question|ask(?:s|ed)?|true|myths?|legends?|wrongly|falsely|mistakenly|mock(?:s|ed|ing)?|ideas?|doubt(?:s|ed|ful)?|novel|film|fiction(?:al)?|tales?|hoax|jok(?:e|es|ed)|disput(?:e|es|ed)|believ(?:e|es|ed)|imagin(?:e|es|ed)|before) ",
    )
});

/// Words before a name that make it part of a longer phrase: "the mayor of Sorl was captured".
pub(super) static IN_PHRASE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:\b(?:in|of|near|from|at|to|with|around|outside|inside|for|by|and|or|between|towards?|into|over|against|on|than|like|about|through|across|beyond|under|without|via|[a-z]+ing|unlike|both|neither|not only)|['’]s?|«[apn]\d+»|[-–—&/]) $",
    )
});

/// What may follow a clause whose time opens the sentence.
pub(super) static CLAUSE_END: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"^(?:$| [.,;:)”"»]| (?:and|but|when|after|as|while|during|following|amid|without|despite|where|because)\b)"#,
    )
});

/// What may follow a figure: "36,000 sheep" and "480 km² of forest" are figures of something else.
pub(super) static FIGURE_END: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:$| [^a-z]| (?:and|but|in|at|on|as|by|according|with|while|whereas|which|where|making|when|today|now|per|lies?)\b)",
    )
});

/// What changes the clause before it: "in 1925 or 1926", "2 million, counting Vell", "a town in Vell until 1970", "in Vell's
/// Sorl district".
pub(super) static GOES_ON: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^ (?:(?:, )?(?:or|until|till|before|since|if|unless|counting|including|excluding|except|without|plus|minus)\b|['’])",
    )
});

/// A time that opens a sentence.
pub(super) static OPENING: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?:(?:on|in|as of|during) )?(?P<time>«t\d+»)(?: ,)? "));

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern is a constant")
}

/// Whether words before a name are an article, or nothing.
pub(super) fn is_article(words: &str) -> bool {
    matches!(words.trim().to_ascii_lowercase().as_str(), "" | "the" | "a" | "an")
}

/// The parts of which patterns are made.
struct Parts {
    kinds: String,
    place: String,
    places: String,
}

impl Parts {
    fn new() -> Self {
        let kinds = KINDS.join("|");
        let of_kind = format!("(?:(?:{kinds}) of )?");
        let kind_after = format!("(?: (?:{kinds}))?");
        let place = format!("(?:the )?{of_kind}(?P<place>«p\\d+»){kind_after}");
        let one = format!("(?:the )?{of_kind}«p\\d+»{kind_after}");
        let plural = "(?: (?:districts|regions|provinces|towns|cities|villages))?";
        let places = format!(
            "(?P<places>(?:the )?(?:(?:districts|regions|towns|cities|villages) of )?{one}(?:(?: ,)? {one}){{0,6}}(?:(?: ,)? (?:and|as well as) {one})?){plural}"
        );
        Self { kinds, place, places }
    }
}

/// Words by which a figure is approximate. A bound ("more than") is no figure.
const HEDGE: &str = "(?P<hedge>about |approximately |around |nearly |almost |roughly |some )?";
/// The area, what it is of, and the time to which it refers.
const AREA: &str = "(?P<area>«q\\d+»)";
const AT_TIME: &str = "(?:(?: ,)? (?:in|as of|on|at the start of) (?P<time>«t\\d+»))?";
/// Something set off by commas.
const ASIDE: &str = "(?: , [^«»,.;]{1,60} ,)?";

/// Clauses that state something of one place.
pub(super) static STATES: LazyLock<Vec<Found>> = LazyLock::new(|| {
    let Parts { kinds, place, .. } = Parts::new();
    let whole =
        "(?P<whole>(?:total|whole|entire|overall|full) )?(?:land |surface |geographical )?(?:area|territory|surface)";
    let kind = format!("(?P<kind>{kinds})");
    let parent = format!(
        "(?:the )?(?:(?:north|south|east|west|central|north-?east|north-?west|south-?east|south-?west)(?:ern)? )?(?P<parent>«p\\d+»)(?: (?P<parentkind>{kinds}))?"
    );
    let many = format!("{HEDGE}(?P<number>«n\\d+»)(?: (?P<multiple>thousand|million))?");
    let people = "(?:people|inhabitants|residents)";
    let table: &[(Sort, String)] = &[
        // "Sorl has a total area of 289 km²", "Sorl, with an area of 289 km²"
        (
            Sort::Area,
            format!(
                "{place}{ASIDE}(?:(?: ,)? (?:which has|which had|with|having)| has| had) (?:a|an|the|its) {whole} of {HEDGE}{AREA}{AT_TIME}"
            ),
        ),
        // "Sorl covers (an area of) 289 km²"
        (
            Sort::Area,
            format!(
                "{place}{ASIDE}(?:(?: ,)? which)? (?:covers|covered|spans|occupies|measures|comprises|extends over|stretches over) (?:(?:a|an|the) {whole} of )?{HEDGE}{AREA}{AT_TIME}"
            ),
        ),
        // "The area of Sorl is 289 km²", "Sorl's area is 289 km²"
        (
            Sort::Area,
            format!("(?:the )?{whole} of {place} (?:is|was|amounts to|equals|measures) {HEDGE}{AREA}{AT_TIME}"),
        ),
        (Sort::Area, format!("{place} ['’]s? {whole} (?:is|was|amounts to|equals|measures) {HEDGE}{AREA}{AT_TIME}")),
        // "Sorl is 289 km² in area", "Sorl (area 289 km²)", "Sorl, a district of 289 km²"
        (Sort::Area, format!("{place} (?:is|was) {HEDGE}{AREA} in (?:area|size)")),
        (Sort::Area, format!("{place} \\( {whole}(?: :| of)? {HEDGE}{AREA} \\)")),
        (Sort::Area, format!("{place} , (?:a|the) (?:{kinds}) of {HEDGE}{AREA}")),
        // "120 km² of Sorl are under occupation", "Sorl … 289 km², of which 120 km² are occupied"
        (
            Sort::Area,
            format!(
                "{HEDGE}{AREA} of (?:the (?:territory|area) of )?{place}(?: ['’]s? (?:territory|area))? (?:is|was|are|were|remains?|remained|has been|have been) (?:still |now |currently )?(?P<part>under (?:the )?(?:[^«».,;]{{0,40}}«[ap]\\d+» )?(?:control|occupation)|occupied|controlled|captured|held)"
            ),
        ),
        (
            Sort::Area,
            format!(
                "{place}{ASIDE} (?:has|had|with|covers|covered) (?:(?:a|an|the|its) [a-z ]{{0,20}}(?:area|territory) of )?(?:[a-z]+ )?«q\\d+» ,(?: out)? of which {HEDGE}{AREA} (?:is|was|are|were|remains?|remained|has been|have been) (?:still |now |currently )?(?P<part>under (?:the )?(?:[^«».,;]{{0,40}}«[ap]\\d+» )?(?:control|occupation)|occupied|controlled|captured|held)"
            ),
        ),
        // "Sorl has a population of 12,000 (people)", "The population of Sorl was 12,000 in 1989"
        (
            Sort::Population,
            format!(
                "{place}{ASIDE}(?:(?: ,)? (?:which has|which had|with|having)| has| had) (?:a|an|its) (?:total |current |registered |resident |estimated |pre-?war )?population of {many}(?: {people})?{AT_TIME}"
            ),
        ),
        (
            Sort::Population,
            format!(
                "(?:the )?(?:total )?population of {place} (?:is|was|stood at|numbers|numbered|amounted to) {many}{AT_TIME}"
            ),
        ),
        (
            Sort::Population,
            format!(
                "{place} ['’]s? (?:total )?population (?:is|was|stood at|numbers|numbered|amounted to) {many}{AT_TIME}"
            ),
        ),
        (Sort::Population, format!("{many} {people} (?:live|lived) in {place}{AT_TIME}")),
        (Sort::Population, format!("{place} is home to {many} {people}")),
        // "Sorl was founded in 1930"
        (
            Sort::Founded,
            format!(
                "{place}{ASIDE}(?:(?: ,)? which was| was| were| ,) (?:officially |first )?(?:founded|established|formed|created|set up)(?: as (?:a|an) [a-z -]{{1,40}})? (?:in|on) (?P<time>«t\\d+»)"
            ),
        ),
        (
            Sort::Founded,
            format!(
                "\\b(?:in|on) (?P<before>«t\\d+»)(?: ,)? {place} was (?:founded|established|formed|created|set up)\\b"
            ),
        ),
        (
            Sort::Abolished,
            format!(
                "{place}{ASIDE} (?:which )?(?:was|were) (?:officially )?(?:abolished|dissolved|disbanded) (?:in|on) (?P<time>«t\\d+»)"
            ),
        ),
        (
            Sort::Abolished,
            format!("\\b(?:in|on) (?P<before>«t\\d+»)(?: ,)? {place} was (?:abolished|dissolved|disbanded)\\b"),
        ),
        // "Sorl is a district of Vell", "Sorl, a town in Vell province"
        (Sort::Kind, format!("{place} is (?:a|an|the) (?:[a-z-]+ ){{0,2}}?{kind} (?:of|in|within) {parent}")),
        (Sort::Kind, format!("{place} , (?:a|an|the) (?:[a-z-]+ ){{0,2}}?{kind} (?:of|in|within) {parent}")),
        // "the Sorl district of the Vell region"
        (
            Sort::Kind,
            format!("the (?P<place>«p\\d+») {kind} (?:of|in) (?:the )?(?P<parent>«p\\d+») (?P<parentkind>{kinds})"),
        ),
    ];
    let found = |(sort, text): &(Sort, String)| Found {
        sort: *sort,
        anywhere: *sort == Sort::Kind && !text.contains(" is "),
        regex: pattern(text),
    };
    table.iter().map(found).collect()
});

/// Clauses in which control of places changes.
pub(super) static CONTROL: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let Parts { places, .. } = Parts::new();
    let forces = "(?:forces|troops|army|armies|rebels|units|fighters|insurgents|soldiers|militants|militias?|separatists|paratroopers|military|government|authorities|administration)";
    // A name, or people who bear arms; with what stands before them.
    let kinds_of_forces = "(?:(?:government|regular|local|federal|central|allied|joint|combined|special|armed|security|loyalist|separatist|rebel|national|ground|border|opposition|occupying|occupation|self-defence|defence|[a-z]+-backed|[a-z]+-led|pro-[a-z]+|anti-[a-z]+) )";
    let party = format!(
        "(?:the )?(?:{kinds_of_forces}{{0,2}}(?:«[ap]\\d+» )?(?:['’]s? )?{kinds_of_forces}{{0,2}}{forces}|«[ap]\\d+»)"
    );
    let gains = format!("(?P<gains>{party})");
    let loses = format!("(?P<loses>{party})");
    let time = "(?:on|in|at the end of|during) (?P<time>«t\\d+»)";
    let at_time = format!("(?: {time})?");
    let adverb = "(?:then |finally |fully |completely |again |later |also |first )?";
    let taken = "(?:captured|occupied|seized|taken(?: over)?|recaptured|retaken|liberated|overrun|conquered)";
    let took = "(?:captured|occupied|seized|took(?: over)?|recaptured|retook|liberated|overran|conquered|(?:took|gained|regained|seized|established) (?:full )?control (?:of|over))";
    let given = "(?:handed over|handed back|returned|ceded|transferred|surrendered)";
    let table = [
        // "Sorl was captured (by X) on 8 May"
        format!(
            "{places}(?: , [^«»,.;]{{1,40}} ,)? (?:was|were|has been|have been) {adverb}{taken}(?: by {gains})?{at_time}"
        ),
        format!("{places} (?:was|were|has been|have been) {adverb}{taken} {time} by {gains}"),
        // "Sorl was handed over to X on 8 May"
        format!("{places} (?:was|were|has been|have been) {adverb}{given} to {gains}{at_time}"),
        format!("{places} (?:was|were|has been|have been) {adverb}{given} {time} to {gains}"),
        // "Sorl fell (to X) on 8 May", "Sorl came under the control of X on 8 May"
        format!("{places} fell(?: to {gains})? {time}"),
        format!(
            "{places} (?:came|passed|fell|went) (?:back )?under (?:the )?(?:full )?(?:control|rule|occupation) of {gains}{at_time}"
        ),
        format!("{places} (?:passed|went|returned) to {gains}{at_time}"),
        // "X captured Sorl on 8 May"
        format!("{gains} (?:have |has )?{adverb}{took} {places}{at_time}"),
        format!("{gains} {took} {places} from {loses}{at_time}"),
        // "X withdrew from Sorl on 8 May", "X lost Sorl (to Y) on 8 May"
        format!(
            "{loses} (?:have |has )?(?:fully |completely )?(?:withdrew|pulled out|retreated) (?:its (?:forces|troops) )?from {places}{at_time}"
        ),
        format!("{loses} (?:have |has )?lost (?:control (?:of|over) )?{places}(?: to {gains})?{at_time}"),
        format!("{loses} {given} {places} to {gains}{at_time}"),
        // "the capture of Sorl (by X) on 8 May"
        format!(
            "(?:capture|occupation|seizure|fall|liberation|recapture|takeover|conquest) of {places}(?: (?:by|to) {gains})? {time}"
        ),
    ];
    table.iter().map(|text| pattern(text)).collect()
});

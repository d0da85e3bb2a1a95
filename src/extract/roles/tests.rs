use super::*;
use crate::base::time::{PartialDate, TimeExtent};
use crate::extract::finding::{Anchor, Entity, Mention, Signals, TimeKind, TimeMention};
use crate::extract::tokens::Tokens;
use crate::read::record::Article;
use std::collections::HashMap;

/// A text with its names and times marked: `{P:Ann Lee}` a person (known by the last word), `{L:…}` a place, `{S:…}` a
/// place that means its state, `{O:…}` an organisation, `{N:…}` a nationality, `{T2017-10:…}` a time with its value.
pub(in crate::extract) struct Marked {
    pub(in crate::extract) text: String,
    pub(in crate::extract) marks: Vec<(String, Range<usize>)>,
}

impl Marked {
    pub(in crate::extract) fn new(marked: &str) -> Self {
        let mut text = String::new();
        let mut marks = Vec::new();
        let mut rest = marked;
        while let Some((before, after)) = rest.split_once('{') {
            text.push_str(before);
            let (inside, after) = after.split_once('}').unwrap();
            let (kind, words) = inside.split_once(':').unwrap();
            marks.push((kind.to_owned(), text.len()..text.len() + words.len()));
            text.push_str(words);
            rest = after;
        }
        text.push_str(rest);
        Self { text, marks }
    }

    /// A first line that ends in two line ends is the headline; paragraphs end in one.
    pub(in crate::extract) fn article(&self) -> Article {
        let title = self.text.find("\n\n").map(|end| 0..end);
        let mut paragraphs = Vec::new();
        let mut at = title.as_ref().map_or(0, |t| t.end + 2);
        for line in self.text[at..].split('\n') {
            paragraphs.push(at..at + line.len());
            at += line.len() + 1;
        }
        Article { title, paragraphs }
    }

    pub(in crate::extract) fn names(&self, tokens: &Tokens<'_>) -> Names {
        let mut names = Names::default();
        let mut entities: HashMap<(EntityType, String), usize> = HashMap::new();
        for (mark, range) in &self.marks {
            let words = &self.text[range.clone()];
            let kind = match mark.as_str() {
                "P" => EntityType::Person,
                "L" | "S" => EntityType::Place,
                "O" => EntityType::Organisation,
                "N" => EntityType::Nationality,
                _ => continue,
            };
            let key = if kind == EntityType::Person { words.rsplit(' ').next().unwrap() } else { words };
            let entity = *entities.entry((kind, key.to_owned())).or_insert_with(|| {
                names.entities.push(Entity {
                    kind,
                    name: words.to_owned(),
                    known: None,
                    gender: None,
                    mentions: Vec::new(),
                });
                names.entities.len() - 1
            });
            if words.len() > names.entities[entity].name.len() {
                names.entities[entity].name = words.to_owned();
            }
            names.entities[entity].mentions.push(names.mentions.len());
            let found = tokens.token_at(range.start)..tokens.token_at(range.end);
            let paragraph = tokens.sentences[tokens.sentence_of(found.start)].paragraph;
            names.mentions.push(Mention {
                range: range.clone(),
                tokens: found,
                kind,
                entity,
                paragraph,
                stands_for_state: mark == "S",
                confidence: 1.0,
                signals: Signals::default(),
            });
        }
        names
    }

    pub(in crate::extract) fn times(&self, tokens: &Tokens<'_>) -> Vec<TimeMention> {
        let marks = self.marks.iter().filter_map(|(mark, range)| mark.strip_prefix('T').map(|value| (value, range)));
        marks
            .map(|(value, range)| {
                let found = tokens.token_at(range.start)..tokens.token_at(range.end);
                let mut parts = value.split('-');
                let mut part = || parts.next().and_then(|p| p.parse::<i16>().ok());
                let date = PartialDate {
                    year: part(),
                    month: part().and_then(|m| i8::try_from(m).ok()),
                    day: part().and_then(|d| i8::try_from(d).ok()),
                };
                TimeMention {
                    range: range.clone(),
                    paragraph: tokens.sentences[tokens.sentence_of(found.start)].paragraph,
                    tokens: found,
                    kind: TimeKind::Date,
                    value: (!value.is_empty()).then(|| value.to_owned()),
                    modifier: None,
                    extent: TimeExtent::of(date).ok(),
                    until: None,
                    anchor: Anchor::Explicit,
                }
            })
            .collect()
    }
}

/// The roles as `plain (of) = holder`, with `~` before a general one and `*` before a plural one.
fn shown(marked: &str) -> Vec<String> {
    let marked = Marked::new(marked);
    let article = marked.article();
    let tokens = Tokens::new(&marked.text, &article);
    let mut names = marked.names(&tokens);
    let roles = read(&tokens, &mut names);
    roles
        .iter()
        .map(|r| {
            let sort = if r.general { "~" } else { "" };
            let many = if r.plural { "*" } else { "" };
            let tenure = match r.tenure {
                Tenure::Present => "",
                Tenure::Former => "former ",
                Tenure::Coming => "coming ",
            };
            let of = r.of.map(|m| format!(" ({})", &marked.text[names.mentions[m].range.clone()])).unwrap_or_default();
            let holder = r.holder.map(|e| format!(" = {}", names.entities[e].name)).unwrap_or_default();
            format!("{sort}{many}{tenure}{}{of}{holder}", r.plain)
        })
        .collect()
}

use crate::extract::finding::Tenure;

#[test]
fn roles_beside_a_name() {
    for (text, expected) in [
        (
            "{N:Russian} Deputy Prime Minister {P:Grigory Karasin} said so.",
            &["deputy prime minister (Russian) = Grigory Karasin"][..],
        ),
        (
            "{P:Grigory Karasin}, {L:Russia}'s deputy foreign minister, said so.",
            &["deputy foreign minister (Russia) = Grigory Karasin"],
        ),
        ("{O:Interfax} correspondent {P:Ivan Orlov} asked.", &["~correspondent (Interfax) = Ivan Orlov"]),
        ("{O:Harbour Foods} CEO {P:Ann Lee} resigned.", &["chief executive officer (Harbour Foods) = Ann Lee"]),
        (
            "{P:Ann Lee}, chairwoman and chief executive of {O:Harbour Foods}, resigned.",
            &["chairwoman (Harbour Foods) = Ann Lee", "chief executive officer (Harbour Foods) = Ann Lee"],
        ),
        ("CEO and co-founder {P:Ann Lee} spoke.", &["chief executive officer = Ann Lee", "co-founder = Ann Lee"]),
        ("Former President {P:Luis Peña} spoke.", &["former president = Luis Peña"]),
        ("then-President {P:Luis Peña} spoke.", &["former president = Luis Peña"]),
        ("President-elect {P:Luis Peña} spoke.", &["coming president = Luis Peña"]),
        ("acting {N:Dutch} Prime Minister {P:Jan Vos} spoke.", &["acting prime minister (Dutch) = Jan Vos"]),
        ("Former {L:US} President {P:Bo Ray} spoke.", &["former president (US) = Bo Ray"]),
        ("Acting Prime Minister {P:Jan Vos} spoke.", &["acting prime minister = Jan Vos"]),
        ("{P:Jan Vos}, 61, mayor of {L:Delft}, spoke.", &["mayor (Delft) = Jan Vos"]),
        ("{P:Jan Vos} (mayor of {L:Delft}) spoke.", &["mayor (Delft) = Jan Vos"]),
        ("said a spokesman for the {O:Harbour Police}, {P:Brian Mill}.", &["spokesman (Harbour Police) = Brian Mill"]),
        ("a {O:BBC} executive, {P:Carol Tom}.", &["executive (BBC) = Carol Tom"]),
        ("The wife of the mayor, {P:Rosa Nazar}, left.", &["mayor"]),
        ("The foreign minister, {P:Jan Vos}, left.", &["foreign minister = Jan Vos"]),
        ("{P:Jan Vos} is the head of {O:Europol}.", &["head (Europol) = Jan Vos"]),
        ("{P:Jan Vos}, who was mayor of {L:Delft}, left.", &["mayor (Delft) = Jan Vos"]),
        ("{O:UN} Secretary-General {P:Ban Lo} left.", &["secretary general (UN) = Ban Lo"]),
        ("{O:NATO} Secretary General {P:Ban Lo} left.", &["secretary general (NATO) = Ban Lo"]),
        ("{L:US} Secretary of State {P:John Hay} left.", &["secretary of state (US) = John Hay"]),
        ("Minister of Foreign Affairs of {L:Chile} {P:Ana Soto} left.", &["foreign minister (Chile) = Ana Soto"]),
        ("Sen. {P:Bo Ray} left.", &["senator = Bo Ray"]),
        ("{N:British} PM {P:Jo Hill} left.", &["prime minister (British) = Jo Hill"]),
        ("Health and Education Minister {P:Jo Hill} left.", &["health and education minister = Jo Hill"]),
        ("{O:State Duma} deputy {P:Oleg Pak} left.", &["deputy (State Duma) = Oleg Pak"]),
        ("{P:Jo Hill}, the mayor, and {P:Bo Ray} left.", &["mayor = Jo Hill"]),
        // These name no person.
        ("He arrived at 5 PM and heard the FM radio.", &[]),
        ("The head of the snake and the general idea.", &[]),
        ("{O:General Motors} rose.", &[]),
        ("{P:Jo Hill}, the mayor said, was absent.", &["mayor"]),
        ("A senior official, {P:Jo Hill} said, was absent.", &["~senior official"]),
        ("after {P:Jo Hill}, the mayor of {L:Delft} and {P:Bo Ray} spoke", &["mayor (Delft)"]),
    ] {
        assert_eq!(shown(text), expected, "{text}");
    }
}

#[test]
fn roles_of_several() {
    for (text, expected) in [
        (
            "with the foreign ministers of {L:Azerbaijan} and {L:Armenia}",
            &["*foreign minister (Azerbaijan)", "*foreign minister (Armenia)"][..],
        ),
        (
            "The {N:Azerbaijani} and {N:Armenian} foreign ministers met.",
            &["*foreign minister (Azerbaijani)", "*foreign minister (Armenian)"],
        ),
        (
            "the presidents of {L:Chile}, {L:Peru} and {L:Brazil} met",
            &["*president (Chile)", "*president (Peru)", "*president (Brazil)"],
        ),
        ("the {O:OSCE Minsk Group} co-chairs met", &["*co-chair (OSCE Minsk Group)"]),
        ("The foreign and defence ministers met.", &["*foreign and defence minister"]),
        ("the heads of delegation of the three", &["*head of delegation"]),
    ] {
        assert_eq!(shown(text), expected, "{text}");
    }
}

#[test]
fn roles_without_a_name() {
    for (text, expected) in [
        // Another office of the same man, in the one article that has only him.
        (
            "{N:Russian} Deputy Prime Minister {P:Grigory Karasin} spoke. The {N:Russian} diplomat left. \
             The deputy foreign minister said so.",
            &[
                "deputy prime minister (Russian) = Grigory Karasin",
                "~diplomat (Russian) = Grigory Karasin",
                "deputy foreign minister = Grigory Karasin",
            ][..],
        ),
        (
            "Peace is near – deputy FM\n\nDeputy Foreign Minister {P:Ivan Orlov} spoke.",
            &["deputy foreign minister = Ivan Orlov", "deputy foreign minister = Ivan Orlov"],
        ),
        // Of two, neither.
        (
            "{N:Dutch} Foreign Minister {P:Jan Vos} and {N:Irish} Foreign Minister {P:Jo Hill} met. The foreign minister left.",
            &["foreign minister (Dutch) = Jan Vos", "foreign minister (Irish) = Jo Hill", "foreign minister"],
        ),
        (
            "{N:Dutch} Foreign Minister {P:Jan Vos} and {N:Irish} Foreign Minister {P:Jo Hill} met. The {N:Irish} minister left.",
            &["foreign minister (Dutch) = Jan Vos", "foreign minister (Irish) = Jo Hill", "minister (Irish) = Jo Hill"],
        ),
        // Another country's, another rank.
        (
            "{N:Russian} President {P:Ivan Orlov} met the {N:Turkish} president.",
            &["president (Russian) = Ivan Orlov", "president (Turkish)"],
        ),
        (
            "The {N:Dutch} prime minister, {P:Jan Vos}, spoke. The prime minister left. The {N:Russian} leader stayed.",
            &["prime minister (Dutch) = Jan Vos", "prime minister = Jan Vos", "~leader (Russian)"],
        ),
        ("President {P:Ivan Orlov} spoke. The vice president left.", &["president = Ivan Orlov", "vice president"]),
        ("President {P:Ivan Orlov} spoke. A minister left.", &["president = Ivan Orlov", "minister"]),
        ("{P:Ivan Orlov} and the diplomat spoke.", &["~diplomat"]),
    ] {
        assert_eq!(shown(text), expected, "{text}");
    }
}

#[test]
fn roles_that_contradict() {
    let role = |plain: &str| Role {
        title: 0..0,
        range: 0..0,
        holder: Some(0),
        of: None,
        paragraph: None,
        plain: plain.to_owned(),
        general: matches!(plain, "diplomat" | "official"),
        plural: false,
        tenure: Tenure::Present,
    };
    for (one, other, expected) in [
        ("deputy prime minister", "deputy foreign minister", true),
        ("foreign minister", "deputy foreign minister", true),
        ("prime minister", "foreign minister", true),
        ("deputy foreign minister", "deputy foreign minister", false),
        ("deputy minister", "deputy foreign minister", false),
        ("minister", "foreign minister", false),
        ("diplomat", "foreign minister", false),
        ("chairman", "chief executive officer", false),
    ] {
        assert_eq!(plain::contradicts(&role(one), &role(other)), expected, "{one} / {other}");
        assert_eq!(plain::contradicts(&role(other), &role(one)), expected, "{other} / {one}");
    }
}

mod news;

use super::*;
use crate::base::time::{PartialDate, TimeExtent};
use crate::extract::finding::{Anchor, Entity, Mention, Signals, TimeKind, TimeMention};
use crate::extract::lang::en::writing::WRITING;
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
    let tokens = Tokens::new(&marked.text, &article, WRITING);
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
        ("{O:Harbour Foods} CEO {P:Ann Lee} spoke.", &["chief executive officer (Harbour Foods) = Ann Lee"]),
        (
            "{P:Ann Lee}, chairwoman and chief executive of {O:Harbour Foods}, spoke.",
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
fn roles_with_a_noun_phrase() {
    for (text, expected) in [
        (
            "The head of the Sorl district, {P:Ivo Tal}, opened the bridge.",
            &["head of the sorl district = Ivo Tal"][..],
        ),
        (
            "{P:Ada Ker}, spokesperson for {L:Norway}'s {O:Foreign Ministry}, spoke.",
            &["spokesperson for norway 's foreign ministry (Foreign Ministry) = Ada Ker"],
        ),
        (
            "The Chief of {L:Peru}'s General Staff, {P:Raul Soto}, spoke.",
            &["chief of peru 's general staff (Peru) = Raul Soto"],
        ),
        (
            "{P:Emil Roth}, a spokesman for the {N:Kenyan} army's northern command, spoke.",
            &["spokesman for the kenyan army 's northern command = Emil Roth"],
        ),
        (
            "{P:Jan Vos}, deputy head of the presidential office, chief of its foreign department, told reporters.",
            &["deputy head of the presidential office = Jan Vos", "chief of its foreign department = Jan Vos"],
        ),
        ("Envoy to the {L:Ulmen region}, {P:Ada Ker}, arrived.", &["envoy = Ada Ker"]),
        (
            "The commander of {L:Kenya}'s border troops, General {P:Bo Ray}, spoke.",
            &["commander of kenya 's border troops (Kenya) = Bo Ray", "general = Bo Ray"],
        ),
        (
            "Personal Representative of the {O:Lorvik Group} Chairperson {P:Emil Roth} spoke.",
            &["personal representative (Lorvik Group) = Emil Roth"],
        ),
        (
            "The talks were led by {L:Kenya}'s deputy prime minister and foreign minister, {P:Wanja Soto}.",
            &["deputy prime minister (Kenya) = Wanja Soto", "foreign minister (Kenya) = Wanja Soto"],
        ),
        // Where the phrase ends, or whose name follows, is not certain.
        ("The head of the party thanks {P:Ivo Tal} for it.", &["head of the party"]),
        ("The head of the party left {P:Ivo Tal} behind.", &["head of the party"]),
        ("The son of the governor, {P:Ivo Tal}, was hurt.", &["governor"]),
        ("Besides the mayor of {L:Lorvik}, {P:Piet Maas} and {P:Nora Beck} spoke.", &["mayor (Lorvik)"]),
        ("{P:Bo Ray} met the head of the Sorl district, and {P:Ivo Tal} stayed.", &[]),
        ("According to the deputy minister, {P:Emil Roth} had left.", &["deputy minister"]),
        ("Assistant to the secretary and director {P:Emil Roth} left.", &["secretary", "director"]),
    ] {
        assert_eq!(shown(text), expected, "{text}");
    }
}

#[test]
fn roles_given_and_taken() {
    for (text, expected) in [
        ("Governor {P:Ivo Tal} was dismissed on Monday.", &["former governor = Ivo Tal"][..]),
        ("Governor {P:Ivo Tal} has resigned.", &["former governor = Ivo Tal"]),
        ("{P:Ivo Tal}, the governor, stepped down.", &["former governor = Ivo Tal"]),
        ("She met dismissed governor {P:Ivo Tal}.", &["former governor = Ivo Tal"]),
        ("The council sacked mayor {P:Ivo Tal}.", &["former mayor = Ivo Tal"]),
        ("{P:Ivo Tal}, who was removed as governor, left.", &["former governor = Ivo Tal"]),
        ("{P:Ivo Tal} resigned as mayor of {L:Delft}.", &["former mayor (Delft) = Ivo Tal"]),
        ("{P:Ivo Tal} was appointed governor of {L:Sorl}.", &["governor (Sorl) = Ivo Tal"]),
        ("{P:Ivo Tal} has been elected president of {L:Sorl}.", &["president (Sorl) = Ivo Tal"]),
        ("{P:Ivo Tal} will be named ambassador.", &["coming ambassador = Ivo Tal"]),
        ("They appointed {P:Ivo Tal} as governor.", &["governor = Ivo Tal"]),
        // The role is not lost, or it is not known who has it.
        ("Governor {P:Ivo Tal} was removed to a hospital.", &["governor = Ivo Tal"]),
        ("Governor {P:Ivo Tal} was not dismissed.", &["governor = Ivo Tal"]),
        ("Governor {P:Ivo Tal}'s aide resigned.", &["governor = Ivo Tal"]),
        ("{P:Ivo Tal} was not appointed governor.", &["governor"]),
        ("{P:Ivo Tal} may be appointed governor.", &["governor"]),
        ("The friend of {P:Ivo Tal} was appointed governor.", &["governor"]),
    ] {
        assert_eq!(shown(text), expected, "{text}");
    }
}

#[test]
fn roles_shared_by_several_with_their_names() {
    for (text, expected) in [
        (
            "The co-chairs of the {O:Lorvik Group} ({P:Piet Maas} of {L:Norway}, {P:Sela Ratu} of {L:Fiji} and {P:Bo Ray} of {L:Peru}) spoke.",
            &[
                "co-chair (Lorvik Group) = Piet Maas",
                "co-chair (Lorvik Group) = Sela Ratu",
                "co-chair (Lorvik Group) = Bo Ray",
            ][..],
        ),
        (
            "The envoys ({P:Nora Beck} of {L:Iceland} and {P:Emil Roth} of {L:Chile}) left.",
            &["envoy (Iceland) = Nora Beck", "envoy (Chile) = Emil Roth"],
        ),
        (
            "Foreign ministers of {L:Kenya} and {L:Chile} {P:Wanja Otieno} and {P:Rosa Iturri} spoke.",
            &["foreign minister (Kenya) = Wanja Otieno", "foreign minister (Chile) = Rosa Iturri"],
        ),
        (
            "The presidents of {L:Kenya} and {L:Chile}, {P:Bo Ray} and {P:Rosa Iturri}, met.",
            &["president (Kenya) = Bo Ray", "president (Chile) = Rosa Iturri"],
        ),
        ("Presidents {P:Bo Ray} and {P:Mira Dostal} met.", &["president = Bo Ray", "president = Mira Dostal"]),
        (
            "Co-chairs {P:Piet Maas} ({L:Norway}), {P:Nora Beck} ({L:Iceland}) and envoy {P:Emil Roth} met.",
            &["co-chair (Norway) = Piet Maas", "co-chair (Iceland) = Nora Beck", "envoy = Emil Roth"],
        ),
        (
            "Ministers {L:Kenya}'s {P:Bo Ray} and {L:Chile}'s {P:Rosa Iturri} met.",
            &["minister (Kenya) = Bo Ray", "minister (Chile) = Rosa Iturri"],
        ),
        (
            "The co-chairs of the {O:Lorvik Group} - {P:Piet Maas} and {P:Sela Ratu} - met.",
            &["co-chair (Lorvik Group) = Piet Maas", "co-chair (Lorvik Group) = Sela Ratu"],
        ),
        // Another name is no holder.
        ("The ministers praised {P:Bo Ray} and {P:Mira Dostal}.", &["*minister"]),
        ("For the ministers, {P:Bo Ray} was a stranger.", &["*minister"]),
        ("After talks with the ministers, {P:Bo Ray} and {P:Mira Dostal} left.", &["*minister"]),
        (
            "The ministers of {L:Kenya}, {L:Peru} and {L:Chile} ({P:Bo Ray} and {P:Jo Hill}) met.",
            &["*minister (Kenya)", "*minister (Peru)", "*minister (Chile)"],
        ),
        ("Minister {P:Jo Hill} and {P:Emil Roth} arrived.", &["minister = Jo Hill"]),
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

//! Made-up news, the same from the same seed: people with roles, places, organisations, times of all kinds, quotations with
//! the speaker before and after, reported speech, meetings past, planned and denied. The words are the project's own.

/// Splitmix64: small, seeded, and the same everywhere.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % n as u64) as usize
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

const SYLLABLES: [&str; 24] = [
    "ba", "dor", "ka", "lin", "mar", "nu", "po", "ral", "sen", "ti", "ur", "va", "wes", "xan", "yel", "zo", "gre",
    "hol", "bri", "stan", "mol", "fen", "rik", "ola",
];
const FIRST: [&str; 16] = [
    "Anna", "Boris", "Clara", "David", "Elena", "Farid", "Grace", "Henrik", "Irina", "James", "Karin", "Leyla",
    "Maria", "Nadir", "Olga", "Peter",
];
const ROLES: [&str; 12] = [
    "Prime Minister",
    "Foreign Minister",
    "Deputy Foreign Minister",
    "President",
    "spokesman",
    "spokeswoman",
    "the head of the delegation",
    "Defence Minister",
    "Ambassador",
    "the mayor",
    "the chairman of the commission",
    "Secretary General",
];
const VERBS: [&str; 10] =
    ["said", "told reporters", "stressed", "added", "noted", "explained", "announced", "recalled", "warned", "replied"];
const TIMES: [&str; 18] = [
    "on Tuesday",
    "last week",
    "in May 1992",
    "on 3 April 1993",
    "in January next year",
    "three days earlier",
    "in the early 1990s",
    "yesterday",
    "on Monday morning",
    "the same month",
    "in 2017",
    "from 1988 to 1994",
    "this year",
    "at 10:45 a.m.",
    "for two hours",
    "every Friday",
    "in the spring",
    "on December 27, 2017",
];
const SAID: [&str; 12] = [
    "the talks had gone through the main points still open",
    "the road would be repaired before the winter",
    "nobody had asked for the withdrawal of the observers",
    "prices of bread and fuel may rise by 12 per cent",
    "the commission will publish its report in two parts",
    "the bridge over the river was closed after heavy rain",
    "the parties had been given specific proposals",
    "his country is interested in a peaceful outcome",
    "the number of pupils had fallen to about 3,500",
    "no date had been set for the vote",
    "the figures of the ministry could not be confirmed",
    "further steps depend on what the other side does",
];
const MEETINGS: [&str; 8] = [
    "met",
    "held talks",
    "held consultations",
    "will meet",
    "did not meet",
    "signed an agreement",
    "is to visit",
    "spoke by telephone",
];

/// The names of a made-up world, of which a gazetteer knows all.
pub(crate) struct World {
    pub(crate) places: Vec<String>,
    pub(crate) people: Vec<String>,
    pub(crate) organisations: Vec<String>,
}

fn capitalised(random: &mut Random, syllables: usize) -> String {
    let name: String = (0..syllables).map(|_| random.one(&SYLLABLES)).collect();
    name[..1].to_uppercase() + &name[1..]
}

impl World {
    pub(crate) fn new(size: usize) -> Self {
        let mut random = Random(1);
        let places: Vec<String> = (0..size).map(|n| capitalised(&mut random, 2 + n % 2)).collect();
        let people =
            (0..size).map(|n| format!("{} {}ov", FIRST[n % FIRST.len()], capitalised(&mut random, 2))).collect();
        let kinds = ["Council", "Bank", "Group", "Ministry of Transport", "University", "Commission"];
        let organisations =
            (0..size).map(|n| format!("{} {}", places[n % places.len()], kinds[n % kinds.len()])).collect();
        Self { places, people, organisations }
    }

    /// The names as a gazetteer file.
    pub(crate) fn csv(&self) -> String {
        let mut csv = "id,kind,names,wikidata,evidence\n".to_owned();
        for (kind, names) in [("city", &self.places), ("person", &self.people), ("organisation", &self.organisations)] {
            for (n, name) in names.iter().enumerate() {
                csv += &format!("{kind}-{n},{kind},{name}@en,,\n");
            }
        }
        csv
    }

    /// An article of a headline and some paragraphs, a line each.
    pub(crate) fn article(&self, seed: u64) -> String {
        let mut random = Random(seed);
        let cast: Vec<&str> = (0..3).map(|_| self.people[random.below(self.people.len())].as_str()).collect();
        let surname = |name: &str| name.split(' ').next_back().unwrap_or(name).to_owned();
        let mut text = format!("{} glad that talks go on – {}\n", self.place(&mut random), surname(cast[0]));
        for paragraph in 0..4 + random.below(6) {
            for _ in 0..2 + random.below(4) {
                let person = cast[random.below(cast.len())];
                let known = paragraph > 0 && random.below(2) == 0;
                let who = match (known, random.below(4)) {
                    (true, 0) => "he".to_owned(),
                    (true, _) => surname(person),
                    (false, _) => format!("{} {person}", random.one(&ROLES)),
                };
                let (said, also) = (random.one(&SAID), random.one(&SAID));
                let (verb, time) = (random.one(&VERBS), random.one(&TIMES));
                let place = self.place(&mut random);
                let body = &self.organisations[random.below(self.organisations.len())];
                let mut sentence = match random.below(8) {
                    0 => format!("“{}{},” {who} {verb} {time}.", said[..1].to_uppercase(), &said[1..]),
                    1 => format!("{who} {verb} that {said}, and that {also}."),
                    2 => format!("According to {who}, {said}: “{also}”, as the {body} had it."),
                    3 => format!("{who} and {} {} in {place} {time}.", cast[2], random.one(&MEETINGS)),
                    4 => format!("The {body} in {place} published its report {time}, but {said}."),
                    5 => format!("\"{said}\", {verb} {who} in an interview with the {body}."),
                    6 => format!("{time}, {place} and {} agreed that {said}.", self.place(&mut random)),
                    _ => format!("The next meeting, under the auspices of the {body}, is planned {time} in {place}."),
                };
                let first = sentence.remove(0);
                text.extend(first.to_uppercase());
                text += &sentence;
                text.push(' ');
            }
            text.push('\n');
        }
        text
    }

    fn place(&self, random: &mut Random) -> &str {
        &self.places[random.below(self.places.len())]
    }
}

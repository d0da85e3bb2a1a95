//! Who and what an article names: the names of the gazetteer, matched whole, the longest first, in the text as written (a
//! name in capitals or small letters of its own must be written so), and what is written like a name.

use super::finding::{Entity, EntityType, Mention, Signals};
use super::lexicon::Classes;
use super::tokens::{Letters, TokenKind, Tokens};
use crate::gazetteer::Gazetteer;
use aho_corasick::{AhoCorasick, MatchKind};
use std::collections::HashMap;
use std::ops::Range;

impl Signals {
    /// The gazetteer has the name.
    pub const GAZETTEER: Self = Self(1);
    /// It is written with capitals where nothing else asks for them.
    pub const CAPITALS: Self = Self(2);
}

/// Finds names. Made once for all documents.
#[derive(Debug)]
pub struct NameReader {
    names: AhoCorasick,
    entities: Vec<usize>,
    /// Of each entity of the gazetteer, its type and the name that we show.
    known: Vec<(EntityType, String)>,
}

/// What [`NameReader::read`] found.
#[derive(Debug, Default)]
pub struct Names {
    /// In order.
    pub mentions: Vec<Mention>,
    /// One for each person or thing.
    pub entities: Vec<Entity>,
}

impl NameReader {
    /// A reader of the names of a gazetteer. A name that several entities share is nobody's: what it means, only the
    /// context could tell.
    pub fn new(gazetteer: &Gazetteer) -> Self {
        let mut patterns: Vec<(String, usize)> = Vec::new();
        for (at, entity) in gazetteer.entities.iter().enumerate() {
            let names = entity.names.iter().map(|(name, _)| crate::iri::folded_space(name));
            patterns.extend(names.map(|name| (name, at)));
        }
        patterns.sort();
        patterns.dedup();
        let shared = |name: &str| patterns.iter().filter(|(n, _)| n == name).count() > 1;
        let kept: Vec<(String, usize)> = patterns.iter().filter(|(n, _)| !shared(n)).cloned().collect();
        let names = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(kept.iter().map(|(name, _)| name))
            .expect("a gazetteer fits in memory");
        let known = gazetteer
            .entities
            .iter()
            .map(|e| {
                let kind = match e.folder {
                    "person" => EntityType::Person,
                    "organisation" => EntityType::Organisation,
                    "event" => EntityType::Event,
                    _ => EntityType::Place,
                };
                (kind, e.names.first().map(|(name, _)| name.clone()).unwrap_or_default())
            })
            .collect();
        Self { names, entities: kept.into_iter().map(|(_, at)| at).collect(), known }
    }

    /// All names in an article.
    pub fn read(&self, tokens: &Tokens<'_>) -> Names {
        let mut names = Names::default();
        let mut clusters: HashMap<(Option<usize>, String), usize> = HashMap::new();
        for sentence in &tokens.sentences {
            let mut at = sentence.tokens.start;
            for (range, known) in self.gazetteer(tokens, &sentence.tokens) {
                if range.start > at {
                    self.capitals(
                        tokens,
                        at..range.start,
                        sentence.tokens.start,
                        sentence.paragraph,
                        &mut clusters,
                        &mut names,
                    );
                }
                at = range.end;
                let (kind, name) = &self.known[known];
                add(
                    tokens,
                    range,
                    (*kind, Some(known), name),
                    sentence.paragraph,
                    Signals::GAZETTEER,
                    &mut clusters,
                    &mut names,
                );
            }
            if at < sentence.tokens.end {
                self.capitals(
                    tokens,
                    at..sentence.tokens.end,
                    sentence.tokens.start,
                    sentence.paragraph,
                    &mut clusters,
                    &mut names,
                );
            }
        }
        names
    }

    /// The names of the gazetteer in a sentence, as ranges of tokens.
    fn gazetteer(&self, tokens: &Tokens<'_>, sentence: &Range<usize>) -> Vec<(Range<usize>, usize)> {
        let bytes = tokens.range(sentence);
        self.within(tokens.text, &bytes)
            .into_iter()
            .filter_map(|(range, known)| {
                let found = tokens.token_at(range.start)..tokens.token_at(range.end);
                (!found.is_empty() && tokens.range(&found) == range).then_some((found, known))
            })
            .collect()
    }

    /// Runs of capitalised words.
    #[expect(clippy::unused_self, reason = "a first reading")]
    fn capitals(
        &self,
        tokens: &Tokens<'_>,
        part: Range<usize>,
        first: usize,
        paragraph: Option<usize>,
        clusters: &mut HashMap<(Option<usize>, String), usize>,
        names: &mut Names,
    ) {
        let mut at = part.start;
        while at < part.end {
            let starts = |at: usize| {
                let t = &tokens.tokens[at];
                t.kind == TokenKind::Word
                    && t.is_capital()
                    && !t.classes.any(Classes::FUNCTION)
                    && t.letters != Letters::None
            };
            let from = at;
            while at < part.end && starts(at) {
                at += 1;
            }
            if at == from {
                at += 1;
                continue;
            }
            if from == first && at - from == 1 {
                continue;
            }
            let name = crate::iri::folded_space(&tokens.text[tokens.range(&(from..at))]);
            add(tokens, from..at, (EntityType::Other, None, &name), paragraph, Signals::CAPITALS, clusters, names);
        }
    }

    /// The names of the gazetteer in a stretch of text, as ranges of bytes.
    fn within(&self, text: &str, range: &Range<usize>) -> Vec<(Range<usize>, usize)> {
        let (folded, offsets) = fold(&text[range.clone()]);
        let mut found_names = Vec::new();
        let mut from = 0;
        while let Some(found) = self.names.find(aho_corasick::Input::new(&folded).range(from..)) {
            let bounded = is_bound(&folded, found.start()) && is_bound(&folded, found.end());
            if !bounded {
                // Another name may begin inside what only looked like one.
                from = found.start() + folded[found.start()..].chars().next().map_or(1, char::len_utf8);
                continue;
            }
            from = found.end();
            let bytes = range.start + offsets[found.start()]..range.start + offsets[found.end()];
            found_names.push((bytes, self.entities[found.pattern().as_usize()]));
        }
        found_names
    }
}

fn add(
    tokens: &Tokens<'_>,
    range: Range<usize>,
    (kind, known, name): (EntityType, Option<usize>, &str),
    paragraph: Option<usize>,
    signals: Signals,
    clusters: &mut HashMap<(Option<usize>, String), usize>,
    names: &mut Names,
) {
    let key = (known, if known.is_some() { String::new() } else { name.to_owned() });
    let entity = *clusters.entry(key).or_insert_with(|| {
        names.entities.push(Entity { kind, name: name.to_owned(), known, mentions: Vec::new() });
        names.entities.len() - 1
    });
    names.entities[entity].mentions.push(names.mentions.len());
    names.mentions.push(Mention {
        range: tokens.range(&range),
        tokens: range,
        kind,
        entity,
        paragraph,
        stands_for_state: false,
        confidence: 1.0,
        signals,
    });
}

/// A text with runs of white space as one space, and where each of its bytes was.
fn fold(text: &str) -> (String, Vec<usize>) {
    let mut out = String::with_capacity(text.len());
    let mut offsets = Vec::with_capacity(text.len() + 1);
    let mut in_space = false;
    for (at, c) in text.char_indices() {
        let space = c.is_whitespace();
        if !(space && in_space) {
            let c = if space { ' ' } else { c };
            out.push(c);
            offsets.extend(std::iter::repeat_n(at, c.len_utf8()));
        }
        in_space = space;
    }
    offsets.push(text.len());
    (out, offsets)
}

/// Whether a word may begin or end here.
fn is_bound(text: &str, at: usize) -> bool {
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !(word(text[..at].chars().next_back()) && word(text[at..].chars().next()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn names_are_found_whole_and_longest_first() {
        let folder = tempfile::tempdir().unwrap();
        let rows = "id,kind,names,wikidata,evidence\n\
                    osce,organisation,OSCE@en,,\nminsk-group,organisation,OSCE Minsk Group@en|OSCEMinsk Group@en-x-slip,,\n\
                    us,country,US@en,,\na,town,Dual@en,,\nb,city,Dual@en,,\n";
        fs::write(folder.path().join("g.csv"), rows).unwrap();
        let gazetteer = Gazetteer::read(folder.path()).unwrap();
        let text = "The OSCE\u{a0}Minsk  Group and the OSCEMinsk Group met us, not the US; OSCEs, Dual.";
        let all = 0..text.len();
        let article = crate::record::Article { title: None, paragraphs: vec![all] };
        let names = NameReader::new(&gazetteer).read(&Tokens::new(text, &article));
        let known = names.mentions.into_iter().filter(|m| names.entities[m.entity].known.is_some());
        let found: Vec<&str> = known.map(|m| &text[m.range]).collect();
        assert_eq!(found, ["OSCE\u{a0}Minsk  Group", "OSCEMinsk Group", "US"]);
    }
}

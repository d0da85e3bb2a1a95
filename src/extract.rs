//! From prose to findings: who and what is mentioned, and where. Names are those of the gazetteer, matched whole, the
//! longest first, in the text as written; a name in capitals or small letters of its own must be written so.

use crate::gazetteer::Gazetteer;
use crate::record::Article;
use aho_corasick::{AhoCorasick, MatchKind};
use std::ops::Range;

/// A name in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Where, in bytes.
    pub range: Range<usize>,
    /// Whose name it is: a position in [`Gazetteer::entities`].
    pub entity: usize,
    /// In which paragraph, counted from 1; none in the headline.
    pub paragraph: Option<usize>,
}

/// Finds names. Made once for all documents.
#[derive(Debug)]
pub struct Extractor {
    names: AhoCorasick,
    entities: Vec<usize>,
}

impl Extractor {
    /// An extractor of the names of a gazetteer. A name that several entities share is nobody's: what it means, only the
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
        Self { names, entities: kept.into_iter().map(|(_, at)| at).collect() }
    }

    /// All mentions in an article, in order.
    pub fn mentions(&self, text: &str, article: &Article) -> Vec<Mention> {
        let title = article.title.iter().map(|range| (None, range));
        let paragraphs = article.paragraphs.iter().enumerate().map(|(n, range)| (Some(n + 1), range));
        title.chain(paragraphs).flat_map(|(n, range)| self.within(text, range, n)).collect()
    }

    fn within(&self, text: &str, range: &Range<usize>, paragraph: Option<usize>) -> Vec<Mention> {
        let (folded, offsets) = fold(&text[range.clone()]);
        let mut mentions = Vec::new();
        let mut from = 0;
        while let Some(found) = self.names.find(aho_corasick::Input::new(&folded).range(from..)) {
            let bounded = is_bound(&folded, found.start()) && is_bound(&folded, found.end());
            if !bounded {
                // Another name may begin inside what only looked like one.
                from = found.start() + folded[found.start()..].chars().next().map_or(1, char::len_utf8);
                continue;
            }
            from = found.end();
            mentions.push(Mention {
                range: range.start + offsets[found.start()]..range.start + offsets[found.end()],
                entity: self.entities[found.pattern().as_usize()],
                paragraph,
            });
        }
        mentions
    }
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
        let article = Article { title: None, paragraphs: vec![all] };
        let found: Vec<&str> =
            Extractor::new(&gazetteer).mentions(text, &article).into_iter().map(|m| &text[m.range]).collect();
        assert_eq!(found, ["OSCE\u{a0}Minsk  Group", "OSCEMinsk Group", "US"]);
    }
}

//! Whom or what a given finding refers to: by the place of the words, or by words that stand once in its paragraph.

use super::finding::{EntityRef, Names, Role};
use super::given::{LeftOut, Reference};
use super::tokens::Tokens;
use crate::base::iri::{folded, folded_space};
use std::collections::BTreeSet;
use std::ops::Range;

/// What references are resolved in.
#[derive(Clone, Copy)]
pub(super) struct References<'a, 't> {
    pub(super) tokens: &'a Tokens<'t>,
    pub(super) names: &'a Names,
    /// The roles, as far as they are known.
    pub(super) roles: &'a [Role],
}

/// The finding that refers.
#[derive(Clone, Copy)]
pub(super) struct Referrer<'a> {
    pub(super) number: usize,
    pub(super) range: &'a Range<usize>,
}

impl References<'_, '_> {
    /// The words of a reference in the paragraph; what stands in several places, or in none, is left out.
    pub(super) fn words(
        &self,
        from: Referrer<'_>,
        what: &str,
        of: Option<&Reference>,
        left: &mut LeftOut,
    ) -> Option<Range<usize>> {
        self.stated(from, what, of, || self.paragraph(from.range), "paragraph", left)
    }

    /// The words within the finding itself.
    pub(super) fn words_inside(
        &self,
        from: Referrer<'_>,
        what: &str,
        of: Option<&Reference>,
        left: &mut LeftOut,
    ) -> Option<Range<usize>> {
        self.stated(from, what, of, || Some(from.range.clone()), "words", left)
    }

    /// The words of a reference that stand once within a range, which has a name.
    fn stated(
        &self,
        from: Referrer<'_>,
        what: &str,
        of: Option<&Reference>,
        within: impl FnOnce() -> Option<Range<usize>>,
        called: &str,
        left: &mut LeftOut,
    ) -> Option<Range<usize>> {
        let words = match of? {
            Reference::At(range) => return Some(range.clone()),
            Reference::Words(words) => words,
        };
        let found = within().and_then(|within| once(self.tokens.text, &within, words));
        if found.is_none() {
            left.add(from.number, format!("its {what} is left out: {words:?} does not stand once in its {called}"));
        }
        found
    }

    /// Who or what is referred to. Its range is empty if it is known who is meant, and not which words say so.
    pub(super) fn entity(
        &self,
        from: Referrer<'_>,
        what: &str,
        of: Option<&Reference>,
        left: &mut LeftOut,
    ) -> Option<EntityRef> {
        let words = match of? {
            Reference::At(range) => return Some(EntityRef { range: range.clone(), entity: self.entity_at(range) }),
            Reference::Words(words) => words,
        };
        let called = self.called(words);
        if let Some(range) = self.paragraph(from.range).and_then(|within| once(self.tokens.text, &within, words)) {
            let entity = self.entity_at(&range).or(called);
            return Some(EntityRef { range, entity });
        }
        if called.is_none() {
            let what = format!(
                "its {what} is left out: {words:?} is not the name of one entity of the article, and does not stand \
                 once in its paragraph"
            );
            left.add(from.number, what);
        }
        called.map(|entity| EntityRef { range: from.range.start..from.range.start, entity: Some(entity) })
    }

    /// The mention that is referred to.
    pub(super) fn mention(
        &self,
        from: Referrer<'_>,
        what: &str,
        of: Option<&Reference>,
        left: &mut LeftOut,
    ) -> Option<usize> {
        let range = self.words(from, what, of, left)?;
        let found = self.mention_at(&range);
        if found.is_none() {
            let words = &self.tokens.text[range];
            left.add(from.number, format!("its {what} is left out: no name is read at {words:?}"));
        }
        found
    }

    fn mention_at(&self, range: &Range<usize>) -> Option<usize> {
        self.names.mentions.iter().position(|mention| mention.range == *range)
    }

    /// The entity that words name, or that a role of these words is of.
    fn entity_at(&self, range: &Range<usize>) -> Option<usize> {
        let named = self.mention_at(range).map(|at| self.names.mentions[at].entity);
        let by_role = || {
            let called = |role: &&Role| role.range == *range || role.title == *range;
            let mut holders = self.roles.iter().filter(called).map(|role| role.holder);
            let first = holders.next()?;
            // "Presidents Ann Lee and Bo Ray" are not one.
            first.filter(|_| holders.all(|holder| holder == first))
        };
        named.or_else(by_role)
    }

    /// The only entity that is called so.
    fn called(&self, words: &str) -> Option<usize> {
        let is_it = |name: &str| folded(&folded_space(name)) == folded(&folded_space(words));
        let text = self.tokens.text;
        let mentions = self.names.mentions.iter().filter(|mention| is_it(&text[mention.range.clone()]));
        let entities = self.names.entities.iter().enumerate().filter(|(_, entity)| is_it(&entity.name));
        let found: BTreeSet<usize> = mentions.map(|m| m.entity).chain(entities.map(|(at, _)| at)).collect();
        let mut found = found.into_iter();
        found.next().filter(|_| found.next().is_none())
    }

    /// The paragraphs that a range touches, or the headline.
    pub(super) fn paragraph(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let first = self.tokens.tokens.partition_point(|t| t.end as usize <= range.start);
        let last = self.tokens.token_at(range.end).checked_sub(1).filter(|last| first <= *last)?;
        let of = |token: usize| self.tokens.sentences.get(self.tokens.sentence_of(token)).map(|s| s.paragraph);
        let (begins, ends) = (of(first)?, of(last)?);
        let all = self.tokens.sentences.iter();
        let mut touched = all.skip_while(|s| s.paragraph != begins);
        let start = touched.next()?.tokens.start;
        let end = self.tokens.sentences.iter().rev().find(|s| s.paragraph == ends)?.tokens.end;
        Some(self.tokens.range(&(start..end)))
    }

    /// The number of the paragraph of a range; `None` in the headline.
    pub(super) fn paragraph_number(&self, range: &Range<usize>) -> Option<usize> {
        let first = self.tokens.tokens.partition_point(|t| t.end as usize <= range.start);
        self.tokens.sentences.get(self.tokens.sentence_of(first)).and_then(|s| s.paragraph)
    }

    /// The sentence in which a range begins.
    pub(super) fn sentence(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let first = self.tokens.tokens.partition_point(|t| t.end as usize <= range.start);
        let sentence = self.tokens.sentences.get(self.tokens.sentence_of(first))?;
        Some(self.tokens.range(&sentence.tokens))
    }
}

/// Where words stand in a stretch of the text as words of their own, if they do so once.
fn once(text: &str, within: &Range<usize>, words: &str) -> Option<Range<usize>> {
    let words = words.trim();
    if words.is_empty() {
        return None;
    }
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let whole = |at: &usize| {
        let (start, end) = (within.start + at, within.start + at + words.len());
        !is_letter(text[..start].chars().next_back()) && !is_letter(text[end..].chars().next())
    };
    let mut found = text[within.clone()].match_indices(words).map(|(at, _)| at).filter(whole);
    let at = within.start + found.next()?;
    found.next().is_none().then(|| at..at + words.len())
}

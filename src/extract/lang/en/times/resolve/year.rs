//! The year of a date that names none: that of the publication, or of a time before it in the text.

use super::{LastTime, Resolver};
use crate::extract::finding::Anchor;
use crate::extract::lang::en::times::calendar::Place;

impl Resolver<'_, '_> {
    /// The time from which a bare "in May" takes its year.
    pub(super) fn year_base(&self, at: usize) -> Option<(Place, Anchor)> {
        let published = self.published.map(|p| (p, Anchor::Published));
        let with_year = |last: &LastTime| last.place.year().is_some();
        let same = self.last.filter(|t| t.sentence == self.sentence && with_year(t));
        // A narrative also continues into the next year within a sentence: "… fell in January 1949. On 21 April …".
        let next = self.last.filter(|t| {
            let thread = self.thread.and_then(|t| t.place.year());
            with_year(t) && t.place.month().is_some() && thread.is_some_and(|y| t.place.year() == Some(y + 1))
        });
        let last =
            same.or(next).or(self.thread).or(self.last.filter(with_year)).map(|t| (t.place, Anchor::Expression(t.by)));
        if self.narrative {
            // At its beginning, a narrative has no year; that of the publication does not apply.
            return last;
        }
        // In the news, a time that opened its sentence just before takes precedence: "In March 1992 the law was passed. It
        // was changed in May." A year that is only mentioned does not: "the truce of 1994", "which they signed in 1994".
        let near = self.last.is_some_and(|t| {
            let opened = self.sentence - t.sentence <= 1 && self.thread.is_some_and(|thread| thread.by == t.by);
            t.named
                && t.place.year() != self.published.and_then(Place::year)
                && self.is_adverbial(&t)
                && (opened || t.sentence == self.sentence && self.is_joined(&t, at))
                && self.all.sentences.get(t.sentence).map(|s| s.paragraph)
                    == self.all.sentences.get(self.sentence).map(|s| s.paragraph)
        });
        if near { last } else { published.or(last) }
    }

    /// Whether a time says when something is, unlike "the treaty of 1994" and "the November 2020 statement".
    fn is_adverbial(&self, time: &LastTime) -> bool {
        let (Some(found), Some(sentence)) = (self.found.get(time.by), self.all.sentences.get(time.sentence)) else {
            return false;
        };
        let before = [
            "in", "on", "by", "since", "until", "till", "from", "to", "during", "after", "before", "between", "at",
            "late", "early", "and", ",",
        ];
        found.from <= sentence.tokens.start
            || found.linked
            || before.iter().any(|word| self.all.is(found.from - 1, word))
            || self.all.is(found.from, "the") && self.all.is(found.from - 1, "in")
    }

    /// Whether "and", "but" or "then" joins an expression to an earlier one of a main clause: "It was signed in March 1992
    /// and changed in May."
    fn is_joined(&self, time: &LastTime, at: usize) -> bool {
        let (Some(first), Some(second), Some(sentence)) =
            (self.found.get(time.by), self.found.get(at), self.all.sentences.get(self.sentence))
        else {
            return false;
        };
        let is_any = |t: usize, words: &[&str]| words.iter().any(|word| self.all.is(t, word));
        let relative = (sentence.tokens.start..first.from)
            .any(|t| is_any(t, &["which", "who", "whose", "that", "where", "when", "since"]));
        !relative && (first.to..second.from).take(12).any(|t| is_any(t, &["and", "but", "then", ";"]))
    }
}

//! Articles: their paragraphs, the entities that they mention, and the times that they give. Their claims are written
//! by `claims`.

use super::{DocumentNodes, Graph};
use crate::base::vocab::{choro, dcterms, oa, prov, rdf, rdfs, term, xsd};
use crate::claim::entities::Entities;
use crate::extract::finding::{self, Anchor, Findings, Mention, TimeKind, TimeMention};
use crate::read::record::Article;
use oxigraph::model::{Literal, NamedNode, NamedNodeRef};
use std::collections::BTreeSet;
use std::ops::Range;

impl Graph<'_> {
    /// An article with its paragraphs, names and times.
    pub fn article(
        &mut self,
        nodes: &DocumentNodes<'_>,
        article: &Article,
        findings: &Findings,
        entities: &Entities,
    ) -> NamedNode {
        let document = nodes.document;
        let iri = self.minter.article(&document.id);
        self.add(&iri, rdf::TYPE, choro::ARTICLE);
        self.add(&iri, dcterms::IS_PART_OF, nodes.source.clone());
        if let Some(title) = &article.title {
            self.title(&iri, document.words(title), document.metadata.language.as_deref());
        }
        if let Some(publisher) = &nodes.publisher {
            self.add(&iri, prov::WAS_ATTRIBUTED_TO, publisher.clone());
        }
        for (n, range) in article.paragraphs.iter().enumerate() {
            let paragraph = self.minter.paragraph(&document.id, n + 1);
            self.span(nodes, &paragraph, choro::PARAGRAPH, document.span(range));
            self.add(&paragraph, dcterms::IS_PART_OF, iri.clone());
            self.integer(&paragraph, choro::POSITION, n + 1);
        }
        for entity in entities.iter() {
            if let Some(described) = &entity.described {
                self.add(&entity.iri, rdf::TYPE, described.class);
                self.add(&entity.iri, choro::KIND, described.kind);
                self.literal(&entity.iri, rdfs::LABEL, &described.label);
            }
        }
        self.origins(nodes);
        let mut seen = BTreeSet::new();
        for (at, mention) in findings.mentions.iter().enumerate() {
            // A range of text is one mention.
            if seen.insert((mention.range.start, mention.range.end)) {
                self.mention(nodes, mention, findings.given.mentions.get(at).copied(), entities);
            }
        }
        for (at, time) in findings.times.iter().enumerate() {
            self.time_mention(nodes, time, findings.given.times.get(at).copied(), &findings.times);
            self.interval(nodes, at, &findings.times);
        }
        iri
    }

    /// Adds a range of the text with its words, in its paragraph or in the headline.
    fn named(
        &mut self,
        nodes: &DocumentNodes<'_>,
        iri: &NamedNode,
        class: NamedNodeRef<'_>,
        (range, paragraph): (&Range<usize>, Option<usize>),
    ) {
        let document = nodes.document;
        self.span(nodes, iri, class, document.span(range));
        self.literal(iri, oa::EXACT, document.words(range));
        let id = &document.id;
        let whole = paragraph.map_or_else(|| self.minter.article(id), |n| self.minter.paragraph(id, n));
        self.add(iri, dcterms::IS_PART_OF, whole);
    }

    fn mention(&mut self, nodes: &DocumentNodes<'_>, mention: &Mention, given: Option<usize>, entities: &Entities) {
        let Some(entity) = entities.iri(mention.entity) else { return };
        let node = self.minter.mention(&nodes.document.id, nodes.document.span(&mention.range));
        self.named(nodes, &node, choro::MENTION, (&mention.range, mention.paragraph));
        self.add(&node, choro::DENOTES, entity.clone());
        self.add(&node, choro::MENTION_KIND, mention.kind.iri());
        if mention.stands_for_state {
            self.add(&node, choro::USED_FOR, term::STATE);
        }
        // The program has no estimate of what it did not read.
        match given {
            Some(_) => self.given_by(nodes, &node, given),
            None => self.add(&node, choro::CONFIDENCE, confidence(mention.confidence)),
        }
        for word in mention.signals.names() {
            self.literal(&node, choro::SIGNAL, word);
        }
    }

    /// Adds a whole interval, "between 1700 and 1800", beside the two expressions at its ends.
    fn interval(&mut self, nodes: &DocumentNodes<'_>, at: usize, all: &[TimeMention]) {
        let document = nodes.document;
        let first = &all[at];
        let (Some((range, extent)), Some(last)) = (finding::interval(all, first), first.until.and_then(|n| all.get(n)))
        else {
            return;
        };
        let node = self.minter.time_mention(&document.id, document.span(&range));
        self.named(nodes, &node, choro::TIME_MENTION, (&range, first.paragraph));
        self.add(&node, choro::TIME_KIND, TimeKind::Date.iri());
        let extent = self.time(&extent);
        self.add(&node, choro::EXTENT, extent);
        // A part that one end takes from the other is not a point of reference.
        let own = |anchor: &Anchor| match anchor {
            Anchor::Expression(n) if *n == at || first.until == Some(*n) => Anchor::Explicit,
            anchor => anchor.clone(),
        };
        let (begins, ends) = (own(&first.anchor), own(&last.anchor));
        let resolution = if begins == Anchor::Explicit { ends.iri() } else { begins.iri() };
        self.add(&node, choro::RESOLUTION, resolution);
        for end in [first, last] {
            let end = self.minter.time_mention(&document.id, document.span(&end.range));
            self.add(&end, choro::PART_OF_INTERVAL, node.clone());
        }
    }

    fn time_mention(
        &mut self,
        nodes: &DocumentNodes<'_>,
        time: &TimeMention,
        given: Option<usize>,
        all: &[TimeMention],
    ) {
        let document = nodes.document;
        let node = self.minter.time_mention(&document.id, document.span(&time.range));
        self.named(nodes, &node, choro::TIME_MENTION, (&time.range, time.paragraph));
        self.given_by(nodes, &node, given);
        self.add(&node, choro::TIME_KIND, time.kind.iri());
        if let Some(value) = &time.value {
            self.literal(&node, choro::TIMEX_VALUE, value);
        }
        if let Some(modifier) = time.modifier {
            self.literal(&node, choro::TIMEX_MODIFIER, modifier);
        }
        if let Some(extent) = &time.extent {
            let extent = self.time(extent);
            self.add(&node, choro::EXTENT, extent);
        }
        self.add(&node, choro::RESOLUTION, time.anchor.iri());
        match &time.anchor {
            Anchor::Published => self.add(&node, choro::COUNTED_FROM, nodes.source.clone()),
            Anchor::Expression(other) => {
                if let Some(other) = all.get(*other) {
                    let other = self.minter.time_mention(&document.id, document.span(&other.range));
                    self.add(&node, choro::COUNTED_FROM, other);
                }
            }
            Anchor::Explicit | Anchor::Missing | Anchor::Given => {}
        }
        if let Some(end) = time.until.and_then(|n| all.get(n)) {
            let end = self.minter.time_mention(&document.id, document.span(&end.range));
            self.add(&node, choro::UNTIL, end);
        }
    }
}

impl TimeKind {
    /// The controlled term.
    fn iri(self) -> NamedNodeRef<'static> {
        match self {
            Self::Date => term::CALENDAR_TIME,
            Self::Clock => term::TIME_OF_DAY,
            Self::Duration => term::DURATION,
            Self::Recurring => term::RECURRING_TIME,
        }
    }
}

impl Anchor {
    /// The controlled term.
    fn iri(&self) -> NamedNodeRef<'static> {
        match self {
            Self::Explicit => term::EXPLICIT,
            Self::Published => term::FROM_PUBLICATION,
            Self::Expression(_) => term::FROM_EXPRESSION,
            Self::Missing => term::UNRESOLVED,
            Self::Given => term::READ_ELSEWHERE,
        }
    }
}

/// A confidence with two digits.
fn confidence(value: f32) -> Literal {
    let value = if value.is_finite() { value.clamp(0.0, 1.0) } else { 0.0 };
    Literal::new_typed_literal(format!("{value:.2}"), xsd::DECIMAL)
}

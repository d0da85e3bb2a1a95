//! What people decided about claims.

use super::Graph;
use crate::base::iri::Minter;
use crate::base::vocab::{choro, foaf, prov, rdf, rdfs, term, xsd};
use crate::claim::entities::Description;
use crate::claim::review::{Mark, MarkKind};
use crate::dataset::decisions::Verdict;
use oxigraph::model::{Literal, NamedNode, NamedNodeRef};

/// The term of a decision.
fn verdict(verdict: Verdict) -> NamedNodeRef<'static> {
    match verdict {
        Verdict::Accepted => term::ACCEPTED,
        Verdict::Rejected => term::REJECTED,
        Verdict::Replaced => term::REPLACED,
        Verdict::Added => term::ADDED,
    }
}

impl Graph<'_> {
    /// Adds what was decided about claims that are kept.
    pub fn marks(&mut self, marks: &[Mark]) {
        for mark in marks {
            let claim = &mark.claim;
            for hand in &mark.by {
                // A claim that was rejected, or replaced by another, is not the reading of whoever did that.
                let is_persons = match mark.decided {
                    MarkKind::Accepted => false,
                    MarkKind::Rejected => hand.verdict == Verdict::Added,
                    MarkKind::Replaced { .. } | MarkKind::Added => true,
                };
                let reviewer = self.reviewer(&hand.reviewer);
                let review =
                    self.minter.review(claim, &[&hand.reviewer, &hand.day, &hand.comment, hand.verdict.name()]);
                self.add(claim, choro::REVIEWED_BY, reviewer.clone());
                self.add(claim, choro::REVIEWED_IN, review.clone());
                self.add(&review, rdf::TYPE, choro::REVIEW);
                self.add(&review, prov::WAS_ASSOCIATED_WITH, reviewer.clone());
                self.add(&review, choro::DECIDED, verdict(hand.verdict));
                self.add(&review, choro::REVIEWED_ON, Literal::new_typed_literal(&hand.day, xsd::DATE));
                if !hand.comment.is_empty() {
                    self.literal(&review, choro::REVIEW_COMMENT, &hand.comment);
                }
                // It is the person's reading of the source, not the program's.
                if is_persons {
                    self.add(claim, prov::WAS_ATTRIBUTED_TO, reviewer);
                }
            }
            let decision = match &mark.decided {
                MarkKind::Accepted => term::ACCEPTED,
                MarkKind::Added => term::ADDED,
                MarkKind::Rejected => term::REJECTED,
                MarkKind::Replaced { of, reading } => {
                    self.add(claim, prov::WAS_REVISION_OF, of.clone());
                    self.literal(claim, choro::READ_AS, reading);
                    term::REPLACED
                }
            };
            self.add(claim, choro::DECISION, decision);
        }
    }

    /// Adds entities that only a reviewer names.
    pub fn named_by_reviewers(&mut self, named: &[(NamedNode, Description)]) {
        for (entity, described) in named {
            self.add(entity, rdf::TYPE, described.class);
            self.add(entity, choro::KIND, described.kind);
            self.literal(entity, rdfs::LABEL, &described.label);
        }
    }

    fn reviewer(&mut self, reviewer: &str) -> NamedNode {
        if Minter::is_iri(reviewer) {
            let agent = NamedNode::new_unchecked(reviewer);
            self.add(&agent, rdf::TYPE, prov::AGENT);
            self.add(&agent, rdf::TYPE, foaf::PERSON);
            return agent;
        }
        self.agent(reviewer)
    }
}

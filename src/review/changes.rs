//! What the decisions on a source come to, claim by claim.

use super::library::ReviewDocument;
use super::making::SheetContext;
use crate::claim::reading::ArticleReading;
use crate::claim::review::{
    ArticleNames, Mark, MarkKind, Outcome, PlaceDecisions, Seen, article, prose_subjects, record_subjects,
    row_subjects, subjects,
};
use crate::dataset::decisions::ClaimDecision;
use oxigraph::model::NamedNode;
use std::collections::{HashMap, HashSet};

/// What the decisions on a source come to.
#[derive(Default)]
pub(super) struct Changes {
    pub(super) marks: Vec<Mark>,
    pub(super) left_out: Vec<Mark>,
    /// The claims that are kept and are otherwise than they were read, and those that people added.
    pub(super) now: HashMap<NamedNode, Seen>,
    /// The claims that nobody decided about and that are left out with others.
    pub(super) lost: HashSet<NamedNode>,
    pub(super) outcomes: Vec<Outcome>,
    pub(super) placed: Vec<(usize, NamedNode)>,
}

/// The claims of a source as they are read, in no order.
pub(super) fn read(source: &ReviewDocument, context: SheetContext<'_>) -> Vec<Seen> {
    let mut all = Vec::new();
    if let Some(reading) = &source.article {
        all.extend(subjects(&reading.claims, &names(source, reading, context), |_| true));
    }
    all.extend(source.records.iter().flat_map(|record| record_subjects(&source.document, record)));
    for row in &source.rows {
        all.extend(row_subjects(&row.claims(), |stated| row.span(stated)));
    }
    all
}

fn names<'n>(source: &'n ReviewDocument, reading: &'n ArticleReading, context: SheetContext<'n>) -> ArticleNames<'n> {
    ArticleNames::new(&source.document, &reading.findings, &reading.entities, context.gazetteer, context.minter)
}

impl Changes {
    pub(super) fn of_article(&mut self, source: &ReviewDocument, rows: &[ClaimDecision], context: SheetContext<'_>) {
        let Some(reading) = &source.article else { return };
        let reviewed = article(reading.claims.clone(), names(source, reading, context), rows);
        let names = names(source, reading, context).with(&reviewed.named);
        // A claim that is accepted or left out is shown as it was read, so that only others are made here.
        let read: HashSet<&NamedNode> = reading.claims.iris().collect();
        let of_marks = reviewed.marks.iter().chain(&reviewed.marks_left_out).map(|mark| &mark.claim);
        let of_marks = of_marks.filter(|claim| !read.contains(claim));
        let wanted: HashSet<&NamedNode> = of_marks.chain(&reviewed.attributed).collect();
        let is_wanted = |claim: &NamedNode| wanted.contains(claim);
        let kept = subjects(&reviewed.claims, &names, is_wanted);
        let out = subjects(&reviewed.left_out, &names, is_wanted);
        let moved: HashSet<&NamedNode> = reviewed.marks_left_out.iter().map(|mark| &mark.claim).collect();
        self.lost.extend(reviewed.left_out.iris().filter(|claim| !moved.contains(claim)).cloned());
        self.now.extend(out.into_iter().chain(kept).map(|seen| (seen.claim.clone(), seen)));
        self.marks.extend(reviewed.marks);
        self.left_out.extend(reviewed.marks_left_out);
        self.outcomes.extend(reviewed.outcomes);
        self.placed.extend(reviewed.placed);
    }

    /// Fact boxes, rows of tables, and what prose says of places.
    pub(super) fn of_places<'o>(
        &mut self,
        source: &ReviewDocument,
        read: impl Iterator<Item = &'o Seen>,
        rows: &[ClaimDecision],
        context: SheetContext<'_>,
    ) {
        let mut places = PlaceDecisions::new(rows, context.gazetteer, context.minter);
        // Most records and rows have no claim with the words of a decision.
        let concerned = |seen: &&Seen| places.has(seen.claim_type, &seen.anchor.words);
        let concerned: HashSet<&NamedNode> = read.filter(concerned).map(|seen| &seen.claim).collect();
        for record in &source.records {
            if record.claims.iter().any(|claim| concerned.contains(&claim.iri)) {
                let reviewed = places.record(&source.document, record.clone());
                let kept = record_subjects(&source.document, &reviewed.kept);
                self.of_place(kept, reviewed.marks, reviewed.marks_left_out);
            }
        }
        for row in &source.rows {
            if row.iris().any(|claim| concerned.contains(claim)) {
                let reviewed = places.row(row.claims());
                let kept = row_subjects(&reviewed.kept, |stated| row.span(stated));
                self.of_place(kept, reviewed.marks, reviewed.marks_left_out);
            }
        }
        if let Some(reading) = &source.article
            && reading.claims.places.iter().any(|claim| concerned.contains(&claim.header.iri))
        {
            let reviewed = places.prose(&source.document, reading.claims.places.clone());
            let kept = prose_subjects(&source.document, reviewed.kept.iter(), &names(source, reading, context));
            self.of_place(kept, reviewed.marks, reviewed.marks_left_out);
        }
        self.placed.extend(places.placed().iter().cloned());
        self.outcomes.extend(places.outcomes());
    }

    fn of_place(&mut self, kept: Vec<Seen>, marks: Vec<Mark>, left_out: Vec<Mark>) {
        let changed = marks.iter().filter(|mark| mark.decided != MarkKind::Accepted);
        let marked: HashSet<&NamedNode> = changed.map(|mark| &mark.claim).collect();
        let kept = kept.into_iter().filter(|seen| marked.contains(&seen.claim));
        self.now.extend(kept.map(|seen| (seen.claim.clone(), seen)));
        self.marks.extend(marks);
        self.left_out.extend(left_out);
    }
}

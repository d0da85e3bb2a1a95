//! An article as it is read: its findings, the entities that it names, and its claims before any decision of a person.

use crate::base::time::TimeExtent;
use crate::claim::article::{self, ArticleClaims};
use crate::claim::entities::Entities;
use crate::dataset::Dataset;
use crate::dataset::gazetteer::Gazetteer;
use crate::extract::Extractor;
use crate::extract::finding::Findings;
use crate::read::record::Article;
use crate::read::source::SourceDocument;

/// An article as it is read.
#[derive(Debug)]
pub struct ArticleReading {
    /// When it was published.
    pub published: Option<TimeExtent>,
    /// What was found in it.
    pub findings: Findings,
    /// The entities that it names.
    pub entities: Entities,
    /// Its claims.
    pub claims: ArticleClaims,
}

impl ArticleReading {
    /// Reads an article.
    pub fn new(
        document: &SourceDocument,
        article: &Article,
        dataset: &Dataset,
        gazetteer: &Gazetteer,
        extractor: &Extractor,
    ) -> Self {
        let published = document.metadata.published.as_deref().and_then(TimeExtent::from_edtf);
        let stated = document.metadata.language.as_deref().unwrap_or(dataset.language());
        let findings = extractor.read_in(Some(stated), &document.text, article, published.as_ref());
        let entities = Entities::new(document, &findings, gazetteer, &dataset.minter);
        let claims = article::claims(document, &findings, &entities, &dataset.minter);
        Self { published, findings, entities, claims }
    }
}

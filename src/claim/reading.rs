//! An article as it is read: its findings, the entities that it names, and its claims before any decision of a person.

use crate::base::time::TimeExtent;
use crate::claim::article::{self, ArticleClaims};
use crate::claim::entities::Entities;
use crate::dataset::Dataset;
use crate::dataset::gazetteer::Gazetteer;
use crate::extract::Extractor;
use crate::extract::finding::Findings;
use crate::extract::given::{Given, Left};
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
    /// What is left out of the findings that were given, and why.
    pub left: Vec<Left>,
}

impl ArticleReading {
    /// Reads an article. What is given takes the place of the reading of its kinds.
    pub fn new(
        document: &SourceDocument,
        article: &Article,
        dataset: &Dataset,
        gazetteer: &Gazetteer,
        extractor: &Extractor,
        given: &Given,
    ) -> Self {
        let published = document.metadata.published.as_deref().and_then(TimeExtent::from_edtf);
        let stated = document.metadata.language.as_deref().unwrap_or(dataset.language());
        let (findings, left) = extractor.read_given(Some(stated), &document.text, article, published.as_ref(), given);
        let entities = Entities::new(document, &findings, gazetteer, &dataset.minter);
        let claims = article::claims(document, &findings, &entities, &dataset.minter);
        Self { published, findings, entities, claims, left }
    }
}

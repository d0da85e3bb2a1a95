//! How the dataset was made: the bytes that were used, the version of the program, the rules, and the resulting graphs.
//! No clock is used, so that you get the same file when you repeat it; the only times are those in the data.

use super::sources::SourceGraph;
use super::{Context, DescribeError, english, written};
use crate::base::iri;
use crate::base::vocab::{choro, dcterms, foaf, prov, rdf, rdfs, schema, xsd};
use crate::publish::ExportFormat;
use oxigraph::model::{Literal, NamedNode};

pub(super) fn write(context: &Context<'_>) -> Result<Vec<u8>, DescribeError> {
    let mut page = context.document(ExportFormat::Turtle);
    let (minter, config) = (&context.dataset.minter, &context.dataset.config);
    let (dataset, run) = (minter.dataset(), minter.run());

    page.add(&run, rdf::TYPE, prov::ACTIVITY)?;
    page.add(&run, rdfs::LABEL, english("Build of the dataset"))?;
    page.add(&dataset, rdf::TYPE, prov::ENTITY)?;
    page.add(&dataset, prov::WAS_GENERATED_BY, run.clone())?;
    let digest = format!("rdfc-1.0:sha256:{}", context.counts.digest);
    page.add(&dataset, dcterms::IDENTIFIER, Literal::from(digest))?;

    let program = context.part("program");
    page.add(&program, rdf::TYPE, prov::SOFTWARE_AGENT)?;
    page.add(&program, foaf::NAME, Literal::from("chorograph"))?;
    page.add(&program, schema::SOFTWARE_VERSION, Literal::from(env!("CARGO_PKG_VERSION")))?;
    let publisher = minter.agent(&config.publisher);
    page.add(&publisher, rdf::TYPE, prov::AGENT)?;
    page.add(&publisher, foaf::NAME, Literal::from(config.publisher.as_str()))?;
    for agent in [&program, &publisher] {
        page.add(&run, prov::WAS_ASSOCIATED_WITH, agent.clone())?;
    }

    // Everything except the sources that the result depends on: the program's rules, the names, and the configuration.
    let gazetteers: Vec<&String> =
        context.counts.graphs.keys().filter(|g| g.starts_with(&minter.gazetteer_folder())).collect();
    let tolerance = config.disagreement.area_tolerance.to_string();
    let mut rules = vec![env!("CARGO_PKG_VERSION"), context.dataset.language(), minter.base(), &tolerance];
    rules.extend(gazetteers.iter().map(|g| g.as_str()));
    let plan = context.part("plan");
    page.add(&plan, rdf::TYPE, prov::PLAN)?;
    page.add(&plan, rdfs::LABEL, english("Rules, names and settings of the build"))?;
    page.add(&plan, dcterms::IDENTIFIER, Literal::from(format!("sha256:{}", iri::digest(&rules))))?;
    for gazetteer in gazetteers {
        page.add(&plan, prov::HAD_MEMBER, NamedNode::new_unchecked(gazetteer))?;
    }
    let association = context.part("association");
    page.add(&run, prov::QUALIFIED_ASSOCIATION, association.clone())?;
    page.add(&association, rdf::TYPE, prov::ASSOCIATION)?;
    page.add(&association, prov::ACTING_AGENT, program)?;
    page.add(&association, prov::HAD_PLAN, plan)?;

    for graph in context.counts.graphs.keys().filter(|graph| !graph.is_empty()) {
        let node = NamedNode::new_unchecked(graph);
        page.add(&node, rdf::TYPE, prov::ENTITY)?;
        let Some(source) = SourceGraph::of(context.statements, &node)? else {
            page.add(&node, prov::WAS_GENERATED_BY, run.clone())?;
            continue;
        };
        page.add(&run, prov::USED, node.clone())?;
        page.add(&dataset, prov::WAS_DERIVED_FROM, node.clone())?;
        page.add(&node, prov::SPECIALIZATION_OF, source.source.clone())?;
        if let Some(sha256) = &source.sha256 {
            page.add(&node, choro::SHA256, Literal::from(sha256.as_str()))?;
        }
        if let Some(retrieved) = &source.retrieved {
            page.add(&source.source, choro::RETRIEVED, Literal::new_typed_literal(retrieved, xsd::DATE))?;
        }
        if let Some(title) = &source.title {
            page.add(&source.source, dcterms::TITLE, Literal::from(title.as_str()))?;
        }
        if let Some(url) = source.url {
            page.add(&source.source, schema::URL, url)?;
        }
        for origin in source.derived_from {
            page.add(&source.source, prov::WAS_DERIVED_FROM, origin)?;
        }
    }
    written(page)
}

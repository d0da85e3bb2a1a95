//! Who read what the program did not read itself: tools and people, whose findings stand beside a source.

use super::{DocumentNodes, Graph};
use crate::base::iri::{Minter, digest};
use crate::base::vocab::{choro, foaf, prov, rdf, rdfs, schema, xsd};
use crate::foreign::beside::Origin;
use crate::foreign::model::Agent;
use oxigraph::model::{Literal, NamedNode};
use std::collections::BTreeSet;

impl Graph<'_> {
    /// Describes the tools and people, once each. The run is theirs too.
    pub(super) fn origins(&mut self, nodes: &DocumentNodes<'_>) {
        let run = self.minter.run();
        let mut described = BTreeSet::new();
        for origin in nodes.origins {
            let agent = self.origin(origin);
            if !described.insert(agent.clone()) {
                continue;
            }
            self.add(&run, prov::WAS_ASSOCIATED_WITH, agent.clone());
            self.add(&agent, rdf::TYPE, prov::AGENT);
            match &origin.by {
                Agent::Tool { name, version, settings } => {
                    self.add(&agent, rdf::TYPE, prov::SOFTWARE_AGENT);
                    self.literal(&agent, rdfs::LABEL, label(name, version.as_deref()));
                    if let Some(version) = version {
                        self.literal(&agent, schema::SOFTWARE_VERSION, version);
                    }
                    for (key, value) in settings {
                        self.literal(&agent, choro::TOOL_SETTING, format!("{key}: {value}"));
                    }
                }
                Agent::Person(name) if Minter::is_iri(name) => self.add(&agent, rdf::TYPE, foaf::PERSON),
                Agent::Person(name) => self.literal(&agent, rdfs::LABEL, name),
                Agent::Unknown => self.literal(&agent, rdfs::LABEL, unknown(origin)),
            }
        }
    }

    /// Says of a node that it was made of a given finding, and how that was placed.
    pub(super) fn given_by(&mut self, nodes: &DocumentNodes<'_>, node: &NamedNode, given: Option<usize>) {
        let Some(origin) = given.and_then(|number| nodes.origins.get(number)) else { return };
        let agent = self.origin(origin);
        self.add(node, prov::WAS_ATTRIBUTED_TO, agent);
        if let Some(reason) = &origin.realigned {
            self.literal(node, choro::REALIGNED, reason);
        }
        if let Some(score) = origin.score {
            // Without an exponent, which a decimal does not have.
            self.add(node, choro::TOOL_SCORE, Literal::new_typed_literal(format!("{score}"), xsd::DECIMAL));
        }
    }

    fn origin(&self, origin: &Origin) -> NamedNode {
        match &origin.by {
            Agent::Tool { name, version, settings } => {
                let mut name = label(name, version.as_deref());
                if !settings.is_empty() {
                    let parts = settings.iter().flat_map(|(key, value)| [key.as_str(), value.as_str()]);
                    name.push_str(&format!(" {:.12}", digest(&parts.collect::<Vec<_>>())));
                }
                self.minter.agent(&name)
            }
            Agent::Person(name) if Minter::is_iri(name) => NamedNode::new_unchecked(name),
            Agent::Person(name) => self.minter.agent(name),
            Agent::Unknown => self.minter.agent(&unknown(origin)),
        }
    }
}

fn label(name: &str, version: Option<&str>) -> String {
    version.map_or_else(|| name.to_owned(), |version| format!("{name} {version}"))
}

/// What stands for the maker of a file that does not name one.
fn unknown(origin: &Origin) -> String {
    format!("whoever made {}", origin.file)
}

//! What the store holds about a place or a person, read back to be compared.
//!
//! A claim stands in one graph or a few, and what it speaks of stands in the same ones: looking there costs half of looking
//! everywhere. Many claims speak of the same few times and areas, so those are kept.

use super::nodes::{Nodes, Within, claims, kept};
use super::roles;
use super::{TIME, Value, Values, area_aspect, days, kind_key};
use crate::base::time::TimeExtent;
use crate::base::vocab::choro;
use crate::read::record::quantity::Decimal;
use crate::store::{FactError, Statements};
use oxigraph::model::{NamedNode, Term};

impl Values {
    /// Takes in what the store holds about a place or a person.
    pub(super) fn read(&mut self, statements: &Statements, nodes: &mut Nodes, subject: &str) -> Result<(), FactError> {
        let place = NamedNode::new_unchecked(subject);
        for value in roles::read(statements, nodes, &place)? {
            self.insert_role(subject, value);
        }
        for (claim, graph) in claims(statements, choro::ABOUT_PLACE, &place)? {
            let within = Within { statements, graph };
            if let Some(Term::NamedNode(time)) = within.object(&claim, choro::TIME)? {
                let bounds = kept(&mut nodes.times, &time, || {
                    let bound = |of| Ok::<_, FactError>(within.literal(&time, of)?.and_then(|v| day(&v)));
                    Ok(bound(choro::EARLIEST)?.zip(bound(choro::LATEST)?))
                })?;
                if let Some((low, high)) = bounds {
                    self.insert(subject, TIME.to_owned(), Value { claim: claim.into_string(), low, high });
                }
            } else if let Some(Term::NamedNode(area)) = within.object(&claim, choro::AREA)? {
                let size = kept(&mut nodes.areas, &area, || {
                    let size = within.literal(&area, choro::SQUARE_KILOMETRES)?;
                    Ok(size.and_then(|size| Decimal::parse(&size)?.scaled()))
                })?;
                let kind = within.object(&claim, choro::AREA_KIND)?;
                let boundary = match within.object(&claim, choro::BOUNDARY_TIME)? {
                    Some(Term::NamedNode(time)) => kept(&mut nodes.edtf, &time, || within.literal(&time, choro::EDTF))?,
                    _ => None,
                };
                if let (Some(size), Some(kind)) = (size, kind.as_ref().and_then(kind_key)) {
                    let aspect = area_aspect(kind, boundary.as_deref());
                    self.insert(subject, aspect, Value { claim: claim.into_string(), low: size, high: size });
                }
            }
        }
        Ok(())
    }
}

fn day(text: &str) -> Option<i128> {
    TimeExtent::from_edtf(text).map(|time| days(time.earliest))
}

use crate::cli::failure::{Failure, FailureKind};
use crate::cli::terminal::{Output, strip_controls};
use crate::cli::{Context, Status, open, private_view, table};
use chorograph::link::propose::{Beside, Options, propose};
use chorograph::link::wikidata::index::Index;
use chorograph::link::{Decision, Linker, entities};
use chorograph::query::Prefixes;
use std::io::Write;
use std::path::PathBuf;

/// Show the candidates for an entity side by side, feature by feature
///
/// Each cell shows the compared values and what they add to the score, in log-odds; a value that is unknown on one side adds
/// nothing. The last rows are the sum and the probability; "none of them" has a share of the probability, too.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  chorograph -d my-data link explain region.wd place/shusha")]
pub(crate) struct Args {
    /// The index of Wikidata.
    index: PathBuf,
    /// The entity: an IRI, a prefixed name, or a path below the base of the dataset.
    entity: String,
    /// Prefer candidates of these countries, given as items.
    #[arg(long, value_name = "Q…", value_delimiter = ',', value_parser = crate::cli::wikidata::item)]
    country: Vec<u32>,
    /// Show at most this many candidates.
    #[arg(long, default_value_t = 4)]
    candidates: usize,
}

pub(crate) fn run(args: &Args, context: &Context) -> Result<Status, Failure> {
    let dataset = open(context)?;
    let iri = Prefixes::new(dataset.minter.base()).resolve(&args.entity).map_err(|e| {
        Failure::new(FailureKind::Input, format!("{:?}: {e}", args.entity))
            .hint("write the full IRI, or a short form such as place:shusha or place/shusha")
    })?;
    let index = Index::open(&args.index)?;
    let linker = Linker::new(&index);
    let view = private_view(&dataset)?;
    let options = Options { countries: args.country.clone(), candidates: args.candidates };
    let all = entities::all(view.statements())?;
    let beside = Beside::new(view.statements(), &linker, &all, &options, &mut || {})?;
    let proposal = propose(view.statements(), &linker, &iri, &options, Some(&beside))?;
    let mut out = Output::open(None)?;
    let subject = &proposal.entity.subject;
    if subject.names.is_empty() {
        return Err(Failure::new(FailureKind::Input, format!("the dataset has no entity {}", iri.as_str())));
    }
    writeln!(out, "{} <{}>", subject.names.join(", "), iri.as_str())?;
    for item in &proposal.entity.verified {
        writeln!(out, "verified: Q{item} {}", index.label(*item).unwrap_or_default())?;
    }
    if proposal.entity.verified.is_empty() {
        writeln!(out, "not linked: no item has been verified")?;
    }
    if proposal.candidates.is_empty() {
        writeln!(out, "no candidate: the index has no similar name")?;
        return finish(out);
    }
    let mut headings = vec![String::new()];
    headings.extend(proposal.candidates.iter().map(|c| format!("Q{} {}", c.item, c.label)));
    let mut rows =
        vec![row("description", proposal.candidates.iter().map(|c| c.description.clone().unwrap_or_default()))];
    let mut ids: Vec<&str> = Vec::new();
    for feature in proposal.candidates.iter().flat_map(|c| &c.features) {
        if !ids.contains(&feature.id) {
            ids.push(feature.id);
        }
    }
    for id in ids {
        rows.push(row(
            id,
            proposal.candidates.iter().map(|c| {
                c.features.iter().find(|f| f.id == id).map_or_else(String::new, |f| match f.value {
                    Some(value) => format!("{:+.1}  {}\n({value:.2})", f.weight, f.explanation),
                    None => format!("not known\n{}", f.explanation),
                })
            }),
        ));
    }
    let sum = |c: &chorograph::link::Candidate| c.features.iter().map(|f| f.weight).sum::<f64>();
    rows.push(row("sum", proposal.candidates.iter().map(|c| format!("{:+.1}", sum(c)))));
    rows.push(row("probability", proposal.candidates.iter().map(|c| format!("{:.3}", c.probability))));
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    writeln!(out, "{}", table::of_text(&headings, rows))?;
    let first = &proposal.candidates[0];
    match proposal.decision {
        Decision::Sure => writeln!(out, "proposed without a question: Q{} {}", first.item, first.label)?,
        Decision::Unsure if first.doubts.is_empty() => writeln!(out, "a person should choose")?,
        Decision::Unsure => {
            let doubts: Vec<String> = first.doubts.iter().map(|d| strip_controls(&d.to_string())).collect();
            writeln!(out, "a person should choose: {}", doubts.join(", "))?;
        }
        Decision::NoMatch => writeln!(out, "no match: no candidate is likely")?,
    }
    finish(out)
}

fn row(head: &str, cells: impl Iterator<Item = String>) -> Vec<String> {
    std::iter::once(head.to_owned()).chain(cells.map(|text| strip_controls(&text))).collect()
}

fn finish(out: Output) -> Result<Status, Failure> {
    out.finish()?;
    Ok(Status::Done)
}

use crate::cli::failure::Failure;
use crate::cli::{Context, Status, open, shared_view, terminal};
use chorograph::link::propose::{Beside, Options, Report, propose};
use chorograph::link::wikidata::index::Index;
use chorograph::link::{Decision, Linker, entities};
use std::path::PathBuf;

/// Propose items for the entities of the dataset in links.sssom.tsv
///
/// If the best candidate of an entity is almost surely right, only that one is proposed; otherwise several are proposed for a
/// person to decide. A first name or surname alone, a name that only resembles the item's, a name of several, an item of another
/// kind and the like are never taken for sure; the comment says why. Decisions of a person, here or in the gazetteer, are kept. Entities without a likely candidate get no
/// proposal and are counted. The file is part of the dataset, so sources with redistribute = false are not used.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  chorograph -d my-data link propose region.wd --country Q227,Q399")]
pub(crate) struct Args {
    /// The index of Wikidata.
    index: PathBuf,
    /// Prefer candidates of these countries, given as items.
    #[arg(long, value_name = "Q…", value_delimiter = ',', value_parser = crate::cli::wikidata::item)]
    country: Vec<u32>,
    /// Propose at most this many candidates for an entity that is not sure.
    #[arg(long, default_value_t = 5)]
    candidates: usize,
    /// Include sources whose metadata has `redistribute = false`; for private use.
    #[arg(long)]
    include_restricted: bool,
}

pub(crate) fn run(args: &Args, context: &Context) -> Result<Status, Failure> {
    let dataset = open(context)?;
    let index = Index::open(&args.index)?;
    let linker = Linker::new(&index);
    let view = shared_view(&dataset, args.include_restricted)?;
    let options = Options { countries: args.country.clone(), candidates: args.candidates };
    let all = entities::all(view.statements())?;
    let bar = terminal::progress(2 * all.len(), "linking");
    let beside = Beside::new(view.statements(), &linker, &all, &options, &mut || bar.inc(1))?;
    let mut report = Report::default();
    let mut mappings = Vec::new();
    for iri in &all {
        let proposal = propose(view.statements(), &linker, iri, &options, Some(&beside))?;
        bar.inc(1);
        if !proposal.entity.verified.is_empty() {
            report.verified += 1;
            continue;
        }
        match proposal.decision {
            Decision::Sure => report.sure += 1,
            Decision::Unsure => report.unsure += 1,
            Decision::NoMatch => report.none += 1,
        }
        mappings.extend(proposal.mappings());
    }
    bar.finish_and_clear();
    super::file::update(&dataset, mappings)?;
    let Report { verified, sure, unsure, none } = report;
    terminal::eprint(&format!(
        "{} entities: {verified} linked already, {sure} proposed, {unsure} to be decided (`chorograph link review`), {none} without a likely item\n",
        all.len()
    ));
    Ok(Status::Done)
}

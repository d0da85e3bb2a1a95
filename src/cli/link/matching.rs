use crate::cli::Status;
use crate::cli::failure::Failure;
use crate::cli::terminal::{Output, tsv_value};
use chorograph::link::wikidata::index::Index;
use chorograph::link::{Decision, EntityKind, Linker, Subject};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use std::io::{self, BufRead, Write};
use std::path::PathBuf;

/// Find the items of names, without a dataset; print TSV
///
/// The columns are the name, the item, its label, the probability, the similarity of the names, and the decision: sure,
/// unsure or none.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  chorograph link match region.wd 'Кельбаджарский район' --kind district\n  cut -f 2 names.tsv | chorograph link match region.wd"
)]
pub(crate) struct Args {
    /// The index of Wikidata.
    index: PathBuf,
    /// The names [default: read from standard input, one on each line].
    names: Vec<String>,
    /// Search entities of this kind.
    #[arg(long, default_value = "any", value_parser = kind())]
    kind: EntityKind,
    /// Prefer candidates of these countries, given as items.
    #[arg(long, value_name = "Q…", value_delimiter = ',', value_parser = crate::cli::wikidata::item)]
    country: Vec<u32>,
    /// List at most this many candidates of each name.
    #[arg(long, default_value_t = 1)]
    candidates: usize,
}

/// A [`EntityKind`] by its name.
fn kind() -> impl TypedValueParser<Value = EntityKind> {
    let names = PossibleValuesParser::new(EntityKind::ALL.map(EntityKind::name));
    names.map(|name| EntityKind::ALL.into_iter().find(|k| k.name() == name).unwrap_or_default())
}

pub(crate) fn run(args: &Args) -> Result<Status, Failure> {
    let index = Index::open(&args.index)?;
    let linker = Linker::new(&index);
    let mut out = Output::open(None)?;
    writeln!(out, "name\titem\tlabel\tprobability\tsimilarity\tdecision")?;
    let mut answer = |name: &str| -> io::Result<()> {
        let subject = Subject {
            names: vec![name.to_owned()],
            kind: args.kind,
            countries: args.country.clone(),
            ..Subject::default()
        };
        let candidates = linker.candidates(&subject, args.candidates.max(1));
        let decision = match linker.decide(&candidates) {
            Decision::Sure => "sure",
            Decision::Unsure => "unsure",
            Decision::NoMatch => "none",
        };
        if candidates.is_empty() {
            writeln!(out, "{}\t\t\t\t\tnone", tsv_value(name))?;
        }
        for (at, c) in candidates.iter().enumerate() {
            let decision = if at == 0 { decision } else { "" };
            let (name, label) = (tsv_value(name), tsv_value(&c.label));
            writeln!(out, "{name}\tQ{}\t{label}\t{:.3}\t{:.3}\t{decision}", c.item, c.probability, c.similarity)?;
        }
        Ok(())
    };
    if args.names.is_empty() {
        for line in io::stdin().lock().lines() {
            answer(&line?)?;
        }
    } else {
        for name in &args.names {
            answer(name)?;
        }
    }
    out.finish()?;
    Ok(Status::Done)
}

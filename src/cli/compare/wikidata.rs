use crate::cli::failure::{Failure, FailureKind};
use crate::cli::terminal::{self, Output};
use crate::cli::{Context, Status, open, shared_view, table};
use chorograph::link::compare::dataset_side::Linked;
use chorograph::link::compare::rows::{Row, Writer};
use chorograph::link::compare::{Comparison, Property};
use chorograph::link::wikidata::index::Index;
use chorograph::query::Prefixes;
use clap::builder::PossibleValuesParser;
use std::io::Write;
use std::path::PathBuf;

/// Show the values of the dataset beside those of the same items in Wikidata
///
/// Print one row for each area, population, date of establishment or abolition, GeoNames identifier, parent, seat, spelling of
/// a name and kind of an entity with a verified link (the column `wikidata` of the
/// gazetteer), as the dataset has it; where sources differ, print a row for each. All values of Wikidata are shown beside it.
/// The verdict compares the values only: `same` (areas within `area-tolerance` of dataset.toml), `different`, `missing
/// there`, `missing here`, or `not compared` if the two are not comparable: areas in a unit other than square
/// kilometres, of a part of the place or in the boundaries of another time, names in a language that the index lacks, kinds
/// without an equivalent.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  chorograph -d my-data compare wikidata caucasus.wd
  chorograph -d my-data compare wikidata caucasus.wd --property area --format csv")]
pub(crate) struct Args {
    /// An index, made by `chorograph wikidata index`.
    index: PathBuf,
    /// Compare only these properties [default: all].
    #[arg(long, value_parser = properties(), value_delimiter = ',', hide_possible_values = true, value_name = "area|population|name|kind|…")]
    property: Vec<String>,
    /// Write the rows in this format.
    #[arg(long, value_enum, default_value = "table", hide_possible_values = true, value_name = "table|csv|json")]
    format: Shape,
    /// Include sources whose metadata has `redistribute = false`; for private use.
    #[arg(long)]
    include_restricted: bool,
}

fn properties() -> PossibleValuesParser {
    PossibleValuesParser::new(Property::all().into_iter().map(Property::name))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Shape {
    Table,
    Csv,
    Json,
}

pub(crate) fn run(args: &Args, context: &Context) -> Result<Status, Failure> {
    let dataset = open(context)?;
    let view = shared_view(&dataset, args.include_restricted)?;
    let index = Index::open(&args.index)?;
    let comparison = Comparison::new(&view, &index, dataset.config.disagreement.area_tolerance);
    let mut properties = Property::all();
    properties
        .retain(|property| args.property.is_empty() || args.property.iter().any(|asked| asked == property.name()));
    let linked = comparison.reader.linked().map_err(|e| Failure::new(FailureKind::CannotRun, e))?;
    let prefixes = Prefixes::new(dataset.minter.base());
    let mut out = Output::open(None)?;
    match args.format {
        Shape::Table => {
            let mut rows = Vec::new();
            each(&comparison, &linked, &properties, |row| {
                rows.push(cells(&prefixes, row));
                Ok(())
            })?;
            let headings = ["entity", "item", "property", "ours", "source", "words", "theirs", "verdict"];
            writeln!(out, "{}", table::of_text(&headings, rows))?;
        }
        shape => {
            let mut writer = if shape == Shape::Csv { Writer::csv(&mut out)? } else { Writer::json(&mut out) };
            each(&comparison, &linked, &properties, |row| Ok(writer.row(row)?))?;
            writer.finish()?;
        }
    }
    out.finish()?;
    if linked.is_empty() {
        terminal::eprint(
            "note: nothing to compare: no entity of the dataset has a verified link\n\
             help: a link is a Wikidata item in the column wikidata of gazetteer/*.csv; then run `chorograph build`\n",
        );
    }
    Ok(Status::Done)
}

/// Passes on the rows entity by entity, and prints a note for each item that the index does not have.
fn each(
    comparison: &Comparison<'_>,
    linked: impl IntoIterator<Item = impl std::borrow::Borrow<Linked>>,
    properties: &[Property],
    mut take: impl FnMut(&Row) -> Result<(), Failure>,
) -> Result<(), Failure> {
    for linked in linked {
        let linked = linked.borrow();
        match comparison.rows(linked, properties).map_err(|e| Failure::new(FailureKind::CannotRun, e))? {
            Some(rows) => rows.iter().try_for_each(&mut take)?,
            None => {
                let Linked { iri, item, label } = linked;
                terminal::eprint(&format!("note: the index has no item Q{item}, to which {label} ({iri}) is linked\n"));
            }
        }
    }
    Ok(())
}

fn cells(prefixes: &Prefixes, row: &Row) -> Vec<String> {
    let [entity, _, cells @ ..] = row.cells();
    let entity = prefixes.shorten(&entity).unwrap_or(entity);
    std::iter::once(entity).chain(cells).map(|cell| terminal::tsv_value(&cell)).collect()
}

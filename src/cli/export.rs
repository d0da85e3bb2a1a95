//! `chorograph export`

mod others;
mod quickstatements;
pub(super) mod tables;

use super::failure::FailureKind;
use super::terminal::{self, Output};
use super::{Context, Failure, Status, shared_claims, shown};
use chorograph::dataset::Dataset;
use chorograph::publish::ontology::EMBEDDED;
use chorograph::publish::{self, Claims, DirectTriples, ExportFormat, canonical};
use chorograph::store::access::DatasetView;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use indicatif::HumanCount;
use others::Other;
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Files written to a folder beside the dataset, which document its vocabulary.
const COMPANIONS: [(&str, &str); 3] =
    [("ontology.ttl", EMBEDDED.ontology), ("terms.ttl", EMBEDDED.terms), ("shapes.ttl", EMBEDDED.shapes)];

/// Write the dataset as Turtle, TriG, N-Triples, N-Quads, RDF/XML or JSON-LD, its places for maps, or its claims as nanopublications
///
/// The same data gives the same bytes, and a small change of the data gives a small change of the file, so you can keep
/// exports under version control.
///
/// Turtle, N-Triples, RDF/XML and JSON-LD contain the union of all graphs, which queries also use. N-Quads and TriG also give the
/// graph of each statement, which is a version of a source. N-Quads are in the canonical form of RDFC-1.0, so the SHA-256 of
/// the file identifies the dataset.
///
/// With --rdf12 (Turtle, TriG, N-Triples, N-Quads), make each claim also the reifier of one statement, which is named but not
/// asserted: << place:shusha choro:hasArea quantity:289-km2 ~ claim >>. Only parsers of RDF 1.2 can read such files; rdflib
/// and Jena before 5.4 cannot.
///
/// With --plain (TriG, N-Quads), assert these statements, each in the graph of the source that makes it, for programs that
/// need a simple graph. Statements that a source attributes to another and roles of another time are left out. Formats
/// without graphs are an error, because they could not show which source makes a statement.
///
/// With --format lpf (Linked Places Format 1.3) or geojson, write the places with their names, points, links and claims; with
/// --format nanopub, write a nanopublication for each claim, under a trusty URI, in TriG.
///
/// With --format quickstatements, write additions for Wikidata (QuickStatements V1): areas, populations, dates of establishment
/// and abolition, seats, the units that places are part of and codes of entities with a verified link, each with the address of its
/// source, and spellings as aliases. A code is written if it is of GeoNames or ISO 3166-2, or if the scheme is the name of a property
/// of Wikidata (P300). These are left out and counted: values whose source has no address, that other claims contradict, that are
/// approximate, of a part of the place or in other boundaries; seats and parents without a verified link, or of which sources
/// give several; populations without a date; points, since the file cannot say how precise they are; and changes of control,
/// for which Wikidata has no property of exactly this meaning.
///
/// A source whose metadata says redistribute = false is left out with its whole graph, and named on standard error. Captured text
/// is never exported, except the words of each claim.
///
/// A file appears under its name only when it is complete; if an error occurs, the old file stays.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  chorograph export
  chorograph export -o dist              dist/dataset.ttl, and the ontology beside it
  chorograph export -o districts.trig    one file, in the format of its name
  chorograph export -o dist --verify
  chorograph export --tables -o tables   tables/districts.csv and others
  chorograph export --format nq | sha256sum
  chorograph export --rdf12 -o districts.ttl
  chorograph export --plain -o districts.trig
  chorograph export --format lpf -o places.json
  chorograph export --format nanopub -o claims.trig
  chorograph export --format quickstatements --index caucasus.wd -o back.tsv")]
pub(crate) struct Args {
    /// Write to this folder or file, or to standard output if it is -. A name with an extension is a file.
    #[arg(short, long, value_name = "DIR|FILE", default_value = "-")]
    output: PathBuf,
    /// Write the dataset in this format [default: by the name of the output file; else ttl].
    #[arg(long, value_parser = formats(), hide_possible_values = true, value_name = "ttl|nt|nq|trig|rdf|jsonld|lpf|geojson|nanopub|quickstatements")]
    format: Option<RequestedFormat>,
    /// Read the output back with another parser, and compare its canonical form (RDFC-1.0) with that of the store.
    #[arg(long)]
    verify: bool,
    /// Add the statement of each claim as a triple term, without asserting it (RDF 1.2).
    #[arg(long, conflicts_with_all = ["plain", "verify", "tables"])]
    rdf12: bool,
    /// Add the statements of claims as plain triples, each in the graph of its source.
    #[arg(long, conflicts_with_all = ["verify", "tables"])]
    plain: bool,
    /// Include sources whose metadata has `redistribute = false`; for private use.
    #[arg(long)]
    include_restricted: bool,
    /// Write the table of each named query that needs no parameter as a CSV file into the folder, with its description (CSVW).
    #[arg(long, conflicts_with_all = ["format", "verify"])]
    tables: bool,
    #[command(flatten)]
    claims: shown::Args,
    #[command(flatten)]
    quickstatements: quickstatements::Args,
}

/// A format as typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RequestedFormat {
    Rdf(ExportFormat),
    Other(Other),
    QuickStatements,
}

fn formats() -> impl TypedValueParser<Value = RequestedFormat> {
    let rdf = ExportFormat::ALL.into_iter().map(|format| (format.extension(), RequestedFormat::Rdf(format)));
    let others = Other::ALL.into_iter().map(|other| (other.name(), RequestedFormat::Other(other)));
    let all: Vec<_> = rdf.chain(others).chain([("quickstatements", RequestedFormat::QuickStatements)]).collect();
    PossibleValuesParser::new(all.iter().map(|(name, _)| *name)).map(move |name| {
        let known = all.iter().find(|(known, _)| *known == name);
        // The parser lets no other name through.
        known.map_or(RequestedFormat::QuickStatements, |(_, asked)| *asked)
    })
}

/// The destination of the dataset.
#[derive(Debug, PartialEq, Eq)]
enum Target {
    Stdout,
    File(PathBuf),
    Folder(PathBuf),
}

pub(crate) fn run(args: &Args, context: &Context) -> Result<Status, Failure> {
    if args.tables {
        return tables::write(&Dataset::open(&context.dataset)?, &args.output, args.include_restricted, args.claims);
    }
    let is_geojson = args.output.extension().is_some_and(|e| e.eq_ignore_ascii_case("geojson"));
    let asked = args.format.or(is_geojson.then_some(RequestedFormat::Other(Other::GeoJson)));
    if let Some(RequestedFormat::QuickStatements | RequestedFormat::Other(_)) = asked {
        if args.verify {
            return Err(Failure::new(
                FailureKind::CannotRun,
                "--verify works only with RDF of the whole dataset, not with this format",
            ));
        }
        if args.rdf12 || args.plain {
            return Err(Failure::new(
                FailureKind::CannotRun,
                "--rdf12 and --plain work only with ttl, nt, nq and trig",
            ));
        }
    }
    if let (Some(option), false) = (args.quickstatements.typed(), asked == Some(RequestedFormat::QuickStatements)) {
        return Err(Failure::new(FailureKind::CannotRun, format!("{option} works only with --format quickstatements")));
    }
    let given = match asked {
        Some(RequestedFormat::QuickStatements) => {
            return quickstatements::run(
                &args.quickstatements,
                &args.output,
                args.include_restricted,
                args.claims,
                context,
            );
        }
        Some(RequestedFormat::Other(other)) => {
            return others::run(other, &args.output, args.include_restricted, args.claims, context);
        }
        Some(RequestedFormat::Rdf(format)) => Some(format),
        None => None,
    };
    let (target, format) = target(&args.output, given)?;
    let direct = args.direct(format)?;
    let dataset = Dataset::open(&context.dataset)?;
    let view = shared_claims(&dataset, args.include_restricted, args.claims.shown())?;
    let export = Export { dataset: &dataset, view: &view, format, direct, verify: args.verify };
    match target {
        Target::Stdout => export.to(Output::open(None)?)?,
        Target::File(path) => export.to(Output::open(Some(&path))?)?,
        Target::Folder(folder) => {
            fs::create_dir_all(&folder)
                .map_err(|e| io::Error::new(e.kind(), format!("cannot make the folder {}: {e}", folder.display())))?;
            for (name, text) in COMPANIONS {
                let mut out = Output::open(Some(&folder.join(name)))?;
                out.write_all(text.as_bytes())?;
                out.finish()?;
            }
            export.to(Output::open(Some(&folder.join("dataset").with_extension(format.extension())))?)?;
        }
    }
    Ok(Status::Done)
}

impl Args {
    /// How to write the direct triples of claims; an error if the format does not support them.
    fn direct(&self, format: ExportFormat) -> Result<DirectTriples, Failure> {
        let refused =
            |why: &str, hint: &str| Err(Failure::new(FailureKind::CannotRun, why.to_owned()).hint(hint.to_owned()));
        match format {
            ExportFormat::RdfXml | ExportFormat::JsonLd if self.rdf12 => {
                refused(&format!("{format} cannot express reifiers"), "use --rdf12 with ttl, trig, nt or nq")
            }
            _ if self.rdf12 => Ok(DirectTriples::Reified),
            _ if self.plain && !format.has_graphs() => refused(
                &format!("{format} merges the graphs, so --plain would lose which source makes a statement"),
                "use --plain with trig or nq",
            ),
            _ if self.plain => Ok(DirectTriples::Asserted),
            _ => Ok(DirectTriples::Omitted),
        }
    }
}

/// Decides by its name whether the output is a file or a folder, and by the name of a file its format.
fn target(output: &Path, format: Option<ExportFormat>) -> Result<(Target, ExportFormat), Failure> {
    if output == Path::new("-") {
        return Ok((Target::Stdout, format.unwrap_or(ExportFormat::Turtle)));
    }
    let is_named_a_folder = output.as_os_str().as_encoded_bytes().ends_with(b"/");
    let Some(extension) = output.extension().filter(|_| !is_named_a_folder && !output.is_dir()) else {
        return Ok((Target::Folder(output.to_owned()), format.unwrap_or(ExportFormat::Turtle)));
    };
    let shown = output.display();
    match (format, extension.to_str().and_then(ExportFormat::from_extension)) {
        // A file that is named after one format and holds another misleads every reader.
        (Some(format), Some(named)) if format != named => {
            let error = format!("{shown} has the extension of {named}, but --format says {format}");
            Err(Failure::new(FailureKind::CannotRun, error).hint("leave --format out, or rename the file"))
        }
        (None, None) => {
            Err(Failure::new(FailureKind::CannotRun, format!("cannot determine the format from the name {shown}"))
                .hint("give --format, or an extension: .ttl, .nt, .nq, .trig, .rdf or .jsonld")
                .hint("end the name of a folder in /"))
        }
        (Some(format), _) | (None, Some(format)) => Ok((Target::File(output.to_owned()), format)),
    }
}

/// An export in one format.
struct Export<'a> {
    dataset: &'a Dataset,
    view: &'a DatasetView,
    format: ExportFormat,
    direct: DirectTriples,
    verify: bool,
}

impl Export<'_> {
    fn to(&self, mut out: Output) -> Result<(), Failure> {
        match out.temporary() {
            _ if !self.verify => self.write(&mut out)?,
            Some(path) => {
                self.write(&mut out)?;
                self.compare(&path)?;
            }
            // A pipe cannot be read back.
            None => {
                let mut file = NamedTempFile::new_in(self.dataset.work())?;
                self.write(&mut file)?;
                self.compare(file.path())?;
                io::copy(&mut file.reopen()?, &mut out)?;
            }
        }
        Ok(out.finish()?)
    }

    fn write(&self, out: &mut impl Write) -> Result<(), Failure> {
        let bar = terminal::spinner(terminal::STATEMENTS_READ);
        let (store, minter, work) = (self.view.store(), &self.dataset.minter, self.dataset.work());
        let mut out = BufWriter::with_capacity(1 << 18, out);
        let (format, direct) = (self.format, self.direct);
        let result = publish::write_with(store, minter, format, direct, &work, &mut out, &|more| bar.inc(more));
        bar.finish_and_clear();
        let (_, Claims { all, without }) = result?;
        if direct != DirectTriples::Omitted {
            let (made, without) = (HumanCount(all - without), HumanCount(without));
            terminal::eprint(&format!("{made} claims with a statement, {without} without\n"));
        }
        Ok(out.flush()?)
    }

    /// Compares what was written with the store.
    fn compare(&self, file: &Path) -> Result<(), Failure> {
        let written = BufReader::new(File::open(file)?);
        let comparison = canonical::verify(written, self.format, self.view.store(), &self.dataset.work())?;
        if let Some(difference) = &comparison.first_difference {
            let (missing, unexpected) = (HumanCount(comparison.missing), HumanCount(comparison.unexpected));
            return Err(Failure::new(
                FailureKind::Input,
                format!(
                    "the file differs from the store: {missing} statements are missing and {unexpected} are unexpected\n  {difference}"
                ),
            ));
        }
        terminal::eprint(&format!(
            "{} statements, read back and verified; SHA-256 of the canonical form (RDFC-1.0): {}\n",
            HumanCount(comparison.statements),
            comparison.digest
        ));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_decides_between_file_and_folder_and_its_format() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let turtle = ExportFormat::Turtle;
        for (name, given, expected) in [
            ("dist", None, (Target::Folder(path("dist")), turtle)),
            ("dist", Some(ExportFormat::NQuads), (Target::Folder(path("dist")), ExportFormat::NQuads)),
            ("v1.0/", None, (Target::Folder(path("v1.0/")), turtle)),
            ("x.trig", None, (Target::File(path("x.trig")), ExportFormat::TriG)),
            ("x.NT", None, (Target::File(path("x.NT")), ExportFormat::NTriples)),
            ("x.txt", Some(turtle), (Target::File(path("x.txt")), turtle)),
            ("x.ttl", Some(turtle), (Target::File(path("x.ttl")), turtle)),
        ] {
            assert_eq!(target(&path(name), given).ok(), Some(expected), "{name}");
        }
        assert_eq!(target(Path::new("-"), None).ok(), Some((Target::Stdout, turtle)));
        let refused = |name: &str, given| format!("{:?}", target(&path(name), given).err().unwrap());
        assert!(refused("x.txt", None).contains("cannot determine the format from the name"));
        assert!(
            refused("x.nt", Some(turtle)).contains("x.nt has the extension of N-Triples, but --format says Turtle")
        );
        // An existing folder is a folder whatever its name.
        fs::create_dir(path("there.nt")).unwrap();
        assert_eq!(target(&path("there.nt"), None).ok(), Some((Target::Folder(path("there.nt")), turtle)));
    }
}

//! `chorograph query`

mod answer;
mod service;

use super::deadline::{self, Deadline};
use super::failure::FailureKind;
use super::network::seconds;
use super::table::{self, Reader};
use super::terminal::{self, Output};
use super::{Context, Failure, Status, private_claims, shared_claims, shown};
use answer::{RequestedFormat, Writing};
use chorograph::dataset::{Dataset, DatasetError};
use chorograph::query::{self, Library, Prefixes, Template};
use oxigraph::sparql::CancellationToken;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Query the dataset by the name of a query or in SPARQL
///
/// Without a query, list the named queries: the built-in ones and the dataset's own in queries/NAME.rq, which override
/// built-in ones of the same name.
///
/// The usual prefixes are predefined (choro:, term:, dcterms:, prov:, skos:, …), as are data: for the base IRI of the
/// dataset and place:, source:, claim: and the like for names below it. The default graph is the union of all graphs, so a
/// triple that several sources state is one triple. GRAPH ?g { … } distinguishes the versions of sources.
///
/// A table that is too wide for the terminal is printed with one field on each line; --columns selects columns. On a terminal,
/// long answers are shown in a pager ($PAGER, else less).
///
/// SERVICE <endpoint> { … } sends the results of the rest of the query to another SPARQL endpoint, in batches. A query without
/// SERVICE does not use the network.
///
/// The answer is for private use: it is based on all sources, including those with redistribute = false in their metadata.
/// With --public, these are left out and you may publish the answer. They are also left out of a query with SERVICE, because
/// other servers receive values of the dataset, unless you give --include-restricted.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  chorograph query
  chorograph query districts
  chorograph query changes-of-control --param from=1993-01-01 --param to=1993-06-30
  chorograph query place --param place=place:lachin --format json
  chorograph query statements --columns speaker,words
  chorograph query 'SELECT ?p ?o { place:shusha ?p ?o }'
  chorograph query --file mine.rq -o answer.csv
  echo 'DESCRIBE place:shusha' | chorograph query -
  chorograph query 'SELECT ?place ?label { ?place skos:exactMatch ?item .
    SERVICE <https://query.wikidata.org/sparql> { ?item rdfs:label ?label FILTER(LANG(?label) = \"hy\") } }' \
    --contact me@example.org
  chorograph query --exit-status 'ASK { ?d a choro:Disagreement }' && echo 'sources disagree'

Parameters of a query are variables with names of these forms (grlc, BASIL):
  ?_name        a string               ?_limit_integer   a number; also _decimal, _boolean, _date, …
  ?_place_iri   an IRI                 ?_from_xsd_date   a literal of any datatype
  ?_label_en    a string in English    ?__name           optional
--param sets their values in plain text; for an IRI, also write place:shusha or place/shusha.")]
pub(crate) struct Args {
    /// The name of a query, SPARQL (recognised by a space or a brace), or - for SPARQL from standard input.
    #[arg(value_name = "NAME|SPARQL", group = "asked")]
    query: Option<String>,
    /// Read the query from a file, or from standard input if it is -.
    #[arg(short, long, value_name = "FILE", group = "asked")]
    file: Option<PathBuf>,
    /// Set the value of a parameter; may be repeated.
    #[arg(short, long = "param", value_name = "NAME=VALUE", value_parser = parameter, requires = "asked")]
    parameters: Vec<(String, String)>,
    /// Write the answer in this format [default: by the extension of the output file; else table on a terminal, csv elsewhere, and
    /// ttl for CONSTRUCT and DESCRIBE].
    #[arg(
        long,
        value_enum,
        requires = "asked",
        hide_possible_values = true,
        value_name = "table|csv|tsv|json|xml|ttl|nt|nq|trig|jsonld|rdf"
    )]
    format: Option<RequestedFormat>,
    /// Write the answer to a file, which appears only when it is complete; - is standard output.
    #[arg(short, long, value_name = "FILE", requires = "asked")]
    output: Option<PathBuf>,
    /// Write only these columns, in this order.
    #[arg(long, value_name = "NAME,…", value_delimiter = ',', requires = "asked")]
    columns: Vec<String>,
    /// Write to the terminal without a pager.
    #[arg(long)]
    no_pager: bool,
    /// Stop the query after this many seconds, with exit code 124.
    #[arg(long, value_name = "SECONDS", value_parser = seconds, requires = "asked")]
    timeout: Option<Duration>,
    /// Leave out sources whose metadata has `redistribute = false`.
    #[arg(long, requires = "asked", conflicts_with = "include_restricted")]
    public: bool,
    /// Let SERVICE send data of sources with `redistribute = false` to other servers.
    #[arg(long, requires = "asked")]
    include_restricted: bool,
    /// Exit with code 1 if the answer to ASK is no.
    #[arg(long, requires = "asked")]
    exit_status: bool,
    #[command(flatten)]
    claims: shown::Args,
    #[command(flatten)]
    services: service::Args,
}

fn parameter(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("missing \"=\"; write NAME=VALUE")?;
    Ok((name.trim().to_owned(), value.to_owned()))
}

pub(crate) fn run(args: &Args, context: &Context) -> Result<Status, Failure> {
    if args.query.is_none() && args.file.is_none() {
        return list(args, context);
    }
    let dataset = Dataset::open(&context.dataset)?;
    let prefixes = Prefixes::new(dataset.minter.base());
    let template = template(args, &dataset, &prefixes)?;
    let filled = template.fill(&args.parameters, &prefixes)?;
    let target = args.output.as_deref().filter(|path| *path != Path::new("-"));
    let kind = filled.kind();
    if args.exit_status && kind != query::AnswerKind::Ask {
        return Err(Failure::new(FailureKind::Input, "--exit-status works only with ASK queries"));
    }
    let format = answer::format(args.format, target, kind)?;
    let mut out = match format {
        RequestedFormat::Table if target.is_none() => Output::deferred(!args.no_pager),
        _ => Output::open(target)?,
    };
    let token = CancellationToken::new();
    let deadline = args.timeout.map(|limit| Deadline::start(limit, token.clone(), out.temporary()));
    let prepared = if args.services.offline {
        query::prepare(&filled, &prefixes, Some(token))?
    } else {
        query::prepare_with_services(&filled, &prefixes, Some(token))?
    };
    let view = if args.public || (prepared.asks_services() && !args.include_restricted) {
        shared_claims(&dataset, false, args.claims.shown())?
    } else {
        private_claims(&dataset, args.claims.shown())?
    };
    let reader = Reader { prefixes: &prefixes, language: dataset.language() };
    let answer = if prepared.asks_services() {
        service::run(prepared, &view, &args.services, &dataset.work())
    } else {
        prepared.run(view.store()).map_err(Failure::from)
    };
    let writing = Writing { format, columns: &args.columns, reader: &reader, evaluated: &|| meet(deadline.as_ref()) };
    let written = answer.and_then(|answer| writing.write(answer, &mut out));
    let written = written.map_err(|failure| match args.timeout {
        Some(limit) if failure.kind == FailureKind::OutOfTime => {
            Failure::new(FailureKind::OutOfTime, deadline::message(limit))
        }
        _ => failure,
    })?;
    meet(deadline.as_ref());
    out.finish()?;
    if let Some(note) = written.note {
        terminal::eprint(&note);
    }
    Ok(if args.exit_status && written.is_no { Status::Failed } else { Status::Done })
}

/// Ends the time limit, once the evaluation is complete.
fn meet(deadline: Option<&Deadline>) {
    if let Some(deadline) = deadline {
        deadline.meet();
    }
}

fn template(args: &Args, dataset: &Dataset, prefixes: &Prefixes) -> Result<Template, Failure> {
    let text = match (&args.file, args.query.as_deref()) {
        (Some(file), _) => read(file)?,
        (None, Some("-")) => read(Path::new("-"))?,
        (None, Some(text)) if text.contains(|c: char| c.is_whitespace() || c == '{') => text.to_owned(),
        (None, name) => {
            let name = name.unwrap_or_default();
            let found = Library::open(Some(&dataset.queries()), prefixes)?.take(name);
            return match found {
                Ok(query) => Ok(query.template),
                Err(error) if name.ends_with(".rq") || name.contains('/') => {
                    Err(Failure::from(error).hint(format!("to read a file, use --file {name}")))
                }
                Err(error) => Err(error.into()),
            };
        }
    };
    Ok(Template::new(&text, prefixes)?)
}

fn read(file: &Path) -> Result<String, Failure> {
    let failed = |kind, e: &dyn std::fmt::Display| Failure::new(kind, format!("cannot read {}: {e}", file.display()));
    let bytes = if file == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        chorograph::base::files::read(file)
    };
    query::decoded(bytes.map_err(|e| failed(FailureKind::CannotRun, &e))?).map_err(|e| failed(FailureKind::Input, &e))
}

/// The named queries with their summaries and parameters.
fn list(args: &Args, context: &Context) -> Result<Status, Failure> {
    // The built-in queries can be listed without a dataset; the base IRI matters only when a query is run.
    let (folder, prefixes) = match Dataset::open(&context.dataset) {
        Ok(dataset) => (Some(dataset.queries()), Prefixes::new(dataset.minter.base())),
        Err(DatasetError::NotADataset(_)) => (None, Prefixes::new("urn:dataset:")),
        Err(error) => return Err(error.into()),
    };
    let (queries, errors) = Library::open(folder.as_deref(), &prefixes)?.into_parts();
    let rows = queries.iter().map(|query| {
        let parameters: Vec<String> = query.template.parameters.iter().map(ToString::to_string).collect();
        vec![query.name.clone(), query.summary().to_owned(), parameters.join("\n")]
    });
    let mut out = Output::deferred(!args.no_pager);
    writeln!(out, "{}", table::of_text(&["query", "what it gives", "parameters"], rows))?;
    out.finish()?;
    // A query with errors does not stop the others.
    let is_whole = errors.is_empty();
    for error in errors {
        Failure::from(error).report();
    }
    Ok(if is_whole { Status::Done } else { Status::Failed })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_may_have_fractions_and_must_be_some() {
        assert_eq!(seconds("2.5"), Ok(Duration::from_millis(2500)));
        for text in ["0", "-1", "NaN", "inf", "1e300", "x", ""] {
            assert!(seconds(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_value_may_contain_what_separates_it_from_its_name() {
        assert_eq!(parameter("x=a=b"), Ok(("x".to_owned(), "a=b".to_owned())));
        assert!(parameter("x").is_err());
    }
}

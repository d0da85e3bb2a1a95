use crate::cli::failure::{Failure, FailureKind};
use crate::cli::terminal::{self, Output};
use crate::cli::{Context, Status, open, private_view};
use chorograph::query::Prefixes;
use chorograph::query::trace::{self, Anchor, Trace};
use chorograph::store::access::DatasetView;
use std::io::Write;

/// Trace a claim back to its words in the source
///
/// For a claim, a record or a mention, or for all claims of an entity, show who says so, in which source, and the verbatim
/// words in their sentence, with offsets in Unicode code points. Without an argument, trace everything. The words are cut from the captured bytes of the source. The
/// output is for private use: it includes sources with redistribute = false in their metadata, marked as restricted.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  chorograph trace place/shusha\n  chorograph trace claim:shusha/area-0a1b2c3d4e5f\n  chorograph trace"
)]
pub(crate) struct Args {
    /// An IRI, a prefixed name, or a path below the base of the dataset [default: everything].
    iri: Option<String>,
}

pub(crate) fn run(args: &Args, context: &Context) -> Result<Status, Failure> {
    let dataset = open(context)?;
    let resolve = |iri: &String| {
        Prefixes::new(dataset.minter.base()).resolve(iri).map_err(|e| {
            Failure::new(FailureKind::Input, format!("{iri:?}: {e}"))
                .hint("write the full IRI, or a short form such as place:shusha or place/shusha")
        })
    };
    let iri = args.iri.as_ref().map(resolve).transpose()?;
    let view = private_view(&dataset)?;
    let traces = match &iri {
        Some(iri) => trace::trace(&view, &dataset, iri)?,
        None => trace::all(&view, &dataset)?,
    };
    let mut out = Output::open(None)?;
    let colour = terminal::is_terminal();
    for (n, trace) in traces.iter().enumerate() {
        if n > 0 {
            writeln!(out)?;
        }
        show(&mut out, trace, &view, colour)?;
    }
    out.finish()?;
    let whole = traces.iter().flat_map(|t| &t.anchors).all(is_proven);
    Ok(if whole { Status::Done } else { Status::Failed })
}

/// Whether the words in the store equal those in the captured source.
fn is_proven(anchor: &Anchor) -> bool {
    anchor.cut.as_ref().is_some_and(|cut| cut.words == anchor.words)
}

fn show(out: &mut impl Write, trace: &Trace, view: &DatasetView, colour: bool) -> Result<(), Failure> {
    let (bold, end) = if colour { ("\x1b[1m", "\x1b[0m") } else { ("«", "»") };
    writeln!(out, "{} <{}>", trace.class, trace.subject.as_str())?;
    for (property, value) in &trace.says {
        writeln!(out, "  {property:<12} {value}")?;
    }
    writeln!(out, "  {:<12} {}", "said by", trace.asserted_by.as_deref().unwrap_or("not stated"))?;
    if let Some(title) = &trace.reported_in {
        writeln!(out, "  {:<12} {title}", "reported in")?;
    }
    if let Some(words) = &trace.cited {
        writeln!(out, "  {:<12} {bold}{words}{end} (in a gazetteer; the work itself was not captured)", "words")?;
    }
    for anchor in &trace.anchors {
        let title = anchor.title.as_deref().unwrap_or("without title");
        writeln!(out, "  {:<12} {title} <{}>", "source", anchor.source.as_str())?;
        let known = [
            ("publisher", &anchor.publisher),
            ("published", &anchor.issued),
            ("retrieved", &anchor.retrieved),
            ("address", &anchor.url),
            ("sha256", &anchor.sha256),
        ];
        for (what, value) in known {
            writeln!(out, "    {what:<10} {}", value.as_deref().unwrap_or("not stated"))?;
        }
        if view.holds_restricted() && view.is_restricted(&anchor.source)? {
            writeln!(out, "    {:<10} restricted: its metadata says redistribute = false", "rights")?;
        }
        let (start, stop) = (anchor.span.start, anchor.span.end);
        match &anchor.cut {
            Some(cut) => {
                writeln!(out, "    {:<10} {start}-{stop} (line {}, column {})", "offsets", cut.line, cut.column)?;
                writeln!(out, "    {:<10} {}{bold}{}{end}{}", "words", cut.before, cut.words, cut.after)?;
                if cut.words != anchor.words {
                    writeln!(out, "    {:<10} the store has different words: {:?}", "warning", anchor.words)?;
                }
            }
            None => {
                writeln!(out, "    {:<10} {start}-{stop}", "offsets")?;
                writeln!(out, "    {:<10} {} (the captured source is missing)", "words", anchor.words)?;
            }
        }
    }
    Ok(())
}

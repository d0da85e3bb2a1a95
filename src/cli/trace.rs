use crate::cli::failure::{Failure, FailureKind};
use crate::cli::terminal::{self, Output};
use crate::cli::{Context, Status, open, private_claims, shown};
use chorograph::query::Prefixes;
use chorograph::query::trace::{self, Anchor, AnchorPlace, AnchorRole, Cut, SourceInfo, Supplied, Trace};
use chorograph::store::access::DatasetView;
use std::io::Write;

/// Trace a claim back to its words in the source
///
/// For a claim, a record or a mention, or for all claims of an entity, show who says so, in which source, and the verbatim
/// words in their sentence, with offsets in Unicode code points. For a claim of a table, show each cell that it rests on
/// (value, head, name, context) with its place, and the lines of the metadata that say the rest. Without an argument, trace
/// everything.
///
/// The words are cut from the captured bytes of the source; the exit code is 1 if some are lost or different. The output is
/// for private use: it includes sources with redistribute = false in their metadata, marked as restricted.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  chorograph trace place/shusha\n  chorograph trace claim:shusha/area-0a1b2c3d4e5f\n  chorograph trace"
)]
pub(crate) struct Args {
    /// An IRI, a prefixed name, or a path below the base of the dataset [default: everything].
    iri: Option<String>,
    #[command(flatten)]
    claims: shown::Args,
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
    let view = private_claims(&dataset, args.claims.shown())?;
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

/// Maximum number of characters that are shown of words or a value: an outline can have millions.
const MAX_SHOWN: usize = 2_000;

fn show(out: &mut impl Write, trace: &Trace, view: &DatasetView, colour: bool) -> Result<(), Failure> {
    let (bold, end) = if colour { ("\x1b[1m", "\x1b[0m") } else { ("«", "»") };
    writeln!(out, "{} <{}>", trace.class, trace.subject.as_str())?;
    for (property, value) in &trace.says {
        writeln!(out, "  {property:<12} {}", shortened(value))?;
    }
    writeln!(out, "  {:<12} {}", "said by", trace.asserted_by.as_deref().unwrap_or("not stated"))?;
    if let Some(title) = &trace.reported_in {
        writeln!(out, "  {:<12} {title}", "reported in")?;
    }
    if let Some(words) = &trace.cited {
        writeln!(out, "  {:<12} {bold}{words}{end} (in a gazetteer; the work itself was not captured)", "words")?;
    }
    let mut last = None;
    for anchor in &trace.anchors {
        if last.replace(&anchor.source) != Some(&anchor.source) {
            source(out, anchor, view)?;
        }
        match anchor.role {
            Some(role) => table_words(out, role, anchor, (bold, end))?,
            None => words(out, anchor, (bold, end))?,
        }
    }
    if let Some(work) = &trace.cited_in {
        writeln!(out, "  {:<12} {work}", "cites")?;
    }
    for Supplied { line, words, keys } in &trace.supplied {
        let line = line.map_or_else(|| "a line".to_owned(), |line| format!("line {line}"));
        writeln!(out, "  {:<12} {line}: {bold}{}{end} ({})", "metadata", shortened(words), keys.join(", "))?;
    }
    Ok(())
}

/// A source, once for all words of a trace that are in it.
fn source(out: &mut impl Write, anchor: &Anchor, view: &DatasetView) -> Result<(), Failure> {
    let SourceInfo { title, publisher, issued, retrieved, url, sha256, .. } = &*anchor.about;
    writeln!(out, "  {:<12} {} <{}>", "source", title.as_deref().unwrap_or("without title"), anchor.source.as_str())?;
    let known = [
        ("publisher", publisher),
        ("published", issued),
        ("retrieved", retrieved),
        ("address", url),
        ("sha256", sha256),
    ];
    for (what, value) in known {
        writeln!(out, "    {what:<10} {}", value.as_deref().unwrap_or("not stated"))?;
    }
    if view.holds_restricted() && view.is_restricted(&anchor.source)? {
        writeln!(out, "    {:<10} restricted: its metadata says redistribute = false", "rights")?;
    }
    Ok(())
}

/// Words of a text, in their sentence.
fn words(out: &mut impl Write, anchor: &Anchor, (bold, end): (&str, &str)) -> Result<(), Failure> {
    writeln!(out, "    {:<10} {}", "offsets", place(anchor))?;
    match &anchor.cut {
        Some(cut) => writeln!(out, "    {:<10} {}{bold}{}{end}{}", "words", cut.before, cut.words, cut.after)?,
        None => writeln!(out, "    {:<10} {} (the captured source is missing)", "words", anchor.words)?,
    }
    difference(out, anchor)
}

/// Words of a table, with what a claim owes to them.
fn table_words(out: &mut impl Write, role: AnchorRole, anchor: &Anchor, marks: (&str, &str)) -> Result<(), Failure> {
    let role = match role {
        AnchorRole::Value => "value",
        AnchorRole::Head => "head",
        AnchorRole::Name => "name",
        AnchorRole::Context => "context",
    };
    let (bold, end) = marks;
    let place = place(anchor);
    match &anchor.cut {
        Some(cut) => writeln!(out, "    {role:<10} {place}: {bold}{}{end}", shortened(&cut.words))?,
        None => {
            let lost = "(the captured source is missing or changed, or has no such cell)";
            writeln!(out, "    {role:<10} {place}: {} {lost}", shortened(&anchor.words))?;
        }
    }
    difference(out, anchor)
}

fn difference(out: &mut impl Write, anchor: &Anchor) -> Result<(), Failure> {
    if anchor.cut.as_ref().is_some_and(|cut| cut.words != anchor.words) {
        writeln!(out, "    {:<10} the store has different words: {:?}", "warning", shortened(&anchor.words))?;
    }
    Ok(())
}

/// A place as a person looks for it, and as programs name it.
fn place(anchor: &Anchor) -> String {
    let cell = match &anchor.place {
        AnchorPlace::Cell(cell) => cell,
        AnchorPlace::Span(span) => {
            let at = match &anchor.cut {
                Some(Cut { line: Some(line), column: Some(column), .. }) => format!(" (line {line}, column {column})"),
                _ => String::new(),
            };
            return format!("{}-{}{at}", span.start, span.end);
        }
        AnchorPlace::Unknown => return "a place that is not known".to_owned(),
    };
    // A person finds a line where lines and rows differ and the format is a text.
    let fragment = cell.fragment();
    let line = anchor.cut.as_ref().and_then(|cut| cut.line).filter(|_| fragment.is_some());
    let line = line.map(|line| format!(" (line {line})")).unwrap_or_default();
    let fragment = fragment.map(|fragment| format!(", {fragment}")).unwrap_or_default();
    match cell.to_string() {
        // The pointer to the whole of a JSON text is empty.
        whole if whole.is_empty() => "the whole".to_owned(),
        place => format!("{place}{line}{fragment}"),
    }
}

/// Words in one line, of which the end is left out if they are long.
fn shortened(words: &str) -> String {
    let mut line = String::with_capacity(words.len().min(MAX_SHOWN));
    let mut characters = words.chars();
    for c in characters.by_ref().take(MAX_SHOWN) {
        if c.is_control() { line.extend(c.escape_default()) } else { line.push(c) }
    }
    let rest = characters.count();
    if rest > 0 {
        line += &format!("… ({rest} more characters)");
    }
    line
}

use crate::cli::Status;
use crate::cli::failure::{Failure, FailureKind};
use crate::cli::{table, terminal};
use chorograph::base::fold;
use chorograph::base::iri::item_number;
use chorograph::link::wikidata::index::{Index, IndexError};
use chorograph::link::wikidata::item::{Item, NameKind, Value, shown_time};
use chorograph::link::wikidata::property;
use std::io::{self, Write};
use std::path::PathBuf;

/// Show an item of an index by its number, or all items with a name
///
/// Names match in any spelling: without diacritics, or transliterated from other scripts. If no item has the name, list
/// items with names that sound similar.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  chorograph wikidata show caucasus.wd Q227\n  chorograph wikidata show caucasus.wd 'Кельбаджар'"
)]
pub(crate) struct Args {
    /// The index.
    index: PathBuf,
    /// An item, or a name.
    what: String,
}

pub(crate) fn run(args: &Args) -> Result<Status, Failure> {
    let index = Index::open(&args.index)?;
    let mut out = terminal::Output::open(None)?;
    if let Some(id) = item_number(&args.what) {
        let item = index.item(id).or_else(|| index.class(id));
        let Some(item) = item else { return Err(nothing(&args.what)) };
        write!(out, "{}", sheet(&index, &item))?;
    } else {
        let key = fold::key(&args.what);
        let mut found: Vec<u32> = index.named(&key).into_iter().map(|n| n.at).collect();
        if found.is_empty() {
            found = fold::skeletons(&key).iter().flat_map(|s| index.sounding(s, true)).collect();
        }
        found.sort_unstable();
        found.dedup();
        if found.is_empty() {
            return Err(nothing(&args.what));
        }
        let mut items: Vec<Item> = found.iter().filter_map(|at| index.at(*at)).collect();
        items.sort_by_key(|i| (std::cmp::Reverse(i.sitelinks), i.id));
        let rows = items.iter().map(|item| {
            let label = index.label(item.id).unwrap_or_default();
            let types = facts(&index, item, |p| p == chorograph::link::wikidata::INSTANCE_OF).join(", ");
            let description = item.description.clone().unwrap_or_default();
            let cells = [format!("Q{}", item.id), label, types, description, item.sitelinks.to_string()];
            cells.map(|cell| terminal::strip_controls(&cell)).to_vec()
        });
        writeln!(out, "{}", table::of_text(&["item", "label", "instance of", "description", "sitelinks"], rows))?;
    }
    out.finish()?;
    Ok(Status::Done)
}

fn nothing(what: &str) -> Failure {
    Failure::new(FailureKind::Input, io::Error::other(format!("the index has no item {what:?}")))
        .hint("an index has only the items that its filters kept; see `chorograph wikidata index --help`")
}

/// A table of an item, property by property.
fn sheet(index: &Index, item: &Item) -> String {
    let languages = &index.languages().0;
    let language = |n: u8| languages.get(usize::from(n)).map_or("", String::as_str);
    let mut rows = vec![
        vec!["item".to_owned(), format!("Q{}", item.id)],
        vec!["description".to_owned(), item.description.clone().unwrap_or_default()],
    ];
    for (kind, head) in [
        (NameKind::Label, "labels"),
        (NameKind::Alias, "aliases"),
        (NameKind::Short, "short names"),
        (NameKind::Demonym, "demonyms"),
    ] {
        let names = item.names.iter().filter(|n| n.kind == kind);
        let names: Vec<String> = names.map(|n| format!("{} @{}", n.text, language(n.language))).collect();
        if !names.is_empty() {
            rows.push(vec![head.to_owned(), names.join("\n")]);
        }
    }
    for known in chorograph::link::wikidata::PROPERTIES {
        let values = facts(index, item, |p| p == known.id);
        if !values.is_empty() {
            rows.push(vec![format!("{} (P{})", known.label, known.id), values.join("\n")]);
        }
    }
    rows.push(vec!["sitelinks, statements".to_owned(), format!("{}, {}", item.sitelinks, item.statements)]);
    let rows = rows.iter().map(|row| row.iter().map(|cell| terminal::strip_controls(cell)).collect());
    format!("{}\n", table::of_text(&["", ""], rows))
}

/// The values of a property as text.
fn facts(index: &Index, item: &Item, which: impl Fn(u32) -> bool) -> Vec<String> {
    let known = item.facts.iter().filter(|f| which(f.property) && property(f.property).is_some());
    known
        .map(|fact| match &fact.value {
            Value::Item(id) => match index.label(*id) {
                Some(label) => format!("{label} (Q{id})"),
                None => format!("Q{id}"),
            },
            Value::Text(text) => text.clone(),
            Value::Quantity(amount, 0) => amount.trim_start_matches('+').to_owned(),
            Value::Quantity(amount, unit) => {
                let unit = index.label(*unit).unwrap_or_else(|| format!("Q{unit}"));
                format!("{} {unit}", amount.trim_start_matches('+'))
            }
            Value::Time(time, precision) => shown_time(time, *precision),
            Value::Coordinates(latitude, longitude) => format!("{latitude}, {longitude}"),
        })
        .collect()
}

impl From<IndexError> for Failure {
    fn from(error: IndexError) -> Self {
        let kind = if matches!(error, IndexError::Io { .. }) { FailureKind::CannotRun } else { FailureKind::Input };
        Self::new(kind, error)
    }
}

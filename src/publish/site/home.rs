//! The front page: the description of the dataset, its size, how to cite it, and its files.

use super::html::{Table, count, esc, external, link};
use super::kind::PageKind;
use super::names::SEARCH;
use super::page::Draft;
use super::{Context, SiteError, pictures, structured};
use crate::base::vocab::rdf;
use crate::claim::types::TYPES;
use crate::store::FactReader;

/// Maximum number of kinds and sources that are keywords in the structured data.
const MAX_KEYWORDS: usize = 12;

pub(super) fn page<'a>(
    context: &'a Context<'a>,
    facts: &FactReader<'_>,
    sources: &[String],
) -> Result<Draft<'a>, SiteError> {
    let config = &context.dataset.config;
    let mut draft = Draft::new(context, "index.html", &config.title);
    draft.language = config.languages.first().cloned();
    draft.eyebrow = "dataset".to_owned();
    draft.lead(&config.description);
    let mut counts = String::from("<ul class=\"counts\">\n");
    for kind in PageKind::ALL {
        let n = context.counts.of(kind);
        if n > 0 && kind != PageKind::Other {
            let words = if n == 1 { kind.one() } else { kind.many() };
            let inner = format!("<b>{}</b> <span>{words}</span>", count(n));
            counts += &format!("<li>{}</li>\n", link("index.html", &format!("{}/index.html", kind.folder()), &inner));
        }
    }
    draft.section("What is in it", &(counts + "</ul>\n"));
    if let Some(map) = pictures::of_home(context, facts)? {
        draft.section("Where places are said to be", &map);
    }
    draft.body += SEARCH;
    let mut ways = vec![
        ("query/index.html".to_owned(), "Questions with their answers".to_owned()),
        ("names/index.html".to_owned(), "All names from A to Z".to_owned()),
        ("vocabulary/index.html".to_owned(), "What the terms mean".to_owned()),
    ];
    ways.extend(context.pictures.pages());
    ways.extend(context.options.extras.iter().map(|extra| (extra.path.clone(), extra.title.clone())));
    if context.counts.of(PageKind::Disagreement) > 0 {
        ways.insert(0, ("disagreement/index.html".to_owned(), "Where sources differ".to_owned()));
    }
    let items: String =
        ways.iter().map(|(to, label)| format!("<li>{}</li>\n", link("index.html", to, &esc(label)))).collect();
    draft.section("Ways in", &format!("<ul>\n{items}</ul>\n"));
    let base = context.dataset.minter.base();
    let cite = format!(
        "<p id=\"cite\">{}: <cite>{}</cite>. {}. {}</p>\n<p>Cite a claim by its own IRI, which its page shows, together with the \
         source whose words it repeats.</p>\n<p>Licence of the dataset: {}. What sources say stays under their own terms: each \
         source’s page has its licence, or says that none is known.</p>\n",
        esc(&config.creator),
        esc(&config.title),
        esc(config.publisher.trim_end_matches('.')),
        external(base, &format!("<code>{}</code>", esc(base))),
        external(&config.licence, &esc(&config.licence)),
    );
    draft.section("How to cite", &cite);
    let mut table = Table::new("downloads", "Downloads", &["File", "Format", "Size", "SHA-256"]);
    for d in &context.options.downloads {
        table.push(vec![
            link("index.html", &d.name, &esc(&d.name)),
            format!("{} <span class=\"soft\">{}</span>", esc(&d.title), esc(d.media_type)),
            format!("<span class=\"size\">{}</span>", size(d.size)),
            format!("<code class=\"hash\">{}</code>", esc(&d.sha256)),
        ]);
    }
    draft.table(&table);
    draft.section(
        "How to read it",
        "<p>Every statement in this dataset is that of a source. A page shows each value with the words that it was read from and \
         with who says so; the words are places in a captured document, counted in Unicode code points. Where claims cannot hold \
         together they stand side by side. The dataset prefers none of them.</p>\n",
    );
    let mut keywords = vec!["linked data".to_owned(), "provenance".to_owned(), "claims".to_owned()];
    let kinds = PageKind::ALL.into_iter().filter(|kind| context.counts.of(*kind) > 0);
    keywords.extend(kinds.map(|kind| kind.many().to_owned()));
    keywords.truncate(MAX_KEYWORDS);
    let mut variables = Vec::new();
    for claim_type in TYPES {
        let Some(gives) = claim_type.gives else { continue };
        if context.statements.any(None, Some(rdf::TYPE), Some(claim_type.class.into()))? {
            variables.push(gives.to_owned());
        }
    }
    draft.structured.push(structured::whole(context, &variables, sources, &keywords));
    Ok(draft)
}

/// A size in bytes, in readable form.
fn size(bytes: u64) -> String {
    let units = ["bytes", "kB", "MB", "GB", "TB"];
    let (mut n, mut unit) = (bytes as f64, 0);
    while n >= 1000.0 && unit + 1 < units.len() {
        n /= 1000.0;
        unit += 1;
    }
    if unit == 0 { format!("{bytes} bytes") } else { format!("{n:.1} {}", units[unit]) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_by_people() {
        assert_eq!(
            [size(0), size(999), size(1_500), size(123_456_789)],
            ["0 bytes", "999 bytes", "1.5 kB", "123.5 MB"]
        );
    }
}

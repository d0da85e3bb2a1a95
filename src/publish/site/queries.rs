//! The pages of the named queries: description, parameters, text, and the answer of this dataset.

use super::html::{Table, counted, definitions, esc, external, link};
use super::kind::PageKind;
use super::page::Draft;
use super::values::Show;
use super::{Context, SiteError};
use crate::query::{self, Answer, AnswerError, Library, NamedQuery, Parameter, Prefixes};
use crate::store::FactReader;
use oxigraph::model::Term;
use std::error::Error;

/// Maximum number of rows of an answer that are kept.
const MAX_ROWS: usize = 1000;

/// The pages of all queries, and their list. Queries that fail are added to `failures`.
pub(super) fn pages(
    context: &Context<'_>,
    read: &FactReader<'_>,
    failures: &mut Vec<String>,
    emit: &mut dyn FnMut(Draft<'_>) -> Result<(), SiteError>,
) -> Result<(), SiteError> {
    let prefixes = Prefixes::new(context.dataset.minter.base());
    let folder = context.dataset.queries();
    let (queries, errors) = match Library::open(Some(&folder), &prefixes) {
        Ok(library) => library.into_parts(),
        Err(error) => (Vec::new(), vec![error]),
    };
    failures.extend(errors.iter().map(|error| with_causes(error)));
    let mut list = Draft::new(context, "query/index.html", "Queries");
    list.lead("Questions that the dataset answers, in SPARQL. Each has its text to copy, its parameters and, where it needs none, its answer.");
    let mut table = Table::new("queries", "Named queries", &["Query", "What it asks", "Parameters"]);
    for query in &queries {
        // A query whose name is not suitable for an address has no page.
        if !query.name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_') {
            failures.push(format!("{}: the name has characters that an address should not have", query.name));
            continue;
        }
        let path = format!("query/{}/index.html", query.name);
        let parameters: Vec<String> =
            query.template.parameters.iter().map(|p| format!("<code>{}</code>", esc(&p.name))).collect();
        table.push(vec![link(&list.path, &path, &esc(&query.name)), esc(query.summary()), parameters.join(", ")]);
        emit(page(context, read, query, &path, &prefixes, failures)?)?;
    }
    list.table(&table);
    emit(list)
}

fn page<'a>(
    context: &'a Context<'a>,
    read: &'a FactReader<'a>,
    query: &NamedQuery,
    path: &str,
    prefixes: &Prefixes,
    failures: &mut Vec<String>,
) -> Result<Draft<'a>, SiteError> {
    let mut draft = Draft::new(context, path, query.summary());
    draft.eyebrow = "query".to_owned();
    draft.trail.push(("query/index.html".to_owned(), "Queries".to_owned()));
    if let Some(description) = &query.template.header.description {
        draft.lead(description);
    }
    let parameters = &query.template.parameters;
    if !parameters.is_empty() {
        let mut table = Table::new("parameters", "Parameters", &["Name", "Value", "Needed", "Default", "Choices"]);
        for p in parameters {
            let needed = if p.is_required() { "yes" } else { "no" };
            let choices = p.choices.iter().map(|c| esc(c)).collect::<Vec<_>>().join(", ");
            let default = p.default.as_deref().map_or_else(String::new, esc);
            let name = format!("<code>{}</code>", esc(&p.name));
            table.push(vec![name, esc(&p.kind.to_string()), needed.to_owned(), default, choices]);
        }
        draft.table(&table);
    }
    let needed: Vec<&Parameter> = parameters.iter().filter(|p| p.is_required()).collect();
    let mut command = format!("chorograph query {}", query.name);
    for p in &needed {
        command += &format!(" --param {}=…", p.name);
    }
    let inner = format!(
        "<div class=\"copy\">\n<pre tabindex=\"0\" role=\"region\" aria-label=\"The text of the query\"><code id=\"query-text\">{}</code></pre>\n</div>\n\
         <p>On a computer that has the dataset:</p>\n<pre><code>{}</code></pre>\n<p>Elsewhere, with these prefixes:</p>\n{}",
        esc(query.template.text()),
        esc(&command),
        definitions(&prefix_list(query.template.text(), prefixes))
    );
    draft.section("The query", &inner);
    let claims = context.counts.of(PageKind::Claim);
    if !needed.is_empty() {
        draft.section(
            "The answer",
            "<p class=\"note\">The query needs a value that you choose, so that no answer stands here.</p>\n",
        );
    } else if claims > context.options.answer_up_to {
        let limit = super::html::count(context.options.answer_up_to);
        let note =
            format!("<p class=\"note\">The dataset has more than {limit} claims: ask it with the command above.</p>\n");
        draft.section("The answer", &note);
    } else if let Err(error) = answer(context, read, query, prefixes, &mut draft)? {
        draft.section("The answer", "<p class=\"note\">The query could not be answered.</p>\n");
        failures.push(format!("query {}: {error}", query.name));
    }
    Ok(draft)
}

fn prefix_list(text: &str, prefixes: &Prefixes) -> Vec<(String, String)> {
    let code = |text: &str| format!("<code>{}</code>", esc(text));
    prefixes.used_in(text).into_iter().map(|(p, namespace)| (code(&format!("{p}:")), code(namespace))).collect()
}

type AnswerResult = Result<(), String>;

fn answer(
    context: &Context<'_>,
    read: &FactReader<'_>,
    query: &NamedQuery,
    prefixes: &Prefixes,
    draft: &mut Draft<'_>,
) -> Result<AnswerResult, SiteError> {
    let path = draft.path.clone();
    let show = Show::new(context, read, &path);
    let asked = || -> Result<Answer<'static>, Box<dyn Error>> {
        let filled = query.template.fill(&[], prefixes)?;
        Ok(query::prepare(&filled, prefixes, None)?.run(context.statements.store())?)
    };
    match asked() {
        Ok(Answer::Rows(rows)) => {
            let columns: Vec<String> = rows.variables().iter().map(|v| v.as_str().to_owned()).collect();
            let (mut found, mut total) = (Vec::new(), 0);
            for row in rows {
                let row = match row {
                    Ok(row) => row,
                    Err(error) => return Ok(Err(with_causes(&error))),
                };
                total += 1;
                if found.len() < MAX_ROWS {
                    let cells: Vec<String> =
                        row.values().iter().map(|value| cell(&show, value.as_ref())).collect::<Result<_, _>>()?;
                    found.push(cells);
                }
            }
            let mut inner = given(query) + &rows_html(&columns, &found, total);
            let table = format!("tables/{}.csv", query.name);
            if context.options.downloads.iter().any(|d| d.name == table) {
                inner += &format!("<p>{}</p>\n", link(&path, &table, "The whole answer as CSV"));
            }
            draft.section("The answer", &inner);
        }
        Ok(Answer::Boolean(yes)) => draft.section("The answer", if yes { "<p>Yes.</p>\n" } else { "<p>No.</p>\n" }),
        Ok(Answer::Graph(_)) => draft.section("The answer", "<p>The answer is a graph.</p>\n"),
        Err(error) => match error.downcast_ref::<AnswerError>() {
            Some(AnswerError::Unknown(unknown)) => {
                let note = format!("<p class=\"note\">No answer stands here: {}.</p>\n", esc(&unknown.to_string()));
                draft.section("The answer", &note);
            }
            _ => return Ok(Err(with_causes(&*error))),
        },
    }
    Ok(Ok(()))
}

/// The values for which an answer holds, if it depends on values.
fn given(query: &NamedQuery) -> String {
    let defaults =
        query.template.parameters.iter().filter_map(|p| Some(format!("{} = {}", p.name, p.default.as_ref()?)));
    let defaults: Vec<String> = defaults.map(|text| format!("<code>{}</code>", esc(&text))).collect();
    if defaults.is_empty() { String::new() } else { format!("<p>Asked with {}.</p>\n", defaults.join(", ")) }
}

fn cell(show: &Show<'_>, value: Option<&Term>) -> Result<String, SiteError> {
    Ok(match value {
        None => String::new(),
        Some(Term::NamedNode(node)) if show.context.paths.page(node.as_str()).is_none() => {
            external(node.as_str(), &esc(node.as_str()))
        }
        Some(term) => show.term(term)?,
    })
}

/// An answer as a table, whose columns are known only at run time.
fn rows_html(columns: &[String], rows: &[Vec<String>], total: usize) -> String {
    if rows.is_empty() {
        return "<p>No rows.</p>\n".to_owned();
    }
    let caption = if total > rows.len() {
        format!("The first {} of {} rows", rows.len(), super::html::count(total))
    } else {
        counted(total, "row", "rows")
    };
    let mut out = format!("<table>\n<caption>{caption}</caption>\n<thead><tr>");
    for column in columns {
        out += &format!("<th scope=\"col\">{}</th>", esc(column));
    }
    out += "</tr></thead>\n<tbody>\n";
    for row in rows {
        out += "<tr>";
        for (cell, column) in row.iter().zip(columns) {
            out += &format!("<td data-label=\"{}\">{cell}</td>", esc(column));
        }
        out += "</tr>\n";
    }
    out + "</tbody>\n</table>\n"
}

/// An error with its causes, in one line.
fn with_causes(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text += &format!(": {error}");
        cause = error.source();
    }
    text
}

//! The access log on standard error, one line for each request. Queries are left out by default, because they may be private.

use crate::cli::terminal;
use clap::ValueEnum;
use std::net::IpAddr;
use std::time::Duration;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Style {
    Text,
    Json,
    None,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Log {
    pub(super) style: Style,
    /// Whether queries are logged.
    pub(super) queries: bool,
}

/// A request that was answered, or whose client disconnected.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    pub(super) client: IpAddr,
    pub(super) method: &'a str,
    pub(super) path: &'a str,
    /// The query string of the address, or the body.
    pub(super) asked: Option<&'a str>,
    pub(super) status: u16,
    pub(super) took: Duration,
    pub(super) rows: Option<u64>,
    pub(super) bytes: u64,
}

impl Log {
    pub(super) fn write(&self, entry: &Entry<'_>) {
        let time = jiff::Timestamp::now().round(jiff::Unit::Millisecond).unwrap_or_default();
        let ms = entry.took.as_secs_f64() * 1000.0;
        let asked = entry.asked.filter(|a| self.queries && !a.is_empty());
        match self.style {
            Style::None => {}
            Style::Text => {
                let rows = entry.rows.map_or_else(String::new, |r| format!(" {r} rows"));
                let asked = asked.map_or_else(String::new, |a| format!(" {}", a.escape_debug()));
                terminal::eprint(&format!(
                    "{time} {} {} {} {} {ms:.1} ms{rows} {} bytes{asked}\n",
                    entry.client,
                    entry.method.escape_debug(),
                    entry.path.escape_debug(),
                    entry.status,
                    entry.bytes
                ));
            }
            Style::Json => {
                let mut line = serde_json::json!({
                    "time": time.to_string(),
                    "client": entry.client.to_string(),
                    "method": entry.method,
                    "path": entry.path,
                    "status": entry.status,
                    "ms": (ms * 10.0).round() / 10.0,
                    "bytes": entry.bytes,
                });
                if let Some(rows) = entry.rows {
                    line["rows"] = rows.into();
                }
                if let Some(asked) = asked {
                    line["query"] = asked.into();
                }
                terminal::eprint(&format!("{line}\n"));
            }
        }
    }
}

//! The rooms, the files that may use each crate, and the files that may use restricted data.

/// The rooms of the library; each may use only those before it.
pub(super) const ORDER: &[&str] = &[
    "base", "dataset", "read", "extract", "foreign", "claim", "review", "store", "query", "link", "publish", "serve",
    "check",
];

/// Folder names that version control and editors treat as output.
pub(super) const OUTPUT: &[&str] = &["build", "target", "dist", "out"];

/// The last room that does not need the store.
pub(super) const LAST_WITHOUT_STORE: &str = "review";

/// Crates, or parts of them, and the files that may use them, as prefixes of paths below `src/`.
pub(super) const OWNERS: &[(&str, &[&str])] = &[
    ("clap", &["cli"]),
    ("ureq", &["base/network/http.rs", "cli/serve/services.rs"]),
    ("spargebra", &["query", "serve/update.rs"]),
    ("oxiri", &["query/prefixes.rs", "query/service"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("comfy_table", &["cli"]),
    ("indicatif", &["cli"]),
    ("iri_string", &["base/iri.rs"]),
    (
        "oxigraph::store",
        // Lookups use `store::facts`; these files read a whole store or query it.
        &[
            "store.rs",
            "store/access",
            "store/facts",
            "store/loaded.rs",
            "store/view.rs",
            "store/writer.rs",
            "query",
            "publish.rs",
            "publish/canonical.rs",
            "publish/canonical_quads.rs",
            "publish/scan.rs",
            "check/rules.rs",
            "check/made_up_type_tests.rs",
            "cli/export/tables.rs",
        ],
    ),
    ("oxigraph::sparql", &["query", "publish/scan.rs", "serve", "cli"]),
    ("hyper", &["cli/serve", "cli/reconcile/serve.rs", "cli/review/serve.rs"]),
    ("hyper_util", &["cli/serve"]),
    ("tokio", &["cli/serve", "cli/reconcile/serve.rs", "cli/review/serve.rs"]),
    ("rustix", &["cli/serve"]),
    ("sophia", &["publish/canonical.rs"]),
    ("scraper", &["read/source/html", "read/grid/page", "check/site.rs"]),
    ("ego_tree", &["read/source/html", "read/grid/page"]),
    ("dom_smoothie", &["read/source/html/main_text.rs"]),
    ("quick_xml", &["read/source/container/feed.rs", "read/grid/workbook", "read/source/xml.rs"]),
    ("encoding_rs", &["base/text/encoding", "read/source/container/feed/decoding.rs"]),
    ("chardetng", &["base/text/encoding"]),
    (
        "flate2",
        &[
            "store/parts",
            "store/load/from_part.rs",
            "store/combine/public.rs",
            "read/grid/json/source.rs",
            "read/grid/json/tests/lines.rs",
            "read/grid/workbook",
            "read/source/container.rs",
            "link/wikidata/dump.rs",
            "base/network/http.rs",
            "cli/state.rs",
        ],
    ),
    (
        "csv",
        &[
            "cli/rejects.rs",
            "dataset/gazetteer/table.rs",
            "check/evaluate",
            "link/compare/rows.rs",
            "link/reconcile/client",
        ],
    ),
    (
        "toml",
        &[
            "dataset.rs",
            "read/source/metadata.rs",
            "read/mapping/toml",
            "read/mapping/csvw/tests.rs",
            "foreign/mapping.rs",
            "cli/ingest.rs",
        ],
    ),
    (
        "serde",
        &[
            "read/table.rs",
            "claim/convert/document.rs",
            "store/parts/sidecar.rs",
            "store/combine/files.rs",
            "dataset.rs",
            "read/mapping/csvw",
            "read/grid/open.rs",
            "read/source/metadata.rs",
            "dataset/gazetteer/row.rs",
            "read/source/container/lines.rs",
            "extract/annotate/json.rs",
            "extract/annotate/values.rs",
            "foreign/annotate.rs",
            "foreign/mapping.rs",
            "check/evaluate",
            "review/card.rs",
            "review/web",
            "store/load/state.rs",
            "store/copies.rs",
            "query",
            "link/wikidata/index.rs",
            "dataset/sssom/table.rs",
            "publish/places",
            "serve",
            "check/diff",
        ],
    ),
    (
        "serde_json",
        &[
            "claim/json",
            "store/parts/sidecar.rs",
            "store/combine/files.rs",
            "review/web",
            "store/load/state.rs",
            "read/grid/open.rs",
            "read/mapping/csvw",
            "read/source/html/described",
            "read/source/container/lines.rs",
            "extract/annotate/json.rs",
            "foreign",
            "check/evaluate",
            "link/compare/rows.rs",
            "link/wikidata/index.rs",
            "publish/csvw.rs",
            "publish/describe",
            "link/reconcile",
            "publish/places",
            "serve",
            "cli/serve",
            "base/network/client.rs",
            "link/wikidata/fetch",
            "check/report.rs",
            "check/diff",
            "publish/site",
        ],
    ),
    ("regex", &["base/date", "read/mapping/csvw", "read/record", "extract/lang/en/districts", "check/shapes"]),
    ("oxsdatatypes", &["claim/quads.rs", "check/shapes/compare.rs"]),
    (
        "unicode_normalization",
        &[
            "base/iri.rs",
            "base/fold.rs",
            "read/table/heads.rs",
            "extract/lexicon.rs",
            "foreign",
            "check/names.rs",
            "publish/site/names.rs",
        ],
    ),
    (
        "sha2",
        &[
            "base/iri.rs",
            "read/table/identity.rs",
            "base/capture.rs",
            "publish/canonical.rs",
            "publish/describe",
            "publish/tests.rs",
            "publish/trusty.rs",
        ],
    ),
];

/// Functions that open restricted data, and the files that may use them, as prefixes of paths below `src/`. All other files open
/// a dataset with `DatasetView::public`, or with `shared_view` in the command line.
pub(super) const DOORS: &[(&str, &[&str])] = &[
    ("View::open", &["store/access.rs"]),
    ("Writer::open", &["store/load.rs", "serve/update.rs"]),
    // Captured text is shown to the owner, and on the site for sources in its store.
    ("captured_file(", &["store/load", "query/trace", "publish/site/texts.rs"]),
    ("captured(", &["store/load", "query/trace", "publish/site/texts.rs"]),
    // For the owner.
    ("DatasetView::whole", &["cli.rs", "cli/link/review.rs", "cli/review.rs"]),
    ("private_view", &["cli/check.rs", "cli/query.rs", "cli/trace.rs", "cli/link/explain.rs"]),
    // For others if an option or the token allows it.
    ("DatasetView::of", &["cli.rs", "cli/reconcile/live.rs", "serve/work.rs"]),
];

/// What the library must leave to its caller.
pub(super) const NOT_IN_A_LIBRARY: &[&str] = &[
    "println!", "print!", "eprintln!", "eprint!", "dbg!", "process::exit", "std::env", "env::var", "stdout()",
    "stderr()", "todo!", "unimplemented!",
];

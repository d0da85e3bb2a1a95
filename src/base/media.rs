//! Media types of files, by the ends of their names: one list for the description of a dataset's files, for the server,
//! and for the rules that other hosts are given.

/// What is known of files with the same ending.
#[derive(Debug, PartialEq, Eq)]
pub struct Media {
    /// The ending, without the full stop before it.
    pub ending: &'static str,
    /// The header `Content-Type`: the media type, with the encoding where a client could assume another.
    pub content_type: &'static str,
    /// The name of the format.
    pub title: &'static str,
    /// Whether such a file beside a dataset holds its data.
    pub is_data: bool,
    /// A specification beyond that of the media type.
    pub standard: Option<&'static str>,
}

impl Media {
    /// The media type as IANA registers it, without parameters.
    pub fn essence(&self) -> &'static str {
        essence(self.content_type)
    }
}

/// The media type of an unknown file.
pub const UNKNOWN: &str = "application/octet-stream";

/// The context of Linked Places Format 1.1 and 1.2.
pub const LINKED_PLACES: &str =
    "https://raw.githubusercontent.com/LinkedPasts/linked-places/master/linkedplaces-context-v1.1.jsonld";

const fn data(ending: &'static str, content_type: &'static str, title: &'static str) -> Media {
    Media { ending, content_type, title, is_data: true, standard: None }
}

const fn other(ending: &'static str, content_type: &'static str, title: &'static str) -> Media {
    Media { ending, content_type, title, is_data: false, standard: None }
}

/// Longer endings first.
pub const MEDIA: &[Media] = &[
    // Its own documentation calls it valid GeoJSON and JSON-LD; mapping software knows the first.
    Media {
        ending: "lpf.json",
        content_type: "application/geo+json",
        title: "Linked Places Format",
        is_data: true,
        standard: Some(LINKED_PLACES),
    },
    other("csv-metadata.json", "application/csvm+json", "CSV on the Web metadata"),
    data("ttl", "text/turtle; charset=utf-8", "Turtle"),
    data("trig", "application/trig; charset=utf-8", "TriG"),
    data("nt", "application/n-triples", "N-Triples"),
    data("nq", "application/n-quads", "N-Quads"),
    data("rdf", "application/rdf+xml", "RDF/XML"),
    data("jsonld", "application/ld+json", "JSON-LD"),
    data("geojson", "application/geo+json", "GeoJSON"),
    data("csv", "text/csv; charset=utf-8", "CSV"),
    data("tsv", "text/tab-separated-values; charset=utf-8", "TSV"),
    other("json", "application/json", "JSON"),
    other("html", "text/html; charset=utf-8", "HTML"),
    other("css", "text/css; charset=utf-8", "CSS"),
    other("js", "text/javascript; charset=utf-8", "JavaScript"),
    other("mjs", "text/javascript; charset=utf-8", "JavaScript"),
    other("svg", "image/svg+xml", "SVG"),
    other("xml", "application/xml", "XML"),
    other("txt", "text/plain; charset=utf-8", "text"),
    other("md", "text/plain; charset=utf-8", "text"),
    other("rq", "text/plain; charset=utf-8", "SPARQL query"),
    other("cff", "text/plain; charset=utf-8", "Citation File Format"),
    other("png", "image/png", "PNG"),
    other("jpg", "image/jpeg", "JPEG"),
    other("jpeg", "image/jpeg", "JPEG"),
    other("webp", "image/webp", "WebP"),
    other("ico", "image/x-icon", "icon"),
    other("webmanifest", "application/manifest+json", "Web App Manifest"),
    other("woff2", "font/woff2", "WOFF2"),
    other("wasm", "application/wasm", "WebAssembly"),
    other("gz", "application/gzip", "gzip"),
    other("pdf", "application/pdf", "PDF"),
];

/// The entry for a file, by its name; `None` if no ending matches.
pub fn of_name(name: &str) -> Option<&'static Media> {
    let ends = |ending: &str| {
        let stem = name.len().checked_sub(ending.len()).and_then(|at| name.get(..at));
        stem.is_some_and(|stem| stem.ends_with('.') && name[stem.len()..].eq_ignore_ascii_case(ending))
    };
    MEDIA.iter().find(|media| ends(media.ending))
}

/// A media type without its parameters.
pub fn essence(content_type: &str) -> &str {
    content_type.split(';').next().unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_name_ends_in() {
        for (name, expected) in [
            ("dataset.ttl", "text/turtle; charset=utf-8"),
            ("a/B.TTL", "text/turtle; charset=utf-8"),
            ("places.lpf.json", "application/geo+json"),
            ("report.json", "application/json"),
            ("lpf.json", "application/json"),
            ("ttl", UNKNOWN),
            ("a.unknown", UNKNOWN),
            ("ş", UNKNOWN),
            ("", UNKNOWN),
        ] {
            assert_eq!(of_name(name).map_or(UNKNOWN, |media| media.content_type), expected, "{name}");
        }
    }

    #[test]
    fn no_ending_hides_another() {
        for (n, media) in MEDIA.iter().enumerate() {
            assert_eq!(of_name(&format!("x.{}", media.ending)), Some(&MEDIA[n]), "{}", media.ending);
        }
    }
}

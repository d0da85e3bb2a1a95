//! The keys of a metadata file itself.

use super::key::{Key, metadata};

/// The keys of the file.
pub(super) const KEYS: &[Key] = &[
    metadata("title", "text", "the title of the document", "title = \"Districts of the province\"\n"),
    metadata("authors", "list of texts", "the authors, in order", "authors = [\"A. Author\"]\n"),
    metadata(
        "publisher",
        "text",
        "the publisher, to whom records are attributed",
        "publisher = \"Statistical Office\"\n",
    ),
    metadata("publisher-url", "IRI", "the publisher's site", "publisher-url = \"https://statistics.example/\"\n"),
    metadata("url", "IRI", "the address of the document", "url = \"https://statistics.example/districts.csv\"\n"),
    metadata("published", "EDTF: year, month or day", "the date of publication", "published = \"2019-05\"\n"),
    metadata("retrieved", "day", "the day on which the document was captured", "retrieved = \"2020-02-29\"\n"),
    metadata("language", "BCP 47 tag", "the language of the document", "language = \"uk\"\n"),
    metadata(
        "licence",
        "IRI",
        "the licence under which the document may be used",
        "licence = \"https://creativecommons.org/licenses/by/4.0/\"\n",
    ),
    metadata(
        "redistribute",
        "true or false",
        "whether the content may be passed on; `false` restricts the source",
        "redistribute = false\n",
    ),
    metadata(
        "derived-from",
        "list of IRIs",
        "the documents from which it says that it is derived",
        "derived-from = [\"https://statistics.example/yearbook\"]\n",
    ),
    metadata("kind", "auto, fact-box, article, table, articles", "what the file contains", "kind = \"table\"\n"),
    metadata(
        "date-means",
        "established, abolished, renamed, control, record",
        "what the dates of a fact box are of",
        "date-means = \"control\"\n",
    ),
    metadata("number-format", "\"1,234.5\" or \"1.234,5\"", "how numbers are written", "number-format = \"1.234,5\"\n"),
    metadata(
        "jsonl",
        "table of texts",
        "for articles, one a line: the member of an object that holds each field",
        "[jsonl]\ntext = \"body\"\n",
    ),
    metadata("table", "list of tables", "what is said about the tables of the file", "[[table]]\nheader = 3\n"),
];

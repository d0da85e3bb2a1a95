//! The keys of a table.

use super::key::{Key, table};

/// The keys of `[[table]]`.
pub(super) const KEYS: &[Key] = &[
    table(
        "sheet",
        "text, with `*` and `?`",
        "the sheet of a workbook that the entry is for",
        "[[table]]\nsheet = \"Districts*\"\n",
    ),
    table(
        "heading",
        "text, with `*` and `?`",
        "the heading or caption of the table in a text that the entry is for",
        "[[table]]\nheading = \"Districts of the province\"\n",
    ),
    table(
        "member",
        "JSON Pointer, or names joined by points",
        "where a JSON text has the rows",
        "[[table]]\nmember = \"/data/districts\"\n",
    ),
    table(
        "number",
        "number from 1",
        "the number of the table in the file that the entry is for",
        "[[table]]\nnumber = 2\n",
    ),
    table("ignore", "true or false", "whether the table is left out", "[[table]]\nsheet = \"Notes\"\nignore = true\n"),
    table(
        "header",
        "row, list of rows, or false",
        "the rows with the heads of columns; `false` if there are none",
        "[[table]]\nheader = [4, 5]\n",
    ),
    table(
        "columns",
        "list of texts",
        "the heads of columns, from left to right, where the table has none",
        "[[table]]\nheader = false\ncolumns = [\"Name\", \"Area (ha)\"]\n",
    ),
    table("first", "row", "the first row of data", "[[table]]\nheader = 4\nfirst = 7\n"),
    table(
        "until",
        "row, or text with `*` and `?`",
        "the row after the last row of data, by its number or the words of its first filled cell",
        "[[table]]\nuntil = \"Notes*\"\n",
    ),
    table("comment", "text", "rows that begin with this are left out", "[[table]]\ncomment = \"#\"\n"),
    table(
        "skip",
        "rule or list of rules",
        "rows that are left out: a number, the words of the first filled cell with `*` and `?`, `{ column, is }` or `{ filled }`",
        "[[table]]\nskip = [\"Total*\", 7, { column = \"Code\", is = [\"x\"] }, { filled = 1 }]\n",
    ),
    table(
        "group",
        "\"single\", `{ rows, column, keep }`, or a list of these",
        "rows that name the parent of the rows below them, the outermost first; with `keep` they are records as well; `\"single\"` is for rows with one filled cell",
        "[[table]]\ngroup = { rows = [\"* economic region\"], column = \"B\", keep = true }\n",
    ),
    table(
        "fill-down",
        "column or list of columns",
        "columns where an empty cell has the value of the cell above it",
        "[[table]]\nfill-down = [\"Province\"]\n",
    ),
    table(
        "level",
        "list of columns",
        "columns of a hierarchy, the highest first: the last that is filled is the row's own, those before it its parents",
        "[[table]]\nlevel = [\"Region\", \"District\", \"Community\"]\n",
    ),
    table(
        "key",
        "column or list of columns",
        "the columns that identify a place: rows with the same values are about one place",
        "[[table]]\nkey = \"Code\"\n",
    ),
    table(
        "column",
        "table of columns",
        "what is said about columns: by head, by letters, or by a pattern of heads with `{date}`; a role alone, or a table of keys",
        "[[table]]\n[table.column]\nName = \"name\"\n\"Area (ha)\" = { role = \"area\", unit = \"ha\" }\n",
    ),
    table(
        "others",
        "\"ignore\"",
        "columns of which nothing is said are not read",
        "[[table]]\nothers = \"ignore\"\n[table.column]\nName = \"name\"\n",
    ),
    table(
        "date",
        "EDTF",
        "the time to which the areas, figures and statuses of all rows refer",
        "[[table]]\ndate = \"2019-01-01\"\n",
    ),
    table(
        "parent",
        "text",
        "the place of which all places of the table are part",
        "[[table]]\nparent = \"Northern Province\"\n",
    ),
    table("kind", "text", "the kind of all units of the table", "[[table]]\nkind = \"district\"\n"),
    table(
        "unit",
        "text",
        "the unit of all figures and areas that have none of their own",
        "[[table]]\nunit = \"km2\"\n",
    ),
    table("source", "text", "the work that all rows cite", "[[table]]\nsource = \"Census of 1897, volume 3\"\n"),
    table("lang", "BCP 47 tag", "the language of the names of the table", "[[table]]\nlang = \"ka\"\n"),
    table("decimal", "one mark", "the decimal mark of all numbers of the table", "[[table]]\ndecimal = \",\"\n"),
    table(
        "null",
        "text or list of texts",
        "the words of cells that have no value, in all columns",
        "[[table]]\nnull = [\"-\", \"n/a\"]\n",
    ),
    table(
        "delimiter",
        "one mark",
        "the mark between the values of a file of delimited values",
        "[[table]]\ndelimiter = \"\\t\"\n",
    ),
    table(
        "quote",
        "one mark, or false",
        "the quotation mark of a file of delimited values; `false` if values are never quoted",
        "[[table]]\nquote = false\n",
    ),
    table(
        "encoding",
        "label of the Encoding Standard",
        "the encoding of a file of delimited values",
        "[[table]]\nencoding = \"windows-1251\"\n",
    ),
];

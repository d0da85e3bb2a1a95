//! The keys of a column.

use super::key::{Key, column};

/// What a date can be of, and what each gives.
pub const DATE_MEANS: &str = "what a date is of: `established`, `abolished` and `renamed` say that of the place, `control` that it changed hands then, `as-of` that the areas, figures and statuses of the row are of that time, `record` no more than that the source has the date (a dated record, its meaning not stated)";

/// The keys of a column below `[table.column]`.
pub(super) const KEYS: &[Key] = &[
    column(
        "role",
        "name, other-name, kind, parent, parent-code, code, area, figure, date, from, to, as-of, seat, status, party, gained-by, latitude, longitude, point, outline, source, ignore",
        "what the column holds; a text alone in place of the table of keys is the role",
        "[[table]]\n[table.column]\nName = { role = \"name\" }\nCode = \"code\"\n",
    ),
    column(
        "unit",
        "text",
        "the unit of a figure or an area",
        "[[table]]\n[table.column]\n\"Area\" = { role = \"area\", unit = \"ha\" }\n",
    ),
    column(
        "measure",
        "text",
        "what a figure counts or measures",
        "[[table]]\n[table.column]\nC = { role = \"figure\", measure = \"population\", unit = \"persons\" }\n",
    ),
    column(
        "kind",
        "text; for an area `whole` or `controlled`",
        "the kind of the units that the column names; for an area, of what it is the area",
        "[[table]]\n[table.column]\nProvince = { role = \"parent\", kind = \"province\" }\nArea = { role = \"area\", unit = \"km2\", kind = \"whole\" }\n",
    ),
    column(
        "lang",
        "BCP 47 tag",
        "the language of the names in the column",
        "[[table]]\n[table.column]\n\"Native name\" = { role = \"other-name\", lang = \"az-Latn\" }\n",
    ),
    column(
        "script",
        "ISO 15924 code",
        "the script of the names in the column",
        "[[table]]\n[table.column]\n\"Old name\" = { role = \"other-name\", lang = \"az\", script = \"Cyrl\" }\n",
    ),
    column(
        "scheme",
        "text",
        "the scheme to which a code belongs",
        "[[table]]\n[table.column]\nCode = { role = \"code\", scheme = \"SIRUTA\" }\n",
    ),
    column(
        "split",
        "marks",
        "the mark between several values of a cell",
        "[[table]]\n[table.column]\nAlso = { role = \"other-name\", split = \";\" }\n",
    ),
    column(
        "decimal",
        "one mark",
        "the decimal mark of the numbers in the column",
        "[[table]]\n[table.column]\nArea = { role = \"area\", unit = \"km2\", decimal = \",\" }\n",
    ),
    column(
        "null",
        "text or list of texts",
        "the words of cells of the column that have no value",
        "[[table]]\n[table.column]\nC = { role = \"figure\", measure = \"population\", null = [\"-\", -1] }\n",
    ),
    column(
        "zero",
        "\"none\" or \"value\"",
        "whether `0` means that there is no value, or is a value",
        "[[table]]\n[table.column]\nC = { role = \"figure\", measure = \"population\", zero = \"none\" }\n",
    ),
    column(
        "calendar",
        "gregorian, julian, buddhist, hijri, solar-hijri, rumi, minguo, japanese, hebrew, coptic, ethiopic",
        "the calendar of dates",
        "[[table]]\n[table.column]\nFounded = { role = \"date\", date-means = \"established\", calendar = \"buddhist\" }\n",
    ),
    column(
        "format",
        "dmy, mdy, ymd, my, ym, y",
        "the order of day, month and year in dates in figures",
        "[[table]]\n[table.column]\nDate = { role = \"as-of\", format = \"dmy\" }\n",
    ),
    column(
        "year",
        "year",
        "the year of dates that have none",
        "[[table]]\n[table.column]\nDate = { role = \"as-of\", year = 2022 }\n",
    ),
    column(
        "order",
        "\"lon,lat\" or \"lat,lon\"",
        "the order of longitude and latitude in a cell with both",
        "[[table]]\n[table.column]\nPosition = { role = \"point\", order = \"lat,lon\" }\n",
    ),
    column(
        "values",
        "table of texts",
        "what the codes of the column mean",
        "[[table]]\n[table.column]\nType = { role = \"kind\", values = { \"1\" = \"county\", \"2\" = \"town\" } }\n",
    ),
    column(
        "date-means",
        "established, abolished, renamed, control, as-of, record",
        DATE_MEANS,
        "[[table]]\n[table.column]\nDate = { role = \"date\", date-means = \"established\" }\n",
    ),
    column(
        "date",
        "EDTF",
        "the time to which the values of the column refer",
        "[[table]]\n[table.column]\nPopulation = { role = \"figure\", measure = \"population\", date = 2011-10-01 }\n\"Sown {date}\" = { role = \"figure\", measure = \"sown area\", unit = \"ha\" }\n",
    ),
];

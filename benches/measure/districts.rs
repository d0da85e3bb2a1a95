//! Datasets of any size, made by a seeded generator.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Splitmix64: small, seeded, and the same everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % n
    }
}

/// A dataset of so many documents with so many records each, about so many districts. Each district has one date and one
/// area, from which one record in ten departs.
pub(crate) fn generate(data: &Path, documents: usize, records: usize, districts: u64) {
    const MONTHS: [&str; 12] = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ];
    const SYLLABLES: [&str; 16] =
        ["ba", "dor", "ka", "lin", "mar", "nu", "po", "ral", "sen", "ti", "ur", "va", "wes", "xan", "yel", "zo"];
    fs::create_dir_all(data.join("sources")).unwrap();
    fs::write(
        data.join("dataset.toml"),
        "title = \"Bench\"\ndescription = \"Made-up districts.\"\nbase = \"https://example.org/bench/\"\n\
         licence = \"https://creativecommons.org/publicdomain/zero/1.0/\"\ncreator = \"Bench\"\npublisher = \"Bench\"\n\
         languages = [\"en\"]\n",
    )
    .unwrap();
    let mut random = Random(42);
    for document in 0..documents {
        let mut text = format!("Districts in list {document}\n");
        for record in 0..records {
            let district = random.below(districts);
            let name: String = (0..5).map(|i| SYLLABLES[(district >> (4 * i)) as usize % 16]).collect();
            // What all sources agree on follows from the district; some depart from it.
            let mut fact = Random(district);
            let odd = random.below(10) == 0;
            let (day, month, year) = (fact.below(28) + 1, MONTHS[fact.below(12) as usize], 1988 + fact.below(6));
            let area = fact.below(5_000) + 50 + if odd { random.below(500) } else { 0 };
            let end = if record + 1 == records { "." } else { "; " };
            write!(
                text,
                "{}{}: {month} {day}, {year}, territory {area} km2{end}",
                name[..1].to_uppercase(),
                &name[1..]
            )
            .unwrap();
        }
        fs::write(data.join(format!("sources/list-{document:04}.txt")), text).unwrap();
        fs::write(
            data.join(format!("sources/list-{document:04}.meta.toml")),
            format!("publisher = \"Gazette {}\"\nlanguage = \"en\"\n", document % 50),
        )
        .unwrap();
    }
}

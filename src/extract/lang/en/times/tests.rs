mod news;

use super::*;
use crate::extract::finding::Anchor;

fn mentions(text: &str, published: Option<&str>) -> Vec<TimeMention> {
    let mut paragraphs = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        paragraphs.push(at..at + line.trim_end().len());
        at += line.len();
    }
    let article = Article { title: None, paragraphs };
    let published = published.map(|p| TimeExtent::from_edtf(p).expect("a date"));
    read(&Tokens::new(text, &article, WRITING), published.as_ref())
}

/// Each expression as `words=value`.
fn values(text: &str, published: Option<&str>) -> String {
    let show = |m: &TimeMention| format!("{}={}", &text[m.range.clone()], m.value.as_deref().unwrap_or("?"));
    mentions(text, published).iter().map(show).collect::<Vec<_>>().join("; ")
}

/// Each expression as `words=EDTF`.
fn extents(text: &str, published: Option<&str>) -> String {
    let show =
        |m: &TimeMention| format!("{}={}", &text[m.range.clone()], m.extent.as_ref().map_or("-", |e| e.edtf.as_str()));
    mentions(text, published).iter().map(show).collect::<Vec<_>>().join("; ")
}

fn check(published: Option<&str>, cases: &[(&str, &str)]) {
    let wrong: Vec<String> = cases
        .iter()
        .map(|(text, expected)| (text, expected, values(text, published)))
        .filter(|(_, expected, got)| *expected != got)
        .map(|(text, expected, got)| format!("{text}\n  expected {expected}\n  got      {got}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn dates_that_say_it_all() {
    check(
        None,
        &[
            ("The summit was held in October 2017.", "October 2017=2017-10"),
            ("Lower Vale: may 08, 1992, and nobody may 8 times.", "may 08, 1992=1992-05-08"),
            (
                "It fell on 8th of May 1992, not on May 9th, 1992.",
                "8th of May 1992=1992-05-08; May 9th, 1992=1992-05-09",
            ),
            ("Signed 23.08.1993 and 1993-07-23.", "23.08.1993=1993-08-23; 1993-07-23=1993-07-23"),
            ("Born June 6 , 2005 in the town .", "June 6 , 2005=2005-06-06"),
            ("On Tuesday, 8 May 1992, they met.", "Tuesday, 8 May 1992=1992-05-08"),
            ("On Friday, September 1, 1939 it began.", "Friday, September 1, 1939=1939-09-01"),
            ("the war of 1988–1992", "1988=1988; 1992=1992"),
            ("the winter of 1991-92 was hard", "the winter of 1991-92=1991-WI"),
            ("between 1914-18 and since", "1914=1914; 18=1918"),
            ("In the summer of 1990 and in spring 1991", "the summer of 1990=1990-SU; spring 1991=1991-SP"),
            ("the third quarter of 1998, or Q4 1999", "the third quarter of 1998=1998-Q3; Q4 1999=1999-Q4"),
            (
                "in the 1990s, the 18th century and the 5th century BC",
                "the 1990s=199; the 18th century=17; the 5th century BC=BC04",
            ),
            ("the 19th and 20th centuries", "the 19th=18; 20th centuries=19"),
            ("Caesar died on March 15, 44 BC.", "March 15, 44 BC=BC0044-03-15"),
            ("The revolt of 499–493 BC; in AD 69 another.", "499=BC0499; 493 BC=BC0493; AD 69=0069"),
            ("from 8 to 12 May 1992", "8=1992-05-08; 12 May 1992=1992-05-12"),
            (
                "on May 4 and 5, 1994, and on 14–24 August 1914",
                "May 4=1994-05-04; 5, 1994=1994-05-05; 14=1914-08-14; 24 August 1914=1914-08-24",
            ),
            ("In April and June 1955", "April=1955-04; June 1955=1955-06"),
            ("from November 1992 to March 1993", "November 1992=1992-11; March 1993=1993-03"),
            ("at 10:30 a.m. on 8 May 1992", "10:30 a.m. on 8 May 1992=1992-05-08T10:30"),
            ("the night of 8 May 1992", "the night of 8 May 1992=1992-05-08TNI"),
            ("1992-05-08T10:30:00 was logged", "1992-05-08T10:30:00=1992-05-08T10:30:00"),
            (
                "On New Year's Eve 1999 and Christmas Day, 1991",
                "New Year's Eve 1999=1999-12-31; Christmas Day, 1991=1991-12-25",
            ),
            (
                "in October\u{a0}2017 and on 8\u{a0}May\u{a0}1992",
                "October\u{a0}2017=2017-10; 8\u{a0}May\u{a0}1992=1992-05-08",
            ),
        ],
    );
}

#[test]
fn modified_dates() {
    check(
        None,
        &[
            ("in early October 1992", "early October 1992=1992-10"),
            ("by late 1993 and in the mid-1990s", "late 1993=1993; the mid-1990s=199"),
            ("about 1992; circa 1750", "about 1992=1992; circa 1750=1750"),
            ("at the end of May 1994", "the end of May 1994=1994-05"),
            ("in the second half of 1992", "the second half of 1992=1992-H2"),
            ("in mid-July 1993", "mid-July 1993=1993-07"),
        ],
    );
    let modifiers = |text: &str| mentions(text, None).iter().map(|m| m.modifier).collect::<Vec<_>>();
    assert_eq!(modifiers("in early October 1992, late 1993, mid-1994"), [Some("START"), Some("END"), Some("MID")]);
    assert_eq!(
        modifiers("about 1992, more than three years, before 1992"),
        [Some("APPROX"), Some("MORE_THAN"), Some("BEFORE")]
    );
    assert_eq!(
        extents("about 1992, before 1993 or after May 1994", None),
        "about 1992=1992~; 1993=../1993; May 1994=1994-05/.."
    );
}

#[test]
fn words_that_count_from_the_publication() {
    // A Wednesday.
    check(
        Some("2017-12-27"),
        &[
            ("They will meet in Moscow in January next year.", "January next year=2018-01"),
            ("He said on Tuesday that talks went on.", "Tuesday=2017-12-26"),
            (
                "On Tuesday a court ruled on a law of 1940. It was changed in 1982 and again in 1998.",
                "Tuesday=2017-12-26; 1940=1940; 1982=1982; 1998=1998",
            ),
            ("The minister will travel to Baku on Friday.", "Friday=2017-12-29"),
            ("The talks took place last week and last month.", "last week=2017-W51; last month=2017-11"),
            ("Two years ago he left; today he is back.", "Two years ago=2015; today=2017-12-27"),
            ("Yesterday evening shots were heard.", "Yesterday evening=2017-12-26TEV"),
            ("He arrived on Monday morning.", "Monday morning=2017-12-25TMO"),
            ("Prices rose in November and fell in March.", "November=2017-11; March=2017-03"),
            ("The vote will be held in February.", "February=2018-02"),
            ("Sales fell in the third quarter.", "the third quarter=2017-Q3"),
            ("earlier this month, later this year", "earlier this month=2017-12; later this year=2017"),
            ("It rained last night.", "last night=2017-12-26TNI"),
            ("this summer and next spring", "this summer=2017-SU; next spring=2018-SP"),
            (
                "Three days earlier, on 20 December, they had met.",
                "Three days earlier=XXXX-XX-XX; 20 December=2017-12-20",
            ),
            ("now, currently and recently", "now=PRESENT_REF; currently=PRESENT_REF; recently=PAST_REF"),
            ("over the past three years and the next few months", "the past three years=P3Y; the next few months=PXM"),
            ("the sixties and the '90s", "the sixties=196; 90s=199"),
            ("Tomorrow at noon", "Tomorrow=2017-12-28; noon=2017-12-28T12:00"),
        ],
    );
}

#[test]
fn a_coarse_publication_stays_coarse() {
    check(
        Some("2017-12"),
        &[
            ("in January next year", "January next year=2018-01"),
            ("He said on Tuesday and again today.", "Tuesday=XXXX-WXX-2; today=PRESENT_REF"),
            ("last month", "last month=2017-11"),
        ],
    );
    check(Some("2017"), &[("last month and last year", "last month=XXXX-XX; last year=2016")]);
}

#[test]
fn without_an_anchor_nothing_is_resolved() {
    for text in [
        "They meet in January next year.",
        "He left on 8 May.",
        "They met on Tuesday.",
        "Three days earlier he left.",
        "the same month",
    ] {
        let all = mentions(text, None);
        assert_eq!((all.len(), &all[0].anchor, &all[0].extent), (1, &Anchor::Missing, &None), "{text}");
    }
    check(
        None,
        &[
            ("in January next year", "January next year=XXXX-01"),
            ("on 8 May", "8 May=XXXX-05-08"),
            ("on the 17th, by the summer", "the 17th=XXXX-XX-17; the summer=XXXX-SU"),
        ],
    );
}

#[test]
fn a_narrative_continues_from_its_last_time() {
    check(
        Some("2009-12-19"),
        &[
            (
                "The town fell on 8 May 1992. Three days later the road was cut.",
                "8 May 1992=1992-05-08; Three days later=1992-05-11",
            ),
            (
                "On 18 May 1992 it was taken. The following month, and again that year, talks failed. In 1993 and 1994 it went on.",
                "18 May 1992=1992-05-18; The following month=1992-06; that year=1992; 1993=1993; 1994=1994",
            ),
            (
                "War began in 1988. In February 1992 a village was taken. In May the town fell; on the same day the road. By 1994 it ended.",
                "1988=1988; February 1992=1992-02; May=1992-05; the same day=XXXX-XX-XX; 1994=1994",
            ),
            (
                "In November 1992 it froze. In January the front moved. A year later, in 1994, in 1995 and 1996 all was still.",
                "November 1992=1992-11; January=1993-01; A year later=1994; 1994=1994; 1995=1995; 1996=1996",
            ),
        ],
    );
    let all = mentions("The town fell on 8 May 1992. Three days later the road was cut.", None);
    assert_eq!((&all[0].anchor, &all[1].anchor), (&Anchor::Explicit, &Anchor::Expression(0)));
    // In the news a bare month is of the year of publication, unless a year was named just before.
    check(
        Some("2017-12-27"),
        &[("The treaty was signed in March 1992, and in May it was changed.", "March 1992=1992-03; May=1992-05")],
    );
}

#[test]
fn lengths_and_recurring_times() {
    check(
        None,
        &[
            ("for three days, 14 months and several years", "three days=P3D; 14 months=P14M; several years=PXY"),
            (
                "half an hour; two and a half years; a decade",
                "half an hour=PT30M; two and a half years=P2.5Y; a decade=P1DE",
            ),
            ("a three-day visit, a 40-year conflict", "three-day=P3D; 40-year=P40Y"),
            ("two years and three months", "two years and three months=P2Y3M"),
            ("twenty-one days, almost two weeks", "twenty-one days=P21D; almost two weeks=P2W"),
            (
                "every Friday, annually, weekly, each year",
                "every Friday=XXXX-WXX-5; annually=P1Y; weekly=P1W; each year=P1Y",
            ),
            ("twelve to eighteen months, 10 to 12 days", "eighteen months=P18M; 10=P10D; 12 days=P12D"),
            ("for years, and a few hours", "years=PXY; a few hours=PTXH"),
        ],
    );
}

#[test]
fn words_that_are_not_times() {
    for text in [
        "They may march on, and Mrs May said so; April Smith agreed with August Weber.",
        "an area of 1,150 km2 and 2000 troops with 1500 men",
        "flight 1993, Resolution 1985, a Boeing 747 and the Sun",
        "a second attempt, the second battle, the fall of the city, a spring in the rock",
        "Article 1994, page 2001, room 1408, $1990 and 3.1992",
        "The Daily Herald, the Weekly Standard",
        "the end of the war, the first of them, early in the game",
        "He may 3 times; they march 20 miles.",
    ] {
        assert_eq!(values(text, Some("2017-12-27")), "", "{text}");
    }
}

#[test]
fn extents_keep_their_precision() {
    for (text, expected) in [
        ("in October 2017", "October 2017=2017-10"),
        ("the summer of 1990", "the summer of 1990=1990-22"),
        ("the third quarter of 1998", "the third quarter of 1998=1998-35"),
        ("the 1990s and the 18th century", "the 1990s=199X; the 18th century=17XX"),
        ("in 480 BC, the 5th century BC", "480 BC=-0479; the 5th century BC=-04XX"),
        ("the 470s BC", "the 470s BC=-0478/-0469"),
    ] {
        assert_eq!(extents(text, None), expected);
        for mention in mentions(text, None) {
            let extent = mention.extent.expect("it is resolved");
            assert_eq!(
                TimeExtent::from_edtf(&extent.edtf).map(|e| (e.earliest, e.latest)),
                Some((extent.earliest, extent.latest))
            );
        }
    }
    assert_eq!(extents("last week", Some("2017-12-27")), "last week=2017-12-18/2017-12-24");
}

#[test]
fn intervals_hang_together() {
    for text in [
        "from 8 to 12 May 1992",
        "between 1988 and 1992",
        "1988–1992",
        "May–June 1993",
        "May-August 1950",
        "from May to June 1993",
    ] {
        let all = mentions(text, None);
        assert_eq!((all.len(), all[0].until), (2, Some(1)), "{text}");
        assert!(all.iter().all(|m| m.extent.is_some()), "{text}: {all:?}");
    }
    assert_eq!(mentions("in 1988 and 1992", None)[0].until, None);
}

#[test]
fn a_single_field() {
    let value = |text| read_phrase(text, None).and_then(|m| m.extent).map(|e| e.edtf);
    assert_eq!(value("27 December 2017").as_deref(), Some("2017-12-27"));
    assert_eq!(value("December 27, 2017, 10:30 GMT").as_deref(), Some("2017-12-27"));
    assert_eq!(value("no date at all"), None);
}

#[test]
fn future_times_count_forward_in_any_tense() {
    // A Sunday.
    check(
        Some("2015-02-22"),
        &[
            ("The round of talks has been postponed until Monday.", "Monday=2015-02-23"),
            ("The vote was put off until Thursday.", "Thursday=2015-02-26"),
            ("The hearing was adjourned to Friday.", "Friday=2015-02-27"),
            ("They were to meet on Friday.", "Friday=2015-02-27"),
            ("They said they would meet on Monday.", "Monday=2015-02-23"),
            ("A vote was scheduled for Tuesday.", "Tuesday=2015-02-24"),
            ("The report is due Thursday.", "Thursday=2015-02-26"),
            ("She is meeting the envoy on Wednesday.", "Wednesday=2015-02-25"),
            ("They agreed to visit the town in April.", "April=2015-04"),
            ("The talks were postponed until January.", "January=2016-01"),
            ("They may meet on Tuesday, he said on Friday.", "Tuesday=2015-02-24; Friday=2015-02-20"),
            // A past time stays past.
            ("They met on Friday and left on Saturday.", "Friday=2015-02-20; Saturday=2015-02-21"),
            ("He could have left on Friday.", "Friday=2015-02-20"),
            ("The strike lasted until Friday.", "Friday=2015-02-20"),
            ("He spoke to reporters on Friday.", "Friday=2015-02-20"),
            // It may be the last or the next one.
            ("Friday's talks were cancelled.", "Friday=XXXX-WXX-5"),
        ],
    );
    check(
        Some("2023-05-17"),
        &[
            ("She was to visit the town in April.", "April=2023-04"),
            ("The round was scheduled for 10 April.", "10 April=2023-04-10"),
            (
                "The army was expected to leave by April 15. It left on April 25.",
                "April 15=2023-04-15; April 25=2023-04-25",
            ),
            ("She will visit the town in April.", "April=2024-04"),
            ("She agreed to visit the town in June.", "June=2023-06"),
        ],
    );
    check(
        Some("2023-05-17"),
        &[
            ("They met in 2019 and will meet again in June.", "2019=2019; June=2023-06"),
            ("The treaty of 1994 was discussed on 3 May.", "1994=1994; 3 May=2023-05-03"),
            ("In 1994 a treaty was signed, on 3 May.", "1994=1994; 3 May=1994-05-03"),
            ("The vote was brought forward from 8 June to 3 June.", "8 June=2023-06-08; 3 June=2023-06-03"),
        ],
    );
    check(Some("2023-03-20"), &[("Talks planned for 6 April in the town had been postponed.", "6 April=2023-04-06")]);
}

#[test]
fn turns_of_a_century() {
    let read = |text: &str, published| {
        let all = mentions(text, published);
        all.iter().map(|m| (m.value.clone(), m.modifier, m.extent.as_ref().map(|e| e.edtf.clone()))).collect::<Vec<_>>()
    };
    let about = |year: &str| vec![(Some(year.to_owned()), Some("APPROX"), Some(format!("{year}~")))];
    assert_eq!(read("They met at the turn of the century.", Some("2018-04-12")), about("2000"));
    assert_eq!(read("They met around the turn of the century.", Some("2031-04-12")), about("2000"));
    assert_eq!(read("It was built at the turn of the 20th century.", Some("2018-04-12")), about("1900"));
    assert_eq!(read("It was built at the turn of the nineteenth century.", None), about("1800"));
    // The text does not decide, or both are equally near.
    assert_eq!(read("They met at the turn of the century.", None), [(Some("XX".to_owned()), Some("APPROX"), None)]);
    assert_eq!(read("at the turn of the century", Some("1950-04-12"))[0].2, None);
}

#[test]
fn seasons_and_years_over_two_years() {
    for (text, expected) in [
        ("They met in winter 1992/93.", "winter 1992/93=1992-12/1993-02"),
        ("in the winter of 1992-93", "the winter of 1992-93=1992-12/1993-02"),
        ("in the winter of 1992–1993", "the winter of 1992–1993=1992-12/1993-02"),
        ("in the winter of 1999/2000", "the winter of 1999/2000=1999-12/2000-02"),
        ("in the summer of 1992-93", "the summer of 1992-93=1992/1993"),
        ("in the winter of 1992", "the winter of 1992=1992-24"),
    ] {
        assert_eq!(extents(text, None), expected);
    }
    for text in ["in 1992/93", "in 1992/1993", "in the 2014/15 season", "the 2014-15 season"] {
        let all = mentions(text, None);
        assert_eq!((all.len(), all[0].until), (2, Some(1)), "{text}: {all:?}");
    }
    assert_eq!(mentions("in 1992/1995", None)[0].until, None);
}

#[test]
fn intervals_of_round_years() {
    for (text, expected) in [
        ("Six bells were cast between 1700 and 1800 in Prague.", "1700=1700; 1800=1800"),
        ("It stood from 1500 to 1600.", "1500=1500; 1600=1600"),
        ("He fought from 1914 to 1918.", "1914=1914; 1918=1918"),
        ("between May and July 1992", "May=1992-05; July 1992=1992-07"),
        ("between 3 and 5 May 1992", "3=1992-05-03; 5 May 1992=1992-05-05"),
    ] {
        assert_eq!(values(text, None), expected);
        assert_eq!(mentions(text, None)[0].until, Some(1), "{text}");
    }
    for text in ["between 1700 and 1800 soldiers", "from 1200 to 1500 people", "between 1500 and 2000 metres"] {
        assert_eq!(values(text, None), "", "{text}");
    }
    // Something moved from one day to another does not last from one to the other.
    assert_eq!(mentions("The vote was moved from 3 May 1992 to 8 May 1992.", None)[0].until, None);
}

#[test]
fn bounds_of_open_times() {
    for (text, expected) in [
        ("He had left by 1995.", "1995=../1995"),
        ("It lasted until 1995.", "1995=../1995"),
        ("Since 1991 it has been closed.", "1991=1991/.."),
        ("since May 1992", "May 1992=1992-05/.."),
        ("from 1991 until 1995", "1991=1991; 1995=1995"),
        ("The vote was postponed until May 1995.", "May 1995=1995-05"),
        ("in the early 1990s", "the early 1990s=199X"),
        ("in the mid-19th century", "the mid-19th century=18XX"),
    ] {
        assert_eq!(extents(text, None), expected);
    }
}

#[test]
fn the_spring_that_one_has_is_water() {
    for text in [
        "\"We still have the spring,\" she said.",
        "They drank from a spring and left.",
        "The spring, he said, is dry.",
    ] {
        assert_eq!(values(text, Some("2023-05-17")), "", "{text}");
    }
    for (text, expected) in [
        ("in the spring, they left", "the spring=2023-SP"),
        ("during the spring and winter", "the spring=2023-SP; winter=2023-WI"),
    ] {
        assert_eq!(values(text, Some("2023-05-17")), expected);
    }
}

/// A small seeded generator: the same sequence in every run.
struct Soup(u64);

impl Soup {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % below
    }
}

#[test]
fn any_soup_is_read() {
    const BITS: &[&str] = &[
        "may",
        "May",
        "8",
        "08",
        "1992",
        "2017",
        "31",
        "30",
        "February",
        "29",
        "th",
        "8th",
        "the",
        "of",
        "end",
        "early",
        "mid-",
        "-",
        "–",
        "/",
        ".",
        ",",
        ":",
        "BC",
        "AD",
        "1990s",
        "'",
        "’",
        "90s",
        "century",
        "21st",
        "three",
        "days",
        "ago",
        "later",
        "year",
        "last",
        "next",
        "that",
        "same",
        "Tuesday",
        "Sun",
        "morning",
        "night",
        "at",
        "10",
        "30",
        "p.m.",
        "every",
        "half",
        "a",
        "an",
        "and",
        "to",
        "from",
        "between",
        "first",
        "second",
        "quarter",
        "summer",
        "fall",
        "twenty-one",
        "three-day",
        "9999",
        "99999999999999999999",
        "0",
        "00",
        "0000",
        "2000",
        "\u{a0}",
        "é",
        "日本",
        "years-long",
        "May-August",
        "decades",
        "T10",
        "12T",
        "23.08.1993",
        "31.02.1999",
        "1,5",
        "hundred",
        "thousand",
        "in",
        "before",
        "Christmas",
        "New",
        "'s",
        "now",
        "noon",
        "(",
        ")",
        "centuries",
        "millennium",
        "week",
        "weekend",
        "per",
        "about",
        "more",
        "than",
        "1",
        "rest",
        "\n",
    ];
    let mut soup = Soup(7);
    for round in 0..4000 {
        let mut text = String::new();
        for _ in 0..soup.next(24) + 1 {
            text.push_str(BITS[soup.next(BITS.len())]);
            if soup.next(4) > 0 {
                text.push(' ');
            }
        }
        let published = [None, Some("2017-12-27"), Some("2017"), Some("0000-01"), Some("9999-12-31")][round % 5];
        let mut end = 0;
        for (at, mention) in mentions(&text, published).iter().enumerate() {
            assert!(mention.range.start >= end && mention.range.start < mention.range.end, "{text:?}: {mention:?}");
            assert!(text.get(mention.range.clone()).is_some(), "{text:?}: {mention:?}");
            end = mention.range.end;
            if let Some(extent) = &mention.extent {
                assert!(extent.earliest <= extent.latest, "{text:?}: {mention:?}");
                assert!(TimeExtent::from_edtf(&extent.edtf).is_some(), "{text:?}: {mention:?}");
            }
            if let Anchor::Expression(other) = mention.anchor {
                assert_ne!(other, at, "{text:?}");
            }
        }
    }
}

#[test]
fn a_long_text_takes_no_longer_than_its_length() {
    for bit in ["may may may 1 1 1 ", "1-1-", "8, 9 and ", "the end of the ", "early or late ", "three hundred "] {
        let started = std::time::Instant::now();
        let text = bit.repeat(1_000_000 / bit.len());
        let found = mentions(&text, Some("2017-12-27"));
        assert!(found.iter().all(|m| m.range.end <= text.len()));
        assert!(started.elapsed().as_secs() < 10, "{bit}: {:?}", started.elapsed());
    }
}

#[test]
fn a_negated_before_is_not_a_bound() {
    assert_eq!(extents("Not before 1990 was it open.", None), "1990=-");
    assert_eq!(extents("It will not open before 1990.", None), "1990=-");
    assert_eq!(extents("It opened before 1990.", None), "1990=../1990");
}

#[test]
fn the_ends_of_an_interval_do_not_cross() {
    check(
        Some("2023-05-17"),
        &[
            ("From May to June it was closed.", "May=XXXX-05; June=XXXX-06"),
            ("The road was closed from March to April.", "March=2023-03; April=2023-04"),
            ("The road will be closed from June to July.", "June=2023-06; July=2023-07"),
        ],
    );
    check(Some("2023-07-17"), &[("From June to August it was hot.", "June=XXXX-06; August=XXXX-08")]);
}

#[test]
fn this_weekday_may_be_the_next() {
    check(
        Some("2023-05-17"),
        &[
            ("This Monday they leave.", "This Monday=XXXX-WXX-1"),
            ("This Monday she resigned.", "This Monday=2023-05-15"),
            ("This Friday they leave.", "This Friday=2023-05-19"),
        ],
    );
}

#[test]
fn names_and_things_with_a_word_of_time_are_not_times() {
    check(
        Some("2023-05-17"),
        &[
            ("They spoke of Black Friday and Bloody Sunday.", ""),
            ("The Good Friday agreement held.", ""),
            ("He prayed at the Friday Mosque.", ""),
            ("The Sunday Times said so.", ""),
            ("USA Today said so.", ""),
            ("She sang the song Yesterday to them.", ""),
            ("They sold summer coats, winter boots and winter tyres.", ""),
            ("The autumn leaves were red.", ""),
            ("They showed the spring collection.", ""),
            ("He lives in April Street.", ""),
            ("They caught about 1990 of them.", ""),
            ("The 2030 Agenda was read.", ""),
            ("He came in the summer.", "the summer=2022-SU"),
            ("It was hot last summer.", "last summer=2022-SU"),
            ("It was hot in summer 1992 and in the summer of 1993.", "summer 1992=1992-SU; the summer of 1993=1993-SU"),
            ("On Friday the mosque was shut.", "Friday=2023-05-12"),
        ],
    );
    assert_eq!(mentions("Summer came.", Some("2023-05-17")).len(), 1);
}

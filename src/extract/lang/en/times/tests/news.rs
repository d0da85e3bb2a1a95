//! Times of the news: years that are only mentioned, plans in the past tense, ranges of days.

use super::{check, mentions};

#[test]
fn a_year_that_is_only_mentioned_dates_nothing_else() {
    check(
        Some("2023-05-17"),
        &[
            ("The sides, which signed a truce in 1994, met in March.", "1994=1994; March=2023-03"),
            ("The truce was signed in 1994. In October they met.", "1994=1994; October=2022-10"),
            (
                "The statement of 9 November 2020 binds both. They met on 11 January.",
                "9 November 2020=2020-11-09; 11 January=2023-01-11",
            ),
            (
                "The November 2020 statement has nine points. One was carried out on August 30.",
                "November 2020=2020-11; August 30=2022-08-30",
            ),
            ("The war of 1992 is far away. Last June they met.", "1992=1992; Last June=2022-06"),
            // A time that opens a sentence is the time of what follows.
            ("In 2016 they fought again. In July they met.", "2016=2016; July=2016-07"),
            ("It was signed in March 1992 and changed in May.", "March 1992=1992-03; May=1992-05"),
        ],
    );
}

#[test]
fn what_was_planned_is_past() {
    check(
        Some("2023-05-17"),
        &[
            ("The round was initially scheduled for 10 April, but was postponed.", "10 April=2023-04-10"),
            ("The vote, originally set for 2 March, was delayed until June.", "2 March=2023-03-02; June=2023-06"),
            (
                "The army was expected to take over the Sorl district by April 15 and the Ulmen district by April 20. Both were handed over on April 25.",
                "April 15=2023-04-15; April 20=2023-04-20; April 25=2023-04-25",
            ),
            ("The summit was moved from 10 April to 12 June.", "10 April=2023-04-10; 12 June=2023-06-12"),
            ("They were to sign it at the April 3 session, but did not come.", "April 3=2023-04-03"),
            ("The next council will be held on 10 April.", "10 April=2024-04-10"),
            ("A summit on December 5 may be the last chance.", "December 5=2023-12-05"),
            ("By Friday he must go.", "Friday=2023-05-19"),
        ],
    );
}

#[test]
fn days_that_follow_are_one_range() {
    let range = |text: &str| {
        let all = mentions(text, Some("2023-05-17"));
        all.iter().filter_map(|m| crate::extract::finding::interval(&all, m)).map(|(_, e)| e.edtf).collect::<Vec<_>>()
    };
    for (text, expected) in [
        ("It will be held on 5-6 June.", &["2023-06-05/2023-06-06"][..]),
        ("It was held on 10–11 April.", &["2023-04-10/2023-04-11"]),
        ("It was held on 3 and 4 May.", &["2023-05-03/2023-05-04"]),
        ("It was held from 28 February to 2 March.", &["2023-02-28/2023-03-02"]),
        ("It was held on May 3-4.", &["2023-05-03/2023-05-04"]),
        ("It was held on 3 and 9 May.", &[]),
        ("It was held on 3 May and 4 June.", &[]),
    ] {
        assert_eq!(range(text), expected, "{text}");
    }
}

#[test]
fn periods_of_the_news() {
    check(
        Some("1989-11-02"),
        &[
            ("He said a year earlier it earned more.", "a year earlier=1988"),
            ("In the year-earlier quarter it lost.", "year-earlier=1988"),
            ("For the year, sales rose.", "the year=1989"),
            ("He left over the weekend.", "the weekend=1989-W43-WE"),
            ("He will go over the weekend.", "the weekend=1989-W44-WE"),
            ("He goes the day after tomorrow.", "the day after tomorrow=1989-11-04"),
            ("Years ago he left; at the moment, he waits.", "Years ago=PAST_REF; the moment=PRESENT_REF"),
            ("It will be paid by year-end.", "year-end=1989"),
            ("He is the man of the year and spends the moment of truth alone.", ""),
        ],
    );
}

use super::*;

fn rules(languages: &[&str]) -> DateRules {
    DateRules { languages: languages.iter().map(|tag| (*tag).to_owned()).collect(), ..DateRules::default() }
}

fn show(text: &str, rules: &DateRules) -> String {
    match date(text, rules) {
        Ok(time) => {
            // What is written is EDTF with these bounds.
            let again = TimeExtent::from_edtf(&time.edtf).unwrap_or_else(|| panic!("{text}: {} is no EDTF", time.edtf));
            assert_eq!((again.earliest, again.latest), (time.earliest, time.latest), "{text}");
            time.edtf
        }
        Err(error) if error.fault == Fault::Ambiguous => error.readings.join(" or "),
        Err(error) => format!("{:?}", error.fault),
    }
}

#[test]
fn figures_and_english() {
    let english = rules(&[]);
    for (text, expected) in [
        ("2019-05-08", "2019-05-08"),
        ("2023-5-23", "2023-05-23"),
        ("2018-10-14T00:00:00", "2018-10-14"),
        ("2018-10-14 00:00:00.000Z", "2018-10-14"),
        ("14.10.2018 0:00", "2018-10-14"),
        ("2023/5/23", "2023-05-23"),
        ("4 Apr 2022", "2022-04-04"),
        ("25 Mar 2022", "2022-03-25"),
        ("25-Mar-2022", "2022-03-25"),
        ("Monday, 4 April 2022", "2022-04-04"),
        ("April 4, 2022", "2022-04-04"),
        ("4th of April 2022", "2022-04-04"),
        ("Apr 2022", "2022-04"),
        ("Apr. 2022", "2022-04"),
        ("2022", "2022"),
        ("1930", "1930"),
        ("1990s", "199X"),
        ("1900s", "190X or 19XX"),
        ("Q3 1998", "1998-35"),
        ("1998-Q3", "1998-35"),
        ("summer 1992", "1992-22"),
        ("1537-1552", "1537/1552"),
        ("1480–1491", "1480/1491"),
        ("1480 – 1491", "1480/1491"),
        ("1990-95", "1990/1995"),
        ("16-17 May 1992", "1992-05-16/1992-05-17"),
        ("May 16-17, 1992", "1992-05-16/1992-05-17"),
        ("16 May - 3 June 1992", "1992-05-16/1992-06-03"),
        ("May to July 1992", "1992-05/1992-07"),
        ("2018-10-14 - 2018-10-16", "2018-10-14/2018-10-16"),
        ("14.10.2018–16.10.2018", "2018-10-14/2018-10-16"),
        ("1992-05-08/1992-05-09", "1992-05-08/1992-05-09"),
        ("from 1865", "1865/.."),
        ("since May 1992", "1992-05/.."),
        ("from 1865 to 1870", "1865/1870"),
        ("1865-", "1865/.."),
        ("1865–", "1865/.."),
        ("until 1865", "../1865"),
        ("before 1865", "../1865"),
        ("../1865", "../1865"),
        ("~1847", "1847~"),
        ("c. 1850", "1850~"),
        ("ca.1850", "1850~"),
        ("circa 1850", "1850~"),
        ("1847?", "1847?"),
        ("1847 (?)", "1847?"),
        ("~1847?", "1847%"),
        ("c. 1850-1860", "1850~/1860"),
        ("199X", "199X"),
        ("18th century", "17XX"),
        ("XVIII century", "17XX"),
        ("eighteenth century", "17XX"),
        ("18th c.", "17XX"),
        ("1st century", "0001/0099"),
        ("5th century BC", "-04XX"),
        ("18th-19th century", "17XX/18XX"),
        ("44 BC", "-0043"),
        ("AD 79", "0079"),
        ("-0043", "-0043"),
        ("-1865", "-1865 or ../1865"),
        ("१९९०", "1990"),
        ("2019*", "2019"),
        ("27042022", "2022-04-27"),
        ("20220427", "2022-04-27"),
        ("03/04/1993", "1993-04-03 or 1993-03-04"),
        ("3-4-1993", "1993-04-03 or 1993-03-04"),
        ("23/04/1993", "1993-04-23"),
        ("04/23/1993", "1993-04-23"),
        ("03.04.1993", "1993-04-03"),
        ("03/03/1993", "1993-03-03"),
        ("2005-06", "2005-06 or 2005/2006"),
        ("2023-05", "2023-05"),
        ("1992-22", "NotRead"),
        ("1990-22", "NotRead"),
        ("1906-21", "1906/1921 or 1906-21"),
        ("05/1992", "1992-05"),
        ("31.04.1993", "Impossible"),
        ("2019-02-29", "Impossible"),
        ("45/13/1993", "Impossible"),
        ("1552-1537", "Impossible"),
        ("0", "NotOne"),
        ("0000", "NotOne"),
        ("0.0", "NotRead"),
        ("-", "NotOne"),
        ("43387", "NotRead"),
        ("43387.5", "NotOne"),
        ("1990.0", "NotRead"),
        ("862", "NotRead"),
        ("92", "NotRead"),
        ("03/04/93", "NotRead"),
        ("4 Apr 22", "NotRead"),
        ("Apr-22", "NotRead"),
        ("2566", "NotRead"),
        ("May", "NoYear"),
        ("4 May", "NoYear"),
        ("September-October", "NoYear"),
        ("", "Empty"),
        ("n/a", "NotOne"),
        ("?", "NotOne"),
        ("this is a lake", "NotOne"),
        ("early 18th century", "NotOne"),
        ("1 сентября 2022", "NotRead"),
        ("8 May 1992, Lachin", "NotOne"),
        ("10 12", "NotOne"),
    ] {
        assert_eq!(show(text, &english), expected, "{text}");
    }
}

#[test]
fn other_languages() {
    for (language, text, expected) in [
        ("ru", "1 сентября 2022 г.", "2022-09-01"),
        ("ru", "сентябрь 2022", "2022-09"),
        ("ru", "1-е мая 1993 года", "1993-05-01"),
        ("ru", "1897 г.", "1897"),
        ("ru", "1990-е", "199X"),
        ("ru", "1990-е годы", "199X"),
        ("ru", "XIX век", "18XX"),
        ("ru", "XIX в.", "18XX"),
        ("ru", "ХIХ в.", "18XX"),
        ("ru", "V в. до н. э.", "-04XX"),
        ("ru", "XVIII–XIX вв.", "17XX/18XX"),
        ("ru", "44 г. до н.э.", "-0043"),
        ("ru", "с 1865", "1865/.."),
        ("ru", "с 1865 по 1870", "1865/1870"),
        ("ru", "около 1847 г.", "1847~"),
        ("ru", "лето 1992 года", "1992-22"),
        ("uk", "1 січня 2022 року", "2022-01-01"),
        ("uk", "вересень-жовтень 2022 р.", "2022-09/2022-10"),
        ("uk", "ХІХ століття", "18XX"),
        ("az", "8 avqust 1930", "1930-08-08"),
        ("az", "8 avqust 1930-cu il", "1930-08-08"),
        ("az", "İyun 1993", "1993-06"),
        ("az", "b.e.ə V əsr", "-04XX"),
        ("az", "b.e.ə. V əsr", "-04XX"),
        ("az", "XVIII əsr", "17XX"),
        ("tr", "18. yy.", "17XX"),
        ("tr", "18. yüzyıl", "17XX"),
        ("tr", "M.Ö. 5. yüzyıl", "-04XX"),
        ("tr", "12 KASIM 1938", "1938-11-12"),
        ("tr", "1517-1865", "1517/1865"),
        ("de", "1. Januar 2020", "2020-01-01"),
        ("de", "31. Dez. 2019", "2019-12-31"),
        ("de", "18. Jh.", "17XX"),
        ("de", "5. Jh. v. Chr.", "-04XX"),
        ("de", "1990er Jahre", "199X"),
        ("de", "um 1850", "1850~"),
        ("de", "von 1865 bis 1870", "1865/1870"),
        ("fr", "1er mai 1993", "1993-05-01"),
        ("fr", "XIXe siècle", "18XX"),
        ("fr", "14 juillet 1789", "1789-07-14"),
        ("en", "18. yy.", "NotRead"),
        ("xx", "1 May 1993", "NotRead"),
        ("xx", "1993", "1993"),
    ] {
        assert_eq!(show(text, &rules(&[language])), expected, "{language} {text}");
    }
    assert_eq!(show("1 сентября 2022", &rules(&["uk", "ru"])), "2022-09-01");
    assert_eq!(show("1 May 2022", &rules(&["ru", "en"])), "2022-05-01");
    assert_eq!(show("yaz 1992", &rules(&["az", "tr"])), "1992-21 or 1992-22");
    let error = date("1 сентября 2022", &rules(&[])).unwrap_err();
    assert_eq!(
        (error.what.as_str(), error.help.as_str()),
        ("a time in another language (ru)", "say the language of the column: lang = \"ru\"")
    );
}

#[test]
fn the_rules_of_a_column() {
    let with = |change: fn(&mut DateRules)| {
        let mut rules = DateRules::default();
        change(&mut rules);
        rules
    };
    let dmy = with(|r| r.order = Some(DateOrder::DayMonthYear));
    let mdy = with(|r| r.order = Some(DateOrder::MonthDayYear));
    for (text, rules, expected) in [
        ("03/04/1993", &dmy, "1993-04-03"),
        ("03/04/1993", &mdy, "1993-03-04"),
        ("03.04.1993", &mdy, "1993-03-04"),
        ("04/23/1993", &dmy, "AgainstRule"),
        ("23/04/1993", &mdy, "AgainstRule"),
        ("2005-06", &with(|r| r.order = Some(DateOrder::YearMonthDay)), "2005-06"),
        ("2005-06", &with(|r| r.order = Some(DateOrder::Year)), "2005/2006"),
        ("10122012", &dmy, "2012-12-10"),
        ("September-October", &with(|r| r.year = Some(2022)), "2022-09/2022-10"),
        ("4 May", &with(|r| r.year = Some(2022)), "2022-05-04"),
        ("16.05.", &with(|r| r.year = Some(2022)), "2022-05-16"),
        ("2566", &with(|r| r.calendar = Calendar::Buddhist), "2023"),
        ("5 May 2566", &with(|r| r.calendar = Calendar::Buddhist), "2023-05-05"),
        ("2484", &with(|r| r.calendar = Calendar::Buddhist), "1941"),
        ("2483", &with(|r| r.calendar = Calendar::Buddhist), "NotRead"),
        ("2023", &with(|r| r.calendar = Calendar::Buddhist), "NotRead"),
        ("2540-2566", &with(|r| r.calendar = Calendar::Buddhist), "1997/2023"),
        ("1990s", &with(|r| r.calendar = Calendar::Buddhist), "NotRead"),
        ("25 October 1917", &with(|r| r.calendar = Calendar::Julian), "1917-11-07"),
        ("29 February 1900", &with(|r| r.calendar = Calendar::Julian), "1900-03-13"),
        ("1900", &with(|r| r.calendar = Calendar::Julian), "NotRead"),
        ("1444", &with(|r| r.calendar = Calendar::Hijri), "NotRead"),
        ("1402", &with(|r| r.calendar = Calendar::Persian), "NotRead"),
    ] {
        assert_eq!(show(text, rules), expected, "{text} {rules:?}");
    }
}

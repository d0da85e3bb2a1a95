//! What a researcher gets from an article: who met whom, when and where; who said what, with which words; who is called
//! what. Judged on the page as received, where it lies beside the checkout, and on the project's own article on the same
//! facts, each with a date of publication and without.

use super::support::{Facts, Workdir, repository};
use chorograph::base::vocab::{choro, oa, rdf, term};
use oxigraph::model::NamedNodeRef;
use std::collections::BTreeSet;
use std::fs;

/// An article as built, alone, with the shipped gazetteer.
struct Read {
    workdir: Workdir,
    facts: Facts,
    base: String,
    text: String,
}

impl Read {
    fn new(text: &str, published: Option<&str>) -> Self {
        let workdir = Workdir::of_data();
        for name in ["article.txt", "article.meta.toml", "fact-box.txt", "fact-box.meta.toml"] {
            workdir.remove(&format!("sources/{name}"));
        }
        workdir.write("sources/page.txt", text);
        let day = published.map(|day| format!("published = \"{day}\"\n")).unwrap_or_default();
        workdir.write("sources/page.meta.toml", format!("publisher = \"The Page\"\nlanguage = \"en\"\n{day}"));
        assert_eq!(workdir.build().stderr, "");
        let (facts, base) = (workdir.facts(), workdir.dataset().config.base);
        Self { workdir, facts, base, text: text.to_owned() }
    }

    fn entity(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// The words of the spans to which a property leads.
    fn words(&self, subject: &str, property: NamedNodeRef<'_>) -> Vec<String> {
        self.facts.objects(subject, property).iter().map(|s| self.facts.object(s, oa::EXACT).unwrap()).collect()
    }

    fn times(&self, claim: &str) -> Vec<String> {
        self.facts.objects(claim, choro::TIME).iter().map(|t| self.facts.object(t, choro::EDTF).unwrap()).collect()
    }

    /// The claims that tell of an event of a kind, as `kind` and `standing` say.
    fn events(&self, kind: NamedNodeRef<'_>, standing: NamedNodeRef<'_>) -> Vec<String> {
        let of_kind = self.facts.subjects(choro::EVENT_KIND, kind.as_str());
        of_kind
            .into_iter()
            .filter(|c| self.facts.object(c, choro::STANDING).as_deref() == Some(standing.as_str()))
            .collect()
    }

    fn is_at(&self, claim: &str, place: &str) -> bool {
        self.facts.objects(claim, choro::EVENT_PLACE) == [self.entity(place)]
    }

    /// All claims that tell of the same event as one of these.
    fn tellings(&self, claims: &[String]) -> BTreeSet<String> {
        let events: BTreeSet<String> = claims.iter().flat_map(|c| self.facts.objects(c, choro::ABOUT_EVENT)).collect();
        events.iter().flat_map(|e| self.facts.subjects(choro::ABOUT_EVENT, e)).collect()
    }

    /// What stands within curly quotation marks, without a comma at the end.
    fn quoted(&self) -> Vec<String> {
        let marked = self.text.split('“').skip(1).filter_map(|rest| rest.split_once('”'));
        marked.map(|(words, _)| words.trim_end_matches(',').to_owned()).collect()
    }
}

const DAY: Option<&str> = Some("2017-12-27");
const KARASIN: &str = "person/grigory-karasin";

/// The page as received, if it is there.
fn received() -> Vec<String> {
    let seeds = fs::read_dir(repository("../shared/seeds")).into_iter().flatten().flatten();
    seeds
        .filter(|e| e.path().extension().is_some_and(|e| e == "txt"))
        .map(|e| fs::read_to_string(e.path()).unwrap())
        .collect()
}

fn own() -> String {
    fs::read_to_string(repository("data/sources/article.txt")).unwrap()
}

/// Every article in every way.
fn all() -> Vec<Read> {
    let texts: Vec<String> = received().into_iter().chain([own()]).collect();
    texts.iter().flat_map(|text| [Read::new(text, DAY), Read::new(text, None)]).collect()
}

#[test]
fn the_summit_the_consultations_and_the_meeting_in_vienna() {
    for page in received() {
        for day in [DAY, None] {
            let read = Read::new(&page, day);
            let summit = read.events(term::SUMMIT, term::HAPPENED);
            assert!(summit.len() >= 2, "the lead and the quotation tell of it: {summit:?}");
            assert_eq!(read.tellings(&summit).len(), summit.len());
            let events: BTreeSet<_> = summit.iter().map(|c| read.facts.object(c, choro::ABOUT_EVENT)).collect();
            assert_eq!(events.len(), 1, "one event: {events:?}");
            for claim in &summit {
                assert!(read.is_at(claim, "place/geneva"), "{claim}");
                assert_eq!(read.times(claim), ["2017-10"], "{claim}");
                let help = read.words(claim, choro::AUSPICES_WORDS).join(" ");
                assert!(help.ends_with("co-chairs"), "{help}");
            }
            let [consultations] = &read.events(term::CONSULTATIONS, term::HAPPENED)[..] else {
                panic!("{:?}", read.events(term::CONSULTATIONS, term::HAPPENED))
            };
            assert_eq!(read.times(consultations), ["2017-11"]);
            let participants = read.words(consultations, choro::PARTICIPANT_WORDS).join(", ");
            for words in ["co-chairs", "foreign ministers", "Azerbaijan", "Armenia"] {
                assert!(participants.contains(words), "{participants}");
            }
            let vienna = read.events(term::MEETING, term::HAPPENED);
            let vienna: Vec<_> = vienna.into_iter().filter(|c| read.is_at(c, "place/vienna")).collect();
            let [vienna] = &vienna[..] else { panic!("{vienna:?}") };
            let council = read.entity("organisation/osce-ministerial-council");
            assert_eq!(read.facts.objects(vienna, choro::OCCASION), [council]);
        }
    }
}

#[test]
fn the_meeting_in_moscow_is_planned_and_its_time_needs_a_day_of_publication() {
    for page in received().into_iter().chain([own()]) {
        for day in [DAY, None] {
            let read = Read::new(&page, day);
            let planned = read.events(term::MEETING, term::PLANNED);
            let tellings = read.tellings(&planned);
            assert!(!planned.is_empty());
            let [timed] = &planned
                .iter()
                .filter(|c| read.words(c, choro::TIME_WORDS) == ["January next year"])
                .collect::<Vec<_>>()[..]
            else {
                panic!("{planned:?}")
            };
            assert!(tellings.contains(*timed));
            let mention = read.facts.object(timed, choro::TIME_WORDS).unwrap();
            let resolution = read.facts.object(&mention, choro::RESOLUTION).unwrap();
            if day.is_some() {
                assert_eq!(read.times(timed), ["2018-01"]);
                assert_eq!(resolution, term::FROM_PUBLICATION.as_str());
                let source = read.entity("source/page");
                assert_eq!(read.facts.object(&mention, choro::COUNTED_FROM).unwrap(), source);
            } else {
                assert_eq!(read.times(timed), Vec::<String>::new());
                assert_eq!(resolution, term::UNRESOLVED.as_str());
                assert_eq!(read.facts.objects(&mention, choro::EXTENT), Vec::<String>::new());
            }
        }
    }
    for page in received() {
        let read = Read::new(&page, None);
        let planned = read.events(term::MEETING, term::PLANNED);
        let moscow: Vec<_> = planned.iter().filter(|c| read.is_at(c, "place/moscow")).collect();
        assert_eq!(moscow.len(), 1, "{planned:?}");
        assert_eq!(read.tellings(&planned).len(), 2, "the same meeting, told of twice: {planned:?}");
    }
}

#[test]
fn every_quotation_is_given_to_its_speaker() {
    for read in all() {
        let utterances = read.facts.of_class(choro::UTTERANCE_CLAIM);
        let mut contents = Vec::new();
        for claim in &utterances {
            assert_eq!(read.facts.objects(claim, choro::SPEAKER), [read.entity(KARASIN)], "{claim}");
            // That he said so is the word of the page.
            assert_eq!(read.facts.objects(claim, choro::ASSERTED_BY), [read.entity("agent/the-page")], "{claim}");
            contents.extend(read.words(claim, choro::CONTENT));
        }
        for quoted in read.quoted() {
            let found = contents.iter().filter(|c| c.trim_end_matches(',') == quoted).count();
            assert_eq!(found, 1, "{quoted:?} in {contents:#?}");
        }
        let media: Vec<String> = utterances.iter().flat_map(|c| read.words(c, choro::MEDIUM_WORDS)).collect();
        assert!(media.iter().any(|m| m.contains("interview")), "{media:?}");
        let interfax = read.entity("organisation/interfax");
        let to: Vec<String> = [choro::ADDRESSEE, choro::MEDIUM_ORGANISATION]
            .iter()
            .flat_map(|p| read.facts.subjects(*p, &interfax))
            .collect();
        assert!(!to.is_empty(), "the interview is one with Interfax");
    }
}

#[test]
fn what_is_told_in_a_quotation_is_the_speakers_word() {
    for read in all() {
        let quoted = read.quoted();
        let claims = read.facts.of_class(choro::EVENT_CLAIM);
        let inside = |claim: &&String| {
            let words = read.facts.object(claim, choro::VERBATIM).unwrap();
            quoted.iter().any(|q| q.contains(&words))
        };
        let told: Vec<_> = claims.iter().filter(inside).collect();
        assert!(!told.is_empty());
        for claim in told {
            assert_eq!(read.facts.objects(claim, choro::ASSERTED_BY), [read.entity(KARASIN)], "{claim}");
            let said_in = read.facts.object(claim, choro::SAID_IN).unwrap();
            assert!(read.facts.objects(&said_in, rdf::TYPE).contains(&choro::UTTERANCE_CLAIM.as_str().to_owned()));
        }
    }
}

#[test]
fn three_roles_and_one_disagreement() {
    for read in all() {
        let mut roles: Vec<(String, String, String)> = Vec::new();
        for claim in read.facts.of_class(choro::ROLE_CLAIM) {
            if read.facts.object(&claim, choro::IS_GENERAL).as_deref() == Some("false") {
                assert_eq!(read.facts.objects(&claim, choro::HOLDER), [read.entity(KARASIN)], "{claim}");
                let words = read.words(&claim, choro::TITLE_WORDS).join("|");
                roles.push((words, read.facts.object(&claim, choro::ROLE_TITLE).unwrap(), claim));
            }
        }
        roles.sort();
        let shown: Vec<_> = roles.iter().map(|(words, plain, _)| (words.as_str(), plain.as_str())).collect();
        assert_eq!(
            shown,
            [
                ("Deputy Prime Minister", "deputy prime minister"),
                ("deputy FM", "deputy foreign minister"),
                ("deputy foreign minister", "deputy foreign minister"),
            ]
        );
        let [disagreement] = &read.facts.of_class(choro::DISAGREEMENT)[..] else {
            panic!("{:?}", read.facts.of_class(choro::DISAGREEMENT))
        };
        assert_eq!(read.facts.object(disagreement, choro::ASPECT).unwrap(), term::ASPECT_ROLE.as_str());
        assert_eq!(read.facts.object(disagreement, choro::ABOUT_PERSON).unwrap(), read.entity(KARASIN));
        let involved: BTreeSet<String> = read.facts.objects(disagreement, choro::INVOLVES).into_iter().collect();
        assert_eq!(involved, roles.into_iter().map(|(_, _, claim)| claim).collect());
    }
}

#[test]
fn a_slip_is_kept_and_understood() {
    for read in all() {
        let mentions = read.facts.subjects(choro::DENOTES, &read.entity("place/armenian-ssr"));
        let [mention] = &mentions[..] else { panic!("{mentions:?}") };
        // The page has a no-break space there.
        let words = read.facts.object(mention, oa::EXACT).unwrap();
        assert_eq!(words.replace('\u{a0}', " "), "Armenian SRR");
    }
}

#[test]
fn nothing_that_the_text_does_not_say() {
    for read in all() {
        let claims: Vec<String> = [choro::EVENT_CLAIM, choro::ROLE_CLAIM, choro::UTTERANCE_CLAIM]
            .iter()
            .flat_map(|class| read.facts.of_class(*class))
            .collect();
        assert!(claims.len() > 15, "{}", claims.len());
        for claim in &claims {
            assert!(read.text.contains(&read.facts.object(claim, choro::VERBATIM).unwrap()), "{claim}");
        }
        // Nothing takes place in a government, nor anywhere but in three cities.
        let cities = ["place/geneva", "place/moscow", "place/vienna"].map(|p| read.entity(p));
        let states: BTreeSet<String> = read
            .facts
            .subjects(choro::USED_FOR, term::STATE.as_str())
            .iter()
            .map(|m| format!("{}-{}", read.facts.object(m, oa::START).unwrap(), read.facts.object(m, oa::END).unwrap()))
            .collect();
        for claim in read.facts.of_class(choro::EVENT_CLAIM) {
            for place in read.facts.objects(&claim, choro::EVENT_PLACE) {
                assert!(cities.contains(&place), "{claim}: {place}");
            }
            for span in read.facts.objects(&claim, choro::EVENT_PLACE_WORDS) {
                assert!(!states.contains(span.rsplit('/').next().unwrap()), "{claim}: {span}");
            }
        }
        let known = ["1988", "2017-10", "2017-11", "2018-01"];
        for time in read.facts.of_class(choro::TIME_MENTION) {
            for extent in read.facts.objects(&time, choro::EXTENT) {
                let edtf = read.facts.object(&extent, choro::EDTF).unwrap();
                assert!(known.contains(&edtf.as_str()), "{time}: {edtf}");
            }
        }
        assert!(read.facts.0.iter().all(|q| !q.to_string().contains("_:")));
    }
}

#[test]
fn a_claim_of_an_article_can_be_traced() {
    for read in all() {
        let [claim, ..] = &read.events(term::CONSULTATIONS, term::HAPPENED)[..] else { panic!("no consultations") };
        let ran = read.workdir.run(&["trace", claim]);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        let words = read.facts.object(claim, choro::VERBATIM).unwrap();
        for shown in ["EventClaim", "consultations", "Grigory Karasin", &format!("«{words}»")] {
            assert!(ran.stdout.contains(shown), "{shown} in {}", ran.stdout);
        }
        let person = read.workdir.run(&["trace", KARASIN]);
        assert_eq!(person.code, Some(0), "{}", person.stderr);
        for shown in ["UtteranceClaim", "RoleClaim", "EventClaim", "Mention"] {
            assert!(person.stdout.contains(shown), "{shown}");
        }
    }
}

#[test]
fn a_role_in_another_article_disagrees_at_the_same_time_only() {
    let article = |title: &str| {
        format!("Talks go on\n\n{title} Grigory Karasin spoke in Vienna on Monday. “We will go on,” Karasin said.\n")
    };
    let workdir = Workdir::of_data();
    for name in ["article.txt", "article.meta.toml", "fact-box.txt", "fact-box.meta.toml"] {
        workdir.remove(&format!("sources/{name}"));
    }
    let write = |id: &str, title: &str, day: &str| {
        workdir.write(&format!("sources/{id}.txt"), article(title));
        workdir.write(&format!("sources/{id}.meta.toml"), format!("published = \"{day}\"\nkind = \"article\"\n"));
    };
    let involved = || {
        workdir.build();
        let facts = workdir.facts();
        let found: Vec<usize> =
            facts.of_class(choro::DISAGREEMENT).iter().map(|d| facts.objects(d, choro::INVOLVES).len()).collect();
        (found, facts.lines())
    };
    write("one", "Deputy Foreign Minister", "2017-12-27");
    write("two", "Deputy Prime Minister", "2017-12-28");
    assert_eq!(involved().0, [2]);
    // The other source is read again, a year later; what was in disagreement with it is no longer.
    write("two", "Deputy Prime Minister", "2018-12-28");
    assert_eq!(involved().0, Vec::<usize>::new());
    write("three", "Interior Minister", "2018-12-30");
    let (found, step_by_step) = involved();
    assert_eq!(found, [2]);
    // Built anew, the store says the same.
    fs::remove_dir_all(workdir.path(".chorograph")).unwrap();
    assert_eq!(involved(), (found, step_by_step));
}

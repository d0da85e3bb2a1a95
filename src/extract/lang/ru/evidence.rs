//! Whether words are Russian: their letters are all of its alphabet, and some words or letters are of no neighbouring
//! language.

/// Letters that of the languages with these letters alone only Russian has.
const LETTERS: [char; 4] = ['ы', 'э', 'ё', 'Э'];

/// Words that Ukrainian, Belarusian, Bulgarian, Serbian and Macedonian write otherwise.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "что", "это", "его", "был", "была", "было", "были", "также", "она", "они", "или", "после", "этот", "чтобы", "если",
    "только", "между", "во", "об", "из", "для", "при", "как", "уже", "еще", "ещё", "года", "году", "сообщил", "сообщила",
    "заявил", "заявила", "отметил", "отметила", "сказал", "сказала", "передает", "передаёт", "словам", "встретился",
];

/// Minimum number of such words.
const FEWEST: usize = 2;
/// Minimum number of letters.
const FEWEST_LETTERS: usize = 12;

/// Whether a text is surely Russian.
pub fn is_russian(text: &str) -> bool {
    let (mut own, mut others, mut marked) = (0_usize, 0_usize, false);
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        if matches!(c, 'а'..='я' | 'А'..='Я' | 'ё' | 'Ё') {
            own += 1;
            marked |= LETTERS.contains(&c);
        } else if matches!(c, '\u{400}'..='\u{52f}') {
            // A letter of another alphabet.
            return false;
        } else {
            others += 1;
        }
    }
    if own < FEWEST_LETTERS || own < others {
        return false;
    }
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| WORDS.contains(word));
    marked && own > 2 * FEWEST_LETTERS || words.take(FEWEST).count() >= FEWEST
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbouring_languages_are_not_russian() {
        for (text, expected) in [
            ("Министр встретился с послом и сказал, что переговоры продолжатся.", true),
            ("Глава района открыл новый мост через реку.", true),
            ("Міністр зустрівся з послом і сказав, що переговори триватимуть.", false),
            ("Министърът се срещна с посланика и каза, че преговорите продължават.", false),
            ("Министр кеше елордада елшімен кездесіп, келіссөздерді талқылады.", false),
            ("Министр кечээ элчи менен жолугуп, сүйлөшүүлөрдү талкуулады.", false),
            ("Министар се састао са амбасадором и рекао да се преговори настављају.", false),
            ("Да!", false),
        ] {
            assert_eq!(is_russian(text), expected, "{text}");
        }
    }
}

//! Lists of words and their meanings, as the file of a language has them.

/// How a word relates to the first word of its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// It is the first word, which names the meaning.
    Name,
    /// Another word for the same, often shorter: "Sept".
    Other,
    /// A plural: "Mondays".
    Plural,
    /// It has the meaning only in a compound: "sec" in "forty-sec".
    Part,
}

/// A word of a list.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Word<T> {
    /// Its meaning; `None` if the file gives no value.
    pub value: Option<T>,
    /// How it relates to the first word of its line.
    pub form: Form,
}

/// A list of words, looked up without regard to case.
#[derive(Debug)]
pub struct Table<T> {
    /// The words in lower case, the shortest first.
    words: Vec<(String, Word<T>)>,
    /// The position at which the words of each length in bytes begin.
    lengths: Vec<usize>,
    /// The first word of each line, as the file writes it, in order.
    names: Vec<&'static str>,
}

/// What is wrong with a file of words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordsError {
    /// The line, or the list that lacks something.
    pub at: String,
    /// What is wrong with it.
    pub what: &'static str,
}

impl<T: Copy> Table<T> {
    /// Reads a list out of a file; `value` parses the text before a colon.
    pub(super) fn read(
        file: &'static str,
        list: &str,
        value: impl Fn(&'static str) -> Option<T>,
    ) -> Result<Self, WordsError> {
        let (mut words, mut names) = (Vec::new(), Vec::new());
        for line in lines(file).filter(|line| line.list == list) {
            let unknown = |text: &str| WordsError { at: text.to_owned(), what: "a value that this list does not have" };
            let value = line.value.map(|text| value(text).ok_or_else(|| unknown(text))).transpose()?;
            names.extend(line.words().next().map(|(word, _)| word));
            words.extend(line.words().map(|(word, form)| (word.to_lowercase(), Word { value, form })));
        }
        words.sort_by(|(a, _), (b, _)| (a.len(), a).cmp(&(b.len(), b)));
        if let Some(twice) = words.windows(2).find(|two| two[0].0 == two[1].0) {
            return Err(WordsError { at: twice[0].0.clone(), what: "a word that stands in this list twice" });
        }
        let longest = words.last().map_or(0, |(word, _)| word.len());
        let lengths = (0..=longest + 1).map(|len| words.partition_point(|(word, _)| word.len() < len)).collect();
        Ok(Self { words, lengths, names })
    }

    /// Looks a word up, in any case.
    pub fn get(&self, word: &str) -> Option<Word<T>> {
        let found = if word.is_ascii() {
            let range = *self.lengths.get(word.len())?..*self.lengths.get(word.len() + 1)?;
            let first = word.as_bytes().first()?.to_ascii_lowercase();
            let same = |known: &str| known.as_bytes().first() == Some(&first) && known.eq_ignore_ascii_case(word);
            self.words.get(range)?.iter().find(|(known, _)| same(known))
        } else {
            let small = || word.chars().flat_map(char::to_lowercase);
            self.words.iter().find(|(known, _)| known.chars().eq(small()))
        };
        found.map(|(_, word)| *word)
    }

    /// The meaning of a word that stands alone.
    pub fn value(&self, word: &str) -> Option<T> {
        self.get(word).filter(|word| word.form != Form::Part)?.value
    }

    /// The meaning of a word, alone or in a compound.
    pub fn value_of_part(&self, word: &str) -> Option<T> {
        self.get(word)?.value
    }

    /// Whether the list has the word, other than as a part of compounds.
    pub fn has(&self, word: &str) -> bool {
        self.get(word).is_some_and(|word| word.form != Form::Part)
    }

    /// The first word of each line, as the file writes it.
    pub fn names(&self) -> &[&'static str] {
        &self.names
    }

    /// All words in lower case, with their meanings.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Word<T>)> {
        self.words.iter().map(|(text, word)| (text.as_str(), *word))
    }
}

/// A line of a list.
pub(super) struct Line {
    pub(super) list: &'static str,
    /// The text before the colon.
    value: Option<&'static str>,
    /// The text after the colon.
    text: &'static str,
}

impl Line {
    /// Its words.
    pub(super) fn words(&self) -> impl Iterator<Item = (&'static str, Form)> + use<> {
        let columns = self.text.split('|').zip([Form::Other, Form::Plural, Form::Part]).enumerate();
        columns.flat_map(|(column, (words, form))| {
            let name = move |n| if (column, n) == (0, 0) { Form::Name } else { form };
            words.split_whitespace().enumerate().map(move |(n, word)| (word, name(n)))
        })
    }
}

/// The lines of all lists of a file.
pub(super) fn lines(file: &'static str) -> impl Iterator<Item = Line> {
    let mut list = "";
    file.lines().filter_map(move |line| {
        let line = line.trim();
        if let Some(head) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            list = head;
            return None;
        }
        let (value, text) = line.split_once(": ").map_or((None, line), |(value, text)| (Some(value), text));
        (!line.is_empty() && !line.starts_with('#')).then_some(Line { list, value, text })
    })
}

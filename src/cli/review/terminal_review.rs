//! A review on a terminal: one claim after the other, an answer a line.

use super::screen::{card as show, shown};
use crate::cli::failure::{Failure, FailureKind};
use crate::cli::terminal::{self, is_coloured, is_terminal};
use chorograph::dataset::decisions::Decided;
use chorograph::review::{Card, FieldForm, FieldKind, Filter, ReviewError, Reviewer, Session, SourceSummary, Status};
use std::collections::VecDeque;
use std::io::{self, BufRead, IsTerminal, Write};

/// Maximum length of an input line, in bytes.
const MAX_ANSWER: u64 = 1 << 16;
/// What stands between several values of a field.
const BETWEEN: &str = " | ";

const KEYS: &str = "a accept, r reject, c change, + add, n later, u undo, m remark, q quit, ? help: ";
const HELP: &str = "  a  accept: the source says so, as it is shown
  r  reject: the source does not say so; the claim leaves all results, and can be taken back
  c  change a field: enter its number, then the new value; the claim is then yours
  +  add a claim that was missed in this source: enter its words, its type and its fields
  n  decide later
  u  undo the last answer
  m  write a remark, which is kept with the next decision on this claim
  q  quit; every decision is written already

A value is words of the source, a name, or WORDS => NAME, which says whom the words mean. A time is EDTF, such as 2019-05-03.
Several values of a field have \" | \" between them: Lena Holt | Ivo Hart. Words that stand several times in the source are
written with what stands around them: before [[words]] after.
";

/// The claims that are left, each by its source and key.
pub(super) type Left = VecDeque<(String, String)>;

/// A step back.
enum Step {
    /// A decision on a claim.
    Decided,
    /// A claim was put off.
    Later(String, String),
}

pub(super) struct Talk<'t, I, O> {
    pub(super) session: &'t mut Session,
    pub(super) by: &'t Reviewer,
    input: &'t mut I,
    pub(super) out: &'t mut O,
    left: Left,
    history: Vec<Step>,
    answers: usize,
    /// Whether the answers were written before the questions were seen.
    is_piped: bool,
}

/// What follows an answer.
enum Next {
    /// The same claim again.
    Same,
    /// The next claim.
    Other,
    /// The end.
    Quit,
}

pub(super) fn run(
    session: &mut Session,
    by: &Reviewer,
    filter: &Filter,
    left: Left,
    input: &mut impl BufRead,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let is_piped = !io::stdin().is_terminal();
    let mut talk = Talk { session, by, input, out, left, history: Vec::new(), answers: 0, is_piped };
    // A source of which all claims are decided may have one that was missed.
    let is_addable = |source: &String| talk.session.source(source).is_ok_and(|review| review.addable);
    let mut last = filter.source.clone().filter(is_addable);
    'review: loop {
        while let Some((source, key)) = talk.left.front().cloned() {
            let Some((of, card, sentence)) = talk.card(&source, &key)? else {
                // The source was changed meanwhile.
                talk.left.pop_front();
                continue;
            };
            let progress = talk.session.progress(filter);
            write!(talk.out, "{}", show(&card, &of, &sentence, progress, is_terminal() && is_coloured()))?;
            last = Some(source);
            match talk.answer(&card)? {
                Next::Same => {}
                Next::Other => drop(talk.left.pop_front()),
                Next::Quit => break 'review,
            }
        }
        if talk.history.is_empty() && last.is_none() || !talk.end(last.as_deref())? {
            break;
        }
    }
    let (decided, total) = talk.session.progress(filter);
    let answers = if talk.answers == 1 { "1 answer".to_owned() } else { format!("{} answers", talk.answers) };
    writeln!(talk.out, "\n{answers}; {decided} of {total} claims are decided")?;
    Ok(())
}

impl<I: BufRead, O: Write> Talk<'_, I, O> {
    /// A claim as it is now; `None` if it is there no more.
    fn card(&mut self, source: &str, key: &str) -> Result<Option<(SourceSummary, Card, String)>, Failure> {
        match self.session.card(source, key) {
            Ok(card) => Ok(card),
            Err(ReviewError::NoSource(_)) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Asks about a claim until something is decided.
    fn answer(&mut self, card: &Card) -> Result<Next, Failure> {
        let mut comment =
            card.decisions.iter().find(|d| d.reviewer == self.by.name).map_or_else(String::new, |d| d.comment.clone());
        loop {
            write!(self.out, "{KEYS}")?;
            self.out.flush()?;
            let Some(line) = self.line()? else { return Ok(Next::Quit) };
            let decided = match line.as_str() {
                "a" => Decided::Accepted,
                "r" => Decided::Rejected,
                "c" => match self.change(card)? {
                    Some(decided) => decided,
                    None => continue,
                },
                "n" => {
                    self.history.push(Step::Later(card.source.clone(), card.key.clone()));
                    return Ok(Next::Other);
                }
                "u" => {
                    self.undo()?;
                    return Ok(Next::Same);
                }
                "+" => {
                    self.add_missed(&card.source)?;
                    return Ok(Next::Same);
                }
                "m" => {
                    comment = self.ask("remark: ")?.unwrap_or(comment);
                    continue;
                }
                "q" => return Ok(Next::Quit),
                "?" => {
                    write!(self.out, "{HELP}")?;
                    continue;
                }
                "" => continue,
                other => {
                    self.refuse(&format!("invalid answer {:?}: enter a, r, c, +, n, u, m, q or ?", shown(other)))?;
                    continue;
                }
            };
            let is_change = matches!(decided, Decided::Replaced(_));
            match self.session.decide(self.by, &card.source, &card.key, &card.seen, decided, &comment) {
                Ok(now) => {
                    self.answers += 1;
                    self.history.push(Step::Decided);
                    // What a change came to is shown, so that another field can be changed.
                    if is_change && now.status != Status::Removed {
                        writeln!(self.out, "saved: {}", shown(&now.english))?;
                        if let Some(front) = self.left.front_mut() {
                            front.1 = now.key;
                        }
                        return Ok(Next::Same);
                    }
                    writeln!(
                        self.out,
                        "saved: {}",
                        if now.status == Status::Removed { "taken out" } else { super::list::status(now.status) }
                    )?;
                    return Ok(Next::Other);
                }
                Err(ReviewError::Conflict(_)) => {
                    self.refuse("somebody else has decided about this claim: look at it again")?;
                    return Ok(Next::Same);
                }
                Err(ReviewError::NoCard | ReviewError::NoSource(_)) => {
                    self.refuse("this claim is no longer read in its source")?;
                    return Ok(Next::Other);
                }
                Err(ReviewError::Refused(why)) => self.refuse(&format!("not changed: {}", shown(&why)))?,
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Asks for a field and its new value.
    fn change(&mut self, card: &Card) -> Result<Option<Decided>, Failure> {
        let Some(line) = self.ask("number of the field: ")? else { return Ok(None) };
        let field = line.parse::<usize>().ok().and_then(|n| card.fields.get(n.checked_sub(1)?));
        let Some(field) = field else {
            self.refuse(&format!("there is no field {:?}", shown(&line)))?;
            return Ok(None);
        };
        let form = self.session.types().iter().find(|form| form.name == card.claim_type);
        let form = form.and_then(|form| form.fields.iter().find(|of| of.name == field.name)).cloned();
        if let Some(form) = &form {
            writeln!(self.out, "{}", help(form))?;
            if !form.editable {
                if self.is_piped {
                    self.refuse(&format!("the field {:?} cannot be changed", shown(&field.label)))?;
                }
                return Ok(None);
            }
        }
        let Some(line) = self.ask(&format!("{}: ", field.label))? else { return Ok(None) };
        let values = match &form {
            Some(form) => self.values(form, &line),
            None => vec![(field.name.clone(), line)],
        };
        Ok(Some(Decided::Replaced(values)))
    }

    /// The values of a field that a line gives, each with the name of the field.
    pub(super) fn values(&self, form: &FieldForm, line: &str) -> Vec<(String, String)> {
        let chosen = |value: &str| {
            let by_label = form.choices.iter().find(|(_, label)| label == value);
            by_label.map_or_else(|| value.to_owned(), |(name, _)| name.clone())
        };
        let values: Vec<&str> = if form.repeats { line.split(BETWEEN).collect() } else { vec![line] };
        values.into_iter().map(|value| (form.name.clone(), chosen(value.trim()))).collect()
    }

    /// Asks what to do after the last claim; whether the review goes on.
    fn end(&mut self, source: Option<&str>) -> Result<bool, Failure> {
        match (self.ask("\nall shown: u undo, + add a claim that was missed, q finish: ")?.as_deref(), source) {
            (Some("u"), _) => self.undo()?,
            (Some("+"), Some(source)) => self.add_missed(source)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Adds a claim that was missed.
    fn add_missed(&mut self, source: &str) -> Result<(), Failure> {
        if let Some(card) = self.add(source)? {
            self.answers += 1;
            self.history.push(Step::Decided);
            writeln!(self.out, "saved: {}", shown(&card.english))?;
        }
        Ok(())
    }

    /// Takes the last answer back; its claim is shown again.
    fn undo(&mut self) -> Result<(), Failure> {
        let back = match self.history.pop() {
            None => {
                return self.refuse("there is nothing to undo");
            }
            Some(Step::Later(source, key)) => (source, key),
            Some(Step::Decided) => match self.session.undo(self.by) {
                Ok(undone) => {
                    self.answers = self.answers.saturating_sub(1);
                    writeln!(self.out, "undone: {}", undone.what)?;
                    (undone.source, undone.card.key)
                }
                Err(error @ (ReviewError::Conflict(_) | ReviewError::NothingToUndo | ReviewError::NoCard)) => {
                    return self.refuse(&error.to_string());
                }
                Err(error) => return Err(error.into()),
            },
        };
        if self.left.front() != Some(&back) {
            self.left.push_front(back);
        }
        Ok(())
    }

    /// Says why an answer is not carried out. What follows in a pipe was written for another question, so it is not used.
    pub(super) fn refuse(&self, why: &str) -> Result<(), Failure> {
        if self.is_piped {
            let hint = "the review ended here: the decisions before this answer are written, those after it are not";
            return Err(Failure::new(FailureKind::Input, why.to_owned()).hint(hint));
        }
        terminal::eprint(&format!("{why}\n"));
        Ok(())
    }

    pub(super) fn ask(&mut self, question: &str) -> io::Result<Option<String>> {
        write!(self.out, "{question}")?;
        self.out.flush()?;
        self.line()
    }

    /// The next line; `None` at the end of the input.
    fn line(&mut self) -> io::Result<Option<String>> {
        let mut line = Vec::new();
        io::Read::take(&mut *self.input, MAX_ANSWER).read_until(b'\n', &mut line)?;
        Ok((!line.is_empty()).then(|| String::from_utf8_lossy(&line).trim().to_owned()))
    }
}

pub(super) fn help(form: &FieldForm) -> String {
    let mut text = format!("  {}", form.help);
    if form.kind == FieldKind::Choice {
        let labels: Vec<&str> = form.choices.iter().map(|(_, label)| label.as_str()).collect();
        text = format!("  one of: {}", labels.join(", "));
    }
    if form.repeats {
        text += &format!("; several with {BETWEEN:?} between them, all of them anew");
    }
    if form.editable && !form.required {
        text += "; nothing to leave it out";
    }
    text
}

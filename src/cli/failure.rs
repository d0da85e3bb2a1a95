//! Why a command could not run: the message, its causes, what to do, and the exit code. Decided here and nowhere else.

use chorograph::build::BuildError;
use chorograph::dataset::DatasetError;
use chorograph::store::StoreError;
use chorograph::trace::TraceError;
use std::error::Error;
use std::io;
use std::process::ExitCode;

/// The input, or a check, is at fault.
pub(crate) const INPUT: u8 = 1;
/// The command could not run.
pub(crate) const COULD_NOT_RUN: u8 = 2;
/// Time ran out; the code of `timeout(1)`.
pub(crate) const OUT_OF_TIME: u8 = 124;

/// Why a command could not run.
#[derive(Debug)]
pub(crate) struct Failure {
    code: u8,
    error: Box<dyn Error>,
    hints: Vec<String>,
    /// Said already, or not worth saying.
    quiet: bool,
}

impl Failure {
    pub(crate) fn new(code: u8, error: impl Into<Box<dyn Error>>) -> Self {
        Self { code, error: error.into(), hints: Vec::new(), quiet: false }
    }

    #[must_use]
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Prints the failure and gives the exit code.
    pub(crate) fn report(&self) -> ExitCode {
        if is_broken_pipe(self.error.as_ref()) {
            // The reader has seen enough.
            return ExitCode::SUCCESS;
        }
        if !self.quiet {
            eprintln!("error: {}", self.error);
            let mut cause = self.error.source();
            while let Some(error) = cause {
                eprintln!("  because: {error}");
                cause = error.source();
            }
            for hint in &self.hints {
                eprintln!("  help: {hint}");
            }
        }
        ExitCode::from(self.code)
    }
}

fn is_broken_pipe(error: &(dyn Error + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if error.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe) {
            return true;
        }
        cause = error.source();
    }
    false
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::new(COULD_NOT_RUN, error)
    }
}

impl From<DatasetError> for Failure {
    fn from(error: DatasetError) -> Self {
        let hint = match &error {
            DatasetError::NotADataset(_) => Some("make one with `chorograph init DIR`, or name one with --dataset"),
            DatasetError::Toml { .. } => Some("the fields are in the README, under \"A dataset folder\""),
            _ => None,
        };
        let code = if matches!(error, DatasetError::NotADataset(_) | DatasetError::Io { .. }) { COULD_NOT_RUN } else { INPUT };
        let failure = Self::new(code, error);
        hint.into_iter().fold(failure, Self::hint)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let hint = match &error {
            StoreError::Busy(_) => Some("wait until it has finished; readers need not wait"),
            StoreError::Empty(_) => Some("build the dataset first: `chorograph build`"),
            _ => None,
        };
        let failure = Self::new(COULD_NOT_RUN, error);
        hint.into_iter().fold(failure, Self::hint)
    }
}

impl From<BuildError> for Failure {
    fn from(error: BuildError) -> Self {
        match error {
            BuildError::Store(error) => error.into(),
            BuildError::Gazetteer(error) => {
                for problem in &error.problems {
                    super::terminal::problem("error", &error.path, problem);
                }
                Self::new(INPUT, error).hint("nothing was read; what was built before stays")
            }
            error => Self::new(COULD_NOT_RUN, error),
        }
    }
}

impl From<TraceError> for Failure {
    fn from(error: TraceError) -> Self {
        match error {
            TraceError::Store(error) => error.into(),
            TraceError::Storage(_) => Self::new(COULD_NOT_RUN, error),
            TraceError::Unknown(_) => Self::new(INPUT, error)
                .hint("name a claim, a place, a person, a fact box or another entity, for example place/shusha"),
            TraceError::NoWords(_) => Self::new(INPUT, error),
        }
    }
}

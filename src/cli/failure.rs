//! Failures of commands: exit codes, messages and hints.

use super::terminal;
use chorograph::base::network::{AskError, NetworkError};
use chorograph::dataset::DatasetError;
use chorograph::publish::PublishError;
use chorograph::publish::canonical::CanonicalError;
use chorograph::publish::describe::DescribeError;
use chorograph::publish::site::SiteError;
use chorograph::query::trace::TraceError;
use chorograph::query::{
    AnswerError, ArgumentError, LibraryError, ServiceError, SyntaxError, TemplateError, UnknownIri,
};
use chorograph::store::access::AccessError;
use chorograph::store::load::BuildError;
use chorograph::store::{FactError, StoreError};
use std::error::Error;
use std::io;
use std::path::Path;
use std::process::ExitCode;

/// Makes a failure of an I/O error that names the file or folder: `cannot("read", path)`.
pub(crate) fn cannot<'p>(what: &'p str, path: &'p Path) -> impl Fn(io::Error) -> Failure + 'p {
    move |error| {
        let kind = if error.kind() == io::ErrorKind::BrokenPipe { FailureKind::Closed } else { FailureKind::CannotRun };
        Failure::new(kind, format!("cannot {what} {}: {error}", path.display()))
    }
}

/// The kind of a failure, which decides the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FailureKind {
    /// The input is wrong, or a check failed: exit code 1.
    Input,
    /// The command could not run: exit code 2.
    CannotRun,
    /// The time limit was exceeded: exit code 124.
    OutOfTime,
    /// The reader of the output has closed the pipe: not an error, exit code 0.
    Closed,
}

/// The failure of a command.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) kind: FailureKind,
    error: Box<dyn Error>,
    hints: Vec<String>,
}

#[cfg(test)]
impl Failure {
    /// The error and its hints, on one line.
    pub(crate) fn message(&self) -> String {
        format!("{}; {}", self.error, self.hints.join("; "))
    }
}

impl FailureKind {
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Closed => 0,
            Self::Input => 1,
            Self::CannotRun => 2,
            Self::OutOfTime => 124,
        }
    }
}

impl Failure {
    pub(crate) fn new(kind: FailureKind, error: impl Into<Box<dyn Error>>) -> Self {
        Self { kind, error: error.into(), hints: Vec::new() }
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Prints the error, its causes and the hints; returns the exit code.
    pub(crate) fn report(&self) -> ExitCode {
        if self.kind != FailureKind::Closed {
            let mut text = format!("error: {}\n", without_temporary_name(&self.error.to_string()));
            let mut cause = self.error.source();
            while let Some(error) = cause {
                text.push_str(&format!("  because {}\n", without_temporary_name(&error.to_string())));
                cause = error.source();
            }
            for hint in &self.hints {
                text.push_str(&format!("help: {hint}\n"));
            }
            terminal::eprint(&text);
        }
        ExitCode::from(self.kind.code())
    }
}

/// Errors of the crate `tempfile` contain the path of the temporary file. Replaces it with its folder, which the user knows.
fn without_temporary_name(text: &str) -> String {
    let split = text.split_once(" at path \"").and_then(|(why, path)| Some((why, path.strip_suffix('"')?)));
    match split.and_then(|(why, path)| Some((why, Path::new(path).parent()?))) {
        Some((why, folder)) => format!("{why}, in {}", folder.display()),
        None => text.to_owned(),
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        let kind = if error.kind() == io::ErrorKind::BrokenPipe { FailureKind::Closed } else { FailureKind::CannotRun };
        Self::new(kind, error)
    }
}

impl From<DatasetError> for Failure {
    fn from(error: DatasetError) -> Self {
        match error {
            DatasetError::NotADataset(_) => Self::new(FailureKind::CannotRun, error)
                .hint("name the dataset folder with -d DIR, or create one with `chorograph init DIR`"),
            DatasetError::Io { .. } => Self::new(FailureKind::CannotRun, error),
            DatasetError::Toml { .. } => Self::new(FailureKind::Input, error)
                .hint("`chorograph init DIR` writes a dataset.toml with every field explained"),
            DatasetError::NotUtf8(_) => Self::new(FailureKind::Input, error).hint("save the file as UTF-8"),
            DatasetError::Base { .. } | DatasetError::Value { .. } => Self::new(FailureKind::Input, error),
        }
    }
}

impl From<FactError> for Failure {
    fn from(error: FactError) -> Self {
        Self::new(FailureKind::CannotRun, error)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let hint = match error {
            StoreError::Empty(_) => Some("run `chorograph build` first"),
            StoreError::Busy(_) => Some("wait until it ends"),
            StoreError::Io { ref source, .. } if source.kind() == io::ErrorKind::PermissionDenied => {
                Some("you need permission to read and write the file and its folders")
            }
            _ => None,
        };
        let failure = Self::new(FailureKind::CannotRun, error);
        match hint {
            Some(hint) => failure.hint(hint),
            None => failure,
        }
    }
}

impl From<AccessError> for Failure {
    fn from(error: AccessError) -> Self {
        match error {
            AccessError::Store(error) => error.into(),
            AccessError::Read(_) => Self::new(FailureKind::CannotRun, error),
            AccessError::OtherBase(_) => Self::new(FailureKind::CannotRun, error).hint("run `chorograph build` again"),
            AccessError::Excerpt(_) => Self::new(FailureKind::CannotRun, error)
                .hint("the copy without restricted sources is written below .chorograph/views; free some disk space"),
            AccessError::Shown(_) => Self::new(FailureKind::CannotRun, error).hint(
                "the copy is written below .chorograph/views; free some disk space, or run `chorograph build` again",
            ),
        }
    }
}

impl From<SyntaxError> for Failure {
    fn from(error: SyntaxError) -> Self {
        let help = error.help.clone();
        let failure = Self::new(FailureKind::Input, error);
        match help {
            Some(help) => failure.hint(help),
            None => failure,
        }
    }
}

impl From<ArgumentError> for Failure {
    fn from(error: ArgumentError) -> Self {
        let hint = match &error {
            ArgumentError::Value(value) => value.help.clone(),
            ArgumentError::Missing { names, .. } => format!("set it with --param {}=VALUE", names.join("=… --param ")),
            ArgumentError::Unknown { .. } | ArgumentError::Twice(_) => {
                return Self::new(FailureKind::Input, error);
            }
        };
        Self::new(FailureKind::Input, error).hint(hint)
    }
}

impl From<TemplateError> for Failure {
    fn from(error: TemplateError) -> Self {
        Self::new(FailureKind::Input, error)
    }
}

impl From<LibraryError> for Failure {
    fn from(error: LibraryError) -> Self {
        match error {
            LibraryError::Unknown { .. } => {
                Self::new(FailureKind::Input, error).hint("`chorograph query` lists the named queries")
            }
            LibraryError::Io { .. } => Self::new(FailureKind::CannotRun, error),
            LibraryError::Encoding { .. } | LibraryError::Template { .. } | LibraryError::NoSummary(_) => {
                Self::new(FailureKind::Input, error)
            }
        }
    }
}

impl From<UnknownIri> for Failure {
    fn from(error: UnknownIri) -> Self {
        let hint = if error.is_default {
            format!("this is the default of the query; set another with --param {}=…", error.name)
        } else {
            "give an IRI of the dataset; `chorograph query classes` and `chorograph query names` list them".to_owned()
        };
        Self::new(FailureKind::Input, error).hint(hint)
    }
}

impl From<AnswerError> for Failure {
    fn from(error: AnswerError) -> Self {
        match error {
            AnswerError::Write(error) => error.into(),
            AnswerError::Cancelled => Self::new(FailureKind::OutOfTime, error),
            AnswerError::Unknown(error) => error.into(),
            AnswerError::Evaluation(_)
            | AnswerError::Format { .. }
            | AnswerError::NotInXml(_)
            | AnswerError::NoElement(_)
            | AnswerError::TooLong(_) => Self::new(FailureKind::Input, error),
            AnswerError::Service(ServiceError::Ask { ref source, .. }) => {
                let hint = hint(source);
                Self::new(FailureKind::CannotRun, error)
                    .hint(hint)
                    .hint("with SERVICE SILENT, the query continues without the results of the service")
            }
            AnswerError::Service(ServiceError::TooMany { .. } | ServiceError::TooManyValues(_)) => {
                Self::new(FailureKind::Input, error).hint("ask about less, or raise --service-rows")
            }
            AnswerError::Service(_) => Self::new(FailureKind::Input, error),
        }
    }
}

impl From<BuildError> for Failure {
    fn from(error: BuildError) -> Self {
        match error {
            BuildError::Store(error) => error.into(),
            BuildError::Gazetteer(error) => {
                for problem in &error.problems {
                    terminal::problem("error", &error.path, problem);
                }
                let kind = if error.is_unreadable { FailureKind::CannotRun } else { FailureKind::Input };
                Self::new(kind, error).hint("nothing was read; the previous build stays")
            }
            BuildError::Io { .. } => Self::new(FailureKind::CannotRun, error),
        }
    }
}

impl From<PublishError> for Failure {
    fn from(error: PublishError) -> Self {
        match error {
            PublishError::Write(error) => error.into(),
            PublishError::NoElement(_) | PublishError::NotInXml { .. } => {
                Self::new(FailureKind::Input, error).hint("use another format, such as --format ttl or jsonld")
            }
            _ => Self::new(FailureKind::CannotRun, error),
        }
    }
}

impl From<DescribeError> for Failure {
    fn from(error: DescribeError) -> Self {
        match error {
            DescribeError::Publish(error) => error.into(),
            DescribeError::Library(error) => error.into(),
            DescribeError::Io(error) => error.into(),
        }
    }
}

impl From<SiteError> for Failure {
    fn from(error: SiteError) -> Self {
        match error {
            SiteError::Publish(error) => error.into(),
            _ => Self::new(FailureKind::CannotRun, error),
        }
    }
}

impl From<TraceError> for Failure {
    fn from(error: TraceError) -> Self {
        match error {
            TraceError::Store(error) => error.into(),
            TraceError::Storage(_) => Self::new(FailureKind::CannotRun, error),
            TraceError::Unknown(_) => Self::new(FailureKind::Input, error)
                .hint("name a claim, a place, a person, a fact box or another entity, for example place/shusha"),
            TraceError::NoWords(_) => Self::new(FailureKind::Input, error),
        }
    }
}

impl From<CanonicalError> for Failure {
    fn from(error: CanonicalError) -> Self {
        match error {
            CanonicalError::Publish(error) => error.into(),
            _ => Self::new(FailureKind::Input, error),
        }
    }
}

/// The hint for a service that does not answer.
pub(crate) fn hint(error: &AskError) -> &'static str {
    match error {
        AskError::Network(NetworkError::Unreachable { .. }) => {
            "check the address and the network connection; behind a proxy, set https_proxy"
        }
        AskError::Network(NetworkError::Late { .. }) => "raise the time limit, or ask for less",
        AskError::Network(NetworkError::TooLarge { .. }) => "ask for less",
        AskError::Network(NetworkError::Elsewhere { .. }) => "if you trust the address that it redirects to, use that",
        AskError::Network(NetworkError::Address { .. }) => "the address must begin with http:// or https://",
        AskError::Network(NetworkError::Broken { .. }) => "try again later",
        AskError::Busy { .. } | AskError::Wait { .. } => "try again later; the answers so far are cached",
        AskError::Refused { .. } => "check that the address is one of such a service",
        AskError::Cache { .. } => "free some disk space, or choose another folder",
    }
}

//! The jobs of a worker, and the protocol of frames over its pipes.
//!
//! A worker is a process of its own because only killing a process stops a sort or a join that has begun, and because all
//! memory of the query is then freed. A job is a length and JSON. The reply is frames, each a tag, a length and bytes:
//! one [`Tag::Head`], any number of [`Tag::Data`], one [`Tag::Done`]; or, at any point, a [`Tag::Refused`]. So the
//! server detects a truncated reply of a worker that died.

use super::html::Link;
use super::http_error::HttpError;
use crate::query::Given;
use oxigraph::model::NamedNode;
use serde::{Deserialize, Serialize};
use std::io::{self, Read, Write};

/// A job for a worker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    /// The task.
    pub task: Task,
    /// The `Accept` header, or a single media type.
    pub accept: Option<String>,
    /// Maximum number of rows or triples.
    pub rows: u64,
    /// Whether the client may read restricted sources.
    pub whole: bool,
}

/// The task of a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Task {
    /// Answer a query.
    Query {
        /// The SPARQL text.
        text: String,
        /// IRIs given as parameters.
        given: Vec<Given>,
        /// The graphs of the protocol.
        graphs: Graphs,
        /// The title of the answer page.
        title: String,
        /// Links of the answer page to other forms.
        others: Vec<Link>,
    },
    /// Change the store.
    Update {
        /// SPARQL Update.
        text: String,
        /// The graphs of the protocol.
        graphs: Graphs,
    },
    /// Describe an IRI of the dataset.
    Resource {
        /// The IRI.
        iri: String,
    },
    /// Describe the endpoint.
    Service {
        /// The address of the endpoint.
        endpoint: String,
        /// Whether it accepts updates.
        updates: bool,
        /// The title of the dataset.
        title: String,
    },
}

/// Default and named graphs; if both are empty, the graphs of the query are used.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Graphs {
    /// The default graph is the merge of these.
    pub default: Vec<String>,
    /// These are the named graphs.
    pub named: Vec<String>,
}

/// The first frame of an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The media type with its parameters.
    pub content_type: String,
    /// The target of a redirect, percent-encoded; `None` if the answer follows.
    pub location: Option<String>,
}

/// The last frame of an answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// Number of rows or triples.
    pub rows: u64,
}

/// The content of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tag {
    /// A [`Head`].
    Head,
    /// Bytes of the answer.
    Data,
    /// A [`Done`].
    Done,
    /// A [`HttpError`].
    Refused,
}

/// Maximum length of a frame, in bytes.
pub const LARGEST_FRAME: usize = 64 * 1024;
/// Maximum length of a job, in bytes.
pub const LARGEST_JOB: usize = 64 * 1024 * 1024;

impl Tag {
    /// The byte of the tag.
    pub fn byte(self) -> u8 {
        match self {
            Self::Head => b'H',
            Self::Data => b'D',
            Self::Done => b'Z',
            Self::Refused => b'E',
        }
    }

    /// The tag of a byte; `None` if it is unknown.
    pub fn of(byte: u8) -> Option<Self> {
        [Self::Head, Self::Data, Self::Done, Self::Refused].into_iter().find(|t| t.byte() == byte)
    }
}

impl Job {
    /// The job as bytes for the pipe.
    pub fn encode(&self) -> io::Result<Vec<u8>> {
        let json = serde_json::to_vec(self)?;
        let length = u32::try_from(json.len()).map_err(io::Error::other)?;
        Ok([length.to_be_bytes().as_slice(), &json].concat())
    }

    /// Reads the next job; `None` at the end of the input.
    pub fn read(from: &mut impl Read) -> io::Result<Option<Self>> {
        let mut length = [0; 4];
        match from.read_exact(&mut length) {
            Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
            read => read?,
        }
        let length = u32::from_be_bytes(length) as usize;
        if length > LARGEST_JOB {
            return Err(io::Error::other("a job is too long"));
        }
        let mut json = vec![0; length];
        from.read_exact(&mut json)?;
        Ok(Some(serde_json::from_slice(&json)?))
    }
}

/// Writes frames. Bytes written through [`Write`] become data frames.
pub struct Frames<W> {
    out: W,
}

impl<W: Write> Frames<W> {
    /// Writes frames to a pipe.
    pub fn new(out: W) -> Self {
        Self { out }
    }

    fn frame(&mut self, tag: Tag, bytes: &[u8]) -> io::Result<()> {
        let length = u32::try_from(bytes.len()).map_err(io::Error::other)?;
        self.out.write_all(&[tag.byte()])?;
        self.out.write_all(&length.to_be_bytes())?;
        self.out.write_all(bytes)
    }

    /// Writes the first frame.
    pub fn head(&mut self, head: &Head) -> io::Result<()> {
        self.frame(Tag::Head, &serde_json::to_vec(head)?)
    }

    /// Writes the last frame.
    pub fn end(&mut self, result: Result<Done, HttpError>) -> io::Result<()> {
        match result {
            Ok(done) => self.frame(Tag::Done, &serde_json::to_vec(&done)?)?,
            Err(mut refusal) => {
                shorten(&mut refusal);
                self.frame(Tag::Refused, &serde_json::to_vec(&refusal)?)?;
            }
        }
        self.out.flush()
    }
}

/// Shortens an error message, which may quote a long request, to fit into a frame.
fn shorten(refusal: &mut HttpError) {
    const LONGEST: usize = 4000;
    if refusal.message.len() > LONGEST {
        let end = (0..=LONGEST).rev().find(|i| refusal.message.is_char_boundary(*i)).unwrap_or(0);
        refusal.message.truncate(end);
        refusal.message.push('…');
    }
}

impl<W: Write> Write for Frames<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let bytes = &bytes[..bytes.len().min(LARGEST_FRAME)];
        if !bytes.is_empty() {
            self.frame(Tag::Data, bytes)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Parses the IRIs of graphs.
pub(super) fn iris(texts: &[String]) -> Result<Vec<NamedNode>, HttpError> {
    let iri = |text: &String| {
        NamedNode::new(text)
            .map_err(|e| HttpError::new(400, format!("the graph {text:?} is not an IRI (RFC 3987): {e}")))
    };
    texts.iter().map(iri).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jobs_travel() {
        let job = Job {
            task: Task::Resource { iri: "urn:x".to_owned() },
            accept: Some("text/html".to_owned()),
            rows: 5,
            whole: false,
        };
        let bytes = [job.encode().unwrap(), job.encode().unwrap()].concat();
        let mut read = bytes.as_slice();
        assert_eq!(Job::read(&mut read).unwrap(), Some(job.clone()));
        assert_eq!(Job::read(&mut read).unwrap(), Some(job));
        assert_eq!(Job::read(&mut read).unwrap(), None);
        assert!(Job::read(&mut [255, 255, 255, 255].as_slice()).is_err());
        assert!(Job::read(&mut [0, 0, 0, 2, b'{'].as_slice()).is_err());
    }

    #[test]
    fn frames_have_an_end() {
        let mut out = Vec::new();
        let mut frames = Frames::new(&mut out);
        frames.write_all(&vec![b'x'; LARGEST_FRAME + 1]).unwrap();
        frames.end(Ok(Done { rows: 3 })).unwrap();
        assert_eq!((out[0], &out[1..5]), (b'D', [0, 1, 0, 0].as_slice()));
        let second = 5 + LARGEST_FRAME;
        assert_eq!(&out[second..second + 6], b"D\0\0\0\x01x");
        assert_eq!(Tag::of(out[second + 6]), Some(Tag::Done));
        assert!(out.ends_with(b"{\"rows\":3}"));
    }
}

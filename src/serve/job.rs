//! What the server asks of a worker, and the frames in which they speak over pipes.
//!
//! A worker is a process of its own because nothing else ends a sort or a product that has begun, and because memory that
//! a query has taken goes back whole. A job is a length and JSON. The reply is frames, each a tag, a length and bytes:
//! one [`Tag::Head`], any number of [`Tag::Data`], one [`Tag::Done`]; or, at any point, a [`Tag::Refused`]. So a reply
//! whose worker died is known to be cut.

use super::html::Link;
use super::http_error::HttpError;
use crate::query::Given;
use oxigraph::model::NamedNode;
use serde::{Deserialize, Serialize};
use std::io::{self, Read, Write};

/// A piece of work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    /// What to do.
    pub task: Task,
    /// The `Accept` header, or the one media type that is wanted.
    pub accept: Option<String>,
    /// The most rows, or triples.
    pub rows: u64,
    /// Whether who asks may read what restricted sources say.
    pub whole: bool,
}

/// What to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Task {
    /// Answer a query.
    Query {
        /// SPARQL.
        text: String,
        /// The IRIs that parameters have.
        given: Vec<Given>,
        /// The graphs of the protocol.
        graphs: Graphs,
        /// Of a page.
        title: String,
        /// What a page leads to: the same in other forms.
        others: Vec<Link>,
    },
    /// Change the store.
    Update {
        /// SPARQL Update.
        text: String,
        /// The graphs of the protocol.
        graphs: Graphs,
    },
    /// Say what is known of an IRI of the dataset.
    Resource {
        /// The IRI.
        iri: String,
    },
    /// Describe the endpoint.
    Service {
        /// The address of the endpoint.
        endpoint: String,
        /// Whether it takes updates.
        updates: bool,
        /// Of the dataset.
        title: String,
    },
}

/// Default and named graphs; where both are empty the query says which.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Graphs {
    /// The default graph is the merge of these.
    pub default: Vec<String>,
    /// These are the named graphs.
    pub named: Vec<String>,
}

/// How an answer begins.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// With its parameters.
    pub content_type: String,
    /// Where the answer is instead, percent-encoded.
    pub location: Option<String>,
}

/// How an answer ends.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// Rows or triples that were found.
    pub rows: u64,
}

/// What a frame holds.
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

/// No frame is longer.
pub const LARGEST_FRAME: usize = 64 * 1024;
/// No job is longer.
pub const LARGEST_JOB: usize = 64 * 1024 * 1024;

impl Tag {
    /// As it is written.
    pub fn byte(self) -> u8 {
        match self {
            Self::Head => b'H',
            Self::Data => b'D',
            Self::Done => b'Z',
            Self::Refused => b'E',
        }
    }

    /// As it is read.
    pub fn of(byte: u8) -> Option<Self> {
        [Self::Head, Self::Data, Self::Done, Self::Refused].into_iter().find(|t| t.byte() == byte)
    }
}

impl Job {
    /// The bytes that a worker reads.
    pub fn encode(&self) -> io::Result<Vec<u8>> {
        let json = serde_json::to_vec(self)?;
        let length = u32::try_from(json.len()).map_err(io::Error::other)?;
        Ok([length.to_be_bytes().as_slice(), &json].concat())
    }

    /// Reads the next job; none at the end.
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

/// Writes frames. What is written to it as a [`Write`] is data.
pub struct Frames<W> {
    out: W,
}

impl<W: Write> Frames<W> {
    /// Frames to a pipe.
    pub fn new(out: W) -> Self {
        Self { out }
    }

    fn frame(&mut self, tag: Tag, bytes: &[u8]) -> io::Result<()> {
        let length = u32::try_from(bytes.len()).map_err(io::Error::other)?;
        self.out.write_all(&[tag.byte()])?;
        self.out.write_all(&length.to_be_bytes())?;
        self.out.write_all(bytes)
    }

    /// The first frame.
    pub fn head(&mut self, head: &Head) -> io::Result<()> {
        self.frame(Tag::Head, &serde_json::to_vec(head)?)
    }

    /// The last frame.
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

/// A message may quote what was sent.
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

/// Graphs by their IRIs.
pub(super) fn iris(texts: &[String]) -> Result<Vec<NamedNode>, HttpError> {
    let iri = |text: &String| {
        NamedNode::new(text).map_err(|e| HttpError::new(400, format!("the graph {text:?} is no IRI (RFC 3987): {e}")))
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

//! Bodies of responses: bytes, or a file that is read while it is sent.

use super::spool::Spool;
use hyper::body::{Body, Bytes, Frame, SizeHint};
use std::fs::File;
use std::io::{self, Read};
use std::pin::Pin;
use std::task::{Context, Poll};

const CHUNK: u64 = 64 * 1024;

/// The body of a response, with a known length.
#[derive(Debug)]
pub(in crate::cli) enum Answer {
    Bytes(Bytes),
    File { file: File, left: u64 },
}

impl From<Spool> for Answer {
    fn from(spool: Spool) -> Self {
        match spool {
            Spool::Memory(bytes) => Self::Bytes(bytes.into()),
            Spool::File { file, length } => Self::File { file, left: length },
        }
    }
}

impl Answer {
    pub(in crate::cli) fn length(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::File { left, .. } => *left,
        }
    }
}

impl Body for Answer {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        match &mut *self {
            Self::Bytes(bytes) if bytes.is_empty() => Poll::Ready(None),
            Self::Bytes(bytes) => Poll::Ready(Some(Ok(Frame::data(std::mem::take(bytes))))),
            Self::File { left: 0, .. } => Poll::Ready(None),
            Self::File { file, left } => {
                let mut chunk = Vec::new();
                // Blocking reads are acceptable: the file was just written or is small, so it is in the page cache.
                let read = file.take(CHUNK.min(*left)).read_to_end(&mut chunk);
                Poll::Ready(Some(match read {
                    Ok(0) => Err(io::ErrorKind::UnexpectedEof.into()),
                    Ok(n) => {
                        *left -= n as u64;
                        Ok(Frame::data(chunk.into()))
                    }
                    Err(e) => Err(e),
                }))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.length() == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.length())
    }
}

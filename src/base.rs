//! The ground that every room stands on. In: bytes, texts, names, times, addresses. Out: places in a text and what is
//! wrong there, IRIs, vocabulary, times with their precision, names made comparable, sorted records, answers of
//! services. It knows nothing of datasets; it may read files, write temporary ones, and, in `network` alone, use the
//! network.

pub(crate) mod cache;
pub mod files;
pub mod text;
pub mod fold;
pub mod iri;
pub mod vocab;
pub mod time;
pub mod date;
pub mod capture;
pub mod markup;
pub mod media;
pub(crate) mod names;
pub mod sort;
#[cfg(feature = "store")]
pub mod network;

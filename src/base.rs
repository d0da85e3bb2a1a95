//! What every room uses. In: bytes, texts, names, times, addresses. Out: positions in a text and the problems found
//! there, IRIs, vocabulary, times with their precision, names in a comparable form, sorted records, answers of network
//! services. This room knows nothing of datasets. It may read files and write temporary ones; only `network` uses the
//! network.

pub(crate) mod cache;
pub mod files;
pub mod text;
pub mod fold;
pub mod iri;
pub mod places;
pub mod licence;
pub mod vocab;
pub(crate) mod escape;
pub mod nquads;
pub mod time;
pub mod date;
pub mod angle;
pub mod columns;
pub mod capture;
pub mod markup;
pub mod media;
pub(crate) mod names;
pub mod sort;
pub mod parallel;
#[cfg(feature = "store")]
pub mod network;

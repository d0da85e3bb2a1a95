//! Parts: the quads of one source in a file of their own, beside them what the whole dataset needs of that source. `convert`
//! writes parts, on as many machines as there are; `combine` and `build --parts` read them. No store is used.
//!
//! ```text
//! parts/wire.nq.gz        the quads, in lines of canonical N-Quads; .nq without compression
//! parts/wire.compare.gz   values for disagreements, sketches for copies (see `compared`)
//! parts/wire.json         the sidecar: of what, made by what, and the digests of both files; it is written last
//! ```

mod compared;
mod sidecar;
mod writer;

pub use compared::{Compared, read as read_compared};
pub use sidecar::{FORMAT, Kind, Maker, PartFile, ReportedProblem, Sidecar, SidecarError};
pub use writer::{PartWriter, member};

pub(super) use compared::{push_entry, push_values};

use std::path::{Path, PathBuf};

/// The endings of files of quads.
pub const ENDINGS: [&str; 2] = [".nq.gz", ".nq"];

/// The path of a file beside a file of quads, in which `ending` stands for that of quads.
pub fn beside(quads: &Path, ending: &str) -> PathBuf {
    let name = quads.file_name().unwrap_or_default().to_string_lossy();
    let stem = ENDINGS.iter().find_map(|quads| name.strip_suffix(quads)).unwrap_or(&name);
    quads.with_file_name(format!("{stem}{ending}"))
}

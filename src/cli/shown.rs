//! Which claims a command is about, by what people decided about them.

use chorograph::store::access::Shown;

/// The options, which several commands have.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
pub(crate) struct Args {
    /// Only claims that a person accepted, replaced or added (`claims.review.tsv`).
    #[arg(long, conflicts_with = "with_rejected")]
    reviewed: bool,
    /// Claims that people rejected or replaced as well; choro:decision and prov:wasRevisionOf mark them.
    #[arg(long)]
    with_rejected: bool,
}

impl Args {
    pub(crate) fn shown(self) -> Shown {
        match self {
            Self { reviewed: true, .. } => Shown::Reviewed,
            Self { with_rejected: true, .. } => Shown::WithRejected,
            Self { .. } => Shown::Standing,
        }
    }
}

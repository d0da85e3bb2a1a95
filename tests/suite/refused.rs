//! A document that was good becomes bad: it is refused, its good version stays, and the others are read.

use super::support::{BASE, Ran, Workdir};
use chorograph::base::vocab::choro;

/// A good document.
pub(crate) const GOOD: &str = "Northvale: 8 May 1992, territory 289 km2\n";
const BETTER: &str = "Northvale: 8 May 1992, territory 289 km2\nEastmere: 18 May 1992, territory 1840 km2\n";

/// Builds a good version of `name` and a good document beside it; then makes `name` bad and the other better, and builds
/// again. The bad one is refused, its good version stays, the other is read.
pub(crate) fn try_refused(name: &str, spoil: impl FnOnce(&Workdir)) -> Result<Ran, String> {
    let workdir = Workdir::new();
    let source = format!("sources/{name}");
    workdir.write(&source, GOOD);
    workdir.write("sources/other.txt", GOOD);
    workdir.build();
    let id = name.rsplit_once('.').unwrap().0;
    let before = workdir.facts().source(BASE, id).lines();
    workdir.write("sources/other.txt", BETTER);
    spoil(&workdir);
    let ran = workdir.run(&["build"]);
    let facts = workdir.facts();
    let mut after = facts.source(BASE, id).lines();
    // With a mistake in the metadata, nobody knows whether it says that the source is restricted.
    let is_marked = after.iter().any(|line| line.contains("accessRights"));
    after.retain(|line| !line.contains("accessRights"));
    let wrong = if before.is_empty() {
        "the good version was not read"
    } else if after != before {
        "the good version is not what it was"
    } else if is_marked != ran.stderr.contains(&format!("error: [DIR]/sources/{id}.meta.toml")) {
        "it is not restricted when its metadata has a mistake, and only then"
    } else if facts.source(BASE, "other").of_class(choro::RECORD).len() != 2 {
        "the other document was not read"
    } else if ran.code != Some(1) || !ran.stdout.starts_with("1 source read, 1 with errors\n") {
        "it was not refused"
    } else {
        return Ok(ran);
    };
    Err(format!("{name}: {wrong}: {:?}\n{}{}", ran.code, ran.stdout, ran.stderr))
}

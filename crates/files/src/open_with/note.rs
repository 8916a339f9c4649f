//! What is written down beside an open copy, so that it outlives the app: of which object it is a copy, and how both
//! were when they agreed. Only the person's own account reads it again.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::kept::{Kept, Stamp};
use crate::Location;

/// What a note is called, beside the folder of its copy.
fn place(home: &Path) -> PathBuf {
    home.with_extension("json")
}

/// Writes it down. What fails is only not found after a crash.
pub(super) fn write(home: &Path, kept: &Kept, can_write: bool) {
    let note = json!({
        "location": { "id": kept.location.id, "bucket": kept.location.bucket, "prefix": kept.location.prefix },
        "key": kept.key,
        "etag": kept.etag,
        "canWrite": can_write,
        "agreed": kept.agreed.as_ref().map(Stamp::to_json),
    });
    if let Err(error) = std::fs::write(place(home), note.to_string()) {
        tracing::warn!(%error, "nothing could be written down of an open copy");
    }
}

/// Takes it away with its copy.
pub(super) fn remove(home: &Path) {
    for removed in [std::fs::remove_dir_all(home), std::fs::remove_file(place(home))] {
        if let Err(error) = removed
            && error.kind() != std::io::ErrorKind::NotFound
        {
            tracing::warn!(%error, "a copy could not be removed");
        }
    }
}

/// A copy that an earlier run of the app has left behind.
pub(super) struct Left {
    pub(super) home: PathBuf,
    pub(super) kept: Kept,
    pub(super) can_write: bool,
}

/// The copies left in the folder of an earlier run.
pub(super) fn left_in(folder: &Path) -> Vec<Left> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let homes = entries.flatten().map(|entry| entry.path());
    let homes = homes.filter(|path| path.extension().is_none());
    homes.filter_map(|home| left(&home)).collect()
}

fn left(home: &Path) -> Option<Left> {
    let note: Value = serde_json::from_slice(&std::fs::read(place(home)).ok()?).ok()?;
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let of = &note["location"];
    let location = Location {
        id: text(&of["id"])?,
        bucket: text(&of["bucket"])?,
        prefix: text(&of["prefix"])?,
    };
    let path = std::fs::read_dir(home)
        .ok()?
        .flatten()
        .map(|entry| entry.path())
        .find(|path| Stamp::of(path).is_some())?;
    Some(Left {
        home: home.to_path_buf(),
        can_write: note["canWrite"].as_bool()?,
        kept: Kept::left(
            location,
            text(&note["key"])?,
            path,
            text(&note["etag"]),
            Stamp::from_json(&note["agreed"]),
        ),
    })
}

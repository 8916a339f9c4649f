//! Where the sandbox of a folder answers, for programs that start later: a small file beside its state. One that is left
//! over leads nowhere, so whoever reads it has to ask whether somebody answers.

use std::fs;
use std::path::Path;

const FILE: &str = "sandbox.url";

/// Writes it down; a folder that does not take it costs only that convenience.
pub(super) fn write(folder: &Path, url: &str) {
    if let Err(error) = fs::write(folder.join(FILE), url) {
        tracing::warn!(%error, "where the sandbox answers could not be written down");
    }
}

/// Takes it away, if it is still this sandbox's own.
pub(super) fn remove(folder: &Path, url: &str) {
    if read(folder).is_some_and(|own| own == url) {
        // It leads nowhere, which its reader finds out.
        let _ = fs::remove_file(folder.join(FILE));
    }
}

/// Where the sandbox of this folder said last that it answers: always on loopback.
pub(super) fn read(folder: &Path) -> Option<String> {
    let text = fs::read_to_string(folder.join(FILE)).ok()?;
    let url = text.trim();
    let port = url.strip_prefix("http://127.0.0.1:")?;
    port.parse::<u16>().ok().map(|_| url.to_owned())
}

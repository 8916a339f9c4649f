//! Where the sandbox of a folder answers and how to control it, for programs that start later: two small files beside
//! its state. One that is left over leads nowhere, so whoever reads it has to ask whether somebody answers.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use base::Secret;

const ADDRESS: &str = "sandbox.url";
const TOKEN: &str = "sandbox.token";

/// Writes both down; a folder that does not take them costs only that convenience.
pub(super) fn write(folder: &Path, url: &str, token: &Secret) {
    let written = fs::write(folder.join(ADDRESS), url).and_then(|()| write_token(folder, token));
    if let Err(error) = written {
        tracing::warn!(%error, "where the sandbox answers could not be written down");
    }
}

/// Takes both away, if they are still this sandbox's own.
pub(super) fn remove(folder: &Path, url: &str) {
    if read(folder).is_some_and(|own| own == url) {
        // What is left leads nowhere, which its reader finds out.
        let _ = fs::remove_file(folder.join(TOKEN));
        let _ = fs::remove_file(folder.join(ADDRESS));
    }
}

/// Where the sandbox of this folder said last that it answers: always on loopback.
pub(super) fn read(folder: &Path) -> Option<String> {
    let text = fs::read_to_string(folder.join(ADDRESS)).ok()?;
    let url = text.trim();
    let port = url.strip_prefix("http://127.0.0.1:")?;
    port.parse::<u16>().ok().map(|_| url.to_owned())
}

/// The control token of the sandbox of this folder.
pub(super) fn read_token(folder: &Path) -> Option<Secret> {
    let text = fs::read_to_string(folder.join(TOKEN)).ok()?;
    Some(Secret::from(text.trim())).filter(|token| !token.expose().is_empty())
}

/// Only the person who runs the sandbox can read it.
fn write_token(folder: &Path, token: &Secret) -> io::Result<()> {
    let path = folder.join(TOKEN);
    if let Err(error) = fs::remove_file(&path)
        && error.kind() != io::ErrorKind::NotFound
    {
        return Err(error);
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(token.expose().as_bytes())
}

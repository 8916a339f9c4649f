//! The config file on the disk: read, copied, and replaced as a whole, so that no half of it is ever there.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::{Changed, ProfileError};

/// The ending of the copy of what was there before.
const BACKUP: &str = "before-gatehouse";

/// Changes the text of a file. What does not change is not written.
pub(super) fn change(
    path: &Path,
    change: impl FnOnce(&str) -> Result<String, ProfileError>,
) -> Result<Changed, ProfileError> {
    // A link is kept; what it points at is changed.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let failed = |source| ProfileError::File {
        path: path.clone(),
        source,
    };
    let (text, there) = match fs::read_to_string(&path) {
        Ok(text) => (text, true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => (String::new(), false),
        Err(error) => return Err(failed(error)),
    };
    let changed = change(&text)?;
    if changed == text {
        return Ok(Changed { path, backup: None });
    }
    let backup = there.then(|| beside(&path, BACKUP));
    if let Some(backup) = &backup {
        fs::copy(&path, backup).map_err(failed)?;
    }
    replace(&path, &changed, there).map_err(failed)?;
    Ok(Changed { path, backup })
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{ending}"));
    path.with_file_name(name)
}

fn replace(path: &Path, text: &str, there: bool) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let fresh = beside(path, &format!("{}.new", std::process::id()));
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(&fresh).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        if there {
            file.set_permissions(fs::metadata(path)?.permissions())?;
        }
        file.sync_all()?;
        fs::rename(&fresh, path)
    });
    if written.is_err() {
        // What is left of it is of no use to anybody.
        let _ = fs::remove_file(&fresh);
    }
    written
}

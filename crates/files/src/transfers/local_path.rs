//! A local path as the journal keeps it. Paths need not be Unicode: what is not is kept byte by byte.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Deserializer, Serializer};

pub(super) fn serialize<S: Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&written(path))
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<PathBuf, D::Error> {
    let text = String::deserialize(deserializer)?;
    Ok(read(&text))
}

/// What begins a path that is kept byte by byte; no absolute path does.
#[cfg(unix)]
const BYTES: &str = "bytes:";

#[cfg(unix)]
fn written(path: &Path) -> String {
    use std::os::unix::ffi::OsStrExt as _;
    match path.to_str() {
        Some(text) => text.to_owned(),
        None => format!("{BYTES}{}", hex::encode(path.as_os_str().as_bytes())),
    }
}

#[cfg(unix)]
fn read(text: &str) -> PathBuf {
    use std::os::unix::ffi::OsStringExt as _;
    match text.strip_prefix(BYTES).and_then(|bytes| hex::decode(bytes).ok()) {
        Some(bytes) => std::ffi::OsString::from_vec(bytes).into(),
        None => text.into(),
    }
}

#[cfg(not(unix))]
fn written(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

#[cfg(not(unix))]
fn read(text: &str) -> PathBuf {
    text.into()
}

#[cfg(all(test, unix))]
mod tests {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;

    use super::*;

    #[test]
    fn a_path_that_is_no_unicode_comes_back_as_it_was() {
        for bytes in [&b"/home/ada/a.txt"[..], b"/home/ada/\xff\xfe", "/名前".as_bytes()] {
            let path = Path::new(OsStr::from_bytes(bytes));
            assert_eq!(read(&written(path)), path);
        }
    }
}

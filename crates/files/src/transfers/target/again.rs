//! The unfinished file of a transfer that goes on later, and the file that has the name already: looked at, and replaced
//! only if it is still the one that was seen.

use std::io;
use std::path::{Path, PathBuf};

use cap_fs_ext::{DirExt as _, FollowSymlinks, OpenOptionsFollowExt as _};
use cap_std::fs::{Dir, OpenOptions};

use super::super::{Side, beneath};
use super::Target;
use crate::Error;

impl Target {
    /// The folder of the file.
    pub(in super::super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The name of the unfinished file.
    pub(in super::super) fn part(&self) -> &str {
        self.part.as_deref().unwrap_or_default()
    }

    /// Leaves the unfinished file where it is, for another time.
    pub(in super::super) fn leave(mut self) {
        self.part = None;
    }

    /// Opens the unfinished file `part` of before; none if it is gone, or something else by now. Blocks.
    pub(in super::super) fn reopen(
        folder: &Path,
        folders: &[String],
        part: &str,
    ) -> Result<Option<(Self, std::fs::File)>, Error> {
        let Some(dir) = open(folder, folders)? else {
            return Ok(None);
        };
        if !beneath::plain(part) {
            return Ok(None);
        }
        let mut options = OpenOptions::new();
        options.read(true).write(true).follow(FollowSymlinks::No);
        let Ok(file) = dir.open_with(part, &options) else {
            return Ok(None);
        };
        if !file.metadata().is_ok_and(|metadata| metadata.is_file()) {
            return Ok(None);
        }
        let target = Self {
            folder: folders
                .iter()
                .fold(folder.to_path_buf(), |path, name| path.join(name)),
            dir,
            part: Some(part.to_owned()),
        };
        Ok(Some((target, file.into_std())))
    }

    /// Removes the unfinished file of before. Blocks.
    pub(in super::super) fn discard(folder: &Path, folders: &[String], part: &str) -> Result<(), Error> {
        if let Some((target, _)) = Self::reopen(folder, folders, part)? {
            drop(target);
        }
        Ok(())
    }

    /// What has the name `name`, if anything. A symbolic link is looked at, not through. Blocks.
    pub(in super::super) fn look(
        folder: &Path,
        folders: &[String],
        name: &str,
    ) -> Result<Option<Side>, Error> {
        match open(folder, folders)? {
            Some(dir) => look(&dir, name).map_err(|error| Error::local(&folder.join(name), &error)),
            None => Ok(None),
        }
    }

    /// Puts the complete file in the place of the one that was `seen`. None if that is another one by now; then the file
    /// stays unfinished. Blocks.
    pub(in super::super) fn replace(mut self, name: &str, seen: &Side) -> Result<Option<String>, Error> {
        let path: PathBuf = self.folder.join(name);
        let Some(part) = self.part.take() else {
            return Err(Error::NoFreeName);
        };
        let replaced = look(&self.dir, name).and_then(|there| {
            let unchanged = there.as_ref().is_none_or(|there| there == seen);
            if unchanged {
                self.dir.rename(&part, &self.dir, name)?;
            }
            Ok(unchanged)
        });
        match replaced {
            Ok(unchanged) => Ok(unchanged.then(|| name.to_owned())),
            Err(error) => Err(Error::local(&path, &error)),
        }
    }
}

fn look(dir: &Dir, name: &str) -> io::Result<Option<Side>> {
    match dir.symlink_metadata(name) {
        Ok(metadata) => Ok(Some(Side {
            size: metadata.is_file().then(|| metadata.len()),
            modified: metadata.modified().ok().map(|at| at.into_std().into()),
            etag: None,
        })),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// The folder beneath the chosen one; none where it is not there yet.
fn open(folder: &Path, folders: &[String]) -> Result<Option<Dir>, Error> {
    let mut dir = beneath::open(folder)?;
    for name in folders {
        if !beneath::plain(name) {
            return Ok(None);
        }
        match dir.open_dir_nofollow(name) {
            Ok(next) => dir = next,
            Err(_) => return Ok(None),
        }
    }
    Ok(Some(dir))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Write as _;

    use super::*;

    #[test]
    fn an_unfinished_file_is_found_again_and_ends_where_it_should() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (target, mut file) = Target::create(folder.path(), &[], "a").expect("the folder is ours");
        file.write_all(b"one").expect("the disk has room");
        let part = target.part().to_owned();
        target.leave();
        assert!(folder.path().join(&part).exists());

        let (target, mut file) = Target::reopen(folder.path(), &[], &part)
            .expect("the folder is ours")
            .expect("it is there");
        file.write_all(b"two").expect("the disk has room");
        assert_eq!(target.keep("a"), Ok("a".to_owned()));
        assert_eq!(fs::read(folder.path().join("a")).expect("it is there"), b"two");
    }

    #[test]
    fn only_the_file_that_was_seen_is_replaced() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("a");
        fs::write(&path, "mine").expect("the folder is ours");
        let seen = Target::look(folder.path(), &[], "a")
            .expect("the folder is ours")
            .expect("it is there");
        let new = |text: &[u8]| {
            let (target, mut file) = Target::create(folder.path(), &[], "a").expect("the folder is ours");
            file.write_all(text).expect("the disk has room");
            target
        };

        assert_eq!(new(b"theirs").replace("a", &seen), Ok(Some("a".to_owned())));
        assert_eq!(fs::read(&path).expect("it is there"), b"theirs");

        fs::write(&path, "mine again").expect("the folder is ours");
        assert_eq!(new(b"theirs").replace("a", &seen), Ok(None));
        assert_eq!(fs::read(&path).expect("it is there"), b"mine again");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_the_place_of_an_unfinished_file_is_not_followed() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let outside = folder.path().join("outside");
        fs::write(&outside, "mine").expect("the folder is ours");
        std::os::unix::fs::symlink(&outside, folder.path().join("a.part")).expect("the folder is ours");

        assert!(
            Target::reopen(folder.path(), &[], "a.part")
                .expect("the folder is ours")
                .is_none()
        );
        assert!(
            Target::reopen(folder.path(), &[], "../a.part")
                .expect("the folder is ours")
                .is_none()
        );
    }
}

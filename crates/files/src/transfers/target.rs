//! The local file of a download. It grows under a name that ends with `.part` and gets its own name only when it is
//! complete. Every step happens beneath the folder that the person chose, through a handle to it (`openat`), by one
//! plain name without a separator; nothing is ever overwritten and no symbolic link is followed.

mod again;

use std::io;
use std::path::{Path, PathBuf};

use cap_std::fs::{Dir, OpenOptions};

use super::beneath;
use crate::{Error, names};

/// How many names are tried beside those that are taken.
const MOST_NAMES: u32 = 10_000;

/// A file that is not complete. Dropping it removes it.
#[derive(Debug)]
pub(crate) struct Target {
    folder: PathBuf,
    dir: Dir,
    part: Option<String>,
}

impl Target {
    /// Makes the unfinished file for `name` in `folders` beneath the chosen `folder`, and opens it for writing. Blocks.
    pub(crate) fn create(
        folder: &Path,
        folders: &[String],
        name: &str,
    ) -> Result<(Self, std::fs::File), Error> {
        let dir = beneath::make(folder, folders)?;
        let folder: PathBuf = [folder]
            .into_iter()
            .chain(folders.iter().map(Path::new))
            .collect();
        let mut options = OpenOptions::new();
        options.read(true).write(true).create_new(true);
        for n in 1..=MOST_NAMES {
            let part = format!("{}.part", names::numbered(name, n));
            match dir.open_with(&part, &options) {
                Ok(file) => {
                    let target = Self {
                        folder,
                        dir,
                        part: Some(part),
                    };
                    return Ok((target, file.into_std()));
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(Error::local(&folder.join(part), &error)),
            }
        }
        Err(Error::NoFreeName)
    }

    /// Gives the complete file its name, or the next free one beside it, and says which. Blocks.
    pub(crate) fn keep(mut self, name: &str) -> Result<String, Error> {
        let Some(part) = self.part.as_deref() else {
            return Err(Error::NoFreeName);
        };
        for n in 1..=MOST_NAMES {
            let free = names::numbered(name, n);
            match self.claim(part, &free) {
                Ok(()) => {
                    self.part = None;
                    return Ok(free);
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(Error::local(&self.folder.join(free), &error)),
            }
        }
        Err(Error::NoFreeName)
    }

    /// Renames without overwriting. A hard link is made or refused as one step; file systems without hard links
    /// (FAT) get an empty file first, which is then replaced and was nobody else's.
    fn claim(&self, part: &str, name: &str) -> io::Result<()> {
        match self.dir.hard_link(part, &self.dir, name) {
            Ok(()) => self.dir.remove_file(part),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
            Err(_) => {
                self.dir
                    .open_with(name, OpenOptions::new().write(true).create_new(true))?;
                self.dir.rename(part, &self.dir, name)
            }
        }
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        if let Some(part) = self.part.take()
            && let Err(error) = self.dir.remove_file(&part)
        {
            tracing::warn!(%error, "an unfinished file could not be removed");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::io::Write as _;

    use super::*;

    fn names_in(folder: &Path) -> BTreeSet<String> {
        let entries = fs::read_dir(folder).expect("the folder is ours");
        entries
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect()
    }

    fn saved(folder: &Path, name: &str, content: &[u8]) -> String {
        let (target, mut file) = Target::create(folder, &[], name).expect("the folder is ours");
        file.write_all(content).expect("the disk has room");
        target.keep(name).expect("a name is free")
    }

    #[test]
    fn a_taken_name_is_kept_and_the_next_one_used() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::write(folder.path().join("a.txt"), "mine").expect("the folder is ours");

        assert_eq!(saved(folder.path(), "a.txt", b"theirs"), "a (2).txt");
        assert_eq!(saved(folder.path(), "a.txt", b"theirs too"), "a (3).txt");

        assert_eq!(
            fs::read(folder.path().join("a.txt")).expect("it is there"),
            b"mine"
        );
        assert_eq!(
            fs::read(folder.path().join("a (2).txt")).expect("it is there"),
            b"theirs"
        );
        assert_eq!(names_in(folder.path()).len(), 3, "no part file stays");
    }

    #[test]
    fn an_unfinished_file_goes_when_it_is_dropped() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (target, _file) = Target::create(folder.path(), &[], "a.txt").expect("the folder is ours");
        assert_eq!(names_in(folder.path()), BTreeSet::from(["a.txt.part".to_owned()]));

        drop(target);

        assert_eq!(names_in(folder.path()), BTreeSet::new());
    }

    #[cfg(unix)]
    #[test]
    fn a_symbolic_link_is_neither_followed_nor_replaced() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let outside = tempfile::tempdir().expect("a temporary folder");
        for name in ["a.txt", "a.txt.part"] {
            let link = folder.path().join(name);
            std::os::unix::fs::symlink(outside.path().join("stolen"), link).expect("the folder is ours");
        }

        assert_eq!(saved(folder.path(), "a.txt", b"mine"), "a (2).txt");

        assert_eq!(names_in(outside.path()), BTreeSet::new());
    }

    #[test]
    fn a_name_with_a_way_out_is_refused_by_the_folder_itself() {
        let outer = tempfile::tempdir().expect("a temporary folder");
        let folder = outer.path().join("chosen");
        fs::create_dir(&folder).expect("the folder is ours");

        for name in ["../out", "/tmp/out", "a/../../out"] {
            assert!(Target::create(&folder, &[], name).is_err(), "{name}");
        }
        assert_eq!(names_in(outer.path()), BTreeSet::from(["chosen".to_owned()]));
    }

    #[test]
    fn a_folder_that_is_gone_says_so() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let gone = folder.path().join("gone");

        assert_eq!(
            Target::create(&gone, &[], "a").map(|_| ()),
            Err(Error::LocalGone { path: gone.clone() })
        );
    }
}

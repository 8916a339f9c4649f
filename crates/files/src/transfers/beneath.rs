//! Folders beneath the one that a person chose. They are made and opened one plain name at a time, each through a
//! handle to the one above it, and no symbolic link is followed: whoever can write into the chosen folder cannot
//! lead the app out of it, not even between two of its steps.

use std::io;
use std::path::Path;

use cap_fs_ext::DirExt as _;
use cap_std::ambient_authority;
use cap_std::fs::Dir;

use crate::Error;

/// `ELOOP`.
const LOOP: i32 = if cfg!(target_os = "linux") { 40 } else { 62 };

/// Opens the folder that was chosen; whatever it is called, links in its own path were the person's choice. Blocks.
pub(crate) fn open(folder: &Path) -> Result<Dir, Error> {
    Dir::open_ambient_dir(folder, ambient_authority()).map_err(|error| Error::local(folder, &error))
}

/// Opens `folders` beneath the chosen `folder`, the outermost first, and makes those that are not there. Blocks.
///
/// # Errors
///
/// [`Error::NotAFolder`] where a file or a symbolic link has one of the names; else what the system says.
pub(crate) fn make(folder: &Path, folders: &[String]) -> Result<Dir, Error> {
    let mut dir = open(folder)?;
    let mut path = folder.to_path_buf();
    for name in folders {
        path.push(name);
        dir = step(&dir, name).map_err(|error| {
            if taken(&error) {
                Error::NotAFolder { path: path.clone() }
            } else {
                Error::local(&path, &error)
            }
        })?;
    }
    Ok(dir)
}

/// One name down. A name that is none is refused, whoever made it.
fn step(dir: &Dir, name: &str) -> io::Result<Dir> {
    if !plain(name) {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    match dir.create_dir(name) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(error),
    }
    dir.open_dir_nofollow(name)
}

/// Whether something else than a folder has the name (`ENOTDIR`, or `ELOOP` for a symbolic link).
fn taken(error: &io::Error) -> bool {
    let kind = error.kind();
    kind == io::ErrorKind::NotADirectory || error.raw_os_error() == Some(LOOP)
}

/// Whether a text is one name of a file, and no way to somewhere else.
pub(crate) fn plain(name: &str) -> bool {
    let mut components = Path::new(name).components();
    matches!(
        (components.next(), components.next()),
        (Some(std::path::Component::Normal(one)), None) if one == name
    )
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn folders_are_made_once_and_found_again() {
        let chosen = tempfile::tempdir().expect("a temporary folder");

        make(chosen.path(), &names(&["a", "b"])).expect("the folder is ours");
        let again = make(chosen.path(), &names(&["a", "b"])).expect("they are there");

        again.write("c", "mine").expect("the folder is ours");
        assert!(chosen.path().join("a/b/c").is_file());
    }

    #[test]
    fn a_file_in_the_way_is_told_and_kept() {
        let chosen = tempfile::tempdir().expect("a temporary folder");
        fs::write(chosen.path().join("a"), "mine").expect("the folder is ours");

        let path = chosen.path().join("a");
        assert_eq!(
            make(chosen.path(), &names(&["a", "b"])).map(|_| ()),
            Err(Error::NotAFolder { path: path.clone() })
        );
        assert_eq!(fs::read(path).expect("it is there"), b"mine");
    }

    #[test]
    fn no_name_leads_out() {
        let outer = tempfile::tempdir().expect("a temporary folder");
        let chosen = outer.path().join("chosen");
        fs::create_dir(&chosen).expect("the folder is ours");

        for name in ["..", ".", "", "/", "/tmp", "../out", "a/b", "a/", "./a"] {
            assert!(make(&chosen, &names(&[name])).is_err(), "{name}");
        }
        assert_eq!(fs::read_dir(outer.path()).expect("it is ours").count(), 1);
        assert_eq!(fs::read_dir(&chosen).expect("it is ours").count(), 0);
    }

    #[cfg(unix)]
    #[test]
    fn a_symbolic_link_is_not_followed_wherever_it_leads() {
        use std::os::unix::fs::symlink;

        let chosen = tempfile::tempdir().expect("a temporary folder");
        let outside = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(chosen.path().join("inside")).expect("the folder is ours");
        symlink(outside.path(), chosen.path().join("out")).expect("the folder is ours");
        symlink("inside", chosen.path().join("in")).expect("the folder is ours");
        symlink("nowhere", chosen.path().join("dangling")).expect("the folder is ours");

        for name in ["out", "in", "dangling"] {
            let made = make(chosen.path(), &names(&[name, "x"])).map(|_| ());
            let path = chosen.path().join(name);
            assert_eq!(made, Err(Error::NotAFolder { path }));
        }
        assert_eq!(fs::read_dir(outside.path()).expect("it is ours").count(), 0);
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_that_is_swapped_for_a_link_again_and_again_never_leads_out() {
        use std::os::unix::fs::symlink;
        use std::sync::atomic::{AtomicBool, Ordering};

        let chosen = tempfile::tempdir().expect("a temporary folder");
        let outside = tempfile::tempdir().expect("a temporary folder");
        let (over, swapped) = (AtomicBool::new(false), chosen.path().join("a"));
        std::thread::scope(|scope| {
            scope.spawn(|| {
                while !over.load(Ordering::Relaxed) {
                    fs::remove_dir_all(&swapped).ok();
                    symlink(outside.path(), &swapped).ok();
                    fs::remove_file(&swapped).ok();
                }
            });
            for _ in 0..2_000 {
                if let Ok(dir) = make(chosen.path(), &names(&["a", "b"])) {
                    dir.write("c", "mine").ok();
                }
            }
            over.store(true, Ordering::Relaxed);
        });
        assert_eq!(fs::read_dir(outside.path()).expect("it is ours").count(), 0);
    }
}

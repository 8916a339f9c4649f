//! Names of what is made anew: whether they may be, and which one is free.

use crate::{Error, Files, Location, OWN_FOLDER, names};

/// The longest key of S3, in bytes.
const LONGEST_KEY: usize = 1024;
/// How many numbers are tried for a free name.
const TRIES: u32 = 1000;

/// Why a name cannot be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameFault {
    /// Nothing was typed.
    Empty,
    /// It has a `/`, which would make folders of it.
    Slash,
    /// `.` and `..` mean something else to other programs.
    Dots,
    /// A folder's name begins or ends with a dot, which other programs hide or cut off.
    DotAtEdge,
    /// It begins or ends with a space, which nobody sees.
    SpaceAtEdge,
    /// A control character, or one that hides what stands around it.
    Hidden,
    /// With its folders it is longer than S3's 1,024 bytes.
    TooLong,
    /// The app keeps a folder of that name for itself.
    Reserved,
}

impl NameFault {
    /// What is wrong with `name`, in a folder of this location, whose key below it is `folder`.
    pub fn of(location: &Location, folder: &str, name: &str, makes_folder: bool) -> Option<Self> {
        let key = format!("{}{name}", location.whole(folder));
        let length = key.len() + usize::from(makes_folder);
        if name.is_empty() {
            Some(Self::Empty)
        } else if name.contains('/') {
            Some(Self::Slash)
        } else if name == "." || name == ".." {
            Some(Self::Dots)
        } else if folder.is_empty() && OWN_FOLDER.strip_suffix('/') == Some(name) {
            Some(Self::Reserved)
        } else if makes_folder && (name.starts_with('.') || name.ends_with('.')) {
            Some(Self::DotAtEdge)
        } else if name.trim() != name {
            Some(Self::SpaceAtEdge)
        } else if name.chars().any(names::hidden) {
            Some(Self::Hidden)
        } else if length > LONGEST_KEY {
            Some(Self::TooLong)
        } else {
            None
        }
    }
}

/// Something that has the name which a copy would get.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The key below the location; a folder's ends with `/`.
    pub key: String,
}

/// The `n`-th name beside a taken one; a folder has no extension.
pub(super) fn beside(name: &str, folder: bool, n: u32) -> String {
    match (folder, n) {
        (true, 2..) => format!("{name} ({n})"),
        _ => names::numbered(name, n),
    }
}

impl Files {
    /// Whether anything at `location` has this key; for a folder, whether anything lies below it.
    pub(super) async fn taken(&self, location: &Location, key: &str) -> Result<bool, Error> {
        self.is_there(&location.bucket, &location.whole(key)).await
    }

    /// The first free key for `name` in `folder`, that `used` does not hold either.
    pub(super) async fn free_key(
        &self,
        location: &Location,
        folder: &str,
        name: &str,
        is_folder: bool,
        used: &std::collections::HashSet<String>,
    ) -> Result<String, Error> {
        let slash = if is_folder { "/" } else { "" };
        for n in 1..=TRIES {
            let key = format!("{folder}{}{slash}", beside(name, is_folder, n));
            if !used.contains(&key) && !self.taken(location, &key).await? {
                return Ok(key);
            }
        }
        Err(Error::NoFreeName)
    }
}

#[cfg(test)]
mod tests {
    use super::{NameFault, beside};
    use crate::Location;

    fn fault(folder: &str, name: &str, makes_folder: bool) -> Option<NameFault> {
        let location = Location {
            id: "l".into(),
            bucket: "b".into(),
            prefix: "public/".into(),
        };
        NameFault::of(&location, folder, name, makes_folder)
    }

    #[test]
    fn what_other_programs_would_misunderstand_is_told_before() {
        assert_eq!(fault("", "", true), Some(NameFault::Empty));
        assert_eq!(fault("", "a/b", false), Some(NameFault::Slash));
        assert_eq!(fault("", "..", false), Some(NameFault::Dots));
        assert_eq!(fault("", ".git", true), Some(NameFault::DotAtEdge));
        assert_eq!(
            fault("", ".gitignore", false),
            None,
            "a file may begin with a dot"
        );
        assert_eq!(fault("", "a ", false), Some(NameFault::SpaceAtEdge));
        assert_eq!(fault("", "a\u{202e}b", false), Some(NameFault::Hidden));
        assert_eq!(fault("", ".gatehouse", true), Some(NameFault::Reserved));
        assert_eq!(fault("", &"x".repeat(1017), false), None);
        assert_eq!(fault("", &"x".repeat(1017), true), Some(NameFault::TooLong));
        assert_eq!(fault("", "名前 (1)", true), None);
    }

    #[test]
    fn a_folder_beside_another_keeps_what_looks_like_an_extension() {
        assert_eq!(beside("v1.2", true, 2), "v1.2 (2)");
        assert_eq!(beside("v1.2", false, 2), "v1 (2).2");
        assert_eq!(beside("v1.2", true, 1), "v1.2");
    }
}

//! Names of objects on their way to a screen or to a disk. Pure: nothing here touches a file.
//!
//! Few mappings, and no others: [`visible`] for eyes, [`local`] and [`local_path`] for a file system, [`Tree`] for many
//! keys on one file system, [`numbered`] for the next free name beside a taken one.

#[cfg(test)]
mod hostile;
mod local;
mod path;
mod tree;

use std::borrow::Cow;
use std::fmt::Write as _;

pub use local::{Rules, local};
pub use path::{LocalPath, local_path};
pub use tree::Tree;

/// The longest name that [`local`] and [`numbered`] give, in bytes; file systems allow 255.
pub const LONGEST: usize = 240;

/// `name` as it may be shown: control and bidirectional characters, which can make a name look like another one,
/// are replaced by signs for them. An empty name, which S3 allows for a folder, shows as `/`.
pub fn visible(name: &str) -> Cow<'_, str> {
    if name.is_empty() {
        return Cow::Borrowed("/");
    }
    if !name.chars().any(hidden) {
        return Cow::Borrowed(name);
    }
    let mut shown = String::with_capacity(name.len() + 8);
    for c in name.chars() {
        match u32::from(c) {
            code @ 0..=0x1f => shown.extend(char::from_u32(0x2400 + code)),
            0x7f => shown.push('\u{2421}'),
            code if hidden(c) => {
                let _ = write!(shown, "⟨U+{code:04X}⟩");
            }
            _ => shown.push(c),
        }
    }
    Cow::Owned(shown)
}

/// The last part of a key, without the `/` of a folder.
pub fn last_part(key: &str) -> &str {
    let key = key.strip_suffix('/').unwrap_or(key);
    key.rsplit_once('/').map_or(key, |(_, name)| name)
}

/// The `n`-th name beside `name`: `photo (2).jpg` for 2. `name` itself for anything below 2.
pub fn numbered(name: &str, n: u32) -> String {
    if n < 2 {
        return name.to_owned();
    }
    let (stem, extension) = split(name);
    let suffix = format!(" ({n}){extension}");
    format!(
        "{}{suffix}",
        shortened(stem, LONGEST.saturating_sub(suffix.len()))
    )
}

/// Whether a character hides or turns what stands around it: controls, bidirectional marks, invisible fillers.
pub(crate) fn hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        )
}

/// Stem and extension, the extension with its dot; `.tar.gz` and the like count as one. A name that only begins
/// with a dot has no extension, nor has one whose "extension" is longer than extensions are.
fn split(name: &str) -> (&str, &str) {
    let Some(dot) = name.rfind('.').filter(|&dot| dot > 0 && name.len() - dot <= 16) else {
        return (name, "");
    };
    let stem = &name[..dot];
    let dot = stem
        .strip_suffix(".tar")
        .filter(|rest| !rest.is_empty())
        .map_or(dot, str::len);
    name.split_at(dot)
}

/// As many whole characters of `name` as fit into `limit` bytes.
fn shortened(name: &str, limit: usize) -> &str {
    &name[..name.floor_char_boundary(limit)]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_that_hides_its_extension_is_shown_for_what_it_is() {
        assert_eq!(visible("report\u{202e}fdp.exe"), "report⟨U+202E⟩fdp.exe");
        assert_eq!(visible("two\nlines\u{7f}\u{9b}"), "two␊lines␡⟨U+009B⟩");
    }

    #[test]
    fn ordinary_names_of_any_script_stay_as_they_are() {
        for name in [
            "photo 1.jpg",
            "отчёт.pdf",
            "報告書",
            "عربى.txt",
            "👩‍👩‍👧.png",
            "क्ष.txt",
        ] {
            assert!(
                matches!(visible(name), Cow::Borrowed(shown) if shown == name),
                "{name}"
            );
        }
    }

    #[test]
    fn the_next_name_keeps_the_extension() {
        assert_eq!(numbered("photo.jpg", 1), "photo.jpg");
        assert_eq!(numbered("photo.jpg", 2), "photo (2).jpg");
        assert_eq!(numbered("backup.tar.gz", 3), "backup (3).tar.gz");
        assert_eq!(numbered(".bashrc", 2), ".bashrc (2)");
        assert_eq!(numbered("README", 2), "README (2)");
        assert_eq!(
            numbered(".tar.gz", 2),
            ".tar (2).gz",
            "nothing would be left of the name"
        );
    }

    #[test]
    fn the_last_part_of_a_key_is_its_name() {
        assert_eq!(last_part("public/a/b.txt"), "b.txt");
        assert_eq!(last_part("public/a/"), "a");
        assert_eq!(last_part("b.txt"), "b.txt");
        assert_eq!(last_part("a//"), "");
    }

    proptest! {
        #[test]
        fn what_is_shown_hides_nothing(name in any::<String>()) {
            prop_assert!(!visible(&name).chars().any(hidden));
        }

        #[test]
        fn numbered_names_differ_and_fit(name in "[^/\u{0}]{1,240}", n in 2_u32..1_000) {
            let first = numbered(&name, n);
            prop_assert!(first.len() <= LONGEST);
            prop_assert_ne!(&first, &numbered(&name, n + 1));
        }
    }
}

//! From the last part of a key to the name of a local file. Injective: two names never become one, and what was
//! replaced can be read off the result, since a forbidden character becomes `%` and its bytes in hexadecimal, as
//! in an address. Stable: a name that was mapped once is mapped the same way for ever.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use super::{LONGEST, hidden, shortened};

/// Whose file system is written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rules {
    /// Linux: anything but `/` and NUL.
    Linux,
    /// macOS: neither `:`, which the Finder shows as `/`.
    MacOs,
    /// Windows: neither reserved characters, device names, nor a dot or space at the end.
    Windows,
}

/// The hexadecimal digits of a digest in a name: 128 bits, which nobody makes meet.
const DIGEST: usize = 32;
/// What an object without a name is called.
const UNNAMED: &str = "unnamed";
/// The device names of Windows; they are reserved with any extension and in any case.
const DEVICES: [&str; 6] = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];
/// Device names of Windows that take a digit, superscripts included.
const NUMBERED_DEVICES: [&str; 2] = ["COM", "LPT"];

impl Rules {
    /// The rules of the system that this runs on.
    pub const fn here() -> Self {
        if cfg!(windows) {
            Self::Windows
        } else if cfg!(target_os = "macos") {
            Self::MacOs
        } else {
            Self::Linux
        }
    }

    fn forbids(self, c: char) -> bool {
        if hidden(c) || c == '/' {
            return true;
        }
        match self {
            Self::Linux => false,
            Self::MacOs => c == ':',
            Self::Windows => matches!(c, '<' | '>' | ':' | '"' | '\\' | '|' | '?' | '*'),
        }
    }
}

/// The name of the local file for an object called `name`: never empty, `.` or `..`, never with a separator, a
/// control or a bidirectional character, at most [`LONGEST`] bytes. Most names stay as they are.
pub fn local(name: &str, rules: Rules) -> String {
    if name.is_empty() {
        return UNNAMED.to_owned();
    }
    let whole = name == "." || name == ".." || name == UNNAMED;
    let last = name.char_indices().next_back().map_or(0, |(at, _)| at);
    let device = rules == Rules::Windows && is_device(name);
    let mut mapped = String::with_capacity(name.len());
    for (at, c) in name.char_indices() {
        let first = at == 0 && (whole || device);
        let end = at == last && rules == Rules::Windows && matches!(c, '.' | ' ');
        let dots = whole && c == '.';
        let escape = c == '%' && name.as_bytes().get(at + 1..at + 3).is_some_and(is_hexadecimal);
        if first || end || dots || escape || rules.forbids(c) {
            escaped(&mut mapped, c);
        } else {
            mapped.push(c);
        }
    }
    if mapped.len() > LONGEST || looks_marked(&mapped) {
        marked(&mapped, mapped.as_bytes())
    } else {
        mapped
    }
}

/// What `%XX` would be read as.
fn is_hexadecimal(pair: &[u8]) -> bool {
    pair.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'A'..=b'F'))
}

fn escaped(to: &mut String, c: char) {
    for byte in c.encode_utf8(&mut [0; 4]).bytes() {
        let _ = write!(to, "%{byte:02X}");
    }
}

/// `name`, cut where it is too long, with a digest of `what` before its extension that keeps it unlike all others.
pub(super) fn marked(name: &str, what: &[u8]) -> String {
    let digest = hex::encode(&Sha256::digest(what)[..DIGEST / 2]);
    let (stem, extension) = super::split(name);
    let suffix = format!("~{digest}{extension}");
    let mut stem = shortened(stem, LONGEST - suffix.len());
    if let Some(percent) = stem.rfind('%').filter(|percent| stem.len() - percent < 3) {
        stem = &stem[..percent];
    }
    format!("{stem}{suffix}")
}

/// Whether somebody may have given a file the name that [`marked`] gives to another one.
fn looks_marked(name: &str) -> bool {
    let (stem, _) = super::split(name);
    stem.len() > DIGEST
        && stem.is_char_boundary(stem.len() - DIGEST - 1)
        && stem[stem.len() - DIGEST - 1..]
            .strip_prefix('~')
            .is_some_and(|digest| digest.bytes().all(|c| matches!(c, b'0'..=b'9' | b'a'..=b'f')))
}

fn is_device(name: &str) -> bool {
    let stem = name
        .split(['.', ':'])
        .next()
        .unwrap_or_default()
        .trim_end()
        .to_uppercase();
    DEVICES.contains(&stem.as_str())
        || NUMBERED_DEVICES
            .iter()
            .filter_map(|device| stem.strip_prefix(device))
            .any(|digit| {
                let mut digits = digit.chars();
                matches!(
                    (digits.next(), digits.next()),
                    (Some('0'..='9' | '¹' | '²' | '³'), None)
                )
            })
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::path::{Component, Path};

    use percent_encoding::percent_decode_str;
    use proptest::prelude::*;

    use super::*;

    const ALL: [Rules; 3] = [Rules::Linux, Rules::MacOs, Rules::Windows];

    #[test]
    fn ordinary_names_stay_as_they_are_everywhere() {
        for name in [
            "photo 1.jpg",
            "100%.txt",
            "a+b=c.txt",
            "報告書.pdf",
            "👩‍👩‍👧.png",
            ".bashrc",
            "com10",
            "console",
        ] {
            for rules in ALL {
                assert_eq!(local(name, rules), name, "{rules:?}");
            }
        }
    }

    #[test]
    fn names_that_would_climb_or_vanish_are_escaped() {
        for rules in ALL {
            assert_eq!(local("..", rules), "%2E%2E");
            assert_eq!(local(".", rules), "%2E");
            assert_eq!(local("", rules), "unnamed");
            assert_eq!(
                local("unnamed", rules),
                "%75nnamed",
                "or it would be the empty name's"
            );
            assert_eq!(local("../../etc/passwd", rules), "..%2F..%2Fetc%2Fpasswd");
            assert_eq!(local("a\0b\n", rules), "a%00b%0A");
            assert_eq!(local("x\u{202e}gpj.exe", rules), "x%E2%80%AEgpj.exe");
            assert_eq!(local("a%2Fb", rules), "a%252Fb", "or it would be the name of a/b");
        }
    }

    #[test]
    fn windows_keeps_its_devices_and_its_ends() {
        for (name, mapped) in [
            ("CON", "%43ON"),
            ("nul.txt", "%6Eul.txt"),
            ("Com1.tar.gz", "%43om1.tar.gz"),
            ("LPT².log", "%4CPT².log"),
            ("aux .x", "%61ux .x"),
            ("CONIN$", "%43ONIN$"),
            ("end.", "end%2E"),
            ("end ", "end%20"),
            ("C:\\boot.ini", "C%3A%5Cboot.ini"),
            ("a:stream", "a%3Astream"),
            ("what?*<>|\"", "what%3F%2A%3C%3E%7C%22"),
        ] {
            assert_eq!(local(name, Rules::Windows), mapped);
        }
        assert_eq!(local("end.", Rules::Linux), "end.");
        assert_eq!(local("a:b", Rules::MacOs), "a%3Ab");
    }

    #[test]
    fn a_key_of_a_thousand_bytes_keeps_its_extension() {
        let name = local(&format!("{}.jpeg", "長".repeat(330)), Rules::Linux);

        assert!(name.len() <= LONGEST && name.ends_with(".jpeg"), "{name}");
        assert_ne!(name, local(&format!("{}.jpeg", "長".repeat(331)), Rules::Linux));
    }

    #[test]
    fn a_name_that_was_forged_to_be_a_cut_one_is_not_taken_for_it() {
        let long = format!("{}.jpeg", "x".repeat(900));
        for rules in ALL {
            let cut = local(&long, rules);
            let forged = local(&cut, rules);
            assert_ne!(forged, cut);
            assert_ne!(forged, local(&forged, rules));
        }
    }

    fn hostile() -> impl Strategy<Value = String> {
        let pieces = prop::sample::select(vec![
            "..", ".", "/", "\\", "%", "%2F", "2E", "\0", "\n", "\u{202e}", "\u{9b}", ":", "CON", "nul",
            "COM", "¹", "1", " ", "a", "é", "e\u{301}", "長", "unnamed", "%75", "*", "|", ".txt",
        ]);
        prop_oneof![
            prop::collection::vec(pieces, 0..8).prop_map(|pieces| pieces.concat()),
            any::<String>()
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        #[test]
        fn a_mapped_name_is_one_plain_component(name in hostile()) {
            for rules in ALL {
                let mapped = local(&name, rules);
                let components: Vec<_> = Path::new(&mapped).components().collect();
                prop_assert_eq!(components, vec![Component::Normal(mapped.as_ref())]);
                prop_assert!(mapped.len() <= LONGEST);
                prop_assert!(!mapped.chars().any(|c| rules.forbids(c)));
                if rules == Rules::Windows {
                    prop_assert!(!is_device(&mapped) && !mapped.ends_with(['.', ' ']), "{:?}", mapped);
                }
            }
        }

        #[test]
        fn the_object_s_name_can_be_read_off_the_file_s(name in hostile()) {
            for rules in ALL {
                let mapped = local(&name, rules);
                if name.len() <= 80 && !name.is_empty() {
                    let read = percent_decode_str(&strict(&mapped)).decode_utf8_lossy().into_owned();
                    prop_assert_eq!(&read, &name, "{}", mapped);
                }
            }
        }

        #[test]
        fn two_names_never_become_one(names in prop::collection::hash_set(hostile(), 2..20)) {
            for rules in ALL {
                let mut seen = HashMap::new();
                for name in &names {
                    let other = seen.insert(local(name, rules), name);
                    prop_assert_eq!(other, None, "{:?}", name);
                }
            }
        }
    }

    /// The decoder of the test also reads lower-case hexadecimal, which the mapping leaves alone: hide it.
    fn strict(mapped: &str) -> String {
        let mut out = String::new();
        for (at, c) in mapped.char_indices() {
            let escape = mapped.as_bytes().get(at + 1..at + 3).is_some_and(is_hexadecimal);
            out.push_str(if c == '%' && !escape { "%25" } else { "" });
            if c != '%' || escape {
                out.push(c);
            }
        }
        out
    }
}

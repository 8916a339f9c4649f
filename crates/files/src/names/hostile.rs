//! Keys that somebody may have put into a bucket to do harm on a disk or a screen, and what becomes of each of them
//! under the rules of three systems, wherever a key becomes a name. The files are made on the disk that runs the test;
//! what only another system would trip over is looked for in the names.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::io::Write as _;
use std::path::{Component, Path, PathBuf};

use super::*;
use crate::transfers::Target;

const ALL: [Rules; 3] = [Rules::Linux, Rules::MacOs, Rules::Windows];

/// The curated keys.
fn keys() -> Vec<String> {
    let plain = [
        // Ways up, and roots.
        "..",
        ".",
        "../",
        "./",
        "../x",
        "../../x",
        "../../../../../../etc/passwd",
        "a/../b",
        "a/../../b",
        "a/..",
        "a/./b",
        "./a",
        "a/.",
        "...",
        "....",
        ".../x",
        ".. ",
        ".. /x",
        " ..",
        "..\t/x",
        "../test-2/x",
        "~",
        "~/x",
        "~root/.ssh/authorized_keys",
        "/",
        "//",
        "///",
        "/etc/passwd",
        "//server/share/x",
        "/../x",
        // Backslashes, drives, devices and streams of Windows.
        "\\",
        "..\\x",
        "..\\..\\x",
        "a\\..\\..\\x",
        "C:",
        "C:x",
        "C:\\x",
        "C:/x",
        "c:/windows/system32/x",
        "\\\\server\\share\\x",
        "\\\\?\\C:\\x",
        "\\\\.\\PhysicalDrive0",
        "//?/C:/x",
        "CON",
        "con",
        "PRN",
        "AUX",
        "NUL",
        "nul.txt",
        "NUL.tar.gz",
        "NUL .txt",
        "NUL:",
        "COM1",
        "com9.log",
        "COM¹",
        "COM².txt",
        "LPT1",
        "LPT³",
        "COM0",
        "COM10",
        "CONIN$",
        "CONOUT$",
        "CLOCK$",
        "a/CON/b",
        "a:b",
        "a.txt:stream",
        "a.txt::$DATA",
        "$MFT",
        "x<y>z",
        "x\"y",
        "x|y",
        "x?y",
        "x*y",
        "%00",
        "%2e%2e%2f",
        "%2E%2E",
        "%25",
        "%",
        "%4",
        "%zz",
        // Ends.
        "a.",
        "a..",
        "a ",
        " a",
        "a. .",
        "a/ ",
        "a/.",
        " ",
        "  ",
        ".",
        "a\u{a0}",
        "a\u{3000}",
        // Emptiness, and files that are folders.
        "a/",
        "a//",
        "a//b",
        "a///b",
        "pd",
        "pd/",
        "pd/child",
        "pd/child/",
        "unnamed",
        "%75nnamed",
        "a/unnamed",
        // Controls and what turns or hides text.
        "a\0b",
        "\0",
        "a\nb",
        "a\rb",
        "a\tb",
        "a\u{1b}[2Jb",
        "a\u{7f}b",
        "a\u{85}b",
        "a\u{9b}b",
        "a\u{8}b",
        "photo\u{202e}gpj.exe",
        "a\u{202d}b",
        "a\u{2066}b\u{2069}",
        "a\u{200f}b",
        "a\u{61c}b",
        "a\u{ad}b",
        "a\u{feff}b",
        "a\u{200b}b",
        "a\u{2028}b",
        "a\u{2029}b",
        "a\u{fff9}b",
        // Twins.
        "Readme",
        "README",
        "readme",
        "stra\u{df}e",
        "STRASSE",
        "\u{e9}",
        "e\u{301}",
        "\u{c9}",
        "\u{212b}",
        "\u{c5}",
        "A\u{30a}",
        "\u{212a}",
        "K",
        "k",
        "\u{fb01}",
        "fi",
        "\u{3c3}",
        "\u{3c2}",
        "i\u{307}",
        "\u{130}",
        "Dir/a",
        "dir/a",
        // What somebody may run, and what a page or a terminal may read as something else.
        ".bashrc",
        ".ssh/authorized_keys",
        ".config/autostart/x.desktop",
        "desktop.ini",
        "Thumbs.db",
        ".DS_Store",
        "-rf",
        "--help",
        "$(reboot)",
        "`reboot`",
        ";reboot",
        "a b c",
        "a'b",
        "a\"b",
        "&",
        "a&b",
        "#",
        "a#b",
        "?x=1",
        "<img src=x onerror=alert(1)>",
        "<script>alert(1)</script>",
        "{{7*7}}",
        "${7*7}",
        "javascript:alert(1)",
        "]]>",
        "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}.png",
        "+",
        "a+b",
        "=cmd|' /C calc'!A0",
        "a.part",
        "a.txt.part",
        "a (2).txt",
        "a.txt",
    ];
    let mut keys: Vec<String> = plain.iter().map(|&key| key.to_owned()).collect();
    keys.extend([
        "x".repeat(255),
        "x".repeat(256),
        "x".repeat(1_024),
        format!("{}.jpeg", "長".repeat(339)),
        "a/".repeat(512),
        format!("{}b", "../".repeat(341)),
        "é".repeat(512),
        format!("{}/x", "y".repeat(1_020)),
        format!("{}.{}", "x".repeat(500), "y".repeat(500)),
        "%".repeat(1_024),
        "\u{202e}".repeat(300),
        " ".repeat(1_024),
        ".".repeat(1_024),
    ]);
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Where all that a test makes must stay: a folder inside of one that must stay empty but for it.
struct Place {
    outer: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let outer = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(outer.path().join("chosen")).expect("the folder is ours");
        Self { outer }
    }

    fn chosen(&self) -> PathBuf {
        self.outer.path().join("chosen")
    }

    /// The files inside, by what is written in them; nothing may be outside.
    fn files(&self) -> BTreeMap<String, PathBuf> {
        let outside: Vec<_> = fs::read_dir(self.outer.path()).expect("it is ours").collect();
        assert_eq!(
            outside.len(),
            1,
            "nothing was written beside the folder: {outside:?}"
        );
        let (mut files, mut folders) = (BTreeMap::new(), vec![self.chosen()]);
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("it is ours") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let content = fs::read_to_string(&path).expect("the key was written");
                    assert_eq!(files.insert(content, path), None, "each key is written once");
                }
            }
        }
        files
    }
}

/// Whether one name is what the system takes for one harmless name.
fn assert_harmless(name: &str, rules: Rules) {
    let components: Vec<_> = Path::new(name).components().collect();
    assert_eq!(components, [Component::Normal(name.as_ref())]);
    assert!(name.len() <= LONGEST && !name.chars().any(hidden), "{name:?}");
    if rules != Rules::Linux {
        assert!(!name.contains(':'), "{name:?}");
    }
    if rules == Rules::Windows {
        assert!(!name.contains(['<', '>', '"', '\\', '|', '?', '*']), "{name:?}");
        assert!(!name.ends_with(['.', ' ']), "{name:?}");
        let stem = name
            .split('.')
            .next()
            .unwrap_or_default()
            .trim_end()
            .to_uppercase();
        let devices = [
            "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "COM1", "COM9", "COM¹", "COM²", "LPT1", "LPT³",
        ];
        assert!(!devices.contains(&stem.as_str()), "{name:?}");
    }
}

#[test]
fn there_are_enough_of_them() {
    assert!(keys().len() >= 120, "{}", keys().len());
}

#[test]
fn a_single_download_stays_in_its_folder_and_replaces_nothing() {
    for rules in ALL {
        let place = Place::new();
        for key in keys() {
            let name = local(last_part(&key), rules);
            assert_harmless(&name, rules);
            let (target, mut file) = Target::create(&place.chosen(), &[], &name).expect("a file is made");
            file.write_all(key.as_bytes()).expect("the disk has room");
            target.keep(&name).expect("a name is free");
        }
        let written: HashSet<_> = place.files().into_keys().collect();
        assert_eq!(written, keys().into_iter().collect(), "{rules:?}");
    }
}

#[test]
fn a_folder_s_download_keeps_every_key_apart_and_beneath_it() {
    for rules in ALL {
        let place = Place::new();
        let mut tree = Tree::new(rules);
        for key in keys() {
            let path = tree.place(&key);
            for name in &path.components {
                assert_harmless(name, rules);
            }
            assert_eq!(path.renamed, path.components.join("/") != key, "{key:?} is told");
            let (target, mut file) =
                Target::create(&place.chosen(), path.folders(), path.name()).expect("a file is made");
            file.write_all(key.as_bytes()).expect("the disk has room");
            assert_eq!(
                target.keep(path.name()).expect("a name is free"),
                path.name(),
                "{key:?} meets no other key"
            );
        }
        let written: HashSet<_> = place.files().into_keys().collect();
        assert_eq!(written, keys().into_iter().collect(), "{rules:?}");
    }
}

#[test]
fn a_copy_to_open_has_a_folder_of_its_own_and_a_harmless_name() {
    for rules in ALL {
        let place = Place::new();
        for (number, key) in keys().into_iter().enumerate() {
            let name = local(last_part(&key), rules);
            assert_harmless(&name, rules);
            let folders = [number.to_string()];
            let (target, mut file) =
                Target::create(&place.chosen(), &folders, &name).expect("a file is made");
            file.write_all(key.as_bytes()).expect("the disk has room");
            assert_eq!(
                target.keep(&name).expect("a name is free"),
                name,
                "nothing else is there"
            );
        }
        assert_eq!(place.files().len(), keys().len());
    }
}

#[test]
fn what_is_shown_hides_nothing_and_is_one_line() {
    let mut shown = HashSet::new();
    for key in keys() {
        let line = visible(&key);
        assert!(!line.is_empty() && !line.chars().any(hidden), "{key:?}");
        assert_eq!(line.lines().count(), 1, "{key:?}");
        assert_eq!(visible(&line), line, "what is shown stays as it is");
        assert!(!visible(last_part(&key)).is_empty(), "a title says something");
        shown.insert(line.into_owned());
    }
    assert_eq!(
        shown.len(),
        keys().len(),
        "no two of these look alike by what is hidden in them"
    );
}

#[test]
fn what_was_saved_goes_up_again_under_a_key_beneath_its_folder() {
    for rules in ALL {
        for key in keys() {
            let name = local(last_part(&key), rules);
            let again = format!("photos/{name}");
            assert!(
                !name.contains('/') && !name.is_empty(),
                "one level, never another folder's"
            );
            assert!(again.len() <= 1_024 && again.starts_with("photos/"), "{key:?}");
            assert_eq!(last_part(&again), name, "{key:?}");
            let twice = local(&name, rules);
            assert_harmless(&twice, rules);
        }
    }
}

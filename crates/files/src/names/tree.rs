//! Many keys on one file system, which takes some names for the same that S3 does not: `A` and `a`, `é` in one
//! character and in two, or `pd` the file and `pd/` the folder. Whichever comes second gets a name of its own, made of
//! a digest of its key. What lies on the disk already is for whoever opens the file.

use std::collections::HashMap;

use icu_normalizer::{ComposingNormalizer, ComposingNormalizerBorrowed};
use sha2::{Digest as _, Sha256};

use super::local::marked;
use super::{LocalPath, Rules, local};

/// Half of a SHA-256: what stands for a key or a path, so that a million of them fit into memory.
type Mark = [u8; 16];

/// The paths that keys were given beneath one folder. 32 bytes and a little for every file and folder.
#[derive(Debug)]
pub struct Tree {
    rules: Rules,
    /// Whose the paths are: by the path as the file system compares it, the key of the file or folder.
    taken: HashMap<Mark, Mark>,
}

impl Tree {
    /// An empty one.
    pub fn new(rules: Rules) -> Self {
        Self {
            rules,
            taken: HashMap::new(),
        }
    }

    /// Where an object with this key belongs: no two keys get paths that the file system takes for one, nor a file one
    /// that is another's folder. The same key always gets the same path. Twins are told apart by the order in which
    /// they come.
    pub fn place(&mut self, key: &str) -> LocalPath {
        let mut components = Vec::new();
        let mut folded = String::new();
        let mut renamed = false;
        let mut end = 0;
        for name in key.split('/') {
            end += name.len();
            // A folder's key ends with `/`, a file's does not, and so they differ.
            let whole = &key[..key.len().min(end + 1)];
            let mut mapped = local(name, self.rules);
            let above = folded.len();
            loop {
                folded.truncate(above);
                folded.push('/');
                folded.push_str(&self.fold(&mapped));
                let owner = *self.taken.entry(mark(&folded)).or_insert(mark(whole));
                if owner == mark(whole) {
                    break;
                }
                mapped = marked(&mapped, whole.as_bytes());
            }
            renamed |= mapped != name;
            components.push(mapped);
            end += 1;
        }
        LocalPath { components, renamed }
    }

    /// A name as the file system compares it; rather too much is taken for the same than too little.
    fn fold(&self, name: &str) -> String {
        const NFC: ComposingNormalizerBorrowed<'static> = ComposingNormalizer::new_nfc();
        if self.rules == Rules::Linux {
            return name.to_owned();
        }
        let upper = NFC.normalize(name);
        let upper = upper.chars().flat_map(char::to_uppercase);
        let lower: String = upper.flat_map(char::to_lowercase).collect();
        NFC.normalize(&lower).into_owned()
    }
}

fn mark(text: &str) -> Mark {
    let digest = Sha256::digest(text.as_bytes());
    let mut mark = Mark::default();
    mark.copy_from_slice(&digest[..size_of::<Mark>()]);
    mark
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use proptest::prelude::*;

    use super::*;

    const ALL: [Rules; 3] = [Rules::Linux, Rules::MacOs, Rules::Windows];

    fn placed(rules: Rules, keys: &[&str]) -> Vec<String> {
        let mut tree = Tree::new(rules);
        keys.iter()
            .map(|key| tree.place(key).components.join("/"))
            .collect()
    }

    #[test]
    fn twins_by_case_or_by_composition_are_told_apart_where_the_file_system_does_not() {
        let twins = [
            ["Makefile", "makefile"],
            ["stra\u{df}e", "STRASSE"],
            ["\u{212a}.txt", "k.txt"],
            ["\u{e9}.txt", "e\u{301}.txt"],
            ["\u{c5}", "\u{212b}"],
            ["Docs/a", "docs/a"],
        ];
        for pair in twins {
            let linux = placed(Rules::Linux, &pair);
            assert_eq!(linux, pair, "two names on Linux");
            for rules in [Rules::MacOs, Rules::Windows] {
                let names = placed(rules, &pair);
                assert_eq!(names[0], pair[0]);
                assert!(names[1].contains('~'), "{names:?}");
            }
        }
    }

    #[test]
    fn a_key_that_is_a_file_and_a_folder_is_both() {
        for rules in ALL {
            let names = placed(rules, &["pd", "pd/child", "pd/child/x", "pd/other"]);
            assert_eq!(names[0], "pd");
            let folder = names[1]
                .strip_suffix("/child")
                .expect("the file's name is its own");
            assert!(folder.starts_with("pd~"));
            assert_eq!(names[3], format!("{folder}/other"), "one folder for all of them");

            let folder_first = placed(rules, &["pd/child", "pd"]);
            assert_eq!(folder_first[0], "pd/child");
            assert!(folder_first[1].starts_with("pd~"));
        }
    }

    fn key() -> impl Strategy<Value = String> {
        let pieces = prop::sample::select(vec![
            "a", "A", "é", "e\u{301}", "É", "/", "/", "//", ".", "..", "CON", "con", ".txt", "%41", "%",
            "unnamed", "~", " ", "\\", ":", "ß", "SS", "長",
        ]);
        prop::collection::vec(pieces, 0..7).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn no_two_keys_meet_and_no_file_is_a_folder(keys in prop::collection::hash_set(key(), 1..40)) {
            for rules in ALL {
                let mut tree = Tree::new(rules);
                let mut files = HashMap::new();
                let mut folders = HashSet::new();
                for key in &keys {
                    let path = tree.place(key);
                    prop_assert_eq!(&path, &tree.place(key), "stable");
                    let folded: Vec<_> = path.components.iter().map(|name| tree.fold(name)).collect();
                    for above in 1..folded.len() {
                        folders.insert(folded[..above].to_vec());
                    }
                    let other = files.insert(folded, key);
                    prop_assert_eq!(other, None);
                }
                for file in files.keys() {
                    prop_assert!(!folders.contains(file), "{:?}", file);
                }
            }
        }
    }
}

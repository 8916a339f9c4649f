//! From a whole key to a path beneath a folder, component by component. Injective: two keys never give the same
//! components. Pure: what is there already, and what a file system takes for the same, is for [`super::Tree`] and for
//! whoever opens the file.

use std::path::PathBuf;

use super::{Rules, local};

/// A path beneath a folder that somebody chose: at least one component, each of them one plain name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct LocalPath {
    /// The folders from the outermost on, then the file.
    pub components: Vec<String>,
    /// Whether any component is another one than in the key, which a person must be told.
    pub renamed: bool,
}

impl LocalPath {
    /// The folders above the file, the outermost first.
    pub fn folders(&self) -> &[String] {
        self.components.split_last().map_or(&[], |(_, folders)| folders)
    }

    /// The file's own name.
    pub fn name(&self) -> &str {
        self.components.last().map_or("", String::as_str)
    }

    /// The path relative to the folder that was chosen.
    pub fn relative(&self) -> PathBuf {
        self.components.iter().collect()
    }
}

/// Where an object with this key belongs beneath a folder. A key that ends with `/` has a last component without a
/// name: a folder marker is a file as any other one, and whoever wants only its folder takes
/// [`LocalPath::folders`]. A key that begins with `/` begins with a folder without a name.
pub fn local_path(key: &str, rules: Rules) -> LocalPath {
    let mut renamed = false;
    let components = key.split('/').map(|name| {
        let mapped = local(name, rules);
        renamed |= mapped != name;
        mapped
    });
    let components = components.collect();
    LocalPath { components, renamed }
}

#[cfg(test)]
mod tests {
    use super::{Rules, local_path};

    #[test]
    fn a_plain_key_keeps_its_folders() {
        for rules in [Rules::Linux, Rules::MacOs, Rules::Windows] {
            let path = local_path("2026/März/photo 1.jpg", rules);
            assert_eq!(path.components, ["2026", "März", "photo 1.jpg"]);
            assert_eq!((path.folders().len(), path.name()), (2, "photo 1.jpg"));
            assert!(!path.renamed);
        }
    }

    #[test]
    fn no_component_climbs_begins_at_the_root_or_is_empty() {
        let cases = [
            ("../../etc/passwd", vec!["%2E%2E", "%2E%2E", "etc", "passwd"]),
            ("/etc/passwd", vec!["unnamed", "etc", "passwd"]),
            ("a//b", vec!["a", "unnamed", "b"]),
            ("a/", vec!["a", "unnamed"]),
            ("a/unnamed", vec!["a", "%75nnamed"]),
            ("", vec!["unnamed"]),
        ];
        for (key, components) in cases {
            let path = local_path(key, Rules::Linux);
            assert_eq!(path.components, components, "{key}");
            assert!(path.renamed, "{key}");
            assert!(path.relative().is_relative());
        }
    }
}

//! What a file is, as far as its name tells.

/// What a row is, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A folder: a common prefix.
    Folder,
    /// A picture.
    Image,
    /// Text or code.
    Text,
    /// A PDF.
    Pdf,
    /// Sound.
    Audio,
    /// Film.
    Video,
    /// An archive.
    Archive,
    /// Anything else.
    Other,
}

/// Text that `mime_guess` files under `application/`.
const TEXT: [&str; 7] = ["json", "xml", "javascript", "x-sh", "toml", "yaml", "sql"];
/// What packs other files.
const ARCHIVES: [&str; 8] = [
    "zip",
    "gzip",
    "x-tar",
    "x-7z-compressed",
    "vnd.rar",
    "x-rar-compressed",
    "x-bzip2",
    "zstd",
];

impl Kind {
    /// What an object called `name` is. A name that ends with `/` is a folder.
    pub fn of(name: &str) -> Self {
        if name.ends_with('/') {
            return Self::Folder;
        }
        let guess = mime_guess::from_path(name).first_raw().unwrap_or_default();
        let (family, subtype) = guess.split_once('/').unwrap_or_default();
        match (family, subtype) {
            ("image", "svg+xml") => Self::Text,
            ("image", _) => Self::Image,
            ("text", _) => Self::Text,
            ("audio", _) => Self::Audio,
            ("video", _) => Self::Video,
            ("application", "pdf") => Self::Pdf,
            ("application", subtype) if ARCHIVES.contains(&subtype) => Self::Archive,
            ("application", subtype) if TEXT.iter().any(|text| subtype.ends_with(text)) => Self::Text,
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Kind;

    #[test]
    fn a_name_tells_what_it_is() {
        let cases = [
            ("photos/", Kind::Folder),
            ("photo 1.JPG", Kind::Image),
            ("notes.md", Kind::Text),
            ("data.json", Kind::Text),
            ("logo.svg", Kind::Text),
            ("summary.pdf", Kind::Pdf),
            ("song.mp3", Kind::Audio),
            ("film.mp4", Kind::Video),
            ("backup.zip", Kind::Archive),
            ("README", Kind::Other),
            ("", Kind::Other),
        ];
        for (name, kind) in cases {
            assert_eq!(Kind::of(name), kind, "{name}");
        }
    }
}

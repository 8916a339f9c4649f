//! What the records mean: bookmarks, recent places and preferences. Reads a copy and says which records an edit
//! writes; stamping, keeping and sharing them is elsewhere.

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::record::{Copy, Key};

/// The dataset of the bookmarks.
pub(crate) const BOOKMARKS: &str = "bookmarks";
/// The dataset of what the person prefers on every device.
pub(crate) const PREFERENCES: &str = "preferences";
/// The dataset of the places that were opened last.
pub(crate) const RECENTS: &str = "recents";
/// All of them.
pub(crate) const DATASETS: [&str; 3] = [BOOKMARKS, PREFERENCES, RECENTS];

/// How many recent places are kept.
pub(crate) const RECENTS_KEPT: usize = 20;
/// How many bookmarks a person may have; the whole must fit into one small document.
pub(crate) const BOOKMARKS_KEPT: usize = 500;
/// The longest name of a bookmark, in characters.
pub(crate) const LONGEST_NAME: usize = 120;

/// The preference that holds the theme.
const THEME: &str = "theme";
/// Between two bookmarks, so that another one fits between them without moving either.
const GAP: i64 = 1 << 20;

/// A folder of the connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Folder {
    /// The location's id.
    pub(crate) location: String,
    /// The folder below it, ending with `/` unless empty.
    pub(crate) folder: String,
}

impl Folder {
    /// The same folder has the same key on every device, so that two of them never make two records of it.
    fn key(&self) -> String {
        let digest = Sha256::new()
            .chain_update(&self.location)
            .chain_update([0])
            .chain_update(&self.folder)
            .finalize();
        digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    }

    fn read(value: &Value) -> Option<Self> {
        Some(Self {
            location: value["location"].as_str()?.to_owned(),
            folder: value["folder"].as_str()?.to_owned(),
        })
    }
}

/// A bookmark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bookmark {
    pub(crate) id: String,
    pub(crate) folder: Folder,
    /// The person's own name for it.
    pub(crate) name: Option<String>,
    position: i64,
}

/// A place that was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Recent {
    pub(crate) id: String,
    pub(crate) folder: Folder,
    /// When, in milliseconds since the Unix epoch.
    pub(crate) at: i64,
}

/// What an edit writes: a value, or nothing where the record is deleted.
pub(crate) type Write = (Key, Option<Value>);

/// What the person wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Edit {
    AddBookmark(Folder),
    /// Under the person's own name; none for the folder's.
    RenameBookmark {
        id: String,
        name: Option<String>,
    },
    RemoveBookmark {
        id: String,
    },
    /// To this place in the list, counted from 0.
    MoveBookmark {
        id: String,
        to: usize,
    },
    OpenFolder(Folder),
    RemoveRecent {
        id: String,
    },
    SetTheme(&'static str),
}

/// Why an edit is not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotMade {
    /// There is no such bookmark.
    NotThere,
    /// There are as many as there may be.
    Full,
}

impl Edit {
    /// Whether it may be shared later than others, because the person does not wait for it elsewhere.
    pub(crate) fn can_wait(&self) -> bool {
        matches!(self, Self::OpenFolder(_))
    }

    /// The records that it writes into `copy`; none where nothing changes.
    pub(crate) fn writes(self, copy: &Copy) -> Result<Vec<Write>, NotMade> {
        let all = bookmarks(copy);
        let found = |id: &str| {
            let bookmark = all.iter().find(|bookmark| bookmark.id == id);
            bookmark.cloned().ok_or(NotMade::NotThere)
        };
        match self {
            Self::AddBookmark(folder) => {
                let id = folder.key();
                if found(&id).is_ok() {
                    return Ok(Vec::new());
                }
                if all.len() >= BOOKMARKS_KEPT {
                    return Err(NotMade::Full);
                }
                let position = all.last().map_or(0, |last| last.position.saturating_add(GAP));
                let bookmark = Bookmark {
                    id,
                    folder,
                    name: None,
                    position,
                };
                Ok(vec![bookmark.write()])
            }
            Self::RenameBookmark { id, name } => {
                let bookmark = found(&id)?;
                let name = name.map(|name| name.trim().chars().take(LONGEST_NAME).collect::<String>());
                let name = name.filter(|name| !name.is_empty());
                if bookmark.name == name {
                    return Ok(Vec::new());
                }
                Ok(vec![Bookmark { name, ..bookmark }.write()])
            }
            Self::RemoveBookmark { id } => {
                found(&id)?;
                Ok(vec![(Key::new(BOOKMARKS, &id), None)])
            }
            Self::MoveBookmark { id, to } => Ok(moved(&all, &found(&id)?, to)),
            Self::OpenFolder(folder) => {
                let value = json!({ "location": folder.location, "folder": folder.folder });
                Ok(vec![(Key::new(RECENTS, &folder.key()), Some(value))])
            }
            Self::RemoveRecent { id } => {
                if !recents(copy).iter().any(|recent| recent.id == id) {
                    return Err(NotMade::NotThere);
                }
                Ok(vec![(Key::new(RECENTS, &id), None)])
            }
            Self::SetTheme(name) => {
                let same = theme(copy).as_deref() == Some(name);
                let write = (Key::new(PREFERENCES, THEME), Some(json!(name)));
                Ok(if same { Vec::new() } else { vec![write] })
            }
        }
    }
}

impl Bookmark {
    fn write(&self) -> Write {
        let mut value = json!({
            "location": self.folder.location,
            "folder": self.folder.folder,
            "position": self.position,
        });
        if let Some(name) = &self.name {
            value["name"] = json!(name);
        }
        (Key::new(BOOKMARKS, &self.id), Some(value))
    }
}

/// The bookmarks, in the person's order.
pub(crate) fn bookmarks(copy: &Copy) -> Vec<Bookmark> {
    let read = |name: &str, value: &Value| {
        Some(Bookmark {
            id: name.to_owned(),
            folder: Folder::read(value)?,
            name: value["name"].as_str().map(str::to_owned),
            position: value["position"].as_i64().unwrap_or(0),
        })
    };
    let mut found: Vec<Bookmark> = live(copy, BOOKMARKS)
        .filter_map(|(name, value, _)| read(name, value))
        .collect();
    found.sort_by(|a, b| (a.position, &a.id).cmp(&(b.position, &b.id)));
    found
}

/// The places that were opened last, the latest first.
pub(crate) fn recents(copy: &Copy) -> Vec<Recent> {
    let mut found: Vec<Recent> = live(copy, RECENTS)
        .filter_map(|(name, value, at)| {
            Some(Recent {
                id: name.to_owned(),
                folder: Folder::read(value)?,
                at,
            })
        })
        .collect();
    found.sort_by(|a, b| (b.at, &b.id).cmp(&(a.at, &a.id)));
    found.truncate(RECENTS_KEPT);
    found
}

/// The name of the theme, where the person has chosen one.
pub(crate) fn theme(copy: &Copy) -> Option<String> {
    let kept = copy.get(&Key::new(PREFERENCES, THEME))?;
    kept.record.value.as_ref()?.as_str().map(str::to_owned)
}

fn live<'a>(copy: &'a Copy, dataset: &'a str) -> impl Iterator<Item = (&'a str, &'a Value, i64)> {
    copy.iter()
        .filter(move |(key, _)| key.dataset == dataset)
        .filter_map(|(key, kept)| Some((key.name.as_str(), kept.record.value.as_ref()?, kept.record.at)))
}

/// Moves a bookmark between two others; where there is no room between them, all take new places.
fn moved(all: &[Bookmark], bookmark: &Bookmark, to: usize) -> Vec<Write> {
    let mut others: Vec<&Bookmark> = all.iter().filter(|other| other.id != bookmark.id).collect();
    let to = to.min(others.len());
    let after = to.checked_sub(1).map(|before| others[before].position);
    let before = others.get(to).map(|other| other.position);
    let between = match (after, before) {
        (None, None) => Some(bookmark.position),
        (Some(after), None) => after.checked_add(GAP),
        (None, Some(before)) => before.checked_sub(GAP),
        (Some(after), Some(before)) => {
            let middle = after.midpoint(before);
            (middle > after && middle < before).then_some(middle)
        }
    };
    if let Some(position) = between {
        let same = position == bookmark.position || all.get(to).is_some_and(|there| there.id == bookmark.id);
        let moved = Bookmark {
            position,
            ..bookmark.clone()
        };
        return if same { Vec::new() } else { vec![moved.write()] };
    }
    others.insert(to, bookmark);
    let places = (0_i64..).map(|place| place * GAP);
    let placed = others.into_iter().zip(places).map(|(other, position)| Bookmark {
        position,
        ..other.clone()
    });
    placed.map(|bookmark| bookmark.write()).collect()
}

#[cfg(test)]
mod tests;

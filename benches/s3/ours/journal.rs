//! A journal of transfers as lines of a file, which a killed process leaves as far as it came.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use async_trait::async_trait;
use files::{Journal, JournalChange, JournalError, Kept};
use serde_json::{Value, json};

/// The file.
#[derive(Debug)]
pub(super) struct Lines(PathBuf);

impl Lines {
    pub(super) fn at(path: &Path) -> Self {
        Self(path.to_owned())
    }
}

#[async_trait]
impl Journal for Lines {
    async fn load(&self) -> Result<Vec<Kept>, JournalError> {
        let mut kept = BTreeMap::new();
        let text = std::fs::read_to_string(&self.0).unwrap_or_default();
        for line in text.lines() {
            let change: Value = serde_json::from_str(line).map_err(|_| JournalError)?;
            apply(&mut kept, &change).ok_or(JournalError)?;
        }
        Ok(kept.into_values().collect())
    }

    async fn write(&self, changes: Vec<JournalChange>) -> Result<(), JournalError> {
        let lines: String = changes
            .iter()
            .map(|change| format!("{}\n", line(change)))
            .collect();
        let file = File::options().create(true).append(true).open(&self.0);
        let written = file.and_then(|mut file| file.write_all(lines.as_bytes()));
        written.map_err(|_| JournalError)
    }
}

fn line(change: &JournalChange) -> Value {
    match change {
        JournalChange::Add(kept) => json!({
            "add": kept.id, "place": kept.place, "held": kept.held, "job": kept.job, "begun": kept.begun
        }),
        JournalChange::Begun(id, begun) => json!({ "begun": id, "how": begun }),
        JournalChange::Place(id, place) => json!({ "place": id, "at": place }),
        JournalChange::Held(id, held) => json!({ "held": id, "so": held }),
        JournalChange::Remove(id) => json!({ "remove": id }),
    }
}

fn apply(all: &mut BTreeMap<u32, Kept>, change: &Value) -> Option<()> {
    let id = |name: &str| u32::try_from(change.get(name)?.as_u64()?).ok();
    let text = |name: &str| change[name].as_str().map(str::to_owned);
    if let Some(id) = id("add") {
        let kept = Kept {
            id,
            place: change["place"].as_i64()?,
            held: change["held"].as_bool()?,
            job: text("job")?,
            begun: text("begun"),
        };
        all.insert(id, kept);
    } else if let Some(id) = id("remove") {
        all.remove(&id);
    } else if let Some(kept) = id("begun").and_then(|id| all.get_mut(&id)) {
        kept.begun = text("how");
    } else if let Some(kept) = id("place").and_then(|id| all.get_mut(&id)) {
        kept.place = change["at"].as_i64()?;
    } else if let Some(kept) = id("held").and_then(|id| all.get_mut(&id)) {
        kept.held = change["so"].as_bool()?;
    }
    Some(())
}

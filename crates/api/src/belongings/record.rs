//! A record that follows a person, and which of two versions of it counts. Any two devices that know the same versions
//! agree, in whatever order they learnt of them.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Which record: a dataset, such as `bookmarks`, and the key within.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    pub(crate) dataset: String,
    pub(crate) name: String,
}

impl Key {
    pub(crate) fn new(dataset: &str, name: &str) -> Self {
        Self {
            dataset: dataset.to_owned(),
            name: name.to_owned(),
        }
    }
}

/// One version of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Record {
    /// What it holds; nothing where it was deleted.
    pub(crate) value: Option<Value>,
    /// When it was written, by the clock of the device that wrote it; in milliseconds since the Unix epoch.
    pub(crate) at: i64,
    /// Which device wrote it.
    pub(crate) by: String,
}

impl Record {
    /// Whether this version counts and not `other`: the later one, and among those of one moment the one of the device
    /// whose id is greater; a deletion before a value.
    pub(crate) fn beats(&self, other: &Self) -> bool {
        self.order(other) == Ordering::Greater
    }

    fn order(&self, other: &Self) -> Ordering {
        let content = |record: &Self| record.value.as_ref().map(Value::to_string);
        let moment = (self.at, &self.by).cmp(&(other.at, &other.by));
        moment
            .then_with(|| self.value.is_none().cmp(&other.value.is_none()))
            .then_with(|| content(self).cmp(&content(other)))
    }
}

/// A record as this device keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(crate) record: Record,
    /// Its version where it is shared; 0 if it never was there.
    pub(crate) count: i64,
    /// Whether it was written here and is not shared yet.
    pub(crate) dirty: bool,
}

/// All that a device knows of a person.
pub(crate) type Copy = BTreeMap<Key, Kept>;

/// Copy from and to the database's rows. A value that is no JSON is left out: nobody but this module writes them.
pub(crate) fn from_rows(rows: Vec<store::Record>) -> Copy {
    let kept = rows.into_iter().filter_map(|row| {
        let value = match row.value.as_deref().map(serde_json::from_str) {
            None => None,
            Some(Ok(value)) => Some(value),
            Some(Err(_)) => return None,
        };
        let record = Record {
            value,
            at: row.modified_at,
            by: row.modified_by,
        };
        let kept = Kept {
            record,
            count: row.sync_count,
            dirty: row.dirty,
        };
        let key = Key {
            dataset: row.dataset,
            name: row.key,
        };
        Some((key, kept))
    });
    kept.collect()
}

/// The database's row of a record.
pub(crate) fn row(key: &Key, kept: &Kept) -> store::Record {
    store::Record {
        dataset: key.dataset.clone(),
        key: key.name.clone(),
        value: kept.record.value.as_ref().map(Value::to_string),
        modified_at: kept.record.at,
        modified_by: kept.record.by.clone(),
        sync_count: kept.count,
        dirty: kept.dirty,
    }
}

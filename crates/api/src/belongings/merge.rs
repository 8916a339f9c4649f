//! How the copy of this device and the shared one become one. Pure: what is to be sent comes out as a list.
//!
//! Two facts decide beside the versions themselves. A record that was changed here is never lost; one that was not,
//! and that the shared copy no longer has, was deleted elsewhere so long ago that its tombstone is gone.

use std::collections::{BTreeMap, BTreeSet};

use super::contents::{RECENTS, RECENTS_KEPT};
use super::record::{Copy, Kept, Key, Record};

/// How long a tombstone is kept, in milliseconds: 90 days. A device that was away for longer still learns of the
/// deletion by the record's absence; only what it changed itself comes back.
pub(crate) const TOMBSTONE: i64 = 90 * 24 * 60 * 60 * 1000;

/// What an answer tells of the records that it does not name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// Nothing: only what has changed was asked for.
    Changes,
    /// That they are not there.
    All,
    /// Nothing: the shared copy is another one than before, which has never seen them.
    Anew,
}

/// A record as it is shared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shared {
    pub(crate) record: Record,
    pub(crate) count: i64,
}

/// What was found where the records are shared.
#[derive(Debug, Clone, Default)]
pub(crate) struct Found {
    pub(crate) records: BTreeMap<Key, Shared>,
    /// By dataset; `rest` for all others.
    pub(crate) extents: BTreeMap<String, Extent>,
    pub(crate) rest: Option<Extent>,
    /// Records of an identity that was merged into this one, which are to be taken over.
    pub(crate) adopted: Vec<(Key, Record)>,
}

impl Found {
    fn extent(&self, dataset: &str) -> Extent {
        let known = self.extents.get(dataset).copied().or(self.rest);
        known.unwrap_or(Extent::Changes)
    }
}

/// Something that the shared copy has to learn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) key: Key,
    /// The version that it replaces; 0 for none.
    pub(crate) count: i64,
    /// The new version; none where the record goes without a trace.
    pub(crate) record: Option<Record>,
}

/// What comes of a merge.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Merged {
    pub(crate) copy: Copy,
    pub(crate) changes: Vec<Change>,
}

/// Merges the copy of this device with what was found, at this moment in milliseconds since the Unix epoch.
pub(crate) fn merge(copy: &Copy, found: &Found, now: i64) -> Merged {
    let mut merged = Copy::new();
    let keys: BTreeSet<&Key> = copy.keys().chain(found.records.keys()).collect();
    for key in keys {
        let kept = match (copy.get(key), found.records.get(key)) {
            (Some(ours), Some(theirs)) => Some(one(ours, theirs, found.extent(&key.dataset))),
            (None, Some(theirs)) => Some(shared(theirs)),
            (Some(ours), None) => alone(ours, found.extent(&key.dataset)),
            (None, None) => None,
        };
        if let Some(kept) = kept {
            merged.insert(key.clone(), kept);
        }
    }
    for (key, record) in &found.adopted {
        adopt(&mut merged, key, record);
    }
    let mut changes: Vec<Change> = surplus(&merged)
        .into_iter()
        .filter_map(|key| {
            let kept = merged.remove(&key)?;
            let count = kept.count;
            (count > 0).then_some(Change {
                key,
                count,
                record: None,
            })
        })
        .collect();
    merged.retain(|_, kept| kept.dirty || kept.record.value.is_some() || now - kept.record.at < TOMBSTONE);
    changes.extend(
        merged
            .iter()
            .filter(|(_, kept)| kept.dirty)
            .map(|(key, kept)| Change {
                key: key.clone(),
                count: kept.count,
                record: Some(kept.record.clone()),
            }),
    );
    Merged {
        copy: merged,
        changes,
    }
}

/// A record that both have.
fn one(ours: &Kept, theirs: &Shared, extent: Extent) -> Kept {
    let counts = ours.dirty || extent == Extent::Anew;
    if counts && ours.record.beats(&theirs.record) {
        Kept {
            record: ours.record.clone(),
            count: theirs.count,
            dirty: true,
        }
    } else {
        shared(theirs)
    }
}

/// A record that only this device has.
fn alone(ours: &Kept, extent: Extent) -> Option<Kept> {
    match extent {
        // A service that keeps deletions itself need not learn of what it never had.
        Extent::Changes if ours.record.value.is_none() && ours.dirty && ours.count == 0 => None,
        Extent::Changes => Some(ours.clone()),
        Extent::All if !ours.dirty => None,
        Extent::All | Extent::Anew => Some(Kept {
            record: ours.record.clone(),
            count: 0,
            dirty: true,
        }),
    }
}

fn shared(theirs: &Shared) -> Kept {
    Kept {
        record: theirs.record.clone(),
        count: theirs.count,
        dirty: false,
    }
}

fn adopt(merged: &mut Copy, key: &Key, record: &Record) {
    let known = merged.get(key);
    if known.is_some_and(|known| !record.beats(&known.record)) || record.value.is_none() {
        return;
    }
    let kept = Kept {
        record: record.clone(),
        count: known.map_or(0, |known| known.count),
        dirty: true,
    };
    merged.insert(key.clone(), kept);
}

/// The recent places beyond those that are kept, the oldest.
fn surplus(copy: &Copy) -> Vec<Key> {
    let mut recents: Vec<_> = copy
        .iter()
        .filter(|(key, kept)| key.dataset == RECENTS && kept.record.value.is_some())
        .map(|(key, kept)| (kept.record.at, kept.record.by.as_str(), key))
        .collect();
    recents.sort_unstable();
    let beyond = recents.len().saturating_sub(RECENTS_KEPT);
    recents
        .into_iter()
        .take(beyond)
        .map(|(_, _, key)| key.clone())
        .collect()
}

#[cfg(test)]
mod tests;

//! One exchange with the place where the records are shared: pull, merge, push, and again where another device was
//! faster. Nothing is lost by an exchange that breaks off: what was not confirmed stays dirty.

use std::collections::BTreeMap;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use super::merge::{self, Change, Found};
use super::record::{Copy, Key};

/// How often an exchange begins anew because another device was faster.
const TRIES: u32 = 5;

/// What an exchange notes for the next one.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct Mark {
    /// The name of the place; the mark of another place is worth nothing.
    #[serde(default)]
    pub(crate) place: String,
    /// Which document it was.
    #[serde(default)]
    pub(crate) epoch: Option<String>,
    /// How far each dataset is known.
    #[serde(default)]
    pub(crate) counts: BTreeMap<String, i64>,
}

/// Why an exchange did not come to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// Another device was faster.
    Conflict,
    /// What is there was written by a later version of the app, and is left alone.
    Newer,
    /// It is larger than it may be.
    TooLarge,
    /// The service, or the way to it.
    Service(files::Error),
}

impl From<files::Error> for Trouble {
    fn from(error: files::Error) -> Self {
        if matches!(error, files::Error::Changed { .. }) {
            Self::Conflict
        } else if matches!(error, files::Error::TooLarge { .. }) {
            Self::TooLarge
        } else {
            Self::Service(error)
        }
    }
}

/// What a pull found.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pulled {
    pub(crate) found: Found,
    pub(crate) mark: Mark,
    /// What a push must show: the version that it replaces, by dataset or for all.
    pub(crate) versions: BTreeMap<String, String>,
    /// Datasets of merged identities, which go once their records have been taken over.
    pub(crate) merged: Vec<String>,
    /// Whether what was there could not be read and was set aside.
    pub(crate) set_aside: bool,
}

/// What came of a push. Some of it may have succeeded although some did not.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pushed {
    /// The new versions of the records that arrived.
    pub(crate) counts: BTreeMap<Key, i64>,
    pub(crate) mark: Mark,
    pub(crate) trouble: Option<Trouble>,
}

/// Where records are shared.
#[async_trait]
pub(crate) trait Place: Send + Sync {
    /// Its name, under which marks are kept.
    fn name(&self) -> &'static str;

    /// What is there, or what has changed since `mark`.
    async fn pull(&self, mark: &Mark) -> Result<Pulled, Trouble>;

    /// Brings `changes`, which make what was pulled into `copy`.
    async fn push(&self, pulled: &Pulled, copy: &Copy, changes: &[Change]) -> Pushed;

    /// Removes what was taken over from merged identities.
    async fn settle(&self, pulled: &Pulled) -> Result<(), Trouble>;
}

/// What came of an exchange.
#[derive(Debug, Clone)]
pub(crate) struct Exchanged {
    pub(crate) copy: Copy,
    pub(crate) mark: Mark,
    /// Whether what was there could not be read and was set aside.
    pub(crate) set_aside: bool,
    pub(crate) trouble: Option<Trouble>,
}

/// Exchanges this copy with the shared one, at this moment in milliseconds since the Unix epoch.
pub(crate) async fn exchange(place: &dyn Place, copy: Copy, mark: Mark, now: i64) -> Exchanged {
    let mut state = if mark.place == place.name() {
        Exchanged {
            copy,
            mark,
            set_aside: false,
            trouble: None,
        }
    } else {
        moved_in(place, copy)
    };
    for _ in 0..TRIES {
        match attempt(place, &mut state, now).await {
            Err(Trouble::Conflict) => state.trouble = Some(Trouble::Conflict),
            Err(trouble) => {
                state.trouble = Some(trouble);
                break;
            }
            Ok(()) => {
                state.trouble = None;
                break;
            }
        }
    }
    state
}

async fn attempt(place: &dyn Place, state: &mut Exchanged, now: i64) -> Result<(), Trouble> {
    let pulled = place.pull(&state.mark).await?;
    state.set_aside |= pulled.set_aside;
    let merged = merge::merge(&state.copy, &pulled.found, now);
    state.copy = merged.copy;
    if merged.changes.is_empty() {
        state.mark = pulled.mark.clone();
    } else {
        let pushed = place.push(&pulled, &state.copy, &merged.changes).await;
        for (key, count) in pushed.counts {
            if let Some(kept) = state.copy.get_mut(&key) {
                kept.count = count;
                kept.dirty = false;
            }
        }
        state.mark = pushed.mark;
        if let Some(trouble) = pushed.trouble {
            return Err(trouble);
        }
    }
    place.settle(&pulled).await
}

/// The copy as it is for a place that has never seen it.
fn moved_in(place: &dyn Place, mut copy: Copy) -> Exchanged {
    copy.retain(|_, kept| kept.record.value.is_some());
    for kept in copy.values_mut() {
        kept.count = 0;
        kept.dirty = true;
    }
    Exchanged {
        copy,
        mark: Mark {
            place: place.name().to_owned(),
            ..Mark::default()
        },
        set_aside: false,
        trouble: None,
    }
}

#[cfg(test)]
mod tests;

//! A journal on paper: what the queue writes down, to be read by the next one.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use files::{Journal, JournalChange, JournalError, Kept, Settings, Transfers};

use crate::service::World;

/// A journal that outlives the queue.
#[derive(Debug, Default, Clone)]
pub(crate) struct Paper(Arc<Mutex<Vec<Kept>>>);

impl Paper {
    pub(crate) fn is_empty(&self) -> bool {
        self.0
            .lock()
            .expect("no test panics while it holds this")
            .is_empty()
    }

    /// How far the first transfer is known to have come.
    pub(crate) fn begun(&self) -> String {
        let all = self.0.lock().expect("no test panics while it holds this");
        all.first()
            .and_then(|kept| kept.begun.clone())
            .unwrap_or_default()
    }

    /// What would be found if the app were killed now.
    pub(crate) fn copy(&self) -> Self {
        let all = self.0.lock().expect("no test panics while it holds this").clone();
        Self(Arc::new(Mutex::new(all)))
    }
}

#[async_trait]
impl Journal for Paper {
    async fn load(&self) -> Result<Vec<Kept>, JournalError> {
        Ok(self.0.lock().expect("no test panics while it holds this").clone())
    }

    async fn write(&self, changes: Vec<JournalChange>) -> Result<(), JournalError> {
        let mut all = self.0.lock().expect("no test panics while it holds this");
        for change in changes {
            match change {
                JournalChange::Add(kept) => all.push(kept),
                JournalChange::Begun(id, begun) => {
                    all.iter_mut()
                        .filter(|kept| kept.id == id)
                        .for_each(|kept| kept.begun = begun.clone());
                }
                JournalChange::Place(id, place) => {
                    all.iter_mut()
                        .filter(|kept| kept.id == id)
                        .for_each(|kept| kept.place = place);
                }
                JournalChange::Held(id, held) => {
                    all.iter_mut()
                        .filter(|kept| kept.id == id)
                        .for_each(|kept| kept.held = held);
                }
                JournalChange::Remove(id) => all.retain(|kept| kept.id != id),
            }
        }
        Ok(())
    }
}

/// A queue that writes down what it does.
pub(crate) fn queue(world: &World, paper: &Paper) -> Transfers {
    Transfers::open(
        world.files.clone(),
        Settings::default(),
        Some(Arc::new(paper.clone())),
    )
}

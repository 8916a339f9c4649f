//! The small pictures of a grid: few at a time, and none that nobody looks at any more.

use std::collections::HashMap;
use std::sync::Arc;

use files::Thumbnails;
use tokio::sync::{Semaphore, oneshot};

/// How many are made at a time.
const AT_A_TIME: usize = 3;

/// Those that are being made.
pub(crate) struct Small {
    thumbnails: Thumbnails,
    turns: Arc<Semaphore>,
    /// By location and key; dropping the sender stops it.
    wanted: HashMap<(String, String), oneshot::Sender<()>>,
}

/// One that is wanted.
pub(crate) struct Want {
    pub(crate) thumbnails: Thumbnails,
    pub(crate) turns: Arc<Semaphore>,
    /// Ends when it is wanted no more.
    pub(crate) dropped: oneshot::Receiver<()>,
}

impl Small {
    pub(super) fn new(thumbnails: Thumbnails) -> Self {
        Self {
            thumbnails,
            turns: Arc::new(Semaphore::new(AT_A_TIME)),
            wanted: HashMap::new(),
        }
    }

    /// Takes note that a picture is wanted; whoever wanted it before does no longer.
    pub(crate) fn want(&mut self, location: &str, key: &str) -> Want {
        self.wanted.retain(|_, want| !want.is_closed());
        let (want, dropped) = oneshot::channel();
        self.wanted.insert((location.to_owned(), key.to_owned()), want);
        Want {
            thumbnails: self.thumbnails.clone(),
            turns: Arc::clone(&self.turns),
            dropped,
        }
    }

    /// Stops those that are not looked at any more.
    pub(crate) fn drop(&mut self, location: &str, keys: &[String]) {
        for key in keys {
            self.wanted.remove(&(location.to_owned(), key.clone()));
        }
    }

    /// What makes them.
    pub(super) fn thumbnails(&self) -> Thumbnails {
        self.thumbnails.clone()
    }
}

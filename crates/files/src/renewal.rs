//! Credentials that the service takes for ended before their time are renewed once, however many requests were refused.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use tokio::sync::Mutex;
use tokio::time::Instant;

/// Has whoever issues the credentials issue others.
#[async_trait]
pub trait Renew: Send + Sync {
    /// Forgets the present ones, so that the next request is signed with others.
    async fn renew(&self);
}

/// One renewal at a time.
#[derive(Clone)]
pub(crate) struct Renewal {
    renew: Arc<dyn Renew>,
    last: Arc<Mutex<Option<Instant>>>,
}

impl fmt::Debug for Renewal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Renewal").finish_non_exhaustive()
    }
}

impl Renewal {
    pub(crate) fn new(renew: impl Renew + 'static) -> Self {
        Self {
            renew: Arc::new(renew),
            last: Arc::default(),
        }
    }

    /// Renews what was in use at `asked`.
    pub(crate) async fn renew(&self, asked: Instant) {
        let mut last = self.last.lock().await;
        if last.is_none_or(|last| last < asked) {
            self.renew.renew().await;
            *last = Some(Instant::now());
        }
    }
}

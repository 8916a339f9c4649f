//! What a running transfer has at hand, and how it ends.

use std::future::Future;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{Semaphore, mpsc};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::checks::Checks;
use super::job::Job;
use super::journal::{Begun, Scribe};
use super::limit::Limit;
use super::meter::Meter;
use super::owner::Event;
use super::{Clash, Integrity, Policy, Side};
use crate::{Error, Files};

/// What all transfers of a queue share.
#[derive(Debug, Clone)]
pub(super) struct Shared {
    pub(super) files: Files,
    pub(super) limit: Arc<Limit>,
    /// How many requests that carry bytes of large files may be under way.
    pub(super) parts: Arc<Semaphore>,
    pub(super) checks: Arc<Checks>,
    pub(super) scribe: Scribe,
    /// Where cleaning up goes on after a transfer has ended.
    pub(super) afterwards: TaskTracker,
}

/// How far a transfer has come, known to it and to the owner of the queue.
#[derive(Debug, Clone, Default)]
pub(super) struct Mark(Arc<Mutex<Option<Begun>>>);

impl Mark {
    pub(super) fn new(begun: Option<Begun>) -> Self {
        Self(Arc::new(Mutex::new(begun)))
    }

    pub(super) fn get(&self) -> Option<Begun> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn set(&self, begun: Option<Begun>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = begun;
    }
}

/// At hand of one run of one transfer.
#[derive(Debug, Clone)]
pub(super) struct Work {
    pub(super) id: u32,
    pub(super) shared: Shared,
    pub(super) meter: Arc<Meter>,
    pub(super) cancel: CancellationToken,
    pub(super) mark: Mark,
    pub(super) policy: Policy,
    /// Where the person has decided: over what.
    pub(super) seen: Option<Side>,
    pub(super) events: mpsc::UnboundedSender<Event>,
}

/// A transfer that has come to its end.
#[derive(Debug)]
pub(super) struct Arrived {
    /// The name that the object or the file got.
    pub(super) name: String,
    /// The file that a download has made.
    pub(super) path: Option<PathBuf>,
    pub(super) integrity: Integrity,
}

/// Why a transfer has stopped.
#[derive(Debug)]
pub(super) enum Stop {
    Cancelled,
    Skipped,
    Asking(Box<Clash>),
    Failed(Error),
}

impl<E: Into<Error>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

/// What is to be done about something of the same name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Decision {
    Replace(Side),
    KeepBoth,
}

impl Work {
    pub(super) fn files(&self) -> &Files {
        &self.shared.files
    }

    /// The outcome of `step`, which is dropped as soon as the person stops the transfer.
    pub(super) async fn step<T, E: Into<Error>>(
        &self,
        step: impl Future<Output = Result<T, E>>,
    ) -> Result<T, Stop> {
        match self.cancel.run_until_cancelled(step).await {
            Some(outcome) => Ok(outcome?),
            None => Err(Stop::Cancelled),
        }
    }

    /// Does `request`, and once more with new credentials if the service says that they have ended.
    pub(super) async fn with_credentials<T, F: Future<Output = Result<T, Error>>>(
        &self,
        request: impl Fn() -> F,
    ) -> Result<T, Error> {
        let asked = Instant::now();
        match request().await {
            Err(Error::Expired { request_id: Some(_) }) => {
                self.files().renew_credentials(asked).await;
                request().await
            }
            outcome => outcome,
        }
    }

    /// Writes down how far the transfer has come.
    pub(super) fn record(&self, begun: Option<Begun>) {
        self.shared.scribe.begun(self.id, begun.as_ref());
        self.mark.set(begun);
    }

    /// Adds to the queue what was found, up to and with `after`.
    pub(super) fn hand_over(&self, jobs: Vec<Job>, after: Option<String>) {
        let begun = after.map(|after| Begun::Folder { after });
        self.mark.set(begun.clone());
        // An owner that is gone takes nothing more.
        let _ = self.events.send(Event::Found(self.id, jobs, begun));
    }

    /// What the policy says of two of the same name.
    pub(super) fn decide(&self, there: Side, coming: Side) -> Result<Decision, Stop> {
        let newer = coming.modified > there.modified;
        match self.policy {
            Policy::Skip => Err(Stop::Skipped),
            Policy::IfNewer if !newer => Err(Stop::Skipped),
            Policy::KeepBoth => Ok(Decision::KeepBoth),
            Policy::Replace | Policy::IfNewer if self.seen.as_ref().is_none_or(|seen| *seen == there) => {
                Ok(Decision::Replace(there))
            }
            Policy::Ask | Policy::Replace | Policy::IfNewer => {
                Err(Stop::Asking(Box::new(Clash { there, coming })))
            }
        }
    }
}

/// Runs `work` on the disk off the async threads.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Stop> {
    match tokio::task::spawn_blocking(work).await {
        Ok(outcome) => Ok(outcome?),
        Err(_) => Err(Stop::Cancelled),
    }
}

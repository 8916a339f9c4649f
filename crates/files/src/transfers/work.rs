//! What a running transfer has at hand, and how it ends.

use std::future::Future;
use std::path::PathBuf;
use std::sync::Arc;

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::Integrity;
use super::meter::Meter;
use crate::{Error, Files};

/// At hand of one run of one transfer.
#[derive(Debug, Clone)]
pub(super) struct Work {
    pub(super) files: Files,
    pub(super) meter: Arc<Meter>,
    pub(super) cancel: CancellationToken,
    /// Where cleaning up goes on after the transfer has ended.
    pub(super) afterwards: TaskTracker,
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
    Failed(Error),
}

impl<E: Into<Error>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

impl Work {
    /// The outcome of `step`, which is dropped as soon as the person cancels.
    pub(super) async fn step<T, E: Into<Error>>(
        &self,
        step: impl Future<Output = Result<T, E>>,
    ) -> Result<T, Stop> {
        match self.cancel.run_until_cancelled(step).await {
            Some(outcome) => Ok(outcome?),
            None => Err(Stop::Cancelled),
        }
    }
}

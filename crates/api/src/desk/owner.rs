//! The task that holds the desk, and the sender to it.

use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::sleep_until;

use super::{Desk, Parts};
use crate::problem::{Fault, Problem};

/// Something short to do at the desk.
pub(crate) type Job = Box<dyn FnOnce(&mut Desk) + Send>;

/// How many jobs may wait.
const WAITING: usize = 64;

/// A sender to the owner of the desk.
#[derive(Debug, Clone)]
pub(crate) struct Owner(mpsc::Sender<Job>);

impl Owner {
    /// Starts the owner. It ends when all senders have gone.
    pub(crate) fn start(parts: Parts) -> Self {
        let (sender, jobs) = mpsc::channel(WAITING);
        tokio::spawn(own(Desk::new(parts), jobs));
        Self(sender)
    }

    /// Does something at the desk and brings back what came of it.
    pub(crate) async fn ask<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Desk) -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let (give, take) = oneshot::channel();
        let job: Job = Box::new(move |desk| {
            give.send(job(desk)).ok();
        });
        self.0.send(job).await.map_err(|_| Fault::Closing)?;
        take.await.map_err(|_| Fault::Closing.into())
    }
}

/// The job that does nothing.
pub(super) fn nothing() -> Job {
    Box::new(|_| ())
}

async fn own(mut desk: Desk, mut jobs: mpsc::Receiver<Job>) {
    loop {
        tokio::select! {
            job = jobs.recv() => match job {
                Some(job) => job(&mut desk),
                None => break,
            },
            Some(Ok(job)) = desk.tasks.join_next() => job(&mut desk),
            () = changed(&mut desk.feeds.session) => desk.take_snapshot(),
            () = changed(&mut desk.feeds.transfers) => desk.due.transfers = true,
            () = changed(&mut desk.feeds.jobs) => desk.due.jobs = true,
            () = changed(&mut desk.feeds.weight) => desk.due.weight = true,
            () = changed(&mut desk.feeds.folder) => desk.due.folder = true,
            () = refused(&mut desk.feeds.refusals) => desk.due.folder = true,
            () = changed(&mut desk.feeds.copies) => desk.push_copies(),
            () = changed(&mut desk.feeds.belongings) => desk.push_belongings(),
            () = changed(&mut desk.feeds.messages) => desk.due.inbox = true,
            () = changed(&mut desk.feeds.sandbox_clock) => desk.clock_moved(),
            () = changed(&mut desk.feeds.calls) => desk.due.calls = true,
            () = sleep_until(desk.due.turn()), if desk.due.any() => desk.push_due(),
        }
    }
}

/// Waits until the service has refused something; for ever where nobody is in.
async fn refused(feed: &mut Option<files::Watch>) {
    match feed {
        Some(refusals) => refusals.changed().await,
        None => std::future::pending().await,
    }
}

/// Waits for a change; for ever where there is nothing to wait for. The last word of what has ended stays readable.
async fn changed<T>(feed: &mut Option<watch::Receiver<T>>) {
    let ended = match feed {
        Some(receiver) => receiver.changed().await.is_err(),
        None => true,
    };
    if ended {
        std::future::pending().await
    }
}

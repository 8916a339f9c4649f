//! One job at work: it finds what is meant while it already does it, a bounded number at a time, and shows how far it is.

use std::future::Future;
use std::sync::{Arc, OnceLock};

use futures_util::future::BoxFuture;
use futures_util::stream::FuturesUnordered;
use futures_util::{Stream, StreamExt as _, stream};
use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;

use super::job::{Failure, Job, JobState, Left};
use super::objects::{Found, Item, find};
use crate::{Error, Files, Location};

/// How many objects are worked on at a time.
const AT_ONCE: usize = 16;
/// How many objects may wait: counting runs ahead of working, so that the total is known early.
const AHEAD: usize = 50_000;
/// How many failures are kept with their keys; further ones are counted.
const KEPT: usize = 10_000;

/// Where jobs show how far they are, newest first.
pub(super) type Board = Arc<watch::Sender<Vec<Job>>>;

/// What a job works with.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) files: Files,
    pub(super) id: u32,
    pub(super) board: Board,
    pub(super) cancel: CancellationToken,
    /// Why it makes no sense to go on.
    stopped: OnceLock<Error>,
}

impl Run {
    pub(super) fn new(files: Files, id: u32, board: Board, cancel: CancellationToken) -> Self {
        Self {
            files,
            id,
            board,
            cancel,
            stopped: OnceLock::new(),
        }
    }

    /// Does `step` with every object that the items mean.
    pub(super) async fn each<'a>(
        &'a self,
        location: &'a Location,
        items: &'a [Item],
        step: impl Fn(Found) -> BoxFuture<'a, ()>,
    ) -> Result<(), Error> {
        let (listing, found) = self.found(location, items);
        let work = async {
            let mut found = Box::pin(found);
            let mut under_way = FuturesUnordered::new();
            let mut more = true;
            while more || !under_way.is_empty() {
                tokio::select! {
                    Some(()) = under_way.next(), if !under_way.is_empty() => {}
                    one = found.next(), if more && under_way.len() < AT_ONCE => match one {
                        Some(one) => under_way.push(step(one)),
                        None => more = false,
                    },
                }
            }
        };
        let (listed, ()) = tokio::join!(listing, work);
        listed
    }

    /// The objects that the items mean, and the listing that finds them, which must be driven beside. Both end when the
    /// job is cancelled.
    pub(super) fn found(
        &self,
        location: &Location,
        items: &[Item],
    ) -> (impl Future<Output = Result<(), Error>>, impl Stream<Item = Found>) {
        let (out, mut listed) = mpsc::channel::<Found>(AHEAD);
        let (count, mut counted) = mpsc::channel::<Found>(1);
        let listing = async move {
            let forward = async {
                while let Some(found) = counted.recv().await {
                    self.change(|job| {
                        job.total += 1;
                        job.total_bytes = job.total_bytes.saturating_add(found.size);
                    });
                    if out.send(found).await.is_err() {
                        break;
                    }
                }
                drop(out);
            };
            let (found, ()) = tokio::join!(find(&self.files, location, items, &self.cancel, count), forward);
            self.change(|job| job.counting = false);
            found
        };
        let waiting = stream::poll_fn(move |context| listed.poll_recv(context));
        (
            listing,
            waiting.take_while(|_| std::future::ready(!self.cancel.is_cancelled())),
        )
    }

    /// One object is done.
    pub(super) fn did(&self, bytes: u64) {
        self.change(|job| {
            job.done += 1;
            job.done_bytes = job.done_bytes.saturating_add(bytes);
        });
    }

    /// One object stays as it is, as the person wished.
    pub(super) fn skipped(&self, bytes: u64) {
        self.change(|job| {
            job.skipped += 1;
            job.done_bytes = job.done_bytes.saturating_add(bytes);
        });
    }

    /// One object could not be done. What would befall all the others too ends the job.
    pub(super) fn failed(&self, key: &str, error: Error, left: Left) {
        if error == Error::Cancelled {
            return;
        }
        if error.concerns_everything() {
            let _ = self.stopped.set(error.clone());
            self.cancel.cancel();
        }
        let failure = Failure {
            key: key.to_owned(),
            error,
            left,
        };
        self.change(|job| {
            job.failed += 1;
            if failure.left == Left::InBoth {
                job.in_both += 1;
            }
            if job.failures.len() < KEPT {
                Arc::make_mut(&mut job.failures).push(failure);
            }
        });
    }

    /// How it ended.
    pub(super) fn end(&self, outcome: Result<(), Error>) {
        let stopped = outcome.err().or_else(|| self.stopped.get().cloned());
        let cancelled = self.cancel.is_cancelled();
        self.change(|job| {
            job.counting = false;
            job.state = match stopped {
                Some(error) => JobState::Failed(error),
                None if cancelled => JobState::Cancelled,
                None if job.failed > 0 => JobState::Partly,
                None => JobState::Done,
            };
        });
    }

    pub(super) fn change(&self, change: impl FnOnce(&mut Job)) {
        change_job(&self.board, self.id, change);
    }
}

pub(super) fn change_job(board: &Board, id: u32, change: impl FnOnce(&mut Job)) {
    board.send_if_modified(|jobs| {
        let job = jobs.iter_mut().find(|job| job.id == id);
        let there = job.is_some();
        if let Some(job) = job {
            change(job);
        }
        there
    });
}

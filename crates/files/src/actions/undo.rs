//! Bringing back what was deleted or replaced. Where the person may, delete markers are removed; else the version
//! before is copied to the top, for which nobody needs a right to delete versions.

use futures_util::future::BoxFuture;
use futures_util::{FutureExt as _, StreamExt as _, stream};

use super::about::Object;
use super::copy::{Copied, Copy};
use super::delete::BATCH;
use super::job::Left;
use super::relocate::Taken;
use super::run::Run;
use crate::{Error, Files, Location};

/// How many versions are copied at a time.
const AT_ONCE: usize = 8;

/// A version, or a delete marker, of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Kept {
    /// The key below the location.
    pub(super) key: String,
    pub(super) version: String,
}

/// Removes delete markers, so that what they hid is back. Where that is refused, what they hid is copied.
pub(super) async fn undo(run: &Run, location: &Location, markers: &[Kept]) {
    begin(run, markers);
    let mut copying = false;
    for some in markers.chunks(BATCH) {
        let mut hidden: Vec<&Kept> = Vec::new();
        if copying {
            hidden.extend(some);
        } else {
            let refused = uncover(run, location, some).await;
            for marker in some {
                match refused.iter().find(|(key, _)| *key == marker.key) {
                    None => run.did(0),
                    Some((_, Error::Denied { .. })) => hidden.push(marker),
                    Some((key, error)) => run.failed(key, error.clone(), Left::Untouched),
                }
            }
            copying = hidden.len() == some.len();
        }
        each(run, &hidden, |marker| {
            run.files.copy_hidden(run, location, &marker.key).boxed()
        })
        .await;
        if run.cancel.is_cancelled() {
            return;
        }
    }
}

/// Makes versions the newest again, by copies of them.
pub(super) async fn bring_back(run: &Run, location: &Location, versions: &[Kept]) {
    begin(run, versions);
    let versions: Vec<&Kept> = versions.iter().collect();
    each(run, &versions, |version| {
        let copied = run.files.copy_version(run, location, version, Taken::Replace);
        copied.boxed()
    })
    .await;
}

fn begin(run: &Run, all: &[Kept]) {
    run.change(|job| {
        job.total = all.len() as u64;
        job.counting = false;
    });
}

/// Removes delete markers, and tells which could not be.
async fn uncover(run: &Run, location: &Location, markers: &[Kept]) -> Vec<(String, Error)> {
    let keys: Vec<(String, Option<String>)> = markers
        .iter()
        .map(|marker| (marker.key.clone(), Some(marker.version.clone())))
        .collect();
    match run.files.delete_batch(location, &keys, true).await {
        Ok(answer) => answer.refused,
        Err(error) => keys.into_iter().map(|(key, _)| (key, error.clone())).collect(),
    }
}

/// Does `step` with each, and takes note of how it went.
async fn each<'a>(
    run: &'a Run,
    all: &[&'a Kept],
    step: impl Fn(&'a Kept) -> BoxFuture<'a, Result<Copied, Error>>,
) {
    let steps: Vec<_> = all
        .iter()
        .map(|&one| step(one).map(move |done| (one, done)).boxed())
        .collect();
    let mut steps = stream::iter(steps).buffer_unordered(AT_ONCE);
    while let Some((one, done)) = steps.next().await {
        match done {
            Ok(Copied::There { .. }) => run.did(0),
            Ok(Copied::Skipped) => run.skipped(0),
            Err(error) => run.failed(&one.key, error, Left::Untouched),
        }
        if run.cancel.is_cancelled() {
            return;
        }
    }
}

impl Files {
    /// Copies what lies under a delete marker to the top, unless somebody has put something there since.
    async fn copy_hidden(&self, run: &Run, location: &Location, key: &str) -> Result<Copied, Error> {
        let all = self.versions(location, key, None).await?.versions;
        if all.first().is_some_and(|newest| !newest.deleted) {
            return Ok(Copied::Skipped);
        }
        let hidden = all.into_iter().find(|version| !version.deleted);
        let hidden = hidden.ok_or(Error::Gone { request_id: None })?;
        let version = Kept {
            key: hidden.key,
            version: hidden.id,
        };
        self.copy_version(run, location, &version, Taken::Skip).await
    }

    async fn copy_version(
        &self,
        run: &Run,
        location: &Location,
        version: &Kept,
        taken: Taken,
    ) -> Result<Copied, Error> {
        let to = Object::new(&location.bucket, location.whole(&version.key));
        let copy = Copy {
            from: Object {
                version: Some(version.version.clone()),
                ..to.clone()
            },
            to,
            taken,
            again: false,
            changes: None,
        };
        self.copy(&copy, &run.cancel).await
    }
}

//! An object on its way down, in ranges of one and the same version (`If-Match`), so that two versions are never
//! spliced. What has arrived stays on the disk while the transfer is held or the app is closed.

use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;

use aws_sdk_s3::operation::get_object::GetObjectOutput;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::digest::Expected;
use super::journal::Begun;
use super::ranges::{Fetch, There};
use super::target::Target;
use super::work::{Arrived, Decision, Stop, Work, blocking};
use super::{Integrity, Policy, Side, local_path};
use crate::preview::moment;
use crate::{Error, Location};

/// Which object goes into which folder.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Download {
    pub(super) location: Location,
    /// Below the location.
    pub(super) key: String,
    /// The folder that was chosen.
    #[serde(with = "local_path")]
    pub(super) into: PathBuf,
    /// The folders beneath it.
    pub(super) folders: Vec<String>,
    /// What the file is to be called.
    pub(super) name: String,
    /// The size in bytes, where a listing has told it.
    pub(super) size: Option<u64>,
}

/// A download that is under way: the unfinished file and what goes into it.
struct Under {
    target: Target,
    file: File,
    etag: Option<String>,
    size: u64,
    modified: Option<OffsetDateTime>,
    expected: Option<Expected>,
    there: Arc<There>,
    /// Whether the bytes that are there were not seen by this run.
    resumed: bool,
}

impl Download {
    /// Receives the object into a file under its name, the next free one, or in the place of another, as the policy
    /// says.
    pub(super) async fn run(&self, work: &Work) -> Result<Arrived, Stop> {
        let there = self.look().await?;
        if there.is_some() && work.policy == Policy::Skip {
            return Err(Stop::Skipped);
        }
        let (under, first, decision) = match self.again(work).await? {
            Some(under) => {
                let coming = Side {
                    size: Some(under.size),
                    modified: under.modified,
                    etag: under.etag.clone(),
                };
                let decision = decided(work, there, coming);
                match decision {
                    Ok(decision) => (under, None, decision),
                    Err(stop) => {
                        under.target.leave();
                        return Err(stop);
                    }
                }
            }
            None => {
                let fetch = Fetch::new(work, &self.location, &self.key, None);
                let answer = work.step(fetch.whole()).await?;
                let coming = Side {
                    size: Some(length(&answer)?),
                    modified: answer.last_modified.as_ref().and_then(moment),
                    etag: answer.e_tag.clone(),
                };
                let decision = decided(work, there, coming)?;
                let (under, body) = self.begin(work, answer).await?;
                (under, Some(body), decision)
            }
        };
        self.finish(work, under, first, decision).await
    }

    /// What has the name already.
    async fn look(&self) -> Result<Option<Side>, Stop> {
        let (into, folders, name) = (self.into.clone(), self.folders.clone(), self.name.clone());
        blocking(move || Target::look(&into, &folders, &name)).await
    }

    /// Takes up the file that was begun before, if it is still there.
    async fn again(&self, work: &Work) -> Result<Option<Under>, Stop> {
        let Some(Begun::Download {
            etag: Some(etag),
            size,
            part,
            there,
            modified,
            expected,
        }) = work.mark.get()
        else {
            return Ok(None);
        };
        let (into, folders) = (self.into.clone(), self.folders.clone());
        let reopened = blocking(move || Target::reopen(&into, &folders, &part)).await?;
        let Some((target, file)) = reopened else {
            work.record(None);
            return Ok(None);
        };
        let there = There::new(there);
        Ok(Some(Under {
            target,
            file,
            etag: Some(etag),
            size,
            modified: modified.and_then(|at| OffsetDateTime::from_unix_timestamp(at).ok()),
            expected,
            resumed: there.bytes() > 0,
            there: Arc::new(there),
        }))
    }

    /// Makes the unfinished file.
    async fn begin(
        &self,
        work: &Work,
        answer: GetObjectOutput,
    ) -> Result<(Under, aws_sdk_s3::primitives::ByteStream), Stop> {
        let size = length(&answer)?;
        let (into, folders, name) = (self.into.clone(), self.folders.clone(), self.name.clone());
        let (target, file) = blocking(move || Target::create(&into, &folders, &name)).await?;
        let under = Under {
            target,
            file,
            size,
            modified: answer.last_modified.as_ref().and_then(moment),
            expected: Expected::of(&answer),
            there: Arc::default(),
            resumed: false,
            etag: answer.e_tag,
        };
        under.record(work);
        Ok((under, answer.body))
    }

    async fn finish(
        &self,
        work: &Work,
        under: Under,
        first: Option<aws_sdk_s3::primitives::ByteStream>,
        decision: Decision,
    ) -> Result<Arrived, Stop> {
        work.meter.set_total(under.size);
        work.meter.restart(under.there.bytes());
        let received = self.receive(work, &under, first).await;
        let integrity = match received {
            Ok(integrity) => integrity,
            Err(stop) => {
                if !work.cancel.is_cancelled() {
                    under.record(work);
                }
                under.target.leave();
                return Err(stop);
            }
        };
        let (target, wanted, modified) = (under.target, self.name.clone(), under.modified);
        let file = under.file;
        let kept = blocking(move || {
            if let Some(modified) = modified {
                // A file system that keeps no such time keeps the present one.
                let _ = file.set_modified(modified.into());
            }
            file.sync_all()
                .map_err(|error| Error::local(target.folder(), &error))?;
            match decision {
                Decision::KeepBoth => target.keep(&wanted).map(Some),
                Decision::Replace(seen) => target.replace(&wanted, &seen),
            }
        });
        let Some(name) = kept.await? else {
            let there = self.look().await?.unwrap_or_default();
            return Err(Stop::Asking(Box::new(super::Clash {
                there,
                coming: Side {
                    size: Some(under.size),
                    modified: under.modified,
                    etag: under.etag,
                },
            })));
        };
        let folder: PathBuf = self
            .folders
            .iter()
            .fold(self.into.clone(), |path, name| path.join(name));
        Ok(Arrived {
            path: Some(folder.join(&name)),
            name,
            integrity,
        })
    }

    /// Receives what is missing and compares the whole.
    async fn receive(
        &self,
        work: &Work,
        under: &Under,
        first: Option<aws_sdk_s3::primitives::ByteStream>,
    ) -> Result<Integrity, Stop> {
        let file = under.file.try_clone().map_err(|error| self.disk(&error))?;
        let fetch = Fetch::new(work, &self.location, &self.key, under.etag.clone());
        let fetched = fetch.fill(
            Arc::new(file),
            under.size,
            &under.there,
            under.expected.as_ref().filter(|_| !under.resumed),
            first,
            under.target.folder(),
        );
        let noting = async {
            loop {
                tokio::time::sleep(super::ranges::NOTED_EVERY).await;
                let Ok(file) = under.file.try_clone() else {
                    continue;
                };
                let there = under.there.get();
                let synced = tokio::task::spawn_blocking(move || file.sync_data()).await;
                if matches!(synced, Ok(Ok(()))) {
                    work.record(Some(under.begun(there)));
                }
            }
        };
        let digest = work
            .step(async {
                tokio::select! {
                    fetched = fetched => fetched,
                    () = noting => Err(Error::Offline),
                }
            })
            .await?;
        let Some(expected) = under.expected.clone() else {
            return Ok(Integrity::NotVerified);
        };
        if let Some(digest) = digest {
            return Ok(expected.verdict(digest)?);
        }
        let part = match expected.parts() {
            Some(count) => match work.step(fetch.part_size(count, under.size)).await? {
                Some(part) => Some(part),
                None => return Ok(Integrity::NotVerified),
            },
            None => None,
        };
        let mut file = under.file.try_clone().map_err(|error| self.disk(&error))?;
        let cancel = work.cancel.clone();
        let compared = blocking(move || {
            let verdict = expected.verdict_on(&mut file, part, &cancel);
            Ok((verdict, cancel.is_cancelled()))
        });
        match compared.await? {
            (_, true) => Err(Stop::Cancelled),
            (verdict, false) => Ok(verdict?),
        }
    }

    fn disk(&self, error: &std::io::Error) -> Error {
        Error::local(&self.into, error)
    }
}

impl Under {
    fn begun(&self, there: Vec<std::ops::Range<u64>>) -> Begun {
        Begun::Download {
            etag: self.etag.clone(),
            size: self.size,
            part: self.target.part().to_owned(),
            there,
            modified: self.modified.map(OffsetDateTime::unix_timestamp),
            expected: self.expected.clone(),
        }
    }

    fn record(&self, work: &Work) {
        work.record(Some(self.begun(self.there.get())));
    }
}

fn decided(work: &Work, there: Option<Side>, coming: Side) -> Result<Decision, Stop> {
    match there {
        Some(there) => work.decide(there, coming),
        None => Ok(Decision::KeepBoth),
    }
}

/// How many bytes an answer carries.
fn length(answer: &GetObjectOutput) -> Result<u64, Error> {
    answer
        .content_length()
        .and_then(|length| u64::try_from(length).ok())
        .ok_or(Error::Damaged)
}

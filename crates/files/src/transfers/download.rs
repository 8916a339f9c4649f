//! An object on its way down. A broken connection is taken up again at the byte that was reached, from the very
//! same version of the object (`If-Match`), so that two versions are never spliced.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use aws_sdk_s3::operation::get_object::GetObjectOutput;
use aws_sdk_s3::types::ChecksumMode;
use tokio::fs::File;
use tokio::io::{AsyncWriteExt as _, BufWriter};

use super::Integrity;
use super::digest::Digest;
use super::target::Target;
use super::work::{Arrived, Stop, Work};
use crate::{Error, Location, names};

/// How often a connection may break without a byte having arrived.
const MOST_FAILURES: u32 = 4;
/// The pause after the first break; it doubles with each.
const PAUSE: Duration = Duration::from_millis(200);
/// How many bytes are written to the disk at a time.
const BUFFER: usize = 1 << 20;

/// Which object goes into which folder.
#[derive(Debug)]
pub(super) struct Download {
    pub(super) location: Location,
    /// Below the location.
    pub(super) key: Arc<str>,
    pub(super) into: PathBuf,
}

impl Download {
    /// Receives the object into a file under its name or the next free one.
    pub(super) async fn run(&self, work: &Work) -> Result<Arrived, Stop> {
        let wanted = names::local(names::last_part(&self.key), names::Rules::here());
        let answer = work.step(self.get(work, 0, None)).await?;
        work.meter.set_total(length(&answer)?);
        let (folder, name) = (self.into.clone(), wanted.clone());
        let (target, file) = blocking(move || Target::create(&folder, &[], &name)).await?;
        let integrity = work
            .step(self.receive(work, answer, File::from_std(file)))
            .await?;
        let name = blocking(move || target.keep(&wanted)).await?;
        Ok(Arrived {
            path: Some(self.into.join(&name)),
            name,
            integrity,
        })
    }

    async fn receive(&self, work: &Work, answer: GetObjectOutput, file: File) -> Result<Integrity, Error> {
        let disk = |error| Error::local(&self.into, &error);
        let total = length(&answer)?;
        let mut digest = Digest::expected(&answer);
        let etag = answer.e_tag;
        let mut body = answer.body;
        let mut file = BufWriter::with_capacity(BUFFER, file);
        let (mut received, mut failures) = (0, 0);
        while received < total {
            match body.try_next().await.map_err(Error::from) {
                Ok(Some(chunk)) => {
                    received += chunk.len() as u64;
                    if received > total {
                        return Err(Error::Damaged);
                    }
                    digest.update(&chunk);
                    file.write_all(&chunk).await.map_err(disk)?;
                    work.meter.add(chunk.len() as u64);
                    failures = 0;
                }
                Ok(None) | Err(Error::Offline) if failures < MOST_FAILURES && etag.is_some() => {
                    tokio::time::sleep(PAUSE * 2_u32.pow(failures)).await;
                    failures += 1;
                    body = self.get(work, received, etag.clone()).await?.body;
                }
                Ok(None) => return Err(Error::Offline),
                Err(error) => return Err(error),
            }
        }
        let integrity = digest.verdict()?;
        file.flush().await.map_err(disk)?;
        file.get_ref().sync_all().await.map_err(disk)?;
        Ok(integrity)
    }

    /// The object from byte `start` on, if it still has the `etag` (`GetObject`).
    async fn get(&self, work: &Work, start: u64, etag: Option<String>) -> Result<GetObjectOutput, Error> {
        let request = work
            .files
            .client(&self.location.bucket)
            .get_object()
            .bucket(&self.location.bucket)
            .key(self.location.whole(&self.key))
            .checksum_mode(ChecksumMode::Enabled)
            .set_range((start > 0).then(|| format!("bytes={start}-")))
            .set_if_match(etag.clone());
        let answer = request.send().await?;
        if etag.is_some() && answer.e_tag != etag {
            return Err(Error::Changed { request_id: None });
        }
        let range = answer.content_range().unwrap_or_default();
        if start > 0 && !range.starts_with(&format!("bytes {start}-")) {
            return Err(Error::Damaged);
        }
        Ok(answer)
    }
}

/// How many bytes an answer carries.
fn length(answer: &GetObjectOutput) -> Result<u64, Error> {
    answer
        .content_length()
        .and_then(|length| u64::try_from(length).ok())
        .ok_or(Error::Damaged)
}

/// Runs `work` on the disk off the async threads.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Stop> {
    match tokio::task::spawn_blocking(work).await {
        Ok(outcome) => Ok(outcome?),
        Err(_) => Err(Stop::Cancelled),
    }
}

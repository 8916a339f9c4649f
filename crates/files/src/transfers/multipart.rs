//! A large file on its way up, four parts at a time. A part is read from the disk while it is sent. What has arrived
//! stays at the service while the transfer is held or the app is closed: only missing parts are sent afterwards
//! (`ListParts`). Whoever gives the transfer up throws the parts away (`AbortMultipartUpload`).

mod again;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use aws_sdk_s3::types::{ChecksumType, CompletedMultipartUpload, CompletedPart};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};

use super::Integrity;
use super::checks::Sum;
use super::counted::counted;
use super::digest::etag_of_parts;
use super::journal::Begun;
use super::meter::Share;
use super::plan::Parts;
use super::source::Source;
use super::unanswered::Unanswered;
use super::upload::{Object, is_ours, sending};
use super::work::{Shared, Stop, Work};
use crate::{Error, Files};
use again::Before;

/// How many parts of one file are on their way at a time.
const AT_ONCE: usize = 4;

/// An upload that was begun at the service.
#[derive(Debug)]
struct Upload {
    files: Files,
    object: Object,
    key: String,
    id: String,
    parts: Parts,
    sum: Sum,
    /// Whether the service keeps the checksum of all bytes; else it keeps one of the parts' checksums.
    whole: bool,
}

/// The parts that have arrived, by number.
type There = BTreeMap<i32, CompletedPart>;

/// Sends the file in parts. Fails with [`Error::Changed`] if the name is taken.
pub(super) async fn send(
    work: &Work,
    source: &Source,
    parts: Parts,
    object: &Object,
) -> Result<Integrity, Stop> {
    let (upload, there) = match again::take_up(work, source, object).await? {
        Before::Begun(upload, there) => (*upload, there),
        Before::Complete(integrity) => return Ok(integrity),
        Before::Nothing => (begin(work, source, parts, object).await?, There::new()),
    };
    let arrived = upload
        .parts
        .ranges()
        .filter(|(number, _)| there.contains_key(number));
    work.meter
        .restart(arrived.map(|(_, range)| range.end - range.start).sum());
    let sent = work.step(upload.send_parts(work, source, there)).await?;
    let outcome = upload.complete(work, source, sent).await;
    if let Err(Stop::Failed(Error::Changed { .. })) = &outcome {
        work.record(None);
        work.shared.afterwards.spawn(upload.abort(work.shared.clone()));
    }
    outcome
}

/// Begins the upload. Stopped meanwhile, it is known to whoever holds the transfer as soon as its id is.
async fn begin(work: &Work, source: &Source, parts: Parts, object: &Object) -> Result<Upload, Stop> {
    let creating = {
        let (work, object, stamp) = (work.clone(), object.clone(), source.stamp().clone());
        work.shared.afterwards.clone().spawn(async move {
            let upload = create(&work, &object, parts).await?;
            let begun = Begun::Upload {
                key: upload.key.clone(),
                upload_id: upload.id.clone(),
                part: parts.part(),
                checksum: upload.sum.code(),
                whole: upload.whole,
                replaces: object.condition.if_match(),
                stamp,
            };
            if work.cancel.is_cancelled() {
                upload.abort(work.shared.clone()).await;
                return Err(Stop::Cancelled);
            }
            work.record(Some(begun));
            work.shared.scribe.settled().await;
            Ok(upload)
        })
    };
    match work.cancel.run_until_cancelled(creating).await {
        Some(Ok(created)) => created,
        Some(Err(_)) | None => Err(Stop::Cancelled),
    }
}

/// `CreateMultipartUpload`.
async fn create(work: &Work, object: &Object, parts: Parts) -> Result<Upload, Stop> {
    let key = object.location.whole(&object.key);
    let mut sum = work.shared.checks.present();
    let answer = loop {
        let request = || async {
            let whole = sum.algorithm().map(|_| ChecksumType::FullObject);
            let request = work
                .files()
                .client()
                .create_multipart_upload()
                .bucket(&object.location.bucket)
                .key(&key)
                .content_type(object.content_type)
                .set_checksum_algorithm(sum.algorithm())
                .set_checksum_type(whole);
            request.send().await.map_err(Error::from)
        };
        match work.with_credentials(request).await {
            Ok(answer) => break answer,
            Err(error) => sum = work.shared.checks.weaker(sum, &error).ok_or(error)?,
        }
    };
    work.shared.checks.taken(sum);
    let whole = answer.checksum_type != Some(ChecksumType::Composite);
    match answer.upload_id {
        Some(id) => Ok(Upload {
            files: work.files().clone(),
            object: object.clone(),
            key,
            id,
            parts,
            sum,
            whole,
        }),
        None => Err(Stop::Failed(Error::Refused {
            code: "NoUploadId".to_owned(),
            status: 200,
            request_id: None,
        })),
    }
}

/// Throws away what has arrived of an upload that is given up (`AbortMultipartUpload`).
pub(super) async fn discard(shared: &Shared, bucket: &str, key: &str, id: &str) {
    let aborted = shared
        .files
        .client()
        .abort_multipart_upload()
        .bucket(bucket)
        .key(key)
        .upload_id(id)
        .send()
        .await;
    if let Err(error) = aborted {
        let error = Error::from(error);
        tracing::warn!(%error, "the parts of an unfinished upload could not be removed");
    }
}

impl Upload {
    fn completed(&self, number: i32, etag: Option<String>, sum: Option<String>) -> CompletedPart {
        let part = CompletedPart::builder().part_number(number).set_e_tag(etag);
        match self.sum {
            Sum::Crc64Nvme => part.set_checksum_crc64_nvme(sum),
            Sum::Crc32 => part.set_checksum_crc32(sum),
            Sum::None => part,
        }
        .build()
    }

    async fn send_parts(
        &self,
        work: &Work,
        source: &Source,
        there: There,
    ) -> Result<Vec<CompletedPart>, Error> {
        let missing: Vec<_> = self
            .parts
            .ranges()
            .filter(|(number, _)| !there.contains_key(number))
            .collect();
        let sent: Vec<_> = stream::iter(missing)
            .map(|(number, range)| async move {
                let _turn = work.shared.parts.acquire().await;
                let share = Share::of(&work.meter);
                work.with_credentials(|| self.send_part(work, source, number, range.clone(), &share))
                    .await
            })
            .buffer_unordered(AT_ONCE)
            .try_collect()
            .await?;
        let mut all: Vec<_> = there.into_values().chain(sent).collect();
        all.sort_unstable_by_key(CompletedPart::part_number);
        Ok(all)
    }

    /// Sends one part (`UploadPart`).
    async fn send_part(
        &self,
        work: &Work,
        source: &Source,
        number: i32,
        range: Range<u64>,
        share: &Arc<Share>,
    ) -> Result<CompletedPart, Error> {
        let length = range.end - range.start;
        let body = counted(source.part(range).await?, share, &work.shared.limit);
        let answer = self
            .files
            .client()
            .upload_part()
            .bucket(&self.object.location.bucket)
            .key(&self.key)
            .upload_id(&self.id)
            .part_number(number)
            .set_checksum_algorithm(self.sum.algorithm())
            .body(body)
            .customize()
            .config_override(sending(work, length, self.sum))
            .send()
            .await;
        match answer {
            Ok(answer) => {
                let sum = self.sum.of_answer(&answer).map(str::to_owned);
                Ok(self.completed(number, answer.e_tag, sum))
            }
            Err(error) => {
                // A file that has become shorter breaks the request; that is the better explanation.
                source.check().await?;
                Err(error.into())
            }
        }
    }

    /// Makes the parts an object (`CompleteMultipartUpload`), unless the file has changed while it was read. From
    /// here on the transfer cannot be stopped: nobody could say whether the object exists.
    async fn complete(
        &self,
        work: &Work,
        source: &Source,
        parts: Vec<CompletedPart>,
    ) -> Result<Integrity, Stop> {
        source.check().await?;
        let lengths = self.parts.ranges().map(|(_, range)| range.end - range.start);
        let sums = parts.iter().map(|part| self.sum.of_sent(part));
        let whole = self.sum.combined(sums.zip(lengths));
        let integrity = match self.sum.check().filter(|_| whole.is_some()) {
            Some(check) => Integrity::Verified(check),
            None => Integrity::NotVerified,
        };
        let etag = etag_of_parts(parts.iter().filter_map(CompletedPart::e_tag));
        let unanswered = Unanswered::default();
        let request = || async {
            let request = self
                .files
                .client()
                .complete_multipart_upload()
                .bucket(&self.object.location.bucket)
                .key(&self.key)
                .upload_id(&self.id)
                .multipart_upload(
                    CompletedMultipartUpload::builder()
                        .set_parts(Some(parts.clone()))
                        .build(),
                )
                .mpu_object_size(i64::try_from(source.size()).unwrap_or(i64::MAX))
                .set_if_none_match(self.object.condition.if_none_match())
                .set_if_match(self.object.condition.if_match());
            let request = match (self.sum, whole.clone().filter(|_| self.whole)) {
                (_, None) | (Sum::None, _) => request,
                (Sum::Crc64Nvme, sum) => request
                    .checksum_type(ChecksumType::FullObject)
                    .set_checksum_crc64_nvme(sum),
                (Sum::Crc32, sum) => request
                    .checksum_type(ChecksumType::FullObject)
                    .set_checksum_crc32(sum),
            };
            let request = request.customize().interceptor(unanswered.clone());
            request.send().await.map_err(Error::from)
        };
        match work.with_credentials(request).await {
            Ok(_) => Ok(integrity),
            Err(error) => {
                let carried_out = match etag {
                    Some(etag) if unanswered.seen() => {
                        is_ours(work, &self.object, &etag).await.unwrap_or(false)
                    }
                    Some(_) | None => false,
                };
                if carried_out {
                    Ok(integrity)
                } else {
                    Err(error.into())
                }
            }
        }
    }

    /// Throws away what has arrived.
    async fn abort(self, shared: Shared) {
        discard(&shared, &self.object.location.bucket, &self.key, &self.id).await;
    }
}

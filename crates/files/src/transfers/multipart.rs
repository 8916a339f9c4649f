//! A large file on its way up, four parts at a time. A part is read from the disk while it is sent. Whatever ends
//! the transfer early, the parts that have arrived are thrown away (`AbortMultipartUpload`).

use std::ops::Range;

use aws_sdk_s3::types::{ChecksumAlgorithm, ChecksumType, CompletedMultipartUpload, CompletedPart};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};

use super::Integrity;
use super::counted::counted;
use super::digest::etag_of_parts;
use super::meter::Share;
use super::plan::Parts;
use super::source::Source;
use super::upload::{Object, Unanswered, is_ours};
use super::work::{Stop, Work};
use crate::{Error, Files};

/// How many parts of one file are on their way at a time.
const AT_ONCE: usize = 4;

/// An upload that was begun at the service.
#[derive(Debug)]
struct Begun {
    files: Files,
    object: Object,
    key: String,
    id: String,
}

/// Sends the file in parts. Fails with [`Error::Changed`] if the name is taken.
pub(super) async fn send(
    work: &Work,
    source: &Source,
    parts: Parts,
    object: &Object,
) -> Result<Integrity, Stop> {
    let begun = begin(work, object).await?;
    let outcome = match work.step(begun.send_parts(work, source, parts)).await {
        Ok(sent) => begun.complete(work, source, sent).await,
        Err(stop) => Err(stop),
    };
    if outcome.is_err() {
        work.afterwards.spawn(begun.abort());
    }
    outcome
}

/// Begins the upload (`CreateMultipartUpload`). Cancelled meanwhile, it is aborted as soon as its id is known.
async fn begin(work: &Work, object: &Object) -> Result<Begun, Stop> {
    let mut creating = work.afterwards.spawn(create(work.files.clone(), object.clone()));
    let created = work.cancel.run_until_cancelled(&mut creating).await;
    match created {
        Some(Ok(begun)) => Ok(begun?),
        Some(Err(_)) => Err(Stop::Cancelled),
        None => {
            work.afterwards.spawn(async move {
                if let Ok(Ok(begun)) = creating.await {
                    begun.abort().await;
                }
            });
            Err(Stop::Cancelled)
        }
    }
}

async fn create(files: Files, object: Object) -> Result<Begun, Error> {
    let key = object.location.whole(&object.key);
    let answer = files
        .client(&object.location.bucket)
        .create_multipart_upload()
        .bucket(&object.location.bucket)
        .key(&key)
        .content_type(object.content_type)
        .checksum_algorithm(ChecksumAlgorithm::Crc32)
        .checksum_type(ChecksumType::FullObject)
        .send()
        .await?;
    match answer.upload_id {
        Some(id) => Ok(Begun {
            files,
            object,
            key,
            id,
        }),
        None => Err(Error::Refused {
            code: "NoUploadId".to_owned(),
            status: 200,
            request_id: None,
        }),
    }
}

impl Begun {
    async fn send_parts(
        &self,
        work: &Work,
        source: &Source,
        parts: Parts,
    ) -> Result<Vec<CompletedPart>, Error> {
        let mut sent: Vec<_> = stream::iter(parts.ranges())
            .map(|(number, range)| self.send_part(work, source, number, range))
            .buffer_unordered(AT_ONCE)
            .try_collect()
            .await?;
        sent.sort_unstable_by_key(CompletedPart::part_number);
        Ok(sent)
    }

    /// Sends one part (`UploadPart`).
    async fn send_part(
        &self,
        work: &Work,
        source: &Source,
        number: i32,
        range: Range<u64>,
    ) -> Result<CompletedPart, Error> {
        let length = range.end - range.start;
        let body = counted(source.part(range).await?, &Share::of(&work.meter));
        let answer = self
            .files
            .client(&self.object.location.bucket)
            .upload_part()
            .bucket(&self.object.location.bucket)
            .key(&self.key)
            .upload_id(&self.id)
            .part_number(number)
            .checksum_algorithm(ChecksumAlgorithm::Crc32)
            .body(body)
            .customize()
            .config_override(Files::sending(length))
            .send()
            .await;
        let answer = match answer {
            Ok(answer) => answer,
            Err(error) => {
                // A file that has become shorter breaks the request; that is the better explanation.
                source.check().await?;
                return Err(error.into());
            }
        };
        Ok(CompletedPart::builder()
            .part_number(number)
            .set_e_tag(answer.e_tag)
            .set_checksum_crc32(answer.checksum_crc32)
            .build())
    }

    /// Makes the parts an object (`CompleteMultipartUpload`), unless the file has changed while it was read. From
    /// here on the transfer cannot be cancelled: nobody could say whether the object exists.
    async fn complete(
        &self,
        work: &Work,
        source: &Source,
        parts: Vec<CompletedPart>,
    ) -> Result<Integrity, Stop> {
        source.check().await?;
        let integrity = if parts.iter().all(|part| part.checksum_crc32().is_some()) {
            Integrity::Verified
        } else {
            Integrity::NotVerified
        };
        let etag = etag_of_parts(parts.iter().filter_map(CompletedPart::e_tag));
        let unanswered = Unanswered::default();
        let answer = self
            .files
            .client(&self.object.location.bucket)
            .complete_multipart_upload()
            .bucket(&self.object.location.bucket)
            .key(&self.key)
            .upload_id(&self.id)
            .multipart_upload(CompletedMultipartUpload::builder().set_parts(Some(parts)).build())
            .mpu_object_size(i64::try_from(source.size()).unwrap_or(i64::MAX))
            .if_none_match("*")
            .customize()
            .interceptor(unanswered.clone())
            .send()
            .await;
        match answer {
            Ok(_) => Ok(integrity),
            Err(error) => {
                let carried_out = match etag {
                    Some(etag) if unanswered.seen() => {
                        is_ours(work, &self.object, &etag).await.unwrap_or(false)
                    }
                    _ => false,
                };
                if carried_out {
                    Ok(integrity)
                } else {
                    Err(error.into())
                }
            }
        }
    }

    /// Throws away the parts that have arrived. A failure leaves them to the bucket's own rules.
    async fn abort(self) {
        let aborted = self
            .files
            .client(&self.object.location.bucket)
            .abort_multipart_upload()
            .bucket(&self.object.location.bucket)
            .key(&self.key)
            .upload_id(&self.id)
            .send()
            .await;
        if let Err(error) = aborted {
            let error = Error::from(error);
            tracing::warn!(%error, "the parts of an unfinished upload could not be removed");
        }
    }
}

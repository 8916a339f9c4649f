//! What changes an object that stays as it is: its tags, and the restored copy of an archived one.

use s3s::dto::*;
use s3s::{S3ErrorCode, S3Response, S3Result};

use super::{Bucket, Visit};
use crate::s3::answer::Accepted;
use crate::s3::error::{invalid_argument, malformed_xml, named, not_implemented, refusal};
use crate::s3::index::{self, Entry};
use crate::s3::storage_class::{Class, Restored, Tier};
use crate::s3::tagging;

impl Bucket {
    pub(super) async fn put_tags(
        &self,
        input: PutObjectTaggingInput,
        visit: &Visit,
    ) -> S3Result<PutObjectTaggingOutput> {
        let tags = tagging::read(input.tagging.tag_set)?;
        let mut entry = self
            .look_up(
                &input.bucket,
                &input.key,
                input.version_id.as_deref(),
                &visit.caller,
            )
            .await?;
        entry.attributes.tags = tags;
        let version_id = visit.shown(&entry.version_id);
        self.rewrite(entry).await?;
        Ok(PutObjectTaggingOutput { version_id })
    }

    pub(super) async fn get_tags(
        &self,
        input: GetObjectTaggingInput,
        visit: &Visit,
    ) -> S3Result<GetObjectTaggingOutput> {
        let entry = self
            .look_up(
                &input.bucket,
                &input.key,
                input.version_id.as_deref(),
                &visit.caller,
            )
            .await?;
        Ok(GetObjectTaggingOutput {
            tag_set: tagging::shown(&entry.attributes.tags),
            version_id: visit.shown(&entry.version_id),
        })
    }

    pub(super) async fn delete_tags(
        &self,
        input: DeleteObjectTaggingInput,
        visit: &Visit,
    ) -> S3Result<DeleteObjectTaggingOutput> {
        let mut entry = self
            .look_up(
                &input.bucket,
                &input.key,
                input.version_id.as_deref(),
                &visit.caller,
            )
            .await?;
        entry.attributes.tags.clear();
        let version_id = visit.shown(&entry.version_id);
        self.rewrite(entry).await?;
        Ok(DeleteObjectTaggingOutput { version_id })
    }

    /// Begins a restoration, or keeps a copy that is there for longer. Restoring by a query is not implemented.
    pub(super) async fn restore(
        &self,
        input: RestoreObjectInput,
        visit: &Visit,
    ) -> S3Result<S3Response<RestoreObjectOutput>> {
        let request = input.restore_request.ok_or_else(malformed_xml)?;
        if request.type_.is_some() || request.output_location.is_some() {
            return Err(not_implemented());
        }
        let days = request.days.filter(|days| *days > 0).ok_or_else(|| {
            invalid_argument("The Days argument of a RestoreRequest has to be a positive integer")
        })?;
        let tier = request
            .glacier_job_parameters
            .map(|parameters| parameters.tier)
            .or(request.tier);
        let tier = match &tier {
            None => Tier::Standard,
            Some(tier) => Tier::named(tier.as_str()).ok_or_else(malformed_xml)?,
        };
        let mut entry = self
            .look_up(
                &input.bucket,
                &input.key,
                input.version_id.as_deref(),
                &visit.caller,
            )
            .await?;
        let class = entry.attributes.class;
        if !class.is_archive() {
            return Err(refusal(
                S3ErrorCode::InvalidObjectState,
                "Restore is not allowed for the object's current storage class",
            ));
        }
        let now = self.storage.clock.now();
        if entry.restored.is_some_and(|copy| copy.is_under_way(now)) {
            return Err(refusal(
                S3ErrorCode::RestoreAlreadyInProgress,
                "Object restore is already in progress",
            ));
        }
        let there = entry.restored.is_some_and(|copy| copy.is_ready(now));
        let retrieval = match there {
            true => time::Duration::ZERO,
            false => retrieval(class, tier)?,
        };
        entry.restored = Some(Restored::new(now, retrieval, days));
        self.rewrite(entry).await?;
        let mut response = S3Response::new(RestoreObjectOutput::default());
        if !there {
            response.extensions.insert(Accepted);
        }
        Ok(response)
    }

    async fn rewrite(&self, entry: Entry) -> S3Result<()> {
        self.storage
            .database
            .write(move |transaction| index::update(transaction, &entry))
            .await?;
        Ok(())
    }
}

fn retrieval(class: Class, tier: Tier) -> S3Result<time::Duration> {
    class.retrieval(tier).ok_or_else(|| {
        named(
            "InvalidArgument",
            http::StatusCode::BAD_REQUEST,
            "Retrieval option is not supported by this storage class",
        )
    })
}

//! DeleteObject and DeleteObjects. Deleting what is not there succeeds, as in S3.

use s3s::dto::*;
use s3s::{S3Error, S3Result};

use super::{Bucket, Visit};
use crate::s3::error::{invalid_argument, malformed_xml};
use crate::s3::permission::on_object;
use crate::s3::precondition::Writing;
use crate::s3::storage::{Removal, Removed};
use crate::s3::version_id;

/// The most keys of one DeleteObjects.
const MOST: usize = 1000;

impl Bucket {
    pub(super) async fn delete(&self, input: DeleteObjectInput) -> S3Result<DeleteObjectOutput> {
        let removed = self
            .remove(Removal {
                bucket: input.bucket,
                key: input.key,
                version_id: input.version_id,
                writing: Writing {
                    if_match: input.if_match,
                    if_none_match: None,
                },
            })
            .await?;
        Ok(DeleteObjectOutput {
            delete_marker: removed.marker.then_some(true),
            version_id: removed.version_id,
            ..DeleteObjectOutput::default()
        })
    }

    /// Each key is allowed or refused by itself.
    pub(super) async fn delete_many(
        &self,
        input: DeleteObjectsInput,
        visit: &Visit,
    ) -> S3Result<DeleteObjectsOutput> {
        let asked = input.delete.objects;
        if asked.is_empty() || asked.len() > MOST {
            return Err(malformed_xml());
        }
        let quiet = input.delete.quiet.unwrap_or(false);
        let (mut deleted, mut errors) = (Vec::new(), Vec::new());
        for object in asked {
            let (key, version_id) = (object.key.clone(), object.version_id.clone());
            match self.delete_one(&input.bucket, object, visit).await {
                Ok(_) if quiet => {}
                Ok(removed) => deleted.push(DeletedObject {
                    key: Some(key),
                    delete_marker: removed.marker.then_some(true),
                    delete_marker_version_id: removed.version_id.filter(|_| removed.marker),
                    version_id,
                }),
                Err(refused) => errors.push(Error {
                    code: Some(refused.code().as_str().to_owned()),
                    key: Some(key),
                    message: refused.message().map(str::to_owned),
                    version_id,
                }),
            }
        }
        Ok(DeleteObjectsOutput {
            deleted: Some(deleted),
            errors: Some(errors),
            ..DeleteObjectsOutput::default()
        })
    }

    async fn delete_one(
        &self,
        bucket: &str,
        object: ObjectIdentifier,
        visit: &Visit,
    ) -> Result<Removed, S3Error> {
        let action = match object.version_id {
            Some(_) => "s3:DeleteObjectVersion",
            None => "s3:DeleteObject",
        };
        visit.caller.require(on_object(action, bucket, &object.key))?;
        self.remove(Removal {
            bucket: bucket.to_owned(),
            key: object.key,
            version_id: object.version_id,
            writing: Writing {
                if_match: object.e_tag.map(ETagCondition::ETag),
                if_none_match: None,
            },
        })
        .await
    }

    async fn remove(&self, removal: Removal) -> S3Result<Removed> {
        let id = removal.version_id.as_deref();
        if id.is_some_and(|id| !version_id::is_sound(id)) {
            return Err(invalid_argument("Invalid version id specified"));
        }
        Ok(self.storage.remove(removal).await??)
    }
}

//! DeleteObject and DeleteObjects. Deleting what is not there succeeds, as in S3.

use s3s::dto::*;
use s3s::{S3Error, S3Result};

use super::Bucket;
use crate::s3::access::Caller;
use crate::s3::error::{not_implemented, refusal};
use crate::s3::permission::on_object;
use crate::s3::precondition::Writing;

/// The most keys of one DeleteObjects.
const MOST: usize = 1000;

impl Bucket {
    pub(super) async fn delete(&self, input: DeleteObjectInput) -> S3Result<DeleteObjectOutput> {
        if input.version_id.is_some() {
            return Err(not_implemented());
        }
        let writing = Writing {
            if_match: input.if_match,
            if_none_match: None,
        };
        self.storage.remove(&input.key, writing).await??;
        Ok(DeleteObjectOutput::default())
    }

    /// Each key is allowed or refused by itself.
    pub(super) async fn delete_many(
        &self,
        input: DeleteObjectsInput,
        caller: &Caller,
    ) -> S3Result<DeleteObjectsOutput> {
        let asked = input.delete.objects;
        if asked.is_empty() || asked.len() > MOST {
            return Err(refusal(
                s3s::S3ErrorCode::MalformedXML,
                "The XML you provided was not well-formed or did not validate against our published schema",
            ));
        }
        let quiet = input.delete.quiet.unwrap_or(false);
        let (mut deleted, mut errors) = (Vec::new(), Vec::new());
        for object in asked {
            let key = object.key.clone();
            match self.delete_one(&input.bucket, object, caller).await {
                Ok(()) if quiet => {}
                Ok(()) => deleted.push(DeletedObject {
                    key: Some(key),
                    ..DeletedObject::default()
                }),
                Err(refused) => errors.push(Error {
                    code: Some(refused.code().as_str().to_owned()),
                    key: Some(key),
                    message: refused.message().map(str::to_owned),
                    version_id: None,
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
        caller: &Caller,
    ) -> Result<(), S3Error> {
        caller.require(on_object("s3:DeleteObject", bucket, &object.key))?;
        if object.version_id.is_some() {
            return Err(not_implemented());
        }
        let writing = Writing {
            if_match: object.e_tag.map(ETagCondition::ETag),
            if_none_match: None,
        };
        self.storage.remove(&object.key, writing).await??;
        Ok(())
    }
}

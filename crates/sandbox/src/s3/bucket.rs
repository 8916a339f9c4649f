//! The S3 operations, each handed to the file that carries it out. What is not here answers `NotImplemented`.

mod attributes;
mod buckets;
mod change;
mod copy;
mod delete;
mod list;
mod list_versions;
mod look_up;
mod multipart;
mod object_attributes;
mod read;
mod write;

use std::sync::Arc;

use s3s::dto::*;
use s3s::{S3, S3Request, S3Response, S3Result};

use self::buckets::USUAL_REGION;
use super::access::Caller;
use super::buckets::{Record, Versioning};
use super::error::refusal;
use super::storage::Storage;
use crate::foundation::Foundation;
use crate::world::World;

/// The buckets of the account.
#[derive(Debug, Clone)]
pub(super) struct Bucket {
    storage: Storage,
    world: Arc<World>,
}

/// Who makes a request, and on which bucket; `access` leaves both with it.
struct Visit {
    caller: Caller,
    bucket: Record,
}

impl Bucket {
    pub(super) fn new(storage: Storage, foundation: &Foundation) -> Self {
        Self {
            storage,
            world: foundation.world.clone(),
        }
    }
}

impl Visit {
    /// A version id as answers have it: not where the bucket never had versioning.
    fn shown(&self, version_id: &str) -> Option<String> {
        (self.bucket.versioning != Versioning::Off).then(|| version_id.to_owned())
    }
}

fn visit<T>(request: &S3Request<T>) -> S3Result<Visit> {
    let caller = request.extensions.get::<Caller>().cloned();
    let bucket = request.extensions.get::<Record>().cloned();
    match (caller, bucket) {
        (Some(caller), Some(bucket)) => Ok(Visit { caller, bucket }),
        (None, _) | (_, None) => Err(refusal(s3s::S3ErrorCode::AccessDenied, "Access Denied")),
    }
}

#[async_trait::async_trait]
impl S3 for Bucket {
    async fn list_buckets(&self, _: S3Request<ListBucketsInput>) -> S3Result<S3Response<ListBucketsOutput>> {
        self.all_buckets().await.map(S3Response::new)
    }

    async fn create_bucket(
        &self,
        request: S3Request<CreateBucketInput>,
    ) -> S3Result<S3Response<CreateBucketOutput>> {
        self.make_bucket(request.input).await.map(S3Response::new)
    }

    async fn delete_bucket(
        &self,
        request: S3Request<DeleteBucketInput>,
    ) -> S3Result<S3Response<DeleteBucketOutput>> {
        self.remove_bucket(request.input).await.map(S3Response::new)
    }

    async fn get_bucket_versioning(
        &self,
        request: S3Request<GetBucketVersioningInput>,
    ) -> S3Result<S3Response<GetBucketVersioningOutput>> {
        Ok(S3Response::new(Self::versioning(&visit(&request)?)))
    }

    async fn put_bucket_versioning(
        &self,
        request: S3Request<PutBucketVersioningInput>,
    ) -> S3Result<S3Response<PutBucketVersioningOutput>> {
        self.change_versioning(request.input).await.map(S3Response::new)
    }

    async fn get_bucket_cors(
        &self,
        request: S3Request<GetBucketCorsInput>,
    ) -> S3Result<S3Response<GetBucketCorsOutput>> {
        Self::cors(&visit(&request)?).map(S3Response::new)
    }

    async fn put_bucket_cors(
        &self,
        request: S3Request<PutBucketCorsInput>,
    ) -> S3Result<S3Response<PutBucketCorsOutput>> {
        let input = request.input;
        self.change_cors(&input.bucket, input.cors_configuration.cors_rules)
            .await?;
        Ok(S3Response::new(PutBucketCorsOutput::default()))
    }

    async fn delete_bucket_cors(
        &self,
        request: S3Request<DeleteBucketCorsInput>,
    ) -> S3Result<S3Response<DeleteBucketCorsOutput>> {
        self.change_cors(&request.input.bucket, Vec::new()).await?;
        Ok(S3Response::new(DeleteBucketCorsOutput::default()))
    }

    async fn head_bucket(
        &self,
        request: S3Request<HeadBucketInput>,
    ) -> S3Result<S3Response<HeadBucketOutput>> {
        Ok(S3Response::new(HeadBucketOutput {
            bucket_region: Some(visit(&request)?.bucket.region),
            ..HeadBucketOutput::default()
        }))
    }

    async fn get_bucket_location(
        &self,
        request: S3Request<GetBucketLocationInput>,
    ) -> S3Result<S3Response<GetBucketLocationOutput>> {
        let region = visit(&request)?.bucket.region;
        Ok(S3Response::new(GetBucketLocationOutput {
            location_constraint: Some(region)
                .filter(|region| region != USUAL_REGION)
                .map(Into::into),
        }))
    }

    async fn list_object_versions(
        &self,
        request: S3Request<ListObjectVersionsInput>,
    ) -> S3Result<S3Response<ListObjectVersionsOutput>> {
        self.list_versions(request.input).await.map(S3Response::new)
    }

    async fn get_object_attributes(
        &self,
        request: S3Request<GetObjectAttributesInput>,
    ) -> S3Result<S3Response<GetObjectAttributesOutput>> {
        let visit = visit(&request)?;
        self.attributes_of(request.input, &visit)
            .await
            .map(S3Response::new)
    }

    async fn get_object_tagging(
        &self,
        request: S3Request<GetObjectTaggingInput>,
    ) -> S3Result<S3Response<GetObjectTaggingOutput>> {
        let visit = visit(&request)?;
        self.get_tags(request.input, &visit).await.map(S3Response::new)
    }

    async fn put_object_tagging(
        &self,
        request: S3Request<PutObjectTaggingInput>,
    ) -> S3Result<S3Response<PutObjectTaggingOutput>> {
        let visit = visit(&request)?;
        self.put_tags(request.input, &visit).await.map(S3Response::new)
    }

    async fn delete_object_tagging(
        &self,
        request: S3Request<DeleteObjectTaggingInput>,
    ) -> S3Result<S3Response<DeleteObjectTaggingOutput>> {
        let visit = visit(&request)?;
        self.delete_tags(request.input, &visit).await.map(S3Response::new)
    }

    async fn restore_object(
        &self,
        request: S3Request<RestoreObjectInput>,
    ) -> S3Result<S3Response<RestoreObjectOutput>> {
        let visit = visit(&request)?;
        self.restore(request.input, &visit).await
    }

    async fn list_objects(
        &self,
        request: S3Request<ListObjectsInput>,
    ) -> S3Result<S3Response<ListObjectsOutput>> {
        self.list_version_1(request.input).await.map(S3Response::new)
    }

    async fn list_objects_v2(
        &self,
        request: S3Request<ListObjectsV2Input>,
    ) -> S3Result<S3Response<ListObjectsV2Output>> {
        self.list_version_2(request.input).await.map(S3Response::new)
    }

    async fn head_object(
        &self,
        request: S3Request<HeadObjectInput>,
    ) -> S3Result<S3Response<HeadObjectOutput>> {
        let visit = visit(&request)?;
        self.head(request.input, &visit).await
    }

    async fn get_object(&self, request: S3Request<GetObjectInput>) -> S3Result<S3Response<GetObjectOutput>> {
        let visit = visit(&request)?;
        self.get(request.input, &visit).await.map(S3Response::new)
    }

    async fn put_object(&self, request: S3Request<PutObjectInput>) -> S3Result<S3Response<PutObjectOutput>> {
        self.put(request).await.map(S3Response::new)
    }

    async fn copy_object(
        &self,
        request: S3Request<CopyObjectInput>,
    ) -> S3Result<S3Response<CopyObjectOutput>> {
        self.copy(request).await.map(S3Response::new)
    }

    async fn delete_object(
        &self,
        request: S3Request<DeleteObjectInput>,
    ) -> S3Result<S3Response<DeleteObjectOutput>> {
        self.delete(request.input).await.map(S3Response::new)
    }

    async fn delete_objects(
        &self,
        request: S3Request<DeleteObjectsInput>,
    ) -> S3Result<S3Response<DeleteObjectsOutput>> {
        let visit = visit(&request)?;
        self.delete_many(request.input, &visit).await.map(S3Response::new)
    }

    async fn create_multipart_upload(
        &self,
        request: S3Request<CreateMultipartUploadInput>,
    ) -> S3Result<S3Response<CreateMultipartUploadOutput>> {
        self.begin_upload(request.input).await.map(S3Response::new)
    }

    async fn upload_part(
        &self,
        request: S3Request<UploadPartInput>,
    ) -> S3Result<S3Response<UploadPartOutput>> {
        self.put_part(request).await.map(S3Response::new)
    }

    async fn upload_part_copy(
        &self,
        request: S3Request<UploadPartCopyInput>,
    ) -> S3Result<S3Response<UploadPartCopyOutput>> {
        let visit = visit(&request)?;
        self.copy_part(request.input, &visit).await.map(S3Response::new)
    }

    async fn complete_multipart_upload(
        &self,
        request: S3Request<CompleteMultipartUploadInput>,
    ) -> S3Result<S3Response<CompleteMultipartUploadOutput>> {
        let visit = visit(&request)?;
        self.complete_upload(request.input, &visit)
            .await
            .map(S3Response::new)
    }

    async fn abort_multipart_upload(
        &self,
        request: S3Request<AbortMultipartUploadInput>,
    ) -> S3Result<S3Response<AbortMultipartUploadOutput>> {
        self.abort_upload(request.input).await.map(S3Response::new)
    }

    async fn list_parts(&self, request: S3Request<ListPartsInput>) -> S3Result<S3Response<ListPartsOutput>> {
        self.list_parts_of(request.input).await.map(S3Response::new)
    }

    async fn list_multipart_uploads(
        &self,
        request: S3Request<ListMultipartUploadsInput>,
    ) -> S3Result<S3Response<ListMultipartUploadsOutput>> {
        self.list_uploads(request.input).await.map(S3Response::new)
    }
}

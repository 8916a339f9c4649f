//! Which IAM actions an S3 operation needs, on which resources and with which condition keys.
//! Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon S3".

use s3s::dto::CopySource;

use crate::iam::Request;

/// The operations that the sandbox has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operation {
    ListBuckets,
    CreateBucket,
    DeleteBucket,
    HeadBucket,
    GetBucketLocation,
    GetBucketVersioning,
    PutBucketVersioning,
    GetBucketCors,
    PutBucketCors,
    DeleteBucketCors,
    ListObjects,
    ListObjectsV2,
    ListObjectVersions,
    HeadObject,
    GetObject,
    GetObjectAttributes,
    GetObjectTagging,
    PutObjectTagging,
    DeleteObjectTagging,
    RestoreObject,
    PutObject,
    CopyObject,
    DeleteObject,
    DeleteObjects,
    CreateMultipartUpload,
    UploadPart,
    UploadPartCopy,
    CompleteMultipartUpload,
    AbortMultipartUpload,
    ListParts,
    ListMultipartUploads,
}

/// The bucket, key and query of a request.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Target<'a> {
    pub(super) bucket: &'a str,
    pub(super) key: &'a str,
    pub(super) query: &'a [(String, String)],
    /// `x-amz-copy-source`, decoded.
    pub(super) source: Option<&'a CopySource>,
    /// Whether the request gives the object tags by `x-amz-tagging`.
    pub(super) tags: bool,
}

impl Operation {
    /// The operation of that name in the API reference.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "ListBuckets" => Self::ListBuckets,
            "CreateBucket" => Self::CreateBucket,
            "DeleteBucket" => Self::DeleteBucket,
            "HeadBucket" => Self::HeadBucket,
            "GetBucketLocation" => Self::GetBucketLocation,
            "GetBucketVersioning" => Self::GetBucketVersioning,
            "PutBucketVersioning" => Self::PutBucketVersioning,
            "GetBucketCors" => Self::GetBucketCors,
            "PutBucketCors" => Self::PutBucketCors,
            "DeleteBucketCors" => Self::DeleteBucketCors,
            "ListObjectVersions" => Self::ListObjectVersions,
            "GetObjectAttributes" => Self::GetObjectAttributes,
            "GetObjectTagging" => Self::GetObjectTagging,
            "PutObjectTagging" => Self::PutObjectTagging,
            "DeleteObjectTagging" => Self::DeleteObjectTagging,
            "RestoreObject" => Self::RestoreObject,
            "UploadPartCopy" => Self::UploadPartCopy,
            "ListObjects" => Self::ListObjects,
            "ListObjectsV2" => Self::ListObjectsV2,
            "HeadObject" => Self::HeadObject,
            "GetObject" => Self::GetObject,
            "PutObject" => Self::PutObject,
            "CopyObject" => Self::CopyObject,
            "DeleteObject" => Self::DeleteObject,
            "DeleteObjects" => Self::DeleteObjects,
            "CreateMultipartUpload" => Self::CreateMultipartUpload,
            "UploadPart" => Self::UploadPart,
            "CompleteMultipartUpload" => Self::CompleteMultipartUpload,
            "AbortMultipartUpload" => Self::AbortMultipartUpload,
            "ListParts" => Self::ListParts,
            "ListMultipartUploads" => Self::ListMultipartUploads,
            _ => return None,
        })
    }

    /// What has to be allowed before the operation may begin. DeleteObjects asks for each key by itself.
    pub(super) fn needs(self, target: Target<'_>) -> Vec<Request> {
        let object = |action| vec![on_object(action, target.bucket, target.key)];
        let bucket = |action| vec![on_bucket(action, target.bucket)];
        let of_version = target.query.iter().any(|(name, _)| name == "versionId");
        let either = |latest, version| object(if of_version { version } else { latest });
        let put = || {
            let mut needs = object("s3:PutObject");
            needs.extend(
                target
                    .tags
                    .then(|| on_object("s3:PutObjectTagging", target.bucket, target.key)),
            );
            needs
        };
        match self {
            Self::ListBuckets => vec![Request::new("s3:ListAllMyBuckets", "*")],
            Self::CreateBucket => bucket("s3:CreateBucket"),
            Self::DeleteBucket => bucket("s3:DeleteBucket"),
            Self::HeadBucket => bucket("s3:ListBucket"),
            Self::GetBucketLocation => bucket("s3:GetBucketLocation"),
            Self::GetBucketVersioning => bucket("s3:GetBucketVersioning"),
            Self::PutBucketVersioning => bucket("s3:PutBucketVersioning"),
            Self::GetBucketCors => bucket("s3:GetBucketCORS"),
            Self::PutBucketCors | Self::DeleteBucketCors => bucket("s3:PutBucketCORS"),
            Self::ListObjects | Self::ListObjectsV2 => listing("s3:ListBucket", target),
            Self::ListObjectVersions => listing("s3:ListBucketVersions", target),
            Self::ListMultipartUploads => listing("s3:ListBucketMultipartUploads", target),
            Self::HeadObject | Self::GetObject => either("s3:GetObject", "s3:GetObjectVersion"),
            Self::GetObjectAttributes => {
                let mut needs = either("s3:GetObject", "s3:GetObjectVersion");
                needs.extend(either("s3:GetObjectAttributes", "s3:GetObjectVersionAttributes"));
                needs
            }
            Self::GetObjectTagging => either("s3:GetObjectTagging", "s3:GetObjectVersionTagging"),
            Self::PutObjectTagging => either("s3:PutObjectTagging", "s3:PutObjectVersionTagging"),
            Self::DeleteObjectTagging => either("s3:DeleteObjectTagging", "s3:DeleteObjectVersionTagging"),
            Self::RestoreObject => object("s3:RestoreObject"),
            Self::PutObject | Self::CreateMultipartUpload => put(),
            Self::UploadPart | Self::CompleteMultipartUpload => object("s3:PutObject"),
            Self::CopyObject | Self::UploadPartCopy => {
                let mut needs = put();
                if let Some(CopySource::Bucket {
                    bucket,
                    key,
                    version_id,
                }) = target.source
                {
                    let action = match version_id {
                        Some(_) => "s3:GetObjectVersion",
                        None => "s3:GetObject",
                    };
                    needs.insert(0, on_object(action, bucket, key));
                }
                needs
            }
            Self::DeleteObject => either("s3:DeleteObject", "s3:DeleteObjectVersion"),
            Self::DeleteObjects => Vec::new(),
            Self::AbortMultipartUpload => object("s3:AbortMultipartUpload"),
            Self::ListParts => object("s3:ListMultipartUploadParts"),
        }
    }
}

/// An action on one object.
pub(super) fn on_object(action: &str, bucket: &str, key: &str) -> Request {
    Request::new(action, format!("arn:aws:s3:::{bucket}/{key}"))
}

/// Whether a caller may learn that `key` is missing. S3 asks for `s3:ListBucket` with the key as `s3:prefix`.
pub(super) fn to_learn_of(bucket: &str, key: &str) -> Request {
    on_bucket("s3:ListBucket", bucket).with("s3:prefix", key)
}

fn on_bucket(action: &str, bucket: &str) -> Request {
    Request::new(action, format!("arn:aws:s3:::{bucket}"))
}

/// A listing, with the condition keys that the query names.
fn listing(action: &str, target: Target<'_>) -> Vec<Request> {
    let mut request = on_bucket(action, target.bucket);
    for (parameter, key) in [
        ("prefix", "s3:prefix"),
        ("delimiter", "s3:delimiter"),
        ("max-keys", "s3:max-keys"),
    ] {
        if let Some((_, value)) = target.query.iter().find(|(name, _)| name == parameter) {
            request = request.with(key, value.clone());
        }
    }
    vec![request]
}

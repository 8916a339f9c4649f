//! Which IAM actions an S3 operation needs, on which resources and with which condition keys.
//! Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon S3".

use s3s::dto::CopySource;

use crate::iam::Request;

/// The operations that the sandbox has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operation {
    ListBuckets,
    HeadBucket,
    GetBucketLocation,
    ListObjects,
    ListObjectsV2,
    HeadObject,
    GetObject,
    PutObject,
    CopyObject,
    DeleteObject,
    DeleteObjects,
    CreateMultipartUpload,
    UploadPart,
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
}

impl Operation {
    /// The operation of that name in the API reference.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "ListBuckets" => Self::ListBuckets,
            "HeadBucket" => Self::HeadBucket,
            "GetBucketLocation" => Self::GetBucketLocation,
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
        match self {
            Self::ListBuckets => vec![Request::new("s3:ListAllMyBuckets", "*")],
            Self::HeadBucket => vec![on_bucket("s3:ListBucket", target.bucket)],
            Self::GetBucketLocation => vec![on_bucket("s3:GetBucketLocation", target.bucket)],
            Self::ListObjects | Self::ListObjectsV2 => {
                vec![listing(on_bucket("s3:ListBucket", target.bucket), target.query)]
            }
            Self::ListMultipartUploads => {
                vec![listing(
                    on_bucket("s3:ListBucketMultipartUploads", target.bucket),
                    target.query,
                )]
            }
            Self::HeadObject | Self::GetObject => object("s3:GetObject"),
            Self::PutObject
            | Self::CreateMultipartUpload
            | Self::UploadPart
            | Self::CompleteMultipartUpload => object("s3:PutObject"),
            Self::CopyObject => {
                let mut needs = object("s3:PutObject");
                if let Some(CopySource::Bucket { bucket, key, .. }) = target.source {
                    needs.insert(0, on_object("s3:GetObject", bucket, key));
                }
                needs
            }
            Self::DeleteObject => object("s3:DeleteObject"),
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

/// The condition keys of a listing, present only when the query names them.
fn listing(mut request: Request, query: &[(String, String)]) -> Request {
    for (parameter, key) in [
        ("prefix", "s3:prefix"),
        ("delimiter", "s3:delimiter"),
        ("max-keys", "s3:max-keys"),
    ] {
        if let Some((_, value)) = query.iter().find(|(name, _)| name == parameter) {
            request = request.with(key, value.clone());
        }
    }
    request
}

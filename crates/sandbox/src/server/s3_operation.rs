//! Names an S3 request by method, path and query, for planned faults only; what it really is, the S3 service finds
//! out for itself.

use axum::body::Body;
use http::{Method, Request};

/// The operation, if it is one of the common ones.
pub(super) fn name(request: &Request<Body>) -> Option<&'static str> {
    let query = request.uri().query().unwrap_or_default();
    let asks = |name: &str| query.split('&').any(|part| part.split('=').next() == Some(name));
    let path = request.uri().path().trim_start_matches('/');
    // Some clients end a bucket's path with a slash.
    let has_key = path.split_once('/').is_some_and(|(_, key)| !key.is_empty());
    let method = request.method();

    if !has_key {
        return match *method {
            Method::GET if asks("list-type") => Some("ListObjectsV2"),
            Method::GET if asks("uploads") => Some("ListMultipartUploads"),
            Method::GET if asks("versions") => Some("ListObjectVersions"),
            Method::GET if asks("versioning") => Some("GetBucketVersioning"),
            Method::HEAD => Some("HeadBucket"),
            Method::POST if asks("delete") => Some("DeleteObjects"),
            _ => None,
        };
    }
    let copies = request.headers().contains_key("x-amz-copy-source");
    match *method {
        Method::GET if asks("uploadId") => Some("ListParts"),
        Method::GET if asks("tagging") => Some("GetObjectTagging"),
        Method::PUT if asks("tagging") => Some("PutObjectTagging"),
        Method::DELETE if asks("tagging") => Some("DeleteObjectTagging"),
        Method::GET if asks("attributes") => Some("GetObjectAttributes"),
        Method::POST if asks("restore") => Some("RestoreObject"),
        Method::GET => Some("GetObject"),
        Method::HEAD => Some("HeadObject"),
        Method::PUT if asks("partNumber") && copies => Some("UploadPartCopy"),
        Method::PUT if asks("partNumber") => Some("UploadPart"),
        Method::PUT if copies => Some("CopyObject"),
        Method::PUT => Some("PutObject"),
        Method::POST if asks("uploads") => Some("CreateMultipartUpload"),
        Method::POST if asks("uploadId") => Some("CompleteMultipartUpload"),
        Method::DELETE if asks("uploadId") => Some("AbortMultipartUpload"),
        Method::DELETE => Some("DeleteObject"),
        _ => None,
    }
}

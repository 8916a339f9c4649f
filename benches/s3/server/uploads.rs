//! `PutObject` and uploads in parts.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use hyper::{Response, StatusCode};

use super::body::Answer;
use super::objects::{ETAG, Store, tagged};
use super::{MODIFIED, Query, answer, document};

impl Store {
    /// `PutObject` and `UploadPart`.
    pub(super) fn put(&self, path: &str, query: &Query, size: u64) -> Response<Answer> {
        let part = query.get("partNumber").and_then(|number| number.parse().ok());
        let mut kept = self.kept();
        match (query.get("uploadId"), part) {
            (Some(id), Some(part)) => {
                kept.uploads.entry(id.clone()).or_default().insert(part, size);
            }
            _ => {
                kept.objects.insert(path.to_owned(), size);
            }
        }
        tagged(answer(StatusCode::OK, Answer::Document(Default::default())))
    }

    /// `CreateMultipartUpload` and `CompleteMultipartUpload`.
    pub(super) fn post(&self, bucket: &str, key: &str, query: &Query) -> Response<Answer> {
        let mut kept = self.kept();
        let Some(id) = query.get("uploadId") else {
            kept.begun += 1;
            let id = format!("upload-{}", kept.begun);
            kept.uploads.insert(id.clone(), BTreeMap::new());
            return document(format!(
                "<InitiateMultipartUploadResult><Bucket>{bucket}</Bucket><Key>{key}</Key><UploadId>{id}</UploadId>\
                 </InitiateMultipartUploadResult>"
            ));
        };
        let size = kept.uploads.remove(id).unwrap_or_default().values().sum();
        kept.objects.insert(format!("{bucket}/{key}"), size);
        document(format!(
            "<CompleteMultipartUploadResult><Bucket>{bucket}</Bucket><Key>{key}</Key><ETag>{ETAG}</ETag>\
             </CompleteMultipartUploadResult>"
        ))
    }

    /// `ListParts`, all in one page.
    pub(super) fn parts(&self, bucket: &str, key: &str, query: &Query) -> Response<Answer> {
        let id = query.get("uploadId").map(String::as_str).unwrap_or_default();
        let kept = self.kept();
        let Some(parts) = kept.uploads.get(id) else {
            let text = "<Error><Code>NoSuchUpload</Code><Message>There is no such upload.</Message></Error>";
            return answer(StatusCode::NOT_FOUND, Answer::Document(text.into()));
        };
        let mut xml = format!(
            "<ListPartsResult><Bucket>{bucket}</Bucket><Key>{key}</Key><UploadId>{id}</UploadId>\
             <IsTruncated>false</IsTruncated>"
        );
        for (number, size) in parts {
            let _ = write!(
                xml,
                "<Part><PartNumber>{number}</PartNumber><LastModified>{}</LastModified><ETag>{ETAG}</ETag>\
                 <Size>{size}</Size></Part>",
                MODIFIED.0
            );
        }
        xml.push_str("</ListPartsResult>");
        document(xml)
    }

    /// `DeleteObject` and `AbortMultipartUpload`.
    pub(super) fn delete(&self, path: &str, query: &Query) -> Response<Answer> {
        let mut kept = self.kept();
        match query.get("uploadId") {
            Some(id) => drop(kept.uploads.remove(id)),
            None => drop(kept.objects.remove(path)),
        }
        answer(StatusCode::NO_CONTENT, Answer::Document(Default::default()))
    }
}

//! Pages of `ListObjectsV2`.

use std::fmt::Write as _;

use hyper::Response;

use super::body::Answer;
use super::keys::KeySpace;
use super::{MODIFIED, Query, document};

/// Of a page, unless less is asked for.
const MOST: u64 = 1_000;

/// A page of a bucket whose keys are stored nowhere.
pub(super) async fn synthetic(keys: &KeySpace, bucket: &str, query: &Query) -> Response<Answer> {
    tokio::time::sleep(keys.delay).await;
    let text = |name: &str| query.get(name).map(String::as_str).unwrap_or_default();
    let prefix = text("prefix");
    let first = match (text("continuation-token"), text("start-after")) {
        ("", after) => keys.before(|key| key < prefix || key <= after && !after.is_empty()),
        (token, _) => token.parse().unwrap_or(0),
    };
    let rest = first
        + keys
            .before(|key| key < prefix || key.starts_with(prefix))
            .saturating_sub(first);
    let most = text("max-keys").parse().unwrap_or(MOST).min(MOST);
    let mut page = Page::new(bucket, prefix);
    if text("delimiter") == "/" && !prefix.contains('/') && rest > first {
        page.folder("data/");
        return page.end(None);
    }
    let end = rest.min(first + most);
    for n in first..end {
        page.object(&keys.key(n), n % 100_000, n);
    }
    page.end((end < rest).then_some(&end.to_string()))
}

/// A page that is being written.
pub(super) struct Page {
    xml: String,
    keys: u64,
}

impl Page {
    pub(super) fn new(bucket: &str, prefix: &str) -> Self {
        let mut xml = String::with_capacity(400 << 10);
        let _ = write!(
            xml,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>{bucket}</Name>\
             <Prefix>{prefix}</Prefix><MaxKeys>{MOST}</MaxKeys>"
        );
        Self { xml, keys: 0 }
    }

    pub(super) fn object(&mut self, key: &str, size: u64, n: u64) {
        self.keys += 1;
        let _ = write!(
            self.xml,
            "<Contents><Key>{key}</Key><LastModified>{}</LastModified><ETag>&quot;{n:032x}&quot;</ETag>\
             <ChecksumAlgorithm>CRC64NVME</ChecksumAlgorithm><ChecksumType>FULL_OBJECT</ChecksumType>\
             <Size>{size}</Size><StorageClass>STANDARD</StorageClass></Contents>",
            MODIFIED.0
        );
    }

    pub(super) fn folder(&mut self, prefix: &str) {
        self.keys += 1;
        let _ = write!(
            self.xml,
            "<CommonPrefixes><Prefix>{prefix}</Prefix></CommonPrefixes>"
        );
    }

    pub(super) fn end(mut self, next: Option<&str>) -> Response<Answer> {
        if let Some(next) = next {
            let _ = write!(self.xml, "<NextContinuationToken>{next}</NextContinuationToken>");
        }
        let _ = write!(
            self.xml,
            "<KeyCount>{}</KeyCount><IsTruncated>{}</IsTruncated></ListBucketResult>",
            self.keys,
            next.is_some()
        );
        let mut response = document(self.xml);
        let kind = hyper::header::HeaderValue::from_static("application/xml");
        response.headers_mut().insert("content-type", kind);
        response
    }
}

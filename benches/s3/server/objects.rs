//! Objects, of which only the sizes are kept.

use std::collections::{BTreeMap, HashMap};
use std::ops::Bound;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use hyper::http::request::Parts;
use hyper::{Method, Response, StatusCode};

use super::body::{Answer, checksum};
use super::listing::Page;
use super::{MODIFIED, Query, answer};

/// Of every object: it is no MD5.
pub(super) const ETAG: &str = "\"0-1\"";

#[derive(Default)]
pub(super) struct Store(Mutex<Kept>);

#[derive(Default)]
pub(super) struct Kept {
    /// Sizes by bucket and key.
    pub(super) objects: BTreeMap<String, u64>,
    /// Sizes of parts by upload.
    pub(super) uploads: HashMap<String, BTreeMap<u32, u64>>,
    /// How many uploads were begun.
    pub(super) begun: u64,
}

impl Store {
    pub(super) fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// `HeadObject` and `GetObject`.
    pub(super) fn get(&self, path: &str, head: &Parts, sent: Arc<AtomicU64>) -> Response<Answer> {
        let Some(size) = self.kept().objects.get(path).copied() else {
            let text =
                "<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>";
            return answer(StatusCode::NOT_FOUND, Answer::Document(text.into()));
        };
        let header = |name: &str| head.headers.get(name)?.to_str().ok();
        let range = header("range").and_then(|text| text.strip_prefix("bytes=")?.split_once('-'));
        let (at, end) = range.map_or((0, size), |(first, last)| {
            let last = last.parse::<u64>().map_or(size, |last| last + 1);
            (first.parse().unwrap_or(0), last.min(size))
        });
        let body = match head.method {
            Method::HEAD => Answer::Document(Default::default()),
            _ => Answer::Object { at, end, sent },
        };
        let status = match range {
            Some(_) => StatusCode::PARTIAL_CONTENT,
            None => StatusCode::OK,
        };
        let mut response = tagged(answer(status, body));
        let mut set = |name: &'static str, value: String| {
            let value = value.parse().expect("a header");
            response.headers_mut().insert(name, value);
        };
        set("content-length", (end - at).to_string());
        set("accept-ranges", "bytes".to_owned());
        set("content-type", "application/octet-stream".to_owned());
        set("last-modified", MODIFIED.1.to_owned());
        if range.is_some() {
            set(
                "content-range",
                format!("bytes {at}-{}/{size}", end.saturating_sub(1)),
            );
        } else if header("x-amz-checksum-mode").is_some() {
            set("x-amz-checksum-crc64nvme", checksum(size));
            set("x-amz-checksum-type", "FULL_OBJECT".to_owned());
        }
        response
    }

    /// `ListObjectsV2`, flat.
    pub(super) fn list(&self, bucket: &str, query: &Query) -> Response<Answer> {
        let text = |name: &str| query.get(name).map(String::as_str).unwrap_or_default();
        let prefix = format!("{bucket}/{}", text("prefix"));
        let from = match (text("continuation-token"), text("start-after")) {
            ("", "") => Bound::Included(prefix.clone()),
            ("", after) | (after, _) => Bound::Excluded(format!("{bucket}/{after}").max(prefix.clone())),
        };
        let most = text("max-keys").parse().unwrap_or(1_000_usize).min(1_000);
        let kept = self.kept();
        let found = kept.objects.range((from, Bound::Unbounded));
        let mut found = found.take_while(|(path, _)| path.starts_with(&prefix)).peekable();
        let mut page = Page::new(bucket, text("prefix"));
        let mut last = "";
        for (path, size) in found.by_ref().take(most) {
            last = path.get(bucket.len() + 1..).unwrap_or_default();
            page.object(last, *size, 0);
        }
        page.end(found.peek().map(|_| last))
    }
}

pub(super) fn tagged(mut response: Response<Answer>) -> Response<Answer> {
    let tag = hyper::header::HeaderValue::from_static(ETAG);
    response.headers_mut().insert("etag", tag);
    response
}

//! The pretend Amazon S3: buckets over an SQLite index and files. The `s3s` crate speaks the protocol and verifies
//! signatures; this module decides who may do what (`access`), keeps the objects (`storage`) and answers
//! (`bucket`). Bytes stream; no object is ever whole in memory.

mod access;
mod answer;
mod bucket;
mod buckets;
mod checksum;
mod cors;
mod encoding;
mod error;
pub(crate) mod index;
mod listing;
mod permission;
mod post_form;
mod precondition;
mod signature;
mod staging;
mod storage;
mod storage_class;
mod tagging;
mod upload_listing;
mod uploads;
mod version_id;
mod version_listing;

pub(crate) use error::StorageError;
pub(crate) use index::Attributes;
pub(crate) use staging::Staging;
pub(crate) use storage::{Incoming, Storage};
pub(crate) use storage_class::Class;

use std::sync::Arc;

use axum::body::Body;
use http::header::ORIGIN;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode};
use s3s::config::{S3Config, StaticConfigProvider};
use s3s::service::{S3Service, S3ServiceBuilder};

use crate::foundation::Foundation;
use access::{Access, Keys};
use bucket::Bucket;
use buckets::Record;

/// The whole of S3; cheap to clone.
#[derive(Clone)]
pub(crate) struct S3 {
    library: S3Service,
    storage: Storage,
}

impl std::fmt::Debug for S3 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("S3").finish_non_exhaustive()
    }
}

impl S3 {
    pub(crate) fn new(foundation: &Foundation) -> Self {
        let storage = Storage::new(foundation);
        storage.tidy();
        let mut builder = S3ServiceBuilder::new(Bucket::new(storage.clone(), foundation));
        builder.set_auth(Keys(foundation.registry.clone()));
        builder.set_access(Access::new(storage.clone(), foundation));
        builder.set_config(Arc::new(StaticConfigProvider::new(Arc::new(config()))));
        Self {
            library: builder.build(),
            storage,
        }
    }

    /// Whether a bucket's rules let a web page make a request to that path.
    pub(crate) async fn admits(&self, path: String, method: Method, headers: HeaderMap) -> bool {
        let bucket = self.bucket(&path).await;
        bucket.is_some_and(|bucket| cors::allowed(&bucket.cors, &method, &headers).is_some())
    }

    /// Answers a request to any path.
    pub(crate) async fn answer(&self, request: Request<Body>) -> Response<Body> {
        let path = request.uri().path().to_owned();
        let bucket = self.bucket(&path).await;
        let allowed = bucket
            .as_ref()
            .filter(|_| request.headers().contains_key(ORIGIN))
            .and_then(|bucket| cors::allowed(&bucket.cors, request.method(), request.headers()));
        let mut response = match *request.method() {
            Method::OPTIONS => preflight(allowed.is_some()),
            _ => self.library(request).await,
        };
        let headers = response.headers_mut();
        headers.extend(allowed.unwrap_or_default());
        // S3 tells a bucket's region to anybody, with a refusal too.
        if let Some(region) = bucket.and_then(|bucket| HeaderValue::from_str(&bucket.region).ok()) {
            headers.insert("x-amz-bucket-region", region);
        }
        response
    }

    async fn library(&self, request: Request<Body>) -> Response<Body> {
        let request = post_form::with_policy(request).await;
        let response = match self.library.call(request.map(s3s::Body::http_body_unsync)).await {
            Ok(answered) => answered.map(Body::new),
            Err(error) => {
                let source: s3s::StdError = error.into();
                tracing::warn!(%source, "an S3 request could not be answered");
                let mut failed = Response::new(Body::empty());
                *failed.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
                failed
            }
        };
        answer::complete(response).await
    }

    /// The bucket that the path names, if there is one.
    async fn bucket(&self, path: &str) -> Option<Record> {
        let name = path.split('/').nth(1).filter(|name| !name.is_empty())?;
        self.storage.bucket(name).await.ok().flatten()
    }
}

fn preflight(allowed: bool) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    if !allowed {
        *response.status_mut() = StatusCode::FORBIDDEN;
    }
    response
}

/// The library judges age by the system's clock; `access` does it by the sandbox's, so the library's limit is out of
/// reach.
fn config() -> S3Config {
    let mut config = S3Config::default();
    config.presigned_url_max_skew_time_secs = u32::MAX;
    config
}

//! The pretend Amazon S3: one bucket over an SQLite index and files. The `s3s` crate speaks the protocol and verifies
//! signatures; this module decides who may do what (`access`), keeps the objects (`storage`) and answers
//! (`bucket`). Bytes stream; no object is ever whole in memory.

mod access;
mod answer;
mod bucket;
mod checksum;
mod encoding;
mod error;
pub(crate) mod index;
mod listing;
mod permission;
mod precondition;
mod signature;
mod staging;
mod storage;
mod uploads;

pub(crate) use error::StorageError;
pub(crate) use index::Attributes;
pub(crate) use staging::Staging;
pub(crate) use storage::{Incoming, Storage};

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use http::{Request, Response, StatusCode};
use s3s::config::{S3Config, StaticConfigProvider};
use s3s::service::{S3Service, S3ServiceBuilder};

use crate::foundation::Foundation;
use access::{Access, Keys};
use bucket::Bucket;

/// S3 as a router that answers every path.
pub(crate) fn service(foundation: &Foundation) -> Router {
    let storage = Storage::new(foundation);
    storage.tidy();
    let mut builder = S3ServiceBuilder::new(Bucket::new(storage, foundation));
    builder.set_auth(Keys(foundation.registry.clone()));
    builder.set_access(Access::new(foundation));
    builder.set_config(Arc::new(StaticConfigProvider::new(Arc::new(config()))));
    Router::new().fallback(serve).with_state(builder.build())
}

/// The library judges age by the system's clock; `access` does it by the sandbox's, so the library's limit is out of
/// reach.
fn config() -> S3Config {
    let mut config = S3Config::default();
    config.presigned_url_max_skew_time_secs = u32::MAX;
    config
}

async fn serve(State(service): State<S3Service>, request: Request<Body>) -> Response<Body> {
    let response = match service.call(request.map(s3s::Body::http_body_unsync)).await {
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

//! The policy of a form that a browser posts. The library verifies its signature and holds the form's fields and size
//! against its conditions; here it is judged by the sandbox's clock, and read.
//! Source: Amazon S3 API Reference, "Browser-based uploads using POST (AWS Signature Version 4)".

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use http::header::CONTENT_TYPE;
use http::{Method, Request};
use s3s::post_policy::{PostPolicy, PostPolicyCondition};
use s3s::{S3ErrorCode, S3Result};
use time::OffsetDateTime;

use super::error::refusal;

/// The most that a form may weigh, in bytes: the library holds it in memory.
const LARGEST: usize = 64 << 20;
/// What precedes the policy in a form.
const FIELD: &[u8] = b"name=\"policy\"\r\n\r\n";

/// Puts the policy of a form beside the request, since the library does not hand it on. A form that is too large
/// loses its end, and is refused for that.
pub(super) async fn with_policy(request: Request<Body>) -> Request<Body> {
    let kind = request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    let is_form = kind.is_some_and(|kind| kind.starts_with("multipart/form-data"));
    if request.method() != Method::POST || !is_form {
        return request;
    }
    let (mut head, body) = request.into_parts();
    let bytes = to_bytes(body, LARGEST).await.unwrap_or_default();
    let policy = bytes
        .windows(FIELD.len())
        .position(|window| window == FIELD)
        .and_then(|at| {
            let value = &bytes[at + FIELD.len()..];
            let end = value.windows(2).position(|window| window == b"\r\n")?;
            PostPolicy::from_base64(std::str::from_utf8(&value[..end]).ok()?).ok()
        });
    if let Some(policy) = policy {
        head.extensions.insert(Arc::new(policy));
    }
    Request::from_parts(head, Body::from(bytes))
}

/// The value that the policy demands of a field.
pub(super) fn value<'a>(policy: &'a PostPolicy, name: &str) -> Option<&'a str> {
    policy.conditions.iter().find_map(|condition| match condition {
        PostPolicyCondition::Eq { field, value } if field == name => Some(value.as_str()),
        PostPolicyCondition::Eq { .. }
        | PostPolicyCondition::StartsWith { .. }
        | PostPolicyCondition::ContentLengthRange { .. } => None,
    })
}

/// Refuses a policy that has ended.
pub(super) fn check_age(policy: &PostPolicy, now: OffsetDateTime) -> S3Result<()> {
    match now < OffsetDateTime::from(policy.expiration.clone()) {
        true => Ok(()),
        false => Err(refusal(
            S3ErrorCode::AccessDenied,
            "Invalid according to Policy: Policy expired.",
        )),
    }
}

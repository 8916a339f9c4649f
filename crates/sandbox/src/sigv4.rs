//! AWS Signature Version 4 of calls that are not S3's, verified by the sandbox's clock and its own credentials.
//! Source: IAM User Guide, "Create a signed AWS API request". How a fault is worded is each protocol's own.

use std::collections::BTreeMap;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::hmac;
use bytes::Bytes;
use http::HeaderMap;
use http::request::Parts;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use subtle::ConstantTimeEq;
use time::format_description::FormatItem;
use time::macros::format_description;
use time::{Duration, OffsetDateTime, PrimitiveDateTime};

use crate::credentials::Issued;
use crate::db::DatabaseError;
use crate::foundation::Foundation;

const ALGORITHM: &str = "AWS4-HMAC-SHA256";
const AMZ_DATE: &[FormatItem<'_>] = format_description!("[year][month][day]T[hour][minute][second]Z");
/// How far a client's clock may be off.
const SKEW: Duration = Duration::minutes(5);
/// What RFC 3986 leaves as it is.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A request whose body has been read.
#[derive(Debug)]
pub(crate) struct Received {
    pub(crate) head: Parts,
    pub(crate) body: Bytes,
}

/// Who signed.
#[derive(Debug, Clone)]
pub(crate) enum Signer {
    /// The session of a role.
    Session(Box<Issued>),
    /// The IAM user `backend`.
    Backend,
}

/// Why a signature does not count.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SignatureFault {
    #[error("Request is missing Authentication Token")]
    Missing,
    #[error("Authorization header requires existence of {0}.")]
    Incomplete(&'static str),
    #[error("Credential should be scoped to {0}.")]
    Scope(String),
    #[error("The security token included in the request is invalid.")]
    Unknown,
    #[error("The security token included in the request is expired")]
    Expired,
    #[error("{0}")]
    Untimely(String),
    #[error(
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access \
         Key and signing method. Consult the service documentation for details."
    )]
    Mismatch,
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

/// The parts of an `Authorization` header.
#[derive(Debug)]
struct Authorization<'a> {
    access_key_id: &'a str,
    scope: &'a str,
    signed_headers: Vec<&'a str>,
    signature: &'a str,
}

/// Who signed `received` for `service` (as credential scopes name it), if the signature holds.
pub(crate) async fn verify(
    foundation: &Foundation,
    service: &str,
    received: &Received,
) -> Result<Signer, SignatureFault> {
    let headers = &received.head.headers;
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let authorization = Authorization::read(text("authorization").ok_or(SignatureFault::Missing)?)?;
    let date = text("x-amz-date").ok_or(SignatureFault::Incomplete(
        "either a 'X-Amz-Date' or a 'Date' header",
    ))?;
    authorization.check_scope(&foundation.world.region, service, date)?;
    authorization.check_coverage(headers)?;

    let world = &foundation.world;
    let (signer, secret) = if authorization.access_key_id == world.backend_access_key_id {
        (Signer::Backend, world.backend_secret_key.clone())
    } else {
        let found = foundation.registry.find(authorization.access_key_id).await?;
        let issued = found.ok_or(SignatureFault::Unknown)?;
        let token = text("x-amz-security-token").unwrap_or_default();
        let same = token.as_bytes().ct_eq(issued.session_token.expose().as_bytes());
        if !bool::from(same) {
            return Err(SignatureFault::Unknown);
        }
        let secret = issued.secret_key.clone();
        (Signer::Session(Box::new(issued)), secret)
    };
    let expected = authorization.expected(secret.expose(), date, received);
    if !bool::from(expected.as_bytes().ct_eq(authorization.signature.as_bytes())) {
        return Err(SignatureFault::Mismatch);
    }
    let now = foundation.clock.now();
    check_age(date, now)?;
    match &signer {
        Signer::Session(issued) if now >= issued.expires_at => Err(SignatureFault::Expired),
        Signer::Session(_) | Signer::Backend => Ok(signer),
    }
}

impl<'a> Authorization<'a> {
    fn read(header: &'a str) -> Result<Self, SignatureFault> {
        let fields = header.strip_prefix(ALGORITHM).ok_or(SignatureFault::Missing)?;
        let field = |name: &str| {
            fields
                .split(',')
                .find_map(|field| field.trim().strip_prefix(name)?.strip_prefix('='))
        };
        let credential = field("Credential").ok_or(SignatureFault::Incomplete("'Credential' parameter"))?;
        let (access_key_id, scope) = credential
            .split_once('/')
            .ok_or(SignatureFault::Incomplete("a valid 'Credential' parameter"))?;
        Ok(Self {
            access_key_id,
            scope,
            signed_headers: field("SignedHeaders")
                .ok_or(SignatureFault::Incomplete("'SignedHeaders' parameter"))?
                .split(';')
                .collect(),
            signature: field("Signature").ok_or(SignatureFault::Incomplete("'Signature' parameter"))?,
        })
    }

    fn check_scope(&self, region: &str, service: &str, date: &str) -> Result<(), SignatureFault> {
        let wrong = |what: &str| Err(SignatureFault::Scope(what.to_owned()));
        let mut parts = self.scope.split('/');
        let mut part = || parts.next().unwrap_or_default();
        if part() != date.get(..8).unwrap_or("-") {
            return wrong("the day of the request");
        }
        let named = part();
        let global = service == "sts" && named == "us-east-1";
        if named != region && !global {
            return wrong(&format!("a valid region, not '{named}'"));
        }
        if part() != service {
            return wrong(&format!("correct service: '{service}'"));
        }
        if part() != "aws4_request" || parts.next().is_some() {
            return wrong("a valid terminator: 'aws4_request'");
        }
        Ok(())
    }

    /// `host` and every `x-amz-*` header have to be signed.
    fn check_coverage(&self, headers: &HeaderMap) -> Result<(), SignatureFault> {
        let matters = |name: &str| name == "host" || name.starts_with("x-amz-");
        let unsigned = headers
            .keys()
            .map(http::HeaderName::as_str)
            .any(|name| matters(name) && !self.signed_headers.contains(&name));
        if unsigned || !self.signed_headers.contains(&"host") {
            return Err(SignatureFault::Mismatch);
        }
        Ok(())
    }

    /// The signature that this secret makes, in hexadecimal.
    fn expected(&self, secret: &str, date: &str, received: &Received) -> String {
        let canonical = canonical(received, &self.signed_headers);
        let text = format!(
            "{ALGORITHM}\n{date}\n{}\n{}",
            self.scope,
            hex::encode(digest(&SHA256, canonical.as_bytes()))
        );
        let mut key = format!("AWS4{secret}").into_bytes();
        for part in self.scope.split('/') {
            key = keyed(&key, part);
        }
        hex::encode(keyed(&key, &text))
    }
}

/// The canonical request; only S3 leaves the path encoded once.
fn canonical(received: &Received, signed_headers: &[&str]) -> String {
    let Parts {
        method, uri, headers, ..
    } = &received.head;
    let path: Vec<String> = uri
        .path()
        .split('/')
        .map(|segment| utf8_percent_encode(segment, ENCODED).to_string())
        .collect();
    let mut parameters: Vec<(String, String)> = uri
        .query()
        .unwrap_or_default()
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (encoded_again(name), encoded_again(value)))
        .collect();
    parameters.sort();
    let query: Vec<String> = parameters
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let mut lines = BTreeMap::new();
    for name in signed_headers {
        let values: Vec<String> = headers
            .get_all(*name)
            .iter()
            .map(|value| collapsed(&String::from_utf8_lossy(value.as_bytes())))
            .collect();
        lines.insert(*name, values.join(","));
    }
    let headers: String = lines
        .iter()
        .map(|(name, value)| format!("{name}:{value}\n"))
        .collect();
    format!(
        "{method}\n{}\n{}\n{headers}\n{}\n{}",
        path.join("/"),
        query.join("&"),
        signed_headers.join(";"),
        hex::encode(digest(&SHA256, &received.body))
    )
}

fn encoded_again(text: &str) -> String {
    let decoded: Vec<u8> = percent_decode_str(text).collect();
    percent_encoding::percent_encode(&decoded, ENCODED).to_string()
}

fn collapsed(value: &str) -> String {
    value.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn keyed(key: &[u8], text: &str) -> Vec<u8> {
    let key = hmac::Key::new(hmac::HMAC_SHA256, key);
    hmac::sign(&key, text.as_bytes()).as_ref().to_vec()
}

fn check_age(date: &str, now: OffsetDateTime) -> Result<(), SignatureFault> {
    let signed = PrimitiveDateTime::parse(date, AMZ_DATE)
        .map(PrimitiveDateTime::assume_utc)
        .map_err(|_| SignatureFault::Untimely("Date must be in ISO-8601 'basic format'.".to_owned()))?;
    let stamp = |at: OffsetDateTime| at.format(AMZ_DATE).unwrap_or_default();
    let untimely = |text| Err(SignatureFault::Untimely(text));
    if now - signed > SKEW {
        let limit = stamp(now - SKEW);
        untimely(format!(
            "Signature expired: {date} is now earlier than {limit} ({} - 5 min.)",
            stamp(now)
        ))
    } else if signed - now > SKEW {
        let limit = stamp(now + SKEW);
        untimely(format!(
            "Signature not yet current: {date} is still later than {limit} ({} + 5 min.)",
            stamp(now)
        ))
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests;

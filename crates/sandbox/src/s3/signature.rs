//! What SigV4 verification leaves open: the S3 library checks the signature itself; here the request's age is judged
//! by the sandbox's clock, and nothing that matters may be outside the signature.
//! Source: Amazon S3 API Reference, "Authenticating Requests (AWS Signature Version 4)".

use http::{HeaderMap, StatusCode};
use s3s::{S3Error, S3ErrorCode};
use time::format_description::FormatItem;
use time::macros::format_description;
use time::{Duration, OffsetDateTime, PrimitiveDateTime};

use super::error::{invalid_argument, invalid_request, named, refusal};

const AMZ_DATE: &[FormatItem<'_>] = format_description!("[year][month][day]T[hour][minute][second]Z");
/// How far a client's clock may be off.
const SKEW: Duration = Duration::minutes(15);
/// The longest life of a presigned request.
const LONGEST: Duration = Duration::days(7);

/// A request that passed signature verification, as far as it tells about itself.
#[derive(Debug)]
pub(super) struct Signed<'a> {
    presigned: bool,
    scope: Scope<'a>,
    signed_headers: Vec<&'a str>,
    date: OffsetDateTime,
    /// Only of a presigned request.
    valid: Duration,
}

#[derive(Debug)]
struct Scope<'a> {
    region: &'a str,
    service: &'a str,
}

impl<'a> Signed<'a> {
    /// Reads the authorization of a request; Signature Version 2 is refused, and so is a request with more than one
    /// authorization, of which only one would have been verified.
    pub(super) fn read(headers: &'a HeaderMap, query: &'a [(String, String)]) -> Result<Self, S3Error> {
        let in_query = query
            .iter()
            .filter(|(name, _)| name == "X-Amz-Signature" || name == "Signature")
            .count();
        if headers.get_all(http::header::AUTHORIZATION).iter().count() + in_query > 1 {
            return Err(invalid_argument(
                "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string \
                 parameter or the Authorization header should be specified",
            ));
        }
        match headers.get(http::header::AUTHORIZATION) {
            Some(value) => Self::from_header(value.to_str().unwrap_or_default(), headers),
            None => Self::from_query(query),
        }
    }

    fn from_header(authorization: &'a str, headers: &HeaderMap) -> Result<Self, S3Error> {
        let fields = authorization
            .strip_prefix("AWS4-HMAC-SHA256")
            .ok_or_else(unsupported)?;
        let field = |name: &str| {
            fields
                .split(',')
                .find_map(|field| field.trim().strip_prefix(name)?.strip_prefix('='))
        };
        let date = headers.get("x-amz-date").and_then(|value| value.to_str().ok());
        Self::new(false, field("Credential"), field("SignedHeaders"), date, None)
    }

    fn from_query(query: &'a [(String, String)]) -> Result<Self, S3Error> {
        let parameter = |name: &str| {
            query
                .iter()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value.as_str())
        };
        if parameter("X-Amz-Signature").is_none() {
            return Err(unsupported());
        }
        Self::new(
            true,
            parameter("X-Amz-Credential"),
            parameter("X-Amz-SignedHeaders"),
            parameter("X-Amz-Date"),
            parameter("X-Amz-Expires"),
        )
    }

    fn new(
        presigned: bool,
        credential: Option<&'a str>,
        signed_headers: Option<&'a str>,
        date: Option<&str>,
        valid: Option<&str>,
    ) -> Result<Self, S3Error> {
        let mut scope = credential.unwrap_or_default().split('/').skip(2);
        Ok(Self {
            presigned,
            scope: Scope {
                region: scope.next().unwrap_or_default(),
                service: scope.next().unwrap_or_default(),
            },
            signed_headers: signed_headers.unwrap_or_default().split(';').collect(),
            date: date
                .and_then(|date| PrimitiveDateTime::parse(date, AMZ_DATE).ok())
                .map(PrimitiveDateTime::assume_utc)
                .ok_or_else(|| refusal(S3ErrorCode::AccessDenied, "The request has no valid X-Amz-Date"))?,
            valid: Duration::seconds(valid.and_then(|seconds| seconds.parse().ok()).unwrap_or(0)),
        })
    }

    /// The region of the credential scope.
    pub(super) fn region(&self) -> &str {
        self.scope.region
    }

    /// The service of the credential scope has to be ours.
    pub(super) fn check_service(&self) -> Result<(), S3Error> {
        match self.scope.service {
            "s3" => Ok(()),
            _ => Err(refusal(
                S3ErrorCode::AuthorizationHeaderMalformed,
                "The authorization header is malformed; incorrect service. This endpoint belongs to \"s3\".",
            )),
        }
    }

    /// `host` and every `x-amz-*` header have to be signed, and what is signed has to be there.
    pub(super) fn check_coverage(&self, headers: &HeaderMap) -> Result<(), S3Error> {
        let unsigned = headers
            .keys()
            .map(http::HeaderName::as_str)
            .filter(|name| *name == "host" || name.starts_with("x-amz-"))
            .any(|name| !self.signed_headers.contains(&name));
        if unsigned || !self.signed_headers.contains(&"host") {
            return Err(refusal(
                S3ErrorCode::AccessDenied,
                "There were headers present in the request which were not signed",
            ));
        }
        if self
            .signed_headers
            .iter()
            .any(|name| !headers.contains_key(*name))
        {
            return Err(refusal(
                S3ErrorCode::SignatureDoesNotMatch,
                "The request signature we calculated does not match the signature you provided. Check your key and \
                 signing method.",
            ));
        }
        Ok(())
    }

    /// Whether the request is of our time.
    pub(super) fn check_age(&self, now: OffsetDateTime) -> Result<(), S3Error> {
        let age = now - self.date;
        match self.presigned {
            false if age.abs() > SKEW => Err(refusal(
                S3ErrorCode::RequestTimeTooSkewed,
                "The difference between the request time and the current time is too large.",
            )),
            true if !(Duration::ZERO..=LONGEST).contains(&self.valid) => Err(named(
                "AuthorizationQueryParametersError",
                StatusCode::BAD_REQUEST,
                "X-Amz-Expires must be between 0 and a week (in seconds)",
            )),
            true if age > self.valid => Err(refusal(S3ErrorCode::AccessDenied, "Request has expired")),
            true if -age > SKEW => Err(refusal(S3ErrorCode::AccessDenied, "Request is not valid yet")),
            true | false => Ok(()),
        }
    }
}

fn unsupported() -> S3Error {
    invalid_request(
        "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
    )
}

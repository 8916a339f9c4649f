//! From the SDK's errors to facts.

use std::error::Error as StdError;
use std::iter::successors;

use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_s3::config::http::HttpResponse;
use aws_sdk_s3::error::{ConnectorError, ProvideErrorMetadata, SdkError};
use aws_sdk_s3::operation::RequestId;
use aws_sdk_s3::primitives::ByteStreamError;

use super::Error;

/// The largest object of S3, in bytes.
const OBJECT_LIMIT: u64 = crate::transfers::plan::LARGEST;

impl<E> From<SdkError<E, HttpResponse>> for Error
where
    E: ProvideErrorMetadata + RequestId + StdError + Send + Sync + 'static,
{
    fn from(error: SdkError<E, HttpResponse>) -> Self {
        let Some(response) = error.raw_response() else {
            return unanswered(&error);
        };
        let answer = Answer {
            status: response.status().as_u16(),
            region: response.headers().get("x-amz-bucket-region").map(str::to_owned),
            request_id: error.request_id().map(str::to_owned),
        };
        answer.meaning(error.as_service_error().and_then(ProvideErrorMetadata::code))
    }
}

impl Error {
    /// What an error code inside a successful answer says of one of many objects (`DeleteObjects`).
    pub(crate) fn of_code(code: Option<&str>, request_id: Option<&str>) -> Self {
        let answer = Answer {
            status: 200,
            region: None,
            request_id: request_id.map(str::to_owned),
        };
        match code {
            Some("InternalError") => Self::Failing {
                status: 500,
                request_id: answer.request_id,
            },
            Some("NotImplemented") => Self::Failing {
                status: 501,
                request_id: answer.request_id,
            },
            code => answer.meaning(code),
        }
    }
}

impl From<ByteStreamError> for Error {
    fn from(error: ByteStreamError) -> Self {
        let error: &(dyn StdError + 'static) = &error;
        match cause::<aws_smithy_checksums::body::validate::Error>(error) {
            Some(_) => Self::Damaged,
            None => Self::Offline,
        }
    }
}

/// What is known of an answer beside its error code.
struct Answer {
    status: u16,
    region: Option<String>,
    request_id: Option<String>,
}

impl Answer {
    fn meaning(self, code: Option<&str>) -> Error {
        let Self {
            status,
            region,
            request_id,
        } = self;
        match (code.unwrap_or_default(), status) {
            ("AccessDenied" | "AllAccessDisabled" | "AccountProblem" | "Forbidden", _) => {
                Error::Denied { request_id }
            }
            ("NoSuchKey" | "NoSuchVersion" | "NotFound", _) => Error::Gone { request_id },
            ("NoSuchBucket", _) => Error::NoBucket { request_id },
            ("PermanentRedirect" | "TemporaryRedirect" | "AuthorizationHeaderMalformed", _)
            | ("IllegalLocationConstraintException", _) => Error::WrongRegion { region, request_id },
            ("ExpiredToken" | "InvalidToken" | "TokenRefreshRequired" | "InvalidAccessKeyId", _) => {
                Error::Expired { request_id }
            }
            ("SlowDown" | "ServiceUnavailable" | "TooManyRequests" | "RequestTimeout" | "Throttling", _)
            | ("ConditionalRequestConflict" | "OperationAborted", _) => Error::Busy { request_id },
            ("RequestTimeTooSkewed", _) => Error::ClockSkewed { request_id },
            ("PreconditionFailed", _) => Error::Changed { request_id },
            ("InvalidObjectState", _) => Error::Archived { request_id },
            ("BadDigest" | "InvalidDigest" | "XAmzContentChecksumMismatch", _) => Error::Damaged,
            ("EntityTooLarge", _) => Error::TooLarge { limit: OBJECT_LIMIT },
            ("KeyTooLongError", _) => Error::NameTooLong,
            ("", 301 | 307) => Error::WrongRegion { region, request_id },
            ("", 403) => Error::Denied { request_id },
            ("", 404) => Error::Gone { request_id },
            ("", 412) => Error::Changed { request_id },
            (_, 429 | 503) => Error::Busy { request_id },
            (_, 500..=599) => Error::Failing { status, request_id },
            (code, status) => Error::Refused {
                code: code.to_owned(),
                status,
                request_id,
            },
        }
    }
}

/// What kept a request from being answered.
fn unanswered(error: &(dyn StdError + 'static)) -> Error {
    let network = cause::<ConnectorError>(error).is_some_and(|cause| cause.is_io() || cause.is_timeout());
    match cause::<CredentialsError>(error) {
        Some(CredentialsError::CredentialsNotLoaded(_) | CredentialsError::InvalidConfiguration(_)) => {
            Error::Expired { request_id: None }
        }
        Some(CredentialsError::ProviderTimedOut(_)) | None => Error::Offline,
        Some(_) if network => Error::Offline,
        Some(_) => Error::NoCredentials,
    }
}

/// The first error of type `T` in the chain of sources.
fn cause<'a, T: StdError + 'static>(error: &'a (dyn StdError + 'static)) -> Option<&'a T> {
    successors(Some(error), |&error: &&'a (dyn StdError + 'static)| {
        error.source()
    })
    .find_map(|error| error.downcast_ref())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meaning(code: Option<&str>, status: u16) -> Error {
        Answer {
            status,
            region: None,
            request_id: Some("R1".to_owned()),
        }
        .meaning(code)
    }

    #[test]
    fn a_code_of_the_service_says_more_than_its_status() {
        assert!(matches!(
            meaning(Some("NoSuchBucket"), 404),
            Error::NoBucket { .. }
        ));
        assert!(matches!(
            meaning(Some("ExpiredToken"), 400),
            Error::Expired { .. }
        ));
        assert!(matches!(
            meaning(Some("RequestTimeTooSkewed"), 403),
            Error::ClockSkewed { .. }
        ));
        assert!(matches!(meaning(Some("SlowDown"), 503), Error::Busy { .. }));
        assert_eq!(meaning(Some("BadDigest"), 400), Error::Damaged);
    }

    #[test]
    fn an_answer_without_a_body_is_told_by_its_status() {
        assert!(
            matches!(meaning(None, 403), Error::Denied { .. }),
            "HeadObject answers have no body"
        );
        assert!(matches!(meaning(None, 404), Error::Gone { .. }));
        assert!(matches!(meaning(None, 412), Error::Changed { .. }));
        assert!(matches!(meaning(None, 500), Error::Failing { status: 500, .. }));
    }

    #[test]
    fn an_unknown_code_keeps_its_name_and_the_request_id() {
        let error = meaning(Some("MethodNotAllowed"), 405);

        assert_eq!(error.request_id(), Some("R1"));
        assert!(error.to_string().contains("MethodNotAllowed"));
    }
}

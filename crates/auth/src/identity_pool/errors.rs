//! What an error of the identity pool or of STS means. One exception can stand for many situations, so that some are
//! told apart by the service's sentence; it is read here, leniently, and goes no further.

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use aws_types::request_id::RequestId;

use crate::error::{Error, IdentityReason};

pub(super) fn garbled(request_id: Option<String>) -> Error {
    Error::IdentityPool {
        reason: IdentityReason::Unexpected,
        request_id,
    }
}

/// Reads an error of the identity pool.
pub(super) fn read<E>(error: &SdkError<E, HttpResponse>) -> Error
where
    E: ProvideErrorMetadata,
    SdkError<E, HttpResponse>: RequestId,
{
    read_by(error, reason)
}

/// Reads an error of the identity pool where a role was asked for: what has no sentence of its own is about the role.
pub(super) fn read_for_role<E>(error: &SdkError<E, HttpResponse>) -> Error
where
    E: ProvideErrorMetadata,
    SdkError<E, HttpResponse>: RequestId,
{
    read_by(error, |name, message, status| {
        let reason = reason(name, message, status);
        let of_role = reason == IdentityReason::NotAuthorized
            || (reason == IdentityReason::CallRefused && message.contains("role"));
        if of_role {
            IdentityReason::RoleNotAllowed
        } else {
            reason
        }
    })
}

/// Reads an error of STS.
pub(super) fn read_sts<E>(error: &SdkError<E, HttpResponse>) -> Error
where
    E: ProvideErrorMetadata,
    SdkError<E, HttpResponse>: RequestId,
{
    read_by(error, sts)
}

fn read_by<E>(
    error: &SdkError<E, HttpResponse>,
    reason: impl Fn(&str, &str, Option<u16>) -> IdentityReason,
) -> Error
where
    E: ProvideErrorMetadata,
    SdkError<E, HttpResponse>: RequestId,
{
    let request_id = RequestId::request_id(error).map(str::to_owned);
    let status = error.raw_response().map(|response| response.status().as_u16());
    let reason = match error.as_service_error().map(ProvideErrorMetadata::meta) {
        Some(meta) => {
            let message = meta.message().unwrap_or_default().to_lowercase();
            reason(meta.code().unwrap_or_default(), &message, status)
        }
        None if status.is_some_and(|status| status >= 500) => IdentityReason::ServiceFailed,
        None if status.is_some() => IdentityReason::Unexpected,
        None => IdentityReason::Unreachable,
    };
    Error::IdentityPool { reason, request_id }
}

fn reason(name: &str, message: &str, status: Option<u16>) -> IdentityReason {
    match name {
        "NotAuthorizedException" => not_authorized(message),
        "ResourceNotFoundException" if message.starts_with("identity '") => IdentityReason::IdentityNotUsable,
        "ResourceNotFoundException" => IdentityReason::PoolNotFound,
        "InvalidIdentityPoolConfigurationException" => IdentityReason::Roles,
        "ResourceConflictException" => IdentityReason::LinkedElsewhere,
        "LimitExceededException" => IdentityReason::LimitExceeded,
        "TooManyRequestsException" | "ThrottlingException" => IdentityReason::TooManyRequests,
        "ExternalServiceException" => IdentityReason::ProviderFailed,
        "InvalidParameterException" if message.contains("classic") => IdentityReason::BasicFlowOff,
        "InvalidParameterException" => IdentityReason::CallRefused,
        "InternalErrorException" => IdentityReason::ServiceFailed,
        _ if status.is_some_and(|status| status >= 500) => IdentityReason::ServiceFailed,
        _ => IdentityReason::Unexpected,
    }
}

fn sts(name: &str, message: &str, status: Option<u16>) -> IdentityReason {
    match name {
        "ExpiredTokenException" | "ExpiredToken" => IdentityReason::TokenExpired,
        "IDPCommunicationError" => IdentityReason::ProviderFailed,
        "IDPRejectedClaim" => IdentityReason::TokenRefused,
        "InvalidIdentityToken" | "InvalidIdentityTokenException" => IdentityReason::ProviderNotTrusted,
        "PackedPolicyTooLarge" | "PackedPolicyTooLargeException" => IdentityReason::TagsTooLarge,
        "RegionDisabledException" => IdentityReason::RegionDisabled,
        "AccessDenied" | "AccessDeniedException" => IdentityReason::RoleNotTrusting,
        "ValidationError" | "ValidationException" if message.contains("durationseconds") => {
            IdentityReason::DurationTooLong
        }
        "ValidationError" | "ValidationException" | "MalformedPolicyDocument" => IdentityReason::CallRefused,
        "Throttling" | "ThrottlingException" | "TooManyRequestsException" => IdentityReason::TooManyRequests,
        _ if status.is_some_and(|status| status >= 500) => IdentityReason::ServiceFailed,
        _ => IdentityReason::Unexpected,
    }
}

fn not_authorized(message: &str) -> IdentityReason {
    const SENTENCES: [(&str, IdentityReason); 11] = [
        ("token expired", IdentityReason::TokenExpired),
        (
            "not from a supported provider",
            IdentityReason::ProviderNotTrusted,
        ),
        ("assertion has expired", IdentityReason::TokenExpired),
        ("issuer", IdentityReason::ProviderNotTrusted),
        ("audience", IdentityReason::ProviderNotTrusted),
        ("logins don't match", IdentityReason::IdentityNotUsable),
        ("is forbidden", IdentityReason::IdentityNotUsable),
        ("unauthenticated access", IdentityReason::GuestsNotAdmitted),
        ("ambiguous role", IdentityReason::RolesAmbiguous),
        ("invalid login token", IdentityReason::TokenRefused),
        ("invalid saml assertion", IdentityReason::TokenRefused),
    ];
    let known = SENTENCES.into_iter().find(|(part, _)| message.contains(part));
    known.map_or(IdentityReason::NotAuthorized, |(_, reason)| reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_exception_is_told_apart_by_its_sentence() {
        let situations = [
            (
                "Invalid login token. Token expired: 1 >= 0",
                IdentityReason::TokenExpired,
            ),
            (
                "Token is not from a supported provider of this identity pool.",
                IdentityReason::ProviderNotTrusted,
            ),
            (
                "Invalid login token. Issuer doesn't match providerName",
                IdentityReason::ProviderNotTrusted,
            ),
            (
                "Logins don't match. Please include at least one valid login for this identity or identity pool.",
                IdentityReason::IdentityNotUsable,
            ),
            (
                "Access to Identity 'eu-west-1:1' is forbidden.",
                IdentityReason::IdentityNotUsable,
            ),
            (
                "Unauthenticated access is not supported for this identity pool.",
                IdentityReason::GuestsNotAdmitted,
            ),
            (
                "Invalid login token. Incorrect token audience.",
                IdentityReason::ProviderNotTrusted,
            ),
            (
                "Invalid login token. Couldn't verify signed token.",
                IdentityReason::TokenRefused,
            ),
            (
                "The ambiguous role mapping rules for: a provider denied this request.",
                IdentityReason::RolesAmbiguous,
            ),
            ("A sentence of next year", IdentityReason::NotAuthorized),
        ];
        for (sentence, expected) in situations {
            assert_eq!(not_authorized(&sentence.to_lowercase()), expected, "{sentence}");
        }
    }

    #[test]
    fn every_error_of_the_two_calls_means_something() {
        for name in [
            "ExternalServiceException",
            "InternalErrorException",
            "InvalidIdentityPoolConfigurationException",
            "InvalidParameterException",
            "LimitExceededException",
            "NotAuthorizedException",
            "ResourceConflictException",
            "ResourceNotFoundException",
            "TooManyRequestsException",
        ] {
            assert_ne!(reason(name, "", Some(400)), IdentityReason::Unexpected, "{name}");
        }
    }

    #[test]
    fn an_identity_that_is_gone_is_not_a_pool_that_is_gone() {
        let read = |message: &str| reason("ResourceNotFoundException", &message.to_lowercase(), Some(400));
        assert_eq!(
            read("Identity 'eu-west-1:1' not found."),
            IdentityReason::IdentityNotUsable
        );
        assert_eq!(
            read("IdentityPool 'eu-west-1:1' not found."),
            IdentityReason::PoolNotFound
        );
    }

    #[test]
    fn every_error_of_sts_means_something() {
        for (name, message, expected) in [
            ("ExpiredTokenException", "", IdentityReason::TokenExpired),
            ("IDPCommunicationError", "", IdentityReason::ProviderFailed),
            ("IDPRejectedClaim", "", IdentityReason::TokenRefused),
            ("InvalidIdentityToken", "", IdentityReason::ProviderNotTrusted),
            ("MalformedPolicyDocument", "", IdentityReason::CallRefused),
            ("PackedPolicyTooLarge", "", IdentityReason::TagsTooLarge),
            ("RegionDisabledException", "", IdentityReason::RegionDisabled),
            (
                "AccessDenied",
                "not authorized to perform sts:assumerolewithwebidentity",
                IdentityReason::RoleNotTrusting,
            ),
            (
                "ValidationError",
                "the requested durationseconds exceeds the maxsessionduration set for this role.",
                IdentityReason::DurationTooLong,
            ),
            ("ValidationError", "", IdentityReason::CallRefused),
        ] {
            assert_eq!(sts(name, message, Some(400)), expected, "{name}");
        }
        assert_eq!(sts("OfNextYear", "", Some(500)), IdentityReason::ServiceFailed);
        assert_eq!(sts("OfNextYear", "", Some(400)), IdentityReason::Unexpected);
    }

    #[test]
    fn a_pool_whose_basic_flow_is_off_says_so() {
        let message = "basic (classic) flow is not enabled, please use enhanced flow.";
        let read = reason("InvalidParameterException", message, Some(400));
        assert_eq!(read, IdentityReason::BasicFlowOff);
    }
}

//! What an error of the user pool means. One exception can stand for many situations, so that some are told apart by
//! the service's sentence; it is read here, leniently, and goes no further.

mod sentences;

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use aws_types::request_id::RequestId;
use flow::{Reason, Refusal};

use crate::tokens::KeyError;

/// The errors after which a refresh token is of no more use. No other error ends a session.
const FINAL: [&str; 6] = [
    "NotAuthorizedException",
    "TokenRevokedException",
    "UserNotFoundException",
    "PasswordResetRequiredException",
    "UserNotConfirmedException",
    "RefreshTokenReuseException",
];

/// What the token endpoint says of a refresh token that is of no more use (RFC 6749 §5.2).
const INVALID_GRANT: &str = "invalid_grant";

/// Whether this answer to a refresh ends the session. Without an error of the service, it was ended on this device.
pub(crate) fn ends_session(refusal: &Refusal) -> bool {
    match refusal.error.as_deref() {
        Some(error) => {
            FINAL.contains(&error) || (error == INVALID_GRANT && refusal.reason == Reason::SessionEnded)
        }
        None => refusal.reason == Reason::SessionEnded,
    }
}

/// Reads an error. `unsaid` is what `NotAuthorizedException` means where its sentence says nothing known.
pub(crate) fn read<E>(error: &SdkError<E, HttpResponse>, unsaid: Reason) -> Refusal
where
    E: ProvideErrorMetadata,
    SdkError<E, HttpResponse>: RequestId,
{
    let request_id = RequestId::request_id(error).map(str::to_owned);
    let status = error.raw_response().map(|response| response.status().as_u16());
    let mut said = None;
    let (reason, name) = match error.as_service_error().map(ProvideErrorMetadata::meta) {
        Some(meta) => {
            let name = meta.code().unwrap_or_default();
            let message = meta.message().unwrap_or_default();
            let reason = reason(name, message, status, unsaid);
            if reason == Reason::TriggerRefused {
                said = sentences::said(message);
            }
            (reason, (!name.is_empty()).then(|| name.to_owned()))
        }
        None if status.is_some_and(|status| status >= 500) => (Reason::ServiceFailed, None),
        None if status.is_some() => (Reason::Garbled, None),
        None => (Reason::Unreachable, None),
    };
    Refusal {
        reason,
        error: name,
        request_id,
        until: None,
        said,
    }
}

/// What a trigger of the pool says to the person, where a sentence is one of a trigger's.
pub(crate) fn said_by_trigger(sentence: &str) -> Option<String> {
    sentence
        .contains("failed with error")
        .then(|| sentences::said(sentence))
        .flatten()
}

fn reason(name: &str, sentence: &str, status: Option<u16>, unsaid: Reason) -> Reason {
    let message = &sentence.to_ascii_lowercase();
    match name {
        "NotAuthorizedException" => sentences::not_authorized(message).unwrap_or(unsaid),
        "InvalidParameterException" => sentences::invalid_parameter(sentence, message),
        "ResourceNotFoundException" => sentences::not_found(message),

        "UserNotFoundException" if message.contains("failed with error") => Reason::TriggerRefused,
        "UserNotFoundException" => Reason::UnknownUser,
        "UserNotConfirmedException" => Reason::NotConfirmed,
        "PasswordResetRequiredException" if message.contains("security reasons") => {
            Reason::CompromisedPassword
        }
        "PasswordResetRequiredException" => Reason::ResetRequired,

        "CodeMismatchException" => Reason::WrongCode,
        "EnableSoftwareTokenMFAException" => Reason::WrongFirstCode,
        "ExpiredCodeException" if message.contains("already been used") => Reason::UsedCode,
        "ExpiredCodeException" => Reason::ExpiredCode,
        "TooManyFailedAttemptsException" => Reason::TooManyWrongCodes,
        "CodeDeliveryFailureException" => Reason::CodeNotDelivered,

        "InvalidPasswordException" if message.contains("security reasons") => Reason::CompromisedPassword,
        "InvalidPasswordException" => Reason::PasswordRules,
        "PasswordHistoryPolicyViolationException" => Reason::PasswordReused,
        "UsernameExistsException" => Reason::UsernameTaken,
        "AliasExistsException" => Reason::AddressTaken,

        "TooManyRequestsException" | "ThrottlingException" => Reason::TooManyRequests,
        "LimitExceededException" if message.contains("email limit") => Reason::EmailLimit,
        "LimitExceededException" => Reason::LimitExceeded,
        "ConcurrentModificationException" => Reason::Concurrent,

        "UserLambdaValidationException" => Reason::TriggerRefused,
        "UnexpectedLambdaException" | "InvalidLambdaResponseException" => Reason::TriggerFailed,

        "MFAMethodNotFoundException" => Reason::FactorNotFound,
        "SoftwareTokenMFANotFoundException" => Reason::AuthenticatorNotFound,
        "UnsupportedOperationException" => Reason::FlowNotEnabled,
        "UserPoolAddOnNotEnabledException" | "FeatureUnavailableInTierException" => Reason::FeatureOff,
        "OperationNotEnabledException" => Reason::ReadReplica,
        "InvalidUserPoolConfigurationException" => Reason::Configuration,
        "InvalidSmsRoleAccessPolicyException"
        | "InvalidSmsRoleTrustRelationshipException"
        | "InvalidEmailRoleAccessPolicyException" => Reason::MessagesNotSetUp,
        "UnauthorizedException" => Reason::ClientSecret,
        "UnsupportedTokenTypeException" => Reason::CallRefused,
        "DeviceKeyExistsException" => Reason::DeviceKnown,

        "TokenRevokedException" => Reason::SessionRevoked,
        "RefreshTokenReuseException" => Reason::SessionCopied,

        "WebAuthnNotEnabledException" | "WebAuthnConfigurationMissingException" => Reason::PasskeysOff,
        "WebAuthnChallengeNotFoundException" => Reason::PasskeyLapsed,
        "WebAuthnOriginNotAllowedException" | "WebAuthnRelyingPartyMismatchException" => {
            Reason::PasskeyElsewhere
        }
        "WebAuthnClientMismatchException" | "WebAuthnCredentialNotSupportedException" => {
            Reason::PasskeyRefused
        }

        "ForbiddenException" => Reason::Blocked,
        "InternalErrorException" => Reason::ServiceFailed,
        _ if status.is_some_and(|status| status >= 500) => Reason::ServiceFailed,
        _ => Reason::Unexpected,
    }
}

impl From<KeyError> for Reason {
    fn from(error: KeyError) -> Self {
        match error {
            KeyError::Unreachable => Self::Unreachable,
            KeyError::Garbled => Self::Garbled,
        }
    }
}

#[cfg(test)]
mod tests;

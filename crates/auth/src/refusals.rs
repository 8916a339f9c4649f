//! What an error of the user pool means. One exception can stand for many situations, so that some are told apart by
//! the service's sentence; it is read here, leniently, and goes no further.

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

/// Whether this answer to a refresh ends the session.
pub(crate) fn ends_session(refusal: &Refusal) -> bool {
    refusal
        .error
        .as_deref()
        .is_some_and(|error| FINAL.contains(&error))
}

/// Reads an error. `unsaid` is what `NotAuthorizedException` means where its sentence says nothing known.
pub(crate) fn read<E>(error: &SdkError<E, HttpResponse>, unsaid: Reason) -> Refusal
where
    E: ProvideErrorMetadata,
    SdkError<E, HttpResponse>: RequestId,
{
    let request_id = RequestId::request_id(error).map(str::to_owned);
    let status = error.raw_response().map(|response| response.status().as_u16());
    let (reason, name, said) = match error.as_service_error().map(ProvideErrorMetadata::meta) {
        Some(meta) => {
            let name = meta.code().unwrap_or_default();
            let message = meta.message().unwrap_or_default();
            let reason = reason(name, &message.to_lowercase(), status, unsaid);
            let said = said(&reason, message);
            (reason, (!name.is_empty()).then(|| name.to_owned()), said)
        }
        None if status.is_some_and(|status| status >= 500) => (Reason::ServiceFailed, None, None),
        None if status.is_some() => (Reason::Garbled, None, None),
        None => (Reason::Unreachable, None, None),
    };
    Refusal {
        reason,
        error: name,
        request_id,
        until: None,
        said,
    }
}

/// How much of a trigger's sentence is passed on, in characters.
const LONGEST: usize = 300;

/// The sentence that a trigger of the pool addresses to the person, without what the service puts before it, such as
/// `PreSignUp failed with error`.
fn said(reason: &Reason, message: &str) -> Option<String> {
    if *reason != Reason::TriggerRefused {
        return None;
    }
    const BEFORE: &str = "failed with error";
    let own = message
        .find(BEFORE)
        .map_or(message, |at| &message[at + BEFORE.len()..]);
    let plain: String = own
        .trim()
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(LONGEST)
        .collect();
    (!plain.is_empty()).then_some(plain)
}

fn reason(name: &str, message: &str, status: Option<u16>, unsaid: Reason) -> Reason {
    match name {
        "NotAuthorizedException" => not_authorized(message, unsaid),
        "InvalidParameterException" => invalid_parameter(message),
        "UserNotFoundException" if message.contains("failed with error") => Reason::TriggerRefused,
        "UserNotFoundException" => Reason::UnknownUser,
        "UserNotConfirmedException" => Reason::NotConfirmed,
        "PasswordResetRequiredException" if message.contains("security reasons") => {
            Reason::CompromisedPassword
        }
        "PasswordResetRequiredException" => Reason::ResetRequired,
        "CodeMismatchException" | "EnableSoftwareTokenMFAException" => Reason::WrongCode,
        "ExpiredCodeException" if message.contains("already been used") => Reason::UsedCode,
        "ExpiredCodeException" => Reason::ExpiredCode,
        "InvalidPasswordException" if message.contains("security reasons") => Reason::CompromisedPassword,
        "InvalidPasswordException" => Reason::PasswordRules,
        "PasswordHistoryPolicyViolationException" => Reason::PasswordReused,
        "UsernameExistsException" => Reason::UsernameTaken,
        "AliasExistsException" => Reason::AddressTaken,
        "CodeDeliveryFailureException" => Reason::CodeNotDelivered,
        "TooManyFailedAttemptsException" => Reason::TooManyWrongCodes,
        "TooManyRequestsException" | "ThrottlingException" => Reason::TooManyRequests,
        "LimitExceededException" if message.contains("daily email limit") => Reason::EmailLimit,
        "LimitExceededException" => Reason::LimitExceeded,
        "ConcurrentModificationException" => Reason::Concurrent,
        "UserLambdaValidationException" => Reason::TriggerRefused,
        "UnexpectedLambdaException" | "InvalidLambdaResponseException" => Reason::TriggerFailed,
        "ResourceNotFoundException" if message.contains("device does not exist") => Reason::DeviceUnknown,
        "ResourceNotFoundException" => Reason::NotFound,
        "MFAMethodNotFoundException" | "SoftwareTokenMFANotFoundException" => Reason::FactorNotFound,
        "UnsupportedOperationException" => Reason::FlowNotEnabled,
        "UnauthorizedException" => Reason::ClientSecret,
        "TokenRevokedException" | "RefreshTokenReuseException" => Reason::SessionEnded,
        "ForbiddenException" => Reason::Blocked,
        "InvalidSmsRoleAccessPolicyException"
        | "InvalidSmsRoleTrustRelationshipException"
        | "InvalidEmailRoleAccessPolicyException"
        | "InvalidUserPoolConfigurationException"
        | "UserPoolAddOnNotEnabledException"
        | "WebAuthnConfigurationMissingException" => Reason::Configuration,
        "OperationNotEnabledException" => Reason::ReadReplica,
        "WebAuthnNotEnabledException" => Reason::PasskeysOff,
        "WebAuthnChallengeNotFoundException" => Reason::PasskeyLapsed,
        "WebAuthnClientMismatchException"
        | "WebAuthnOriginNotAllowedException"
        | "WebAuthnRelyingPartyMismatchException"
        | "WebAuthnCredentialNotSupportedException" => Reason::PasskeyRefused,
        "InternalErrorException" => Reason::ServiceFailed,
        _ if status.is_some_and(|status| status >= 500) => Reason::ServiceFailed,
        _ => Reason::Unexpected,
    }
}

fn not_authorized(message: &str, unsaid: Reason) -> Reason {
    const SENTENCES: [(&str, Reason); 16] = [
        ("security reasons", Reason::RiskBlocked),
        ("incorrect username or password", Reason::WrongCredentials),
        ("attempts exceeded", Reason::LockedOut),
        ("user is disabled", Reason::Disabled),
        ("invalid session", Reason::ChallengeLapsed),
        ("session is expired", Reason::ChallengeLapsed),
        ("session can only be used once", Reason::ChallengeLapsed),
        ("temporary password has expired", Reason::TemporaryPasswordExpired),
        ("cannot be reset in the current state", Reason::ResetNotPossible),
        ("secret hash", Reason::ClientSecret),
        ("secret was not received", Reason::ClientSecretMissing),
        ("client secret", Reason::ClientSecret),
        ("refresh token", Reason::SessionEnded),
        ("access token", Reason::SessionEnded),
        ("signup is not permitted", Reason::SignUpNotPermitted),
        ("current status is confirmed", Reason::AlreadyConfirmed),
    ];
    let known = SENTENCES.into_iter().find(|(part, _)| message.contains(part));
    known.map_or(unsaid, |(_, reason)| reason)
}

fn invalid_parameter(message: &str) -> Reason {
    if let Some((_, rest)) = message.split_once("did not conform to the schema:") {
        let name = rest
            .split(':')
            .next()
            .map(str::trim)
            .filter(|name| !name.is_empty() && !name.contains(' '));
        return Reason::Attribute(name.map(str::to_owned));
    }
    let has = |part: &str| message.contains(part);
    if has("already confirmed") {
        Reason::AlreadyConfirmed
    } else if has("no registered/verified") {
        Reason::NoVerifiedAddress
    } else if has("flow not enabled") || has("not enabled for the client") || has("method not supported") {
        Reason::FlowNotEnabled
    } else if has("invalid email") {
        Reason::Attribute(Some("email".to_owned()))
    } else if has("invalid phone number") || has("already provided phone number") {
        Reason::Attribute(Some("phone_number".to_owned()))
    } else if has("value at 'password'")
        || has("value at 'newpassword'")
        || has("value at 'proposedpassword'")
    {
        Reason::PasswordRules
    } else {
        Reason::InvalidParameter
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
mod tests {
    use super::*;

    fn refused(error: &str) -> Refusal {
        Refusal {
            reason: Reason::Unexpected,
            error: Some(error.to_owned()),
            request_id: None,
            until: None,
            said: None,
        }
    }

    #[test]
    fn only_the_six_final_errors_end_a_session() {
        for error in FINAL {
            assert!(ends_session(&refused(error)), "{error}");
        }
        for error in [
            "TooManyRequestsException",
            "InternalErrorException",
            "LimitExceededException",
            "Forbidden",
        ] {
            assert!(!ends_session(&refused(error)), "{error}");
        }
        assert!(!ends_session(&Refusal::from(Reason::Unreachable)), "offline");
    }

    #[test]
    fn one_exception_is_told_apart_by_its_sentence() {
        let situations = [
            ("Incorrect username or password.", Reason::WrongCredentials),
            ("Password attempts exceeded", Reason::LockedOut),
            ("User is disabled.", Reason::Disabled),
            (
                "Invalid session for the user, session is expired.",
                Reason::ChallengeLapsed,
            ),
            (
                "Invalid session for the user, session can only be used once.",
                Reason::ChallengeLapsed,
            ),
            (
                "Temporary password has expired and must be reset by an administrator.",
                Reason::TemporaryPasswordExpired,
            ),
            (
                "User password cannot be reset in the current state.",
                Reason::ResetNotPossible,
            ),
            (
                "Unable to verify secret hash for client 1h57kf5cpq17m0eml12EXAMPLE",
                Reason::ClientSecret,
            ),
            (
                "Client 1h57 is configured for secret but secret was not received",
                Reason::ClientSecretMissing,
            ),
            (
                "Unable to login because of security reasons.",
                Reason::RiskBlocked,
            ),
            ("Invalid Refresh Token", Reason::SessionEnded),
            ("Refresh Token has been revoked", Reason::SessionEnded),
            ("Access Token has been revoked", Reason::SessionEnded),
            (
                "SignUp is not permitted for this user pool",
                Reason::SignUpNotPermitted,
            ),
            (
                "User cannot be confirmed. Current status is CONFIRMED",
                Reason::AlreadyConfirmed,
            ),
            ("A sentence of next year", Reason::WrongCredentials),
        ];
        for (sentence, expected) in situations {
            let read = reason(
                "NotAuthorizedException",
                &sentence.to_lowercase(),
                Some(400),
                Reason::WrongCredentials,
            );
            assert_eq!(read, expected, "{sentence}");
        }
    }

    #[test]
    fn what_a_trigger_says_reaches_the_person_without_the_services_own_words() {
        let refused = |message: &str| said(&Reason::TriggerRefused, message);
        assert_eq!(
            refused("PreSignUp failed with error Only staff may join.").as_deref(),
            Some("Only staff may join.")
        );
        assert_eq!(refused("CreateAuthChallenge failed with error ").as_deref(), None);
        assert_eq!(refused("one\ntwo\u{202e}").as_deref(), Some("one two\u{202e}"));
        assert_eq!(
            refused(&"ä".repeat(900)).map(|said| said.chars().count()),
            Some(LONGEST)
        );
        assert_eq!(said(&Reason::Unexpected, "anything else"), None);
    }

    #[test]
    fn a_bad_parameter_names_its_field_where_the_service_does() {
        let situations = [
            (
                "Attributes did not conform to the schema: given_name: The attribute is required",
                Reason::Attribute(Some("given_name".to_owned())),
            ),
            (
                "Invalid email address format.",
                Reason::Attribute(Some("email".to_owned())),
            ),
            (
                "Invalid phone number format.",
                Reason::Attribute(Some("phone_number".to_owned())),
            ),
            ("User is already confirmed.", Reason::AlreadyConfirmed),
            (
                "USER_PASSWORD_AUTH flow not enabled for this client",
                Reason::FlowNotEnabled,
            ),
            (
                "1 validation error detected: Value at 'password' failed to satisfy constraint",
                Reason::PasswordRules,
            ),
            (
                "Cannot reset password for the user as there is no registered/verified email or phone_number",
                Reason::NoVerifiedAddress,
            ),
            ("Something else", Reason::InvalidParameter),
        ];
        for (sentence, expected) in situations {
            assert_eq!(
                invalid_parameter(&sentence.to_lowercase()),
                expected,
                "{sentence}"
            );
        }
    }
}

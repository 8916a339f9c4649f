use std::collections::BTreeSet;

use super::sentences::{invalid_parameter, not_authorized, not_found, said};
use super::*;
use flow::FieldFault;

/// Which exceptions each unsigned call can raise, from the API's model; `tests/interop` holds it against the model.
const CALLS: &str = include_str!("../../tests/unsigned_calls.txt");

fn refused(error: &str) -> Refusal {
    Refusal {
        error: Some(error.to_owned()),
        ..Reason::Unexpected.into()
    }
}

fn exceptions() -> BTreeSet<&'static str> {
    let calls = CALLS.lines().filter_map(|line| line.split_once(": "));
    calls.flat_map(|(_, names)| names.split(' ')).collect()
}

#[test]
fn only_the_six_final_errors_end_a_session() {
    for error in exceptions().into_iter().chain(["ThrottlingException"]) {
        assert_eq!(
            ends_session(&refused(error)),
            FINAL.contains(&error),
            "{error} must not sign anybody out by mistake"
        );
    }
    assert!(ends_session(&refused("TokenRevokedException")));
    assert!(!ends_session(&Refusal::from(Reason::Unreachable)), "offline");
}

#[test]
fn every_exception_of_every_unsigned_call_means_something() {
    assert!(exceptions().len() >= 43, "{}", exceptions().len());
    for name in exceptions() {
        let read = reason(name, "", Some(400), Reason::WrongCredentials);
        assert_ne!(read, Reason::Unexpected, "{name} has no meaning of its own");
        let unknown = reason(
            name,
            "a sentence of next year",
            Some(400),
            Reason::WrongCredentials,
        );
        assert_eq!(read, unknown, "{name} means something whatever its sentence says");
    }
}

#[test]
fn an_exception_of_next_year_is_told_as_such_and_a_failing_service_as_that() {
    let read = |status| reason("BrandNewException", "", Some(status), Reason::WrongCredentials);
    assert_eq!(read(400), Reason::Unexpected);
    assert_eq!(read(503), Reason::ServiceFailed);
}

#[test]
fn not_authorized_is_told_apart_by_its_sentence() {
    let situations = [
        ("Incorrect username or password.", Reason::WrongCredentials),
        ("Password attempts exceeded", Reason::LockedOut),
        ("User is disabled.", Reason::Disabled),
        (
            "Unable to login because of security reasons.",
            Reason::RiskBlocked,
        ),
        (
            "Request not allowed due to security reasons.",
            Reason::RiskBlocked,
        ),
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
        ("Access Token has expired", Reason::SessionEnded),
        ("Invalid Access Token", Reason::SessionEnded),
        ("Invalid Refresh Token", Reason::SessionEnded),
        ("Refresh Token has been revoked", Reason::SessionRevoked),
        ("Access Token has been revoked", Reason::SessionRevoked),
        (
            "SignUp is not permitted for this user pool",
            Reason::SignUpNotPermitted,
        ),
        (
            "User cannot be confirmed. Current status is CONFIRMED",
            Reason::AlreadyConfirmed,
        ),
        (
            "A client attempted to write unauthorized attribute",
            Reason::AttributeFixed(None),
        ),
    ];
    for (sentence, expected) in situations {
        assert_eq!(
            not_authorized(&sentence.to_lowercase()),
            Some(expected),
            "{sentence}"
        );
    }
    assert_eq!(not_authorized("a sentence of next year"), None);
}

#[test]
fn a_bad_parameter_names_its_field_where_the_service_does() {
    let named = |name: &str| Reason::Attribute(Some(name.to_owned()));
    let fixed = |name: &str| Reason::AttributeFixed(Some(name.to_owned()));
    let username = |fault| Reason::Malformed {
        field: "username".to_owned(),
        fault,
    };
    let situations = [
        (
            "Attributes did not conform to the schema: given_name: The attribute is required",
            named("given_name"),
        ),
        (
            "Attributes did not conform to the schema: custom:homeTeam: Too short\n",
            named("custom:homeTeam"),
        ),
        ("Invalid email address format.", named("email")),
        ("Invalid phone number format.", named("phone_number")),
        (
            "Cannot modify an already provided phone number when SMS MFA is enabled.",
            fixed("phone_number"),
        ),
        ("user.email: Attribute cannot be updated.", fixed("email")),
        ("User is already confirmed.", Reason::AlreadyConfirmed),
        (
            "USER_PASSWORD_AUTH flow not enabled for this client",
            Reason::FlowNotEnabled,
        ),
        (
            "USER_AUTH flow not enabled for this client",
            Reason::FlowNotEnabled,
        ),
        (
            "CUSTOM_AUTH is not enabled for the client.",
            Reason::FlowNotEnabled,
        ),
        ("Initiate Auth method not supported.", Reason::FlowNotEnabled),
        (
            "Custom auth lambda trigger is not configured for the user pool.",
            Reason::FlowNotEnabled,
        ),
        (
            "1 validation error detected: Value at 'password' failed to satisfy constraint",
            Reason::PasswordRules,
        ),
        (
            "1 validation error detected: Value at 'userCode' failed to satisfy constraint",
            Reason::WrongCode,
        ),
        (
            "1 validation error detected: Value at 'userName' failed to satisfy constraint",
            named("username"),
        ),
        (
            "Cannot reset password for the user as there is no registered/verified email or phone_number",
            Reason::NoVerifiedAddress,
        ),
        (
            "User does not have delivery config set to turn on SMS_MFA",
            Reason::FactorNotReady,
        ),
        (
            "Username cannot be of email format, since user pool is configured for email alias.",
            username(FieldFault::IsAddress),
        ),
        ("Username should be an email.", username(FieldFault::NotEmail)),
        ("Missing required parameter USERNAME", Reason::CallRefused),
        ("Something else", Reason::InvalidParameter),
    ];
    for (sentence, expected) in situations {
        assert_eq!(
            invalid_parameter(sentence, &sentence.to_ascii_lowercase()),
            expected,
            "{sentence}"
        );
    }
}

#[test]
fn pool_client_and_device_are_missed_each_in_its_own_way() {
    assert_eq!(
        not_found("user pool eu-west-1_abc does not exist."),
        Reason::NotFound
    );
    assert_eq!(
        not_found("user pool client 1h57 does not exist."),
        Reason::ClientNotFound
    );
    assert_eq!(not_found("device does not exist."), Reason::DeviceUnknown);
}

#[test]
fn other_exceptions_with_two_meanings_are_told_apart_as_well() {
    let read = |name: &str, sentence: &str| reason(name, sentence, Some(400), Reason::WrongCredentials);
    assert_eq!(
        read(
            "ExpiredCodeException",
            "Your software token has already been used once."
        ),
        Reason::UsedCode
    );
    assert_eq!(
        read(
            "ExpiredCodeException",
            "Invalid code provided, please request a code again."
        ),
        Reason::ExpiredCode
    );
    assert_eq!(
        read(
            "LimitExceededException",
            "Exceeded daily email limit for the operation or the account."
        ),
        Reason::EmailLimit
    );
    assert_eq!(
        read(
            "LimitExceededException",
            "Attempt limit exceeded, please try after some time."
        ),
        Reason::LimitExceeded
    );
    assert_eq!(
        read(
            "InvalidPasswordException",
            "Provided password cannot be used for security reasons."
        ),
        Reason::CompromisedPassword
    );
    assert_eq!(
        read(
            "UserNotFoundException",
            "UserMigration failed with error Bad password."
        ),
        Reason::TriggerRefused
    );
}

#[test]
fn a_rule_of_the_pool_speaks_in_its_own_words_only() {
    let situations = [
        (
            "PreSignUp failed with error Only people of Acme may join.",
            "Only people of Acme may join.",
        ),
        (
            "PreSignUp failed with error Only people of Acme may join..",
            "Only people of Acme may join.",
        ),
        (
            "CreateAuthChallenge failed with error 'Too many riddles'.",
            "Too many riddles",
        ),
        (
            "UserMigration failed with error Not there, either.",
            "Not there, either.",
        ),
        ("Just a sentence.", "Just a sentence."),
        ("PreSignUp failed with error two\r\nlines\u{7}", "two  lines "),
    ];
    for (message, expected) in situations {
        assert_eq!(said(message).as_deref(), Some(expected), "{message}");
    }
    assert_eq!(said("PreSignUp failed with error "), None);
    let long = format!("PreSignUp failed with error {}", "é".repeat(1000));
    assert_eq!(said(&long).map(|said| said.chars().count()), Some(300));
}

//! Situations that share an exception, told apart by the service's sentence. AWS documents none of them, so that a
//! part of a sentence is enough, in lower case, and one that says nothing known has a meaning, too.

use flow::{FieldFault, Reason};

/// How much of a pool's own sentence is shown, in characters.
const LONGEST: usize = 300;

/// `NotAuthorizedException`; none where its sentence says nothing known.
pub(super) fn not_authorized(message: &str) -> Option<Reason> {
    const SENTENCES: [(&str, Reason); 23] = [
        ("incorrect username or password", Reason::WrongCredentials),
        ("attempts exceeded", Reason::LockedOut),
        ("user is disabled", Reason::Disabled),
        ("security reasons", Reason::RiskBlocked),
        ("invalid session", Reason::ChallengeLapsed),
        ("session is expired", Reason::ChallengeLapsed),
        ("session can only be used once", Reason::ChallengeLapsed),
        ("temporary password has expired", Reason::TemporaryPasswordExpired),
        ("cannot be reset in the current state", Reason::ResetNotPossible),
        ("secret was not received", Reason::ClientSecretMissing),
        ("secret hash", Reason::ClientSecret),
        ("client secret", Reason::ClientSecret),
        ("token has been revoked", Reason::SessionRevoked),
        ("refresh token", Reason::SessionEnded),
        ("access token", Reason::SessionEnded),
        ("signup is not permitted", Reason::SignUpNotPermitted),
        ("current status is confirmed", Reason::AlreadyConfirmed),
        ("unauthorized attribute", Reason::AttributeFixed(None)),
        ("not enabled for", Reason::FlowNotEnabled),
        ("flow not enabled", Reason::FlowNotEnabled),
        ("invalid code or auth state", Reason::WrongCode),
        ("invalid code received", Reason::WrongCode),
        ("device does not exist", Reason::DeviceUnknown),
    ];
    find(message, SENTENCES)
}

/// `ResourceNotFoundException`.
pub(super) fn not_found(message: &str) -> Reason {
    const SENTENCES: [(&str, Reason); 2] = [
        ("device", Reason::DeviceUnknown),
        ("user pool client", Reason::ClientNotFound),
    ];
    find(message, SENTENCES).unwrap_or(Reason::NotFound)
}

/// `InvalidParameterException`. `sentence` is the same in its own letters, because they matter in an attribute's name.
pub(super) fn invalid_parameter(sentence: &str, message: &str) -> Reason {
    const SENTENCES: [(&str, Reason); 12] = [
        ("already confirmed", Reason::AlreadyConfirmed),
        ("no registered/verified", Reason::NoVerifiedAddress),
        ("flow not enabled", Reason::FlowNotEnabled),
        ("not enabled for the client", Reason::FlowNotEnabled),
        ("method not supported", Reason::FlowNotEnabled),
        ("custom auth lambda trigger", Reason::FlowNotEnabled),
        ("delivery config", Reason::FactorNotReady),
        ("not verified software token", Reason::FactorNotReady),
        ("is not verified", Reason::FactorNotReady),
        ("missing required parameter", Reason::CallRefused),
        ("unknown auth flow", Reason::CallRefused),
        ("invalid refresh token", Reason::SessionEnded),
    ];
    if let Some((_, rest)) = sentence.split_once("did not conform to the schema:") {
        return Reason::Attribute(attribute(rest.split(": ").next().unwrap_or_default()));
    }
    if let Some((before, _)) = sentence.split_once(": Attribute cannot be updated") {
        return Reason::AttributeFixed(attribute(before.strip_prefix("user.").unwrap_or(before)));
    }
    find(message, SENTENCES)
        .or_else(|| about_a_field(message))
        .or_else(|| {
            message
                .split_once("value at '")
                .and_then(|(_, rest)| constraint(rest))
        })
        .unwrap_or(Reason::InvalidParameter)
}

/// Sentences about the form of a field.
fn about_a_field(message: &str) -> Option<Reason> {
    let username = |fault| Reason::Malformed {
        field: "username".to_owned(),
        fault,
    };
    let named = |name: &str| Some(name.to_owned());
    let has = |part: &str| message.contains(part);
    if has("already provided phone number") {
        Some(Reason::AttributeFixed(named("phone_number")))
    } else if has("invalid email") {
        Some(Reason::Attribute(named("email")))
    } else if has("invalid phone number") {
        Some(Reason::Attribute(named("phone_number")))
    } else if has("username cannot be of") {
        Some(username(FieldFault::IsAddress))
    } else if has("username should be an email") || has("username should be either") {
        Some(username(FieldFault::NotEmail))
    } else if has("username should be a phone") {
        Some(username(FieldFault::NotPhone))
    } else {
        None
    }
}

/// What follows "1 validation error detected: Value at '", as far as the page has a field for it.
fn constraint(rest: &str) -> Option<Reason> {
    match rest.split('\'').next().unwrap_or_default() {
        "password" | "newpassword" | "proposedpassword" => Some(Reason::PasswordRules),
        "confirmationcode" | "usercode" | "code" => Some(Reason::WrongCode),
        "session" => Some(Reason::ChallengeLapsed),
        "username" => Some(Reason::Attribute(Some("username".to_owned()))),
        _ => None,
    }
}

fn attribute(name: &str) -> Option<String> {
    let name = name.trim();
    (!name.is_empty() && !name.contains(' ')).then(|| name.to_owned())
}

fn find<const LEN: usize>(message: &str, sentences: [(&str, Reason); LEN]) -> Option<Reason> {
    let known = sentences.into_iter().find(|(part, _)| message.contains(part));
    known.map(|(_, reason)| reason)
}

/// What a trigger says to the person, without the service's own words before it, such as "PreSignUp failed with
/// error".
pub(super) fn said(message: &str) -> Option<String> {
    const PREFIX: &str = "failed with error";
    let own = message.split_once(PREFIX).map_or(message, |(_, own)| own);
    let own = own
        .trim_matches(|c: char| c.is_whitespace() || matches!(c, '\'' | '"' | ':'))
        .trim_end_matches("'.");
    let own = own
        .strip_suffix("..")
        .map_or(own.to_owned(), |own| format!("{own}."));
    let own: String = own
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(LONGEST)
        .collect();
    (!own.trim().is_empty()).then_some(own)
}

//! Which field of the form on the screen a refusal belongs to.

use flow::{Question, Reason, State};

/// The field that a refusal belongs to, by its name in the form on the screen.
pub(super) fn field(reason: &Reason, state: &State) -> Option<String> {
    match reason {
        Reason::Empty(name) | Reason::Malformed { field: name, .. } => Some(name.clone()),
        Reason::Attribute(name) | Reason::AttributeFixed(name) => name.clone(),
        Reason::WrongCredentials => Some("password".to_owned()),
        Reason::UnknownUser | Reason::UsernameTaken => Some("username".to_owned()),
        Reason::WrongCode
        | Reason::WrongFirstCode
        | Reason::ExpiredCode
        | Reason::UsedCode
        | Reason::TooManyWrongCodes => Some("code".to_owned()),
        Reason::ProviderNotTrusted => Some("token".to_owned()),
        Reason::PasswordRules | Reason::PasswordReused | Reason::CompromisedPassword => {
            Some(new_password(state).to_owned())
        }
        Reason::AddressTaken
        | Reason::InvalidParameter
        | Reason::NotConfirmed
        | Reason::AlreadyConfirmed
        | Reason::ResetRequired
        | Reason::ResetNotPossible
        | Reason::NoVerifiedAddress
        | Reason::Disabled
        | Reason::TemporaryPasswordExpired
        | Reason::LockedOut
        | Reason::LimitExceeded
        | Reason::TooManyRequests
        | Reason::ChallengeLapsed
        | Reason::SessionEnded
        | Reason::SessionRevoked
        | Reason::SessionCopied
        | Reason::SignUpNotPermitted
        | Reason::FlowNotEnabled
        | Reason::ClientSecret
        | Reason::ClientSecretMissing
        | Reason::ReadReplica
        | Reason::EmailLimit
        | Reason::Concurrent
        | Reason::EmailIsSecondStep
        | Reason::RiskBlocked
        | Reason::PasskeyElsewhere
        | Reason::PasskeysOff
        | Reason::PasskeyRefused
        | Reason::PasskeyLapsed
        | Reason::NotFound
        | Reason::ClientNotFound
        | Reason::DeviceUnknown
        | Reason::DeviceKnown
        | Reason::Configuration
        | Reason::MessagesNotSetUp
        | Reason::FeatureOff
        | Reason::FactorNotFound
        | Reason::AuthenticatorNotFound
        | Reason::FactorNotReady
        | Reason::CodeNotDelivered
        | Reason::TriggerRefused
        | Reason::TriggerFailed
        | Reason::Blocked
        | Reason::Unreachable
        | Reason::ServiceFailed
        | Reason::Garbled
        | Reason::Token(_)
        | Reason::NotPermitted
        | Reason::CallRefused
        | Reason::NoHostedUi
        | Reason::BrowserNotOpened
        | Reason::BrowserDeclined
        | Reason::ProviderRefused
        | Reason::BrowserTimedOut
        | Reason::PortsTaken
        | Reason::RedirectNotRegistered
        | Reason::CodeRefused
        | Reason::ScopeMissing
        | Reason::NoIdentityPool
        | Reason::GuestsOff
        | Reason::UnsupportedChallenge
        | Reason::Unexpected => None,
    }
}

fn new_password(state: &State) -> &'static str {
    match state {
        State::SignUp { .. } => "password",
        State::Answer(
            Question::ResetPassword { .. }
            | Question::Challenge(_)
            | Question::ConfirmSignUp { .. }
            | Question::SetUpTotp { .. },
        )
        | State::Restoring
        | State::SignIn { .. }
        | State::ForgotPassword { .. }
        | State::Browser { .. }
        | State::Guest
        | State::SignedIn { .. } => "newPassword",
    }
}

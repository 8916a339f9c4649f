//! Refusals of the sign-in, in words: one row for each fact. The rows are in the files below, by subject.

mod account;
mod browser;
mod code;
mod field;
mod form;
mod other_ways;
mod passkey;
mod service;

use flow::{Reason, Refusal, State, TokenFault};

use super::Problem;
use super::request::About;
use super::row::Row;
use crate::words::milliseconds;
use field::field;

impl Problem {
    /// Why a step was refused. `state` tells which form is on the screen.
    pub fn of_refusal(refusal: &Refusal, state: &State) -> Self {
        let problem =
            words(refusal, state).problem(field(&refusal.reason, state), refusal.request_id.as_deref());
        Self {
            until: refusal.until.map(milliseconds),
            said: refusal.said.clone(),
            ..problem
        }
    }

    /// The same, with a request to whoever runs the service where only they can help.
    pub(crate) fn of_sign_in(refusal: &Refusal, state: &State, about: &About<'_>) -> Self {
        let problem = Self::of_refusal(refusal, state);
        let request = words(refusal, state).ask.map(|ask| about.request(&problem, ask));
        Self { request, ..problem }
    }
}

fn words(refusal: &Refusal, state: &State) -> Row {
    match &refusal.reason {
        Reason::Empty(_) => form::empty(),
        Reason::Malformed { fault, .. } => form::malformed(*fault),
        Reason::Attribute(_) => form::attribute(),
        Reason::AttributeFixed(_) => form::attribute_fixed(),
        Reason::InvalidParameter => form::parameter(),
        Reason::UsernameTaken => form::username_taken(),
        Reason::AddressTaken => form::address_taken(),
        Reason::Concurrent => form::concurrent(),

        Reason::WrongCode => code::wrong(state),
        Reason::WrongFirstCode => code::first(),
        Reason::ExpiredCode => code::expired(state),
        Reason::UsedCode => code::used(),
        Reason::TooManyWrongCodes => code::too_many_wrong(),
        Reason::CodeNotDelivered => code::not_delivered(),
        Reason::EmailLimit => code::email_limit(),
        Reason::MessagesNotSetUp => code::messages_not_set_up(),
        Reason::FactorNotFound => code::factor_not_found(),
        Reason::AuthenticatorNotFound => code::authenticator_not_found(),
        Reason::FactorNotReady => code::factor_not_ready(),

        Reason::WrongCredentials => account::wrong_credentials(state),
        Reason::UnknownUser => account::unknown_user(),
        Reason::Disabled => account::disabled(),
        Reason::LockedOut => account::locked_out(),
        Reason::NotConfirmed => account::not_confirmed(),
        Reason::AlreadyConfirmed => account::already_confirmed(),
        Reason::ResetRequired => account::reset_required(),
        Reason::ResetNotPossible => account::reset_not_possible(),
        Reason::NoVerifiedAddress => account::no_verified_address(),
        Reason::EmailIsSecondStep => account::email_is_second_step(),
        Reason::TemporaryPasswordExpired => account::temporary_password_expired(),
        Reason::SignUpNotPermitted => account::sign_up_not_permitted(),
        Reason::PasswordRules => account::password_rules(),
        Reason::PasswordReused => account::password_reused(),
        Reason::CompromisedPassword => account::password_compromised(),
        Reason::RiskBlocked => account::risk_blocked(),
        Reason::ChallengeLapsed => account::challenge_lapsed(),
        Reason::SessionEnded => account::session_ended(),
        Reason::SessionRevoked => account::session_revoked(),
        Reason::SessionCopied => account::session_copied(),
        Reason::LimitExceeded => account::limit(),

        Reason::PasskeyElsewhere => passkey::elsewhere(),
        Reason::PasskeysOff => passkey::off(),
        Reason::PasskeyRefused => passkey::refused(),
        Reason::PasskeyLapsed => passkey::lapsed(),
        Reason::DeviceUnknown => passkey::device_unknown(),
        Reason::DeviceKnown => passkey::device_known(),

        Reason::NoHostedUi => browser::none(),
        Reason::BrowserNotOpened => browser::not_opened(),
        Reason::BrowserDeclined => browser::declined(),
        Reason::ProviderRefused => browser::refused(refusal.said.is_some()),
        Reason::BrowserTimedOut => browser::timed_out(),
        Reason::PortsTaken => browser::ports_taken(),
        Reason::RedirectNotRegistered => browser::redirect_not_registered(),
        Reason::CodeRefused => browser::code_refused(),

        Reason::ScopeMissing => other_ways::scope_missing(),
        Reason::NoIdentityPool => other_ways::no_identity_pool(),
        Reason::GuestsOff => other_ways::guests_off(),
        Reason::ProviderNotTrusted => other_ways::provider_not_trusted(),

        Reason::TooManyRequests => service::too_many_requests(),
        Reason::FlowNotEnabled => service::flow_not_enabled(),
        Reason::FeatureOff => service::feature_off(),
        Reason::ClientSecret => service::client_secret(),
        Reason::ClientSecretMissing => service::client_secret_missing(),
        Reason::NotFound => service::not_found(),
        Reason::ClientNotFound => service::client_not_found(),
        Reason::ReadReplica => service::read_replica(),
        Reason::Configuration => service::configuration(),
        Reason::TriggerRefused => service::trigger_refused(refusal.said.is_some()),
        Reason::TriggerFailed => service::trigger_failed(),
        Reason::Blocked => service::blocked(),
        Reason::Unreachable => service::unreachable(),
        Reason::ServiceFailed => service::failed(),
        Reason::Garbled => service::garbled(),
        Reason::Token(TokenFault::Time) => service::clock(),
        Reason::Token(
            TokenFault::Malformed
            | TokenFault::Algorithm
            | TokenFault::UnknownKey
            | TokenFault::Signature
            | TokenFault::Issuer
            | TokenFault::Audience
            | TokenFault::Use
            | TokenFault::Mismatch
            | TokenFault::Nonce,
        ) => service::not_trusted(),
        Reason::UnsupportedChallenge => service::unsupported_challenge(),
        Reason::NotPermitted => service::not_permitted(),
        Reason::CallRefused => service::call_refused(),
        Reason::Unexpected => service::unexpected(),
    }
}

#[cfg(test)]
pub(super) mod tests;

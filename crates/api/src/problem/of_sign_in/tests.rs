use flow::{FieldFault, Reason, TokenFault};

fn malformed(fault: FieldFault) -> Reason {
    Reason::Malformed {
        field: "email".into(),
        fault,
    }
}

/// The fault after `fault`: a new one must be added here, or this does not compile.
fn next_fault(fault: FieldFault) -> Option<FieldFault> {
    match fault {
        FieldFault::TooLong(_) => Some(FieldFault::TooShort(2)),
        FieldFault::TooShort(_) => Some(FieldFault::TooMuch(120)),
        FieldFault::TooMuch(_) => Some(FieldFault::TooLittle(18)),
        FieldFault::TooLittle(_) => Some(FieldFault::Unprintable),
        FieldFault::Unprintable => Some(FieldFault::Blank),
        FieldFault::Blank => Some(FieldFault::IsAddress),
        FieldFault::IsAddress => Some(FieldFault::NotEmail),
        FieldFault::NotEmail => Some(FieldFault::NotPhone),
        FieldFault::NotPhone => Some(FieldFault::NotDate),
        FieldFault::NotDate => Some(FieldFault::NotNumber),
        FieldFault::NotNumber => Some(FieldFault::NotYesNo),
        FieldFault::NotYesNo => Some(FieldFault::NotCallback),
        FieldFault::NotCallback => Some(FieldFault::NotSixDigits),
        FieldFault::NotSixDigits => None,
    }
}

/// The reason after `reason`: a new one must be added here, or this does not compile.
fn next(reason: &Reason) -> Option<Reason> {
    let next = match reason {
        Reason::Empty(_) => malformed(FieldFault::TooLong(128)),
        Reason::Malformed { fault, .. } => next_fault(*fault).map_or(Reason::WrongCredentials, malformed),
        Reason::WrongCredentials => Reason::UnknownUser,
        Reason::UnknownUser => Reason::WrongCode,
        Reason::WrongCode => Reason::ExpiredCode,
        Reason::ExpiredCode => Reason::UsedCode,
        Reason::UsedCode => Reason::WrongFirstCode,
        Reason::WrongFirstCode => Reason::PasswordRules,
        Reason::PasswordRules => Reason::PasswordReused,
        Reason::PasswordReused => Reason::UsernameTaken,
        Reason::UsernameTaken => Reason::AddressTaken,
        Reason::AddressTaken => Reason::Attribute(Some("phone_number".into())),
        Reason::Attribute(_) => Reason::AttributeFixed(Some("phone_number".into())),
        Reason::AttributeFixed(_) => Reason::InvalidParameter,
        Reason::InvalidParameter => Reason::NotConfirmed,
        Reason::NotConfirmed => Reason::AlreadyConfirmed,
        Reason::AlreadyConfirmed => Reason::ResetRequired,
        Reason::ResetRequired => Reason::ResetNotPossible,
        Reason::ResetNotPossible => Reason::NoVerifiedAddress,
        Reason::NoVerifiedAddress => Reason::Disabled,
        Reason::Disabled => Reason::TemporaryPasswordExpired,
        Reason::TemporaryPasswordExpired => Reason::LockedOut,
        Reason::LockedOut => Reason::TooManyWrongCodes,
        Reason::TooManyWrongCodes => Reason::LimitExceeded,
        Reason::LimitExceeded => Reason::TooManyRequests,
        Reason::TooManyRequests => Reason::ChallengeLapsed,
        Reason::ChallengeLapsed => Reason::SessionEnded,
        Reason::SessionEnded => Reason::SessionRevoked,
        Reason::SessionRevoked => Reason::SessionCopied,
        Reason::SessionCopied => Reason::SignUpNotPermitted,
        Reason::SignUpNotPermitted => Reason::FlowNotEnabled,
        Reason::FlowNotEnabled => Reason::ClientSecret,
        Reason::ClientSecret => Reason::ClientSecretMissing,
        Reason::ClientSecretMissing => Reason::ReadReplica,
        Reason::ReadReplica => Reason::EmailLimit,
        Reason::EmailLimit => Reason::Concurrent,
        Reason::Concurrent => Reason::EmailIsSecondStep,
        Reason::EmailIsSecondStep => Reason::CompromisedPassword,
        Reason::CompromisedPassword => Reason::RiskBlocked,
        Reason::RiskBlocked => Reason::PasskeyElsewhere,
        Reason::PasskeyElsewhere => Reason::PasskeysOff,
        Reason::PasskeysOff => Reason::PasskeyRefused,
        Reason::PasskeyRefused => Reason::PasskeyLapsed,
        Reason::PasskeyLapsed => Reason::NotFound,
        Reason::NotFound => Reason::ClientNotFound,
        Reason::ClientNotFound => Reason::DeviceUnknown,
        Reason::DeviceUnknown => Reason::DeviceKnown,
        Reason::DeviceKnown => Reason::Configuration,
        Reason::Configuration => Reason::MessagesNotSetUp,
        Reason::MessagesNotSetUp => Reason::FeatureOff,
        Reason::FeatureOff => Reason::FactorNotFound,
        Reason::FactorNotFound => Reason::AuthenticatorNotFound,
        Reason::AuthenticatorNotFound => Reason::FactorNotReady,
        Reason::FactorNotReady => Reason::CodeNotDelivered,
        Reason::CodeNotDelivered => Reason::TriggerRefused,
        Reason::TriggerRefused => Reason::TriggerFailed,
        Reason::TriggerFailed => Reason::Blocked,
        Reason::Blocked => Reason::Unreachable,
        Reason::Unreachable => Reason::ServiceFailed,
        Reason::ServiceFailed => Reason::Garbled,
        Reason::Garbled => Reason::Token(TokenFault::Time),
        Reason::Token(TokenFault::Time) => Reason::Token(TokenFault::Signature),
        Reason::Token(_) => Reason::NotPermitted,
        Reason::NotPermitted => Reason::CallRefused,
        Reason::CallRefused => Reason::NoHostedUi,
        Reason::NoHostedUi => Reason::BrowserNotOpened,
        Reason::BrowserNotOpened => Reason::BrowserDeclined,
        Reason::BrowserDeclined => Reason::ProviderRefused,
        Reason::ProviderRefused => Reason::BrowserTimedOut,
        Reason::BrowserTimedOut => Reason::PortsTaken,
        Reason::PortsTaken => Reason::RedirectNotRegistered,
        Reason::RedirectNotRegistered => Reason::CodeRefused,
        Reason::CodeRefused => Reason::ScopeMissing,
        Reason::ScopeMissing => Reason::NoIdentityPool,
        Reason::NoIdentityPool => Reason::GuestsOff,
        Reason::GuestsOff => Reason::ProviderNotTrusted,
        Reason::ProviderNotTrusted => Reason::UnsupportedChallenge,
        Reason::UnsupportedChallenge => Reason::Unexpected,
        Reason::Unexpected => return None,
    };
    Some(next)
}

pub(in crate::problem) fn all() -> Vec<Reason> {
    std::iter::successors(Some(Reason::Empty("email".into())), next).collect()
}

use flow::{Reason, TokenFault};

/// The reason after `reason`: a new one must be added here, or this does not compile.
fn next(reason: &Reason) -> Option<Reason> {
    let next = match reason {
        Reason::Empty(_) => Reason::WrongCredentials,
        Reason::WrongCredentials => Reason::UnknownUser,
        Reason::UnknownUser => Reason::WrongCode,
        Reason::WrongCode => Reason::ExpiredCode,
        Reason::ExpiredCode => Reason::UsedCode,
        Reason::UsedCode => Reason::PasswordRules,
        Reason::PasswordRules => Reason::PasswordReused,
        Reason::PasswordReused => Reason::UsernameTaken,
        Reason::UsernameTaken => Reason::AddressTaken,
        Reason::AddressTaken => Reason::Attribute(Some("phone_number".into())),
        Reason::Attribute(_) => Reason::InvalidParameter,
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
        Reason::SessionEnded => Reason::SignUpNotPermitted,
        Reason::SignUpNotPermitted => Reason::FlowNotEnabled,
        Reason::FlowNotEnabled => Reason::ClientSecret,
        Reason::ClientSecret => Reason::NotFound,
        Reason::NotFound => Reason::Configuration,
        Reason::Configuration => Reason::FactorNotFound,
        Reason::FactorNotFound => Reason::CodeNotDelivered,
        Reason::CodeNotDelivered => Reason::TriggerRefused,
        Reason::TriggerRefused => Reason::TriggerFailed,
        Reason::TriggerFailed => Reason::Blocked,
        Reason::Blocked => Reason::Unreachable,
        Reason::Unreachable => Reason::ServiceFailed,
        Reason::ServiceFailed => Reason::Garbled,
        Reason::Garbled => Reason::Token(TokenFault::Time),
        Reason::Token(TokenFault::Time) => Reason::Token(TokenFault::Signature),
        Reason::Token(_) => Reason::UnsupportedChallenge,
        Reason::UnsupportedChallenge => Reason::Unexpected,
        Reason::Unexpected => return None,
    };
    Some(next)
}

pub(in crate::problem) fn all() -> Vec<Reason> {
    std::iter::successors(Some(Reason::Empty("email".into())), next).collect()
}

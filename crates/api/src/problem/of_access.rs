//! Failures between the sign-in and the files, in words.

use auth::{Error, IdentityReason};
use flow::State;

use super::row::{Row, row};
use super::{Fault, Problem, ProblemCode as Code, Retry};

impl Problem {
    /// Why an identity or a token could not be had.
    pub fn of_access(error: &Error) -> Self {
        match error {
            Error::NotSignedIn => Fault::SignedOut.into(),
            Error::Closed => Fault::Closing.into(),
            Error::NoIdentityPool => Self::of_identity(IdentityReason::PoolNotFound, None),
            Error::UserPool(refusal) => Self::of_refusal(refusal, &State::Restoring),
            Error::IdentityPool { reason, request_id } => Self::of_identity(*reason, request_id.as_deref()),
        }
    }

    fn of_identity(reason: IdentityReason, request_id: Option<&str>) -> Self {
        words(reason).problem(None, request_id)
    }
}

const ASK: &str = "Ask whoever runs this service.";

fn words(reason: IdentityReason) -> Row {
    use Retry::{Later, No, Now};
    match reason {
        IdentityReason::TokenExpired => row(
            Code::SessionEnded,
            "Access has ended",
            "Your access to the files has ended.",
            "Try again. If it stays so, sign in once more.",
            Now,
        ),
        IdentityReason::ProviderNotTrusted => row(
            Code::ConnectionWrong,
            "Connection not right",
            "The files of this connection belong to another sign-in.",
            "Check the connection.",
            No,
        ),
        IdentityReason::IdentityNotUsable => row(
            Code::Denied,
            "No access",
            "Your access to the files was taken away or belongs to somebody else.",
            "Try again. If it stays so, ask whoever runs this service.",
            Now,
        ),
        IdentityReason::GuestsNotAdmitted => row(
            Code::SignedOut,
            "Not signed in",
            "The files are not open to guests.",
            "Sign in.",
            No,
        ),
        IdentityReason::NotAuthorized => row(
            Code::Denied,
            "No access",
            "The service gives you no access to the files.",
            ASK,
            No,
        ),
        IdentityReason::TokenRefused => row(
            Code::ConnectionWrong,
            "Proof not accepted",
            "What another sign-in has given you does not count here: it may be damaged, or meant for another app.",
            "Get a new one for this app, then try again.",
            No,
        ),
        IdentityReason::RoleNotAllowed => row(
            Code::Denied,
            "Role not allowed",
            "This role is none of those that you have.",
            "Choose another role. Until then the service chooses.",
            No,
        ),
        IdentityReason::RolesAmbiguous => row(
            Code::Denied,
            "No single role",
            "Your groups bring several roles, or none, and the service takes none of them by itself.",
            "Choose a role, or ask whoever runs this service to say which group comes first.",
            No,
        ),
        IdentityReason::RoleNotTrusting => row(
            Code::ConnectionWrong,
            "Role not open to you",
            "The role does not trust this sign-in.",
            "Choose another role, or ask whoever runs this service to look at the role’s trust policy.",
            No,
        ),
        IdentityReason::DurationTooLong => row(
            Code::ConnectionWrong,
            "Connection not right",
            "The connection asks for access that lasts longer than the role allows.",
            "Shorten the duration in the connection.",
            No,
        ),
        IdentityReason::TagsTooLarge => row(
            Code::ConnectionWrong,
            "Too much about you",
            "The service tells more about you than fits into one session.",
            "Ask whoever runs this service to pass on fewer attributes.",
            No,
        ),
        IdentityReason::RegionDisabled => row(
            Code::ConnectionWrong,
            "Region not in use",
            "The service does not use this region.",
            "Check the region in the connection.",
            No,
        ),
        IdentityReason::BasicFlowOff => row(
            Code::ConnectionWrong,
            "Connection not right",
            "The connection names a role itself, and the service wants to choose it.",
            "Choose the enhanced flow in the connection, or ask whoever runs this service to allow the basic one.",
            No,
        ),
        IdentityReason::Roles => row(
            Code::ConnectionWrong,
            "Service not fully set up",
            "The service has not decided what you may do with the files.",
            ASK,
            No,
        ),
        IdentityReason::LinkedElsewhere => row(
            Code::Denied,
            "No access",
            "Your account is linked to somebody else’s files.",
            ASK,
            No,
        ),
        IdentityReason::PoolNotFound => row(
            Code::ConnectionWrong,
            "Connection not right",
            "This connection does not say how to get at the files, or says it wrongly.",
            "Check the connection.",
            No,
        ),
        IdentityReason::LimitExceeded => row(
            Code::RefusedByService,
            "No room for more people",
            "The service holds as many people as it can.",
            ASK,
            No,
        ),
        IdentityReason::TooManyRequests => row(
            Code::TooManyTries,
            "The service is busy",
            "The service asks to slow down.",
            "Wait a few seconds, then try again.",
            Later,
        ),
        IdentityReason::Unreachable => row(
            Code::Offline,
            "No connection",
            "The service cannot be reached.",
            "Check the connection to the network, then try again.",
            Now,
        ),
        IdentityReason::ProviderFailed => row(
            Code::ServiceTrouble,
            "The service is in trouble",
            "The sign-in that the files rely on does not answer.",
            "Try again in a while. You stay signed in.",
            Later,
        ),
        IdentityReason::CallRefused => row(
            Code::Unexpected,
            "The app’s mistake",
            "The app asked for something that the service does not take. It is not your fault.",
            "Check the connection. If it stays so, tell whoever runs this service and give them the reference.",
            No,
        ),
        IdentityReason::ServiceFailed => row(
            Code::ServiceTrouble,
            "The service is in trouble",
            "The service could not do what it was asked.",
            "Try again in a while.",
            Later,
        ),
        IdentityReason::Unexpected => row(
            Code::Unexpected,
            "Something went wrong",
            "The service refused, and this app does not know why.",
            "Try again. If it stays so, ask whoever runs this service and give them the reference.",
            Now,
        ),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use auth::IdentityReason;

    /// The reason after `reason`: a new one must be added here, or this does not compile.
    fn next(reason: &IdentityReason) -> Option<IdentityReason> {
        match reason {
            IdentityReason::TokenExpired => Some(IdentityReason::ProviderNotTrusted),
            IdentityReason::ProviderNotTrusted => Some(IdentityReason::IdentityNotUsable),
            IdentityReason::IdentityNotUsable => Some(IdentityReason::GuestsNotAdmitted),
            IdentityReason::GuestsNotAdmitted => Some(IdentityReason::NotAuthorized),
            IdentityReason::NotAuthorized => Some(IdentityReason::TokenRefused),
            IdentityReason::TokenRefused => Some(IdentityReason::RoleNotAllowed),
            IdentityReason::RoleNotAllowed => Some(IdentityReason::RolesAmbiguous),
            IdentityReason::RolesAmbiguous => Some(IdentityReason::RoleNotTrusting),
            IdentityReason::RoleNotTrusting => Some(IdentityReason::DurationTooLong),
            IdentityReason::DurationTooLong => Some(IdentityReason::TagsTooLarge),
            IdentityReason::TagsTooLarge => Some(IdentityReason::RegionDisabled),
            IdentityReason::RegionDisabled => Some(IdentityReason::BasicFlowOff),
            IdentityReason::BasicFlowOff => Some(IdentityReason::Roles),
            IdentityReason::Roles => Some(IdentityReason::LinkedElsewhere),
            IdentityReason::LinkedElsewhere => Some(IdentityReason::PoolNotFound),
            IdentityReason::PoolNotFound => Some(IdentityReason::LimitExceeded),
            IdentityReason::LimitExceeded => Some(IdentityReason::TooManyRequests),
            IdentityReason::TooManyRequests => Some(IdentityReason::Unreachable),
            IdentityReason::Unreachable => Some(IdentityReason::ServiceFailed),
            IdentityReason::ServiceFailed => Some(IdentityReason::ProviderFailed),
            IdentityReason::ProviderFailed => Some(IdentityReason::CallRefused),
            IdentityReason::CallRefused => Some(IdentityReason::Unexpected),
            IdentityReason::Unexpected => None,
        }
    }

    pub(in crate::problem) fn all() -> Vec<IdentityReason> {
        std::iter::successors(Some(IdentityReason::TokenExpired), next).collect()
    }
}

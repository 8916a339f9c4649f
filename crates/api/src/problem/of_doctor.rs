//! What the doctor finds, in words for whoever sets up a connection: what is wrong, and what to change where.

use super::row::{Row, row};
use super::{Problem, ProblemCode as Code, Retry};
use crate::doctor::{Finding, Unknown};

impl Problem {
    /// A mistake, with the field to mend.
    pub fn of_finding(finding: &Finding, field: Option<&str>) -> Self {
        words(finding).problem(field.map(str::to_owned), None)
    }

    /// Why a check has no result.
    pub fn of_unknown(why: Unknown) -> Self {
        unknown(why).problem(None, None)
    }
}

fn wrong(title: &'static str, detail: &'static str, hint: &'static str) -> Row {
    row(Code::ConnectionWrong, title, detail, hint, Retry::Edit)
}

#[allow(clippy::too_many_lines, reason = "a table")]
fn words(finding: &Finding) -> Row {
    match finding {
        Finding::Offline => row(
            Code::Offline,
            "No connection",
            "Neither this connection’s service nor AWS elsewhere can be reached.",
            "Check the connection to the network, then test again.",
            Retry::Now,
        ),
        Finding::CaptivePortal => row(
            Code::Offline,
            "Somebody else answers",
            "Something on the way answers in the service’s place: the sign-in page of a network, or a proxy.",
            "Open any page in a browser and sign in to the network, or ask whoever runs the proxy.",
            Retry::Now,
        ),
        Finding::EndpointSilent => wrong(
            "Nobody answers there",
            "The address that is given for the user pool does not answer.",
            "Check the address and that the emulator runs.",
        ),
        Finding::RegionUnknown => wrong(
            "No such region",
            "AWS can be reached, but not in this region.",
            "Correct the region; it is the part of the user pool’s id before the underscore.",
        ),
        Finding::RegionMismatch(by_id) => {
            wrong("Another region", "", "Take the region from the user pool’s id.")
                .saying(format!("The user pool’s id says that it is in {by_id}."))
        }
        Finding::UserPoolUnknown => wrong(
            "No such user pool",
            "There is no user pool of this id in this region.",
            "Copy the id from the AWS console; capital letters matter.",
        ),
        Finding::ClockOff(ahead) => row(
            Code::ClockWrong,
            "The clock is off",
            "",
            "Let the computer set its clock by itself.",
            Retry::Now,
        )
        .saying(clock(*ahead)),
        Finding::ClientUnknown => wrong(
            "No such app client",
            "The user pool has no app client of this id.",
            "Copy the client id from the user pool’s app clients.",
        ),
        Finding::SecretNeeded => wrong(
            "The secret is missing",
            "The app client has a secret, and the connection does not.",
            "Enter the client’s secret, or make an app client without one.",
        ),
        Finding::SecretWrong => wrong(
            "Another secret",
            "The app client has a secret, and it is not this one.",
            "Copy the client’s secret anew.",
        ),
        Finding::SecretNotWanted => wrong(
            "No secret wanted",
            "The app client has no secret, and the connection sends one.",
            "Take the secret out.",
        ),
        Finding::FlowOff(flow) => wrong(
            "Switched off there",
            "",
            "Choose another way of signing in, or switch this one on in the app client.",
        )
        .saying(format!("The app client does not have ALLOW_{flow}.")),
        Finding::HostedDomainWrong => wrong(
            "No sign-in page there",
            "Nobody answers as the user pool’s sign-in page at this domain.",
            "Copy the domain from the user pool’s settings; it ends with amazoncognito.com unless it is your own.",
        ),
        Finding::HostedClientUnknown => wrong(
            "Another user pool’s page",
            "The sign-in page at this domain does not know the app client.",
            "Check the domain and the client id: both have to be of the same user pool.",
        ),
        Finding::RedirectNotRegistered(uri) => wrong(
            "The browser may not return here",
            "",
            "Add exactly this address to the app client’s callbacks, or take it out here.",
        )
        .saying(format!("The app client’s callbacks do not have {uri}.")),
        Finding::ScopesRefused => wrong(
            "Too much is asked for",
            "The app client may not ask for one of these scopes.",
            "Take out what the app client does not allow, or allow it there.",
        ),
        Finding::IdentityPoolUnknown => wrong(
            "No such identity pool",
            "There is no identity pool of this id.",
            "Copy the id from the AWS console: a region, a colon and a long number.",
        ),
        Finding::GuestsClosed => wrong(
            "No guests",
            "The identity pool does not let anybody in who has not signed in.",
            "Switch guests off here, or guest access on in the identity pool.",
        ),
        Finding::ClientNotTrusted => wrong(
            "The identity pool does not know this client",
            "This user pool and app client are not among the identity pool’s providers.",
            "Add both to the identity pool’s providers, or correct its id here.",
        ),
        Finding::RoleUnusable => wrong(
            "No role",
            "The identity pool has no role to give, or the role does not trust this identity pool. AWS answers both alike.",
            "Check the roles of the identity pool, and that the role’s trust policy names its id as audience.",
        ),
        Finding::TrustPolicy => wrong(
            "The role cannot be taken on",
            "The role’s trust policy does not let this identity pool’s people take it on, or there is no such role.",
            "Check the role’s name and its trust policy.",
        ),
        Finding::BasicFlowOff => wrong(
            "The basic flow is off",
            "The identity pool does not allow the basic flow.",
            "Choose the enhanced flow here, or allow the basic one there.",
        ),
        Finding::BucketUnknown => wrong(
            "No such bucket",
            "There is no bucket of this name.",
            "Check the name; it is the same all over the world.",
        ),
        Finding::BucketElsewhere(region) => wrong(
            "Another region",
            "",
            "Set the bucket’s region here; it may differ from the user pool’s.",
        )
        .saying(format!("The bucket is in {region}.")),
        Finding::PrefixDenied => wrong(
            "Not for this person",
            "The role of whoever is signed in may not list this place.",
            "Check the prefix, and what the role’s policy allows: it compares with the identity’s id, not the user’s.",
        ),
    }
}

fn clock(ahead: i64) -> String {
    let minutes = ahead.unsigned_abs() / 60;
    let side = if ahead > 0 { "ahead of" } else { "behind" };
    format!("This computer’s clock is {minutes} minutes {side} the service’s.")
}

fn unknown(why: Unknown) -> Row {
    let skipped = |title, detail, hint| row(Code::CheckSkipped, title, detail, hint, Retry::No);
    match why {
        Unknown::NotSet => skipped("Not set up", "The connection does not have this.", ""),
        Unknown::NotSignedIn => skipped(
            "Signed in only",
            "Only somebody who is signed in to this connection can find out.",
            "Sign in, then test again.",
        ),
        Unknown::Earlier => skipped("Not yet", "Something before this has to be right first.", ""),
        Unknown::CannotTell => skipped("Cannot tell", "What the service answers does not tell.", ""),
        Unknown::ServiceTrouble => skipped(
            "No answer",
            "The service does not answer, or asks to slow down.",
            "Test again in a while.",
        ),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use crate::doctor::{Finding, Unknown};

    /// The finding after `finding`: a new one must be added here, or this does not compile.
    fn next(finding: &Finding) -> Option<Finding> {
        match finding {
            Finding::Offline => Some(Finding::CaptivePortal),
            Finding::CaptivePortal => Some(Finding::EndpointSilent),
            Finding::EndpointSilent => Some(Finding::RegionUnknown),
            Finding::RegionUnknown => Some(Finding::RegionMismatch("eu-west-1".to_owned())),
            Finding::RegionMismatch(_) => Some(Finding::UserPoolUnknown),
            Finding::UserPoolUnknown => Some(Finding::ClockOff(-3600)),
            Finding::ClockOff(_) => Some(Finding::ClientUnknown),
            Finding::ClientUnknown => Some(Finding::SecretNeeded),
            Finding::SecretNeeded => Some(Finding::SecretWrong),
            Finding::SecretWrong => Some(Finding::SecretNotWanted),
            Finding::SecretNotWanted => Some(Finding::FlowOff("USER_SRP_AUTH".to_owned())),
            Finding::FlowOff(_) => Some(Finding::HostedDomainWrong),
            Finding::HostedDomainWrong => Some(Finding::HostedClientUnknown),
            Finding::HostedClientUnknown => Some(Finding::RedirectNotRegistered(
                "http://localhost:17643/callback".to_owned(),
            )),
            Finding::RedirectNotRegistered(_) => Some(Finding::ScopesRefused),
            Finding::ScopesRefused => Some(Finding::IdentityPoolUnknown),
            Finding::IdentityPoolUnknown => Some(Finding::GuestsClosed),
            Finding::GuestsClosed => Some(Finding::ClientNotTrusted),
            Finding::ClientNotTrusted => Some(Finding::RoleUnusable),
            Finding::RoleUnusable => Some(Finding::TrustPolicy),
            Finding::TrustPolicy => Some(Finding::BasicFlowOff),
            Finding::BasicFlowOff => Some(Finding::BucketUnknown),
            Finding::BucketUnknown => Some(Finding::BucketElsewhere("us-east-1".to_owned())),
            Finding::BucketElsewhere(_) => Some(Finding::PrefixDenied),
            Finding::PrefixDenied => None,
        }
    }

    fn after(why: Unknown) -> Option<Unknown> {
        match why {
            Unknown::NotSet => Some(Unknown::NotSignedIn),
            Unknown::NotSignedIn => Some(Unknown::Earlier),
            Unknown::Earlier => Some(Unknown::CannotTell),
            Unknown::CannotTell => Some(Unknown::ServiceTrouble),
            Unknown::ServiceTrouble => None,
        }
    }

    pub(in crate::problem) fn all() -> Vec<Finding> {
        std::iter::successors(Some(Finding::Offline), next).collect()
    }

    pub(in crate::problem) fn unknowns() -> Vec<Unknown> {
        std::iter::successors(Some(Unknown::NotSet), |why| after(*why)).collect()
    }
}

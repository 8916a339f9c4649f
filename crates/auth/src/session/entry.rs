//! The ways in that go past the user pool: as a guest, by a developer's backend, by what another provider has issued.
//! The identity pool checks the token; until it has given credentials for it, nothing in it counts.

use std::sync::Arc;

use base::Secret;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flow::{Credentials, Reason, Refusal, Ticket, TokenFault};
use serde::Deserialize;

use super::effects::{Done, Entry};
use super::visitor::Entrant;
use crate::error::{Error, IdentityReason};
use crate::identity_pool::{Backend, DEVELOPER, IdentityPool, Logins};

/// What was issued elsewhere.
pub(super) struct Presented {
    /// The provider: its name in the connection, its key of `Logins`, or the developer's own name.
    pub(super) provider: String,
    pub(super) token: Secret,
    /// The identity that a developer's token was issued for.
    pub(super) identity: Option<String>,
}

/// Lets a guest in. `known` is the identity that guests of this computer have.
pub(super) async fn as_guest(pool: Option<Arc<IdentityPool>>, ticket: Ticket, known: Option<String>) -> Done {
    let entrant = Entrant {
        username: String::new(),
        email: None,
        logins: Logins::default(),
        identity: known,
    };
    let result = enter(pool, Ok(entrant)).await;
    Done::Entered { ticket, result }
}

/// Has a developer's backend say who somebody is.
pub(super) async fn by_backend(
    pool: Option<Arc<IdentityPool>>,
    ticket: Ticket,
    credentials: Credentials,
) -> Done {
    let entrant = named(pool.as_deref(), credentials).await;
    let result = enter(pool, entrant).await;
    Done::Entered { ticket, result }
}

/// Takes what another provider has issued.
pub(super) async fn by_token(pool: Option<Arc<IdentityPool>>, ticket: Ticket, presented: Presented) -> Done {
    let entrant = presented.entrant(pool.as_deref());
    let result = enter(pool, entrant).await;
    Done::Entered { ticket, result }
}

async fn enter(
    pool: Option<Arc<IdentityPool>>,
    entrant: Result<Entrant, Refusal>,
) -> Result<Box<Entry>, Refusal> {
    let (pool, entrant) = (pool.ok_or(Reason::NoIdentityPool)?, entrant?);
    let issued = pool.issue(entrant.wanted()).await.map_err(refusal)?;
    Ok(Box::new(Entry { entrant, issued }))
}

async fn named(pool: Option<&IdentityPool>, credentials: Credentials) -> Result<Entrant, Refusal> {
    let developer = pool.and_then(|pool| pool.plan().developer.as_ref());
    let backend = developer.and_then(|developer| developer.backend.as_deref());
    let backend = Backend::at(backend.ok_or(Reason::FlowNotEnabled)?);
    let named = backend.ask(&credentials.username, &credentials.password).await?;
    Ok(Entrant {
        username: credentials.username,
        email: None,
        logins: Logins::of(DEVELOPER, named.token),
        identity: Some(named.identity_id),
    })
}

impl Presented {
    fn entrant(self, pool: Option<&IdentityPool>) -> Result<Entrant, Refusal> {
        let plan = pool.ok_or(Reason::NoIdentityPool)?.plan();
        let said = Said::of(&self.token);
        let developers = plan
            .developer
            .as_ref()
            .is_some_and(|developer| developer.provider == self.provider || self.provider == DEVELOPER);
        if developers {
            let identity = self.identity.or_else(|| said.sub.clone());
            let identity = identity.ok_or(Reason::Token(TokenFault::Malformed))?;
            return Ok(Entrant {
                username: plan
                    .developer
                    .as_ref()
                    .map_or(self.provider, |of| of.provider.clone()),
                email: None,
                logins: Logins::of(DEVELOPER, self.token),
                identity: Some(identity),
            });
        }
        let provider = plan
            .providers
            .iter()
            .find(|provider| provider.login == self.provider || provider.name == self.provider)
            .ok_or(Reason::ProviderNotTrusted)?;
        Ok(Entrant {
            username: said.name().unwrap_or_else(|| provider.name.clone()),
            email: said.email,
            logins: Logins::of(&provider.login, self.token),
            identity: None,
        })
    }
}

/// What an ID token says of a person. It is believed once the identity pool has taken the token.
#[derive(Default, Deserialize)]
struct Said {
    sub: Option<String>,
    preferred_username: Option<String>,
    email: Option<String>,
}

impl Said {
    /// Nothing where it is no ID token: an assertion, say.
    fn of(token: &Secret) -> Self {
        let payload = token.expose().split('.').nth(1);
        let payload = payload.and_then(|payload| URL_SAFE_NO_PAD.decode(payload).ok());
        payload
            .and_then(|payload| serde_json::from_slice(&payload).ok())
            .unwrap_or_default()
    }

    fn name(&self) -> Option<String> {
        [&self.preferred_username, &self.email, &self.sub]
            .into_iter()
            .flatten()
            .next()
            .cloned()
    }
}

/// Why the identity pool let nobody in, as a step of the sign-in is told.
fn refusal(error: Error) -> Refusal {
    let (reason, request_id) = match error {
        Error::UserPool(refusal) => return refusal,
        Error::IdentityPool { reason, request_id } => (of_identity(reason), request_id),
        Error::NoIdentityPool => (Reason::NoIdentityPool, None),
        Error::NotSignedIn | Error::Closed => (Reason::Unexpected, None),
    };
    Refusal {
        request_id,
        ..reason.into()
    }
}

fn of_identity(reason: IdentityReason) -> Reason {
    match reason {
        IdentityReason::TokenExpired => Reason::Token(TokenFault::Time),
        IdentityReason::TokenRefused => Reason::Token(TokenFault::Signature),
        IdentityReason::ProviderNotTrusted => Reason::ProviderNotTrusted,
        IdentityReason::GuestsNotAdmitted => Reason::GuestsOff,
        IdentityReason::TooManyRequests => Reason::TooManyRequests,
        IdentityReason::Unreachable => Reason::Unreachable,
        IdentityReason::ServiceFailed | IdentityReason::ProviderFailed => Reason::ServiceFailed,
        IdentityReason::IdentityNotUsable
        | IdentityReason::NotAuthorized
        | IdentityReason::RoleNotAllowed
        | IdentityReason::RolesAmbiguous
        | IdentityReason::LinkedElsewhere
        | IdentityReason::LimitExceeded => Reason::NotPermitted,
        IdentityReason::Roles
        | IdentityReason::RoleNotTrusting
        | IdentityReason::DurationTooLong
        | IdentityReason::TagsTooLarge
        | IdentityReason::RegionDisabled
        | IdentityReason::BasicFlowOff
        | IdentityReason::PoolNotFound => Reason::Configuration,
        IdentityReason::CallRefused => Reason::CallRefused,
        IdentityReason::Unexpected => Reason::Unexpected,
    }
}

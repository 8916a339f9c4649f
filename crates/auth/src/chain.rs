//! Why somebody has this access: from the ID token over the login and the identity to the role and its session. What
//! the service does not tell is unknown, and never guessed.

mod deduction;

use time::OffsetDateTime;

use crate::error::Error;
use crate::identity_pool::{Caller, Issued, Logins, Tags};
use crate::pool::IdentityFlow;
use crate::session::Session;
use deduction::Known;

/// The chain from a sign-in to its access.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// The user pool's ID token; none where another provider says who it is, or nobody does.
    pub id_token: Option<IdTokenFacts>,
    /// The key of `Logins`; none for a guest.
    pub login: Option<String>,
    /// The logins that were linked in this session besides.
    pub linked: Vec<String>,
    /// The identity pool's id.
    pub identity_id: String,
    /// Whether nobody is signed in.
    pub guest: bool,
    /// How credentials came of the identity.
    pub flow: ChainFlow,
    /// The role; none where it cannot be known.
    pub role_arn: Option<String>,
    /// Why it is this role.
    pub reason: RoleReason,
    /// The roles that the token offers (`cognito:roles`).
    pub candidates: Vec<String>,
    /// `RoleSessionName`, as AWS sees it.
    pub session_name: Option<String>,
    /// When the credentials expire, by the service's clock.
    pub expires_at: OffsetDateTime,
    /// What policies see as `aws:PrincipalTag/…`; none where it cannot be known.
    pub tags: Option<Tags>,
}

/// What an ID token says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdTokenFacts {
    /// `iss`.
    pub issuer: String,
    /// `aud`.
    pub audience: String,
    /// `sub`.
    pub subject: String,
    /// `exp`.
    pub expires_at: OffsetDateTime,
}

/// How credentials came of an identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChainFlow {
    /// `GetCredentialsForIdentity`.
    Enhanced,
    /// `GetOpenIdToken` and `AssumeRoleWithWebIdentity`.
    Basic,
    /// A backend of the owner's own named the identity.
    Developer,
    /// Nobody is signed in.
    Guest,
}

/// Why it is this role. Source: "Using role-based access control", Amazon Cognito developer guide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoleReason {
    /// The pool's role for everybody who signs in.
    Default,
    /// The pool's role for guests.
    Guest,
    /// `cognito:preferred_role`.
    TokenPreferred,
    /// It was asked for (`CustomRoleArn`).
    Custom,
    /// A rule of the pool names it.
    Rule,
    /// It is the only one that the token offers.
    OnlyRole,
    /// The basic flow names its role itself.
    ChosenBasic,
    /// The token offers several, none of them preferred, and the pool takes its role for everybody then.
    AmbiguousAuthenticated,
    /// The service does not tell.
    Unknown,
}

/// What the session's owner knows.
#[derive(Debug, Clone)]
pub(crate) struct Facts {
    pub(crate) sign_in: u64,
    pub(crate) logins: Logins,
    pub(crate) linked: Vec<String>,
    pub(crate) id_token: Option<IdTokenFacts>,
    pub(crate) roles: Vec<String>,
    pub(crate) preferred: Option<String>,
}

impl Session {
    /// Why whoever is in has this access. Asks STS whose the credentials are (`GetCallerIdentity`); where it does not
    /// answer, what only it knows stays unknown.
    ///
    /// # Errors
    ///
    /// Credentials cannot be had.
    pub async fn chain(&self) -> Result<Chain, Error> {
        let (facts, issued) = self.facts().await?;
        let pool = self.shared.identity_pool.as_ref().ok_or(Error::NoIdentityPool)?;
        let caller = match pool.caller(&issued).await {
            Ok(caller) => Some(caller),
            Err(error) => {
                tracing::info!(%error, "whose credentials these are could not be asked");
                None
            }
        };
        let tags = match &issued.tags {
            Some(tags) => Some(tags.clone()),
            None if matches!(pool.plan().flow, IdentityFlow::Basic { .. })
                || facts.logins.are_a_developers() =>
            {
                pool.tags(&issued.identity_id, &facts.logins).await
            }
            None => None,
        };
        Ok(chain(facts, issued, caller, tags))
    }
}

fn chain(facts: Facts, issued: Issued, caller: Option<Caller>, tags: Option<Tags>) -> Chain {
    let guest = facts.logins.is_empty();
    let (role_arn, reason) = deduction::role(&Known {
        guest,
        basic: issued.basic,
        asked: issued.asked_role.as_deref(),
        roles: &facts.roles,
        preferred: facts.preferred.as_deref(),
        caller: caller.as_ref(),
    });
    let flow = if guest {
        ChainFlow::Guest
    } else if facts.logins.are_a_developers() {
        ChainFlow::Developer
    } else if issued.basic {
        ChainFlow::Basic
    } else {
        ChainFlow::Enhanced
    };
    Chain {
        login: facts.logins.first().map(str::to_owned),
        linked: facts.linked,
        id_token: facts.id_token,
        identity_id: issued.identity_id,
        guest,
        flow,
        role_arn,
        reason,
        candidates: facts.roles,
        session_name: caller.map(|caller| caller.session),
        expires_at: issued.expires_at,
        tags,
    }
}

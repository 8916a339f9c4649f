//! A session that is signed in, as its owner holds it.

use base::Secret;
use time::{Duration, OffsetDateTime};

use super::{Account, Managed};
use crate::chain::{Facts, IdTokenFacts};
use crate::credentials::AHEAD;
use crate::identity_pool::{IdentityPool, Issued, Wanted};
use crate::tokens::{RawTokens, Tokens};
use crate::vault::Remembered;

pub(super) struct Live {
    pub(super) sign_in: u64,
    /// The name that the person signed in with.
    pub(super) typed: String,
    pub(super) tokens: Tokens,
    /// The refresh token to use next; newer than the one in `tokens` when a refresh was cut short.
    pub(super) refresh: Option<Secret>,
    pub(super) remembered: bool,
    /// Whether it began in the browser, so that its tokens are renewed where they came from.
    pub(super) by_browser: bool,
    pub(super) identity: Option<String>,
    pub(super) issued: Option<Issued>,
    /// The role that the person has chosen.
    pub(super) role: Option<String>,
    /// The keys of the logins that were linked in this session.
    pub(super) linked: Vec<String>,
    /// How long credentials last that are bought with the ID token; nothing where there is no identity pool.
    pub(super) keys_last: Duration,
    /// Whether the pool wants to know if this device is to be remembered, and was not told yet.
    pub(super) ask_remember_device: bool,
    /// Set when the identity pool found the ID token expired before we did, until it is content again.
    pub(super) doubted: bool,
}

impl Live {
    pub(super) fn account(&self) -> Account {
        let claims = &self.tokens.id.claims;
        Account {
            sub: claims.sub.clone(),
            username: claims.username.clone(),
            email: claims.email.clone(),
            phone: claims.phone.clone(),
            name: claims.full_name(),
            groups: claims.groups.clone(),
            roles: claims.roles.clone(),
            preferred_role: claims.preferred_role.clone(),
            identities: claims.federated(),
            managed: self.managed(),
            role: self.role.clone(),
            identity_id: self.identity.clone(),
            guest: false,
            remembered: self.remembered,
            ask_remember_device: self.ask_remember_device,
            lives_on: self.life() + self.keys_last,
            sign_in: self.sign_in,
        }
    }

    /// What of the account can be managed.
    pub(super) fn managed(&self) -> Managed {
        if !self.tokens.access.claims.may_manage() {
            Managed::NoScope
        } else if self.tokens.id.claims.is_federated() {
            Managed::Elsewhere
        } else {
            Managed::Here
        }
    }

    /// What credentials are wanted for.
    pub(super) fn wanted(&self, pool: &IdentityPool) -> Wanted {
        Wanted {
            identity: self.identity.clone(),
            logins: pool.logins(&self.tokens.id.raw),
            role: self.role.clone(),
            session_name: self.tokens.id.claims.username.clone(),
        }
    }

    /// What the session rests on.
    pub(super) fn facts(&self, pool: &IdentityPool) -> Facts {
        let claims = &self.tokens.id.claims;
        let (issuer, audience) = claims.issuer_and_audience();
        Facts {
            sign_in: self.sign_in,
            logins: pool.logins(&self.tokens.id.raw),
            linked: self.linked.clone(),
            id_token: Some(IdTokenFacts {
                issuer: issuer.to_owned(),
                audience: audience.to_owned(),
                subject: claims.sub.clone(),
                expires_at: self.id_ends(),
            }),
            roles: claims.roles.clone(),
            preferred: claims.preferred_role.clone(),
        }
    }

    fn id_ends(&self) -> OffsetDateTime {
        let seconds = self.tokens.id.claims.exp;
        OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }

    /// How long an ID token of this pool is good.
    fn life(&self) -> Duration {
        let token = &self.tokens.id.decoded;
        Duration::seconds(token.expires_at.saturating_sub(token.issued_at))
    }

    /// Whether the tokens are to be renewed now.
    pub(super) fn stale(&self, now: OffsetDateTime) -> bool {
        self.tokens.expires_at() - now <= self.tokens.ahead()
    }

    /// Until when something lives on that no sign-out can take back, by the service's clock: the ID token buys
    /// credentials to its last moment. `everywhere`: another device may have had a token issued just now.
    pub(super) fn lives_on_until(&self, everywhere: bool, now: OffsetDateTime) -> OffsetDateTime {
        let id = if everywhere {
            self.id_ends().max(now + self.life())
        } else {
            self.id_ends()
        };
        let bought = id + self.keys_last;
        self.issued
            .as_ref()
            .map_or(bought, |issued| bought.max(issued.expires_at))
    }

    /// Whether the tokens are of no more use.
    pub(super) fn expired(&self, now: OffsetDateTime) -> bool {
        self.tokens.expires_at() <= now
    }

    /// The credentials, unless they are to be renewed now.
    pub(super) fn fresh_credentials(&self, now: OffsetDateTime) -> Option<&Issued> {
        self.issued
            .as_ref()
            .filter(|issued| issued.expires_at - now > AHEAD)
    }

    /// The credentials, unless they are of no more use.
    pub(super) fn usable_credentials(&self, now: OffsetDateTime) -> Option<&Issued> {
        self.issued.as_ref().filter(|issued| issued.expires_at > now)
    }
}

/// What the vault keeps of a session; nothing without a refresh token.
pub(super) fn remember(
    typed: &str,
    username: &str,
    tokens: &RawTokens,
    by_browser: bool,
) -> Option<Remembered> {
    Some(Remembered {
        typed: typed.to_owned(),
        username: username.to_owned(),
        refresh: tokens.refresh.clone()?,
        id: tokens.id.clone(),
        access: tokens.access.clone(),
        by_browser,
    })
}

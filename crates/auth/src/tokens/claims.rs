//! The claims that decide. Numbers must be whole numbers and names must appear once; anything else is malformed.

use flow::TokenFault;
use serde::Deserialize;
use serde_json::Value;
use time::{Duration, OffsetDateTime};

use super::Expected;
use crate::session::FederatedIdentity;

/// What an ID token says.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct IdClaims {
    iss: String,
    aud: String,
    pub(crate) exp: i64,
    iat: i64,
    nbf: Option<i64>,
    auth_time: Option<i64>,
    pub(super) at_hash: Option<String>,
    pub(super) nonce: Option<String>,
    #[serde(default)]
    identities: Value,
    pub(crate) sub: String,
    #[serde(rename = "cognito:username")]
    pub(crate) username: String,
    #[serde(rename = "cognito:groups", default)]
    pub(crate) groups: Vec<String>,
    #[serde(rename = "cognito:roles", default)]
    pub(crate) roles: Vec<String>,
    #[serde(rename = "cognito:preferred_role")]
    pub(crate) preferred_role: Option<String>,
    pub(crate) email: Option<String>,
    #[serde(rename = "phone_number")]
    pub(crate) phone: Option<String>,
    name: Option<String>,
    given_name: Option<String>,
    family_name: Option<String>,
}

/// What an access token says.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct AccessClaims {
    iss: String,
    client_id: String,
    pub(crate) exp: i64,
    iat: i64,
    nbf: Option<i64>,
    auth_time: Option<i64>,
    pub(crate) sub: String,
    pub(crate) username: String,
    scope: Option<String>,
    /// The device that the session was born on, where the pool tracks devices.
    pub(crate) device_key: Option<String>,
}

/// When it counts, in seconds since the Unix epoch.
pub(super) struct Times {
    pub(super) exp: i64,
    pub(super) iat: i64,
    pub(super) nbf: Option<i64>,
    pub(super) auth_time: Option<i64>,
}

impl IdClaims {
    pub(super) fn check(
        &self,
        expected: &Expected,
        now: OffsetDateTime,
        leeway: Duration,
    ) -> Result<(), TokenFault> {
        let Self {
            exp,
            iat,
            nbf,
            auth_time,
            ..
        } = *self;
        from_whom(&self.iss, &self.aud, expected)?;
        Times {
            exp,
            iat,
            nbf,
            auth_time,
        }
        .check(now, leeway)
    }

    /// The accounts elsewhere by which the person signs in. What is not one is left out: a trigger may write here.
    pub(crate) fn federated(&self) -> Vec<FederatedIdentity> {
        let read = |identity: &Value| {
            let text = |name: &str| Some(identity.get(name)?.as_str()?.to_owned());
            Some(FederatedIdentity {
                provider: text("providerName")?,
                provider_type: text("providerType").unwrap_or_default(),
                user_id: text("userId").unwrap_or_default(),
            })
        };
        let identities = self.identities.as_array();
        identities.into_iter().flatten().filter_map(read).collect()
    }

    /// Whether the account is one elsewhere, so that it has no password here. An account of the pool's own to which
    /// another was linked has one.
    pub(crate) fn is_federated(&self) -> bool {
        let user = self.username.to_lowercase();
        let of =
            |identity: FederatedIdentity| user.starts_with(&format!("{}_", identity.provider.to_lowercase()));
        self.federated().into_iter().any(of)
    }

    /// What to type to sign in as this person, where nothing was typed: a name that is made up by the pool or by a
    /// provider is of no use to anybody.
    pub(crate) fn name_to_sign_in_with(&self) -> String {
        let made_up = self.username == self.sub || self.is_federated();
        let better = self.email.as_ref().filter(|_| made_up);
        better.unwrap_or(&self.username).clone()
    }

    /// The issuer and the audience.
    pub(crate) fn issuer_and_audience(&self) -> (&str, &str) {
        (&self.iss, &self.aud)
    }

    /// The person's name: `name`, else given and family name.
    pub(crate) fn full_name(&self) -> Option<String> {
        self.name.clone().or_else(|| {
            let parts: Vec<&str> = [&self.given_name, &self.family_name]
                .into_iter()
                .flatten()
                .map(String::as_str)
                .collect();
            (!parts.is_empty()).then(|| parts.join(" "))
        })
    }
}

/// What an access token must permit to manage the account with it.
const ACCOUNT_SCOPE: &str = "aws.cognito.signin.user.admin";

impl AccessClaims {
    /// Whether the account can be read and changed with it.
    pub(crate) fn may_manage(&self) -> bool {
        let scopes = self.scope.as_deref();
        scopes.is_none_or(|scopes| scopes.split(' ').any(|scope| scope == ACCOUNT_SCOPE))
    }

    pub(super) fn check(
        &self,
        expected: &Expected,
        now: OffsetDateTime,
        leeway: Duration,
    ) -> Result<(), TokenFault> {
        let Self {
            exp,
            iat,
            nbf,
            auth_time,
            ..
        } = *self;
        from_whom(&self.iss, &self.client_id, expected)?;
        Times {
            exp,
            iat,
            nbf,
            auth_time,
        }
        .check(now, leeway)
    }
}

fn from_whom(issuer: &str, audience: &str, expected: &Expected) -> Result<(), TokenFault> {
    if issuer != expected.issuer {
        return Err(TokenFault::Issuer);
    }
    if audience != expected.client_id {
        return Err(TokenFault::Audience);
    }
    Ok(())
}

impl Times {
    pub(super) fn check(&self, now: OffsetDateTime, leeway: Duration) -> Result<(), TokenFault> {
        let (earliest, latest) = ((now - leeway).unix_timestamp(), (now + leeway).unix_timestamp());
        let began = [Some(self.iat), self.nbf, self.auth_time]
            .into_iter()
            .flatten()
            .all(|at| at <= latest);
        if began && self.exp > earliest {
            Ok(())
        } else {
            Err(TokenFault::Time)
        }
    }
}

//! The claims that decide. Numbers must be whole numbers and names must appear once; anything else is malformed.

use flow::TokenFault;
use serde::Deserialize;
use time::{Duration, OffsetDateTime};

use super::Expected;

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
    /// The device that the session was born on, where the pool tracks devices.
    pub(crate) device_key: Option<String>,
}

struct Times {
    exp: i64,
    iat: i64,
    nbf: Option<i64>,
    auth_time: Option<i64>,
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

impl AccessClaims {
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
    fn check(&self, now: OffsetDateTime, leeway: Duration) -> Result<(), TokenFault> {
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

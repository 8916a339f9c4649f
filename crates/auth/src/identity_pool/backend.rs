//! A developer's backend: it takes user name and password, asks the identity pool for the person's identity with keys
//! of its own (`GetOpenIdTokenForDeveloperIdentity`), and answers with the identity and its token.

use base::Secret;
use flow::{Reason, Refusal};
use serde::{Deserialize, Serialize};

use crate::outward;

/// The largest answer, in bytes.
const LARGEST: usize = 64 * 1024;

/// Where a developer's backend is.
#[derive(Debug, Clone)]
pub(crate) struct Backend(String);

/// Whom the backend named.
#[derive(Debug, Deserialize)]
pub(crate) struct Named {
    #[serde(rename = "IdentityId")]
    pub(crate) identity_id: String,
    #[serde(rename = "Token")]
    pub(crate) token: Secret,
}

#[derive(Serialize)]
struct Asked<'a> {
    username: &'a str,
    password: &'a str,
}

impl Backend {
    pub(crate) fn at(address: &str) -> Self {
        Self(address.to_owned())
    }

    /// Asks who this is.
    pub(crate) async fn ask(&self, username: &str, password: &Secret) -> Result<Named, Refusal> {
        let url = outward::address(&self.0).ok_or(Reason::Configuration)?;
        let client = outward::client(&url).ok_or(Reason::Unreachable)?;
        let asked = Asked {
            username,
            password: password.expose(),
        };
        let mut response = client
            .post(url)
            .json(&asked)
            .send()
            .await
            .map_err(|_| Reason::Unreachable)?;
        match response.status().as_u16() {
            200..=299 => {}
            400 | 401 | 403 | 404 => return Err(Reason::WrongCredentials.into()),
            429 => return Err(Reason::TooManyRequests.into()),
            500..=599 => return Err(Reason::ServiceFailed.into()),
            _ => return Err(Reason::Garbled.into()),
        }
        let (body, whole) = outward::body(&mut response, LARGEST)
            .await
            .map_err(|_| Reason::Unreachable)?;
        if !whole {
            return Err(Reason::Garbled.into());
        }
        Ok(serde_json::from_slice(&body).map_err(|_| Reason::Garbled)?)
    }
}

//! An ID token of another provider than the user pool. Source: OpenID Connect Core 1.0 §2 and §3.1.3.7.

use base::Secret;
use flow::TokenFault;
use serde::Deserialize;
use subtle::ConstantTimeEq;
use time::OffsetDateTime;

use super::claims::Times;
use super::{Expected, LEEWAY, Parts, PublicKeys};

/// What decides whether it counts.
#[derive(Deserialize)]
struct Claims {
    iss: String,
    aud: Audience,
    azp: Option<String>,
    exp: i64,
    iat: i64,
    nbf: Option<i64>,
    nonce: Option<String>,
}

/// Whom it is for.
#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

/// Checks an ID token that answers a request with this nonce: signature, issuer, audience, times, nonce.
///
/// # Errors
///
/// What is wrong with it.
pub(crate) fn check_issued_elsewhere(
    token: &Secret,
    keys: &PublicKeys,
    expected: &Expected,
    nonce: &Secret,
    now: OffsetDateTime,
) -> Result<(), TokenFault> {
    let parts = Parts::of(token)?;
    keys.verify(&parts.kid, parts.signed.as_bytes(), &parts.signature)?;
    let claims: Claims = serde_json::from_slice(&parts.payload).map_err(|_| TokenFault::Malformed)?;
    if claims.iss != expected.issuer {
        return Err(TokenFault::Issuer);
    }
    if !claims.is_for(&expected.client_id) {
        return Err(TokenFault::Audience);
    }
    Times {
        exp: claims.exp,
        iat: claims.iat,
        nbf: claims.nbf,
        auth_time: None,
    }
    .check(now, LEEWAY)?;
    let claimed = claims.nonce.as_deref().unwrap_or_default().as_bytes();
    if bool::from(claimed.ct_eq(nonce.expose().as_bytes())) {
        Ok(())
    } else {
        Err(TokenFault::Nonce)
    }
}

impl Claims {
    /// Whether this client may use it: it is among those that it is for, and if there are several, it is the one that
    /// asked.
    fn is_for(&self, client: &str) -> bool {
        let (named, alone) = match &self.aud {
            Audience::One(audience) => (audience == client, true),
            Audience::Several(all) => (all.iter().any(|audience| audience == client), all.len() == 1),
        };
        let asked = match &self.azp {
            Some(party) => party == client,
            None => alone,
        };
        named && asked
    }
}

//! The pool's own OpenID tokens: what GetOpenIdToken and its developer form hand out, and STS and the enhanced flow
//! accept.

use base::Secret;
use serde_json::{Map, Value, json};
use time::{Duration, OffsetDateTime};

use super::IdentityPool;
use crate::error::Error;
use crate::signing::{TokenFault, unverified_claims};

/// The `iss` claim.
pub(crate) const ISSUER: &str = "https://cognito-identity.amazonaws.com";

/// The claim that session tags travel in.
const TAGS: &str = "https://aws.amazon.com/tags";

/// What a token says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OpenIdToken {
    pub(crate) identity_id: String,
    /// The identity pool.
    pub(crate) audience: String,
    pub(crate) amr: Vec<String>,
    pub(crate) tags: Vec<(String, String)>,
}

/// Why a token does not count.
#[derive(Debug)]
pub(crate) enum TokenFlaw {
    /// Not a token of an identity pool at all.
    Malformed,
    /// Not signed by this pool.
    Forged,
    /// It was good until this moment, in seconds since 1970.
    Expired { at: i64 },
    /// The key could not be read.
    Unavailable(Error),
}

impl IdentityPool {
    /// Signs a token that is good for `valid` from `now`.
    pub(super) async fn sign_token(
        &self,
        token: &OpenIdToken,
        now: OffsetDateTime,
        valid: Duration,
    ) -> Result<Secret, Error> {
        let mut claims = json!({
            "sub": token.identity_id,
            "aud": token.audience,
            "amr": token.amr,
            "iss": ISSUER,
            "iat": now.unix_timestamp(),
            "exp": (now + valid).unix_timestamp(),
        });
        if !token.tags.is_empty() {
            let tags: Map<String, Value> = token
                .tags
                .iter()
                .map(|(key, value)| (key.clone(), json!([value])))
                .collect();
            claims[TAGS] = json!({ "principal_tags": tags });
        }
        Ok(self.key().await?.sign_token(&claims)?)
    }

    /// What a token says that this pool signed.
    pub(crate) async fn open_token(
        &self,
        token: &Secret,
        now: OffsetDateTime,
    ) -> Result<OpenIdToken, TokenFlaw> {
        let unverified = unverified_claims(token).map_err(flaw)?;
        if unverified["iss"] != ISSUER {
            return Err(TokenFlaw::Malformed);
        }
        let key = self.key().await.map_err(TokenFlaw::Unavailable)?;
        let claims = key.open_token(token).map_err(flaw)?;
        let at = claims["exp"].as_i64().ok_or(TokenFlaw::Malformed)?;
        if at <= now.unix_timestamp() {
            return Err(TokenFlaw::Expired { at });
        }
        read(&claims).ok_or(TokenFlaw::Malformed)
    }
}

fn read(claims: &Value) -> Option<OpenIdToken> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let tags = claims[TAGS]["principal_tags"].as_object();
    Some(OpenIdToken {
        identity_id: text(&claims["sub"])?,
        audience: text(&claims["aud"])?,
        amr: claims["amr"].as_array()?.iter().filter_map(text).collect(),
        tags: tags
            .into_iter()
            .flatten()
            .filter_map(|(key, values)| Some((key.clone(), text(&values[0])?)))
            .collect(),
    })
}

fn flaw(fault: TokenFault) -> TokenFlaw {
    match fault {
        TokenFault::Malformed => TokenFlaw::Malformed,
        TokenFault::Forged => TokenFlaw::Forged,
    }
}

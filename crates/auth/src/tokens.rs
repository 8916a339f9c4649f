//! Tokens: nothing in one counts before its RS256 signature, issuer, audience, use and times have been checked.
//! Source: "Verifying JSON web tokens", Cognito developer guide; RFC 7515, RFC 7519.

mod claims;
mod elsewhere;
mod keys;

use aws_lc_rs::digest::{SHA256, digest};
use base::Secret;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flow::TokenFault;
use serde::Deserialize;
use serde_json::{Map, Value};
use subtle::ConstantTimeEq;
use time::{Duration, OffsetDateTime};

use crate::credentials::AHEAD;
pub(crate) use claims::{AccessClaims, IdClaims};
pub(crate) use elsewhere::check_issued_elsewhere;
pub(crate) use keys::{KeyError, Keys, PublicKeys};

const LONGEST: usize = 64 * 1024;
const LEEWAY: Duration = Duration::seconds(60);

/// A decoded token: all of it but the signature. It cannot be sent anywhere as a token.
#[derive(Debug, Clone, PartialEq)]
pub struct DecodedToken {
    /// `id` or `access`.
    pub token_use: &'static str,
    /// The header.
    pub header: Map<String, Value>,
    /// The claims.
    pub claims: Map<String, Value>,
    /// When it was issued, in seconds since the Unix epoch.
    pub issued_at: i64,
    /// When it expires, in seconds since the Unix epoch.
    pub expires_at: i64,
}

/// One of the two tokens that say who somebody is and what they may (`token_use`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenUse {
    /// The ID token.
    Id,
    /// The access token.
    Access,
}

/// The tokens of one session, verified.
#[derive(Debug, Clone)]
pub(crate) struct Tokens {
    pub(crate) id: Verified<IdClaims>,
    pub(crate) access: Verified<AccessClaims>,
    pub(crate) refresh: Option<Secret>,
}

/// The tokens as they came.
#[derive(Debug, Clone)]
pub(crate) struct RawTokens {
    pub(crate) id: Secret,
    pub(crate) access: Secret,
    pub(crate) refresh: Option<Secret>,
}

/// A token whose signature and claims hold.
#[derive(Debug, Clone)]
pub(crate) struct Verified<C> {
    pub(crate) raw: Secret,
    pub(crate) claims: C,
    pub(crate) decoded: DecodedToken,
}

/// Who must have issued the tokens, and for whom.
#[derive(Debug, Clone)]
pub(crate) struct Expected {
    pub(crate) issuer: String,
    pub(crate) client_id: String,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: String,
    crit: Option<Value>,
}

/// A token that is split and decoded, and so far worth nothing.
struct Parts<'a> {
    signed: &'a str,
    signature: Vec<u8>,
    kid: String,
    header: Map<String, Value>,
    payload: Vec<u8>,
    claims: Map<String, Value>,
}

/// The name of the key that a token says it was signed with.
///
/// # Errors
///
/// What is wrong with the token's form.
pub(crate) fn key_id(token: &Secret) -> Result<String, TokenFault> {
    Parts::of(token).map(|parts| parts.kid)
}

impl Tokens {
    /// Checks both tokens, and that they belong together.
    ///
    /// # Errors
    ///
    /// What is wrong with either.
    pub(crate) fn verify(
        raw: RawTokens,
        keys: &PublicKeys,
        expected: &Expected,
        now: OffsetDateTime,
    ) -> Result<Self, TokenFault> {
        let id: Verified<IdClaims> = Verified::check(raw.id, "id", keys)?;
        let access: Verified<AccessClaims> = Verified::check(raw.access, "access", keys)?;
        id.claims.check(expected, now, LEEWAY)?;
        access.claims.check(expected, now, LEEWAY)?;
        if id.claims.sub != access.claims.sub || id.claims.username != access.claims.username {
            return Err(TokenFault::Mismatch);
        }
        if let Some(at_hash) = &id.claims.at_hash {
            let hash = digest(&SHA256, access.raw.expose().as_bytes());
            if *at_hash != URL_SAFE_NO_PAD.encode(&hash.as_ref()[..16]) {
                return Err(TokenFault::Mismatch);
            }
        }
        Ok(Self {
            id,
            access,
            refresh: raw.refresh,
        })
    }

    /// One of them, as it was issued.
    pub(crate) fn raw(&self, token: TokenUse) -> Secret {
        match token {
            TokenUse::Id => self.id.raw.clone(),
            TokenUse::Access => self.access.raw.clone(),
        }
    }

    /// Whether they were issued in answer to the request with this nonce.
    pub(crate) fn answer(&self, nonce: &Secret) -> bool {
        let claimed = self.id.claims.nonce.as_deref().unwrap_or_default();
        claimed.as_bytes().ct_eq(nonce.expose().as_bytes()).into()
    }

    /// How long before their end they are renewed: five minutes, or a tenth of their life where that is less.
    pub(crate) fn ahead(&self) -> Duration {
        let life = |token: &DecodedToken| Duration::seconds(token.expires_at.saturating_sub(token.issued_at));
        let shorter = life(&self.id.decoded).min(life(&self.access.decoded));
        AHEAD.min(shorter / 10)
    }

    /// When the first of the two expires, by the service's clock.
    pub(crate) fn expires_at(&self) -> OffsetDateTime {
        let seconds = self.id.claims.exp.min(self.access.claims.exp);
        OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }
}

impl<C: for<'de> Deserialize<'de>> Verified<C> {
    fn check(raw: Secret, token_use: &'static str, keys: &PublicKeys) -> Result<Self, TokenFault> {
        let parts = Parts::of(&raw)?;
        keys.verify(&parts.kid, parts.signed.as_bytes(), &parts.signature)?;
        if parts.claims.get("token_use").and_then(Value::as_str) != Some(token_use) {
            return Err(TokenFault::Use);
        }
        let claims = serde_json::from_slice(&parts.payload).map_err(|_| TokenFault::Malformed)?;
        let seconds = |name: &str| parts.claims.get(name).and_then(Value::as_i64).unwrap_or_default();
        let (issued_at, expires_at) = (seconds("iat"), seconds("exp"));
        let decoded = DecodedToken {
            token_use,
            header: parts.header,
            claims: parts.claims,
            issued_at,
            expires_at,
        };
        Ok(Self { raw, claims, decoded })
    }
}

impl<'a> Parts<'a> {
    fn of(token: &'a Secret) -> Result<Self, TokenFault> {
        let token = token.expose();
        if token.len() > LONGEST {
            return Err(TokenFault::Malformed);
        }
        let (signed, signature) = token.rsplit_once('.').ok_or(TokenFault::Malformed)?;
        let (header, payload) = signed.split_once('.').ok_or(TokenFault::Malformed)?;
        let header = decode(header)?;
        let Header { alg, kid, crit } = serde_json::from_slice(&header).map_err(|_| TokenFault::Malformed)?;
        if alg != "RS256" || crit.is_some() {
            return Err(TokenFault::Algorithm);
        }
        let payload = decode(payload)?;
        let parse = |json: &[u8]| serde_json::from_slice(json).map_err(|_| TokenFault::Malformed);
        Ok(Self {
            signed,
            signature: decode(signature)?,
            kid,
            header: parse(&header)?,
            claims: parse(&payload)?,
            payload,
        })
    }
}

/// Base64url without padding; a dot is not part of its alphabet, so that a fourth part is refused here.
fn decode(part: &str) -> Result<Vec<u8>, TokenFault> {
    URL_SAFE_NO_PAD.decode(part).map_err(|_| TokenFault::Malformed)
}

#[cfg(test)]
mod tests;

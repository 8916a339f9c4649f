//! The codes of AcmeOIDC: good once, for a minute, for one client and one address.

use aws_lc_rs::digest::{SHA256, digest};
use base::Secret;
use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};
use serde_json::json;
use time::Duration;

use super::super::External;
use super::super::people::Person;
use crate::oauth::{self, Rejection};
use crate::random;
use crate::wire::Refusal;

/// The table of this file.
pub(crate) const SCHEMA: &str = "
CREATE TABLE external_codes (hash BLOB PRIMARY KEY, consent TEXT NOT NULL, expires_at INTEGER NOT NULL) STRICT;
";

const LIVES: Duration = Duration::MINUTE;

/// What somebody has agreed to.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Consent {
    pub(crate) client_id: String,
    pub(crate) redirect_uri: String,
    pub(crate) nonce: Option<String>,
    pub(crate) code_challenge: Option<String>,
    pub(crate) person: Person,
}

/// What a code is worth.
#[derive(Debug, Clone)]
pub(crate) struct Tokens {
    pub(crate) id_token: Secret,
    /// Good for the userinfo endpoint only.
    pub(crate) access_token: Secret,
}

/// A code for a consent.
pub(super) async fn make(external: &External, consent: &Consent) -> Result<Secret, Refusal> {
    let code = Secret::new(random::text(43, random::URL_SAFE)?);
    let now = external.foundation.clock.now();
    let (key, text) = (hash(&code), serde_json::to_string(consent)?);
    external
        .foundation
        .database
        .write(move |transaction| {
            transaction.execute(
                "DELETE FROM external_codes WHERE expires_at < ?1",
                [now.unix_timestamp()],
            )?;
            transaction.execute(
                "INSERT INTO external_codes VALUES (?1, ?2, ?3)",
                params![key, text, (now + LIVES).unix_timestamp()],
            )?;
            Ok::<_, Refusal>(())
        })
        .await?;
    Ok(code)
}

/// Exchanges a code; it is used up, also by a wrong attempt.
pub(crate) async fn redeem(
    external: &External,
    client_id: &str,
    code: Secret,
    redirect_uri: String,
    verifier: Option<Secret>,
) -> Result<Result<Tokens, Rejection>, Refusal> {
    let now = external.foundation.clock.now();
    let key = hash(&code);
    let found: Option<String> = external
        .foundation
        .database
        .write(move |transaction| {
            let found = transaction
                .query_row(
                    "DELETE FROM external_codes WHERE hash = ?1 AND expires_at > ?2 RETURNING consent",
                    params![key, now.unix_timestamp()],
                    |row| row.get(0),
                )
                .optional()?;
            Ok::<_, Refusal>(found)
        })
        .await?;
    let Some(consent) = found else {
        return Ok(Err(Rejection::invalid_grant()));
    };
    let consent: Consent = serde_json::from_str(&consent)?;
    let proven = match (&consent.code_challenge, &verifier) {
        (Some(challenge), Some(verifier)) => oauth::proves(verifier.expose(), challenge),
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    };
    if !proven || consent.client_id != client_id || consent.redirect_uri != redirect_uri {
        return Ok(Err(Rejection::invalid_grant()));
    }
    let nonce = consent.nonce.as_deref();
    let failed = |error: crate::Error| Refusal::internal(&error);
    let id_token = super::issue(external, &consent.person, client_id, nonce, now)
        .await
        .map_err(failed)?;
    let audience = user_info_audience(external);
    let access_token = super::issue(external, &consent.person, &audience, None, now)
        .await
        .map_err(failed)?;
    Ok(Ok(Tokens {
        id_token,
        access_token,
    }))
}

/// Whom access tokens are for.
pub(super) fn user_info_audience(external: &External) -> String {
    format!("{}/userinfo", external.foundation.world.oidc_issuer)
}

/// The answer of the token endpoint.
pub(super) fn worded(tokens: &Tokens) -> serde_json::Value {
    json!({
        "access_token": tokens.access_token.expose(),
        "token_type": "Bearer",
        "expires_in": super::TOKEN_LIVES.whole_seconds(),
        "id_token": tokens.id_token.expose(),
    })
}

fn hash(code: &Secret) -> Vec<u8> {
    digest(&SHA256, code.expose().as_bytes()).as_ref().to_vec()
}

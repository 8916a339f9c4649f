//! People on their way to another provider and back: each visit is known by its `state` (`RelayState`), belongs to
//! the browser that began it, and ends with the first answer.

use base::Secret;
use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;
use time::Duration;

use super::super::UserPool;
use super::hash;
use crate::random;
use crate::wire::Refusal;

/// The table of this file.
pub(super) const SCHEMA: &str = "
CREATE TABLE visits (hash BLOB PRIMARY KEY, visit TEXT NOT NULL, expires_at INTEGER NOT NULL) STRICT;
";

/// How long a person may stay there.
const LASTS: Duration = Duration::minutes(10);

/// One visit.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Visit {
    /// The provider's name in the pool.
    pub(crate) provider: String,
    /// What the provider has to repeat: the `nonce`, or the id of the SAML request.
    pub(crate) request: String,
    /// The query of the authorization request that is to be answered.
    pub(crate) query: String,
    /// What the browser's cookie has to hold, hashed.
    pub(crate) browser: String,
}

impl UserPool {
    /// Begins a visit from the browser that is given `cookie`; the secret is its `state`.
    pub(crate) async fn begin_visit(
        &self,
        provider: &str,
        request: &str,
        query: &str,
        cookie: &Secret,
    ) -> Result<Secret, Refusal> {
        let state = Secret::new(random::text(43, random::URL_SAFE)?);
        let visit = Visit {
            provider: provider.to_owned(),
            request: request.to_owned(),
            query: query.to_owned(),
            browser: hex::encode(hash(cookie)),
        };
        let key = hash(&state);
        self.write(move |_, transaction, now| {
            transaction.execute("DELETE FROM visits WHERE expires_at < ?1", [now.unix_timestamp()])?;
            transaction.execute(
                "INSERT INTO visits VALUES (?1, ?2, ?3)",
                params![
                    key,
                    serde_json::to_string(&visit)?,
                    (now + LASTS).unix_timestamp()
                ],
            )?;
            Ok(())
        })
        .await?;
        Ok(state)
    }

    /// Ends the visit with this `state`; nothing when there is none, or another browser began it.
    pub(crate) async fn end_visit(&self, state: &Secret, cookie: &Secret) -> Result<Option<Visit>, Refusal> {
        let (key, browser) = (hash(state), hex::encode(hash(cookie)));
        self.write(move |_, transaction, now| {
            let found: Option<String> = transaction
                .query_row(
                    "SELECT visit FROM visits WHERE hash = ?1 AND expires_at > ?2",
                    params![key, now.unix_timestamp()],
                    |row| row.get(0),
                )
                .optional()?;
            let Some(visit) = found else {
                return Ok(None);
            };
            let visit: Visit = serde_json::from_str(&visit)?;
            if !bool::from(visit.browser.as_bytes().ct_eq(browser.as_bytes())) {
                return Ok(None);
            }
            transaction.execute("DELETE FROM visits WHERE hash = ?1", [key])?;
            Ok(Some(visit))
        })
        .await
    }
}

//! Browsers in which somebody is signed in to the hosted UI, known by a cookie that is kept as a hash.

use base::Secret;
use rusqlite::{OptionalExtension, params};
use time::Duration;

use super::super::account::Account;
use super::super::{UserPool, next_step};
use super::hash;
use crate::random;
use crate::wire::Refusal;

/// The table of this file.
pub(super) const SCHEMA: &str = "
CREATE TABLE browser_sessions (
    hash BLOB PRIMARY KEY,
    sub TEXT NOT NULL,
    provider TEXT NOT NULL,
    auth_time INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
";

/// Somebody who is signed in to the hosted UI.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BrowserSession {
    pub(crate) sub: String,
    /// `COGNITO`, or the provider that was used.
    pub(crate) provider: String,
    /// Seconds since 1970.
    pub(crate) auth_time: i64,
}

impl UserPool {
    /// Remembers a browser in which somebody has just signed in; the secret is for its cookie.
    pub(crate) async fn open_browser_session(
        &self,
        sub: &str,
        provider: &str,
    ) -> Result<(Secret, BrowserSession), Refusal> {
        let cookie = Secret::new(random::text(64, random::URL_SAFE)?);
        let session = BrowserSession {
            sub: sub.to_owned(),
            provider: provider.to_owned(),
            auth_time: self.now().unix_timestamp(),
        };
        let (kept, key) = (session.clone(), hash(&cookie));
        self.write(move |pool, transaction, now| {
            let lives = Duration::minutes(i64::from(pool.settings().pool.hosted_ui.session_validity));
            transaction.execute(
                "DELETE FROM browser_sessions WHERE expires_at <= ?1",
                [now.unix_timestamp()],
            )?;
            transaction.execute(
                "INSERT INTO browser_sessions VALUES (?1, ?2, ?3, ?4, ?5)",
                params![
                    key,
                    kept.sub,
                    kept.provider,
                    kept.auth_time,
                    (now + lives).unix_timestamp()
                ],
            )?;
            Ok(())
        })
        .await?;
        Ok((cookie, session))
    }

    /// Who is signed in in the browser with this cookie, if the person may still sign in.
    pub(crate) async fn browser_session(&self, cookie: &Secret) -> Result<Option<BrowserSession>, Refusal> {
        let key = hash(cookie);
        self.read(move |_, connection, now| {
            let session = connection
                .query_row(
                    "SELECT sub, provider, auth_time FROM browser_sessions WHERE hash = ?1 AND expires_at > ?2",
                    params![key, now.unix_timestamp()],
                    |row| {
                        Ok(BrowserSession {
                            sub: row.get(0)?,
                            provider: row.get(1)?,
                            auth_time: row.get(2)?,
                        })
                    },
                )
                .optional()?;
            let Some(session) = session else {
                return Ok(None);
            };
            let account = Account::find_by_sub(connection, &session.sub)?;
            Ok(account
                .filter(|account| next_step::check_usable(account).is_ok())
                .map(|_| session))
        })
        .await
    }

    /// Forgets a browser.
    pub(crate) async fn close_browser_session(&self, cookie: &Secret) -> Result<(), Refusal> {
        let key = hash(cookie);
        self.write(move |_, transaction, _| {
            transaction.execute("DELETE FROM browser_sessions WHERE hash = ?1", [key])?;
            Ok(())
        })
        .await
    }
}

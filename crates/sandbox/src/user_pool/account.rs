//! One user of the pool, as the database keeps it. User names are not case-sensitive and are kept in lower case; a
//! verified e-mail address is a second name to sign in with.

use std::collections::BTreeMap;

use base::Secret;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use time::OffsetDateTime;

use super::srp::Verifier;

/// The tables of this file.
pub(super) const SCHEMA: &str = "
CREATE TABLE accounts (
    username TEXT PRIMARY KEY,
    sub TEXT NOT NULL UNIQUE,
    status TEXT NOT NULL,
    salt BLOB NOT NULL,
    verifier BLOB NOT NULL,
    temporary_until INTEGER,
    totp_key TEXT,
    totp_step INTEGER NOT NULL DEFAULT 0,
    attributes TEXT NOT NULL,
    groups TEXT NOT NULL
) STRICT;
CREATE TABLE aliases (email TEXT PRIMARY KEY, username TEXT NOT NULL) STRICT;
";

/// `UserStatusType`, as far as accounts here come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    Unconfirmed,
    Confirmed,
    ForceChangePassword,
}

impl Status {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Unconfirmed => "UNCONFIRMED",
            Self::Confirmed => "CONFIRMED",
            Self::ForceChangePassword => "FORCE_CHANGE_PASSWORD",
        }
    }

    fn parse(text: &str) -> Self {
        [Self::Confirmed, Self::ForceChangePassword]
            .into_iter()
            .find(|status| status.as_str() == text)
            .unwrap_or(Self::Unconfirmed)
    }
}

/// A user.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    pub(crate) username: String,
    pub(crate) sub: String,
    pub(super) status: Status,
    pub(super) verifier: Verifier,
    /// Until when a temporary password can be used.
    pub(super) temporary_until: Option<OffsetDateTime>,
    /// Base32, when TOTP is the second factor.
    pub(super) totp_key: Option<Secret>,
    /// The last 30-second step whose code was used.
    pub(super) totp_step: u64,
    pub(super) attributes: BTreeMap<String, String>,
    pub(super) groups: Vec<String>,
}

impl Account {
    /// The account that `name` means: a user name, or a verified e-mail address.
    pub(super) fn find(connection: &Connection, name: &str) -> Result<Option<Self>, rusqlite::Error> {
        connection
            .query_row(
                "SELECT username, sub, status, salt, verifier, temporary_until, totp_key, totp_step, attributes, \
                 groups FROM accounts WHERE username = ?1 \
                 OR username = (SELECT username FROM aliases WHERE email = ?1) ORDER BY username = ?1 DESC",
                [canonical(name)],
                read,
            )
            .optional()
    }

    /// Whether the user name is taken.
    pub(super) fn exists(connection: &Connection, username: &str) -> Result<bool, rusqlite::Error> {
        connection.query_row(
            "SELECT count(*) > 0 FROM accounts WHERE username = ?1",
            [username],
            |row| row.get(0),
        )
    }

    /// The account that has verified this e-mail address.
    pub(super) fn find_by_alias(
        connection: &Connection,
        email: &str,
    ) -> Result<Option<Self>, rusqlite::Error> {
        let name: Option<String> = connection
            .query_row(
                "SELECT username FROM aliases WHERE email = ?1",
                [canonical(email)],
                |row| row.get(0),
            )
            .optional()?;
        name.map_or(Ok(None), |name| Self::find(connection, &name))
    }

    /// The account of a token's `sub`.
    pub(super) fn find_by_sub(connection: &Connection, sub: &str) -> Result<Option<Self>, rusqlite::Error> {
        let name: Option<String> = connection
            .query_row("SELECT username FROM accounts WHERE sub = ?1", [sub], |row| {
                row.get(0)
            })
            .optional()?;
        name.map_or(Ok(None), |name| Self::find(connection, &name))
    }

    /// Writes the account, new or changed, and the alias that its verified address is.
    pub(super) fn save(&self, transaction: &Transaction<'_>) -> Result<(), rusqlite::Error> {
        transaction.execute(
            "INSERT OR REPLACE INTO accounts VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            params![
                self.username,
                self.sub,
                self.status.as_str(),
                self.verifier.salt,
                self.verifier.value.expose(),
                self.temporary_until.map(OffsetDateTime::unix_timestamp),
                self.totp_key.as_ref().map(|key| key.expose().as_str()),
                i64::try_from(self.totp_step).unwrap_or(i64::MAX),
                serde_json::json!(self.attributes).to_string(),
                self.groups.join("\n"),
            ],
        )?;
        transaction.execute("DELETE FROM aliases WHERE username = ?1", [&self.username])?;
        if let Some(email) = self.verified_email() {
            transaction.execute(
                "INSERT OR REPLACE INTO aliases VALUES (?1, ?2)",
                params![canonical(email), self.username],
            )?;
        }
        Ok(())
    }

    pub(super) fn email(&self) -> Option<&str> {
        self.attributes.get("email").map(String::as_str)
    }

    pub(super) fn verified_email(&self) -> Option<&str> {
        let verified = self
            .attributes
            .get("email_verified")
            .is_some_and(|verified| verified == "true");
        self.email().filter(|_| verified)
    }
}

/// How names are kept and compared.
pub(super) fn canonical(name: &str) -> String {
    name.to_lowercase()
}

fn read(row: &Row<'_>) -> Result<Account, rusqlite::Error> {
    let status: String = row.get(2)?;
    let temporary_until: Option<i64> = row.get(5)?;
    let totp_key: Option<String> = row.get(6)?;
    let totp_step: i64 = row.get(7)?;
    let attributes: String = row.get(8)?;
    let groups: String = row.get(9)?;
    Ok(Account {
        username: row.get(0)?,
        sub: row.get(1)?,
        status: Status::parse(&status),
        verifier: Verifier {
            salt: row.get(3)?,
            value: Secret::new(row.get(4)?),
        },
        temporary_until: temporary_until.and_then(|until| OffsetDateTime::from_unix_timestamp(until).ok()),
        totp_key: totp_key.map(Secret::new),
        totp_step: u64::try_from(totp_step).unwrap_or(0),
        attributes: serde_json::from_str(&attributes).unwrap_or_default(),
        groups: groups.lines().map(str::to_owned).collect(),
    })
}

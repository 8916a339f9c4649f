//! One user of the pool, as the database keeps it. Where the pool ignores case, names are kept in lower case. A
//! verified e-mail address or phone number is a second name to sign in with.

use std::collections::BTreeMap;

use base::Secret;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::mfa::Mfa;
use super::srp::Verifier;
use crate::settings::{CustomChallenge, DeviceTracking};

/// The tables of this file.
pub(super) const SCHEMA: &str = "
CREATE TABLE accounts (
    username TEXT PRIMARY KEY,
    sub TEXT NOT NULL UNIQUE,
    status TEXT NOT NULL,
    enabled INTEGER NOT NULL,
    salt BLOB,
    verifier BLOB,
    invited_at INTEGER,
    totp_key TEXT,
    totp_pending TEXT,
    totp_step INTEGER NOT NULL,
    totp_name TEXT,
    mfa TEXT NOT NULL,
    own TEXT NOT NULL,
    attributes TEXT NOT NULL,
    groups TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    modified_at INTEGER NOT NULL
) STRICT;
CREATE TABLE aliases (name TEXT PRIMARY KEY, username TEXT NOT NULL) STRICT;
";

const COLUMNS: &str = "username, sub, status, enabled, salt, verifier, invited_at, totp_key, totp_pending, totp_step, \
                       totp_name, mfa, own, attributes, groups, created_at, modified_at";

/// `UserStatusType`, as far as accounts here come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    Unconfirmed,
    Confirmed,
    ForceChangePassword,
    ResetRequired,
    /// Comes from an identity provider; no password of the pool lets in.
    ExternalProvider,
}

impl Status {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Unconfirmed => "UNCONFIRMED",
            Self::Confirmed => "CONFIRMED",
            Self::ForceChangePassword => "FORCE_CHANGE_PASSWORD",
            Self::ResetRequired => "RESET_REQUIRED",
            Self::ExternalProvider => "EXTERNAL_PROVIDER",
        }
    }

    /// The status of this name.
    pub(super) fn named(text: &str) -> Option<Self> {
        [
            Self::Unconfirmed,
            Self::Confirmed,
            Self::ForceChangePassword,
            Self::ResetRequired,
            Self::ExternalProvider,
        ]
        .into_iter()
        .find(|status| status.as_str() == text)
    }
}

/// The authenticator app of a user.
#[derive(Debug, Clone, Default)]
pub(super) struct SoftwareToken {
    /// Base32, once a code has proven that the app has it.
    pub(super) key: Option<Secret>,
    /// Base32, handed out and not proven yet.
    pub(super) pending: Option<Secret>,
    /// The last 30-second step whose code was used.
    pub(super) step: u64,
    /// `FriendlyDeviceName`.
    pub(super) name: Option<String>,
}

/// Where one account departs from the rules of the pool, so that each has its own way in; and how it is named.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Own {
    /// Devices of this user, whatever the pool says.
    pub(super) device_tracking: Option<DeviceTracking>,
    /// MFA_SETUP follows the password, as if the pool required MFA.
    pub(super) must_set_up_mfa: bool,
    /// Custom challenges of this user, whatever the pool says.
    pub(super) custom_challenge: Option<CustomChallenge>,
    /// The attribute that names this user, also while unverified, where user names are UUIDs.
    pub(super) named_by: Option<String>,
    /// Whether the names of this user tell case apart.
    pub(super) case_sensitive: bool,
}

/// A user.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    pub(crate) username: String,
    pub(crate) sub: String,
    pub(super) status: Status,
    /// False when an administrator has disabled the user.
    pub(super) enabled: bool,
    /// Nothing for a user who signed up without a password.
    pub(super) verifier: Option<Verifier>,
    /// When the temporary password was given.
    pub(super) invited_at: Option<OffsetDateTime>,
    pub(super) totp: SoftwareToken,
    pub(super) mfa: Mfa,
    pub(super) own: Own,
    pub(super) attributes: BTreeMap<String, String>,
    pub(super) groups: Vec<String>,
    /// Nothing for one that is not kept yet.
    pub(super) created_at: Option<OffsetDateTime>,
    pub(super) modified_at: Option<OffsetDateTime>,
}

impl Account {
    /// A user with nothing but a name, a state and a password.
    pub(super) fn new(username: String, sub: String, status: Status, verifier: Option<Verifier>) -> Self {
        Self {
            username,
            sub,
            status,
            enabled: true,
            verifier,
            invited_at: None,
            totp: SoftwareToken::default(),
            mfa: Mfa::default(),
            own: Own::default(),
            attributes: BTreeMap::new(),
            groups: Vec::new(),
            created_at: None,
            modified_at: None,
        }
    }

    /// The account that `name` means: a user name, or an address or number that is a second name. `name` is as
    /// [`super::caller::name`] makes it.
    pub(super) fn find(connection: &Connection, name: &str) -> Result<Option<Self>, rusqlite::Error> {
        connection
            .query_row(
                &format!(
                    "SELECT {COLUMNS} FROM accounts WHERE username = ?1 \
                     OR username = (SELECT username FROM aliases WHERE name = ?1) ORDER BY username = ?1 DESC"
                ),
                [name],
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

    /// The account whose second name this address or number is.
    pub(super) fn find_by_alias(
        connection: &Connection,
        name: &str,
    ) -> Result<Option<Self>, rusqlite::Error> {
        let username: Option<String> = connection
            .query_row("SELECT username FROM aliases WHERE name = ?1", [name], |row| {
                row.get(0)
            })
            .optional()?;
        username.map_or(Ok(None), |username| Self::find(connection, &username))
    }

    /// The account of a token's `sub`.
    pub(super) fn find_by_sub(connection: &Connection, sub: &str) -> Result<Option<Self>, rusqlite::Error> {
        connection
            .query_row(
                &format!("SELECT {COLUMNS} FROM accounts WHERE sub = ?1"),
                [sub],
                read,
            )
            .optional()
    }

    /// Every account, by user name.
    pub(super) fn all(connection: &Connection) -> Result<Vec<Self>, rusqlite::Error> {
        connection
            .prepare(&format!("SELECT {COLUMNS} FROM accounts ORDER BY username"))?
            .query_map([], read)?
            .collect()
    }

    /// Writes the account, new or changed at `now`, and its second names.
    pub(super) fn save(
        &self,
        transaction: &Transaction<'_>,
        now: OffsetDateTime,
    ) -> Result<(), rusqlite::Error> {
        transaction.execute(
            &format!(
                "INSERT OR REPLACE INTO accounts ({COLUMNS}) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)"
            ),
            params![
                self.username,
                self.sub,
                self.status.as_str(),
                self.enabled,
                self.verifier.as_ref().map(|verifier| verifier.salt),
                self.verifier.as_ref().map(|verifier| verifier.value.expose()),
                self.invited_at.map(OffsetDateTime::unix_timestamp),
                self.totp.key.as_ref().map(|key| key.expose().as_str()),
                self.totp.pending.as_ref().map(|key| key.expose().as_str()),
                i64::try_from(self.totp.step).unwrap_or(i64::MAX),
                self.totp.name,
                serde_json::json!(self.mfa).to_string(),
                serde_json::json!(self.own).to_string(),
                serde_json::json!(self.attributes).to_string(),
                self.groups.join("\n"),
                self.created_at.unwrap_or(now).unix_timestamp(),
                now.unix_timestamp(),
            ],
        )?;
        transaction.execute("DELETE FROM aliases WHERE username = ?1", [&self.username])?;
        for name in ["email", "phone_number"] {
            let native = self.status != Status::ExternalProvider;
            let counts = (native && self.is_verified(name)) || self.own.named_by.as_deref() == Some(name);
            if let Some(value) = self.attributes.get(name).filter(|_| counts) {
                transaction.execute(
                    "INSERT OR REPLACE INTO aliases VALUES (?1, ?2)",
                    params![canonical(value, self.own.case_sensitive), self.username],
                )?;
            }
        }
        Ok(())
    }

    pub(super) fn email(&self) -> Option<&str> {
        self.attributes.get("email").map(String::as_str)
    }

    pub(super) fn phone_number(&self) -> Option<&str> {
        self.attributes.get("phone_number").map(String::as_str)
    }

    /// Whether `<name>_verified` is true.
    pub(super) fn is_verified(&self, name: &str) -> bool {
        self.attributes
            .get(&format!("{name}_verified"))
            .is_some_and(|verified| verified == "true")
    }

    /// Writes `<name>_verified`.
    pub(super) fn set_verified(&mut self, name: &str, verified: bool) {
        self.attributes
            .insert(format!("{name}_verified"), verified.to_string());
    }
}

/// Deletes a user and what is kept under the user name; the name is free. Lock-outs stay.
pub(super) fn delete(transaction: &Transaction<'_>, account: &Account) -> Result<(), rusqlite::Error> {
    for table in [
        "aliases",
        "codes",
        "challenges",
        "old_passwords",
        "verifications",
        "accounts",
    ] {
        transaction.execute(
            &format!("DELETE FROM {table} WHERE username = ?1"),
            [&account.username],
        )?;
    }
    Ok(())
}

/// How names are kept and compared.
pub(super) fn canonical(name: &str, case_sensitive: bool) -> String {
    if case_sensitive {
        name.to_owned()
    } else {
        name.to_lowercase()
    }
}

fn read(row: &Row<'_>) -> Result<Account, rusqlite::Error> {
    let status: String = row.get("status")?;
    let salt: Option<[u8; 16]> = row.get("salt")?;
    let verifier: Option<Vec<u8>> = row.get("verifier")?;
    let invited_at: Option<i64> = row.get("invited_at")?;
    let key: Option<String> = row.get("totp_key")?;
    let pending: Option<String> = row.get("totp_pending")?;
    let step: i64 = row.get("totp_step")?;
    let groups: String = row.get("groups")?;
    Ok(Account {
        username: row.get("username")?,
        sub: row.get("sub")?,
        status: Status::named(&status).unwrap_or(Status::Unconfirmed),
        enabled: row.get("enabled")?,
        verifier: salt.zip(verifier).map(|(salt, value)| Verifier {
            salt,
            value: Secret::new(value),
        }),
        invited_at: invited_at.and_then(|at| OffsetDateTime::from_unix_timestamp(at).ok()),
        totp: SoftwareToken {
            key: key.map(Secret::new),
            pending: pending.map(Secret::new),
            step: u64::try_from(step).unwrap_or(0),
            name: row.get("totp_name")?,
        },
        mfa: parsed(row, "mfa")?,
        own: parsed(row, "own")?,
        attributes: parsed(row, "attributes")?,
        groups: groups.lines().map(str::to_owned).collect(),
        created_at: moment(row, "created_at")?,
        modified_at: moment(row, "modified_at")?,
    })
}

fn moment(row: &Row<'_>, column: &str) -> Result<Option<OffsetDateTime>, rusqlite::Error> {
    let seconds: i64 = row.get(column)?;
    Ok(OffsetDateTime::from_unix_timestamp(seconds).ok())
}

fn parsed<T: Default + serde::de::DeserializeOwned>(
    row: &Row<'_>,
    column: &str,
) -> Result<T, rusqlite::Error> {
    let text: String = row.get(column)?;
    Ok(serde_json::from_str(&text).unwrap_or_default())
}

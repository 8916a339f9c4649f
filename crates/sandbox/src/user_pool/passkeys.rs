//! The passkeys of users, and the challenges of registrations under way: one per user, the newest counts.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};

use super::account::Account;
use super::caller::Caller;
use super::webauthn::{PublicKey, Registered};
use crate::random;
use crate::wire::Refusal;

/// The tables of this file.
pub(super) const SCHEMA: &str = "
CREATE TABLE passkeys (
    credential_id TEXT PRIMARY KEY,
    sub TEXT NOT NULL,
    relying_party_id TEXT NOT NULL,
    public_key BLOB NOT NULL,
    counter INTEGER NOT NULL,
    attachment TEXT,
    transports TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX passkeys_by_sub ON passkeys (sub, created_at, credential_id);
CREATE TABLE passkey_challenges (
    sub TEXT PRIMARY KEY,
    client_id TEXT NOT NULL,
    challenge TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
";

/// How long a registration may take.
pub(super) const REGISTRATION: Duration = Duration::minutes(5);
/// The most passkeys that a user can have.
pub(super) const MOST: usize = 20;

const COLUMNS: &str =
    "credential_id, relying_party_id, public_key, counter, attachment, transports, created_at";

/// One passkey of a user.
#[derive(Debug, Clone)]
pub(super) struct Passkey {
    /// Base64url.
    pub(super) credential_id: String,
    pub(super) relying_party_id: String,
    pub(super) key: PublicKey,
    pub(super) counter: u32,
    attachment: Option<String>,
    transports: Vec<String>,
    /// Seconds since 1970.
    pub(super) created_at: i64,
}

/// A registration under way.
#[derive(Debug)]
pub(super) struct Pending {
    pub(super) client_id: String,
    /// Base64url, as it was sent.
    pub(super) challenge: String,
    expires_at: i64,
}

/// A new challenge, base64url.
pub(super) fn challenge() -> Result<String, Refusal> {
    Ok(URL_SAFE_NO_PAD.encode(random::bytes::<32>()?))
}

/// The user handle of a user's passkeys.
pub(super) fn user_handle(account: &Account) -> &[u8] {
    account.sub.as_bytes()
}

/// Remembers that the user is registering a passkey.
pub(super) fn begin(
    transaction: &Transaction<'_>,
    caller: &Caller,
    account: &Account,
    challenge: &str,
    now: OffsetDateTime,
) -> Result<(), rusqlite::Error> {
    transaction.execute(
        "INSERT OR REPLACE INTO passkey_challenges VALUES (?1, ?2, ?3, ?4)",
        params![
            account.sub,
            caller.client().client_id,
            challenge,
            (now + REGISTRATION).unix_timestamp()
        ],
    )?;
    Ok(())
}

/// The registration that is under way and still in time.
pub(super) fn pending(
    connection: &Connection,
    account: &Account,
    now: OffsetDateTime,
) -> Result<Option<Pending>, rusqlite::Error> {
    let found = connection
        .query_row(
            "SELECT client_id, challenge, expires_at FROM passkey_challenges WHERE sub = ?1",
            [&account.sub],
            |row| {
                Ok(Pending {
                    client_id: row.get(0)?,
                    challenge: row.get(1)?,
                    expires_at: row.get(2)?,
                })
            },
        )
        .optional()?;
    Ok(found.filter(|pending| pending.expires_at > now.unix_timestamp()))
}

/// Keeps a passkey that was checked, and ends its registration.
pub(super) fn keep(
    transaction: &Transaction<'_>,
    account: &Account,
    relying_party_id: &str,
    registered: &Registered,
    now: OffsetDateTime,
) -> Result<(), rusqlite::Error> {
    transaction.execute("DELETE FROM passkey_challenges WHERE sub = ?1", [&account.sub])?;
    transaction.execute(
        "INSERT INTO passkeys VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            registered.credential_id,
            account.sub,
            relying_party_id,
            registered.key.point(),
            registered.counter,
            registered.attachment,
            json!(registered.transports).to_string(),
            now.unix_timestamp()
        ],
    )?;
    Ok(())
}

/// The passkeys of a user, oldest first.
pub(super) fn list(connection: &Connection, account: &Account) -> Result<Vec<Passkey>, rusqlite::Error> {
    connection
        .prepare(&format!(
            "SELECT {COLUMNS} FROM passkeys WHERE sub = ?1 ORDER BY created_at, credential_id"
        ))?
        .query_map([&account.sub], read)?
        .collect()
}

/// Whether anybody has this passkey.
pub(super) fn exists(connection: &Connection, credential_id: &str) -> Result<bool, rusqlite::Error> {
    connection.query_row(
        "SELECT count(*) > 0 FROM passkeys WHERE credential_id = ?1",
        [credential_id],
        |row| row.get(0),
    )
}

/// Writes the counter that the authenticator gave.
pub(super) fn count(
    transaction: &Transaction<'_>,
    passkey: &Passkey,
    counter: u32,
) -> Result<(), rusqlite::Error> {
    transaction.execute(
        "UPDATE passkeys SET counter = ?2 WHERE credential_id = ?1",
        params![passkey.credential_id, counter],
    )?;
    Ok(())
}

/// Deletes a passkey of this user; false when there is none.
pub(super) fn forget(
    transaction: &Transaction<'_>,
    account: &Account,
    credential_id: &str,
) -> Result<bool, rusqlite::Error> {
    let changed = transaction.execute(
        "DELETE FROM passkeys WHERE sub = ?1 AND credential_id = ?2",
        [&account.sub, credential_id],
    )?;
    Ok(changed > 0)
}

/// Deletes every passkey of a user.
pub(super) fn forget_all(transaction: &Transaction<'_>, account: &Account) -> Result<(), rusqlite::Error> {
    for table in ["passkeys", "passkey_challenges"] {
        transaction.execute(&format!("DELETE FROM {table} WHERE sub = ?1"), [&account.sub])?;
    }
    Ok(())
}

impl Passkey {
    /// `PublicKeyCredentialDescriptorJSON`.
    pub(super) fn descriptor(&self) -> Value {
        json!({ "type": "public-key", "id": self.credential_id, "transports": self.transports })
    }

    /// `WebAuthnCredentialDescription`.
    pub(super) fn view(&self) -> Value {
        let mut view = json!({
            "CredentialId": self.credential_id,
            "FriendlyCredentialName": "Passkey",
            "RelyingPartyId": self.relying_party_id,
            "AuthenticatorTransports": self.transports,
            "CreatedAt": self.created_at,
        });
        if let Some(attachment) = &self.attachment {
            view["AuthenticatorAttachment"] = json!(attachment);
        }
        view
    }
}

fn read(row: &Row<'_>) -> Result<Passkey, rusqlite::Error> {
    let transports: String = row.get(5)?;
    Ok(Passkey {
        credential_id: row.get(0)?,
        relying_party_id: row.get(1)?,
        key: PublicKey::from_point(row.get(2)?),
        counter: row.get(3)?,
        attachment: row.get(4)?,
        transports: serde_json::from_str(&transports).unwrap_or_default(),
        created_at: row.get(6)?,
    })
}

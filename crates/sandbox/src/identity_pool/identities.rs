//! Identities as the database keeps them, and the logins that are linked to each. An identity that was merged into
//! another is disabled for good; one that has ever had a login is never a guest's again.

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::cognito_sync;
use crate::wire::Refusal;

/// The tables of this file.
pub(crate) const SCHEMA: &str = "
CREATE TABLE identities (
    identity_id TEXT PRIMARY KEY,
    authenticated INTEGER NOT NULL,
    merged_into TEXT
) STRICT;
CREATE TABLE linked_logins (
    provider TEXT NOT NULL,
    subject TEXT NOT NULL,
    identity_id TEXT NOT NULL,
    PRIMARY KEY (provider, subject)
) STRICT;
CREATE INDEX linked_logins_by_identity ON linked_logins (identity_id);
";

/// One identity that may be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Identity {
    pub(super) id: String,
    /// Whether it has, or once had, a login.
    pub(super) authenticated: bool,
}

impl Identity {
    /// The identity of this id. Refused when there is none, or it was merged into another.
    pub(super) fn find(connection: &Connection, id: &str) -> Result<Self, Refusal> {
        let found: Option<(bool, Option<String>)> = connection
            .query_row(
                "SELECT authenticated, merged_into FROM identities WHERE identity_id = ?1",
                [id],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()?;
        match found {
            None => Err(Refusal::not_found(format!("Identity '{id}' not found."))),
            Some((_, Some(_))) => Err(forbidden(id)),
            Some((authenticated, None)) => Ok(Self {
                id: id.to_owned(),
                authenticated,
            }),
        }
    }

    /// A new one under this id.
    pub(super) fn make(transaction: &Transaction<'_>, id: String) -> Result<Self, rusqlite::Error> {
        transaction.execute("INSERT INTO identities VALUES (?1, 0, NULL)", [&id])?;
        Ok(Self {
            id,
            authenticated: false,
        })
    }

    /// Links a login that no identity has.
    pub(super) fn link(
        &mut self,
        transaction: &Transaction<'_>,
        provider: &str,
        subject: &str,
    ) -> Result<(), rusqlite::Error> {
        transaction.execute(
            "INSERT INTO linked_logins VALUES (?1, ?2, ?3)",
            [provider, subject, &self.id],
        )?;
        transaction.execute(
            "UPDATE identities SET authenticated = 1 WHERE identity_id = ?1",
            [&self.id],
        )?;
        self.authenticated = true;
        Ok(())
    }

    /// The provider and subject of each login.
    pub(super) fn logins(&self, connection: &Connection) -> Result<Vec<(String, String)>, rusqlite::Error> {
        connection
            .prepare("SELECT provider, subject FROM linked_logins WHERE identity_id = ?1 ORDER BY rowid")?
            .query_map([&self.id], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect()
    }

    /// Disables the identity; what it had is `into`'s.
    pub(super) fn merge_into(
        self,
        transaction: &Transaction<'_>,
        into: &Self,
    ) -> Result<(), rusqlite::Error> {
        transaction.execute(
            "UPDATE linked_logins SET identity_id = ?2 WHERE identity_id = ?1",
            [&self.id, &into.id],
        )?;
        transaction.execute(
            "UPDATE identities SET merged_into = ?2 WHERE identity_id = ?1",
            [&self.id, &into.id],
        )?;
        cognito_sync::merge_identities(transaction, &self.id, &into.id)
    }
}

/// The identity that a login is linked to.
pub(super) fn of(
    connection: &Connection,
    provider: &str,
    subject: &str,
) -> Result<Option<String>, rusqlite::Error> {
    connection
        .query_row(
            "SELECT identity_id FROM linked_logins WHERE provider = ?1 AND subject = ?2",
            [provider, subject],
            |row| row.get(0),
        )
        .optional()
}

/// Whether there is, or was, an identity of this id.
pub(super) fn exists(connection: &Connection, id: &str) -> Result<bool, rusqlite::Error> {
    connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM identities WHERE identity_id = ?1)",
        [id],
        |row| row.get(0),
    )
}

/// Takes a login from its identity.
pub(super) fn unlink(
    transaction: &Transaction<'_>,
    provider: &str,
    subject: &str,
) -> Result<(), rusqlite::Error> {
    transaction.execute(
        "DELETE FROM linked_logins WHERE provider = ?1 AND subject = ?2",
        params![provider, subject],
    )?;
    Ok(())
}

/// The identity is disabled, or was asked for without what it takes.
pub(super) fn forbidden(id: &str) -> Refusal {
    Refusal::not_authorized(format!("Access to Identity '{id}' is forbidden."))
}

//! The connections that people have made on this device, as documents. What stands in a document is decided elsewhere;
//! never a secret.

use rusqlite::{OptionalExtension, named_params};
use time::OffsetDateTime;

use crate::accounts::milliseconds;
use crate::{Error, Store};

/// A connection as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredConnection {
    /// Its stable id.
    pub id: String,
    /// What it says.
    pub document: String,
}

impl Store {
    /// All connections, the oldest first.
    pub async fn connections(&self) -> Result<Vec<StoredConnection>, Error> {
        self.run(|connection| {
            connection
                .prepare_cached("SELECT id, document FROM connection ORDER BY made_at, id")?
                .query_map([], |row| {
                    Ok(StoredConnection {
                        id: row.get("id")?,
                        document: row.get("document")?,
                    })
                })?
                .collect()
        })
        .await
    }

    /// What the connection of this id says.
    pub async fn connection(&self, id: &str) -> Result<Option<String>, Error> {
        let id = id.to_owned();
        self.run(move |connection| {
            connection
                .prepare_cached("SELECT document FROM connection WHERE id = ?1")?
                .query_row([&id], |row| row.get(0))
                .optional()
        })
        .await
    }

    /// Keeps a connection, new or changed at `at`.
    pub async fn save_connection(&self, stored: StoredConnection, at: OffsetDateTime) -> Result<(), Error> {
        self.run(move |connection| {
            connection.execute(
                "INSERT INTO connection (id, document, made_at) VALUES (:id, :document, :at)
                 ON CONFLICT (id) DO UPDATE SET document = excluded.document",
                named_params! {
                    ":id": stored.id,
                    ":document": stored.document,
                    ":at": milliseconds(at),
                },
            )
        })
        .await
        .map(|_| ())
    }

    /// Forgets a connection. Its accounts are forgotten by [`Store::forget_accounts`].
    pub async fn forget_connection(&self, id: &str) -> Result<(), Error> {
        let id = id.to_owned();
        self.run(move |connection| connection.execute("DELETE FROM connection WHERE id = ?1", [&id]))
            .await
            .map(|_| ())
    }
}

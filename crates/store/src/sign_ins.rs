//! What became of the attempts to sign in on this device, for the person's own eyes; and which seat is whose.

use rusqlite::{OptionalExtension, Row, named_params};
use time::OffsetDateTime;

use crate::accounts::{milliseconds, moment};
use crate::{Error, Store};

/// How many records a connection keeps; the oldest go.
const KEPT: i64 = 1_000;
/// How many records are shown at once.
const SHOWN: i64 = 100;

/// A record of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignIn {
    /// The id of the connection.
    pub connection: String,
    /// Whose name was typed.
    pub who: String,
    /// The subject identifier, where somebody came in.
    pub sub: Option<String>,
    /// When, in whole milliseconds.
    pub at: OffsetDateTime,
    /// By which method.
    pub method: String,
    /// What became of it.
    pub outcome: String,
}

impl Store {
    /// Writes a record.
    pub async fn record_attempt(&self, record: SignIn) -> Result<(), Error> {
        self.run(move |connection| {
            connection
                .prepare_cached(
                    "INSERT INTO sign_in (connection, who, sub, at, method, outcome)
                     VALUES (:connection, :who, :sub, :at, :method, :outcome)",
                )?
                .execute(named_params! {
                    ":connection": record.connection,
                    ":who": record.who,
                    ":sub": record.sub,
                    ":at": milliseconds(record.at),
                    ":method": record.method,
                    ":outcome": record.outcome,
                })?;
            connection
                .prepare_cached(
                    "DELETE FROM sign_in WHERE connection = :connection AND id NOT IN
                     (SELECT id FROM sign_in WHERE connection = :connection ORDER BY id DESC LIMIT :kept)",
                )?
                .execute(named_params! { ":connection": record.connection, ":kept": KEPT })
        })
        .await
        .map(|_| ())
    }

    /// The records of a person, the newest first: those of `sub`, and the failures under any of the person's `names`.
    pub async fn attempts(
        &self,
        connection: &str,
        sub: &str,
        names: Vec<String>,
    ) -> Result<Vec<SignIn>, Error> {
        let (id, sub) = (connection.to_owned(), sub.to_owned());
        let names = serde_json::Value::from(names).to_string();
        self.run(move |connection| {
            connection
                .prepare_cached(
                    "SELECT connection, who, sub, at, method, outcome FROM sign_in
                     WHERE connection = :connection AND (sub = :sub OR (sub IS NULL AND
                         lower(who) IN (SELECT lower(value) FROM json_each(:names))))
                     ORDER BY id DESC LIMIT :shown",
                )?
                .query_map(
                    named_params! { ":connection": id, ":sub": sub, ":names": names, ":shown": SHOWN },
                    sign_in,
                )?
                .collect()
        })
        .await
    }

    /// Writes down whose seat it is.
    pub async fn seat_taken(&self, connection: &str, seat: &str, sub: &str) -> Result<(), Error> {
        let key = [connection.to_owned(), seat.to_owned(), sub.to_owned()];
        self.run(move |connection| {
            connection.execute(
                "INSERT INTO seat (connection, id, sub) VALUES (?1, ?2, ?3)
                 ON CONFLICT (connection, id) DO UPDATE SET sub = excluded.sub",
                key.each_ref(),
            )
        })
        .await
        .map(|_| ())
    }

    /// Whose seat it was last.
    pub async fn seated(&self, connection: &str, seat: &str) -> Result<Option<String>, Error> {
        let key = [connection.to_owned(), seat.to_owned()];
        self.run(move |connection| {
            connection
                .query_row(
                    "SELECT sub FROM seat WHERE connection = ?1 AND id = ?2",
                    key.each_ref(),
                    |row| row.get(0),
                )
                .optional()
        })
        .await
    }

    /// Nobody has the seat any more.
    pub async fn seat_left(&self, connection: &str, seat: &str) -> Result<(), Error> {
        let key = [connection.to_owned(), seat.to_owned()];
        self.run(move |connection| {
            connection.execute(
                "DELETE FROM seat WHERE connection = ?1 AND id = ?2",
                key.each_ref(),
            )
        })
        .await
        .map(|_| ())
    }

    /// Forgets a person and what is theirs, as after their account was deleted.
    pub async fn forget_account(&self, connection: &str, sub: &str) -> Result<(), Error> {
        let key = [connection.to_owned(), sub.to_owned()];
        self.run(move |connection| {
            for table in ["record", "sync_mark"] {
                let sql = format!(
                    "DELETE FROM {table} WHERE connection = ?1 AND identity IN
                     (SELECT identity_id FROM account WHERE connection = ?1 AND sub = ?2)"
                );
                connection.execute(&sql, key.each_ref())?;
            }
            let sql = "DELETE FROM transfer WHERE connection = ?1 AND account = ?2";
            connection.execute(sql, key.each_ref())?;
            for table in ["seat", "sign_in", "account"] {
                let sql = format!("DELETE FROM {table} WHERE connection = ?1 AND sub = ?2");
                connection.execute(&sql, key.each_ref())?;
            }
            Ok(())
        })
        .await
    }
}

fn sign_in(row: &Row<'_>) -> Result<SignIn, rusqlite::Error> {
    Ok(SignIn {
        connection: row.get("connection")?,
        who: row.get("who")?,
        sub: row.get("sub")?,
        at: moment(row.get("at")?),
        method: row.get("method")?,
        outcome: row.get("outcome")?,
    })
}

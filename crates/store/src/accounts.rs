//! The accounts known on this device.

use rusqlite::{Connection, OptionalExtension, Row, named_params};
use time::OffsetDateTime;

use crate::{Error, Store};

/// Who somebody is, as the user pool says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// The id of the connection: which user pool.
    pub connection: String,
    /// The subject identifier, for ever the same.
    pub sub: String,
    /// The user name, as the pool knows it.
    pub username: String,
    /// The email address.
    pub email: Option<String>,
    /// The telephone number.
    pub phone: Option<String>,
    /// The groups.
    pub groups: Vec<String>,
    /// The identity pool's id for this person, once known.
    pub identity_id: Option<String>,
}

/// An account known on this device. Times have whole milliseconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Who it is, as of the last record.
    pub profile: Profile,
    /// When it was first recorded.
    pub recorded_at: OffsetDateTime,
    /// When the person first signed in here; never, if they only signed up.
    pub first_sign_in: Option<OffsetDateTime>,
    /// When the person last signed in here.
    pub last_sign_in: Option<OffsetDateTime>,
}

const COLUMNS: &str = "connection, sub, username, email, phone, groups, identity_id, \
                       recorded_at, first_sign_in, last_sign_in";

impl Store {
    /// Records an account that was confirmed at `at`. What is known of its sign-ins stays.
    pub async fn record_sign_up(&self, profile: Profile, at: OffsetDateTime) -> Result<Account, Error> {
        self.run(move |connection| record(connection, &profile, at, None))
            .await
    }

    /// Records a sign-in at `at`. An identity id that is known stays when the profile has none.
    pub async fn record_sign_in(&self, profile: Profile, at: OffsetDateTime) -> Result<Account, Error> {
        self.run(move |connection| record(connection, &profile, at, Some(at)))
            .await
    }

    /// The account of `sub` in `connection`.
    pub async fn account(&self, connection: &str, sub: &str) -> Result<Option<Account>, Error> {
        let key = (connection.to_owned(), sub.to_owned());
        self.run(move |connection| find(connection, &key.0, &key.1)).await
    }

    /// All accounts of a connection, the last signed in first.
    pub async fn accounts(&self, connection: &str) -> Result<Vec<Account>, Error> {
        let id = connection.to_owned();
        self.run(move |connection| {
            let sql = format!(
                "SELECT {COLUMNS} FROM account WHERE connection = ?1
                 ORDER BY last_sign_in DESC NULLS LAST, recorded_at DESC, username"
            );
            connection
                .prepare_cached(&sql)?
                .query_map([&id], account)?
                .collect()
        })
        .await
    }

    /// Forgets all accounts of a connection and what is theirs, as after the sandbox was reset.
    pub async fn forget_accounts(&self, connection: &str) -> Result<(), Error> {
        let id = connection.to_owned();
        self.run(move |connection| {
            for table in ["seat", "sign_in", "account", "record", "sync_mark", "transfer"] {
                connection.execute(&format!("DELETE FROM {table} WHERE connection = ?1"), [&id])?;
            }
            Ok(())
        })
        .await
    }
}

fn record(
    connection: &mut Connection,
    profile: &Profile,
    at: OffsetDateTime,
    signed_in: Option<OffsetDateTime>,
) -> Result<Account, rusqlite::Error> {
    let sql = format!(
        "INSERT INTO account ({COLUMNS})
         VALUES (:connection, :sub, :username, :email, :phone, :groups, :identity, :at, :signed_in, :signed_in)
         ON CONFLICT (connection, sub) DO UPDATE SET
             username = excluded.username, email = excluded.email, phone = excluded.phone,
             groups = excluded.groups, identity_id = coalesce(excluded.identity_id, identity_id),
             first_sign_in = coalesce(first_sign_in, excluded.first_sign_in),
             last_sign_in = coalesce(excluded.last_sign_in, last_sign_in)
         RETURNING {COLUMNS}"
    );
    connection.prepare_cached(&sql)?.query_row(
        named_params! {
            ":connection": profile.connection,
            ":sub": profile.sub,
            ":username": profile.username,
            ":email": profile.email,
            ":phone": profile.phone,
            ":groups": serde_json::Value::from(profile.groups.clone()).to_string(),
            ":identity": profile.identity_id,
            ":at": milliseconds(at),
            ":signed_in": signed_in.map(milliseconds),
        },
        account,
    )
}

fn find(connection: &Connection, id: &str, sub: &str) -> Result<Option<Account>, rusqlite::Error> {
    let sql = format!("SELECT {COLUMNS} FROM account WHERE connection = ?1 AND sub = ?2");
    connection
        .prepare_cached(&sql)?
        .query_row([id, sub], account)
        .optional()
}

fn account(row: &Row<'_>) -> Result<Account, rusqlite::Error> {
    let groups: String = row.get("groups")?;
    Ok(Account {
        profile: Profile {
            connection: row.get("connection")?,
            sub: row.get("sub")?,
            username: row.get("username")?,
            email: row.get("email")?,
            phone: row.get("phone")?,
            groups: serde_json::from_str(&groups).unwrap_or_default(),
            identity_id: row.get("identity_id")?,
        },
        recorded_at: moment(row.get("recorded_at")?),
        first_sign_in: row.get::<_, Option<i64>>("first_sign_in")?.map(moment),
        last_sign_in: row.get::<_, Option<i64>>("last_sign_in")?.map(moment),
    })
}

pub(crate) fn milliseconds(at: OffsetDateTime) -> i64 {
    i64::try_from(at.unix_timestamp_nanos() / 1_000_000).unwrap_or(i64::MAX)
}

pub(crate) fn moment(milliseconds: i64) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(milliseconds) * 1_000_000)
        .unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

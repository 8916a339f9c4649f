//! The schema, step by step. `PRAGMA user_version` says how many steps a database has taken.

use rusqlite::Connection;

use crate::Error;

/// Each step leads from its index to the next version. A released step is never edited.
const STEPS: [&str; 5] = [
    "
    CREATE TABLE account (
        connection      TEXT NOT NULL,
        sub             TEXT NOT NULL,
        username        TEXT NOT NULL,
        email           TEXT,
        phone           TEXT,
        groups          TEXT NOT NULL,
        identity_id     TEXT,
        recorded_at     INTEGER NOT NULL,
        first_sign_in   INTEGER,
        last_sign_in    INTEGER,
        PRIMARY KEY (connection, sub)
    ) STRICT;
    CREATE TABLE preference (
        name            TEXT PRIMARY KEY,
        value           TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
",
    "
    CREATE TABLE seat (
        connection      TEXT NOT NULL,
        id              TEXT NOT NULL,
        sub             TEXT NOT NULL,
        PRIMARY KEY (connection, id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE sign_in (
        id              INTEGER PRIMARY KEY,
        connection      TEXT NOT NULL,
        who             TEXT NOT NULL,
        sub             TEXT,
        at              INTEGER NOT NULL,
        method          TEXT NOT NULL,
        outcome         TEXT NOT NULL
    ) STRICT;
    CREATE INDEX sign_in_of_connection ON sign_in (connection, id);
",
    "
    CREATE TABLE record (
        connection      TEXT NOT NULL,
        identity        TEXT NOT NULL,
        dataset         TEXT NOT NULL,
        key             TEXT NOT NULL,
        value           TEXT,
        modified_at     INTEGER NOT NULL,
        modified_by     TEXT NOT NULL,
        sync_count      INTEGER NOT NULL,
        dirty           INTEGER NOT NULL,
        PRIMARY KEY (connection, identity, dataset, key)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE sync_mark (
        connection      TEXT NOT NULL,
        identity        TEXT NOT NULL,
        mark            TEXT NOT NULL,
        PRIMARY KEY (connection, identity)
    ) STRICT, WITHOUT ROWID;
",
    "
    CREATE TABLE connection (
        id              TEXT PRIMARY KEY,
        document        TEXT NOT NULL,
        made_at         INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
",
    "
    CREATE TABLE transfer (
        connection      TEXT NOT NULL,
        account         TEXT NOT NULL,
        id              INTEGER NOT NULL,
        place           INTEGER NOT NULL,
        held            INTEGER NOT NULL,
        job             TEXT NOT NULL,
        begun           TEXT,
        PRIMARY KEY (connection, account, id)
    ) STRICT, WITHOUT ROWID;
",
];

/// Brings the database to the newest version, each step in a transaction of its own.
pub(crate) fn migrate(connection: &mut Connection) -> Result<(), Error> {
    let known = u32::try_from(STEPS.len()).unwrap_or(u32::MAX);
    let found: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if found > known {
        return Err(Error::TooNew { found, known });
    }
    for (version, step) in (1_u32..).zip(STEPS).skip(found as usize) {
        let transaction = connection.transaction()?;
        transaction.execute_batch(step)?;
        transaction.pragma_update(None, "user_version", version)?;
        transaction.commit()?;
    }
    Ok(())
}

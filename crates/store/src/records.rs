//! What follows a person from device to device (bookmarks, preferences, recent places): the copy of this device, and
//! how far it agrees with the one that all devices share. What the values mean, and how two copies become one, is
//! decided elsewhere.

use rusqlite::{OptionalExtension, Row, Transaction, named_params};

use crate::{Error, Store};

/// A record of a person on a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// What kind of thing it is, such as `bookmarks`.
    pub dataset: String,
    /// Its key within the dataset.
    pub key: String,
    /// Its value, as JSON; none where it was deleted.
    pub value: Option<String>,
    /// When it was last changed, by the clock of the device that did; in milliseconds since the Unix epoch.
    pub modified_at: i64,
    /// Which device changed it.
    pub modified_by: String,
    /// Its version where it is shared; 0 if it never was there.
    pub sync_count: i64,
    /// Whether it was changed here and is not shared yet.
    pub dirty: bool,
}

/// All records of a person on a connection, and how far they agree with the shared ones.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Records {
    /// The records, the deleted ones included.
    pub records: Vec<Record>,
    /// What the last exchange noted for the next, as JSON.
    pub mark: Option<String>,
}

impl Store {
    /// The records of `identity` on a connection.
    pub async fn records(&self, connection: &str, identity: &str) -> Result<Records, Error> {
        let key = [connection.to_owned(), identity.to_owned()];
        self.run(move |connection| {
            let records = connection
                .prepare_cached(
                    "SELECT dataset, key, value, modified_at, modified_by, sync_count, dirty FROM record
                     WHERE connection = ?1 AND identity = ?2 ORDER BY dataset, key",
                )?
                .query_map(key.each_ref(), record)?
                .collect::<Result<_, _>>()?;
            let mark = connection
                .prepare_cached("SELECT mark FROM sync_mark WHERE connection = ?1 AND identity = ?2")?
                .query_row(key.each_ref(), |row| row.get(0))
                .optional()?;
            Ok(Records { records, mark })
        })
        .await
    }

    /// Writes records of `identity`, in place of those of the same dataset and key; all of them or none.
    pub async fn put_records(
        &self,
        connection: &str,
        identity: &str,
        records: Vec<Record>,
    ) -> Result<(), Error> {
        let key = [connection.to_owned(), identity.to_owned()];
        self.run(move |connection| {
            let transaction = connection.transaction()?;
            put(&transaction, &key, &records)?;
            transaction.commit()
        })
        .await
    }

    /// Puts these records and this mark in the place of all that was known of `identity`; all of it or nothing.
    pub async fn replace_records(
        &self,
        connection: &str,
        identity: &str,
        records: Records,
    ) -> Result<(), Error> {
        let key = [connection.to_owned(), identity.to_owned()];
        self.run(move |connection| {
            let transaction = connection.transaction()?;
            for table in ["record", "sync_mark"] {
                let sql = format!("DELETE FROM {table} WHERE connection = ?1 AND identity = ?2");
                transaction.execute(&sql, key.each_ref())?;
            }
            put(&transaction, &key, &records.records)?;
            if let Some(mark) = &records.mark {
                transaction.execute(
                    "INSERT INTO sync_mark (connection, identity, mark) VALUES (?1, ?2, ?3)",
                    [&key[0], &key[1], mark],
                )?;
            }
            transaction.commit()
        })
        .await
    }
}

fn put(
    transaction: &Transaction<'_>,
    [connection, identity]: &[String; 2],
    records: &[Record],
) -> Result<(), rusqlite::Error> {
    let mut insert = transaction.prepare_cached(
        "INSERT OR REPLACE INTO record
             (connection, identity, dataset, key, value, modified_at, modified_by, sync_count, dirty)
         VALUES (:connection, :identity, :dataset, :key, :value, :at, :by, :count, :dirty)",
    )?;
    for record in records {
        insert.execute(named_params! {
            ":connection": connection,
            ":identity": identity,
            ":dataset": record.dataset,
            ":key": record.key,
            ":value": record.value,
            ":at": record.modified_at,
            ":by": record.modified_by,
            ":count": record.sync_count,
            ":dirty": record.dirty,
        })?;
    }
    Ok(())
}

fn record(row: &Row<'_>) -> Result<Record, rusqlite::Error> {
    Ok(Record {
        dataset: row.get("dataset")?,
        key: row.get("key")?,
        value: row.get("value")?,
        modified_at: row.get("modified_at")?,
        modified_by: row.get("modified_by")?,
        sync_count: row.get("sync_count")?,
        dirty: row.get("dirty")?,
    })
}

//! The transfers that are not over, per connection and account. What a transfer has to do and how far it has come is
//! written by others, as JSON: keys, local paths, sizes and the ids of begun uploads. Never a secret.

use rusqlite::{Row, Transaction, params};

use crate::{Error, Store};

/// A transfer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredTransfer {
    /// Its number, of the account's own.
    pub id: u32,
    /// Its place in the queue.
    pub place: i64,
    /// Whether it waits for the person.
    pub held: bool,
    /// What it has to do.
    pub job: String,
    /// How far it has come.
    pub begun: Option<String>,
}

/// A change of one transfer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TransferChange {
    /// There is one more, or one in the place of that with the same number.
    Add(StoredTransfer),
    /// It has come further.
    Begun(u32, Option<String>),
    /// It has another place.
    Place(u32, i64),
    /// It is held, or no longer.
    Held(u32, bool),
    /// It is over.
    Remove(u32),
}

impl Store {
    /// The transfers of an account, in their order.
    pub async fn transfers(&self, connection: &str, account: &str) -> Result<Vec<StoredTransfer>, Error> {
        let key = [connection.to_owned(), account.to_owned()];
        self.run(move |connection| {
            connection
                .prepare_cached(
                    "SELECT id, place, held, job, begun FROM transfer
                     WHERE connection = ?1 AND account = ?2 ORDER BY place, id",
                )?
                .query_map(key.each_ref(), stored)?
                .collect()
        })
        .await
    }

    /// Changes transfers of an account, in this order; all of it or nothing.
    pub async fn change_transfers(
        &self,
        connection: &str,
        account: &str,
        changes: Vec<TransferChange>,
    ) -> Result<(), Error> {
        let key = [connection.to_owned(), account.to_owned()];
        self.run(move |connection| {
            let transaction = connection.transaction()?;
            for change in &changes {
                write(&transaction, &key, change)?;
            }
            transaction.commit()
        })
        .await
    }
}

fn write(
    transaction: &Transaction<'_>,
    [connection, account]: &[String; 2],
    change: &TransferChange,
) -> Result<usize, rusqlite::Error> {
    let run = |sql: &str, values: &[&dyn rusqlite::ToSql]| transaction.prepare_cached(sql)?.execute(values);
    let which = "WHERE connection = ?1 AND account = ?2 AND id = ?3";
    match change {
        TransferChange::Add(one) => run(
            "INSERT OR REPLACE INTO transfer (connection, account, id, place, held, job, begun)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                connection, account, one.id, one.place, one.held, one.job, one.begun
            ],
        ),
        TransferChange::Begun(id, begun) => run(
            &format!("UPDATE transfer SET begun = ?4 {which}"),
            params![connection, account, id, begun],
        ),
        TransferChange::Place(id, place) => run(
            &format!("UPDATE transfer SET place = ?4 {which}"),
            params![connection, account, id, place],
        ),
        TransferChange::Held(id, held) => run(
            &format!("UPDATE transfer SET held = ?4 {which}"),
            params![connection, account, id, held],
        ),
        TransferChange::Remove(id) => run(
            &format!("DELETE FROM transfer {which}"),
            params![connection, account, id],
        ),
    }
}

fn stored(row: &Row<'_>) -> Result<StoredTransfer, rusqlite::Error> {
    Ok(StoredTransfer {
        id: row.get("id")?,
        place: row.get("place")?,
        held: row.get("held")?,
        job: row.get("job")?,
        begun: row.get("begun")?,
    })
}

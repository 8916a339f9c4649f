//! Amazon Cognito Sync (API 2014-06-30, REST-JSON): datasets of records that follow an identity. Requests are signed with
//! the identity's own credentials, and an identity reaches its own datasets only. The role's policy is not asked: the
//! service takes no new customers, so that the template says nothing of it.

mod answer;
mod datasets;
mod list_records;
mod request;
mod update_records;

use axum::body::Body;
use http::Response;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde_json::{Value, json};

use crate::foundation::Foundation;
use crate::sigv4::{self, Received, Signer};
use crate::wire::Refusal;
pub(crate) use request::Operation;
use request::Target;

/// The tables of this folder. A dataset that was deleted stays known, so that those who have a copy can be told.
pub(crate) const SCHEMA: &str = "
CREATE TABLE datasets (
    identity_id TEXT NOT NULL,
    name TEXT NOT NULL,
    alive INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    modified_at INTEGER NOT NULL,
    modified_by TEXT NOT NULL,
    sync_count INTEGER NOT NULL,
    deleted_count INTEGER NOT NULL,
    PRIMARY KEY (identity_id, name)
) STRICT;
CREATE TABLE dataset_records (
    identity_id TEXT NOT NULL,
    dataset TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT,
    sync_count INTEGER NOT NULL,
    modified_at INTEGER NOT NULL,
    modified_by TEXT NOT NULL,
    device_modified_at REAL NOT NULL,
    PRIMARY KEY (identity_id, dataset, key)
) STRICT;
CREATE TABLE sync_sessions (
    token TEXT PRIMARY KEY,
    identity_id TEXT NOT NULL,
    dataset TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
";

/// How many datasets an identity may have.
const DATASETS: i64 = 20;
/// How many records a dataset may have.
const RECORDS: i64 = 1_024;
/// How large a dataset may be, keys and values together, in bytes.
const STORAGE: i64 = 1 << 20;

/// The service over one identity pool.
#[derive(Debug)]
pub(crate) struct CognitoSync {
    foundation: Foundation,
}

impl CognitoSync {
    pub(crate) fn new(foundation: &Foundation) -> Self {
        Self {
            foundation: foundation.clone(),
        }
    }

    /// Answers one request.
    pub(crate) async fn answer(&self, received: &Received) -> Response<Body> {
        answer::response(self.outcome(received).await)
    }

    async fn outcome(&self, received: &Received) -> Result<Value, Refusal> {
        let caller = self.caller(received).await?;
        let target = Target::read(&received.head)?;
        target.check()?;
        if target.identity_pool != self.foundation.world.identity_pool_id || target.identity != caller {
            return Err(answer::refused(
                "NotAuthorizedException",
                format!("Access to Identity '{}' is forbidden.", target.identity),
            ));
        }
        match target.operation {
            Operation::ListDatasets => datasets::list(self, target).await,
            Operation::DescribeDataset => datasets::describe(self, target).await,
            Operation::DeleteDataset => datasets::delete(self, target).await,
            Operation::ListRecords => list_records::call(self, target).await,
            Operation::UpdateRecords => update_records::call(self, target, &received.body).await,
        }
    }

    /// The identity whose credentials signed.
    async fn caller(&self, received: &Received) -> Result<String, Refusal> {
        match sigv4::verify(&self.foundation, "cognito-sync", received).await {
            Ok(Signer::Session(issued)) => Ok(issued.session.identity_id),
            Ok(Signer::Backend) => Err(answer::refused(
                "NotAuthorizedException",
                "The sandbox lets identities themselves synchronise, and nobody for them.",
            )),
            Err(fault) => Err(answer::unsigned(&fault)),
        }
    }

    fn now(&self) -> i64 {
        self.foundation.clock.now().unix_timestamp()
    }
}

/// The answer to a request that is larger than any may be.
pub(crate) fn too_large() -> Response<Body> {
    refusal(
        Refusal::serialization("The request body is too large or broke off.")
            .with_status(http::StatusCode::PAYLOAD_TOO_LARGE),
    )
}

/// The answer that refuses.
pub(crate) fn refusal(refusal: Refusal) -> Response<Body> {
    answer::response(Err(refusal))
}

/// Gives the datasets of an identity that was merged to the one that it was merged into, each under its name and the
/// merged identity's id, until a client has taken their records over and deletes them.
pub(crate) fn merge_identities(
    transaction: &Transaction<'_>,
    merged: &str,
    into: &str,
) -> Result<(), rusqlite::Error> {
    for (table, name) in [("datasets", "name"), ("dataset_records", "dataset")] {
        transaction.execute(
            &format!(
                "UPDATE {table} SET identity_id = ?2, {name} = {name} || '.' || ?1 WHERE identity_id = ?1"
            ),
            [merged, into],
        )?;
    }
    transaction.execute("DELETE FROM sync_sessions WHERE identity_id = ?1", [merged])?;
    Ok(())
}

/// What is known of a dataset.
#[derive(Debug, Clone)]
struct Dataset {
    name: String,
    alive: bool,
    created_at: i64,
    modified_at: i64,
    modified_by: String,
    sync_count: i64,
    /// The count at which it was last deleted; 0 if it never was.
    deleted_count: i64,
}

const COLUMNS: &str = "name, alive, created_at, modified_at, modified_by, sync_count, deleted_count";

impl Dataset {
    fn read(row: &Row<'_>) -> Result<Self, rusqlite::Error> {
        Ok(Self {
            name: row.get("name")?,
            alive: row.get("alive")?,
            created_at: row.get("created_at")?,
            modified_at: row.get("modified_at")?,
            modified_by: row.get("modified_by")?,
            sync_count: row.get("sync_count")?,
            deleted_count: row.get("deleted_count")?,
        })
    }

    /// The dataset of this name, deleted or not.
    fn find(connection: &Connection, target: &Target) -> Result<Option<Self>, rusqlite::Error> {
        connection
            .query_row(
                &format!("SELECT {COLUMNS} FROM datasets WHERE identity_id = ?1 AND name = ?2"),
                [&target.identity, &target.dataset],
                Self::read,
            )
            .optional()
    }

    /// The living datasets of an identity.
    fn all(connection: &Connection, identity: &str) -> Result<Vec<Self>, rusqlite::Error> {
        connection
            .prepare(&format!(
                "SELECT {COLUMNS} FROM datasets WHERE identity_id = ?1 AND alive ORDER BY name"
            ))?
            .query_map([identity], Self::read)?
            .collect()
    }

    /// How many records it has, and how many bytes they take.
    fn size(&self, connection: &Connection, identity: &str) -> Result<(i64, i64), rusqlite::Error> {
        connection.query_row(
            "SELECT count(*), coalesce(sum(length(CAST(key AS BLOB)) + length(CAST(value AS BLOB))), 0)
             FROM dataset_records WHERE identity_id = ?1 AND dataset = ?2 AND value IS NOT NULL",
            params![identity, self.name],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    /// As the API shows it.
    fn view(&self, connection: &Connection, identity: &str) -> Result<Value, rusqlite::Error> {
        let (records, bytes) = self.size(connection, identity)?;
        Ok(json!({
            "IdentityId": identity,
            "DatasetName": self.name,
            "CreationDate": self.created_at,
            "LastModifiedDate": self.modified_at,
            "LastModifiedBy": self.modified_by,
            "DataStorage": bytes,
            "NumRecords": records,
        }))
    }
}

/// A record as the API shows it; one that was removed has no value.
fn record(row: &Row<'_>) -> Result<Value, rusqlite::Error> {
    let mut shown = json!({
        "Key": row.get::<_, String>("key")?,
        "SyncCount": row.get::<_, i64>("sync_count")?,
        "LastModifiedDate": row.get::<_, i64>("modified_at")?,
        "LastModifiedBy": row.get::<_, String>("modified_by")?,
        "DeviceLastModifiedDate": row.get::<_, f64>("device_modified_at")?,
    });
    if let Some(value) = row.get::<_, Option<String>>("value")? {
        shown["Value"] = json!(value);
    }
    Ok(shown)
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::{Dataset, SCHEMA, merge_identities};

    #[test]
    fn the_datasets_of_a_merged_identity_wait_under_their_own_names() {
        let mut connection = Connection::open_in_memory().expect("a database");
        connection.execute_batch(SCHEMA).expect("the tables");
        for identity in ["eu-west-1:1", "eu-west-1:2"] {
            connection
                .execute(
                    "INSERT INTO datasets VALUES (?1, 'bookmarks', 1, 0, 0, ?1, 1, 0)",
                    [identity],
                )
                .expect("a dataset");
            connection
                .execute(
                    "INSERT INTO dataset_records VALUES (?1, 'bookmarks', 'k', 'v', 1, 0, ?1, 0.0)",
                    [identity],
                )
                .expect("a record");
        }
        let transaction = connection.transaction().expect("a transaction");
        merge_identities(&transaction, "eu-west-1:2", "eu-west-1:1").expect("merged");
        transaction.commit().expect("committed");

        let all = Dataset::all(&connection, "eu-west-1:1").expect("the datasets");
        let names: Vec<&str> = all.iter().map(|dataset| dataset.name.as_str()).collect();
        assert_eq!(names, ["bookmarks", "bookmarks.eu-west-1:2"]);
        let sizes = all.iter().map(|dataset| dataset.size(&connection, "eu-west-1:1"));
        assert!(sizes.into_iter().all(|size| size.expect("a size") == (1, 2)));
        assert!(
            Dataset::all(&connection, "eu-west-1:2")
                .expect("the datasets")
                .is_empty()
        );
    }
}

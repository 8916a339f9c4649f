//! `ListRecords`: what has changed in a dataset since a sync count, and the token of a session in which it may be
//! updated.

use rusqlite::params;
use serde_json::{Value, json};

use super::request::Target;
use super::{CognitoSync, Dataset, RECORDS, record};
use crate::random;
use crate::wire::Refusal;

/// How long a session lasts, in seconds.
const SESSION: i64 = 60 * 60;

pub(super) async fn call(service: &CognitoSync, target: Target) -> Result<Value, Refusal> {
    let (start, rows) = target.page(RECORDS)?;
    let since = target.number("lastSyncCount")?.unwrap_or(0);
    let token = random::text(120, random::URL_SAFE)?;
    let now = service.now();
    service
        .foundation
        .database
        .write(move |transaction| {
            let dataset = Dataset::find(transaction, &target)?;
            let mut changed: Vec<Value> = transaction
                .prepare(
                    "SELECT key, value, sync_count, modified_at, modified_by, device_modified_at FROM dataset_records
                     WHERE identity_id = ?1 AND dataset = ?2 AND sync_count > ?3 ORDER BY sync_count, key",
                )?
                .query_map(params![target.identity, target.dataset, since], record)?
                .collect::<Result<_, _>>()?;
            let more = changed.len() > start + rows;
            changed = changed.into_iter().skip(start).take(rows).collect();
            transaction.execute("DELETE FROM sync_sessions WHERE expires_at <= ?1", [now])?;
            transaction.execute(
                "INSERT INTO sync_sessions VALUES (?1, ?2, ?3, ?4)",
                params![token, target.identity, target.dataset, now + SESSION],
            )?;
            let deleted = dataset.as_ref().map_or(0, |dataset| dataset.deleted_count);
            let alive = dataset.as_ref().filter(|dataset| dataset.alive);
            let mut answer = json!({
                "Count": changed.len(),
                "Records": changed,
                "DatasetExists": alive.is_some(),
                "DatasetDeletedAfterRequestedSyncCount": since > 0 && deleted > since,
                "DatasetSyncCount": dataset.as_ref().map_or(0, |dataset| dataset.sync_count),
                "MergedDatasetNames": merged(&Dataset::all(transaction, &target.identity)?, &target.dataset),
                "SyncSessionToken": token,
            });
            if let Some(dataset) = alive {
                answer["LastModifiedBy"] = json!(dataset.modified_by);
            }
            if more {
                answer["NextToken"] = json!((start + rows).to_string());
            }
            Ok::<_, Refusal>(answer)
        })
        .await
}

/// The datasets that were of this name at identities that are merged into this one.
fn merged(all: &[Dataset], name: &str) -> Vec<String> {
    let of_other = |dataset: &&Dataset| {
        let identity = dataset
            .name
            .strip_prefix(name)
            .and_then(|rest| rest.strip_prefix('.'));
        identity.is_some_and(|identity| identity.contains(':'))
    };
    all.iter()
        .filter(of_other)
        .map(|dataset| dataset.name.clone())
        .collect()
}

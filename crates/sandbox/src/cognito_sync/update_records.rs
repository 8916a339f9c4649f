//! `UpdateRecords`: all patches of a request or none. A patch has to name the version that it replaces.

use rusqlite::{OptionalExtension, Transaction, params};
use serde::Deserialize;
use serde_json::{Value, json};

use super::answer::{invalid, refused};
use super::request::Target;
use super::{CognitoSync, DATASETS, Dataset, RECORDS, STORAGE, record};
use crate::wire::Refusal;

/// `UpdateRecordsRequest`.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Update {
    sync_session_token: Option<String>,
    #[serde(default)]
    record_patches: Vec<Patch>,
    #[serde(rename = "DeviceId")]
    _device_id: Option<String>,
}

/// `RecordPatch`.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Patch {
    op: String,
    key: String,
    value: Option<String>,
    sync_count: i64,
    /// Seconds since the Unix epoch.
    device_last_modified_date: Option<f64>,
}

pub(super) async fn call(service: &CognitoSync, target: Target, body: &[u8]) -> Result<Value, Refusal> {
    let update: Update = serde_json::from_slice(body)
        .map_err(|_| Refusal::serialization("The request body is not what the operation takes."))?;
    let token = update.sync_session_token.ok_or_else(|| {
        invalid("Value null at 'syncSessionToken' failed to satisfy constraint: Member must not be null")
    })?;
    for patch in &update.record_patches {
        patch.check()?;
    }
    let now = service.now();
    let patches = update.record_patches;
    service
        .foundation
        .database
        .write(move |transaction| {
            check_session(transaction, &target, &token, now)?;
            let count = begin(transaction, &target, now)?;
            for patch in &patches {
                patch.apply(transaction, &target, count, now)?;
            }
            check_limits(transaction, &target)?;
            let mut find = transaction.prepare(
                "SELECT key, value, sync_count, modified_at, modified_by, device_modified_at FROM dataset_records
                 WHERE identity_id = ?1 AND dataset = ?2 AND key = ?3",
            )?;
            let records: Vec<Value> = patches
                .iter()
                .map(|patch| find.query_row(params![target.identity, target.dataset, patch.key], record))
                .collect::<Result<_, _>>()?;
            Ok(json!({ "Records": records }))
        })
        .await
}

impl Patch {
    fn check(&self) -> Result<(), Refusal> {
        if !matches!(self.op.as_str(), "replace" | "remove") {
            return Err(invalid(format!(
                "Value '{}' at 'op' failed to satisfy constraint: Member must satisfy enum value set: [remove, replace]",
                self.op
            )));
        }
        if !(1..=1024).contains(&self.key.chars().count()) {
            return Err(invalid("Value at 'key' must have a length between 1 and 1024"));
        }
        if self.value.as_ref().is_some_and(|value| value.len() > 1_048_575) {
            return Err(invalid("Value at 'value' must have a length of at most 1048575"));
        }
        if self.op == "replace" && self.value.is_none() {
            return Err(invalid("A record that is replaced needs a value."));
        }
        Ok(())
    }

    fn apply(
        &self,
        transaction: &Transaction<'_>,
        target: &Target,
        count: i64,
        now: i64,
    ) -> Result<(), Refusal> {
        let current: Option<i64> = transaction
            .query_row(
                "SELECT sync_count FROM dataset_records WHERE identity_id = ?1 AND dataset = ?2 AND key = ?3",
                [&target.identity, &target.dataset, &self.key],
                |row| row.get(0),
            )
            .optional()?;
        let current = current.unwrap_or(0);
        if current != self.sync_count {
            return Err(refused(
                "ResourceConflictException",
                format!(
                    "Current SyncCount for: {} is {current} not: {}",
                    self.key, self.sync_count
                ),
            ));
        }
        let value = self.value.as_ref().filter(|_| self.op == "replace");
        let device = self.device_last_modified_date;
        #[expect(
            clippy::cast_precision_loss,
            reason = "seconds of our time are exact in a double"
        )]
        let device = device.unwrap_or(now as f64);
        transaction.execute(
            "INSERT OR REPLACE INTO dataset_records VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?1, ?7)",
            params![
                target.identity,
                target.dataset,
                self.key,
                value,
                count,
                now,
                device
            ],
        )?;
        Ok(())
    }
}

fn check_session(
    transaction: &Transaction<'_>,
    target: &Target,
    token: &str,
    now: i64,
) -> Result<(), Refusal> {
    let known: Option<i64> = transaction
        .query_row(
            "SELECT expires_at FROM sync_sessions WHERE token = ?1 AND identity_id = ?2 AND dataset = ?3",
            [token, &target.identity, &target.dataset],
            |row| row.get(0),
        )
        .optional()?;
    match known {
        Some(expires_at) if expires_at > now => Ok(()),
        Some(_) | None => Err(invalid("The sync session token is invalid or has expired.")),
    }
}

/// Counts the update, making the dataset when it is the first, and gives the new count.
fn begin(transaction: &Transaction<'_>, target: &Target, now: i64) -> Result<i64, Refusal> {
    let dataset = Dataset::find(transaction, target)?;
    let alive = dataset.as_ref().is_some_and(|dataset| dataset.alive);
    let count = dataset.as_ref().map_or(0, |dataset| dataset.sync_count) + 1;
    let created = dataset
        .as_ref()
        .filter(|_| alive)
        .map_or(now, |dataset| dataset.created_at);
    let deleted = dataset.as_ref().map_or(0, |dataset| dataset.deleted_count);
    transaction.execute(
        "INSERT OR REPLACE INTO datasets VALUES (?1, ?2, 1, ?3, ?4, ?1, ?5, ?6)",
        params![target.identity, target.dataset, created, now, count, deleted],
    )?;
    Ok(count)
}

fn check_limits(transaction: &Transaction<'_>, target: &Target) -> Result<(), Refusal> {
    let all = Dataset::all(transaction, &target.identity)?;
    let Some(dataset) = all.iter().find(|dataset| dataset.name == target.dataset) else {
        return Ok(());
    };
    let (records, bytes) = dataset.size(transaction, &target.identity)?;
    let datasets = i64::try_from(all.len()).unwrap_or(i64::MAX);
    let over = if datasets > DATASETS {
        format!("An identity may have {DATASETS} datasets.")
    } else if records > RECORDS {
        format!("A dataset may have {RECORDS} records.")
    } else if bytes > STORAGE {
        format!("A dataset may have {STORAGE} bytes.")
    } else {
        return Ok(());
    };
    Err(refused("LimitExceededException", over))
}

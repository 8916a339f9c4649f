//! `ListDatasets`, `DescribeDataset` and `DeleteDataset`.

use rusqlite::params;
use serde_json::{Value, json};

use super::answer::refused;
use super::request::Target;
use super::{CognitoSync, Dataset};
use crate::wire::Refusal;

/// The most datasets of one page.
const PAGE: i64 = 64;

pub(super) async fn list(service: &CognitoSync, target: Target) -> Result<Value, Refusal> {
    let (start, rows) = target.page(PAGE)?;
    service
        .foundation
        .database
        .read(move |connection| {
            let all = Dataset::all(connection, &target.identity)?;
            let shown = all.iter().skip(start).take(rows);
            let shown: Vec<Value> = shown
                .map(|dataset| dataset.view(connection, &target.identity))
                .collect::<Result<_, _>>()?;
            let mut answer = json!({ "Count": shown.len(), "Datasets": shown });
            if all.len() > start + rows {
                answer["NextToken"] = json!((start + rows).to_string());
            }
            Ok(answer)
        })
        .await
}

pub(super) async fn describe(service: &CognitoSync, target: Target) -> Result<Value, Refusal> {
    service
        .foundation
        .database
        .read(move |connection| {
            let dataset = Dataset::find(connection, &target)?.filter(|dataset| dataset.alive);
            let dataset = dataset.ok_or_else(|| missing(&target))?;
            Ok(json!({ "Dataset": dataset.view(connection, &target.identity)? }))
        })
        .await
}

/// The records go; that there was a dataset stays known to its count.
pub(super) async fn delete(service: &CognitoSync, target: Target) -> Result<Value, Refusal> {
    let now = service.now();
    service
        .foundation
        .database
        .write(move |transaction| {
            let dataset = Dataset::find(transaction, &target)?.filter(|dataset| dataset.alive);
            let dataset = dataset.ok_or_else(|| missing(&target))?;
            let view = dataset.view(transaction, &target.identity)?;
            transaction.execute(
                "DELETE FROM dataset_records WHERE identity_id = ?1 AND dataset = ?2",
                [&target.identity, &target.dataset],
            )?;
            transaction.execute(
                "UPDATE datasets SET alive = 0, sync_count = ?3, deleted_count = ?3, modified_at = ?4
                 WHERE identity_id = ?1 AND name = ?2",
                params![target.identity, target.dataset, dataset.sync_count + 1, now],
            )?;
            Ok(json!({ "Dataset": view }))
        })
        .await
}

fn missing(target: &Target) -> Refusal {
    refused(
        "ResourceNotFoundException",
        format!("Dataset '{}' not found.", target.dataset),
    )
}

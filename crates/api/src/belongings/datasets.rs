//! Records shared through Amazon Cognito Sync, for deployments that still have it: three datasets of the identity.
//! Source: `ListRecords`, `UpdateRecords` and `DeleteDataset` of the Cognito Sync API, 2014-06-30.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use async_trait::async_trait;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_cognitosync::Client;
use aws_sdk_cognitosync::config::{BehaviorVersion, Config, IdentityCache, Region};
use aws_sdk_cognitosync::error::ProvideErrorMetadata;
use aws_sdk_cognitosync::operation::list_records::ListRecordsOutput;
use aws_sdk_cognitosync::primitives::DateTime;
use aws_sdk_cognitosync::types::{Operation, Record as Remote, RecordPatch};
use aws_smithy_async::time::{SharedTimeSource, TimeSource};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_runtime_api::client::interceptors::SharedInterceptor;
use aws_smithy_types::timeout::TimeoutConfig;
use base::Clock;

use super::contents::DATASETS;
use super::exchange::{Mark, Place, Pulled, Pushed, Trouble};
use super::merge::{Change, Extent, Shared};
use super::record::{Copy, Key, Record};

/// How long one request may take.
const ATTEMPT: Duration = Duration::from_secs(20);
/// The most pages of one answer; more than the service's 1,024 records ever make.
const PAGES: usize = 64;

/// Whose datasets, and how to get there.
pub(crate) struct Reach {
    pub(crate) region: String,
    /// Where Cognito Sync is, if not at AWS.
    pub(crate) endpoint: Option<String>,
    pub(crate) identity_pool: String,
    pub(crate) identity: String,
    pub(crate) credentials: SharedCredentialsProvider,
    pub(crate) http: SharedHttpClient,
    pub(crate) interceptor: SharedInterceptor,
    pub(crate) clock: Arc<dyn Clock>,
}

/// The datasets of one identity.
pub(crate) struct Datasets {
    client: Client,
    identity_pool: String,
    identity: String,
}

impl Datasets {
    /// Nothing is sent yet.
    pub(crate) fn new(reach: Reach) -> Self {
        let mut config = Config::builder()
            .behavior_version(BehaviorVersion::v2026_01_12())
            .region(Region::new(reach.region))
            .credentials_provider(reach.credentials)
            .identity_cache(IdentityCache::no_cache())
            .http_client(reach.http)
            .timeout_config(
                TimeoutConfig::builder()
                    .operation_attempt_timeout(ATTEMPT)
                    .build(),
            )
            .interceptor(reach.interceptor);
        config.set_endpoint_url(reach.endpoint);
        config.set_time_source(Some(SharedTimeSource::new(Time(reach.clock))));
        Self {
            client: Client::from_conf(config.build()),
            identity_pool: reach.identity_pool,
            identity: reach.identity,
        }
    }

    /// All that has changed in a dataset since `count`.
    async fn list(&self, dataset: &str, count: i64) -> Result<Listed, Trouble> {
        let mut listed = Listed::default();
        let mut next = None;
        for _ in 0..PAGES {
            let answer = self
                .client
                .list_records()
                .identity_pool_id(&self.identity_pool)
                .identity_id(&self.identity)
                .dataset_name(dataset)
                .last_sync_count(count)
                .set_next_token(next)
                .send()
                .await
                .map_err(|error| trouble(error.into()))?;
            next = answer.next_token.clone();
            listed.take(answer);
            if next.is_none() {
                return Ok(listed);
            }
        }
        Err(Trouble::TooLarge)
    }

    /// Sends the changes of one dataset and gives the new versions.
    async fn update(&self, dataset: &str, token: &str, changes: &[&Change]) -> Result<Vec<Remote>, Trouble> {
        let patches = changes
            .iter()
            .map(|change| patch(change))
            .collect::<Option<Vec<_>>>();
        let answer = self
            .client
            .update_records()
            .identity_pool_id(&self.identity_pool)
            .identity_id(&self.identity)
            .dataset_name(dataset)
            .sync_session_token(token)
            .set_record_patches(patches)
            .send()
            .await;
        match answer {
            Ok(answer) => Ok(answer.records.unwrap_or_default()),
            Err(error) => {
                let code = error.code().unwrap_or_default();
                match code {
                    // A token of a session that has ended is got anew in the same way as a version.
                    "ResourceConflictException" | "ResourceNotFoundException" => Err(Trouble::Conflict),
                    "LimitExceededException" => Err(Trouble::TooLarge),
                    _ => Err(trouble(error.into())),
                }
            }
        }
    }
}

/// The answer to `ListRecords`, all pages together.
#[derive(Default)]
struct Listed {
    records: Vec<Remote>,
    count: i64,
    token: String,
    exists: bool,
    deleted: bool,
    merged: Vec<String>,
}

impl Listed {
    fn take(&mut self, page: ListRecordsOutput) {
        self.records.extend(page.records.unwrap_or_default());
        self.count = page.dataset_sync_count.unwrap_or(0);
        self.token = page.sync_session_token.unwrap_or_default();
        self.exists = page.dataset_exists;
        self.deleted |= page.dataset_deleted_after_requested_sync_count;
        if let Some(merged) = page.merged_dataset_names {
            self.merged = merged;
        }
    }
}

#[async_trait]
impl Place for Datasets {
    fn name(&self) -> &'static str {
        "cognitoSync"
    }

    async fn pull(&self, mark: &Mark) -> Result<Pulled, Trouble> {
        let mut pulled = Pulled {
            mark: Mark {
                place: self.name().to_owned(),
                ..Mark::default()
            },
            ..Pulled::default()
        };
        for dataset in DATASETS {
            let known = mark.counts.get(dataset).copied().unwrap_or(0);
            let listed = self.list(dataset, known).await?;
            let gone = listed.deleted || (known > 0 && !listed.exists);
            let extent = if gone { Extent::All } else { Extent::Changes };
            pulled.found.extents.insert(dataset.to_owned(), extent);
            for remote in &listed.records {
                if let Some((key, shared)) = shared(dataset, remote) {
                    pulled.found.records.insert(key, shared);
                }
            }
            for merged in listed.merged {
                let theirs = self.list(&merged, 0).await?;
                let records = theirs.records.iter().filter_map(|remote| shared(dataset, remote));
                pulled
                    .found
                    .adopted
                    .extend(records.map(|(key, shared)| (key, shared.record)));
                pulled.merged.push(merged);
            }
            pulled.mark.counts.insert(dataset.to_owned(), listed.count);
            pulled.versions.insert(dataset.to_owned(), listed.token);
        }
        Ok(pulled)
    }

    async fn push(&self, pulled: &Pulled, _: &Copy, changes: &[Change]) -> Pushed {
        let mut pushed = Pushed {
            mark: pulled.mark.clone(),
            ..Pushed::default()
        };
        for dataset in DATASETS {
            let ours: Vec<&Change> = changes
                .iter()
                .filter(|change| change.key.dataset == dataset)
                .collect();
            if ours.is_empty() {
                continue;
            }
            let token = pulled
                .versions
                .get(dataset)
                .map(String::as_str)
                .unwrap_or_default();
            match self.update(dataset, token, &ours).await {
                Ok(records) => {
                    let before = pulled.mark.counts.get(dataset).copied().unwrap_or(0);
                    arrived(&mut pushed, dataset, before, &records);
                }
                Err(trouble) => {
                    pushed.trouble = Some(trouble);
                    break;
                }
            }
        }
        pushed
    }

    async fn settle(&self, pulled: &Pulled) -> Result<(), Trouble> {
        for merged in &pulled.merged {
            let deleted = self
                .client
                .delete_dataset()
                .identity_pool_id(&self.identity_pool)
                .identity_id(&self.identity)
                .dataset_name(merged)
                .send()
                .await;
            match deleted {
                Err(error) if error.code() == Some("ResourceNotFoundException") => {}
                Err(error) => return Err(trouble(error.into())),
                Ok(_) => {}
            }
        }
        Ok(())
    }
}

/// Notes what has arrived. Only where nobody else wrote in between is all known up to the new count.
fn arrived(pushed: &mut Pushed, dataset: &str, before: i64, records: &[Remote]) {
    for record in records {
        let key = Key::new(dataset, record.key.as_deref().unwrap_or_default());
        pushed.counts.insert(key, record.sync_count.unwrap_or(0));
    }
    let newest = records.iter().filter_map(|record| record.sync_count).max();
    if newest == Some(before + 1) {
        pushed.mark.counts.insert(dataset.to_owned(), before + 1);
    }
}

/// The service's codes that `files` has no word for.
fn trouble(error: files::Error) -> Trouble {
    let files::Error::Refused {
        code,
        status,
        request_id,
    } = error
    else {
        return Trouble::from(error);
    };
    Trouble::Service(match code.as_str() {
        "NotAuthorizedException" | "AccessDeniedException" => files::Error::Denied { request_id },
        "ExpiredTokenException" | "UnrecognizedClientException" => files::Error::Expired { request_id },
        _ => files::Error::Refused {
            code,
            status,
            request_id,
        },
    })
}

/// A record as the service has it. One that this app did not write is left alone. A deleted one has no value, and who
/// deleted it is not told.
fn shared(dataset: &str, remote: &Remote) -> Option<(Key, Shared)> {
    let record = match remote.value.as_deref().filter(|value| !value.is_empty()) {
        Some(value) => serde_json::from_str::<Record>(value).ok()?,
        None => Record {
            value: None,
            at: remote
                .device_last_modified_date
                .or(remote.last_modified_date)
                .and_then(|at| at.to_millis().ok())
                .unwrap_or(0),
            by: String::new(),
        },
    };
    let shared = Shared {
        record,
        count: remote.sync_count.unwrap_or(0),
    };
    Some((Key::new(dataset, remote.key.as_deref()?), shared))
}

/// The change as the service takes it. The value carries its stamp, because the service keeps who wrote it as the
/// identity, which is the same on all devices.
fn patch(change: &Change) -> Option<RecordPatch> {
    let record = change.record.as_ref();
    let value = record.filter(|record| record.value.is_some());
    let text = value.map(serde_json::to_string).transpose().ok()?;
    let op = if text.is_some() {
        Operation::Replace
    } else {
        Operation::Remove
    };
    RecordPatch::builder()
        .op(op)
        .key(&change.key.name)
        .set_value(text)
        .sync_count(change.count)
        .set_device_last_modified_date(record.map(|record| DateTime::from_millis(record.at)))
        .build()
        .ok()
}

/// The session's clock as the SDK asks for it, to sign with.
#[derive(Debug)]
struct Time(Arc<dyn Clock>);

impl TimeSource for Time {
    fn now(&self) -> SystemTime {
        self.0.now().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_record_comes_back_as_it_was_sent() {
        let record = Record {
            value: Some(json!({ "folder": "a/" })),
            at: 1_700_000_000_123,
            by: "laptop".to_owned(),
        };
        let change = Change {
            key: Key::new("bookmarks", "k"),
            count: 7,
            record: Some(record.clone()),
        };
        let patch = patch(&change).expect("a patch");
        let remote = Remote::builder()
            .key("k")
            .set_value(patch.value.clone())
            .sync_count(8)
            .build();
        let (_, shared) = shared("bookmarks", &remote).expect("our own");
        assert_eq!((shared.record, shared.count), (record, 8));
        assert_eq!((patch.op, patch.sync_count), (Operation::Replace, 7));
    }

    #[test]
    fn what_another_app_wrote_is_left_alone() {
        for value in ["plain", "{}", "7", r#"{"value":1}"#] {
            let remote = Remote::builder().key("k").value(value).sync_count(1).build();
            assert!(shared("bookmarks", &remote).is_none(), "{value}");
        }
    }
}

//! How much it is that a person has chosen: told before anything is done with it, while it is still being counted.

use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

use super::objects::{Found, Item, find};
use crate::{Error, Files, Location};

/// How many objects may wait to be counted.
const AHEAD: usize = 1000;

/// What was counted so far.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Weight {
    /// Objects, the folders' own included.
    pub objects: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Whether everything was counted, or the counting has failed.
    pub done: bool,
    /// Why it ended early.
    pub error: Option<Error>,
    /// Whether what is deleted there can be brought back; not known until `done`, nor where nobody may ask.
    pub versioned: Option<bool>,
}

/// A counting under way. Dropping it stops it.
#[derive(Debug)]
pub struct Weighing {
    weight: watch::Receiver<Weight>,
    _task: AbortOnDropHandle<()>,
}

impl Weighing {
    /// Tells how far it has come.
    pub fn watch(&self) -> watch::Receiver<Weight> {
        self.weight.clone()
    }
}

impl Files {
    /// Counts what `items` mean. Must be called within a tokio runtime.
    pub fn weigh(&self, location: &Location, items: Vec<Item>) -> Weighing {
        let (sender, weight) = watch::channel(Weight::default());
        let (files, location) = (self.clone(), location.clone());
        let task = tokio::spawn(async move {
            let (out, mut found) = mpsc::channel::<Found>(AHEAD);
            let cancel = CancellationToken::new();
            let first_file = items
                .iter()
                .find(|item| !item.folder)
                .map(|item| item.key.clone());
            let listing = find(&files, &location, &items, &cancel, out);
            let counting = async {
                let mut seen = first_file;
                while let Some(object) = found.recv().await {
                    sender.send_modify(|weight| {
                        weight.objects += 1;
                        weight.bytes = weight.bytes.saturating_add(object.size);
                    });
                    seen.get_or_insert(object.key);
                }
                seen
            };
            let (listed, seen) = tokio::join!(listing, counting);
            let versioned = files.can_undo(&location, seen.as_deref()).await;
            sender.send_modify(|weight| {
                weight.done = true;
                weight.error = listed.err();
                weight.versioned = versioned;
            });
        });
        Weighing {
            weight,
            _task: AbortOnDropHandle::new(task),
        }
    }

    /// Whether what is deleted can be brought back: earlier versions are kept, and the person may see them. None where
    /// that cannot be known.
    async fn can_undo(&self, location: &Location, key: Option<&str>) -> Option<bool> {
        let versioned = self.is_versioned(location, key).await?;
        Some(versioned && self.may_list_versions(location, key.unwrap_or_default()).await?)
    }

    /// Whether the bucket keeps earlier versions (`GetBucketVersioning`); by the version of an object that is there
    /// where nobody may ask (`HeadObject`). None where that does not tell either.
    pub async fn is_versioned(&self, location: &Location, key: Option<&str>) -> Option<bool> {
        let asked = self
            .client()
            .get_bucket_versioning()
            .bucket(&location.bucket)
            .send()
            .await;
        if let Ok(answer) = asked {
            return Some(answer.status == Some(aws_sdk_s3::types::BucketVersioningStatus::Enabled));
        }
        let head = self
            .client()
            .head_object()
            .bucket(&location.bucket)
            .key(location.whole(key?))
            .send()
            .await
            .ok()?;
        Some(head.version_id().is_some_and(|version| version != "null"))
    }
}

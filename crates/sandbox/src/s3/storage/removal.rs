//! Deleting: in a versioned bucket a delete marker goes on top, without a version id; a named version goes for good.

use time::OffsetDateTime;

use super::{Storage, enter};
use crate::s3::buckets::{self, Versioning};
use crate::s3::error::StorageError;
use crate::s3::index::{self, Entry};
use crate::s3::precondition::{Unmet, Writing};

/// What to delete.
#[derive(Debug, Clone)]
pub(in crate::s3) struct Removal {
    pub(in crate::s3) bucket: String,
    pub(in crate::s3) key: String,
    pub(in crate::s3) version_id: Option<String>,
    pub(in crate::s3) writing: Writing,
}

/// What was done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::s3) struct Removed {
    /// The version that is gone, or the delete marker that was made; `None` in a bucket without versioning.
    pub(in crate::s3) version_id: Option<String>,
    /// Whether that is a delete marker.
    pub(in crate::s3) marker: bool,
}

impl Storage {
    /// Deletes, if the conditions hold; that there is nothing is no error.
    pub(in crate::s3) async fn remove(
        &self,
        removal: Removal,
    ) -> Result<Result<Removed, Unmet>, StorageError> {
        let now = self.clock.now();
        let outcome = self
            .database
            .write(move |transaction| match &removal.version_id {
                Some(id) => remove_version(transaction, &removal, id),
                None => remove_latest(transaction, &removal, now),
            })
            .await?;
        match outcome {
            Ok((removed, file)) => {
                self.discard(file).await;
                Ok(Ok(removed))
            }
            Err(unmet) => Ok(Err(unmet)),
        }
    }
}

type Outcome = Result<Result<(Removed, Option<String>), Unmet>, StorageError>;

fn remove_version(transaction: &rusqlite::Transaction<'_>, removal: &Removal, id: &str) -> Outcome {
    let there = index::version(transaction, &removal.bucket, &removal.key, id)?;
    if let Err(unmet) = removal
        .writing
        .judge(there.as_ref().map(|entry| entry.etag.as_str()))
    {
        return Ok(Err(unmet));
    }
    let file = index::remove(transaction, &removal.bucket, &removal.key, id)?;
    let removed = Removed {
        version_id: Some(id.to_owned()),
        marker: there.is_some_and(|entry| entry.marker),
    };
    Ok(Ok((removed, file)))
}

fn remove_latest(transaction: &rusqlite::Transaction<'_>, removal: &Removal, now: OffsetDateTime) -> Outcome {
    let bucket = buckets::find(transaction, &removal.bucket)?;
    let versioning = bucket.map_or(Versioning::Off, |bucket| bucket.versioning);
    if versioning == Versioning::Off {
        let there = index::find(transaction, &removal.bucket, &removal.key)?;
        if let Err(unmet) = removal
            .writing
            .judge(there.as_ref().map(|entry| entry.etag.as_str()))
        {
            return Ok(Err(unmet));
        }
        let file = index::remove(transaction, &removal.bucket, &removal.key, index::NULL)?;
        return Ok(Ok((Removed::default(), file)));
    }
    let marker = Entry::marker(&removal.bucket, &removal.key, now);
    Ok(
        enter(transaction, marker, &removal.writing)?.map(|(marker, file)| {
            let removed = Removed {
                version_id: Some(marker.version_id),
                marker: true,
            };
            (removed, file)
        }),
    )
}

//! The storage of the buckets: the index in the database, the bytes in files, and the order in which they change so
//! that a reader always finds both.

mod assembly;
mod bucket_records;
mod removal;

use std::fs;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use base::Clock;
use bytes::Bytes;
use futures_util::Stream;
use rusqlite::Transaction;
use s3s::StdError;
use time::OffsetDateTime;

use super::buckets::{self, Versioning};
use super::checksum::{Algorithm, Checksum};
use super::error::StorageError;
use super::index::{self, Attributes, Entry};
use super::precondition::{Unmet, Writing};
use super::staging::{self, ReceiveError, Staged, Staging, blocking, location};
use super::{listing, version_id, version_listing};
use crate::db::Database;
use crate::foundation::Foundation;

pub(super) use assembly::Assembly;
pub(super) use removal::{Removal, Removed};

/// Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Storage {
    pub(super) database: Database,
    pub(super) clock: Arc<dyn Clock>,
    objects: Arc<Path>,
}

/// An object about to enter the bucket.
#[derive(Debug)]
pub(crate) struct Incoming {
    pub(crate) bucket: String,
    pub(crate) key: String,
    pub(crate) staged: Staged,
    pub(crate) attributes: Attributes,
}

impl Storage {
    pub(crate) fn new(foundation: &Foundation) -> Self {
        Self {
            database: foundation.database.clone(),
            clock: foundation.clock.clone(),
            objects: Arc::from(foundation.folder.join("objects")),
        }
    }

    /// Deletes what an earlier run left unfinished; blocks.
    pub(super) fn tidy(&self) {
        staging::tidy(&self.objects);
    }

    /// A file to write; blocks.
    pub(crate) fn stage(&self) -> Result<Staging, StorageError> {
        Staging::create(&self.objects, Algorithm::Crc64Nvme)
    }

    /// Streams a body into a file.
    pub(super) async fn receive<S>(&self, algorithm: Algorithm, body: S) -> Result<Staged, ReceiveError>
    where
        S: Stream<Item = Result<Bytes, StdError>> + Unpin,
    {
        staging::receive(&self.objects, algorithm, body).await
    }

    /// The version of that id, or without one the latest; that may be a delete marker.
    pub(super) async fn find(
        &self,
        bucket: &str,
        key: &str,
        version_id: Option<&str>,
    ) -> Result<Option<Entry>, StorageError> {
        let (bucket, key) = (bucket.to_owned(), key.to_owned());
        let version_id = version_id.map(str::to_owned);
        self.database
            .read(move |connection| match version_id {
                Some(id) => index::version(connection, &bucket, &key, &id),
                None => index::latest(connection, &bucket, &key),
            })
            .await
    }

    /// Opens the bytes of a version; `None` when it has meanwhile gone.
    pub(super) async fn open(&self, entry: &Entry) -> Result<Option<fs::File>, StorageError> {
        let path = location(&self.objects, &entry.file);
        let opened = blocking(move || Ok(fs::File::open(&path).map_err(|error| (path, error)))).await?;
        match opened {
            Ok(file) => Ok(Some(file)),
            Err((path, source)) => {
                let now = self
                    .find(&entry.bucket, &entry.key, Some(&entry.version_id))
                    .await?;
                match now.is_some_and(|now| now.file == entry.file) {
                    true => Err(StorageError::File { path, source }),
                    false => Ok(None),
                }
            }
        }
    }

    pub(super) async fn list(&self, query: listing::Query) -> Result<listing::Page, StorageError> {
        self.database
            .read(move |connection| listing::page(connection, &query))
            .await
    }

    pub(super) async fn list_versions(
        &self,
        query: version_listing::Query,
    ) -> Result<version_listing::Page, StorageError> {
        self.database
            .read(move |connection| version_listing::page(connection, &query))
            .await
    }

    /// Copies bytes of another object into a staged file.
    pub(super) async fn copy(
        &self,
        file: String,
        bytes: Range<u64>,
        algorithm: Algorithm,
    ) -> Result<Staged, StorageError> {
        let objects = self.objects.clone();
        blocking(move || staging::copy(&objects, algorithm, &file, bytes)).await
    }

    /// Puts a new object in place, if the conditions hold at that moment, and stamps it with the time.
    pub(super) async fn commit(
        &self,
        incoming: Incoming,
        writing: Writing,
    ) -> Result<Result<Entry, Unmet>, StorageError> {
        let Incoming {
            bucket,
            key,
            staged,
            attributes,
        } = incoming;
        let checksum = staged.checksum.clone();
        let entry = self.entry((bucket, key), &staged, checksum, attributes, self.clock.now());
        blocking(move || staged.keep()).await?;
        let file = entry.file.clone();
        let outcome = self
            .database
            .write(move |transaction| enter(transaction, entry, &writing))
            .await;
        match outcome {
            Ok(Ok((entry, replaced))) => {
                self.discard(replaced).await;
                Ok(Ok(entry))
            }
            Ok(Err(unmet)) => {
                self.discard([file]).await;
                Ok(Err(unmet))
            }
            Err(error) => {
                self.discard([file]).await;
                Err(error)
            }
        }
    }

    /// Puts many new objects in place at once, each with the time that it is to show.
    pub(crate) async fn plant(&self, objects: Vec<(Incoming, OffsetDateTime)>) -> Result<(), StorageError> {
        let mut entries = Vec::with_capacity(objects.len());
        let mut staged_files = Vec::with_capacity(objects.len());
        for (
            Incoming {
                bucket,
                key,
                staged,
                attributes,
            },
            modified_at,
        ) in objects
        {
            let checksum = staged.checksum.clone();
            entries.push(self.entry((bucket, key), &staged, checksum, attributes, modified_at));
            staged_files.push(staged);
        }
        blocking(move || staged_files.into_iter().try_for_each(Staged::keep)).await?;
        self.database
            .write(move |transaction| {
                for entry in entries {
                    enter(transaction, entry, &Writing::default())?.ok();
                }
                Ok(())
            })
            .await
    }

    /// Deletes files that no row names any more. Readers that have one open keep it.
    pub(super) async fn discard(&self, files: impl IntoIterator<Item = String>) {
        let paths: Vec<_> = files
            .into_iter()
            .map(|file| location(&self.objects, &file))
            .collect();
        if paths.is_empty() {
            return;
        }
        let deleted = blocking(move || {
            paths
                .iter()
                .try_for_each(|path| fs::remove_file(path).map_err(StorageError::file(path)))
        });
        if let Err(error) = deleted.await {
            tracing::warn!(%error, "the bytes of a removed object stay on the disk");
        }
    }

    pub(super) fn entry(
        &self,
        (bucket, key): (String, String),
        staged: &Staged,
        checksum: Option<Checksum>,
        attributes: Attributes,
        modified_at: OffsetDateTime,
    ) -> Entry {
        Entry {
            marker: false,
            file: staged.file.clone(),
            size: staged.size,
            etag: staged.md5.clone(),
            checksum,
            attributes,
            ..Entry::marker(&bucket, &key, modified_at)
        }
    }
}

/// Puts an entry in place as the latest of its key, if the conditions hold, with the version id that the bucket's
/// versioning gives it. Answers it and the file that nothing names any more.
fn enter(
    transaction: &Transaction<'_>,
    mut entry: Entry,
    writing: &Writing,
) -> Result<Result<(Entry, Option<String>), Unmet>, StorageError> {
    let current = index::find(transaction, &entry.bucket, &entry.key)?;
    if let Err(unmet) = writing.judge(current.as_ref().map(|entry| entry.etag.as_str())) {
        return Ok(Err(unmet));
    }
    let versioning = match buckets::find(transaction, &entry.bucket)? {
        Some(bucket) => bucket.versioning,
        None => Versioning::Off,
    };
    let number = index::next_number(transaction)?;
    entry.version_id = version_id::new(number, versioning)?;
    let replaced = index::put(transaction, number, &entry)?;
    Ok(Ok((entry, replaced)))
}

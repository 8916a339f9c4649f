//! The bucket's storage: the index in the database, the bytes in files, and the order in which they change so that a
//! reader always finds both.

mod assembly;

use std::fs;
use std::path::Path;
use std::sync::Arc;

use base::Clock;
use bytes::Bytes;
use futures_util::Stream;
use s3s::StdError;
use time::OffsetDateTime;

use super::checksum::{Algorithm, Checksum};
use super::error::StorageError;
use super::index::{self, Attributes, Entry};
use super::listing::{self, Page, Query};
use super::precondition::{Unmet, Writing};
use super::staging::{self, ReceiveError, Staged, Staging, blocking, location};
use crate::db::Database;
use crate::foundation::Foundation;

pub(super) use assembly::Assembly;

/// Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Storage {
    pub(super) database: Database,
    pub(super) clock: Arc<dyn Clock>,
    objects: Arc<Path>,
    bucket: Arc<str>,
}

/// An object about to enter the bucket.
#[derive(Debug)]
pub(crate) struct Incoming {
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
            bucket: Arc::from(foundation.world.bucket.as_str()),
        }
    }

    pub(super) fn bucket(&self) -> &str {
        &self.bucket
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

    pub(super) async fn find(&self, key: &str) -> Result<Option<Entry>, StorageError> {
        let (bucket, key) = (self.bucket.clone(), key.to_owned());
        self.database
            .read(move |connection| index::find(connection, &bucket, &key))
            .await
    }

    /// Opens the bytes of the object; `None` when there is no such object. An object that is replaced between the
    /// two steps is looked up again.
    pub(super) async fn open(&self, key: &str) -> Result<Option<(Entry, fs::File)>, StorageError> {
        loop {
            let Some(entry) = self.find(key).await? else {
                return Ok(None);
            };
            let path = location(&self.objects, &entry.file);
            match blocking(move || Ok(fs::File::open(&path).map_err(|error| (path, error)))).await? {
                Ok(file) => return Ok(Some((entry, file))),
                Err((path, source)) => {
                    if self.find(key).await?.is_some_and(|now| now.file == entry.file) {
                        return Err(StorageError::File { path, source });
                    }
                }
            }
        }
    }

    pub(super) async fn list(&self, query: Query) -> Result<Page, StorageError> {
        self.database
            .read(move |connection| listing::page(connection, &query))
            .await
    }

    /// Copies the bytes of another object into a staged file.
    pub(super) async fn copy(&self, file: String, algorithm: Algorithm) -> Result<Staged, StorageError> {
        let objects = self.objects.clone();
        blocking(move || staging::copy(&objects, algorithm, &file)).await
    }

    /// Puts a new object in place, if the conditions hold at that moment, and stamps it with the time.
    pub(super) async fn commit(
        &self,
        incoming: Incoming,
        writing: Writing,
    ) -> Result<Result<Entry, Unmet>, StorageError> {
        let Incoming {
            key,
            staged,
            attributes,
        } = incoming;
        let entry = self.entry(
            key,
            &staged,
            staged.checksum.clone(),
            attributes,
            self.clock.now(),
        );
        blocking(move || staged.keep()).await?;
        let row = entry.clone();
        let outcome = self
            .database
            .write(move |transaction| {
                let current = index::find(transaction, &row.bucket, &row.key)?;
                if let Err(unmet) = writing.judge(current.as_ref().map(|entry| entry.etag.as_str())) {
                    return Ok::<_, StorageError>(Err(unmet));
                }
                index::put(transaction, &row)?;
                Ok(Ok(current.map(|entry| entry.file)))
            })
            .await;
        match outcome {
            Ok(Ok(replaced)) => {
                self.discard(replaced).await;
                Ok(Ok(entry))
            }
            Ok(Err(unmet)) => {
                self.discard([entry.file]).await;
                Ok(Err(unmet))
            }
            Err(error) => {
                self.discard([entry.file]).await;
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
                key,
                staged,
                attributes,
            },
            modified_at,
        ) in objects
        {
            entries.push(self.entry(key, &staged, staged.checksum.clone(), attributes, modified_at));
            staged_files.push(staged);
        }
        blocking(move || staged_files.into_iter().try_for_each(Staged::keep)).await?;
        self.database
            .write(move |transaction| {
                entries
                    .iter()
                    .try_for_each(|entry| index::put(transaction, entry))
            })
            .await
    }

    /// Removes an object, if the condition holds; that there is none is no error.
    pub(super) async fn remove(
        &self,
        key: &str,
        writing: Writing,
    ) -> Result<Result<(), Unmet>, StorageError> {
        let (bucket, key) = (self.bucket.clone(), key.to_owned());
        let outcome = self
            .database
            .write(move |transaction| {
                let current = index::find(transaction, &bucket, &key)?;
                if let Err(unmet) = writing.judge(current.as_ref().map(|entry| entry.etag.as_str())) {
                    return Ok::<_, StorageError>(Err(unmet));
                }
                index::remove(transaction, &bucket, &key)?;
                Ok(Ok(current.map(|entry| entry.file)))
            })
            .await?;
        match outcome {
            Ok(removed) => {
                self.discard(removed).await;
                Ok(Ok(()))
            }
            Err(unmet) => Ok(Err(unmet)),
        }
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
        key: String,
        staged: &Staged,
        checksum: Option<Checksum>,
        attributes: Attributes,
        modified_at: OffsetDateTime,
    ) -> Entry {
        Entry {
            bucket: self.bucket.to_string(),
            key,
            file: staged.file.clone(),
            size: staged.size,
            etag: staged.md5.clone(),
            modified_at: index::moment(modified_at.unix_timestamp()),
            checksum,
            attributes,
            parts: Vec::new(),
        }
    }
}

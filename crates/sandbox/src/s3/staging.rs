//! Bytes on their way into the bucket: they stream into a file under `staging/`, are digested as they pass, and move
//! into place only when the index takes them. What is left behind is deleted.

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use md5::{Digest as _, Md5};
use s3s::StdError;
use uuid::Uuid;

use super::checksum::{Algorithm, Checksum, Running};
use super::error::StorageError;

/// How many bytes are gathered before they go to the disk.
const BATCH: usize = 1 << 20;

/// A file being written. Its methods block.
pub(crate) struct Staging {
    staged: Staged,
    output: File,
    md5: Md5,
    checksum: Running,
}

/// A file that is complete but not yet part of the bucket; deleted unless it is [kept](Staged::keep).
#[derive(Debug)]
pub(crate) struct Staged {
    /// The name that the file will have in the objects folder.
    pub(super) file: String,
    pub(super) size: u64,
    /// Hexadecimal.
    pub(super) md5: String,
    pub(super) checksum: Option<Checksum>,
    path: PathBuf,
    objects: PathBuf,
    kept: bool,
}

/// Why a body did not arrive whole.
#[derive(Debug)]
pub(super) enum ReceiveError {
    Storage(StorageError),
    Body(StdError),
}

impl From<StorageError> for ReceiveError {
    fn from(error: StorageError) -> Self {
        Self::Storage(error)
    }
}

/// Where an object's bytes are.
pub(super) fn location(objects: &Path, file: &str) -> PathBuf {
    objects.join(file)
}

/// Deletes what an earlier run left unfinished; blocks.
pub(super) fn tidy(objects: &Path) {
    fs::remove_dir_all(objects.join("staging")).ok();
}

impl Staging {
    pub(super) fn create(objects: &Path, algorithm: Algorithm) -> Result<Self, StorageError> {
        let folder = objects.join("staging");
        fs::create_dir_all(&folder).map_err(StorageError::file(&folder))?;
        let file = Uuid::new_v4().simple().to_string();
        let path = folder.join(&file);
        let output = File::create_new(&path).map_err(StorageError::file(&path))?;
        Ok(Self {
            staged: Staged {
                file,
                size: 0,
                md5: String::new(),
                checksum: None,
                path,
                objects: objects.to_owned(),
                kept: false,
            },
            output,
            md5: Md5::new(),
            checksum: Running::new(algorithm),
        })
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), StorageError> {
        self.md5.update(bytes);
        self.checksum.update(bytes);
        self.output
            .write_all(bytes)
            .map_err(StorageError::file(&self.staged.path))?;
        self.staged.size += bytes.len() as u64;
        Ok(())
    }

    pub(crate) fn finish(self) -> Staged {
        let mut staged = self.staged;
        staged.md5 = hex::encode(self.md5.finalize());
        staged.checksum = Some(self.checksum.finish());
        staged
    }
}

impl Staged {
    /// Moves the file into place; blocks. The caller deletes it there if the index then refuses it.
    pub(super) fn keep(mut self) -> Result<(), StorageError> {
        let place = location(&self.objects, &self.file);
        fs::rename(&self.path, &place).map_err(StorageError::file(place))?;
        self.kept = true;
        Ok(())
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        if !self.kept {
            fs::remove_file(&self.path).ok();
        }
    }
}

/// Streams `body` into a staged file.
pub(super) async fn receive<S>(objects: &Path, algorithm: Algorithm, body: S) -> Result<Staged, ReceiveError>
where
    S: Stream<Item = Result<Bytes, StdError>> + Unpin,
{
    let folder = objects.to_owned();
    let mut staging = blocking(move || Staging::create(&folder, algorithm)).await?;
    let mut body = body;
    let mut batch = Vec::new();
    let mut gathered = 0;
    while let Some(chunk) = body.next().await {
        let chunk = chunk.map_err(ReceiveError::Body)?;
        gathered += chunk.len();
        batch.push(chunk);
        if gathered >= BATCH {
            gathered = 0;
            staging = write_all(staging, std::mem::take(&mut batch)).await?;
        }
    }
    let staging = write_all(staging, batch).await?;
    Ok(staging.finish())
}

async fn write_all(mut staging: Staging, batch: Vec<Bytes>) -> Result<Staging, StorageError> {
    blocking(move || {
        for chunk in batch {
            staging.write(&chunk)?;
        }
        Ok(staging)
    })
    .await
}

/// Copies bytes of one file into a staged one, digesting them; blocks.
pub(super) fn copy(
    objects: &Path,
    algorithm: Algorithm,
    from: &str,
    bytes: Range<u64>,
) -> Result<Staged, StorageError> {
    let source = location(objects, from);
    let mut input = File::open(&source).map_err(StorageError::file(&source))?;
    input
        .seek(SeekFrom::Start(bytes.start))
        .map_err(StorageError::file(&source))?;
    let mut input = input.take(bytes.end - bytes.start);
    let mut staging = Staging::create(objects, algorithm)?;
    let mut buffer = vec![0; BATCH];
    loop {
        let read = input.read(&mut buffer).map_err(StorageError::file(&source))?;
        if read == 0 {
            return Ok(staging.finish());
        }
        staging.write(&buffer[..read])?;
    }
}

/// Joins files into a staged one without looking at the bytes; blocks. Digests are the caller's, by arithmetic.
pub(super) fn join(objects: &Path, parts: &[String]) -> Result<Staged, StorageError> {
    let mut staging = Staging::create(objects, Algorithm::Crc64Nvme)?;
    for part in parts {
        let path = location(objects, part);
        let mut input = File::open(&path).map_err(StorageError::file(&path))?;
        let copied = std::io::copy(&mut input, &mut staging.output).map_err(StorageError::file(&path))?;
        staging.staged.size += copied;
    }
    Ok(staging.staged)
}

/// Runs `work` on the threads that may block.
pub(super) async fn blocking<T, F>(work: F) -> Result<T, StorageError>
where
    F: FnOnce() -> Result<T, StorageError> + Send + 'static,
    T: Send + 'static,
{
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or(Err(StorageError::Stopping))
}

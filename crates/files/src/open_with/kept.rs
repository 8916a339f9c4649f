//! An object as a file on this device and back again. What the object had besides its bytes, it keeps.

use std::collections::HashMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use aws_sdk_s3::operation::get_object::GetObjectOutput;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::StorageClass;
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt as _;

use super::refused;
use crate::actions::as_header;
use crate::transfers::Target;
use crate::{Error, Files, Location, names};

/// The largest object that is copied to be opened, in bytes.
const LARGEST: u64 = 2 << 30;
/// How much of a file tells whether it is a program.
const BEGINNING: u64 = 1_024;
/// How many names are tried beside those that are taken.
const MOST_NAMES: u32 = 1_000;

/// What tells that a file was written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stamp {
    size: u64,
    modified: Option<SystemTime>,
    /// Which file it is, where the system tells: programs that save put another one in its place, and the time of a
    /// change has ticks of some milliseconds.
    inode: Option<u64>,
}

impl Stamp {
    /// As it is written down.
    pub(super) fn to_json(&self) -> Value {
        let since = self
            .modified
            .and_then(|at| at.duration_since(SystemTime::UNIX_EPOCH).ok());
        json!([
            self.size,
            since.map(|since| (since.as_secs(), since.subsec_nanos())),
            self.inode
        ])
    }

    /// As it was written down.
    pub(super) fn from_json(written: &Value) -> Option<Self> {
        let since = written[1].as_array().and_then(|since| {
            let nanos = u32::try_from(since.get(1)?.as_u64()?).ok()?;
            Some(Duration::new(since.first()?.as_u64()?, nanos))
        });
        Some(Self {
            size: written[0].as_u64()?,
            modified: since.map(|since| SystemTime::UNIX_EPOCH + since),
            inode: written[2].as_u64(),
        })
    }

    /// That of a file; none where there is none, as while a program replaces it.
    pub(super) fn of(path: &Path) -> Option<Self> {
        let metadata = std::fs::symlink_metadata(path).ok()?;
        metadata.is_file().then(|| Self {
            size: metadata.len(),
            modified: metadata.modified().ok(),
            inode: inode(&metadata),
        })
    }
}

#[cfg(unix)]
fn inode(metadata: &std::fs::Metadata) -> Option<u64> {
    Some(std::os::unix::fs::MetadataExt::ino(metadata))
}

#[cfg(not(unix))]
fn inode(_: &std::fs::Metadata) -> Option<u64> {
    None
}

/// A copy and what it is of.
#[derive(Debug, Clone)]
pub(super) struct Kept {
    pub(super) location: Location,
    pub(super) key: String,
    pub(super) path: PathBuf,
    /// The entity tag of the object that the copy agrees with.
    pub(super) etag: Option<String>,
    /// The file when it did.
    pub(super) agreed: Option<Stamp>,
    /// What the object had; asked for when it is written, for a copy of an earlier run.
    headers: Option<Headers>,
}

impl Kept {
    /// A copy that an earlier run has left behind.
    pub(super) fn left(
        location: Location,
        key: String,
        path: PathBuf,
        etag: Option<String>,
        agreed: Option<Stamp>,
    ) -> Self {
        Self {
            location,
            key,
            path,
            etag,
            agreed,
            headers: None,
        }
    }
}

/// What an object has besides its bytes.
#[derive(Debug, Clone, Default)]
struct Headers {
    content_type: Option<String>,
    content_disposition: Option<String>,
    content_encoding: Option<String>,
    content_language: Option<String>,
    cache_control: Option<String>,
    metadata: Option<HashMap<String, String>>,
    storage_class: Option<StorageClass>,
    tags: bool,
}

impl Headers {
    fn of(answer: &GetObjectOutput) -> Self {
        Self {
            content_type: answer.content_type.clone(),
            content_disposition: answer.content_disposition.clone(),
            content_encoding: answer.content_encoding.clone(),
            content_language: answer.content_language.clone(),
            cache_control: answer.cache_control.clone(),
            metadata: answer.metadata.clone(),
            storage_class: answer.storage_class.clone(),
            tags: answer.tag_count.is_some_and(|count| count > 0),
        }
    }

    /// Those of the object as it is now; none where it is gone (`HeadObject`).
    async fn asked(files: &Files, kept: &Kept) -> Result<Self, Error> {
        let asked = files
            .client()
            .head_object()
            .bucket(&kept.location.bucket)
            .key(kept.location.whole(&kept.key))
            .send();
        let answer = match asked.await.map_err(Error::from) {
            Ok(answer) => answer,
            Err(Error::Gone { .. }) => return Ok(Self::default()),
            Err(error) => return Err(error),
        };
        Ok(Self {
            content_type: answer.content_type,
            content_disposition: answer.content_disposition,
            content_encoding: answer.content_encoding,
            content_language: answer.content_language,
            cache_control: answer.cache_control,
            metadata: answer.metadata,
            storage_class: answer.storage_class,
            tags: true,
        })
    }
}

/// What a write depends on.
pub(super) enum Condition {
    /// The object is still the one that the copy agrees with.
    Unchanged,
    /// Nothing.
    Anything,
}

/// Copies an object into the sub-folder `number` of `folder` (`GetObject`).
pub(super) async fn copy(
    files: &Files,
    location: Location,
    key: String,
    folder: PathBuf,
    number: u32,
) -> Result<Kept, Error> {
    let name = names::local(names::last_part(&key), names::Rules::here());
    if refused::by_name(names::last_part(&key)) || refused::by_name(&name) {
        return Err(Error::Program);
    }
    let answer = files
        .client()
        .get_object()
        .bucket(&location.bucket)
        .key(location.whole(&key))
        .send()
        .await?;
    let total = answer
        .content_length
        .and_then(|length| u64::try_from(length).ok());
    if total.is_none_or(|total| total > LARGEST) {
        return Err(Error::TooLarge { limit: LARGEST });
    }
    let headers = Headers::of(&answer);
    let etag = answer.e_tag.clone();
    let made = {
        let (folder, name) = (folder.clone(), name.clone());
        tokio::task::spawn_blocking(move || Target::create(&folder, &[number.to_string()], &name))
    };
    let (target, file) = made.await.map_err(|_| Error::NoFreeName)??;
    let disk = |error| Error::local(&folder, &error);
    let mut file = tokio::fs::File::from_std(file);
    let (mut body, mut received) = (answer.body, 0);
    while let Some(chunk) = body.try_next().await? {
        received += chunk.len() as u64;
        file.write_all(&chunk).await.map_err(disk)?;
    }
    file.flush().await.map_err(disk)?;
    drop(file);
    if Some(received) != total {
        return Err(Error::Damaged);
    }
    let path = folder.join(number.to_string());
    let kept = tokio::task::spawn_blocking(move || {
        let path = path.join(target.keep(&name)?);
        if begins_as_a_program(&path).map_err(|error| Error::local(&path, &error))? {
            std::fs::remove_file(&path).map_err(|error| Error::local(&path, &error))?;
            return Err(Error::Program);
        }
        Ok(path)
    });
    let path = kept.await.map_err(|_| Error::NoFreeName)??;
    Ok(Kept {
        agreed: Stamp::of(&path),
        location,
        key,
        path,
        etag,
        headers: Some(headers),
    })
}

fn begins_as_a_program(path: &Path) -> std::io::Result<bool> {
    let mut beginning = Vec::new();
    std::fs::File::open(path)?
        .take(BEGINNING)
        .read_to_end(&mut beginning)?;
    Ok(refused::by_bytes(&beginning))
}

/// Writes the copy over its object (`PutObject` with `If-Match`), and gives the new entity tag and the file as it was
/// then.
///
/// # Errors
///
/// [`Error::Changed`] where the condition does not hold, [`Error::FileChanged`] where the program was still writing.
pub(super) async fn give_back(
    files: &Files,
    kept: &Kept,
    condition: Condition,
) -> Result<(Option<String>, Option<Stamp>), Error> {
    let condition = match condition {
        Condition::Unchanged => kept.etag.clone(),
        Condition::Anything => None,
    };
    write(files, kept, &kept.key, condition, false).await
}

/// Writes the copy beside its object, under the next free name (`PutObject` with `If-None-Match`).
pub(super) async fn give_beside(files: &Files, kept: &Kept) -> Result<(), Error> {
    let name = names::last_part(&kept.key);
    let folder = kept.key.strip_suffix(name).unwrap_or_default();
    for n in 2..MOST_NAMES {
        let key = format!("{folder}{}", names::numbered(name, n));
        match write(files, kept, &key, None, true).await {
            Err(Error::Changed { .. }) => {}
            written => return written.map(|_| ()),
        }
    }
    Err(Error::NoFreeName)
}

async fn write(
    files: &Files,
    kept: &Kept,
    key: &str,
    etag: Option<String>,
    absent: bool,
) -> Result<(Option<String>, Option<Stamp>), Error> {
    let before = Stamp::of(&kept.path).ok_or(Error::LocalGone {
        path: kept.path.clone(),
    })?;
    let headers = match kept.headers.clone() {
        Some(headers) => headers,
        None => Headers::asked(files, kept).await?,
    };
    let tags = tags(files, kept, &headers).await?;
    let disk = |_| Error::LocalDenied {
        path: kept.path.clone(),
    };
    let body = ByteStream::from_path(&kept.path).await.map_err(disk)?;
    let mut put = files
        .client()
        .put_object()
        .bucket(&kept.location.bucket)
        .key(kept.location.whole(key))
        .set_content_type(headers.content_type)
        .set_content_disposition(headers.content_disposition)
        .set_content_encoding(headers.content_encoding)
        .set_content_language(headers.content_language)
        .set_cache_control(headers.cache_control)
        .set_metadata(headers.metadata)
        .set_storage_class(headers.storage_class)
        .set_tagging(tags)
        .set_if_match(etag);
    if absent {
        put = put.if_none_match("*");
    }
    let sent = put
        .body(body)
        .customize()
        .config_override(Files::sending(before.size, None))
        .send();
    let answer = match sent.await.map_err(Error::from) {
        Ok(answer) => answer,
        // It is gone, which is a change too.
        Err(Error::Gone { request_id }) => return Err(Error::Changed { request_id }),
        Err(error) => return Err(error),
    };
    Ok((answer.e_tag, Some(before)))
}

/// The tags of the object, as a write takes them (`GetObjectTagging`).
async fn tags(files: &Files, kept: &Kept, headers: &Headers) -> Result<Option<String>, Error> {
    if !headers.tags {
        return Ok(None);
    }
    match files.tags(&kept.location, &kept.key, None).await {
        Ok(tags) => Ok((!tags.is_empty()).then(|| as_header(&tags))),
        Err(Error::Gone { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

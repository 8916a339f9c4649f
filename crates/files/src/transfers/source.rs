//! The local file of an upload. It is looked at before and after it is read: a file that was written to meanwhile
//! would arrive as a mixture of two versions.

use std::fs::Metadata;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use aws_sdk_s3::primitives::{ByteStream, Length};
use bytes::Bytes;
use serde::{Deserialize, Serialize};

use crate::Error;

/// How many bytes are read from the disk at a time.
const BUFFER: usize = 128 << 10;

#[derive(Debug)]
pub(super) struct Source {
    path: PathBuf,
    stamp: Stamp,
}

/// What tells one version of a file from another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stamp {
    size: u64,
    modified: Option<SystemTime>,
    identity: Option<(u64, u64)>,
}

impl Source {
    pub(super) async fn open(path: &Path) -> Result<Self, Error> {
        Ok(Self {
            path: path.to_path_buf(),
            stamp: stamp(path).await?,
        })
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The size in bytes.
    pub(super) fn size(&self) -> u64 {
        self.stamp.size
    }

    /// When it was last written to.
    pub(super) fn modified(&self) -> Option<SystemTime> {
        self.stamp.modified
    }

    /// Which version of the file this is.
    pub(super) fn stamp(&self) -> &Stamp {
        &self.stamp
    }

    /// All bytes, of one version for certain.
    pub(super) async fn read(&self) -> Result<Bytes, Error> {
        let bytes = tokio::fs::read(&self.path)
            .await
            .map_err(|error| Error::local(&self.path, &error))?;
        self.check().await?;
        if bytes.len() as u64 == self.stamp.size {
            Ok(bytes.into())
        } else {
            Err(self.changed())
        }
    }

    /// Some bytes, read while they are sent. [`Source::check`] tells afterwards whether they can be trusted.
    pub(super) async fn part(&self, range: Range<u64>) -> Result<ByteStream, Error> {
        let stream = ByteStream::read_from()
            .path(&self.path)
            .offset(range.start)
            .length(Length::Exact(range.end - range.start))
            .buffer_size(BUFFER)
            .build()
            .await;
        match stream {
            Ok(stream) => Ok(stream),
            Err(_) => {
                self.check().await?;
                Err(self.changed())
            }
        }
    }

    /// Fails if the file is not the one that was opened, or no longer as it was.
    pub(super) async fn check(&self) -> Result<(), Error> {
        if stamp(&self.path).await? == self.stamp {
            Ok(())
        } else {
            Err(self.changed())
        }
    }

    /// That the file is no longer as it was.
    pub(super) fn changed(&self) -> Error {
        Error::FileChanged {
            path: self.path.clone(),
        }
    }
}

async fn stamp(path: &Path) -> Result<Stamp, Error> {
    let metadata = tokio::fs::metadata(path)
        .await
        .map_err(|error| Error::local(path, &error))?;
    if !metadata.is_file() {
        return Err(Error::NotAFile {
            path: path.to_path_buf(),
        });
    }
    Ok(Stamp {
        size: metadata.len(),
        modified: metadata.modified().ok(),
        identity: identity(&metadata),
    })
}

#[cfg(unix)]
fn identity(metadata: &Metadata) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt as _;
    Some((metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
fn identity(_metadata: &Metadata) -> Option<(u64, u64)> {
    None
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[tokio::test]
    async fn a_file_that_was_replaced_by_one_of_equal_size_is_noticed() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("a.txt");
        fs::write(&path, "one").expect("the folder is ours");
        let source = Source::open(&path).await.expect("the file is there");
        assert_eq!(source.read().await.expect("nothing has changed").as_ref(), b"one");

        fs::write(folder.path().join("b.txt"), "two").expect("the folder is ours");
        fs::rename(folder.path().join("b.txt"), &path).expect("the folder is ours");

        assert_eq!(source.check().await, Err(Error::FileChanged { path }));
    }

    #[tokio::test]
    async fn a_folder_and_nothing_are_no_files() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let missing = folder.path().join("missing");

        let opened = Source::open(folder.path()).await.map(|_| ());
        assert_eq!(
            opened,
            Err(Error::NotAFile {
                path: folder.path().into()
            })
        );
        let opened = Source::open(&missing).await.map(|_| ());
        assert_eq!(opened, Err(Error::LocalGone { path: missing }));
    }
}

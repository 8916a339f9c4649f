//! The storage of multipart uploads: parts come in as files of their own and are joined into the object's.

use time::OffsetDateTime;

use super::{Storage, enter};
use crate::s3::checksum::Checksum;
use crate::s3::error::StorageError;
use crate::s3::index::{Entry, PartOf, moment};
use crate::s3::precondition::{Unmet, Writing};
use crate::s3::staging::{self, Staged, blocking};
use crate::s3::uploads::{self, Part, Upload};

/// An upload about to become an object.
#[derive(Debug)]
pub(in crate::s3) struct Assembly {
    pub(in crate::s3) upload: Upload,
    /// In the order in which they are joined.
    pub(in crate::s3) parts: Vec<Part>,
    pub(in crate::s3) etag: String,
    pub(in crate::s3) checksum: Option<Checksum>,
    pub(in crate::s3) writing: Writing,
}

impl Storage {
    pub(in crate::s3) async fn upload(
        &self,
        bucket: &str,
        key: &str,
        upload_id: &str,
    ) -> Result<Option<Upload>, StorageError> {
        let (bucket, key, upload_id) = (bucket.to_owned(), key.to_owned(), upload_id.to_owned());
        self.database
            .read(move |connection| uploads::find(connection, &bucket, &key, &upload_id))
            .await
    }

    pub(in crate::s3) async fn parts(&self, upload_id: &str) -> Result<Vec<Part>, StorageError> {
        let upload_id = upload_id.to_owned();
        self.database
            .read(move |connection| uploads::parts(connection, &upload_id))
            .await
    }

    /// A part made of a staged file, stamped with the time.
    pub(in crate::s3) fn part(&self, number: i32, staged: &Staged) -> Part {
        Part {
            number,
            file: staged.file.clone(),
            size: staged.size,
            etag: staged.md5.clone(),
            modified_at: self.now(),
            checksum: staged.checksum.clone(),
        }
    }

    /// Adds a part; `None` when the upload has meanwhile ended.
    pub(in crate::s3) async fn put_part(
        &self,
        upload: &Upload,
        part: Part,
        staged: Staged,
    ) -> Result<Option<Part>, StorageError> {
        blocking(move || staged.keep()).await?;
        let (row, upload) = (part.clone(), upload.clone());
        let outcome = self
            .database
            .write(move |transaction| {
                let now = uploads::find(transaction, &upload.bucket, &upload.key, &upload.upload_id)?;
                match now.filter(|upload| upload.completed.is_none()) {
                    Some(_) => Ok(Some(uploads::put_part(transaction, &upload.upload_id, &row)?)),
                    None => Ok::<_, StorageError>(None),
                }
            })
            .await;
        match outcome {
            Ok(Some(replaced)) => {
                self.discard(replaced).await;
                Ok(Some(part))
            }
            Ok(None) => {
                self.discard([part.file]).await;
                Ok(None)
            }
            Err(error) => {
                self.discard([part.file]).await;
                Err(error)
            }
        }
    }

    /// Joins the parts and puts the object in place, if the conditions hold at that moment. `None` when the upload
    /// has meanwhile ended.
    pub(in crate::s3) async fn assemble(
        &self,
        assembly: Assembly,
    ) -> Result<Option<Result<Entry, Unmet>>, StorageError> {
        let Assembly {
            upload,
            parts,
            etag,
            checksum,
            writing,
        } = assembly;
        let (objects, files) = (
            self.objects.clone(),
            parts.iter().map(|part| part.file.clone()).collect::<Vec<_>>(),
        );
        let staged = blocking(move || staging::join(&objects, &files)).await?;
        let attributes = upload.settings.attributes.clone();
        let name = (upload.bucket.clone(), upload.key.clone());
        let mut entry = self.entry(name, &staged, checksum, attributes, self.now());
        entry.etag = etag;
        let with_checksums = upload.settings.checksum.is_some();
        entry.parts = parts
            .into_iter()
            .map(|part| PartOf {
                number: part.number,
                size: part.size,
                checksum: part.checksum.filter(|_| with_checksums),
            })
            .collect();
        blocking(move || staged.keep()).await?;
        let file = entry.file.clone();
        let outcome = self
            .database
            .write(move |transaction| {
                let now = uploads::find(transaction, &upload.bucket, &upload.key, &upload.upload_id)?;
                if now.is_none_or(|upload| upload.completed.is_some()) {
                    return Ok::<_, StorageError>(None);
                }
                match enter(transaction, entry, &writing)? {
                    Err(unmet) => Ok(Some(Err(unmet))),
                    Ok((entry, replaced)) => {
                        let parts = uploads::parts(transaction, &upload.upload_id)?;
                        uploads::complete(transaction, &upload.upload_id, &entry.version_id)?;
                        let unused = replaced
                            .into_iter()
                            .chain(parts.into_iter().map(|part| part.file));
                        Ok(Some(Ok((entry, unused.collect::<Vec<_>>()))))
                    }
                }
            })
            .await;
        match outcome {
            Ok(Some(Ok((entry, unused)))) => {
                self.discard(unused).await;
                Ok(Some(Ok(entry)))
            }
            Ok(Some(Err(unmet))) => {
                self.discard([file]).await;
                Ok(Some(Err(unmet)))
            }
            Ok(None) => {
                self.discard([file]).await;
                Ok(None)
            }
            Err(error) => {
                self.discard([file]).await;
                Err(error)
            }
        }
    }

    /// The time in whole seconds, as objects are stamped: never later than the clock.
    fn now(&self) -> OffsetDateTime {
        moment(self.clock.now().unix_timestamp())
    }
}

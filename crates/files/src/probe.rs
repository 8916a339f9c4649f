//! What credentials may do in a place, found out by trying: one key is listed, an object's head is read, and where
//! the person agrees, an object of the probe's own is written and deleted again. What a try does not tell is unknown.

use aws_sdk_s3::primitives::ByteStream;

use crate::{Error, Files, Location};

/// What may be done in a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reach {
    /// `ListObjectsV2`.
    pub list: Verdict,
    /// `HeadObject`, which needs what reading an object needs.
    pub read: Verdict,
    /// `PutObject`.
    pub write: Verdict,
    /// `DeleteObject`.
    pub delete: Verdict,
}

/// What a try told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It may be done.
    Yes,
    /// It may not.
    No,
    /// The try said nothing about it.
    Unknown,
}

impl Verdict {
    fn of<T>(tried: &Result<T, Error>) -> Self {
        match tried {
            Ok(_) => Self::Yes,
            Err(Error::Denied { .. }) => Self::No,
            Err(_) => Self::Unknown,
        }
    }
}

impl Files {
    /// Finds out what may be done at `location`. `name` is what the probe's own object is called there, of which it is
    /// certain that nobody else's is called so; with none, nothing is written.
    ///
    /// # Errors
    ///
    /// The service cannot be asked at all.
    pub async fn probe(&self, location: &Location, name: Option<&str>) -> Result<Reach, Error> {
        let listed = self.first_key(location).await;
        if let Err(error @ (Error::Offline | Error::NoCredentials | Error::Expired { .. })) = listed {
            return Err(error);
        }
        let list = Verdict::of(&listed);
        let (mut write, mut delete) = (Verdict::Unknown, Verdict::Unknown);
        let mut read = match listed.ok().flatten() {
            Some(key) => Verdict::of(&self.head_whole(location, &key).await),
            None => Verdict::Unknown,
        };
        if let Some(name) = name {
            let key = location.whole(name);
            let written = self.put_empty(location, &key).await;
            write = Verdict::of(&written);
            if written.is_ok() {
                if read == Verdict::Unknown {
                    read = Verdict::of(&self.head_whole(location, &key).await);
                }
                delete = Verdict::of(&self.delete_whole(location, &key).await);
            }
        }
        Ok(Reach {
            list,
            read,
            write,
            delete,
        })
    }

    async fn first_key(&self, location: &Location) -> Result<Option<String>, Error> {
        let answer = self
            .client()
            .list_objects_v2()
            .bucket(&location.bucket)
            .prefix(&location.prefix)
            .max_keys(1)
            .send()
            .await?;
        let first = answer.contents.unwrap_or_default().into_iter().next();
        Ok(first.and_then(|object| object.key))
    }

    async fn head_whole(&self, location: &Location, key: &str) -> Result<(), Error> {
        let request = self.client().head_object().bucket(&location.bucket).key(key);
        request.send().await?;
        Ok(())
    }

    async fn put_empty(&self, location: &Location, key: &str) -> Result<(), Error> {
        self.client()
            .put_object()
            .bucket(&location.bucket)
            .key(key)
            .if_none_match("*")
            .body(ByteStream::from_static(b""))
            .send()
            .await?;
        Ok(())
    }

    async fn delete_whole(&self, location: &Location, key: &str) -> Result<(), Error> {
        let request = self.client().delete_object().bucket(&location.bucket).key(key);
        request.send().await?;
        Ok(())
    }
}

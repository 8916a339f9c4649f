//! Changes to what is said of objects, not to their bytes: how they are described, their tags, their storage class, and
//! bringing them back from the archive.

use aws_sdk_s3::types::{GlacierJobParameters, RestoreRequest, StorageClass, Tier};
use futures_util::FutureExt as _;
use tokio_util::sync::CancellationToken;

use super::about::{About, Object};
use super::copy::Copy;
use super::facts::Description;
use super::job::Left;
use super::objects::{Found, Item};
use super::relocate::Taken;
use super::run::Run;
use super::tags::{Tag, TagFault, merged};
use crate::{Error, Files, Location};

/// A change to many objects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Tags given and taken away.
    Tags {
        /// Given, in place of those of the same key.
        add: Vec<Tag>,
        /// The keys of those taken away.
        remove: Vec<String>,
    },
    /// Another storage class, as the service names it.
    Class(String),
    /// Brought back from the archive for some days.
    Restore {
        /// How long.
        days: u32,
        /// How soon.
        speed: Speed,
    },
}

/// How soon something comes back from the archive; sooner costs more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speed {
    /// Within minutes, where the class allows it.
    Expedited,
    /// Within hours.
    Standard,
    /// Within a day or two.
    Bulk,
}

/// What a copy onto itself changes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Changes {
    pub(super) description: Option<Description>,
    pub(super) class: Option<StorageClass>,
    /// The entity tag of what is to be changed.
    pub(super) expected: Option<String>,
}

impl Changes {
    pub(super) fn applied(&self, original: &About) -> About {
        let mut wanted = original.clone();
        if let Some(description) = self.description.clone() {
            wanted.content_type = description.content_type;
            wanted.cache_control = description.cache_control;
            wanted.content_disposition = description.content_disposition;
            wanted.content_encoding = description.content_encoding;
            wanted.content_language = description.content_language;
            wanted.metadata = description.metadata.into_iter().collect();
        }
        if let Some(class) = &self.class {
            wanted.class = Some(class.clone());
        }
        wanted
    }
}

impl Files {
    /// Describes an object anew, by a copy onto itself; where versions are kept that makes a new one. `expected` is the
    /// entity tag of what the person has seen.
    ///
    /// # Errors
    ///
    /// [`Error::Changed`] where it is another object by now; else what the service says.
    pub async fn describe(
        &self,
        location: &Location,
        key: &str,
        expected: Option<String>,
        description: Description,
    ) -> Result<(), Error> {
        let changes = Changes {
            description: Some(description),
            class: None,
            expected,
        };
        self.change_in_place(location, key, changes, &CancellationToken::new())
            .await
    }

    async fn change_in_place(
        &self,
        location: &Location,
        key: &str,
        changes: Changes,
        cancel: &CancellationToken,
    ) -> Result<(), Error> {
        let object = Object::new(&location.bucket, location.whole(key));
        let copy = Copy {
            from: object.clone(),
            to: object,
            taken: Taken::Replace,
            again: false,
            changes: Some(changes),
        };
        self.copy(&copy, cancel).await?;
        Ok(())
    }

    async fn bring_back(&self, location: &Location, key: &str, days: u32, speed: Speed) -> Result<(), Error> {
        let tier = match speed {
            Speed::Expedited => Tier::Expedited,
            Speed::Standard => Tier::Standard,
            Speed::Bulk => Tier::Bulk,
        };
        let how = GlacierJobParameters::builder().tier(tier).build();
        let request = RestoreRequest::builder()
            .days(i32::try_from(days).unwrap_or(i32::MAX))
            .glacier_job_parameters(how.map_err(|_| Error::Damaged)?)
            .build();
        let asked = self
            .client()
            .restore_object()
            .bucket(&location.bucket)
            .key(location.whole(key))
            .restore_request(request)
            .send();
        match asked.await.map_err(Error::from) {
            Ok(_) => Ok(()),
            Err(Error::Refused { code, .. }) if code == "RestoreAlreadyInProgress" => Ok(()),
            Err(error) => Err(error),
        }
    }

    async fn retag(
        &self,
        location: &Location,
        key: &str,
        add: &[Tag],
        remove: &[String],
    ) -> Result<(), Error> {
        let tags = merged(self.tags(location, key, None).await?, add, remove);
        if TagFault::of(&tags).is_some() {
            return Err(Error::TooManyTags);
        }
        self.set_tags(location, key, &tags).await
    }
}

/// Changes everything that the items mean.
pub(super) async fn change(
    run: &Run,
    location: &Location,
    items: &[Item],
    change: &Change,
) -> Result<(), Error> {
    run.each(location, items, |found| one(run, location, change, found).boxed())
        .await
}

async fn one(run: &Run, location: &Location, change: &Change, found: Found) {
    let (files, key) = (&run.files, found.key.as_str());
    let changed = match change {
        Change::Tags { add, remove } => files.retag(location, key, add, remove).await,
        Change::Class(class) => {
            let changes = Changes {
                class: Some(StorageClass::from(class.as_str())),
                ..Changes::default()
            };
            files.change_in_place(location, key, changes, &run.cancel).await
        }
        Change::Restore { days, speed } => files.bring_back(location, key, *days, *speed).await,
    };
    match changed {
        Ok(()) => run.did(found.size),
        Err(error) => run.failed(key, error, Left::Untouched),
    }
}

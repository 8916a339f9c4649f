//! The versions of an object, and a folder as it was at some time (`ListObjectVersions`). A refusal is told at once.

use std::cmp::Reverse;

use aws_sdk_s3::operation::list_object_versions::ListObjectVersionsOutput;
use aws_sdk_s3::types::EncodingType;
use time::OffsetDateTime;
use tokio_util::sync::CancellationToken;

use super::about::Object;
use super::copy::Copy;
use super::objects::plain_key;
use super::relocate::Taken;
use crate::{Error, Files, Location};

/// A version of an object, or the mark of its having been deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The key below the location.
    pub key: String,
    /// Its id; `null` where none was kept.
    pub id: String,
    /// The size in bytes.
    pub size: u64,
    /// When it was made.
    pub modified: Option<OffsetDateTime>,
    /// The entity tag, quotes included.
    pub etag: Option<String>,
    /// Its storage class, as the service names it.
    pub class: Option<String>,
    /// Whether it is the newest.
    pub latest: bool,
    /// Whether it marks that the object was deleted.
    pub deleted: bool,
}

/// Where a listing of versions goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionMark {
    /// The last key.
    pub key: String,
    /// Its last version.
    pub version: String,
}

/// Some versions, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Versions {
    /// The versions.
    pub versions: Vec<Version>,
    /// Where the next ones begin, where there are more.
    pub next: Option<VersionMark>,
}

/// A part of a folder as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// Folders that something is or was in, by their keys below the location.
    pub folders: Vec<String>,
    /// The files that there were.
    pub files: Vec<Version>,
    /// Where the next part begins, where there is more.
    pub next: Option<VersionMark>,
}

impl Files {
    /// The versions of one object.
    ///
    /// # Errors
    ///
    /// [`Error::Denied`] for whoever may not list versions; else what the service says.
    pub async fn versions(
        &self,
        location: &Location,
        key: &str,
        after: Option<VersionMark>,
    ) -> Result<Versions, Error> {
        let page = self
            .version_page(location, &location.whole(key), None, after)
            .await?;
        let all = entries(location, &page);
        // The keys that only begin like this one come behind it.
        let others = all.iter().any(|version| version.key != key);
        let mut versions: Vec<Version> = all.into_iter().filter(|version| version.key == key).collect();
        versions.sort_by_key(|version| (Reverse(version.latest), Reverse(version.modified)));
        Ok(Versions {
            versions,
            next: mark(&page).filter(|_| !others),
        })
    }

    /// A folder as it was at `at`, part by part. A folder of which nothing was there yet is listed all the same: the
    /// service does not tell. Where a page ends amid the versions of a file, the next part begins with that file.
    ///
    /// # Errors
    ///
    /// As [`Files::versions`].
    pub async fn past(
        &self,
        location: &Location,
        folder: &str,
        at: OffsetDateTime,
        mut after: Option<VersionMark>,
    ) -> Result<Past, Error> {
        let (mut folders, mut all) = (Vec::new(), Vec::new());
        let next = loop {
            let page = self
                .version_page(location, &location.whole(folder), Some("/"), after)
                .await?;
            let encoded = page.encoding_type == Some(EncodingType::Url);
            folders.extend(page.common_prefixes().iter().filter_map(|common| {
                let whole = plain_key(common.prefix()?, encoded);
                whole.strip_prefix(&location.prefix).map(str::to_owned)
            }));
            all.extend(entries(location, &page));
            let Some(mark) = mark(&page) else { break None };
            let cut = mark.key.strip_prefix(&location.prefix).unwrap_or_default();
            if !all.iter().any(|version| version.key == cut) {
                break Some(mark);
            }
            let whole = all.iter().map(|version| &version.key).chain(&folders);
            if let Some(last) = whole.filter(|key| *key != cut).max() {
                let mark = VersionMark {
                    key: location.whole(last),
                    version: String::new(),
                };
                all.retain(|version| version.key != cut);
                break Some(mark);
            }
            after = Some(mark);
        };
        folders.retain(|key| key != crate::OWN_FOLDER);
        Ok(Past {
            folders,
            files: as_of(all, folder, at),
            next,
        })
    }

    /// Whether the person may list the versions in the folder of a key; none where that cannot be known.
    pub(super) async fn may_list_versions(&self, location: &Location, key: &str) -> Option<bool> {
        let asked = self
            .client()
            .list_object_versions()
            .bucket(&location.bucket)
            .prefix(location.whole(key))
            .max_keys(1)
            .send();
        match asked.await.map_err(Error::from) {
            Ok(_) => Some(true),
            Err(Error::Denied { .. }) => Some(false),
            Err(_) => None,
        }
    }

    /// Makes an earlier version the newest again, by a copy of it.
    ///
    /// # Errors
    ///
    /// [`Error::Changed`] where somebody writes meanwhile; else what the service says.
    pub async fn restore_version(&self, location: &Location, key: &str, version: &str) -> Result<(), Error> {
        let to = Object::new(&location.bucket, location.whole(key));
        let copy = Copy {
            from: Object {
                version: Some(version.to_owned()),
                ..to.clone()
            },
            to,
            taken: Taken::Replace,
            again: false,
            changes: None,
        };
        self.copy(&copy, &CancellationToken::new()).await?;
        Ok(())
    }

    /// Deletes one version for good (`DeleteObject` with a version).
    ///
    /// # Errors
    ///
    /// What the service says.
    pub async fn delete_version(&self, location: &Location, key: &str, version: &str) -> Result<(), Error> {
        self.client()
            .delete_object()
            .bucket(&location.bucket)
            .key(location.whole(key))
            .version_id(version)
            .send()
            .await?;
        Ok(())
    }

    async fn version_page(
        &self,
        location: &Location,
        prefix: &str,
        delimiter: Option<&str>,
        after: Option<VersionMark>,
    ) -> Result<ListObjectVersionsOutput, Error> {
        let (key, version) = after.map(|mark| (mark.key, mark.version)).unzip();
        let answer = self
            .client()
            .list_object_versions()
            .bucket(&location.bucket)
            .prefix(prefix)
            .set_delimiter(delimiter.map(str::to_owned))
            .encoding_type(EncodingType::Url)
            .set_key_marker(key)
            .set_version_id_marker(version.filter(|version| !version.is_empty()))
            .send()
            .await?;
        Ok(answer)
    }
}

fn mark(page: &ListObjectVersionsOutput) -> Option<VersionMark> {
    let encoded = page.encoding_type == Some(EncodingType::Url);
    page.is_truncated().unwrap_or(false).then_some(())?;
    Some(VersionMark {
        key: plain_key(page.next_key_marker()?, encoded),
        version: page.next_version_id_marker().unwrap_or_default().to_owned(),
    })
}

fn entries(location: &Location, page: &ListObjectVersionsOutput) -> Vec<Version> {
    let encoded = page.encoding_type == Some(EncodingType::Url);
    let below = |key: Option<&str>| {
        let whole = plain_key(key?, encoded);
        whole.strip_prefix(&location.prefix).map(str::to_owned)
    };
    let moment = |at: Option<&aws_smithy_types::DateTime>| {
        OffsetDateTime::from_unix_timestamp_nanos(at?.as_nanos()).ok()
    };
    let versions = page.versions().iter().filter_map(|one| {
        Some(Version {
            key: below(one.key())?,
            id: one.version_id().unwrap_or("null").to_owned(),
            size: one.size().and_then(|size| u64::try_from(size).ok()).unwrap_or(0),
            modified: moment(one.last_modified()),
            etag: one.e_tag().map(str::to_owned),
            class: one.storage_class().map(|class| class.as_str().to_owned()),
            latest: one.is_latest().unwrap_or(false),
            deleted: false,
        })
    });
    let markers = page.delete_markers().iter().filter_map(|one| {
        Some(Version {
            key: below(one.key())?,
            id: one.version_id().unwrap_or("null").to_owned(),
            size: 0,
            modified: moment(one.last_modified()),
            etag: None,
            class: None,
            latest: one.is_latest().unwrap_or(false),
            deleted: true,
        })
    });
    versions.chain(markers).collect()
}

/// Of each key the newest version that was there at `at`, unless that marks a deletion.
fn as_of(mut all: Vec<Version>, folder: &str, at: OffsetDateTime) -> Vec<Version> {
    all.retain(|version| version.key != folder && version.modified.is_some_and(|modified| modified <= at));
    all.sort_by(|a, b| {
        a.key
            .cmp(&b.key)
            .then(b.modified.cmp(&a.modified))
            .then(b.latest.cmp(&a.latest))
    });
    all.dedup_by(|later, kept| later.key == kept.key);
    all.retain(|version| !version.deleted);
    all
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::{Version, as_of};

    fn version(key: &str, id: &str, modified: time::OffsetDateTime, deleted: bool) -> Version {
        Version {
            key: key.into(),
            id: id.into(),
            size: 1,
            modified: Some(modified),
            etag: None,
            class: None,
            latest: false,
            deleted,
        }
    }

    #[test]
    fn a_folder_as_of_a_date_has_the_newest_of_what_was_there_then() {
        let (first, second, third) = (
            datetime!(2026-01-01 0:00 UTC),
            datetime!(2026-01-02 0:00 UTC),
            datetime!(2026-01-03 0:00 UTC),
        );
        let all = vec![
            version("f/a", "a3", third, false),
            version("f/a", "a1", first, false),
            version("f/b", "b1", first, false),
            version("f/b", "b2", second, true),
            version("f/c", "c3", third, false),
            version("f/", "f1", first, false),
        ];
        let ids = |at| -> Vec<String> {
            as_of(all.clone(), "f/", at)
                .into_iter()
                .map(|one| one.id)
                .collect()
        };

        assert_eq!(ids(first), ["a1", "b1"]);
        assert_eq!(
            ids(second),
            ["a1"],
            "b was deleted by then, and c was not there yet"
        );
        assert_eq!(ids(third), ["a3", "c3"]);
    }
}

//! Copying and moving of what a person has chosen, within and across buckets. A move copies, verifies and only then
//! deletes the original, as long as that is still the one that was copied (`If-Match`): whatever ends it, nothing is lost.

use std::collections::HashSet;

use futures_util::FutureExt as _;

use super::about::Object;
use super::copy::{Copied, Copy};
use super::free_name::Conflict;
use super::job::Left;
use super::objects::{Found, Item};
use super::run::Run;
use crate::{Error, Files, Location, names};

/// What to do where a target is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// Count it as a failure.
    Refuse,
    /// Leave both as they are.
    Skip,
    /// Put the copy in its place.
    Replace,
}

/// Where what was chosen will be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Landing {
    /// For each item its key below the new location; a folder's ends with `/`.
    pub targets: Vec<String>,
    /// What has one of these names already.
    pub conflicts: Vec<Conflict>,
}

/// A copy or a move of many objects.
#[derive(Debug, Clone)]
pub(super) struct Relocation {
    pub(super) from: Location,
    pub(super) items: Vec<Item>,
    pub(super) to: Location,
    /// For each item its key below `to`.
    pub(super) targets: Vec<String>,
    pub(super) taken: Taken,
    /// Whether the originals go.
    pub(super) moves: bool,
    /// Whether an earlier try may have done some of it.
    pub(super) again: bool,
}

impl Files {
    /// Finds out where `items` of `from` would be in `folder` of `to`. With `keep_both` every one gets a name that is
    /// free; without, conflicts are told. What would be copied onto itself always gets another name.
    ///
    /// # Errors
    ///
    /// [`Error::IntoItself`] for a folder that would be put into itself, or a move that moves nothing; else what the
    /// service says.
    pub async fn landing(
        &self,
        from: &Location,
        items: &[Item],
        (to, folder): (&Location, &str),
        moves: bool,
        keep_both: bool,
    ) -> Result<Landing, Error> {
        let mut landing = Landing {
            targets: Vec::with_capacity(items.len()),
            conflicts: Vec::new(),
        };
        let mut used = HashSet::new();
        for item in items {
            let name = names::last_part(&item.key);
            let slash = if item.folder { "/" } else { "" };
            let wanted = format!("{folder}{name}{slash}");
            let (source, target) = (from.whole(&item.key), to.whole(&wanted));
            let same_bucket = from.bucket == to.bucket;
            let onto_itself = same_bucket && source == target;
            let into_itself = same_bucket && item.folder && target.starts_with(&source) && !onto_itself;
            if into_itself || (onto_itself && moves) {
                return Err(Error::IntoItself);
            }
            let key = if onto_itself || keep_both || used.contains(&wanted) {
                self.free_key(to, folder, name, item.folder, &used).await?
            } else {
                if self.taken(to, &wanted).await? {
                    landing.conflicts.push(Conflict { key: wanted.clone() });
                }
                wanted
            };
            used.insert(key.clone());
            landing.targets.push(key);
        }
        Ok(landing)
    }

    /// Where a renamed item will be.
    ///
    /// # Errors
    ///
    /// [`Error::Taken`] where something has that name; else what the service says.
    pub async fn renaming(&self, location: &Location, item: &Item, name: &str) -> Result<Landing, Error> {
        let whole = item.key.strip_suffix('/').unwrap_or(&item.key);
        let folder = whole.strip_suffix(names::last_part(whole)).unwrap_or_default();
        let slash = if item.folder { "/" } else { "" };
        let key = format!("{folder}{name}{slash}");
        if self.taken(location, &key).await? {
            return Err(Error::Taken);
        }
        Ok(Landing {
            targets: vec![key],
            conflicts: Vec::new(),
        })
    }

    /// Deletes the very object that was copied.
    async fn delete_original(&self, object: &Object, etag: Option<String>) -> Result<(), Error> {
        let delete = |etag: Option<String>| {
            self.client()
                .delete_object()
                .bucket(&object.bucket)
                .key(&object.key)
                .set_if_match(etag)
                .send()
        };
        match delete(etag.clone()).await.map_err(Error::from) {
            Ok(_) | Err(Error::Gone { .. }) => Ok(()),
            Err(error) if error.is_not_implemented() => {
                if self.about(object).await?.etag != etag {
                    return Err(Error::Changed { request_id: None });
                }
                delete(None).await?;
                Ok(())
            }
            Err(error) => Err(error),
        }
    }
}

impl Relocation {
    pub(super) async fn run(&self, run: &Run) -> Result<(), Error> {
        run.each(&self.from, &self.items, |found| self.one(run, found).boxed())
            .await
    }

    /// The key below `to` of something found.
    pub(super) fn target(&self, found: &Found) -> Option<String> {
        let (item, target) = (self.items.get(found.item)?, self.targets.get(found.item)?);
        let rest = found.key.strip_prefix(item.key.as_str())?;
        Some(format!("{target}{rest}"))
    }

    /// The key below `to` of an object that some item means.
    pub(super) fn target_of(&self, key: &str) -> Option<String> {
        let item = self
            .items
            .iter()
            .position(|item| item.key == key || (item.folder && key.starts_with(&item.key)))?;
        let (item, target) = (self.items.get(item)?, self.targets.get(item)?);
        Some(format!("{target}{}", key.strip_prefix(item.key.as_str())?))
    }

    async fn one(&self, run: &Run, found: Found) {
        let Some(target) = self.target(&found) else {
            return;
        };
        let copy = Copy {
            from: Object::new(&self.from.bucket, self.from.whole(&found.key)),
            to: Object::new(&self.to.bucket, self.to.whole(&target)),
            taken: self.taken,
            again: self.again,
            changes: None,
        };
        let etag = match run.files.copy(&copy, &run.cancel).await {
            Ok(Copied::There { etag }) => etag,
            Ok(Copied::Skipped) => return run.skipped(found.size),
            Err(error) => return run.failed(&found.key, error, Left::Untouched),
        };
        if self.moves
            && let Err(error) = run.files.delete_original(&copy.from, etag).await
        {
            return run.failed(&found.key, error, Left::InBoth);
        }
        run.did(found.size);
    }
}

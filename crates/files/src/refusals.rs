//! What the service has refused, so that nobody is offered it again: by bucket, folder and kind of action. It is
//! learned from every call of the clients, and unlearned by the next one that succeeds.

use aws_sdk_s3::error::ProvideErrorMetadata;
use aws_sdk_s3::operation as op;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::{
    BeforeSerializationInterceptorContextRef, Error as ErasedError, FinalizerInterceptorContextRef, Input,
};
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::{ConfigBag, Storable, StoreReplace};
use tokio::sync::watch;

use crate::Location;

/// A kind of action that a policy may refuse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// `GetObject`.
    Read,
    /// `PutObject` and all that needs its permission.
    Write,
    /// `DeleteObject`.
    Delete,
    /// `DeleteObject` with a version, delete markers included.
    DeleteVersions,
    /// `ListObjectVersions`.
    Versions,
    /// `GetObjectTagging`.
    ReadTags,
    /// `PutObjectTagging`.
    WriteTags,
    /// `RestoreObject`.
    Restore,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Refusal {
    kind: Action,
    bucket: String,
    /// Up to and including the last `/` of the key.
    folder: String,
}

/// How many are remembered; the oldest go first.
const MOST: usize = 512;

/// What was refused so far. A clone is the same.
#[derive(Debug, Clone, Default)]
pub(crate) struct Refusals(watch::Sender<Vec<Refusal>>);

impl Refusals {
    /// Takes note that `kind` was refused for `key`, or that it was not.
    pub(crate) fn learn(&self, kind: Action, bucket: &str, key: &str, refused: bool) {
        let folder = key.rfind('/').map_or("", |at| &key[..=at]);
        self.0.send_if_modified(|known| {
            let before = known.len();
            if !refused {
                known.retain(|one| !one.covers(kind, bucket, folder));
                return known.len() != before;
            }
            if known.iter().any(|one| one.covers(kind, bucket, folder)) {
                return false;
            }
            if before == MOST {
                known.remove(0);
            }
            known.push(Refusal {
                kind,
                bucket: bucket.to_owned(),
                folder: folder.to_owned(),
            });
            true
        });
    }

    /// Whether `kind` was refused in a folder below the location, or in one above it.
    pub(crate) fn refuses(&self, kind: Action, location: &Location, folder: &str) -> bool {
        let whole = location.whole(folder);
        let known = self.0.borrow();
        known.iter().any(|one| one.covers(kind, &location.bucket, &whole))
    }

    /// Forgets what was refused in a folder, above and below it, so that it is tried once more.
    pub(crate) fn forget(&self, location: &Location, folder: &str) {
        let whole = location.whole(folder);
        self.0.send_if_modified(|known| {
            let before = known.len();
            known.retain(|one| {
                let related = one.folder.starts_with(&whole) || whole.starts_with(&one.folder);
                one.bucket != location.bucket || !related
            });
            known.len() != before
        });
    }

    pub(crate) fn forget_all(&self) {
        self.0.send_replace(Vec::new());
    }

    /// Tells when something was learned.
    pub(crate) fn watch(&self) -> Watch {
        Watch(self.0.subscribe())
    }
}

/// Tells when another action was refused, or one is no longer.
#[derive(Debug, Clone)]
pub struct Watch(watch::Receiver<Vec<Refusal>>);

impl Watch {
    /// Waits for the next time; for ever when there will be none.
    pub async fn changed(&mut self) {
        if self.0.changed().await.is_err() {
            std::future::pending().await
        }
    }
}

impl Refusal {
    /// Policies are written for prefixes: what is refused in a folder is refused below it.
    fn covers(&self, kind: Action, bucket: &str, folder: &str) -> bool {
        self.kind == kind && self.bucket == bucket && folder.starts_with(&self.folder)
    }
}

/// What a call asks for: its input is gone when the answer is there.
#[derive(Debug, Clone)]
struct Asked {
    action: Action,
    bucket: String,
    key: String,
    /// Whether an error of this operation says `AccessDenied`.
    denied: fn(&ErasedError) -> bool,
}

impl Storable for Asked {
    type Storer = StoreReplace<Self>;
}

macro_rules! asked {
    ($given:ident, $($module:ident: $input:ident, $key:ident, $error:ident => $action:expr;)*) => {
        $(if let Some(input) = $given.downcast_ref::<op::$module::$input>() {
            return Some(Asked {
                action: $action,
                bucket: input.bucket()?.to_owned(),
                key: input.$key()?.to_owned(),
                denied: |error| {
                    let error = error.downcast_ref::<op::$module::$error>();
                    error.is_some_and(|error| error.code() == Some("AccessDenied"))
                },
            });
        })*
    };
}

impl Asked {
    fn by(input: &Input) -> Option<Self> {
        let asked = Self::whatever_version(input)?;
        if !names_a_version(input) {
            return Some(asked);
        }
        // Earlier versions have permissions of their own, which say nothing of the newest.
        (asked.action == Action::Delete).then_some(Self {
            action: Action::DeleteVersions,
            ..asked
        })
    }

    fn whatever_version(input: &Input) -> Option<Self> {
        asked! { input,
            get_object: GetObjectInput, key, GetObjectError => Action::Read;
            put_object: PutObjectInput, key, PutObjectError => Action::Write;
            create_multipart_upload: CreateMultipartUploadInput, key, CreateMultipartUploadError => Action::Write;
            upload_part: UploadPartInput, key, UploadPartError => Action::Write;
            delete_object: DeleteObjectInput, key, DeleteObjectError => Action::Delete;
            get_object_tagging: GetObjectTaggingInput, key, GetObjectTaggingError => Action::ReadTags;
            put_object_tagging: PutObjectTaggingInput, key, PutObjectTaggingError => Action::WriteTags;
            restore_object: RestoreObjectInput, key, RestoreObjectError => Action::Restore;
            list_object_versions: ListObjectVersionsInput, prefix, ListObjectVersionsError => Action::Versions;
        }
        // Its keys are refused one by one, in the answer.
        let input = input.downcast_ref::<op::delete_objects::DeleteObjectsInput>()?;
        Some(Self {
            action: Action::Delete,
            bucket: input.bucket()?.to_owned(),
            key: String::new(),
            denied: |_| false,
        })
    }
}

fn names_a_version(input: &Input) -> bool {
    let get = input.downcast_ref::<op::get_object::GetObjectInput>();
    let tags = input.downcast_ref::<op::get_object_tagging::GetObjectTaggingInput>();
    let delete = input.downcast_ref::<op::delete_object::DeleteObjectInput>();
    let many = input.downcast_ref::<op::delete_objects::DeleteObjectsInput>();
    get.and_then(|input| input.version_id())
        .or_else(|| tags.and_then(|input| input.version_id()))
        .or_else(|| delete.and_then(|input| input.version_id()))
        .or_else(|| many?.delete()?.objects().first()?.version_id())
        .is_some()
}

#[dyn_dispatch_hint]
impl Intercept for Refusals {
    fn name(&self) -> &'static str {
        "refusals"
    }

    fn read_before_serialization(
        &self,
        context: &BeforeSerializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if let Some(asked) = Asked::by(context.input()) {
            cfg.interceptor_state().store_put(asked);
        }
        Ok(())
    }

    fn read_after_attempt(
        &self,
        context: &FinalizerInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let (Some(asked), Some(answer)) = (cfg.load::<Asked>(), context.output_or_error()) else {
            return Ok(());
        };
        let learn = |key: &str, refused| self.learn(asked.action, &asked.bucket, key, refused);
        match answer {
            Ok(output) => match output.downcast_ref::<op::delete_objects::DeleteObjectsOutput>() {
                Some(output) => {
                    let denied = output
                        .errors()
                        .iter()
                        .filter(|error| error.code() == Some("AccessDenied"));
                    let deleted = output.deleted().iter().filter_map(|deleted| deleted.key());
                    deleted.for_each(|key| learn(key, false));
                    denied
                        .filter_map(|error| error.key())
                        .for_each(|key| learn(key, true));
                }
                None => learn(&asked.key, false),
            },
            Err(error) => {
                if error.as_operation_error().is_some_and(asked.denied) {
                    learn(&asked.key, true);
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place() -> Location {
        Location {
            id: "mine".to_owned(),
            bucket: "b".to_owned(),
            prefix: "team/".to_owned(),
        }
    }

    #[test]
    fn a_refusal_is_for_its_folder_and_what_lies_below() {
        let refusals = Refusals::default();
        refusals.learn(Action::Write, "b", "team/in/file", true);

        let refuses = |kind, folder| refusals.refuses(kind, &place(), folder);
        assert!(refuses(Action::Write, "in/"));
        assert!(refuses(Action::Write, "in/deep/"));
        assert!(!refuses(Action::Write, ""), "nothing is known of what lies above");
        assert!(!refuses(Action::Write, "inner/"));
        assert!(!refuses(Action::Delete, "in/"), "another action may be allowed");
    }

    #[test]
    fn what_succeeds_or_is_to_be_tried_again_is_no_longer_refused() {
        let refusals = Refusals::default();
        refusals.learn(Action::Write, "b", "team/in/file", true);
        refusals.learn(Action::Write, "b", "team/in/deep/file", false);
        assert!(!refusals.refuses(Action::Write, &place(), "in/"));

        refusals.learn(Action::Delete, "b", "team/in/file", true);
        refusals.forget(&place(), "other/");
        assert!(refusals.refuses(Action::Delete, &place(), "in/"));
        refusals.forget(&place(), "");
        assert!(!refusals.refuses(Action::Delete, &place(), "in/"));
    }
}

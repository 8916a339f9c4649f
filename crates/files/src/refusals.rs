//! What the service has refused, so that nobody is offered it again: by bucket, folder and kind of action. It is
//! learned from every call of the clients, and unlearned by the next one that succeeds.

use aws_sdk_s3::error::ProvideErrorMetadata;
use aws_sdk_s3::operation as op;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::FinalizerInterceptorContextRef;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;
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

/// The bucket and the key of an operation's input, and whether its error says `AccessDenied`.
macro_rules! told {
    ($context:ident, $($module:ident: $input:ident, $error:ident => $kind:expr;)*) => {
        $(if let Some(input) = $context.input()?.downcast_ref::<op::$module::$input>() {
            let refused = match $context.output_or_error()? {
                Ok(_) => false,
                Err(error) => {
                    let error = error.as_operation_error()?.downcast_ref::<op::$module::$error>()?;
                    (error.code() == Some("AccessDenied")).then_some(true)?
                }
            };
            return Some(($kind, input.bucket()?.to_owned(), input.key()?.to_owned(), refused));
        })*
    };
}

fn told(context: &FinalizerInterceptorContextRef<'_>) -> Option<(Action, String, String, bool)> {
    told! { context,
        get_object: GetObjectInput, GetObjectError => Action::Read;
        put_object: PutObjectInput, PutObjectError => Action::Write;
        create_multipart_upload: CreateMultipartUploadInput, CreateMultipartUploadError => Action::Write;
        upload_part: UploadPartInput, UploadPartError => Action::Write;
        delete_object: DeleteObjectInput, DeleteObjectError => Action::Delete;
        get_object_tagging: GetObjectTaggingInput, GetObjectTaggingError => Action::ReadTags;
        put_object_tagging: PutObjectTaggingInput, PutObjectTaggingError => Action::WriteTags;
        restore_object: RestoreObjectInput, RestoreObjectError => Action::Restore;
    }
    None
}

/// `DeleteObjects` is refused key by key, and `ListObjectVersions` for a prefix.
fn told_otherwise(refusals: &Refusals, context: &FinalizerInterceptorContextRef<'_>) -> Option<()> {
    use op::delete_objects::{DeleteObjectsInput, DeleteObjectsOutput};
    use op::list_object_versions::{ListObjectVersionsError, ListObjectVersionsInput};
    let answer = context.output_or_error()?;
    if let Some(input) = context.input()?.downcast_ref::<DeleteObjectsInput>() {
        let output = answer.ok()?.downcast_ref::<DeleteObjectsOutput>()?;
        for error in output.errors() {
            if error.code() == Some("AccessDenied") {
                refusals.learn(Action::Delete, input.bucket()?, error.key()?, true);
            }
        }
        for deleted in output.deleted() {
            refusals.learn(Action::Delete, input.bucket()?, deleted.key()?, false);
        }
    } else if let Some(input) = context.input()?.downcast_ref::<ListObjectVersionsInput>() {
        let refused = match answer {
            Ok(_) => false,
            Err(error) => {
                let error = error
                    .as_operation_error()?
                    .downcast_ref::<ListObjectVersionsError>()?;
                (error.code() == Some("AccessDenied")).then_some(true)?
            }
        };
        refusals.learn(Action::Versions, input.bucket()?, input.prefix()?, refused);
    }
    Some(())
}

#[dyn_dispatch_hint]
impl Intercept for Refusals {
    fn name(&self) -> &'static str {
        "refusals"
    }

    fn read_after_attempt(
        &self,
        context: &FinalizerInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        match told(context) {
            Some((kind, bucket, key, refused)) => self.learn(kind, &bucket, &key, refused),
            None => {
                told_otherwise(self, context);
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

//! A file on its way up. Nothing is overwritten: each write carries `If-None-Match: *`, and a name that is taken
//! leads to the next one beside it.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use aws_sdk_s3::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_s3::error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::FinalizerInterceptorContextRef;
use aws_smithy_runtime_api::client::interceptors::dyn_dispatch_hint;
use md5::{Digest as _, Md5};

use super::counted::{counted, sliced};
use super::meter::Share;
use super::plan::Plan;
use super::source::Source;
use super::work::{Arrived, Stop, Work};
use super::{Integrity, multipart};
use crate::{Error, Files, Location, names};

/// How many names are tried beside those that are taken.
const MOST_NAMES: u32 = 1_000;
/// The longest key of S3, in bytes.
const LONGEST_KEY: usize = 1_024;

/// Which file goes where.
#[derive(Debug)]
pub(super) struct Upload {
    pub(super) location: Location,
    pub(super) folder: Arc<str>,
    pub(super) path: PathBuf,
}

/// An object that is to be made.
#[derive(Debug, Clone)]
pub(super) struct Object {
    pub(super) location: Location,
    /// Below the location.
    pub(super) key: String,
    pub(super) content_type: &'static str,
}

impl Upload {
    /// The file's name. What is not Unicode in it is replaced.
    pub(super) fn name(&self) -> String {
        self.path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned()
    }

    /// Sends the file under its name or the next free one.
    pub(super) async fn run(&self, work: &Work) -> Result<Arrived, Stop> {
        let source = Source::open(&self.path).await?;
        let plan = Plan::of(source.size())?;
        work.meter.set_total(source.size());
        let wanted = self.name();
        let mut ask_first = plan != Plan::Whole;
        for n in 1..=MOST_NAMES {
            let name = names::numbered(&wanted, n);
            let object = self.object(&name)?;
            if ask_first && work.step(taken(&work.files, &object)).await? {
                continue;
            }
            work.meter.restart();
            let sent = match plan {
                Plan::Whole => put(work, &source, &object).await,
                Plan::Parts(parts) => multipart::send(work, &source, parts, &object).await,
            };
            match sent {
                Ok(integrity) => {
                    return Ok(Arrived {
                        name,
                        path: None,
                        integrity,
                    });
                }
                Err(Stop::Failed(Error::Changed { .. })) => ask_first = true,
                Err(stop) => return Err(stop),
            }
        }
        Err(Error::NoFreeName.into())
    }

    fn object(&self, name: &str) -> Result<Object, Error> {
        let key = format!("{}{name}", self.folder);
        if name.is_empty() || self.location.whole(&key).len() > LONGEST_KEY {
            return Err(Error::NameTooLong);
        }
        let content_type = mime_guess::from_path(name)
            .first_raw()
            .unwrap_or("application/octet-stream");
        Ok(Object {
            location: self.location.clone(),
            key,
            content_type,
        })
    }
}

/// Whether there is an object of that name already. Without the right to look, the write itself will tell.
async fn taken(files: &Files, object: &Object) -> Result<bool, Error> {
    match files.head(&object.location, &object.key).await {
        Ok(_) => Ok(true),
        Err(Error::Gone { .. } | Error::Denied { .. }) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Sends the whole file in one request (`PutObject`).
async fn put(work: &Work, source: &Source, object: &Object) -> Result<Integrity, Stop> {
    let bytes = work.step(source.read()).await?;
    let unanswered = Unanswered::default();
    let request = work
        .files
        .client(&object.location.bucket)
        .put_object()
        .bucket(&object.location.bucket)
        .key(object.location.whole(&object.key))
        .content_type(object.content_type)
        .if_none_match("*")
        .body(counted(sliced(bytes.clone()), &Share::of(&work.meter)))
        .customize()
        .config_override(Files::sending(source.size()))
        .interceptor(unanswered.clone());
    match work.step(request.send()).await {
        Ok(answer) => {
            let compared = answer.checksum_crc32.is_some() || answer.e_tag == Some(etag(&bytes));
            Ok(if compared {
                Integrity::Verified
            } else {
                Integrity::NotVerified
            })
        }
        Err(Stop::Failed(Error::Changed { request_id })) => {
            if unanswered.seen() && is_ours(work, object, &etag(&bytes)).await? {
                Ok(Integrity::Verified)
            } else {
                Err(Error::Changed { request_id }.into())
            }
        }
        Err(stop) => Err(stop),
    }
}

/// Whether the object that is in the way is the one that an unanswered attempt of ours has made.
pub(super) async fn is_ours(work: &Work, object: &Object, etag: &str) -> Result<bool, Stop> {
    let head = work.step(work.files.head(&object.location, &object.key)).await?;
    Ok(head.etag.as_deref() == Some(etag))
}

fn etag(bytes: &[u8]) -> String {
    format!("\"{}\"", hex::encode(Md5::digest(bytes)))
}

/// Notes that an attempt failed without a clear answer: it may have been carried out all the same, and the next
/// attempt then finds its own object in the way.
#[derive(Debug, Clone, Default)]
pub(super) struct Unanswered(Arc<AtomicBool>);

impl Unanswered {
    pub(super) fn seen(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

#[dyn_dispatch_hint]
impl Intercept for Unanswered {
    fn name(&self) -> &'static str {
        "Unanswered"
    }

    fn read_after_attempt(
        &self,
        context: &FinalizerInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        _config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if context
            .response()
            .is_none_or(|response| response.status().is_server_error())
        {
            self.0.store(true, Ordering::Release);
        }
        Ok(())
    }
}

//! A file on its way up. Nothing is overwritten unseen: each write carries `If-None-Match: *`, or `If-Match` with the
//! entity tag of the version that is to be replaced, so that nobody's change is lost.

use std::path::PathBuf;

use aws_sdk_s3::config::{Builder, RequestChecksumCalculation};
use md5::{Digest as _, Md5};
use serde::{Deserialize, Serialize};

use super::checks::Sum;
use super::counted::{counted, sliced};
use super::journal::Begun;
use super::meter::Share;
use super::plan::Plan;
use super::source::Source;
use super::unanswered::Unanswered;
use super::work::{Arrived, Decision, Stop, Work};
use super::{Check, Integrity, Side, local_path, multipart};
use crate::{Error, Files, Location, names};

/// How many names are tried beside those that are taken.
const MOST_NAMES: u32 = 1_000;
/// How often a name may turn out to be taken although there was nothing of it a moment before.
const UNSEEN: u32 = 2;
/// The longest key of S3, in bytes.
const LONGEST_KEY: usize = 1_024;

/// Which file goes where.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Upload {
    pub(super) location: Location,
    pub(super) folder: String,
    #[serde(with = "local_path")]
    pub(super) path: PathBuf,
    /// The size in bytes, where it was looked at before.
    pub(super) size: Option<u64>,
}

/// An object that is to be made.
#[derive(Debug, Clone)]
pub(super) struct Object {
    pub(super) location: Location,
    /// Below the location.
    pub(super) key: String,
    pub(super) content_type: &'static str,
    pub(super) condition: Condition,
}

/// Under which condition an object may be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Condition {
    /// There is none of that name.
    New,
    /// The present one is still the one with this entity tag.
    Replaces(String),
    /// None: the service knows no conditions, and the name was looked at just before.
    None,
}

impl Condition {
    pub(super) fn if_none_match(&self) -> Option<String> {
        (*self == Self::New).then(|| "*".to_owned())
    }

    pub(super) fn if_match(&self) -> Option<String> {
        if let Self::Replaces(etag) = self {
            Some(etag.clone())
        } else {
            None
        }
    }
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

    /// Sends the file under its name, the next free one, or in the place of another, as the policy says.
    pub(super) async fn run(&self, work: &Work) -> Result<Arrived, Stop> {
        let source = Source::open(&self.path).await?;
        let plan = Plan::of(source.size())?;
        work.meter.set_total(source.size());
        let coming = Side {
            size: Some(source.size()),
            modified: source.modified().map(Into::into),
            etag: None,
        };
        let wanted = self.name();
        let (mut n, mut condition) = self.begun(work).unwrap_or((1, Condition::New));
        let mut taken_unseen = 0;
        let mut ask_first = plan != Plan::Whole && work.mark.get().is_none();
        while n <= MOST_NAMES {
            let name = names::numbered(&wanted, n);
            let object = self.object(&name, condition.clone())?;
            let looked = ask_first;
            let there = if looked { look(work, &object).await? } else { None };
            if let Some(there) = there {
                match work.decide(there, coming.clone())? {
                    Decision::KeepBoth => {
                        n += 1;
                        continue;
                    }
                    Decision::Replace(Side { etag: Some(etag), .. }) => condition = Condition::Replaces(etag),
                    Decision::Replace(_) => condition = Condition::None,
                }
            }
            let object = Object {
                condition: condition.clone(),
                ..object
            };
            work.meter.restart(0);
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
                Err(Stop::Failed(Error::Changed { .. })) => {
                    // Where nobody may look, or looking finds nothing, the name counts as taken in the end.
                    taken_unseen += u32::from(looked && condition == Condition::New);
                    if taken_unseen > UNSEEN {
                        (n, taken_unseen) = (n + 1, 0);
                    }
                    ask_first = true;
                    condition = Condition::New;
                }
                Err(Stop::Failed(Error::Failing { status: 501, .. })) if condition != Condition::None => {
                    ask_first = condition == Condition::New;
                    condition = Condition::None;
                }
                Err(stop) => return Err(stop),
            }
        }
        Err(Error::NoFreeName.into())
    }

    /// Which name the upload has that was begun before, and under which condition.
    fn begun(&self, work: &Work) -> Option<(u32, Condition)> {
        let Some(Begun::Upload { key, replaces, .. }) = work.mark.get() else {
            return None;
        };
        let wanted = self.name();
        let whole = |n| {
            format!(
                "{}{}",
                self.location.whole(&self.folder),
                names::numbered(&wanted, n)
            )
        };
        let n = (1..=MOST_NAMES).find(|&n| whole(n) == key)?;
        Some((n, replaces.map_or(Condition::New, Condition::Replaces)))
    }

    fn object(&self, name: &str, condition: Condition) -> Result<Object, Error> {
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
            condition,
        })
    }
}

/// The object of that name. Without the right to look, the write itself will tell.
async fn look(work: &Work, object: &Object) -> Result<Option<Side>, Stop> {
    match work.step(work.files().head(&object.location, &object.key)).await {
        Ok(head) => Ok(Some(Side {
            size: Some(head.size),
            modified: head.modified,
            etag: head.etag,
        })),
        Err(Stop::Failed(Error::Denied { .. })) if object.condition == Condition::New => Ok(None),
        Err(Stop::Failed(Error::Gone { .. })) => Ok(None),
        Err(stop) => Err(stop),
    }
}

/// What differs for a request that carries `bytes` of a file, by the checksum that goes with it.
pub(super) fn sending(work: &Work, bytes: u64, sum: Sum) -> Builder {
    let config = Files::sending(bytes, work.shared.limit.rate());
    match sum {
        Sum::None => config.request_checksum_calculation(RequestChecksumCalculation::WhenRequired),
        Sum::Crc64Nvme | Sum::Crc32 => config,
    }
}

/// Sends the whole file in one request (`PutObject`).
async fn put(work: &Work, source: &Source, object: &Object) -> Result<Integrity, Stop> {
    let bytes = work.step(source.read()).await?;
    // Of a large number of small files a digest that nobody looks at is a third of the work.
    let digest = || etag(&bytes);
    let unanswered = Unanswered::default();
    let share = Share::of(&work.meter);
    let mut sum = work.shared.checks.present();
    let answer = loop {
        let request = || async {
            let request = work
                .files()
                .client()
                .put_object()
                .bucket(&object.location.bucket)
                .key(object.location.whole(&object.key))
                .content_type(object.content_type)
                .set_if_none_match(object.condition.if_none_match())
                .set_if_match(object.condition.if_match())
                .set_checksum_algorithm(sum.algorithm())
                .body(counted(sliced(bytes.clone()), &share, &work.shared.limit))
                .customize()
                .config_override(sending(work, source.size(), sum))
                .interceptor(unanswered.clone());
            request.send().await.map_err(Error::from)
        };
        match work.step(work.with_credentials(request)).await {
            Err(Stop::Failed(error)) => match work.shared.checks.weaker(sum, &error) {
                Some(weaker) => sum = weaker,
                None => break Err(Stop::Failed(error)),
            },
            answer => break answer,
        }
    };
    match answer {
        Ok(answer) => {
            work.shared.checks.taken(sum);
            let taken = answer.checksum_crc64_nvme.is_some() || answer.checksum_crc32.is_some();
            Ok(match sum.check().filter(|_| taken) {
                Some(check) => Integrity::Verified(check),
                None if answer.e_tag == Some(digest()) => Integrity::Verified(Check::Md5),
                None => Integrity::NotVerified,
            })
        }
        Err(Stop::Failed(Error::Changed { request_id })) => {
            if unanswered.seen() && is_ours(work, object, &digest()).await? {
                Ok(Integrity::Verified(Check::Md5))
            } else {
                Err(Error::Changed { request_id }.into())
            }
        }
        Err(stop) => Err(stop),
    }
}

/// Whether the object that is in the way is the one that an unanswered attempt of ours has made.
pub(super) async fn is_ours(work: &Work, object: &Object, etag: &str) -> Result<bool, Stop> {
    let head = work
        .step(work.files().head(&object.location, &object.key))
        .await?;
    Ok(head.etag.as_deref() == Some(etag))
}

fn etag(bytes: &[u8]) -> String {
    format!("\"{}\"", hex::encode(Md5::digest(bytes)))
}

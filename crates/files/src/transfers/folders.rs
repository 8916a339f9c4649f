//! Folders on their way: what lies in them is found piece by piece and joins the queue while the rest is still looked
//! for, so that a hundred thousand files neither wait for each other nor lie in memory twice.

use std::path::{Path, PathBuf};

use aws_sdk_s3::types::EncodingType;
use percent_encoding::percent_decode_str;
use serde::{Deserialize, Serialize};

use super::download::Download;
use super::job::Job;
use super::journal::Begun;
use super::upload::Upload;
use super::work::{Stop, Work};
use super::{Direction, local_path, walk};
use crate::names::{self, Rules, Tree};
use crate::{Error, Files, Location, OWN_FOLDER};

/// Which folder.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) enum Folder {
    /// A local folder to go below `into` at the service.
    Up {
        location: Location,
        into: String,
        #[serde(with = "local_path")]
        path: PathBuf,
    },
    /// All objects whose key begins with `key`, which ends with `/`, to go into a folder of its name.
    Down {
        location: Location,
        key: String,
        #[serde(with = "local_path")]
        into: PathBuf,
    },
}

impl Folder {
    pub(super) fn direction(&self) -> Direction {
        match self {
            Self::Up { .. } => Direction::Upload,
            Self::Down { .. } => Direction::Download,
        }
    }

    pub(super) fn name(&self) -> String {
        match self {
            Self::Up { path, .. } => walk::name(path),
            Self::Down { key, .. } => names::last_part(key).to_owned(),
        }
    }

    pub(super) fn location(&self) -> &Location {
        match self {
            Self::Up { location, .. } | Self::Down { location, .. } => location,
        }
    }

    /// The folder at the service in which this one lies.
    pub(super) fn folder(&self) -> &str {
        match self {
            Self::Up { into, .. } => into,
            Self::Down { key, .. } => above(key),
        }
    }

    /// Finds what lies in it and hands it over, beginning after what was handed over before.
    pub(super) async fn run(&self, work: &Work) -> Result<(), Stop> {
        let after = match work.mark.get() {
            Some(Begun::Folder { after }) => Some(after),
            Some(Begun::Upload { .. } | Begun::Download { .. }) | None => None,
        };
        match self {
            Self::Up { location, into, path } => up(work, location, into, path, after).await,
            Self::Down { location, key, into } => down(work, location, key, into, after).await,
        }
    }
}

/// The part of a folder's key above its own name.
fn above(key: &str) -> &str {
    let end = key.trim_end_matches('/').rfind('/').map_or(0, |slash| slash + 1);
    key.get(..end).unwrap_or_default()
}

async fn up(
    work: &Work,
    location: &Location,
    into: &str,
    root: &Path,
    after: Option<String>,
) -> Result<(), Stop> {
    let mut found = walk::files(root.to_path_buf(), after.map(PathBuf::from), work.cancel.clone());
    let name = walk::name(root);
    while let Some(batch) = work.step(async { Ok::<_, Error>(found.recv().await) }).await? {
        let batch = batch?;
        let last = batch.last().map(|file| file.below.clone());
        let jobs = batch.into_iter().map(|file| {
            let folders = file.below.parent().into_iter().flat_map(Path::components);
            let mut folder = format!("{into}{name}/");
            for part in folders {
                folder.push_str(&part.as_os_str().to_string_lossy());
                folder.push('/');
            }
            Job::Upload(Upload {
                location: location.clone(),
                folder,
                path: root.join(&file.below),
                size: Some(file.size),
            })
        });
        let after = last.map(|last| last.to_string_lossy().into_owned());
        work.hand_over(jobs.collect(), after);
    }
    Ok(())
}

async fn down(
    work: &Work,
    location: &Location,
    key: &str,
    into: &Path,
    after: Option<String>,
) -> Result<(), Stop> {
    let mut tree = Tree::new(Rules::here());
    let mut pages = Pages::new(work.files(), location, key, after);
    let above = above(key).len();
    while let Some(page) = work.step(pages.next()).await? {
        let last = page.last().map(|(key, _)| key.clone());
        let jobs = page.into_iter().filter(|(key, _)| !key.ends_with('/'));
        let jobs = jobs.map(|(key, size)| {
            let place = tree.place(key.get(above..).unwrap_or(&key));
            Job::Download(Download {
                location: location.clone(),
                folders: place.folders().to_vec(),
                name: place.name().to_owned(),
                key,
                into: into.to_path_buf(),
                size: Some(size),
            })
        });
        work.hand_over(jobs.collect(), last);
    }
    Ok(())
}

/// All objects below a key, a page at a time (`ListObjectsV2` without a delimiter).
struct Pages<'a> {
    files: &'a Files,
    location: &'a Location,
    key: &'a str,
    after: Option<String>,
    token: Option<String>,
    over: bool,
}

impl<'a> Pages<'a> {
    fn new(files: &'a Files, location: &'a Location, key: &'a str, after: Option<String>) -> Self {
        Self {
            files,
            location,
            key,
            after,
            token: None,
            over: false,
        }
    }

    /// Keys below the location and sizes.
    async fn next(&mut self) -> Result<Option<Vec<(String, u64)>>, Error> {
        if self.over {
            return Ok(None);
        }
        let after = self.after.as_ref().map(|after| self.location.whole(after));
        let page = self
            .files
            .client()
            .list_objects_v2()
            .bucket(&self.location.bucket)
            .prefix(self.location.whole(self.key))
            .encoding_type(EncodingType::Url)
            .set_start_after(after.filter(|_| self.token.is_none()))
            .set_continuation_token(self.token.take())
            .send()
            .await?;
        self.token = page.next_continuation_token().map(str::to_owned);
        self.over = self.token.is_none();
        let encoded = page.encoding_type == Some(EncodingType::Url);
        let objects = page.contents().iter().filter_map(|object| {
            let key = decoded(object.key()?, encoded);
            let below = key.strip_prefix(&self.location.prefix)?.to_owned();
            if below.starts_with(OWN_FOLDER) {
                return None;
            }
            let size = object
                .size()
                .and_then(|size| u64::try_from(size).ok())
                .unwrap_or(0);
            Some((below, size))
        });
        Ok(Some(objects.collect()))
    }
}

/// A key as it is. S3 encodes like a form: a space travels as `+`, a plus sign as `%2B`.
fn decoded(key: &str, encoded: bool) -> String {
    if !encoded {
        return key.to_owned();
    }
    let spaced = key.replace('+', " ");
    percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
}

//! What a transfer has to do: carry one file up or down, or look through a folder for files to carry.

use serde::{Deserialize, Serialize};

use super::download::Download;
use super::folders::Folder;
use super::journal::Begun;
use super::target::Target;
use super::upload::Upload;
use super::work::{Arrived, Shared, Stop, Work, blocking};
use super::{Direction, multipart};
use crate::{Location, names};

/// One piece of work. It can be written down and read again.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) enum Job {
    Upload(Upload),
    Download(Download),
    Folder(Folder),
}

impl Job {
    pub(super) fn direction(&self) -> Direction {
        match self {
            Self::Upload(_) => Direction::Upload,
            Self::Download(_) => Direction::Download,
            Self::Folder(folder) => folder.direction(),
        }
    }

    /// The file's or folder's name, as it is shown.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Upload(upload) => upload.name(),
            Self::Download(download) => names::last_part(&download.key).to_owned(),
            Self::Folder(folder) => folder.name(),
        }
    }

    pub(super) fn location(&self) -> &Location {
        match self {
            Self::Upload(upload) => &upload.location,
            Self::Download(download) => &download.location,
            Self::Folder(folder) => folder.location(),
        }
    }

    /// The folder at the service.
    pub(super) fn folder(&self) -> &str {
        match self {
            Self::Upload(upload) => &upload.folder,
            Self::Download(download) => {
                let name = names::last_part(&download.key);
                let end = download
                    .key
                    .trim_end_matches('/')
                    .len()
                    .saturating_sub(name.len());
                download.key.get(..end).unwrap_or_default()
            }
            Self::Folder(folder) => folder.folder(),
        }
    }

    /// The size in bytes, where it is known before.
    pub(super) fn size(&self) -> Option<u64> {
        match self {
            Self::Upload(upload) => upload.size,
            Self::Download(download) => download.size,
            Self::Folder(_) => None,
        }
    }

    /// Carries the file.
    pub(super) async fn run(&self, work: &Work) -> Result<Option<Arrived>, Stop> {
        match self {
            Self::Upload(upload) => upload.run(work).await.map(Some),
            Self::Download(download) => download.run(work).await.map(Some),
            Self::Folder(folder) => folder.run(work).await.map(|()| None),
        }
    }

    /// Throws away what was begun.
    pub(super) async fn discard(&self, shared: &Shared, begun: Begun) {
        match (self, begun) {
            (Self::Upload(upload), Begun::Upload { key, upload_id, .. }) => {
                multipart::discard(shared, &upload.location.bucket, &key, &upload_id).await;
            }
            (Self::Download(download), Begun::Download { part, .. }) => {
                let (into, folders) = (download.into.clone(), download.folders.clone());
                // What cannot be removed was told already.
                let _ = blocking(move || Target::discard(&into, &folders, &part)).await;
            }
            (_, Begun::Upload { .. } | Begun::Download { .. } | Begun::Folder { .. }) => {}
        }
    }
}

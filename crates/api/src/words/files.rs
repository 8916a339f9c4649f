//! Folders, rows and kinds as the page shows them.

use files::names::visible;
use files::{Kind, Progress, Row};

use super::milliseconds;
use crate::problem::Problem;
use crate::view::{FolderView, RowKind, RowView, SortBy};

pub(crate) fn folder(listing: u32, location: &str, folder: &str, progress: &Progress) -> FolderView {
    FolderView {
        listing,
        location: location.to_owned(),
        folder: folder.to_owned(),
        total: progress.total,
        revision: progress.revision,
        done: progress.done,
        problem: progress.error.as_ref().map(Problem::of_files),
    }
}

pub(crate) fn row(row: Row) -> RowView {
    RowView {
        name: visible(&row.name).into_owned(),
        kind: kind(row.kind),
        size: row.size,
        modified: row.modified.map(milliseconds),
        key: row.key,
    }
}

fn kind(kind: Kind) -> RowKind {
    match kind {
        Kind::Folder => RowKind::Folder,
        Kind::Image => RowKind::Image,
        Kind::Text => RowKind::Text,
        Kind::Pdf => RowKind::Pdf,
        Kind::Audio => RowKind::Audio,
        Kind::Video => RowKind::Video,
        Kind::Archive => RowKind::Archive,
        Kind::Other => RowKind::Other,
    }
}

pub(crate) fn sort(by: SortBy) -> files::SortBy {
    match by {
        SortBy::Name => files::SortBy::Name,
        SortBy::Size => files::SortBy::Size,
        SortBy::Modified => files::SortBy::Modified,
    }
}

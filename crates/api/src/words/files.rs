//! Folders, rows and kinds as the page shows them.

use files::names::visible;
use files::{Action, Kind, Progress, Row, Selected};

use super::milliseconds;
use crate::problem::Problem;
use crate::view::{Allowed, AllowedView, FolderView, RowKind, RowView, SelectionView, SortBy};

pub(crate) fn folder(
    (listing, search): (u32, bool),
    location: &str,
    folder: &str,
    progress: &Progress,
    allowed: AllowedView,
) -> FolderView {
    FolderView {
        listing,
        location: location.to_owned(),
        folder: folder.to_owned(),
        total: progress.total,
        loaded: progress.loaded,
        revision: progress.revision,
        selection: selection(progress.selected),
        seen: progress.seen,
        search,
        done: progress.done,
        stopped: progress.stopped,
        allowed,
        problem: progress.error.as_ref().map(Problem::of_files),
    }
}

pub(crate) fn selection(selected: Selected) -> SelectionView {
    SelectionView {
        count: selected.count,
        folders: selected.folders,
        bytes: selected.bytes,
        all: selected.all,
        revision: selected.revision,
    }
}

pub(crate) fn row(row: Row) -> RowView {
    RowView {
        id: row.id,
        selected: row.selected,
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

pub(crate) fn kind_of(kind: RowKind) -> Kind {
    match kind {
        RowKind::Folder => Kind::Folder,
        RowKind::Image => Kind::Image,
        RowKind::Text => Kind::Text,
        RowKind::Pdf => Kind::Pdf,
        RowKind::Audio => Kind::Audio,
        RowKind::Video => Kind::Video,
        RowKind::Archive => Kind::Archive,
        RowKind::Other => Kind::Other,
    }
}

/// What may be done: by the connection, and by what `refuses` knows of the service.
pub(crate) fn allowed(can_write: bool, refuses: impl Fn(Action) -> bool) -> AllowedView {
    let asked = |action| {
        if refuses(action) {
            Allowed::Refused
        } else {
            Allowed::Yes
        }
    };
    let written = |action| if can_write { asked(action) } else { Allowed::Groups };
    AllowedView {
        read: asked(Action::Read),
        write: written(Action::Write),
        delete: written(Action::Delete),
        versions: asked(Action::Versions),
        delete_versions: written(Action::DeleteVersions),
        read_tags: asked(Action::ReadTags),
        write_tags: written(Action::WriteTags),
        restore: written(Action::Restore),
    }
}

pub(crate) fn sort(by: SortBy) -> files::SortBy {
    match by {
        SortBy::Name => files::SortBy::Name,
        SortBy::Size => files::SortBy::Size,
        SortBy::Modified => files::SortBy::Modified,
        SortBy::Type => files::SortBy::Type,
    }
}

//! What belongs to the person, as the page shows it.

use crate::belongings::{NotMade, Refused, Standing, State, Trouble};
use crate::problem::{Fault, Problem};
use crate::view::{BelongingsView, BookmarkView, RecentView, SyncView, Theme};

/// What belongs to the person; none until it has been read.
pub(crate) fn belongings(state: &State) -> Option<BelongingsView> {
    if !state.ready {
        return None;
    }
    let bookmarks = state.bookmarks.iter().map(|bookmark| BookmarkView {
        id: bookmark.id.clone(),
        location: bookmark.folder.location.clone(),
        folder: bookmark.folder.folder.clone(),
        name: bookmark.name.clone(),
    });
    let recents = state.recents.iter().map(|recent| RecentView {
        id: recent.id.clone(),
        location: recent.folder.location.clone(),
        folder: recent.folder.folder.clone(),
        at: recent.at,
    });
    Some(BelongingsView {
        bookmarks: bookmarks.collect(),
        recents: recents.collect(),
        theme: theme(state),
        sync: sync(&state.standing),
    })
}

/// The theme that the person has chosen.
pub(crate) fn theme(state: &State) -> Option<Theme> {
    state.theme.as_deref().map(Theme::from_name)
}

fn sync(standing: &Standing) -> SyncView {
    SyncView {
        shared: standing.shared,
        busy: standing.busy,
        pending: super::count(standing.pending),
        at: standing.at,
        set_aside: standing.set_aside,
        problem: standing.trouble.as_ref().map(problem),
    }
}

fn problem(trouble: &Trouble) -> Problem {
    match trouble {
        Trouble::Conflict => Fault::BelongingsContended.into(),
        Trouble::Newer => Fault::BelongingsNewer.into(),
        Trouble::TooLarge => Fault::BelongingsTooLarge.into(),
        Trouble::Service(error) => Problem::of_files(error),
    }
}

/// Why an edit was not kept.
pub(crate) fn refused(refused: Refused) -> Problem {
    match refused {
        Refused::NotMade(NotMade::NotThere) => Fault::NotThere.into(),
        Refused::NotMade(NotMade::Full) => Fault::BookmarksFull.into(),
        Refused::Closed => Fault::SignedOut.into(),
        Refused::Store(error) => {
            tracing::warn!(%error, "what belongs to the person could not be written down");
            Fault::OwnData.into()
        }
    }
}

//! What belongs to the person and follows them: bookmarks, recent places, the theme. Every change is kept on this device
//! when the call returns, and shared with the other devices in the background.

use super::Api;
use crate::belongings::{Belongings, Edit, Folder};
use crate::problem::{Fault, Problem};
use crate::view::Theme;
use crate::words;

/// The longest folder: a key of S3 may have so many bytes.
const LONGEST: usize = 1_024;

impl Api {
    /// Adds a bookmark at the end, unless the folder has one.
    ///
    /// # Errors
    ///
    /// Nobody is signed in, there is no such place, or there are too many bookmarks.
    pub async fn add_bookmark(&self, location: String, folder: String) -> Result<(), Problem> {
        let connection = self.connection().await?;
        let known = connection.places.iter().any(|place| place.id == location);
        let whole = folder.is_empty() || folder.ends_with('/');
        if !known || !whole || folder.len() > LONGEST {
            return Err(Fault::NotThere.into());
        }
        self.change(Edit::AddBookmark(Folder { location, folder })).await
    }

    /// Gives a bookmark a name of the person's own, or takes it away.
    ///
    /// # Errors
    ///
    /// Nobody is signed in, or there is no such bookmark; the same goes for the two that follow.
    pub async fn rename_bookmark(&self, id: String, name: Option<String>) -> Result<(), Problem> {
        self.change(Edit::RenameBookmark { id, name }).await
    }

    /// Removes a bookmark.
    pub async fn remove_bookmark(&self, id: String) -> Result<(), Problem> {
        self.change(Edit::RemoveBookmark { id }).await
    }

    /// Moves a bookmark to this place in the list, counted from 0.
    pub async fn move_bookmark(&self, id: String, to: u32) -> Result<(), Problem> {
        let to = usize::try_from(to).unwrap_or(usize::MAX);
        self.change(Edit::MoveBookmark { id, to }).await
    }

    /// Takes a folder from the recent places.
    ///
    /// # Errors
    ///
    /// Nobody is signed in, or it is not one of them.
    pub async fn remove_recent(&self, id: String) -> Result<(), Problem> {
        self.change(Edit::RemoveRecent { id }).await
    }

    /// Exchanges with the other devices now, and returns when that has come to its end. How it went is part of the
    /// `SyncView`.
    ///
    /// # Errors
    ///
    /// Nobody is signed in.
    pub async fn sync_belongings(&self) -> Result<(), Problem> {
        self.belongings().await?.exchange().await;
        Ok(())
    }

    /// The window has come to the front, or the network is back: looks for what has changed elsewhere.
    ///
    /// # Errors
    ///
    /// The app is closing.
    pub async fn look_around(&self) -> Result<(), Problem> {
        if let Some(belongings) = self.0.owner.ask(|desk| desk.belongings()).await? {
            belongings.look();
        }
        Ok(())
    }

    /// Takes the theme along, where somebody is signed in.
    pub(super) async fn take_theme_along(&self, theme: Theme) -> Result<(), Problem> {
        match self.0.owner.ask(|desk| desk.belongings()).await? {
            Some(belongings) => {
                belongings.note(Edit::SetTheme(theme.name()));
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// Remembers a folder that was opened. The top of a place is always at hand and not worth it.
    pub(super) async fn remember_folder(&self, location: &str, folder: &str) {
        if folder.is_empty() {
            return;
        }
        let folder = Folder {
            location: location.to_owned(),
            folder: folder.to_owned(),
        };
        if let Ok(belongings) = self.belongings().await {
            belongings.note(Edit::OpenFolder(folder));
        }
    }

    async fn change(&self, edit: Edit) -> Result<(), Problem> {
        let changed = self.belongings().await?.edit(edit).await;
        changed.map_err(words::belongings::refused)
    }

    async fn belongings(&self) -> Result<Belongings, Problem> {
        let found = self.0.owner.ask(|desk| desk.belongings()).await?;
        found.ok_or_else(|| Fault::SignedOut.into())
    }
}

//! Places and folders.

use files::Location;

use super::Api;
use crate::connection::Who;
use crate::problem::{Fault, Problem};
use crate::view::{FolderForm, FolderView, LocationView, RowsView};

/// The most rows that the page gets at once.
const ROWS: u32 = 1000;

impl Api {
    /// The places that the connection offers to whoever is in. A guest has an identity too, and no place of their own by
    /// it: what lies there would be lost with it.
    ///
    /// # Errors
    ///
    /// Nobody is signed in, or the person's identity could not be had.
    pub async fn locations(&self) -> Result<Vec<LocationView>, Problem> {
        let (opened, session) = self.present().await?;
        let account = session.watch().borrow().account.clone();
        let guest = account.as_ref().is_some_and(|account| account.guest);
        let identity = if opened.connection.needs_identity() && !guest {
            Some(
                session
                    .identity_id()
                    .await
                    .map_err(|error| Problem::of_access(&error))?,
            )
        } else {
            None
        };
        let groups = account.map(|account| account.groups).unwrap_or_default();
        let who = if guest { Who::Guest } else { Who::Member(&groups) };
        Ok(opened.connection.locations(identity.as_deref(), who))
    }

    /// Opens a folder in place of the one that was open. Its rows arrive in the background, told by
    /// `Update::Folder`.
    ///
    /// # Errors
    ///
    /// As [`Api::locations`]; or there is no such place. What goes wrong with the listing itself is part of the
    /// `FolderView`.
    pub async fn open_folder(&self, form: FolderForm) -> Result<FolderView, Problem> {
        let (location, can_write) = self.place(&form.location).await?;
        let opened = self.0.owner.ask(move |desk| {
            let listing = desk.visit()?.list(&location, &form);
            desk.show_listing(location, can_write, listing, false)
        });
        let opened = opened.await?.ok_or(Fault::SignedOut)?;
        self.remember_folder(&opened.location, &opened.folder).await;
        Ok(opened)
    }

    /// Some rows of the open folder.
    ///
    /// # Errors
    ///
    /// Nobody is signed in, or another folder is open by now.
    pub async fn rows(&self, listing: u32, start: u32, count: u32) -> Result<RowsView, Problem> {
        let rows = self
            .visiting(move |visit| visit.rows(listing, start, count.min(ROWS)))
            .await?;
        rows.ok_or_else(|| Fault::NotThere.into())
    }

    pub(super) async fn location(&self, id: &str) -> Result<Location, Problem> {
        self.place(id).await.map(|(location, _)| location)
    }

    /// A place that the person may write to.
    pub(super) async fn writable(&self, id: &str) -> Result<Location, Problem> {
        match self.place(id).await? {
            (location, true) => Ok(location),
            (_, false) => Err(Fault::ReadOnly.into()),
        }
    }

    /// A place, and whether the person may write to it.
    pub(super) async fn place(&self, id: &str) -> Result<(Location, bool), Problem> {
        let found = self
            .locations()
            .await?
            .into_iter()
            .find(|location| location.id == id);
        let LocationView {
            id,
            bucket,
            prefix,
            can_write,
            ..
        } = found.ok_or(Fault::NotThere)?;
        Ok((Location { id, bucket, prefix }, can_write))
    }
}

//! Opening a file with another program, and what becomes of what that program saves.

use super::Api;
use crate::problem::{Fault, Problem};
use crate::view::ResolveForm;

impl Api {
    /// Copies a file to this computer and opens it with the program that the desktop has for it. What the program
    /// saves goes back; how that goes is pushed as `Update::Copies`.
    ///
    /// # Errors
    ///
    /// The file could not be copied, is a program itself, or the desktop has no program for it.
    pub async fn open_with(&self, location: &str, key: &str) -> Result<(), Problem> {
        let (place, can_write) = self.place(location).await?;
        let copies = self.visiting(|visit| visit.copies().clone()).await?;
        let path = copies
            .copy(&place, key, can_write)
            .await
            .map_err(|error| Problem::of_files(&error))?;
        let opened = self.0.host.folders.open(&path).await;
        opened.map_err(|_| Fault::Desktop.into())
    }

    /// Says what becomes of a copy that could not be saved back.
    ///
    /// # Errors
    ///
    /// Nobody is signed in.
    pub async fn resolve_copy(&self, id: u32, how: ResolveForm) -> Result<(), Problem> {
        let how = match how {
            ResolveForm::Upload => files::Resolve::Upload,
            ResolveForm::Keep => files::Resolve::Keep,
            ResolveForm::Replace => files::Resolve::Replace,
            ResolveForm::KeepBoth => files::Resolve::KeepBoth,
            ResolveForm::Discard => files::Resolve::Discard,
        };
        self.visiting(move |visit| visit.copies().resolve(id, how)).await
    }

    /// Ends the watching of a copy and removes it, unless something would be lost with it.
    ///
    /// # Errors
    ///
    /// Nobody is signed in.
    pub async fn close_copy(&self, id: u32) -> Result<(), Problem> {
        self.visiting(move |visit| visit.copies().close(id)).await
    }
}

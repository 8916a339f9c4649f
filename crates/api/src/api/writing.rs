//! Small texts that are written in the app.

use files::{NameFault, Writing};

use super::Api;
use crate::problem::{Fault, Problem};
use crate::view::{NewFolderForm, SaveTextForm, WritingForm};

impl Api {
    /// Makes an empty text and gives its key.
    ///
    /// # Errors
    ///
    /// The name cannot be given or is taken, or the service refuses.
    pub async fn new_text(&self, form: NewFolderForm) -> Result<String, Problem> {
        let location = self.writable(&form.location).await?;
        if let Some(fault) = NameFault::of(&location, &form.folder, &form.name, false) {
            return Err(Problem::of_name(fault));
        }
        let made = self
            .files()
            .await?
            .new_text(&location, &form.folder, &form.name)
            .await;
        made.map_err(|error| Problem::of_files(&error))
    }

    /// Saves the text that the preview shows, as it was changed there, and gives the key that it has then.
    ///
    /// # Errors
    ///
    /// Another file is shown by now; the file has changed since it was looked at; the person may not write there; or
    /// the service refuses.
    pub async fn save_text(&self, form: SaveTextForm) -> Result<String, Problem> {
        let (shown, files) = self.shown(&form.token).await?.ok_or(Fault::NotThere)?;
        let location = self.writable(&shown.subject.location.id).await?;
        let writing = match form.writing {
            WritingForm::Over => Writing::Over(shown.head.etag),
            WritingForm::Replace => Writing::Replace,
            WritingForm::Beside => Writing::Beside,
        };
        let written = files
            .write_text(&location, &shown.subject.key, form.text, writing)
            .await;
        written.map_err(|error| Problem::of_files(&error))
    }
}

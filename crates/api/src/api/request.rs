//! A page to hand on, by which somebody without an account sends a file.

use std::time::Duration;

use files::NameFault;
use files::names::{Rules, local};

use super::Api;
use crate::problem::{Fault, Problem};
use crate::view::{LinkView, RequestForm};
use crate::words;

/// A megabyte, as desktops count.
const MEGABYTE: u64 = 1_000_000;

impl Api {
    /// Writes the page where the person chooses; none where they changed their mind. Its end is the real one.
    ///
    /// # Errors
    ///
    /// The file cannot have this name or has it already, the person may not write there, or the page could not be written.
    pub async fn request_file(&self, form: RequestForm) -> Result<Option<LinkView>, Problem> {
        let location = self.writable(&form.location).await?;
        if let Some(fault) = NameFault::of(&location, &form.folder, &form.name, false) {
            return Err(Problem::of_name(fault));
        }
        let key = format!("{}{}", form.folder, form.name);
        let largest = u64::from(form.megabytes) * MEGABYTE;
        let lasts = Duration::from_secs(form.seconds.into());
        let made = self
            .files()
            .await?
            .upload_form(&location, &key, largest, lasts)
            .await
            .map_err(|error| Problem::of_files(&error))?;
        let page = words::request::page(&form.name, form.megabytes, &made);
        let name = local(&format!("{}.html", form.name), Rules::here());
        let Some(path) = self.0.host.folders.save_file(&name).await else {
            return Ok(None);
        };
        if let Err(error) = tokio::fs::write(&path, page).await {
            tracing::warn!(%error, "a page could not be written");
            return Err(Fault::FileNotWritten.into());
        }
        Ok(Some(LinkView {
            until: words::milliseconds(made.until),
            shortened: made.shortened,
            picture: None,
        }))
    }
}

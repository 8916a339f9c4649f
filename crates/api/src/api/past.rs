//! What there was at another time: a folder as of a date, versions that come back or are saved on this device.

use files::names::{last_part, visible};
use time::OffsetDateTime;

use super::Api;
use crate::problem::{Fault, Problem};
use crate::view::{BringBackForm, FolderNameView, ObjectForm, PastForm, PastView};
use crate::words::object;

impl Api {
    /// A folder as it was, part by part.
    ///
    /// # Errors
    ///
    /// Nobody is signed in, there is no such place or time, or the person may not list versions.
    pub async fn past(&self, form: PastForm) -> Result<PastView, Problem> {
        let location = self.location(&form.location).await?;
        let at = OffsetDateTime::from_unix_timestamp_nanos(i128::from(form.at) * 1_000_000);
        let at = at.map_err(|_| Fault::NotThere)?;
        let after = form.after.map(object::mark_of);
        let past = self.files().await?.past(&location, &form.folder, at, after).await;
        let past = past.map_err(|error| Problem::of_files(&error))?;
        let folder = |key: String| FolderNameView {
            name: visible(last_part(&key)).into_owned(),
            key,
        };
        Ok(PastView {
            folders: past.folders.into_iter().map(folder).collect(),
            files: past.files.into_iter().map(object::version).collect(),
            next: past.next.map(object::mark),
        })
    }

    /// Begins to make versions the newest again, and gives the job's number.
    ///
    /// # Errors
    ///
    /// Nobody is signed in, there is no such place, or the person may not write there.
    pub async fn bring_back(&self, form: BringBackForm) -> Result<u32, Problem> {
        let location = self.writable(&form.location).await?;
        let versions = form.versions.into_iter().map(|mark| (mark.key, mark.version));
        let versions = versions.collect();
        self.visiting(move |visit| visit.jobs().bring_back(&location, versions))
            .await
    }

    /// Begins to save a version in the person's folder for downloads, and gives the job's number.
    ///
    /// # Errors
    ///
    /// Nobody is signed in, or there is no such place.
    pub async fn download_version(&self, form: ObjectForm) -> Result<u32, Problem> {
        let location = self.location(&form.location).await?;
        let version = form.version.ok_or(Fault::NotThere)?;
        let into = self.0.host.folders.downloads();
        self.visiting(move |visit| visit.jobs().save(&location, &form.key, &version, into))
            .await
    }
}

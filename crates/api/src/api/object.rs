//! One object: its facts, its versions, links to it. A link never crosses to the page as text: it goes to the clipboard,
//! or into a picture that is scanned.

use std::time::Duration;

use files::{Change, Error, Opens, Speed, TagFault};

use super::Api;
use super::actions::writable;
use crate::problem::{Fault, Problem};
use crate::view::{
    ChangeForm, ChangeKind, DescribeForm, FactsView, LinkView, ObjectForm, ShareForm, SpeedForm,
    UnfinishedView, VersionMarkForm, VersionsView,
};
use crate::words;

impl Api {
    /// Everything that is known of an object.
    ///
    /// # Errors
    ///
    /// Nobody is signed in, there is no such place, or the service refuses.
    pub async fn facts(&self, form: ObjectForm) -> Result<FactsView, Problem> {
        let location = self.location(&form.location).await?;
        let endpoint = self.connection().await?.storage.endpoint.clone();
        let facts = self
            .files()
            .await?
            .facts(&location, &form.key, form.version.clone())
            .await;
        let facts = facts.map_err(told)?;
        Ok(words::object::facts(&location, endpoint.as_deref(), &form, facts))
    }

    /// Describes an object anew.
    ///
    /// # Errors
    ///
    /// It has changed since it was looked at; the person may not write there; or the service refuses.
    pub async fn describe(&self, form: DescribeForm) -> Result<(), Problem> {
        let location = self.writable(&form.object.location).await?;
        let description = words::object::description_of(form.description);
        let files = self.files().await?;
        let described = files
            .describe(&location, &form.object.key, form.etag, description)
            .await;
        described.map_err(told)
    }

    /// Begins to change what is said of objects, and gives the job's number.
    ///
    /// # Errors
    ///
    /// The tags cannot be given; the person may not write there; or as [`Api::items`].
    pub async fn change_items(&self, form: ChangeForm) -> Result<u32, Problem> {
        let items = self.items(&form.items).await?;
        writable(items.can_write)?;
        let change = match form.change {
            ChangeKind::Tags { add, remove } => {
                let add: Vec<files::Tag> = add.into_iter().map(words::object::tag_of).collect();
                if let Some(fault) = TagFault::of(&add) {
                    return Err(Problem::of_tags(fault));
                }
                Change::Tags { add, remove }
            }
            ChangeKind::Class { class } => Change::Class(class),
            ChangeKind::Restore { days, speed } => Change::Restore {
                days,
                speed: match speed {
                    SpeedForm::Expedited => Speed::Expedited,
                    SpeedForm::Standard => Speed::Standard,
                    SpeedForm::Bulk => Speed::Bulk,
                },
            },
        };
        self.visiting(move |visit| visit.jobs().change(&items.location, items.keys, change))
            .await
    }

    /// Makes a link and puts it on the clipboard, or draws it. Its end is the real one.
    ///
    /// # Errors
    ///
    /// Nobody is signed in, there is no such place, the person may not write there, or there is no clipboard.
    pub async fn share(&self, form: ShareForm) -> Result<LinkView, Problem> {
        let files = self.files().await?;
        let (key, lasts) = (&form.object.key, Duration::from_secs(form.seconds.into()));
        let link = if form.upload {
            let location = self.writable(&form.object.location).await?;
            files.upload_link(&location, key, lasts).await
        } else {
            let location = self.location(&form.object.location).await?;
            let opens = if form.download {
                Opens::Download
            } else {
                Opens::Inline
            };
            files
                .link(&location, key, form.object.version, (lasts, opens))
                .await
        };
        let link = link.map_err(told)?;
        let picture = if form.picture {
            Some(words::totp::image(link.url.expose()))
        } else {
            let copied = self.0.host.clipboard.copy(link.url.expose()).await;
            copied.map_err(|_| Fault::Clipboard)?;
            None
        };
        Ok(LinkView {
            until: words::milliseconds(link.until),
            shortened: link.shortened,
            picture,
        })
    }

    /// The versions of an object, newest first.
    ///
    /// # Errors
    ///
    /// Nobody is signed in, there is no such place, or the person may not list versions.
    pub async fn versions(
        &self,
        form: ObjectForm,
        after: Option<VersionMarkForm>,
    ) -> Result<VersionsView, Problem> {
        let location = self.location(&form.location).await?;
        let after = after.map(words::object::mark_of);
        let versions = self.files().await?.versions(&location, &form.key, after).await;
        versions.map(words::object::versions).map_err(told)
    }

    /// Makes an earlier version the newest again.
    ///
    /// # Errors
    ///
    /// The person may not write there, or the service refuses; the same goes for the next one.
    pub async fn restore_version(&self, form: ObjectForm) -> Result<(), Problem> {
        let location = self.writable(&form.location).await?;
        let version = form.version.ok_or(Fault::NotThere)?;
        let restored = self
            .files()
            .await?
            .restore_version(&location, &form.key, &version)
            .await;
        restored.map_err(told)
    }

    /// Deletes one version for good.
    pub async fn delete_version(&self, form: ObjectForm) -> Result<(), Problem> {
        let location = self.writable(&form.location).await?;
        let version = form.version.ok_or(Fault::NotThere)?;
        let deleted = self
            .files()
            .await?
            .delete_version(&location, &form.key, &version)
            .await;
        deleted.map_err(told)
    }

    /// The uploads at a place that were never finished.
    ///
    /// # Errors
    ///
    /// Nobody is signed in, there is no such place, or the person may not list them.
    pub async fn unfinished(&self, location: &str) -> Result<Vec<UnfinishedView>, Problem> {
        let location = self.location(location).await?;
        let found = self.files().await?.unfinished(&location).await.map_err(told)?;
        let under_way = self.queue().await?.uploads_begun().await;
        let given_up = found.into_iter().filter(|one| !under_way.contains(&one.upload));
        Ok(given_up.map(words::object::unfinished).collect())
    }

    /// Throws an unfinished upload away.
    ///
    /// # Errors
    ///
    /// The person may not write there, or the service refuses.
    pub async fn discard_upload(&self, location: &str, key: &str, upload: &str) -> Result<(), Problem> {
        let location = self.writable(location).await?;
        let discarded = self.files().await?.discard(&location, key, upload).await;
        discarded.map_err(told)
    }
}

fn told(error: Error) -> Problem {
    Problem::of_files(&error)
}

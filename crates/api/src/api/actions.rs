//! What is done with files where they are: new folders, other names, copies, moves, deleting. What takes long becomes a
//! job, told of by `Update::Jobs`.

use files::{Conflict, JobKind, Landing, NameFault, Taken};

use super::Api;
use crate::desk::Held;
use crate::problem::{Fault, Problem};
use crate::view::{
    FolderNameView, FoldersView, HeldView, ItemsForm, NameForm, NewFolderForm, RelocateForm, RelocatedView,
    RenameForm, TakenForm,
};
use crate::words::count;

/// How many taken names are told.
const TOLD: usize = 5;

impl Api {
    /// What is wrong with a name, if anything is. Nobody is asked: whether it is free shows when it is given.
    ///
    /// # Errors
    ///
    /// Nobody is signed in, or there is no such place.
    pub async fn check_name(&self, form: NameForm) -> Result<Option<Problem>, Problem> {
        let location = self.location(&form.location).await?;
        let fault = NameFault::of(&location, &form.folder, &form.name, form.makes_folder);
        Ok(fault.map(Problem::of_name))
    }

    /// The folders in a folder, for choosing one.
    ///
    /// # Errors
    ///
    /// Nobody is signed in, there is no such place, or the service refuses.
    pub async fn folders(&self, location: &str, folder: &str) -> Result<FoldersView, Problem> {
        let location = self.location(location).await?;
        let found = self.files().await?.subfolders(&location, folder).await;
        let (keys, more) = found.map_err(|error| Problem::of_files(&error))?;
        let named = |key: String| FolderNameView {
            name: files::names::visible(files::names::last_part(&key)).into_owned(),
            key,
        };
        Ok(FoldersView {
            folders: keys.into_iter().map(named).collect(),
            more,
        })
    }

    /// Makes a folder and gives its key.
    ///
    /// # Errors
    ///
    /// The name cannot be given or is taken, or the service refuses.
    pub async fn new_folder(&self, form: NewFolderForm) -> Result<String, Problem> {
        let location = self.writable(&form.location).await?;
        if let Some(fault) = NameFault::of(&location, &form.folder, &form.name, true) {
            return Err(Problem::of_name(fault));
        }
        let files = self.files().await?;
        let made = files.new_folder(&location, &form.folder, &form.name).await;
        made.map_err(|error| Problem::of_files(&error))
    }

    /// Counts what was chosen, in place of what was counted before; told by `Update::Weight`. Gives the counting's
    /// number.
    ///
    /// # Errors
    ///
    /// As [`Api::items`].
    pub async fn weigh(&self, form: ItemsForm) -> Result<u32, Problem> {
        let items = self.items(&form).await?;
        let begun = self
            .0
            .owner
            .ask(move |desk| desk.weigh(&items.location, items.keys));
        begun.await?.ok_or_else(|| Fault::SignedOut.into())
    }

    /// Stops counting.
    ///
    /// # Errors
    ///
    /// The app is closing.
    pub async fn stop_weighing(&self) -> Result<(), Problem> {
        self.0.owner.ask(|desk| desk.stop_weighing()).await
    }

    /// Begins to delete and gives the job's number.
    ///
    /// # Errors
    ///
    /// As [`Api::items`]; or the person may not write there.
    pub async fn delete_items(&self, form: ItemsForm) -> Result<u32, Problem> {
        let items = self.items(&form).await?;
        writable(items.can_write)?;
        self.visiting(move |visit| visit.jobs().delete(&items.location, items.keys))
            .await
    }

    /// Begins to give one file or folder another name, and gives the job's number.
    ///
    /// # Errors
    ///
    /// The name cannot be given or is taken, or the person may not write there.
    pub async fn rename_item(&self, form: RenameForm) -> Result<u32, Problem> {
        let items = self.items(&form.items).await?;
        writable(items.can_write)?;
        let [item] = items.keys.as_slice() else {
            return Err(Fault::NotThere.into());
        };
        let whole = item.key.strip_suffix('/').unwrap_or(&item.key);
        let folder = whole.rfind('/').map_or("", |slash| &whole[..=slash]);
        if let Some(fault) = NameFault::of(&items.location, folder, &form.name, item.folder) {
            return Err(Problem::of_name(fault));
        }
        let landing = self
            .files()
            .await?
            .renaming(&items.location, item, &form.name)
            .await;
        let landing = landing.map_err(|error| Problem::of_files(&error))?;
        self.visiting(move |visit| {
            let from = (&items.location, items.keys);
            let to = (&items.location, landing);
            visit.jobs().relocate(JobKind::Rename, from, to, Taken::Refuse)
        })
        .await
    }

    /// Holds what was chosen, to be pasted elsewhere.
    ///
    /// # Errors
    ///
    /// As [`Api::items`]; or it is to be moved from where the person may not write.
    pub async fn hold_items(&self, form: ItemsForm, cut: bool) -> Result<HeldView, Problem> {
        let items = self.items(&form).await?;
        if cut {
            writable(items.can_write)?;
        }
        let view = HeldView {
            count: count(items.keys.len()),
            cut,
            location: items.location.id.clone(),
        };
        let held = Held {
            location: items.location,
            items: items.keys,
            cut,
        };
        self.visiting(move |visit| visit.hold(Some(held))).await?;
        Ok(view)
    }

    /// Puts something somewhere, or tells whose names are taken there.
    ///
    /// # Errors
    ///
    /// As [`Api::items`]; nothing is held; the person may not write there; or a folder would be put into itself.
    pub async fn relocate(&self, form: RelocateForm) -> Result<RelocatedView, Problem> {
        let held = match &form.items {
            Some(items) => {
                let items = self.items(items).await?;
                if form.moves {
                    writable(items.can_write)?;
                }
                Held {
                    location: items.location,
                    items: items.keys,
                    cut: form.moves,
                }
            }
            None => self
                .visiting(|visit| visit.held())
                .await?
                .ok_or(Fault::NotThere)?,
        };
        let to = self.writable(&form.to).await?;
        let files = self.files().await?;
        let keep_both = form.taken == TakenForm::KeepBoth;
        let landing = files
            .landing(
                &held.location,
                &held.items,
                (&to, &form.folder),
                held.cut,
                keep_both,
            )
            .await
            .map_err(|error| Problem::of_files(&error))?;
        let taken = match form.taken {
            TakenForm::Ask if !landing.conflicts.is_empty() => return Ok(told(&landing)),
            TakenForm::Ask | TakenForm::KeepBoth => Taken::Refuse,
            TakenForm::Skip => Taken::Skip,
            TakenForm::Replace => Taken::Replace,
        };
        let pasted = form.items.is_none();
        let job = self.visiting(move |visit| {
            let kind = if held.cut { JobKind::Move } else { JobKind::Copy };
            if pasted && held.cut {
                visit.hold(None);
            }
            let from = (&held.location, held.items);
            visit.jobs().relocate(kind, from, (&to, landing), taken)
        });
        Ok(RelocatedView {
            job: Some(job.await?),
            taken: 0,
            names: Vec::new(),
        })
    }

    /// Stops a job. What it has done stays done.
    ///
    /// # Errors
    ///
    /// Nobody is signed in; the same goes for the next three.
    pub async fn cancel_job(&self, id: u32) -> Result<(), Problem> {
        self.visiting(move |visit| visit.jobs().cancel(id)).await
    }

    /// Tries again what a job could not do.
    pub async fn retry_job(&self, id: u32) -> Result<(), Problem> {
        self.visiting(move |visit| visit.jobs().retry(id)).await
    }

    /// Brings back what a job has deleted.
    pub async fn undo_job(&self, id: u32) -> Result<(), Problem> {
        let begun = self.visiting(move |visit| visit.jobs().undo(id)).await?;
        begun.map(|_| ()).ok_or_else(|| Fault::NotThere.into())
    }

    /// Forgets the jobs that are over.
    pub async fn clear_jobs(&self) -> Result<(), Problem> {
        self.visiting(|visit| visit.jobs().clear_finished()).await
    }

    pub(super) async fn files(&self) -> Result<files::Files, Problem> {
        self.visiting(|visit| visit.files().clone()).await
    }
}

pub(super) fn writable(can_write: bool) -> Result<(), Problem> {
    if can_write {
        Ok(())
    } else {
        Err(Fault::ReadOnly.into())
    }
}

fn told(landing: &Landing) -> RelocatedView {
    let name =
        |conflict: &Conflict| files::names::visible(files::names::last_part(&conflict.key)).into_owned();
    RelocatedView {
        job: None,
        taken: count(landing.conflicts.len()),
        names: landing.conflicts.iter().take(TOLD).map(name).collect(),
    }
}

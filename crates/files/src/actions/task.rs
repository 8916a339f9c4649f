//! What jobs have to do, and what of it is to be done again.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use super::change::{Change, change};
use super::delete::delete;
use super::job::Failure;
use super::jobs::locked;
use super::objects::Item;
use super::relocate::Relocation;
use super::run::Run;
use super::save::save;
use super::undo::{Kept, bring_back, undo};
use crate::{Action, Error, Location};

/// What a job has to do.
#[derive(Debug, Clone)]
pub(super) enum Task {
    Relocate(Relocation),
    Change {
        location: Location,
        items: Vec<Item>,
        change: Change,
    },
    Delete {
        location: Location,
        items: Vec<Item>,
    },
    Undo {
        location: Location,
        markers: Arc<Vec<Kept>>,
    },
    BringBack {
        location: Location,
        versions: Arc<Vec<Kept>>,
    },
    Save {
        location: Location,
        version: Kept,
        into: PathBuf,
    },
}

impl Task {
    pub(super) async fn run(&self, run: &Run, kept: &Mutex<Vec<Kept>>) -> Result<(), Error> {
        match self {
            Self::Relocate(relocation) => relocation.run(run).await,
            Self::Change {
                location,
                items,
                change: wanted,
            } => change(run, location, items, wanted).await,
            Self::Delete { location, items } => {
                let (markers, outcome) = delete(run, location, items).await;
                let undo = {
                    let mut kept = locked(kept);
                    kept.extend(markers);
                    kept.first()
                        .is_some_and(|first| !run.files.refuses(Action::Versions, location, &first.key))
                };
                run.change(|job| job.undo = undo);
                outcome
            }
            Self::Undo { location, markers } => {
                undo(run, location, markers).await;
                Ok(())
            }
            Self::BringBack { location, versions } => {
                bring_back(run, location, versions).await;
                Ok(())
            }
            Self::Save {
                location,
                version,
                into,
            } => save(run, location, version, into).await,
        }
    }
}

/// The same task, of which some is done already.
pub(super) fn again(task: Task) -> Task {
    match task {
        Task::Relocate(relocation) => Task::Relocate(Relocation {
            again: true,
            ..relocation
        }),
        other @ (Task::Delete { .. }
        | Task::Undo { .. }
        | Task::BringBack { .. }
        | Task::Save { .. }
        | Task::Change { .. }) => other,
    }
}

/// The same task for what has failed only.
pub(super) fn rest(task: Task, failures: &[Failure]) -> Task {
    let items = || failures.iter().map(|failure| Item::single(&failure.key));
    let left = |all: &[Kept]| -> Arc<Vec<Kept>> {
        let failed = |one: &&Kept| failures.iter().any(|failure| failure.key == one.key);
        Arc::new(all.iter().filter(failed).cloned().collect())
    };
    match task {
        Task::Relocate(relocation) => {
            let targets = failures
                .iter()
                .filter_map(|failure| relocation.target_of(&failure.key));
            Task::Relocate(Relocation {
                targets: targets.collect(),
                items: items().collect(),
                ..relocation.clone()
            })
        }
        Task::Delete { location, .. } => Task::Delete {
            location,
            items: items().collect(),
        },
        Task::Change { location, change, .. } => Task::Change {
            location,
            items: items().collect(),
            change,
        },
        Task::Undo { location, markers } => Task::Undo {
            markers: left(&markers),
            location,
        },
        Task::BringBack { location, versions } => Task::BringBack {
            versions: left(&versions),
            location,
        },
        save @ Task::Save { .. } => save,
    }
}

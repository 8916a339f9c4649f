//! Jobs that take a while: each has a number, shows how far it is, can be stopped, and tells of every object that it could
//! not do. Two run at a time; the others wait in the order in which they were asked for.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{Semaphore, watch};
use tokio_util::sync::{CancellationToken, DropGuard};
use tokio_util::task::TaskTracker;

use super::change::Change;
use super::job::{Job, JobKind, JobState};
use super::objects::Item;
use super::relocate::{Landing, Relocation, Taken};
use super::run::{Board, Run, change_job};
use super::task::{Task, again, rest};
use super::undo::Kept;
use crate::{Files, Location, names};

/// How many jobs run at a time.
const AT_ONCE: usize = 2;

/// The jobs of one account. Cheap to clone; when the last clone goes, all jobs stop.
#[derive(Debug, Clone)]
pub struct Jobs(Arc<Parts>);

#[derive(Debug)]
struct Parts {
    files: Files,
    board: Board,
    tasks: Mutex<BTreeMap<u32, Known>>,
    next: AtomicU32,
    turns: Arc<Semaphore>,
    tracker: TaskTracker,
    all: CancellationToken,
    _end: DropGuard,
}

/// What is known of a job for as long as it is shown.
#[derive(Debug)]
struct Known {
    task: Task,
    cancel: CancellationToken,
    markers: Arc<Mutex<Vec<Kept>>>,
}

impl Jobs {
    /// No job yet.
    pub fn open(files: Files) -> Self {
        let all = CancellationToken::new();
        Self(Arc::new(Parts {
            files,
            board: Arc::new(watch::Sender::new(Vec::new())),
            tasks: Mutex::default(),
            next: AtomicU32::new(1),
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            tracker: TaskTracker::new(),
            _end: all.clone().drop_guard(),
            all,
        }))
    }

    /// All jobs, newest first.
    pub fn watch(&self) -> watch::Receiver<Vec<Job>> {
        self.0.board.subscribe()
    }

    /// Copies or moves `items` to where [`Files::landing`] says. Must be called within a tokio runtime, as the others.
    pub fn relocate(
        &self,
        kind: JobKind,
        (from, items): (&Location, Vec<Item>),
        (to, landing): (&Location, Landing),
        taken: Taken,
    ) -> u32 {
        let target = landing.targets.first().map_or("", String::as_str);
        let to_folder = folder_of(target).into();
        let mut job = self.job(kind, from, &items);
        job.to = Some((to.id.as_str().into(), to_folder));
        let task = Task::Relocate(Relocation {
            from: from.clone(),
            items,
            to: to.clone(),
            targets: landing.targets,
            taken,
            moves: kind != JobKind::Copy,
            again: false,
        });
        self.begin(job, task, Arc::default())
    }

    /// Deletes `items`.
    pub fn delete(&self, location: &Location, items: Vec<Item>) -> u32 {
        let job = self.job(JobKind::Delete, location, &items);
        let task = Task::Delete {
            location: location.clone(),
            items,
        };
        self.begin(job, task, Arc::default())
    }

    /// Changes what is said of `items`.
    pub fn change(&self, location: &Location, items: Vec<Item>, change: Change) -> u32 {
        let kind = match &change {
            Change::Tags { .. } => JobKind::Tag,
            Change::Class(_) => JobKind::Class,
            Change::Restore { .. } => JobKind::Restore,
        };
        let job = self.job(kind, location, &items);
        let task = Task::Change {
            location: location.clone(),
            items,
            change,
        };
        self.begin(job, task, Arc::default())
    }

    /// Brings back what a job has deleted; none where there is no such job, or nothing to bring back.
    pub fn undo(&self, id: u32) -> Option<u32> {
        let (location, markers) = {
            let tasks = self.tasks();
            let kept = tasks.get(&id)?;
            let Task::Delete { location, .. } = &kept.task else {
                return None;
            };
            (location.clone(), std::mem::take(&mut *locked(&kept.markers)))
        };
        if markers.is_empty() {
            return None;
        }
        change_job(&self.0.board, id, |job| job.undo = false);
        let job = self.undoing(&location, &markers);
        let markers = Arc::new(markers);
        Some(self.begin(job, Task::Undo { location, markers }, Arc::default()))
    }

    /// Makes earlier versions the newest again, by copies of them. Each is named by its key below the location and its
    /// version.
    pub fn bring_back(&self, location: &Location, versions: Vec<(String, String)>) -> u32 {
        let versions = versions.into_iter().map(|(key, version)| Kept { key, version });
        let versions: Vec<Kept> = versions.collect();
        let job = self.undoing(location, &versions);
        let task = Task::BringBack {
            location: location.clone(),
            versions: Arc::new(versions),
        };
        self.begin(job, task, Arc::default())
    }

    /// Saves one version of an object in a folder of this device, under a name that is free there.
    pub fn save(&self, location: &Location, key: &str, version: &str, into: PathBuf) -> u32 {
        let job = self.job(JobKind::Save, location, &[Item::single(key)]);
        let task = Task::Save {
            location: location.clone(),
            version: Kept {
                key: key.to_owned(),
                version: version.to_owned(),
            },
            into,
        };
        self.begin(job, task, Arc::default())
    }

    /// Stops a job. What it has done stays done.
    pub fn cancel(&self, id: u32) {
        if let Some(kept) = self.tasks().get(&id) {
            kept.cancel.cancel();
        }
    }

    /// Tries again what a job that is over could not do.
    pub fn retry(&self, id: u32) {
        let Some(job) = self.0.board.borrow().iter().find(|job| job.id == id).cloned() else {
            return;
        };
        let whole = match job.state {
            JobState::Waiting | JobState::Running | JobState::Done => return,
            JobState::Partly => job.failures.len() as u64 != job.failed,
            JobState::Failed(_) | JobState::Cancelled => true,
        };
        let Some((task, markers)) = self
            .tasks()
            .get(&id)
            .map(|kept| (kept.task.clone(), kept.markers.clone()))
        else {
            return;
        };
        let task = if whole {
            again(task)
        } else {
            again(rest(task, &job.failures))
        };
        let renewed = Job {
            done: 0,
            skipped: 0,
            total: 0,
            done_bytes: 0,
            total_bytes: 0,
            counting: true,
            state: JobState::Waiting,
            failed: 0,
            in_both: 0,
            failures: Arc::default(),
            ..job
        };
        self.begin(renewed, task, markers);
    }

    /// Forgets the jobs that are over; what they did can no longer be undone.
    pub fn clear_finished(&self) {
        self.0.board.send_modify(|jobs| {
            jobs.retain(|job| matches!(job.state, JobState::Waiting | JobState::Running));
        });
        let left: Vec<u32> = self.0.board.borrow().iter().map(|job| job.id).collect();
        self.tasks().retain(|id, _| left.contains(id));
    }

    /// Stops all jobs and waits for them.
    pub async fn close(&self) {
        self.0.all.cancel();
        self.0.tracker.close();
        self.0.tracker.wait().await;
    }

    fn undoing(&self, location: &Location, versions: &[Kept]) -> Job {
        let first = versions.first().map(|first| Item::single(&first.key));
        Job {
            items: u32::try_from(versions.len()).unwrap_or(u32::MAX),
            ..self.job(JobKind::Undo, location, first.as_slice())
        }
    }

    fn job(&self, kind: JobKind, location: &Location, items: &[Item]) -> Job {
        let first = items.first().map_or("", |item| item.key.as_str());
        Job {
            id: self.0.next.fetch_add(1, Ordering::Relaxed),
            kind,
            name: names::last_part(first).into(),
            items: u32::try_from(items.len()).unwrap_or(u32::MAX),
            location: location.id.as_str().into(),
            folder: folder_of(first).into(),
            to: None,
            done: 0,
            skipped: 0,
            total: 0,
            done_bytes: 0,
            total_bytes: 0,
            counting: true,
            state: JobState::Waiting,
            failed: 0,
            in_both: 0,
            failures: Arc::default(),
            undo: false,
        }
    }

    fn begin(&self, job: Job, task: Task, markers: Arc<Mutex<Vec<Kept>>>) -> u32 {
        let id = job.id;
        let cancel = self.0.all.child_token();
        let known = Known {
            task: task.clone(),
            cancel: cancel.clone(),
            markers: Arc::clone(&markers),
        };
        self.tasks().insert(id, known);
        self.0.board.send_modify(|jobs| {
            jobs.retain(|known| known.id != id);
            jobs.insert(0, job);
        });
        let run = Run::new(self.0.files.clone(), id, Arc::clone(&self.0.board), cancel);
        let turns = Arc::clone(&self.0.turns);
        self.0.tracker.spawn(async move {
            let Some(Ok(_turn)) = run.cancel.run_until_cancelled(turns.acquire_owned()).await else {
                return run.end(Ok(()));
            };
            run.change(|job| job.state = JobState::Running);
            let outcome = task.run(&run, &markers).await;
            run.end(outcome);
        });
        id
    }

    fn tasks(&self) -> MutexGuard<'_, BTreeMap<u32, Known>> {
        locked(&self.0.tasks)
    }
}

/// The folder that a key is in: empty, or ending with `/`.
fn folder_of(key: &str) -> &str {
    let whole = key.strip_suffix('/').unwrap_or(key);
    whole.strip_suffix(names::last_part(whole)).unwrap_or_default()
}

/// What a panic leaves behind is whole: every change is one step.
pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

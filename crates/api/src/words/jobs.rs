//! Jobs and countings as the page shows them.

use files::names::visible;
use files::{Failure, Job, JobKind, JobState, Left, Weight};

use super::count;
use crate::problem::Problem;
use crate::view::{JobFailureView, JobKindView, JobStateView, JobView, JobsView, WeightView};

/// How many jobs the page gets.
const SHOWN: usize = 100;
/// How many failures of each.
const FAILURES: usize = 50;
/// Deleting more objects than this is confirmed by typing.
const MUST_TYPE: u64 = 100;

pub(crate) fn jobs(all: &[Job]) -> JobsView {
    let active = all
        .iter()
        .filter(|job| matches!(job.state, JobState::Waiting | JobState::Running));
    JobsView {
        active: count(active.count()),
        total: count(all.len()),
        rows: all.iter().take(SHOWN).map(row).collect(),
    }
}

fn row(job: &Job) -> JobView {
    let (state, problem) = match &job.state {
        JobState::Waiting => (JobStateView::Waiting, None),
        JobState::Running => (JobStateView::Running, None),
        JobState::Done => (JobStateView::Done, None),
        JobState::Partly => (JobStateView::Partly, None),
        JobState::Failed(error) => (JobStateView::Failed, Some(Problem::of_files(error))),
        JobState::Cancelled => (JobStateView::Cancelled, None),
    };
    JobView {
        id: job.id,
        kind: kind(job.kind),
        name: visible(&job.name).into_owned(),
        items: job.items,
        location: job.location.to_string(),
        folder: job.folder.to_string(),
        to_location: job.to.as_ref().map(|(location, _)| location.to_string()),
        to_folder: job.to.as_ref().map(|(_, folder)| folder.to_string()),
        done: job.done,
        skipped: job.skipped,
        total: job.total,
        done_bytes: job.done_bytes,
        total_bytes: job.total_bytes,
        counting: job.counting,
        state,
        problem,
        failed: job.failed,
        in_both: job.in_both,
        failures: job.failures.iter().take(FAILURES).map(failure).collect(),
        undo: job.undo,
    }
}

fn failure(failure: &Failure) -> JobFailureView {
    JobFailureView {
        path: visible(&failure.key).into_owned(),
        problem: Problem::of_files(&failure.error),
        in_both: failure.left == Left::InBoth,
    }
}

fn kind(kind: JobKind) -> JobKindView {
    match kind {
        JobKind::Copy => JobKindView::Copy,
        JobKind::Move => JobKindView::Move,
        JobKind::Rename => JobKindView::Rename,
        JobKind::Delete => JobKindView::Delete,
        JobKind::Undo => JobKindView::Undo,
        JobKind::Tag => JobKindView::Tag,
        JobKind::Class => JobKindView::Class,
        JobKind::Restore => JobKindView::Restore,
        JobKind::Save => JobKindView::Save,
    }
}

pub(crate) fn weight(id: u32, weight: &Weight) -> WeightView {
    WeightView {
        id,
        objects: weight.objects,
        bytes: weight.bytes,
        done: weight.done,
        must_type: weight.objects > MUST_TYPE,
        versioned: weight.versioned,
        problem: weight.error.as_ref().map(Problem::of_files),
    }
}

#[cfg(test)]
mod tests {
    use super::weight;
    use files::Weight;

    #[test]
    fn more_than_a_hundred_objects_are_deleted_only_by_typing() {
        let of = |objects| Weight {
            objects,
            ..Weight::default()
        };
        assert!(!weight(1, &of(100)).must_type);
        assert!(weight(1, &of(101)).must_type);
    }
}

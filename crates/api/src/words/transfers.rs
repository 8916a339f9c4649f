//! Transfers as the page shows them, their sum, and how transfers work.

use files::names::visible;
use files::{Check, Direction, Integrity, Overview, Policy, Side, State, To, Transfer};

use super::milliseconds;
use crate::problem::Problem;
use crate::view::{
    ConflictPolicy, ConflictView, DirectionView, QueuePlace, SideView, TransferSettings, TransferState,
    TransferView, TransfersView,
};

pub(crate) fn transfers(all: &Overview) -> TransfersView {
    let counts = all.counts;
    TransfersView {
        active: counts.waiting + counts.running + counts.asking,
        total: counts.waiting
            + counts.running
            + counts.paused
            + counts.asking
            + counts.done
            + counts.skipped
            + counts.failed
            + counts.cancelled,
        running: counts.running,
        waiting: counts.waiting,
        paused: counts.paused,
        asking: counts.asking,
        done: counts.done,
        skipped: counts.skipped,
        failed: counts.failed,
        cancelled: counts.cancelled,
        done_bytes: all.done,
        total_bytes: all.total,
        rate: all.rate,
        seconds_left: seconds_left(all.done, all.total, all.rate),
        elapsed: seconds(all.elapsed),
        preparing: all.preparing,
        offline: all.offline,
        rows: all.rows.iter().map(row).collect(),
    }
}

/// What is told outside of the window when a long job has ended: a title and the rest.
pub(crate) fn end(view: &TransfersView) -> (String, String) {
    let files = |count: u32| {
        if count == 1 {
            "1 file".to_owned()
        } else {
            format!("{count} files")
        }
    };
    let title = if view.failed > 0 {
        "Transfers ended with problems"
    } else {
        "Transfers finished"
    };
    let mut parts = vec![format!("{} moved", files(view.done))];
    if view.skipped > 0 {
        parts.push(format!("{} left out", view.skipped));
    }
    if view.failed > 0 {
        parts.push(format!("{} failed", view.failed));
    }
    (title.to_owned(), format!("{}.", parts.join(", ")))
}

fn seconds(time: std::time::Duration) -> u32 {
    u32::try_from(time.as_secs()).unwrap_or(u32::MAX)
}

fn seconds_left(done: u64, total: u64, rate: u64) -> Option<u32> {
    let left = total.checked_sub(done)?;
    u32::try_from(left.checked_add(rate.saturating_sub(1))?.checked_div(rate)?).ok()
}

fn row(transfer: &Transfer) -> TransferView {
    let (state, problem, conflict) = match &transfer.state {
        State::Waiting => (TransferState::Waiting, None, None),
        State::Running => (TransferState::Running, None, None),
        State::Paused => (TransferState::Paused, None, None),
        State::Asking(conflict) => {
            let conflict = ConflictView {
                there: side(&conflict.there),
                coming: side(&conflict.coming),
            };
            (TransferState::Asking, None, Some(conflict))
        }
        State::Done => (TransferState::Done, None, None),
        State::Skipped => (TransferState::Skipped, None, None),
        State::Failed(error) => (TransferState::Failed, Some(Problem::of_files(error)), None),
        State::Cancelled => (TransferState::Cancelled, None, None),
    };
    let left = seconds_left(transfer.done, transfer.total, transfer.rate);
    TransferView {
        id: transfer.id,
        direction: match transfer.direction {
            Direction::Upload => DirectionView::Upload,
            Direction::Download => DirectionView::Download,
        },
        name: visible(&transfer.name).into_owned(),
        location: transfer.location.to_string(),
        folder: transfer.folder.to_string(),
        done: transfer.done,
        total: transfer.total,
        rate: transfer.rate,
        seconds_left: left.filter(|_| state == TransferState::Running),
        elapsed: seconds(transfer.elapsed),
        state,
        problem,
        conflict,
        saved_as: transfer
            .saved_as
            .as_deref()
            .map(|name| visible(name).into_owned()),
        verified: match transfer.integrity {
            Some(Integrity::Verified(check)) => Some(name(check).to_owned()),
            Some(Integrity::NotVerified) | None => None,
        },
    }
}

fn side(side: &Side) -> SideView {
    SideView {
        size: side.size,
        modified: side.modified.map(milliseconds),
    }
}

fn name(check: Check) -> &'static str {
    match check {
        Check::Crc64Nvme => "CRC-64/NVME",
        Check::Crc32c => "CRC-32C",
        Check::Crc32 => "CRC-32",
        Check::Sha256 => "SHA-256",
        Check::Sha1 => "SHA-1",
        Check::Md5 => "MD5",
    }
}

pub(crate) fn policy(policy: ConflictPolicy) -> Policy {
    match policy {
        ConflictPolicy::Ask => Policy::Ask,
        ConflictPolicy::Replace => Policy::Replace,
        ConflictPolicy::KeepBoth => Policy::KeepBoth,
        ConflictPolicy::Skip => Policy::Skip,
        ConflictPolicy::IfNewer => Policy::IfNewer,
    }
}

fn policy_view(policy: Policy) -> ConflictPolicy {
    match policy {
        Policy::Ask => ConflictPolicy::Ask,
        Policy::Replace => ConflictPolicy::Replace,
        Policy::KeepBoth => ConflictPolicy::KeepBoth,
        Policy::Skip => ConflictPolicy::Skip,
        Policy::IfNewer => ConflictPolicy::IfNewer,
    }
}

pub(crate) fn place(place: QueuePlace) -> To {
    match place {
        QueuePlace::Top => To::Top,
        QueuePlace::Up => To::Up,
        QueuePlace::Down => To::Down,
    }
}

/// What was chosen, within its bounds.
pub(crate) fn settings(form: TransferSettings) -> files::Settings {
    files::Settings {
        at_once: form.at_once.clamp(1, 8),
        limit: form.limit.map(|limit| limit.max(SLOWEST)),
        uploads: policy(form.uploads),
        downloads: policy(form.downloads),
    }
}

/// The least limit, in bytes a second: below it a connection looks dead.
const SLOWEST: u64 = 8 << 10;

pub(crate) fn settings_view(settings: files::Settings) -> TransferSettings {
    TransferSettings {
        at_once: settings.at_once,
        limit: settings.limit,
        uploads: policy_view(settings.uploads),
        downloads: policy_view(settings.downloads),
    }
}

#[cfg(test)]
mod tests {
    use super::{end, transfers};
    use crate::view::{TransferState, TransfersView};
    use files::{Clash, Counts, Direction, Error, Overview, Side, State, Transfer};

    fn transfer(id: u32, state: State) -> Transfer {
        Transfer {
            id,
            direction: Direction::Upload,
            name: "a.txt".into(),
            location: "public".into(),
            folder: "".into(),
            done: 100,
            total: 350,
            rate: 100,
            elapsed: std::time::Duration::from_secs(1),
            state,
            saved_as: None,
            path: None,
            integrity: None,
        }
    }

    #[test]
    fn what_waits_runs_or_asks_is_under_way_and_time_left_is_rounded_up() {
        let all = Overview {
            counts: Counts {
                running: 1,
                asking: 1,
                done: 1,
                failed: 1,
                ..Counts::default()
            },
            done: 100,
            total: 350,
            rate: 100,
            rows: vec![
                transfer(4, State::Running),
                transfer(
                    3,
                    State::Asking(Box::new(Clash {
                        there: Side::default(),
                        coming: Side::default(),
                    })),
                ),
                transfer(1, State::Failed(Error::Offline)),
                transfer(2, State::Done),
            ],
            ..Overview::default()
        };

        let view = transfers(&all);

        assert_eq!((view.active, view.total), (2, 4));
        assert_eq!(
            view.seconds_left,
            Some(3),
            "250 bytes at 100 a second take three seconds, not two and a half"
        );
        assert_eq!(view.rows[0].seconds_left, Some(3));
        assert!(view.rows[1].conflict.is_some());
        assert_eq!(view.rows[2].state, TransferState::Failed);
        assert!(view.rows[2].problem.is_some());
        assert_eq!(view.rows[3].seconds_left, None, "it is over");
    }

    #[test]
    fn a_standstill_allows_no_guess() {
        let still = Overview {
            done: 1,
            total: 2,
            ..Overview::default()
        };

        assert_eq!(transfers(&still).seconds_left, None);
    }

    #[test]
    fn the_end_of_a_job_says_what_came_of_it() {
        let view = TransfersView {
            done: 1,
            failed: 2,
            ..TransfersView::default()
        };
        assert_eq!(
            end(&view),
            (
                "Transfers ended with problems".to_owned(),
                "1 file moved, 2 failed.".to_owned()
            )
        );
    }
}

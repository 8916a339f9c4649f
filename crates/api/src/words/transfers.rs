//! Transfers as the page shows them, and their sum.

use files::names::visible;
use files::{Direction, State, Transfer};

use super::count;
use crate::problem::Problem;
use crate::view::{DirectionView, TransferState, TransferView, TransfersView};

/// How many rows the page gets.
const SHOWN: usize = 200;

pub(crate) fn transfers(all: &[Transfer]) -> TransfersView {
    let active: Vec<&Transfer> = all.iter().filter(|transfer| active(transfer)).collect();
    let sum = |part: fn(&Transfer) -> u64| {
        active
            .iter()
            .map(|transfer| part(transfer))
            .fold(0, u64::saturating_add)
    };
    let (done_bytes, total_bytes) = (sum(|transfer| transfer.done), sum(|transfer| transfer.total));
    let rate = sum(|transfer| transfer.rate);
    TransfersView {
        active: count(active.len()),
        total: count(all.len()),
        done_bytes,
        total_bytes,
        rate,
        seconds_left: seconds_left(done_bytes, total_bytes, rate),
        rows: all.iter().take(SHOWN).map(row).collect(),
    }
}

fn active(transfer: &Transfer) -> bool {
    match transfer.state {
        State::Waiting | State::Running => true,
        State::Done | State::Failed(_) | State::Cancelled => false,
    }
}

fn seconds_left(done: u64, total: u64, rate: u64) -> Option<u32> {
    let left = total.checked_sub(done)?;
    u32::try_from(left.checked_add(rate.saturating_sub(1))?.checked_div(rate)?).ok()
}

fn row(transfer: &Transfer) -> TransferView {
    let (state, problem) = match &transfer.state {
        State::Waiting => (TransferState::Waiting, None),
        State::Running => (TransferState::Running, None),
        State::Done => (TransferState::Done, None),
        State::Failed(error) => (TransferState::Failed, Some(Problem::of_files(error))),
        State::Cancelled => (TransferState::Cancelled, None),
    };
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
        seconds_left: match state {
            TransferState::Running => seconds_left(transfer.done, transfer.total, transfer.rate),
            TransferState::Waiting
            | TransferState::Done
            | TransferState::Failed
            | TransferState::Cancelled => None,
        },
        state,
        problem,
        saved_as: transfer
            .saved_as
            .as_deref()
            .map(|name| visible(name).into_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::{SHOWN, transfers};
    use crate::view::TransferState;
    use files::{Direction, Error, State, Transfer};

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
            state,
            saved_as: None,
            path: None,
            integrity: None,
        }
    }

    #[test]
    fn only_what_waits_or_runs_counts_into_the_sum() {
        let all = [
            transfer(3, State::Running),
            transfer(2, State::Done),
            transfer(1, State::Failed(Error::Offline)),
        ];

        let view = transfers(&all);

        assert_eq!(
            (view.active, view.total, view.done_bytes, view.total_bytes),
            (1, 3, 100, 350)
        );
        assert_eq!(
            view.seconds_left,
            Some(3),
            "250 bytes at 100 a second take three seconds, not two and a half"
        );
        assert_eq!(view.rows[2].state, TransferState::Failed);
        assert!(view.rows[2].problem.is_some());
    }

    #[test]
    fn a_standstill_allows_no_guess() {
        let still = Transfer {
            rate: 0,
            ..transfer(1, State::Running)
        };

        assert_eq!(transfers(&[still]).seconds_left, None);
    }

    #[test]
    fn thousands_of_transfers_reach_the_page_as_a_count_and_the_newest() {
        let all: Vec<_> = (0..5_000).rev().map(|id| transfer(id, State::Waiting)).collect();

        let view = transfers(&all);

        assert_eq!((view.active, view.total), (5_000, 5_000));
        assert_eq!(view.rows.len(), SHOWN);
    }
}

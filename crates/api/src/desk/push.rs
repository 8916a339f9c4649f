//! The windows that listen, and whose turn it is: what moves often is sent at most ten times a second.

use std::collections::BTreeMap;
use std::time::Duration;

use tokio::time::Instant;

use crate::view::Update;

/// Takes an update to a window; `false` when the window is gone.
pub(crate) type Sink = Box<dyn Fn(Update) -> bool + Send>;

/// The least time between two pushes of what moves often.
const PACE: Duration = Duration::from_millis(100);

/// The windows that listen, by name.
#[derive(Default)]
pub(super) struct Windows(BTreeMap<String, Sink>);

impl Windows {
    pub(super) fn listen(&mut self, window: String, sink: Sink, first: Update) {
        if sink(first) {
            self.0.insert(window, sink);
        }
    }

    pub(super) fn push(&mut self, update: &Update) {
        self.0.retain(|_, sink| sink(update.clone()));
    }
}

/// What waits to be sent, and when its turn comes.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Due {
    pub(super) transfers: bool,
    pub(super) jobs: bool,
    pub(super) weight: bool,
    pub(super) folder: bool,
    pub(super) inbox: bool,
    pub(super) calls: bool,
    last: Option<Instant>,
}

impl Due {
    pub(super) fn any(&self) -> bool {
        self.transfers || self.jobs || self.weight || self.folder || self.inbox || self.calls
    }

    /// When it may be sent.
    pub(super) fn turn(&self) -> Instant {
        self.last.map_or_else(Instant::now, |last| last + PACE)
    }

    /// What is to be sent now.
    pub(super) fn take(&mut self) -> Self {
        std::mem::replace(
            self,
            Self {
                last: Some(Instant::now()),
                ..Self::default()
            },
        )
    }
}

#[cfg(test)]
mod tests {
    use super::{Due, PACE, Windows};
    use crate::view::{NoticeView, Update};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};
    use tokio::time::Instant;

    #[test]
    fn what_moves_often_waits_its_turn_after_every_push() {
        let mut due = Due {
            transfers: true,
            ..Due::default()
        };
        assert!(due.turn() <= Instant::now(), "the first push need not wait");

        let pushed = Instant::now();
        assert!(due.take().transfers);

        assert!(!due.any(), "it was sent");
        assert!(
            due.turn() >= pushed + PACE,
            "the next one waits a tenth of a second"
        );
    }

    #[test]
    fn a_window_that_has_gone_is_not_spoken_to_again() {
        let heard = Arc::new(AtomicU32::new(0));
        let count = Arc::clone(&heard);
        let mut windows = Windows::default();
        let notice = || Update::Notice(NoticeView::SessionInMemory);
        let twice = move |_| count.fetch_add(1, Ordering::Relaxed) < 1;
        windows.listen("main".into(), Box::new(twice), notice());

        for _ in 0..3 {
            windows.push(&notice());
        }

        assert_eq!(
            heard.load(Ordering::Relaxed),
            2,
            "the first update, and the one that found it gone"
        );
    }
}

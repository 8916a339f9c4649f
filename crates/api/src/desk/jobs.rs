//! Jobs and countings at the desk: begun for whoever is here, and told of when their turn comes.

use files::{Item, Location};

use super::Desk;
use crate::view::{JobsView, Update};
use crate::words;

/// What a person holds to paste it elsewhere.
#[derive(Debug, Clone)]
pub(crate) struct Held {
    pub(crate) location: Location,
    pub(crate) items: Vec<Item>,
    pub(crate) cut: bool,
}

impl Desk {
    /// Begins to count in place of what was counted before; gives the counting's number.
    pub(crate) fn weigh(&mut self, location: &Location, items: Vec<Item>) -> Option<u32> {
        self.weighings = self.weighings.wrapping_add(1);
        let number = self.weighings;
        let weight = self.visit()?.weigh(location, items);
        self.feeds.weight = Some(weight);
        self.due.weight = true;
        Some(number)
    }

    /// Stops counting.
    pub(crate) fn stop_weighing(&mut self) {
        self.feeds.weight = None;
        self.due.weight = false;
        if let Some(visit) = self.visit() {
            visit.stop_weighing();
        }
    }

    pub(super) fn jobs(&self) -> JobsView {
        match &self.feeds.jobs {
            Some(jobs) => words::jobs::jobs(&jobs.borrow()),
            None => words::jobs::jobs(&[]),
        }
    }

    pub(super) fn push_weight(&mut self) {
        if let Some(weight) = &self.feeds.weight {
            let view = words::jobs::weight(self.weighings, &weight.borrow());
            self.push(&Update::Weight(view));
        }
    }
}

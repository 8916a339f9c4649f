//! Faults that a tester arranges: calls of an operation are refused, delayed or lose their connection; the next ones,
//! every n-th, or all until the tester has enough. Of several plans for one call the first that is due happens.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// The operation that stands for all of them.
pub(crate) const EVERY_OPERATION: &str = "*";

/// What goes wrong with one call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The call is answered with this error and has no effect.
    Refuse {
        /// The error's name, such as `TooManyRequestsException` or S3's `SlowDown`.
        error: String,
        /// The message that goes with it.
        message: String,
        /// The HTTP status; Cognito uses 400, also for throttling.
        status: u16,
    },
    /// The call is carried out this much later.
    Delay(Duration),
    /// The connection closes before the call has had any effect.
    DropRequest,
    /// The call has its effect, but the connection closes instead of an answer.
    DropAnswer,
    /// The call has its effect, but only the first half of the answer's body arrives.
    TruncateAnswer,
}

/// Which calls a fault happens to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// The next so many.
    Next(u32),
    /// The n-th, the 2n-th and so on; at least 1.
    Every(u32),
    /// All, until it is taken away.
    Always,
}

/// A fault and the calls that it happens to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Counts from 1; given by [`Faults::arrange`].
    pub id: u32,
    /// What the tester calls it; plans of one name go together.
    pub name: Option<String>,
    /// Named as AWS does (`InitiateAuth`, `GetObject`, …), or `*` for every operation. S3 operations are recognised by
    /// method and query, so only the common ones have a name here.
    pub operation: String,
    /// What goes wrong.
    pub fault: Fault,
    /// Which calls.
    pub when: When,
    /// How many calls it has seen.
    pub seen: u32,
    /// How often it has happened.
    pub happened: u32,
}

/// The faults planned for coming calls.
#[derive(Debug, Default)]
pub struct Faults(Mutex<Planned>);

#[derive(Debug, Default)]
struct Planned {
    plans: Vec<Plan>,
    last: u32,
    offline: bool,
}

impl Faults {
    /// Plans `fault` for the next call of `operation`.
    pub fn plan(&self, operation: &str, fault: Fault) {
        self.arrange(None, operation, fault, When::Next(1));
    }

    /// Plans `fault` for calls of `operation`, and says under which number.
    pub fn arrange(&self, name: Option<&str>, operation: &str, fault: Fault, when: When) -> u32 {
        let mut planned = self.lock();
        planned.last += 1;
        let id = planned.last;
        planned.plans.push(Plan {
            id,
            name: name.map(str::to_owned),
            operation: operation.to_owned(),
            fault,
            when,
            seen: 0,
            happened: 0,
        });
        id
    }

    /// What is planned, in the order in which it is looked at.
    pub fn plans(&self) -> Vec<Plan> {
        self.lock().plans.clone()
    }

    /// Takes plans away: that of a number, or those of a name. Says how many there were.
    pub fn remove(&self, which: &str) -> usize {
        let mut planned = self.lock();
        let before = planned.plans.len();
        let number: Option<u32> = which.parse().ok();
        planned
            .plans
            .retain(|plan| plan.name.as_deref() != Some(which) && number != Some(plan.id));
        before - planned.plans.len()
    }

    /// Forgets every fault that has not happened yet, and is online again.
    pub fn clear(&self) {
        let mut planned = self.lock();
        planned.plans.clear();
        planned.offline = false;
    }

    /// Nothing but the control API answers, as if the network were gone.
    pub fn set_offline(&self, offline: bool) {
        self.lock().offline = offline;
    }

    /// Whether only the control API answers.
    pub fn offline(&self) -> bool {
        self.lock().offline
    }

    /// Takes the fault planned for this call of `operation`.
    pub(crate) fn take(&self, operation: &str) -> Option<Fault> {
        let mut planned = self.lock();
        let mut found = None;
        let mine = |plan: &&mut Plan| plan.operation == operation || plan.operation == EVERY_OPERATION;
        for plan in planned.plans.iter_mut().filter(mine) {
            plan.seen = plan.seen.saturating_add(1);
            let due = match &mut plan.when {
                When::Next(left) => {
                    *left = left.saturating_sub(1);
                    true
                }
                When::Every(n) => plan.seen.is_multiple_of((*n).max(1)),
                When::Always => true,
            };
            if due {
                plan.happened = plan.happened.saturating_add(1);
                found = Some(plan.fault.clone());
                break;
            }
        }
        planned.plans.retain(|plan| plan.when != When::Next(0));
        found
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Planned> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn late(seconds: u64) -> Fault {
        Fault::Delay(Duration::from_secs(seconds))
    }

    #[test]
    fn planned_faults_happen_in_order_and_once() {
        let faults = Faults::default();
        faults.plan("GetUser", late(1));
        faults.arrange(None, "GetUser", late(2), When::Next(2));
        let taken: Vec<_> = (0..4).map(|_| faults.take("GetUser")).collect();
        assert_eq!(taken, [Some(late(1)), Some(late(2)), Some(late(2)), None]);
        assert!(faults.plans().is_empty(), "what has happened is forgotten");
    }

    #[test]
    fn every_third_call_fails_until_it_is_taken_away() {
        let faults = Faults::default();
        faults.arrange(Some("busy"), "*", late(1), When::Every(3));
        let hits: Vec<bool> = (0..7).map(|_| faults.take("GetObject").is_some()).collect();
        assert_eq!(hits, [false, false, true, false, false, true, false]);
        assert_eq!(faults.plans()[0].happened, 2);
        assert_eq!(faults.remove("busy"), 1);
        assert!((0..3).all(|_| faults.take("GetObject").is_none()));
    }

    #[test]
    fn a_lasting_fault_gives_way_to_one_that_was_planned_before() {
        let faults = Faults::default();
        faults.plan("GetUser", late(1));
        let id = faults.arrange(None, "GetUser", late(2), When::Always);
        assert_eq!(faults.take("GetUser"), Some(late(1)));
        assert_eq!(faults.take("GetUser"), Some(late(2)));
        assert_eq!(faults.take("GetUser"), Some(late(2)));
        assert_eq!(faults.remove(&id.to_string()), 1);
        assert_eq!(faults.take("GetUser"), None);
    }
}

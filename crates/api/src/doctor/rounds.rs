//! The checks in order, pushed as each begins and ends.

use std::time::Instant;

use super::finding::{Finding, Unknown};
use crate::problem::Problem;
use crate::view::{CheckState, CheckView};

/// Gets all checks so far.
pub(super) type Push<'a> = Box<dyn FnMut(&[CheckView]) + Send + 'a>;

/// What became of a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    Well,
    /// What is wrong, and the field to mend, where it is one.
    Wrong(Finding, Option<String>),
    Unknown(Unknown),
}

impl Outcome {
    pub(super) fn wrong(finding: Finding, field: &str) -> Self {
        Self::Wrong(finding, Some(field.to_owned()))
    }

    /// A mistake that no field can mend.
    pub(super) fn outside(finding: Finding) -> Self {
        Self::Wrong(finding, None)
    }
}

/// The checks so far.
pub(super) struct Rounds<'a> {
    checks: Vec<CheckView>,
    push: Push<'a>,
}

impl<'a> Rounds<'a> {
    pub(super) fn new(push: Push<'a>) -> Self {
        Self {
            checks: Vec::new(),
            push,
        }
    }

    /// Runs a check; says whether all is well. `id` names it, with what it is about behind a colon.
    pub(super) async fn check(&mut self, id: &str, work: impl Future<Output = Outcome>) -> bool {
        self.checks.push(CheckView {
            id: id.to_owned(),
            state: CheckState::Running,
            field: None,
            problem: None,
            seconds: 0.0,
        });
        (self.push)(&self.checks);
        let began = Instant::now();
        let outcome = work.await;
        let well = outcome == Outcome::Well;
        if let Some(check) = self.checks.last_mut() {
            check.seconds = began.elapsed().as_secs_f64();
            match outcome {
                Outcome::Well => check.state = CheckState::Ok,
                Outcome::Wrong(finding, field) => {
                    check.state = CheckState::Failed;
                    check.problem = Some(Problem::of_finding(&finding, field.as_deref()));
                    check.field = field;
                }
                Outcome::Unknown(why) => {
                    check.state = CheckState::Skipped;
                    check.problem = Some(Problem::of_unknown(why));
                }
            }
        }
        (self.push)(&self.checks);
        well
    }

    /// A check that is not made.
    pub(super) async fn skip(&mut self, id: &str, why: Unknown) {
        self.check(id, std::future::ready(Outcome::Unknown(why))).await;
    }

    pub(super) fn finish(self) -> Vec<CheckView> {
        self.checks
    }
}

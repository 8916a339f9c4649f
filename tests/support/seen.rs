//! What is seen of the sign-in, piece by piece, and what is answered.

use std::collections::BTreeMap;

use api::problem::Problem;
use api::view::{AnswerForm, AnswerView, OutcomeView, ScreenView};
use base::Secret;

use crate::device::Seen;

/// The screen that is seen.
pub fn screen(seen: &Seen) -> Option<&ScreenView> {
    seen.auth.as_ref().map(|auth| &auth.screen)
}

/// The question that is seen; panics where there is none.
pub fn question(seen: &Seen) -> &AnswerView {
    match screen(seen) {
        Some(ScreenView::Answer(question)) => question,
        _ => panic!("no question: {:?}", seen.auth),
    }
}

/// The problem that is seen; panics where there is none.
pub fn problem(seen: &Seen) -> &Problem {
    let problem = seen.auth.as_ref().and_then(|auth| auth.problem.as_ref());
    problem.unwrap_or_else(|| panic!("no problem: {:?}", seen.auth))
}

/// What the last step has achieved.
pub fn outcome(seen: &Seen) -> Option<OutcomeView> {
    seen.auth.as_ref()?.outcome
}

/// Whether the person is in.
pub fn inside(seen: &Seen) -> bool {
    matches!(screen(seen), Some(ScreenView::SignedIn))
}

/// A form's answers.
pub fn answers<const N: usize>(pairs: [(&str, &str); N]) -> AnswerForm {
    let values: BTreeMap<String, Secret> = pairs
        .into_iter()
        .map(|(name, value)| (name.to_owned(), Secret::from(value)))
        .collect();
    AnswerForm { values }
}

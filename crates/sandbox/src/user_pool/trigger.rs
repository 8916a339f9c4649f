//! The Lambda triggers that pretend to be attached: each either does nothing or refuses with a sentence of its own,
//! which Cognito wraps in one of its.

use crate::wire::Refusal;

/// Runs the trigger called `name`, which refuses with `sentence` if it has one.
pub(super) fn run(name: &str, sentence: Option<&str>) -> Result<(), Refusal> {
    sentence.map_or(Ok(()), |sentence| {
        Err(Refusal::new(
            "UserLambdaValidationException",
            format!("{name} failed with error {sentence}."),
        ))
    })
}

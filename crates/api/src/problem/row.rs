//! One row of the table: a fact's words.

use super::{Problem, ProblemCode, Retry};

/// The words for one fact.
pub(super) struct Row {
    code: ProblemCode,
    title: &'static str,
    detail: &'static str,
    hint: &'static str,
    retry: Retry,
}

pub(super) const fn row(
    code: ProblemCode,
    title: &'static str,
    detail: &'static str,
    hint: &'static str,
    retry: Retry,
) -> Row {
    Row {
        code,
        title,
        detail,
        hint,
        retry,
    }
}

impl Row {
    /// The problem, with the field that it belongs to and the AWS request id.
    pub(super) fn problem(self, field: Option<String>, reference: Option<&str>) -> Problem {
        Problem {
            code: self.code,
            title: self.title,
            detail: self.detail,
            hint: (!self.hint.is_empty()).then_some(self.hint),
            field,
            retry: self.retry,
            until: None,
            said: None,
            request: None,
            reference: reference.map(str::to_owned),
        }
    }
}

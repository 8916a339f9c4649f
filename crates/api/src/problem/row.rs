//! One row of the table: a fact's words.

use std::borrow::Cow;

use super::{Problem, ProblemCode, Retry};

/// The words for one fact.
pub(super) struct Row {
    code: ProblemCode,
    title: &'static str,
    detail: Cow<'static, str>,
    hint: &'static str,
    retry: Retry,
    /// What whoever runs the service can do about it, where only they can. Written to them, and they know its words.
    pub(super) ask: Option<&'static str>,
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
        detail: Cow::Borrowed(detail),
        hint,
        retry,
        ask: None,
    }
}

impl Row {
    /// With a sentence that is made at the time.
    pub(super) fn saying(self, detail: String) -> Self {
        Self {
            detail: Cow::Owned(detail),
            ..self
        }
    }

    /// With what to ask of whoever runs the service.
    pub(super) fn asking(self, ask: &'static str) -> Self {
        Self {
            ask: Some(ask),
            ..self
        }
    }

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

//! Why a task stopped.

use std::fmt;

/// Why a task stopped, in words for whoever typed the command.
#[derive(Debug)]
pub(crate) struct Failure(Option<String>);

impl Failure {
    /// A failure that still has to be explained.
    pub(crate) fn because(text: impl Into<String>) -> Self {
        Self(Some(text.into()))
    }

    /// A failure that the output has explained already.
    pub(crate) fn reported() -> Self {
        Self(None)
    }

    /// What remains to be said.
    pub(crate) fn text(&self) -> Option<&str> {
        self.0.as_deref()
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text().unwrap_or("failed; see above"))
    }
}

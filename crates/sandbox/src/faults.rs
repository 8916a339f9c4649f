//! Faults that a tester arranges: the next call of an operation is refused, delayed or loses its connection. They
//! are taken in the order in which they were planned, one per call.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

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

/// The faults planned for coming calls.
#[derive(Debug, Default)]
pub struct Faults(Mutex<HashMap<String, VecDeque<Fault>>>);

impl Faults {
    /// Plans `fault` for the next call of `operation`, named as AWS does (`InitiateAuth`, `GetObject`, …). S3
    /// operations are recognised by method and query, so only the common ones have a name here.
    pub fn plan(&self, operation: &str, fault: Fault) {
        let mut planned = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        planned.entry(operation.to_owned()).or_default().push_back(fault);
    }

    /// Forgets every fault that has not happened yet.
    pub fn clear(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Takes the fault planned for this call of `operation`.
    pub(crate) fn take(&self, operation: &str) -> Option<Fault> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get_mut(operation)?
            .pop_front()
    }
}

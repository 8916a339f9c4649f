//! Writes down what becomes of sign-ins on this device: when, whose, by which method. Never what was typed besides the
//! name.

use auth::Snapshot;
use flow::{Outcome, State};

use super::{Desk, owner};

/// A sign-in that has begun.
#[derive(Debug, Clone)]
pub(crate) struct Attempt {
    /// The name that was typed.
    pub(crate) who: String,
    /// As `MethodView` names it.
    pub(crate) method: String,
}

impl Desk {
    /// Somebody begins to sign in.
    pub(crate) fn attempt(&mut self, attempt: Attempt) {
        self.attempt = Some(attempt);
    }

    /// Writes down what the step from `before` to now means.
    pub(super) fn write_history(&mut self, before: &Snapshot) {
        let was_in = matches!(before.scene.state, State::SignedIn { .. });
        let is_in = matches!(self.snapshot.scene.state, State::SignedIn { .. });
        if is_in && !was_in && before.scene.state != State::Restoring {
            let Some(account) = self.snapshot.account.clone() else {
                return;
            };
            let method = self.attempt.take().map(|attempt| attempt.method);
            self.write(account.username, Some(account.sub), method, "signedIn");
        } else if was_in && !is_in {
            let Some(account) = before.account.clone() else {
                return;
            };
            let outcome = match self.snapshot.scene.outcome {
                Some(Outcome::SessionEnded) => "ended",
                Some(Outcome::AccountDeleted) => return,
                _ => "signedOut",
            };
            self.write(account.username, Some(account.sub), None, outcome);
        } else if !is_in
            && self.snapshot.scene.refusal.is_some()
            && before.scene.refusal != self.snapshot.scene.refusal
            && let Some(Attempt { who, method }) = self.attempt.clone()
        {
            self.write(who, None, Some(method), "failed");
        }
    }

    fn write(&mut self, who: String, sub: Option<String>, method: Option<String>, outcome: &str) {
        let record = store::SignIn {
            connection: self.connection().id.clone(),
            who: who.trim().to_owned(),
            sub,
            at: self.parts.clock.now(),
            method: method.unwrap_or_default(),
            outcome: outcome.to_owned(),
        };
        let store = self.parts.store.clone();
        self.tasks.spawn(async move {
            if let Err(error) = store.record_attempt(record).await {
                tracing::warn!(%error, "a sign-in could not be written down");
            }
            owner::nothing()
        });
    }
}

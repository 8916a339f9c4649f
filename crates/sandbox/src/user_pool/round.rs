//! One round of a sign-in: what a step needs to set the next challenge, and what it answers.

use base::Secret;
use rusqlite::Transaction;
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::UserPool;
use super::caller::Caller;
use super::challenge::{self, Kind, State};
use super::progress::Progress;
use crate::inbox::Message;
use crate::wire::Refusal;

/// Where a step happens.
pub(super) struct Round<'a> {
    pub(super) pool: &'a UserPool,
    pub(super) caller: &'a Caller,
    pub(super) transaction: &'a Transaction<'a>,
    pub(super) now: OffsetDateTime,
    pub(super) progress: Progress,
}

/// What a step answers, and the message that leaves once its transaction has committed.
pub(super) struct Reply {
    pub(super) body: Value,
    pub(super) message: Option<Message>,
}

impl From<Value> for Reply {
    fn from(body: Value) -> Self {
        Self { body, message: None }
    }
}

/// A step's outcome: the inner refusal is one whose traces stay.
pub(super) type Outcome = Result<Result<Reply, Refusal>, Refusal>;

impl Round<'_> {
    /// Sets a challenge under a new session. `parameters` go to the client, `data` stays.
    pub(super) fn ask(
        &self,
        kind: Kind,
        username: &str,
        parameters: Value,
        data: Value,
    ) -> Result<Value, Refusal> {
        let session = self.wait(kind, username, data)?;
        Ok(json!({
            "ChallengeName": kind.as_str(),
            "Session": session.expose(),
            "ChallengeParameters": parameters,
        }))
    }

    /// A new session that waits for an answer of this kind.
    pub(super) fn wait(&self, kind: Kind, username: &str, data: Value) -> Result<Secret, Refusal> {
        let session = challenge::token()?;
        let state = State {
            progress: self.progress,
            data,
        };
        challenge::set(
            self.transaction,
            self.caller,
            kind,
            username,
            &session,
            &state,
            self.now,
        )?;
        Ok(session)
    }
}

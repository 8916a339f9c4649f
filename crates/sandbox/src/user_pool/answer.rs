//! An answer to a challenge, and the challenge that it opens again.

use base::Secret;
use rusqlite::Transaction;
use serde::de::DeserializeOwned;
use serde_json::Value;
use time::OffsetDateTime;

use super::account::Account;
use super::caller::Caller;
use super::challenge::{self, Kind};
use super::parameters::Parameters;
use super::round::Round;
use super::{UserPool, next_step};
use crate::wire::Refusal;

/// The members of RespondToAuthChallenge, with the client's secret proven.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    pub(super) caller: Caller,
    /// `USERNAME`, as names are kept.
    pub(super) name: String,
    pub(super) session: Option<Secret>,
    pub(super) responses: Parameters,
}

/// A challenge that waited for this answer.
pub(super) struct Opened<'a> {
    pub(super) round: Round<'a>,
    /// The user name, also of an account that does not exist.
    pub(super) username: String,
    pub(super) account: Option<Account>,
    data: Value,
    session: &'a Secret,
}

impl Answer {
    /// The challenge that this answers, if it is of this kind, was set to this user and still waits.
    pub(super) fn open<'a>(
        &'a self,
        pool: &'a UserPool,
        transaction: &'a Transaction<'a>,
        kind: Kind,
        now: OffsetDateTime,
    ) -> Result<Opened<'a>, Refusal> {
        let session = self.session()?;
        let account = Account::find(transaction, &self.name)?;
        let username = account
            .as_ref()
            .map_or_else(|| self.name.clone(), |account| account.username.clone());
        let state = challenge::find(transaction, &self.caller, kind, &username, session, now)?;
        if account.as_ref().is_some_and(|account| !account.enabled) {
            return Err(next_step::disabled());
        }
        Ok(Opened {
            round: Round {
                pool,
                caller: &self.caller,
                transaction,
                now,
                progress: state.progress,
            },
            username,
            account,
            data: state.data,
            session,
        })
    }

    pub(super) fn session(&self) -> Result<&Secret, Refusal> {
        self.session
            .as_ref()
            .ok_or_else(|| Refusal::invalid_parameter("Missing required parameter Session"))
    }
}

impl Opened<'_> {
    /// The account, for challenges that are never set to names without one.
    pub(super) fn existing(&mut self) -> Result<Account, Refusal> {
        self.account.take().ok_or_else(challenge::invalid)
    }

    /// What the challenge remembered.
    pub(super) fn data<T: DeserializeOwned>(&mut self) -> Result<T, Refusal> {
        Ok(serde_json::from_value(self.data.take())?)
    }

    /// The session cannot be used again.
    pub(super) fn close(&self) -> Result<(), rusqlite::Error> {
        challenge::close(self.round.transaction, self.session)
    }
}

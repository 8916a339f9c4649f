//! Whoever holds an access token: the account, app client and device that a signed-in action works on.

use base::Secret;
use rusqlite::{Connection, OptionalExtension, Transaction};
use time::OffsetDateTime;

use super::account::{Account, Status};
use super::caller::Caller;
use super::keys::TokenUse;
use super::{UserPool, claims, next_step};
use crate::wire::Refusal;

/// A user who is signed in.
#[derive(Debug)]
pub(super) struct Holder {
    pub(super) account: Account,
    /// The client that the token was given to.
    pub(super) caller: Caller,
    /// The token's scopes.
    pub(super) scope: String,
}

impl Holder {
    /// The holder of a token that is signed, in time, not revoked and good for the user pool's own API.
    pub(super) fn find(
        pool: &UserPool,
        connection: &Connection,
        access_token: &Secret,
        now: OffsetDateTime,
    ) -> Result<Self, Refusal> {
        Self::find_with_scope(pool, connection, access_token, claims::SCOPE, now)
    }

    /// The same for an endpoint that asks for another scope.
    pub(super) fn find_with_scope(
        pool: &UserPool,
        connection: &Connection,
        access_token: &Secret,
        needed: &str,
        now: OffsetDateTime,
    ) -> Result<Self, Refusal> {
        let invalid = || Refusal::not_authorized("Invalid Access Token");
        let claims = pool
            .keys
            .open(TokenUse::Access, access_token)
            .map_err(|_| invalid())?;
        if claims["exp"]
            .as_i64()
            .is_none_or(|exp| exp <= now.unix_timestamp())
        {
            return Err(Refusal::not_authorized("Access Token has expired"));
        }
        let scopes = claims["scope"].as_str().unwrap_or_default();
        if !scopes.split(' ').any(|scope| scope == needed) {
            return Err(Refusal::not_authorized(
                "Access Token does not have required scopes",
            ));
        }
        let origin_jti = claims["origin_jti"].as_str().ok_or_else(invalid)?;
        let revoked: Option<bool> = connection
            .query_row(
                "SELECT revoked FROM sign_ins WHERE origin_jti = ?1",
                [origin_jti],
                |row| row.get(0),
            )
            .optional()?;
        if revoked != Some(false) {
            return Err(Refusal::not_authorized("Access Token has been revoked"));
        }
        let sub = claims["sub"].as_str().ok_or_else(invalid)?;
        let account = Account::find_by_sub(connection, sub)?.ok_or_else(not_found)?;
        check_usable(&account)?;
        let client_id = claims["client_id"].as_str().ok_or_else(invalid)?;
        let caller = pool
            .caller(client_id)?
            .on_device(claims["device_key"].as_str().map(str::to_owned));
        Ok(Self {
            account,
            caller,
            scope: scopes.to_owned(),
        })
    }
}

/// The account was deleted.
pub(super) fn not_found() -> Refusal {
    Refusal::new("UserNotFoundException", "User does not exist.")
}

/// Refuses tokens of a user whom an administrator has since disabled or asked for a new password.
pub(super) fn check_usable(account: &Account) -> Result<(), Refusal> {
    if !account.enabled {
        return Err(next_step::disabled());
    }
    match account.status {
        Status::ResetRequired => Err(next_step::reset_required()),
        Status::Confirmed | Status::Unconfirmed | Status::ForceChangePassword | Status::ExternalProvider => {
            Ok(())
        }
    }
}

impl UserPool {
    /// Carries out a signed-in action in one transaction; the inner refusal is an outcome whose traces stay.
    pub(super) async fn act<T: Send + 'static>(
        &self,
        access_token: Secret,
        work: impl FnOnce(&Self, &Transaction<'_>, Holder, OffsetDateTime) -> Result<Result<T, Refusal>, Refusal>
        + Send
        + 'static,
    ) -> Result<T, Refusal> {
        self.settle(move |pool, transaction, now| {
            let holder = Holder::find(pool, transaction, &access_token, now)?;
            work(pool, transaction, holder, now)
        })
        .await
    }
}

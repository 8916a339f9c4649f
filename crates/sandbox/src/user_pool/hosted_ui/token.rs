//! The token endpoint's grants and revocation, for clients that have proven themselves.

use base::Secret;
use serde_json::Value;

use super::super::caller::Caller;
use super::super::{UserPool, refresh_tokens, tokens};
use super::code::{self, Presented};
use crate::oauth::Rejection;
use crate::settings::OAuthFlow;
use crate::wire::Refusal;

/// An app client whose secret, if it has one, was shown.
#[derive(Debug, Clone)]
pub(crate) struct Proven(Caller);

impl Proven {
    /// Whether the client may use this flow at the hosted UI.
    fn allows(&self, flow: OAuthFlow) -> bool {
        self.0.client().oauth.flows.contains(&flow)
    }
}

impl UserPool {
    /// The client of a request to the token or revocation endpoint. A client without a secret must not show one.
    pub(crate) fn prove_client(&self, client_id: &str, secret: Option<&Secret>) -> Result<Proven, Rejection> {
        let caller = self
            .caller(client_id)
            .map_err(|_| Rejection::invalid_client())?
            .at_hosted_ui();
        caller
            .check_secret(secret)
            .map_err(|_| Rejection::invalid_client())?;
        Ok(Proven(caller))
    }

    /// Tokens for a code, as an `AuthenticationResult`.
    pub(crate) async fn tokens_for_code(
        &self,
        client: Proven,
        presented: Presented,
    ) -> Result<Value, Rejection> {
        if !client.allows(OAuthFlow::Code) {
            return Err(Rejection::unauthorized_client());
        }
        let outcome = self
            .write(move |pool, transaction, now| code::redeem(pool, transaction, &client.0, &presented, now))
            .await;
        outcome.map_err(as_grant)?
    }

    /// Tokens for a refresh token, as an `AuthenticationResult`; with a new refresh token where the client rotates them.
    pub(crate) async fn tokens_for_refresh_token(
        &self,
        client: Proven,
        token: Secret,
    ) -> Result<Value, Rejection> {
        if !client.allows(OAuthFlow::Code) {
            return Err(Rejection::unauthorized_client());
        }
        self.settle(move |pool, transaction, now| {
            refresh_tokens::renew(pool, transaction, &client.0, &token, |_| Ok(()), now)
        })
        .await
        .map_err(as_grant)
    }

    /// Ends the sign-in of a refresh token (RFC 7009); a token that nobody knows is no error.
    pub(crate) async fn revoke_at_hosted_ui(&self, client: Proven, token: Secret) -> Result<(), Rejection> {
        if !client.0.client().revocation {
            return Err(
                Rejection::invalid_request().because("Token revocation is not enabled for this client.")
            );
        }
        if token.expose().split('.').count() == 3 {
            return Err(Rejection::new("unsupported_token_type"));
        }
        self.write(move |_, transaction, _| {
            if let Some(sign_in) = refresh_tokens::sign_in_of(transaction, &client.0, &token)? {
                tokens::revoke(transaction, &sign_in)?;
            }
            Ok(())
        })
        .await
        .map_err(Rejection::from)
    }
}

/// At the token endpoint every refusal of the pool is about the grant.
fn as_grant(refusal: Refusal) -> Rejection {
    if refusal.is("UserLambdaValidationException") {
        return Rejection::invalid_grant().because(refusal.message().to_owned());
    }
    match Rejection::from(refusal) {
        failure if failure.error == "server_error" => failure,
        _ => Rejection::invalid_grant(),
    }
}

//! Keeping a session, and ending it.

use std::sync::atomic::Ordering;

use aws_sdk_cognitoidentityprovider::types::AuthFlowType;
use base::Secret;
use flow::{Reason, Refusal};

use super::{UserPool, raw_tokens};
use crate::refusals;
use crate::tokens::RawTokens;

/// What a service answers that does not know an action at all.
const UNKNOWN_ACTION: [&str; 5] = [
    "UnknownOperationException",
    "UnknownOperation",
    "InvalidAction",
    "NotImplemented",
    "NotImplementedException",
];

impl UserPool {
    /// New tokens for a refresh token, not yet verified: the refresh token among them, which is the one to use from
    /// now on, must be stored before anything else is done. `username` is the one in the access token, `device` what
    /// the pool knows this computer by.
    pub(crate) async fn refresh(
        &self,
        refresh: &Secret,
        username: &str,
        device: Option<&str>,
    ) -> Result<RawTokens, Refusal> {
        match self.refresh_with(refresh, username, device).await {
            Err(refusal) if device.is_some() && may_mean_the_device(&refusal) => {
                self.refresh_with(refresh, username, None).await
            }
            other => other,
        }
    }

    async fn refresh_with(
        &self,
        refresh: &Secret,
        username: &str,
        device: Option<&str>,
    ) -> Result<RawTokens, Refusal> {
        let raw = if self.older_refresh.load(Ordering::Relaxed) {
            self.refresh_the_older_way(refresh, username, device).await?
        } else {
            match self.get_tokens_from_refresh_token(refresh, device).await {
                Err(refusal) if does_not_know(&refusal) => {
                    self.older_refresh.store(true, Ordering::Relaxed);
                    self.refresh_the_older_way(refresh, username, device).await?
                }
                other => other?,
            }
        };
        Ok(RawTokens {
            refresh: Some(raw.refresh.unwrap_or_else(|| refresh.clone())),
            ..raw
        })
    }

    async fn get_tokens_from_refresh_token(
        &self,
        refresh: &Secret,
        device: Option<&str>,
    ) -> Result<RawTokens, Refusal> {
        let output = self
            .client
            .get_tokens_from_refresh_token()
            .client_id(&self.pool.client_id)
            .set_client_secret(
                self.pool
                    .client_secret
                    .as_ref()
                    .map(|secret| secret.expose().clone()),
            )
            .refresh_token(refresh.expose())
            .set_device_key(device.map(str::to_owned))
            .send()
            .await
            .map_err(|error| refusals::read(&error, Reason::SessionEnded))?;
        let result = output.authentication_result.and_then(raw_tokens);
        Ok(result.ok_or(Reason::Garbled)?)
    }

    async fn refresh_the_older_way(
        &self,
        refresh: &Secret,
        username: &str,
        device: Option<&str>,
    ) -> Result<RawTokens, Refusal> {
        let mut request = self
            .client
            .initiate_auth()
            .client_id(&self.pool.client_id)
            .auth_flow(AuthFlowType::RefreshTokenAuth)
            .auth_parameters("REFRESH_TOKEN", refresh.expose());
        if let Some(hash) = self.hash(username) {
            request = request.auth_parameters("SECRET_HASH", hash);
        }
        if let Some(device) = device {
            request = request.auth_parameters("DEVICE_KEY", device);
        }
        let output = request
            .send()
            .await
            .map_err(|error| refusals::read(&error, Reason::SessionEnded))?;
        let result = output.authentication_result.and_then(raw_tokens);
        Ok(result.ok_or(Reason::Garbled)?)
    }

    /// Ends this session at the service: the refresh token and the access tokens born from it.
    pub(crate) async fn revoke(&self, refresh: &Secret) -> Result<(), Refusal> {
        self.client
            .revoke_token()
            .client_id(&self.pool.client_id)
            .set_client_secret(
                self.pool
                    .client_secret
                    .as_ref()
                    .map(|secret| secret.expose().clone()),
            )
            .token(refresh.expose())
            .send()
            .await
            .map(drop)
            .map_err(|error| refusals::read(&error, Reason::NotPermitted))
    }

    /// Ends all sessions of this person at the service.
    pub(crate) async fn global_sign_out(&self, access: &Secret) -> Result<(), Refusal> {
        self.client
            .global_sign_out()
            .access_token(access.expose())
            .send()
            .await
            .map(drop)
            .map_err(|error| refusals::read(&error, Reason::SessionEnded))
    }
}

/// Whether it may be the device that is refused, and not the token: the service says "Invalid Refresh Token" of both.
fn may_mean_the_device(refusal: &Refusal) -> bool {
    refusal.reason == Reason::DeviceUnknown || refusal.error.as_deref() == Some("NotAuthorizedException")
}

fn does_not_know(refusal: &Refusal) -> bool {
    refusal
        .error
        .as_deref()
        .is_some_and(|error| UNKNOWN_ACTION.contains(&error))
}

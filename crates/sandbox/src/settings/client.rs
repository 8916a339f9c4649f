//! The rules of one app client, named after the members of `UserPoolClientType` (cognito-idp 2016-04-18).

use base::Secret;
use serde::{Deserialize, Serialize, Serializer};
use time::Duration;

use super::oauth::OAuth;
use super::refused;
use crate::error::Error;
use crate::world::World;

/// One app client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientSettings {
    /// What calls name it by.
    pub client_id: String,
    /// What an administrator calls it.
    pub name: String,
    /// With a secret every unsigned call has to prove that it knows it.
    #[serde(default, serialize_with = "exposed")]
    pub secret: Option<Secret>,
    /// `ExplicitAuthFlows`.
    pub auth_flows: Vec<AuthFlow>,
    /// `PreventUserExistenceErrors`: whether names without an account are answered like the others.
    pub prevent_user_existence_errors: bool,
    /// `AuthSessionValidity`, in minutes, 3 to 15.
    pub session_validity: u32,
    /// How long an access token is good, in minutes, 5 to 1440.
    pub access_token_validity: u32,
    /// How long an ID token is good, in minutes, 5 to 1440.
    pub id_token_validity: u32,
    /// How long a refresh token is good, in minutes, 60 to 5 256 000.
    pub refresh_token_validity: u32,
    /// `RetryGracePeriodSeconds` when refresh tokens rotate, 0 to 60; nothing when they do not.
    #[serde(default)]
    pub refresh_rotation: Option<u32>,
    /// `EnableTokenRevocation`.
    pub revocation: bool,
    /// `EnablePropagateAdditionalUserContextData`: whether an `IpAddress` counts. Taken, without effect here.
    pub user_context: bool,
    /// What it may do at the hosted UI.
    #[serde(default)]
    pub oauth: OAuth,
}

/// `ExplicitAuthFlowsType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AuthFlow {
    /// USER_SRP_AUTH.
    #[serde(rename = "ALLOW_USER_SRP_AUTH")]
    UserSrp,
    /// USER_PASSWORD_AUTH.
    #[serde(rename = "ALLOW_USER_PASSWORD_AUTH")]
    UserPassword,
    /// USER_AUTH.
    #[serde(rename = "ALLOW_USER_AUTH")]
    User,
    /// CUSTOM_AUTH.
    #[serde(rename = "ALLOW_CUSTOM_AUTH")]
    Custom,
    /// REFRESH_TOKEN_AUTH.
    #[serde(rename = "ALLOW_REFRESH_TOKEN_AUTH")]
    RefreshToken,
    /// ADMIN_USER_PASSWORD_AUTH, which only `AdminInitiateAuth` knows.
    #[serde(rename = "ALLOW_ADMIN_USER_PASSWORD_AUTH")]
    AdminUserPassword,
}

impl ClientSettings {
    /// Whether the client may begin this flow.
    pub fn allows(&self, flow: AuthFlow) -> bool {
        self.auth_flows.contains(&flow)
    }

    /// How long a challenge waits for its answer.
    pub(crate) fn session_lives(&self) -> Duration {
        Duration::minutes(i64::from(self.session_validity))
    }

    pub(super) fn seeded(world: &World) -> Vec<Self> {
        let public = Self {
            client_id: world.client_id.clone(),
            name: "Gatehouse".to_owned(),
            secret: None,
            auth_flows: vec![
                AuthFlow::UserSrp,
                AuthFlow::UserPassword,
                AuthFlow::User,
                AuthFlow::Custom,
                AuthFlow::RefreshToken,
            ],
            prevent_user_existence_errors: true,
            session_validity: 3,
            access_token_validity: 60,
            id_token_validity: 60,
            refresh_token_validity: 30 * 24 * 60,
            refresh_rotation: None,
            revocation: true,
            user_context: false,
            oauth: OAuth::seeded(world),
        };
        let confidential = Self {
            client_id: world.secret_client_id.clone(),
            name: "Gatehouse with a secret".to_owned(),
            secret: Some(world.secret_client_secret.clone()),
            ..public.clone()
        };
        vec![public, confidential]
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        let word = |text: &str| !text.is_empty() && text.bytes().all(|c| c.is_ascii_alphanumeric());
        let wrong = if !word(&self.client_id) || self.client_id.len() > 128 {
            "a client id is 1 to 128 letters and digits"
        } else if self
            .secret
            .as_ref()
            .is_some_and(|secret| !(24..=64).contains(&secret.expose().len()) || !word(secret.expose()))
        {
            "a client secret is 24 to 64 letters and digits"
        } else if !(3..=15).contains(&self.session_validity) {
            "a session is valid for 3 to 15 minutes"
        } else if !(5..=1440).contains(&self.access_token_validity)
            || !(5..=1440).contains(&self.id_token_validity)
        {
            "ID and access tokens are good for 5 to 1440 minutes"
        } else if !(60..=5_256_000).contains(&self.refresh_token_validity) {
            "a refresh token is good for 60 to 5256000 minutes"
        } else if self.refresh_rotation.is_some_and(|grace| grace > 60) {
            "the grace period is 0 to 60 seconds"
        } else {
            return Ok(());
        };
        Err(refused(&format!("{wrong} ({})", self.name)))
    }
}

/// An administrator sees a password of the settings, and so does the database of the pretend service.
pub(super) fn exposed_text<S: Serializer>(secret: &Secret, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(secret.expose())
}

/// An administrator sees the secret of a client, and so does the database of the pretend service.
#[allow(clippy::ref_option, reason = "the shape that serde asks for")]
fn exposed<S: Serializer>(secret: &Option<Secret>, serializer: S) -> Result<S::Ok, S::Error> {
    secret
        .as_ref()
        .map(|secret| secret.expose().as_str())
        .serialize(serializer)
}

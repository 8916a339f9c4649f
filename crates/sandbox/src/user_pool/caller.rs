//! Who makes an unsigned call: an app client, which has to prove its secret if it has one, and the settings by which
//! the call is judged to its end.

use std::sync::Arc;

use aws_lc_rs::hmac;
use base::Secret;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use subtle::ConstantTimeEq;

use super::account::canonical;
use crate::settings::{ClientSettings, PoolSettings, Settings};
use crate::wire::Refusal;

/// The app client of one call. Cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct Caller {
    settings: Arc<Settings>,
    client: Arc<ClientSettings>,
    device_key: Option<String>,
    hosted_ui: bool,
}

impl Caller {
    /// The client of this id, which has proven nothing yet.
    pub(super) fn find(settings: Arc<Settings>, client_id: &str) -> Result<Self, Refusal> {
        let client = settings.client(client_id).cloned().map(Arc::new);
        match client {
            Some(client) => Ok(Self {
                settings,
                client,
                device_key: None,
                hosted_ui: false,
            }),
            None => Err(Refusal::not_found(format!(
                "User pool client {client_id} does not exist."
            ))),
        }
    }

    /// The same on a device that the user may have.
    pub(super) fn on_device(self, device_key: Option<String>) -> Self {
        Self { device_key, ..self }
    }

    /// The same at the hosted UI, which knows no devices.
    pub(super) fn at_hosted_ui(self) -> Self {
        Self {
            device_key: None,
            hosted_ui: true,
            ..self
        }
    }

    /// Whether the hosted UI speaks for the client.
    pub(super) fn is_hosted_ui(&self) -> bool {
        self.hosted_ui
    }

    /// The device that the call says it comes from; whether the user has it is not known yet.
    pub(super) fn device_key(&self) -> Option<&str> {
        self.device_key.as_deref()
    }

    pub(super) fn client(&self) -> &ClientSettings {
        &self.client
    }

    pub(super) fn pool(&self) -> &PoolSettings {
        &self.settings.pool
    }

    /// What a typed name is kept as.
    pub(super) fn name(&self, typed: &str) -> String {
        canonical(typed, self.pool().case_sensitive)
    }

    /// Whether names without an account are to be answered like the others.
    pub(super) fn hides_existence(&self) -> bool {
        self.client.prevent_user_existence_errors
    }

    /// What the operations around an account answer to a name without one, where that is not hidden.
    pub(super) fn no_such_user(&self) -> Refusal {
        Refusal::new(
            "UserNotFoundException",
            "Username/client id combination not found.",
        )
    }

    /// Refuses unless `hash` is base64(HMAC-SHA256(secret, username + client id)) over exactly the user name of this
    /// request. A client without a secret cannot have sent a right one.
    pub(super) fn check_hash(&self, username: &str, hash: Option<&str>) -> Result<(), Refusal> {
        let Some(given) = self.present(hash)? else {
            return Ok(());
        };
        let right = self
            .own_hash(username)
            .is_some_and(|hash| hash.as_bytes().ct_eq(given.as_bytes()).into());
        self.verified(right)
    }

    /// What the client itself would send as `SecretHash`; nothing where it has no secret.
    pub(super) fn own_hash(&self, username: &str) -> Option<String> {
        let secret = self.client.secret.as_ref()?;
        let key = hmac::Key::new(hmac::HMAC_SHA256, secret.expose().as_bytes());
        let tag = hmac::sign(&key, format!("{username}{}", self.client.client_id).as_bytes());
        Some(STANDARD.encode(tag))
    }

    /// Refuses unless `secret` is the client's own, where the API wants it as it is.
    pub(super) fn check_secret(&self, secret: Option<&Secret>) -> Result<(), Refusal> {
        let Some(given) = self.present(secret.map(|secret| secret.expose().as_str()))? else {
            return Ok(());
        };
        let right = self
            .client
            .secret
            .as_ref()
            .is_some_and(|secret| secret.expose().as_bytes().ct_eq(given.as_bytes()).into());
        self.verified(right)
    }

    fn present<'a>(&self, proof: Option<&'a str>) -> Result<Option<&'a str>, Refusal> {
        if proof.is_none() && self.client.secret.is_some() {
            return Err(Refusal::not_authorized(format!(
                "Client {} is configured for secret but secret was not received",
                self.client.client_id
            )));
        }
        Ok(proof)
    }

    fn verified(&self, right: bool) -> Result<(), Refusal> {
        if right {
            return Ok(());
        }
        Err(Refusal::not_authorized(format!(
            "Unable to verify secret hash for client {}",
            self.client.client_id
        )))
    }
}

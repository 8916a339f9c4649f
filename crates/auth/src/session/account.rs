//! What the owner does for the account's own actions: it lends the access token, and takes note of what they changed
//! on this device.

use base::Secret;
use flow::{Event, Reason};
use tokio::sync::oneshot;

use super::Managed;
use super::owner::Owner;
use crate::account::Access;
use crate::error::Error;
use crate::vault::KeptPasskey;

impl Owner {
    /// Lends the access token once it is another than `refused`.
    pub(super) fn lend(&mut self, refused: Option<Secret>, reply: oneshot::Sender<Result<Access, Error>>) {
        if self
            .live
            .as_ref()
            .is_some_and(|live| live.managed() == Managed::NoScope)
        {
            // Whoever asked may have left.
            let _ = reply.send(Err(Error::UserPool(Reason::ScopeMissing.into())));
            return;
        }
        self.wants.access.push((refused, reply));
        self.serve();
    }

    /// What a request of the person carries now.
    pub(super) fn present_access(&self) -> Option<Access> {
        let live = self.live.as_ref()?;
        let username = live.tokens.access.claims.username.clone();
        Some(Access {
            token: live.tokens.access.raw.clone(),
            device: self.device_key(&username),
            passkeys: self
                .contents
                .passkeys
                .iter()
                .filter(|passkey| passkey.username == username)
                .cloned()
                .collect(),
            username,
        })
    }

    /// What the pool knows this computer by, for this person: what their session was born on, or what is kept.
    pub(super) fn device_key(&self, username: &str) -> Option<String> {
        let live = self.live.as_ref().map(|live| &live.tokens.access.claims);
        live.filter(|claims| claims.username == username)
            .and_then(|claims| claims.device_key.clone())
            .or_else(|| Some(self.contents.devices.get(username)?.key.clone()))
    }

    /// The person has said whether this device is to be remembered.
    pub(super) fn device_answered(&mut self) {
        if let Some(live) = &mut self.live {
            live.ask_remember_device = false;
        }
    }

    /// The pool has forgotten a device; this one's keys are of no more use to it.
    pub(super) async fn device_forgotten(&mut self, key: &str) {
        if self.contents.devices.values().any(|device| device.key == key) {
            self.change_vault(|contents| contents.devices.retain(|_, device| device.key != key))
                .await;
        }
    }

    /// The pool knows a passkey that was made here.
    pub(super) async fn passkey_made(&mut self, passkey: KeptPasskey) {
        self.change_vault(|contents| contents.passkeys.push(passkey))
            .await;
    }

    /// The pool has forgotten a passkey.
    pub(super) async fn passkey_deleted(&mut self, id: &str) {
        if self
            .contents
            .passkeys
            .iter()
            .any(|passkey| passkey.credential_id == id)
        {
            self.change_vault(|contents| contents.passkeys.retain(|passkey| passkey.credential_id != id))
                .await;
        }
    }

    /// The account is gone: so is everything that this device keeps of it.
    pub(super) async fn account_deleted(&mut self) {
        let Some(live) = &self.live else { return };
        let username = live.tokens.access.claims.username.clone();
        let person = format!("/{}", live.tokens.id.claims.sub);
        let device = self.device_key(&username);
        self.leave(true).await;
        self.change_vault(|contents| {
            contents
                .devices
                .retain(|_, kept| Some(&kept.key) != device.as_ref());
            contents.passkeys.retain(|passkey| passkey.username != username);
            contents.identities.retain(|key, _| !key.ends_with(&person));
        })
        .await;
        self.step(Event::AccountDeleted).await;
    }
}

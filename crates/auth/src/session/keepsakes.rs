//! What sign-ins leave on this computer, and find there: the device that the pool tracks, and passkeys. A device is kept
//! only for whoever stays signed in here.

use flow::{Effect, Refusal};

use super::owner::Owner;
use crate::known::{Known, Learned};

impl Owner {
    /// What may help with this effect.
    pub(super) fn known(&self, effect: &Effect) -> Known {
        let (typed, user_id) = match effect {
            Effect::SignIn(_, credentials) | Effect::SignInAfterSignUp { credentials, .. } => {
                (credentials.username.as_str(), "")
            }
            Effect::Respond { challenged, .. } | Effect::VerifyTotp { challenged, .. } => (
                challenged.challenge.username.as_str(),
                challenged.user_id.as_str(),
            ),
            Effect::Restore(_)
            | Effect::VisitBrowser { .. }
            | Effect::EnterAsGuest(_)
            | Effect::PresentToken { .. }
            | Effect::SignUp(..)
            | Effect::ConfirmSignUp { .. }
            | Effect::ResendCode(..)
            | Effect::ForgotPassword(..)
            | Effect::ConfirmForgotPassword { .. }
            | Effect::SetUpTotp(..)
            | Effect::SignOut { .. } => return Known::default(),
        };
        let devices = &self.contents.devices;
        Known {
            device: devices.get(user_id).or_else(|| devices.get(typed)).cloned(),
            passkeys: self.contents.passkeys.clone(),
            learned: Learned::default(),
        }
    }

    /// Keeps what a sign-in brought to light. Says whether the person is to be asked to have this device remembered.
    pub(super) async fn keep_learned(&mut self, typed: &str, remember: bool, learned: Learned) -> bool {
        let Learned {
            gone,
            device,
            passkey,
        } = learned;
        let ask = device.as_ref().is_some_and(|device| device.ask);
        let device = device.filter(|_| remember);
        if gone.is_none() && device.is_none() && passkey.is_none() {
            return ask;
        }
        let typed = typed.to_owned();
        self.change_vault(|contents| {
            if let Some(gone) = gone {
                contents.devices.retain(|_, device| device.key != gone);
            }
            if let Some(new) = device {
                contents.devices.insert(typed, new.keys.clone());
                contents.devices.insert(new.username, new.keys);
            }
            if let Some(used) = passkey {
                let same = |kept: &&mut crate::vault::KeptPasskey| kept.credential_id == used.credential_id;
                if let Some(kept) = contents.passkeys.iter_mut().find(same) {
                    *kept = used;
                }
            }
        })
        .await;
        ask
    }

    /// A refusal with what this computer knows of when to try again.
    pub(super) fn advised(&mut self, username: &str, refusal: Refusal) -> Refusal {
        let (now, clock) = (self.shared.clock.local(), self.shared.clock.clone());
        let code_asked = self.flow.state().challenge().is_some();
        self.tries
            .refused(username, code_asked, refusal, now, clock.now(), |theirs| {
                clock.ours(theirs)
            })
    }
}

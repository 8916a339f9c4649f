//! Somebody comes in, is remembered, and leaves.

use flow::Reply;

use super::effects::{self, Ended};
use super::live::{Live, remember};
use super::owner::Owner;
use crate::error::Error;
use crate::tokens::{RawTokens, Tokens};
use crate::vault::Remembered;

impl Owner {
    /// Takes verified tokens for a session.
    pub(super) async fn enter(&mut self, typed: String, remembered: bool, tokens: Tokens) -> Reply {
        self.sign_ins += 1;
        self.alive_until = None;
        let sub = tokens.id.claims.sub.clone();
        let raw = RawTokens {
            id: tokens.id.raw.clone(),
            access: tokens.access.raw.clone(),
            refresh: tokens.refresh.clone(),
        };
        let live = Live {
            sign_in: self.sign_ins,
            typed: typed.clone(),
            refresh: tokens.refresh.clone(),
            identity: self.known_identity(&sub),
            role: self.chosen_role(&sub),
            linked: Vec::new(),
            keys_last: self
                .shared
                .identity_pool
                .as_ref()
                .map_or(time::Duration::ZERO, |pool| pool.longest()),
            remembered: false,
            by_browser: false,
            issued: None,
            ask_remember_device: false,
            doubted: false,
            tokens,
        };
        self.live = Some(live);
        self.visitor = None;
        if remembered {
            self.shared.vault.ask_again().await;
            self.keep(&raw).await;
        }
        Reply::SignedIn { sub, username: typed }
    }

    /// Stores the tokens of the live session in the vault.
    pub(super) async fn keep(&mut self, raw: &RawTokens) {
        let Some(live) = &mut self.live else { return };
        let Some(session) = remember(
            &live.typed,
            &live.tokens.access.claims.username,
            raw,
            live.by_browser,
        ) else {
            return;
        };
        let seat = self.seat.clone();
        let stored = self
            .change_vault(|contents| {
                contents.sessions.insert(seat, session);
            })
            .await;
        if let Some(live) = &mut self.live {
            live.remembered = stored;
        }
    }

    /// A sign-in that was given up came through after all: its tokens are not taken.
    pub(super) fn discard(&mut self, tokens: Tokens) {
        if let Some(refresh) = tokens.refresh {
            self.tasks
                .spawn(effects::discard(self.shared.user_pool.clone(), refresh));
        }
    }

    /// Forgets the session on this device. Returns what is needed to end it at the service.
    pub(super) async fn leave(&mut self, everywhere: bool) -> Option<Ended> {
        let username = self.live.as_ref()?.tokens.access.claims.username.clone();
        let device = self.device_key(&username);
        let live = self.live.take()?;
        if live.remembered {
            self.forget().await;
        }
        self.wants.refuse(&Error::NotSignedIn);
        let now = self.shared.clock.now();
        let until = live.lives_on_until(everywhere, now);
        self.alive_until = (until > now).then(|| self.shared.clock.ours(until));
        Some(Ended {
            device,
            expired: live.expired(self.shared.clock.now()),
            access: live.tokens.access.raw.clone(),
            username,
            refresh: live.refresh,
        })
    }

    /// Removes the session from the vault, and gives what was there.
    pub(super) async fn forget(&mut self) -> Option<Remembered> {
        let (seat, mut forgotten) = (self.seat.clone(), None);
        self.change_vault(|contents| forgotten = contents.sessions.remove(&seat))
            .await;
        forgotten
    }

    /// The identity id of this person, if it was ever learned.
    pub(super) fn known_identity(&self, sub: &str) -> Option<String> {
        let pool = self.shared.identity_pool.as_ref()?;
        let key = identity_key(pool.id(), sub);
        self.contents
            .identities
            .get(&key)
            .or_else(|| self.wants.identities_seen.get(&key))
            .cloned()
    }
}

/// Under which name an identity id is remembered.
pub(super) fn identity_key(identity_pool_id: &str, sub: &str) -> String {
    format!("{identity_pool_id}/{sub}")
}

//! Spending a refresh token, which may work only once. One process at a time spends that of a seat; whoever comes
//! second finds in the vault what the first one got, and takes it. An answer that was lost is asked for once more: the
//! service takes a token that it has just replaced for a little longer.

use std::sync::Arc;

use base::Secret;
use flow::{Reason, Refusal};

use super::effects::{Done, Whose};
use crate::refusals::ends_session;
use crate::seats::Shared;
use crate::tokens::RawTokens;
use crate::vault::{Remembered, Turn};

/// A refresh token to spend.
pub(super) struct Spending {
    pub(super) shared: Arc<Shared>,
    pub(super) seat: String,
    pub(super) whose: Whose,
    pub(super) refresh: Secret,
    /// The user name in the access token.
    pub(super) username: String,
    /// What the pool knows this computer by.
    pub(super) device: Option<String>,
    /// Whether the vault keeps this session.
    pub(super) remembered: bool,
    /// Whether it came by browser.
    pub(super) by_browser: bool,
}

impl Spending {
    /// Spends the token, or takes what another process got for it. The owner stores what comes before anything else is
    /// done with it.
    pub(super) async fn renew(self) -> Done {
        if !self.remembered {
            let result = self.spend(&self.refresh).await;
            return self.renewed(None, result);
        }
        let Some(turn) = self.shared.vault.refresh_turn(&self.seat).await else {
            return self.renewed(None, Err(Reason::Unreachable.into()));
        };
        let mut refresh = self.refresh.clone();
        match self.kept().await {
            Kept::Another(kept) => match self.take_over(&kept).await {
                Some(done) => return done,
                None => refresh = kept.refresh,
            },
            Kept::Same => {}
            Kept::Gone => return self.renewed(Some(turn), Err(Reason::SessionEnded.into())),
        }
        let result = self.spend(&refresh).await;
        if result.as_ref().is_err_and(ends_session)
            && let Kept::Another(kept) = self.kept().await
            && kept.refresh != refresh
        {
            if let Some(done) = self.take_over(&kept).await {
                return done;
            }
            let result = self.spend(&kept.refresh).await;
            return self.renewed(Some(turn), result);
        }
        self.renewed(Some(turn), result)
    }

    fn renewed(self, turn: Option<Turn>, result: Result<RawTokens, Refusal>) -> Done {
        Done::Renewed {
            whose: self.whose,
            turn,
            result,
        }
    }

    /// What the vault keeps of the session now.
    async fn kept(&self) -> Kept {
        let now = self.shared.vault.load().await;
        let lasting = now.lasting();
        let mut sessions = now.contents.sessions;
        match sessions.remove(&self.seat) {
            Some(kept) if kept.refresh != self.refresh => Kept::Another(Box::new(kept)),
            None if lasting => Kept::Gone,
            Some(_) | None => Kept::Same,
        }
    }

    /// The tokens that another process has stored, unless they are due to be renewed themselves.
    async fn take_over(&self, kept: &Remembered) -> Option<Done> {
        let result = match self.shared.user_pool.verify(kept.tokens()).await {
            Ok(tokens) if tokens.expires_at() - self.shared.clock.now() > tokens.ahead() => {
                Ok(Box::new(tokens))
            }
            Err(refusal) if !matches!(refusal.reason, Reason::Token(_)) => Err(refusal),
            Ok(_) | Err(_) => return None,
        };
        Some(Done::Checked {
            whose: self.whose,
            result,
        })
    }

    async fn spend(&self, refresh: &Secret) -> Result<RawTokens, Refusal> {
        match self.spend_once(refresh).await {
            Err(refusal) if refusal.reason == Reason::Unreachable => self.spend_once(refresh).await,
            other => other,
        }
    }

    /// A token is spent where it came from. One that came by browser is still worth trying at the user pool when the
    /// connection has lost its hosted UI.
    async fn spend_once(&self, refresh: &Secret) -> Result<RawTokens, Refusal> {
        match &self.shared.hosted_ui {
            Some(hosted_ui) if self.by_browser => hosted_ui.refresh(refresh).await,
            Some(_) | None => {
                let pool = &self.shared.user_pool;
                pool.refresh(refresh, &self.username, self.device.as_deref())
                    .await
            }
        }
    }
}

enum Kept {
    /// The session that was to be renewed.
    Same,
    /// One with another token.
    Another(Box<Remembered>),
    /// None: it was ended on this device.
    Gone,
}

//! A refresh in two stages: the refresh token that came is stored first, then the tokens are verified and taken. Only
//! the six final errors end a session; whatever else goes wrong leaves it as it is.

use flow::{Event, Reason, Refusal, Reply, TokenFault};

use super::effects::{self, Whose};
use super::live::remember;
use super::owner::Owner;
use crate::refusals::ends_session;
use crate::tokens::{RawTokens, Tokens};
use crate::vault::Turn;

impl Owner {
    /// `turn` keeps other processes waiting until the tokens are stored.
    pub(super) async fn renewed(
        &mut self,
        whose: Whose,
        turn: Option<Turn>,
        result: Result<RawTokens, Refusal>,
    ) {
        if !self.concerns_present(whose) {
            self.renewing = false;
            if let Ok(raw) = result {
                self.discard_raw(raw);
            }
            return;
        }
        match (whose, result) {
            (Whose::Live(_), Ok(raw)) => {
                if !self.store(&raw).await {
                    self.renewing = false;
                    self.discard_raw(raw);
                    return self.not_renewed(whose, Reason::SessionEnded.into()).await;
                }
                drop(turn);
                self.tasks
                    .spawn(effects::check(self.shared.user_pool.clone(), whose, raw));
            }
            (Whose::Remembered(_), Ok(raw)) => {
                self.replace_remembered(&raw).await;
                drop(turn);
                self.tasks
                    .spawn(effects::check(self.shared.user_pool.clone(), whose, raw));
            }
            (_, Err(refusal)) => self.not_renewed(whose, refusal).await,
        }
    }

    /// Stores new tokens of the live session, if it is remembered. Says no if it was ended on this device meanwhile, by
    /// another process.
    async fn store(&mut self, raw: &RawTokens) -> bool {
        let Some(live) = &mut self.live else { return false };
        live.refresh = raw.refresh.clone();
        !live.remembered || self.replace_remembered(raw).await
    }

    /// Replaces the tokens in the vault. Says whether any were there.
    async fn replace_remembered(&mut self, raw: &RawTokens) -> bool {
        let (seat, mut found) = (self.seat.clone(), false);
        self.change_vault(|contents| {
            if let Some(old) = contents.sessions.get_mut(&seat)
                && let Some(new) = remember(&old.typed, &old.username, raw, old.by_browser)
            {
                *old = new;
                found = true;
            }
        })
        .await;
        found
    }

    fn discard_raw(&mut self, raw: RawTokens) {
        if let Some(refresh) = raw.refresh {
            self.tasks
                .spawn(effects::discard(self.shared.user_pool.clone(), refresh));
        }
    }

    /// Whether the session that a task was about is still the one that is signed in, or that the vault holds.
    fn concerns_present(&self, whose: Whose) -> bool {
        match whose {
            Whose::Live(sign_in) => self.live.as_ref().is_some_and(|live| live.sign_in == sign_in),
            Whose::Remembered(_) => !self.live.as_ref().is_some_and(|live| live.remembered),
        }
    }

    pub(super) async fn checked(&mut self, whose: Whose, result: Result<Box<Tokens>, Refusal>) {
        match (whose, result) {
            (Whose::Remembered(ticket), Ok(tokens)) => {
                self.renewing = false;
                let kept = self.contents.sessions.get(&self.seat);
                let kept = kept.map(|session| (session.typed.clone(), session.by_browser));
                if let Some((typed, by_browser)) = kept
                    && self.flow.awaited() == Some(ticket)
                {
                    let reply = self.enter(typed, false, *tokens).await;
                    if let Some(live) = &mut self.live {
                        live.remembered = true;
                        live.by_browser = by_browser;
                    }
                    self.step(Event::Reply { ticket, reply }).await;
                }
            }
            (Whose::Live(sign_in), Ok(tokens)) => {
                self.renewing = false;
                match self.live.as_mut().filter(|live| live.sign_in == sign_in) {
                    Some(live) if live.tokens.id.claims.sub == tokens.id.claims.sub => {
                        live.refresh = tokens.refresh.clone().or(live.refresh.take());
                        live.tokens = *tokens;
                        self.wants.renewal = false;
                        self.serve();
                    }
                    Some(_) => {
                        self.not_renewed(whose, Reason::Token(TokenFault::Mismatch).into())
                            .await
                    }
                    None => self.discard(*tokens),
                }
            }
            (_, Err(refusal)) => self.not_renewed(whose, refusal).await,
        }
    }

    async fn not_renewed(&mut self, whose: Whose, refusal: Refusal) {
        self.renewing = false;
        if !self.concerns_present(whose) {
            return;
        }
        match whose {
            Whose::Remembered(ticket) => {
                let reply = if ends_session(&refusal) {
                    let forgotten = self.forget().await;
                    let typed = forgotten.map(|session| session.typed).unwrap_or_default();
                    Reply::NothingToRestore {
                        ended: Some((typed, refusal)),
                    }
                } else {
                    Reply::Refused(refusal)
                };
                self.step(Event::Reply { ticket, reply }).await;
            }
            Whose::Live(_) => {
                if ends_session(&refusal) {
                    self.leave(false).await;
                    self.step(Event::SessionEnded(refusal)).await;
                } else {
                    tracing::info!(%refusal, "the session could not be renewed and is kept");
                    self.serve_without_renewal(refusal);
                }
            }
        }
    }
}

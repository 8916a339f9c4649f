//! A refresh in two stages: the refresh token that came is stored first, then the tokens are verified and taken. Only
//! the six final errors end a session; whatever else goes wrong leaves it as it is.

use flow::{Event, Reason, Refusal, Reply, TokenFault};

use super::effects::{self, Whose};
use super::live::remember;
use super::owner::Owner;
use crate::refusals::ends_session;
use crate::tokens::{RawTokens, Tokens};

impl Owner {
    pub(super) async fn renewed(&mut self, whose: Whose, result: Result<RawTokens, Refusal>) {
        if !self.concerns_present(whose) {
            self.renewing = false;
            if let Ok(RawTokens {
                refresh: Some(refresh),
                ..
            }) = result
            {
                self.tasks
                    .spawn(effects::discard(self.shared.user_pool.clone(), refresh));
            }
            return;
        }
        match (whose, result) {
            (Whose::Live(_), Ok(raw)) => {
                if let Some(live) = &mut self.live {
                    live.refresh = raw.refresh.clone();
                    if live.remembered {
                        self.keep(&raw).await;
                    }
                }
                self.tasks
                    .spawn(effects::check(self.shared.user_pool.clone(), whose, raw));
            }
            (Whose::Remembered(_), Ok(raw)) => {
                let seat = self.seat.clone();
                self.change_vault(|contents| {
                    if let Some(old) = contents.sessions.get_mut(&seat)
                        && let Some(new) = remember(&old.typed, &old.username, &raw)
                    {
                        *old = new;
                    }
                })
                .await;
                self.tasks
                    .spawn(effects::check(self.shared.user_pool.clone(), whose, raw));
            }
            (_, Err(refusal)) => self.not_renewed(whose, refusal).await,
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
                let typed = self
                    .contents
                    .sessions
                    .get(&self.seat)
                    .map(|session| session.typed.clone());
                if let Some(typed) = typed
                    && self.flow.awaited() == Some(ticket)
                {
                    let reply = self.enter(typed, false, *tokens).await;
                    if let Some(live) = &mut self.live {
                        live.remembered = true;
                    }
                    self.step(Event::Reply { ticket, reply }).await;
                }
            }
            (Whose::Live(sign_in), Ok(tokens)) => {
                self.renewing = false;
                match self.live.as_mut().filter(|live| live.sign_in == sign_in) {
                    Some(live) if live.tokens.id.claims.sub == tokens.id.claims.sub => {
                        live.tokens = *tokens;
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
                    self.leave().await;
                    self.step(Event::SessionEnded(refusal)).await;
                } else {
                    tracing::info!(%refusal, "the session could not be renewed and is kept");
                    self.serve_without_renewal(refusal);
                }
            }
        }
    }
}

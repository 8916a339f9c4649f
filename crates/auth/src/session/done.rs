//! What became of tasks, and what the owner makes of it: tokens are taken or thrown away, refusals are told with what
//! this computer knows of when to try again, and the machine steps.

use flow::{Event, Intent, Reason, Reply, Ticket};

use super::effects::Done;
use super::owner::Owner;
use crate::user_pool::Round;

impl Owner {
    pub(super) async fn take(&mut self, done: Result<Done, tokio::task::JoinError>) {
        match done {
            Ok(Done::Round {
                ticket,
                typed,
                remember,
                result,
                learned,
            }) => {
                let awaited = self.flow.awaited() == Some(ticket);
                let ask = self.keep_learned(&typed, remember, learned).await;
                let reply = match result {
                    Ok(Round::SignedIn(tokens)) if awaited => {
                        self.tries.succeeded(&typed);
                        let reply = self.enter(typed, remember, *tokens).await;
                        if let Some(live) = &mut self.live {
                            live.ask_remember_device = ask;
                        }
                        reply
                    }
                    Ok(Round::SignedIn(tokens)) => return self.discard(*tokens),
                    Ok(Round::Challenged(challenged)) => {
                        self.tries.challenged(&challenged);
                        Reply::Challenged(challenged)
                    }
                    Err(refusal) => Reply::Refused(self.advised(&typed, refusal)),
                };
                self.answer(ticket, reply).await;
            }
            Ok(Done::Replied { ticket, reply }) => self.replied(ticket, reply).await,
            Ok(Done::Renewed { whose, turn, result }) => self.renewed(whose, turn, result).await,
            Ok(Done::Checked { whose, result }) => self.checked(whose, result).await,
            Ok(Done::Issued { sign_in, result }) => self.issued(sign_in, result).await,
            Ok(Done::Visited {
                ticket,
                remember,
                result,
            }) => self.visited(ticket, remember, result).await,
            Ok(Done::ProviderFound {
                ticket,
                login,
                result,
            }) => self.visit_provider(ticket, login, result).await,
            Ok(Done::BrowserNotOpened(ticket)) => self.step(Event::BrowserNotOpened(ticket)).await,
            Ok(Done::RoleTried {
                sign_in,
                role,
                reply,
                result,
            }) => self.role_tried(sign_in, role, reply, result).await,
            Ok(Done::Entered { ticket, result }) => self.entered(ticket, result).await,
            Ok(Done::Aside) => {}
            Err(error) => {
                tracing::error!(%error, "a task of the session failed");
                self.renewing = false;
                self.wants.flight_lost();
                if let Some(ticket) = self.flow.awaited() {
                    let reply = Reply::Refused(Reason::Unexpected.into());
                    self.step(Event::Reply { ticket, reply }).await;
                }
            }
        }
    }

    /// Steps the machine by a reply; one to a quiet question may end its being asked.
    async fn answer(&mut self, ticket: Ticket, reply: Reply) {
        if !self.flow.busy() && self.flow.awaited() == Some(ticket) {
            self.tries.looked(&reply);
        }
        self.step(Event::Reply { ticket, reply }).await;
    }

    async fn replied(&mut self, ticket: Ticket, reply: Reply) {
        let username = self.flow.state().username().to_owned();
        let reply = if let Reply::Refused(refusal) = reply {
            Reply::Refused(self.advised(&username, refusal))
        } else {
            let resets = self.flow.awaits_reset_code();
            self.tries
                .sent(&reply, &username, resets, self.shared.clock.local());
            reply
        };
        self.answer(ticket, reply).await;
    }

    /// Signs in quietly while a code is asked for, because the account may have been confirmed by a link. Not for ever.
    pub(super) async fn look_for_confirmation(&mut self) {
        if self.flow.awaited().is_none() && self.flow.can_check_confirmed() {
            if self.tries.may_look() {
                self.step(Event::Intent(Intent::CheckConfirmed { quiet: true }))
                    .await;
            }
        } else if !self.flow.can_check_confirmed() {
            self.tries.look_anew();
        }
    }
}

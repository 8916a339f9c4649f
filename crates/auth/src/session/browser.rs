//! The owner's part in a sign-in by browser: it begins a visit, ends it when nobody waits for it any more, and takes
//! what came of it.

use std::sync::Arc;

use base::Secret;
use flow::{Event, Reason, Refusal, Reply, Ticket};
use tokio::sync::{mpsc, oneshot};

use super::effects::Done;
use super::entry::{self, Presented};
use super::owner::Owner;
use crate::hosted_ui::{BrowserAnswerError, Delivered, Found, Visit};
use crate::session::Session;
use crate::session::command::Command;
use crate::tokens::{RawTokens, Tokens};

/// A visit under way. It ends when this is dropped.
pub(super) struct Visiting {
    ticket: Ticket,
    link: Secret,
    by_hand: mpsc::Sender<Delivered>,
}

impl Session {
    /// The address that the browser was sent to, for whoever opens it by hand; none while no visit runs. It is for the
    /// person's own browser only.
    pub async fn browser_link(&self) -> Option<Secret> {
        let (reply, answer) = oneshot::channel();
        self.owner.send(Command::BrowserLink { reply }).await.ok()?;
        answer.await.ok().flatten()
    }

    /// Takes what was brought back otherwise than by the browser itself: the address of the callback, pasted or as a
    /// deep link, or the code in it.
    ///
    /// # Errors
    ///
    /// [`BrowserAnswerError`]; the visit goes on.
    pub async fn browser_answer(&self, text: Secret) -> Result<(), BrowserAnswerError> {
        let (reply, answer) = oneshot::channel();
        let delivered = Delivered { text, reply };
        self.owner
            .send(Command::BrowserAnswer(delivered))
            .await
            .map_err(|_| BrowserAnswerError::NoVisit)?;
        answer.await.map_err(|_| BrowserAnswerError::NoVisit)?
    }
}

impl Owner {
    /// Opens the way back, and then the browser. A provider that the identity pool trusts itself is asked first where its
    /// pages are.
    pub(super) async fn visit_browser(
        &mut self,
        ticket: Ticket,
        provider: Option<&str>,
        username: &str,
        remember: bool,
    ) {
        let known = self
            .shared
            .providers
            .iter()
            .find(|known| provider.is_some_and(|name| known.is(name)));
        if let Some(known) = known.cloned() {
            let hint = username.to_owned();
            self.tasks.spawn(async move {
                Done::ProviderFound {
                    ticket,
                    login: known.login().to_owned(),
                    result: known.begin(&hint).await.map(Box::new),
                }
            });
            return;
        }
        let begun = match &self.shared.hosted_ui {
            Some(hosted_ui) => hosted_ui.begin(provider, username).await,
            None => Err(Reason::NoHostedUi.into()),
        };
        let visit = match begun {
            Ok(visit) => visit,
            Err(refusal) => {
                let reply = Reply::Refused(refusal);
                return self.step(Event::Reply { ticket, reply }).await;
            }
        };
        let delivered = self.begin_visit(ticket, &visit);
        let shared = Arc::clone(&self.shared);
        self.tasks.spawn(async move {
            let result = match (visit.answer(delivered).await, &shared.hosted_ui) {
                (Some(Ok(code)), Some(hosted_ui)) => Some(hosted_ui.tokens(code, &shared.user_pool).await),
                (Some(Err(refusal)), _) => Some(Err(refusal)),
                (None, _) | (_, None) => None,
            };
            Done::Visited {
                ticket,
                remember,
                result: result.map(|tokens| tokens.map(Box::new)),
            }
        });
    }

    /// Opens the browser at a provider that was found. What it issues goes to the identity pool; nothing of it is kept
    /// when the app is closed.
    pub(super) async fn visit_provider(
        &mut self,
        ticket: Ticket,
        login: String,
        found: Result<Box<Found>, Refusal>,
    ) {
        if self.flow.awaited() != Some(ticket) {
            return;
        }
        let Found { visit, redeems } = match found {
            Ok(found) => *found,
            Err(refusal) => {
                let reply = Reply::Refused(refusal);
                return self.step(Event::Reply { ticket, reply }).await;
            }
        };
        let delivered = self.begin_visit(ticket, &visit);
        let pool = self.shared.identity_pool.clone();
        self.tasks.spawn(async move {
            let token = match visit.answer(delivered).await {
                Some(Ok(code)) => redeems.id_token(code).await,
                Some(Err(refusal)) => Err(refusal),
                None => return Done::Aside,
            };
            match token {
                Ok(token) => {
                    let presented = Presented {
                        provider: login,
                        token,
                        identity: None,
                    };
                    entry::by_token(pool, ticket, presented).await
                }
                Err(refusal) => Done::Entered {
                    ticket,
                    result: Err(refusal),
                },
            }
        });
    }

    fn begin_visit(&mut self, ticket: Ticket, visit: &Visit) -> mpsc::Receiver<Delivered> {
        let (by_hand, delivered) = Visit::by_hand();
        let link = visit.link();
        self.open_browser(ticket, link.clone());
        self.visiting = Some(Visiting {
            ticket,
            link,
            by_hand,
        });
        delivered
    }

    fn open_browser(&mut self, ticket: Ticket, link: Secret) {
        let browser = Arc::clone(&self.shared.browser);
        self.tasks.spawn(async move {
            match browser.open(link.expose()).await {
                Ok(()) => Done::Aside,
                Err(_) => Done::BrowserNotOpened(ticket),
            }
        });
    }

    /// Ends a visit that nobody waits for any more.
    pub(super) fn end_left_visit(&mut self) {
        let awaited = self.flow.awaited();
        if self
            .visiting
            .as_ref()
            .is_some_and(|visiting| Some(visiting.ticket) != awaited)
        {
            self.visiting = None;
        }
    }

    /// Whether there is an address that can be opened by hand.
    pub(super) fn has_browser_link(&self) -> bool {
        self.visiting.is_some()
    }

    pub(super) fn browser_link(&self) -> Option<Secret> {
        self.visiting.as_ref().map(|visiting| visiting.link.clone())
    }

    /// Hands something on to the visit. Where none runs, whoever brought it is told so by the reply's being dropped.
    pub(super) fn deliver(&self, delivered: Delivered) {
        if let Some(visiting) = &self.visiting
            && visiting.by_hand.try_send(delivered).is_err()
        {
            tracing::debug!("what was brought back for a visit finds nobody");
        }
    }

    /// A visit is over.
    pub(super) async fn visited(
        &mut self,
        ticket: Ticket,
        remember: bool,
        result: Option<Result<Box<Tokens>, Refusal>>,
    ) {
        let awaited = self.flow.awaited() == Some(ticket);
        let reply = match result {
            Some(Ok(tokens)) if awaited => self.enter_by_browser(remember, *tokens).await,
            Some(Ok(tokens)) => return self.discard(*tokens),
            Some(Err(refusal)) => Reply::Refused(refusal),
            None => return,
        };
        self.step(Event::Reply { ticket, reply }).await;
    }

    async fn enter_by_browser(&mut self, remember: bool, tokens: Tokens) -> Reply {
        let raw = RawTokens {
            id: tokens.id.raw.clone(),
            access: tokens.access.raw.clone(),
            refresh: tokens.refresh.clone(),
        };
        let typed = tokens.id.claims.name_to_sign_in_with();
        let reply = self.enter(typed, false, tokens).await;
        if let Some(live) = &mut self.live {
            live.by_browser = true;
        }
        if remember {
            self.keep(&raw).await;
        }
        reply
    }

    /// Has the browser end its own session, where the connection wants that.
    pub(super) fn sign_out_of_browser(&mut self) {
        let address = self
            .shared
            .hosted_ui
            .as_ref()
            .and_then(|hosted_ui| hosted_ui.sign_out_address());
        let Some(address) = address else { return };
        let browser = Arc::clone(&self.shared.browser);
        self.tasks.spawn(async move {
            if let Err(error) = browser.open(&address).await {
                tracing::info!(%error, "the browser stays signed in");
            }
            Done::Aside
        });
    }
}

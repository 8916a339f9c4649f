//! Somebody who is in without a session of the user pool: a guest, or whoever another provider named. There is nothing
//! to renew by and nothing is remembered: once what the provider issued has ended, so has the stay. A guest's identity
//! is kept for the connection, so that a guest stays the same guest; it is never anybody's who signs in.

use flow::{Effect, Event, Reason, Refusal, Reply, State, Ticket};
use time::OffsetDateTime;

use super::effects::{self, Entry};
use super::entry::{self, Presented};
use super::owner::Owner;
use super::presence::identity_key;
use super::{Account, Managed};
use crate::chain::Facts;
use crate::credentials::AHEAD;
use crate::error::{Error, IdentityReason};
use crate::identity_pool::{Issued, Logins, Wanted};

/// Stands for the subject in the name under which a guest's identity is kept; no subject is called so.
const GUEST: &str = "guest";

/// Somebody who is in without a session of the user pool.
pub(super) struct Visitor {
    pub(super) sign_in: u64,
    pub(super) entrant: Entrant,
    pub(super) issued: Issued,
}

/// Who wants to come in, and who says so.
#[derive(Debug, Clone)]
pub(crate) struct Entrant {
    /// What to call them; empty for a guest.
    pub(crate) username: String,
    pub(crate) email: Option<String>,
    /// Nobody for a guest.
    pub(crate) logins: Logins,
    pub(crate) identity: Option<String>,
}

impl Entrant {
    pub(super) fn is_guest(&self) -> bool {
        self.logins.is_empty()
    }

    pub(super) fn wanted(&self) -> Wanted {
        Wanted {
            identity: self.identity.clone(),
            logins: self.logins.clone(),
            role: None,
            session_name: self.username.clone(),
        }
    }
}

impl Visitor {
    pub(super) fn account(&self) -> Account {
        Account {
            sub: self.issued.identity_id.clone(),
            username: self.entrant.username.clone(),
            email: self.entrant.email.clone(),
            phone: None,
            name: None,
            groups: Vec::new(),
            roles: Vec::new(),
            preferred_role: None,
            role: None,
            identities: Vec::new(),
            managed: Managed::NoScope,
            identity_id: Some(self.issued.identity_id.clone()),
            guest: self.entrant.is_guest(),
            remembered: false,
            ask_remember_device: false,
            lives_on: time::Duration::ZERO,
            sign_in: self.sign_in,
        }
    }

    fn wanted(&self) -> Wanted {
        Wanted {
            identity: Some(self.issued.identity_id.clone()),
            ..self.entrant.wanted()
        }
    }
}

impl Owner {
    /// The identity that guests of this connection have on this computer.
    pub(super) fn guest_identity(&self) -> Option<String> {
        self.known_identity(GUEST)
    }

    /// Lets a guest in, or whoever brings something from another provider.
    pub(super) fn begin_entry(&mut self, effect: Effect) {
        let pool = self.shared.identity_pool.clone();
        match effect {
            Effect::EnterAsGuest(ticket) => {
                let known = self.guest_identity();
                self.tasks.spawn(entry::as_guest(pool, ticket, known));
            }
            Effect::PresentToken {
                ticket,
                provider,
                token,
                identity_id,
            } => {
                let presented = Presented {
                    provider,
                    token,
                    identity: identity_id,
                };
                self.tasks.spawn(entry::by_token(pool, ticket, presented));
            }
            Effect::Restore(_)
            | Effect::SignIn(..)
            | Effect::SignInAfterSignUp { .. }
            | Effect::SignUp(..)
            | Effect::ConfirmSignUp { .. }
            | Effect::ResendCode(..)
            | Effect::ForgotPassword(..)
            | Effect::ConfirmForgotPassword { .. }
            | Effect::Respond { .. }
            | Effect::SetUpTotp(..)
            | Effect::VerifyTotp { .. }
            | Effect::VisitBrowser { .. }
            | Effect::SignOut { .. } => {}
        }
    }

    /// Somebody came in, or did not.
    pub(super) async fn entered(&mut self, ticket: Ticket, result: Result<Box<Entry>, Refusal>) {
        if self.flow.awaited() != Some(ticket) {
            return;
        }
        let reply = match result {
            Ok(entry) => {
                let Entry { entrant, issued } = *entry;
                self.sign_ins += 1;
                self.alive_until = None;
                let guest = entrant.is_guest();
                let reply = if guest {
                    Reply::EnteredAsGuest
                } else {
                    Reply::SignedIn {
                        sub: issued.identity_id.clone(),
                        username: entrant.username.clone(),
                    }
                };
                let identity = issued.identity_id.clone();
                self.visitor = Some(Visitor {
                    sign_in: self.sign_ins,
                    entrant,
                    issued,
                });
                if guest {
                    self.keep_guest(identity).await;
                }
                reply
            }
            Err(refusal) => Reply::Refused(refusal),
        };
        self.step(Event::Reply { ticket, reply }).await;
    }

    async fn keep_guest(&mut self, identity: String) {
        let Some(pool) = &self.shared.identity_pool else {
            return;
        };
        let key = identity_key(pool.id(), GUEST);
        if self.contents.identities.get(&key) != Some(&identity) {
            self.change_vault(|contents| {
                contents.identities.insert(key, identity);
            })
            .await;
        }
    }

    /// Serves whoever waits, where somebody is in without a session of the user pool.
    pub(super) fn serve_visitor(&mut self) {
        let (Some(visitor), Some(pool)) = (&self.visitor, &self.shared.identity_pool) else {
            return self.wants.refuse(&Error::NotSignedIn);
        };
        self.wants.refuse_others(visitor.sign_in);
        self.wants.refuse_account(&Error::NotSignedIn);
        self.wants.give_identity(&visitor.issued.identity_id);
        if fresh(&visitor.issued, self.shared.clock.now()) {
            return self.wants.give(&visitor.issued);
        }
        if self.wants.may_issue() {
            self.tasks
                .spawn(effects::issue(pool.clone(), visitor.sign_in, visitor.wanted()));
        }
    }

    /// Takes new credentials, or ends the stay where none can be had any more.
    pub(super) async fn issued_to_visitor(&mut self, result: Result<Issued, Error>) {
        let now = self.shared.clock.now();
        let Some(visitor) = &mut self.visitor else { return };
        match result {
            Ok(issued) => {
                self.wants.give(&issued);
                let identity = issued.identity_id.clone();
                visitor.issued = issued;
                if visitor.entrant.is_guest() {
                    self.keep_guest(identity).await;
                }
            }
            Err(_) if visitor.issued.expires_at > now => self.wants.give(&visitor.issued),
            Err(error) => {
                let ended = !visitor.entrant.is_guest() && is_final(&error);
                self.wants.refuse(&error);
                if ended {
                    self.visitor = None;
                    self.step(Event::SessionEnded(Reason::SessionEnded.into())).await;
                }
            }
        }
    }

    /// Whether the screen is one of somebody who is in.
    pub(super) fn is_inside(&self) -> bool {
        matches!(self.flow.state(), State::Guest | State::SignedIn { .. })
    }

    /// A visitor who went back to the sign-in form is gone.
    pub(super) fn see_visitor_off(&mut self) {
        if !self.is_inside() && self.visitor.take().is_some() {
            self.wants.refuse(&Error::NotSignedIn);
        }
    }

    /// Sends a visitor away; says whether there was one. Their credentials last until they end.
    pub(super) fn visitor_leaves(&mut self) -> bool {
        let Some(visitor) = self.visitor.take() else {
            return false;
        };
        self.wants.refuse(&Error::NotSignedIn);
        let until = visitor.issued.expires_at;
        self.alive_until = (until > self.shared.clock.now()).then(|| self.shared.clock.ours(until));
        true
    }

    /// What the session of whoever is in rests on.
    pub(super) fn facts(&self) -> Option<Facts> {
        if let Some(live) = &self.live {
            return Some(live.facts(self.shared.identity_pool.as_ref()?));
        }
        let visitor = self.visitor.as_ref()?;
        Some(Facts {
            sign_in: visitor.sign_in,
            logins: visitor.entrant.logins.clone(),
            linked: Vec::new(),
            id_token: None,
            roles: Vec::new(),
            preferred: None,
        })
    }
}

fn fresh(issued: &Issued, now: OffsetDateTime) -> bool {
    issued.expires_at - now > AHEAD
}

/// Whether it will not get better by asking again with the same token.
fn is_final(error: &Error) -> bool {
    matches!(
        error,
        Error::IdentityPool {
            reason: IdentityReason::TokenExpired
                | IdentityReason::TokenRefused
                | IdentityReason::ProviderNotTrusted
                | IdentityReason::IdentityNotUsable
                | IdentityReason::NotAuthorized,
            ..
        }
    )
}

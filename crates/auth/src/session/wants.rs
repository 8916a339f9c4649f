//! Who waits for credentials or for the identity id, and how they are served: one flight at a time for everybody,
//! first the tokens, then the credentials.

use std::collections::HashMap;

use base::Secret;
use flow::{Reason, Refusal};
use tokio::sync::oneshot;

use super::effects::{self, Whose};
use super::owner::Owner;
use super::presence::identity_key;
use super::role::refuses_role;
use super::spending::Spending;
use crate::account::Access;
use crate::error::{Error, IdentityReason};
use crate::identity_pool::Issued;

/// The role that is to be tried, and whom to answer.
pub(super) type RoleWanted = (Option<String>, Waiting<()>);

type Waiting<T> = oneshot::Sender<Result<T, Error>>;

/// The waiting, and what was learned for them.
#[derive(Default)]
pub(super) struct Wants {
    /// For which sign-in, and whom to answer.
    pub(super) credentials: Vec<(u64, Waiting<Issued>)>,
    pub(super) identities: Vec<Waiting<String>>,
    /// Which access token was refused, and whom to give another.
    pub(super) access: Vec<(Option<Secret>, Waiting<Access>)>,
    /// Whether the tokens are to be renewed whatever their age.
    pub(super) renewal: bool,
    /// Identity ids of sessions that are not remembered, for as long as the app runs.
    pub(super) identities_seen: HashMap<String, String>,
    pub(super) roles: Vec<RoleWanted>,
    issuing: bool,
}

impl Wants {
    fn any(&self) -> bool {
        !self.credentials.is_empty() || !self.identities.is_empty()
    }

    /// Tells everybody why not. Whoever has left does not hear it.
    pub(super) fn refuse(&mut self, error: &Error) {
        for (_, waiting) in self.credentials.drain(..) {
            let _ = waiting.send(Err(error.clone()));
        }
        for waiting in self.identities.drain(..) {
            let _ = waiting.send(Err(error.clone()));
        }
        self.refuse_account(error);
    }

    /// Tells those who want to do something with their account why not.
    pub(super) fn refuse_account(&mut self, error: &Error) {
        for (_, waiting) in self.access.drain(..) {
            let _ = waiting.send(Err(error.clone()));
        }
        for (_, waiting) in self.roles.drain(..) {
            let _ = waiting.send(Err(error.clone()));
        }
    }

    /// Begins a flight for credentials that somebody waits for, unless one is under way.
    pub(super) fn may_issue(&mut self) -> bool {
        self.any() && self.begin_flight()
    }

    /// Begins a flight, unless one is under way.
    pub(super) fn begin_flight(&mut self) -> bool {
        !std::mem::replace(&mut self.issuing, true)
    }

    pub(super) fn end_flight(&mut self) {
        self.issuing = false;
    }

    /// Whether somebody was refused with this access token.
    fn refused(&self, token: &Secret) -> bool {
        self.access
            .iter()
            .any(|(refused, _)| refused.as_ref() == Some(token))
    }

    /// Tells those who were refused with this access token that there is no other.
    fn refuse_another(&mut self, token: &Secret, error: &Error) {
        let refused = |refused: &Option<Secret>| refused.as_ref() == Some(token);
        for (_, waiting) in self.access.extract_if(.., |(token, _)| refused(token)) {
            let _ = waiting.send(Err(error.clone()));
        }
    }

    fn lend(&mut self, access: &Access) {
        for (_, waiting) in self.access.drain(..) {
            let _ = waiting.send(Ok(access.clone()));
        }
    }

    /// A flight will not come back.
    pub(super) fn flight_lost(&mut self) {
        self.issuing = false;
        self.refuse(&Error::UserPool(Reason::Unexpected.into()));
    }

    pub(super) fn give(&mut self, issued: &Issued) {
        for (_, waiting) in self.credentials.drain(..) {
            let _ = waiting.send(Ok(issued.clone()));
        }
        self.give_identity(&issued.identity_id);
    }

    pub(super) fn give_identity(&mut self, identity: &str) {
        for waiting in self.identities.drain(..) {
            let _ = waiting.send(Ok(identity.to_owned()));
        }
    }

    /// Refuses those who ask for another sign-in than the present one.
    pub(super) fn refuse_others(&mut self, sign_in: u64) {
        for (_, waiting) in self.credentials.extract_if(.., |(wanted, _)| *wanted != sign_in) {
            let _ = waiting.send(Err(Error::NotSignedIn));
        }
    }
}

impl Owner {
    /// Renews the tokens if that is due, and serves whoever waits as far as that is possible now.
    pub(super) fn serve(&mut self) {
        let Some(live) = &self.live else {
            return self.serve_visitor();
        };
        self.wants.refuse_others(live.sign_in);
        if self.renewing {
            return;
        }
        let due = self.wants.renewal || live.stale(self.shared.clock.now());
        if due || self.wants.refused(&live.tokens.access.raw) {
            self.renew();
        } else {
            self.serve_present();
        }
    }

    fn serve_present(&mut self) {
        if let Some(access) = self.present_access() {
            self.wants.lend(&access);
        }
        self.serve_credentials();
    }

    /// Serves with what there is, for as long as it is of use.
    pub(super) fn serve_without_renewal(&mut self, refusal: Refusal) {
        let Some(live) = &self.live else {
            return self.wants.refuse(&Error::NotSignedIn);
        };
        if live.expired(self.shared.clock.now()) {
            self.wants.refuse(&Error::UserPool(refusal));
        } else {
            self.wants
                .refuse_another(&live.tokens.access.raw, &Error::UserPool(refusal));
            self.serve_present();
        }
    }

    fn renew(&mut self) {
        let Some(live) = &self.live else { return };
        let Some(refresh) = live.refresh.clone() else {
            return self.serve_without_renewal(Reason::SessionEnded.into());
        };
        let username = live.tokens.access.claims.username.clone();
        let spending = Spending {
            shared: self.shared.clone(),
            seat: self.seat.clone(),
            whose: Whose::Live(live.sign_in),
            device: self.device_key(&username),
            refresh,
            username,
            remembered: live.remembered,
            by_browser: live.by_browser,
        };
        self.renewing = true;
        self.tasks.spawn(spending.renew());
    }

    fn serve_credentials(&mut self) {
        if self.try_role() {
            return;
        }
        let Some(live) = &self.live else { return };
        if !self.wants.any() {
            return;
        }
        let Some(pool) = self.shared.identity_pool.clone() else {
            return self.wants.refuse(&Error::NoIdentityPool);
        };
        if let Some(identity) = &live.identity {
            self.wants.give_identity(identity);
        }
        if let Some(issued) = live.fresh_credentials(self.shared.clock.now()) {
            return self.wants.give(issued);
        }
        if self.wants.may_issue() {
            let wanted = live.wanted(&pool);
            self.tasks.spawn(effects::issue(pool, live.sign_in, wanted));
        }
    }

    pub(super) async fn issued(&mut self, sign_in: u64, result: Result<Issued, Error>) {
        self.wants.end_flight();
        if self
            .visitor
            .as_ref()
            .is_some_and(|visitor| visitor.sign_in == sign_in)
        {
            return self.issued_to_visitor(result).await;
        }
        let Some(live) = self.live.as_mut().filter(|live| live.sign_in == sign_in) else {
            return self.serve();
        };
        match result {
            Ok(issued) => {
                live.doubted = false;
                live.issued = Some(issued.clone());
                self.wants.give(&issued);
                self.learn_identity(issued.identity_id).await;
                self.serve();
            }
            Err(error) if live.role.is_some() && refuses_role(&error) => {
                tracing::info!(%error, "the role that was chosen is given up");
                self.take_role(None).await;
                self.serve();
            }
            Err(Error::IdentityPool {
                reason: IdentityReason::TokenExpired,
                ..
            }) if !live.doubted => {
                live.doubted = true;
                self.renew();
            }
            Err(error) => match live.usable_credentials(self.shared.clock.now()) {
                Some(issued) => self.wants.give(issued),
                None => self.wants.refuse(&error),
            },
        }
    }

    pub(super) async fn learn_identity(&mut self, identity: String) {
        let (Some(live), Some(pool)) = (&mut self.live, &self.shared.identity_pool) else {
            return;
        };
        if live.identity.as_ref() == Some(&identity) {
            return;
        }
        live.identity = Some(identity.clone());
        let key = identity_key(pool.id(), &live.tokens.id.claims.sub);
        if live.remembered {
            self.change_vault(|contents| {
                contents.identities.insert(key, identity);
            })
            .await;
        } else {
            self.wants.identities_seen.insert(key, identity);
        }
    }
}

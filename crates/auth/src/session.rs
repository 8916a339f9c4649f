//! A session as its callers hold it: a sender to the task that owns it.

mod account;
mod browser;
pub(crate) mod command;
mod done;
mod effects;
mod entry;
mod jump;
mod keepsakes;
mod links;
mod live;
pub(crate) mod owner;
mod pending;
mod presence;
mod renewal;
mod role;
mod spending;
mod tries;
mod visitor;
mod wants;

use std::sync::Arc;

use aws_credential_types::provider::SharedCredentialsProvider;
use base::{Clock, Secret};
use flow::{Intent, Scene};
use thiserror::Error;
use tokio::sync::{mpsc, oneshot, watch};

use crate::credentials::Provider;
use crate::error::Error;
use crate::identity_pool::Issued;
use crate::pool::{Parts, Pool};
use crate::seats::{Seats, Shared};
use crate::tokens::{DecodedToken, TokenUse};
use crate::vault::VaultState;
use command::Command;
use owner::Owner;

const QUEUE: usize = 32;

/// A sender to the owner of a session.
#[derive(Debug, Clone)]
pub struct Session {
    pub(crate) owner: mpsc::Sender<Command>,
    pub(crate) snapshots: watch::Receiver<Snapshot>,
    pub(crate) shared: Arc<Shared>,
}

/// The session is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the session is closed")]
pub struct Closed;

/// All that may be known of a session at one moment. Never a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// What the person sees.
    pub scene: Scene,
    /// Who is signed in.
    pub account: Option<Account>,
    /// Whether sessions can be remembered.
    pub vault: VaultState,
    /// Whether the sealed sessions of before could not be opened, and lie aside.
    pub vault_set_aside: bool,
    /// Until when what was issued lives on after a sign-out, whatever is revoked: the ID token and the credentials of
    /// AWS, by this computer's clock.
    pub alive_until: Option<time::OffsetDateTime>,
    /// Whether there is an address to sign in at that can be opened by hand.
    pub browser_link: bool,
    /// How far the service's clock is ahead of this computer's, by its latest answer.
    pub skew: time::Duration,
}

/// Who is signed in, by the verified ID token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The subject identifier.
    pub sub: String,
    /// The user name, as the pool knows it.
    pub username: String,
    /// The email address.
    pub email: Option<String>,
    /// The telephone number.
    pub phone: Option<String>,
    /// The name: `name`, else given and family name.
    pub name: Option<String>,
    /// The groups.
    pub groups: Vec<String>,
    /// The roles that the groups bring, as ARNs.
    pub roles: Vec<String>,
    /// The role of the group that comes first.
    pub preferred_role: Option<String>,
    /// The accounts elsewhere by which the person signs in; empty for accounts of the pool's own.
    pub identities: Vec<FederatedIdentity>,
    /// What of the account can be managed with this session.
    pub managed: Managed,
    /// The role that the person has chosen among them.
    pub role: Option<String>,
    /// The identity pool's id for this person, once known.
    pub identity_id: Option<String>,
    /// Whether it is nobody in particular.
    pub guest: bool,
    /// Whether the session survives closing the app.
    pub remembered: bool,
    /// Whether the pool wants to know if this device is to be remembered.
    pub ask_remember_device: bool,
    /// How long after a sign-out everywhere something may live on that it cannot take back: an ID token of just now, and
    /// the credentials that it buys at its last moment.
    pub lives_on: time::Duration,
    /// Grows with every sign-in: a provider of an earlier one is of no use to this one.
    pub sign_in: u64,
}

/// An account elsewhere. Source: the claim `identities`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FederatedIdentity {
    /// The provider's name in the user pool.
    pub provider: String,
    /// Its kind, as the pool names it: `Google`, `SAML`, `OIDC` and so on.
    pub provider_type: String,
    /// The person's id there.
    pub user_id: String,
}

/// What of an account can be managed with a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Managed {
    /// All of it.
    Here,
    /// Attributes only: password and second factors are those of an account elsewhere.
    Elsewhere,
    /// Nothing: the access token lacks the scope for it.
    NoScope,
}

impl Session {
    /// Starts the owner of a session that shares nothing. It begins by looking for what is remembered under `seat` and by
    /// fetching the pool's keys. Must be called inside a tokio runtime.
    pub fn open(pool: Pool, parts: Parts, seat: String) -> Self {
        Seats::new(pool, &parts).open(seat)
    }

    /// Starts the owner of a seat's session.
    pub(crate) fn begin(shared: Arc<Shared>, seat: String) -> Self {
        let (sender, commands) = mpsc::channel(QUEUE);
        let (owner, snapshots) = Owner::new(shared.clone(), seat);
        tokio::spawn(owner.run(commands));
        Self {
            owner: sender,
            snapshots,
            shared,
        }
    }

    /// Says what the person wants, and returns when the sign-in has settled: no answer of the service is awaited.
    ///
    /// # Errors
    ///
    /// [`Closed`]. A refusal is no error; it is part of the next [`Snapshot`].
    pub async fn tell(&self, intent: Intent) -> Result<(), Closed> {
        let (settled, wait) = oneshot::channel();
        self.owner
            .send(Command::Tell { intent, settled })
            .await
            .map_err(|_| Closed)?;
        wait.await.map_err(|_| Closed)
    }

    /// The snapshots, the latest first.
    pub fn watch(&self) -> watch::Receiver<Snapshot> {
        self.snapshots.clone()
    }

    /// Credentials of the person who is signed in now: single-flight, renewed five minutes ahead. The provider serves
    /// this sign-in only ([`Account::sign_in`]); after another one, ask for another and build new clients with it,
    /// because the SDK caches by provider. They end by [`Session::clock`], which those clients must be given.
    pub fn credentials(&self) -> SharedCredentialsProvider {
        let sign_in = self
            .snapshots
            .borrow()
            .account
            .as_ref()
            .map_or(0, |account| account.sign_in);
        SharedCredentialsProvider::new(Provider {
            owner: self.owner.clone(),
            sign_in,
        })
    }

    /// Forgets the present credentials of a sign-in ([`Account::sign_in`]), because a service refused them before their
    /// time; whoever asks next gets others.
    pub async fn credentials_refused(&self, sign_in: u64) {
        // An owner that is gone gives out nothing.
        let _ = self.owner.send(Command::CredentialsRefused { sign_in }).await;
    }

    /// The same credentials with what the service said of them.
    pub(crate) async fn issued(&self) -> Result<Issued, Error> {
        let account = self.snapshots.borrow().account.clone();
        let provider = Provider {
            owner: self.owner.clone(),
            sign_in: account.ok_or(Error::NotSignedIn)?.sign_in,
        };
        provider.ask().await
    }

    /// The service's clock, as far as its answers tell: requests that are signed by it are accepted even where this
    /// computer's clock is wrong.
    pub fn clock(&self) -> Arc<dyn Clock> {
        Arc::new(self.shared.clock.clone())
    }

    /// Has the session look at the clock now rather than within seconds, because it was moved. A session that is busy looks
    /// when it would have.
    pub fn look(&self) {
        self.owner.try_send(Command::Look).ok();
    }

    /// The identity pool's id for the person who is signed in.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn identity_id(&self) -> Result<String, Error> {
        let (reply, answer) = oneshot::channel();
        self.owner
            .send(Command::IdentityId { reply })
            .await
            .map_err(|_| Error::Closed)?;
        answer.await.map_err(|_| Error::Closed)?
    }

    /// The ID and the access token, decoded; empty when nobody is signed in.
    pub async fn tokens(&self) -> Vec<DecodedToken> {
        let (reply, answer) = oneshot::channel();
        if self.owner.send(Command::Tokens { reply }).await.is_err() {
            return Vec::new();
        }
        answer.await.unwrap_or_default()
    }

    /// A token as it was issued, signature and all; none where nobody is signed in to the user pool. Every use is a place
    /// to review: it goes to the person's own clipboard and nowhere else.
    pub async fn token(&self, token: TokenUse) -> Option<Secret> {
        let (reply, answer) = oneshot::channel();
        self.owner.send(Command::Token { token, reply }).await.ok()?;
        answer.await.ok().flatten()
    }

    /// Ends the owner; a refresh that is under way is waited for, because its token must not be lost. A remembered
    /// session stays in the vault.
    pub async fn close(self) {
        let (closed, wait) = oneshot::channel();
        if self.owner.send(Command::Close { closed }).await.is_ok() {
            // The owner may have ended before it could answer, which is just as well.
            let _ = wait.await;
        }
    }
}

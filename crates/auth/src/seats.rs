//! A connection as its seats share it: the clients of both pools, the vault, the service's clock. A seat is one
//! person's place: its session has an owner, tokens and a vault entry of its own.

use std::fmt;
use std::sync::Arc;

use base::Secret;
use flow::Field;

use crate::hosted_ui::{Browser, HostedUiClient, ProviderClient};
use crate::identity_pool::IdentityPool;
use crate::pool::{Parts, Pool, SignUpRules};
use crate::session::Session;
use crate::skew::ServerClock;
use crate::user_pool::UserPool;
use crate::vault::Vault;

/// The seats of one connection. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Seats(pub(crate) Arc<Shared>);

/// What the seats of a connection share.
pub(crate) struct Shared {
    pub(crate) user_pool: Arc<UserPool>,
    pub(crate) identity_pool: Option<Arc<IdentityPool>>,
    pub(crate) hosted_ui: Option<HostedUiClient>,
    /// The providers that the identity pool trusts itself and that people sign in at by browser.
    pub(crate) providers: Vec<Arc<ProviderClient>>,
    pub(crate) browser: Arc<dyn Browser>,
    pub(crate) vault: Vault,
    pub(crate) clock: ServerClock,
    /// What the pool asks at sign-up.
    pub(crate) sign_up: Vec<Field>,
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared").finish_non_exhaustive()
    }
}

impl Seats {
    /// The seats of the connection with this pool. Nobody sits yet.
    pub fn new(pool: Pool, parts: &Parts) -> Self {
        let clock = ServerClock::new(parts.clock.clone());
        let sign_up = pool.sign_up.as_ref().map(SignUpRules::fields).unwrap_or_default();
        Self(Arc::new(Shared {
            identity_pool: IdentityPool::new(&pool, parts, clock.clone()).map(Arc::new),
            vault: Vault::new(&pool, parts.vault_folder.clone(), parts.keys.clone()),
            hosted_ui: HostedUiClient::new(&pool, parts.onlooker.clone()),
            providers: ProviderClient::all(&pool, parts, &clock),
            browser: parts.browser.clone(),
            user_pool: Arc::new(UserPool::new(pool, parts, clock.clone())),
            clock,
            sign_up,
        }))
    }

    /// The seats of the connection with this pool, and with the client secret that the vault keeps for it, if any.
    pub async fn with_kept_secret(pool: Pool, parts: &Parts) -> Self {
        let seats = Self::new(pool.clone(), parts);
        match seats.client_secret().await {
            Some(secret) => Self::new(
                Pool {
                    client_secret: Some(secret),
                    ..pool
                },
                parts,
            ),
            None => seats,
        }
    }

    /// Keeps the secret of the connection's app client, sealed; it counts for seats that are made from now on. Says
    /// whether it survives closing the app.
    pub async fn store_client_secret(&self, secret: Secret) -> bool {
        let now = self
            .0
            .vault
            .change(|contents| contents.client_secret = Some(secret));
        now.await.lasting()
    }

    /// The secret of the connection's app client, if one is kept.
    pub async fn client_secret(&self) -> Option<Secret> {
        self.0.vault.load().await.contents.client_secret
    }

    /// Forgets everything that this computer keeps for the connection: sessions, identities, devices, the client
    /// secret. To be asked when the connection is deleted, after its sessions are closed.
    pub async fn forget(self) {
        self.0.vault.forget().await;
    }

    /// The seats whose sessions are remembered, or whose sign-in stands at a question.
    pub async fn remembered(&self) -> Vec<String> {
        let contents = self.0.vault.load().await.contents;
        let mut seats: Vec<String> = contents.sessions.into_keys().collect();
        seats.extend(contents.pending.into_keys());
        seats.sort();
        seats.dedup();
        seats
    }

    /// Starts the owner of a seat's session, as [`Session::open`]. One session at a time has a seat.
    pub fn open(&self, seat: String) -> Session {
        Session::begin(self.0.clone(), seat)
    }
}

//! Does what `flow` asks: user pool calls, SRP, token verification, the identity pool and the vault. One task owns
//! a session ([`Session`] is a sender to it); nothing else steps the machine, holds tokens or opens the vault.
//! Wording, screens and the account list are elsewhere: `api` and `store`.

mod account;
mod api_call;
mod chain;
mod credentials;
mod error;
mod hosted_ui;
mod identity_pool;
mod installation;
mod known;
mod outward;
mod passkey;
mod pool;
mod refusals;
mod seats;
mod secret_hash;
mod session;
mod skew;
mod srp;
mod tokens;
mod user_pool;
mod vault;

pub use account::{Attribute, Device, Factor, FactorState, Factors, Passkey, Profile, Sent};
pub use api_call::{ApiAnswer, ApiCall, ApiCallError, ApiProof};
pub use chain::{Chain, ChainFlow, IdTokenFacts, RoleReason};
pub use error::{Error, IdentityReason};
pub use hosted_ui::{Browser, BrowserAnswerError, BrowserError};
pub use outward::{Incoming, Onlooker, Outgoing};
pub use pool::{
    AttributeKind, AttributeRule, Developer, ExternalProvider, HostedProvider, HostedProviderKind, HostedUi,
    IdentityFlow, IdentityPoolPlan, OidcProvider, Parts, PasswordPolicy, Pool, SignInName, SignUpRules,
};
pub use seats::Seats;
pub use secret_hash::secret_hash;
pub use session::{Account, Closed, FederatedIdentity, Managed, Session, Snapshot};
pub use tokens::{DecodedToken, TokenUse};
pub use vault::{FIRST_SEAT, KeyStore, KeyStoreError, MemoryReason, VaultState};

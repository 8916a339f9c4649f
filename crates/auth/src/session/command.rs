//! What callers ask of a session's owner.

use base::Secret;
use flow::Intent;
use tokio::sync::oneshot;

use crate::account::Access;
use crate::chain::Facts;
use crate::error::Error;
use crate::hosted_ui::Delivered;
use crate::identity_pool::Issued;
use crate::tokens::{DecodedToken, TokenUse};
use crate::vault::KeptPasskey;

/// What callers ask of the owner.
#[derive(Debug)]
pub(crate) enum Command {
    /// The time of day has moved.
    Look,
    Tell {
        intent: Intent,
        settled: oneshot::Sender<()>,
    },
    Credentials {
        sign_in: u64,
        reply: oneshot::Sender<Result<Issued, Error>>,
    },
    /// The credentials of this sign-in were refused before their time.
    CredentialsRefused {
        sign_in: u64,
    },
    IdentityId {
        reply: oneshot::Sender<Result<String, Error>>,
    },
    Tokens {
        reply: oneshot::Sender<Vec<DecodedToken>>,
    },
    /// A token as it is; nothing where nobody is signed in to the user pool.
    Token {
        token: TokenUse,
        reply: oneshot::Sender<Option<Secret>>,
    },
    /// What the session rests on; nothing where nobody is in.
    Facts {
        reply: oneshot::Sender<Option<Facts>>,
    },
    ChooseRole {
        role: Option<String>,
        reply: oneshot::Sender<Result<(), Error>>,
    },
    /// A login was linked, and credentials came of it; or it was unlinked.
    Linked {
        sign_in: u64,
        login: String,
        issued: Option<Box<Issued>>,
    },
    /// The access token, once it is another than the one that was refused.
    Access {
        refused: Option<Secret>,
        reply: oneshot::Sender<Result<Access, Error>>,
    },
    /// Where the browser was sent to; none while no visit runs.
    BrowserLink {
        reply: oneshot::Sender<Option<Secret>>,
    },
    /// Something that was brought back by hand.
    BrowserAnswer(Delivered),
    DeviceAnswered,
    DeviceForgotten {
        key: String,
    },
    PasskeyMade(Box<KeptPasskey>),
    PasskeyDeleted {
        id: String,
    },
    AccountDeleted {
        settled: oneshot::Sender<()>,
    },
    Close {
        closed: oneshot::Sender<()>,
    },
}

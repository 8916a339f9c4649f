//! What is sealed: the remembered session of each seat, sign-ins that stand at a question, and what outlives a session:
//! identity ids, device keys, passkeys,
//! chosen roles, the client secret. The older form with a single session is read, and written anew in this one.

use std::collections::BTreeMap;

use base::Secret;
use serde::Deserialize;
use zeroize::Zeroizing;

use super::FIRST_SEAT;
use super::written::Written;
use crate::tokens::RawTokens;

/// The form that is written. A file of a higher one is of a newer version of the app.
pub(super) const FORM: u32 = 2;

/// All that a vault holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub(crate) struct Contents {
    /// The remembered sessions, by seat.
    #[serde(default)]
    pub(crate) sessions: BTreeMap<String, Remembered>,
    /// Sign-ins that stand at a question, by seat; what is kept of one is the owner's to write and to read.
    #[serde(default)]
    pub(crate) pending: BTreeMap<String, Secret>,
    /// The identity pool's ids, by identity pool and subject identifier.
    #[serde(default)]
    pub(crate) identities: BTreeMap<String, String>,
    /// What the pool knows this computer by, by the user name in the access token.
    #[serde(default)]
    pub(crate) devices: BTreeMap<String, DeviceKeys>,
    /// The passkeys that this app keeps itself.
    #[serde(default)]
    pub(crate) passkeys: Vec<KeptPasskey>,
    /// The roles that people have chosen, by seat and subject identifier.
    #[serde(default)]
    pub(crate) roles: BTreeMap<String, String>,
    /// The secret of the connection's app client.
    #[serde(default)]
    pub(crate) client_secret: Option<Secret>,
}

/// A session that survives closing the app.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Remembered {
    /// The name that the person signed in with.
    pub(crate) typed: String,
    /// The user name in the access token.
    pub(crate) username: String,
    pub(crate) refresh: Secret,
    pub(crate) id: Secret,
    pub(crate) access: Secret,
    /// Whether it began in the browser.
    #[serde(default)]
    pub(crate) by_browser: bool,
}

/// What a pool that tracks devices knows this computer by. Source: `NewDeviceMetadataType`, `ConfirmDevice`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct DeviceKeys {
    pub(crate) key: String,
    pub(crate) group: String,
    /// Made here; the pool has its verifier.
    pub(crate) password: Secret,
}

/// A passkey of this app's own authenticator.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct KeptPasskey {
    /// Base64url.
    pub(crate) credential_id: String,
    pub(crate) relying_party: String,
    /// Base64url.
    pub(crate) user_handle: String,
    /// The user name in the access token of whoever registered it.
    pub(crate) username: String,
    /// COSE key, base64url.
    pub(crate) private_key: Secret,
    /// Signatures so far.
    pub(crate) counter: u32,
}

/// Why bytes that were sealed by this app are not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unreadable {
    /// They make no sense.
    Damaged,
    /// A newer version of the app wrote them.
    Newer,
}

#[derive(Deserialize)]
struct Stored {
    #[serde(default = "oldest")]
    form: u32,
    /// The one session of the oldest form.
    session: Option<Remembered>,
    #[serde(flatten)]
    contents: Contents,
}

#[derive(Deserialize)]
struct Form {
    #[serde(default = "oldest")]
    form: u32,
}

fn oldest() -> u32 {
    1
}

impl Contents {
    /// Takes in what was kept elsewhere meanwhile; where both know something, that counts.
    pub(crate) fn take_in(&mut self, other: Self) {
        self.sessions.extend(other.sessions);
        self.pending.extend(other.pending);
        self.identities.extend(other.identities);
        self.devices.extend(other.devices);
        self.roles.extend(other.roles);
        let new = |kept: &KeptPasskey| {
            self.passkeys
                .iter()
                .all(|known| known.credential_id != kept.credential_id)
        };
        let passkeys: Vec<KeptPasskey> = other.passkeys.into_iter().filter(new).collect();
        self.passkeys.extend(passkeys);
        self.client_secret = other.client_secret.or(self.client_secret.take());
    }

    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The one place where secrets are written out; what comes of it is sealed at once.
    pub(super) fn to_bytes(&self) -> Option<Zeroizing<Vec<u8>>> {
        serde_json::to_vec(&Written::of(self)).ok().map(Zeroizing::new)
    }

    pub(super) fn from_bytes(bytes: &[u8]) -> Result<Self, Unreadable> {
        let Form { form } = serde_json::from_slice(bytes).map_err(|_| Unreadable::Damaged)?;
        if form > FORM {
            return Err(Unreadable::Newer);
        }
        let stored: Stored = serde_json::from_slice(bytes).map_err(|_| Unreadable::Damaged)?;
        let mut contents = stored.contents;
        if stored.form == oldest()
            && let Some(session) = stored.session
        {
            contents.sessions.insert(FIRST_SEAT.to_owned(), session);
        }
        Ok(contents)
    }
}

impl Remembered {
    /// The tokens, which count for nothing before they are verified again.
    pub(crate) fn tokens(&self) -> RawTokens {
        RawTokens {
            id: self.id.clone(),
            access: self.access.clone(),
            refresh: Some(self.refresh.clone()),
        }
    }
}

//! What is sealed: the remembered session and the identity ids, which outlive it.

use std::collections::BTreeMap;

use base::Secret;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::tokens::RawTokens;

/// All that a vault holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub(crate) struct Contents {
    pub(crate) session: Option<Remembered>,
    /// The identity pool's ids, by identity pool and subject identifier.
    #[serde(default)]
    pub(crate) identities: BTreeMap<String, String>,
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
}

#[derive(Serialize)]
struct Written<'a> {
    session: Option<WrittenSession<'a>>,
    identities: &'a BTreeMap<String, String>,
}

#[derive(Serialize)]
struct WrittenSession<'a> {
    typed: &'a str,
    username: &'a str,
    refresh: &'a str,
    id: &'a str,
    access: &'a str,
}

impl Contents {
    pub(super) fn is_empty(&self) -> bool {
        self.session.is_none() && self.identities.is_empty()
    }

    /// The one place where tokens are written out; what comes of it is sealed at once.
    pub(super) fn to_bytes(&self) -> Option<Zeroizing<Vec<u8>>> {
        let session = self.session.as_ref().map(|session| WrittenSession {
            typed: &session.typed,
            username: &session.username,
            refresh: session.refresh.expose(),
            id: session.id.expose(),
            access: session.access.expose(),
        });
        let written = Written {
            session,
            identities: &self.identities,
        };
        serde_json::to_vec(&written).ok().map(Zeroizing::new)
    }

    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok()
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

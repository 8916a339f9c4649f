//! The pool's keys: one RSA pair for ID tokens, one for access tokens, and a secret for answers that must look the
//! same every time without telling anything. Made once, kept in the database.

use std::fmt;

use aws_lc_rs::digest::SHA256_OUTPUT_LEN;
use aws_lc_rs::error::Unspecified;
use aws_lc_rs::hmac;
use base::Secret;
use serde_json::{Value, json};

use crate::db::Database;
use crate::error::Error;
use crate::random;
use crate::signing::{self, SigningKey, TokenFault};

/// Which of the two tokens a key signs; the `token_use` claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenUse {
    Id,
    Access,
}

impl TokenUse {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Access => "access",
        }
    }
}

pub(super) struct Keys {
    id: SigningKey,
    access: SigningKey,
    hiding: hmac::Key,
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys")
    }
}

impl Keys {
    /// Reads the keys, or makes those that are missing.
    pub(super) async fn load(database: &Database) -> Result<Self, Error> {
        let (id, access) = tokio::try_join!(
            SigningKey::load(database, TokenUse::Id.as_str()),
            SigningKey::load(database, TokenUse::Access.as_str())
        )?;
        let hiding = signing::stored(database, "hiding").await?;
        let hiding = match hiding {
            Some((_, secret)) => secret,
            None => {
                let secret = Secret::new(random::bytes::<32>()?.to_vec());
                signing::store(database, "hiding", String::new(), secret.clone()).await?;
                secret
            }
        };
        Ok(Self {
            id,
            access,
            hiding: hmac::Key::new(hmac::HMAC_SHA256, hiding.expose()),
        })
    }

    /// A JWS in compact form (RFC 7515) over `claims`, RS256.
    pub(super) fn sign(&self, token_use: TokenUse, claims: &Value) -> Result<Secret, Unspecified> {
        self.key(token_use).sign_token(claims)
    }

    /// The claims of a token that this pool signed for `token_use`; times are not judged here.
    pub(super) fn open(&self, token_use: TokenUse, token: &Secret) -> Result<Value, TokenFault> {
        if signing::unverified_claims(token)?["token_use"] != token_use.as_str() {
            return Err(TokenFault::Malformed);
        }
        self.key(token_use).open_token(token)
    }

    /// The pool's JSON Web Key Set (RFC 7517).
    pub(super) fn public(&self) -> Value {
        json!({ "keys": [self.id.public(), self.access.public()] })
    }

    /// Bytes that nobody without the key can tell from random, always the same for the same `purpose` and `name`.
    pub(super) fn conceal(&self, purpose: &str, name: &str) -> [u8; SHA256_OUTPUT_LEN] {
        let tag = hmac::sign(&self.hiding, format!("{purpose}\n{name}").as_bytes());
        let mut bytes = [0; SHA256_OUTPUT_LEN];
        bytes.copy_from_slice(tag.as_ref());
        bytes
    }

    fn key(&self, token_use: TokenUse) -> &SigningKey {
        match token_use {
            TokenUse::Id => &self.id,
            TokenUse::Access => &self.access,
        }
    }
}

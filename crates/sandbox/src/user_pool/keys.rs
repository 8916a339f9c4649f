//! The pool's keys: one RSA pair for ID tokens, one for access tokens, and a secret for answers that must look the
//! same every time without telling anything. Made once, kept in the database.

use std::fmt;

use aws_lc_rs::digest::SHA256_OUTPUT_LEN;
use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::error::Unspecified;
use aws_lc_rs::hmac;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, UnparsedPublicKey};
use base::Secret;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use rusqlite::{OptionalExtension, params};
use serde_json::{Value, json};

use crate::db::{Database, DatabaseError};
use crate::error::Error;
use crate::random;

/// The table of this file; it outlives a reset.
pub(super) const SCHEMA: &str =
    "CREATE TABLE signing_keys (name TEXT PRIMARY KEY, key_id TEXT NOT NULL, secret BLOB NOT NULL) STRICT;";

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

/// Why a token does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenFault {
    /// Not a token of the expected kind at all.
    Malformed,
    /// Not signed by this pool.
    Forged,
}

pub(super) struct Keys {
    id: SigningKey,
    access: SigningKey,
    hiding: hmac::Key,
}

struct SigningKey {
    key_id: String,
    pair: KeyPair,
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys")
    }
}

impl Keys {
    /// Reads the keys, or makes those that are missing; making takes a second or two, off the async threads.
    pub(super) async fn load(database: &Database) -> Result<Self, Error> {
        let (id, access) = tokio::try_join!(
            signing_key(database, TokenUse::Id),
            signing_key(database, TokenUse::Access)
        )?;
        let hiding = stored(database, "hiding").await?;
        let hiding = match hiding {
            Some((_, secret)) => secret,
            None => {
                let secret = Secret::new(random::bytes::<32>()?.to_vec());
                store(database, "hiding", String::new(), secret.clone()).await?;
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
        let key = self.key(token_use);
        let header = json!({ "kid": key.key_id, "alg": "RS256" });
        let text = format!("{}.{}", segment(&header), segment(claims));
        let mut signature = vec![0; key.pair.public_modulus_len()];
        key.pair.sign(
            &RSA_PKCS1_SHA256,
            &SystemRandom::new(),
            text.as_bytes(),
            &mut signature,
        )?;
        Ok(Secret::new(format!(
            "{text}.{}",
            URL_SAFE_NO_PAD.encode(signature)
        )))
    }

    /// The claims of a token that this pool signed for `token_use`; times are not judged here.
    pub(super) fn open(&self, token_use: TokenUse, token: &Secret) -> Result<Value, TokenFault> {
        let (text, signature) = token.expose().rsplit_once('.').ok_or(TokenFault::Malformed)?;
        let (header, claims) = text.split_once('.').ok_or(TokenFault::Malformed)?;
        let header = parse(header)?;
        let claims = parse(claims)?;
        if claims["token_use"] != token_use.as_str() {
            return Err(TokenFault::Malformed);
        }
        let key = self.key(token_use);
        if header["alg"] != "RS256" || header["kid"] != key.key_id.as_str() {
            return Err(TokenFault::Forged);
        }
        let signature = URL_SAFE_NO_PAD
            .decode(signature)
            .map_err(|_| TokenFault::Malformed)?;
        UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, key.pair.public_key().as_ref())
            .verify(text.as_bytes(), &signature)
            .map_err(|_| TokenFault::Forged)?;
        Ok(claims)
    }

    /// The pool's JSON Web Key Set (RFC 7517).
    pub(super) fn public(&self) -> Value {
        let entry = |key: &SigningKey| {
            let public = key.pair.public_key();
            json!({
                "alg": "RS256",
                "e": URL_SAFE_NO_PAD.encode(public.exponent().big_endian_without_leading_zero()),
                "kid": key.key_id,
                "kty": "RSA",
                "n": URL_SAFE_NO_PAD.encode(public.modulus().big_endian_without_leading_zero()),
                "use": "sig",
            })
        };
        json!({ "keys": [entry(&self.id), entry(&self.access)] })
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

async fn signing_key(database: &Database, token_use: TokenUse) -> Result<SigningKey, Error> {
    if let Some((key_id, secret)) = stored(database, token_use.as_str()).await? {
        let pair = KeyPair::from_pkcs8(secret.expose()).map_err(|_| Error::Crypto)?;
        return Ok(SigningKey { key_id, pair });
    }
    let (pair, secret) = tokio::task::spawn_blocking(|| {
        let pair = KeyPair::generate(KeySize::Rsa2048)?;
        let der: Pkcs8V1Der<'_> = pair.as_der()?;
        let secret = Secret::new(der.as_ref().to_vec());
        Ok::<_, Unspecified>((pair, secret))
    })
    .await
    .map_err(|_| Error::Crypto)??;
    let key_id = STANDARD.encode(random::bytes::<32>()?);
    store(database, token_use.as_str(), key_id.clone(), secret).await?;
    Ok(SigningKey { key_id, pair })
}

async fn stored(
    database: &Database,
    name: &'static str,
) -> Result<Option<(String, Secret<Vec<u8>>)>, DatabaseError> {
    database
        .read(move |connection| {
            let found = connection
                .query_row(
                    "SELECT key_id, secret FROM signing_keys WHERE name = ?1",
                    [name],
                    |row| Ok((row.get(0)?, Secret::new(row.get(1)?))),
                )
                .optional()?;
            Ok(found)
        })
        .await
}

async fn store(
    database: &Database,
    name: &'static str,
    key_id: String,
    secret: Secret<Vec<u8>>,
) -> Result<(), DatabaseError> {
    database
        .write(move |transaction| {
            transaction.execute(
                "INSERT INTO signing_keys VALUES (?1, ?2, ?3)",
                params![name, key_id, secret.expose()],
            )?;
            Ok(())
        })
        .await
}

fn segment(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

fn parse(segment: &str) -> Result<Value, TokenFault> {
    let bytes = URL_SAFE_NO_PAD
        .decode(segment)
        .map_err(|_| TokenFault::Malformed)?;
    serde_json::from_slice(&bytes).map_err(|_| TokenFault::Malformed)
}

//! RSA keys that sign in the name of the pretend services and outlive a reset: whoever holds their public halves can
//! go on using them. Each is made when it is first needed, which takes a second or two.

use std::fmt;

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::error::Unspecified;
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

/// The table of this file.
pub(crate) const SCHEMA: &str =
    "CREATE TABLE signing_keys (name TEXT PRIMARY KEY, key_id TEXT NOT NULL, secret BLOB NOT NULL) STRICT;";

/// Why a token or an assertion does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenFault {
    /// Not of the expected kind at all.
    Malformed,
    /// Not signed by the expected key.
    Forged,
}

/// One key pair, RS256.
pub(crate) struct SigningKey {
    key_id: String,
    pair: KeyPair,
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey")
            .field("key_id", &self.key_id)
            .finish_non_exhaustive()
    }
}

impl SigningKey {
    /// The key of this name, made off the async threads when missing.
    pub(crate) async fn load(database: &Database, name: &'static str) -> Result<Self, Error> {
        if let Some((key_id, secret)) = stored(database, name).await? {
            let pair = KeyPair::from_pkcs8(secret.expose()).map_err(|_| Error::Crypto)?;
            return Ok(Self { key_id, pair });
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
        store(database, name, key_id.clone(), secret).await?;
        Ok(Self { key_id, pair })
    }

    /// The PKCS #1 signature of `text` with SHA-256.
    pub(crate) fn sign(&self, text: &[u8]) -> Result<Vec<u8>, Unspecified> {
        let mut signature = vec![0; self.pair.public_modulus_len()];
        self.pair
            .sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text, &mut signature)?;
        Ok(signature)
    }

    /// Refuses a signature that is not this key's over `text`.
    pub(crate) fn verify(&self, text: &[u8], signature: &[u8]) -> Result<(), TokenFault> {
        UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, self.pair.public_key().as_ref())
            .verify(text, signature)
            .map_err(|_| TokenFault::Forged)
    }

    /// A JWS in compact form (RFC 7515) over `claims`.
    pub(crate) fn sign_token(&self, claims: &Value) -> Result<Secret, Unspecified> {
        let header = json!({ "kid": self.key_id, "alg": "RS256" });
        let text = format!("{}.{}", segment(&header), segment(claims));
        let signature = self.sign(text.as_bytes())?;
        Ok(Secret::new(format!(
            "{text}.{}",
            URL_SAFE_NO_PAD.encode(signature)
        )))
    }

    /// The claims of a token that this key signed; what they say is not judged here.
    pub(crate) fn open_token(&self, token: &Secret) -> Result<Value, TokenFault> {
        let (text, signature) = token.expose().rsplit_once('.').ok_or(TokenFault::Malformed)?;
        let (header, claims) = text.split_once('.').ok_or(TokenFault::Malformed)?;
        let (header, claims) = (parse(header)?, parse(claims)?);
        if header["alg"] != "RS256" || header["kid"] != self.key_id.as_str() {
            return Err(TokenFault::Forged);
        }
        let signature = URL_SAFE_NO_PAD
            .decode(signature)
            .map_err(|_| TokenFault::Malformed)?;
        self.verify(text.as_bytes(), &signature)?;
        Ok(claims)
    }

    /// The public half as a JSON Web Key (RFC 7517).
    pub(crate) fn public(&self) -> Value {
        json!({
            "alg": "RS256",
            "e": URL_SAFE_NO_PAD.encode(self.exponent()),
            "kid": self.key_id,
            "kty": "RSA",
            "n": URL_SAFE_NO_PAD.encode(self.modulus()),
            "use": "sig",
        })
    }

    /// The public exponent, big endian.
    pub(crate) fn exponent(&self) -> Vec<u8> {
        let public = self.pair.public_key();
        public.exponent().big_endian_without_leading_zero().to_vec()
    }

    /// The public modulus, big endian.
    pub(crate) fn modulus(&self) -> Vec<u8> {
        let public = self.pair.public_key();
        public.modulus().big_endian_without_leading_zero().to_vec()
    }
}

/// The claims of a token before anybody has verified them; only good to tell kinds of tokens apart.
pub(crate) fn unverified_claims(token: &Secret) -> Result<Value, TokenFault> {
    let mut parts = token.expose().split('.');
    let (Some(_), Some(claims), Some(_), None) = (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(TokenFault::Malformed);
    };
    parse(claims)
}

/// The id and the secret kept under `name`.
pub(crate) async fn stored(
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

/// Keeps a secret under `name`, beyond every reset.
pub(crate) async fn store(
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

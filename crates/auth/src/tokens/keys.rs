//! The pool's public keys: fetched from the configured place only, whatever a token's header says, and again for an
//! unknown key at most once in five minutes. Source: RFC 7517.

use std::collections::HashMap;
use std::sync::Arc;

use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flow::TokenFault;
use reqwest::{Method, Request};
use serde::Deserialize;
use thiserror::Error;
use time::{Duration, OffsetDateTime};
use tokio::sync::Mutex;
use url::Url;

use crate::outward::{Errand, Line, Watch};
use crate::skew::ServerClock;

const ERRAND: Errand = Errand {
    service: "OpenID Connect",
    operation: "GetSigningKeys",
    longest: 100 * 1024,
    patience: std::time::Duration::from_secs(5),
};
const BETWEEN_REFETCHES: Duration = Duration::minutes(5);

/// Why the keys could not be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub(crate) enum KeyError {
    /// Nobody answers, or not in time.
    #[error("keys unreachable")]
    Unreachable,
    /// What answers is not a key set.
    #[error("not a key set")]
    Garbled,
}

/// RSA keys by their ids.
#[derive(Debug, Clone, Default)]
pub(crate) struct PublicKeys(HashMap<String, RsaPublicKeyComponents<Vec<u8>>>);

#[derive(Deserialize)]
struct KeySet {
    keys: Vec<Jwk>,
}

#[derive(Deserialize)]
struct Jwk {
    kty: String,
    kid: Option<String>,
    #[serde(rename = "use")]
    key_use: Option<String>,
    alg: Option<String>,
    n: Option<String>,
    e: Option<String>,
}

impl PublicKeys {
    /// Reads a key set. Keys for other purposes are left out; an id that occurs twice stands for no key.
    pub(crate) fn read(json: &[u8]) -> Result<Self, KeyError> {
        let KeySet { keys } = serde_json::from_slice(json).map_err(|_| KeyError::Garbled)?;
        let mut read: HashMap<String, Option<RsaPublicKeyComponents<Vec<u8>>>> = HashMap::new();
        for jwk in keys {
            if let Some((kid, key)) = jwk.into_rsa() {
                read.entry(kid)
                    .and_modify(|known| *known = None)
                    .or_insert(Some(key));
            }
        }
        Ok(Self(
            read.into_iter()
                .filter_map(|(kid, key)| key.map(|key| (kid, key)))
                .collect(),
        ))
    }

    pub(super) fn knows(&self, kid: &str) -> bool {
        self.0.contains_key(kid)
    }

    /// Checks an RS256 signature.
    pub(super) fn verify(&self, kid: &str, message: &[u8], signature: &[u8]) -> Result<(), TokenFault> {
        let key = self.0.get(kid).ok_or(TokenFault::UnknownKey)?;
        key.verify(&RSA_PKCS1_2048_8192_SHA256, message, signature)
            .map_err(|_| TokenFault::Signature)
    }
}

impl Jwk {
    fn into_rsa(self) -> Option<(String, RsaPublicKeyComponents<Vec<u8>>)> {
        let signs = self.key_use.as_deref().is_none_or(|purpose| purpose == "sig");
        let rs256 = self.alg.as_deref().is_none_or(|alg| alg == "RS256");
        if self.kty != "RSA" || !signs || !rs256 {
            return None;
        }
        let decode = |text: Option<String>| URL_SAFE_NO_PAD.decode(text?.trim_end_matches('=')).ok();
        Some((
            self.kid?,
            RsaPublicKeyComponents {
                n: decode(self.n)?,
                e: decode(self.e)?,
            },
        ))
    }
}

/// A cache of the pool's keys.
#[derive(Debug)]
pub(crate) struct Keys {
    address: String,
    line: Option<Line>,
    clock: ServerClock,
    cached: Mutex<Cached>,
}

#[derive(Debug, Default)]
struct Cached {
    keys: Arc<PublicKeys>,
    fetched: Option<OffsetDateTime>,
}

impl Keys {
    /// `direct`: whatever proxy the system names, it is not for this address.
    pub(crate) fn new(address: String, direct: bool, clock: ServerClock, watch: Watch) -> Self {
        let builder = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
        let builder = if direct { builder.no_proxy() } else { builder };
        Self {
            address,
            line: builder.build().ok().map(|client| Line::new(client, watch)),
            clock,
            cached: Mutex::default(),
        }
    }

    /// The keys, fetched unless they are known. Keeps what it has when nobody answers.
    pub(crate) async fn get(&self, wanted: &[&str]) -> Result<Arc<PublicKeys>, KeyError> {
        let mut cached = self.cached.lock().await;
        let now = self.clock.now();
        let known = cached.fetched.is_some() && wanted.iter().all(|kid| cached.keys.knows(kid));
        let lately = cached
            .fetched
            .is_some_and(|at| (now - at).abs() < BETWEEN_REFETCHES);
        if known || lately {
            return Ok(cached.keys.clone());
        }
        match self.fetch().await {
            Ok(keys) => {
                *cached = Cached {
                    keys: Arc::new(keys),
                    fetched: Some(now),
                }
            }
            Err(error) if cached.fetched.is_none() => return Err(error),
            Err(_) => cached.fetched = Some(now),
        }
        Ok(cached.keys.clone())
    }

    async fn fetch(&self) -> Result<PublicKeys, KeyError> {
        let line = self.line.as_ref().ok_or(KeyError::Unreachable)?;
        let address = Url::parse(&self.address).map_err(|_| KeyError::Unreachable)?;
        let answer = line.send(ERRAND, Request::new(Method::GET, address)).await;
        let answer = answer.map_err(|_| KeyError::Unreachable)?;
        if !answer.status.is_success() {
            return Err(KeyError::Unreachable);
        }
        if !answer.whole {
            return Err(KeyError::Garbled);
        }
        PublicKeys::read(&answer.body)
    }
}

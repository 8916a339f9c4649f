//! What the hosted UI asks of the user pool: to sign people in without handing out tokens, to remember browsers, codes
//! and visits to other providers, and to honour codes and tokens. Pages and HTTP are not here.

pub(crate) mod accounts;
pub(crate) mod code;
pub(crate) mod federated;
pub(crate) mod session;
pub(crate) mod sign_in;
pub(crate) mod token;
pub(crate) mod user_info;
pub(crate) mod visit;

use aws_lc_rs::digest::{SHA256, digest};
use base::Secret;

/// The tables of the hosted UI.
pub(super) const SCHEMAS: [&str; 3] = [code::SCHEMA, session::SCHEMA, visit::SCHEMA];

/// How codes, cookies and states are kept.
fn hash(secret: &Secret) -> Vec<u8> {
    digest(&SHA256, secret.expose().as_bytes()).as_ref().to_vec()
}

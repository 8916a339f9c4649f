//! `SECRET_HASH`: proof that the app client's secret is known, bound to exactly the user name of the same request.
//! Source: "Computing secret hash values", Cognito developer guide.

use aws_lc_rs::hmac::{Context, HMAC_SHA256, Key};
use base::Secret;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// Base64 of HMAC-SHA256 over user name and client id, keyed with the client's secret.
pub fn secret_hash(secret: &Secret, username: &str, client_id: &str) -> String {
    let mut context = Context::with_key(&Key::new(HMAC_SHA256, secret.expose().as_bytes()));
    context.update(username.as_bytes());
    context.update(client_id.as_bytes());
    STANDARD.encode(context.sign())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equals_what_openssl_computes() {
        // printf '%s' adaclient | openssl dgst -sha256 -hmac secret -binary | base64
        assert_eq!(
            secret_hash(&"secret".into(), "ada", "client"),
            "FEW6rzXVdy2RLJp0KqkU9A6/pxQBq5FgsxTWe/Ot+CI="
        );
    }
}

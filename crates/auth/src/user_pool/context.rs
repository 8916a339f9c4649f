//! What the pool's risk analysis is told about this device, where the connection turns that on: `UserContextData` in
//! the form of AWS's mobile SDKs (base64 of payload, signature and version). It says which app on which system, and a
//! number drawn once for this installation; nothing about the person but the user name. See `docs/SECURITY.md`.

use aws_lc_rs::hmac::{self, HMAC_SHA256};
use aws_sdk_cognitoidentityprovider::types::UserContextDataType;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::UserPool;

/// By which the service knows how to read the payload.
const VERSION: &str = "ANDROID20171114";

impl UserPool {
    /// Tells who asks from where; none where the connection does not want it told.
    pub(super) fn context(&self, username: &str) -> Option<UserContextDataType> {
        let installation = self.installation.as_deref().filter(|_| self.pool.user_context)?;
        let at = self.clock.now().unix_timestamp_nanos() / 1_000_000;
        let encoded = encoded(
            &self.pool.user_pool_id,
            &self.pool.client_id,
            username,
            installation,
            &at.to_string(),
        );
        Some(UserContextDataType::builder().encoded_data(encoded).build())
    }
}

fn encoded(pool: &str, client: &str, username: &str, installation: &str, at: &str) -> String {
    let system = std::env::consts::OS;
    let payload = json!({
        "contextData": {
            "ApplicationName": "Gatehouse",
            "ApplicationVersion": env!("CARGO_PKG_VERSION"),
            "DeviceFingerprint": format!("Gatehouse/{system}/{}", std::env::consts::ARCH),
            "DeviceId": installation,
            "Platform": system,
        },
        "username": username,
        "userPoolId": pool,
        "timestamp": at,
    })
    .to_string();
    let key = hmac::Key::new(HMAC_SHA256, client.as_bytes());
    let signature = hmac::sign(&key, format!("{VERSION}{payload}").as_bytes());
    let whole = json!({
        "payload": payload,
        "signature": STANDARD.encode(signature),
        "version": VERSION,
    });
    STANDARD.encode(whole.to_string())
}

//! A fresh sandbox in a folder of its own.

use std::sync::Arc;

use base::{Clock, SystemClock};
use sandbox::{Options, Sandbox};
use serde_json::json;
use tempfile::TempDir;

/// A sandbox and the folder that goes with it.
pub struct World {
    /// The sandbox.
    pub sandbox: Sandbox,
    /// Where it lives, and a home for programs that want one.
    pub folder: TempDir,
}

impl World {
    /// A fresh one on the system's clock.
    pub async fn fresh() -> Self {
        Self::at(Arc::new(SystemClock)).await
    }

    /// A fresh one on this clock.
    pub async fn at(clock: Arc<dyn Clock>) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let options = Options {
            folder: folder.path().join("sandbox"),
            port: 0,
            clock,
        };
        Self {
            sandbox: Sandbox::start(options).await.expect("the sandbox starts"),
            folder,
        }
    }

    /// What a client in another language has to know, as JSON.
    pub fn description(&self) -> String {
        let world = self.sandbox.world();
        json!({
            "url": self.sandbox.url(),
            "region": world.region,
            "user_pool_id": world.user_pool_id,
            "client_id": world.client_id,
            "secret_client_id": world.secret_client_id,
            "secret_client_secret": world.secret_client_secret.expose(),
            "identity_pool_id": world.identity_pool_id,
            "bucket": world.bucket,
            "roles": {
                "authenticated": world.roles.authenticated,
                "guest": world.roles.guest,
                "editors": world.roles.editors,
                "readers": world.roles.readers,
            },
            "developer_provider": world.developer_provider,
            "developer_backend": world.developer_backend,
            "backend_access_key_id": world.backend_access_key_id,
            "backend_secret_key": world.backend_secret_key.expose(),
            "api_url": world.api_url,
            "control_token": self.sandbox.control_token().expose(),
            "totp_secret": sandbox::MO_TOTP_SECRET,
        })
        .to_string()
    }
}

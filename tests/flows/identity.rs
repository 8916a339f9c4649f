//! Every way through the sandbox's identity pool: as a guest, past the user pool, by several logins, in a role of
//! one's choice; and what a tester is told of it.

mod chain;
mod direct;
mod linked;
mod past_the_pool;
mod roles;
mod tester;
mod without_user_pool;

use api::connection::Connection;
use api::view::{AccountView, AppDataPlace, ChainView, TokenForm};
use base::Secret;
use tests::device::{Device, Seen, inside};

use crate::setting::Setting;

impl Setting {
    /// The sandbox's connection, whose bookmarks stay on the device.
    fn connection(&self) -> Connection {
        let sandbox = &self.world.sandbox;
        Connection {
            app_data: AppDataPlace::Off,
            ..Connection::to_sandbox(sandbox.url(), sandbox.world())
        }
    }

    /// A computer of its own with this connection.
    async fn with(&self, name: &str, connection: Connection) -> Device {
        let home = self.world.folder.path().join(name);
        let keys = std::sync::Arc::new(self.keys.clone());
        Device::connected(connection, &home, keys, self.clock.clone()).await
    }

    /// Changes what the administrator of the identity pool has chosen.
    async fn changes(&self, change: impl FnOnce(&mut sandbox::Settings)) {
        let mut settings = self.world.sandbox.settings();
        change(&mut settings);
        let changed = self.world.sandbox.change_settings(settings).await;
        changed.expect("settings that an administrator may choose");
    }
}

/// Whoever is in.
async fn account(device: &Device) -> AccountView {
    let seen = device.until(|seen| seen.account.is_some()).await;
    seen.account.expect("somebody")
}

async fn enters_as_guest(device: &Device) -> AccountView {
    device.api.continue_as_guest().await.expect("the app is open");
    device.settled().await;
    account(device).await
}

async fn presents(device: &Device, provider: &str, token: Secret, identity: Option<String>) -> Seen {
    let form = pasted(provider, token, identity);
    device.api.present_token(form).await.expect("the app is open");
    device.settled().await
}

fn pasted(provider: &str, token: Secret, identity_id: Option<String>) -> TokenForm {
    TokenForm {
        provider: provider.to_owned(),
        token,
        identity_id,
    }
}

/// Signs in by password, and is in.
async fn signs_in(device: &Device, username: &str) -> AccountView {
    let seen = device.sign_in(username, sandbox::PASSWORD).await;
    assert!(inside(&seen), "{username}: {:?}", seen.auth);
    account(device).await
}

async fn chain(device: &Device) -> ChainView {
    device.api.chain().await.expect("a chain")
}

/// The ids of the places that are offered.
async fn places(device: &Device) -> Vec<String> {
    let places = device.api.locations().await.expect("places");
    places.into_iter().map(|place| place.id).collect()
}

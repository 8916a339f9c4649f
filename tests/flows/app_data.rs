//! What belongs to a person on two of their computers: nothing is lost, whoever writes first and whatever goes wrong
//! on the way. The same suite over both places where it can be shared; what only one of them has is below.

mod document;
mod shared;

use std::path::Path;
use std::sync::Arc;

use api::connection::Connection;
use api::view::{AppDataPlace, BelongingsView};
use base::{Clock, ManualClock, SystemClock};
use tests::device::{Device, Seen, inside};
use tests::keys::MemoryKeys;
use tests::world::World;
use time::Duration;

/// Ada at two computers that share what belongs to her.
pub(crate) struct Two {
    pub(crate) world: World,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) app_data: AppDataPlace,
    pub(crate) laptop: Device,
    pub(crate) tower: Device,
    keys: MemoryKeys,
}

impl Two {
    /// Both signed in.
    pub(crate) async fn fresh(app_data: AppDataPlace) -> Self {
        let clock = Arc::new(ManualClock::at(SystemClock.now()));
        let world = World::at(clock.clone()).await;
        let keys = MemoryKeys::default();
        let laptop = at(&world, app_data, "laptop", &keys, &clock).await;
        let tower = at(&world, app_data, "tower", &MemoryKeys::default(), &clock).await;
        for device in [&laptop, &tower] {
            let seen = device.sign_in("ada", sandbox::PASSWORD).await;
            assert!(inside(&seen), "{:?}", seen.auth);
            device.api.locations().await.expect("the places");
            device.until(|seen| seen.belongings.is_some()).await;
        }
        Self {
            world,
            clock,
            app_data,
            laptop,
            tower,
            keys,
        }
    }

    /// The laptop after its app was killed and started again.
    pub(crate) async fn laptop_again(self) -> Self {
        drop(self.laptop);
        let laptop = at(&self.world, self.app_data, "laptop", &self.keys, &self.clock).await;
        laptop.until(|seen| seen.belongings.is_some()).await;
        Self { laptop, ..self }
    }

    /// Time goes by.
    pub(crate) fn seconds_pass(&self, seconds: i64) {
        self.clock.advance(Duration::seconds(seconds));
    }

    /// Both exchange until neither has anything to tell.
    pub(crate) async fn meet(&self) {
        for device in [&self.laptop, &self.tower, &self.laptop, &self.tower] {
            exchanged(device).await;
        }
    }

    /// The operations that an exchange needs, to read and to write.
    pub(crate) fn operations(&self) -> [&'static str; 2] {
        match self.app_data {
            AppDataPlace::Document => ["GetObject", "PutObject"],
            AppDataPlace::CognitoSync => ["ListRecords", "UpdateRecords"],
            AppDataPlace::Off => panic!("nothing is shared"),
        }
    }
}

async fn at(
    world: &World,
    app_data: AppDataPlace,
    name: &str,
    keys: &MemoryKeys,
    clock: &Arc<ManualClock>,
) -> Device {
    let connection = Connection {
        app_data,
        ..Connection::to_sandbox(world.sandbox.url(), world.sandbox.world())
    };
    let home = world.folder.path().join(Path::new(name));
    Device::connected(connection, &home, Arc::new(keys.clone()), clock.clone()).await
}

/// Exchanges and gives what is seen then.
pub(crate) async fn exchanged(device: &Device) -> BelongingsView {
    device.api.sync_belongings().await.expect("somebody is in");
    belongings(
        &device
            .until(|seen| seen.belongings.as_ref().is_some_and(|mine| !mine.sync.busy))
            .await,
    )
}

/// What belongs to whoever is in.
pub(crate) fn belongings(seen: &Seen) -> BelongingsView {
    seen.belongings.clone().expect("what belongs to the person")
}

/// Bookmarks a folder of the private place and waits until it is seen.
pub(crate) async fn bookmark(device: &Device, folder: &str) {
    let added = device.api.add_bookmark("private".to_owned(), folder.to_owned());
    added.await.expect("a bookmark");
    let has = |seen: &Seen| folders(&belongings(seen)).contains(&folder.to_owned());
    device.until(has).await;
}

/// The folders that are bookmarked, in order.
pub(crate) fn folders(mine: &BelongingsView) -> Vec<String> {
    mine.bookmarks
        .iter()
        .map(|bookmark| bookmark.folder.clone())
        .collect()
}

/// The id of a bookmark.
pub(crate) fn id_of(device: &Device, folder: &str) -> String {
    let mine = belongings(&device.seen());
    let found = mine.bookmarks.iter().find(|bookmark| bookmark.folder == folder);
    found.expect("the bookmark").id.clone()
}

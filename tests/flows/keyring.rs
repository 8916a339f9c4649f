//! A keyring that cannot be used at first: the person is told, and asked again only when they want to be remembered.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use api::view::NoticeView;
use auth::{KeyStore, KeyStoreError};
use base::{Secret, SystemClock};
use tests::device::{Device, inside};
use tests::keys::MemoryKeys;
use tests::world::World;

const PASSWORD: &str = "Gatehouse-1";

/// A keyring that its owner can unlock.
#[derive(Default)]
struct Lockable {
    keys: MemoryKeys,
    open: AtomicBool,
}

impl Lockable {
    fn opened(&self) -> Result<&MemoryKeys, KeyStoreError> {
        let open = self.open.load(Ordering::Relaxed);
        open.then_some(&self.keys).ok_or(KeyStoreError::Locked)
    }
}

impl KeyStore for Lockable {
    fn load(&self) -> Result<Option<Secret<Vec<u8>>>, KeyStoreError> {
        self.opened()?.load()
    }

    fn save(&self, key: &Secret<Vec<u8>>) -> Result<(), KeyStoreError> {
        self.opened()?.save(key)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_keyring_that_was_locked_is_asked_again_when_somebody_wants_to_be_remembered() {
    let world = World::fresh().await;
    let home = world.folder.path().join("home");
    let keys = Arc::new(Lockable::default());
    let device = Device::on(&world, &home, keys.clone(), Arc::new(SystemClock)).await;
    device.sign_in("ada", PASSWORD).await;
    let remembered = |device: &Device| device.seen().account.is_some_and(|account| account.remembered);
    assert!(
        inside(&device.seen()) && !remembered(&device),
        "nothing can be kept"
    );
    assert!(device.seen().notices.contains(&NoticeView::SessionInMemory));
    device.sign_out().await;

    keys.open.store(true, Ordering::Relaxed);
    device.sign_in("ada", PASSWORD).await;

    assert!(remembered(&device), "it was asked again");
    device.api.close().await;
    let device = Device::on(&world, &home, keys, Arc::new(SystemClock)).await;
    device.until(inside).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn notes_that_were_damaged_are_begun_anew_and_it_is_said() {
    let world = World::fresh().await;
    let home = world.folder.path().join("home");
    let data = home.join("data");
    std::fs::create_dir_all(&data).expect("a folder");
    std::fs::write(data.join("gatehouse.db"), b"this is no database at all").expect("the folder is ours");

    let device = Device::on(
        &world,
        &home,
        Arc::new(MemoryKeys::default()),
        Arc::new(SystemClock),
    )
    .await;

    assert!(device.seen().notices.contains(&NoticeView::OwnDataSetAside));
    device.sign_in("ada", PASSWORD).await;
    assert!(inside(&device.seen()), "nothing else is lost");
}

//! A sandbox and a computer that share a clock.

use std::sync::Arc;

use base::{Clock, ManualClock, SystemClock};
use tests::authenticator;
use tests::device::Device;
use tests::keys::MemoryKeys;
use tests::world::World;
use time::Duration;

/// A sandbox and a computer.
pub(crate) struct Setting {
    pub(crate) world: World,
    pub(crate) device: Device,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) keys: MemoryKeys,
}

impl Setting {
    /// Fresh ones, at the present time.
    pub(crate) async fn fresh() -> Self {
        let clock = Arc::new(ManualClock::at(SystemClock.now()));
        let world = World::at(clock.clone()).await;
        let keys = MemoryKeys::default();
        let device = Device::on(
            &world,
            &world.folder.path().join("home"),
            Arc::new(keys.clone()),
            clock.clone(),
        )
        .await;
        Self {
            world,
            device,
            clock,
            keys,
        }
    }

    /// The same computer after the app was closed and started again.
    pub(crate) async fn restarted(self) -> Self {
        self.device.api.close().await;
        let home = self.world.folder.path().join("home");
        let device = Device::on(
            &self.world,
            &home,
            Arc::new(self.keys.clone()),
            self.clock.clone(),
        )
        .await;
        Self { device, ..self }
    }

    /// Another computer of the same person.
    pub(crate) async fn another_device(&self) -> Device {
        let home = self.world.folder.path().join("another");
        Device::on(
            &self.world,
            &home,
            Arc::new(MemoryKeys::default()),
            self.clock.clone(),
        )
        .await
    }

    /// Another computer, whose clock is wrong by this much.
    pub(crate) async fn device_whose_clock_is_off_by(&self, off: Duration) -> Device {
        let clock = Arc::new(ManualClock::at(self.clock.now() + off));
        let home = self.world.folder.path().join("off");
        Device::on(&self.world, &home, Arc::new(MemoryKeys::default()), clock).await
    }

    /// The newest code sent to an address.
    pub(crate) fn code_sent_to(&self, address: &str) -> String {
        let messages = self.world.sandbox.messages();
        let message = messages
            .iter()
            .find(|message| message.to == address)
            .expect("a message to that address");
        message.code.as_ref().expect("a code in it").expose().clone()
    }

    /// What an authenticator app with this key shows now.
    pub(crate) fn shown_by_app(&self, key: &str) -> String {
        authenticator::code(key, self.clock.now())
    }

    /// Waits for the next code of an authenticator app.
    pub(crate) fn next_code_comes(&self) {
        self.clock.advance(Duration::seconds(authenticator::STEP));
    }

    pub(crate) fn minutes_pass(&self, minutes: i64) {
        self.clock.advance(Duration::minutes(minutes));
    }
}

/// A code that is not `code`.
pub(crate) fn another(code: &str) -> String {
    let next = (code.parse::<u32>().expect("digits") + 1) % 10_u32.pow(code.len() as u32);
    format!("{next:0width$}", width = code.len())
}

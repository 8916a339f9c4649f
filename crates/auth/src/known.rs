//! What this computer knows of whoever signs in, and what it learns on the way. The owner of the session gives the one
//! and keeps the other; nothing here outlives a round.

use crate::vault::{DeviceKeys, KeptPasskey};

/// What may help a sign-in.
#[derive(Debug, Clone, Default)]
pub(crate) struct Known {
    /// What the pool knows this computer by.
    pub(crate) device: Option<DeviceKeys>,
    /// The passkeys that this app keeps itself.
    pub(crate) passkeys: Vec<KeptPasskey>,
    /// What was learned.
    pub(crate) learned: Learned,
}

/// What a sign-in brought to light.
#[derive(Debug, Clone, Default)]
pub(crate) struct Learned {
    /// The key of a device that the pool no longer knows.
    pub(crate) gone: Option<String>,
    /// The pool tracks this computer from now on.
    pub(crate) device: Option<NewDevice>,
    /// A passkey that was used, with its new counter.
    pub(crate) passkey: Option<KeptPasskey>,
}

/// A device that the pool has just begun to track.
#[derive(Debug, Clone)]
pub(crate) struct NewDevice {
    /// The user name in the access token.
    pub(crate) username: String,
    pub(crate) keys: DeviceKeys,
    /// Whether the pool leaves it to the person to have it remembered.
    pub(crate) ask: bool,
}

impl Known {
    /// The device that the next request speaks for.
    pub(crate) fn device_key(&self) -> Option<&str> {
        self.device.as_ref().map(|device| device.key.as_str())
    }

    /// The pool does not know this device: it is not spoken of again.
    pub(crate) fn drop_device(&mut self) {
        self.learned.gone = self.device.take().map(|device| device.key);
    }
}

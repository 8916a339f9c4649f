//! How far a sign-in has come. It travels in the state of each challenge, so that whatever is answered next knows how
//! the sign-in began.

use serde::{Deserialize, Serialize};

/// What began a sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Flow {
    /// USER_SRP_AUTH or USER_PASSWORD_AUTH.
    Password,
    /// USER_AUTH.
    User,
    /// CUSTOM_AUTH.
    Custom,
    /// The hosted UI; its challenges cannot be answered over the API, nor the other way round.
    HostedUi,
}

/// A sign-in under way.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Progress {
    pub(super) flow: Flow,
}

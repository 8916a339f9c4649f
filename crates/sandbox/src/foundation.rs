//! What every pretend service stands on: the fixed world, the settings, the database, the clock and the issued credentials.

use std::path::Path;
use std::sync::Arc;

use base::Clock;

use crate::clock::SandboxClock;
use crate::credentials::Registry;
use crate::db::Database;
use crate::settings::InForce;
use crate::world::World;

/// Shared by the services; cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Foundation {
    pub(crate) world: Arc<World>,
    pub(crate) settings: Arc<InForce>,
    pub(crate) database: Database,
    pub(crate) clock: Arc<dyn Clock>,
    /// The same, for whoever may move it.
    pub(crate) sandbox_clock: Arc<SandboxClock>,
    /// `http://127.0.0.1:<port>`, where this sandbox is reached.
    pub(crate) origin: Arc<str>,
    /// The folder of the whole state; object bytes are in its `objects/`.
    pub(crate) folder: Arc<Path>,
    pub(crate) registry: Registry,
}

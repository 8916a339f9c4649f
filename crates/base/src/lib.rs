//! What every crate may know: [`Secret`], which cannot be printed or serialised, and [`Clock`], the only source
//! of time. Nothing here does I/O.

mod clock;
mod secret;

pub use clock::{Clock, ManualClock, MovableClock, SystemClock};
pub use secret::Secret;

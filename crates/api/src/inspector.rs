//! The tester's view of what goes over the wire: one row for every attempt of every AWS call, in a ring of
//! [`KEPT`] rows. Redaction happens while recording, so that a secret is never kept; see [`redact`].

mod allowed;
pub mod redact;
mod tap;
mod timeline;

pub use tap::Tap;
pub use timeline::{KEPT, Timeline};

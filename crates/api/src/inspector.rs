//! The tester's view of what goes over the wire: one row for every attempt of every AWS call, for every request to a
//! token endpoint or for keys, and for what goes to the clipboard, in a ring of [`KEPT`] rows. Redaction happens while recording, so that a secret is never kept; see [`redact`].

mod allowed;
mod elsewhere;
pub mod redact;
mod tap;
mod timeline;

pub use elsewhere::Lookout;
pub use tap::Tap;
pub use timeline::{KEPT, Timeline};

//! What the tests that cross crates share: a fresh sandbox, the host that they supply in place of the desktop, and
//! other people's programs, ended when dropped.

pub mod authenticator;
pub mod browser;
mod calls;
mod desk;
pub mod desktop;
pub mod device;
pub mod keys;
pub mod person;
pub mod person_at_window;
pub mod place;
pub mod program;
pub mod providers;
mod seen;
pub mod window;
pub mod world;

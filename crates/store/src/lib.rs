//! The embedded database of this device (SQLite): which connections there are, who has signed in
//! here, what they prefer, which transfers of theirs are not over, and what of theirs follows them to other devices. Never a secret: no password, token, key or code has a column.
//!
//! A database that cannot be read is moved aside, never deleted, and a new one begun: nothing in it is worth
//! keeping the app from starting.

mod accounts;
mod connections;
mod database;
mod error;
mod preferences;
mod records;
mod schema;
mod sign_ins;
#[cfg(test)]
mod tests;
mod transfers;

pub use accounts::{Account, Profile};
pub use connections::StoredConnection;
pub use database::Store;
pub use error::Error;
pub use records::{Record, Records};
pub use sign_ins::SignIn;
pub use transfers::{StoredTransfer, TransferChange};

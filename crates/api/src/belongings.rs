//! What belongs to a person and follows them from device to device: bookmarks, preferences, recent places. Each device
//! has a copy of its own that can be changed without a network; an owner task merges it with the shared one.
//!
//! Where that one lies is a choice of the connection: a document in the person's private place, or Cognito Sync.

mod contents;
mod datasets;
mod document;
mod exchange;
mod merge;
mod owner;
mod record;

pub(crate) use contents::{Edit, Folder, NotMade};
pub(crate) use datasets::{Datasets, Reach};
pub(crate) use document::InDocument;
pub(crate) use exchange::{Place, Trouble};
pub(crate) use owner::{Belongings, MakePlace, Parts, Refused, Standing, State};

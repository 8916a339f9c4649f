//! Browses and moves objects in S3: [`Files`] lists folders and looks into objects, [`Transfers`] carries files up
//! and down. Names of keys become names of local files in [`names`], and nowhere else.
//!
//! Nothing here knows how a person signs in: credentials arrive through the SDK's own `ProvideCredentials`, which
//! is asked for every request, so that a transfer outlives any one credential.

mod actions;
mod client;
mod document;
mod error;
mod kind;
mod listing;
pub mod names;
mod open_with;
mod places;
mod preview;
mod probe;
mod refusals;
mod region;
mod renewal;
mod thumbnail;
mod transfers;

pub use actions::{
    Change, Conflict, Description, Facts, Failure, Item, Job, JobKind, JobState, Jobs, Landing, Left, Link,
    NameFault, Opens, Past, Restoration, Speed, Tag, TagFault, Taken, Unfinished, UploadForm, Version,
    VersionMark, Versions, Weighing, Weight, Writing,
};
pub use client::{Access, Files, Location};
pub use document::{Document, Expected, OWN_FOLDER};
pub use error::Error;
pub use kind::Kind;
pub use listing::{Listing, Progress, Row, Rows, Select, Selected, SortBy, Wanted};
pub use open_with::{Copies, CopyState, OpenCopy, Resolve};
pub use places::{Address, Place};
pub use preview::{
    Block, Content, Encoding, Head, JsonKind, JsonLine, JsonTree, Look, RangeRequest, Shape, Span, Subject,
    Table, TextPart, wanted,
};
pub use probe::{Reach, Verdict};
pub use refusals::{Action, Watch};
pub use renewal::Renew;
pub use thumbnail::Thumbnails;
pub use transfers::{
    Check, Clash, Counts, Direction, Integrity, Journal, JournalChange, JournalError, Kept, Overview, Policy,
    SHOWN, Settings, Side, State, To, Transfer, Transfers,
};

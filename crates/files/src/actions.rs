//! What is done with objects where they are: copied, moved, deleted, brought back, described anew. What takes long is a
//! job with a number, progress and an end ([`Jobs`]); nothing that somebody else wrote is ever replaced unasked, and
//! nothing is removed before its copy was verified. Bytes that pass through this device are in `transfers`.

mod about;
mod change;
mod copy;
mod copy_parts;
mod delete;
mod facts;
mod form;
mod free_name;
mod job;
mod jobs;
mod links;
mod new_folder;
mod objects;
mod relocate;
mod run;
mod same;
mod save;
mod tags;
mod task;
mod undo;
mod unfinished;
mod versions;
mod weigh;
mod write;

pub use change::{Change, Speed};
pub(crate) use copy_parts::LARGEST_COPY;
pub use facts::{Description, Facts, Restoration};
pub use form::UploadForm;
pub use free_name::{Conflict, NameFault};
pub use job::{Failure, Job, JobKind, JobState, Left};
pub use jobs::Jobs;
pub use links::{Link, Opens};
pub use objects::Item;
pub use relocate::{Landing, Taken};
pub(crate) use tags::as_header;
pub use tags::{Tag, TagFault};
pub use unfinished::Unfinished;
pub use versions::{Past, Version, VersionMark, Versions};
pub use weigh::{Weighing, Weight};
pub use write::Writing;

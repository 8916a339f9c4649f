//! The sign-in machine. [`State`] is what a person can see, [`Flow::step`] is the only place where it changes, and
//! [`EDGES`] lists every move it may make. Pure: time arrives inside events, what must be done leaves as
//! [`Effect`]s, and a reply is heeded only if it carries the [`Ticket`] that is awaited. No secret is part of a
//! [`State`]; the machine keeps the few it needs beside it and drops them with the state that needs them.

mod challenge;
mod edges;
mod event;
mod field;
mod machine;
mod question;
mod reason;
mod state;

pub use challenge::{Challenge, ChallengeName};
pub use edges::{EDGES, Edge, EventName, StateName};
pub use event::{
    Challenged, Credentials, Effect, Event, Intent, Method, Pending, Reply, SignUpForm, Ticket, Values,
};
pub use field::{Field, FieldKind};
pub use machine::Flow;
pub use question::{Destination, Medium, Question, TotpSetup};
pub use reason::{FieldFault, Reason, Refusal, TokenFault};
pub use state::{Outcome, Scene, State};

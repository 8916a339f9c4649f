//! What goes over the wire, against a service that answers from a list and remembers what it was asked.

mod accounts;
mod challenges;
mod devices;
mod methods;
mod refresh;
mod script;

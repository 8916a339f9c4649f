//! The real window, driven as a person drives it, on a desktop of its own: display, session bus, keyring, folders.

mod account;
mod alone;
mod keyboard;
mod killed;
mod looks;
mod main_job;
mod previews;
mod programs;
mod questions;
mod remembered;

//! Everything that the page or the command line can ask, in words. The composition root of the app: it joins
//! `auth`, `files`, `store` and `sandbox`, and knows nothing of Tauri.

mod api;
mod belongings;
mod book;
pub mod connection;
pub mod console;
mod desk;
pub mod doctor;
mod host;
mod http;
pub mod import;
pub mod inspector;
mod journal;
pub mod problem;
pub mod profile;
pub mod view;
mod words;

pub use api::{Api, Drag, Items, Options, Served, Source, StartError};
pub use auth::{Browser, BrowserError, KeyStore, KeyStoreError};
pub use host::{Clipboard, ClipboardError, Folders, Host, Notices, RevealError};

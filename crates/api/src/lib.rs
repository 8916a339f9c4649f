//! Everything that the page or the command line can ask, in words. The composition root of the app: it joins
//! `auth`, `files`, `store` and `sandbox`, and knows nothing of Tauri.

pub mod inspector;
pub mod problem;
pub mod view;
mod words;

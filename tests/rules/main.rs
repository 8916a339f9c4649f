//! Who may know whom, and what no file may hold. Each rule is a function that finds what breaks it, shown to find
//! something, and a test that it finds nothing in this project.

mod config;
mod crates;
mod page;
mod project;
mod text;

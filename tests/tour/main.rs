//! `cargo xtask tour`: the main job in the real window, with numbered pictures of every stop in two sizes. One run
//! for each theme of the desktop; the page follows it.

mod pictures;
mod questions;
mod stops;

use std::path::Path;
use std::process::ExitCode;

use pictures::Pictures;

#[tokio::main]
async fn main() -> ExitCode {
    let folder = tests::place::root().join("target/tour");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder for the pictures");
    for theme in ["light", "dark"] {
        stops::visit(&Pictures::new(&folder, theme)).await;
    }
    let taken = std::fs::read_dir(&folder)
        .map(Iterator::count)
        .unwrap_or_default();
    pictures::say(&format!("{taken} pictures in target/tour/"));
    if std::env::args().any(|argument| argument == "--readme") {
        illustrate(&folder);
    }
    ExitCode::SUCCESS
}

/// Shrinks three pictures for the README.
fn illustrate(folder: &Path) {
    let images = tests::place::root().join("docs/images");
    for (from, to) in [
        ("01-sign-in-light-800x600", "sign-in"),
        ("06-files-light-1100x720", "files"),
        ("08-picture-dark-1100x720", "files-dark"),
    ] {
        let from = folder.join(format!("{from}.png"));
        pictures::shrink(&from, &images.join(format!("{to}.png")));
    }
    pictures::say("three of them are in docs/images/");
}

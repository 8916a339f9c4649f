//! Pictures of the window, named by stop, theme and size.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use tests::window::Window;

/// The sizes in which every stop is taken.
const SIZES: [(u32, u32); 2] = [(800, 600), (1100, 720)];

/// Where the pictures of one theme go.
pub(crate) struct Pictures {
    folder: PathBuf,
    /// The desktop's theme.
    pub(crate) theme: &'static str,
}

impl Pictures {
    pub(crate) fn new(folder: &Path, theme: &'static str) -> Self {
        Self {
            folder: folder.to_owned(),
            theme,
        }
    }

    /// Takes the window as it is, in both sizes; it stays in the larger one.
    pub(crate) async fn take(&self, window: &Window, stop: &str) {
        for (width, height) in SIZES {
            window
                .client
                .set_window_size(width, height)
                .await
                .expect("the window can be resized");
            let name = format!("{stop}-{}-{width}x{height}.png", self.theme);
            let picture = window.picture().await;
            std::fs::write(self.folder.join(&name), picture).expect("a picture");
            say(&name);
        }
    }
}

/// A picture at half its size with few colours, for a page that is read on a line.
pub(crate) fn shrink(from: &Path, to: &Path) {
    let tool = if Command::new("magick").arg("-version").output().is_ok() {
        "magick"
    } else {
        "convert"
    };
    let status = Command::new(tool)
        .arg(from)
        .args(["-filter", "Lanczos", "-resize", "50%", "-colors", "96", "-strip"])
        .arg(to)
        .status();
    assert!(
        status.is_ok_and(|status| status.success()),
        "{tool} shrinks {}",
        from.display()
    );
}

/// Tells whoever watches.
pub(crate) fn say(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

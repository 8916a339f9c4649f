//! Where things lie: the project, what cargo built, and the independent programs that `cargo xtask test` sets up.

use std::path::{Path, PathBuf};

/// The project's root.
pub fn root() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    root.canonicalize().unwrap_or(root)
}

/// Where cargo writes: three levels above any test program.
pub fn target() -> PathBuf {
    let program = std::env::current_exe().expect("the path of this program");
    let profile = program
        .ancestors()
        .find(|folder| folder.join(".cargo-lock").exists() || folder.ends_with("debug"));
    profile
        .and_then(Path::parent)
        .expect("cargo's target folder")
        .to_path_buf()
}

/// The app, as `cargo build` leaves it.
pub fn app() -> PathBuf {
    existing(
        target().join("debug").join("gatehouse"),
        "cargo build --workspace --bins",
    )
}

/// A program of the Python environment of the interop tests.
pub fn python(program: &str) -> PathBuf {
    existing(
        target().join("interop/venv/bin").join(program),
        "cargo xtask test",
    )
}

/// The packages of the Node environment of the interop tests.
pub fn node_modules() -> PathBuf {
    existing(target().join("interop/node/node_modules"), "cargo xtask test")
}

/// A file that lies beside the tests.
pub fn beside_tests(path: &str) -> PathBuf {
    root().join("tests").join(path)
}

fn existing(path: PathBuf, made_by: &str) -> PathBuf {
    assert!(
        path.exists(),
        "{} is missing: `{made_by}` makes it",
        path.display()
    );
    path
}

/// All files below a folder with what they hold.
pub fn bytes_below(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(bytes_below(&path));
        } else {
            found.push((
                path.display().to_string(),
                std::fs::read(&path).expect("the file"),
            ));
        }
    }
    found
}

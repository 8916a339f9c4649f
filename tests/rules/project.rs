//! The project's files, as git knows them, and its crates, as cargo knows them.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// One file of the project.
pub(crate) struct Source {
    /// Its path below the root.
    pub(crate) path: String,
    /// What it holds.
    pub(crate) text: String,
}

/// The project's root.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// What the file at `path` holds.
pub(crate) fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The JSON in the file at `path`.
pub(crate) fn read_json(path: &str) -> Value {
    serde_json::from_str(&read(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// All text files, committed or about to be, whose path `wanted` accepts.
pub(crate) fn sources(wanted: impl Fn(&str) -> bool) -> Vec<Source> {
    let listing = say("git", &["ls-files", "--cached", "--others", "--exclude-standard"]);
    let found: Vec<Source> = listing
        .lines()
        .filter(|path| wanted(path))
        .filter_map(|path| {
            let bytes = std::fs::read(root().join(path)).ok()?;
            Some(Source {
                path: path.to_owned(),
                text: String::from_utf8(bytes).ok()?,
            })
        })
        .collect();
    assert!(
        !found.is_empty(),
        "a rule that looks at no file at all cannot be broken"
    );
    found
}

/// The members of the workspace: name, and the names of what each depends on, without what only tests use.
pub(crate) fn members() -> Vec<(String, Vec<String>)> {
    let metadata: Value = serde_json::from_str(&say(
        env!("CARGO"),
        &[
            "metadata",
            "--format-version",
            "1",
            "--no-deps",
            "--offline",
            "--locked",
        ],
    ))
    .expect("cargo writes JSON");
    metadata["packages"]
        .as_array()
        .expect("packages")
        .iter()
        .map(|package| {
            let dependencies = package["dependencies"].as_array().expect("dependencies");
            let names = dependencies
                .iter()
                .filter(|dependency| dependency["kind"] != "dev")
                .map(|dependency| text(&dependency["name"]))
                .collect();
            (text(&package["name"]), names)
        })
        .collect()
}

fn text(value: &Value) -> String {
    value.as_str().expect("text").to_owned()
}

fn say(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(root())
        .output()
        .unwrap_or_else(|error| panic!("{program}: {error}"));
    assert!(
        output.status.success(),
        "{program}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).into_owned()
}

//! The independent servers and clients of the interop tests, each in a folder of its own under
//! `target/interop`, pinned by files beside the tests.

use std::path::PathBuf;
use std::process::Command;

use crate::page::Mark;
use crate::shell::{target, words};
use crate::steps::Step;

const PYTHON_PINS: &str = "tests/interop/requirements.txt";
const NODE_PINS: &str = "tests/interop/package-lock.json";

/// The steps that set up what is not there yet.
pub(crate) fn steps() -> Vec<Step> {
    vec![
        Step::look("interop: Python peers", || {
            prepare("interop-python", PYTHON_PINS, python)
        }),
        Step::look("interop: Node peers", || prepare("interop-node", NODE_PINS, node)),
    ]
}

fn prepare(mark: &str, pins: &str, make: fn() -> Result<(), String>) -> Result<(), String> {
    let mark = Mark::of(mark, &[pins]).map_err(|failure| failure.to_string())?;
    if mark.stands() {
        return Ok(());
    }
    make()?;
    mark.set().map_err(|failure| failure.to_string())
}

fn python() -> Result<(), String> {
    let venv = folder().join("venv");
    let venv = venv.to_string_lossy();
    finish(words(&format!("python3 -m venv --clear {venv}")))?;
    finish(words(&format!(
        "{venv}/bin/python -m pip install --quiet --requirement {PYTHON_PINS}"
    )))
}

fn node() -> Result<(), String> {
    let node = folder().join("node");
    std::fs::create_dir_all(&node).map_err(|error| error.to_string())?;
    for file in ["package.json", "package-lock.json"] {
        std::fs::copy(format!("tests/interop/{file}"), node.join(file)).map_err(|error| error.to_string())?;
    }
    finish(words(&format!(
        "npm --prefix {} ci --no-fund --no-audit",
        node.to_string_lossy()
    )))
}

fn finish(mut command: Command) -> Result<(), String> {
    let output = command.output().map_err(|error| error.to_string())?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!(
        "{}\n{}",
        crate::shell::typed(&command),
        String::from_utf8_lossy(&output.stderr)
    ))
}

fn folder() -> PathBuf {
    target().join("interop")
}

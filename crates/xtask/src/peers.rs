//! The independent servers and clients of the interop tests and of the bench, each in a folder of its own under
//! `target/interop` and `target/bench`, pinned by files beside them.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::page::Mark;
use crate::shell::{target, words};
use crate::steps::Step;

const PYTHON_PINS: &str = "tests/interop/requirements.txt";
const NODE_PINS: &str = "tests/interop/package-lock.json";
const BENCH_PINS: &str = "benches/s3/requirements.txt";

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

/// The Python with the clients that the bench compares with.
pub(crate) fn of_bench() -> Result<PathBuf, String> {
    let folder = target().join("bench");
    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    prepare("bench-python", BENCH_PINS, || {
        venv(&target().join("bench/venv"), BENCH_PINS)
    })?;
    Ok(folder.join("venv/bin/python"))
}

fn python() -> Result<(), String> {
    venv(&folder().join("venv"), PYTHON_PINS)
}

fn venv(venv: &Path, pins: &str) -> Result<(), String> {
    let venv = venv.to_string_lossy();
    finish(words(&format!("python3 -m venv --clear {venv}")))?;
    finish(words(&format!(
        "{venv}/bin/python -m pip install --quiet --requirement {pins}"
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

//! `cargo xtask run`: from a fresh clone to the app in its window.

use crate::failure::Failure;
use crate::needs::{self, Purpose};
use crate::page;
use crate::report::say;
use crate::shell::{built, command, show, words};

/// Builds the app together with the programs of the tests: a crate's features are joined over all that is built at
/// once, so the tests later find everything compiled.
pub(crate) const BUILD: &str = "cargo build --locked --workspace --bins";

/// Installs what is missing, builds, and starts the app on the sandbox; returns when the app has ended.
pub(crate) fn run(arguments: &[&str]) -> Result<(), Failure> {
    let display = has_display();
    needs::meet(if display {
        &[Purpose::Build]
    } else {
        &[Purpose::Build, Purpose::VirtualDisplay]
    })?;
    page::install()?;
    page::build()?;
    build_app()?;
    let app = built("gatehouse").to_string_lossy().into_owned();
    if display {
        say("Starting Gatehouse on its sandbox");
        return show(&mut command(&app, arguments));
    }
    say("There is no display here: starting Gatehouse on a virtual one, with a session bus of its own.");
    say("Nobody sees that window; `cargo xtask tour` takes pictures of it. Ctrl-C ends it.");
    let wrapper = [
        "-a",
        "-n",
        "120",
        "-s",
        "-screen 0 1280x900x24 -nolisten tcp",
        "dbus-run-session",
        "--",
    ];
    show(command("xvfb-run", wrapper).arg(app).args(arguments))
}

/// Builds the app, with cargo's own progress shown.
pub(crate) fn build_app() -> Result<(), Failure> {
    say("Building the app (the first time takes some minutes)");
    show(&mut words(BUILD))
}

fn has_display() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

//! The IPC commands, grouped as the screens are. Each passes its arguments to the [`api`] and decides nothing. They
//! are declared once, in `commands/all.rs`, for the handler here and for the capabilities in the build script.

mod access;
mod account;
mod actions;
mod belongings;
mod browser;
mod clipboard;
mod connections;
mod copies;
mod files;
mod object;
mod preview;
mod sandbox;
mod seats;
mod sign_in;
mod tester;
mod transfers;
mod window;

use api::problem::Problem;
use tauri::Runtime;
use tauri::ipc::Invoke;

/// What a command gives back.
type Reply<T> = Result<T, Problem>;

macro_rules! commands {
    ($($module:ident::$name:ident),* $(,)?) => {
        /// The names of all commands.
        pub const COMMANDS: &[&str] = &[$(stringify!($name)),*];

        /// Passes an invocation to its command.
        pub(crate) fn handler<R: Runtime>() -> impl Fn(Invoke<R>) -> bool + Send + Sync + 'static {
            tauri::generate_handler![$($module::$name),*]
        }
    };
}
include!("commands/all.rs");

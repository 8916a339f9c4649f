//! The shell: carries calls between the page and the [`api`], and decides nothing.

mod clipboard;
pub mod commands;
pub mod console;
mod host;
mod log;
mod notices;
mod once;
mod preview;
pub mod running;
pub mod window;

use std::path::PathBuf;

use api::{Options, Source, StartError};
use running::Running;
use tauri::{AppHandle, Builder, Context, Manager, RunEvent, Runtime};
use tauri_plugin_dialog::{DialogExt, MessageDialogKind};

/// Opens the window and returns when it is closed. `data` is another folder for the app's own data.
///
/// # Errors
///
/// The desktop has no place for a window.
pub fn run(data: Option<PathBuf>) -> tauri::Result<()> {
    let app = plugins(shell(Builder::default()), data.as_ref())
        .setup(move |app| {
            if data.is_none() {
                once::alone(app.handle());
                once::take_links(app.handle());
            }
            Ok(begin(app.handle(), data)?)
        })
        .build(context())?;
    app.run(|app, event| {
        if let RunEvent::ExitRequested { api, code: None, .. } = event {
            api.prevent_exit();
            end(app.clone());
        }
    });
    Ok(())
}

/// What the build script has compiled: the configuration, the page and the capabilities.
pub fn context<R: Runtime>() -> Context<R> {
    tauri::generate_context!()
}

/// The commands and the protocol of previews.
pub fn shell<R: Runtime>(builder: Builder<R>) -> Builder<R> {
    builder
        .invoke_handler(commands::handler())
        .register_asynchronous_uri_scheme_protocol(preview::SCHEME, preview::serve)
        .on_window_event(window::heard)
}

/// The plugins, asked from Rust only. An app on another data folder is an app of its own.
fn plugins<R: Runtime>(builder: Builder<R>, data: Option<&PathBuf>) -> Builder<R> {
    let mut state = tauri_plugin_window_state::Builder::new();
    if let Some(folder) = data {
        state = state.with_filename(folder.join("window.json").to_string_lossy());
    }
    let opener = tauri_plugin_opener::Builder::new()
        .open_js_links_on_click(false)
        .build();
    builder
        .plugin(tauri_plugin_deep_link::init())
        .plugin(tauri_plugin_dialog::init())
        .plugin(opener)
        .plugin(state.build())
}

fn begin<R: Runtime>(app: &AppHandle<R>, data: Option<PathBuf>) -> tauri::Result<()> {
    let data_folder = match data {
        Some(folder) => folder,
        None => app.path().app_data_dir()?,
    };
    log::begin(&data_folder);
    let options = Options {
        data_folder,
        source: Source::Sandbox,
        picture_address: preview::ADDRESS.to_owned(),
        version: app.package_info().version.to_string(),
    };
    let failed = {
        let app = app.clone();
        move |error| tell_and_exit(&app, &error)
    };
    app.manage(Running::start(host::host(app), options, failed));
    once::hear_links(app);
    window::open(app)
}

fn tell_and_exit<R: Runtime>(app: &AppHandle<R>, error: &StartError) {
    let handle = app.clone();
    app.dialog()
        .message(format!("Gatehouse cannot start: {error}."))
        .title("Gatehouse")
        .kind(MessageDialogKind::Error)
        .show(move |_| handle.exit(1));
}

fn end<R: Runtime>(app: AppHandle<R>) {
    let running = app.state::<Running>().inner().clone();
    tauri::async_runtime::spawn(async move {
        running.close().await;
        app.exit(0);
    });
}

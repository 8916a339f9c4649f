//! One app at a time: a second one brings the first one's window to the front and ends, after it has handed on the deep
//! link that it was started with. Where the first one is about to end and does not answer, it is waited for.

use std::time::{Duration, Instant};

use tauri::plugin::TauriPlugin;
use tauri::{AppHandle, Manager, Runtime};
use tauri_plugin_deep_link::DeepLinkExt;

use crate::running::Running;
use crate::window::MAIN;

/// How long an app that does not answer is waited for, until it has ended.
const PATIENCE: Duration = Duration::from_secs(6);
/// Between two attempts to reach it.
const PAUSE: Duration = Duration::from_millis(200);

/// Makes this the only app, or ends this process. Where another one neither answers nor ends, there are two: that is
/// better than none.
pub(crate) fn alone<R: Runtime>(app: &AppHandle<R>) {
    persist(PATIENCE, PAUSE, || app.plugin(first()));
}

/// Tells the system that this app takes its deep links. Asks other programs, so nobody waits for it.
pub(crate) fn take_links<R: Runtime>(app: &AppHandle<R>) {
    let app = app.clone();
    tauri::async_runtime::spawn_blocking(move || {
        if let Err(error) = app.deep_link().register_all() {
            tracing::warn!(%error, "deep links cannot be registered; the browser comes back by another way");
        }
    });
}

/// Hands deep links to the sign-in that waits for one.
pub(crate) fn hear_links<R: Runtime>(app: &AppHandle<R>) {
    let handle = app.clone();
    app.deep_link().on_open_url(move |event| {
        for url in event.urls() {
            answer(&handle, url.to_string());
        }
    });
}

fn answer<R: Runtime>(app: &AppHandle<R>, link: String) {
    let running = app.state::<Running>().inner().clone();
    to_front(app);
    tauri::async_runtime::spawn(async move {
        let Ok(api) = running.api().await else { return };
        if api.answer_browser(link.into()).await.is_err() {
            tracing::info!("a deep link came that no sign-in waits for");
        }
    });
}

fn first<R: Runtime>() -> TauriPlugin<R> {
    tauri_plugin_single_instance::init(|app, _, _| to_front(app))
}

fn to_front<R: Runtime>(app: &AppHandle<R>) {
    if let Some(window) = app.get_webview_window(MAIN) {
        window.unminimize().ok();
        window.set_focus().ok();
    }
}

/// Tries until it succeeds or patience is at its end.
fn persist<E: std::fmt::Display>(
    patience: Duration,
    pause: Duration,
    mut attempt: impl FnMut() -> Result<(), E>,
) {
    let begun = Instant::now();
    while let Err(error) = attempt() {
        if begun.elapsed() >= patience {
            tracing::warn!(%error, "another app runs that does not answer");
            return;
        }
        std::thread::sleep(pause);
    }
}

#[cfg(test)]
mod tests {
    use super::persist;
    use std::time::Duration;

    #[test]
    fn an_app_that_is_about_to_end_is_waited_for_and_one_that_never_answers_is_given_up() {
        let mut attempts = 0;
        persist(Duration::from_secs(60), Duration::ZERO, || {
            attempts += 1;
            if attempts < 4 { Err("no reply") } else { Ok(()) }
        });
        assert_eq!(attempts, 4, "it goes on as soon as the older one has ended");

        let mut attempts = 0;
        persist(Duration::from_millis(20), Duration::from_millis(1), || {
            attempts += 1;
            Err::<(), _>("no reply")
        });
        assert!(attempts > 1, "and starts all the same in the end");
    }
}

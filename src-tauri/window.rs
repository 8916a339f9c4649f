//! The main window: its size, where it may go (nowhere), and what is dragged over it.

use api::Drag;
use tauri::webview::NewWindowResponse;
use tauri::{
    AppHandle, DragDropEvent, Manager, Runtime, Url, WebviewUrl, WebviewWindowBuilder, Window, WindowEvent,
};

use crate::running::Running;

/// The label of the main window, which the capabilities name.
pub const MAIN: &str = "main";

/// Opens the main window.
pub(crate) fn open<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<()> {
    WebviewWindowBuilder::new(app, MAIN, WebviewUrl::default())
        .title("Gatehouse")
        .inner_size(1100.0, 720.0)
        .min_inner_size(640.0, 480.0)
        .on_navigation(own_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .devtools(cfg!(debug_assertions))
        .build()
        .map(|_| ())
}

/// Whether an address is the page itself. A link or a script that leads elsewhere leads nowhere.
fn own_page(url: &Url) -> bool {
    match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        "http" | "https" => url.host_str() == Some("tauri.localhost"),
        _ => false,
    }
}

/// Hears what happens to a window.
pub(crate) fn heard<R: Runtime>(window: &Window<R>, event: &WindowEvent) {
    if let WindowEvent::Focused(true) = event {
        let running = window.state::<Running>().inner().clone();
        tauri::async_runtime::spawn(async move {
            if let Ok(api) = running.api().await {
                api.look_around().await.ok();
            }
        });
    }
    if let WindowEvent::CloseRequested { api, .. } = event {
        api.prevent_close();
        let (app, running) = (
            window.app_handle().clone(),
            window.state::<Running>().inner().clone(),
        );
        tauri::async_runtime::spawn(async move {
            if running.may_close().await {
                crate::end(app);
            }
        });
    }
    if let WindowEvent::DragDrop(event) = event
        && let Some(drag) = drag(event)
    {
        let running = window.state::<Running>().inner().clone();
        tauri::async_runtime::spawn(async move {
            if let Ok(api) = running.api().await {
                api.drag(drag).await.ok();
            }
        });
    }
}

fn drag(event: &DragDropEvent) -> Option<Drag> {
    if let DragDropEvent::Enter { paths, .. } = event {
        (!paths.is_empty()).then_some(Drag::Over)
    } else if let DragDropEvent::Drop { paths, .. } = event {
        Some(Drag::Dropped(paths.clone()))
    } else if matches!(event, DragDropEvent::Leave) {
        Some(Drag::Left)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::own_page;

    #[test]
    fn the_window_stays_on_its_own_page() {
        let may = |address: &str| own_page(&address.parse().expect("an address"));

        assert!(may("tauri://localhost/") && may("http://tauri.localhost/index.html"));
        for elsewhere in [
            "https://example.com/",
            "http://tauri.localhost.evil.test/",
            "http://tauri.evil.test/",
            "tauri://evil/",
            "file:///etc/passwd",
            "data:text/html,hello",
            "javascript:alert(1)",
            "about:blank",
        ] {
            assert!(!may(elsewhere), "{elsewhere}");
        }
    }
}

//! What every window needs.

use api::view::{PreferencesView, Theme, Update};
use tauri::ipc::Channel;
use tauri::{AppHandle, Runtime, State, WebviewWindow};

use super::Reply;
use crate::running::Running;

#[tauri::command]
pub(crate) async fn subscribe<R: Runtime>(
    app: State<'_, Running>,
    window: WebviewWindow<R>,
    channel: Channel<Update>,
) -> Reply<()> {
    app.api()
        .await?
        .subscribe(window.label(), move |update| channel.send(update).is_ok())
        .await
}

#[tauri::command]
pub(crate) async fn preferences(app: State<'_, Running>) -> Reply<PreferencesView> {
    app.api().await?.preferences().await
}

#[tauri::command]
pub(crate) async fn set_theme(app: State<'_, Running>, theme: Theme) -> Reply<()> {
    app.api().await?.set_theme(theme).await
}

/// Closes the app, whatever is under way; it goes on at the next start.
#[tauri::command]
pub(crate) async fn quit<R: Runtime>(app: AppHandle<R>) -> Reply<()> {
    crate::end(app);
    Ok(())
}

//! The preview and small pictures. Bytes cross as they are, without JSON around them.

use api::view::{PreviewView, SaveTextForm, TextView};
use tauri::State;
use tauri::ipc::Response;

use super::Reply;
use crate::running::Running;

#[tauri::command]
pub(crate) async fn preview(
    app: State<'_, Running>,
    location: String,
    key: String,
    version: Option<String>,
    anyway: bool,
) -> Reply<PreviewView> {
    app.api()
        .await?
        .preview_version(&location, &key, version, anyway)
        .await
}

#[tauri::command]
pub(crate) async fn preview_text(app: State<'_, Running>, token: String, start: u64) -> Reply<TextView> {
    app.api().await?.preview_text(&token, start).await
}

#[tauri::command]
pub(crate) async fn preview_read(
    app: State<'_, Running>,
    token: String,
    start: u64,
    length: u64,
) -> Reply<Response> {
    let bytes = app.api().await?.preview_read(&token, start, length).await?;
    Ok(Response::new(bytes.to_vec()))
}

#[tauri::command]
pub(crate) async fn save_text(app: State<'_, Running>, form: SaveTextForm) -> Reply<String> {
    app.api().await?.save_text(form).await
}

#[tauri::command]
pub(crate) async fn close_preview(app: State<'_, Running>) -> Reply<()> {
    app.api().await?.close_preview().await
}

#[tauri::command]
pub(crate) async fn thumbnail(
    app: State<'_, Running>,
    location: String,
    key: String,
) -> Reply<Option<String>> {
    app.api().await?.thumbnail(&location, &key).await
}

#[tauri::command]
pub(crate) async fn drop_thumbnails(
    app: State<'_, Running>,
    location: String,
    keys: Vec<String>,
) -> Reply<()> {
    app.api().await?.drop_thumbnails(&location, keys).await
}

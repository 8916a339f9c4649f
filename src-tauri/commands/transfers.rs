//! Uploads and downloads. The page never names a local path.

use tauri::State;

use super::Reply;
use crate::running::Running;

#[tauri::command]
pub(crate) async fn pick_upload(app: State<'_, Running>, location: String, folder: String) -> Reply<u32> {
    app.api().await?.pick_upload(&location, &folder).await
}

#[tauri::command]
pub(crate) async fn upload_dropped(app: State<'_, Running>, location: String, folder: String) -> Reply<u32> {
    app.api().await?.upload_dropped(&location, &folder).await
}

#[tauri::command]
pub(crate) async fn download(app: State<'_, Running>, location: String, key: String) -> Reply<()> {
    app.api().await?.download(&location, &key).await
}

#[tauri::command]
pub(crate) async fn cancel_transfer(app: State<'_, Running>, id: u32) -> Reply<()> {
    app.api().await?.cancel_transfer(id).await
}

#[tauri::command]
pub(crate) async fn retry_transfer(app: State<'_, Running>, id: u32) -> Reply<()> {
    app.api().await?.retry_transfer(id).await
}

#[tauri::command]
pub(crate) async fn clear_transfers(app: State<'_, Running>) -> Reply<()> {
    app.api().await?.clear_transfers().await
}

#[tauri::command]
pub(crate) async fn reveal_transfer(app: State<'_, Running>, id: u32) -> Reply<()> {
    app.api().await?.reveal_transfer(id).await
}

//! Uploads and downloads. The page never names a local path.

use api::view::{ConflictPolicy, ItemsForm, QueuePlace, TransferSettings};
use tauri::State;

use super::Reply;
use crate::running::Running;

#[tauri::command]
pub(crate) async fn pick_upload(app: State<'_, Running>, location: String, folder: String) -> Reply<u32> {
    app.api().await?.pick_upload(&location, &folder).await
}

#[tauri::command]
pub(crate) async fn pick_folder_upload(
    app: State<'_, Running>,
    location: String,
    folder: String,
) -> Reply<u32> {
    app.api().await?.pick_folder_upload(&location, &folder).await
}

#[tauri::command]
pub(crate) async fn upload_dropped(app: State<'_, Running>, location: String, folder: String) -> Reply<u32> {
    app.api().await?.upload_dropped(&location, &folder).await
}

#[tauri::command]
pub(crate) async fn download(app: State<'_, Running>, form: ItemsForm) -> Reply<()> {
    app.api().await?.download(&form).await
}

#[tauri::command]
pub(crate) async fn pause_transfer(app: State<'_, Running>, id: Option<u32>) -> Reply<()> {
    app.api().await?.pause_transfer(id).await
}

#[tauri::command]
pub(crate) async fn resume_transfer(app: State<'_, Running>, id: Option<u32>) -> Reply<()> {
    app.api().await?.resume_transfer(id).await
}

#[tauri::command]
pub(crate) async fn move_transfer(app: State<'_, Running>, id: u32, to: QueuePlace) -> Reply<()> {
    app.api().await?.move_transfer(id, to).await
}

#[tauri::command]
pub(crate) async fn decide_transfer(
    app: State<'_, Running>,
    id: u32,
    policy: ConflictPolicy,
    all: bool,
) -> Reply<()> {
    app.api().await?.decide_transfer(id, policy, all).await
}

#[tauri::command]
pub(crate) async fn transfer_settings(app: State<'_, Running>) -> Reply<TransferSettings> {
    app.api().await?.transfer_settings().await
}

#[tauri::command]
pub(crate) async fn set_transfer_settings(app: State<'_, Running>, form: TransferSettings) -> Reply<()> {
    app.api().await?.set_transfer_settings(form).await
}

#[tauri::command]
pub(crate) async fn cancel_transfer(app: State<'_, Running>, id: Option<u32>) -> Reply<()> {
    app.api().await?.cancel_transfer(id).await
}

#[tauri::command]
pub(crate) async fn retry_transfer(app: State<'_, Running>, id: Option<u32>) -> Reply<()> {
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

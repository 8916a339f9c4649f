//! The files screen and the preview.

use api::view::{FolderForm, FolderView, LocationView, PreviewView, RowsView};
use tauri::State;

use super::Reply;
use crate::running::Running;

#[tauri::command]
pub(crate) async fn locations(app: State<'_, Running>) -> Reply<Vec<LocationView>> {
    app.api().await?.locations().await
}

#[tauri::command]
pub(crate) async fn open_folder(app: State<'_, Running>, form: FolderForm) -> Reply<FolderView> {
    app.api().await?.open_folder(form).await
}

#[tauri::command]
pub(crate) async fn rows(app: State<'_, Running>, listing: u32, start: u32, count: u32) -> Reply<RowsView> {
    app.api().await?.rows(listing, start, count).await
}

#[tauri::command]
pub(crate) async fn preview(
    app: State<'_, Running>,
    location: String,
    key: String,
    anyway: bool,
) -> Reply<PreviewView> {
    app.api().await?.preview(&location, &key, anyway).await
}

#[tauri::command]
pub(crate) async fn close_preview(app: State<'_, Running>) -> Reply<()> {
    app.api().await?.close_preview().await
}

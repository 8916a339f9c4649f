//! Connections: listed, written, used, given away.

use api::view::{ConnectionForm, ConnectionListView, ImportView, SavedView};
use base::Secret;
use tauri::State;

use super::Reply;
use crate::running::Running;

#[tauri::command]
pub(crate) async fn connections(app: State<'_, Running>) -> Reply<ConnectionListView> {
    app.api().await?.connections().await
}

#[tauri::command]
pub(crate) async fn connection(app: State<'_, Running>, id: String) -> Reply<ConnectionForm> {
    app.api().await?.connection_form(&id).await
}

#[tauri::command]
pub(crate) async fn save_connection(app: State<'_, Running>, form: ConnectionForm) -> Reply<SavedView> {
    app.api().await?.save_connection(form).await
}

#[tauri::command]
pub(crate) async fn delete_connection(app: State<'_, Running>, id: String) -> Reply<()> {
    app.api().await?.delete_connection(&id).await
}

#[tauri::command]
pub(crate) async fn use_connection(app: State<'_, Running>, id: String) -> Reply<()> {
    app.api().await?.use_connection(&id).await
}

#[tauri::command]
pub(crate) async fn export_connection(app: State<'_, Running>, id: String) -> Reply<bool> {
    app.api().await?.export_connection(&id).await
}

#[tauri::command]
pub(crate) async fn test_connection(app: State<'_, Running>, form: ConnectionForm) -> Reply<()> {
    app.api().await?.test_connection(form).await.map(drop)
}

#[tauri::command]
pub(crate) async fn import_text(app: State<'_, Running>, text: Secret) -> Reply<ImportView> {
    app.api().await?.import_text(text).await
}

#[tauri::command]
pub(crate) async fn import_file(app: State<'_, Running>) -> Reply<Option<ImportView>> {
    app.api().await?.import_file().await
}

#[tauri::command]
pub(crate) async fn import_dropped(app: State<'_, Running>) -> Reply<Option<ImportView>> {
    app.api().await?.import_dropped().await
}

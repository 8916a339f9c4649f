//! Connections: listed, written, used, given away.

use api::view::{ConnectionForm, ConnectionListView, SavedView};
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

//! Accounts side by side.

use tauri::State;

use super::Reply;
use crate::running::Running;

#[tauri::command]
pub(crate) async fn add_account(app: State<'_, Running>) -> Reply<()> {
    app.api().await?.add_account().await
}

#[tauri::command]
pub(crate) async fn cancel_add(app: State<'_, Running>) -> Reply<()> {
    app.api().await?.cancel_add().await
}

#[tauri::command]
pub(crate) async fn remove_account(app: State<'_, Running>, id: String) -> Reply<()> {
    app.api().await?.remove_account(&id).await
}

#[tauri::command]
pub(crate) async fn switch_account(app: State<'_, Running>, id: String) -> Reply<()> {
    app.api().await?.switch_account(&id).await
}

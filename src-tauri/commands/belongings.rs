//! What belongs to the person on every device: bookmarks, recent places.

use tauri::State;

use super::Reply;
use crate::running::Running;

#[tauri::command]
pub(crate) async fn add_bookmark(app: State<'_, Running>, location: String, folder: String) -> Reply<()> {
    app.api().await?.add_bookmark(location, folder).await
}

#[tauri::command]
pub(crate) async fn rename_bookmark(app: State<'_, Running>, id: String, name: Option<String>) -> Reply<()> {
    app.api().await?.rename_bookmark(id, name).await
}

#[tauri::command]
pub(crate) async fn remove_bookmark(app: State<'_, Running>, id: String) -> Reply<()> {
    app.api().await?.remove_bookmark(id).await
}

#[tauri::command]
pub(crate) async fn move_bookmark(app: State<'_, Running>, id: String, to: u32) -> Reply<()> {
    app.api().await?.move_bookmark(id, to).await
}

#[tauri::command]
pub(crate) async fn remove_recent(app: State<'_, Running>, id: String) -> Reply<()> {
    app.api().await?.remove_recent(id).await
}

#[tauri::command]
pub(crate) async fn sync_belongings(app: State<'_, Running>) -> Reply<()> {
    app.api().await?.sync_belongings().await
}

#[tauri::command]
pub(crate) async fn look_around(app: State<'_, Running>) -> Reply<()> {
    app.api().await?.look_around().await
}

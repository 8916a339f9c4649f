//! Files that another program has open. The page never names a local path.

use api::view::ResolveForm;
use tauri::State;

use super::Reply;
use crate::running::Running;

#[tauri::command]
pub(crate) async fn open_with(app: State<'_, Running>, location: String, key: String) -> Reply<()> {
    app.api().await?.open_with(&location, &key).await
}

#[tauri::command]
pub(crate) async fn resolve_copy(app: State<'_, Running>, id: u32, how: ResolveForm) -> Reply<()> {
    app.api().await?.resolve_copy(id, how).await
}

#[tauri::command]
pub(crate) async fn close_copy(app: State<'_, Running>, id: u32) -> Reply<()> {
    app.api().await?.close_copy(id).await
}

//! What is copied.

use api::view::{CopyForm, TokenKind};
use tauri::State;

use super::Reply;
use crate::running::Running;

#[tauri::command]
pub(crate) async fn copy(app: State<'_, Running>, form: CopyForm) -> Reply<()> {
    app.api().await?.copy(form).await
}

#[tauri::command]
pub(crate) async fn copy_browser_link(app: State<'_, Running>) -> Reply<()> {
    app.api().await?.copy_browser_link().await
}

#[tauri::command]
pub(crate) async fn copy_token(app: State<'_, Running>, kind: TokenKind) -> Reply<()> {
    app.api().await?.copy_token(kind).await
}

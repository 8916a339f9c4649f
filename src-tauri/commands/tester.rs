//! The inspector.

use api::view::{CallDetailView, CallView, TokenView};
use tauri::State;

use super::Reply;
use crate::running::Running;

#[tauri::command]
pub(crate) async fn calls(app: State<'_, Running>, after: u32) -> Reply<Vec<CallView>> {
    Ok(app.api().await?.calls(after))
}

#[tauri::command]
pub(crate) async fn call(app: State<'_, Running>, id: u32) -> Reply<CallDetailView> {
    app.api().await?.call(id)
}

#[tauri::command]
pub(crate) async fn tokens(app: State<'_, Running>) -> Reply<Vec<TokenView>> {
    Ok(app.api().await?.tokens().await)
}

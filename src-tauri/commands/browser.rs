//! Signing in in the system's browser. What comes of it is pushed.

use base::Secret;
use tauri::State;

use super::Reply;
use crate::running::Running;

#[tauri::command]
pub(crate) async fn sign_in_with_browser(
    app: State<'_, Running>,
    provider: Option<String>,
    remember: bool,
) -> Reply<()> {
    app.api().await?.sign_in_with_browser(provider, remember).await
}

#[tauri::command]
pub(crate) async fn answer_browser(app: State<'_, Running>, text: Secret) -> Reply<()> {
    app.api().await?.answer_browser(text).await
}

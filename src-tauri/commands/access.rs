//! The ways in past the user pool, and for testers how access came about.

use api::view::{ApiAnswerView, ApiCallForm, ChainView, ReachForm, ReachView, TokenForm};
use tauri::State;

use super::Reply;
use crate::running::Running;

#[tauri::command]
pub(crate) async fn continue_as_guest(app: State<'_, Running>) -> Reply<()> {
    app.api().await?.continue_as_guest().await
}

#[tauri::command]
pub(crate) async fn present_token(app: State<'_, Running>, form: TokenForm) -> Reply<()> {
    app.api().await?.present_token(form).await
}

#[tauri::command]
pub(crate) async fn chain(app: State<'_, Running>) -> Reply<ChainView> {
    app.api().await?.chain().await
}

#[tauri::command]
pub(crate) async fn probe_reach(app: State<'_, Running>, form: ReachForm) -> Reply<Vec<ReachView>> {
    app.api().await?.probe_reach(form).await
}

#[tauri::command]
pub(crate) async fn choose_role(app: State<'_, Running>, arn: Option<String>) -> Reply<()> {
    app.api().await?.choose_role(arn).await
}

#[tauri::command]
pub(crate) async fn call_api(app: State<'_, Running>, form: ApiCallForm) -> Reply<ApiAnswerView> {
    app.api().await?.call_api(form).await
}

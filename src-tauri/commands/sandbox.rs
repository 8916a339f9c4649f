//! The sandbox: its inbox, its users, its clock, its faults, its settings, and its reset.

use api::view::{
    MessageView, SandboxClockForm, SandboxClockView, SandboxDeed, SandboxFaultForm, SandboxFaultsView,
    SandboxUserForm, SandboxUsersView,
};
use tauri::State;

use super::Reply;
use crate::running::Running;

#[tauri::command]
pub(crate) async fn inbox(app: State<'_, Running>) -> Reply<Vec<MessageView>> {
    app.api().await?.inbox().await
}

#[tauri::command]
pub(crate) async fn reset_sandbox(app: State<'_, Running>) -> Reply<()> {
    app.api().await?.reset_sandbox().await
}

#[tauri::command]
pub(crate) async fn sandbox_users(app: State<'_, Running>) -> Reply<SandboxUsersView> {
    app.api().await?.sandbox_users().await
}

#[tauri::command]
pub(crate) async fn save_sandbox_user(
    app: State<'_, Running>,
    form: SandboxUserForm,
) -> Reply<SandboxUsersView> {
    app.api().await?.save_sandbox_user(form).await
}

#[tauri::command]
pub(crate) async fn change_sandbox_user(
    app: State<'_, Running>,
    username: String,
    deed: SandboxDeed,
) -> Reply<SandboxUsersView> {
    app.api().await?.change_sandbox_user(&username, deed).await
}

#[tauri::command]
pub(crate) async fn move_sandbox_clock(
    app: State<'_, Running>,
    form: SandboxClockForm,
) -> Reply<SandboxClockView> {
    app.api().await?.move_sandbox_clock(form).await
}

#[tauri::command]
pub(crate) async fn sandbox_faults(app: State<'_, Running>) -> Reply<SandboxFaultsView> {
    app.api().await?.sandbox_faults().await
}

#[tauri::command]
pub(crate) async fn plan_sandbox_fault(
    app: State<'_, Running>,
    form: SandboxFaultForm,
) -> Reply<SandboxFaultsView> {
    app.api().await?.plan_sandbox_fault(form).await
}

#[tauri::command]
pub(crate) async fn clear_sandbox_faults(
    app: State<'_, Running>,
    id: Option<u32>,
) -> Reply<SandboxFaultsView> {
    app.api().await?.clear_sandbox_faults(id).await
}

#[tauri::command]
pub(crate) async fn set_sandbox_offline(app: State<'_, Running>, offline: bool) -> Reply<SandboxFaultsView> {
    app.api().await?.set_sandbox_offline(offline).await
}

#[tauri::command]
pub(crate) async fn sandbox_settings(app: State<'_, Running>) -> Reply<String> {
    app.api().await?.sandbox_settings().await
}

#[tauri::command]
pub(crate) async fn change_sandbox_settings(app: State<'_, Running>, changes: String) -> Reply<String> {
    app.api().await?.change_sandbox_settings(&changes).await
}

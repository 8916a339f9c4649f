//! The account screen.

use api::view::{
    AnswerForm, AttributeSentView, DeviceView, FactorForm, PasskeyView, ProfileView, SentToView,
    SignInRecordView, TotpView,
};
use tauri::State;

use super::Reply;
use crate::running::Running;

#[tauri::command]
pub(crate) async fn begin_totp(app: State<'_, Running>) -> Reply<TotpView> {
    app.api().await?.begin_totp().await
}

#[tauri::command]
pub(crate) async fn change_password(app: State<'_, Running>, form: AnswerForm) -> Reply<()> {
    app.api().await?.change_password(form).await
}

#[tauri::command]
pub(crate) async fn delete_account(app: State<'_, Running>, form: AnswerForm) -> Reply<()> {
    app.api().await?.delete_account(form).await
}

#[tauri::command]
pub(crate) async fn delete_attribute(app: State<'_, Running>, name: String) -> Reply<()> {
    app.api().await?.delete_attribute(&name).await
}

#[tauri::command]
pub(crate) async fn delete_passkey(app: State<'_, Running>, id: String) -> Reply<()> {
    app.api().await?.delete_passkey(&id).await
}

#[tauri::command]
pub(crate) async fn devices(app: State<'_, Running>) -> Reply<Vec<DeviceView>> {
    app.api().await?.devices().await
}

#[tauri::command]
pub(crate) async fn finish_totp(app: State<'_, Running>, form: AnswerForm) -> Reply<()> {
    app.api().await?.finish_totp(form).await
}

#[tauri::command]
pub(crate) async fn forget_device(app: State<'_, Running>, key: String) -> Reply<()> {
    app.api().await?.forget_device(&key).await
}

#[tauri::command]
pub(crate) async fn passkeys(app: State<'_, Running>) -> Reply<Vec<PasskeyView>> {
    app.api().await?.passkeys().await
}

#[tauri::command]
pub(crate) async fn profile(app: State<'_, Running>) -> Reply<ProfileView> {
    app.api().await?.profile().await
}

#[tauri::command]
pub(crate) async fn register_passkey(app: State<'_, Running>) -> Reply<()> {
    app.api().await?.register_passkey().await
}

#[tauri::command]
pub(crate) async fn remember_device(app: State<'_, Running>, remember: bool) -> Reply<()> {
    app.api().await?.remember_device(remember).await
}

#[tauri::command]
pub(crate) async fn send_attribute_code(app: State<'_, Running>, name: String) -> Reply<SentToView> {
    app.api().await?.send_attribute_code(&name).await
}

#[tauri::command]
pub(crate) async fn set_factor(app: State<'_, Running>, form: FactorForm) -> Reply<()> {
    app.api().await?.set_factor(form).await
}

#[tauri::command]
pub(crate) async fn sign_in_history(app: State<'_, Running>) -> Reply<Vec<SignInRecordView>> {
    app.api().await?.sign_in_history().await
}

#[tauri::command]
pub(crate) async fn update_attributes(
    app: State<'_, Running>,
    form: AnswerForm,
) -> Reply<Vec<AttributeSentView>> {
    app.api().await?.update_attributes(form).await
}

#[tauri::command]
pub(crate) async fn verify_attribute(app: State<'_, Running>, form: AnswerForm) -> Reply<()> {
    app.api().await?.verify_attribute(form).await
}

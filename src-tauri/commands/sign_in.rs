//! The sign-in screens. What comes of a step is pushed.

use api::view::{AnswerForm, SignInForm, StrengthForm, StrengthView};
use tauri::State;

use super::Reply;
use crate::running::Running;

#[tauri::command]
pub(crate) async fn restore(app: State<'_, Running>) -> Reply<()> {
    app.api().await?.restore().await
}

#[tauri::command]
pub(crate) async fn show_sign_in(app: State<'_, Running>) -> Reply<()> {
    app.api().await?.show_sign_in().await
}

#[tauri::command]
pub(crate) async fn show_sign_up(app: State<'_, Running>) -> Reply<()> {
    app.api().await?.show_sign_up().await
}

#[tauri::command]
pub(crate) async fn show_forgot_password(app: State<'_, Running>, username: String) -> Reply<()> {
    app.api().await?.show_forgot_password(username).await
}

#[tauri::command]
pub(crate) async fn sign_in(app: State<'_, Running>, form: SignInForm) -> Reply<()> {
    app.api().await?.sign_in(form).await
}

#[tauri::command]
pub(crate) async fn sign_up(app: State<'_, Running>, form: AnswerForm) -> Reply<()> {
    app.api().await?.sign_up(form).await
}

#[tauri::command]
pub(crate) async fn forgot_password(app: State<'_, Running>, username: String) -> Reply<()> {
    app.api().await?.forgot_password(username).await
}

#[tauri::command]
pub(crate) async fn answer(app: State<'_, Running>, form: AnswerForm) -> Reply<()> {
    app.api().await?.answer(form).await
}

#[tauri::command]
pub(crate) async fn check_confirmed(app: State<'_, Running>) -> Reply<()> {
    app.api().await?.check_confirmed().await
}

#[tauri::command]
pub(crate) async fn password_strength(app: State<'_, Running>, form: StrengthForm) -> Reply<StrengthView> {
    app.api().await?.password_strength(form).await
}

#[tauri::command]
pub(crate) async fn resend_code(app: State<'_, Running>) -> Reply<()> {
    app.api().await?.resend_code().await
}

#[tauri::command]
pub(crate) async fn change_address(app: State<'_, Running>) -> Reply<()> {
    app.api().await?.change_address().await
}

#[tauri::command]
pub(crate) async fn sign_out(app: State<'_, Running>, everywhere: bool) -> Reply<()> {
    app.api().await?.sign_out(everywhere).await
}

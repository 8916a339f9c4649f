//! What is done with files where they are.

use api::problem::Problem;
use api::view::{
    FoldersView, HeldView, ItemsForm, NameForm, NewFolderForm, RelocateForm, RelocatedView, RenameForm,
};
use tauri::State;

use super::Reply;
use crate::running::Running;

#[tauri::command]
pub(crate) async fn check_name(app: State<'_, Running>, form: NameForm) -> Reply<Option<Problem>> {
    app.api().await?.check_name(form).await
}

#[tauri::command]
pub(crate) async fn folders(app: State<'_, Running>, location: String, folder: String) -> Reply<FoldersView> {
    app.api().await?.folders(&location, &folder).await
}

#[tauri::command]
pub(crate) async fn new_text(app: State<'_, Running>, form: NewFolderForm) -> Reply<String> {
    app.api().await?.new_text(form).await
}

#[tauri::command]
pub(crate) async fn new_folder(app: State<'_, Running>, form: NewFolderForm) -> Reply<String> {
    app.api().await?.new_folder(form).await
}

#[tauri::command]
pub(crate) async fn weigh(app: State<'_, Running>, form: ItemsForm) -> Reply<u32> {
    app.api().await?.weigh(form).await
}

#[tauri::command]
pub(crate) async fn stop_weighing(app: State<'_, Running>) -> Reply<()> {
    app.api().await?.stop_weighing().await
}

#[tauri::command]
pub(crate) async fn delete_items(app: State<'_, Running>, form: ItemsForm) -> Reply<u32> {
    app.api().await?.delete_items(form).await
}

#[tauri::command]
pub(crate) async fn rename_item(app: State<'_, Running>, form: RenameForm) -> Reply<u32> {
    app.api().await?.rename_item(form).await
}

#[tauri::command]
pub(crate) async fn hold_items(app: State<'_, Running>, form: ItemsForm, cut: bool) -> Reply<HeldView> {
    app.api().await?.hold_items(form, cut).await
}

#[tauri::command]
pub(crate) async fn relocate(app: State<'_, Running>, form: RelocateForm) -> Reply<RelocatedView> {
    app.api().await?.relocate(form).await
}

#[tauri::command]
pub(crate) async fn cancel_job(app: State<'_, Running>, id: u32) -> Reply<()> {
    app.api().await?.cancel_job(id).await
}

#[tauri::command]
pub(crate) async fn retry_job(app: State<'_, Running>, id: u32) -> Reply<()> {
    app.api().await?.retry_job(id).await
}

#[tauri::command]
pub(crate) async fn undo_job(app: State<'_, Running>, id: u32) -> Reply<()> {
    app.api().await?.undo_job(id).await
}

#[tauri::command]
pub(crate) async fn clear_jobs(app: State<'_, Running>) -> Reply<()> {
    app.api().await?.clear_jobs().await
}

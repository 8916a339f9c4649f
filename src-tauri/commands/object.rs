//! One object: its facts, versions, links; and what was never finished.

use api::view::{
    BringBackForm, ChangeForm, DescribeForm, FactsView, LinkView, ObjectForm, PastForm, PastView,
    RequestForm, ShareForm, UnfinishedView, VersionMarkForm, VersionsView,
};
use tauri::State;

use super::Reply;
use crate::running::Running;

#[tauri::command]
pub(crate) async fn facts(app: State<'_, Running>, form: ObjectForm) -> Reply<FactsView> {
    app.api().await?.facts(form).await
}

#[tauri::command]
pub(crate) async fn describe(app: State<'_, Running>, form: DescribeForm) -> Reply<()> {
    app.api().await?.describe(form).await
}

#[tauri::command]
pub(crate) async fn change_items(app: State<'_, Running>, form: ChangeForm) -> Reply<u32> {
    app.api().await?.change_items(form).await
}

#[tauri::command]
pub(crate) async fn share(app: State<'_, Running>, form: ShareForm) -> Reply<LinkView> {
    app.api().await?.share(form).await
}

#[tauri::command]
pub(crate) async fn request_file(app: State<'_, Running>, form: RequestForm) -> Reply<Option<LinkView>> {
    app.api().await?.request_file(form).await
}

#[tauri::command]
pub(crate) async fn versions(
    app: State<'_, Running>,
    form: ObjectForm,
    after: Option<VersionMarkForm>,
) -> Reply<VersionsView> {
    app.api().await?.versions(form, after).await
}

#[tauri::command]
pub(crate) async fn restore_version(app: State<'_, Running>, form: ObjectForm) -> Reply<()> {
    app.api().await?.restore_version(form).await
}

#[tauri::command]
pub(crate) async fn delete_version(app: State<'_, Running>, form: ObjectForm) -> Reply<()> {
    app.api().await?.delete_version(form).await
}

#[tauri::command]
pub(crate) async fn download_version(app: State<'_, Running>, form: ObjectForm) -> Reply<u32> {
    app.api().await?.download_version(form).await
}

#[tauri::command]
pub(crate) async fn past(app: State<'_, Running>, form: PastForm) -> Reply<PastView> {
    app.api().await?.past(form).await
}

#[tauri::command]
pub(crate) async fn bring_back(app: State<'_, Running>, form: BringBackForm) -> Reply<u32> {
    app.api().await?.bring_back(form).await
}

#[tauri::command]
pub(crate) async fn unfinished(app: State<'_, Running>, location: String) -> Reply<Vec<UnfinishedView>> {
    app.api().await?.unfinished(&location).await
}

#[tauri::command]
pub(crate) async fn discard_upload(
    app: State<'_, Running>,
    location: String,
    key: String,
    upload: String,
) -> Reply<()> {
    app.api().await?.discard_upload(&location, &key, &upload).await
}

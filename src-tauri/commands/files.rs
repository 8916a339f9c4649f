//! The files screen.

use api::view::{
    AddressForm, AddressView, FindForm, FolderForm, FolderView, FoundView, LocationView, RowsView,
    SearchForm, SelectForm, SelectionView, SortForm,
};
use tauri::State;

use super::Reply;
use crate::running::Running;

#[tauri::command]
pub(crate) async fn locations(app: State<'_, Running>) -> Reply<Vec<LocationView>> {
    app.api().await?.locations().await
}

#[tauri::command]
pub(crate) async fn open_folder(app: State<'_, Running>, form: FolderForm) -> Reply<FolderView> {
    app.api().await?.open_folder(form).await
}

#[tauri::command]
pub(crate) async fn rows(app: State<'_, Running>, listing: u32, start: u32, count: u32) -> Reply<RowsView> {
    app.api().await?.rows(listing, start, count).await
}

#[tauri::command]
pub(crate) async fn search(app: State<'_, Running>, form: SearchForm) -> Reply<FolderView> {
    app.api().await?.search(form).await
}

#[tauri::command]
pub(crate) async fn stop_listing(app: State<'_, Running>, listing: u32) -> Reply<()> {
    app.api().await?.stop_listing(listing).await
}

#[tauri::command]
pub(crate) async fn find_place(app: State<'_, Running>, form: AddressForm) -> Reply<AddressView> {
    app.api().await?.find_place(form).await
}

#[tauri::command]
pub(crate) async fn select(app: State<'_, Running>, listing: u32, form: SelectForm) -> Reply<SelectionView> {
    app.api().await?.select(listing, form).await
}

#[tauri::command]
pub(crate) async fn sort_folder(app: State<'_, Running>, listing: u32, form: SortForm) -> Reply<FolderView> {
    app.api().await?.sort_folder(listing, form).await
}

#[tauri::command]
pub(crate) async fn filter_folder(app: State<'_, Running>, listing: u32, text: String) -> Reply<FolderView> {
    app.api().await?.filter_folder(listing, text).await
}

#[tauri::command]
pub(crate) async fn find_row(
    app: State<'_, Running>,
    listing: u32,
    form: FindForm,
) -> Reply<Option<FoundView>> {
    app.api().await?.find_row(listing, form).await
}

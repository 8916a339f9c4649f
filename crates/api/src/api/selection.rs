//! What is shown and what is selected of the open folder, and what actions are given of it.

use files::{Item, Listing, Location, Select, Wanted};

use super::Api;
use crate::problem::{Fault, Problem};
use crate::view::{
    FindForm, FolderView, FoundView, ItemsForm, SelectForm, SelectHow, SelectionView, SortForm,
};
use crate::words;

/// What an action is done with.
#[derive(Debug)]
pub struct Items {
    /// Where they are.
    pub location: Location,
    /// Whether the person may write there.
    pub can_write: bool,
    /// What they are, in the order given, or in which they were listed.
    pub keys: Vec<Item>,
}

impl Api {
    /// Selects rows of the open folder, and tells what is selected then.
    ///
    /// # Errors
    ///
    /// Nobody is signed in, or another folder is open by now.
    pub async fn select(&self, listing: u32, form: SelectForm) -> Result<SelectionView, Problem> {
        let listing = self.listing(listing).await?;
        let how = match (form.how, form.at, form.from) {
            (SelectHow::One, Some(at), _) => Select::One(at),
            (SelectHow::Toggle, Some(at), _) => Select::Toggle(at),
            (SelectHow::Range, Some(at), Some(from)) => Select::Range(from, at),
            (SelectHow::Add, Some(at), Some(from)) => Select::Add(from, at),
            (SelectHow::All, _, _) => Select::All,
            (SelectHow::None, _, _) => Select::None,
            _ => return Err(Fault::NotThere.into()),
        };
        Ok(words::files::selection(listing.select(how)))
    }

    /// What an action is to be done with: the rows named, or those selected. Where everything is selected, the rest of
    /// the folder is waited for.
    ///
    /// # Errors
    ///
    /// Nobody is signed in, there is no such place, another folder is open by now, or it could not be listed whole.
    pub async fn items(&self, form: &ItemsForm) -> Result<Items, Problem> {
        let (location, can_write) = self.place(&form.location).await?;
        let (number, place) = (form.listing, form.location.clone());
        let listing = self
            .visiting(move |visit| visit.listing(number, Some(&place)))
            .await?;
        let keys = match (&form.keys, listing) {
            (Some(keys), Some(listing)) => listing.items(keys),
            (Some(keys), None) => keys.iter().map(|key| Item::of_key(key)).collect(),
            (None, Some(listing)) => {
                let items = listing.selected_items().await;
                items.map_err(|error| Problem::of_files(&error))?
            }
            (None, None) => return Err(Fault::NotThere.into()),
        };
        Ok(Items {
            location,
            can_write,
            keys,
        })
    }

    /// Shows the open folder in another order, without listing it again.
    ///
    /// # Errors
    ///
    /// Nobody is signed in, or another folder is open by now.
    pub async fn sort_folder(&self, listing: u32, form: SortForm) -> Result<FolderView, Problem> {
        let sort = words::files::sort(form.sort);
        self.listing(listing).await?.arrange(sort, form.descending).await;
        self.folder(listing).await
    }

    /// Shows only what is called so of the open folder: a part of the name, or a pattern with `*` and `?`. Empty text
    /// shows everything again.
    ///
    /// # Errors
    ///
    /// Nobody is signed in, or another folder is open by now.
    pub async fn filter_folder(&self, listing: u32, text: String) -> Result<FolderView, Problem> {
        let wanted = Wanted {
            name: text,
            ..Wanted::default()
        };
        self.listing(listing).await?.filter(wanted).await;
        self.folder(listing).await
    }

    /// Where a row is shown, unless it is not.
    ///
    /// # Errors
    ///
    /// Nobody is signed in, or another folder is open by now.
    pub async fn find_row(&self, listing: u32, form: FindForm) -> Result<Option<FoundView>, Problem> {
        let listing = self.listing(listing).await?;
        let found = match form {
            FindForm::Key { key } => listing.place_of(&key),
            FindForm::Letters { letters, start } => listing.beginning_with(&letters, start),
        };
        Ok(found.map(|(index, id)| FoundView { index, id }))
    }

    pub(super) async fn listing(&self, number: u32) -> Result<Listing, Problem> {
        let listing = self.visiting(move |visit| visit.listing(number, None)).await?;
        listing.ok_or_else(|| Fault::NotThere.into())
    }

    /// The open folder as it is shown now.
    pub(super) async fn folder(&self, number: u32) -> Result<FolderView, Problem> {
        let folder = self.visiting(|visit| visit.folder()).await?;
        folder
            .filter(|folder| folder.listing == number)
            .ok_or_else(|| Fault::NotThere.into())
    }
}

//! What the rows are for whoever acts on them, and where they are found again.

use std::collections::HashMap;

use super::{Listing, Table, locked};
use crate::{Error, Item};

impl Listing {
    /// What is selected. Where that is everything, the rest of the listing is waited for.
    ///
    /// # Errors
    ///
    /// Everything is selected, and the listing has failed before its end.
    pub async fn selected_items(&self) -> Result<Vec<Item>, Error> {
        let mut progress = self.watch();
        // The sender lives as long as this listing does.
        let _ = progress
            .wait_for(|progress| progress.done || !progress.selected.all)
            .await;
        let progress = self.progress();
        if let Some(error) = progress.error.filter(|_| progress.selected.all) {
            return Err(error);
        }
        let table = locked(&self.0.table);
        let rows = table.selected_rows();
        Ok(rows.filter_map(|row| self.item(&table, row)).collect())
    }

    /// What lies under these keys below the location, in their order, as far as it was listed.
    pub fn items(&self, keys: &[String]) -> Vec<Item> {
        let mut listed: HashMap<&str, Option<Item>> = keys.iter().map(|key| (key.as_str(), None)).collect();
        let table = locked(&self.0.table);
        for row in 0..table.loaded() {
            if let Some(item) = self.item(&table, row)
                && let Some(place) = listed.get_mut(item.key.as_str())
            {
                *place = Some(item);
            }
        }
        let listed = keys.iter().map(|key| {
            let listed = listed.get_mut(key.as_str()).and_then(Option::take);
            listed.unwrap_or_else(|| Item::of_key(key))
        });
        listed.collect()
    }

    /// Where the row of a key is shown, and its number.
    pub fn place_of(&self, key: &str) -> Option<(u32, u32)> {
        let rest = key.strip_prefix(self.0.folder.as_str())?;
        let (name, folder) = match rest.strip_suffix('/') {
            Some(name) => (name, true),
            None => (rest, false),
        };
        let table = locked(&self.0.table);
        let row = (0..table.loaded()).find(|&row| {
            let found = table.pack().get(row);
            found.is_some_and(|(packed, found)| found == name && packed.folder() == folder)
        })?;
        let place = table.place_of(row)?;
        Some((u32::try_from(place).ok()?, row))
    }

    /// The first row from `start` on, and round again from the top, whose name begins with `letters`, regardless of
    /// case.
    pub fn beginning_with(&self, letters: &str, start: u32) -> Option<(u32, u32)> {
        let letters = letters.to_lowercase();
        let table = locked(&self.0.table);
        let shown = table.shown();
        let start = (start as usize).min(shown.len());
        let round = (start..shown.len()).chain(0..start);
        let place = round.into_iter().find(|&place| {
            let name = shown.get(place).and_then(|&row| table.pack().get(row));
            name.is_some_and(|(_, name)| {
                let name = crate::names::last_part(name);
                let mut lower = name.chars().flat_map(char::to_lowercase);
                letters.chars().all(|letter| lower.next() == Some(letter))
            })
        })?;
        Some((u32::try_from(place).ok()?, *shown.get(place)?))
    }

    fn item(&self, table: &Table, row: u32) -> Option<Item> {
        let (packed, name) = table.pack().get(row)?;
        let folder = packed.folder();
        let slash = if folder { "/" } else { "" };
        Some(Item {
            key: format!("{}{name}{slash}", self.0.folder),
            folder,
            size: (!folder).then_some(packed.size),
            etag: table.pack().etag(row),
        })
    }
}

//! Looking for files below a folder, and going to an address.

use files::{Address, Location, Place, Wanted};

use super::Api;
use crate::problem::{Fault, Problem};
use crate::view::{AddressForm, AddressView, FolderView, LocationView, SearchForm};
use crate::words;

impl Api {
    /// Looks for files below a folder, however deep, in place of the folder that was open. What is found arrives in the
    /// background, told by `Update::Folder`.
    ///
    /// # Errors
    ///
    /// As [`Api::open_folder`].
    pub async fn search(&self, form: SearchForm) -> Result<FolderView, Problem> {
        let (location, can_write) = self.place(&form.location).await?;
        let time = words::time_of_milliseconds;
        let wanted = Wanted {
            name: form.text,
            kinds: form.kinds.into_iter().map(words::files::kind_of).collect(),
            at_least: form.at_least,
            at_most: form.at_most,
            since: form.since.and_then(time),
            before: form.before.and_then(time),
        };
        let (sort, descending, folder) = (words::files::sort(form.sort), form.descending, form.folder);
        let opened = self.0.owner.ask(move |desk| {
            let listing = desk
                .visit()?
                .files()
                .search(&location, &folder, &wanted, sort, descending);
            desk.show_listing(location, can_write, listing, true)
        });
        opened.await?.ok_or_else(|| Fault::SignedOut.into())
    }

    /// Asks for no more of the open folder, or of what is looked for.
    ///
    /// # Errors
    ///
    /// Nobody is signed in, or another folder is open by now.
    pub async fn stop_listing(&self, listing: u32) -> Result<(), Problem> {
        self.listing(listing).await?.stop();
        Ok(())
    }

    /// Where an address leads that was typed or pasted.
    ///
    /// # Errors
    ///
    /// It is none, it lies outside the person's places, or nothing lies there.
    pub async fn find_place(&self, form: AddressForm) -> Result<AddressView, Problem> {
        let text = form.text.trim();
        let places = self.locations().await?;
        let (opened, _) = self.present().await?;
        let endpoint = opened.connection.storage.endpoint.as_deref().and_then(host);
        let (location, key) = match Address::read(text, endpoint) {
            Some(address) => within(&places, &address).ok_or(Fault::OutsidePlaces)?,
            None if text.contains("://") => return Err(Fault::NoAddress.into()),
            None => {
                let open = places.iter().find(|place| place.id == form.location);
                (
                    open.ok_or(Fault::NotThere)?,
                    text.trim_start_matches('/').to_owned(),
                )
            }
        };
        let view = |folder: &str, key: Option<&str>| AddressView {
            location: location.id.clone(),
            folder: folder.to_owned(),
            key: key.map(str::to_owned),
        };
        if key.is_empty() || key.ends_with('/') {
            return Ok(view(&key, None));
        }
        let place = Location {
            id: location.id.clone(),
            bucket: location.bucket.clone(),
            prefix: location.prefix.clone(),
        };
        let files = self.visiting(|visit| visit.files().clone()).await?;
        match files.look_up(&place, &key).await {
            Ok(Place::Object) => {
                let folder = key.rfind('/').map_or("", |at| &key[..=at]);
                Ok(view(folder, Some(&key)))
            }
            Ok(Place::Folder) => Ok(view(&format!("{key}/"), None)),
            Ok(Place::Nothing) => Err(Fault::NotThere.into()),
            Err(error) => Err(Problem::of_files(&error)),
        }
    }
}

/// The host of a service's address, with its port.
fn host(endpoint: &str) -> Option<&str> {
    let (_, rest) = endpoint.split_once("://")?;
    rest.split('/').next()
}

/// The place that an address lies in, the innermost, and the key below it. The address of a place itself may leave out
/// the last `/`.
fn within<'a>(places: &'a [LocationView], address: &Address) -> Option<(&'a LocationView, String)> {
    let inside = places.iter().filter_map(|place| {
        let same = place.bucket == address.bucket;
        let below = address.key.strip_prefix(place.prefix.as_str());
        let itself = format!("{}/", address.key) == place.prefix;
        let key = below.or(itself.then_some("")).filter(|_| same)?;
        Some((place, key.to_owned()))
    });
    inside.max_by_key(|(place, _)| place.prefix.len())
}

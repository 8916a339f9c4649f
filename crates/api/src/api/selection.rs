//! What actions are given of what was chosen.

use files::{Item, Location};

use super::Api;
use crate::problem::{Fault, Problem};
use crate::view::ItemsForm;

/// What an action is done with.
#[derive(Debug)]
pub struct Items {
    /// Where they are.
    pub location: Location,
    /// Whether the person may write there.
    pub can_write: bool,
    /// What they are, in the order given.
    pub keys: Vec<Item>,
}

impl Api {
    /// What an action is to be done with.
    ///
    /// # Errors
    ///
    /// Nobody is signed in, there is no such place, or nothing was named.
    pub async fn items(&self, form: &ItemsForm) -> Result<Items, Problem> {
        let (location, can_write) = self.place(&form.location).await?;
        let keys = form.keys.as_ref().ok_or(Fault::NotThere)?;
        Ok(Items {
            location,
            can_write,
            keys: keys.iter().map(|key| Item::of_key(key)).collect(),
        })
    }
}

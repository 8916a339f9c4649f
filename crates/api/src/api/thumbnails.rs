//! Small pictures for a grid of files.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::Api;
use crate::problem::Problem;

impl Api {
    /// A small picture of a file, as a `data:` address; none where it has none, or where it is not wanted any more.
    ///
    /// # Errors
    ///
    /// Nobody is signed in, or the file could not be read.
    pub async fn thumbnail(&self, location: &str, key: &str) -> Result<Option<String>, Problem> {
        let place = self.location(location).await?;
        let (id, wanted) = (location.to_owned(), key.to_owned());
        let want = self
            .visiting(move |visit| visit.small().want(&id, &wanted))
            .await?;
        let made = async {
            let _turn = want.turns.acquire().await.ok()?;
            Some(want.thumbnails.of(&place, key).await)
        };
        let made = tokio::select! {
            made = made => made,
            _ = want.dropped => None,
        };
        let small = made
            .transpose()
            .map_err(|error| Problem::of_files(&error))?
            .flatten();
        Ok(small.map(|small| {
            let kind = if small.starts_with(b"\x89PNG") {
                "png"
            } else {
                "jpeg"
            };
            format!("data:image/{kind};base64,{}", STANDARD.encode(&small))
        }))
    }

    /// Stops small pictures that nobody looks at any more.
    ///
    /// # Errors
    ///
    /// Nobody is signed in.
    pub async fn drop_thumbnails(&self, location: &str, keys: Vec<String>) -> Result<(), Problem> {
        let location = location.to_owned();
        self.visiting(move |visit| visit.small().drop(&location, &keys))
            .await
    }
}

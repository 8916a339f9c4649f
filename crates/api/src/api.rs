//! The app without a window: one method for each thing that the page can ask. What comes of a sign-in step, how a
//! folder grows and how transfers move is pushed to whoever [`Api::subscribe`]s.

mod account;
mod actions;
mod belongings;
mod browser;
mod clipboard;
mod connections;
mod copies;
mod doctor;
mod files;
mod imports;
mod object;
mod past;
mod past_the_pool;
mod preview;
mod reach;
mod request;
mod sandbox;
mod search;
mod seats;
mod selection;
mod sign_in;
mod start;
mod tester;
mod thumbnails;
mod transfers;
mod writing;

use std::sync::Arc;

use ::sandbox::Sandbox;
use store::Store;
use tokio::sync::{Mutex, RwLock};

use crate::book::Book;
use crate::connection::OwnSandbox;
use crate::desk::{Owner, Sink, Visit};
use crate::host::Host;
use crate::inspector::Timeline;
use crate::problem::{Fault, Problem};
use crate::view::{PreferencesView, Theme, Update};

pub use preview::Served;
pub use selection::Items;
pub use start::{Options, Source, StartError};
pub use transfers::Drag;

/// The preference that holds the theme.
pub(crate) const THEME: &str = "theme";

/// The app without a window. Cheap to clone.
#[derive(Clone)]
pub struct Api(Arc<Parts>);

struct Parts {
    book: Book,
    host: Host,
    /// What no connection may be told to lead to.
    own_sandbox: Option<OwnSandbox>,
    owner: Owner,
    picture_address: String,
    sandbox: RwLock<Option<Sandbox>>,
    /// What was read with the last configuration, until it is kept.
    read_secret: Mutex<Option<imports::ReadSecret>>,
    store: Store,
    timeline: Timeline,
}

impl Api {
    /// Lets a window listen: it gets everything first, and then what changes. `sink` tells whether the window is
    /// still there. A window of the same name that listens already begins anew.
    ///
    /// # Errors
    ///
    /// The app is closing.
    pub async fn subscribe(
        &self,
        window: &str,
        sink: impl Fn(Update) -> bool + Send + 'static,
    ) -> Result<(), Problem> {
        let (window, sink): (_, Sink) = (window.to_owned(), Box::new(sink));
        self.0.owner.ask(move |desk| desk.listen(window, sink)).await
    }

    /// What the person has chosen once and for all on this device.
    ///
    /// # Errors
    ///
    /// The database cannot be read.
    pub async fn preferences(&self) -> Result<PreferencesView, Problem> {
        let stored = self.0.store.preference(THEME).await.map_err(own_data)?;
        Ok(PreferencesView {
            theme: stored.as_deref().map(Theme::from_name).unwrap_or_default(),
        })
    }

    /// Light or dark, here and on the other devices of whoever is signed in.
    ///
    /// # Errors
    ///
    /// The database cannot be written.
    pub async fn set_theme(&self, theme: Theme) -> Result<(), Problem> {
        self.0
            .store
            .set_preference(THEME, theme.name())
            .await
            .map_err(own_data)?;
        self.take_theme_along(theme).await
    }

    /// Ends transfers, session and sandbox, and waits until their files are closed. A remembered session stays.
    pub async fn close(&self) {
        if let Ok(leaving) = self.0.owner.ask(|desk| desk.leave_all()).await {
            for left in leaving {
                left.close().await;
            }
        }
        if let Ok(sessions) = self.0.owner.ask(|desk| desk.sessions()).await {
            for session in sessions {
                session.close().await;
            }
        }
        let sandbox = self.0.sandbox.write().await.take();
        if let Some(sandbox) = sandbox {
            sandbox.stop().await;
        }
    }

    /// Does something with the files of whoever is signed in.
    async fn visiting<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Visit) -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let done = self.0.owner.ask(move |desk| desk.visit().map(job)).await?;
        done.ok_or_else(|| Fault::SignedOut.into())
    }
}

pub(crate) fn own_data(error: store::Error) -> Problem {
    tracing::warn!(%error, "the database failed");
    Fault::OwnData.into()
}

//! What belongs to whoever is signed in: started with their visit, and shown as it changes.

use std::sync::Arc;

use files::Location;

use super::{Desk, Visit, owner};
use crate::belongings::{self, Belongings, Datasets, InDocument, Place, Reach};
use crate::view::{AppDataPlace, BelongingsView, Update};
use crate::words;

impl Desk {
    /// What belongs to whoever is signed in.
    pub(crate) fn belongings(&mut self) -> Option<Belongings> {
        self.visit().map(|visit| visit.belongings().clone())
    }

    /// Starts what keeps this person's belongings.
    pub(super) fn begin_belongings(&self, account: &auth::Account, files: &files::Files) -> Belongings {
        let session = self.parts.session.clone();
        // Without an identity pool nothing is shared, and the copy of this device is kept by user.
        let alone = self.connection().pool.identity_pool.is_none();
        let known = account.identity_id.clone();
        Belongings::start(belongings::Parts {
            store: self.parts.store.clone(),
            connection: self.connection().id.clone(),
            clock: session.clock(),
            sub: account.sub.clone(),
            identity: known.or_else(|| alone.then(|| account.sub.clone())),
            place: self.shared_place(&session, files),
            session,
        })
    }

    /// Makes the place where the connection shares what belongs to a person, once their identity is known.
    fn shared_place(&self, session: &auth::Session, files: &files::Files) -> belongings::MakePlace {
        let connection = Arc::clone(&self.parts.opened.connection);
        let (files, session) = (files.clone(), session.clone());
        let (http, interceptor) = (
            self.parts.opened.storage.http.clone(),
            self.parts.opened.storage.interceptor.clone(),
        );
        Box::new(move |identity| -> Option<Arc<dyn Place>> {
            match connection.app_data {
                AppDataPlace::Off => None,
                AppDataPlace::Document => {
                    let (bucket, prefix) = connection.own_place(identity)?;
                    let location = Location {
                        id: connection.id.clone(),
                        bucket,
                        prefix,
                    };
                    Some(Arc::new(InDocument::new(files, location)))
                }
                AppDataPlace::CognitoSync => {
                    let pool = connection.pool.identity_pool.as_ref()?;
                    Some(Arc::new(Datasets::new(Reach {
                        region: pool.region.clone(),
                        endpoint: pool.endpoint.clone(),
                        identity_pool: pool.id.clone(),
                        identity: identity.to_owned(),
                        credentials: session.credentials(),
                        http,
                        interceptor,
                        clock: session.clock(),
                    })))
                }
            }
        })
    }

    /// What the page is shown of it.
    pub(super) fn belongings_view(&self) -> Option<BelongingsView> {
        let belongings = self.visit.as_ref().map(Visit::belongings)?;
        words::belongings::belongings(&belongings.watch().borrow())
    }

    /// It has changed: shows it, and takes over the theme, so that this device begins with it the next time.
    pub(super) fn push_belongings(&mut self) {
        let view = self.belongings_view();
        let theme = view.as_ref().and_then(|view| view.theme);
        if let Some(theme) = theme.filter(|theme| self.theme != Some(*theme)) {
            self.theme = Some(theme);
            let store = self.parts.store.clone();
            self.tasks.spawn(async move {
                if let Err(error) = store.set_preference(crate::api::THEME, theme.name()).await {
                    tracing::warn!(%error, "the theme could not be written down");
                }
                owner::nothing()
            });
        }
        self.windows.push(&Update::Belongings(view.map(Box::new)));
    }
}

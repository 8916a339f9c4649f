//! What a visit keeps on this computer: small pictures, and the copies that other programs have open.

use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::visit::Places;
use super::{Desk, owner};
use crate::view::{CopyView, Update};
use crate::words;

impl Desk {
    /// What a person's visit keeps on this computer, apart from everybody else's. A guest's pictures are not kept.
    pub(super) fn places_of(&self, account: &auth::Account) -> Places {
        let whose = format!("{}/{}", self.connection().id, account.sub);
        let whose = hex::encode(&Sha256::digest(whose)[..16]);
        let own = &self.parts.data_folder;
        let open = own.join("open").join(&whose);
        let run = format!("{}-", self.parts.run.simple());
        let left = if account.guest {
            Vec::new()
        } else {
            earlier(&open, &run)
        };
        Places {
            cache: (!account.guest).then(|| own.join("cache").join(whose)),
            copies: open.join(format!("{run}{}", uuid::Uuid::new_v4().simple())),
            left,
            rescued: self.parts.downloads.clone(),
        }
    }

    /// Takes the small pictures of whoever signs out off the disk.
    pub(super) fn forget_pictures(&mut self) {
        if let Some(visit) = &mut self.visit {
            let thumbnails = visit.small().thumbnails();
            self.tasks.spawn_blocking(move || {
                thumbnails.forget();
                owner::nothing()
            });
        }
    }

    /// What other programs have open.
    pub(super) fn copies(&self) -> Vec<CopyView> {
        let copies = self.feeds.copies.as_ref();
        copies.map_or_else(Vec::new, |copies| words::copies::copies(&copies.borrow()))
    }

    /// Whether something that another program has changed could not be uploaded. What an earlier run has left stays where
    /// it is.
    pub(super) fn has_unsaved_copies(&self) -> bool {
        let copies = self.feeds.copies.as_ref().map(|copies| copies.borrow());
        let lost = |copy: &files::OpenCopy| copy.is_unsaved() && copy.state != files::CopyState::Left;
        copies.is_some_and(|copies| copies.iter().any(lost))
    }

    /// What other programs have open has changed.
    pub(super) fn push_copies(&mut self) {
        let copies = Update::Copies(self.copies());
        self.windows.push(&copies);
    }
}

/// The folders of earlier runs of the app, which ended without taking them away.
fn earlier(open: &Path, run: &str) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(open) else {
        return Vec::new();
    };
    let of_earlier = |entry: &std::fs::DirEntry| !entry.file_name().to_string_lossy().starts_with(run);
    entries
        .flatten()
        .filter(of_earlier)
        .map(|entry| entry.path())
        .collect()
}

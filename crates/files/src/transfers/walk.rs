//! The files in a local folder, in a fixed order, so that a search that was broken off goes on where it stopped. What
//! file managers leave behind is left out; symbolic links to folders are not followed, and those to files only as far as
//! they stay in the folder that was chosen.

use std::fs::{self, FileType};
use std::path::{Path, PathBuf};

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::Error;

/// How many files are handed over at a time.
const BATCH: usize = 1_000;
/// What file managers leave behind.
const LITTER: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];

/// A file in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// Its path below the folder.
    pub(super) below: PathBuf,
    /// The size in bytes.
    pub(super) size: u64,
}

/// A folder's own name, or what stands for it.
pub(super) fn name(folder: &Path) -> String {
    let whole = folder.canonicalize();
    let named = folder.file_name().or_else(|| whole.as_deref().ok()?.file_name());
    named.map_or_else(|| "folder".to_owned(), |name| name.to_string_lossy().into_owned())
}

/// The files in `root`, those up to `after` left out. Must be called within a tokio runtime.
pub(super) fn files(
    root: PathBuf,
    after: Option<PathBuf>,
    cancel: CancellationToken,
) -> mpsc::Receiver<Result<Vec<Found>, Error>> {
    let (sender, receiver) = mpsc::channel(2);
    tokio::task::spawn_blocking(move || {
        let mut walk = Walk {
            inside: root.canonicalize().unwrap_or_else(|_| root.clone()),
            root,
            after,
            cancel,
            batch: Vec::new(),
            sender,
        };
        let outcome = walk.folder(Path::new(""));
        let rest = std::mem::take(&mut walk.batch);
        if !rest.is_empty() {
            walk.send(Ok(rest));
        }
        if let Err(error) = outcome {
            walk.send(Err(error));
        }
    });
    receiver
}

struct Walk {
    root: PathBuf,
    /// The same without links.
    inside: PathBuf,
    after: Option<PathBuf>,
    cancel: CancellationToken,
    batch: Vec<Found>,
    sender: mpsc::Sender<Result<Vec<Found>, Error>>,
}

impl Walk {
    fn folder(&mut self, below: &Path) -> Result<(), Error> {
        let path = self.root.join(below);
        let entries = fs::read_dir(&path).map_err(|error| Error::local(&path, &error))?;
        let mut entries: Vec<_> = entries
            .map(|entry| {
                let entry = entry?;
                Ok((entry.file_name(), entry.file_type()?))
            })
            .collect::<Result<_, std::io::Error>>()
            .map_err(|error| Error::local(&path, &error))?;
        entries.sort_unstable_by(|one, other| one.0.cmp(&other.0));
        for (name, kind) in entries {
            if self.cancel.is_cancelled() {
                return Ok(());
            }
            let below = below.join(&name);
            if kind.is_dir() {
                let passed = self
                    .after
                    .as_ref()
                    .is_some_and(|after| below < *after && !after.starts_with(&below));
                if !passed {
                    self.folder(&below)?;
                }
            } else if !LITTER.iter().any(|litter| name == *litter) {
                self.file(below, kind);
            }
        }
        Ok(())
    }

    /// A file that cannot be read is handed over all the same, and told when its turn comes.
    fn file(&mut self, below: PathBuf, kind: FileType) {
        let path = self.root.join(&below);
        if kind.is_symlink() && !self.leads_inside(&path) || !kind.is_file() && !kind.is_symlink() {
            return;
        }
        if self.after.as_ref().is_some_and(|after| below <= *after) {
            return;
        }
        let size = fs::metadata(&path).map_or(0, |metadata| metadata.len());
        self.batch.push(Found { below, size });
        if self.batch.len() == BATCH {
            let batch = std::mem::take(&mut self.batch);
            self.send(Ok(batch));
        }
    }

    fn leads_inside(&self, link: &Path) -> bool {
        let target = link.canonicalize();
        target.is_ok_and(|target| target.starts_with(&self.inside) && target.is_file())
    }

    /// Nobody to hear is as good as a word to stop.
    fn send(&mut self, word: Result<Vec<Found>, Error>) {
        if self.sender.blocking_send(word).is_err() {
            self.cancel.cancel();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn found(root: &Path, after: Option<&str>) -> Vec<String> {
        let mut batches = files(
            root.to_path_buf(),
            after.map(PathBuf::from),
            CancellationToken::new(),
        );
        let mut all = Vec::new();
        while let Some(batch) = batches.recv().await {
            let batch = batch.expect("the folder can be read");
            all.extend(batch.into_iter().map(|file| file.below.display().to_string()));
        }
        all
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn links_do_not_lead_out_and_litter_stays_behind() {
        use std::os::unix::fs::symlink;
        let outer = tempfile::tempdir().expect("a temporary folder");
        let root = outer.path().join("chosen");
        fs::create_dir_all(root.join("a/b")).expect("the folder is ours");
        fs::write(outer.path().join("secret"), "s").expect("the folder is ours");
        for name in ["a/b/one", "a/two", "three", ".DS_Store", "a/Thumbs.db"] {
            fs::write(root.join(name), name).expect("the folder is ours");
        }
        symlink(outer.path().join("secret"), root.join("out")).expect("the folder is ours");
        symlink(outer.path(), root.join("above")).expect("the folder is ours");
        symlink("three", root.join("in")).expect("the folder is ours");
        symlink("nowhere", root.join("dangling")).expect("the folder is ours");

        assert_eq!(found(&root, None).await, ["a/b/one", "a/two", "in", "three"]);
        assert_eq!(found(&root, Some("a/b/one")).await, ["a/two", "in", "three"]);
        assert_eq!(found(&root, Some("a/two")).await, ["in", "three"]);
        assert_eq!(found(&root, Some("three")).await, [""; 0]);
    }

    #[tokio::test]
    async fn a_folder_that_is_gone_says_so() {
        let mut batches = files("/no/such/folder".into(), None, CancellationToken::new());

        assert_eq!(
            batches.recv().await,
            Some(Err(Error::LocalGone {
                path: "/no/such/folder".into()
            }))
        );
    }
}

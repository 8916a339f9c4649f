//! The sealed file: `GATEVLT1`, nonce, AES-256-GCM ciphertext and tag; the header and the vault's name are
//! authenticated along. Written beside, flushed, and renamed, so that a crash leaves the old one or the new one.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use aws_lc_rs::digest::{SHA256, digest};
use zeroize::Zeroizing;

use super::contents::{Contents, Unreadable};
use super::key::Key;

const MAGIC: &[u8; 8] = b"GATEVLT1";

/// What a sealed file turned out to be.
#[derive(Debug)]
pub(super) enum Opened {
    /// There is none.
    Nothing,
    /// It could not be opened, and lies beside under another name.
    SetAside,
    /// What it holds.
    Contents(Box<Contents>),
}

/// A sealed file, which need not exist.
#[derive(Debug, Clone)]
pub(super) struct SealedFile {
    folder: PathBuf,
    name: String,
}

impl SealedFile {
    pub(super) fn new(folder: PathBuf, name: String) -> Self {
        Self { folder, name }
    }

    pub(super) fn path(&self) -> PathBuf {
        self.folder.join(format!("{}.bin", self.name))
    }

    /// Where the lock lies that orders what processes write.
    pub(super) fn lock_path(&self) -> PathBuf {
        self.folder.join(format!("{}.lock", self.name))
    }

    /// Where the lock lies that orders who spends the refresh token of a seat.
    pub(super) fn refresh_lock_path(&self, seat: &str) -> PathBuf {
        let seat = hex::encode(&digest(&SHA256, seat.as_bytes()).as_ref()[..8]);
        self.folder.join(format!("{}.{seat}.refresh", self.name))
    }

    /// Opens the file. One that is damaged, was sealed with another key, or is of a newer version, is kept aside.
    pub(super) fn open(&self, key: &Key) -> Opened {
        let sealed = match fs::read(self.path()) {
            Ok(sealed) => sealed,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Opened::Nothing,
            Err(error) => {
                tracing::warn!(%error, "the sealed sessions cannot be read");
                return Opened::Nothing;
            }
        };
        let aside = match self.unseal(key, sealed) {
            Ok(contents) => return Opened::Contents(Box::new(contents)),
            Err(Unreadable::Damaged) => "damaged",
            Err(Unreadable::Newer) => "newer",
        };
        tracing::warn!(aside, "the sealed sessions cannot be opened and are kept aside");
        if let Err(error) = fs::rename(self.path(), self.folder.join(format!("{}.{aside}", self.name))) {
            tracing::warn!(%error, "the file could not be kept aside");
        }
        Opened::SetAside
    }

    fn unseal(&self, key: &Key, sealed: Vec<u8>) -> Result<Contents, Unreadable> {
        let mut plain = Zeroizing::new(sealed);
        let opened = self.decipher(key, &mut plain).ok_or(Unreadable::Damaged)?;
        Contents::from_bytes(opened)
    }

    fn decipher<'a>(&self, key: &Key, sealed: &'a mut [u8]) -> Option<&'a [u8]> {
        let (header, rest) = sealed.split_at_mut_checked(MAGIC.len())?;
        let (nonce, ciphertext) = rest.split_at_mut_checked(NONCE_LEN)?;
        if header != MAGIC {
            return None;
        }
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let cipher = RandomizedNonceKey::new(&AES_256_GCM, key.bytes()).ok()?;
        let plain = cipher.open_in_place(nonce, self.aad(), ciphertext).ok()?;
        Some(plain)
    }

    /// Seals `plain` in place of what the file held.
    pub(super) fn seal(&self, key: &Key, plain: &[u8]) -> io::Result<()> {
        let failed = |_| io::Error::other("sealing failed");
        let cipher = RandomizedNonceKey::new(&AES_256_GCM, key.bytes()).map_err(failed)?;
        let mut buffer = Zeroizing::new(plain.to_vec());
        let nonce = cipher
            .seal_in_place_append_tag(self.aad(), &mut *buffer)
            .map_err(failed)?;

        fs::create_dir_all(&self.folder)?;
        let beside = self.folder.join(format!("{}.new", self.name));
        let mut file = private(&beside)?;
        for part in [MAGIC.as_slice(), nonce.as_ref(), &buffer] {
            file.write_all(part)?;
        }
        file.sync_all()?;
        fs::rename(&beside, self.path())?;
        sync_folder(&self.folder)
    }

    /// Removes the file: a session that has ended must not come back, even where nothing can be written.
    pub(super) fn remove(&self) {
        if let Err(error) = fs::remove_file(self.path())
            && error.kind() != io::ErrorKind::NotFound
        {
            tracing::warn!(%error, "the sealed session could not be removed");
        }
    }

    fn aad(&self) -> Aad<Vec<u8>> {
        Aad::from([MAGIC.as_slice(), self.name.as_bytes()].concat())
    }
}

/// A new file that nobody else may read.
fn private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

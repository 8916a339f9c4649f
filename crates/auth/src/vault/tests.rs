use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex as Lock};

use base::Secret;
use tempfile::TempDir;

use super::*;
use crate::hosted_ui::{Browser, BrowserError};
use crate::pool::Parts;
use crate::seats::Seats;

#[derive(Default)]
struct Keyring {
    key: Lock<Option<Secret<Vec<u8>>>>,
    saved: AtomicUsize,
}

impl KeyStore for Keyring {
    fn load(&self) -> Result<Option<Secret<Vec<u8>>>, KeyStoreError> {
        Ok(self.key.lock().expect("the lock").clone())
    }

    fn save(&self, key: &Secret<Vec<u8>>) -> Result<(), KeyStoreError> {
        self.saved.fetch_add(1, Ordering::SeqCst);
        *self.key.lock().expect("the lock") = Some(key.clone());
        Ok(())
    }
}

struct Broken(KeyStoreError);

impl KeyStore for Broken {
    fn load(&self) -> Result<Option<Secret<Vec<u8>>>, KeyStoreError> {
        Err(self.0)
    }

    fn save(&self, _: &Secret<Vec<u8>>) -> Result<(), KeyStoreError> {
        Err(self.0)
    }
}

/// A keyring that never answers, until the test lets it go.
#[derive(Default)]
struct Stuck {
    released: Lock<bool>,
    signal: Condvar,
}

impl Stuck {
    fn release(&self) {
        *self.released.lock().expect("the lock") = true;
        self.signal.notify_all();
    }
}

impl KeyStore for Stuck {
    fn load(&self) -> Result<Option<Secret<Vec<u8>>>, KeyStoreError> {
        let held = self.released.lock().expect("the lock");
        drop(self.signal.wait_while(held, |released| !*released));
        Ok(None)
    }

    fn save(&self, _: &Secret<Vec<u8>>) -> Result<(), KeyStoreError> {
        Ok(())
    }
}

fn pool() -> Pool {
    Pool {
        region: "eu-west-1".into(),
        user_pool_id: "eu-west-1_Gatehouse".into(),
        client_id: "client".into(),
        client_secret: None,
        identity_pool: None,
        hosted_ui: None,
        endpoint: Some("http://127.0.0.1:1".into()),
        name: "Test".to_owned(),
        auth_flow: flow::Method::UserSrp,
        session_validity: Pool::SESSION_VALIDITY,
        user_context: false,
        software_passkeys: false,
        sign_up: None,
    }
}

fn vault(folder: &TempDir, keys: Arc<dyn KeyStore>) -> Vault {
    Vault::new(&pool(), folder.path().join("vault"), keys)
}

fn session(of: &str) -> Remembered {
    Remembered {
        typed: format!("{of}@example.com"),
        username: of.into(),
        refresh: format!("refresh-canary-{of}").as_str().into(),
        id: "id-canary".into(),
        access: "access-canary".into(),
        by_browser: of == "bo",
    }
}

fn contents() -> Contents {
    Contents {
        sessions: [
            ("first".to_owned(), session("ada")),
            ("second".to_owned(), session("mo")),
        ]
        .into(),
        pending: [("third".to_owned(), "pending-canary".into())].into(),
        identities: [("pool/sub".to_owned(), "eu-west-1:1".to_owned())].into(),
        devices: [(
            "ada".to_owned(),
            DeviceKeys {
                key: "eu-west-1_device".into(),
                group: "-group".into(),
                password: "device-canary".into(),
            },
        )]
        .into(),
        passkeys: vec![KeptPasskey {
            credential_id: "Y3JlZA".into(),
            relying_party: "localhost".into(),
            user_handle: "dXNlcg".into(),
            username: "ada".into(),
            private_key: "passkey-canary".into(),
            counter: 7,
        }],
        roles: [("first/sub".to_owned(), "arn:aws:iam::1:role/ada".to_owned())].into(),
        client_secret: Some("client-canary".into()),
    }
}

/// Puts all of it into the vault in place of what is there, and tells what became of it.
async fn seal(vault: &Vault, contents: Contents) -> VaultState {
    vault.change(|held| *held = contents).await.state
}

async fn opened(vault: &Vault) -> Contents {
    vault.load().await.contents
}

#[tokio::test]
async fn what_was_sealed_is_there_after_a_restart_and_reads_as_noise_to_others() {
    let folder = TempDir::new().expect("a folder");
    let keys = Arc::new(Keyring::default());

    assert_eq!(
        seal(&vault(&folder, keys.clone()), contents()).await,
        VaultState::Ready
    );

    assert_eq!(opened(&vault(&folder, keys.clone())).await, contents());
    assert_eq!(keys.saved.load(Ordering::SeqCst), 1, "one key");
    let path = vault(&folder, keys).file.path();
    let bytes = std::fs::read(&path).expect("the file");
    for secret in ["canary", "ada", "eu-west-1:1"] {
        assert!(
            !bytes
                .windows(secret.len())
                .any(|window| window == secret.as_bytes()),
            "{secret} is readable"
        );
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&path).expect("the file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "nobody else may read it");
    }
    assert_eq!(
        std::fs::read_dir(folder.path().join("vault"))
            .expect("the folder")
            .count(),
        2,
        "the file, its lock, and nothing left beside"
    );
}

#[tokio::test]
async fn a_damaged_file_is_kept_aside_and_the_next_session_is_sealed_as_usual() {
    let folder = TempDir::new().expect("a folder");
    let keys = Arc::new(Keyring::default());
    assert_eq!(
        seal(&vault(&folder, keys.clone()), contents()).await,
        VaultState::Ready
    );
    let path = vault(&folder, keys.clone()).file.path();
    let sealed = std::fs::read(&path).expect("the file");

    for at in 0..sealed.len() {
        let mut damaged = sealed.clone();
        damaged[at] ^= 1;
        std::fs::write(&path, &damaged).expect("written");
        assert_eq!(
            opened(&vault(&folder, keys.clone())).await,
            Contents::default(),
            "byte {at}"
        );
        assert!(
            !path.exists() && path.with_extension("damaged").exists(),
            "byte {at}: kept aside"
        );
    }
    for length in [0, 7, 8, 19, sealed.len() - 1] {
        std::fs::write(&path, &sealed[..length]).expect("written");
        assert_eq!(
            opened(&vault(&folder, keys.clone())).await,
            Contents::default(),
            "{length} bytes"
        );
    }

    assert_eq!(
        seal(&vault(&folder, keys.clone()), contents()).await,
        VaultState::Ready
    );
    assert_eq!(opened(&vault(&folder, keys)).await, contents());
}

#[tokio::test]
async fn a_file_of_another_connection_or_of_another_key_does_not_open() {
    let folder = TempDir::new().expect("a folder");
    let keys = Arc::new(Keyring::default());
    let mine = vault(&folder, keys.clone());
    assert_eq!(seal(&mine, contents()).await, VaultState::Ready);
    let other_pool = Pool {
        client_id: "another".into(),
        ..pool()
    };
    let other = Vault::new(&other_pool, folder.path().join("vault"), keys);
    assert_ne!(mine.file.path(), other.file.path());

    std::fs::copy(mine.file.path(), other.file.path()).expect("copied");
    assert_eq!(
        opened(&other).await,
        Contents::default(),
        "the name is authenticated"
    );

    let stranger = Arc::new(Keyring::default());
    stranger.save(&Secret::new(vec![7; 32])).expect("saved");
    assert_eq!(opened(&vault(&folder, stranger)).await, Contents::default());
}

#[tokio::test]
async fn the_sandbox_and_aws_never_share_a_file() {
    let at_aws = Pool {
        endpoint: None,
        ..pool()
    };
    assert_ne!(name(&pool()), name(&at_aws));
    let hostile = Pool {
        user_pool_id: "../../etc/passwd".into(),
        ..pool()
    };
    assert!(
        name(&hostile)
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
    );
}

#[tokio::test]
async fn a_keyring_that_cannot_be_used_leaves_the_session_in_memory_and_says_why() {
    let folder = TempDir::new().expect("a folder");
    let short: Arc<Keyring> = Arc::default();
    short.save(&Secret::new(b"not a key".to_vec())).expect("saved");
    let keyrings: [(Arc<dyn KeyStore>, MemoryReason); 4] = [
        (Arc::new(Broken(KeyStoreError::Absent)), MemoryReason::Absent),
        (Arc::new(Broken(KeyStoreError::Locked)), MemoryReason::Locked),
        (Arc::new(Broken(KeyStoreError::Failed)), MemoryReason::Failed),
        (short, MemoryReason::Garbage),
    ];
    for (keyring, reason) in keyrings {
        let vault = vault(&folder, keyring);
        assert_eq!(vault.load().await.state, VaultState::MemoryOnly(reason));
        assert_eq!(seal(&vault, contents()).await, VaultState::MemoryOnly(reason));
        assert_eq!(
            opened(&vault).await,
            contents(),
            "{reason:?}: known for as long as the app runs"
        );
        assert!(
            !folder.path().join("vault").exists(),
            "{reason:?}: nothing on disk"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_keyring_that_never_answers_is_given_up_after_five_seconds() {
    let folder = TempDir::new().expect("a folder");
    let stuck = Arc::new(Stuck::default());
    let started = tokio::time::Instant::now();

    assert_eq!(
        vault(&folder, stuck.clone()).load().await.state,
        VaultState::MemoryOnly(MemoryReason::Slow)
    );

    assert_eq!(
        started.elapsed().as_secs(),
        5,
        "by the paused clock of the runtime"
    );
    stuck.release();
}

#[cfg(unix)]
#[tokio::test]
async fn a_folder_that_cannot_be_written_leaves_the_session_in_memory() {
    let folder = TempDir::new().expect("a folder");
    std::fs::write(folder.path().join("vault"), "a file where the folder belongs").expect("written");

    let saved = seal(&vault(&folder, Arc::new(Keyring::default())), contents()).await;

    assert_eq!(saved, VaultState::MemoryOnly(MemoryReason::Disk));
}

struct NoBrowser;

#[async_trait::async_trait]
impl Browser for NoBrowser {
    async fn open(&self, _: &str) -> Result<(), BrowserError> {
        Err(BrowserError)
    }
}

#[tokio::test]
async fn the_client_secret_is_kept_with_the_connection_and_goes_with_it() {
    let folder = TempDir::new().expect("a folder");
    let keys = Arc::new(Keyring::default());
    let parts = Parts {
        clock: Arc::new(base::SystemClock),
        keys: keys.clone(),
        device_name: "test".into(),
        vault_folder: folder.path().join("vault"),
        http: aws_smithy_runtime_api::client::http::http_client_fn(|_, _| unreachable!("nothing is sent")),
        browser: Arc::new(NoBrowser),
        interceptor: None,
        onlooker: None,
    };
    let seats = Seats::new(pool(), &parts);
    assert_eq!(seats.client_secret().await, None);

    assert!(
        seats.store_client_secret("client-canary".into()).await,
        "it lasts"
    );
    let path = vault(&folder, keys.clone()).file.path();
    let bytes = std::fs::read(&path).expect("the file");
    assert!(
        !String::from_utf8_lossy(&bytes).contains("canary"),
        "it is sealed"
    );
    let again = Seats::with_kept_secret(pool(), &parts).await;
    assert_eq!(again.client_secret().await, Some("client-canary".into()));
    assert_eq!(
        again.0.user_pool.pool().client_secret,
        Some("client-canary".into()),
        "and it counts"
    );

    again.forget().await;
    assert!(!path.exists());
    assert_eq!(Seats::new(pool(), &parts).client_secret().await, None);
}

//! The secrets to look for, in every guise in which they travel.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;

/// What must not be found.
pub(crate) struct Secrets(Vec<(String, Vec<u8>)>);

impl Secrets {
    /// Marked words, and what every token, key and session begins with.
    pub(crate) fn new<const N: usize>(marked: [&str; N]) -> Self {
        let mut secrets = Self(Vec::new());
        for secret in marked {
            let name = "marked secret";
            secrets.push(name, secret);
            secrets.push(name, &secret.replace('!', "%21"));
        }
        // `{"kid":`, `{"alg":` and `{"cty":` in base64url: the heads of the pool's tokens.
        for head in ["eyJraWQi", "eyJhbGci", "eyJjdHki"] {
            secrets.push("token", head);
        }
        secrets
    }

    /// A secret that is long enough to be found wherever it stands.
    pub(crate) fn add_marked(&mut self, name: &str, secret: &str) {
        self.push(name, secret);
    }

    /// A code, as it stands in a form, a request or a message; six digits alone may stand anywhere.
    pub(crate) fn add(&mut self, name: &str, code: &str) {
        for guise in [
            format!("\"{code}\""),
            format!("={code}"),
            format!(": {code}"),
            format!(" {code}."),
        ] {
            self.push(name, &guise);
        }
    }

    /// The names of the secrets in these bytes.
    pub(crate) fn found(&self, bytes: &[u8]) -> Vec<String> {
        let holds = |secret: &[u8]| bytes.windows(secret.len()).any(|window| window == secret);
        let mut names: Vec<String> = self
            .0
            .iter()
            .filter(|(_, secret)| holds(secret))
            .map(|(name, _)| name.clone())
            .collect();
        names.dedup();
        names
    }

    /// Fails when a secret is in these bytes.
    pub(crate) fn assert_absent(&self, place: &str, bytes: &[u8]) {
        assert_eq!(self.found(bytes), Vec::<String>::new(), "{place} holds a secret");
    }

    fn push(&mut self, name: &str, secret: &str) {
        self.0.push((name.to_owned(), secret.as_bytes().to_vec()));
    }
}

/// Everything that our own crates log at their most talkative, and the warnings of all others: what the shell writes
/// at most, whatever anybody sets.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// Listens for the rest of this process.
    pub(crate) fn listen() -> Self {
        let log = Self::default();
        let ours = ["api", "auth", "canary", "files", "flow", "sandbox", "store"];
        let quiet = Targets::new().with_default(LevelFilter::WARN);
        let levels = ours
            .into_iter()
            .fold(quiet, |levels, name| levels.with_target(name, LevelFilter::TRACE));
        let lines = tracing_subscriber::fmt::layer()
            .with_ansi(false)
            .with_writer(log.clone());
        let subscriber = tracing_subscriber::registry().with(lines).with(levels);
        tracing::subscriber::set_global_default(subscriber).expect("nobody else listens");
        tracing::trace!("the log is heard");
        log
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

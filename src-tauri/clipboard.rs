//! The clipboard, on a thread of its own: on some desktops what was copied is there only as long as whoever copied it.
//! A secret is taken away again after a while.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use api::{Clipboard, ClipboardError};
use arboard::Clipboard as System;
use async_trait::async_trait;
use base::Secret;
use tokio::sync::oneshot;

/// How long a secret stays on the clipboard.
const STAY: Duration = Duration::from_secs(30);

/// A text to copy, whether it is taken away again, and who waits for it.
struct Order {
    text: Secret,
    for_a_while: bool,
    done: oneshot::Sender<Result<(), ClipboardError>>,
}

/// The desktop's clipboard.
pub(crate) struct DesktopClipboard(Sender<Order>);

impl DesktopClipboard {
    /// Starts the thread. It opens the clipboard when something is copied first.
    pub(crate) fn start() -> Self {
        let (orders, wanted) = channel();
        let thread = thread::Builder::new().name("clipboard".to_owned());
        if let Err(error) = thread.spawn(move || serve(&wanted)) {
            tracing::warn!(%error, "there is no thread for the clipboard");
        }
        Self(orders)
    }
}

impl DesktopClipboard {
    async fn order(&self, text: Secret, for_a_while: bool) -> Result<(), ClipboardError> {
        let (done, wait) = oneshot::channel();
        let order = Order {
            text,
            for_a_while,
            done,
        };
        self.0.send(order).map_err(|_| ClipboardError)?;
        wait.await.map_err(|_| ClipboardError)?
    }
}

#[async_trait]
impl Clipboard for DesktopClipboard {
    async fn copy_for_a_while(&self, secret: Secret) -> Result<(), ClipboardError> {
        self.order(secret, true).await
    }

    async fn copy(&self, text: &str) -> Result<(), ClipboardError> {
        self.order(Secret::from(text), false).await
    }
}

/// What lies on the clipboard, and until when.
struct Kept {
    secret: Secret,
    until: Instant,
}

fn serve(wanted: &Receiver<Order>) {
    let mut system: Option<System> = None;
    let mut kept: Option<Kept> = None;
    loop {
        let order = match &kept {
            Some(kept) => wanted.recv_timeout(kept.until.saturating_duration_since(Instant::now())),
            None => wanted.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        match order {
            Ok(Order {
                text,
                for_a_while,
                done,
            }) => {
                let copied = copy(&mut system, &text);
                if copied.is_ok() {
                    kept = for_a_while.then(|| Kept {
                        secret: text,
                        until: Instant::now() + STAY,
                    });
                }
                done.send(copied).ok();
            }
            Err(RecvTimeoutError::Timeout) => clear(&mut system, kept.take()),
            Err(RecvTimeoutError::Disconnected) => {
                clear(&mut system, kept.take());
                return;
            }
        }
    }
}

fn copy(system: &mut Option<System>, secret: &Secret) -> Result<(), ClipboardError> {
    if system.is_none() {
        *system = System::new().ok();
    }
    let clipboard = system.as_mut().ok_or(ClipboardError)?;
    clipboard
        .set_text(secret.expose().as_str())
        .map_err(|_| ClipboardError)
}

/// Empties the clipboard if the secret is still there.
fn clear(system: &mut Option<System>, kept: Option<Kept>) {
    let Some((clipboard, kept)) = system.as_mut().zip(kept) else {
        return;
    };
    let there = clipboard.get_text().map(Secret::new);
    if there.is_ok_and(|there| there == kept.secret) && clipboard.clear().is_err() {
        tracing::warn!("a secret stays on the clipboard");
    }
}

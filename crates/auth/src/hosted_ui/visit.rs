//! A visit to the browser: it waits for one answer, by whichever way it comes. The way back is closed before the answer
//! is looked at any further.

use std::sync::Arc;
use std::time::Duration;

use base::Secret;
use flow::{Reason, Refusal};
use oauth2::{PkceCodeVerifier, RedirectUrl};
use tokio::sync::{mpsc, oneshot};

use super::BrowserAnswerError;
use super::attempt::Attempt;
use super::expected::{Answer, Expected};
use super::loopback::Loopback;

/// How long somebody may take in the browser.
pub(super) const PATIENCE: Duration = Duration::from_secs(5 * 60);

/// How many things brought by hand may wait to be looked at.
const QUEUE: usize = 4;

/// Something that was brought back by hand, or by the system (deep link).
#[derive(Debug)]
pub(crate) struct Delivered {
    pub(crate) text: Secret,
    pub(crate) reply: oneshot::Sender<Result<(), BrowserAnswerError>>,
}

/// What a visit brought: a code, and all that it takes to redeem it.
pub(crate) struct Code {
    pub(super) code: Secret,
    pub(super) nonce: Secret,
    pub(super) verifier: PkceCodeVerifier,
    pub(super) redirect: RedirectUrl,
}

/// A visit that has not begun.
pub(crate) struct Visit {
    attempt: Attempt,
    expected: Arc<Expected>,
    loopback: Option<Loopback>,
}

impl Visit {
    pub(super) fn new(attempt: Attempt, expected: Expected, loopback: Option<Loopback>) -> Self {
        Self {
            attempt,
            expected: Arc::new(expected),
            loopback,
        }
    }

    /// Where the browser is to go.
    pub(crate) fn link(&self) -> Secret {
        self.attempt.link.clone()
    }

    /// How answers reach it that come by hand. The visit is over when the sender is dropped.
    pub(crate) fn by_hand() -> (mpsc::Sender<Delivered>, mpsc::Receiver<Delivered>) {
        mpsc::channel(QUEUE)
    }

    /// Waits for the answer. None if the visit was given up before one came.
    pub(crate) async fn answer(self, by_hand: mpsc::Receiver<Delivered>) -> Option<Result<Code, Refusal>> {
        let Self {
            attempt,
            expected,
            loopback,
        } = self;
        let answer = wait(expected, loopback, by_hand).await?;
        let Attempt {
            nonce,
            verifier,
            redirect,
            ..
        } = attempt;
        Some(answer.map(|code| Code {
            code,
            nonce,
            verifier,
            redirect,
        }))
    }
}

/// The first answer that is heeded; the port is closed when this returns.
async fn wait(
    expected: Arc<Expected>,
    loopback: Option<Loopback>,
    by_hand: mpsc::Receiver<Delivered>,
) -> Option<Answer> {
    let (send, answers) = mpsc::channel(1);
    let door = loopback.map(|loopback| loopback.serve(expected.clone(), send.clone()));
    let answer = first(&expected, answers, by_hand).await;
    if let Some(door) = door {
        door.close().await;
    }
    answer
}

async fn first(
    expected: &Expected,
    mut answers: mpsc::Receiver<Answer>,
    mut by_hand: mpsc::Receiver<Delivered>,
) -> Option<Answer> {
    let late = tokio::time::sleep(PATIENCE);
    tokio::pin!(late);
    loop {
        tokio::select! {
            Some(answer) = answers.recv() => return Some(answer),
            delivered = by_hand.recv() => {
                let Delivered { text, reply } = delivered?;
                let read = expected.read_pasted(text.expose());
                // Whoever brought it may have left.
                let _ = reply.send(read.as_ref().map(|_| ()).map_err(Clone::clone));
                if let Ok(answer) = read {
                    return Some(answer);
                }
            }
            () = &mut late => return Some(Err(Reason::BrowserTimedOut.into())),
        }
    }
}

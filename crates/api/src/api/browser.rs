//! Signing in in the system's browser, and the other ways in beside the form. What comes of them is pushed as
//! `Update::Auth`.

use auth::BrowserAnswerError;
use base::Secret;
use flow::{FieldFault, Intent, Reason, Refusal, State};

use super::Api;
use crate::desk::Attempt;
use crate::problem::Problem;

/// The way's name in the history.
const BROWSER: &str = "BROWSER";

/// The field into which an answer is pasted.
const ANSWER: &str = "answer";

impl Api {
    /// Opens the browser to sign in there, at a provider or, with none or an empty one, on the service's own pages.
    /// Returns at once; `show_sign_in` gives it up.
    ///
    /// # Errors
    ///
    /// The app is closing.
    pub async fn sign_in_with_browser(
        &self,
        provider: Option<String>,
        remember: bool,
    ) -> Result<(), Problem> {
        let attempt = Attempt {
            who: String::new(),
            method: BROWSER.to_owned(),
        };
        self.0.owner.ask(|desk| desk.attempt(attempt)).await?;
        let provider = provider.filter(|provider| !provider.trim().is_empty());
        self.tell(Intent::OpenBrowser { provider, remember }).await
    }

    /// The address that the browser was sent to, for the clipboard; none while no browser is waited for.
    ///
    /// # Errors
    ///
    /// The app is closing.
    pub async fn browser_link(&self) -> Result<Option<Secret>, Problem> {
        Ok(self.session().await?.browser_link().await)
    }

    /// Takes what the browser came back with, pasted or brought by the system (deep link).
    ///
    /// # Errors
    ///
    /// It is not what is waited for; the browser is waited for all the same.
    pub async fn answer_browser(&self, text: Secret) -> Result<(), Problem> {
        if text.expose().trim().is_empty() {
            return Err(problem(Reason::Empty(ANSWER.to_owned())));
        }
        let taken = self.session().await?.browser_answer(text).await;
        taken.map_err(|error| {
            problem(match error {
                BrowserAnswerError::NotUnderstood => Reason::Malformed {
                    field: ANSWER.to_owned(),
                    fault: FieldFault::NotCallback,
                },
                BrowserAnswerError::NoVisit | BrowserAnswerError::Foreign => Reason::CodeRefused,
                BrowserAnswerError::Refused(reason) => reason,
            })
        })
    }
}

fn problem(reason: Reason) -> Problem {
    Problem::of_refusal(&Refusal::from(reason), &State::Restoring)
}

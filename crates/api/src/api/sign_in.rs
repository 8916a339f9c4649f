//! The sign-in. Each method says what the person wants and returns when the service has answered; by
//! then the answer itself has been pushed as `Update::Auth`, refusals included.

use flow::{Credentials, Intent, Method, Reason, Refusal, State};

use super::Api;
use crate::desk::Attempt;
use crate::problem::{Fault, Problem};
use crate::view::{AnswerForm, SignInForm, StrengthForm, StrengthView};
use crate::words;

impl Api {
    /// Looks for a remembered session once more.
    ///
    /// # Errors
    ///
    /// The app is closing; the same goes for all that follow.
    pub async fn restore(&self) -> Result<(), Problem> {
        self.tell(Intent::Restore).await
    }

    /// Shows the sign-in form; also the way back from anywhere.
    pub async fn show_sign_in(&self) -> Result<(), Problem> {
        self.tell(Intent::ShowSignIn).await
    }

    /// Shows the sign-up form.
    pub async fn show_sign_up(&self) -> Result<(), Problem> {
        self.tell(Intent::ShowSignUp).await
    }

    /// Shows the form for a forgotten password.
    pub async fn show_forgot_password(&self, username: String) -> Result<(), Problem> {
        self.tell(Intent::ShowForgotPassword { username }).await
    }

    /// Signs in.
    pub async fn sign_in(&self, form: SignInForm) -> Result<(), Problem> {
        let SignInForm {
            username,
            password,
            remember,
            method,
        } = form;
        let method = self.method(method.as_deref()).await?;
        let attempt = Attempt {
            who: username.clone(),
            method: words::method::id(&method),
        };
        self.0.owner.ask(|desk| desk.attempt(attempt)).await?;
        self.tell(Intent::SignIn(Credentials {
            username,
            password,
            remember,
            method,
        }))
        .await
    }

    /// Creates an account. Once confirmed, the person is signed in and stays so.
    pub async fn sign_up(&self, form: AnswerForm) -> Result<(), Problem> {
        self.tell(Intent::SignUp {
            values: form.values,
            remember: true,
            method: self.method(None).await?,
        })
        .await
    }

    /// Has a code sent for a forgotten password.
    pub async fn forgot_password(&self, username: String) -> Result<(), Problem> {
        self.tell(Intent::ForgotPassword { username }).await
    }

    /// Answers the question on the screen.
    pub async fn answer(&self, form: AnswerForm) -> Result<(), Problem> {
        self.tell(Intent::Answer { values: form.values }).await
    }

    /// Goes on, because the account was confirmed by a link.
    pub async fn check_confirmed(&self) -> Result<(), Problem> {
        self.tell(Intent::CheckConfirmed { quiet: false }).await
    }

    /// Has another code sent.
    pub async fn resend_code(&self) -> Result<(), Problem> {
        self.tell(Intent::Resend).await
    }

    /// Goes back to the sign-up form to correct the address.
    pub async fn change_address(&self) -> Result<(), Problem> {
        self.tell(Intent::ChangeAddress).await
    }

    /// Signs out, on all devices if so wanted.
    pub async fn sign_out(&self, everywhere: bool) -> Result<(), Problem> {
        self.tell(Intent::SignOut { everywhere }).await
    }

    /// How hard a new password is to guess; asked while it is typed.
    ///
    /// # Errors
    ///
    /// The app is closing.
    pub async fn password_strength(&self, form: StrengthForm) -> Result<StrengthView, Problem> {
        let judging = tokio::task::spawn_blocking(move || words::strength::strength(&form));
        judging.await.map_err(|_| Fault::Closing.into())
    }

    /// The way of signing in that was chosen, among those that the connection offers.
    async fn method(&self, id: Option<&str>) -> Result<Method, Problem> {
        let connection = self.connection().await?;
        let Some(id) = id else {
            return Ok(connection.pool.auth_flow.clone());
        };
        let offered = connection
            .methods
            .iter()
            .find(|method| words::method::id(method) == id);
        offered.cloned().ok_or_else(|| {
            let refusal = Refusal::from(Reason::FlowNotEnabled);
            Problem::of_refusal(&refusal, &State::Restoring)
        })
    }

    /// When this returns, what came of it has been pushed.
    pub(super) async fn tell(&self, intent: Intent) -> Result<(), Problem> {
        self.session()
            .await?
            .tell(intent)
            .await
            .map_err(|auth::Closed| Fault::Closing)?;
        self.0.owner.ask(|desk| desk.catch_up()).await
    }
}

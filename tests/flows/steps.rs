//! The steps of signing in and up, each as something that can be begun, tried, and tried again.

use api::problem::ProblemCode;
use api::view::{AnswerKind, OutcomeView, ScreenView};
use sandbox::{MO_TOTP_SECRET, SAM_PHONE, TEMPORARY_PASSWORD};
use tests::device::{Seen, answers, inside, outcome, question, screen};

use crate::setting::Setting;

const PASSWORD: &str = "Gatehouse-1";
const NEW_PASSWORD: &str = "Brand-new-2";

/// One step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Password,
    PasswordProof,
    TextMessage,
    Authenticator,
    NewPassword,
    OwnQuestion,
    FirstFactor,
    BeginAuthenticator,
    ProveAuthenticator,
    SignUp,
    ConfirmSignUp,
    ResendCode,
    ForgotPassword,
    ResetPassword,
}

impl Step {
    /// The API action that it makes.
    pub(crate) fn operation(self) -> &'static str {
        match self {
            Self::Password => "InitiateAuth",
            Self::PasswordProof
            | Self::TextMessage
            | Self::Authenticator
            | Self::NewPassword
            | Self::OwnQuestion
            | Self::FirstFactor => "RespondToAuthChallenge",
            Self::BeginAuthenticator => "AssociateSoftwareToken",
            Self::ProveAuthenticator => "VerifySoftwareToken",
            Self::SignUp => "SignUp",
            Self::ConfirmSignUp => "ConfirmSignUp",
            Self::ResendCode => "ResendConfirmationCode",
            Self::ForgotPassword => "ForgotPassword",
            Self::ResetPassword => "ConfirmForgotPassword",
        }
    }

    /// Whether the accounts must be as new before it can be done again.
    pub(crate) fn uses_the_account_up(self) -> bool {
        match self {
            Self::NewPassword | Self::BeginAuthenticator | Self::ProveAuthenticator => true,
            Self::Password
            | Self::PasswordProof
            | Self::TextMessage
            | Self::Authenticator
            | Self::OwnQuestion
            | Self::FirstFactor
            | Self::SignUp
            | Self::ConfirmSignUp
            | Self::ResendCode
            | Self::ForgotPassword
            | Self::ResetPassword => false,
        }
    }

    /// Who does it, in this round.
    pub(crate) fn who(self, round: usize) -> String {
        match self {
            Self::Password | Self::PasswordProof | Self::ForgotPassword | Self::ResetPassword => {
                "ada".to_owned()
            }
            Self::TextMessage => "sam".to_owned(),
            Self::Authenticator => "mo".to_owned(),
            Self::NewPassword => "temp".to_owned(),
            Self::OwnQuestion => "cora".to_owned(),
            Self::FirstFactor => "otto".to_owned(),
            Self::BeginAuthenticator | Self::ProveAuthenticator => "nina".to_owned(),
            Self::SignUp | Self::ConfirmSignUp | Self::ResendCode => format!("bo{round}"),
        }
    }

    /// Goes to where the step is taken.
    pub(crate) async fn begin(self, setting: &Setting, round: usize) {
        let device = &setting.device;
        let who = self.who(round);
        match self {
            Self::Password | Self::PasswordProof => {}
            Self::TextMessage | Self::Authenticator | Self::BeginAuthenticator => {
                device.sign_in(&who, PASSWORD).await;
            }
            Self::NewPassword => {
                device.sign_in(&who, TEMPORARY_PASSWORD).await;
            }
            Self::OwnQuestion => {
                device.sign_in_by("CUSTOM_AUTH", &who, "").await;
            }
            Self::FirstFactor => {
                device.sign_in_by("USER_AUTH:EMAIL_OTP", &who, "").await;
            }
            Self::ProveAuthenticator => {
                device.sign_in(&who, PASSWORD).await;
                device.answer([("choice", "SOFTWARE_TOKEN_MFA")]).await;
            }
            Self::SignUp => device.api.show_sign_up().await.expect("the app is open"),
            Self::ConfirmSignUp | Self::ResendCode => {
                device.sign_up(&who, "Long-enough-1").await;
            }
            Self::ForgotPassword | Self::ResetPassword => {
                let shown = device.api.show_forgot_password(who.clone()).await;
                shown.expect("the app is open");
                if self == Self::ResetPassword {
                    device.api.forgot_password(who).await.expect("the app is open");
                    device.settled().await;
                }
            }
        }
    }

    /// Takes the step with what is right now, from wherever the person is.
    pub(crate) async fn act(self, setting: &Setting, round: usize) -> Seen {
        let device = &setting.device;
        let who = self.who(round);
        let seen = device.seen();
        match (self, screen(&seen)) {
            (Self::NewPassword, Some(ScreenView::SignIn { .. })) => device.sign_in(&who, NEW_PASSWORD).await,
            (Self::Password | Self::PasswordProof | Self::Authenticator, Some(ScreenView::SignIn { .. })) => {
                device.sign_in(&who, PASSWORD).await
            }
            (Self::TextMessage, _) => self.code(setting, SAM_PHONE).await,
            (Self::FirstFactor, _) => self.code(setting, "otto@example.com").await,
            (Self::Authenticator, _) => {
                let code = setting.shown_by_app(MO_TOTP_SECRET);
                device.answer([("code", &code)]).await
            }
            (Self::NewPassword, _) => {
                device
                    .answer([("newPassword", NEW_PASSWORD), ("given_name", "Tem")])
                    .await
            }
            (Self::OwnQuestion, _) => device.answer([("answer", sandbox::RIDDLE_ANSWER)]).await,
            (Self::ProveAuthenticator, Some(ScreenView::Answer(asked))) if asked.totp.is_some() => {
                let key = &asked.totp.as_ref().expect("a key").secret;
                device.answer([("code", &setting.shown_by_app(key))]).await
            }
            (Self::BeginAuthenticator | Self::ProveAuthenticator, _) => {
                device.answer([("choice", "SOFTWARE_TOKEN_MFA")]).await
            }
            (Self::SignUp, _) => {
                let form = [
                    ("username", who.as_str()),
                    ("email", "bo@example.com"),
                    ("given_name", "Bo"),
                    ("password", "Long-enough-1"),
                ];
                device.api.sign_up(answers(form)).await.expect("the app is open");
                device.settled().await
            }
            (Self::ConfirmSignUp, _) => self.code(setting, &format!("{who}@example.com")).await,
            (Self::ResendCode, _) => device.resend().await,
            (Self::ForgotPassword, _) => {
                device.api.forgot_password(who).await.expect("the app is open");
                device.settled().await
            }
            (Self::ResetPassword, _) => {
                let code = setting.code_sent_to("ada@example.com");
                device
                    .answer([("code", &code), ("newPassword", NEW_PASSWORD)])
                    .await
            }
            (Self::Password | Self::PasswordProof, _) => device.sign_in(&who, PASSWORD).await,
        }
    }

    async fn code(self, setting: &Setting, to: &str) -> Seen {
        let code = setting.code_sent_to(to);
        setting.device.answer([("code", &code)]).await
    }

    /// Whether the step has led on.
    pub(crate) fn is_over(self, seen: &Seen) -> bool {
        let answered = |kind| matches!(screen(seen), Some(ScreenView::Answer(asked)) if asked.kind == kind);
        match self {
            Self::Password
            | Self::PasswordProof
            | Self::TextMessage
            | Self::Authenticator
            | Self::NewPassword
            | Self::FirstFactor
            | Self::ProveAuthenticator
            | Self::ConfirmSignUp => inside(seen),
            Self::OwnQuestion => {
                answered(AnswerKind::Custom) && question(seen).parameters.contains_key("email")
            }
            Self::BeginAuthenticator => answered(AnswerKind::SetUpTotp),
            Self::SignUp => {
                answered(AnswerKind::ConfirmSignUp) || seen.problem() == Some(ProblemCode::UsernameTaken)
            }
            Self::ResendCode => outcome(seen) == Some(OutcomeView::CodeSent) && seen.problem().is_none(),
            Self::ForgotPassword => answered(AnswerKind::ResetPassword),
            Self::ResetPassword => {
                inside(seen)
                    || outcome(seen) == Some(OutcomeView::PasswordChanged)
                    || seen.problem() == Some(ProblemCode::ExpiredCode)
            }
        }
    }
}

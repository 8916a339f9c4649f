//! A password at the hosted UI, and the challenges after it: the pool's own, but marked, so that they cannot be
//! answered over the API. What comes out is who it is, never a token.

use base::Secret;
use serde_json::{Value, json};

use super::super::answer::Answer;
use super::super::initiate_auth::Start;
use super::super::parameters::Parameters;
use super::super::progress::{Flow, Progress};
use super::super::{
    UserPool, associate_software_token, challenge, mfa_setup, new_password, password_sign_in,
    select_mfa_type, sent_code, software_token, verify_software_token,
};
use crate::wire::{Members, Refusal};

/// What follows a step.
#[derive(Debug)]
pub(crate) enum Step {
    /// It is the person with this `sub`.
    SignedIn { sub: String },
    /// Something else is asked.
    Asked(Question),
}

/// A challenge.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    /// `ChallengeName`.
    pub(crate) name: String,
    pub(crate) session: Secret,
    /// `ChallengeParameters`.
    pub(crate) parameters: Value,
}

impl UserPool {
    /// Checks a user name and a password.
    pub(crate) async fn sign_in_at_hosted_ui(
        &self,
        client_id: &str,
        name: &str,
        password: &Secret,
    ) -> Result<Step, Refusal> {
        let caller = self.caller(client_id)?.at_hosted_ui();
        let start = Start {
            name: caller.name(name),
            caller,
            parameters: Parameters::new(vec![("PASSWORD".to_owned(), password.clone())]),
            session: None,
            progress: Progress { flow: Flow::HostedUi },
        };
        step(password_sign_in::begin(self, start).await?)
    }

    /// Gives an answer to a challenge of the hosted UI; `responses` are as RespondToAuthChallenge takes them.
    pub(crate) async fn answer_at_hosted_ui(
        &self,
        client_id: &str,
        name: &str,
        question: &str,
        session: Secret,
        responses: Vec<(String, Secret)>,
    ) -> Result<Step, Refusal> {
        let caller = self.caller(client_id)?.at_hosted_ui();
        let answer = Answer {
            name: caller.name(name),
            caller,
            session: Some(session),
            responses: Parameters::new(responses),
        };
        step(match question {
            "SMS_MFA" => sent_code::answer(self, answer, sent_code::SMS_MFA).await?,
            "EMAIL_OTP" => sent_code::answer(self, answer, sent_code::EMAIL_OTP).await?,
            "SOFTWARE_TOKEN_MFA" => software_token::answer(self, answer).await?,
            "SELECT_MFA_TYPE" => select_mfa_type::answer(self, answer).await?,
            "MFA_SETUP" => mfa_setup::answer(self, answer).await?,
            "NEW_PASSWORD_REQUIRED" => new_password::answer(self, answer).await?,
            _ => return Err(challenge::invalid()),
        })
    }

    /// A new key for an authenticator app in MFA_SETUP, and the session that goes on.
    pub(crate) async fn new_software_token(&self, session: &Secret) -> Result<(Secret, Secret), Refusal> {
        let members = json!({ "Session": session.expose() }).to_string();
        let answer = associate_software_token::call(self, Members::parse(members.as_bytes())?).await?;
        Ok((text(&answer, "SecretCode")?, text(&answer, "Session")?))
    }

    /// Proves that an app has that key; the session goes on.
    pub(crate) async fn prove_software_token(
        &self,
        session: &Secret,
        code: &Secret,
    ) -> Result<Secret, Refusal> {
        let members = json!({ "Session": session.expose(), "UserCode": code.expose() }).to_string();
        let answer = verify_software_token::call(self, Members::parse(members.as_bytes())?).await?;
        text(&answer, "Session")
    }
}

fn step(mut body: Value) -> Result<Step, Refusal> {
    if let Some(sub) = body["SignedIn"].as_str() {
        return Ok(Step::SignedIn { sub: sub.to_owned() });
    }
    Ok(Step::Asked(Question {
        name: body["ChallengeName"].as_str().unwrap_or_default().to_owned(),
        session: text(&body, "Session")?,
        parameters: body["ChallengeParameters"].take(),
    }))
}

fn text(body: &Value, name: &str) -> Result<Secret, Refusal> {
    body[name]
        .as_str()
        .map(Secret::from)
        .ok_or_else(|| Refusal::internal(&format!("an answer has no {name}")))
}

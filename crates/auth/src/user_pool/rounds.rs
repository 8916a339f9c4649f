//! The rounds of a sign-in on the wire: what begins it, what answers a challenge, and how either is concluded. Rounds
//! that nobody sees, such as those by which a remembered device proves itself, are walked here.

use std::collections::{BTreeMap, HashMap};

use aws_sdk_cognitoidentityprovider::types::{
    AuthFlowType, AuthenticationResultType, ChallengeNameType, NewDeviceMetadataType,
};
use base::Secret;
use flow::{Challenge, Challenged, Reason, Refusal};

use super::{UserPool, raw_tokens};
use crate::known::Known;
use crate::tokens::Tokens;

/// How a round of a sign-in ended.
pub(crate) enum Round {
    /// With tokens, verified.
    SignedIn(Box<Tokens>),
    /// With a question.
    Challenged(Challenged),
}

/// What `InitiateAuth` and `RespondToAuthChallenge` both answer.
pub(super) struct Answered {
    result: Option<AuthenticationResultType>,
    pub(super) name: Option<ChallengeNameType>,
    pub(super) session: Option<Secret>,
    pub(super) parameters: HashMap<String, String>,
    available: Vec<String>,
}

/// What begins a sign-in, besides the user name.
pub(super) struct Beginning<'a> {
    pub(super) flow: AuthFlowType,
    pub(super) username: &'a str,
    pub(super) parameters: Vec<(&'static str, String)>,
    pub(super) session: Option<Secret>,
}

impl UserPool {
    /// `InitiateAuth`. A device that the pool no longer knows is dropped, and the request made once more without it.
    pub(super) async fn initiate(
        &self,
        beginning: Beginning<'_>,
        known: &mut Known,
    ) -> Result<Answered, Refusal> {
        match self.initiate_once(&beginning, known).await {
            Err(refusal) if refusal.reason == Reason::DeviceUnknown && known.device.is_some() => {
                known.drop_device();
                self.initiate_once(&beginning, known).await
            }
            other => other,
        }
    }

    async fn initiate_once(&self, beginning: &Beginning<'_>, known: &Known) -> Result<Answered, Refusal> {
        let username = beginning.username;
        let mut parameters: HashMap<String, String> = beginning
            .parameters
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone()))
            .collect();
        parameters.insert("USERNAME".to_owned(), username.to_owned());
        self.add_proofs(&mut parameters, username, known);
        let request = self
            .client
            .initiate_auth()
            .client_id(&self.pool.client_id)
            .auth_flow(beginning.flow.clone())
            .set_session(beginning.session.as_ref().map(|session| session.expose().clone()))
            .set_user_context_data(self.context(username))
            .set_auth_parameters(Some(parameters));
        let output = self
            .patiently(|| request.clone().send(), Reason::WrongCredentials)
            .await?;
        Ok(Answered {
            result: output.authentication_result,
            name: output.challenge_name,
            session: output.session.map(Secret::new),
            parameters: output.challenge_parameters.unwrap_or_default(),
            available: names(output.available_challenges),
        })
    }

    /// `RespondToAuthChallenge`. A device that the pool no longer knows is dropped, as in [`Self::initiate`].
    pub(super) async fn send_answer(
        &self,
        name: ChallengeNameType,
        session: Option<Secret>,
        user_id: &str,
        responses: BTreeMap<String, Secret>,
        known: &mut Known,
    ) -> Result<Answered, Refusal> {
        let once = self
            .send_answer_once(&name, session.as_ref(), user_id, &responses, known)
            .await;
        match once {
            Err(refusal) if refusal.reason == Reason::DeviceUnknown && known.device.is_some() => {
                known.drop_device();
                self.send_answer_once(&name, session.as_ref(), user_id, &responses, known)
                    .await
            }
            other => other,
        }
    }

    async fn send_answer_once(
        &self,
        name: &ChallengeNameType,
        session: Option<&Secret>,
        user_id: &str,
        responses: &BTreeMap<String, Secret>,
        known: &Known,
    ) -> Result<Answered, Refusal> {
        let mut responses: HashMap<String, String> = responses
            .iter()
            .map(|(key, value)| (key.clone(), value.expose().clone()))
            .collect();
        responses.insert("USERNAME".to_owned(), user_id.to_owned());
        self.add_proofs(&mut responses, user_id, known);
        let request = self
            .client
            .respond_to_auth_challenge()
            .client_id(&self.pool.client_id)
            .challenge_name(name.clone())
            .set_session(session.map(|session| session.expose().clone()))
            .set_user_context_data(self.context(user_id))
            .set_challenge_responses(Some(responses));
        let output = self
            .patiently(|| request.clone().send(), Reason::WrongCredentials)
            .await?;
        Ok(Answered {
            result: output.authentication_result,
            name: output.challenge_name,
            session: output.session.map(Secret::new),
            parameters: output.challenge_parameters.unwrap_or_default(),
            available: names(output.available_challenges),
        })
    }

    /// What goes with every user name: the proof of the client's secret over exactly that name, and the device.
    fn add_proofs(&self, parameters: &mut HashMap<String, String>, username: &str, known: &Known) {
        if let Some(hash) = self.hash(username) {
            parameters.insert("SECRET_HASH".to_owned(), hash);
        }
        if let Some(device) = known.device_key() {
            parameters.insert("DEVICE_KEY".to_owned(), device.to_owned());
        }
    }

    /// Reads what a round brought: tokens, which are verified, or a question. A remembered device proves itself.
    pub(super) async fn conclude(
        &self,
        typed: &str,
        user_id: &str,
        answered: Answered,
        known: &mut Known,
    ) -> Result<Round, Refusal> {
        let mut answered = answered;
        let mut user_id = user_id.to_owned();
        loop {
            if let Some(result) = answered.result {
                return self.take_tokens(result, known).await;
            }
            let name = answered.name.clone().ok_or(Reason::Garbled)?;
            let told = answered
                .parameters
                .get("USER_ID_FOR_SRP")
                .or_else(|| answered.parameters.get("USERNAME"));
            if let Some(told) = told.filter(|told| !told.is_empty()) {
                user_id.clone_from(told);
            }
            if name == ChallengeNameType::DeviceSrpAuth
                && let Some(device) = known.device.clone()
            {
                answered = self
                    .prove_device(&device, &user_id, answered.session, known)
                    .await?;
                continue;
            }
            let challenge = Challenge {
                name: name.as_str().into(),
                username: typed.to_owned(),
                parameters: answered.parameters.into_iter().collect(),
                available: answered.available,
                expires_at: self.clock.local() + self.pool.session_validity,
            };
            return Ok(Round::Challenged(Challenged {
                challenge,
                session: answered.session,
                user_id,
            }));
        }
    }

    async fn take_tokens(
        &self,
        mut result: AuthenticationResultType,
        known: &mut Known,
    ) -> Result<Round, Refusal> {
        let new: Option<NewDeviceMetadataType> = result.new_device_metadata.take();
        let tokens = self.verify(raw_tokens(result).ok_or(Reason::Garbled)?).await?;
        if let Some(new) = new {
            known.learned.device = self.confirm_device(&new, &tokens).await;
        }
        Ok(Round::SignedIn(Box::new(tokens)))
    }
}

fn names(challenges: Option<Vec<ChallengeNameType>>) -> Vec<String> {
    challenges
        .unwrap_or_default()
        .iter()
        .map(|name| name.as_str().to_owned())
        .collect()
}

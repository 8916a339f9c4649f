//! Signing in by each of the flows. A password is proven by SRP, where it never leaves this process, or travels inside
//! TLS; where there is none, the service asks.

use std::collections::BTreeMap;

use aws_sdk_cognitoidentityprovider::types::{AuthFlowType, ChallengeNameType};
use base::Secret;
use flow::{Challenge, ChallengeName, Credentials, Method, Reason, Refusal};

use super::UserPool;
use super::rounds::{Answered, Beginning, Round};
use crate::known::Known;
use crate::srp::{Ephemeral, Identity, Riddle, SrpError, timestamp};

/// The password, where the answer is to be proven by SRP.
pub(super) fn chosen_for_srp<'a>(
    challenge: &Challenge,
    responses: &'a BTreeMap<String, Secret>,
) -> Option<&'a Secret> {
    let chosen = responses
        .get("ANSWER")
        .is_some_and(|answer| answer.expose() == "PASSWORD_SRP");
    let asked = challenge.name == ChallengeName::PasswordSrp;
    if chosen || asked {
        responses.get("PASSWORD")
    } else {
        None
    }
}

impl UserPool {
    /// Signs in, up to tokens or to a question. Where the pool has forgotten this device, once more without it.
    pub(crate) async fn sign_in(
        &self,
        credentials: &Credentials,
        known: &mut Known,
    ) -> Result<Round, Refusal> {
        match self.sign_in_once(credentials, known).await {
            Err(refusal) if refusal.reason == Reason::DeviceUnknown => {
                self.sign_in_once(credentials, known).await
            }
            other => other,
        }
    }

    /// Signs in right after sign-up, by the session that the confirmation left.
    pub(crate) async fn sign_in_after_sign_up(
        &self,
        credentials: &Credentials,
        session: Secret,
        known: &mut Known,
    ) -> Result<Round, Refusal> {
        let username = credentials.username.as_str();
        let beginning = Beginning {
            flow: AuthFlowType::UserAuth,
            username,
            parameters: Vec::new(),
            session: Some(session),
        };
        let answered = self.initiate(beginning, known).await?;
        self.conclude(username, username, answered, known).await
    }

    async fn sign_in_once(&self, credentials: &Credentials, known: &mut Known) -> Result<Round, Refusal> {
        let Credentials {
            username,
            password,
            method,
            remember: _,
        } = credentials;
        let preferred = |preferred: &str| ("PREFERRED_CHALLENGE", preferred.to_owned());
        let (flow, parameters, by_srp) = match method {
            Method::UserSrp => (AuthFlowType::UserSrpAuth, Vec::new(), true),
            Method::UserPassword => {
                let proof = ("PASSWORD", password.expose().clone());
                (AuthFlowType::UserPasswordAuth, vec![proof], false)
            }
            Method::UserAuth { preferred: None } => (AuthFlowType::UserAuth, Vec::new(), false),
            Method::UserAuth {
                preferred: Some(name),
            } => match name.as_str() {
                "PASSWORD_SRP" => (AuthFlowType::UserAuth, vec![preferred(name)], true),
                "PASSWORD" => {
                    let proof = ("PASSWORD", password.expose().clone());
                    (AuthFlowType::UserAuth, vec![preferred(name), proof], false)
                }
                _ => (AuthFlowType::UserAuth, vec![preferred(name)], false),
            },
            Method::Custom => (AuthFlowType::CustomAuth, Vec::new(), false),
            Method::CustomWithSrp => {
                let first = ("CHALLENGE_NAME", "SRP_A".to_owned());
                (AuthFlowType::CustomAuth, vec![first], true)
            }
            Method::Developer => return Err(Reason::FlowNotEnabled.into()),
        };
        let mut beginning = Beginning {
            flow,
            username,
            parameters,
            session: None,
        };
        if by_srp {
            let ephemeral = draw().await?;
            beginning.parameters.push(("SRP_A", ephemeral.public()));
            let answered = self.initiate(beginning, known).await?;
            self.finish_srp(username, username, password, ephemeral, answered, known)
                .await
        } else {
            let answered = self.initiate(beginning, known).await?;
            self.conclude(username, username, answered, known).await
        }
    }

    /// Answers a challenge with a password that is proven by SRP.
    pub(super) async fn respond_by_srp(
        &self,
        challenge: &Challenge,
        session: Option<Secret>,
        user_id: &str,
        password: &Secret,
        known: &mut Known,
    ) -> Result<Round, Refusal> {
        let ephemeral = draw().await?;
        let mut responses = BTreeMap::from([("SRP_A".to_owned(), Secret::new(ephemeral.public()))]);
        if challenge.name == ChallengeName::SelectChallenge {
            responses.insert("ANSWER".to_owned(), Secret::from("PASSWORD_SRP"));
        }
        let name = ChallengeNameType::from(challenge.name.as_str());
        let answered = self.send_answer(name, session, user_id, responses, known).await?;
        self.finish_srp(&challenge.username, user_id, password, ephemeral, answered, known)
            .await
    }

    /// The second round of SRP, which must follow the first within seconds; nobody is asked anything in between.
    async fn finish_srp(
        &self,
        typed: &str,
        user_id: &str,
        password: &Secret,
        ephemeral: Ephemeral,
        answered: Answered,
        known: &mut Known,
    ) -> Result<Round, Refusal> {
        if answered.name != Some(ChallengeNameType::PasswordVerifier) {
            return self.conclude(typed, user_id, answered, known).await;
        }
        let get = |name: &str| answered.parameters.get(name).cloned().ok_or(Reason::Garbled);
        let user_id = get("USER_ID_FOR_SRP")
            .or_else(|_| get("USERNAME"))
            .unwrap_or_else(|_| user_id.to_owned());
        let proof = Proof {
            ephemeral,
            group: self.pool.short_name().to_owned(),
            name: user_id.clone(),
            password: password.clone(),
        };
        let responses = self.prove(proof, &answered).await?;
        let verifier = ChallengeNameType::PasswordVerifier;
        let answered = self
            .send_answer(verifier, answered.session, &user_id, responses, known)
            .await?;
        self.conclude(typed, &user_id, answered, known).await
    }

    /// The answer to a verifier challenge, of a person or of a device.
    pub(super) async fn prove(
        &self,
        proof: Proof,
        answered: &Answered,
    ) -> Result<BTreeMap<String, Secret>, Refusal> {
        let get = |name: &str| answered.parameters.get(name).cloned().ok_or(Reason::Garbled);
        let (salt, public, block) = (get("SALT")?, get("SRP_B")?, get("SECRET_BLOCK")?);
        let at = timestamp(self.clock.now()).ok_or(Reason::Unexpected)?;
        let signature = {
            let (block, at) = (block.clone(), at.clone());
            arithmetic(move || proof.sign(&salt, &public, &block, &at)).await?
        };
        Ok(BTreeMap::from([
            ("PASSWORD_CLAIM_SECRET_BLOCK".to_owned(), Secret::new(block)),
            ("PASSWORD_CLAIM_SIGNATURE".to_owned(), Secret::new(signature)),
            ("TIMESTAMP".to_owned(), Secret::new(at)),
        ]))
    }
}

/// Who proves what by SRP.
pub(super) struct Proof {
    pub(super) ephemeral: Ephemeral,
    /// The pool's short name, or the device's group.
    pub(super) group: String,
    /// `USER_ID_FOR_SRP`, or the device's key.
    pub(super) name: String,
    pub(super) password: Secret,
}

impl Proof {
    fn sign(self, salt: &str, public: &str, secret_block: &str, at: &str) -> Result<String, SrpError> {
        let who = Identity {
            group: &self.group,
            name: &self.name,
            password: &self.password,
        };
        let riddle = Riddle {
            salt,
            public,
            secret_block,
        };
        self.ephemeral.sign(&who, &riddle, at)
    }
}

pub(super) async fn draw() -> Result<Ephemeral, Reason> {
    arithmetic(Ephemeral::draw).await
}

pub(super) async fn arithmetic<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, SrpError> + Send + 'static,
) -> Result<T, Reason> {
    let done = tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| Reason::Unexpected)?;
    done.map_err(|error| match error {
        SrpError::Malformed | SrpError::Unsafe => Reason::Garbled,
        SrpError::Randomness => Reason::Unexpected,
    })
}

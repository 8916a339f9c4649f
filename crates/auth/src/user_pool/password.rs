//! Signing in with a password: by SRP, where it never leaves this process, or inside TLS.

use std::collections::BTreeMap;

use aws_sdk_cognitoidentityprovider::types::{AuthFlowType, ChallengeNameType};
use base::Secret;
use flow::{Challenge, ChallengeName, Credentials, Method, Reason, Refusal};

use super::{Answered, Round, UserPool, names};
use crate::refusals;
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
    /// Signs in, up to tokens or to a question.
    pub(crate) async fn sign_in(&self, credentials: &Credentials) -> Result<Round, Refusal> {
        let Credentials {
            username, password, ..
        } = credentials;
        match credentials.method {
            Method::UserSrp | Method::UserAuth { .. } | Method::Custom | Method::CustomWithSrp => {
                let ephemeral = draw().await?;
                let proof = [("SRP_A", ephemeral.public())];
                let answered = self.initiate(AuthFlowType::UserSrpAuth, username, proof).await?;
                self.finish_srp(username, username, password, ephemeral, answered)
                    .await
            }
            Method::UserPassword => {
                let proof = [("PASSWORD", password.expose().clone())];
                let answered = self
                    .initiate(AuthFlowType::UserPasswordAuth, username, proof)
                    .await?;
                self.conclude(username, username, answered).await
            }
        }
    }

    /// Answers a challenge with a password that is proven by SRP.
    pub(super) async fn respond_by_srp(
        &self,
        challenge: &Challenge,
        session: Option<Secret>,
        user_id: &str,
        password: &Secret,
    ) -> Result<Round, Refusal> {
        let ephemeral = draw().await?;
        let mut responses = BTreeMap::from([("SRP_A".to_owned(), Secret::new(ephemeral.public()))]);
        if challenge.name == ChallengeName::SelectChallenge {
            responses.insert("ANSWER".to_owned(), Secret::from("PASSWORD_SRP"));
        }
        let name = ChallengeNameType::from(challenge.name.as_str());
        let answered = self.send_answer(name, session, user_id, responses).await?;
        self.finish_srp(&challenge.username, user_id, password, ephemeral, answered)
            .await
    }

    async fn initiate<const LEN: usize>(
        &self,
        flow: AuthFlowType,
        username: &str,
        proof: [(&str, String); LEN],
    ) -> Result<Answered, Refusal> {
        let mut request = self
            .client
            .initiate_auth()
            .client_id(&self.pool.client_id)
            .auth_flow(flow)
            .auth_parameters("USERNAME", username);
        for (name, value) in proof {
            request = request.auth_parameters(name, value);
        }
        if let Some(hash) = self.hash(username) {
            request = request.auth_parameters("SECRET_HASH", hash);
        }
        let output = request
            .send()
            .await
            .map_err(|error| refusals::read(&error, Reason::WrongCredentials))?;
        Ok(Answered {
            result: output.authentication_result,
            name: output.challenge_name,
            session: output.session.map(Secret::new),
            parameters: output.challenge_parameters.unwrap_or_default(),
            available: names(output.available_challenges),
        })
    }

    /// The second round of SRP, which must follow the first within seconds; nobody is asked anything in between.
    async fn finish_srp(
        &self,
        typed: &str,
        user_id: &str,
        password: &Secret,
        ephemeral: Ephemeral,
        answered: Answered,
    ) -> Result<Round, Refusal> {
        if answered.name != Some(ChallengeNameType::PasswordVerifier) {
            return self.conclude(typed, user_id, answered).await;
        }
        let get = |name: &str| answered.parameters.get(name).cloned().ok_or(Reason::Garbled);
        let (salt, public, block) = (get("SALT")?, get("SRP_B")?, get("SECRET_BLOCK")?);
        let user_id = get("USER_ID_FOR_SRP")
            .or_else(|_| get("USERNAME"))
            .unwrap_or_else(|_| user_id.to_owned());
        let at = timestamp(self.clock.now()).ok_or(Reason::Unexpected)?;

        let proof = Proof {
            ephemeral,
            group: self.pool.short_name().to_owned(),
            name: user_id.clone(),
            password: password.clone(),
            salt,
            public,
            block: block.clone(),
            at: at.clone(),
        };
        let signature = proof.sign().await?;
        let responses = BTreeMap::from([
            ("PASSWORD_CLAIM_SECRET_BLOCK".to_owned(), Secret::new(block)),
            ("PASSWORD_CLAIM_SIGNATURE".to_owned(), Secret::new(signature)),
            ("TIMESTAMP".to_owned(), Secret::new(at)),
        ]);
        let verifier = ChallengeNameType::PasswordVerifier;
        let answered = self
            .send_answer(verifier, answered.session, &user_id, responses)
            .await?;
        self.conclude(typed, &user_id, answered).await
    }
}

struct Proof {
    ephemeral: Ephemeral,
    group: String,
    name: String,
    password: Secret,
    salt: String,
    public: String,
    block: String,
    at: String,
}

impl Proof {
    async fn sign(self) -> Result<String, Reason> {
        arithmetic(move || {
            let who = Identity {
                group: &self.group,
                name: &self.name,
                password: &self.password,
            };
            let riddle = Riddle {
                salt: &self.salt,
                public: &self.public,
                secret_block: &self.block,
            };
            self.ephemeral.sign(&who, &riddle, &self.at)
        })
        .await
    }
}

async fn draw() -> Result<Ephemeral, Reason> {
    arithmetic(Ephemeral::draw).await
}

async fn arithmetic<T: Send + 'static>(
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

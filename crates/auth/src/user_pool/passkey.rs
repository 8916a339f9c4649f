//! `WEB_AUTHN`, asked or chosen. Only a connection to the sandbox has passkeys of this app's own; elsewhere they belong
//! to the browser and the system, and the person is told so before anything is sent.

use std::collections::BTreeMap;

use aws_sdk_cognitoidentityprovider::types::ChallengeNameType;
use base::Secret;
use flow::{Challenge, ChallengeName, Challenged, Reason, Refusal};

use super::UserPool;
use super::rounds::{Answered, Round};
use crate::known::Known;
use crate::passkey;

const OPTIONS: &str = "CREDENTIAL_REQUEST_OPTIONS";

/// Whether the answer is to be given by a passkey.
pub(super) fn chosen(challenge: &Challenge, responses: &BTreeMap<String, Secret>) -> bool {
    challenge.name == ChallengeName::WebAuthn
        || responses
            .get("ANSWER")
            .is_some_and(|answer| answer.expose() == ChallengeName::WebAuthn.as_str())
}

impl UserPool {
    /// Answers by a passkey. Where it is chosen from a list, the choice and the proof travel together if the list came
    /// with what is to be signed, and follow each other if not.
    pub(super) async fn respond_by_passkey(
        &self,
        challenged: Challenged,
        known: &mut Known,
    ) -> Result<Round, Refusal> {
        if !self.pool.software_passkeys || known.passkeys.is_empty() {
            return Err(Reason::PasskeyElsewhere.into());
        }
        let Challenged {
            challenge,
            session,
            user_id,
        } = challenged;
        let mut responses = BTreeMap::new();
        if challenge.name == ChallengeName::SelectChallenge {
            let choice = ChallengeName::WebAuthn.as_str();
            responses.insert("ANSWER".to_owned(), Secret::from(choice));
        }
        if let Some(options) = challenge.parameters.get(OPTIONS) {
            responses.insert("CREDENTIAL".to_owned(), sign(options, known)?);
        } else if challenge.name == ChallengeName::WebAuthn {
            return Err(Reason::Garbled.into());
        }
        let name = ChallengeNameType::from(challenge.name.as_str());
        let mut answered = self
            .send_answer(name, session, &user_id, responses, known)
            .await?;
        if let Some(signed) = asked_to_sign(&answered, known) {
            let responses = BTreeMap::from([("CREDENTIAL".to_owned(), signed)]);
            let name = ChallengeNameType::from(ChallengeName::WebAuthn.as_str());
            answered = self
                .send_answer(name, answered.session, &user_id, responses, known)
                .await?;
        }
        self.conclude(&challenge.username, &user_id, answered, known)
            .await
    }
}

/// The proof, where the answer to the choice asks for one that can be given.
fn asked_to_sign(answered: &Answered, known: &mut Known) -> Option<Secret> {
    let name = answered.name.as_ref()?;
    if name.as_str() != ChallengeName::WebAuthn.as_str() {
        return None;
    }
    sign(answered.parameters.get(OPTIONS)?, known).ok()
}

fn sign(options: &str, known: &mut Known) -> Result<Secret, Reason> {
    let (credential, used) = passkey::assert(options, &known.passkeys)?;
    known.learned.passkey = Some(used);
    Ok(Secret::new(credential))
}

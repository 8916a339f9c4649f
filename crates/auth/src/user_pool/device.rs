//! This computer as a device that the pool tracks: it is confirmed right after the sign-in that made it known, and
//! proves itself by SRP from then on. Source: "Working with user devices", Cognito developer guide.

use std::collections::BTreeMap;

use aws_sdk_cognitoidentityprovider::types::{
    ChallengeNameType, DeviceSecretVerifierConfigType, NewDeviceMetadataType,
};
use base::Secret;
use flow::{Reason, Refusal};

use super::UserPool;
use super::password::{Proof, arithmetic, draw};
use super::rounds::Answered;
use crate::known::{Known, NewDevice};
use crate::refusals;
use crate::srp::DeviceVerifier;
use crate::tokens::Tokens;
use crate::vault::DeviceKeys;

impl UserPool {
    /// `DEVICE_SRP_AUTH` and `DEVICE_PASSWORD_VERIFIER`. A device that is not accepted is forgotten, so that the
    /// sign-in can begin anew without it.
    pub(super) async fn prove_device(
        &self,
        device: &DeviceKeys,
        user_id: &str,
        session: Option<Secret>,
        known: &mut Known,
    ) -> Result<Answered, Refusal> {
        match self.prove_device_once(device, user_id, session, known).await {
            Err(refusal) if refused(&refusal.reason) => {
                if known.device.is_some() {
                    known.drop_device();
                }
                Err(Refusal {
                    reason: Reason::DeviceUnknown,
                    ..refusal
                })
            }
            other => other,
        }
    }

    async fn prove_device_once(
        &self,
        device: &DeviceKeys,
        user_id: &str,
        session: Option<Secret>,
        known: &mut Known,
    ) -> Result<Answered, Refusal> {
        let ephemeral = draw().await?;
        let responses = BTreeMap::from([("SRP_A".to_owned(), Secret::new(ephemeral.public()))]);
        let first = ChallengeNameType::DeviceSrpAuth;
        let answered = self
            .send_answer(first, session, user_id, responses, known)
            .await?;
        if answered.name != Some(ChallengeNameType::DevicePasswordVerifier) {
            return Ok(answered);
        }
        let proof = Proof {
            ephemeral,
            group: device.group.clone(),
            name: device.key.clone(),
            password: device.password.clone(),
        };
        let responses = self.prove(proof, &answered).await?;
        let second = ChallengeNameType::DevicePasswordVerifier;
        let user_id = answered
            .parameters
            .get("USERNAME")
            .map_or(user_id, String::as_str)
            .to_owned();
        self.send_answer(second, answered.session, &user_id, responses, known)
            .await
    }

    /// `ConfirmDevice`. Where it fails, the sign-in is through all the same, and the device stays unknown.
    pub(super) async fn confirm_device(
        &self,
        new: &NewDeviceMetadataType,
        tokens: &Tokens,
    ) -> Option<NewDevice> {
        let key = new.device_key()?.to_owned();
        let group = new.device_group_key()?.to_owned();
        match self.confirm_device_with_verifier(&key, &group, tokens).await {
            Ok((password, ask)) => Some(NewDevice {
                username: tokens.access.claims.username.clone(),
                keys: DeviceKeys { key, group, password },
                ask,
            }),
            Err(refusal) => {
                tracing::warn!(%refusal, "the device could not be confirmed");
                None
            }
        }
    }

    async fn confirm_device_with_verifier(
        &self,
        key: &str,
        group: &str,
        tokens: &Tokens,
    ) -> Result<(Secret, bool), Refusal> {
        let verifier = {
            let (group, key) = (group.to_owned(), key.to_owned());
            arithmetic(move || DeviceVerifier::draw(&group, &key)).await?
        };
        let config = DeviceSecretVerifierConfigType::builder()
            .password_verifier(verifier.verifier)
            .salt(verifier.salt)
            .build();
        let output = self
            .client
            .confirm_device()
            .access_token(tokens.access.raw.expose())
            .device_key(key)
            .device_name(&self.device_name)
            .device_secret_verifier_config(config)
            .send()
            .await
            .map_err(|error| refusals::read(&error, Reason::SessionEnded))?;
        Ok((verifier.password, output.user_confirmation_necessary()))
    }
}

/// Whether the pool does not accept the device, as against not having been reached.
fn refused(reason: &Reason) -> bool {
    matches!(
        reason,
        Reason::WrongCredentials | Reason::DeviceUnknown | Reason::NotFound | Reason::Garbled
    )
}

//! Setting up an authenticator app in the middle of a sign-in: the session of the challenge changes with each of the
//! three calls, and only the last one answers the challenge.

use std::collections::BTreeMap;

use aws_sdk_cognitoidentityprovider::types::{ChallengeNameType, VerifySoftwareTokenResponseType};
use base::Secret;
use flow::{Challenged, Reason, Refusal, TotpSetup};

use super::UserPool;
use super::rounds::Round;
use crate::known::Known;

impl UserPool {
    /// A new key (`AssociateSoftwareToken`), and the challenge with the session that follows.
    pub(crate) async fn set_up_totp(
        &self,
        challenged: Challenged,
    ) -> Result<(Challenged, TotpSetup), Refusal> {
        let session = challenged
            .session
            .as_ref()
            .map(|session| session.expose().clone());
        let request = self.client.associate_software_token().set_session(session);
        let once = self
            .patiently(|| request.clone().send(), Reason::ChallengeLapsed)
            .await;
        let output = match once {
            Err(refusal) if refusal.reason == Reason::Concurrent => {
                self.patiently(|| request.clone().send(), Reason::ChallengeLapsed)
                    .await?
            }
            other => other?,
        };
        let secret = Secret::new(output.secret_code.ok_or(Reason::Garbled)?);
        let setup = totp_setup(&self.pool.name, &challenged.challenge.username, secret);
        let mut challenged = self.prolonged(challenged);
        if let Some(session) = output.session {
            challenged.session = Some(Secret::new(session));
        }
        Ok((challenged, setup))
    }

    /// Proves the app by its first code (`VerifySoftwareToken`), and answers the challenge.
    pub(crate) async fn verify_totp(
        &self,
        challenged: Challenged,
        code: &Secret,
        known: &mut Known,
    ) -> Result<Round, Refusal> {
        let Challenged {
            challenge,
            session,
            user_id,
        } = challenged;
        let request = self
            .client
            .verify_software_token()
            .set_session(session.as_ref().map(|session| session.expose().clone()))
            .user_code(code.expose())
            .friendly_device_name(&self.device_name);
        let output = self
            .patiently(|| request.clone().send(), Reason::ChallengeLapsed)
            .await?;
        if output.status != Some(VerifySoftwareTokenResponseType::Success) {
            return Err(Reason::WrongFirstCode.into());
        }
        let session = output.session.map(Secret::new).or(session);
        let answered = self
            .send_answer(
                ChallengeNameType::MfaSetup,
                session,
                &user_id,
                BTreeMap::new(),
                known,
            )
            .await?;
        self.conclude(&challenge.username, &user_id, answered, known)
            .await
    }

    /// A new session begins to count anew.
    fn prolonged(&self, mut challenged: Challenged) -> Challenged {
        challenged.challenge.expires_at = self.clock.local() + self.pool.session_validity;
        challenged
    }
}

/// The key as it is typed and as it is scanned. Source: "Key URI Format" of the Google Authenticator.
pub(crate) fn totp_setup(issuer: &str, account: &str, secret: Secret) -> TotpSetup {
    let issuer = if issuer.is_empty() { "Gatehouse" } else { issuer };
    let uri = format!(
        "otpauth://totp/{}:{}?secret={}&issuer={}",
        escaped(issuer),
        escaped(account),
        secret.expose(),
        escaped(issuer)
    );
    TotpSetup {
        secret,
        uri: Secret::new(uri),
        account: account.to_owned(),
        issuer: issuer.to_owned(),
    }
}

/// RFC 3986: all but the unreserved characters.
fn escaped(text: &str) -> String {
    let escape = |byte: u8| {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            char::from(byte).to_string()
        } else {
            format!("%{byte:02X}")
        }
    };
    text.bytes().map(escape).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_to_scan_survives_blanks_colons_and_other_letters() {
        let setup = totp_setup("My pool: test", "zoë+1@example.com", "JBSWY3DP".into());

        assert_eq!(
            setup.uri.expose(),
            "otpauth://totp/My%20pool%3A%20test:zo%C3%AB%2B1%40example.com?secret=JBSWY3DP&issuer=My%20pool%3A%20test"
        );
        assert_eq!(setup.secret.expose(), "JBSWY3DP");
    }

    #[test]
    fn a_connection_without_a_name_is_called_after_the_app() {
        assert_eq!(totp_setup("", "ada", "A".into()).issuer, "Gatehouse");
    }
}

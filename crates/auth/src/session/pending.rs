//! A sign-in that stands at a question, sealed in the vault at every round, so that it goes on after the app was closed.
//! Never the password: what would need it begins anew.

use std::collections::BTreeMap;

use base::Secret;
use flow::{Challenge, Challenged, Method, Pending, Reply, TotpSetup};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::owner::Owner;

/// The form in which it is sealed.
#[derive(Serialize, Deserialize)]
struct Stored {
    name: String,
    username: String,
    user_id: String,
    session: Option<String>,
    parameters: BTreeMap<String, String>,
    available: Vec<String>,
    /// Seconds since the Unix epoch.
    expires_at: i64,
    remember: bool,
    flow: String,
    preferred: Option<String>,
    totp: Option<StoredTotp>,
}

#[derive(Serialize, Deserialize)]
struct StoredTotp {
    secret: String,
    uri: String,
    account: String,
    issuer: String,
}

impl Owner {
    /// Seals the question on the screen, or removes the one that was answered or left.
    pub(super) async fn keep_pending(&mut self) {
        let pending = self.flow.pending().and_then(|pending| write(&pending));
        if self.contents.pending.get(&self.seat) == pending.as_ref() || self.flow.awaits_restore() {
            return;
        }
        let seat = self.seat.clone();
        self.change_vault(|contents| {
            match pending {
                Some(pending) => contents.pending.insert(seat, pending),
                None => contents.pending.remove(&seat),
            };
        })
        .await;
    }

    /// Goes on with a sign-in that stood at a question, if there is one and it has not taken too long.
    pub(super) fn restore_pending(&self) -> Reply {
        let Some(pending) = self.contents.pending.get(&self.seat).and_then(read) else {
            return Reply::NothingToRestore { ended: None };
        };
        let challenge = &pending.challenged.challenge;
        if challenge.expires_at > self.shared.clock.local() {
            Reply::Resumed(pending)
        } else {
            Reply::Lapsed {
                username: challenge.username.clone(),
            }
        }
    }
}

fn write(pending: &Pending) -> Option<Secret> {
    let Pending {
        challenged,
        setup,
        remember,
        method,
    } = pending;
    let (flow, preferred) = match method {
        Method::UserSrp => ("USER_SRP_AUTH", None),
        Method::UserPassword => ("USER_PASSWORD_AUTH", None),
        Method::UserAuth { preferred } => ("USER_AUTH", preferred.clone()),
        Method::Custom => ("CUSTOM_AUTH", None),
        Method::CustomWithSrp => ("CUSTOM_AUTH", Some("SRP_A".to_owned())),
        Method::Developer => return None,
    };
    let challenge = &challenged.challenge;
    let stored = Stored {
        name: challenge.name.to_string(),
        username: challenge.username.clone(),
        user_id: challenged.user_id.clone(),
        session: challenged
            .session
            .as_ref()
            .map(|session| session.expose().clone()),
        parameters: challenge.parameters.clone(),
        available: challenge.available.clone(),
        expires_at: challenge.expires_at.unix_timestamp(),
        remember: *remember,
        flow: flow.to_owned(),
        preferred,
        totp: setup.as_ref().map(|setup| StoredTotp {
            secret: setup.secret.expose().clone(),
            uri: setup.uri.expose().clone(),
            account: setup.account.clone(),
            issuer: setup.issuer.clone(),
        }),
    };
    serde_json::to_string(&stored).ok().map(Secret::new)
}

fn read(stored: &Secret) -> Option<Pending> {
    let stored: Stored = serde_json::from_str(stored.expose()).ok()?;
    let method = match (stored.flow.as_str(), stored.preferred) {
        ("USER_SRP_AUTH", None) => Method::UserSrp,
        ("USER_PASSWORD_AUTH", None) => Method::UserPassword,
        ("USER_AUTH", preferred) => Method::UserAuth { preferred },
        ("CUSTOM_AUTH", None) => Method::Custom,
        ("CUSTOM_AUTH", Some(_)) => Method::CustomWithSrp,
        _ => return None,
    };
    Some(Pending {
        challenged: Challenged {
            challenge: Challenge {
                name: stored.name.as_str().into(),
                username: stored.username,
                parameters: stored.parameters,
                available: stored.available,
                expires_at: OffsetDateTime::from_unix_timestamp(stored.expires_at).ok()?,
            },
            session: stored.session.map(Secret::new),
            user_id: stored.user_id,
        },
        setup: stored.totp.map(|totp| TotpSetup {
            secret: Secret::new(totp.secret),
            uri: Secret::new(totp.uri),
            account: totp.account,
            issuer: totp.issuer,
        }),
        remember: stored.remember,
        method,
    })
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn a_question_reads_as_it_was_sealed_whatever_began_the_sign_in() {
        for method in [
            Method::UserSrp,
            Method::UserPassword,
            Method::UserAuth { preferred: None },
            Method::UserAuth {
                preferred: Some("EMAIL_OTP".into()),
            },
            Method::Custom,
            Method::CustomWithSrp,
        ] {
            let pending = Pending {
                challenged: Challenged {
                    challenge: Challenge {
                        name: "OF_NEXT_YEAR".into(),
                        username: "ada".into(),
                        parameters: BTreeMap::from([("a".into(), "b".into())]),
                        available: vec!["EMAIL_OTP".into()],
                        expires_at: datetime!(2026-11-21 09:03 UTC),
                    },
                    session: Some("session".into()),
                    user_id: "id".into(),
                },
                setup: Some(TotpSetup {
                    secret: "KEY".into(),
                    uri: "otpauth://".into(),
                    account: "ada".into(),
                    issuer: "Test".into(),
                }),
                remember: false,
                method,
            };
            assert_eq!(write(&pending).as_ref().and_then(read), Some(pending));
        }
        assert_eq!(read(&"rubbish".into()), None);
    }
}

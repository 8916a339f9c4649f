//! The rounds of a sign-in: a challenge comes, an answer goes. An authenticator app is set up between the two.

use base::Secret;

use super::{Answered, Answering, Awaited, Flow, Held};
use crate::challenge::{Challenge, ChallengeName};
use crate::event::{Challenged, Effect, Pending, Values};
use crate::question::{Question, TotpSetup};
use crate::reason::{Reason, Refusal};
use crate::state::{Outcome, State};

impl Flow {
    /// Shows a challenge; one that leaves no choice but an authenticator app is begun at once.
    pub(super) fn challenged(&mut self, challenged: Challenged, held: Held) -> Option<Effect> {
        if challenged.challenge.sets_up_totp(&Values::new()) {
            return self.set_up_totp(challenged, held, self.outcome);
        }
        self.show_question(challenged, held, None);
        None
    }

    pub(super) fn show_question(&mut self, challenged: Challenged, held: Held, setup: Option<TotpSetup>) {
        let Challenged {
            challenge,
            session,
            user_id,
        } = challenged;
        self.show(State::Answer(match setup {
            Some(setup) => Question::SetUpTotp { challenge, setup },
            None => Question::Challenge(challenge),
        }));
        self.memory.answering = Some(Answering { session, user_id });
        self.memory.held = Some(held);
    }

    /// A sign-in goes on where it stood when the app was closed. The password was not kept.
    pub(super) fn resumed(&mut self, pending: Pending) -> Option<Effect> {
        let Pending {
            challenged,
            setup,
            remember,
            method,
        } = pending;
        let held = Held {
            credentials: crate::event::Credentials {
                username: challenged.challenge.username.clone(),
                password: Secret::default(),
                remember,
                method,
            },
            choices: super::Choices::new(),
        };
        self.show_question(challenged, held, setup);
        None
    }

    /// Whoever has typed the password once need not type it again to choose it.
    pub(super) fn with_held_password(&self, values: &Values) -> Values {
        let mut values = values.clone();
        let typed = values
            .get("password")
            .is_some_and(|password| !password.expose().is_empty());
        if !typed && let Some(held) = &self.memory.held {
            values.insert("password".to_owned(), held.credentials.password.clone());
        }
        values
    }

    pub(super) fn respond(&mut self, challenge: Challenge, values: Values) -> Option<Effect> {
        if !challenge.answerable() {
            return self.refuse(Reason::UnsupportedChallenge);
        }
        let challenged = self.challenged_now(&challenge)?;
        let held = self.memory.held.clone()?;
        let chosen = to_repeat(&challenge, &values);
        if challenge.sets_up_totp(&values) {
            let mut held = held;
            held.choices.extend(chosen.map(|chosen| (challenge.name, chosen)));
            return self.set_up_totp(challenged, held, None);
        }
        let responses = challenge.responses(&values);
        let answered = Answered {
            chosen,
            password: new_password(&challenge, &values),
            again: good_again(&challenge).then_some(values),
        };
        Some(Effect::Respond {
            ticket: self.await_reply(Awaited::Respond(answered)),
            challenged,
            responses,
            remember: held.credentials.remember,
        })
    }

    /// What was answered led to another question.
    pub(super) fn asked_on(&mut self, answered: Answered, challenged: Challenged) -> Option<Effect> {
        let mut held = self.memory.held.clone()?;
        if let (Some(chosen), Some(challenge)) = (answered.chosen, self.state.challenge()) {
            held.choices.insert(challenge.name.clone(), chosen);
        }
        if let Some(password) = answered.password {
            held.credentials.password = password;
        }
        self.challenged(challenged, held)
    }

    pub(super) fn set_up_totp(
        &mut self,
        challenged: Challenged,
        held: Held,
        outcome: Option<Outcome>,
    ) -> Option<Effect> {
        let ticket = self.await_reply(Awaited::SetUpTotp {
            challenged: challenged.clone(),
            held,
            outcome,
        });
        Some(Effect::SetUpTotp(ticket, challenged))
    }

    /// The key did not come: the challenge itself is shown, from where it can be tried again. A sign-in that has
    /// just begun anew does not do so a second time by itself.
    pub(super) fn totp_refused(
        &mut self,
        challenged: Challenged,
        held: Held,
        outcome: Option<Outcome>,
        refusal: Refusal,
    ) -> Option<Effect> {
        let lapsed = refusal.reason == Reason::ChallengeLapsed;
        let on_screen = self.state.challenge().is_some();
        self.show_question(challenged, held, None);
        if lapsed && on_screen && outcome.is_none() {
            return self.restart(Outcome::Restarted, None);
        }
        self.refuse(refusal)
    }

    pub(super) fn verify_totp(&mut self, challenge: &Challenge, code: Secret) -> Option<Effect> {
        let challenged = self.challenged_now(challenge)?;
        let remember = self.memory.held.as_ref()?.credentials.remember;
        Some(Effect::VerifyTotp {
            ticket: self.await_reply(Awaited::VerifyTotp),
            challenged,
            code,
            remember,
        })
    }
}

/// What a restarted sign-in chooses again at this challenge. Nothing where a code is asked, which will be another.
fn to_repeat(challenge: &Challenge, values: &Values) -> Option<Values> {
    let kept: &[&str] = match challenge.name {
        ChallengeName::SelectMfaType | ChallengeName::SelectChallenge => &["choice"],
        ChallengeName::MfaSetup => &["choice", "email"],
        ChallengeName::Password | ChallengeName::PasswordSrp | ChallengeName::WebAuthn => &[],
        ChallengeName::SmsMfa
        | ChallengeName::EmailOtp
        | ChallengeName::SmsOtp
        | ChallengeName::SoftwareTokenMfa
        | ChallengeName::PasswordVerifier
        | ChallengeName::CustomChallenge
        | ChallengeName::DeviceSrpAuth
        | ChallengeName::DevicePasswordVerifier
        | ChallengeName::NewPasswordRequired
        | ChallengeName::AdminNoSrpAuth
        | ChallengeName::Unknown(_) => return None,
    };
    let mut values = values.clone();
    values.retain(|name, _| kept.contains(&name.as_str()));
    Some(values)
}

/// Whether an answer that came too late may be given again in the session that follows: it depends neither on a code
/// that was sent nor on a question that was put.
fn good_again(challenge: &Challenge) -> bool {
    match challenge.name {
        ChallengeName::SoftwareTokenMfa
        | ChallengeName::SelectMfaType
        | ChallengeName::SelectChallenge
        | ChallengeName::MfaSetup
        | ChallengeName::Password
        | ChallengeName::PasswordSrp
        | ChallengeName::WebAuthn
        | ChallengeName::NewPasswordRequired => true,
        ChallengeName::SmsMfa
        | ChallengeName::EmailOtp
        | ChallengeName::SmsOtp
        | ChallengeName::CustomChallenge
        | ChallengeName::PasswordVerifier
        | ChallengeName::DeviceSrpAuth
        | ChallengeName::DevicePasswordVerifier
        | ChallengeName::AdminNoSrpAuth
        | ChallengeName::Unknown(_) => false,
    }
}

/// The password that holds once this answer is accepted, where the answer has one.
fn new_password(challenge: &Challenge, values: &Values) -> Option<Secret> {
    let typed = match challenge.name {
        ChallengeName::NewPasswordRequired => values.get("newPassword"),
        ChallengeName::SelectChallenge | ChallengeName::Password | ChallengeName::PasswordSrp => {
            values.get("password")
        }
        ChallengeName::SmsMfa
        | ChallengeName::EmailOtp
        | ChallengeName::SmsOtp
        | ChallengeName::SoftwareTokenMfa
        | ChallengeName::SelectMfaType
        | ChallengeName::MfaSetup
        | ChallengeName::PasswordVerifier
        | ChallengeName::CustomChallenge
        | ChallengeName::WebAuthn
        | ChallengeName::DeviceSrpAuth
        | ChallengeName::DevicePasswordVerifier
        | ChallengeName::AdminNoSrpAuth
        | ChallengeName::Unknown(_) => None,
    };
    typed.filter(|password| !password.expose().is_empty()).cloned()
}

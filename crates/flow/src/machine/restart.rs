//! A sign-in that took too long, or whose code is to be sent again, begins anew by itself: with what is held, choosing
//! again what was chosen, until it stands where the person was. What was there before stays until then.

use super::{Awaited, Flow, Restart, Target};
use crate::challenge::{Challenge, ChallengeName};
use crate::event::{Challenged, Effect, Values};
use crate::question::{Question, TotpSetup};
use crate::reason::{Reason, Refusal};
use crate::state::{Outcome, State};

impl Flow {
    /// Begins anew. Where that needs a password and none is held, the person begins anew.
    pub(super) fn restart(&mut self, outcome: Outcome, answer: Option<Values>) -> Option<Effect> {
        let target = self.target()?;
        let held = self.memory.held.as_ref()?;
        let credentials = held.credentials.clone();
        if !credentials.suffice() {
            let outcome = if outcome == Outcome::CodeSent {
                Outcome::PasswordNeeded
            } else {
                Outcome::Lapsed
            };
            return self.back_to_sign_in(credentials.username, outcome);
        }
        let replay = held.choices.clone();
        let ticket = self.await_reply(Awaited::Restart(Restart {
            target,
            replay,
            answer,
            outcome,
        }));
        Some(Effect::SignIn(ticket, credentials))
    }

    fn target(&self) -> Option<Target> {
        let State::Answer(question) = &self.state else {
            return None;
        };
        match question {
            Question::Challenge(Challenge { name, .. }) => Some(Target::Challenge(name.clone())),
            Question::SetUpTotp { .. } => Some(Target::SetUpTotp),
            Question::ConfirmSignUp { .. } | Question::ResetPassword { .. } => None,
        }
    }

    pub(super) fn restart_challenged(&mut self, restart: Restart, challenged: Challenged) -> Option<Effect> {
        let Restart {
            target,
            mut replay,
            answer,
            outcome,
        } = restart;
        let mut held = self.memory.held.clone()?;
        let name = challenged.challenge.name.clone();
        let there = target == Target::Challenge(name.clone());
        if !there
            && let Some(values) = replay.remove(&name)
            && let Some(values) = self.complete(&challenged.challenge, &values)
        {
            if challenged.challenge.sets_up_totp(&values) {
                return self.set_up_totp(challenged, held, Some(outcome));
            }
            let responses = challenged.challenge.responses(&values);
            let remember = held.credentials.remember;
            let ticket = self.await_reply(Awaited::Restart(Restart {
                target,
                replay,
                answer,
                outcome,
            }));
            return Some(Effect::Respond {
                ticket,
                challenged,
                responses,
                remember,
            });
        }
        if there && let Some(values) = answer {
            held.choices.remove(&name);
            self.show_question(challenged.clone(), held, None);
            return self.respond_once_more(challenged.challenge, values);
        }
        self.outcome = Some(outcome);
        self.challenged(challenged, held)
    }

    /// What was chosen, with the password where it takes one. None where that is not held.
    fn complete(&self, challenge: &Challenge, values: &Values) -> Option<Values> {
        let values = self.with_held_password(values);
        let chose_password = values
            .get("choice")
            .is_some_and(|choice| choice.expose().starts_with("PASSWORD"));
        let takes_password = chose_password
            || matches!(
                challenge.name,
                ChallengeName::Password | ChallengeName::PasswordSrp
            );
        let has_password = values
            .get("password")
            .is_some_and(|password| !password.expose().is_empty());
        (has_password || !takes_password).then_some(values)
    }

    /// Gives the answer that came too late. It is not given a third time.
    fn respond_once_more(&mut self, challenge: Challenge, values: Values) -> Option<Effect> {
        let effect = self.respond(challenge, values);
        if let Some((_, Awaited::Respond(answered))) = &mut self.awaited {
            answered.again = None;
        }
        effect
    }

    pub(super) fn totp_set_up(
        &mut self,
        challenged: Challenged,
        setup: TotpSetup,
        held: super::Held,
        outcome: Option<Outcome>,
    ) -> Option<Effect> {
        self.show_question(challenged, held, Some(setup));
        self.outcome = outcome;
        None
    }

    /// A restart that fails for reasons that pass leaves everything as it was, so that it can be tried again.
    pub(super) fn restart_refused(&mut self, refusal: Refusal) -> Option<Effect> {
        let held = self.memory.held.clone()?;
        if passes(&refusal.reason) {
            return self.refuse(refusal);
        }
        self.sign_in_refused(held.credentials, refusal)
    }
}

/// Whether the same request may well succeed later.
fn passes(reason: &Reason) -> bool {
    matches!(
        reason,
        Reason::Unreachable
            | Reason::ServiceFailed
            | Reason::Garbled
            | Reason::TooManyRequests
            | Reason::LimitExceeded
            | Reason::EmailLimit
            | Reason::CodeNotDelivered
            | Reason::Concurrent
            | Reason::LockedOut
            | Reason::ChallengeLapsed
            | Reason::TriggerFailed
            | Reason::Blocked
            | Reason::Unexpected
    )
}

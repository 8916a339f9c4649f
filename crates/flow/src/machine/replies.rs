//! What the service answered, and where that leads. A reply that does not belong to its effect is read as an
//! answer that makes no sense, never as a step forward.

use std::collections::BTreeMap;

use super::{Answering, Awaited, Flow, Held};
use crate::challenge::{Challenge, ChallengeName};
use crate::edges::StateName;
use crate::event::{Challenged, Credentials, Effect, Reply, SignUpForm, Values};
use crate::question::{Destination, Question};
use crate::reason::{Reason, Refusal};
use crate::state::{Outcome, State};

impl Flow {
    pub(super) fn reply(&mut self, awaited: Awaited, reply: Reply) -> Option<Effect> {
        match (awaited, reply) {
            (Awaited::Restore, Reply::SignedIn { sub, username }) => self.signed_in(sub, username),
            (Awaited::Restore, Reply::NothingToRestore { ended }) => self.nothing_to_restore(ended),

            (Awaited::SignIn(_), Reply::SignedIn { sub, username })
            | (Awaited::Restart { .. }, Reply::SignedIn { sub, username })
            | (Awaited::Respond { .. }, Reply::SignedIn { sub, username }) => self.signed_in(sub, username),

            (Awaited::SignIn(credentials), Reply::Challenged(challenged)) => self.challenged(
                challenged,
                Held {
                    credentials,
                    choices: BTreeMap::new(),
                },
            ),
            (Awaited::Restart { held, target }, Reply::Challenged(challenged)) => {
                self.challenged_again(challenged, held, target)
            }
            (Awaited::Respond { chosen, new_password }, Reply::Challenged(challenged)) => {
                let mut held = self.memory.held.take()?;
                if let (Some(chosen), Some(answered)) = (chosen, self.state.challenge()) {
                    held.choices.insert(answered.name.clone(), chosen);
                }
                if let Some(password) = new_password {
                    held.credentials.password = password;
                }
                self.challenged(challenged, held)
            }

            (Awaited::SignIn(credentials), Reply::Refused(refusal)) => {
                self.sign_in_refused(credentials, refusal)
            }
            (Awaited::Restart { held, .. }, Reply::Refused(refusal)) => {
                self.sign_in_refused(held.credentials, refusal)
            }
            (Awaited::Respond { .. }, Reply::Refused(refusal))
                if refusal.reason == Reason::ChallengeLapsed =>
            {
                self.restart()
            }

            (
                Awaited::SignUp {
                    form,
                    remember,
                    method,
                },
                Reply::SignedUp {
                    confirmed,
                    destination,
                },
            ) => self.signed_up(&form, form.credentials(remember, method), confirmed, destination),
            (Awaited::ConfirmSignUp, Reply::Confirmed) => self.confirmed(),
            (Awaited::ConfirmSignUp | Awaited::Resend, Reply::Refused(refusal))
                if refusal.reason == Reason::AlreadyConfirmed
                    && self.state.name() == StateName::ConfirmSignUp =>
            {
                self.confirmed()
            }
            (Awaited::Resend, Reply::CodeSent(destination)) => self.code_sent_again(destination),
            (
                Awaited::AutomaticResend {
                    username,
                    credentials,
                },
                Reply::CodeSent(destination),
            ) => {
                self.ask_for_confirmation(username, credentials, destination);
                self.outcome = Some(Outcome::CodeSent);
                None
            }
            (Awaited::AutomaticResend { username, .. }, Reply::Refused(refusal))
                if refusal.reason == Reason::AlreadyConfirmed =>
            {
                self.back_to_sign_in(username, Outcome::Confirmed)
            }
            (
                Awaited::AutomaticResend {
                    username,
                    credentials,
                },
                Reply::Refused(refusal),
            ) => {
                self.ask_for_confirmation(username, credentials, None);
                self.refuse(refusal)
            }

            (Awaited::ForgotPassword { username }, Reply::CodeSent(destination)) => {
                self.show(State::Answer(Question::ResetPassword {
                    username,
                    destination,
                }));
                self.outcome = Some(Outcome::CodeSent);
                None
            }
            (Awaited::ForgotPassword { username }, Reply::Refused(refusal)) => {
                if refusal.reason == Reason::NotConfirmed {
                    return self.resend_automatically(username, None);
                }
                self.show(State::ForgotPassword { username });
                self.refuse(refusal)
            }
            (Awaited::ConfirmForgotPassword { username }, Reply::PasswordChanged) => {
                self.back_to_sign_in(username, Outcome::PasswordChanged)
            }

            (Awaited::SignOut { everywhere }, Reply::SignedOut { told }) => self.signed_out(everywhere, told),

            (_, Reply::Refused(refusal)) => self.refuse(refusal),
            (_, _) => self.refuse(Reason::Garbled),
        }
    }

    fn signed_in(&mut self, sub: String, username: String) -> Option<Effect> {
        self.show(State::SignedIn { sub, username });
        None
    }

    fn nothing_to_restore(&mut self, ended: Option<(String, Refusal)>) -> Option<Effect> {
        let Some((username, refusal)) = ended else {
            self.show(State::SignIn {
                username: String::new(),
            });
            return None;
        };
        self.refusal = (refusal.reason != Reason::SessionEnded).then_some(refusal);
        self.back_to_sign_in(username, Outcome::SessionEnded)
    }

    fn challenged(&mut self, challenged: Challenged, held: Held) -> Option<Effect> {
        let Challenged {
            challenge,
            session,
            user_id,
        } = challenged;
        self.show(State::Answer(Question::Challenge(challenge)));
        self.memory.answering = Some(Answering { session, user_id });
        self.memory.held = Some(held);
        None
    }

    /// A restarted sign-in repeats what was chosen before, until it stands where the person was.
    fn challenged_again(
        &mut self,
        challenged: Challenged,
        mut held: Held,
        target: ChallengeName,
    ) -> Option<Effect> {
        let name = &challenged.challenge.name;
        if *name != target
            && let Some(values) = held.choices.remove(name)
        {
            return self.repeat_choice(challenged, held, target, &values);
        }
        self.outcome = Some(Outcome::Restarted);
        self.challenged(challenged, held)
    }

    fn repeat_choice(
        &mut self,
        challenged: Challenged,
        held: Held,
        target: ChallengeName,
        values: &Values,
    ) -> Option<Effect> {
        let remember = held.credentials.remember;
        let responses = challenged.challenge.responses(values);
        let ticket = self.await_reply(Awaited::Restart { held, target });
        Some(Effect::Respond {
            ticket,
            challenged,
            responses,
            remember,
        })
    }

    fn restart(&mut self) -> Option<Effect> {
        let target = self
            .state
            .challenge()
            .map(|Challenge { name, .. }| name.clone())?;
        let held = self.memory.held.take()?;
        let credentials = held.credentials.clone();
        let ticket = self.await_reply(Awaited::Restart { held, target });
        Some(Effect::SignIn(ticket, credentials))
    }

    fn sign_in_refused(&mut self, credentials: Credentials, refusal: Refusal) -> Option<Effect> {
        let username = credentials.username.clone();
        if refusal.reason == Reason::NotConfirmed {
            return self.resend_automatically(username, Some(credentials));
        }
        self.show(State::SignIn {
            username: username.clone(),
        });
        if refusal.reason == Reason::ResetRequired {
            return self.forgot_password(username);
        }
        self.refuse(refusal)
    }

    fn signed_up(
        &mut self,
        form: &SignUpForm,
        credentials: Credentials,
        confirmed: bool,
        destination: Option<Destination>,
    ) -> Option<Effect> {
        if confirmed {
            self.outcome = Some(Outcome::Confirmed);
            return self.sign_in(credentials);
        }
        let username = credentials.username.clone();
        self.memory.form = Some(form.values());
        self.ask_for_confirmation(username, Some(credentials), destination);
        None
    }

    fn ask_for_confirmation(
        &mut self,
        username: String,
        credentials: Option<Credentials>,
        destination: Option<Destination>,
    ) {
        let form = self.memory.form.take();
        let can_change_address = form.is_some();
        self.show(State::Answer(Question::ConfirmSignUp {
            username,
            destination,
            can_change_address,
        }));
        self.memory.form = form;
        self.memory.held = credentials.map(|credentials| Held {
            credentials,
            choices: BTreeMap::new(),
        });
    }

    fn confirmed(&mut self) -> Option<Effect> {
        self.outcome = Some(Outcome::Confirmed);
        let State::Answer(question) = &self.state else {
            return None;
        };
        let username = question.username().to_owned();
        match self.memory.held.take() {
            Some(held) => self.sign_in(held.credentials),
            None => self.back_to_sign_in(username, Outcome::Confirmed),
        }
    }

    fn resend_automatically(&mut self, username: String, credentials: Option<Credentials>) -> Option<Effect> {
        let ticket = self.await_reply(Awaited::AutomaticResend {
            username: username.clone(),
            credentials,
        });
        Some(Effect::ResendCode(ticket, username))
    }

    fn code_sent_again(&mut self, sent_to: Option<Destination>) -> Option<Effect> {
        self.outcome = Some(Outcome::CodeSent);
        if let State::Answer(
            Question::ConfirmSignUp { destination, .. } | Question::ResetPassword { destination, .. },
        ) = &mut self.state
        {
            *destination = sent_to.or_else(|| destination.take());
        }
        None
    }

    fn back_to_sign_in(&mut self, username: String, outcome: Outcome) -> Option<Effect> {
        self.show(State::SignIn { username });
        self.outcome = Some(outcome);
        None
    }

    fn signed_out(&mut self, everywhere: bool, told: bool) -> Option<Effect> {
        let State::SignedIn { username, .. } = &self.state else {
            return None;
        };
        let username = username.clone();
        let outcome = match (told, everywhere) {
            (false, _) => Outcome::SignedOutHereOnly,
            (true, true) => Outcome::SignedOutEverywhere,
            (true, false) => Outcome::SignedOut,
        };
        self.back_to_sign_in(username, outcome)
    }
}

//! What the service answered, and where that leads. A reply that does not belong to its effect is read as an
//! answer that makes no sense, never as a step forward.

use base::Secret;

use super::{Awaited, Choices, Flow, Held};
use crate::edges::StateName;
use crate::event::{Credentials, Effect, Reply, SignUpForm};
use crate::question::{Destination, Question};
use crate::reason::{Reason, Refusal};
use crate::state::{Outcome, State};

impl Flow {
    pub(super) fn reply(&mut self, awaited: Awaited, reply: Reply) -> Option<Effect> {
        match (awaited, reply) {
            (Awaited::Restore, Reply::SignedIn { sub, username }) => self.signed_in(sub, username),
            (Awaited::Restore, Reply::NothingToRestore { ended }) => self.nothing_to_restore(ended),

            (Awaited::Restore, Reply::Resumed(pending)) => self.resumed(pending),
            (Awaited::Restore, Reply::Lapsed { username }) => self.back_to_sign_in(username, Outcome::Lapsed),

            (
                Awaited::SignIn(_)
                | Awaited::VisitBrowser
                | Awaited::PresentToken
                | Awaited::Restart(_)
                | Awaited::Respond(_)
                | Awaited::VerifyTotp
                | Awaited::CheckConfirmed { .. },
                Reply::SignedIn { sub, username },
            ) => self.signed_in(sub, username),

            (Awaited::SignIn(credentials), Reply::Challenged(challenged)) => {
                self.challenged(challenged, Held::fresh(credentials))
            }
            (Awaited::SignIn(credentials), Reply::Refused(refusal)) => {
                self.sign_in_refused(credentials, refusal)
            }

            (Awaited::VisitBrowser, Reply::Refused(refusal)) => {
                let username = self.state.username().to_owned();
                self.show(State::SignIn { username });
                self.refuse(refusal)
            }
            (Awaited::EnterAsGuest, Reply::EnteredAsGuest) => {
                self.show(State::Guest);
                None
            }

            (Awaited::Respond(answered), Reply::Challenged(challenged)) => {
                self.asked_on(answered, challenged)
            }
            (Awaited::Respond(answered), Reply::Refused(refusal))
                if refusal.reason == Reason::ChallengeLapsed =>
            {
                self.restart(Outcome::Restarted, answered.again)
            }
            (Awaited::Respond(_), Reply::Refused(refusal)) => self.answer_refused(refusal),

            (Awaited::Restart(restart), Reply::Challenged(challenged)) => {
                self.restart_challenged(restart, challenged)
            }
            (Awaited::Restart(_), Reply::Refused(refusal)) => self.restart_refused(refusal),

            (Awaited::SetUpTotp { held, outcome, .. }, Reply::TotpSetUp(challenged, setup)) => {
                self.totp_set_up(challenged, setup, held, outcome)
            }
            (
                Awaited::SetUpTotp {
                    challenged,
                    held,
                    outcome,
                },
                Reply::Refused(refusal),
            ) => self.totp_refused(challenged, held, outcome, refusal),
            (Awaited::VerifyTotp, Reply::Challenged(challenged)) => {
                let held = self.memory.held.clone()?;
                self.challenged(challenged, held)
            }
            (Awaited::VerifyTotp, Reply::Refused(refusal)) if refusal.reason == Reason::ChallengeLapsed => {
                self.restart(Outcome::Restarted, None)
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
                    session,
                },
            ) => {
                let credentials = form.credentials(remember, method);
                if confirmed {
                    return self.sign_in_after_sign_up(credentials, session);
                }
                self.signed_up(&form, credentials, destination, session)
            }
            (Awaited::ConfirmSignUp, Reply::Confirmed { session }) => self.confirmed(session),
            (Awaited::CheckConfirmed { .. }, Reply::Challenged(challenged)) => {
                let held = self.memory.held.clone()?;
                self.outcome = Some(Outcome::Confirmed);
                self.refusal = None;
                self.challenged(challenged, held)
            }
            (Awaited::CheckConfirmed { quiet: true }, Reply::Refused(_)) => None,
            (Awaited::CheckConfirmed { quiet: false }, Reply::Refused(refusal)) => {
                self.still_unconfirmed(refusal)
            }
            (Awaited::ConfirmSignUp | Awaited::Resend, Reply::Refused(refusal))
                if refusal.reason == Reason::AlreadyConfirmed
                    && self.state.name() == StateName::ConfirmSignUp =>
            {
                self.confirmed(None)
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
        self.refusal = None;
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

    /// An answer that was refused stays on the screen, unless the account itself stands in the way.
    fn answer_refused(&mut self, refusal: Refusal) -> Option<Effect> {
        match (&refusal.reason, &self.memory.held) {
            (Reason::NotConfirmed | Reason::ResetRequired, Some(held)) => {
                self.sign_in_refused(held.credentials.clone(), refusal)
            }
            _ => self.refuse(refusal),
        }
    }

    pub(super) fn sign_in_refused(&mut self, credentials: Credentials, refusal: Refusal) -> Option<Effect> {
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
        if refusal.reason == Reason::CompromisedPassword {
            self.refusal = Some(refusal);
            return self.forgot_password(username);
        }
        self.refuse(refusal)
    }

    fn signed_up(
        &mut self,
        form: &SignUpForm,
        credentials: Credentials,
        destination: Option<Destination>,
        session: Option<Secret>,
    ) -> Option<Effect> {
        let username = credentials.username.clone();
        let session = session.filter(|_| !credentials.method.needs_password());
        self.memory.form = Some(form.values());
        self.ask_for_confirmation(username, Some(credentials), destination);
        self.memory.sign_up = session;
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
        self.memory.held = credentials.map(Held::fresh);
    }

    fn confirmed(&mut self, session: Option<Secret>) -> Option<Effect> {
        let State::Answer(question) = &self.state else {
            return None;
        };
        let username = question.username().to_owned();
        match self.memory.held.take() {
            Some(held) => self.sign_in_after_sign_up(held.credentials, session),
            None => self.back_to_sign_in(username, Outcome::Confirmed),
        }
    }

    /// Goes on by the session that sign-up left where there is no password, and by the password where there is one.
    fn sign_in_after_sign_up(&mut self, credentials: Credentials, session: Option<Secret>) -> Option<Effect> {
        self.outcome = Some(Outcome::Confirmed);
        match session.filter(|_| credentials.password.expose().is_empty()) {
            Some(session) => Some(Effect::SignInAfterSignUp {
                ticket: self.await_reply(Awaited::SignIn(credentials.clone())),
                credentials,
                session,
            }),
            None => self.sign_in(credentials),
        }
    }

    /// The person says that the account was confirmed elsewhere, and the service does not let them in.
    fn still_unconfirmed(&mut self, refusal: Refusal) -> Option<Effect> {
        let credentials = self.memory.held.as_ref().map(|held| held.credentials.clone());
        match (&refusal.reason, credentials) {
            (Reason::NotConfirmed, _) => {
                self.outcome = Some(Outcome::StillUnconfirmed);
                None
            }
            (Reason::WrongCredentials | Reason::ResetRequired | Reason::Disabled, Some(credentials)) => {
                self.sign_in_refused(credentials, refusal)
            }
            _ => self.refuse(refusal),
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

    pub(super) fn back_to_sign_in(&mut self, username: String, outcome: Outcome) -> Option<Effect> {
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

impl Held {
    fn fresh(credentials: Credentials) -> Self {
        Self {
            credentials,
            choices: Choices::new(),
        }
    }
}

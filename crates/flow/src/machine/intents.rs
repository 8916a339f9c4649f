//! What the person wants, and whether the state allows it. An intent that has no place in a state is ignored, and
//! so is a second click while a reply is awaited; only going elsewhere is always possible.

use std::collections::BTreeMap;

use base::Secret;

use super::{Awaited, Flow};
use crate::challenge::Challenge;
use crate::event::{Challenged, Credentials, Effect, Intent, Method, SignUpForm, Values};
use crate::question::Question;
use crate::reason::Reason;
use crate::state::State;

impl Flow {
    pub(super) fn intend(&mut self, intent: Intent) -> Option<Effect> {
        if !self.allows(&intent) {
            return None;
        }
        self.refusal = None;
        self.outcome = None;
        match intent {
            Intent::Restore => Some(Effect::Restore(self.await_reply(Awaited::Restore))),
            Intent::ShowSignIn => {
                let username = self.username();
                self.leave_for(State::SignIn { username })
            }
            Intent::ShowSignUp => self.leave_for(State::SignUp {
                values: BTreeMap::new(),
            }),
            Intent::ShowForgotPassword { username } => self.leave_for(State::ForgotPassword {
                username: username.trim().to_owned(),
            }),
            Intent::SignIn(credentials) => self.intend_sign_in(credentials),
            Intent::SignUp {
                values,
                remember,
                method,
            } => self.intend_sign_up(&values, remember, method),
            Intent::CheckConfirmed { .. } => None,
            Intent::ForgotPassword { username } => self.intend_forgot_password(&username),
            Intent::Answer { values } => self.intend_answer(&values),
            Intent::Resend => self.intend_resend(),
            Intent::ChangeAddress => {
                let values = self.memory.form.take()?;
                self.leave_for(State::SignUp { values })
            }
            Intent::SignOut { everywhere } => {
                let ticket = self.await_reply(Awaited::SignOut { everywhere });
                Some(Effect::SignOut { ticket, everywhere })
            }
        }
    }

    fn allows(&self, intent: &Intent) -> bool {
        match intent {
            Intent::ShowSignIn => !matches!(self.state, State::SignedIn { .. }),
            Intent::ShowSignUp | Intent::ShowForgotPassword { .. } => {
                !matches!(self.state, State::SignedIn { .. } | State::Restoring)
            }
            Intent::Restore => !self.busy() && self.state == State::Restoring,
            Intent::SignIn(_) => !self.busy() && matches!(self.state, State::SignIn { .. }),
            Intent::SignUp { .. } => !self.busy() && matches!(self.state, State::SignUp { .. }),
            Intent::ForgotPassword { .. } => {
                !self.busy() && matches!(self.state, State::ForgotPassword { .. })
            }
            Intent::Answer { .. } => !self.busy() && matches!(self.state, State::Answer(_)),
            Intent::Resend => {
                !self.busy() && matches!(&self.state, State::Answer(question) if question.can_resend())
            }
            Intent::CheckConfirmed { .. } => false,
            Intent::ChangeAddress => !self.busy() && self.memory.form.is_some(),
            Intent::SignOut { .. } => !self.busy() && matches!(self.state, State::SignedIn { .. }),
        }
    }

    fn leave_for(&mut self, state: State) -> Option<Effect> {
        self.awaited = None;
        self.show(state);
        None
    }

    /// The user name that was last typed, so that no form asks for it twice.
    fn username(&self) -> String {
        match &self.state {
            State::SignIn { username }
            | State::ForgotPassword { username }
            | State::SignedIn { username, .. } => username.clone(),
            State::SignUp { values } => values.get("username").cloned().unwrap_or_default(),
            State::Answer(question) => question.username().to_owned(),
            State::Restoring => String::new(),
        }
    }

    fn intend_sign_in(&mut self, mut credentials: Credentials) -> Option<Effect> {
        credentials.username = credentials.username.trim().to_owned();
        self.state = State::SignIn {
            username: credentials.username.clone(),
        };
        if credentials.username.is_empty() {
            return self.refuse(Reason::Empty("username".to_owned()));
        }
        if credentials.password.expose().is_empty() && credentials.method.needs_password() {
            return self.refuse(Reason::Empty("password".to_owned()));
        }
        self.sign_in(credentials)
    }

    fn intend_sign_up(&mut self, values: &Values, remember: bool, method: Method) -> Option<Effect> {
        let mut kept: BTreeMap<String, String> = values
            .iter()
            .filter(|(name, _)| *name != "password")
            .map(|(name, value)| (name.clone(), value.expose().trim().to_owned()))
            .collect();
        self.state = State::SignUp { values: kept.clone() };
        let password = values.get("password").cloned().unwrap_or_default();
        let username = kept.remove("username").unwrap_or_default();
        if username.is_empty() {
            return self.refuse(Reason::Empty("username".to_owned()));
        }
        if password.expose().is_empty() && method.needs_password() {
            return self.refuse(Reason::Empty("password".to_owned()));
        }
        kept.retain(|_, value| !value.is_empty());
        let form = SignUpForm {
            username,
            password,
            attributes: kept,
        };
        let ticket = self.await_reply(Awaited::SignUp {
            form: form.clone(),
            remember,
            method,
        });
        Some(Effect::SignUp(ticket, form))
    }

    fn intend_forgot_password(&mut self, username: &str) -> Option<Effect> {
        let username = username.trim().to_owned();
        self.state = State::ForgotPassword {
            username: username.clone(),
        };
        if username.is_empty() {
            return self.refuse(Reason::Empty("username".to_owned()));
        }
        self.forgot_password(username)
    }

    pub(super) fn forgot_password(&mut self, username: String) -> Option<Effect> {
        let ticket = self.await_reply(Awaited::ForgotPassword {
            username: username.clone(),
        });
        Some(Effect::ForgotPassword(ticket, username))
    }

    fn intend_answer(&mut self, values: &Values) -> Option<Effect> {
        let State::Answer(question) = self.state.clone() else {
            return None;
        };
        let values = match question.read(values) {
            Ok(values) => values,
            Err(reason) => return self.refuse(reason),
        };
        let get = |name: &str| values.get(name).cloned().unwrap_or_default();
        match question {
            Question::ConfirmSignUp { username, .. } => {
                let ticket = self.await_reply(Awaited::ConfirmSignUp);
                Some(Effect::ConfirmSignUp {
                    ticket,
                    username,
                    code: get("code"),
                })
            }
            Question::ResetPassword { username, .. } => {
                let ticket = self.await_reply(Awaited::ConfirmForgotPassword {
                    username: username.clone(),
                });
                let (code, password) = (get("code"), get("newPassword"));
                Some(Effect::ConfirmForgotPassword {
                    ticket,
                    username,
                    code,
                    password,
                })
            }
            Question::Challenge(challenge) | Question::SetUpTotp { challenge, .. } => {
                self.respond(challenge, &values)
            }
        }
    }

    fn respond(&mut self, challenge: Challenge, values: &Values) -> Option<Effect> {
        if !challenge.answerable() {
            return self.refuse(Reason::UnsupportedChallenge);
        }
        let answering = self.memory.answering.clone()?;
        let remember = self
            .memory
            .held
            .as_ref()
            .is_some_and(|held| held.credentials.remember);
        let chosen = values
            .get("choice")
            .filter(|choice| !choice.expose().starts_with("PASSWORD"));
        let chosen = chosen.map(|choice| Values::from([("choice".to_owned(), choice.clone())]));
        let new_password = values.get("newPassword").cloned();
        let ticket = self.await_reply(Awaited::Respond { chosen, new_password });
        let responses = challenge.responses(values);
        let challenged = Challenged {
            challenge,
            session: answering.session,
            user_id: answering.user_id,
        };
        Some(Effect::Respond {
            ticket,
            challenged,
            responses,
            remember,
        })
    }

    fn intend_resend(&mut self) -> Option<Effect> {
        match self.state.clone() {
            State::Answer(Question::ConfirmSignUp { username, .. }) => {
                Some(Effect::ResendCode(self.await_reply(Awaited::Resend), username))
            }
            State::Answer(Question::ResetPassword { username, .. }) => Some(Effect::ForgotPassword(
                self.await_reply(Awaited::Resend),
                username,
            )),
            State::Answer(Question::Challenge(_) | Question::SetUpTotp { .. })
            | State::Restoring
            | State::SignIn { .. }
            | State::SignUp { .. }
            | State::ForgotPassword { .. }
            | State::SignedIn { .. } => None,
        }
    }
}

impl SignUpForm {
    /// The form without its password, by field name.
    pub(super) fn values(&self) -> BTreeMap<String, String> {
        let mut values = self.attributes.clone();
        values.insert("username".to_owned(), self.username.clone());
        values
    }

    /// What signs this account in.
    pub(super) fn credentials(&self, remember: bool, method: Method) -> Credentials {
        Credentials {
            username: self.username.clone(),
            password: Secret::clone(&self.password),
            remember,
            method,
        }
    }
}

//! What the person wants, and whether the state allows it. An intent that has no place in a state is ignored, and
//! so is a second click while a reply is awaited; only going elsewhere is always possible.

use std::collections::BTreeMap;

use base::Secret;

use super::{Awaited, Flow};
use crate::event::{Credentials, Effect, Intent, Method, SignUpForm, Values};
use crate::field::{Field, FieldKind, read};
use crate::question::Question;
use crate::reason::Reason;
use crate::state::{Outcome, State};

impl Flow {
    pub(super) fn intend(&mut self, intent: Intent) -> Option<Effect> {
        if !self.allows(&intent) {
            return None;
        }
        if intent != (Intent::CheckConfirmed { quiet: true }) {
            self.refusal = None;
            self.outcome = None;
        }
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
            Intent::OpenBrowser { provider, remember } => self.open_browser(provider, remember),
            Intent::ContinueAsGuest => Some(Effect::EnterAsGuest(self.await_reply(Awaited::EnterAsGuest))),
            Intent::PresentToken {
                provider,
                token,
                identity_id,
            } => self.present_token(provider, &token, identity_id),
            Intent::SignUp {
                values,
                remember,
                method,
            } => self.intend_sign_up(&values, remember, method),
            Intent::CheckConfirmed { quiet } => self.intend_check_confirmed(quiet),
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
            Intent::SignIn(_) | Intent::ContinueAsGuest | Intent::PresentToken { .. } => {
                !self.busy() && matches!(self.state, State::SignIn { .. })
            }
            Intent::OpenBrowser { .. } => {
                !self.busy()
                    && matches!(
                        self.state,
                        State::SignIn { .. } | State::Answer(Question::Challenge(_))
                    )
            }
            Intent::SignUp { .. } => !self.busy() && matches!(self.state, State::SignUp { .. }),
            Intent::ForgotPassword { .. } => {
                !self.busy() && matches!(self.state, State::ForgotPassword { .. })
            }
            Intent::Answer { .. } => !self.busy() && matches!(self.state, State::Answer(_)),
            Intent::Resend => {
                !self.busy() && matches!(&self.state, State::Answer(question) if question.can_resend())
            }
            Intent::CheckConfirmed { quiet: true } => self.awaited.is_none() && self.can_check_confirmed(),
            Intent::CheckConfirmed { quiet: false } => {
                !self.busy() && matches!(self.state, State::Answer(Question::ConfirmSignUp { .. }))
            }
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
        self.state.username().to_owned()
    }

    fn intend_sign_in(&mut self, mut credentials: Credentials) -> Option<Effect> {
        let typed = Values::from([
            ("username".to_owned(), Secret::from(credentials.username.as_str())),
            ("password".to_owned(), credentials.password.clone()),
        ]);
        self.state = State::SignIn {
            username: credentials.username.trim().to_owned(),
        };
        let password = Field {
            required: credentials.method.needs_password(),
            ..Field::password()
        };
        let typed = match read(&[Field::username(FieldKind::Username), password], &typed) {
            Ok(typed) => typed,
            Err(reason) => return self.refuse(reason),
        };
        credentials.username = text(&typed, "username");
        self.state = State::SignIn {
            username: credentials.username.clone(),
        };
        self.sign_in(credentials)
    }

    /// What is typed in the browser is not typed here: whatever was held for a question goes.
    fn open_browser(&mut self, provider: Option<String>, remember: bool) -> Option<Effect> {
        let username = self.username();
        self.show(State::Browser {
            provider: provider.clone(),
            username: username.clone(),
        });
        Some(Effect::VisitBrowser {
            ticket: self.await_reply(Awaited::VisitBrowser),
            provider,
            username,
            remember,
        })
    }

    fn present_token(
        &mut self,
        provider: String,
        token: &Secret,
        identity_id: Option<String>,
    ) -> Option<Effect> {
        let token = Secret::from(token.expose().trim());
        if token.expose().is_empty() {
            return self.refuse(Reason::Empty("token".to_owned()));
        }
        let identity_id = identity_id.map(|id| id.trim().to_owned());
        Some(Effect::PresentToken {
            ticket: self.await_reply(Awaited::PresentToken),
            provider,
            token,
            identity_id: identity_id.filter(|id| !id.is_empty()),
        })
    }

    fn intend_sign_up(&mut self, values: &Values, remember: bool, method: Method) -> Option<Effect> {
        let kept: BTreeMap<String, String> = values
            .iter()
            .filter(|(name, _)| *name != "password")
            .map(|(name, value)| (name.clone(), value.expose().trim().to_owned()))
            .collect();
        self.state = State::SignUp { values: kept };
        let fields = self.sign_up_fields(values, &method);
        let mut typed = match read(&fields, values) {
            Ok(typed) => typed,
            Err(reason) => return self.refuse(reason),
        };
        let password = typed.remove("password").unwrap_or_default();
        let mut kept: BTreeMap<String, String> = typed
            .into_iter()
            .map(|(name, value)| (name, value.expose().clone()))
            .collect();
        kept.retain(|_, value| !value.is_empty());
        self.state = State::SignUp { values: kept.clone() };
        let username = kept.remove("username").unwrap_or_default();
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

    /// The form's fields: those that the pool names, and whatever else was filled in.
    fn sign_up_fields(&self, values: &Values, method: &Method) -> Vec<Field> {
        let own = [Field::username(FieldKind::Username), Field::first_password()];
        let mut fields = self.sign_up.clone();
        for field in own {
            if !fields.iter().any(|asked| asked.name == field.name) {
                fields.push(field);
            }
        }
        for name in values.keys() {
            if !fields.iter().any(|field| field.name == *name) {
                fields.push(Field::attribute(name, false));
            }
        }
        for field in &mut fields {
            field.required &= field.name != "password" || method.needs_password();
        }
        fields
    }

    fn intend_forgot_password(&mut self, username: &str) -> Option<Effect> {
        let typed = Values::from([("username".to_owned(), Secret::from(username))]);
        self.state = State::ForgotPassword {
            username: username.trim().to_owned(),
        };
        let typed = match read(&[Field::username(FieldKind::Username)], &typed) {
            Ok(typed) => typed,
            Err(reason) => return self.refuse(reason),
        };
        let username = text(&typed, "username");
        self.state = State::ForgotPassword {
            username: username.clone(),
        };
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
        let values = match question.read(&self.with_held_password(values)) {
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
                    session: self.memory.sign_up.clone(),
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
            Question::Challenge(challenge) => self.respond(challenge, values),
            Question::SetUpTotp { challenge, .. } => self.verify_totp(&challenge, get("code")),
        }
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
            State::Answer(Question::Challenge(_)) => self.restart(Outcome::CodeSent, None),
            State::Answer(Question::SetUpTotp { .. })
            | State::Restoring
            | State::SignIn { .. }
            | State::SignUp { .. }
            | State::ForgotPassword { .. }
            | State::Browser { .. }
            | State::Guest
            | State::SignedIn { .. } => None,
        }
    }

    fn intend_check_confirmed(&mut self, quiet: bool) -> Option<Effect> {
        let held = self.memory.held.as_ref();
        match held.filter(|held| held.credentials.suffice()) {
            Some(held) => {
                let credentials = held.credentials.clone();
                let ticket = self.await_reply(Awaited::CheckConfirmed { quiet });
                Some(Effect::SignIn(ticket, credentials))
            }
            None => {
                let username = self.username();
                self.leave_for(State::SignIn { username })
            }
        }
    }
}

fn text(values: &Values, name: &str) -> String {
    values
        .get(name)
        .map(|value| value.expose().clone())
        .unwrap_or_default()
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

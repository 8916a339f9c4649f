//! The sign-in as the page shows it.

use std::collections::BTreeMap;

use auth::{SignInName, SignUpRules};
use flow::{Challenge, ChallengeName, Field, Question, Scene, State};

use super::{method, milliseconds};
use crate::connection::Connection;
use crate::problem::Problem;
use crate::view::{
    AccountView, AnswerKind, AnswerView, AuthView, FieldKind, FieldView, MediumView, OutcomeView,
    PasswordRulesView, ScreenView, SentToView,
};

pub(crate) fn auth(scene: &Scene, connection: &Connection) -> AuthView {
    AuthView {
        screen: screen(&scene.state, connection),
        busy: scene.busy,
        problem: scene
            .refusal
            .as_ref()
            .map(|refusal| Problem::of_refusal(refusal, &scene.state)),
        outcome: scene.outcome.map(outcome),
    }
}

fn screen(state: &State, connection: &Connection) -> ScreenView {
    let rules = connection.pool.sign_up.as_ref();
    let username_kind = username_kind(rules);
    match state {
        State::Restoring => ScreenView::Restoring,
        State::SignIn { username } => ScreenView::SignIn {
            username: username.clone(),
            username_kind,
            can_sign_up: rules.is_some(),
            methods: connection.methods.iter().map(method::view).collect(),
            method: method::id(&connection.pool.auth_flow),
        },
        State::SignUp { values } => ScreenView::SignUp {
            fields: sign_up_fields(values, rules),
            password_rules: password_rules(rules),
        },
        State::ForgotPassword { username } => ScreenView::ForgotPassword {
            username: username.clone(),
            username_kind,
        },
        State::Answer(question) => ScreenView::Answer(answer(question, rules)),
        State::SignedIn { .. } => ScreenView::SignedIn,
    }
}

fn username_kind(rules: Option<&SignUpRules>) -> FieldKind {
    match rules.map(|rules| rules.sign_in_names.as_slice()) {
        Some([SignInName::Email]) => FieldKind::Email,
        Some([SignInName::Phone]) => FieldKind::Phone,
        Some([SignInName::Username] | [] | [_, _, ..]) | None => FieldKind::Username,
    }
}

fn outcome(outcome: flow::Outcome) -> OutcomeView {
    match outcome {
        flow::Outcome::CodeSent => OutcomeView::CodeSent,
        flow::Outcome::Confirmed => OutcomeView::Confirmed,
        flow::Outcome::PasswordChanged => OutcomeView::PasswordChanged,
        flow::Outcome::SignedOut => OutcomeView::SignedOut,
        flow::Outcome::SignedOutEverywhere => OutcomeView::SignedOutEverywhere,
        flow::Outcome::SignedOutHereOnly => OutcomeView::SignedOutHereOnly,
        flow::Outcome::SessionEnded => OutcomeView::SessionEnded,
        flow::Outcome::Restarted => OutcomeView::Restarted,
        flow::Outcome::Lapsed => OutcomeView::Lapsed,
        flow::Outcome::PasswordNeeded => OutcomeView::PasswordNeeded,
        flow::Outcome::StillUnconfirmed => OutcomeView::StillUnconfirmed,
    }
}

/// Who is signed in; `record` is what this device remembers of them.
pub(crate) fn account(account: &auth::Account, record: Option<&store::Account>) -> AccountView {
    let display_name = account
        .name
        .as_ref()
        .or(account.email.as_ref())
        .unwrap_or(&account.username);
    AccountView {
        username: account.username.clone(),
        display_name: display_name.clone(),
        sub: account.sub.clone(),
        email: account.email.clone(),
        phone: account.phone.clone(),
        groups: account.groups.clone(),
        roles: Vec::new(),
        preferred_role: None,
        identity_id: account.identity_id.clone(),
        remembered: account.remembered,
        ask_remember_device: false,
        first_sign_in: record.and_then(|record| record.first_sign_in).map(milliseconds),
        last_sign_in: record.and_then(|record| record.last_sign_in).map(milliseconds),
    }
}

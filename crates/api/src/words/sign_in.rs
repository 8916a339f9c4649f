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

fn sign_up_fields(values: &BTreeMap<String, String>, rules: Option<&SignUpRules>) -> Vec<FieldView> {
    let username = match rules.and_then(|rules| rules.sign_in_names.first()) {
        Some(SignInName::Email) => FieldKind::Email,
        Some(SignInName::Phone) => FieldKind::Phone,
        Some(SignInName::Username) | None => FieldKind::Username,
    };
    let attributes = rules.map(|rules| rules.attributes.as_slice()).unwrap_or_default();
    let named = |name: &str, kind| FieldView {
        name: name.to_owned(),
        kind,
        required: true,
        value: values.get(name).cloned(),
        rule: None,
    };
    let mut fields = vec![named("username", username)];
    fields.extend(
        attributes
            .iter()
            .map(|rule| named(&rule.name, kind(Field::attribute(&rule.name, true).kind))),
    );
    fields.push(named("password", FieldKind::NewPassword));
    fields
}

fn password_rules(rules: Option<&SignUpRules>) -> PasswordRulesView {
    match rules.map(|rules| rules.password) {
        Some(auth::PasswordPolicy {
            min_length,
            lowercase,
            uppercase,
            number,
            symbol,
        }) => PasswordRulesView {
            min_length,
            lowercase,
            uppercase,
            number,
            symbol,
        },
        None => PasswordRulesView {
            min_length: 6,
            lowercase: false,
            uppercase: false,
            number: false,
            symbol: false,
        },
    }
}

fn answer(question: &Question, rules: Option<&SignUpRules>) -> AnswerView {
    let fields: Vec<FieldView> = question.fields().into_iter().map(field).collect();
    let new_password = fields.iter().any(|field| field.kind == FieldKind::NewPassword);
    let challenge = question.challenge();
    AnswerView {
        kind: answer_kind(question),
        challenge: challenge.map(|challenge| challenge.name.to_string()),
        username: question.username().to_owned(),
        sent_to: question.destination().map(|destination| SentToView {
            medium: medium(destination.medium),
            destination: destination.address,
        }),
        fields,
        password_rules: new_password.then(|| password_rules(rules)),
        choices: question.choices(),
        totp: None,
        parameters: challenge.map(public_parameters).unwrap_or_default(),
        can_resend: question.can_resend(),
        resends_left: None,
        can_change_address: matches!(
            question,
            Question::ConfirmSignUp {
                can_change_address: true,
                ..
            }
        ),
        expires_at: challenge.map(|challenge| milliseconds(challenge.expires_at)),
    }
}

/// Only a challenge of the pool's own making has parameters that are meant for the person.
fn public_parameters(challenge: &Challenge) -> BTreeMap<String, String> {
    if challenge.name == ChallengeName::CustomChallenge {
        challenge.parameters.clone()
    } else {
        BTreeMap::new()
    }
}

fn answer_kind(question: &Question) -> AnswerKind {
    match question {
        Question::ConfirmSignUp { .. } => AnswerKind::ConfirmSignUp,
        Question::ResetPassword { .. } => AnswerKind::ResetPassword,
        Question::SetUpTotp { .. } => AnswerKind::SetUpTotp,
        Question::Challenge(challenge) => match challenge.name {
            ChallengeName::SmsMfa | ChallengeName::EmailOtp | ChallengeName::SmsOtp => AnswerKind::SentCode,
            ChallengeName::SoftwareTokenMfa => AnswerKind::AuthenticatorCode,
            ChallengeName::SelectMfaType => AnswerKind::SelectMfaType,
            ChallengeName::MfaSetup => AnswerKind::MfaSetup,
            ChallengeName::SelectChallenge => AnswerKind::SelectChallenge,
            ChallengeName::Password | ChallengeName::PasswordSrp => AnswerKind::Password,
            ChallengeName::WebAuthn => AnswerKind::WebAuthn,
            ChallengeName::CustomChallenge => AnswerKind::Custom,
            ChallengeName::NewPasswordRequired => AnswerKind::NewPassword,
            ChallengeName::PasswordVerifier
            | ChallengeName::DeviceSrpAuth
            | ChallengeName::DevicePasswordVerifier
            | ChallengeName::AdminNoSrpAuth
            | ChallengeName::Unknown(_) => AnswerKind::Unknown,
        },
    }
}

fn field(field: Field) -> FieldView {
    FieldView {
        name: field.name,
        kind: kind(field.kind),
        required: field.required,
        value: None,
        rule: None,
    }
}

fn kind(kind: flow::FieldKind) -> FieldKind {
    match kind {
        flow::FieldKind::Text => FieldKind::Text,
        flow::FieldKind::Code => FieldKind::Code,
        flow::FieldKind::Password => FieldKind::Password,
        flow::FieldKind::NewPassword => FieldKind::NewPassword,
        flow::FieldKind::Email => FieldKind::Email,
        flow::FieldKind::Phone => FieldKind::Phone,
        flow::FieldKind::Date => FieldKind::Date,
    }
}

fn medium(medium: flow::Medium) -> MediumView {
    match medium {
        flow::Medium::Email => MediumView::Email,
        flow::Medium::Sms => MediumView::Sms,
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

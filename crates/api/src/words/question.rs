//! A question of the service as the page shows it.

use std::collections::BTreeMap;

use auth::Pool;
use flow::{Challenge, ChallengeName, Question};

use super::fields::{fields, password_rules};
use super::milliseconds;
use super::totp::totp;
use crate::view::{AnswerKind, AnswerView, FieldKind, MediumView, SentToView};

pub(super) fn answer(question: &Question, pool: &Pool, resends_left: Option<u32>) -> AnswerView {
    let rules = pool.sign_up.as_ref();
    let kind = answer_kind(question);
    let fields = fields(&question.fields(), rules);
    let new_password = fields.iter().any(|field| field.kind == FieldKind::NewPassword);
    let challenge = question.challenge();
    AnswerView {
        kind,
        challenge: challenge.map(|challenge| challenge.name.to_string()),
        username: question.username().to_owned(),
        sent_to: question.destination().map(sent_to),
        fields,
        password_rules: new_password.then(|| password_rules(rules)),
        choices: question.choices(),
        totp: match question {
            Question::SetUpTotp { setup, .. } => Some(totp(setup)),
            Question::ConfirmSignUp { .. } | Question::ResetPassword { .. } | Question::Challenge(_) => None,
        },
        parameters: challenge.map(public_parameters).unwrap_or_default(),
        can_resend: question.can_resend(),
        resends_left: resends_left.filter(|_| question.can_resend()),
        can_open_browser: kind == AnswerKind::WebAuthn && !pool.software_passkeys && pool.hosted_ui.is_some(),
        can_change_address: matches!(
            question,
            Question::ConfirmSignUp {
                can_change_address: true,
                ..
            }
        ),
        expires_at: challenge.map(|challenge| milliseconds(challenge.expires_at)),
        may_be_for_risk: pool.user_context && challenge.is_some_and(is_second_step),
    }
}

fn is_second_step(challenge: &Challenge) -> bool {
    matches!(
        challenge.name,
        ChallengeName::SmsMfa
            | ChallengeName::EmailOtp
            | ChallengeName::SoftwareTokenMfa
            | ChallengeName::SelectMfaType
    )
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

/// Where a code went.
pub(crate) fn sent_to(destination: flow::Destination) -> SentToView {
    SentToView {
        medium: match destination.medium {
            flow::Medium::Email => MediumView::Email,
            flow::Medium::Sms => MediumView::Sms,
        },
        destination: destination.address,
    }
}

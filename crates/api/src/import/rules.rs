//! A pool's rules as files have them: passwords, attributes, what people sign in with, and by which methods. They
//! drive the forms for signing in and up.

use super::draft::{Draft, Note};
use super::node::Node;
use super::refused::Refused;
use crate::view::{PasswordRulesView, SignInNameView};

/// What a form must know to create accounts, as far as a file says it.
#[derive(Debug, Default)]
pub(super) struct Rules {
    pub(super) policy: Option<PasswordRulesView>,
    pub(super) attributes: Vec<String>,
    pub(super) sign_in_names: Vec<SignInNameView>,
}

/// `auth.password_policy` of `amplify_outputs.json`.
pub(super) fn policy(node: &Node<'_>) -> Result<PasswordRulesView, Refused> {
    let flag = |name: &str| node.boolean(name).map(Option::unwrap_or_default);
    Ok(PasswordRulesView {
        min_length: least(node, "min_length")?,
        lowercase: flag("require_lowercase")?,
        uppercase: flag("require_uppercase")?,
        number: flag("require_numbers")?,
        symbol: flag("require_symbols")?,
    })
}

/// `passwordProtectionSettings` of the first generation's files.
pub(super) fn protection(node: &Node<'_>) -> Result<PasswordRulesView, Refused> {
    let wanted = node.texts("passwordPolicyCharacters")?;
    let has = |name: &str| wanted.iter().any(|own| own.eq_ignore_ascii_case(name));
    Ok(PasswordRulesView {
        min_length: least(node, "passwordPolicyMinLength")?,
        lowercase: has("REQUIRES_LOWERCASE"),
        uppercase: has("REQUIRES_UPPERCASE"),
        number: has("REQUIRES_NUMBERS"),
        symbol: has("REQUIRES_SYMBOLS"),
    })
}

/// Cognito takes 6 to 99, and makes it 8 where nothing is said.
fn least(node: &Node<'_>, name: &str) -> Result<u32, Refused> {
    match node.count(name)? {
        None => Ok(8),
        Some(length @ 6..=99) => Ok(length),
        Some(_) => Err(node.at(name).unwrap_or_else(|| node.clone()).value_not_known()),
    }
}

/// What people sign in with: `email`, `PHONE_NUMBER`, in any case. Others are told as unknown.
pub(super) fn sign_in_names(
    draft: &mut Draft,
    node: &Node<'_>,
    name: &str,
) -> Result<Vec<SignInNameView>, Refused> {
    let mut names = Vec::new();
    for text in node.texts(name)? {
        match text.to_ascii_lowercase().as_str() {
            "username" => names.push(SignInNameView::Username),
            "email" => names.push(SignInNameView::Email),
            "phone_number" | "phone" => names.push(SignInNameView::Phone),
            _ => draft.not_known(format!("{}.{name}", node.path())),
        }
    }
    names.dedup();
    Ok(names)
}

/// Attributes by the pool's names for them: `EMAIL` is `email`.
pub(super) fn attributes(node: &Node<'_>, name: &str) -> Result<Vec<String>, Refused> {
    let texts = node.texts(name)?.into_iter();
    Ok(texts
        .map(|text| {
            if text.starts_with("custom:") {
                text.to_owned()
            } else {
                text.to_ascii_lowercase()
            }
        })
        .collect())
}

/// Notes whether a second factor is asked for; the service itself says which when it asks.
pub(super) fn second_factor(
    draft: &mut Draft,
    node: &Node<'_>,
    configuration: &str,
    types: &str,
) -> Result<(), Refused> {
    let types = node.texts(types)?.join(", ");
    match node.text(configuration)?.map(str::to_ascii_uppercase).as_deref() {
        Some("REQUIRED" | "ON") => draft.note(Note::MfaRequired, types),
        Some("OPTIONAL") => draft.note(Note::MfaOptional, types),
        Some("NONE" | "OFF") | None => {}
        Some(_) => draft.not_known(format!("{}.{configuration}", node.path())),
    }
    Ok(())
}

/// `auth.passwordless`: the ways in without a password, and the one that comes first.
pub(super) fn passwordless(draft: &mut Draft, node: &Node<'_>) -> Result<(), Refused> {
    let mut choices = Vec::new();
    if node.boolean("email_otp_enabled")? == Some(true) {
        choices.push("EMAIL_OTP");
    }
    if node.boolean("sms_otp_enabled")? == Some(true) {
        choices.push("SMS_OTP");
    }
    if let Some(web_authn) = node.group("web_authn")? {
        choices.push("WEB_AUTHN");
        let party = web_authn.text("relying_party_id")?.unwrap_or_default();
        draft.note(Note::PasskeyParty, party.to_owned());
        draft.known(&web_authn, &["relying_party_id", "user_verification"]);
    }
    let preferred = match node.text("preferred_challenge")? {
        None => None,
        Some(preferred @ ("EMAIL_OTP" | "SMS_OTP" | "PASSWORD" | "WEB_AUTHN")) => Some(preferred),
        Some("PASSWORD_SRP") => Some("PASSWORD"),
        Some(_) => {
            draft.not_known(format!("{}.preferred_challenge", node.path()));
            None
        }
    };
    draft.known(
        node,
        &[
            "email_otp_enabled",
            "sms_otp_enabled",
            "web_authn",
            "preferred_challenge",
        ],
    );
    if choices.is_empty() && preferred.is_none() {
        return Ok(());
    }
    let form = &mut draft.form;
    form.methods.push("USER_AUTH".to_owned());
    form.methods
        .extend(choices.iter().map(|choice| format!("USER_AUTH:{choice}")));
    if let Some(preferred) = preferred {
        let method = format!("USER_AUTH:{preferred}");
        if !form.methods.contains(&method) {
            form.methods.push(method.clone());
        }
        form.auth_flow = method;
    }
    Ok(())
}

/// `authenticationFlowType` of the native files, as our method's id.
pub(super) fn flow(text: &str) -> Option<&'static str> {
    match text {
        "USER_SRP_AUTH" => Some("USER_SRP_AUTH"),
        "USER_PASSWORD_AUTH" => Some("USER_PASSWORD_AUTH"),
        "USER_AUTH" => Some("USER_AUTH"),
        "CUSTOM_AUTH" | "CUSTOM_AUTH_WITHOUT_SRP" => Some("CUSTOM_AUTH"),
        "CUSTOM_AUTH_WITH_SRP" => Some("CUSTOM_AUTH:SRP_A"),
        _ => None,
    }
}

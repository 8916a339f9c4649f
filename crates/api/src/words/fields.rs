//! Fields and their limits as the page shows them.

use std::collections::BTreeMap;

use auth::{SignInName, SignUpRules};
use flow::Field;

use super::saturated;
use crate::view::{FieldKind, FieldRuleView, FieldView, PasswordRulesView};

/// The fields of a question; attributes by the pool's rules for them, where it has any.
pub(super) fn fields(asked: &[Field], rules: Option<&SignUpRules>) -> Vec<FieldView> {
    let views = asked.iter().map(|field| {
        let ruled = rules.and_then(|rules| rules.attribute(&field.name));
        let ruled = ruled.map(|rule| Field {
            required: field.required,
            ..rule
        });
        view(ruled.as_ref().unwrap_or(field), None)
    });
    views.collect()
}

/// The fields of the sign-up form, with what was typed before.
pub(super) fn sign_up(typed: &BTreeMap<String, String>, rules: Option<&SignUpRules>) -> Vec<FieldView> {
    let asked = rules.map(SignUpRules::fields).unwrap_or_default();
    asked
        .iter()
        .map(|field| view(field, typed.get(&field.name).cloned()))
        .collect()
}

/// What people sign in with.
pub(super) fn username_kind(rules: Option<&SignUpRules>) -> FieldKind {
    match rules.map(|rules| rules.sign_in_names.as_slice()) {
        Some([SignInName::Email]) => FieldKind::Email,
        Some([SignInName::Phone]) => FieldKind::Phone,
        Some([SignInName::Username] | [] | [_, _, ..]) | None => FieldKind::Username,
    }
}

fn view(field: &Field, value: Option<String>) -> FieldView {
    FieldView {
        name: field.name.clone(),
        kind: kind(field.kind),
        required: field.required,
        value,
        rule: rule(field),
    }
}

/// The limits, as numbers or as numbers of characters.
fn rule(field: &Field) -> Option<FieldRuleView> {
    let none = FieldRuleView {
        min: None,
        max: None,
        min_length: None,
        max_length: None,
    };
    let rule = if field.kind == flow::FieldKind::Number {
        FieldRuleView {
            min: field.min,
            max: field.max,
            ..none
        }
    } else {
        FieldRuleView {
            min_length: field.min.map(saturated),
            max_length: field.max.map(saturated),
            ..none
        }
    };
    (rule != none).then_some(rule)
}

fn kind(kind: flow::FieldKind) -> FieldKind {
    match kind {
        flow::FieldKind::Text => FieldKind::Text,
        flow::FieldKind::Username => FieldKind::Username,
        flow::FieldKind::Code => FieldKind::Code,
        flow::FieldKind::Password => FieldKind::Password,
        flow::FieldKind::NewPassword => FieldKind::NewPassword,
        flow::FieldKind::Email => FieldKind::Email,
        flow::FieldKind::Phone => FieldKind::Phone,
        flow::FieldKind::Date => FieldKind::Date,
        flow::FieldKind::Number => FieldKind::Number,
        flow::FieldKind::Boolean => FieldKind::Boolean,
    }
}

/// The rules for a password; where they are not known, the least that every pool demands.
pub(super) fn password_rules(rules: Option<&SignUpRules>) -> PasswordRulesView {
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

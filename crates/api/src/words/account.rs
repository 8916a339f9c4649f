//! The account as the page shows it.

use auth::{Attribute, Device, FactorState, Passkey, Profile, SignUpRules};
use flow::Field;

use super::{fields, milliseconds};
use crate::view::{
    AttributeView, DeviceView, FactorView, FactorsView, PasskeyView, ProfileView, SignInRecordView,
};

/// `passkeys` says whether they can be made here.
pub(crate) fn profile(profile: Profile, rules: Option<&SignUpRules>, passkeys: bool) -> ProfileView {
    let Profile {
        attributes,
        groups,
        roles,
        preferred_role,
        factors,
    } = profile;
    ProfileView {
        attributes: attributes
            .into_iter()
            .map(|given| attribute(given, rules))
            .collect(),
        groups,
        roles,
        preferred_role,
        factors: FactorsView {
            totp: factor(factors.totp),
            sms: factor(factors.sms),
            email: factor(factors.email),
            passkeys,
        },
        password_rules: rules.map(|rules| fields::password_rules(Some(rules))),
    }
}

fn attribute(attribute: Attribute, rules: Option<&SignUpRules>) -> AttributeView {
    let asked = Field::attribute(&attribute.name, false);
    let field = fields::fields(&[asked], rules).pop();
    let (kind, rule) = field.map_or((crate::view::FieldKind::Text, None), |field| {
        (field.kind, field.rule)
    });
    AttributeView {
        name: attribute.name,
        value: attribute.value,
        verified: attribute.verified,
        mutable: attribute.mutable,
        sign_in_name: attribute.sign_in_name,
        kind,
        rule,
    }
}

fn factor(state: FactorState) -> FactorView {
    FactorView {
        enabled: state.enabled,
        preferred: state.preferred,
        possible: state.possible,
    }
}

pub(crate) fn device(device: Device) -> DeviceView {
    DeviceView {
        key: device.key,
        name: device.name,
        created: device.created.map(milliseconds),
        last_seen: device.last_seen.map(milliseconds),
        last_ip: device.last_ip,
        remembered: device.remembered,
        this: device.this,
    }
}

pub(crate) fn passkey(passkey: Passkey) -> PasskeyView {
    PasskeyView {
        id: passkey.id,
        name: passkey.name,
        created: passkey.created.map(milliseconds),
    }
}

pub(crate) fn sign_in(record: store::SignIn) -> SignInRecordView {
    SignInRecordView {
        at: milliseconds(record.at),
        outcome: record.outcome,
        method: record.method,
    }
}

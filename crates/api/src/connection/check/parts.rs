//! The parts of a form: the hosted UI, the identity pool, storage and places, sign-up.

use super::{Found, all_differ};
use crate::connection::fits;
use crate::connection::{IDENTITY, region_of};
use crate::view::{
    ConnectionForm, ExternalProviderForm, FieldMessage as Message, IdentityFlowView, LocationForm,
    LocationKind,
};

/// The bounds of a role's session, in minutes.
const DURATION: std::ops::RangeInclusive<u32> = 15..=720;
/// The bounds of `MinimumLength` of a password policy.
const PASSWORD: std::ops::RangeInclusive<u32> = 6..=99;
/// The lowest port that needs no rights.
const PORT: u16 = 1_024;

const BUCKET: &str = "acme-files";
const ROLE: &str = "arn:aws:iam::123456789012:role/Editors";
const PREFIX: &str = "private/{identity_id}/";

pub(super) fn hosted_ui(form: &ConnectionForm, found: &mut Found) {
    let Some(hosted_ui) = &form.hosted_ui else { return };
    found.needed(
        "hostedUi.domain",
        &hosted_ui.domain,
        fits::domain,
        Message::Domain,
        "acme.auth.eu-west-1.amazoncognito.com",
    );
    let blank = hosted_ui
        .scopes
        .iter()
        .any(|scope| scope.contains(char::is_whitespace));
    if blank || !hosted_ui.scopes.iter().any(|scope| scope == "openid") {
        found.add("hostedUi.scopes", Message::Scopes, "openid email profile");
    }
    let ports = &hosted_ui.redirect_ports;
    if ports.is_empty() && hosted_ui.deep_link.is_none() {
        found.add("hostedUi.redirectPorts", Message::Missing, "17643");
    } else if ports.iter().any(|port| *port < PORT)
        || !all_differ(
            ports
                .iter()
                .map(u16::to_string)
                .collect::<Vec<_>>()
                .iter()
                .map(String::as_str),
        )
    {
        found.add("hostedUi.redirectPorts", Message::Port, "17643");
    }
    found.fitting(
        "hostedUi.deepLink",
        hosted_ui.deep_link.as_deref(),
        |link| link.starts_with(fits::DEEP_LINK),
        Message::DeepLink,
        "io.gatehouse.desktop://callback",
    );
    found.fitting(
        "hostedUi.signOutTo",
        hosted_ui.sign_out_to.as_deref(),
        fits::sign_out_to,
        Message::SignOutTo,
        "http://localhost:17643/signed-out",
    );
    found.fitting(
        "hostedUi.lang",
        hosted_ui.lang.as_deref(),
        fits::language,
        Message::Language,
        "de",
    );
    for (n, provider) in hosted_ui.providers.iter().enumerate() {
        found.shown(&format!("hostedUi.providers.{n}.name"), &provider.name, "Google");
        found.shown(
            &format!("hostedUi.providers.{n}.label"),
            &provider.label,
            "Google",
        );
    }
}

pub(super) fn identity_pool(form: &ConnectionForm, found: &mut Found) {
    let Some(pool) = &form.identity_pool else { return };
    found.needed(
        "identityPool.id",
        &pool.id,
        fits::identity_pool_id,
        Message::IdentityPoolId,
        "eu-west-1:12345678-90ab-cdef-1234-567890abcdef",
    );
    let role = pool.role_arn.as_deref();
    match pool.flow {
        IdentityFlowView::Basic => found.needed(
            "identityPool.roleArn",
            role.unwrap_or_default(),
            fits::role_arn,
            Message::RoleArn,
            ROLE,
        ),
        IdentityFlowView::Enhanced => {
            found.fitting(
                "identityPool.roleArn",
                role,
                fits::role_arn,
                Message::RoleArn,
                ROLE,
            );
        }
    }
    let custom = pool.custom_role.as_deref();
    found.fitting(
        "identityPool.customRole",
        custom,
        fits::role_arn,
        Message::RoleArn,
        ROLE,
    );
    if pool
        .duration_minutes
        .is_some_and(|minutes| !DURATION.contains(&minutes))
    {
        found.add("identityPool.durationMinutes", Message::Duration, "60");
    }
    let developer = pool.developer_provider.as_deref();
    if pool.developer_backend.is_some() && developer.is_none() {
        found.add(
            "identityPool.developerProvider",
            Message::Missing,
            "login.acme.app",
        );
    }
    let named = |text: &str| {
        text.bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
    };
    found.fitting(
        "identityPool.developerProvider",
        developer,
        named,
        Message::Login,
        "login.acme.app",
    );
    found.fitting(
        "identityPool.developerBackend",
        pool.developer_backend.as_deref(),
        |text| fits::address(text).is_some(),
        Message::Address,
        "https://login.acme.app/gatehouse",
    );
    for (n, provider) in pool.providers.iter().enumerate() {
        external(&format!("identityPool.providers.{n}"), provider, found);
    }
    if !all_differ(pool.providers.iter().map(|provider| provider.login.as_str())) {
        let last = pool.providers.len() - 1;
        found.add(format!("identityPool.providers.{last}.login"), Message::Taken, "");
    }
}

fn external(at: &str, provider: &ExternalProviderForm, found: &mut Found) {
    found.shown(&format!("{at}.name"), &provider.name, "Acme");
    found.needed(
        &format!("{at}.login"),
        &provider.login,
        fits::login,
        Message::Login,
        "accounts.google.com",
    );
    found.fitting(
        &format!("{at}.issuer"),
        provider.issuer.as_deref(),
        |text| fits::address(text).is_some(),
        Message::Address,
        "https://accounts.google.com",
    );
    if provider.issuer.is_some() && provider.client_id.is_none() {
        found.add(format!("{at}.clientId"), Message::Missing, "");
    }
    let blank = provider
        .scopes
        .iter()
        .any(|scope| scope.contains(char::is_whitespace));
    if blank || (provider.issuer.is_some() && !provider.scopes.iter().any(|scope| scope == "openid")) {
        found.add(format!("{at}.scopes"), Message::Scopes, "openid email");
    }
}

pub(super) fn storage(form: &ConnectionForm, found: &mut Found) {
    let region = form
        .storage
        .as_ref()
        .and_then(|storage| storage.region.as_deref());
    found.fitting(
        "storage.region",
        region,
        fits::region,
        Message::Region,
        "eu-west-1",
    );
}

pub(super) fn locations(form: &ConnectionForm, found: &mut Found) {
    for (n, location) in form.locations.iter().enumerate() {
        self::location(n, location, form, found);
    }
    if !all_differ(form.locations.iter().map(|location| location.id.as_str())) {
        found.add("locations.0.id", Message::Taken, "");
    }
}

fn location(n: usize, location: &LocationForm, form: &ConnectionForm, found: &mut Found) {
    let at = |field: &str| format!("locations.{n}.{field}");
    if let Some(name) = &location.name {
        found.shown(&at("name"), name, "Reports");
    }
    found.needed(
        &at("bucket"),
        &location.bucket,
        fits::bucket,
        Message::Bucket,
        BUCKET,
    );
    let region = location.region.as_deref();
    found.fitting(&at("region"), region, fits::region, Message::Region, "eu-west-1");
    for (field, groups) in [
        ("readGroups", &location.read_groups),
        ("writeGroups", &location.write_groups),
    ] {
        let mut groups = groups.iter().flatten();
        if groups.any(|group| !fits::group(group)) {
            found.add(at(field), Message::Group, "editors");
        }
    }
    let other = location.prefix.replace(IDENTITY, "");
    let own = location.prefix.contains(IDENTITY);
    let needs_own = matches!(location.kind, LocationKind::Private | LocationKind::Protected);
    if !fits::prefix(&location.prefix) {
        found.add(
            at("prefix"),
            Message::Prefix,
            if needs_own { PREFIX } else { "public/" },
        );
    } else if other.contains(['{', '}']) || (needs_own && !own) {
        found.add(at("prefix"), Message::PrefixIdentity, PREFIX);
    } else if own && form.identity_pool.is_none() {
        found.add(at("prefix"), Message::NeedsIdentityPool, "public/");
    }
    let known = |id: &str, sign| region_of(id, sign).is_some();
    let regional = region.is_some()
        || form.region.is_some()
        || form
            .storage
            .as_ref()
            .is_some_and(|storage| storage.region.is_some())
        || form.user_pool_id.as_deref().is_some_and(|id| known(id, '_'))
        || form
            .identity_pool
            .as_ref()
            .is_some_and(|pool| known(&pool.id, ':'));
    if !regional {
        found.add(at("region"), Message::Missing, "eu-west-1");
    }
}

pub(super) fn sign_up(form: &ConnectionForm, found: &mut Found) {
    let Some(sign_up) = &form.sign_up else { return };
    if !PASSWORD.contains(&sign_up.password_policy.min_length) {
        found.add("signUp.passwordPolicy.minLength", Message::PasswordLength, "8");
    }
    if sign_up.sign_in_names.is_empty() {
        found.add("signUp.signInNames", Message::Missing, "email");
    }
    for (n, rule) in sign_up.attributes.iter().enumerate() {
        let at = |field: &str| format!("signUp.attributes.{n}.{field}");
        let named = |text: &str| !text.chars().any(|c| c.is_whitespace() || c.is_control());
        found.needed(&at("name"), &rule.name, named, Message::Attribute, "email");
        let before = &sign_up.attributes[..n];
        if !rule.name.is_empty() && before.iter().any(|other| other.name == rule.name) {
            found.add(at("name"), Message::Taken, "");
        }
        if rule.min.zip(rule.max).is_some_and(|(min, max)| min > max) {
            found.add(at("max"), Message::Range, "");
        }
    }
}

//! Each mistake that a person makes, at its field.

use super::{OwnSandbox, check};
use crate::connection::tidied;
use crate::view::{
    AppDataPlace, ConnectionForm, FieldMessage as Message, HostedUiForm, IdentityPoolForm, LocationForm,
    LocationKind,
};

fn sound() -> ConnectionForm {
    ConnectionForm {
        name: "Acme".to_owned(),
        user_pool_id: Some("eu-west-1_AbC123".to_owned()),
        client_id: Some("1h57kf5cpq17m0eml12example".to_owned()),
        auth_flow: "USER_SRP_AUTH".to_owned(),
        hosted_ui: Some(HostedUiForm {
            domain: "acme.auth.eu-west-1.amazoncognito.com".to_owned(),
            scopes: vec!["openid".to_owned()],
            redirect_ports: vec![17_643],
            ..HostedUiForm::default()
        }),
        identity_pool: Some(IdentityPoolForm {
            id: "eu-west-1:12345678-90ab-cdef-1234-567890abcdef".to_owned(),
            ..IdentityPoolForm::default()
        }),
        locations: vec![LocationForm {
            id: String::new(),
            name: None,
            kind: LocationKind::Private,
            bucket: "acme-files".to_owned(),
            region: None,
            prefix: "private/{identity_id}/".to_owned(),
            can_write: true,
            write_groups: None,
            read_groups: None,
            guests_write: false,
        }],
        ..ConnectionForm::default()
    }
}

fn own() -> OwnSandbox {
    OwnSandbox {
        url: "http://127.0.0.1:4000".to_owned(),
        user_pool_id: "eu-west-1_Sandbox".to_owned(),
    }
}

/// The fields that do not fit after `change`, with what is wrong.
fn wrong(change: impl Fn(&mut ConnectionForm)) -> Vec<(String, Message)> {
    let mut form = sound();
    change(&mut form);
    let found = check(&tidied(form), &["Other".to_owned()], Some(&own()));
    found
        .into_iter()
        .map(|problem| (problem.field, problem.message))
        .collect()
}

#[test]
fn a_sound_connection_has_nothing_wrong_with_it() {
    assert_eq!(wrong(|_| ()), []);
    assert_eq!(
        wrong(|form| {
            form.name = "  Acme ".to_owned();
            form.user_pool_id = Some(" eu-west-1_AbC123\n".to_owned());
            form.region = Some("  ".to_owned());
            if let Some(hosted_ui) = &mut form.hosted_ui {
                hosted_ui.domain = "https://acme.auth.eu-west-1.amazoncognito.com/".to_owned();
            }
        }),
        [],
        "blanks and what people paste along are taken off"
    );
}

/// A change to a sound form, the field that no longer fits, and why.
type Mistake = (fn(&mut ConnectionForm), &'static str, Message);

#[test]
fn every_mistake_is_told_at_its_field() {
    let mistakes: &[Mistake] = &[
        (|form| form.name = String::new(), "name", Message::Missing),
        (|form| form.name = "x".repeat(81), "name", Message::TooLong),
        (
            |form| form.name = "A\u{202e}b".to_owned(),
            "name",
            Message::Unreadable,
        ),
        (|form| form.name = "other".to_owned(), "name", Message::Taken),
        (
            |form| form.user_pool_id = Some("AbC123".to_owned()),
            "userPoolId",
            Message::UserPoolId,
        ),
        (|form| form.user_pool_id = None, "userPoolId", Message::Missing),
        (|form| form.client_id = None, "clientId", Message::Missing),
        (
            |form| form.client_id = Some("a-b".to_owned()),
            "clientId",
            Message::ClientId,
        ),
        (
            |form| form.region = Some("Ireland".to_owned()),
            "region",
            Message::Region,
        ),
        (
            |form| form.region = Some("us-east-1".to_owned()),
            "region",
            Message::RegionDiffers,
        ),
        (
            |form| form.locations[0].write_groups = Some(vec!["two words".to_owned()]),
            "locations.0.writeGroups",
            Message::Group,
        ),
        (
            |form| form.locations[0].read_groups = Some(vec!["x".repeat(129)]),
            "locations.0.readGroups",
            Message::Group,
        ),
        (
            |form| {
                if let Some(hosted_ui) = &mut form.hosted_ui {
                    hosted_ui.lang = Some("Deutsch".to_owned());
                }
            },
            "hostedUi.lang",
            Message::Language,
        ),
        (
            |form| {
                if let Some(hosted_ui) = &mut form.hosted_ui {
                    hosted_ui.sign_out_to = Some("http://example.com/bye".to_owned());
                }
            },
            "hostedUi.signOutTo",
            Message::SignOutTo,
        ),
        (
            |form| form.auth_flow = "MAGIC".to_owned(),
            "authFlow",
            Message::Method,
        ),
        (
            |form| form.methods = vec!["MAGIC".to_owned()],
            "methods.0",
            Message::Method,
        ),
        (
            |form| form.endpoints.user_pool = Some("http://example.com".to_owned()),
            "endpoints.userPool",
            Message::Address,
        ),
        (
            |form| form.endpoints.user_pool = Some("http://localhost:4000".to_owned()),
            "endpoints.userPool",
            Message::Sandbox,
        ),
        (
            |form| form.user_pool_id = Some("eu-west-1_Sandbox".to_owned()),
            "userPoolId",
            Message::Sandbox,
        ),
        (
            |form| form.locations[0].bucket = "Acme".to_owned(),
            "locations.0.bucket",
            Message::Bucket,
        ),
        (
            |form| form.locations[0].prefix = "private".to_owned(),
            "locations.0.prefix",
            Message::Prefix,
        ),
        (
            |form| form.locations[0].prefix = "private/".to_owned(),
            "locations.0.prefix",
            Message::PrefixIdentity,
        ),
        (
            |form| form.locations[0].prefix = "{identity_id}/{user}/".to_owned(),
            "locations.0.prefix",
            Message::PrefixIdentity,
        ),
        (
            |form| form.identity_pool = None,
            "locations.0.prefix",
            Message::NeedsIdentityPool,
        ),
        (
            |form| {
                form.app_data = AppDataPlace::CognitoSync;
                form.identity_pool = None;
            },
            "appData",
            Message::NeedsIdentityPool,
        ),
        (
            |form| form.locations[0].region = Some("here".to_owned()),
            "locations.0.region",
            Message::Region,
        ),
    ];
    for (change, field, message) in mistakes {
        assert!(
            wrong(change).contains(&((*field).to_owned(), *message)),
            "{field} {message:?} is not among {:?}",
            wrong(change)
        );
    }
}

#[test]
fn the_identity_pool_and_the_hosted_ui_are_checked_where_they_are_used() {
    let pool = |change: fn(&mut IdentityPoolForm)| {
        wrong(|form| {
            if let Some(pool) = &mut form.identity_pool {
                change(pool);
            }
        })
    };
    let told = |found: Vec<(String, Message)>, field: &str, message| {
        assert_eq!(found, [(field.to_owned(), message)]);
    };
    told(
        pool(|pool| pool.id = "eu-west-1:1".to_owned()),
        "identityPool.id",
        Message::IdentityPoolId,
    );
    told(
        pool(|pool| pool.flow = crate::view::IdentityFlowView::Basic),
        "identityPool.roleArn",
        Message::Missing,
    );
    told(
        pool(|pool| pool.custom_role = Some("Editors".to_owned())),
        "identityPool.customRole",
        Message::RoleArn,
    );
    told(
        pool(|pool| pool.duration_minutes = Some(14)),
        "identityPool.durationMinutes",
        Message::Duration,
    );
    told(
        pool(|pool| pool.developer_backend = Some("https://login.acme.app".to_owned())),
        "identityPool.developerProvider",
        Message::Missing,
    );
    let browser = |change: fn(&mut HostedUiForm)| {
        wrong(|form| {
            if let Some(hosted_ui) = &mut form.hosted_ui {
                change(hosted_ui);
            }
        })
    };
    told(
        browser(|ui| ui.domain = "acme".to_owned()),
        "hostedUi.domain",
        Message::Domain,
    );
    told(
        browser(|ui| ui.scopes = vec!["email".to_owned()]),
        "hostedUi.scopes",
        Message::Scopes,
    );
    told(
        browser(|ui| ui.redirect_ports = vec![80]),
        "hostedUi.redirectPorts",
        Message::Port,
    );
    told(
        browser(|ui| ui.redirect_ports.clear()),
        "hostedUi.redirectPorts",
        Message::Missing,
    );
    told(
        browser(|ui| ui.deep_link = Some("https://acme.com".to_owned())),
        "hostedUi.deepLink",
        Message::DeepLink,
    );
}

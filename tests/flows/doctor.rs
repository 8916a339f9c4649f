//! The connection doctor: each mistake is seeded and found, with the field to mend; what cannot be told is said to be
//! so. The services are the sandbox; where a mistake needs another one, a few bytes on loopback stand in for it.

#[path = "doctor/elsewhere.rs"]
mod elsewhere;
#[path = "doctor/network.rs"]
mod network;
#[path = "doctor/person.rs"]
mod person;
#[path = "doctor/pools.rs"]
mod pools;

use std::sync::Arc;

use api::doctor::{Aws, Subject, examine};
use api::problem::Problem;
use api::view::{
    CheckState, CheckView, ConnectionForm, EndpointsForm, IdentityPoolForm, LocationForm, LocationKind,
    StorageForm,
};
use base::{Clock, Secret, SystemClock};
use sandbox::Sandbox;

/// A form that is right in everything.
fn right(sandbox: &Sandbox) -> ConnectionForm {
    let world = sandbox.world();
    let url = Some(sandbox.url().to_owned());
    let location = |id: &str, kind, prefix: &str| LocationForm {
        id: id.to_owned(),
        name: None,
        kind,
        bucket: world.bucket.clone(),
        region: None,
        prefix: prefix.to_owned(),
        can_write: true,
        write_groups: None,
        read_groups: None,
        guests_write: false,
    };
    ConnectionForm {
        name: "Sandbox".to_owned(),
        region: Some(world.region.clone()),
        user_pool_id: Some(world.user_pool_id.clone()),
        client_id: Some(world.client_id.clone()),
        auth_flow: "USER_SRP_AUTH".to_owned(),
        methods: [
            "USER_SRP_AUTH",
            "USER_PASSWORD_AUTH",
            "USER_AUTH",
            "USER_AUTH:EMAIL_OTP",
            "CUSTOM_AUTH",
        ]
        .map(str::to_owned)
        .to_vec(),
        identity_pool: Some(IdentityPoolForm {
            id: world.identity_pool_id.clone(),
            ..IdentityPoolForm::default()
        }),
        storage: Some(StorageForm {
            region: Some(world.region.clone()),
            endpoint: url.clone(),
            path_style: true,
        }),
        locations: vec![
            location("private", LocationKind::Private, "private/{identity_id}/"),
            location("public", LocationKind::Public, "public/"),
        ],
        endpoints: EndpointsForm {
            user_pool: url.clone(),
            identity_pool: url.clone(),
            sts: url,
        },
        ..ConnectionForm::default()
    }
}

fn subject(form: ConnectionForm) -> Subject {
    Subject {
        form,
        client_secret: None,
        session: None,
        clock: Arc::new(SystemClock),
        aws: Aws::default(),
    }
}

/// What the doctor says of a form.
async fn of(form: ConnectionForm) -> Vec<CheckView> {
    examine(&subject(form), |_| ()).await
}

async fn of_secret(form: ConnectionForm, secret: &str) -> Vec<CheckView> {
    let subject = Subject {
        client_secret: Some(Secret::from(secret)),
        ..subject(form)
    };
    examine(&subject, |_| ()).await
}

async fn of_clock(form: ConnectionForm, clock: Arc<dyn Clock>) -> Vec<CheckView> {
    let subject = Subject {
        clock,
        ..subject(form)
    };
    examine(&subject, |_| ()).await
}

fn check<'a>(checks: &'a [CheckView], id: &str) -> &'a CheckView {
    let found = checks.iter().find(|check| check.id == id);
    found.unwrap_or_else(|| panic!("no check {id} among {:?}", ids(checks)))
}

fn ids(checks: &[CheckView]) -> Vec<&str> {
    checks.iter().map(|check| check.id.as_str()).collect()
}

/// The checks that failed: id, field and title.
fn failed(checks: &[CheckView]) -> Vec<(&str, Option<&str>, &str)> {
    let failed = checks.iter().filter(|check| check.state == CheckState::Failed);
    failed
        .map(|check| {
            let title = check.problem.as_ref().map_or("", |problem| problem.title);
            (check.id.as_str(), check.field.as_deref(), title)
        })
        .collect()
}

fn problem(check: &CheckView) -> &Problem {
    check
        .problem
        .as_ref()
        .unwrap_or_else(|| panic!("{} has no problem", check.id))
}

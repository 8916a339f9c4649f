//! What only somebody who is signed in can find out, in their session: whether the identity pool knows them, whether
//! there is a role for them, and whether that role reaches the places.

use auth::{Error, IdentityReason};
use aws_credential_types::provider::ProvideCredentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_s3::config::{BehaviorVersion, Config, Region};
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

use super::finding::{Finding, Unknown};
use super::rounds::{Outcome, Rounds};
use super::{Patient, shapes};
use crate::http;

pub(super) async fn examine(patient: &Patient<'_>, rounds: &mut Rounds<'_>) {
    let form = patient.form();
    if form.identity_pool.is_none() {
        rounds.skip("login", Unknown::NotSet).await;
        return;
    }
    let Some(session) = &patient.subject.session else {
        rounds.skip("login", Unknown::NotSignedIn).await;
        rounds.skip("role", Unknown::NotSignedIn).await;
        for location in &form.locations {
            rounds
                .skip(&format!("prefix:{}", location.id), Unknown::NotSignedIn)
                .await;
        }
        return;
    };
    let provider = session.credentials();
    let credentials = provider
        .provide_credentials()
        .await
        .map_err(|error| cause(&error));
    let told = credentials.as_ref().err().cloned().flatten();
    let known = rounds
        .check(
            "login",
            std::future::ready(login(credentials.is_ok(), told.as_ref())),
        )
        .await;
    let usable = if known {
        let told = role(credentials.is_ok(), told.as_ref());
        rounds.check("role", std::future::ready(told)).await
    } else {
        rounds.skip("role", Unknown::Earlier).await;
        false
    };
    let identity = if usable {
        session.identity_id().await.ok()
    } else {
        None
    };
    for (at, location) in form.locations.iter().enumerate() {
        let id = format!("prefix:{}", location.id);
        let Some(client) = client(patient, at, session).filter(|_| usable) else {
            rounds.skip(&id, Unknown::Earlier).await;
            continue;
        };
        let prefix = match (&identity, location.prefix.contains("{identity_id}")) {
            (Some(identity), _) => location.prefix.replace("{identity_id}", identity),
            (None, false) => location.prefix.clone(),
            (None, true) => {
                rounds.skip(&id, Unknown::CannotTell).await;
                continue;
            }
        };
        let list = async {
            let listed = client
                .list_objects_v2()
                .bucket(&location.bucket)
                .prefix(prefix)
                .max_keys(1)
                .send()
                .await;
            match listed {
                Ok(_) => Outcome::Well,
                Err(error) if error.code() == Some("AccessDenied") => {
                    Outcome::Wrong(Finding::PrefixDenied, Some(format!("locations.{at}.prefix")))
                }
                Err(_) => Outcome::Unknown(Unknown::CannotTell),
            }
        };
        rounds.check(&id, list).await;
    }
}

/// What `auth` says behind the SDK's words for it.
fn cause(error: &CredentialsError) -> Option<Error> {
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    while let Some(error) = cause {
        if let Some(found) = error.downcast_ref::<Error>() {
            return Some(found.clone());
        }
        cause = error.source();
    }
    None
}

fn login(issued: bool, told: Option<&Error>) -> Outcome {
    let reason = match told {
        _ if issued => return Outcome::Well,
        Some(Error::IdentityPool { reason, .. }) => *reason,
        Some(Error::NotSignedIn | Error::Closed) => return Outcome::Unknown(Unknown::NotSignedIn),
        Some(_) | None => return Outcome::Unknown(Unknown::CannotTell),
    };
    if reason == IdentityReason::ProviderNotTrusted {
        Outcome::wrong(Finding::ClientNotTrusted, "identityPool.id")
    } else if reason == IdentityReason::PoolNotFound {
        Outcome::wrong(Finding::IdentityPoolUnknown, "identityPool.id")
    } else if [IdentityReason::Roles, IdentityReason::RoleNotTrusting].contains(&reason) {
        // The identity was given; what it lacks is a role.
        Outcome::Well
    } else if [
        IdentityReason::Unreachable,
        IdentityReason::ServiceFailed,
        IdentityReason::TooManyRequests,
    ]
    .contains(&reason)
    {
        Outcome::Unknown(Unknown::ServiceTrouble)
    } else {
        Outcome::Unknown(Unknown::CannotTell)
    }
}

/// STS says of the basic flow's role alone that it does not trust; the enhanced flow does not tell.
fn role(issued: bool, told: Option<&Error>) -> Outcome {
    let reason = match told {
        _ if issued => return Outcome::Well,
        Some(Error::IdentityPool { reason, .. }) => Some(*reason),
        Some(_) | None => None,
    };
    match reason {
        Some(IdentityReason::RoleNotTrusting) => Outcome::wrong(Finding::TrustPolicy, "identityPool.roleArn"),
        Some(IdentityReason::Roles) => Outcome::wrong(Finding::RoleUnusable, "identityPool.id"),
        Some(_) | None => Outcome::Unknown(Unknown::CannotTell),
    }
}

fn client(patient: &Patient<'_>, at: usize, session: &auth::Session) -> Option<aws_sdk_s3::Client> {
    let region = patient
        .bucket_region(at)
        .filter(|region| shapes::region(region))?;
    let endpoint = patient.storage_endpoint();
    let path_style = patient
        .form()
        .storage
        .as_ref()
        .is_some_and(|storage| storage.path_style);
    let local = endpoint.is_some_and(|endpoint| endpoint.starts_with("http://"));
    let mut config = Config::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .region(Region::new(region.to_owned()))
        .force_path_style(path_style)
        .http_client(if local { http::loopback() } else { http::outward() })
        .credentials_provider(session.credentials());
    config.set_endpoint_url(endpoint.map(str::to_owned));
    Some(aws_sdk_s3::Client::from_conf(config.build()))
}

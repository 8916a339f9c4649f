//! The identity pool, asked as a guest: whether it is there, and whether it lets guests in where the connection says so.

use serde_json::{Value, json};

use super::Patient;
use super::ask::Ask;
use super::finding::{Finding, Unknown};
use super::rounds::{Outcome, Rounds};

pub(super) async fn examine(patient: &Patient<'_>, ask: &Ask, rounds: &mut Rounds<'_>) {
    let pool = patient
        .form()
        .identity_pool
        .as_ref()
        .filter(|pool| !pool.id.is_empty());
    let Some(pool) = pool else {
        rounds.skip("identityPool", Unknown::NotSet).await;
        return;
    };
    let Some(address) = patient.identity_pool_address(&pool.id) else {
        let wrong = Outcome::wrong(Finding::IdentityPoolUnknown, "identityPool.id");
        rounds.check("identityPool", std::future::ready(wrong)).await;
        return;
    };
    let call = |operation: &'static str, body: Value| {
        let address = address.clone();
        async move {
            let target = format!("AWSCognitoIdentityService.{operation}");
            ask.call(&address, &target, &body).await
        }
    };
    let answer = call("GetId", json!({ "IdentityPoolId": pool.id })).await;
    let told = match &answer {
        Err(_) => Outcome::Unknown(Unknown::ServiceTrouble),
        Ok(answer) => match answer.error().as_deref() {
            Some("ResourceNotFoundException") => {
                Outcome::wrong(Finding::IdentityPoolUnknown, "identityPool.id")
            }
            Some("NotAuthorizedException") => Outcome::Well,
            _ if answer.in_trouble() => Outcome::Unknown(Unknown::ServiceTrouble),
            None if answer.status == 200 => Outcome::Well,
            Some(_) | None => Outcome::Unknown(Unknown::CannotTell),
        },
    };
    let known = rounds.check("identityPool", std::future::ready(told)).await;
    if !pool.guests {
        return;
    }
    let Some(answer) = answer.ok().filter(|_| known) else {
        rounds.skip("guests", Unknown::Earlier).await;
        return;
    };
    let identity = answer
        .json()
        .and_then(|body| Some(body.get("IdentityId")?.as_str()?.to_owned()));
    let guests = async {
        let Some(identity) = identity else {
            return Outcome::wrong(Finding::GuestsClosed, "identityPool.guests");
        };
        match call("GetCredentialsForIdentity", json!({ "IdentityId": identity })).await {
            Err(_) => Outcome::Unknown(Unknown::ServiceTrouble),
            Ok(answer) => match answer.error().as_deref() {
                Some("InvalidIdentityPoolConfigurationException") => {
                    Outcome::wrong(Finding::RoleUnusable, "identityPool.guests")
                }
                None if answer.status == 200 => Outcome::Well,
                _ if answer.in_trouble() => Outcome::Unknown(Unknown::ServiceTrouble),
                Some(_) | None => Outcome::Unknown(Unknown::CannotTell),
            },
        }
    };
    rounds.check("guests", guests).await;
}

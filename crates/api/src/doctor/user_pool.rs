//! The network, the clock, the user pool, its app client, the secret and the ways of signing in. The user name is one
//! that nobody can have; the code and the password that go with it are made up.

use base::Secret;
use serde_json::{Map, Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc2822;

use super::ask::{Answer, Ask, Silence};
use super::finding::{Finding, Unknown};
use super::rounds::{Outcome, Rounds};
use super::{Patient, shapes};

/// A clock that is off by more, in seconds, makes AWS refuse what is signed by it.
const CLOCK: i64 = 5 * 60;

/// Says whether the user pool's service was reached.
pub(super) async fn examine(patient: &Patient<'_>, ask: &Ask, rounds: &mut Rounds<'_>) -> bool {
    let Some((pool, address)) = patient.user_pool.zip(patient.user_pool_address()) else {
        for id in [
            "network", "clock", "region", "userPool", "client", "secret", "flow",
        ] {
            rounds.skip(id, Unknown::NotSet).await;
        }
        return true;
    };
    let keys = ask.get(&format!("{address}/{pool}/.well-known/jwks.json")).await;
    let reached = rounds.check("network", network(patient, ask, &keys)).await;
    let Ok(keys) = keys else {
        for id in ["clock", "region", "userPool", "client", "secret", "flow"] {
            rounds.skip(id, Unknown::Earlier).await;
        }
        return false;
    };
    if !reached {
        for id in ["clock", "region", "userPool", "client", "secret", "flow"] {
            rounds.skip(id, Unknown::Earlier).await;
        }
        return false;
    }
    let clock = clock(patient.subject.clock.now(), keys.date.as_deref());
    rounds.check("clock", std::future::ready(clock)).await;
    rounds
        .check("region", std::future::ready(region(patient, pool)))
        .await;
    let known = rounds
        .check("userPool", std::future::ready(user_pool(&keys)))
        .await;
    examine_client(patient, ask, rounds, &address, known).await;
    true
}

async fn network(patient: &Patient<'_>, ask: &Ask, keys: &Result<Answer, Silence>) -> Outcome {
    let emulated = patient.emulated();
    match keys {
        Ok(answer) if answer.of_aws() => Outcome::Well,
        Ok(_) if emulated => Outcome::wrong(Finding::CaptivePortal, "endpoints.userPool"),
        Ok(_) | Err(Silence::Impostor) => Outcome::outside(Finding::CaptivePortal),
        Err(Silence::Unreachable) if emulated => {
            Outcome::wrong(Finding::EndpointSilent, "endpoints.userPool")
        }
        Err(Silence::Unreachable) => match ask.get(&patient.subject.aws.elsewhere).await {
            Ok(answer) if answer.of_aws() || answer.leads_to_aws() => {
                Outcome::wrong(Finding::RegionUnknown, "region")
            }
            Ok(_) | Err(Silence::Impostor) => Outcome::outside(Finding::CaptivePortal),
            Err(Silence::Unreachable) => Outcome::outside(Finding::Offline),
        },
    }
}

fn clock(now: OffsetDateTime, date: Option<&str>) -> Outcome {
    // RFC 2822 has an offset where HTTP says GMT.
    let date = date.map(|date| date.replace("GMT", "+0000"));
    match date.and_then(|date| OffsetDateTime::parse(&date, &Rfc2822).ok()) {
        Some(theirs) => {
            let ahead = (now - theirs).whole_seconds();
            if ahead.abs() > CLOCK {
                Outcome::outside(Finding::ClockOff(ahead))
            } else {
                Outcome::Well
            }
        }
        None => Outcome::Unknown(Unknown::CannotTell),
    }
}

fn region(patient: &Patient<'_>, pool: &str) -> Outcome {
    match (shapes::user_pool_region(pool), patient.region.as_deref()) {
        (Some(by_id), Some(said)) if by_id != said => {
            Outcome::wrong(Finding::RegionMismatch(by_id.to_owned()), "region")
        }
        (Some(_), _) => Outcome::Well,
        (None, _) => Outcome::Unknown(Unknown::CannotTell),
    }
}

fn user_pool(keys: &Answer) -> Outcome {
    let has_keys = keys
        .json()
        .is_some_and(|body| body.get("keys").is_some_and(Value::is_array));
    match keys.status {
        200 if has_keys => Outcome::Well,
        400..=404 => Outcome::wrong(Finding::UserPoolUnknown, "userPoolId"),
        _ if keys.in_trouble() => Outcome::Unknown(Unknown::ServiceTrouble),
        _ => Outcome::Unknown(Unknown::CannotTell),
    }
}

async fn examine_client(
    patient: &Patient<'_>,
    ask: &Ask,
    rounds: &mut Rounds<'_>,
    address: &str,
    pool_known: bool,
) {
    let Some(client) = patient.client.filter(|_| pool_known) else {
        let why = if pool_known {
            Unknown::NotSet
        } else {
            Unknown::Earlier
        };
        for id in ["client", "secret", "flow"] {
            rounds.skip(id, why).await;
        }
        return;
    };
    let caller = Caller {
        ask,
        address,
        client,
        name: format!("nobody-{}", uuid::Uuid::new_v4().simple()),
    };
    let secret = patient.subject.client_secret.as_ref();
    let told = caller.confirm(secret).await;
    let known = rounds.check("client", std::future::ready(of_client(&told))).await;
    if !known {
        rounds.skip("secret", Unknown::Earlier).await;
        rounds.skip("flow", Unknown::Earlier).await;
        return;
    }
    let proven = rounds.check("secret", caller.of_secret(secret, &told)).await;
    let form = patient.form();
    let mut flows = vec![form.auth_flow.as_str()];
    flows.extend(form.methods.iter().map(String::as_str));
    let mut seen: Vec<&str> = Vec::new();
    for (at, method) in flows.into_iter().enumerate() {
        let flow = method.split(':').next().unwrap_or(method);
        if seen.contains(&flow) || flow.is_empty() {
            continue;
        }
        seen.push(flow);
        let field = if at == 0 {
            "authFlow".to_owned()
        } else {
            format!("methods.{}", at - 1)
        };
        let id = if at == 0 {
            "flow".to_owned()
        } else {
            format!("flow:{flow}")
        };
        if proven {
            rounds.check(&id, caller.of_flow(flow, secret, field)).await;
        } else {
            rounds.skip(&id, Unknown::Earlier).await;
        }
    }
}

type Told = Result<Answer, Silence>;

fn of_client(told: &Told) -> Outcome {
    let Ok(answer) = told else {
        return Outcome::Unknown(Unknown::ServiceTrouble);
    };
    match answer.error().as_deref() {
        Some("ResourceNotFoundException") => Outcome::wrong(Finding::ClientUnknown, "clientId"),
        Some("InvalidParameterException") if answer.message().contains("clientid") => {
            Outcome::wrong(Finding::ClientUnknown, "clientId")
        }
        _ if answer.in_trouble() => Outcome::Unknown(Unknown::ServiceTrouble),
        Some(_) => Outcome::Well,
        None => Outcome::Unknown(Unknown::CannotTell),
    }
}

/// Whether a refusal is about the client's secret.
fn about_secret(told: &Told) -> bool {
    told.as_ref().is_ok_and(|answer| {
        let message = answer.message();
        message.contains("secret hash")
            || message.contains("secret was not received")
            || message.contains("client secret")
    })
}

/// Calls in the name of somebody who is not there.
struct Caller<'a> {
    ask: &'a Ask,
    address: &'a str,
    client: &'a str,
    name: String,
}

impl Caller<'_> {
    async fn call(&self, operation: &str, body: &Value) -> Told {
        let target = format!("AWSCognitoIdentityProviderService.{operation}");
        self.ask.call(self.address, &target, body).await
    }

    fn hash(&self, secret: Option<&Secret>) -> Option<String> {
        secret.map(|secret| auth::secret_hash(secret, &self.name, self.client))
    }

    /// Enters a made-up code: it asks for the secret, whichever flows are on.
    async fn confirm(&self, secret: Option<&Secret>) -> Told {
        let mut body = json!({
            "ClientId": self.client,
            "Username": self.name,
            "ConfirmationCode": "000000",
        });
        if let (Some(hash), Some(members)) = (self.hash(secret), body.as_object_mut()) {
            members.insert("SecretHash".to_owned(), hash.into());
        }
        self.call("ConfirmSignUp", &body).await
    }

    async fn of_secret(&self, secret: Option<&Secret>, told: &Told) -> Outcome {
        let Ok(answer) = told else {
            return Outcome::Unknown(Unknown::ServiceTrouble);
        };
        if !about_secret(told) {
            return if answer.in_trouble() {
                Outcome::Unknown(Unknown::ServiceTrouble)
            } else {
                Outcome::Well
            };
        }
        if secret.is_none() {
            return Outcome::wrong(Finding::SecretNeeded, "clientSecret");
        }
        let without = self.confirm(None).await;
        let finding = if about_secret(&without) {
            Finding::SecretWrong
        } else if without.is_ok() {
            Finding::SecretNotWanted
        } else {
            return Outcome::Unknown(Unknown::ServiceTrouble);
        };
        Outcome::wrong(finding, "clientSecret")
    }

    async fn of_flow(&self, flow: &str, secret: Option<&Secret>, field: String) -> Outcome {
        let mut parameters = Map::new();
        parameters.insert("USERNAME".to_owned(), self.name.clone().into());
        if let Some(hash) = self.hash(secret) {
            parameters.insert("SECRET_HASH".to_owned(), hash.into());
        }
        match flow {
            "USER_SRP_AUTH" => {
                // Any number below the group's modulus will do: nobody's password is proven with it.
                let half = uuid::Uuid::new_v4().simple().to_string();
                parameters.insert(
                    "SRP_A".to_owned(),
                    format!("1{}", half.repeat(24).split_at(767).0).into(),
                );
            }
            "USER_PASSWORD_AUTH" => {
                parameters.insert("PASSWORD".to_owned(), "Nobody-has-this-1".into());
            }
            _ => {}
        }
        let body = json!({ "AuthFlow": flow, "ClientId": self.client, "AuthParameters": parameters });
        let Ok(answer) = self.call("InitiateAuth", &body).await else {
            return Outcome::Unknown(Unknown::ServiceTrouble);
        };
        let message = answer.message();
        let off = message.contains("not enabled for") || message.contains("method not supported");
        match answer.error().as_deref() {
            Some("InvalidParameterException" | "NotAuthorizedException") if off => {
                Outcome::Wrong(Finding::FlowOff(flow.to_owned()), Some(field))
            }
            _ if answer.in_trouble() => Outcome::Unknown(Unknown::ServiceTrouble),
            Some(
                "NotAuthorizedException"
                | "UserNotFoundException"
                | "PasswordResetRequiredException"
                | "UserNotConfirmedException",
            ) => Outcome::Well,
            None if answer.status == 200 => Outcome::Well,
            Some(_) | None => Outcome::Unknown(Unknown::CannotTell),
        }
    }
}

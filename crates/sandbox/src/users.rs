//! Users and groups as a whole: administered without a signature, written down, taken in again. What is written has no
//! password and no verifier; what is taken in may have a password, which becomes a verifier.

mod csv;
mod import;
mod write;

use serde_json::{Map, Value};

use crate::error::Error;
use crate::services::Services;
use crate::user_pool::UserPool;
use crate::wire::{Members, Refusal};

pub use import::Imported;

pub(crate) use csv::{read as read_csv, write as write_csv};

/// Why an administrator's action was refused, as AWS words it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name}: {message}")]
pub struct AdminRefusal {
    /// The error's name, such as `UserNotFoundException`.
    pub name: String,
    /// The sentence that goes with it.
    pub message: String,
}

impl From<Refusal> for AdminRefusal {
    fn from(refusal: Refusal) -> Self {
        Self {
            name: refusal.name().to_owned(),
            message: refusal.message().to_owned(),
        }
    }
}

/// Carries out an administrator's action of the user pool.
pub(crate) async fn administer(
    services: &Services,
    action: &str,
    members: Value,
) -> Result<Value, AdminRefusal> {
    Ok(call(services, action, members).await?)
}

/// The same as the control API asks for it.
pub(crate) async fn call(services: &Services, action: &str, members: Value) -> Result<Value, Refusal> {
    let mut map = match members {
        Value::Object(map) => map,
        Value::Null => Map::new(),
        Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            return Err(Refusal::serialization("The request body is not a JSON object."));
        }
    };
    if !UserPool::is_administrative(action) {
        return Err(Refusal::unknown_operation());
    }
    map.entry("UserPoolId")
        .or_insert_with(|| Value::from(services.foundation.world.user_pool_id.clone()));
    services.administer(action, Members::over(map)).await
}

/// Every user and group, without passwords.
pub(crate) async fn export(services: &Services) -> Result<Value, Error> {
    services
        .user_pool
        .export()
        .await
        .map_err(|refusal| unfit(refusal.message()))
}

/// Makes or changes users and groups; all of them, or none when one makes no sense.
pub(crate) async fn import(services: &Services, document: Value) -> Result<Imported, Error> {
    let written: write::Written =
        serde_json::from_value(wrapped(document)).map_err(|error| unfit(&error.to_string()))?;
    let taken = import::take_in(&services.user_pool, written).await;
    taken.map_err(|refusal| unfit(refusal.message()))
}

/// A list of users alone is a document without groups.
fn wrapped(document: Value) -> Value {
    if document.is_array() {
        serde_json::json!({ "users": document })
    } else {
        document
    }
}

fn unfit(reason: &str) -> Error {
    Error::Users {
        reason: reason.to_owned(),
    }
}

pub(crate) use write::{Written, WrittenGroup, WrittenMfa, WrittenUser};

//! A policy document: its version and its statements, read from IAM's JSON. A document that the sandbox cannot
//! evaluate exactly is refused when it is read, never half-applied.

use serde::Deserialize;
use serde::de::{Deserializer, Error as _};
use thiserror::Error;

use super::statement::{RawStatement, Statement};

/// The only version in which policy variables work.
const CURRENT_VERSION: &str = "2012-10-17";
const FIRST_VERSION: &str = "2008-10-17";

/// An identity-based policy or a role's trust policy.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Policy {
    statements: Vec<Statement>,
}

/// Why a document was refused, as IAM's `MalformedPolicyDocument`.
#[derive(Debug, Error)]
pub(crate) enum PolicyError {
    /// Not JSON, or not the JSON of a policy.
    #[error("the policy document cannot be read: {0}")]
    Json(#[from] serde_json::Error),
    /// The `Version` element names no known version.
    #[error("unknown policy version {0:?}")]
    Version(String),
    /// An element that excludes another, or the lack of one that is needed.
    #[error("a statement needs exactly one of {0}")]
    OneOf(&'static str),
    /// A condition operator that is not evaluated here.
    #[error("unknown condition operator {0:?}")]
    Operator(String),
    /// A condition value that is not what its operator compares.
    #[error("{value:?} is not a value for {operator}")]
    Value { operator: String, value: String },
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Document {
    version: Option<String>,
    #[serde(rename = "Id")]
    _id: Option<String>,
    #[serde(deserialize_with = "one_or_many")]
    statement: Vec<RawStatement>,
}

impl Policy {
    /// Reads a document.
    pub(crate) fn read(json: serde_json::Value) -> Result<Self, PolicyError> {
        let document: Document = serde_json::from_value(json)?;
        let variables = match document.version.as_deref() {
            Some(CURRENT_VERSION) => true,
            Some(FIRST_VERSION) | None => false,
            Some(other) => return Err(PolicyError::Version(other.to_owned())),
        };
        let statements = document
            .statement
            .into_iter()
            .map(|raw| Statement::new(raw, variables))
            .collect::<Result<_, _>>()?;
        Ok(Self { statements })
    }

    pub(super) fn statements(&self) -> &[Statement] {
        &self.statements
    }
}

/// Reads the many elements of a policy that may be written as one value or as a list.
pub(super) fn one_or_many<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: serde::de::DeserializeOwned,
{
    let value = serde_json::Value::deserialize(deserializer)?;
    let list = match value {
        serde_json::Value::Array(list) => list,
        one @ (serde_json::Value::Null
        | serde_json::Value::Bool(_)
        | serde_json::Value::Number(_)
        | serde_json::Value::String(_)
        | serde_json::Value::Object(_)) => vec![one],
    };
    list.into_iter()
        .map(|item| serde_json::from_value(item).map_err(D::Error::custom))
        .collect()
}

//! AWS Security Token Service (API 2011-06-15, query protocol): what the basic flow needs, and GetCallerIdentity.

mod answer;
mod assume_role_with_web_identity;
mod get_caller_identity;
mod query;

use std::sync::Arc;

use axum::body::Body;
use http::Response;

use crate::foundation::Foundation;
use crate::identity_pool::IdentityPool;
use crate::sigv4::Received;

pub(crate) use answer::Denial;
pub(crate) use query::Query;

/// STS of the account and its one region.
#[derive(Debug)]
pub(crate) struct Sts {
    foundation: Foundation,
    identity_pool: Arc<IdentityPool>,
}

impl Sts {
    pub(crate) fn new(foundation: &Foundation, identity_pool: Arc<IdentityPool>) -> Self {
        Self {
            foundation: foundation.clone(),
            identity_pool,
        }
    }

    /// Carries out the action that a request names.
    pub(crate) async fn call(&self, query: Query, received: &Received) -> Response<Body> {
        let action = query.action().to_owned();
        let outcome = match action.as_str() {
            "AssumeRoleWithWebIdentity" => assume_role_with_web_identity::call(self, query).await,
            "GetCallerIdentity" => get_caller_identity::call(self, received).await,
            "" => Err(Denial::new(
                400,
                "MissingAction",
                "Could not find operation: the request has no Action",
            )),
            _ => Err(Denial::new(
                400,
                "InvalidAction",
                format!("Could not find operation {action} for version 2011-06-15"),
            )),
        };
        match outcome {
            Ok(result) => answer::success(&action, &result),
            Err(denial) => denial.response(),
        }
    }
}

#[cfg(test)]
mod tests;

//! `GetCallerIdentity`: who holds the credentials that signed the request. Everybody may ask.

use super::answer::Element;
use super::{Denial, Sts};
use crate::sigv4::{self, Received, Signer};

/// The unique id of the IAM user `backend`.
const BACKEND_ID: &str = "AIDAGATEHOUSEBACKEND";

pub(super) async fn call(sts: &Sts, received: &Received) -> Result<Vec<Element>, Denial> {
    let account = &sts.foundation.world.account_id;
    let (id, arn) = match sigv4::verify(&sts.foundation, "sts", received).await? {
        Signer::Backend => (
            BACKEND_ID.to_owned(),
            format!("arn:aws:iam::{account}:user/backend"),
        ),
        Signer::Session(issued) => {
            let session = &issued.session;
            let role = sts.foundation.settings.roles().get(session.role);
            let role = role.ok_or_else(|| {
                Denial::new(
                    403,
                    "InvalidClientTokenId",
                    "The security token included in the request is invalid",
                )
            })?;
            (
                format!("{}:{}", role.unique_id(), session.name),
                role.session_arn(account, &session.name),
            )
        }
    };
    Ok(vec![
        Element::Text("Arn", arn),
        Element::Text("UserId", id),
        Element::Text("Account", account.clone()),
    ])
}

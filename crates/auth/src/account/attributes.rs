//! Changing what the account says of the person, and proving an address by a code.

use std::collections::BTreeMap;

use aws_sdk_cognitoidentityprovider::types::AttributeType;
use aws_smithy_types::error::operation::BuildError;
use base::Secret;
use flow::{Destination, Reason, Refusal};

use crate::error::Error;
use crate::refusals;
use crate::session::Session;
use crate::user_pool::destination;

/// A code that is on its way to prove an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// The attribute that it proves.
    pub name: String,
    /// Where it went.
    pub destination: Destination,
}

impl Session {
    /// Changes attributes (`UpdateUserAttributes`). Returns the codes that were sent to prove new addresses; a pool may
    /// keep the old address until then.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn update_attributes(&self, attributes: BTreeMap<String, String>) -> Result<Vec<Sent>, Error> {
        let attributes = attributes
            .iter()
            .map(|(name, value)| AttributeType::builder().name(name).value(value).build())
            .collect::<Result<Vec<_>, BuildError>>()
            .map_err(|_| Refusal::from(Reason::InvalidParameter))?;
        let client = self.shared.user_pool.client();
        let answer = self
            .with_access(|access| {
                let request = client
                    .update_user_attributes()
                    .set_user_attributes(Some(attributes.clone()))
                    .access_token(access.token.expose());
                async move {
                    let answer = request.send().await;
                    answer.map_err(|error| refusals::read(&error, Reason::Attribute(None)))
                }
            })
            .await?;
        self.reread().await;
        let sent = answer.code_delivery_details_list.unwrap_or_default();
        Ok(sent
            .iter()
            .filter_map(|details| {
                Some(Sent {
                    name: details.attribute_name()?.to_owned(),
                    destination: destination(details)?,
                })
            })
            .collect())
    }

    /// Has a code sent that proves an address (`GetUserAttributeVerificationCode`).
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn send_attribute_code(&self, name: &str) -> Result<Destination, Error> {
        let client = self.shared.user_pool.client();
        self.with_access(|access| async move {
            let request = client
                .get_user_attribute_verification_code()
                .attribute_name(name)
                .access_token(access.token.expose());
            let answer = request.send().await;
            let answer = answer.map_err(|error| refusals::read(&error, Reason::NotPermitted))?;
            let sent = answer.code_delivery_details.as_ref().and_then(destination);
            Ok(sent.ok_or(Reason::Garbled)?)
        })
        .await
    }

    /// Proves an address by the code that was sent to it (`VerifyUserAttribute`).
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn verify_attribute(&self, name: &str, code: &Secret) -> Result<(), Error> {
        let client = self.shared.user_pool.client();
        self.with_access(|access| async move {
            let request = client
                .verify_user_attribute()
                .attribute_name(name)
                .code(code.expose())
                .access_token(access.token.expose());
            let answer = request.send().await;
            answer.map_err(|error| refusals::read(&error, Reason::WrongCode))
        })
        .await?;
        self.reread().await;
        Ok(())
    }

    /// Takes an attribute from the account (`DeleteUserAttributes`).
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn delete_attribute(&self, name: &str) -> Result<(), Error> {
        let client = self.shared.user_pool.client();
        self.with_access(|access| async move {
            let request = client
                .delete_user_attributes()
                .user_attribute_names(name)
                .access_token(access.token.expose());
            let answer = request.send().await;
            answer.map_err(|error| refusals::read(&error, Reason::Attribute(None)))
        })
        .await?;
        self.reread().await;
        Ok(())
    }
}

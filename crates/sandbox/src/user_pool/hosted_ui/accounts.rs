//! Accounts made and passwords reset at the hosted UI: the pool's own operations, in the name of the app client, which
//! proves its secret itself.

use base::Secret;
use serde_json::{Map, Value, json};

use super::super::{
    UserPool, confirm_forgot_password, confirm_sign_up, forgot_password, resend_confirmation_code, sign_up,
};
use crate::wire::{Members, Refusal};

/// What comes of a new account.
#[derive(Debug)]
pub(crate) enum Made {
    /// It can be used.
    Confirmed,
    /// A code was sent there.
    Asked(String),
}

impl UserPool {
    /// Creates an account.
    pub(crate) async fn sign_up_at_hosted_ui(
        &self,
        client_id: &str,
        name: &str,
        password: &Secret,
        attributes: &[(String, String)],
    ) -> Result<Made, Refusal> {
        let attributes: Vec<Value> = attributes
            .iter()
            .map(|(name, value)| json!({ "Name": name, "Value": value }))
            .collect();
        let more = json!({ "Password": password.expose(), "UserAttributes": attributes });
        let answer = sign_up::call(self, self.members(client_id, name, more)?).await?;
        Ok(if answer["UserConfirmed"] == true {
            Made::Confirmed
        } else {
            Made::Asked(sent_to(&answer))
        })
    }

    /// Confirms it with the code.
    pub(crate) async fn confirm_at_hosted_ui(
        &self,
        client_id: &str,
        name: &str,
        code: &Secret,
    ) -> Result<(), Refusal> {
        let more = json!({ "ConfirmationCode": code.expose() });
        confirm_sign_up::call(self, self.members(client_id, name, more)?).await?;
        Ok(())
    }

    /// Sends another code for it, and says where to.
    pub(crate) async fn resend_at_hosted_ui(&self, client_id: &str, name: &str) -> Result<String, Refusal> {
        let members = self.members(client_id, name, json!({}))?;
        Ok(sent_to(&resend_confirmation_code::call(self, members).await?))
    }

    /// Sends a code for a forgotten password, and says where to.
    pub(crate) async fn forgot_at_hosted_ui(&self, client_id: &str, name: &str) -> Result<String, Refusal> {
        let members = self.members(client_id, name, json!({}))?;
        Ok(sent_to(&forgot_password::call(self, members).await?))
    }

    /// Sets a new password with that code.
    pub(crate) async fn reset_at_hosted_ui(
        &self,
        client_id: &str,
        name: &str,
        code: &Secret,
        password: &Secret,
    ) -> Result<(), Refusal> {
        let more = json!({ "ConfirmationCode": code.expose(), "Password": password.expose() });
        confirm_forgot_password::call(self, self.members(client_id, name, more)?).await?;
        Ok(())
    }

    /// The members of a request in the client's name.
    fn members(&self, client_id: &str, name: &str, more: Value) -> Result<Members, Refusal> {
        let mut members: Map<String, Value> = more.as_object().cloned().unwrap_or_default();
        members.insert("ClientId".to_owned(), json!(client_id));
        members.insert("Username".to_owned(), json!(name));
        if let Some(hash) = self.caller(client_id)?.own_hash(name) {
            members.insert("SecretHash".to_owned(), json!(hash));
        }
        Members::parse(Value::Object(members).to_string().as_bytes())
    }
}

fn sent_to(answer: &Value) -> String {
    let destination = answer["CodeDeliveryDetails"]["Destination"].as_str();
    destination.unwrap_or_default().to_owned()
}

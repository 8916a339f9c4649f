//! A form by which somebody without an account puts one file in place, up to a size (`POST Object` with a policy). It is
//! signed in the region and at the address that a link there would have, and ends with the credentials that sign it.

use std::time::{Duration, SystemTime};

use aws_credential_types::provider::ProvideCredentials as _;
use aws_sigv4::sign::v4::{calculate_signature, generate_signing_key};
use base::Secret;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::percent_decode_str;
use serde_json::json;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::{Error, Files, Location};

/// A form: where it is sent, and with what.
#[derive(Debug, Clone)]
pub struct UploadForm {
    /// Where it is sent.
    pub action: String,
    /// Its hidden fields, the signature among them: whoever has them may do what the policy says until it ends.
    pub fields: Vec<(&'static str, Secret)>,
    /// When it ends.
    pub until: OffsetDateTime,
    /// Whether that is earlier than was wished.
    pub shortened: bool,
}

impl Files {
    /// A form for a file of this key and of at most `largest` bytes. Nothing is there yet.
    ///
    /// # Errors
    ///
    /// [`Error::Taken`] where something has this name; there are no credentials to sign with; else what the service says.
    pub async fn upload_form(
        &self,
        location: &Location,
        key: &str,
        largest: u64,
        lasts: Duration,
    ) -> Result<UploadForm, Error> {
        if self.taken(location, key).await? || self.taken(location, &format!("{key}/")).await? {
            return Err(Error::Taken);
        }
        let (config, until, shortened) = self.presigning(lasts).await?;
        // The same request as a link tells the bucket's address, and in which region it is signed.
        let like = self
            .client()
            .get_object()
            .bucket(&location.bucket)
            .key("f")
            .presigned(config)
            .await?;
        let (address, query) = like.uri().split_once('?').ok_or(Error::NoCredentials)?;
        let asked = |name: &str| {
            let value = query
                .split('&')
                .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
            value.map(|value| percent_decode_str(value).decode_utf8_lossy().into_owned())
        };
        let (Some(action), Some(credential), Some(date)) = (
            address.strip_suffix('f'),
            asked("X-Amz-Credential"),
            asked("X-Amz-Date"),
        ) else {
            return Err(Error::NoCredentials);
        };
        let region = credential.split('/').nth(2).unwrap_or_default().to_owned();
        let credentials = self.signing.credentials.provide_credentials().await;
        let credentials = credentials.map_err(|_| Error::NoCredentials)?;
        let mut fields = vec![
            ("key", location.whole(key)),
            ("success_action_status", "201".to_owned()),
            ("x-amz-algorithm", "AWS4-HMAC-SHA256".to_owned()),
            ("x-amz-credential", credential),
            ("x-amz-date", date),
        ];
        fields.extend(
            credentials
                .session_token()
                .map(|token| ("x-amz-security-token", token.to_owned())),
        );
        let mut conditions = vec![
            json!({ "bucket": location.bucket }),
            json!(["content-length-range", 0, largest]),
        ];
        conditions.extend(fields.iter().map(|(name, value)| json!({ *name: value })));
        let expiration = until.format(&Rfc3339).map_err(|_| Error::NoCredentials)?;
        let policy = json!({ "expiration": expiration, "conditions": conditions }).to_string();
        let policy = STANDARD.encode(policy);
        let now = SystemTime::from(self.signing.clock.now());
        let key = generate_signing_key(credentials.secret_access_key(), now, &region, "s3");
        let signature = calculate_signature(key, policy.as_bytes());
        fields.extend([("policy", policy), ("x-amz-signature", signature)]);
        Ok(UploadForm {
            action: action.to_owned(),
            fields: fields
                .into_iter()
                .map(|(name, value)| (name, Secret::new(value)))
                .collect(),
            until,
            shortened,
        })
    }
}

//! Credentials as programs take them: for `credential_process`, or as variables of a shell.
//! Source: botocore's `ProcessProvider`; `aws configure export-credentials`.

use base::Secret;
use serde_json::json;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// How credentials are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// JSON for `credential_process`.
    Process,
    /// `export` lines for a POSIX shell.
    Env,
    /// Lines for PowerShell.
    PowerShell,
    /// Lines for fish.
    Fish,
}

/// Temporary credentials of a person.
#[derive(Debug, Clone)]
pub struct Keys {
    pub(super) access_key_id: String,
    pub(super) secret_access_key: Secret,
    pub(super) session_token: Secret,
    /// When to ask again: some minutes before their end.
    pub(super) renewal: Option<OffsetDateTime>,
    pub(super) region: String,
    pub(super) endpoint: Option<String>,
}

impl Keys {
    /// The text. Every use is a place to review: it goes to standard output and nowhere else.
    pub fn written(&self, format: Format) -> Secret {
        let renewal = self.renewal.and_then(|at| at.format(&Rfc3339).ok());
        if format == Format::Process {
            let mut document = json!({
                "Version": 1,
                "AccessKeyId": self.access_key_id,
                "SecretAccessKey": self.secret_access_key.expose(),
                "SessionToken": self.session_token.expose(),
            });
            if let (Some(renewal), Some(members)) = (renewal, document.as_object_mut()) {
                members.insert("Expiration".to_owned(), renewal.into());
            }
            return Secret::new(document.to_string());
        }
        let variables = [
            ("AWS_ACCESS_KEY_ID", Some(&self.access_key_id)),
            ("AWS_SECRET_ACCESS_KEY", Some(self.secret_access_key.expose())),
            ("AWS_SESSION_TOKEN", Some(self.session_token.expose())),
            ("AWS_CREDENTIAL_EXPIRATION", renewal.as_ref()),
            ("AWS_REGION", Some(&self.region)),
            ("AWS_DEFAULT_REGION", Some(&self.region)),
            ("AWS_ENDPOINT_URL", self.endpoint.as_ref()),
        ];
        let lines = variables
            .into_iter()
            .filter_map(|(name, value)| value.map(|value| line(format, name, value)));
        Secret::new(lines.collect::<Vec<_>>().join("\n"))
    }
}

/// A value is quoted so that the shell takes it as it is.
fn line(format: Format, name: &str, value: &str) -> String {
    match format {
        Format::Process | Format::Env => format!("export {name}='{}'", value.replace('\'', r"'\''")),
        Format::PowerShell => format!("$Env:{name}='{}'", value.replace('\'', "''")),
        Format::Fish => format!(
            "set -gx {name} '{}'",
            value.replace('\\', r"\\").replace('\'', r"\'")
        ),
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    fn keys() -> Keys {
        Keys {
            access_key_id: "ASIAEXAMPLE".to_owned(),
            secret_access_key: Secret::from("it's/secret+"),
            session_token: Secret::from("a==token"),
            renewal: Some(datetime!(2026-11-21 12:00 UTC)),
            region: "eu-west-1".to_owned(),
            endpoint: None,
        }
    }

    #[test]
    fn what_a_process_prints_is_what_the_sdks_read() {
        let text = keys().written(Format::Process);
        let read: serde_json::Value = serde_json::from_str(text.expose()).expect("JSON");
        assert_eq!(
            read,
            json!({
                "Version": 1,
                "AccessKeyId": "ASIAEXAMPLE",
                "SecretAccessKey": "it's/secret+",
                "SessionToken": "a==token",
                "Expiration": "2026-11-21T12:00:00Z",
            })
        );
    }

    #[test]
    fn a_shell_takes_every_value_as_it_is() {
        let first = |format| keys().written(format).expose().lines().nth(1).map(str::to_owned);
        assert_eq!(
            first(Format::Env).as_deref(),
            Some(r"export AWS_SECRET_ACCESS_KEY='it'\''s/secret+'")
        );
        assert_eq!(
            first(Format::PowerShell).as_deref(),
            Some("$Env:AWS_SECRET_ACCESS_KEY='it''s/secret+'")
        );
        assert_eq!(
            first(Format::Fish).as_deref(),
            Some(r"set -gx AWS_SECRET_ACCESS_KEY 'it\'s/secret+'")
        );
    }

    #[test]
    fn debug_says_no_secret() {
        assert!(!format!("{:?}", keys()).contains("secret+"));
    }
}

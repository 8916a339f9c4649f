//! The control of a sandbox that runs on a folder, by HTTP: where it answers and its token are beside its state.

use std::path::Path;

use base::Secret;
use reqwest::{Method, StatusCode};
use sandbox::Sandbox;
use serde_json::Value;

/// Why the sandbox could not be asked.
#[derive(Debug, thiserror::Error)]
pub enum ControlError {
    /// Nobody answers for this folder.
    #[error("No sandbox runs on {0}: open Gatehouse, or start `gatehouse sandbox serve` there.")]
    NotRunning(String),
    /// The sandbox refused, in its own words.
    #[error("{0}")]
    Refused(String),
    /// Its answer made no sense, or broke off.
    #[error("The sandbox did not answer: {0}.")]
    Broken(String),
}

/// A running sandbox.
pub struct SandboxControl {
    http: reqwest::Client,
    url: String,
    token: Secret,
}

impl SandboxControl {
    /// The sandbox that runs on this folder.
    ///
    /// # Errors
    ///
    /// None does.
    pub async fn find(folder: &Path) -> Result<Self, ControlError> {
        let not_running = || ControlError::NotRunning(folder.display().to_string());
        let reading = folder.to_owned();
        let read = move || {
            Some((
                Sandbox::address_of(&reading)?,
                Sandbox::control_token_of(&reading)?,
            ))
        };
        let found = tokio::task::spawn_blocking(read).await.ok().flatten();
        let (url, token) = found.ok_or_else(not_running)?;
        let http = reqwest::Client::builder().no_proxy().build();
        let http = http.map_err(|_| not_running())?;
        let control = Self { http, url, token };
        match control.ask(Method::GET, "status", None).await {
            Ok(_) => Ok(control),
            Err(_) => Err(not_running()),
        }
    }

    /// What is at a path below `/_sandbox/`.
    ///
    /// # Errors
    ///
    /// See [`ControlError`], like the others.
    pub async fn get(&self, path: &str) -> Result<Value, ControlError> {
        self.ask(Method::GET, path, None).await
    }

    /// Posts a document.
    ///
    /// # Errors
    ///
    /// See [`ControlError`].
    pub async fn post(&self, path: &str, document: &Value) -> Result<Value, ControlError> {
        let body = (document.to_string(), "application/json");
        self.ask(Method::POST, path, Some(body)).await
    }

    /// Posts a CSV file.
    ///
    /// # Errors
    ///
    /// See [`ControlError`].
    pub async fn post_csv(&self, path: &str, text: String) -> Result<Value, ControlError> {
        self.ask(Method::POST, path, Some((text, "text/csv"))).await
    }

    /// Takes something away.
    ///
    /// # Errors
    ///
    /// See [`ControlError`].
    pub async fn delete(&self, path: &str) -> Result<Value, ControlError> {
        self.ask(Method::DELETE, path, None).await
    }

    /// An action of the user pool as AWS names it.
    ///
    /// # Errors
    ///
    /// See [`ControlError`].
    pub async fn act(&self, action: &str, members: &Value) -> Result<Value, ControlError> {
        self.post(&format!("user-pool/{action}"), members).await
    }

    /// Every user and group, with their times and counts, as CSV of Cognito's import.
    ///
    /// # Errors
    ///
    /// See [`ControlError`].
    pub async fn users_as_csv(&self) -> Result<String, ControlError> {
        let answer = self.get("users?format=csv").await?;
        Ok(answer.as_str().unwrap_or_default().to_owned())
    }

    async fn ask(
        &self,
        method: Method,
        path: &str,
        body: Option<(String, &'static str)>,
    ) -> Result<Value, ControlError> {
        let broken = |error: reqwest::Error| ControlError::Broken(error.without_url().to_string());
        let mut request = self
            .http
            .request(method, format!("{}/_sandbox/{path}", self.url))
            .bearer_auth(self.token.expose());
        if let Some((body, kind)) = body {
            request = request.header(reqwest::header::CONTENT_TYPE, kind).body(body);
        }
        let answer = request.send().await.map_err(broken)?;
        let status = answer.status();
        let kind = answer.headers().get(reqwest::header::CONTENT_TYPE);
        let text = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/"));
        let body = answer.text().await.map_err(broken)?;
        let document: Value = if text {
            Value::from(body)
        } else {
            serde_json::from_str(&body)
                .map_err(|_| ControlError::Broken("its answer cannot be read".to_owned()))?
        };
        if status == StatusCode::OK {
            return Ok(document);
        }
        let message = document["message"].as_str().unwrap_or("It refused.");
        Err(ControlError::Refused(match document["__type"].as_str() {
            Some(name) => format!("{name}: {message}"),
            None => message.to_owned(),
        }))
    }
}

//! What a tester does to the sandbox: its users, its clock, its faults and its settings.

use std::time::Duration;

use ::sandbox::{self, AppClock, ClockMove, Fault as Planned, Sandbox, When};
use serde_json::{Value, json};
use tokio::sync::RwLockReadGuard;

use super::Api;
use crate::problem::{Fault, Problem};
use crate::view::{
    SandboxClockForm, SandboxClockView, SandboxDeed, SandboxDrop, SandboxFaultForm, SandboxFaultsView,
    SandboxUserForm, SandboxUsersView,
};
use crate::words;

/// The longest delay of a fault, in milliseconds.
const LONGEST: u32 = 10 * 60 * 1_000;

impl Api {
    /// Every user and group of the sandbox.
    ///
    /// # Errors
    ///
    /// The connection is not a sandbox.
    pub async fn sandbox_users(&self) -> Result<SandboxUsersView, Problem> {
        let sandbox = self.own_sandbox().await?;
        let document = sandbox.users().await.map_err(refused)?;
        let roles = &sandbox.world().roles;
        let roles = [&roles.authenticated, &roles.editors, &roles.readers];
        Ok(words::sandbox::users(&document, roles.map(Clone::clone).into()))
    }

    /// Makes or changes a user, as an administrator would.
    ///
    /// # Errors
    ///
    /// The sandbox refuses, as AWS would.
    pub async fn save_sandbox_user(&self, form: SandboxUserForm) -> Result<SandboxUsersView, Problem> {
        {
            let sandbox = self.own_sandbox().await?;
            if form.new {
                make(&sandbox, &form).await?;
            }
            let mut user = json!({
                "username": form.username,
                "attributes": form.attributes,
                "groups": form.groups,
                "mfa": factors(&form.factors),
            });
            let present = sandbox.users().await.map_err(refused)?;
            let mut all = present["users"].as_array().into_iter().flatten();
            let name = form.username.to_lowercase();
            let known =
                all.find(|user| user["username"] == name || user["username"] == form.username.as_str());
            if let Some(known) = known {
                user["enabled"] = known["enabled"].clone();
                user["username"] = known["username"].clone();
            }
            let invited = form.new && form.invite;
            if let Some(password) = form.password.as_ref().filter(|_| !invited) {
                let member = if form.temporary {
                    "temporary_password"
                } else {
                    "password"
                };
                user[member] = json!(password.expose());
            }
            sandbox.import_users(json!([user])).await.map_err(refused)?;
        }
        self.sandbox_users().await
    }

    /// Does something to a user with one click.
    ///
    /// # Errors
    ///
    /// The sandbox refuses, as AWS would.
    pub async fn change_sandbox_user(
        &self,
        username: &str,
        deed: SandboxDeed,
    ) -> Result<SandboxUsersView, Problem> {
        let action = match deed {
            SandboxDeed::Disable => "AdminDisableUser",
            SandboxDeed::Enable => "AdminEnableUser",
            SandboxDeed::Delete => "AdminDeleteUser",
            SandboxDeed::ResetPassword => "AdminResetUserPassword",
            SandboxDeed::Confirm => "AdminConfirmSignUp",
            SandboxDeed::SignOut => "AdminUserGlobalSignOut",
        };
        {
            let sandbox = self.own_sandbox().await?;
            act(&sandbox, action, json!({ "Username": username })).await?;
        }
        self.sandbox_users().await
    }

    /// Moves the sandbox's clock; whoever is signed in looks at once whether something has expired.
    ///
    /// # Errors
    ///
    /// There is nothing that could expire, or it is too far.
    pub async fn move_sandbox_clock(&self, form: SandboxClockForm) -> Result<SandboxClockView, Problem> {
        let shown = {
            let sandbox = self.own_sandbox().await?;
            if let Some(follows) = form.follows {
                let app = if follows { AppClock::Follow } else { AppClock::Real };
                sandbox.move_clock(ClockMove::App(app)).await.map_err(refused)?;
            }
            let to = match (form.by, form.after) {
                (Some(by), _) => Some(ClockMove::By(time::Duration::seconds(by))),
                (None, Some(what)) => Some(ClockMove::After(words::sandbox::lapsing(what), form.username)),
                (None, None) => form.real.then_some(ClockMove::Real),
            };
            match to {
                Some(to) => sandbox.move_clock(to).await.map_err(refused)?,
                None => sandbox.clock(),
            }
        };
        Ok(words::sandbox::clock(shown))
    }

    /// What goes wrong with coming calls.
    ///
    /// # Errors
    ///
    /// The connection is not a sandbox.
    pub async fn sandbox_faults(&self) -> Result<SandboxFaultsView, Problem> {
        Ok(words::sandbox::faults(self.own_sandbox().await?.faults()))
    }

    /// Plans a fault.
    ///
    /// # Errors
    ///
    /// It makes no sense.
    pub async fn plan_sandbox_fault(&self, form: SandboxFaultForm) -> Result<SandboxFaultsView, Problem> {
        let sandbox = self.own_sandbox().await?;
        let SandboxFaultForm {
            operation,
            error,
            delay,
            drop,
            times,
            every,
        } = form;
        let fault = match (error, delay, drop) {
            (Some(error), None, None) if !error.trim().is_empty() => Planned::Refuse {
                message: sentence(&error).to_owned(),
                status: if error == "SlowDown" { 503 } else { 400 },
                error,
            },
            (None, Some(delay), None) => Planned::Delay(Duration::from_millis(u64::from(delay.min(LONGEST)))),
            (None, None, Some(SandboxDrop::Request)) => Planned::DropRequest,
            (None, None, Some(SandboxDrop::Answer)) => Planned::DropAnswer,
            (None, None, Some(SandboxDrop::HalfAnswer)) => Planned::TruncateAnswer,
            _ => return Err(said("a fault is one of an error, a delay and a loss")),
        };
        let when = match (times, every) {
            (None, None) => When::Always,
            (Some(times), None) if times > 0 => When::Next(times),
            (None, Some(n)) if n > 0 => When::Every(n),
            _ => return Err(said("the number of calls is at least one")),
        };
        if operation.trim().is_empty() {
            return Err(said("the name of an operation is missing"));
        }
        sandbox.faults().arrange(None, operation.trim(), fault, when);
        Ok(words::sandbox::faults(sandbox.faults()))
    }

    /// Takes a planned fault away, or all of them.
    ///
    /// # Errors
    ///
    /// The connection is not a sandbox.
    pub async fn clear_sandbox_faults(&self, id: Option<u32>) -> Result<SandboxFaultsView, Problem> {
        let sandbox = self.own_sandbox().await?;
        match id {
            Some(id) => {
                sandbox.faults().remove(&id.to_string());
            }
            None => sandbox.faults().clear(),
        }
        Ok(words::sandbox::faults(sandbox.faults()))
    }

    /// Takes the sandbox from the network, or brings it back.
    ///
    /// # Errors
    ///
    /// The connection is not a sandbox.
    pub async fn set_sandbox_offline(&self, offline: bool) -> Result<SandboxFaultsView, Problem> {
        let sandbox = self.own_sandbox().await?;
        sandbox.faults().set_offline(offline);
        Ok(words::sandbox::faults(sandbox.faults()))
    }

    /// The sandbox's settings, as JSON, without secrets.
    ///
    /// # Errors
    ///
    /// The connection is not a sandbox.
    pub async fn sandbox_settings(&self) -> Result<String, Problem> {
        let sandbox = self.own_sandbox().await?;
        Ok(shown(&sandbox))
    }

    /// Changes those of the sandbox's settings that a JSON document names (RFC 7386), and answers all.
    ///
    /// # Errors
    ///
    /// Cognito would not let an administrator choose them.
    pub async fn change_sandbox_settings(&self, changes: &str) -> Result<String, Problem> {
        let sandbox = self.own_sandbox().await?;
        let changes: Value = serde_json::from_str(changes).map_err(|_| said("the settings are no JSON"))?;
        sandbox.merge_settings(changes).await.map_err(refused)?;
        Ok(shown(&sandbox))
    }

    async fn own_sandbox(&self) -> Result<RwLockReadGuard<'_, Sandbox>, Problem> {
        let sandbox = self.0.sandbox.read().await;
        RwLockReadGuard::try_map(sandbox, Option::as_ref).map_err(|_| Fault::NoSandbox.into())
    }
}

/// The settings without what only a client may know; what is not named in a change stays.
fn shown(sandbox: &Sandbox) -> String {
    let mut settings = json!(sandbox.settings());
    for client in settings["clients"].as_array_mut().into_iter().flatten() {
        if let Some(client) = client.as_object_mut() {
            client.remove("secret");
        }
    }
    if let Some(migration) = settings["pool"]["triggers"]["user_migration"].as_object_mut() {
        migration.remove("password");
    }
    settings.to_string()
}

/// Makes the user; the rest of the form is written afterwards.
async fn make(sandbox: &Sandbox, form: &SandboxUserForm) -> Result<(), Problem> {
    let attributes: Vec<Value> = form
        .attributes
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| json!({ "Name": name, "Value": value }))
        .collect();
    let mut members = json!({ "Username": form.username, "UserAttributes": attributes });
    if !form.invite {
        members["MessageAction"] = json!("SUPPRESS");
    }
    if let Some(password) = &form.password {
        members["TemporaryPassword"] = json!(password.expose());
    } else if form.invite {
        // Without one AWS makes a user without a password wherever a code can let in.
        let invented = uuid::Uuid::new_v4().simple().to_string();
        members["TemporaryPassword"] = json!(format!("Tmp-1a{}", &invented[..8]));
    }
    act(sandbox, "AdminCreateUser", members).await
}

async fn act(sandbox: &Sandbox, action: &str, members: Value) -> Result<(), Problem> {
    let done = sandbox.administer(action, members).await;
    done.map(drop).map_err(|refusal| said(&refusal.message))
}

fn factors(names: &[String]) -> Value {
    let on = |name: &str| names.iter().any(|one| one == name);
    json!({ "sms": on("sms"), "totp": on("totp"), "email": on("email") })
}

/// What AWS says with an error that testers often want.
fn sentence(error: &str) -> &'static str {
    match error {
        "TooManyRequestsException" | "ThrottlingException" => "Rate exceeded",
        "SlowDown" => "Please reduce your request rate.",
        "InternalErrorException" | "InternalError" => "We encountered an internal error. Please try again.",
        "NotAuthorizedException" | "AccessDenied" => "Access denied",
        _ => "A tester has planned this.",
    }
}

fn refused(error: sandbox::Error) -> Problem {
    match error {
        sandbox::Error::Settings { reason }
        | sandbox::Error::Clock { reason }
        | sandbox::Error::Users { reason } => said(&reason),
        sandbox::Error::InUse { .. }
        | sandbox::Error::Folder { .. }
        | sandbox::Error::Listen { .. }
        | sandbox::Error::Database(_)
        | sandbox::Error::Crypto => {
            tracing::warn!(%error, "the sandbox failed");
            Fault::SandboxReset.into()
        }
    }
}

/// The sandbox refuses, in its own words.
fn said(reason: &str) -> Problem {
    Problem {
        said: Some(reason.to_owned()),
        ..Fault::SandboxRefused.into()
    }
}

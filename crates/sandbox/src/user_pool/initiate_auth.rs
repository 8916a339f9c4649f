//! `InitiateAuth` and `AdminInitiateAuth`: begin a sign-in, or renew one. Each flow has to be allowed for the client.

use base::Secret;
use serde_json::{Value, json};

use super::account::Account;
use super::caller::Caller;
use super::parameters::Parameters;
use super::progress::{Flow, Progress};
use super::{
    UserPool, custom_challenge, password_sign_in, refresh_tokens, rules, select_challenge, srp_sign_in,
};
use crate::settings::AuthFlow;
use crate::wire::{Members, Refusal};

/// `AuthFlowType`.
const FLOWS: &[&str] = &[
    "USER_SRP_AUTH",
    "REFRESH_TOKEN_AUTH",
    "REFRESH_TOKEN",
    "CUSTOM_AUTH",
    "ADMIN_NO_SRP_AUTH",
    "USER_PASSWORD_AUTH",
    "ADMIN_USER_PASSWORD_AUTH",
    "USER_AUTH",
];

/// A sign-in that begins; the client's secret is proven.
#[derive(Debug, Clone)]
pub(super) struct Start {
    pub(super) caller: Caller,
    /// `USERNAME`, as names are kept.
    pub(super) name: String,
    pub(super) parameters: Parameters,
    /// `Session`, from ConfirmSignUp.
    pub(super) session: Option<Secret>,
    pub(super) progress: Progress,
}

/// Who asks: an app client, or an administrator for somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asker {
    Client,
    Administrator,
}

/// What both actions are asked with.
#[derive(Debug)]
pub(super) struct Request {
    flow: String,
    client_id: String,
    parameters: Parameters,
    session: Option<Secret>,
}

impl Request {
    pub(super) fn read(members: &mut Members) -> Result<Self, Refusal> {
        let request = Self {
            flow: members.one_of("AuthFlow", FLOWS)?,
            client_id: members.required("ClientId", rules::CLIENT_ID)?,
            parameters: Parameters::new(members.map("AuthParameters")?),
            session: members.text("Session", rules::SESSION)?.map(Secret::new),
        };
        members.context()?;
        Ok(request)
    }
}

pub(super) async fn call(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let request = Request::read(&mut members)?;
    members.done()?;
    begin(pool, request, Asker::Client).await
}

/// Begins what was asked for. Each of the two has a flow of its own for passwords that are sent as they are.
pub(super) async fn begin(pool: &UserPool, request: Request, asker: Asker) -> Result<Value, Refusal> {
    let Request {
        flow,
        client_id,
        parameters,
        session,
    } = request;
    let caller = pool.caller(&client_id)?.on_device(parameters.device_key());

    let (needed, refusal) = match flow.as_str() {
        "USER_SRP_AUTH" => (AuthFlow::UserSrp, "USER_SRP_AUTH is not enabled for the client."),
        "USER_PASSWORD_AUTH" if asker == Asker::Client => (
            AuthFlow::UserPassword,
            "USER_PASSWORD_AUTH flow not enabled for this client",
        ),
        "ADMIN_USER_PASSWORD_AUTH" | "ADMIN_NO_SRP_AUTH" if asker == Asker::Administrator => (
            AuthFlow::AdminUserPassword,
            "Auth flow not enabled for this client",
        ),
        "USER_AUTH" => (AuthFlow::User, "USER_AUTH flow not enabled for this client"),
        "CUSTOM_AUTH" => (AuthFlow::Custom, "CUSTOM_AUTH is not enabled for the client."),
        "REFRESH_TOKEN_AUTH" | "REFRESH_TOKEN" => {
            (AuthFlow::RefreshToken, "Auth flow not enabled for this client")
        }
        _ => return Err(Refusal::invalid_parameter("Initiate Auth method not supported.")),
    };
    if !caller.client().allows(needed) {
        return Err(Refusal::invalid_parameter(refusal));
    }
    let start = |flow| {
        Ok::<_, Refusal>(Start {
            name: parameters.username(&caller)?,
            progress: Progress { flow },
            caller: caller.clone(),
            parameters: parameters.clone(),
            session: session.clone(),
        })
    };
    match needed {
        AuthFlow::UserSrp => srp_sign_in::begin(pool, start(Flow::Password)?).await,
        AuthFlow::UserPassword | AuthFlow::AdminUserPassword => {
            password_sign_in::begin(pool, start(Flow::Password)?).await
        }
        AuthFlow::User => select_challenge::begin(pool, start(Flow::User)?).await,
        AuthFlow::Custom => custom_challenge::begin(pool, start(Flow::Custom)?).await,
        AuthFlow::RefreshToken => refresh(pool, caller, parameters).await,
    }
}

async fn refresh(pool: &UserPool, caller: Caller, parameters: Parameters) -> Result<Value, Refusal> {
    if caller.client().refresh_rotation.is_some() {
        return Err(Refusal::invalid_parameter(
            "REFRESH_TOKEN_AUTH flow not enabled for this client",
        ));
    }
    let token = parameters.required("REFRESH_TOKEN")?.clone();
    let result = pool
        .settle(move |pool, transaction, now| {
            let hash = parameters.get("SECRET_HASH").map(|hash| hash.expose().as_str());
            let proven = |account: &Account| caller.check_hash(&account.username, hash);
            refresh_tokens::renew(pool, transaction, &caller, &token, proven, now)
        })
        .await?;
    Ok(json!({ "ChallengeParameters": {}, "AuthenticationResult": result }))
}

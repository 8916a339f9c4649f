//! The sandbox's users, clock and faults as the page shows them.

use ::sandbox::{AppClock, ClockState, Fault, Faults, Lapsing, Plan, When};
use serde_json::Value;

use crate::view::{
    SandboxClockView, SandboxDrop, SandboxFaultView, SandboxFaultsView, SandboxGroupView, SandboxLapsing,
    SandboxUserView, SandboxUsersView,
};

/// The document that the sandbox writes.
pub(crate) fn users(document: &Value, roles: Vec<String>) -> SandboxUsersView {
    let each = |name: &str| document[name].as_array().cloned().unwrap_or_default();
    SandboxUsersView {
        users: each("users").iter().map(user).collect(),
        groups: each("groups").iter().map(group).collect(),
        roles,
    }
}

fn user(user: &Value) -> SandboxUserView {
    let text = |name: &str| user[name].as_str().unwrap_or_default().to_owned();
    let count = |name: &str| user[name].as_u64().and_then(|count| u32::try_from(count).ok());
    let time = |name: &str| user[name].as_i64().map(|seconds| seconds.saturating_mul(1_000));
    let strings = |value: &Value| {
        let list = value.as_array().into_iter().flatten();
        list.filter_map(|entry| entry.as_str().map(str::to_owned))
            .collect()
    };
    let attributes = user["attributes"].as_object().into_iter().flatten();
    let factors = ["sms", "totp", "email"];
    SandboxUserView {
        username: text("username"),
        sub: text("sub"),
        status: text("status"),
        enabled: user["enabled"] == true,
        attributes: attributes
            .filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())))
            .collect(),
        groups: strings(&user["groups"]),
        factors: factors
            .into_iter()
            .filter(|factor| user["mfa"][*factor] == true)
            .map(str::to_owned)
            .collect(),
        has_password: user["has_password"] == true,
        passkeys: count("passkeys").unwrap_or(0),
        devices: count("devices").unwrap_or(0),
        created: time("created_at").unwrap_or(0),
        signed_in: time("signed_in_at"),
    }
}

fn group(group: &Value) -> SandboxGroupView {
    SandboxGroupView {
        name: group["name"].as_str().unwrap_or_default().to_owned(),
        role: group["role_arn"].as_str().map(str::to_owned),
        precedence: group["precedence"].as_i64(),
    }
}

pub(crate) fn clock(state: ClockState) -> SandboxClockView {
    SandboxClockView {
        ahead: state.ahead.whole_seconds(),
        follows: state.app == AppClock::Follow,
    }
}

pub(crate) fn lapsing(what: SandboxLapsing) -> Lapsing {
    match what {
        SandboxLapsing::AccessToken => Lapsing::AccessToken,
        SandboxLapsing::IdToken => Lapsing::IdToken,
        SandboxLapsing::RefreshToken => Lapsing::RefreshToken,
        SandboxLapsing::Code => Lapsing::Code,
        SandboxLapsing::Session => Lapsing::Session,
        SandboxLapsing::Credentials => Lapsing::Credentials,
    }
}

pub(crate) fn faults(faults: &Faults) -> SandboxFaultsView {
    SandboxFaultsView {
        offline: faults.offline(),
        plans: faults.plans().into_iter().map(plan).collect(),
    }
}

fn plan(plan: Plan) -> SandboxFaultView {
    let (mut error, mut delay, mut drop) = (None, None, None);
    match plan.fault {
        Fault::Refuse { error: name, .. } => error = Some(name),
        Fault::Delay(by) => delay = Some(u32::try_from(by.as_millis()).unwrap_or(u32::MAX)),
        Fault::DropRequest => drop = Some(SandboxDrop::Request),
        Fault::DropAnswer => drop = Some(SandboxDrop::Answer),
        Fault::TruncateAnswer => drop = Some(SandboxDrop::HalfAnswer),
    }
    let (times, every) = match plan.when {
        When::Next(times) => (Some(times), None),
        When::Every(n) => (None, Some(n)),
        When::Always => (None, None),
    };
    SandboxFaultView {
        id: plan.id,
        name: plan.name,
        operation: plan.operation,
        error,
        delay,
        drop,
        times,
        every,
        happened: plan.happened,
    }
}

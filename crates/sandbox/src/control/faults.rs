//! `/_sandbox/faults`: what a tester arranges for coming calls, one fault or a list of them, and what is arranged.

use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::faults::{Fault, Faults, Plan, When};

/// The longest delay, in milliseconds.
const LONGEST: u64 = 10 * 60 * 1000;

/// One plan: `error`, `delay` or `drop`, for the next `times` calls of `operation`, for `every` n-th, or for all
/// `until_cleared`; or `offline` alone.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    name: Option<String>,
    #[serde(default)]
    operation: String,
    error: Option<String>,
    #[serde(default)]
    message: String,
    #[serde(default = "bad_request")]
    status: u16,
    /// Milliseconds.
    delay: Option<u64>,
    drop: Option<Drop>,
    times: Option<u32>,
    every: Option<u32>,
    #[serde(default)]
    until_cleared: bool,
    offline: Option<bool>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Drop {
    Request,
    Answer,
    HalfAnswer,
}

/// Plans what `body` says; all of it or, when a part of it makes no sense, nothing.
pub(super) fn plan(faults: &Faults, body: Value) -> Result<(), String> {
    let forms: Vec<Form> = if body.is_array() {
        serde_json::from_value(body)
    } else {
        serde_json::from_value(body).map(|form| vec![form])
    }
    .map_err(|error| error.to_string())?;
    let mut sound = Vec::new();
    for form in forms {
        match form.offline {
            Some(offline) if form.operation.is_empty() => sound.push((form, Err(offline))),
            Some(_) => return Err("offline stands alone".to_owned()),
            None if form.operation.is_empty() => return Err("operation is missing".to_owned()),
            None => {
                let planned = (fault(&form)?, when(&form)?);
                sound.push((form, Ok(planned)));
            }
        }
    }
    for (form, planned) in sound {
        match planned {
            Ok((fault, when)) => {
                faults.arrange(form.name.as_deref(), &form.operation, fault, when);
            }
            Err(offline) => faults.set_offline(offline),
        }
    }
    Ok(())
}

/// What is planned, as it can be planned again.
pub(super) fn list(faults: &Faults) -> Value {
    let plans: Vec<Value> = faults.plans().iter().map(view).collect();
    json!({ "offline": faults.offline(), "plans": plans })
}

fn view(plan: &Plan) -> Value {
    let mut view = json!({
        "id": plan.id,
        "operation": plan.operation,
        "seen": plan.seen,
        "happened": plan.happened,
    });
    if let Some(name) = &plan.name {
        view["name"] = json!(name);
    }
    match plan.when {
        When::Next(times) => view["times"] = json!(times),
        When::Every(n) => view["every"] = json!(n),
        When::Always => view["until_cleared"] = json!(true),
    }
    match &plan.fault {
        Fault::Refuse {
            error,
            message,
            status,
        } => {
            view["error"] = json!(error);
            view["message"] = json!(message);
            view["status"] = json!(status);
        }
        Fault::Delay(by) => view["delay"] = json!(u64::try_from(by.as_millis()).unwrap_or(LONGEST)),
        Fault::DropRequest => view["drop"] = json!("request"),
        Fault::DropAnswer => view["drop"] = json!("answer"),
        Fault::TruncateAnswer => view["drop"] = json!("half_answer"),
    }
    view
}

fn when(form: &Form) -> Result<When, String> {
    match (form.times, form.every, form.until_cleared) {
        (None, None, false) => Ok(When::Next(1)),
        (Some(times), None, false) if (1..=10_000).contains(&times) => Ok(When::Next(times)),
        (None, Some(n), false) if (1..=10_000).contains(&n) => Ok(When::Every(n)),
        (None, None, true) => Ok(When::Always),
        _ => Err("say one of times, every (1 to 10000) and until_cleared".to_owned()),
    }
}

fn fault(form: &Form) -> Result<Fault, String> {
    match (&form.error, form.delay, form.drop) {
        (Some(error), None, None) if (400..=599).contains(&form.status) => Ok(Fault::Refuse {
            error: error.clone(),
            message: form.message.clone(),
            status: form.status,
        }),
        (Some(_), None, None) => Err("status is 400 to 599".to_owned()),
        (None, Some(delay), None) if delay <= LONGEST => Ok(Fault::Delay(Duration::from_millis(delay))),
        (None, Some(_), None) => Err(format!("delay is 0 to {LONGEST} milliseconds")),
        (None, None, Some(Drop::Request)) => Ok(Fault::DropRequest),
        (None, None, Some(Drop::Answer)) => Ok(Fault::DropAnswer),
        (None, None, Some(Drop::HalfAnswer)) => Ok(Fault::TruncateAnswer),
        _ => Err("a fault is one of error, delay and drop".to_owned()),
    }
}

fn bad_request() -> u16 {
    400
}

//! `/_sandbox/faults`: what a tester arranges for coming calls, one fault or a list of them.

use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

use crate::faults::{Fault, Faults};

/// The longest delay, in milliseconds.
const LONGEST: u64 = 10 * 60 * 1000;

/// One plan: `error`, `delay` or `drop`, for the next `times` calls of `operation`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Plan {
    operation: String,
    error: Option<String>,
    #[serde(default)]
    message: String,
    #[serde(default = "bad_request")]
    status: u16,
    /// Milliseconds.
    delay: Option<u64>,
    drop: Option<Drop>,
    #[serde(default = "once")]
    times: u16,
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
    let plans: Vec<Plan> = if body.is_array() {
        serde_json::from_value(body)
    } else {
        serde_json::from_value(body).map(|plan| vec![plan])
    }
    .map_err(|error| error.to_string())?;
    let sound: Vec<(Plan, Fault)> = plans
        .into_iter()
        .map(|plan| fault(&plan).map(|fault| (plan, fault)))
        .collect::<Result<_, _>>()?;
    for (plan, fault) in sound {
        for _ in 0..plan.times {
            faults.plan(&plan.operation, fault.clone());
        }
    }
    Ok(())
}

fn fault(plan: &Plan) -> Result<Fault, String> {
    match (&plan.error, plan.delay, plan.drop) {
        (Some(error), None, None) if (400..=599).contains(&plan.status) => Ok(Fault::Refuse {
            error: error.clone(),
            message: plan.message.clone(),
            status: plan.status,
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

fn once() -> u16 {
    1
}

//! `gatehouse sandbox faults`.

use clap::{Args, Subcommand, ValueEnum};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::super::Failure;
use super::Desk;
use super::table::{Table, plain};

/// What to plan.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// One more fault.
    Add(Add),
    /// Takes faults away: that of a number, those of a name, or all.
    Clear {
        /// The number or the name.
        which: Option<String>,
    },
    /// Nothing answers any more, as if the network were gone.
    Offline,
    /// Everything answers again.
    Online,
}

/// A fault.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("fault").required(true).args(["error", "delay", "drop"]))]
#[command(group = clap::ArgGroup::new("when").args(["times", "every", "until_cleared"]))]
pub(super) struct Add {
    /// The operation as AWS names it, such as `InitiateAuth` or `GetObject`; `*` for all.
    operation: String,
    /// The name of an error, such as `TooManyRequestsException`.
    #[arg(long, value_name = "NAME")]
    error: Option<String>,
    /// The error's message.
    #[arg(long, default_value = "", requires = "error")]
    message: String,
    /// The error's HTTP status.
    #[arg(long, default_value_t = 400, requires = "error")]
    status: u16,
    /// Milliseconds to wait.
    #[arg(long, value_name = "MS")]
    delay: Option<u64>,
    /// What of the call is lost.
    #[arg(long, value_enum)]
    drop: Option<Drop>,
    /// How many calls; once if nothing is said.
    #[arg(long)]
    times: Option<u32>,
    /// Every n-th call.
    #[arg(long, value_name = "N")]
    every: Option<u32>,
    /// Every call, until it is taken away.
    #[arg(long)]
    until_cleared: bool,
    /// What to call it.
    #[arg(long)]
    name: Option<String>,
}

/// What of a call is lost.
#[derive(Debug, Clone, Copy, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(super) enum Drop {
    /// The request: nothing happens.
    Request,
    /// The answer: it has happened.
    Answer,
    /// Half of the answer's body.
    HalfAnswer,
}

pub(super) async fn run(desk: &Desk, change: Option<Command>) -> Result<(), Failure> {
    let answer = match change {
        None => desk.control.get("faults").await?,
        Some(Command::Add(add)) => desk.control.post("faults", &form(add)).await?,
        Some(Command::Clear { which: None }) => desk.control.delete("faults").await?,
        Some(Command::Clear { which: Some(which) }) => {
            let path = utf8_percent_encode(&which, NON_ALPHANUMERIC);
            desk.control.delete(&format!("faults/{path}")).await?
        }
        Some(Command::Offline) => desk.control.post("faults", &json!({ "offline": true })).await?,
        Some(Command::Online) => desk.control.post("faults", &json!({ "offline": false })).await?,
    };
    let mut table = Table::new(&["ID", "NAME", "OPERATION", "FAULT", "WHEN", "HAPPENED"]);
    if answer["offline"] == true {
        table.row(["-", "", "*", "offline", "until online", ""].map(str::to_owned));
    }
    for plan in answer["plans"].as_array().into_iter().flatten() {
        table.row([
            plain(&plan["id"]),
            plain(&plan["name"]),
            plain(&plan["operation"]),
            fault(plan),
            when(plan),
            plain(&plan["happened"]),
        ]);
    }
    desk.show(&answer, table)
}

fn form(add: Add) -> Value {
    let mut form = json!({ "operation": add.operation });
    let drop = add.drop.and_then(|drop| drop.to_possible_value());
    for (member, value) in [
        ("status", add.error.as_ref().map(|_| json!(add.status))),
        ("message", add.error.as_ref().map(|_| json!(add.message))),
        ("error", add.error.map(Value::from)),
        ("delay", add.delay.map(Value::from)),
        ("drop", drop.map(|drop| json!(drop.get_name()))),
        ("times", add.times.map(Value::from)),
        ("every", add.every.map(Value::from)),
        ("until_cleared", add.until_cleared.then_some(Value::Bool(true))),
        ("name", add.name.map(Value::from)),
    ] {
        if let Some(value) = value {
            form[member] = value;
        }
    }
    form
}

fn fault(plan: &Value) -> String {
    if let Some(error) = plan["error"].as_str() {
        format!("{error} ({})", plan["status"])
    } else if let Some(drop) = plan["drop"].as_str() {
        format!("drops {drop}")
    } else {
        format!("{} ms late", plan["delay"])
    }
}

fn when(plan: &Value) -> String {
    if let Some(n) = plan["every"].as_u64() {
        format!("every {n}.")
    } else if let Some(times) = plan["times"].as_u64() {
        format!("next {times}")
    } else {
        "until cleared".to_owned()
    }
}

//! `/_sandbox/clock`: what the sandbox's clock shows, and where it is moved.

use serde::Deserialize;
use serde_json::{Value, json};
use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime};

use crate::clock::{AppClock, ClockMove, ClockState, Lapsing, move_to};
use crate::error::Error;
use crate::foundation::Foundation;

/// One move, and whether the app goes along.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    /// Seconds.
    by: Option<i64>,
    /// RFC 3339.
    to: Option<String>,
    after: Option<Lapsing>,
    username: Option<String>,
    #[serde(default)]
    real: bool,
    app: Option<AppClock>,
}

/// Does what `body` says.
pub(super) async fn change(foundation: &Foundation, body: Value) -> Result<Value, Error> {
    let form: Form = serde_json::from_value(body).map_err(|error| wrong(error.to_string()))?;
    let moves = read(form)?;
    for to in moves {
        move_to(foundation, to).await?;
    }
    Ok(view(foundation.sandbox_clock.state()))
}

/// As programs read it.
pub(super) fn view(state: ClockState) -> Value {
    json!({
        "now": state.now.format(&Rfc3339).unwrap_or_default(),
        "ahead": state.ahead.whole_seconds(),
        "app": state.app,
    })
}

fn read(form: Form) -> Result<Vec<ClockMove>, Error> {
    let mut moves: Vec<ClockMove> = form.app.map(ClockMove::App).into_iter().collect();
    if form.username.is_some() && form.after.is_none() {
        return Err(wrong("username goes with after"));
    }
    match (form.by, form.to, form.after, form.real) {
        (Some(by), None, None, false) => moves.push(ClockMove::By(Duration::seconds(by))),
        (None, Some(to), None, false) => {
            let moment = OffsetDateTime::parse(&to, &Rfc3339)
                .map_err(|_| wrong(format!("{to} is no time like 2026-01-31T12:00:00Z")))?;
            moves.push(ClockMove::To(moment));
        }
        (None, None, Some(what), false) => moves.push(ClockMove::After(what, form.username)),
        (None, None, None, true) => moves.push(ClockMove::Real),
        (None, None, None, false) if !moves.is_empty() => {}
        _ => return Err(wrong("say one of by, to, after and real")),
    }
    Ok(moves)
}

fn wrong(reason: impl Into<String>) -> Error {
    Error::Clock {
        reason: reason.into(),
    }
}

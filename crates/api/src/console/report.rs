//! What the command line prints of an import and of the doctor: short lines that can be read and searched.

use crate::import::Refused;
use crate::problem::Problem;
use crate::view::{CheckState, CheckView, ConnectionForm, ImportView};

/// Why a file is refused, in one line.
pub fn refusal(refused: &Refused) -> String {
    let Problem { detail, hint, .. } = Problem::of_import(refused);
    let hint = hint.map(|hint| format!(" {hint}")).unwrap_or_default();
    format!("{detail}{hint}")
}

/// What an import says, for review.
pub fn review(view: &ImportView) -> String {
    let form = &view.form;
    let mut lines = vec![format!("format            {}", view.format)];
    let facts = [
        ("name", Some(form.name.clone())),
        ("region", form.region.clone()),
        ("user pool", form.user_pool_id.clone()),
        ("app client", form.client_id.clone()),
        (
            "client secret",
            form.has_client_secret.then(|| "in the file".to_owned()),
        ),
        (
            "identity pool",
            form.identity_pool.as_ref().map(|pool| pool.id.clone()),
        ),
        (
            "sign-in page",
            form.hosted_ui.as_ref().map(|hosted| hosted.domain.clone()),
        ),
        ("ways to sign in", Some(form.methods.join(", "))),
    ];
    for (name, fact) in facts {
        if let Some(fact) = fact {
            lines.push(format!("{name:<18}{fact}"));
        }
    }
    lines.extend(places(form));
    for note in &view.notes {
        let detail = if note.detail.is_empty() {
            String::new()
        } else {
            format!(": {}", note.detail)
        };
        lines.push(format!("note              {}{detail}", note.key));
    }
    for path in &view.unknown {
        lines.push(format!("not known         {path}"));
    }
    lines.join("\n")
}

fn places(form: &ConnectionForm) -> Vec<String> {
    let place = |location: &crate::view::LocationForm| {
        let write = match (&location.write_groups, location.can_write) {
            (_, false) => "read".to_owned(),
            (None, true) => "read, write".to_owned(),
            (Some(groups), true) => format!("read; write: {}", groups.join(", ")),
        };
        format!(
            "place             s3://{}/{} ({write})",
            location.bucket, location.prefix
        )
    };
    form.locations.iter().map(place).collect()
}

/// What the doctor says, a line for each check.
pub fn verdict(checks: &[CheckView]) -> String {
    let line = |check: &CheckView| {
        let state = match check.state {
            CheckState::Ok => "ok",
            CheckState::Failed => "MEND",
            CheckState::Skipped | CheckState::Running => "-",
        };
        let field = check
            .field
            .as_ref()
            .map(|field| format!(" [{field}]"))
            .unwrap_or_default();
        let said = check.problem.as_ref().map(|problem| {
            let hint = problem.hint.map(|hint| format!(" {hint}")).unwrap_or_default();
            format!(": {}{hint}", problem.detail)
        });
        format!("{state:<5} {}{field}{}", check.id, said.unwrap_or_default())
    };
    checks.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Whether something has to be mended.
pub fn something_wrong(checks: &[CheckView]) -> bool {
    checks.iter().any(|check| check.state == CheckState::Failed)
}

//! `gatehouse sandbox serve`: the sandbox alone, for boto3, the AWS command line, or an app in the making.

use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

use base::SystemClock;
use sandbox::{Options, Sandbox};
use serde_json::Value;

use super::super::Failure;

/// Runs the sandbox until it is interrupted. Says on standard output how to reach it: one `name value` a line, or JSON.
pub(super) async fn run(port: u16, folder: PathBuf, json: bool) -> Result<(), Failure> {
    let sandbox = Sandbox::start(Options {
        folder,
        port,
        clock: Arc::new(SystemClock),
    })
    .await?;
    describe(&sandbox, json, &mut io::stdout().lock())?;
    tokio::signal::ctrl_c().await?;
    sandbox.stop().await;
    Ok(())
}

fn describe(sandbox: &Sandbox, json: bool, out: &mut impl Write) -> io::Result<()> {
    let (world, url) = (sandbox.world(), sandbox.url());
    let token = sandbox.control_token().expose();
    let facts: [(&str, &str); 7] = [
        ("url", url),
        ("region", &world.region),
        ("user-pool-id", &world.user_pool_id),
        ("client-id", &world.client_id),
        ("identity-pool-id", &world.identity_pool_id),
        ("bucket", &world.bucket),
        ("control-token", token),
    ];
    if json {
        let all: Value = facts
            .iter()
            .map(|(name, value)| ((*name).replace('-', "_"), Value::from(*value)))
            .collect();
        writeln!(out, "{all:#}")?;
        return out.flush();
    }
    for (name, value) in facts {
        writeln!(out, "{name} {value}")?;
    }
    writeln!(
        out,
        "inbox curl -H 'Authorization: Bearer {token}' {url}/_sandbox/inbox"
    )?;
    writeln!(
        out,
        "reset curl -X POST -H 'Authorization: Bearer {token}' {url}/_sandbox/reset"
    )?;
    out.flush()
}

//! The sandbox alone: for boto3, the AWS command line, or an app in the making.

use std::error::Error;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

use base::SystemClock;
use sandbox::{Options, Sandbox};

/// Runs the sandbox until it is interrupted. Says on standard output how to reach it, one `name value` a line.
pub(crate) fn run(port: u16, folder: PathBuf) -> Result<(), Box<dyn Error>> {
    tokio::runtime::Runtime::new()?.block_on(async {
        let sandbox = Sandbox::start(Options {
            folder,
            port,
            clock: Arc::new(SystemClock),
        })
        .await?;
        describe(&sandbox, &mut io::stdout().lock())?;
        tokio::signal::ctrl_c().await?;
        sandbox.stop().await;
        Ok(())
    })
}

fn describe(sandbox: &Sandbox, out: &mut impl Write) -> io::Result<()> {
    let (world, url) = (sandbox.world(), sandbox.url());
    let token = sandbox.control_token().expose();
    writeln!(out, "url {url}")?;
    writeln!(out, "region {}", world.region)?;
    writeln!(out, "user-pool-id {}", world.user_pool_id)?;
    writeln!(out, "client-id {}", world.client_id)?;
    writeln!(out, "identity-pool-id {}", world.identity_pool_id)?;
    writeln!(out, "bucket {}", world.bucket)?;
    writeln!(out, "control-token {token}")?;
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

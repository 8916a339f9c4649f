//! Other people's programs. They get a clean environment and are ended with the value that stands for them.

use std::ffi::OsStr;
use std::net::TcpListener;
use std::path::Path;
use std::process::Stdio;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

use tokio::process::{Child, Command};

/// How long a program may take to answer or to end. It is a limit for what hangs, not a measure.
const PATIENCE: Duration = Duration::from_secs(120);

/// A port that was free a moment ago, and that nobody is given by chance: it lies below those that the system gives out
/// (on Linux from 32768), and in a range of this test's own.
pub fn free_port() -> u16 {
    static TAKEN: AtomicU16 = AtomicU16::new(0);
    let slot = std::env::var("NEXTEST_TEST_GLOBAL_SLOT").ok();
    let slot = slot.and_then(|slot| slot.parse::<u16>().ok()).unwrap_or(0) % 100;
    let port = || 20_000 + slot * 100 + TAKEN.fetch_add(1, Ordering::Relaxed) % 100;
    std::iter::repeat_with(port)
        .take(100)
        .find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok())
        .expect("a port on loopback")
}

/// A command with nothing of this process' environment but what programs need to be found and to write.
pub fn clean(program: impl AsRef<OsStr>, home: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .env_clear()
        .env("HOME", home)
        .env("TMPDIR", home)
        .env("LANG", "C.UTF-8")
        .stdin(Stdio::null());
    if let Some(path) = std::env::var_os("PATH") {
        command.env("PATH", path);
    }
    command.kill_on_drop(true);
    command
}

/// Runs a program to its end and gives what it wrote; panics with it when the program fails.
pub async fn finish(mut command: Command) -> String {
    let output = tokio::time::timeout(PATIENCE, command.output()).await;
    let output = output.expect("the program ends").expect("the program starts");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{said}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    said
}

/// Starts a server and waits until `answers` says that it does.
pub async fn serve(mut command: Command, answers: impl AsyncFn() -> bool) -> Child {
    let mut child = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the server starts");
    let waiting = async {
        while !answers().await {
            let ended = child.try_wait().expect("the server's state");
            assert!(ended.is_none(), "the server ended at once: {ended:?}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(PATIENCE, waiting)
        .await
        .expect("the server answers");
    child
}

/// Whether something accepts connections on the port.
pub async fn accepts(port: u16) -> bool {
    tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_ok()
}

//! `cargo xtask bench`: start and memory of the release build against a hello-world window with the same settings,
//! and the requests from "Sign in" to the first row. Both windows are measured turn by turn on one desktop, through
//! the same WebDriver, so the ratio holds where the figures themselves would not.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use base::SystemClock;
use tests::desktop::Desktop;
use tests::device::Device;
use tests::keys::MemoryKeys;
use tests::place::target;
use tests::window::Window;
use tests::world::World;

/// Pairs of starts; the first of each is thrown away.
const PAIRS: usize = 11;

#[tokio::main]
async fn main() {
    requests().await;
    windows().await;
}

async fn requests() {
    let world = World::fresh().await;
    let home = world.folder.path().join("home");
    let device = Device::on(
        &world,
        &home,
        Arc::new(MemoryKeys::default()),
        Arc::new(SystemClock),
    )
    .await;
    for visit in ["first sign-in", "known identity"] {
        let before = device.last_call();
        device.sign_in("ada", "Gatehouse-1").await;
        device.rows("private", "").await.expect("ada's files");
        let operations = device.operations(before);
        say(&format!(
            "requests to the first row, {visit}: {} ({})",
            operations.len(),
            operations.join(", ")
        ));
        device.api.sign_out(false).await.expect("the app is open");
        device.settled().await;
    }
}

async fn windows() {
    let app = target().join("release/gatehouse");
    let hello = target().join("hello/release/hello");
    let desktop = Desktop::fresh();
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for pair in 0..PAIRS {
        let mut take = [
            (app.as_path(), "[name=password]", &mut ours),
            (hello.as_path(), "h1", &mut theirs),
        ];
        if pair % 2 == 1 {
            take.reverse();
        }
        for (program, usable, into) in take {
            into.push(start(&desktop, program, usable).await);
        }
    }
    let (ours, theirs) = (Run::median(&ours[1..]), Run::median(&theirs[1..]));
    let ratio = |a: f64, b: f64| a / b;
    say(&format!(
        "start to the first usable screen: {} ms, hello world {} ms, ratio {:.2}",
        ours.time.as_millis(),
        theirs.time.as_millis(),
        ratio(ours.time.as_secs_f64(), theirs.time.as_secs_f64())
    ));
    say(&format!(
        "memory of the core process (PSS): {:.1} MB, hello world {:.1} MB, ratio {:.2}",
        ours.memory as f64 / 1e3,
        theirs.memory as f64 / 1e3,
        ratio(ours.memory as f64, theirs.memory as f64)
    ));
    let size = |path: &Path| fs::metadata(path).map(|file| file.len()).unwrap_or_default() as f64 / 1e6;
    say(&format!(
        "size of the program: {:.1} MB, hello world {:.1} MB, ratio {:.2}",
        size(&app),
        size(&hello),
        ratio(size(&app), size(&hello))
    ));
}

/// One start.
#[derive(Clone, Copy)]
struct Run {
    time: Duration,
    /// Kilobytes.
    memory: u64,
}

impl Run {
    fn median(runs: &[Self]) -> Self {
        let mut times: Vec<Duration> = runs.iter().map(|run| run.time).collect();
        let mut memories: Vec<u64> = runs.iter().map(|run| run.memory).collect();
        times.sort();
        memories.sort_unstable();
        Self {
            time: times[times.len() / 2],
            memory: memories[memories.len() / 2],
        }
    }
}

async fn start(desktop: &Desktop, program: &Path, usable: &str) -> Run {
    let began = Instant::now();
    let window = Window::open_program(desktop, program).await;
    window.shown(usable).await;
    window.painted().await;
    let time = began.elapsed();
    let memory = memory_of(program).expect("the process");
    window.close().await;
    Run { time, memory }
}

/// The proportional set size of the process that runs this program, in kilobytes.
fn memory_of(program: &Path) -> Option<u64> {
    let program = program.canonicalize().ok()?;
    for process in fs::read_dir("/proc").ok()?.flatten() {
        if fs::read_link(process.path().join("exe")).is_ok_and(|exe| exe == program) {
            let usage = fs::read_to_string(process.path().join("smaps_rollup")).ok()?;
            let line = usage.lines().find(|line| line.starts_with("Pss:"))?;
            return line.split_whitespace().nth(1)?.parse().ok();
        }
    }
    None
}

fn say(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

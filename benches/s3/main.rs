//! One arm of the bench of listings and transfers, chosen by the first argument. `measure.py` runs the arms turn by turn
//! with the peers and measures the time, the CPU and the memory of each process; what an arm knows better it says as one
//! line of JSON.

mod null;
mod ours;
mod raw;
mod server;

use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use serde_json::Value;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        ["serve"] => server::serve().await,
        ["null", "list", url, bucket] => null::list(url, bucket).await,
        ["null", "up", url, size] => null::up(url, number(size)).await,
        ["null", "down", url, size] => null::down(url, number(size)).await,
        ["raw", "up", url, path, key] => raw::up(url, Path::new(path), key).await,
        ["raw", "down", url, into, key, size] => raw::down(url, Path::new(into), key, number(size)).await,
        ["raw", "up-many", url, folder, prefix] => raw::up_many(url, Path::new(folder), prefix).await,
        ["raw", "down-many", url, into, prefix, count] => {
            raw::down_many(url, Path::new(into), prefix, number(count)).await;
        }
        ["ours", "first-row", url, bucket] => say(&ours::first_row(url, bucket).await),
        ["ours", "list", url, bucket] => say(&ours::list(url, bucket).await),
        ["ours", "up", url, path, folder] => say(&ours::up(url, Path::new(path), folder, None).await),
        ["ours", "up", url, path, folder, journal] => {
            say(&ours::up(url, Path::new(path), folder, Some(Path::new(journal))).await);
        }
        ["ours", "down", url, into, key] => say(&ours::down(url, Path::new(into), key, None).await),
        ["ours", "down", url, into, key, journal] => {
            say(&ours::down(url, Path::new(into), key, Some(Path::new(journal))).await);
        }
        ["ours", "resume", url, journal] => say(&ours::resume(url, Path::new(journal)).await),
        ["ours", "stops", url, path, into, key] => {
            say(&ours::stops(url, Path::new(path), Path::new(into), key).await);
        }
        _ => return ExitCode::FAILURE,
    }
    ExitCode::SUCCESS
}

fn number(text: &str) -> u64 {
    text.parse().expect("a number")
}

fn say(what: &Value) {
    let _ = writeln!(std::io::stdout(), "{what}");
}

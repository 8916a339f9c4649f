//! One version of an object as a file on this device (`GetObject`), streamed, under a name that is free there.

use std::path::Path;

use tokio::io::AsyncWriteExt as _;

use super::run::Run;
use super::undo::Kept;
use crate::transfers::Target;
use crate::{Error, Location, names};

pub(super) async fn save(run: &Run, location: &Location, version: &Kept, into: &Path) -> Result<(), Error> {
    run.change(|job| {
        job.total = 1;
        job.counting = false;
    });
    let saved = run
        .cancel
        .run_until_cancelled(written(run, location, version, into));
    match saved.await {
        Some(Ok(())) => run.change(|job| job.done += 1),
        Some(Err(error)) => return Err(error),
        None => {}
    }
    Ok(())
}

async fn written(run: &Run, location: &Location, version: &Kept, into: &Path) -> Result<(), Error> {
    let answer = run
        .files
        .client()
        .get_object()
        .bucket(&location.bucket)
        .key(location.whole(&version.key))
        .version_id(&version.version)
        .send()
        .await?;
    let total = answer
        .content_length
        .and_then(|length| u64::try_from(length).ok());
    run.change(|job| {
        job.total_bytes = total.unwrap_or(0);
        job.done_bytes = 0;
    });
    let name = names::local(names::last_part(&version.key), names::Rules::here());
    let (folder, wanted) = (into.to_path_buf(), name.clone());
    let made = tokio::task::spawn_blocking(move || Target::create(&folder, &[], &wanted));
    let (target, file) = made.await.map_err(|_| Error::NoFreeName)??;
    let disk = |error| Error::local(into, &error);
    let mut file = tokio::fs::File::from_std(file);
    let (mut body, mut received) = (answer.body, 0);
    while let Some(chunk) = body.try_next().await? {
        received += chunk.len() as u64;
        file.write_all(&chunk).await.map_err(disk)?;
        run.change(|job| job.done_bytes = received);
    }
    file.flush().await.map_err(disk)?;
    drop(file);
    if total.is_some_and(|total| total != received) {
        return Err(Error::Damaged);
    }
    let kept = tokio::task::spawn_blocking(move || target.keep(&name));
    kept.await.map_err(|_| Error::NoFreeName)??;
    Ok(())
}

//! Deleting of many (`DeleteObjects`, a thousand a call). Only where the bucket makes delete markers are the answers
//! asked for in full: the markers' versions are what undoing removes.

use aws_sdk_s3::types::{Delete, ObjectIdentifier};
use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;

use super::job::Left;
use super::objects::{Found, Item};
use super::run::Run;
use super::undo::Kept;
use crate::{Error, Files, Location};

/// The most keys of one call.
pub(super) const BATCH: usize = 1000;
/// How many calls are on their way at a time.
const AT_ONCE: usize = 3;
/// How many deletions can be undone at most.
const UNDONE: usize = 100_000;

/// What one call has done.
#[derive(Debug, Default)]
pub(super) struct Answer {
    markers: Vec<Kept>,
    pub(super) refused: Vec<(String, Error)>,
}

/// Deletes everything that the items mean; gives the delete markers that came of it.
pub(super) async fn delete(run: &Run, location: &Location, items: &[Item]) -> (Vec<Kept>, Result<(), Error>) {
    let (listing, found) = run.found(location, items);
    let work = async {
        let mut markers = Vec::new();
        let mut batches = Box::pin(found.chunks(BATCH));
        let Some(first) = batches.next().await else {
            return markers;
        };
        markers.extend(batch(run, location, first, false).await);
        let quiet = markers.is_empty();
        let mut under_way = FuturesUnordered::new();
        let mut more = true;
        while more || !under_way.is_empty() {
            tokio::select! {
                Some(made) = under_way.next(), if !under_way.is_empty() => markers.extend(made),
                found = batches.next(), if more && under_way.len() < AT_ONCE => match found {
                    Some(found) => under_way.push(batch(run, location, found, quiet)),
                    None => more = false,
                },
            }
        }
        markers
    };
    let (listed, markers) = tokio::join!(listing, work);
    // Of more than can be undone at once, half would be worse than nothing.
    let markers = if markers.len() > UNDONE {
        Vec::new()
    } else {
        markers
    };
    (markers, listed)
}

async fn batch(run: &Run, location: &Location, found: Vec<Found>, quiet: bool) -> Vec<Kept> {
    let (lines, odd): (Vec<_>, Vec<_>) = found.into_iter().partition(|found| fits_xml(&found.key));
    let mut answer = Answer::default();
    if !lines.is_empty() {
        let keys: Vec<(String, Option<String>)> =
            lines.iter().map(|found| (found.key.clone(), None)).collect();
        match run.files.delete_batch(location, &keys, quiet).await {
            Ok(told) => answer = told,
            Err(error) => answer
                .refused
                .extend(lines.iter().map(|found| (found.key.clone(), error.clone()))),
        }
    }
    for one in &odd {
        match run.files.delete_one(location, &one.key).await {
            Ok(marker) => answer.markers.extend(marker),
            Err(error) => answer.refused.push((one.key.clone(), error)),
        }
    }
    for found in lines.iter().chain(&odd) {
        match answer.refused.iter().find(|(key, _)| *key == found.key) {
            Some((key, error)) => run.failed(key, error.clone(), Left::Untouched),
            None => run.did(found.size),
        }
    }
    answer.markers
}

impl Files {
    pub(super) async fn delete_batch(
        &self,
        location: &Location,
        keys: &[(String, Option<String>)],
        quiet: bool,
    ) -> Result<Answer, Error> {
        let objects = keys.iter().filter_map(|(key, version)| {
            ObjectIdentifier::builder()
                .key(location.whole(key))
                .set_version_id(version.clone())
                .build()
                .ok()
        });
        let delete = Delete::builder()
            .set_objects(Some(objects.collect()))
            .quiet(quiet)
            .build()
            .map_err(|_| Error::Damaged)?;
        let answer = self
            .client()
            .delete_objects()
            .bucket(&location.bucket)
            .delete(delete)
            .send()
            .await?;
        let below = |key: Option<&str>| key?.strip_prefix(&location.prefix).map(str::to_owned);
        let request_id = aws_sdk_s3::operation::RequestId::request_id(&answer);
        let markers = answer.deleted().iter().filter_map(|deleted| {
            let made = deleted
                .delete_marker()
                .unwrap_or(false)
                .then(|| deleted.delete_marker_version_id());
            Some(Kept {
                key: below(deleted.key())?,
                version: made??.to_owned(),
            })
        });
        let refused = answer
            .errors()
            .iter()
            .filter_map(|error| Some((below(error.key())?, Error::of_code(error.code(), request_id))));
        Ok(Answer {
            markers: markers.collect(),
            refused: refused.collect(),
        })
    }

    async fn delete_one(&self, location: &Location, key: &str) -> Result<Option<Kept>, Error> {
        let answer = self
            .client()
            .delete_object()
            .bucket(&location.bucket)
            .key(location.whole(key))
            .send()
            .await?;
        let marker = answer.delete_marker.unwrap_or(false);
        Ok(answer.version_id.filter(|_| marker).map(|version| Kept {
            key: key.to_owned(),
            version,
        }))
    }
}

/// Whether a key can stand in XML, which has no sign for most control characters.
fn fits_xml(key: &str) -> bool {
    key.chars().all(
        |c| matches!(c, '\u{9}' | '\u{a}' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..),
    )
}

#[cfg(test)]
mod tests {
    use super::fits_xml;

    #[test]
    fn a_key_that_xml_cannot_carry_goes_alone() {
        assert!(fits_xml("a b/é\n.txt"));
        assert!(!fits_xml("a\u{1}b"));
        assert!(!fits_xml("a\rb"), "a carriage return would arrive as a line feed");
    }
}

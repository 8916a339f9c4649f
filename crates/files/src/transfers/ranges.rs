//! The bytes of one version of an object, fetched in windows, four at a time, each written to its place in the file.
//! Memory holds one buffer for each window under way. A broken connection is taken up again at the byte that was
//! reached.

use std::fs::File;
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use aws_sdk_s3::operation::get_object::GetObjectOutput;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::ChecksumMode;
use bytes::{Bytes, BytesMut};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};

use super::digest::{Digest, Expected};
use super::work::Work;
use crate::{Error, Location};

/// How often it is written down what is on the disk.
pub(super) const NOTED_EVERY: Duration = Duration::from_millis(100);
/// The size of a window, in bytes.
const WINDOW: u64 = 8 << 20;
/// How many windows of one file are under way at a time.
const AT_ONCE: usize = 4;
/// How often a connection may break without a byte having arrived.
const MOST_FAILURES: u32 = 4;
/// The pause after the first break; it doubles with each.
const PAUSE: Duration = Duration::from_millis(200);
/// How many bytes are written to the disk at a time.
const BUFFER: usize = 1 << 20;

/// The bytes that are on the disk.
#[derive(Debug, Default)]
pub(super) struct There(Mutex<Vec<Range<u64>>>);

impl There {
    pub(super) fn new(ranges: Vec<Range<u64>>) -> Self {
        let there = Self::default();
        ranges.into_iter().for_each(|range| there.add(range));
        there
    }

    pub(super) fn get(&self) -> Vec<Range<u64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn bytes(&self) -> u64 {
        self.get().iter().map(|range| range.end - range.start).sum()
    }

    /// Adds a range and joins those that touch.
    fn add(&self, range: Range<u64>) {
        if range.is_empty() {
            return;
        }
        let mut ranges = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = ranges.partition_point(|other| other.end < range.start);
        let touching = ranges[at..].partition_point(|other| other.start <= range.end);
        let joined = ranges.drain(at..at + touching).fold(range, |all, other| {
            all.start.min(other.start)..all.end.max(other.end)
        });
        ranges.insert(at, joined);
    }

    /// What is missing of `size` bytes, in windows.
    fn missing(&self, size: u64, window: u64) -> Vec<Range<u64>> {
        let mut missing = Vec::new();
        let mut at = 0;
        for there in self.get().into_iter().chain(std::iter::once(size..size)) {
            while at < there.start.min(size) {
                let end = (at + window).min(there.start).min(size);
                missing.push(at..end);
                at = end;
            }
            at = at.max(there.end);
        }
        missing
    }
}

/// One version of an object.
pub(super) struct Fetch<'a> {
    work: &'a Work,
    location: &'a Location,
    key: &'a str,
    /// Which version; none for whichever there is.
    etag: Option<String>,
}

/// Where the bytes of a window go.
struct Sink<'a> {
    file: Arc<File>,
    folder: &'a Path,
    there: &'a There,
}

impl<'a> Fetch<'a> {
    pub(super) fn new(work: &'a Work, location: &'a Location, key: &'a str, etag: Option<String>) -> Self {
        Self {
            work,
            location,
            key,
            etag,
        }
    }

    /// The answer for the whole object (`GetObject`).
    pub(super) async fn whole(&self) -> Result<GetObjectOutput, Error> {
        self.get(None).await
    }

    /// The size of each part but the last, where the object was made of `count` of one size (`HeadObject`).
    pub(super) async fn part_size(&self, count: u32, size: u64) -> Result<Option<u64>, Error> {
        let head = self
            .work
            .files()
            .client()
            .head_object()
            .bucket(&self.location.bucket)
            .key(self.location.whole(self.key))
            .part_number(1)
            .set_if_match(self.etag.clone())
            .send()
            .await;
        let part = match head {
            Ok(head) => head.content_length.and_then(|length| u64::try_from(length).ok()),
            Err(_) => None,
        };
        Ok(part.filter(|&part| part > 0 && size.div_ceil(part) == u64::from(count)))
    }

    /// Fetches what is missing of `size` bytes into `file`. Gives the digest of all bytes where it can be had on the way.
    /// `first` is the body of an answer for the whole object.
    pub(super) async fn fill(
        &self,
        file: Arc<File>,
        size: u64,
        there: &There,
        expected: Option<&Expected>,
        first: Option<ByteStream>,
        folder: &Path,
    ) -> Result<Option<Digest>, Error> {
        // Without an entity tag two answers might be of two versions.
        let window = if self.etag.is_some() { WINDOW } else { u64::MAX / 2 };
        let missing = there.missing(size, window);
        let single = missing.len() <= 1;
        let sink = Sink { file, folder, there };
        let bodies = std::iter::once(first).chain(std::iter::repeat_with(|| None));
        let windows: Vec<_> = missing.into_iter().zip(bodies).collect();
        let digests: Vec<Option<Digest>> = stream::iter(windows)
            .map(|(range, body)| {
                let digest = expected
                    .filter(|expected| single || expected.combines())
                    .and_then(Expected::begin);
                self.window(range, size, body, digest, &sink)
            })
            .buffered(AT_ONCE)
            .try_collect()
            .await?;
        let mut digests = digests.into_iter();
        let Some(Some(mut whole)) = digests.next() else {
            return Ok(expected.filter(|_| size == 0).and_then(Expected::begin));
        };
        for next in digests {
            if !next.is_some_and(|next| whole.append(&next)) {
                return Ok(None);
            }
        }
        Ok(Some(whole))
    }

    async fn window(
        &self,
        range: Range<u64>,
        size: u64,
        body: Option<ByteStream>,
        mut digest: Option<Digest>,
        sink: &Sink<'_>,
    ) -> Result<Option<Digest>, Error> {
        let _turn = if size > WINDOW {
            self.work.shared.parts.acquire().await.ok()
        } else {
            None
        };
        let ranged = range.end - range.start < size;
        let mut body = match body {
            Some(body) => body,
            None => self.get(ranged.then_some(&range)).await?.body,
        };
        let mut buffer =
            BytesMut::with_capacity(BUFFER.min(usize::try_from(range.end - range.start).unwrap_or(BUFFER)));
        let (mut received, mut written, mut failures) = (range.start, range.start, 0);
        loop {
            let chunk = if received < range.end {
                body.try_next().await.map_err(Error::from)
            } else if range.end == size {
                // Whatever follows the last byte makes the others doubtful.
                body.try_next().await.map_err(|_| Error::Damaged)
            } else {
                Ok(None)
            };
            match chunk {
                Ok(Some(mut chunk)) => {
                    if range.end == size && received + chunk.len() as u64 > size {
                        return Err(Error::Damaged);
                    }
                    let room = usize::try_from(range.end - received).unwrap_or(usize::MAX);
                    chunk.truncate(room);
                    received += chunk.len() as u64;
                    if let Some(digest) = &mut digest {
                        digest.update(&chunk);
                    }
                    self.work.meter.add(chunk.len() as u64);
                    buffer.extend_from_slice(&chunk);
                    if buffer.len() >= BUFFER {
                        written = sink.write(written, buffer.split().freeze()).await?;
                    }
                    failures = 0;
                    self.work.shared.limit.pass(chunk.len() as u64).await;
                }
                Ok(None) if received == range.end => break,
                Ok(None) | Err(Error::Offline | Error::Expired { .. })
                    if failures < MOST_FAILURES && self.etag.is_some() =>
                {
                    tokio::time::sleep(PAUSE * 2_u32.pow(failures)).await;
                    failures += 1;
                    body = self.get(Some(&(received..range.end))).await?.body;
                }
                Ok(None) => return Err(Error::Offline),
                Err(error) => return Err(error),
            }
        }
        sink.write(written, buffer.freeze()).await?;
        Ok(digest)
    }

    /// Some bytes of this version (`GetObject`).
    async fn get(&self, range: Option<&Range<u64>>) -> Result<GetObjectOutput, Error> {
        let bytes = range.map(|range| format!("bytes={}-{}", range.start, range.end - 1));
        let request = || async {
            let request = self
                .work
                .files()
                .client()
                .get_object()
                .bucket(&self.location.bucket)
                .key(self.location.whole(self.key))
                .checksum_mode(ChecksumMode::Enabled)
                .set_range(bytes.clone())
                .set_if_match(self.etag.clone());
            request.send().await.map_err(Error::from)
        };
        let answer = self.work.with_credentials(request).await?;
        if self.etag.is_some() && answer.e_tag != self.etag {
            return Err(Error::Changed { request_id: None });
        }
        if let Some(range) = range {
            let told = answer.content_range().unwrap_or_default();
            if !told.starts_with(&format!("bytes {}-{}/", range.start, range.end - 1)) {
                return Err(Error::Damaged);
            }
        }
        Ok(answer)
    }
}

impl Sink<'_> {
    /// Writes bytes to their place and tells where they end.
    async fn write(&self, at: u64, bytes: Bytes) -> Result<u64, Error> {
        if bytes.is_empty() {
            return Ok(at);
        }
        let end = at + bytes.len() as u64;
        let file = Arc::clone(&self.file);
        let written = tokio::task::spawn_blocking(move || write_at(&file, at, &bytes)).await;
        match written {
            Ok(Ok(())) => {
                self.there.add(at..end);
                Ok(end)
            }
            Ok(Err(error)) => Err(Error::local(self.folder, &error)),
            Err(_) => Err(Error::Offline),
        }
    }
}

#[cfg(unix)]
fn write_at(file: &File, at: u64, bytes: &[u8]) -> std::io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, at)
}

#[cfg(windows)]
fn write_at(file: &File, mut at: u64, mut bytes: &[u8]) -> std::io::Result<()> {
    while !bytes.is_empty() {
        let written = std::os::windows::fs::FileExt::seek_write(file, bytes, at)?;
        if written == 0 {
            return Err(std::io::ErrorKind::WriteZero.into());
        }
        at += written as u64;
        bytes = &bytes[written..];
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_and_what_is_missing_are_the_whole() {
        let there = There::default();
        assert_eq!(there.missing(20, 8), [0..8, 8..16, 16..20]);
        there.add(8..12);
        there.add(0..3);
        there.add(12..16);
        assert_eq!(there.get(), [0..3, 8..16]);
        assert_eq!(there.missing(20, 8), [3..8, 16..20]);
        there.add(3..8);
        there.add(16..20);
        assert_eq!(there.get(), [Range { start: 0, end: 20 }]);
        assert!(there.missing(20, 8).is_empty());
        assert!(
            There::default().missing(0, 8).is_empty(),
            "an empty object has no windows"
        );
    }
}

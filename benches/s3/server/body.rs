//! What goes down: one block of noise, over and over, and its checksum at any length.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use std::task::{Context, Poll};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use crc_fast::CrcAlgorithm::Crc64Nvme;
use hyper::body::{Body, Frame, SizeHint};

/// What every object consists of.
static BLOCK: LazyLock<Bytes> = LazyLock::new(|| {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let words = (0..(8 << 20) / 8).flat_map(|_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()
    });
    words.collect::<Vec<u8>>().into()
});
/// Its checksum.
static WHOLE: LazyLock<u64> = LazyLock::new(|| crc_fast::checksum(Crc64Nvme, &BLOCK));
/// How much goes into one frame of an answer, in bytes.
const FRAME: u64 = 256 * 1024;

/// Makes the block.
pub(super) fn warm() {
    LazyLock::force(&WHOLE);
}

/// An answer's body.
pub(crate) enum Answer {
    /// A range of an object, and where it is counted.
    Object { at: u64, end: u64, sent: Arc<AtomicU64> },
    /// Anything else.
    Document(Bytes),
}

impl Body for Answer {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let frame = match &mut *self {
            Self::Object { at, end, sent } if *at < *end => {
                let from = *at % BLOCK.len() as u64;
                let length = FRAME.min(BLOCK.len() as u64 - from).min(*end - *at);
                *at += length;
                sent.fetch_add(length, Ordering::Relaxed);
                Some(BLOCK.slice(from as usize..(from + length) as usize))
            }
            Self::Document(bytes) if !bytes.is_empty() => Some(std::mem::take(bytes)),
            Self::Object { .. } | Self::Document(_) => None,
        };
        Poll::Ready(frame.map(|bytes| Ok(Frame::data(bytes))))
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Object { at, end, .. } => SizeHint::with_exact(end - at),
            Self::Document(bytes) => SizeHint::with_exact(bytes.len() as u64),
        }
    }
}

/// CRC-64/NVME of an object of that size, as its header has it.
pub(super) fn checksum(size: u64) -> String {
    let block = BLOCK.len() as u64;
    let tail = size % block;
    let whole = (0..size / block).fold(None, |crc, _| {
        Some(crc.map_or(*WHOLE, |crc| {
            crc_fast::checksum_combine(Crc64Nvme, crc, *WHOLE, block)
        }))
    });
    let last = crc_fast::checksum(Crc64Nvme, &BLOCK[..tail as usize]);
    let crc = whole.map_or(last, |crc| crc_fast::checksum_combine(Crc64Nvme, crc, last, tail));
    BASE64_STANDARD.encode(crc.to_be_bytes())
}

//! Bodies that are counted while the connection reads them, and that are read no faster than the limit allows. The
//! count is what progress bars show, and nothing else depends on it.

use std::future::Future as _;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use aws_sdk_s3::primitives::{ByteStream, SdkBody};
use aws_smithy_types::body::Error;
use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use tokio::time::{Sleep, sleep_until};

use super::limit::Limit;
use super::meter::Share;

/// How many bytes are handed over at a time.
const SLICE: usize = 64 << 10;

/// A request's body made of `content`, counted towards `share`. It can be sent again if `content` can.
pub(super) fn counted(content: ByteStream, share: &Arc<Share>, limit: &Arc<Limit>) -> ByteStream {
    let (share, limit) = (Arc::clone(share), Arc::clone(limit));
    let count = move |inner| {
        SdkBody::from_body_1_x(Counted {
            inner,
            share: Arc::clone(&share),
            limit: Arc::clone(&limit),
            attempt: None,
            turn: None,
        })
    };
    ByteStream::new(content.into_inner().map(count))
}

/// A body of `bytes` that is handed over in slices, so that its progress can be seen.
pub(super) fn sliced(bytes: Bytes) -> ByteStream {
    ByteStream::new(SdkBody::retryable(move || {
        SdkBody::from_body_1_x(Sliced(bytes.clone()))
    }))
}

struct Counted {
    inner: SdkBody,
    share: Arc<Share>,
    limit: Arc<Limit>,
    attempt: Option<u64>,
    turn: Option<Pin<Box<Sleep>>>,
}

impl Body for Counted {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        let attempt = match self.attempt {
            Some(attempt) => attempt,
            None => {
                let attempt = self.share.begin();
                self.attempt = Some(attempt);
                attempt
            }
        };
        if let Some(turn) = &mut self.turn {
            match turn.as_mut().poll(context) {
                Poll::Ready(()) => self.turn = None,
                Poll::Pending => return Poll::Pending,
            }
        }
        let frame = Pin::new(&mut self.inner).poll_frame(context);
        if let Poll::Ready(Some(Ok(frame))) = &frame
            && let Some(bytes) = frame.data_ref()
        {
            let bytes = bytes.len() as u64;
            self.share.add(attempt, bytes);
            self.turn = self.limit.pay(bytes).map(|turn| Box::pin(sleep_until(turn)));
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        Body::size_hint(&self.inner)
    }
}

struct Sliced(Bytes);

impl Body for Sliced {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        let length = self.0.len().min(SLICE);
        let slice = self.0.split_to(length);
        Poll::Ready((!slice.is_empty()).then(|| Ok(Frame::data(slice))))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.0.len() as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::super::meter::Meter;
    use super::*;

    #[tokio::test]
    async fn a_body_arrives_whole_is_counted_and_can_be_sent_again() {
        let meter = Arc::new(Meter::default());
        let content = Bytes::from(vec![7; 3 * SLICE + 5]);
        let limit = Arc::new(Limit::new(None));
        let body = counted(sliced(content.clone()), &Share::of(&meter), &limit).into_inner();
        let again = body.try_clone().expect("a body in memory can be sent again");

        for body in [body, again] {
            assert_eq!(
                Body::size_hint(&body).exact(),
                Some(content.len() as u64),
                "or it cannot be signed"
            );
            let arrived = ByteStream::new(body)
                .collect()
                .await
                .expect("nothing can fail in memory");
            assert_eq!(arrived.into_bytes(), content);
            assert_eq!(
                meter.done(),
                content.len() as u64,
                "the second time counts in place of the first"
            );
        }
    }
}

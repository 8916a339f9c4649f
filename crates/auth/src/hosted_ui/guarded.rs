//! The sockets of the way back: both loopback addresses, few connections at a time, and each of them small and short.
//! A flood, a huge request or one that never ends costs little, and the sign-in goes on.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::serve::Listener;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};
use tokio::time::Sleep;

/// The largest request, in bytes.
pub(super) const LARGEST: usize = 8 * 1024;

/// How long a connection may last.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

/// How many connections there may be at a time.
const ROOM: usize = 64;

/// How long to wait where a connection cannot be taken.
const PAUSE: Duration = Duration::from_millis(50);

/// One port on both loopback addresses.
#[derive(Debug)]
pub(super) struct Sockets {
    four: TcpListener,
    /// None where the computer has no IPv6.
    six: Option<TcpListener>,
    room: Arc<Semaphore>,
    /// Goes when the sockets have gone, because it is the last of them.
    held: Option<oneshot::Sender<()>>,
}

impl Sockets {
    /// Resolves when the sockets are gone.
    pub(super) fn gone(&mut self) -> oneshot::Receiver<()> {
        let (held, gone) = oneshot::channel();
        self.held = Some(held);
        gone
    }

    /// Takes a port. On neither address may it be somebody else's: the browser may try either first.
    pub(super) async fn bind(port: u16) -> io::Result<Self> {
        let four = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let port = four.local_addr()?.port();
        let six = match TcpListener::bind((Ipv6Addr::LOCALHOST, port)).await {
            Ok(six) => Some(six),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => return Err(error),
            Err(_) => None,
        };
        let room = Arc::new(Semaphore::new(ROOM));
        Ok(Self {
            four,
            six,
            room,
            held: None,
        })
    }

    async fn next(&self) -> io::Result<(TcpStream, SocketAddr)> {
        match &self.six {
            Some(six) => tokio::select! {
                accepted = self.four.accept() => accepted,
                accepted = six.accept() => accepted,
            },
            None => self.four.accept().await,
        }
    }
}

impl Listener for Sockets {
    type Io = Guarded;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Guarded, SocketAddr) {
        loop {
            let permit = self.room.clone().acquire_owned().await.ok();
            match self.next().await {
                Ok((stream, from)) => return (Guarded::new(stream, permit), from),
                Err(_) => tokio::time::sleep(PAUSE).await,
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.four.local_addr()
    }
}

/// A connection that ends when it has said too much or lasted too long.
#[derive(Debug)]
pub(super) struct Guarded {
    stream: TcpStream,
    /// How many more bytes may come.
    left: usize,
    end: Pin<Box<Sleep>>,
    _permit: Option<OwnedSemaphorePermit>,
}

impl Guarded {
    fn new(stream: TcpStream, permit: Option<OwnedSemaphorePermit>) -> Self {
        Self {
            stream,
            left: LARGEST,
            end: Box::pin(tokio::time::sleep(PATIENCE)),
            _permit: permit,
        }
    }

    fn over(&mut self, context: &mut Context<'_>) -> io::Result<()> {
        match self.end.as_mut().poll(context) {
            Poll::Ready(()) => Err(io::ErrorKind::TimedOut.into()),
            Poll::Pending => Ok(()),
        }
    }
}

impl AsyncRead for Guarded {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.over(context)?;
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        if let Poll::Ready(Ok(())) = &read {
            let came = buffer.filled().len() - before;
            match self.left.checked_sub(came) {
                Some(left) => self.left = left,
                None => return Poll::Ready(Err(io::ErrorKind::InvalidData.into())),
            }
        }
        read
    }
}

impl AsyncWrite for Guarded {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.over(context)?;
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.over(context)?;
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

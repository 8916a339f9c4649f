//! The way back from the browser: a page on loopback that is there only while a sign-in runs. It takes one answer, and
//! shows everybody the same page, so that nobody learns from it what was right.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tokio::sync::{mpsc, oneshot};

use super::expected::{Answer, Expected};
use super::guarded::Sockets;
use super::page::page;

/// The one path.
const PATH: &str = "/callback";

/// A port that is held, and not served yet.
#[derive(Debug)]
pub(super) struct Loopback {
    sockets: Sockets,
    port: u16,
}

/// Closes the port when dropped, a moment later.
pub(super) struct Door {
    open: oneshot::Sender<()>,
    /// Resolves when the sockets are gone.
    gone: oneshot::Receiver<()>,
}

impl Door {
    /// Closes the port, and returns when it can be had again.
    pub(super) async fn close(self) {
        drop(self.open);
        // The sender says it by going with the sockets.
        let _ = self.gone.await;
    }
}

struct Room {
    port: u16,
    expected: Arc<Expected>,
    answers: mpsc::Sender<Answer>,
}

impl Loopback {
    /// Takes the first free port of those that are registered.
    pub(super) async fn bind(ports: &[u16]) -> Option<Self> {
        for port in ports.iter().copied().filter(|port| *port != 0) {
            if let Ok(sockets) = Sockets::bind(port).await {
                return Some(Self { sockets, port });
            }
        }
        None
    }

    /// The address as it is registered. It is compared as text: `localhost`, because plain HTTP is allowed for no other
    /// name.
    pub(super) fn redirect(&self) -> String {
        format!("http://localhost:{}{PATH}", self.port)
    }

    /// Serves the page until the door is dropped.
    pub(super) fn serve(mut self, expected: Arc<Expected>, answers: mpsc::Sender<Answer>) -> Door {
        let room = Room {
            port: self.port,
            expected,
            answers,
        };
        let router = Router::new().fallback(answer).with_state(Arc::new(room));
        let (open, closed) = oneshot::channel::<()>();
        let gone = self.sockets.gone();
        let server = axum::serve(self.sockets, router).with_graceful_shutdown(async {
            // Dropped, it says just as much.
            let _ = closed.await;
        });
        tokio::spawn(server.into_future());
        Door { open, gone }
    }
}

async fn answer(State(room): State<Arc<Room>>, request: Request) -> Response {
    if !room.is_meant_by(request.headers()) {
        return refused(StatusCode::MISDIRECTED_REQUEST);
    }
    if request.uri().path() != PATH {
        return refused(StatusCode::NOT_FOUND);
    }
    if request.method() != Method::GET {
        return refused(StatusCode::METHOD_NOT_ALLOWED);
    }
    let query = request.uri().query().unwrap_or_default();
    if let Some(answer) = room.expected.read(query) {
        // One answer ends the visit; a second one finds nobody.
        let _ = room.answers.try_send(answer);
    }
    page()
}

fn refused(status: StatusCode) -> Response {
    (status, [(header::CONNECTION, "close")]).into_response()
}

impl Room {
    /// Whether the browser was sent here by a name of this computer. Another name that leads here is a trick (DNS
    /// rebinding).
    fn is_meant_by(&self, headers: &HeaderMap) -> bool {
        let mut hosts = headers.get_all(header::HOST).iter();
        let (Some(host), None) = (hosts.next(), hosts.next()) else {
            return false;
        };
        let Some((name, port)) = host.to_str().ok().and_then(|host| host.rsplit_once(':')) else {
            return false;
        };
        let ours = ["localhost", "127.0.0.1", "[::1]"].contains(&name.to_ascii_lowercase().as_str());
        ours && port == self.port.to_string()
    }
}

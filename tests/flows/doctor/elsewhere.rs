//! Somebody who answers every request with the same few bytes.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// Answers until it is dropped.
pub(super) struct Somebody {
    pub(super) url: String,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for Somebody {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Somebody who answers with this status, these headers and this body.
pub(super) async fn saying(status: &str, headers: &[&str], body: &str) -> Somebody {
    let answer = move |_: &str| (status.to_owned(), headers.join("\r\n"), body.to_owned());
    let fixed = answer("");
    answering(move |_| fixed.clone()).await
}

/// Somebody who answers by what the request line says: status, headers and body.
pub(super) async fn answering(
    answer: impl Fn(&str) -> (String, String, String) + Send + Sync + 'static,
) -> Somebody {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let task = tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = vec![0; 16 * 1024];
            let read = stream.read(&mut request).await.unwrap_or(0);
            let text = String::from_utf8_lossy(&request[..read]).into_owned();
            let (status, headers, body) = answer(text.lines().next().unwrap_or_default());
            let headers = if headers.is_empty() {
                headers
            } else {
                format!("{headers}\r\n")
            };
            let whole = format!(
                "HTTP/1.1 {status}\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n{body}",
                body.len()
            );
            stream.write_all(whole.as_bytes()).await.ok();
            stream.shutdown().await.ok();
        }
    });
    Somebody { url, task }
}

/// An address where nobody answers.
pub(super) fn nobody() -> String {
    format!("http://127.0.0.1:{}", tests::program::free_port())
}

//! A client that does nothing with the bytes: it shows what the server can do.

use std::io;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

/// How many connections share the work.
const CONNECTIONS: u64 = 2;
const BLOCK: usize = 1 << 20;

/// Fetches every page of a listing one after the other, looking for nothing but the next token.
pub(crate) async fn list(url: &str, bucket: &str) {
    let mut token = String::new();
    loop {
        let path = format!("/{bucket}?list-type=2&continuation-token={token}");
        let page = fetch(url, &path).await.expect("a page");
        let Some((_, rest)) = page.split_once("<NextContinuationToken>") else {
            return;
        };
        token = rest.split('<').next().unwrap_or_default().to_owned();
    }
}

/// What the server answers to a GET.
pub(crate) async fn fetch(url: &str, path: &str) -> io::Result<String> {
    let (mut stream, host) = connect(url).await?;
    let head = format!("GET {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

/// Sends `size` bytes.
pub(crate) async fn up(url: &str, size: u64) {
    each(url, move |url, n| async move {
        let (mut stream, host) = connect(&url).await?;
        let share = size / CONNECTIONS;
        let head = format!("PUT /bench/null-{n} HTTP/1.1\r\nhost: {host}\r\ncontent-length: {share}\r\n\r\n");
        stream.write_all(head.as_bytes()).await?;
        let block = vec![7; BLOCK];
        let mut left = share;
        while left > 0 {
            let length = left.min(BLOCK as u64);
            stream.write_all(&block[..length as usize]).await?;
            left -= length;
        }
        stream.read(&mut [0; 1024]).await
    })
    .await;
}

/// Receives what [`up`] sent.
pub(crate) async fn down(url: &str, size: u64) {
    each(url, move |url, n| async move {
        let (mut stream, host) = connect(&url).await?;
        let head = format!("GET /bench/null-{n} HTTP/1.1\r\nhost: {host}\r\n\r\n");
        stream.write_all(head.as_bytes()).await?;
        let mut block = vec![0; BLOCK];
        let mut got = 0;
        while (got as u64) < size / CONNECTIONS {
            got += stream.read(&mut block).await?;
        }
        Ok(got)
    })
    .await;
}

async fn connect(url: &str) -> io::Result<(TcpStream, String)> {
    let host = url.trim_start_matches("http://").to_owned();
    Ok((TcpStream::connect(&host).await?, host))
}

async fn each<F>(url: &str, work: impl Fn(String, u64) -> F)
where
    F: Future<Output = io::Result<usize>> + Send + 'static,
{
    let mut all = JoinSet::new();
    for n in 0..CONNECTIONS {
        all.spawn(work(url.to_owned(), n));
    }
    while let Some(done) = all.join_next().await {
        done.expect("it ends").expect("it goes through");
    }
}

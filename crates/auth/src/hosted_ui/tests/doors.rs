use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

use super::ISSUER;
use crate::hosted_ui::expected::{Answer, Expected};
use crate::hosted_ui::guarded::LARGEST;
use crate::hosted_ui::loopback::{Door, Loopback};

struct Open {
    port: u16,
    door: Option<Door>,
    answers: mpsc::Receiver<Answer>,
}

async fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
    listener.local_addr().expect("an address").port()
}

async fn open() -> Open {
    let port = free_port().await;
    let loopback = Loopback::bind(&[port]).await.expect("the port is free");
    let expected = Expected::new("the-state".into(), ISSUER.to_owned());
    let (send, answers) = mpsc::channel(1);
    Open {
        port,
        door: Some(loopback.serve(Arc::new(expected), send)),
        answers,
    }
}

impl Open {
    /// Sends these bytes and gives what comes back before the connection ends.
    async fn says(&self, bytes: &[u8]) -> String {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))
            .await
            .expect("the port is open");
        // The other side may have had enough before all is sent.
        let _ = stream.write_all(bytes).await;
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        String::from_utf8_lossy(&answer).into_owned()
    }

    async fn gets(&self, target: &str) -> String {
        let port = self.port;
        self.says(format!("GET {target} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n").as_bytes())
            .await
    }

    async fn comes_back(&mut self) -> String {
        self.gets("/callback?code=GOOD&state=the-state").await;
        let answer = self.answers.recv().await.expect("an answer").expect("a code");
        answer.expose().clone()
    }
}

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or("closed")
}

fn body(answer: &str) -> &str {
    answer.split_once("\r\n\r\n").map_or("", |(_, body)| body)
}

#[tokio::test]
async fn o2_the_port_is_open_on_both_loopback_addresses_and_on_no_other() {
    let open = open().await;
    let reached = |address: SocketAddr| async move { TcpStream::connect(address).await.is_ok() };
    assert!(reached((Ipv4Addr::LOCALHOST, open.port).into()).await);
    let six = TcpListener::bind((Ipv6Addr::LOCALHOST, 0)).await.is_ok();
    assert_eq!(reached((Ipv6Addr::LOCALHOST, open.port).into()).await, six);
    let outside = TcpListener::bind((Ipv4Addr::new(127, 0, 0, 2), open.port)).await;
    assert!(outside.is_ok(), "nothing listens on all addresses");
}

#[tokio::test]
async fn o3_the_port_closes_within_a_second_after_the_end() {
    let mut open = open().await;
    let _slow = TcpStream::connect((Ipv4Addr::LOCALHOST, open.port))
        .await
        .expect("open");
    open.door = None;
    let began = Instant::now();
    while TcpStream::connect((Ipv4Addr::LOCALHOST, open.port)).await.is_ok() {
        assert!(began.elapsed() < Duration::from_secs(1), "the port is still open");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert!(
        Loopback::bind(&[open.port]).await.is_some(),
        "the port can be had again at once"
    );
}

#[tokio::test]
async fn the_first_port_that_is_free_on_both_addresses_is_taken() {
    let (taken, free) = (free_port().await, free_port().await);
    let _holder = TcpListener::bind((Ipv4Addr::LOCALHOST, taken))
        .await
        .expect("a port");
    let loopback = Loopback::bind(&[0, taken, free]).await.expect("one is free");
    assert_eq!(loopback.redirect(), format!("http://localhost:{free}/callback"));
    assert!(
        Loopback::bind(&[taken, free]).await.is_none(),
        "a second visit does not share it"
    );
    drop(loopback);
    if let Ok(_six) = TcpListener::bind((Ipv6Addr::LOCALHOST, free)).await {
        assert!(
            Loopback::bind(&[free]).await.is_none(),
            "the browser may come back to somebody else's port first"
        );
    }
}

#[tokio::test]
async fn o7_a_thousand_foreign_codes_reach_nobody_and_the_real_one_does() {
    let mut open = open().await;
    for round in 0..1_000 {
        let target = match round % 4 {
            0 => "/callback?code=EVIL",
            1 => "/callback?code=EVIL&state=guess",
            2 => "/callback?error=access_denied",
            _ => "/callback?error=access_denied&state=guess",
        };
        assert_eq!(status(&open.gets(target).await), "200");
    }
    assert!(open.answers.try_recv().is_err(), "none of them is heeded");
    assert_eq!(open.comes_back().await, "GOOD");
}

#[tokio::test]
async fn o12_the_page_is_the_same_whatever_it_is_asked_with_and_nothing_of_it_stays() {
    let mut open = open().await;
    let first = open.gets("/callback").await;
    for target in [
        "/callback?code=%3Cscript%3Ealert(1)%3C/script%3E",
        "/callback?error=access_denied&error_description=%3Cimg%20src=x%3E",
        "/callback?code=GOOD&state=the-state",
    ] {
        let answer = open.gets(target).await;
        assert_eq!(body(&answer), body(&first), "{target}");
    }
    assert!(open.answers.recv().await.is_some());
    let head = first.to_lowercase();
    for header in [
        "cache-control: no-store",
        "referrer-policy: no-referrer",
        "content-security-policy: default-src 'none'",
        "x-content-type-options: nosniff",
        "content-type: text/html; charset=utf-8",
        "connection: close",
    ] {
        assert!(head.contains(header), "{header} in {head}");
    }
    assert!(!body(&first).contains("<script") && !body(&first).contains("http"));
}

#[tokio::test]
async fn o13_only_a_get_of_the_callback_by_a_name_of_this_computer_is_answered() {
    let mut open = open().await;
    let port = open.port;
    let target = "/callback?code=EVIL&state=the-state";
    let huge = "a".repeat(1_000_000);
    for (request, wanted) in [
        (
            format!("POST {target} HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Length: 0\r\n\r\n"),
            "405",
        ),
        (
            format!("HEAD {target} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n"),
            "405",
        ),
        (
            format!("GET /favicon.ico HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n"),
            "404",
        ),
        (
            format!("GET /callback/x?code=EVIL&state=the-state HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n"),
            "404",
        ),
        (format!("GET {target} HTTP/1.1\r\nHost: evil.test\r\n\r\n"), "421"),
        (
            format!("GET {target} HTTP/1.1\r\nHost: evil.test:{port}\r\n\r\n"),
            "421",
        ),
        (format!("GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n"), "421"),
        (
            format!("GET {target} HTTP/1.1\r\nHost: localhost:{port}\r\nHost: evil.test\r\n\r\n"),
            "421",
        ),
        (format!("GET {target} HTTP/1.0\r\n\r\n"), "421"),
        (format!("GET {target}\r\n\r\n"), "400"),
        (
            format!("GET /callback?{huge} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n"),
            "closed",
        ),
        (
            format!("GET {target} HTTP/1.1\r\nHost: localhost:{port}\r\nX: {huge}\r\n\r\n"),
            "closed",
        ),
        ("\u{0}\u{1}\u{2}\r\n\r\n".to_owned(), "400"),
    ] {
        let answer = open.says(request.as_bytes()).await;
        let shown: String = request.chars().take(80).collect();
        let refused = ["400", "414", "431", "closed"];
        let same =
            status(&answer) == wanted || refused.contains(&wanted) && refused.contains(&status(&answer));
        assert!(same, "{shown}: {}", status(&answer));
        assert!(open.answers.try_recv().is_err(), "{shown} is heeded");
    }
    for host in [
        format!("127.0.0.1:{port}"),
        format!("[::1]:{port}"),
        format!("LOCALHOST:{port}"),
    ] {
        let request = format!("GET /callback HTTP/1.1\r\nHost: {host}\r\n\r\n");
        assert_eq!(status(&open.says(request.as_bytes()).await), "200", "{host}");
    }
    assert_eq!(open.comes_back().await, "GOOD");
}

#[tokio::test]
async fn o13_what_never_ends_is_cut_off_and_the_sign_in_goes_on() {
    let mut open = open().await;
    let mut slow = Vec::new();
    for _ in 0..100 {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, open.port))
            .await
            .expect("open");
        stream
            .write_all(b"GET /callback?code=")
            .await
            .expect("it is heard");
        slow.push(stream);
    }
    let began = Instant::now();
    assert_eq!(open.comes_back().await, "GOOD");
    assert!(began.elapsed() < Duration::from_secs(12), "{:?}", began.elapsed());
    for stream in &mut slow {
        let mut rest = Vec::new();
        let cut = tokio::time::timeout(Duration::from_secs(12), stream.read_to_end(&mut rest)).await;
        assert!(cut.is_ok(), "a slow connection is ended");
    }
}

#[tokio::test]
async fn a_request_as_large_as_a_browsers_is_taken() {
    let mut open = open().await;
    let (port, cookies) = (open.port, "c".repeat(LARGEST - 1_024));
    let request = format!(
        "GET /callback?code=GOOD&state=the-state HTTP/1.1\r\nHost: localhost:{port}\r\nCookie: a={cookies}\r\n\r\n"
    );
    assert_eq!(status(&open.says(request.as_bytes()).await), "200");
    assert!(open.answers.recv().await.is_some());
}

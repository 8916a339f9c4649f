//! Signature Version 4 of one request, without its body.

use aws_lc_rs::{digest, hmac};
use base::{Clock as _, SystemClock};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use crc_fast::CrcAlgorithm::Crc64Nvme;
use hyper::Method;
use time::macros::format_description;

/// The headers of a request, the signature among them; of an upload also the checksum.
pub(super) fn headers(
    method: &Method,
    host: &str,
    path: &str,
    body: &Bytes,
    range: Option<String>,
) -> Vec<(&'static str, String)> {
    let now = SystemClock.now();
    let now = now.format(format_description!("[year][month][day]T[hour][minute][second]Z"));
    let now = now.expect("a time");
    let mut headers = vec![("host", host.to_owned())];
    headers.extend(range.map(|range| ("range", range)));
    if method == Method::PUT {
        let sum = crc_fast::checksum(Crc64Nvme, body).to_be_bytes();
        headers.push(("x-amz-checksum-crc64nvme", BASE64_STANDARD.encode(sum)));
    }
    headers.push(("x-amz-content-sha256", "UNSIGNED-PAYLOAD".to_owned()));
    headers.push(("x-amz-date", now.clone()));
    let authorization = authorization(method, path, &headers, &now);
    headers.push(("authorization", authorization));
    headers
}

fn authorization(method: &Method, path: &str, headers: &[(&str, String)], now: &str) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let lines: String = headers
        .iter()
        .map(|(name, value)| format!("{name}:{value}\n"))
        .collect();
    let names: Vec<&str> = headers.iter().map(|(name, _)| *name).collect();
    let names = names.join(";");
    let canonical = format!("{method}\n{path}\n{query}\n{lines}\n{names}\nUNSIGNED-PAYLOAD");
    let day = &now[..8];
    let scope = format!("{day}/us-east-1/s3/aws4_request");
    let hash = hex::encode(digest::digest(&digest::SHA256, canonical.as_bytes()));
    let text = format!("AWS4-HMAC-SHA256\n{now}\n{scope}\n{hash}");
    let signature = [day, "us-east-1", "s3", "aws4_request", &text].into_iter().fold(
        b"AWS4bench".to_vec(),
        |key, part| {
            let key = hmac::Key::new(hmac::HMAC_SHA256, &key);
            hmac::sign(&key, part.as_bytes()).as_ref().to_vec()
        },
    );
    let signature = hex::encode(signature);
    format!("AWS4-HMAC-SHA256 Credential=bench/{scope},SignedHeaders={names},Signature={signature}")
}

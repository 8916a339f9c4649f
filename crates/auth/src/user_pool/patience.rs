//! A service that is throttled refuses before it does anything, so that asking again uses nothing up: up to three times,
//! after one, two and four seconds, each shortened at random so that many clients do not come back together.

use std::future::Future;
use std::time::Duration;

use aws_lc_rs::rand;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use aws_types::request_id::RequestId;
use flow::{Reason, Refusal};

use super::UserPool;
use crate::refusals;

/// How often a throttled request is made again.
const AGAIN: u32 = 3;

impl UserPool {
    /// Makes a request, again where the service is throttled. `unsaid` as in [`refusals::read`].
    pub(super) async fn patiently<T, E, F>(&self, send: impl Fn() -> F, unsaid: Reason) -> Result<T, Refusal>
    where
        F: Future<Output = Result<T, SdkError<E, HttpResponse>>>,
        E: ProvideErrorMetadata,
        SdkError<E, HttpResponse>: RequestId,
    {
        for wait in (0..AGAIN).map(|time| 1_u32 << time) {
            match send().await {
                Ok(output) => return Ok(output),
                Err(error) => {
                    let refusal = refusals::read(&error, unsaid.clone());
                    if refusal.reason != Reason::TooManyRequests {
                        return Err(refusal);
                    }
                }
            }
            tokio::time::sleep(shortened(wait)).await;
        }
        send().await.map_err(|error| refusals::read(&error, unsaid))
    }
}

/// Between half of these seconds and all of them.
fn shortened(seconds: u32) -> Duration {
    let mut dice = [0; 1];
    // Without randomness the whole time is waited.
    let _ = rand::fill(&mut dice);
    Duration::from_millis(1_000) * seconds - Duration::from_millis(500) * seconds * u32::from(dice[0]) / 255
}

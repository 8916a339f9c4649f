//! The SDK's interceptor that records. It only reads, never changes a request, and never fails one.

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::{
    AfterDeserializationInterceptorContextRef, BeforeTransmitInterceptorContextRef,
    FinalizerInterceptorContextRef,
};
use aws_smithy_runtime_api::client::interceptors::{Intercept, SharedInterceptor, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::orchestrator::Metadata;
use aws_smithy_runtime_api::client::retries::RequestAttempts;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::{ConfigBag, Storable, StoreReplace};

use super::redact::{self, Exchange};
use super::timeline::{Answered, Sent, Timeline};

/// Records every attempt of every call of the clients that carry it.
#[derive(Debug)]
pub struct Tap(Timeline);

#[derive(Debug, Clone, Copy)]
struct CallId(u32);

impl Storable for CallId {
    type Storer = StoreReplace<Self>;
}

impl Tap {
    /// A tap for an SDK client's configuration.
    pub fn on(timeline: &Timeline) -> SharedInterceptor {
        SharedInterceptor::new(Self(timeline.clone()))
    }
}

fn exchange(cfg: &ConfigBag) -> Exchange<'_> {
    let metadata = cfg.load::<Metadata>();
    Exchange {
        service: metadata.map_or("", Metadata::service),
        operation: metadata.map_or("", Metadata::name),
    }
}

#[dyn_dispatch_hint]
impl Intercept for Tap {
    fn name(&self) -> &'static str {
        "timeline"
    }

    fn read_before_transmit(
        &self,
        context: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let request = context.request();
        let exchange = exchange(cfg);
        let (headers, mut hidden) = redact::headers(request.headers().iter());
        let body = redact::request_body(exchange, request.body().bytes());
        hidden.extend(body.hidden);
        let id = self.0.begin(Sent {
            service: exchange.service.to_owned(),
            operation: exchange.operation.to_owned(),
            attempt: cfg.load::<RequestAttempts>().map_or(1, RequestAttempts::attempts),
            request_line: format!("{} {}", request.method(), redact::address(request.uri())),
            headers,
            body: body.text,
            hidden,
        });
        cfg.interceptor_state().store_put(CallId(id));
        Ok(())
    }

    fn read_after_deserialization(
        &self,
        context: &AfterDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let Some(CallId(id)) = cfg.load::<CallId>().copied() else {
            return Ok(());
        };
        let response = context.response();
        let header = |name: &str| response.headers().get(name).map(str::to_owned);
        let status = response.status().as_u16();
        let body = redact::response_body(exchange(cfg), response.body().bytes(), &self.0.hidden(id));
        let error = match status {
            ..400 => None,
            400.. => body
                .error
                .or_else(|| header("x-amzn-errortype").map(|name| redact::error_name(&name))),
        };
        let (headers, _) = redact::headers(response.headers().iter());
        let request_id = header("x-amzn-requestid").or_else(|| header("x-amz-request-id"));
        self.0.answer(
            id,
            Answered {
                status,
                error,
                request_id,
                headers,
                body: body.text,
            },
        );
        Ok(())
    }

    fn read_after_attempt(
        &self,
        context: &FinalizerInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let Some(CallId(id)) = cfg.load::<CallId>().copied() else {
            return Ok(());
        };
        let error = match context.output_or_error() {
            Some(Err(error)) if error.is_timeout_error() => Some("Timeout"),
            Some(Err(error)) if error.is_connector_error() => Some("NoConnection"),
            Some(Err(error)) if error.is_response_error() => Some("UnreadableAnswer"),
            Some(Err(_) | Ok(_)) | None => None,
        };
        self.0.end(id, error);
        Ok(())
    }
}

//! The HTTP side: accepts loopback connections, refuses what a web page could have sent, and gives each request to
//! its service. All services share one origin: Cognito is told by `X-Amz-Target`, the rest by path, S3 is what is
//! left.

mod confirmation_page;
mod fault;
mod guard;
mod s3_operation;

use std::time::Duration;

use axum::body::{Body, to_bytes};
use http::header::{CACHE_CONTROL, CONNECTION, CONTENT_TYPE, DATE, HOST};
use http::{HeaderValue, Method, Request, Response, StatusCode};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_json::Value;
use time::macros::format_description;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::cognito_sync::{self, Operation};
use crate::identity_pool::{DISCOVERY_PATH, IdentityPool, KEYS_PATH};
use crate::s3::S3;
use crate::services::Services;
use crate::sigv4::Received;
use crate::sts::{Denial, Query};
use crate::user_pool::{CONFIRMATION_PATH, UserPool};
use crate::wire::{self, Members, Refusal};
use crate::{control, developer_backend, external, hosted_ui, protected_api};
use fault::Dropped;

const USER_POOL: &str = "AWSCognitoIdentityProviderService";
const IDENTITY_POOL: &str = "AWSCognitoIdentityService";

/// The most that a Cognito request may weigh, in bytes; AWS's own requests stay far below.
const LARGEST_CALL: usize = 256 * 1024;

/// The most that a request of Cognito Sync may weigh, in bytes: a dataset in JSON, and room around it.
const LARGEST_UPDATE: usize = 4 << 20;

/// Answers requests; cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Server {
    services: Services,
    s3: S3,
}

/// Where a request belongs.
enum Route {
    /// `service.operation` of `X-Amz-Target`.
    Call {
        service: String,
        operation: String,
    },
    Keys,
    Discovery,
    /// The query protocol.
    Sts,
    /// The keys of the identity pool's tokens.
    IdentityKeys,
    IdentityDiscovery,
    /// The administrator's own backend.
    Backend,
    ProtectedApi,
    /// REST-JSON.
    Sync(Operation),
    Control,
    /// The hosted UI's operation of this name.
    HostedUi(&'static str),
    /// A page or an endpoint of a pretend provider.
    External,
    /// The link of a sign-up's mail.
    Confirmation,
    S3,
}

impl Server {
    pub(crate) fn new(services: &Services) -> Self {
        Self {
            services: services.clone(),
            s3: S3::new(&services.foundation),
        }
    }

    /// Serves connections until the task is aborted, which also ends those that are open.
    pub(crate) async fn serve(self, listener: TcpListener) {
        let mut connections = JoinSet::new();
        loop {
            tokio::select! {
                accepted = listener.accept() => match accepted {
                    Ok((stream, _)) => {
                        stream.set_nodelay(true).ok();
                        connections.spawn(self.clone().converse(stream));
                    }
                    Err(error) => {
                        tracing::warn!(%error, "a connection was not accepted");
                        tokio::time::sleep(Duration::from_millis(20)).await;
                    }
                },
                Some(_) = connections.join_next(), if !connections.is_empty() => {}
            }
        }
    }

    async fn converse(self, stream: TcpStream) {
        let service = service_fn(move |request: Request<Incoming>| {
            let server = self.clone();
            async move { server.answer(request.map(Body::new)).await }
        });
        if let Err(error) = http1::Builder::new()
            .serve_connection(TokioIo::new(stream), service)
            .await
        {
            tracing::debug!(%error, "a connection ended early");
        }
    }

    async fn answer(&self, request: Request<Body>) -> Result<Response<Body>, Dropped> {
        let mut response = match self.refusal(&request) {
            Some((refused, invited)) => match invited.await {
                true => self.route(request).await?,
                false => refused,
            },
            None => self.route(request).await?,
        };
        if let Some(date) = self.date() {
            response.headers_mut().insert(DATE, date);
        }
        Ok(response)
    }

    /// What the guard says, and whether a bucket's CORS rules invite the web page all the same; by default none do.
    fn refusal(
        &self,
        request: &Request<Body>,
    ) -> Option<(Response<Body>, impl Future<Output = bool> + use<>)> {
        let refused = guard::refuse(request)?;
        let may = guard::is_addressed_to_loopback(request) && matches!(self.find(request), Route::S3);
        let s3 = self.s3.clone();
        let (path, method) = (request.uri().path().to_owned(), request.method().clone());
        let headers = request.headers().clone();
        Some((
            refused,
            async move { may && s3.admits(path, method, headers).await },
        ))
    }

    async fn route(&self, request: Request<Body>) -> Result<Response<Body>, Dropped> {
        let route = self.find(&request);
        if self.services.faults.offline() && !matches!(route, Route::Control) {
            return Err(Dropped);
        }
        match route {
            Route::Call { service, operation } => {
                let call = self.call(&service, &operation, request);
                fault::around_call(&self.services.faults, &operation, call).await
            }
            Route::Sts => match receive(request).await {
                Ok(received) => {
                    let query = Query::read(&received);
                    let action = query.action().to_owned();
                    let call = self.services.sts.call(query, &received);
                    fault::around_sts(&self.services.faults, &action, call).await
                }
                Err(_) => Ok(Denial::new(413, "RequestEntityTooLarge", "Request too large").response()),
            },
            Route::IdentityKeys => Ok(match self.services.identity_pool.jwks().await {
                Ok(keys) => public(&keys),
                Err(error) => wire::answer(Err(Refusal::internal(&error))),
            }),
            Route::IdentityDiscovery => {
                Ok(public(&IdentityPool::discovery(&self.services.foundation.origin)))
            }
            Route::Backend => self.plainly("BackendSignIn", request).await,
            Route::ProtectedApi => self.plainly("ProtectedApi", request).await,
            Route::Keys => Ok(public(&self.services.user_pool.jwks())),
            Route::Discovery => {
                let host = request
                    .headers()
                    .get(HOST)
                    .and_then(|host| host.to_str().ok())
                    .unwrap_or_default();
                Ok(public(
                    &self.services.user_pool.discovery(&format!("http://{host}")),
                ))
            }
            Route::Sync(operation) => {
                let call = self.sync(request);
                fault::around_sync(&self.services.faults, operation.name(), call).await
            }
            Route::Control => Ok(control::answer(&self.services, request).await),
            Route::HostedUi(operation) => {
                let call = hosted_ui::answer(&self.services, request);
                fault::around_page(&self.services.faults, operation, call).await
            }
            Route::External => Ok(external::answer(&self.services.external, request).await),
            Route::Confirmation => {
                let query = request.uri().query().unwrap_or_default();
                Ok(confirmation_page::answer(&self.services.user_pool, query).await)
            }
            Route::S3 => {
                let operation = s3_operation::name(&request);
                let call = self.s3(request);
                fault::around_s3(&self.services.faults, operation, call).await
            }
        }
    }

    fn find(&self, request: &Request<Body>) -> Route {
        let path = request.uri().path();
        let target = request
            .headers()
            .get("x-amz-target")
            .map(|target| target.to_str().unwrap_or_default());
        if let (&Method::POST, "/", Some(target)) = (request.method(), path, target) {
            let (service, operation) = target.split_once('.').unwrap_or(("", target));
            return Route::Call {
                service: service.to_owned(),
                operation: operation.to_owned(),
            };
        }
        if path == "/" && is_query(request) {
            return Route::Sts;
        }
        if path.starts_with("/_sandbox/") {
            return Route::Control;
        }
        if let Some(operation) = Operation::of(request.method(), path) {
            return Route::Sync(operation);
        }
        match path {
            KEYS_PATH => return Route::IdentityKeys,
            DISCOVERY_PATH => return Route::IdentityDiscovery,
            _ if path == self.services.foundation.world.developer_backend => return Route::Backend,
            _ if path.starts_with(protected_api::PATH) => return Route::ProtectedApi,
            _ => {}
        }
        if request.method() == Method::GET && path == CONFIRMATION_PATH {
            return Route::Confirmation;
        }
        if let Some(operation) = hosted_ui::operation(path) {
            return Route::HostedUi(operation);
        }
        if external::owns(path) {
            return Route::External;
        }
        let pool = path
            .strip_prefix('/')
            .and_then(|path| path.strip_prefix(&self.pool_id()));
        match pool {
            Some("/.well-known/jwks.json") => Route::Keys,
            Some("/.well-known/openid-configuration") => Route::Discovery,
            Some(_) | None => Route::S3,
        }
    }

    fn pool_id(&self) -> String {
        self.services.foundation.world.user_pool_id.clone()
    }

    async fn call(&self, service: &str, operation: &str, request: Request<Body>) -> Response<Body> {
        wire::answer(self.outcome(service, operation, request).await)
    }

    async fn outcome(
        &self,
        service: &str,
        operation: &str,
        request: Request<Body>,
    ) -> Result<Value, Refusal> {
        let received = receive(request).await?;
        let members = Members::parse(&received.body)?;
        match service {
            USER_POOL if UserPool::is_administrative(operation) => {
                let services = &self.services;
                services
                    .user_pool
                    .check_administrator(operation, &received)
                    .await?;
                services.administer(operation, members).await
            }
            USER_POOL => self.services.user_pool.call(operation, members).await,
            IDENTITY_POOL => {
                self.services
                    .identity_pool
                    .call(operation, members, &received)
                    .await
            }
            _ => Err(Refusal::unknown_operation()),
        }
    }

    /// What stands around AWS: the backend and the protected API.
    async fn plainly(&self, name: &str, request: Request<Body>) -> Result<Response<Body>, Dropped> {
        let call = async {
            match receive(request).await {
                Ok(received) if name == "BackendSignIn" => {
                    developer_backend::answer(&self.services, &received).await
                }
                Ok(received) => protected_api::answer(&self.services, &received).await,
                Err(refusal) => wire::answer(Err(refusal)),
            }
        };
        fault::around_plain(&self.services.faults, name, call).await
    }

    async fn sync(&self, request: Request<Body>) -> Response<Body> {
        let (head, body) = request.into_parts();
        match to_bytes(body, LARGEST_UPDATE).await {
            Ok(body) => self.services.sync.answer(&Received { head, body }).await,
            Err(_) => cognito_sync::too_large(),
        }
    }

    async fn s3(&self, request: Request<Body>) -> Response<Body> {
        let sends = matches!(*request.method(), Method::PUT | Method::POST);
        let mut response = self.s3.answer(request).await;
        // What was sent may not have been read, which ends the connection: a client that is not told may use it again.
        if sends && !response.status().is_success() {
            let close = HeaderValue::from_static("close");
            response.headers_mut().insert(CONNECTION, close);
        }
        response
    }

    /// The `Date` header by the sandbox's clock: clients measure their own clock against it.
    fn date(&self) -> Option<HeaderValue> {
        let format = format_description!(
            "[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT"
        );
        let now = self.services.foundation.clock.now();
        HeaderValue::from_str(&now.format(format).ok()?).ok()
    }
}

/// The request with its body, which may not be larger than a call ever is.
async fn receive(request: Request<Body>) -> Result<Received, Refusal> {
    let (head, body) = request.into_parts();
    let body = to_bytes(body, LARGEST_CALL).await.map_err(|_| {
        Refusal::serialization("The request body is too large or broke off.")
            .with_status(StatusCode::PAYLOAD_TOO_LARGE)
    })?;
    Ok(Received { head, body })
}

/// Whether a request is of the query protocol, which only STS speaks here.
fn is_query(request: &Request<Body>) -> bool {
    let kind = request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default();
    let query = request.uri().query().unwrap_or_default();
    match *request.method() {
        Method::POST => kind.starts_with("application/x-www-form-urlencoded"),
        Method::GET => query.split('&').any(|part| part.starts_with("Action=")),
        _ => false,
    }
}

/// A public document of the user pool.
fn public(document: &Value) -> Response<Body> {
    let mut response = Response::new(Body::from(document.to_string()));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=86400"));
    response
}

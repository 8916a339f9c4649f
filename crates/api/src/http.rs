//! The HTTP clients of all AWS calls. The sandbox is plain HTTP on loopback and never goes through a proxy; AWS is
//! HTTPS with the system's certificates, and honours the usual proxy variables.

use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use aws_smithy_http_client::{Builder, Connector, ConnectorBuilder};
use aws_smithy_runtime_api::client::http::{HttpConnectorSettings, SharedHttpClient};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;

/// A client for the sandbox.
pub(crate) fn loopback() -> SharedHttpClient {
    Builder::new().build_with_connector_fn(|settings, components| {
        timed(Connector::builder(), settings, components)
            .proxy_config(ProxyConfig::disabled())
            .build_http()
    })
}

/// A client for AWS.
pub(crate) fn outward() -> SharedHttpClient {
    Builder::new().build_with_connector_fn(|settings, components| {
        timed(Connector::builder(), settings, components)
            .proxy_config(ProxyConfig::from_env())
            .tls_provider(Provider::Rustls(CryptoMode::AwsLc))
            .build()
    })
}

fn timed<T>(
    mut builder: ConnectorBuilder<T>,
    settings: Option<&HttpConnectorSettings>,
    components: Option<&RuntimeComponents>,
) -> ConnectorBuilder<T> {
    builder.set_connector_settings(settings.cloned());
    builder.set_sleep_impl(components.and_then(RuntimeComponents::sleep_impl));
    builder
}

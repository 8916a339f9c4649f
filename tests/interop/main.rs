//! Programs that this project did not write: other clients against the sandbox, the app's own crates against other
//! servers. Set up by `cargo xtask test` under `target/interop`.

mod boto3;
mod browser;
mod cognito_js;
mod cognito_local;
mod ministack;
mod ministack_account;
mod ministack_identity;
mod openid_client;
mod saml;
mod servers;
mod template;

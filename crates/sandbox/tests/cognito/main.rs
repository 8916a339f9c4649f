//! The user pool and the identity pool over real HTTP, with a clock that the tests push. Clients that this project
//! did not write are tried in the interop tests.

mod account_care;
mod attributes;
mod authenticator;
mod browser;
mod client_secret;
mod confirmation_link;
mod control;
mod custom;
mod device;
mod faults;
mod federation;
mod hosted_ui;
mod hosted_ui_accounts;
mod hosted_ui_pages;
mod http;
mod identity;
mod names;
mod oauth_tokens;
mod passkey;
mod password_reset;
mod protected_api;
mod refresh;
mod refusals;
mod second_factor;
mod settings;
mod sign_in;
mod sign_up;
mod srp_client;
mod srp_sign_in;
mod stage;
mod state;
mod threat_protection;
mod tokens;
mod triggers;
mod user_auth;

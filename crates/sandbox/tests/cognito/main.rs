//! The user pool and the identity pool over real HTTP, with a clock that the tests push. Clients that this project
//! did not write are tried in the interop tests.

mod custom;
mod http;
mod identity;
mod password_reset;
mod second_factor;
mod sign_in;
mod sign_up;
mod srp_client;
mod srp_sign_in;
mod stage;
mod state;
mod tokens;
mod user_auth;

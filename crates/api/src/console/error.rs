//! What can go wrong on the command line: one plain sentence each, without a secret.

use thiserror::Error;

/// Why a command of the command line fails.
#[derive(Debug, Error)]
pub enum ConsoleError {
    /// The app's own data cannot be opened.
    #[error("The app's own data cannot be read on this computer.")]
    OwnData,
    /// There is no such connection.
    #[error("There is no connection “{0}”; `gatehouse connection list` names those that there are.")]
    NoConnection(String),
    /// The sandbox is no connection that somebody has made.
    #[error("The sandbox comes with the app: it is not tested and not exported.")]
    OwnConnection,
    /// Nobody answers as the sandbox of this data folder.
    #[error("The sandbox is not running: open Gatehouse, or start `gatehouse sandbox` on the same folder.")]
    SandboxNotRunning,
    /// Nobody stays signed in.
    #[error(
        "Sign-in is needed: open Gatehouse, choose the connection “{0}” and sign in with “Stay signed in”."
    )]
    SignInNeeded(String),
    /// The person named does not stay signed in.
    #[error(
        "“{account}” is not signed in to “{connection}”: open Gatehouse and sign in with “Stay signed in”."
    )]
    AccountNotSignedIn {
        /// Who was asked for.
        account: String,
        /// Where.
        connection: String,
    },
    /// Several people stay signed in, and none was named.
    #[error("Several people are signed in; name one with --account: {0}.")]
    WhichAccount(String),
    /// The keyring that seals the sessions cannot be used.
    #[error("The keyring of this computer cannot be used, so that nobody stays signed in: {0}.")]
    Keyring(&'static str),
    /// The service cannot be reached.
    #[error("The service cannot be reached; check the connection to the network.")]
    Unreachable,
    /// The session could not be renewed.
    #[error("The session could not be renewed: {0}")]
    Session(String),
    /// No credentials for the person.
    #[error("{0}")]
    NoCredentials(String),
}
